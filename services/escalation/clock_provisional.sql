-- how many clocks that have not ended are provisional: counted over days that nobody has published or confirmed
select k.key, count(*)::text
from unnest(:keys::text[]) as k (key)
cross join escalation.clocked_case as c
cross join lateral string_to_table(c.clock_lines, chr(10)) as l (line)
where c.live and split_part(l.line, chr(9), 9) = 't' and split_part(l.line, chr(9), 15) = ''
group by k.key
limit 1
