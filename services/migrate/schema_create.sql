-- The schema of a service, owned by its role.
select format('create schema %I authorization %I', :schema::text, :role::text)
where not exists (select from pg_namespace where nspname = :schema)
