-- What customers said leaves the system by an order only, one at a time for each actor: the newest (REQUIREMENTS SE-13).
-- Who ordered what, when and why stands in desk's stream.
create table desk.ordered_words (
    actor text primary key,
    order_id uuid not null,
    until timestamptz not null,
    cases bytea
);
