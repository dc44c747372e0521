-- For the metric: what waits for an operator.
select count(*) from dead_letter where state = 'open'
