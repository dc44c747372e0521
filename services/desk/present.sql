-- who is there or was lately, the least loaded first: actor, role, unit, presence, points taken, whether an offer
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
    where presence in ('available', 'busy', 'pause')
        or presence is null and seen_at > :now::timestamptz - interval '1 day'
    order by coalesce(load, 0), actor
    limit 1000
) as w
