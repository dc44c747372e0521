-- For the chore: call-backs that are due and have not begun, oldest first.
select k.key, i.case_id from unnest(:keys::text[]) k(key)
cross join lateral (
    select case_id, send_at from survey.invitation
    where state = 'invited' and call_back and started_at is null and send_at <= :now::timestamptz
    order by send_at limit 50
) i
order by i.send_at
