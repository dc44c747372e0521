-- A source's duplicates and refusals of a day; keys are "day source".
select k.key, d.duplicate || ' ' || d.rejected
from unnest(:keys::text[]) k(key)
join sender_day d on d.source = substr(k.key, 12) and d.day = substr(k.key, 1, 10)::date
