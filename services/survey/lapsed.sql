-- For the chore: invitations that can no longer be answered, oldest first.
select k.key, i.case_id from unnest(:keys::text[]) k(key)
cross join lateral (
    select case_id, expires_at from survey.invitation
    where state = 'invited' and expires_at <= :now::timestamptz
    order by expires_at limit 50
) i
order by i.expires_at
