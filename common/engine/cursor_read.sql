-- How far the streams were applied.
select stream, seq, hash, counts from cursor
