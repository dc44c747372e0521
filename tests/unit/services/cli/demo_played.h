/* Intake and desk as `shouli demo` needs them, played. */
#pragma once

#include "tests/unit/services/cli/played.h"

#include "services/cli/demo.h"

#define DEMO_ID "01890a5d-ac96-774b-bcce-b302099a8057"

/* Accepts what is submitted; a claim finds nothing, a case is a P2 question that waits in q.card. */
UNUSED static struct bytes demo_answer(const struct played_question *asked, struct arena *at)
{
    if (text_is(asked->type, "request.submitted.v1"))
        return played_reply(
            asked,
            at,
            "status: accepted, case_no: GD7, case_id: '" DEMO_ID "'"
        );
    if (text_is(asked->type, "case.get.v1"))
        return played_reply(
            asked,
            at,
            "status: accepted, result: {case_id: '" DEMO_ID "', case_no: GD7, state: queued, "
            "version: 1, case_type: consult, type: consult, code: Z, category: QT06, grade: "
            "P2, "
            "queue: 'q.card', received_at: t(1795400000000), channel: app, legal: []}"
        );
    return played_reply(asked, at, "status: rejected, errors: [{code: queue_empty}]");
}
