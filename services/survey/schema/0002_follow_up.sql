-- Call-backs begin when they are due and end after three attempts (REQUIREMENTS 2.3 rows 41 and 45, 4.6).

alter table survey.invitation
    add column started_at timestamptz,
    add column first_try_at timestamptz,
    add column second_try_at timestamptz;
-- For the chore: call-backs that have not begun.
create index invitation_due on survey.invitation (send_at)
where state = 'invited' and call_back and started_at is null;
