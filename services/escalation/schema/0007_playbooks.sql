-- What is done in an emergency, for a case or an incident: REQUIREMENTS SL-06, SL-07.
create table escalation.playbook (
    subject text primary key,
    kind text not null,
    case_id uuid,
    case_no text,
    incident_no text,
    state text not null,
    cause text not null,
    times bigint not null,
    started_at timestamptz not null,
    started_by text,
    version text not null,
    steps text,
    next_at timestamptz,
    closed_at timestamptz,
    closed_by text
);
create index playbook_open on escalation.playbook (started_at desc) where state = 'open';
create index playbook_next on escalation.playbook (next_at) where state = 'open' and next_at is not null;
