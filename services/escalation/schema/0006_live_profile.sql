-- Moving open cases to another version of their rule profile finds those, too, whose clocks all stand still: they have no timer, but
-- their limits go on when the waiting ends.
create index clocked_case_live_profile on escalation.clocked_case (profile, profile_version, case_id) where live;
