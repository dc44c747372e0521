-- The first process of a service makes the row of its stream.
insert into stream (name, epoch, batch, seq, hash, by_epoch, by_batch, clean, counts)
values (:stream::text, 0, 0, 0, :hash::bytea, 0, 0, true, :counts::text)
on conflict (name) do nothing
