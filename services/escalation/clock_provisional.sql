-- how many clocks that have not ended are provisional: counted over days that nobody has published or confirmed
select k.key, count(*)::text
from unnest(:keys::text[]) as k (key)
cross join escalation.clock as c
where c.provisional and c.stopped_at is null
group by k.key
limit 1
