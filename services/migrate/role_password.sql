-- The password, already hashed by us.
select format('alter role %I password %L', :role::text, :hidden::text)
