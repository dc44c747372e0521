/* See sla_ladder.h. */
#include "common/domain/sla_ladder.h"

struct cursor {
    const char *at, *end;
};

static bool take_word(struct cursor *cursor, struct text word)
{
    struct text rest = {cursor->at, (size_t)(cursor->end - cursor->at)};

    if (!text_starts(rest, word))
        return false;
    cursor->at += word.length;
    return true;
}

static bool take_number(struct cursor *cursor, int32_t min, int32_t max, int32_t *ret_number)
{
    const char *start = cursor->at;
    int32_t number = 0;

    for (; cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9'; cursor->at++) {
        number = number * 10 + (*cursor->at - '0');
        if (number > max)
            return false;
    }
    *ret_number = number;
    return cursor->at > start && number >= min;
}

static bool parse_day(struct cursor *cursor, struct sla_rung *rung)
{
    int32_t hour, minute;

    if (!take_number(cursor, 1, LIMIT_DAYS_MAX, &rung->number) ||
        !take_word(cursor, TEXT(" ")) || !take_number(cursor, 0, 23, &hour) ||
        !take_word(cursor, TEXT(":")) || !take_number(cursor, 0, 59, &minute))
        return false;
    rung->kind = RUNG_day;
    rung->time_ms = (hour * 60 + minute) * 60000;
    return true;
}

static bool parse_workday(struct cursor *cursor, struct sla_rung *rung)
{
    rung->kind = RUNG_workday;
    return take_number(cursor, 1, LIMIT_DAYS_MAX, &rung->number) &&
           take_word(cursor, TEXT(" opening"));
}

static bool parse_after(struct cursor *cursor, struct sla_rung *rung)
{
    rung->kind = RUNG_after;
    return take_number(cursor, 1, LIMIT_DAYS_MAX, &rung->number) &&
           take_word(cursor, TEXT(" bd"));
}

static bool parse_percent(struct cursor *cursor, struct sla_rung *rung)
{
    rung->kind = RUNG_percent;
    return take_number(cursor, 1, 100, &rung->number) && take_word(cursor, TEXT(" %"));
}

bool sla_rung_parse(struct text at, struct sla_rung *rung)
{
    struct cursor cursor = {at.at, at.at + at.length};
    struct limit elapsed;
    bool read;

    if (take_word(&cursor, TEXT("day ")))
        read = parse_day(&cursor, rung);
    else if (take_word(&cursor, TEXT("workday ")))
        read = parse_workday(&cursor, rung);
    else if (take_word(&cursor, TEXT("limit + ")))
        read = parse_after(&cursor, rung);
    else if (limit_parse(at, &elapsed) && elapsed.kind == LIMIT_real_time) {
        rung->kind = RUNG_elapsed;
        rung->elapsed_ms = elapsed.real_time.ms;
        return true;
    } else
        read = parse_percent(&cursor, rung);
    return read && cursor.at == cursor.end;
}

static const struct yaml_node *find_ladder(struct yaml *yaml, const struct yaml_node *reference)
{
    const struct yaml_node *ladders = yaml_find(yaml->root, "ladders");

    for (const struct yaml_node *node = ladders && ladders->kind == YAML_map ? ladders->first
                                                                             : NULL;
         node;
         node = node->next) {
        if (reference->kind == YAML_scalar && text_equal(node->key, reference->text))
            return node;
    }
    yaml_fault(yaml, reference, "there is no such ladder");
    return NULL;
}

void sla_ladder_read(
    struct yaml *yaml,
    const struct yaml_node *reference,
    struct sla_stage *stage
)
{
    static const char *const keys[] = {"step", "at", "who", NULL};
    const struct yaml_node *ladder = find_ladder(yaml, reference);

    if (!ladder)
        return;
    if (ladder->kind != YAML_list || ladder->count > SLA_RUNGS_MAX) {
        yaml_fault(yaml, ladder, "a ladder is a list of at most %d rungs", SLA_RUNGS_MAX);
        return;
    }
    stage->rungs = ARENA_ARRAY(yaml->arena, struct sla_rung, ladder->count);
    for (const struct yaml_node *node = ladder->first; node; node = node->next) {
        struct sla_rung *rung = &stage->rungs[stage->rung_count++];
        yaml_allow(yaml, node, keys);
        rung->step = yaml_text(yaml, node, "step", (struct text){0});
        rung->who = yaml_text(yaml, node, "who", (struct text){0});
        if (!sla_rung_parse(yaml_text(yaml, node, "at", (struct text){0}), rung))
            yaml_fault(yaml, node, "'at' is no time of a rung");
    }
}
