-- Parts are made ahead of need.
select parts_ensure(:seq::bigint, :month::int)
