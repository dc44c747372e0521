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

static bool is_repeat(
    const struct desk_policy *policy,
    const struct queued_case *row,
    const struct matter *matter,
    const struct queued_case *earlier
)
{
    int64_t between = row->received_at - matter->received_at;

    return between >= 0 && (between <= policy->repeat_ms || repeats_offers_merge(earlier));
}

static void
say(struct call *call,
    const struct queued_case *row,
    const struct matter *matter,
    const struct queued_case *earlier)
{
    emit_case_repeat_found(
        call,
        row_ref(row),
        &(struct case_repeat_found){
            .repeat_of = row->repeat_of,
            .has_repeat_of = true,
            .repeat_no = row->repeat_no,
            .category = row->category,
            .earlier_received_at = matter->received_at,
            .has_earlier_received_at = true,
            .earlier_owner =
                earlier->resolved_by.at ? earlier->resolved_by : earlier->first_owner,
            .merge_offered = repeats_offers_merge(earlier),
            .has_merge_offered = true,
        }
    );
    call_note_count(call, METRIC_shouli_repeat_contacts_total, 1, row->queue);
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
        const struct queued_case *earlier =
            call_record_id(call, &queued_case_record, matter->case_id);
        if (!earlier)
            return ERROR_need;
        if (is_repeat(call->policies, row, matter, earlier)) {
            row->repeat_of = matter->case_id;
            row->has_repeat_of = true;
            row->repeat_no = earlier->case_no;
            say(call, row, matter, earlier);
        }
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
