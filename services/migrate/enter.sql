-- For this transaction: unqualified names land in the service's schema, and belong to its role.
select set_config('search_path', :schema::text, true), set_config('role', :role::text, true)
