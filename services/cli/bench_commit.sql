-- Ends a transaction of the raw limit.
commit
