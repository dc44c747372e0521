-- The services that a database holds: every schema with a stream.
select n.nspname from pg_namespace n join pg_class c on c.relnamespace = n.oid
where c.relname = 'stream' and c.relkind = 'r' order by 1
