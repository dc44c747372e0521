/* See night.h. */
#include "services/escalation/night.h"

int64_t night_delivery(const struct clock_view *view, int64_t now_ms)
{
    const struct due_result *due = &view->due;
    bool provisional = false;

    if (due->limit.kind != LIMIT_business_time && due->limit.kind != LIMIT_business_days)
        return now_ms;
    if (calendar_open_ms_between(due->calendar, now_ms, now_ms + 1) > 0)
        return now_ms;
    /* The first millisecond that counts ends one after the opening. */
    return calendar_add_business_ms(due->calendar, now_ms, 1, &provisional) - 1;
}
