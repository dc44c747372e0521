-- playbooks that are open, the newest first: one more than playbook_page in proto/escalation.def has
select k.key, p.subject
from unnest(:keys::text[]) as k (key)
cross join lateral (
    select subject from escalation.playbook where state = 'open' order by started_at desc limit 21
) as p
