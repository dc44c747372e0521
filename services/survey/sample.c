/* See sample.h. */
#include "services/survey/sample.h"

#include "common/sha256.h"

enum { SAMPLE_SIZE = 10000, DAYS_MAX = 400 };

bool sample_takes(struct text case_no, int32_t percent)
{
    uint8_t digest[SHA256_BYTES];
    uint64_t number = 0;

    sha256(bytes_of_text(case_no), digest);
    for (size_t i = 0; i < 8; i++)
        number = number << 8 | digest[i];
    return number % SAMPLE_SIZE < (uint64_t)percent * 100;
}

static bool is_excluded(const struct survey_policy *policy, const struct case_closed *closed)
{
    return closed->state != CASE_STATE_closed || closed->cause == CLOSE_CAUSE_withdrawn ||
           closed->case_type == CASE_TYPE_none || policy->excluded[closed->case_type] ||
           survey_words_have(&policy->excluded_codes, closed->code) ||
           survey_words_have(&policy->excluded_channels, closed->channel) ||
           survey_words_have(
               &policy->excluded_parties,
               enum_to_text(&party_enum, (int)closed->party)
           );
}

enum suppress_cause sample_judge(
    const struct survey_policy *policy,
    struct text case_no,
    const struct case_closed *closed
)
{
    if (is_excluded(policy, closed))
        return SUPPRESS_CAUSE_excluded;
    if (!sample_takes(case_no, policy->percent[closed->case_type]))
        return SUPPRESS_CAUSE_not_sampled;
    if (!policy->call_back[closed->case_type] && !survey_ask_by(policy, closed->channel).length)
        return SUPPRESS_CAUSE_unreachable;
    return SUPPRESS_CAUSE_none;
}

/* [from, to) of a day; false when nothing goes out on it. */
static bool window_of(
    const struct survey_policy *policy,
    struct civil_day day,
    bool call_back,
    int32_t *ret_from_ms,
    int32_t *ret_to_ms
)
{
    bool provisional = false;
    bool works = calendar_is_workday(policy->calendar, day, &provisional);

    if (call_back) {
        *ret_from_ms = policy->call_back_from_ms;
        *ret_to_ms = policy->call_back_to_ms;
        return works;
    }
    *ret_from_ms = works ? policy->quiet_to_ms : policy->rest_day_to_ms;
    *ret_to_ms = policy->quiet_from_ms;
    return true;
}

int64_t sample_send_at(const struct survey_policy *policy, int64_t now_ms, bool call_back)
{
    const struct zone *zone = policy->calendar->zone;
    struct civil_time local = zone_to_local(zone, now_ms);
    int32_t from = 0;
    int32_t to = 0;

    for (int32_t i = 0; i < DAYS_MAX; i++) {
        struct civil_day day = civil_day_add(local.day, i);
        if (!window_of(policy, day, call_back, &from, &to))
            continue;
        int64_t opens = zone_to_utc(zone, day, from);
        if (now_ms <= opens)
            return opens;
        if (now_ms < zone_to_utc(zone, day, to))
            return now_ms;
    }
    return now_ms; /* a calendar without a working day: late is better than never */
}

int64_t sample_expires_at(const struct survey_policy *policy, int64_t send_at, bool call_back)
{
    const struct zone *zone = policy->calendar->zone;
    struct civil_day first = zone_to_local(zone, send_at).day;
    int64_t expires_at = send_at + policy->answer_ms;
    int32_t from = 0;
    int32_t to = 0;

    for (int32_t i = 0, days = 0; call_back && i < DAYS_MAX && days < SAMPLE_CALL_DAYS; i++) {
        struct civil_day day = civil_day_add(first, i);
        if (!window_of(policy, day, true, &from, &to))
            continue;
        days++;
        expires_at = int64_max(expires_at, zone_to_utc(zone, day, to));
    }
    return expires_at;
}
