-- The ladder waits for answers, the duty roster, mass incidents (REQUIREMENTS 4.3, RO-11, SL-13).
alter table escalation.clocked_case
    add column reviewed boolean,
    add column code text,
    add column incident_id uuid,
    add column incident_done boolean;
create index clocked_case_incident on escalation.clocked_case (incident_id, case_id) where incident_id is not null;
create index clocked_case_incident_open on escalation.clocked_case (case_id)
    where incident_id is not null and incident_done is not true;

alter table escalation.clock
    add column called_at timestamptz,
    add column called_step text,
    add column called_level bigint,
    add column called_person text,
    add column calls bigint,
    add column call_again_at timestamptz,
    add column acknowledged_at timestamptz,
    add column acknowledged_by text,
    add column held_ms bigint,
    add column quiet_until timestamptz;

create table escalation.duty_book (
    name text primary key,
    absences text,
    empty text
) with (fillfactor = 80);

create table escalation.incident_window (
    code text primary key,
    recent text,
    incident_id uuid
) with (fillfactor = 50);

create table escalation.incident (
    incident_id uuid primary key,
    incident_no text not null unique,
    code text not null,
    category text,
    state text not null,
    cases bigint not null,
    first_at timestamptz not null,
    opened_at timestamptz not null,
    last_at timestamptz not null,
    closed_at timestamptz,
    closed_by text,
    notice_zh text,
    notice_en text
) with (fillfactor = 80);
create index incident_open on escalation.incident (last_at) where state = 'open';

create table escalation.host_clock (
    name text primary key,
    step_ms bigint
);

-- A timer that moves changes next_at alone. Named in an index it would cost a new entry in every index of the table (no HOT
-- update), so the indexes ask for a column that changes only when the timer begins or ends.
alter table escalation.clocked_case add column timed boolean generated always as (next_at is not null) stored;
drop index escalation.clocked_case_timed;
create index clocked_case_timed on escalation.clocked_case (case_id) where timed;
create index clocked_case_calendar on escalation.clocked_case (calendar_name, calendar_version) where timed;
