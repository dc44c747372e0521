-- An owner that is no superuser must be a member to make tables in a service's name.
select format('grant %I to current_user', :role::text)
where not pg_has_role(current_user, :role, 'member')
