/* What desk says of a case: it came back, or a person knows better what it is about. See router.h.
 *
 * Desk learns of a case from router, so the row is there but for a rebuilt router: then its facts are kept, and said
 * once intake's event has come. */
#include "services/router/router.h"
#include "services/router/say.h"
#include "services/router/settle.h"
#include "services/router/wish.h"

static int64_t event_time(const struct call *call)
{
    return call->message->has_time ? call->message->time_ms : call->now_ms;
}

static void raise_floor(struct classified_case *row, enum case_grade grade)
{
    if (grade && (!row->grade_floor || grade < row->grade_floor))
        row->grade_floor = grade;
}

/* Settles and says it, or keeps the facts. */
static void answer(struct call *call, struct classified_case *row, const struct saying *saying)
{
    if (!row->head.exists)
        row->state = CLASSIFIED_STATE_unheard;
    if (row->state != CLASSIFIED_STATE_unheard) {
        settle(call->policies, call->arena, call->now_ms, row);
        say_answer(call, row, saying);
    }
    record_put(row);
}

enum error router_take_reopened(struct call *call, const struct case_reopened *event)
{
    struct classified_case *row =
        call_record_id(call, &classified_case_record, call_case(call).id);
    const struct saying saying = {.reopened = true};

    if (!row)
        return ERROR_need;
    if (event->times <= row->reopens)
        return OK; /* said already */
    enum case_grade before = event->grade ? event->grade : row->grade;
    if (before)
        raise_floor(row, (enum case_grade)grade_raised((enum grade)before));
    if (event->times >= 2)
        raise_floor(row, CASE_GRADE_P2);
    row->reopens = event->times;
    row->has_reopens = true;
    row->reopened_at = event_time(call);
    row->has_reopened_at = true;
    answer(call, row, &saying);
    return OK;
}

enum error router_take_wish(struct call *call, const struct case_reclassify_requested *event)
{
    const struct router_policy *policy = call->policies;
    const struct text wish = event->wished_category;
    struct classified_case *row =
        call_record_id(call, &classified_case_record, call_case(call).id);
    struct saying saying = {.classified = true};
    bool known = wish.length && wish_find(&policy->taxonomy, wish, wish, wish) >= 0;

    if (!row)
        return ERROR_need;
    if (wish.length && !known)
        saying.reason = TEXT("wish_unknown");
    if (event->wished_type)
        row->wished_type = event->wished_type;
    if (known)
        row->wished_category = wish;
    if (event->wished_type || known) {
        row->wished_by = event->asked_by;
        row->wished_at = event_time(call);
        row->has_wished_at = true;
        raise_floor(row, event->grade);
    }
    answer(call, row, &saying);
    return OK;
}
