-- Duplicates and refusals by source and day, added up; days are counted from 1970.
insert into sender_day (source, day, duplicate, rejected)
select source, date '1970-01-01' + day::int, duplicate, rejected
from unnest(:sources::text[], :days::bigint[], :duplicates::bigint[], :rejected::bigint[])
    as new(source, day, duplicate, rejected)
on conflict (source, day) do update
set duplicate = sender_day.duplicate + excluded.duplicate, rejected = sender_day.rejected + excluded.rejected
