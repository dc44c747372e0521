/* Moving open cases to another version of their rule profile (REQUIREMENTS 3: a case keeps its version; it is moved by a
 * previewed, audited command with a list of limits before and after). Going back is the same with the older version.
 *
 * MIGRATED_A_TURN cases at a time, whose events fit one decision; the asker goes on after the last. A statutory limit never
 * moves later (2.5 invariant 6): a case whose would keeps its version, and the answer says so. Refused: not_found (no such
 * version), invalid_field (the same version), forbidden (no actor, or below L4). */
#pragma once

#include "common/engine/service.h"
#include "proto/messages.h"

enum { MIGRATED_A_TURN = 3, MIGRATE_LINE = 4 }; /* as case_of_profile.sql */

extern const struct list_shape escalation_of_profile_list;

enum error escalation_decide_preview(struct call *call, const struct policy_preview *query);
enum error escalation_decide_migrate(struct call *call, const struct policy_migrate *wish);
