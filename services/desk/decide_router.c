/* See decide_router.h. The row may be there already: as an early row, because an event of another stream came first, or
 * because this is a new answer of router, to a wish, to a reopening. */
#include "services/desk/decide_router.h"

#include <stdlib.h>

#include "proto/emit.h"
#include "services/desk/offer.h"
#include "services/desk/repeats.h"

/* How the case stood before router spoke. */
struct earlier {
    bool known;
    enum case_type type;
    struct text code, category, queue;
};

static int by_word(const void *a, const void *b)
{
    const struct text *one = a, *other = b;
    int order = memcmp(one->at, other->at, size_min(one->length, other->length));

    return order ? order : (one->length > other->length) - (one->length < other->length);
}

struct text skills_joined(struct arena *arena, const struct text *skills, size_t count)
{
    struct text *sorted = ARENA_ARRAY(arena, struct text, count + 1);
    size_t length = 0, kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (!is_skill_word(skills[i]))
            continue;
        sorted[kept++] = skills[i];
        length += skills[i].length + 1;
    }
    qsort(sorted, kept, sizeof(*sorted), by_word);
    char *at = arena_take(arena, length + 1), *end = at;
    for (size_t i = 0; i < kept; i++) {
        if (i)
            *end++ = ',';
        memcpy(end, sorted[i].at, sorted[i].length);
        end += sorted[i].length;
    }
    return (struct text){at, (size_t)(end - at)};
}

struct text wishes_joined(struct arena *arena, const struct wish *wishes, size_t count)
{
    size_t size = 1;

    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < wishes[i].count; j++)
            size += wishes[i].words[j].length + 2;
    }
    char *at = arena_take(arena, size), *end = at;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < wishes[i].count; j++) {
            struct text word = wishes[i].words[j];
            if (wishes[i].mark == '@' ? !is_word(word) : !is_skill_word(word))
                continue;
            if (end > at)
                *end++ = ',';
            *end++ = wishes[i].mark;
            memcpy(end, word.at, word.length);
            end += word.length;
        }
    }
    return (struct text){at, (size_t)(end - at)};
}

/* Both events have these members; a best guess that is missing leaves what is known. */
#define TAKE_FIELDS(call, row, body)                                                           \
    do {                                                                                       \
        (row)->case_no = call_case(call).no;                                                   \
        if ((body)->case_type)                                                                 \
            (row)->case_type = (body)->case_type;                                              \
        if ((body)->code.at)                                                                   \
            (row)->code = (body)->code;                                                        \
        if ((body)->category.at)                                                               \
            (row)->category = (body)->category;                                                \
        (row)->queue = (body)->queue;                                                          \
        (row)->skills = skills_joined((call)->arena, (body)->skills, (body)->skills_count);    \
        (row)->wishes = wishes_joined(                                                         \
            (call)->arena,                                                                     \
            (const struct wish[]                                                               \
            ){{'+', (body)->preferred, (body)->preferred_count},                               \
              {'!', (body)->forbidden, (body)->forbidden_count},                               \
              {'@', (body)->excluded_units, (body)->excluded_units_count}},                    \
            3                                                                                  \
        );                                                                                     \
        (row)->routed_grade = (body)->grade;                                                   \
        (row)->routed_due = (body)->due_at;                                                    \
        (row)->has_routed_due = true;                                                          \
        (row)->received_at = (body)->received_at;                                              \
        (row)->has_received_at = true;                                                         \
        (row)->channel = (body)->channel;                                                      \
        (row)->party = (body)->party;                                                          \
        (row)->unit = (body)->unit;                                                            \
        (row)->about_unit = (body)->about_unit;                                                \
        (row)->about_employee = (body)->about_employee;                                        \
        (row)->complainants = (body)->complainants;                                            \
        (row)->has_complainants = (body)->has_complainants;                                    \
        (row)->outside_no = (body)->outside_no;                                                \
        (row)->outside_due = (body)->outside_due;                                              \
        (row)->has_outside_due = (body)->has_outside_due;                                      \
        (row)->customer_key = (body)->customer_key;                                            \
    } while (0)

static struct earlier earlier_of(const struct queued_case *row)
{
    return (struct earlier
    ){row_is_known(row), row->case_type, row->code, row->category, row->queue};
}

static void settle(struct queued_case *row)
{
    if (!row->first_grade)
        row->first_grade = row->routed_grade;
    row_settle_grade(row);
    row_settle_due(row);
}

/* Whether its owner must give it back: another queue or type, or the complaint is about the owner. */
static enum error leave_owner(
    struct call *call,
    struct queued_case *row,
    const struct earlier *before,
    bool moved
)
{
    if (!row->owner.at)
        return OK;
    if (actor_is_recused(call->policies, row->owner, row->about_employee) &&
        row->state != CASE_STATE_wait_customer)
        return row_release(call, row, RELEASE_CAUSE_recused, NULL);
    if (moved || row->case_type != before->type)
        return row_take(call, row);
    return OK;
}

/* Where the case stands after router's answer (row 75): another type begins at its first stage. A case that is
 * settled stays so; only its class changes. */
static void
place(struct call *call, struct queued_case *row, const struct earlier *before, bool triage)
{
    bool another = !before->known || row->case_type != before->type;
    bool live = !row_is_settled(row);

    if (another || !row->stage)
        row->stage = row_first_stage(row);
    if (!live)
        return;
    if (triage)
        row->state = CASE_STATE_triage;
    else if (!before->known || row->state == CASE_STATE_triage)
        row_enter(call, row, row->stage);
    else if (another && row->state != CASE_STATE_wait_customer)
        row_enter(call, row, row->stage);
    else if (!row->owner.at && row->state != CASE_STATE_second_line && row->state != CASE_STATE_wait_customer && row->state != CASE_STATE_cp_drafted)
        row_enter(call, row, row->stage);
    if (row_is_waiting(row)) {
        if (row->offered_to.at)
            offer_end(call, row, OFFER_END_withdrawn, NULL);
        offer_forget(row);
        row->queued_at = call->message->has_time ? call->message->time_ms : call->now_ms;
        row->has_queued_at = true;
    }
}

/* Row 29: the statutory clock starts at the first receipt; said once. */
static void register_complaint(struct call *call, struct queued_case *row)
{
    if (!row_is_complaint(row) || row->registered)
        return;
    row->registered = true;
    row->has_registered = true;
    emit_complaint_registered(
        call,
        row_ref(row),
        &(struct complaint_registered){
            .state = row->state,
            .version = row->version,
            .has_version = true,
            .first_received_at = row->received_at,
            .has_first_received_at = true,
            .channel = row->channel,
            .code = row->code,
            .category = row->category,
            .grade = row->grade,
            .party = row->party,
            .unit = row->unit,
            .about_unit = row->about_unit,
            .about_employee = row->about_employee,
            .complainants = row->complainants,
            .has_complainants = row->has_complainants,
            .outside_no = row->outside_no,
            .outside_due = row->outside_due,
            .has_outside_due = row->has_outside_due,
            .customer_key = row->customer_key,
        }
    );
}

static void say_reclassified(
    struct call *call,
    const struct queued_case *row,
    const struct earlier *before,
    const struct case_queued *body
)
{
    if (!before->known ||
        (row->case_type == before->type && text_equal(row->code, before->code) &&
         text_equal(row->category, before->category) && text_equal(row->queue, before->queue)))
        return;
    emit_case_reclassified(
        call,
        row_ref(row),
        &(struct case_reclassified){
            .state = row->state,
            .version = row->version,
            .has_version = true,
            .from_type = before->type,
            .from_code = before->code,
            .case_type = row->case_type,
            .code = row->code,
            .category = row->category,
            .grade = row->grade,
            .queue = row->queue,
            .received_at = row->received_at,
            .has_received_at = true,
            .channel = row->channel,
            .code_named = body->code_named,
            .has_code_named = body->has_code_named,
        }
    );
}

enum error desk_follow_queued(struct call *call, const struct case_queued *body)
{
    struct queued_case *row = call_record_id(call, &queued_case_record, call_case(call).id);
    if (!row)
        return ERROR_need;
    struct earlier before = earlier_of(row);

    TAKE_FIELDS(call, row, body);
    settle(row);
    enum error error =
        leave_owner(call, row, &before, before.known && !text_equal(row->queue, before.queue));
    if (error != OK)
        return error;
    error = repeats_link(call, row);
    if (error != OK)
        return error;
    place(call, row, &before, false);
    row_put(call, row);
    register_complaint(call, row);
    say_reclassified(call, row, &before, body);
    return OK;
}

enum error desk_follow_triage(struct call *call, const struct case_triage_needed *body)
{
    struct queued_case *row = call_record_id(call, &queued_case_record, call_case(call).id);
    if (!row)
        return ERROR_need;
    struct earlier before = earlier_of(row);

    TAKE_FIELDS(call, row, body);
    settle(row);
    enum error error = leave_owner(call, row, &before, true);
    if (error != OK)
        return error;
    place(call, row, &before, true);
    row_put(call, row);
    return OK;
}
