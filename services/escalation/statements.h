/* Written by common/tools/statements.py from the .sql files in services/escalation; change those and run it again.
 * The statements of this folder; see common/statement.h. */
#pragma once

#include "common/statement.h"

/* the case with this number, for why.get */
extern const struct statement escalation_case_by_number_statement;

/* open cases that follow a version of a rule profile, after a case: profile, version and case in the key, as CN-NFRA-2020/1/<id> */
extern const struct statement escalation_case_of_profile_statement;

/* the next cases that have a timer, in the order of their key, with its instant: the projection is rebuilt from them */
extern const struct statement escalation_case_slice_statement;

/* cases that wait for something whose limits were computed with an older calendar: name and version in the key, as CN/3 */
extern const struct statement escalation_case_stale_statement;

/* clocks that have not ended, counted by clock and state: clock, state, how many */
extern const struct statement escalation_clock_counts_statement;

/* how many clocks that have not ended are provisional: counted over days that nobody has published or confirmed */
extern const struct statement escalation_clock_provisional_statement;

/* cases whose stored limits are computed again: 12 that wait for something, from a case on that the chore chooses */
extern const struct statement escalation_clock_sample_statement;

/* cases of an incident, the oldest first */
extern const struct statement escalation_incident_members_statement;

/* the newest incidents; ids are in order of time */
extern const struct statement escalation_incident_newest_statement;

/* the incident with this number */
extern const struct statement escalation_incident_number_statement;

/* open incidents, the one without a new case for the longest time first */
extern const struct statement escalation_incident_open_statement;

/* cases that were linked to an incident and have not got its grade yet */
extern const struct statement escalation_incident_undone_statement;

/* how many playbooks are open */
extern const struct statement escalation_playbook_count_statement;

/* open playbooks of which a step is due, the longest overdue first; 4 a turn, so that their events fit one decision */
extern const struct statement escalation_playbook_due_statement;

/* playbooks that are open, the newest first: one more than playbook_page in proto/escalation.def has */
extern const struct statement escalation_playbook_open_statement;
