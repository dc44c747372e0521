-- For the metric: what waits for an operator, and what of it are commands.
select count(*), count(key16) from dead_letter where state = 'open'
