-- What the engine keeps for every service, in the service's own schema (DESIGN.md section 3).

-- The head of the stream. Its check is the fence: every transaction of the writer updates this row, and one
-- from an older epoch, or out of turn, violates it and is rolled back.
create table stream (
    name text primary key,
    epoch bigint not null,
    batch bigint not null,
    seq bigint not null,
    hash bytea not null,
    by_epoch bigint not null,
    by_batch bigint not null,
    clean boolean not null,
    counts text not null,
    constraint stream_fence check (by_epoch = epoch and by_batch = batch)
) with (fillfactor = 20);

-- History, audit and outbox in one: the envelope as it is sent, and the hash that chains it.
create table event (
    seq bigint not null,
    case_id uuid,
    envelope bytea not null,
    hash bytea not null,
    primary key (seq)
) partition by range (seq);
create index event_case on event (case_id) where case_id is not null;

-- Accepted messages, for ever. New rows go to the newest part, so that random keys touch a small index.
create table accepted (
    part integer not null,
    key16 uuid not null,
    content16 uuid not null,
    seq bigint not null,
    reply bytea
) partition by list (part);
create index accepted_key on accepted (key16);

-- How far this service has applied each stream that it follows, with what it counted (P10).
create table cursor (
    stream text primary key,
    seq bigint not null,
    hash bytea,
    counts text not null
) with (fillfactor = 20);

-- Blocks of numbers are leased; what is left of a block after a crash is skipped.
create table number_lease (
    sequence text primary key,
    next bigint not null
) with (fillfactor = 20);

-- Messages that cannot be processed. The body is sealed with the service's key.
create table dead_letter (
    id uuid primary key,
    at timestamptz not null,
    origin text not null,
    sender text,
    source text,
    message_id text,
    type text,
    seq bigint,
    case_id uuid,
    code text not null,
    reason text not null,
    body bytea not null,
    state text not null,
    actor text,
    why text,
    decided_at timestamptz
);
create index dead_letter_of_case on dead_letter (case_id) where state = 'open';
create index dead_letter_open on dead_letter (at) where state = 'open';

-- Events of a case whose earlier message is a dead letter wait here in order.
create table parked (
    position bigint generated always as identity primary key,
    rank bigint not null,
    case_id uuid,
    stream text not null,
    seq bigint not null,
    envelope bytea not null
);
create index parked_case on parked (case_id, rank, position);

-- The policies that decisions use now, by name.
create table adopted_policy (
    name text primary key,
    version text not null,
    sha256 bytea not null,
    adopted_at timestamptz not null
);

-- After an unclean end the first messages are tried one by one; what was being tried at a crash is counted.
create table attempt (
    key bytea primary key,
    count integer not null
);

-- Parts are made ahead of need: without them a batch would be refused.
create function parts_ensure(from_seq bigint, month integer) returns void language plpgsql as $$
declare
    size constant bigint := 1000000;
    part bigint;
begin
    for part in from_seq / size .. from_seq / size + 1 loop
        if to_regclass(format('event_%s', part)) is null then
            execute format('create table event_%s partition of event for values from (%s) to (%s)',
                           part, part * size, (part + 1) * size);
        end if;
    end loop;
    if to_regclass(format('accepted_%s', month)) is null then
        execute format('create table accepted_%s partition of accepted for values in (%s)', month, month);
    end if;
end $$;
