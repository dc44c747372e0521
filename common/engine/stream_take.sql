-- Becoming writer is itself a commit: it waits for a transaction that is still running and defeats later ones.
update stream set epoch = epoch + 1, by_epoch = epoch + 1, by_batch = batch, clean = false
where name = :stream::text
returning epoch - 1, batch, seq, hash, counts, (select s.clean from stream s where s.name = stream.name)
