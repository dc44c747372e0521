-- Cases that wait, those without an open letter (they may be replayed) first; one more than may be known tells that there are too many.
select case_id, bool_or(open) from (
    select case_id, false as open from parked where case_id is not null
    union all
    select case_id, true from dead_letter where state = 'open' and case_id is not null
) as waits
group by case_id order by bool_or(open) limit :most::bigint
