-- what waits in each queue, counted from the rows: queue, grade, cases, milliseconds that the oldest has waited
with k as (select unnest(:keys::text[]) as key)
select k.key, concat_ws(
    '|', c.queue, c.grade, count(*),
    greatest(0, floor(extract(epoch from :now::timestamptz - min(c.queued_at)) * 1000))::bigint
)
from k
cross join desk.queued_case as c
where c.owner is null and c.queue is not null and c.state in ('queued', 'triage', 'second_line')
group by k.key, c.queue, c.grade
limit 500
