-- Fails when one of the keys was accepted before, for a batch that has not asked first; the server's log says so.
select (a.key16 || ' was accepted before: its batch is looked up')::integer
from accepted a
where a.key16 = any(:keys::uuid[])
