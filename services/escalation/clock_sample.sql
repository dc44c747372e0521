-- clocks whose stored limit is computed again: 20 that have not ended, from a key on that the chore chooses
select k.key, c.clock_key
from unnest(:keys::text[]) as k (key)
cross join lateral (
    select clock_key from escalation.clock
    where clock_key >= k.key and stopped_at is null
    order by clock_key
    limit 20
) as c
