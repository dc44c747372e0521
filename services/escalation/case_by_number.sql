-- the case with this number, for why.get
select k.number, c.case_id
from unnest(:keys::text[]) as k (number)
cross join lateral (
    select case_id from escalation.clocked_case where case_no = k.number limit 1
) as c
