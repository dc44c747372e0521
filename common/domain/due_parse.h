/* Parts of a request for a deadline as text, as `shouli due` and the examples of profiles give them
 * (REQUIREMENTS 4.7 rule 16). */
#pragma once

#include "common/domain/due.h"

/* "FROM/TO/REASON", or "FROM//REASON" for a wait that has not ended; DUE_invalid_time or DUE_invalid_pause. */
enum due_error due_pause_parse(struct text text, struct due_pause *ret_pause) MUST_CHECK;

/* An instant, or a date that means its 24:00; DUE_invalid_time. */
enum due_error due_outside_parse(struct text text, struct due_outside *ret_outside) MUST_CHECK;

/* A whole number; DUE_invalid_field. Whether it is allowed the profile says. */
enum due_error due_extension_parse(struct text text, int32_t *ret_days) MUST_CHECK;
