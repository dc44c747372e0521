-- clocks that have not ended, counted by clock and state: clock, state, how many
select k.key, concat_ws('|', split_part(l.line, chr(9), 1), split_part(l.line, chr(9), 2), count(*))
from unnest(:keys::text[]) as k (key)
cross join escalation.clocked_case as c
cross join lateral string_to_table(c.clock_lines, chr(10)) as l (line)
where c.live and split_part(l.line, chr(9), 15) = ''
group by k.key, split_part(l.line, chr(9), 1), split_part(l.line, chr(9), 2)
limit 200
