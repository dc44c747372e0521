/* See calendar_example.h. */
#include "common/domain/calendar_example.h"

#include "common/domain/instant.h"

enum { MINUTE_MS = 60000, MANY = 100000 };

struct text calendar_day_text(struct arena *arena, struct civil_day day)
{
    struct civil_date date = civil_date_of(day);

    return arena_format(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

struct text calendar_kind_text(enum day_kind kind)
{
    static const char *const names[] = {
        [DAY_workday] = "workday",
        [DAY_weekend] = "weekend",
        [DAY_holiday] = "holiday",
        [DAY_makeup] = "makeup",
    };

    return text_of(names[kind]);
}

static struct civil_day day_at(struct yaml *yaml, const struct yaml_node *node, const char *key)
{
    struct civil_day day = {0};

    if (!civil_day_parse(yaml_text(yaml, node, key, TEXT("")), &day))
        yaml_fault(yaml, node, "'%s' is no day", key);
    return day;
}

static void compare(struct yaml *yaml, const struct yaml_node *node, struct text found)
{
    struct text wanted = yaml_text(yaml, node, "is", TEXT(""));

    if (!text_equal(found, wanted))
        yaml_fault(
            yaml,
            node,
            "it is %.*s, the example says %.*s",
            (int)found.length,
            found.at,
            (int)wanted.length,
            wanted.at
        );
}

static struct text from_instant(
    const struct calendar *calendar,
    struct yaml *yaml,
    const struct yaml_node *node,
    bool *provisional
)
{
    int64_t minutes = yaml_int(yaml, node, "minutes", 1, MANY, 1), from_ms;

    if (!instant_parse(yaml_text(yaml, node, "from", TEXT("")), &from_ms))
        return TEXT("no instant");
    return instant_format_utc(
        yaml->arena,
        calendar_add_business_ms(calendar, from_ms, minutes * MINUTE_MS, provisional)
    );
}

/* Working days and holidays of a year, and the version that it comes from. */
static void
run_year(const struct calendar *calendar, struct yaml *yaml, const struct yaml_node *node)
{
    int32_t year = (int32_t)yaml_int(
        yaml,
        node,
        "year",
        CALENDAR_YEAR_FIRST,
        CALENDAR_YEAR_FIRST + CALENDAR_YEARS - 1,
        CALENDAR_YEAR_FIRST
    );
    const struct calendar_year *covered = calendar->years[year - CALENDAR_YEAR_FIRST];
    struct civil_day day = civil_day_of((struct civil_date){year, 1, 1});
    int64_t days = 0, holidays = 0;

    for (; civil_date_of(day).year == year; day = civil_day_add(day, 1)) {
        struct calendar_day fact = calendar_day(calendar, day);
        days += fact.is_work;
        holidays += fact.kind == DAY_holiday;
    }
    if (days != yaml_int(yaml, node, "workdays", 0, 366, 0))
        yaml_fault(yaml, node, "%d has %lld working days", year, (long long)days);
    if (holidays != yaml_int(yaml, node, "holidays", 0, 366, 0))
        yaml_fault(yaml, node, "%d has %lld holidays", year, (long long)holidays);
    if (!covered || covered->version != yaml_int(yaml, node, "version", 1, INT32_MAX, 1))
        yaml_fault(yaml, node, "version %d", covered ? covered->version : 0);
}

/* Whether another file says the year of a day or instant now. */
static bool is_of_overtaken_year(const struct calendar_examples *examples, struct text text)
{
    struct civil_day day;

    text.length = size_min(text.length, sizeof("2026-03-02") - 1);
    if (!civil_day_parse(text, &day))
        return false;
    int32_t year = civil_date_of(day).year - CALENDAR_YEAR_FIRST;
    return year >= 0 && year < CALENDAR_YEARS && examples->overtaken[year];
}

/* An example that begins or ends in such a year, as what was provisional and is published now. */
static bool is_overtaken(
    const struct calendar_examples *examples,
    struct yaml *yaml,
    const struct yaml_node *node
)
{
    static const char *const days[] = {"day", "after", "from", "is"};
    int64_t year = yaml_int(yaml, node, "year", 0, INT32_MAX, 0) - CALENDAR_YEAR_FIRST;
    bool found = year >= 0 && year < CALENDAR_YEARS && examples->overtaken[year];

    for (size_t i = 0; i < LENGTH(days); i++) {
        if (yaml_find(node, days[i]))
            found = found ||
                    is_of_overtaken_year(examples, yaml_text(yaml, node, days[i], TEXT("")));
    }
    return found;
}

static void
run_one(const struct calendar *calendar, struct yaml *yaml, const struct yaml_node *node)
{
    bool provisional = false;

    if (yaml_find(node, "year")) {
        run_year(calendar, yaml, node);
        return;
    }
    if (yaml_find(node, "from")) {
        compare(yaml, node, from_instant(calendar, yaml, node, &provisional));
    } else if (yaml_find(node, "after")) {
        int32_t n = (int32_t)yaml_int(yaml, node, "workdays", 0, MANY, 1);
        struct civil_day day = day_at(yaml, node, "after");
        day = calendar_add_workdays(calendar, day, n, &provisional);
        compare(yaml, node, calendar_day_text(yaml->arena, day));
    } else {
        struct calendar_day day = calendar_day(calendar, day_at(yaml, node, "day"));
        provisional = day.provisional;
        compare(yaml, node, calendar_kind_text(day.kind));
    }
    if (provisional != yaml_flag(yaml, node, "provisional", false))
        yaml_fault(yaml, node, "provisional: %s", provisional ? "true" : "false");
}

void calendar_examples_run(const struct calendar *calendar, struct yaml *yaml)
{
    static const char *const keys[] = {
        "day",
        "is",
        "after",
        "workdays",
        "holidays",
        "from",
        "minutes",
        "year",
        "version",
        "provisional",
        NULL,
    };

    for (size_t i = 0; i < calendar->file_count; i++) {
        const struct calendar_examples *examples = &calendar->examples[i];
        for (const struct yaml_node *node = examples->list; node; node = node->next) {
            yaml_allow(yaml, node, keys);
            if (!is_overtaken(examples, yaml, node))
                run_one(calendar, yaml, node);
        }
    }
}
