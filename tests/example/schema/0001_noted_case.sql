create table noted_case (
    case_id uuid primary key,
    notes bigint not null,
    number bigint not null,
    runs bigint
) with (fillfactor = 80);
