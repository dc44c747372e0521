-- What desk knows of each case, and how many cases each of its people has.

-- Rows change state several times in their life: room is left on each page. Three narrow indexes, because
-- each costs every insert: the number for case.get, what the chore must look at, and what waits.
create table desk.queued_case (
    case_id uuid primary key,
    case_no text,
    state text not null,
    stage text,
    version bigint not null,
    case_type text,
    code text,
    category text,
    grade text,
    first_grade text,
    routed_grade text,
    regraded_from text,
    regraded_to text,
    queue text,
    skills text,
    owner text,
    owner_role text,
    lease_epoch bigint not null,
    lease_until timestamptz,
    wake_at timestamptz,
    queued_at timestamptz,
    due_at timestamptz,
    routed_due timestamptz,
    regraded_due timestamptz,
    received_at timestamptz,
    channel text,
    party text,
    unit text,
    about_unit text,
    about_employee text,
    complainants bigint,
    outside_no text,
    outside_due timestamptz,
    customer_key bytea,
    level bigint,
    taken_level bigint,
    first_owner text,
    notes bigint,
    resolved_by text,
    resolved_at timestamptz,
    closed_at timestamptz,
    reopen_count bigint,
    registered boolean,
    complaint_no text,
    investigator text,
    drafted_by text,
    finding text,
    decided_by text,
    decided_at timestamptz,
    replied_at timestamptz
) with (fillfactor = 80);

create index queued_case_no on desk.queued_case (case_no);
create index queued_case_wake on desk.queued_case (wake_at) where wake_at is not null;
create index queued_case_waiting on desk.queued_case (case_id)
    where owner is null and queue is not null and state in ('queued', 'triage', 'second_line');

create table desk.worker (
    actor text primary key,
    held bigint not null
) with (fillfactor = 80);
