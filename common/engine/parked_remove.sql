-- Replayed or dropped.
delete from parked where position = any(:positions::bigint[])
