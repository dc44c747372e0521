-- For followers that are behind what is kept in memory.
select seq, envelope, hash from event where seq >= :seq::bigint and seq < :seq::bigint + :span::bigint order by seq
