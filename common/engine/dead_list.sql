-- What waits for an operator, oldest first.
select k, id from unnest(:keys::text[]) k, dead_letter d where d.state = 'open' order by d.at limit 200
