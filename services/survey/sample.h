/* Which cases are asked about, and when an invitation may go out (REQUIREMENTS 4.6, SV-02, SV-04). Pure. */
#pragma once

#include "services/survey/policy.h"

/* The same answer for the same number for ever, so that reruns pick the same: the first 8 bytes of its SHA-256 as a
 * big-endian number, modulo 10,000, below per cent × 100. */
bool sample_takes(struct text case_no, int32_t percent);

/* Why a case of this kind is not asked about, leaving the customer's history aside; none: it is. */
enum suppress_cause sample_judge(
    const struct survey_policy *policy,
    struct text case_no,
    const struct case_closed *closed
);

/* The first instant from `now_ms` on at which it may go out. A call-back: working days in its hours. A survey: not in
 * the quiet hours, on rest days later. Openings are included, ends are not. */
int64_t sample_send_at(const struct survey_policy *policy, int64_t now_ms, bool call_back);

/* When what goes out at `send_at` has expired: after the policy's time, but a call-back not before the last call of its
 * SAMPLE_CALL_DAYS-th working day. An ordinary week has so many; without them three attempts on different days (SV-10)
 * could not be made over a long holiday. */
enum { SAMPLE_CALL_DAYS = 5 };
int64_t sample_expires_at(const struct survey_policy *policy, int64_t send_at, bool call_back);
