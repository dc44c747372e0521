-- Whether a customer came with the same matter before (REQUIREMENTS WO-08): the newest case of each customer and category.
create table desk.matter (
    matter bytea primary key,
    case_id uuid not null,
    received_at timestamptz not null
) with (fillfactor = 80);
alter table desk.queued_case
    add column repeat_of uuid,
    add column repeat_no text;
