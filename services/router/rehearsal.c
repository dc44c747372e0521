/* See rehearsal.h. */
#include "services/router/rehearsal.h"

#include <stdlib.h>

static const char *const names[REHEARSED_ALL] = {
    [REHEARSED_queue] = "queue",
    [REHEARSED_route] = "route",
    [REHEARSED_grade] = "grade",
    [REHEARSED_type] = "type",
    [REHEARSED_code] = "code",
    [REHEARSED_outcome] = "outcome",
};

static struct text value_of(const struct offline_answer *answer, enum rehearsed what)
{
    const struct classified_case *row = &answer->row;

    switch (what) {
    case REHEARSED_queue:
        return row->queue;
    case REHEARSED_route:
        return row->route;
    case REHEARSED_grade:
        return enum_to_text(&case_grade_enum, (int)row->grade);
    case REHEARSED_type:
        return enum_to_text(&case_type_enum, (int)row->case_type);
    case REHEARSED_code:
        return row->code;
    case REHEARSED_outcome:
        return text_of(verdict_name(answer->found.outcome));
    case REHEARSED_ALL:
        break;
    }
    return (struct text){0};
}

/* For "%.*s"; `-` where there is nothing. */
#define SHOWN(text) (text).length ? (int)(text).length : 1, (text).length ? (text).at : "-"

struct text rehearsal_log_line(
    struct arena *arena,
    size_t number,
    const struct traffic_request *request,
    const struct offline_answer *answer
)
{
    const struct text case_no = request->column[TRAFFIC_case_no];
    const struct classified_case *row = &answer->row;

    return arena_format(
        arena,
        "%zu\t%.*s\t%s\t%s\t%.*s\t%.*s\t%.*s\t%.*s",
        number,
        SHOWN(case_no),
        offline_line(arena, answer).at,
        row->route.at,
        SHOWN(row->reasons),
        SHOWN(row->tags),
        SHOWN(row->rule_hits),
        SHOWN(row->scores)
    );
}

static void
note(struct rehearsal *rehearsal, enum rehearsed what, struct text from, struct text to)
{
    for (size_t i = 0; i < rehearsal->move_count; i++) {
        struct move *move = &rehearsal->moves[i];
        if (move->what == what && text_equal(move->from, from) && text_equal(move->to, to)) {
            move->count++;
            return;
        }
    }
    if (rehearsal->move_count == REHEARSAL_MOVES_MAX) {
        rehearsal->moves_left_out++;
        return;
    }
    rehearsal->moves[rehearsal->move_count++] = (struct move){
        what,
        arena_text(rehearsal->arena, from),
        arena_text(rehearsal->arena, to),
        1,
    };
}

bool rehearsal_compare(
    struct rehearsal *rehearsal,
    const struct offline_answer *before,
    const struct offline_answer *after
)
{
    bool urgent_before = before->row.case_type == CASE_TYPE_urgent;
    bool urgent_after = after->row.case_type == CASE_TYPE_urgent;
    bool changed = false;

    rehearsal->requests++;
    for (enum rehearsed what = 0; what < REHEARSED_ALL; what++) {
        struct text from = value_of(before, what);
        struct text to = value_of(after, what);
        if (text_equal(from, to))
            continue;
        changed = true;
        rehearsal->changes[what]++;
        note(rehearsal, what, from, to);
    }
    rehearsal->changed += changed;
    rehearsal->graver += after->row.grade < before->row.grade;
    rehearsal->milder += after->row.grade > before->row.grade;
    rehearsal->urgent_lost += urgent_before && !urgent_after;
    rehearsal->urgent_found += !urgent_before && urgent_after;
    return changed;
}

static int by_count(const void *left, const void *right)
{
    const struct move *a = left;
    const struct move *b = right;

    if (a->what != b->what)
        return a->what < b->what ? -1 : 1;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    int from = strcmp(a->from.at, b->from.at);
    return from ? from : strcmp(a->to.at, b->to.at);
}

void rehearsal_print(struct rehearsal *rehearsal, FILE *out)
{
    fprintf(
        out,
        "%zu requests, %zu changed; graver %zu, milder %zu; urgent found %zu, lost %zu\n",
        rehearsal->requests,
        rehearsal->changed,
        rehearsal->graver,
        rehearsal->milder,
        rehearsal->urgent_found,
        rehearsal->urgent_lost
    );
    qsort(rehearsal->moves, rehearsal->move_count, sizeof(struct move), by_count);
    for (size_t i = 0; i < rehearsal->move_count; i++) {
        const struct move *move = &rehearsal->moves[i];
        fprintf(
            out,
            "%-8s %6zu  %s -> %s\n",
            names[move->what],
            move->count,
            move->from.at,
            move->to.at
        );
    }
    if (rehearsal->moves_left_out)
        fprintf(out, "and %zu more\n", rehearsal->moves_left_out);
}
