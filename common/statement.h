/* One SQL statement that stands in a .sql file, as common/tools/statements.py turns it into C.
 *
 * All are prepared when a connection opens; a wrong one stops the start, not the first customer. */
#pragma once

struct statement {
    const char *name; /* of the prepared statement */
    const char *sql;  /* with $1, $2 … */
    int parameters;
    const char *const *types; /* of the parameters, as in the file: "uuid[]" */
};
