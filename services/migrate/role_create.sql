-- The role that a service logs in as.
select format('create role %I login', :role::text)
where not exists (select from pg_roles where rolname = :role)
