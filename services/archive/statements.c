/* Written by common/tools/statements.py from the .sql files in services/archive; change those and run it again. */
#include "services/archive/statements.h"

#include <stddef.h>

/* clang-format off */

static const char *const archive_bundles_of_case_types[] = {"uuid[]"};

const struct statement archive_bundles_of_case_statement = {
    .name = "archive_bundles_of_case",
    .sql =
        "select k.case_id, e.bundle from unnest($1::uuid[]) k(case_id)\n"
        "cross join lateral (\n"
        "    select int4send(length(lines)) || lines || envelopes as bundle from archive.kept_bundle\n"
        "    where item > k.case_id::text || '/' and item < k.case_id::text || '0'\n"
        "    order by item limit 4000\n"
        ") e",
    .parameters = 1,
    .types = archive_bundles_of_case_types,
};

static const char *const archive_kept_of_case_types[] = {"text[]"};

const struct statement archive_kept_of_case_statement = {
    .name = "archive_kept_of_case",
    .sql =
        "select k.key, e.place from unnest($1::text[]) k(key)\n"
        "cross join lateral (\n"
        "    select place from archive.kept_event\n"
        "    where case_id = left(k.key, 36)::uuid and place collate \"C\" > substr(k.key, 38)\n"
        "    order by place collate \"C\" limit 251\n"
        ") e\n"
        "order by k.key, e.place collate \"C\"",
    .parameters = 1,
    .types = archive_kept_of_case_types,
};

static const char *const archive_parts_types[] = {"uuid[]"};

const struct statement archive_parts_statement = {
    .name = "archive_parts",
    .sql =
        "select k.case_id, e.lines from unnest($1::uuid[]) k(case_id)\n"
        "cross join lateral (\n"
        "    (\n"
        "        select lines from archive.kept_bundle\n"
        "        where item > k.case_id::text || '/' and item < k.case_id::text || '0'\n"
        "        limit 2001\n"
        "    )\n"
        "    union all\n"
        "    (select part from archive.kept_event where case_id = k.case_id limit 2001)\n"
        ") e",
    .parameters = 1,
    .types = archive_parts_types,
};

static const char *const archive_waiting_types[] = {"text[]", "timestamptz"};

const struct statement archive_waiting_statement = {
    .name = "archive_waiting",
    .sql =
        "select k.key, p.case_id from unnest($1::text[]) k(key)\n"
        "cross join lateral (\n"
        "    select case_id, check_at from archive.package\n"
        "    where state = 'waiting' and check_at <= $2::timestamptz\n"
        "    order by check_at limit 60\n"
        ") p\n"
        "order by p.check_at",
    .parameters = 2,
    .types = archive_waiting_types,
};
