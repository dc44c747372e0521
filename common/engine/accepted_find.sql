-- One look-up a batch over all parts; the events say what was answered.
select a.key16, a.content16, a.reply, e.envelope
from accepted a left join event e on e.seq = a.seq and a.reply is null
where a.key16 = any(:keys::uuid[])
