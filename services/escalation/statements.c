/* Written by common/tools/statements.py from the .sql files in services/escalation; change those and run it again. */
#include "services/escalation/statements.h"

#include <stddef.h>

/* clang-format off */

static const char *const escalation_case_by_number_types[] = {"text[]"};

const struct statement escalation_case_by_number_statement = {
    .name = "escalation_case_by_number",
    .sql =
        "select k.number, c.case_id\n"
        "from unnest($1::text[]) as k (number)\n"
        "cross join lateral (\n"
        "    select case_id from escalation.clocked_case where case_no = k.number limit 1\n"
        ") as c",
    .parameters = 1,
    .types = escalation_case_by_number_types,
};

static const char *const escalation_case_of_profile_types[] = {"text[]"};

const struct statement escalation_case_of_profile_statement = {
    .name = "escalation_case_of_profile",
    .sql =
        "select k.key, c.case_id\n"
        "from unnest($1::text[]) as k (key)\n"
        "cross join lateral (\n"
        "    select case_id from escalation.clocked_case\n"
        "    where live\n"
        "        and (profile, profile_version) <= (split_part(k.key, '/', 1), split_part(k.key, '/', 2)::bigint)\n"
        "        and (profile, profile_version, case_id) > (\n"
        "            split_part(k.key, '/', 1), split_part(k.key, '/', 2)::bigint,\n"
        "            coalesce(nullif(split_part(k.key, '/', 3), '')::uuid, '00000000-0000-0000-0000-000000000000'::uuid)\n"
        "        )\n"
        "    order by profile, profile_version, case_id\n"
        "    limit 3\n"
        ") as c",
    .parameters = 1,
    .types = escalation_case_of_profile_types,
};

static const char *const escalation_case_slice_types[] = {"text[]"};

const struct statement escalation_case_slice_statement = {
    .name = "escalation_case_slice",
    .sql =
        "select c.case_id, c.next_at\n"
        "from unnest($1::text[]) as k (after)\n"
        "cross join lateral (\n"
        "    select case_id, next_at from escalation.clocked_case\n"
        "    where live and next_at is not null\n"
        "        and case_id > coalesce(nullif(k.after, '')::uuid, '00000000-0000-0000-0000-000000000000'::uuid)\n"
        "    order by case_id\n"
        "    limit 4000\n"
        ") as c",
    .parameters = 1,
    .types = escalation_case_slice_types,
};

static const char *const escalation_case_stale_types[] = {"text[]"};

const struct statement escalation_case_stale_statement = {
    .name = "escalation_case_stale",
    .sql =
        "select k.key, c.case_id\n"
        "from unnest($1::text[]) as k (key)\n"
        "cross join lateral (\n"
        "    select case_id from escalation.clocked_case\n"
        "    where live and calendar_version < split_part(k.key, '/', 2)::bigint\n"
        "        and calendar_name = split_part(k.key, '/', 1)\n"
        "    limit 3\n"
        ") as c",
    .parameters = 1,
    .types = escalation_case_stale_types,
};

static const char *const escalation_clock_counts_types[] = {"text[]"};

const struct statement escalation_clock_counts_statement = {
    .name = "escalation_clock_counts",
    .sql =
        "select k.key, concat_ws('|', split_part(l.line, chr(9), 1), split_part(l.line, chr(9), 2), count(*))\n"
        "from unnest($1::text[]) as k (key)\n"
        "cross join escalation.clocked_case as c\n"
        "cross join lateral string_to_table(c.clock_lines, chr(10)) as l (line)\n"
        "where c.live and split_part(l.line, chr(9), 15) = ''\n"
        "group by k.key, split_part(l.line, chr(9), 1), split_part(l.line, chr(9), 2)\n"
        "limit 200",
    .parameters = 1,
    .types = escalation_clock_counts_types,
};

static const char *const escalation_clock_provisional_types[] = {"text[]"};

const struct statement escalation_clock_provisional_statement = {
    .name = "escalation_clock_provisional",
    .sql =
        "select k.key, count(*)::text\n"
        "from unnest($1::text[]) as k (key)\n"
        "cross join escalation.clocked_case as c\n"
        "cross join lateral string_to_table(c.clock_lines, chr(10)) as l (line)\n"
        "where c.live and split_part(l.line, chr(9), 9) = 't' and split_part(l.line, chr(9), 15) = ''\n"
        "group by k.key\n"
        "limit 1",
    .parameters = 1,
    .types = escalation_clock_provisional_types,
};

static const char *const escalation_clock_sample_types[] = {"text[]"};

const struct statement escalation_clock_sample_statement = {
    .name = "escalation_clock_sample",
    .sql =
        "select k.key, c.case_id\n"
        "from unnest($1::text[]) as k (key)\n"
        "cross join lateral (\n"
        "    select case_id from escalation.clocked_case\n"
        "    where live and case_id >= k.key::uuid\n"
        "    order by case_id\n"
        "    limit 12\n"
        ") as c",
    .parameters = 1,
    .types = escalation_clock_sample_types,
};

static const char *const escalation_incident_members_types[] = {"text[]"};

const struct statement escalation_incident_members_statement = {
    .name = "escalation_incident_members",
    .sql =
        "select k.incident, c.case_id\n"
        "from unnest($1::text[]) as k (incident)\n"
        "cross join lateral (\n"
        "    select case_id from escalation.clocked_case where incident_id = k.incident::uuid order by case_id limit 100\n"
        ") as c",
    .parameters = 1,
    .types = escalation_incident_members_types,
};

static const char *const escalation_incident_newest_types[] = {"text[]"};

const struct statement escalation_incident_newest_statement = {
    .name = "escalation_incident_newest",
    .sql =
        "select k.key, i.incident_id\n"
        "from unnest($1::text[]) as k (key)\n"
        "cross join lateral (\n"
        "    select incident_id from escalation.incident order by incident_id desc limit 20\n"
        ") as i",
    .parameters = 1,
    .types = escalation_incident_newest_types,
};

static const char *const escalation_incident_number_types[] = {"text[]"};

const struct statement escalation_incident_number_statement = {
    .name = "escalation_incident_number",
    .sql =
        "select k.number, i.incident_id\n"
        "from unnest($1::text[]) as k (number)\n"
        "cross join lateral (\n"
        "    select incident_id from escalation.incident where incident_no = k.number limit 1\n"
        ") as i",
    .parameters = 1,
    .types = escalation_incident_number_types,
};

static const char *const escalation_incident_open_types[] = {"text[]"};

const struct statement escalation_incident_open_statement = {
    .name = "escalation_incident_open",
    .sql =
        "select k.key, i.incident_id\n"
        "from unnest($1::text[]) as k (key)\n"
        "cross join lateral (\n"
        "    select incident_id from escalation.incident where state = 'open' order by last_at limit 200\n"
        ") as i",
    .parameters = 1,
    .types = escalation_incident_open_types,
};

static const char *const escalation_incident_undone_types[] = {"text[]"};

const struct statement escalation_incident_undone_statement = {
    .name = "escalation_incident_undone",
    .sql =
        "select k.key, c.case_id\n"
        "from unnest($1::text[]) as k (key)\n"
        "cross join lateral (\n"
        "    select case_id from escalation.clocked_case\n"
        "    where incident_id is not null and incident_done is not true\n"
        "    order by case_id\n"
        "    limit 4\n"
        ") as c",
    .parameters = 1,
    .types = escalation_incident_undone_types,
};

static const char *const escalation_playbook_count_types[] = {"text[]"};

const struct statement escalation_playbook_count_statement = {
    .name = "escalation_playbook_count",
    .sql =
        "select k.key, count(*)::text\n"
        "from unnest($1::text[]) as k (key)\n"
        "cross join escalation.playbook as p\n"
        "where p.state = 'open'\n"
        "group by k.key\n"
        "limit 1",
    .parameters = 1,
    .types = escalation_playbook_count_types,
};

static const char *const escalation_playbook_due_types[] = {"text[]", "timestamptz"};

const struct statement escalation_playbook_due_statement = {
    .name = "escalation_playbook_due",
    .sql =
        "select k.key, p.subject\n"
        "from unnest($1::text[]) as k (key)\n"
        "cross join lateral (\n"
        "    select subject from escalation.playbook\n"
        "    where state = 'open' and next_at <= $2::timestamptz\n"
        "    order by next_at\n"
        "    limit 4\n"
        ") as p",
    .parameters = 2,
    .types = escalation_playbook_due_types,
};

static const char *const escalation_playbook_open_types[] = {"text[]"};

const struct statement escalation_playbook_open_statement = {
    .name = "escalation_playbook_open",
    .sql =
        "select k.key, p.subject\n"
        "from unnest($1::text[]) as k (key)\n"
        "cross join lateral (\n"
        "    select subject from escalation.playbook where state = 'open' order by started_at desc limit 21\n"
        ") as p",
    .parameters = 1,
    .types = escalation_playbook_open_types,
};
