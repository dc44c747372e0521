-- The first events that accepted messages caused, by the messages' keys.
select a.key16, e.envelope from accepted a join event e on e.seq = a.seq where a.key16 = any(:keys::uuid[])
