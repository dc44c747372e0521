/* Written by common/tools/statements.py from the .sql files in services/archive; change those and run it again.
 * The statements of this folder; see common/statement.h. */
#pragma once

#include "common/statement.h"

/* The bundles of a case, each as the length of its lines, the lines and the events (bundle_of); no package has more. */
extern const struct statement archive_bundles_of_case_statement;

/* The kept events of a case behind a place ("<case>" or "<case>/<place>"); one more than a query verifies shows that there are more. */
extern const struct statement archive_kept_of_case_statement;

/* The lines of a manifest, several of a bundle in one piece, in no order; one more than a package may have shows that there are too many. */
extern const struct statement archive_parts_statement;

/* For the chore: packages that wait and are to be tried, those that waited longest first. */
extern const struct statement archive_waiting_statement;
