/* See shifts.h. */
#include "services/desk/shifts.h"

enum { MINUTE_MS = 60000, HOUR_MS = 60 * MINUTE_MS };

static const char *const weekdays[WEEKDAYS] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

/* "08:30"; -1 when it is no time of a day. */
static int32_t read_clock(struct text text)
{
    static const char form[] = "00:00";

    if (text.length != sizeof(form) - 1)
        return -1;
    for (size_t i = 0; i < text.length; i++) {
        bool digit = text.at[i] >= '0' && text.at[i] <= '9';
        if (form[i] == '0' ? !digit : text.at[i] != form[i])
            return -1;
    }
    int32_t hour = (text.at[0] - '0') * 10 + text.at[1] - '0';
    int32_t minute = (text.at[3] - '0') * 10 + text.at[4] - '0';
    int32_t ms = hour * HOUR_MS + minute * MINUTE_MS;
    return minute < 60 && ms <= DAY_MS ? ms : -1;
}

static int32_t read_time(struct yaml *yaml, const struct yaml_node *node, const char *key)
{
    int32_t ms = read_clock(yaml_text(yaml, node, key, (struct text){0}));

    if (ms < 0)
        yaml_fault(yaml, node, "%s is a time of the day from 00:00 to 24:00", key);
    return ms;
}

static uint32_t read_days(struct yaml *yaml, const struct yaml_node *node)
{
    const struct yaml_node *days = yaml_find(node, "days");
    uint32_t bits = 0;

    if (!days || (days->kind == YAML_scalar && text_is(days->text, "all")))
        return (1u << WEEKDAYS) - 1;
    for (const struct yaml_node *day = days->first; day; day = day->next) {
        size_t at = 0;
        while (at < WEEKDAYS && !text_is(day->text, weekdays[at]))
            at++;
        if (at == WEEKDAYS)
            yaml_fault(yaml, day, "days are mon, tue, wed, thu, fri, sat, sun");
        else
            bits |= 1u << at;
    }
    if (!bits)
        yaml_fault(yaml, days, "days is `all` or a list");
    return bits;
}

static void read_shift(struct yaml *yaml, const struct yaml_node *node, struct shifts *shifts)
{
    static const char *const keys[] = {"days", "from", "to", NULL};

    if (shifts->count == SHIFTS_MAX) {
        yaml_fault(yaml, node, "more than %d shifts", SHIFTS_MAX);
        return;
    }
    struct shift *shift = &shifts->at[shifts->count++];
    yaml_allow(yaml, node, keys);
    *shift = (struct shift){
        .name = node->key,
        .days = read_days(yaml, node),
        .from_ms = read_time(yaml, node, "from"),
        .to_ms = read_time(yaml, node, "to"),
    };
}

void shifts_read(struct yaml *yaml, struct shifts *shifts)
{
    struct text name = yaml_text(yaml, yaml->root, "zone", TEXT("Asia/Shanghai"));
    const struct yaml_node *map = yaml_find(yaml->root, "shifts");
    struct zone *zone = NULL;

    if (zone_load(yaml->arena, NULL, name, &zone) != OK)
        yaml_fault(yaml, yaml->root, "there is no zone %.*s", (int)name.length, name.at);
    shifts->zone = zone;
    for (const struct yaml_node *node = map ? map->first : NULL; node; node = node->next)
        read_shift(yaml, node, shifts);
}

const struct shift *shift_find(const struct shifts *shifts, struct text name)
{
    for (size_t i = 0; i < shifts->count; i++) {
        if (text_equal(shifts->at[i].name, name))
            return &shifts->at[i];
    }
    return NULL;
}

static bool is_day(const struct shift *shift, struct civil_day day)
{
    return shift->days & 1u << civil_day_weekday(day);
}

bool shift_covers(const struct shift *shift, const struct zone *zone, int64_t now_ms)
{
    struct civil_time now = zone_to_local(zone, now_ms);
    bool over_midnight = shift->to_ms <= shift->from_ms;

    if (is_day(shift, now.day) && now.ms >= shift->from_ms &&
        (over_midnight || now.ms < shift->to_ms))
        return true;
    return over_midnight && is_day(shift, civil_day_add(now.day, -1)) && now.ms < shift->to_ms;
}
