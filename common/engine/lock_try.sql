-- Election only: the lock says who may try to be the writer, the fence says who is.
select pg_try_advisory_lock(hashtextextended(:stream::text, 7265))
