-- open cases that follow a version of a rule profile, after a case: profile, version and case in the key, as CN-NFRA-2020/1/<id>
select k.key, c.case_id
from unnest(:keys::text[]) as k (key)
cross join lateral (
    select case_id from escalation.clocked_case
    where live
        and (profile, profile_version) <= (split_part(k.key, '/', 1), split_part(k.key, '/', 2)::bigint)
        and (profile, profile_version, case_id) > (
            split_part(k.key, '/', 1), split_part(k.key, '/', 2)::bigint,
            coalesce(nullif(split_part(k.key, '/', 3), '')::uuid, '00000000-0000-0000-0000-000000000000'::uuid)
        )
    order by profile, profile_version, case_id
    limit 3
) as c
