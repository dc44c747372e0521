-- how many playbooks are open
select k.key, count(*)::text
from unnest(:keys::text[]) as k (key)
cross join escalation.playbook as p
where p.state = 'open'
group by k.key
limit 1
