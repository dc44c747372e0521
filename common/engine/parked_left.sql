-- Cases that still wait; one more than may be known tells that there are too many.
select case_id from parked where case_id is not null union select case_id from dead_letter where state = 'open' and case_id is not null
limit :most::bigint
