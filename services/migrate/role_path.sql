-- A service finds its own schema and no other without being told.
select format('alter role %I set search_path = %I', :role::text, :schema::text)
where not exists (
    select from pg_db_role_setting s join pg_roles r on r.oid = s.setrole
    where r.rolname = :role and s.setdatabase = 0 and 'search_path=' || quote_ident(:schema) = any(s.setconfig)
)
