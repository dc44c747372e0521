-- What a clerk must read to handle a case. Every value is sealed under the case's key and dies with it; written once.
create table desk.case_words (
    case_id uuid primary key,
    text bytea,
    name bytea,
    phone bytea
);
