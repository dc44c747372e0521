-- How far this service has applied each stream that it follows.
select stream, seq, encode(hash, 'hex') from cursor order by stream
