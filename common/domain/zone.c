/* See zone.h. The file's second block (64-bit times) is read, the closing rule is spelled out as changes
 * up to 2200, so that afterwards there is only one sorted list to search. */
#include "common/domain/zone.h"

#include <assert.h>
#include <stdio.h>

#include "common/domain/zone_rule.h"

enum {
    FILE_MAX = 16384, /* the largest in the database has less than 4 KiB */
    NAME_MAX_BYTES = 64,
    HEADER_BYTES = 44,
    TYPE_BYTES = 6,
    YEAR_FIRST = 1970, /* of those that may be spelled out */
    YEAR_END = 2200
};

struct zone {
    struct text name;
    size_t count;
    int64_t *times;       /* UTC seconds of the changes, ascending */
    int32_t *offsets;     /* seconds east of UTC from times[i] on */
    int32_t first_offset; /* before times[0] */
};

struct counts {
    uint32_t is_utc, is_standard, leaps, times, types, chars;
};

static uint32_t u32_at(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t i64_at(const uint8_t *at)
{
    return (int64_t)((uint64_t)u32_at(at) << 32 | u32_at(at + 4));
}

static bool name_is_safe(struct text name)
{
    if (name.length == 0 || name.length > NAME_MAX_BYTES || name.at[0] == '/')
        return false;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        bool other = (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-' || c == '/';
        if (!letter && !other)
            return false;
    }
    return true;
}

static bool read_header(struct bytes file, size_t at, struct counts *ret_counts)
{
    if (file.length < at + HEADER_BYTES || memcmp(file.at + at, "TZif", 4) != 0)
        return false;
    if (file.at[at + 4] < '2')
        return false;
    const uint8_t *counts = file.at + at + 20;
    *ret_counts = (struct counts){
        .is_utc = u32_at(counts),
        .is_standard = u32_at(counts + 4),
        .leaps = u32_at(counts + 8),
        .times = u32_at(counts + 12),
        .types = u32_at(counts + 16),
        .chars = u32_at(counts + 20),
    };
    return ret_counts->types >= 1 && ret_counts->times <= FILE_MAX &&
           ret_counts->types <= 256 && ret_counts->chars <= FILE_MAX &&
           ret_counts->leaps <= FILE_MAX && ret_counts->is_utc <= FILE_MAX &&
           ret_counts->is_standard <= FILE_MAX;
}

static size_t body_bytes(const struct counts *counts, size_t time_bytes)
{
    return counts->times * (time_bytes + 1) + counts->types * (size_t)TYPE_BYTES +
           counts->chars + counts->leaps * (time_bytes + 4) + counts->is_standard +
           counts->is_utc;
}

static void add_change(struct zone *zone, int64_t at, int32_t offset)
{
    if (zone->count && zone->times[zone->count - 1] >= at)
        return;
    zone->times[zone->count] = at;
    zone->offsets[zone->count] = offset;
    zone->count++;
}

static bool read_changes(struct zone *zone, const uint8_t *body, const struct counts *counts)
{
    const uint8_t *kinds = body + counts->times * (size_t)8;
    const uint8_t *types = kinds + counts->times;

    zone->first_offset = (int32_t)u32_at(types);
    for (uint32_t i = 0; i < counts->times; i++) {
        if (kinds[i] >= counts->types)
            return false;
        int32_t offset = (int32_t)u32_at(types + (size_t)kinds[i] * TYPE_BYTES);
        add_change(zone, i64_at(body + i * (size_t)8), offset);
    }
    return true;
}

/* Changes that the list does not have yet are added for every year left. */
static void spell_out(struct zone *zone, const struct zone_rule *rule)
{
    int64_t last = zone->count ? zone->times[zone->count - 1] : 0;
    struct civil_day last_day = {(int32_t)(int64_max(last, 0) / 86400)};

    if (!rule->has_summer)
        return;
    for (int32_t year = civil_date_of(last_day).year; year < YEAR_END; year++) {
        int64_t begin = zone_rule_begin(rule, year);
        int64_t end = zone_rule_end(rule, year);
        if (begin < end) {
            add_change(zone, begin, rule->summer);
            add_change(zone, end, rule->standard);
        } else {
            add_change(zone, end, rule->standard);
            add_change(zone, begin, rule->summer);
        }
    }
}

static enum error read_zone(struct arena *arena, struct bytes file, struct zone *zone)
{
    struct counts counts;
    struct zone_rule rule = {0};

    if (!read_header(file, 0, &counts))
        return ERROR_malformed;
    size_t second = HEADER_BYTES + body_bytes(&counts, 4);
    if (!read_header(file, second, &counts))
        return ERROR_malformed;
    size_t footer = second + HEADER_BYTES + body_bytes(&counts, 8);
    if (footer + 2 > file.length || file.at[footer] != '\n' || file.at[file.length - 1] != '\n')
        return ERROR_malformed;

    size_t room = counts.times + 2 * (size_t)(YEAR_END - YEAR_FIRST);
    zone->times = ARENA_ARRAY(arena, int64_t, room);
    zone->offsets = ARENA_ARRAY(arena, int32_t, room);
    if (!read_changes(zone, file.at + second + HEADER_BYTES, &counts))
        return ERROR_malformed;

    struct text text = {(const char *)file.at + footer + 1, file.length - footer - 2};
    if (text.length == 0)
        return OK;
    if (!zone_rule_parse(text, &rule))
        return ERROR_malformed;
    spell_out(zone, &rule);
    return OK;
}

enum error
zone_load(struct arena *arena, const char *directory, struct text name, struct zone **ret_zone)
{
    if (!name_is_safe(name))
        return ERROR_not_found;
    if (!directory)
        directory = "/usr/share/zoneinfo";
    struct text path = arena_format(arena, "%s/%.*s", directory, (int)name.length, name.at);
    FILE *file = fopen(path.at, "re");
    if (!file)
        return ERROR_not_found;
    uint8_t *content = arena_take(arena, FILE_MAX);
    size_t length = fread(content, 1, FILE_MAX, file);
    bool failed = ferror(file) != 0;
    fclose(file);
    if (failed) /* a folder, such as "Asia" */
        return ERROR_not_found;

    struct zone *zone = ARENA_NEW(arena, struct zone);
    zone->name = arena_text(arena, name);
    enum error error = read_zone(arena, (struct bytes){content, length}, zone);
    if (error != OK)
        return error;
    *ret_zone = zone;
    return OK;
}

struct text zone_name(const struct zone *zone)
{
    return zone->name;
}

static int64_t floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

/* How many changes have happened at that second. */
static size_t changes_until(const struct zone *zone, int64_t seconds)
{
    size_t low = 0, high = zone->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->times[middle] <= seconds)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int32_t zone_offset_at(const struct zone *zone, int64_t utc_ms)
{
    size_t passed = changes_until(zone, floor_divide(utc_ms, 1000));

    return passed ? zone->offsets[passed - 1] : zone->first_offset;
}

struct civil_time zone_to_local(const struct zone *zone, int64_t utc_ms)
{
    int64_t local = utc_ms + (int64_t)zone_offset_at(zone, utc_ms) * 1000;
    int64_t day = floor_divide(local, DAY_MS);

    return (struct civil_time){{(int32_t)day}, (int32_t)(local - day * DAY_MS)};
}

int64_t zone_to_utc(const struct zone *zone, struct civil_day day, int32_t ms_of_day)
{
    assert(ms_of_day >= 0 && ms_of_day <= DAY_MS);

    /* No offset is larger than a day, so a day before and after lie on either side of a change nearby. */
    int64_t local = (int64_t)day.days * DAY_MS + ms_of_day;
    int32_t before = zone_offset_at(zone, local - DAY_MS);
    int32_t after = zone_offset_at(zone, local + DAY_MS);
    int64_t by_before = local - (int64_t)before * 1000;
    int64_t by_after = local - (int64_t)after * 1000;

    if (zone_offset_at(zone, by_before) == before)
        return by_before;
    if (zone_offset_at(zone, by_after) == after)
        return by_after;
    return zone->times[changes_until(zone, floor_divide(by_before, 1000)) - 1] * 1000;
}
