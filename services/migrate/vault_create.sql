-- The one shared schema belongs to the database's owner, so that no service can grant itself more.
select 'create schema vault'
where not exists (select from pg_namespace where nspname = 'vault')
