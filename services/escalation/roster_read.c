/* The duty roster from YAML; see roster.h. */
#include "services/escalation/roster.h"

enum { MINUTE_MS = 60000, SECOND_MS = 1000, LEVEL_MIN = 1, LEVEL_MAX = 6 };

/* "HH:MM", up to 24:00. */
static bool read_time(struct text text, int32_t *ret_ms)
{
    static const uint8_t places[] = {0, 1, 3, 4};
    int32_t digits[LENGTH(places)];

    if (text.length != 5 || text.at[2] != ':')
        return false;
    for (size_t i = 0; i < LENGTH(places); i++) {
        digits[i] = text.at[places[i]] - '0';
        if (digits[i] < 0 || digits[i] > 9)
            return false;
    }
    int32_t minutes = digits[2] * 10 + digits[3];
    *ret_ms = ((digits[0] * 10 + digits[1]) * 60 + minutes) * MINUTE_MS;
    return minutes < 60 && *ret_ms <= DAY_MS;
}

static void
time_at(struct yaml *yaml, const struct yaml_node *map, const char *key, int32_t *ret_ms)
{
    const struct yaml_node *node = yaml_get(yaml, map, key);

    if (node && (node->kind != YAML_scalar || !read_time(node->text, ret_ms)))
        yaml_fault(yaml, node, "'%s' must be HH:MM", key);
}

static void read_weekdays(struct yaml *yaml, const struct yaml_node *list, struct shift *shift)
{
    static const char *const names[WEEKDAYS] =
        {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

    shift->days = SHIFT_weekdays;
    for (const struct yaml_node *node = list->first; node; node = node->next) {
        size_t day = 0;
        while (day < WEEKDAYS && !text_is(node->text, names[day]))
            day++;
        if (node->kind != YAML_scalar || day == WEEKDAYS)
            yaml_fault(yaml, node, "a weekday such as mon is expected here");
        else
            shift->weekdays = (uint8_t)(shift->weekdays | 1 << day);
    }
    if (!list->first)
        yaml_fault(yaml, list, "a shift needs a day");
}

static void read_days(struct yaml *yaml, const struct yaml_node *map, struct shift *shift)
{
    static const struct {
        const char *name;
        enum shift_days days;
    } words[] = {
        {"all", SHIFT_all},
        {"workdays", SHIFT_workdays},
        {"restdays", SHIFT_restdays},
    };
    const struct yaml_node *node = yaml_get(yaml, map, "days");

    if (!node)
        return;
    if (node->kind == YAML_list) {
        read_weekdays(yaml, node, shift);
        return;
    }
    for (size_t i = 0; i < LENGTH(words); i++) {
        if (node->kind == YAML_scalar && text_is(node->text, words[i].name)) {
            shift->days = words[i].days;
            return;
        }
    }
    yaml_fault(yaml, node, "'days' must be all, workdays, restdays or a list of weekdays");
}

static void read_people(struct yaml *yaml, const struct yaml_node *map, struct shift *shift)
{
    for (const struct yaml_node *node = yaml_list(yaml, map, "who"); node; node = node->next) {
        if (node->kind != YAML_scalar || !node->text.length ||
            node->text.length > ROSTER_PERSON_BYTES_MAX || shift->count == ROSTER_PEOPLE_MAX) {
            yaml_fault(yaml, node, "'who' has at most %d people", ROSTER_PEOPLE_MAX);
            return;
        }
        shift->who[shift->count++] = node->text;
    }
    if (!shift->count)
        yaml_fault(yaml, map, "a shift needs somebody");
}

static void read_shift(struct yaml *yaml, const struct yaml_node *map, struct duty *duty)
{
    static const char *const keys[] = {"days", "from", "to", "who", NULL};

    if (map->kind != YAML_map || duty->count == ROSTER_SHIFTS_MAX) {
        yaml_fault(yaml, map, "a duty has at most %d shifts", ROSTER_SHIFTS_MAX);
        return;
    }
    struct shift *shift = &duty->shifts[duty->count++];
    yaml_allow(yaml, map, keys);
    read_days(yaml, map, shift);
    time_at(yaml, map, "from", &shift->from_ms);
    time_at(yaml, map, "to", &shift->to_ms);
    if (shift->from_ms == DAY_MS)
        yaml_fault(yaml, map, "a shift begins before 24:00");
    read_people(yaml, map, shift);
}

static void read_duty(struct yaml *yaml, const struct yaml_node *map, struct roster *roster)
{
    static const char *const keys[] = {"duty", "level", "shifts", NULL};

    if (map->kind != YAML_map || roster->count == ROSTER_DUTIES_MAX) {
        yaml_fault(yaml, map, "at most %d duties", ROSTER_DUTIES_MAX);
        return;
    }
    yaml_allow(yaml, map, keys);
    struct text name = yaml_text(yaml, map, "duty", (struct text){0});
    if (!name.length || name.length > 32 || roster_duty(roster, name))
        yaml_fault(yaml, map, "a duty needs a name of its own, at most 32 bytes");
    struct duty *duty = &roster->duties[roster->count++];
    duty->name = name;
    duty->level = (int32_t)yaml_int(yaml, map, "level", LEVEL_MIN, LEVEL_MAX, LEVEL_MIN);
    for (const struct yaml_node *node = yaml_list(yaml, map, "shifts"); node; node = node->next)
        read_shift(yaml, node, duty);
}

enum error roster_read(
    struct yaml *yaml,
    const struct calendar *const *calendars,
    size_t calendar_count,
    struct roster *ret_roster
)
{
    static const char *const keys[] =
        {"name", "version", "calendar", "answer_seconds", "duties", NULL};
    const struct yaml_node *root = yaml->root;

    *ret_roster = (struct roster){.count = 0};
    yaml_allow(yaml, root, keys);
    ret_roster->version = yaml_text(yaml, root, "version", (struct text){0});
    ret_roster->answer_ms = yaml_int(yaml, root, "answer_seconds", 10, 3600, 60) * SECOND_MS;
    struct text calendar = yaml_text(yaml, root, "calendar", (struct text){0});
    for (size_t i = 0; i < calendar_count; i++) {
        if (text_equal(calendars[i]->name, calendar))
            ret_roster->calendar = calendars[i];
    }
    if (!ret_roster->calendar)
        yaml_fault(yaml, root, "'calendar': there is no such calendar");
    for (const struct yaml_node *node = yaml_list(yaml, root, "duties"); node;
         node = node->next)
        read_duty(yaml, node, ret_roster);
    if (!ret_roster->count)
        yaml_fault(yaml, root, "at least one duty");
    return yaml_ok(yaml) ? OK : ERROR_config;
}
