/* See repeats.h. */
#include "services/desk/repeats.h"

#include "common/engine/noted.h"
#include "common/metrics.h"
#include "proto/emit.h"

static struct bytes matter_of(struct call *call, const struct queued_case *row)
{
    size_t length = row->customer_key.length + row->category.length;
    uint8_t *at = arena_take(call->arena, length);

    memcpy(at, row->customer_key.at, row->customer_key.length);
    memcpy(at + row->customer_key.length, row->category.at, row->category.length);
    return (struct bytes){at, length};
}

bool repeats_offers_merge(const struct queued_case *earlier)
{
    return row_is_known(earlier) && row_is_complaint(earlier) && !row_is_settled(earlier);
}

/* What the row may repeat: the newest case of its customer and category, and the case that this one repeats, which may be
 * a complaint that is still open. One step reaches it, for a case is linked to an open complaint before any other. */
struct candidates {
    const struct queued_case *at[2];
    size_t count;
};

/* Another case, of an earlier receipt, that still has the category: it may have got another one since. */
static bool fits(const struct queued_case *row, const struct queued_case *earlier)
{
    return row_is_known(earlier) && !uuid_equal(earlier->case_id, row->case_id) &&
           text_equal(earlier->category, row->category) &&
           earlier->received_at <= row->received_at;
}

static enum error find_candidates(
    struct call *call,
    const struct queued_case *row,
    struct uuid newest_id,
    struct candidates *ret_found
)
{
    const struct queued_case *newest = call_record_id(call, &queued_case_record, newest_id);
    const struct queued_case *before = NULL;
    struct candidates found = {.count = 0};

    if (!newest)
        return ERROR_need;
    if (newest->has_repeat_of) {
        before = call_record_id(call, &queued_case_record, newest->repeat_of);
        if (!before)
            return ERROR_need;
    }
    if (fits(row, newest))
        found.at[found.count++] = newest;
    if (before && fits(row, before))
        found.at[found.count++] = before;
    *ret_found = found;
    return OK;
}

/* NULL: the row is no repeat contact. */
static const struct queued_case *choose(
    const struct desk_policy *policy,
    const struct queued_case *row,
    const struct candidates *found
)
{
    for (size_t i = 0; i < found->count; i++) {
        if (repeats_offers_merge(found->at[i]))
            return found->at[i];
    }
    for (size_t i = 0; i < found->count; i++) {
        if (row->received_at - found->at[i]->received_at <= policy->repeat_ms)
            return found->at[i];
    }
    return NULL;
}

static void
say(struct call *call, const struct queued_case *row, const struct queued_case *earlier)
{
    emit_case_repeat_found(
        call,
        row_ref(row),
        &(struct case_repeat_found){
            .repeat_of = row->repeat_of,
            .has_repeat_of = true,
            .repeat_no = row->repeat_no,
            .category = row->category,
            .earlier_received_at = earlier->received_at,
            .has_earlier_received_at = true,
            .earlier_owner =
                earlier->resolved_by.at ? earlier->resolved_by : earlier->first_owner,
            .merge_offered = repeats_offers_merge(earlier),
            .has_merge_offered = true,
        }
    );
    call_note_count(call, METRIC_shouli_repeat_contacts_total, 1, row->queue);
}

static enum error link_row(struct call *call, struct queued_case *row, struct uuid newest_id)
{
    struct candidates found;
    enum error error = find_candidates(call, row, newest_id, &found);

    if (error != OK)
        return error;
    const struct queued_case *earlier = choose(call->policies, row, &found);
    if (!earlier)
        return OK;
    row->repeat_of = earlier->case_id;
    row->has_repeat_of = true;
    row->repeat_no = earlier->case_no;
    say(call, row, earlier);
    return OK;
}

enum error repeats_link(struct call *call, struct queued_case *row)
{
    if (row->customer_key.length != 16 || !row->category.length || !row->has_received_at)
        return OK;
    struct matter *matter = call_record(call, &matter_record, matter_of(call, row));
    if (!matter)
        return ERROR_need;
    if (matter->head.exists && uuid_equal(matter->case_id, row->case_id))
        return OK;
    if (matter->head.exists && !row->has_repeat_of) {
        enum error error = link_row(call, row, matter->case_id);
        if (error != OK)
            return error;
    }
    if (matter->head.exists && matter->received_at > row->received_at)
        return OK;
    matter->case_id = row->case_id;
    matter->has_case_id = true;
    matter->received_at = row->received_at;
    matter->has_received_at = true;
    record_put(matter);
    return OK;
}
