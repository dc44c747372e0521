-- Cases that still wait.
select case_id from parked where case_id is not null union select case_id from dead_letter where state = 'open' and case_id is not null
