/* The request as the event tells it for ever: redacted, then sealed field by field under the key of the case, so that
 * nothing personal is readable once that key is destroyed (DESIGN section 6, P9). */
#pragma once

#include "common/vault.h"
#include "services/intake/check.h"

/* `ret_event` lives in the call's arena. Fails only as seal does. */
enum error seal_request(
    struct call *call,
    const struct request_submitted *request,
    const struct checked_request *checked,
    const struct case_key *key,
    struct case_received *ret_event
) MUST_CHECK;
