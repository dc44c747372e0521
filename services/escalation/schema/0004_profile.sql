-- Moving open cases to another version of their rule profile reads them by profile and version, in the order of their ids.
create index clocked_case_profile on escalation.clocked_case (profile, profile_version, case_id) where timed;
