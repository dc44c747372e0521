/* Written by common/tools/statements.py from the .sql files in tests/example; change those and run it again. */
#include "tests/example/statements.h"

#include <stddef.h>

/* clang-format off */

static const char *const example_most_noted_types[] = {"text[]"};

const struct statement example_most_noted_statement = {
    .name = "example_most_noted",
    .sql =
        "select k, n.case_id from unnest($1::text[]) k\n"
        "cross join lateral (select case_id from noted_case order by case_id limit 4) n",
    .parameters = 1,
    .types = example_most_noted_types,
};

static const char *const example_slice_types[] = {"text[]"};

const struct statement example_slice_statement = {
    .name = "example_slice",
    .sql =
        "select k, n.case_id from unnest($1::text[]) k\n"
        "cross join lateral (\n"
        "    select case_id from noted_case\n"
        "    where case_id > coalesce(nullif(k, ''), '00000000-0000-0000-0000-000000000000')::uuid\n"
        "    order by case_id limit 200\n"
        ") n order by n.case_id",
    .parameters = 1,
    .types = example_slice_types,
};
