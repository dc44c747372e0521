-- who is there, said so or did something within a day, the least loaded first: actor, role, unit, presence, points taken, whether an offer
-- stands, when they last did something; separated by the control character 31, what has it in its name is passed over
select k.key, concat_ws(
    chr(31), w.actor, coalesce(w.role, ''), coalesce(w.unit, ''), coalesce(w.presence, ''),
    coalesce(w.load, 0) + case when w.offered then coalesce(w.offer_weight, 0) else 0 end,
    case when w.offered then 1 else 0 end,
    coalesce(floor(extract(epoch from w.seen_at) * 1000)::bigint, 0)
)
from unnest(:keys::text[]) as k (key)
cross join lateral (
    select *, coalesce(offer_until >= :now::timestamptz, false) as offered
    from desk.worker
    where greatest(seen_at, since) > :now::timestamptz - interval '1 day'
        and (presence is null or presence in ('available', 'busy', 'pause'))
    order by coalesce(load, 0), actor
    limit 1000
) as w
