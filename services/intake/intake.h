/* intake: takes requests in. It validates, normalises, redacts, seals and numbers, and tells the sender the number;
 * what comes out is case.received.v1, and nothing else of the request is kept. */
#pragma once

#include "common/engine/service.h"
#include "proto/messages.h"
#include "services/intake/channels.h"

/* call->policies. */
struct intake_policies {
    struct channels channels;
    const struct zone *zone; /* of the case numbers: Asia/Shanghai (PROTOCOL 6, WO-06) */
};

extern const struct service intake_service;

/* request.submitted.v1: a case, or every fault at once. */
enum error intake_decide_request(struct call *call, const struct request_submitted *request);

/* What it refuses by the request alone, of which parts may be missing because the codec refused them. */
enum error intake_check_request(struct call *call, const struct request_submitted *request);
