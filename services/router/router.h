/* Router: says what a case is about, how grave it is, and where it goes (REQUIREMENTS 1.9, 4.1, 5). It holds nothing but
 * its decisions.
 *
 * What a case is follows from its row alone (settle.h), so that intake's event and desk's may come in any order; nothing
 * is said before intake's has come. */
#pragma once

#include "common/engine/service.h"
#include "services/router/records.h"

extern const struct service router_service;

/* Cases by their number; key: the number. */
extern const struct list_shape router_by_number_list;

/* A new matter: opened, classified, graded, placed. Without its key, which somebody destroyed, nobody can read it and a
 * person decides. A key or text that does not open is a dead letter: it may be retried with the right key. */
enum error router_take_received(struct call *call, const struct case_received *event);

/* Back in: one grade higher, at least P2 from the second time on (REQUIREMENTS 2.3 row 69), its limits count anew. */
enum error router_take_reopened(struct call *call, const struct case_reopened *event);

/* A person knows better (CL-09): type and subject as wished where they are known. The grade is never lowered by it
 * (4.1), deadlines count from the receipt as before. A wish that names nothing known is answered too: by the old answer
 * with the reason wish_unknown. */
enum error router_take_wish(struct call *call, const struct case_reclassify_requested *event);

/* Why, from stored facts (P7), for roles that read cases (readers.h). Refused: missing_field, forbidden, not_found. */
enum error router_decide_why(struct call *call, const struct why_get *query);
