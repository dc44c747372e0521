-- One case's history.
select seq, envelope, hash from event where case_id = :case_id::uuid order by seq limit 1000
