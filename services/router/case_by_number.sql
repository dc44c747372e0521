-- why.get names a case by its number
select k.no, c.case_id
from unnest(:keys::text[]) as k (no)
join router.classified_case as c on c.case_no = k.no
limit 4000
