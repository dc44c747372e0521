/* See calendar_read.h. Every reader notes faults in the document and goes on, so that one pass shows all. */
#include "common/domain/calendar_read.h"

#include <stdio.h>
#include <strings.h>

#include "common/domain/calendar_base.h"

enum {
    MINUTE_MS = 60000,
    VERSION_MAX = 999999,
    UPON_VERSION_MAX = CALENDAR_UPON - 1, /* of a calendar that stands upon another */
    ALL_WEEKDAYS = (1 << WEEKDAYS) - 1
};

/* Years are writable while the file is read; the calendar itself only shows them. */
struct reading {
    struct yaml *yaml;
    struct calendar *calendar;
    struct calendar_year *years[CALENDAR_YEARS];
};

static const char *const weekday_names[WEEKDAYS] = {
    "sunday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
};

static void read_year(struct reading *reading, const struct yaml_node *node)
{
    struct civil_day first;
    char date[16];

    snprintf(
        date,
        sizeof(date),
        "%.*s-01-01",
        (int)size_min(node->text.length, 5),
        node->text.at
    );
    if (node->kind != YAML_scalar || !civil_day_parse(text_of(date), &first)) {
        yaml_fault(reading->yaml, node, "a year is expected here");
        return;
    }
    int32_t year = civil_date_of(first).year;
    if (year < CALENDAR_YEAR_FIRST || year >= CALENDAR_YEAR_FIRST + CALENDAR_YEARS) {
        yaml_fault(reading->yaml, node, "years go from 1970 to 2199");
        return;
    }
    struct calendar_year *read = ARENA_NEW(reading->yaml->arena, struct calendar_year);
    read->version = reading->calendar->version;
    for (int32_t i = 0; i < 366; i++) {
        enum weekday weekday = civil_day_weekday(civil_day_add(first, i));
        bool weekend = weekday == WEEKDAY_saturday || weekday == WEEKDAY_sunday;
        read->kinds[i] = weekend ? DAY_weekend : DAY_workday;
        if (reading->calendar->base.at)
            read->kinds[i] = DAY_as_base;
    }
    reading->years[year - CALENDAR_YEAR_FIRST] = read;
}

/* The place where a day's kind is kept, or NULL when its year is not covered. */
static uint8_t *kind_of(struct reading *reading, struct civil_day day)
{
    int32_t year = civil_date_of(day).year;

    if (year < CALENDAR_YEAR_FIRST || year >= CALENDAR_YEAR_FIRST + CALENDAR_YEARS ||
        !reading->years[year - CALENDAR_YEAR_FIRST])
        return NULL;
    return &reading->years[year - CALENDAR_YEAR_FIRST]->kinds[civil_day_of_year(day)];
}

/* "from..to" or one date. */
static bool read_range(struct text text, struct civil_day *ret_from, struct civil_day *ret_to)
{
    enum { DATE_BYTES = 10, DOTS_BYTES = 2 };

    if (text.length == DATE_BYTES) {
        if (!civil_day_parse(text, ret_from))
            return false;
        *ret_to = *ret_from;
        return true;
    }
    if (text.length != 2 * DATE_BYTES + DOTS_BYTES ||
        memcmp(text.at + DATE_BYTES, "..", DOTS_BYTES) != 0)
        return false;
    return civil_day_parse((struct text){text.at, DATE_BYTES}, ret_from) &&
           civil_day_parse(
               (struct text){text.at + DATE_BYTES + DOTS_BYTES, DATE_BYTES},
               ret_to
           ) &&
           ret_from->days <= ret_to->days;
}

static void read_days(struct reading *reading, const char *key, unsigned kind)
{
    for (struct yaml_node *node = yaml_list(reading->yaml, reading->yaml->root, key); node;
         node = node->next) {
        struct civil_day day, last;
        if (node->kind != YAML_scalar || !read_range(node->text, &day, &last) ||
            last.days - day.days > 366) {
            yaml_fault(reading->yaml, node, "a date or from..to is expected here");
            continue;
        }
        if (!kind_of(reading, day) || !kind_of(reading, last)) {
            yaml_fault(reading->yaml, node, "the year is not among 'years'");
            continue;
        }
        for (; day.days <= last.days; day = civil_day_add(day, 1)) {
            uint8_t *place = kind_of(reading, day);
            if (kind == DAY_makeup && (*place & ~DAY_UNCONFIRMED) == DAY_holiday)
                yaml_fault(reading->yaml, node, "a day cannot be both off and worked");
            *place = (uint8_t)kind;
        }
    }
}

static bool read_month_day(struct text text, struct civil_date *ret_date)
{
    char leap[16];
    struct civil_day day;

    snprintf(leap, sizeof(leap), "2000-%.*s", (int)size_min(text.length, 6), text.at);
    if (!civil_day_parse(text_of(leap), &day))
        return false;
    *ret_date = civil_date_of(day);
    ret_date->year = 0;
    return true;
}

static void read_fixed(struct reading *reading)
{
    struct calendar *calendar = reading->calendar;

    for (struct yaml_node *node = yaml_list(reading->yaml, reading->yaml->root, "fixed"); node;
         node = node->next) {
        struct civil_date date;
        if (node->kind != YAML_scalar || !read_month_day(node->text, &date)) {
            yaml_fault(reading->yaml, node, "a month and day such as 05-01 is expected here");
            continue;
        }
        if (calendar->fixed_count == CALENDAR_FIXED_MAX) {
            yaml_fault(reading->yaml, node, "at most %d fixed days", CALENDAR_FIXED_MAX);
            return;
        }
        calendar->fixed[calendar->fixed_count++] = date;
    }
}

/* A fixed holiday is off in a covered year too, unless the arrangement says that it is worked. */
static void apply_fixed(struct reading *reading)
{
    const struct calendar *calendar = reading->calendar;

    for (int32_t year = 0; year < CALENDAR_YEARS; year++) {
        for (size_t i = 0; reading->years[year] && i < calendar->fixed_count; i++) {
            struct civil_date date = calendar->fixed[i];
            date.year = CALENDAR_YEAR_FIRST + year;
            if (!civil_date_is_valid(date))
                continue;
            uint8_t *place = kind_of(reading, civil_day_of(date));
            if (place && *place != DAY_makeup && *place != (DAY_holiday | DAY_UNCONFIRMED))
                *place = DAY_holiday;
        }
    }
}

static bool read_clock_time(const struct yaml_node *node, int32_t *ret_ms)
{
    struct text text = node->text;
    int32_t digits[4];
    static const uint8_t places[4] = {0, 1, 3, 4};

    if (node->kind != YAML_scalar || text.length != 5 || text.at[2] != ':')
        return false;
    for (size_t i = 0; i < LENGTH(places); i++) {
        digits[i] = text.at[places[i]] - '0';
        if (digits[i] < 0 || digits[i] > 9)
            return false;
    }
    int32_t hours = digits[0] * 10 + digits[1], minutes = digits[2] * 10 + digits[3];
    *ret_ms = (hours * 60 + minutes) * MINUTE_MS;
    return minutes < 60 && *ret_ms <= DAY_MS;
}

static void
read_windows(struct yaml *yaml, const struct yaml_node *list, struct calendar_hours *hours)
{
    int32_t closed_until = 0;

    hours->count = 0;
    if (list->kind != YAML_list) {
        yaml_fault(yaml, list, "a list of [from, to] is expected here");
        return;
    }
    for (const struct yaml_node *node = list->first; node; node = node->next) {
        struct calendar_window window;
        if (hours->count == CALENDAR_WINDOWS_MAX) {
            yaml_fault(yaml, node, "at most %d windows a day", CALENDAR_WINDOWS_MAX);
            return;
        }
        if (node->kind != YAML_list || node->count != 2 ||
            !read_clock_time(node->first, &window.from_ms) ||
            !read_clock_time(node->first->next, &window.to_ms)) {
            yaml_fault(yaml, node, "[HH:MM, HH:MM] is expected here");
            continue;
        }
        if (window.from_ms < closed_until || window.to_ms <= window.from_ms)
            yaml_fault(yaml, node, "windows must ascend and stay inside one day");
        closed_until = window.to_ms;
        hours->windows[hours->count++] = window;
    }
}

static int weekday_of(struct text name)
{
    for (int i = 0; i < WEEKDAYS; i++) {
        bool whole = name.length == strlen(weekday_names[i]);
        if ((whole || name.length == 3) &&
            strncasecmp(name.at, weekday_names[i], name.length) == 0)
            return i;
    }
    return -1;
}

/* A base that is open on this one weekday alone would have no hours left. */
static void read_weekday(struct reading *reading, const struct yaml_node *node, int weekday)
{
    struct calendar *calendar = reading->calendar;
    bool rests = weekday == WEEKDAY_saturday || weekday == WEEKDAY_sunday;

    read_windows(reading->yaml, node, &calendar->hours[weekday]);
    calendar->hours_given = (uint8_t)(calendar->hours_given | 1 << weekday);
    if (calendar->base.at && !rests && calendar->hours[weekday].count == 0)
        yaml_fault(reading->yaml, node, "with a base, Monday to Friday keep hours");
}

static void read_hours(struct reading *reading)
{
    struct yaml *yaml = reading->yaml;
    struct calendar_hours usual = {1, {{9 * 60 * MINUTE_MS, 17 * 60 * MINUTE_MS}}};
    const struct yaml_node *list = yaml_find(yaml->root, "hours");
    const struct yaml_node *by_weekday = yaml_find(yaml->root, "hours_by_weekday");
    bool open = false;

    if (list)
        read_windows(yaml, list, &usual);
    for (int i = 0; i < WEEKDAYS; i++)
        reading->calendar->hours[i] = usual;
    reading->calendar->hours_given = list ? ALL_WEEKDAYS : 0;
    if (by_weekday && by_weekday->kind != YAML_map)
        yaml_fault(yaml, by_weekday, "a map of weekdays is expected here");
    for (const struct yaml_node *node = by_weekday ? by_weekday->first : NULL; node;
         node = node->next) {
        int weekday = weekday_of(node->key);
        if (weekday < 0)
            yaml_fault(yaml, node, "monday, tuesday, … are expected here");
        else
            read_weekday(reading, node, weekday);
    }
    /* Without this a search for the next working day would never end. */
    for (int i = WEEKDAY_monday; i <= WEEKDAY_friday; i++)
        open = open || reading->calendar->hours[i].count > 0;
    if (!open)
        yaml_fault(yaml, yaml->root, "no hours at all from Monday to Friday");
}

static void read_zone(struct reading *reading)
{
    struct yaml *yaml = reading->yaml;
    struct text name = yaml_text(yaml, yaml->root, "zone", (struct text){0});
    struct zone *zone;

    if (zone_load(yaml->arena, NULL, name, &zone) == OK)
        reading->calendar->zone = zone;
    else if (name.length)
        yaml_fault(
            yaml,
            yaml_find(yaml->root, "zone"),
            "no zone '%.*s' in the system's database (package tzdata)",
            (int)name.length,
            name.at
        );
}

/* A calendar of its own has a zone and says its years; one upon a base has the base's. */
static void read_identity(struct reading *reading)
{
    struct yaml *yaml = reading->yaml;
    struct calendar *calendar = reading->calendar;

    calendar->name = yaml_text(yaml, yaml->root, "name", (struct text){0});
    calendar->source = yaml_text(yaml, yaml->root, "source", TEXT(""));
    if (yaml_find(yaml->root, "base"))
        calendar->base = yaml_text(yaml, yaml->root, "base", (struct text){0});
    int64_t most = calendar->base.at ? UPON_VERSION_MAX : VERSION_MAX;
    calendar->version = (int32_t)yaml_int(yaml, yaml->root, "version", 1, most, 1);
    if (!calendar->base.at) {
        read_zone(reading);
        (void)yaml_get(yaml, yaml->root, "years");
    } else if (yaml_find(yaml->root, "zone")) {
        yaml_fault(yaml, yaml_find(yaml->root, "zone"), "the zone is that of the base");
    }
}

enum error calendar_read(struct yaml *yaml, struct calendar **ret_calendar)
{
    static const char *const keys[] = {
        "name",
        "base",
        "zone",
        "version",
        "source",
        "years",
        "off",
        "unconfirmed",
        "makeup",
        "fixed",
        "hours",
        "hours_by_weekday",
        "examples",
        NULL,
    };
    struct calendar *calendar = ARENA_NEW(yaml->arena, struct calendar);
    struct reading *reading = ARENA_NEW(yaml->arena, struct reading);

    *reading = (struct reading){.yaml = yaml, .calendar = calendar};
    yaml_allow(yaml, yaml->root, keys);
    read_identity(reading);
    for (struct yaml_node *node = yaml_list(yaml, yaml->root, "years"); node; node = node->next)
        read_year(reading, node);
    read_days(reading, "unconfirmed", DAY_holiday | DAY_UNCONFIRMED);
    read_days(reading, "off", DAY_holiday);
    read_days(reading, "makeup", DAY_makeup);
    read_fixed(reading);
    apply_fixed(reading);
    read_hours(reading);
    calendar->file_count = 1;
    calendar->examples[0].version = calendar->version;
    calendar->examples[0].list = yaml_list(yaml, yaml->root, "examples");
    if (!yaml_ok(yaml))
        return ERROR_config;
    for (size_t i = 0; i < CALENDAR_YEARS; i++)
        calendar->years[i] = reading->years[i];
    *ret_calendar = calendar;
    return OK;
}

enum error calendar_load_any(
    struct arena *arena,
    const char *path,
    struct text *ret_faults,
    struct calendar **ret_calendar
)
{
    struct yaml yaml;
    enum error error = yaml_read_file(&yaml, arena, path);

    if (error == OK)
        error = calendar_read(&yaml, ret_calendar);
    if (error != OK)
        *ret_faults = yaml.faults;
    return error;
}

enum error calendar_load(
    struct arena *arena,
    const char *path,
    struct text *ret_faults,
    struct calendar **ret_calendar
)
{
    struct calendar *calendar = NULL;
    enum error error = calendar_load_any(arena, path, ret_faults, &calendar);

    if (error == OK && calendar->base.at) {
        *ret_faults = arena_format(arena, "%s:1: this calendar stands upon another", path);
        return ERROR_config;
    }
    if (error == OK)
        *ret_calendar = calendar;
    return error;
}
