-- what has not ended in each queue, counted from the rows: queue, state, grade, cases
with k as (select unnest(:keys::text[]) as key)
select k.key, concat_ws('|', c.queue, c.state, c.grade, count(*))
from k
cross join desk.queued_case as c
where c.queue is not null and c.state not in ('closed', 'withdrawn', 'rejected', 'merged', 'transferred', 'archived', 'destroyed')
group by k.key, c.queue, c.state, c.grade
limit 900
