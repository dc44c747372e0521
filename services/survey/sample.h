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
