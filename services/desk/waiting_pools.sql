-- what waits, by what it asks for: queue, skills, line, needs by now, cases, since when the oldest waits in ms; what was
-- offered to somebody waits for nobody else
select k.key, concat_ws(
    chr(31), c.queue, coalesce(c.skills, ''),
    greatest(case when c.state = 'second_line' then 2 else 1 end, coalesce(c.taken_level, 1)),
    coalesce(c.needs, ''), count(*), floor(extract(epoch from min(c.queued_at)) * 1000)::bigint
)
from unnest(:keys::text[]) as k (key)
cross join desk.queued_case as c
where c.owner is null and c.queue is not null and c.state in ('queued', 'triage', 'second_line')
    and c.offered_to is null
group by k.key, c.queue, c.skills, c.needs,
    greatest(case when c.state = 'second_line' then 2 else 1 end, coalesce(c.taken_level, 1))
limit 500
