-- the pools that were called empty
select k.key, p.pool
from unnest(:keys::text[]) as k (key)
cross join desk.pool as p
limit 500
