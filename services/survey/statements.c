/* Written by common/tools/statements.py from the .sql files in services/survey; change those and run it again. */
#include "services/survey/statements.h"

#include <stddef.h>

/* clang-format off */

static const char *const survey_due_types[] = {"text[]", "timestamptz"};

const struct statement survey_due_statement = {
    .name = "survey_due",
    .sql =
        "select k.key, i.case_id from unnest($1::text[]) k(key)\n"
        "cross join lateral (\n"
        "    select case_id, send_at from survey.invitation\n"
        "    where state = 'invited' and call_back and started_at is null and send_at <= $2::timestamptz\n"
        "    order by send_at limit 50\n"
        ") i\n"
        "order by i.send_at",
    .parameters = 2,
    .types = survey_due_types,
};

static const char *const survey_lapsed_types[] = {"text[]", "timestamptz"};

const struct statement survey_lapsed_statement = {
    .name = "survey_lapsed",
    .sql =
        "select k.key, i.case_id from unnest($1::text[]) k(key)\n"
        "cross join lateral (\n"
        "    select case_id, expires_at from survey.invitation\n"
        "    where state = 'invited' and expires_at <= $2::timestamptz\n"
        "    order by expires_at limit 50\n"
        ") i\n"
        "order by i.expires_at",
    .parameters = 2,
    .types = survey_lapsed_types,
};
