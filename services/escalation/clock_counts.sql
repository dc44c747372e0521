-- clocks that have not ended, counted by clock and state: clock, state, how many
select k.key, concat_ws('|', c.clock, c.state, count(*))
from unnest(:keys::text[]) as k (key)
cross join escalation.clock as c
where c.stopped_at is null
group by k.key, c.clock, c.state
limit 200
