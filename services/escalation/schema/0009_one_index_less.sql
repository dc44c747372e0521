-- Open cases by version of their profile are found by clocked_case_live_profile (0006_live_profile.sql); nothing reads this one any
-- more, and every update of a row that is no HOT update wrote it again.
drop index escalation.clocked_case_profile;
