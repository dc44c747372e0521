-- Which of these cases wait still.
select c from unnest(:cases::uuid[]) as c
where exists (select 1 from parked p where p.case_id = c)
or exists (select 1 from dead_letter d where d.case_id = c and d.state = 'open')
