-- A group that is tried together; what is not returned was under way when a process ended.
insert into attempt (key, count) select k, 0 from unnest(:keys::bytea[]) k
on conflict (key) do nothing
returning key
