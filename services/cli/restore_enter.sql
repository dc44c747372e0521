-- What follows is asked of this service's own tables.
select set_config('search_path', quote_ident(:schema::text), false)
