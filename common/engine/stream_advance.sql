-- Part of every transaction: moves the head, and fails when another process has taken the stream.
update stream set batch = batch + 1, seq = :seq::bigint, hash = :hash::bytea, by_epoch = :epoch::bigint, by_batch = :batch::bigint,
    counts = :counts::text, clean = :clean::boolean
where name = :stream::text
