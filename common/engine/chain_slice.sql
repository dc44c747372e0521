-- one slice of the own chain computed anew: the stream's head and hash, how far the slice came, its last hash, first event that is missing or does not fit
with k as (
    select key, split_part(key, '|', 1)::bigint as after, decode(split_part(key, '|', 2), 'hex') as hash
    from unnest(:keys::text[]) as key
),
walked as (
    select
        k.key, e.seq, e.hash, lag(e.seq, 1, k.after) over w + 1 as expected,
        e.hash <> sha256(lag(e.hash, 1, k.hash) over w || int8send(e.seq) || e.envelope)
        or e.seq <> lag(e.seq, 1, k.after) over w + 1 as broken
    from k
    cross join lateral (select seq, hash, envelope from event where seq > k.after order by seq limit 500) as e
    window w as (partition by k.key order by e.seq)
)
select k.key, concat_ws(
    '|', s.seq, encode(s.hash, 'hex'),
    (select coalesce(max(seq), k.after) from walked where walked.key = k.key),
    coalesce((select encode(hash, 'hex') from walked where walked.key = k.key order by seq desc limit 1), encode(k.hash, 'hex')),
    (select coalesce(min(least(seq, expected)), 0) from walked where walked.key = k.key and broken)
)
from k
cross join stream as s
