-- The head of a stream, the newest event there is, and the newest event that a remembered command has caused.
select s.name, s.seq, encode(s.hash, 'hex'), e.seq, encode(e.hash, 'hex'), (select max(seq) from accepted)
from stream s left join lateral (select seq, hash from event order by seq desc limit 1) e on true
order by s.name
