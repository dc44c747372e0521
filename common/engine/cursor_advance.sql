-- In the transaction of the effects.
insert into cursor (stream, seq, hash, counts)
values (:stream::text, :seq::bigint, :hash::bytea, :counts::text)
on conflict (stream) do update set seq = excluded.seq, hash = excluded.hash, counts = excluded.counts
