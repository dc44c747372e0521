/* Is a request fit to become a case? All faults are found at once, each with the path of its field and a sentence in
 * Chinese and English; what is found fit comes out normalised.
 *
 * Sizes, types and enums are the codec's (proto/intake.def); here is what they cannot say: PROTOCOL section 6,
 * REQUIREMENTS 3.6 to 3.8. What the codec has refused is absent here and its fault stands in the call's reply: it is not
 * told again, and what hangs on it is not judged. Pure. */
#pragma once

#include "services/intake/intake.h"

enum { OCCURRED_AHEAD_MAX_MS = 5 * 60 * 1000 }; /* clocks of publishers differ a little */

/* Absent where the request has no such field. */
struct checked_customer {
    struct text name;
    struct text id_no;
    struct text phone;     /* E.164, with "-" and the extension where there is one */
    struct text phone_key; /* without the extension: what finds the same customer again */
    struct text email;
    struct text account;
};

struct checked_request {
    const struct channel *channel;
    struct checked_customer customer;
    struct text *digests; /* of the materials, in lower case */
};

/* ERROR_refused with the faults in the call's reply, or because a required field is absent, of which the codec has told. */
enum error check_request(
    struct call *call,
    const struct request_submitted *request,
    struct checked_request *ret_checked
) MUST_CHECK;

/* The part of it that is about who asks; for check_request. */
enum error check_customer(
    struct call *call,
    const struct customer *customer,
    struct checked_customer *ret_checked
) MUST_CHECK;
