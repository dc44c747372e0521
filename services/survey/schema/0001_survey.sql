-- What survey keeps: invitations, and what is to be known of a customer before asking again (REQUIREMENTS 1.14, 4.6).

create table survey.invitation (
    case_id uuid primary key,
    case_no text,
    state text not null,
    customer_key bytea,
    complaint_open boolean not null,
    survey_id uuid,
    call_back boolean not null,
    handler text,
    questions text,
    send_at timestamptz,
    expires_at timestamptz,
    token_hash bytea,
    cause text,
    score bigint,
    solved boolean,
    answered_at timestamptz
) with (fillfactor = 80);
-- For the chore: invitations that nobody has answered yet.
create index invitation_expires on survey.invitation (expires_at) where state = 'invited';

create table survey.customer (
    customer_key bytea primary key,
    open_complaints bigint not null,
    invited_at timestamptz
) with (fillfactor = 80);
