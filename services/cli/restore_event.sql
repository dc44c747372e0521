-- The hash of one event of this service's stream.
select encode(hash, 'hex') from event where seq = :seq::bigint
