/* Written by common/tools/statements.py from the .sql files in services/desk; change those and run it again. */
#include "services/desk/statements.h"

#include <stddef.h>

/* clang-format off */

static const char *const desk_case_awake_types[] = {"text[]", "timestamptz"};

const struct statement desk_case_awake_statement = {
    .name = "desk_case_awake",
    .sql =
        "select k.key, c.case_id\n"
        "from unnest($1::text[]) as k (key)\n"
        "cross join lateral (\n"
        "    select case_id from desk.queued_case\n"
        "    where wake_at <= $2::timestamptz\n"
        "    order by wake_at\n"
        "    limit 16\n"
        ") as c",
    .parameters = 2,
    .types = desk_case_awake_types,
};

static const char *const desk_case_by_number_types[] = {"text[]"};

const struct statement desk_case_by_number_statement = {
    .name = "desk_case_by_number",
    .sql =
        "select k.no, c.case_id\n"
        "from unnest($1::text[]) as k (no)\n"
        "join desk.queued_case as c on c.case_no = k.no\n"
        "limit 4000",
    .parameters = 1,
    .types = desk_case_by_number_types,
};

static const char *const desk_case_slice_types[] = {"text[]"};

const struct statement desk_case_slice_statement = {
    .name = "desk_case_slice",
    .sql =
        "select k.after, c.case_id\n"
        "from unnest($1::text[]) as k (after)\n"
        "cross join lateral (\n"
        "    select case_id from desk.queued_case\n"
        "    where owner is null and queue is not null and state in ('queued', 'triage', 'second_line')\n"
        "        and case_id > coalesce(nullif(k.after, '')::uuid, '00000000-0000-0000-0000-000000000000'::uuid)\n"
        "    order by case_id\n"
        "    limit 200\n"
        ") as c",
    .parameters = 1,
    .types = desk_case_slice_types,
};

static const char *const desk_empty_pools_types[] = {"text[]"};

const struct statement desk_empty_pools_statement = {
    .name = "desk_empty_pools",
    .sql =
        "select k.key, p.pool\n"
        "from unnest($1::text[]) as k (key)\n"
        "cross join desk.pool as p\n"
        "limit 500",
    .parameters = 1,
    .types = desk_empty_pools_types,
};

static const char *const desk_present_types[] = {"text[]", "timestamptz"};

const struct statement desk_present_statement = {
    .name = "desk_present",
    .sql =
        "select k.key, concat_ws(\n"
        "    chr(31), w.actor, coalesce(w.role, ''), coalesce(w.unit, ''), coalesce(w.presence, ''),\n"
        "    coalesce(w.load, 0) + case when w.offered then coalesce(w.offer_weight, 0) else 0 end,\n"
        "    case when w.offered then 1 else 0 end,\n"
        "    coalesce(floor(extract(epoch from w.seen_at) * 1000)::bigint, 0)\n"
        ")\n"
        "from unnest($1::text[]) as k (key)\n"
        "cross join lateral (\n"
        "    select *, coalesce(offer_until >= $2::timestamptz, false) as offered\n"
        "    from desk.worker\n"
        "    where greatest(seen_at, since) > $2::timestamptz - interval '1 day'\n"
        "        and (presence is null or presence in ('available', 'busy', 'pause'))\n"
        "    order by coalesce(load, 0), actor\n"
        "    limit 1000\n"
        ") as w",
    .parameters = 2,
    .types = desk_present_types,
};

static const char *const desk_queue_cases_types[] = {"text[]"};

const struct statement desk_queue_cases_statement = {
    .name = "desk_queue_cases",
    .sql =
        "with k as (select unnest($1::text[]) as key)\n"
        "select k.key, concat_ws('|', c.queue, c.state, c.grade, count(*))\n"
        "from k\n"
        "cross join desk.queued_case as c\n"
        "where c.queue is not null and c.state not in ('closed', 'withdrawn', 'rejected', 'merged', 'transferred', 'archived', 'destroyed')\n"
        "group by k.key, c.queue, c.state, c.grade\n"
        "limit 900",
    .parameters = 1,
    .types = desk_queue_cases_types,
};

static const char *const desk_queue_depth_types[] = {"text[]", "timestamptz"};

const struct statement desk_queue_depth_statement = {
    .name = "desk_queue_depth",
    .sql =
        "with k as (select unnest($1::text[]) as key)\n"
        "select k.key, concat_ws(\n"
        "    '|', c.queue, c.grade, count(*),\n"
        "    greatest(0, floor(extract(epoch from $2::timestamptz - min(c.queued_at)) * 1000))::bigint\n"
        ")\n"
        "from k\n"
        "cross join desk.queued_case as c\n"
        "where c.owner is null and c.queue is not null and c.state in ('queued', 'triage', 'second_line')\n"
        "group by k.key, c.queue, c.grade\n"
        "limit 500",
    .parameters = 2,
    .types = desk_queue_depth_types,
};

static const char *const desk_queue_waiting_types[] = {"text[]"};

const struct statement desk_queue_waiting_statement = {
    .name = "desk_queue_waiting",
    .sql =
        "select k.key, concat_ws('|', c.queue, count(*))\n"
        "from unnest($1::text[]) as k (key)\n"
        "cross join lateral (\n"
        "    select queue\n"
        "    from desk.queued_case\n"
        "    where owner is null and queue is not null and state in ('queued', 'triage', 'second_line')\n"
        "    order by case_id\n"
        "    limit 20001\n"
        ") as c\n"
        "group by k.key, c.queue",
    .parameters = 1,
    .types = desk_queue_waiting_types,
};

static const char *const desk_waiting_pools_types[] = {"text[]"};

const struct statement desk_waiting_pools_statement = {
    .name = "desk_waiting_pools",
    .sql =
        "select k.key, concat_ws(\n"
        "    chr(31), c.queue, coalesce(c.skills, ''),\n"
        "    greatest(case when c.state = 'second_line' then 2 else 1 end, coalesce(c.taken_level, 1)),\n"
        "    coalesce(c.needs, ''), count(*), floor(extract(epoch from min(c.queued_at)) * 1000)::bigint\n"
        ")\n"
        "from unnest($1::text[]) as k (key)\n"
        "cross join desk.queued_case as c\n"
        "where c.owner is null and c.queue is not null and c.state in ('queued', 'triage', 'second_line')\n"
        "    and c.offered_to is null\n"
        "group by k.key, c.queue, c.skills, c.needs,\n"
        "    greatest(case when c.state = 'second_line' then 2 else 1 end, coalesce(c.taken_level, 1))\n"
        "limit 500",
    .parameters = 1,
    .types = desk_waiting_pools_types,
};
