-- What may be replayed: queues of cases without an open dead letter, in order.
select p.position, p.case_id, p.stream, p.seq, p.envelope from parked p
where not exists (select 1 from dead_letter d where d.case_id = p.case_id and d.state = 'open')
order by p.rank, p.position limit 200
