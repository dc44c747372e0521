-- What escalation keeps: what it was told of each case, the clocks of the case, calendars that were published.

-- Rows change with every event and every timer: room is left on each page. Indexes are narrow and few: what is due
-- (for rebuilding the timers), the number (for why.get).
create table escalation.clocked_case (
    case_id uuid primary key,
    case_no text,
    journal text,
    case_type text,
    grade text,
    channel text,
    owner text,
    profile text,
    profile_version bigint,
    calendar_name text,
    calendar_version bigint,
    level bigint not null,
    breaches bigint not null,
    clocks text,
    next_at timestamptz
) with (fillfactor = 80);
create index clocked_case_timed on escalation.clocked_case (case_id) where next_at is not null;
create index clocked_case_no on escalation.clocked_case (case_no);

create table escalation.clock (
    clock_key text primary key,
    case_id uuid not null,
    clock text not null,
    state text not null,
    profile text,
    profile_version bigint,
    calendar_version bigint,
    kind text,
    grade text,
    statutory boolean,
    provisional boolean,
    started_at timestamptz not null,
    due_at timestamptz,
    paused_at timestamptz,
    remaining_ms bigint,
    remaining_days bigint,
    stopped_at timestamptz,
    breached_at timestamptz,
    moved_at timestamptz,
    fired text
) with (fillfactor = 80);
create index clock_open on escalation.clock (clock, state) where stopped_at is null;

create table escalation.calendar (
    name text primary key,
    version bigint not null,
    content text not null,
    published_at timestamptz not null
);
