-- Open dead letters of a case.
select case_id, id from dead_letter where case_id = any(:keys::uuid[]) and state = 'open' limit 100
