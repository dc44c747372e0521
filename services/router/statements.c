/* Written by common/tools/statements.py from the .sql files in services/router; change those and run it again. */
#include "services/router/statements.h"

#include <stddef.h>

/* clang-format off */

static const char *const router_case_by_number_types[] = {"text[]"};

const struct statement router_case_by_number_statement = {
    .name = "router_case_by_number",
    .sql =
        "select k.no, c.case_id\n"
        "from unnest($1::text[]) as k (no)\n"
        "join router.classified_case as c on c.case_no = k.no\n"
        "limit 4000",
    .parameters = 1,
    .types = router_case_by_number_types,
};
