-- Who may have a case, who is there, and what is offered to whom.

alter table desk.queued_case
    add column wishes text,
    add column needs text,
    add column weight bigint,
    add column rung bigint,
    add column offer_no bigint,
    add column offered_to text,
    add column offered_until timestamptz,
    add column tried_at timestamptz,
    add column avoided text;

alter table desk.worker
    add column load bigint,
    add column presence text,
    add column role text,
    add column unit text,
    add column since timestamptz,
    add column seen_at timestamptz,
    add column missed bigint,
    add column offer_case uuid,
    add column offer_weight bigint,
    add column offer_until timestamptz;

-- What was given before weights were known counts one point a case; skills had no levels.
update desk.queued_case set weight = 1 where owner is not null;
update desk.queued_case set needs = skills where queue is not null;
update desk.worker set load = held;

create table desk.pool (
    pool text primary key,
    queue text not null,
    owner text not null,
    emptied_at timestamptz not null
);
