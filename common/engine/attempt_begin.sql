-- Committed before the message is tried: a crash leaves the row behind.
insert into attempt (key, count) values (:key::bytea, 1)
on conflict (key) do update set count = attempt.count + 1
returning count
