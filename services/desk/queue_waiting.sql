-- what waits in each queue, to be compared with Redis: queue, cases; of more than 20,000 cases not all are read
select k.key, concat_ws('|', c.queue, count(*))
from unnest(:keys::text[]) as k (key)
cross join lateral (
    select queue
    from desk.queued_case
    where owner is null and queue is not null and state in ('queued', 'triage', 'second_line')
    order by case_id
    limit 20001
) as c
group by k.key, c.queue
