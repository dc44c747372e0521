-- What hangs ends: far above what a service waits for, so that only a forgotten session ever meets it.
select format('alter role %I set %I = %L', :role::text, wanted.name, wanted.value)
from (values
    ('statement_timeout', '30s'),
    ('lock_timeout', '10s'),
    ('idle_in_transaction_session_timeout', '30s')
) as wanted (name, value)
where not exists (
    select from pg_db_role_setting s join pg_roles r on r.oid = s.setrole
    where r.rolname = :role and s.setdatabase = 0 and wanted.name || '=' || wanted.value = any(s.setconfig)
)
