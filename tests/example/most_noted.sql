-- For the chore: the cases with the most notes.
select k, n.case_id from unnest(:keys::text[]) k
cross join lateral (select case_id from noted_case order by case_id limit 4) n
