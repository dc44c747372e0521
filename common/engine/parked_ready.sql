-- What may be replayed of these cases, and of what is about no case: queues without an open letter, each in order; never a look at all that waits.
select q.position, q.case_id, q.stream, q.seq, q.envelope from (
    select c.n, p.* from unnest(:cases::uuid[]) with ordinality as c (id, n)
    cross join lateral (select * from parked where case_id = c.id order by rank, position limit 200) as p
    where not exists (select 1 from dead_letter d where d.case_id = c.id and d.state = 'open')
    union all
    (select 0, p.* from parked p where p.case_id is null order by p.rank, p.position limit 200)
) as q
order by q.n, q.rank, q.position limit 200
