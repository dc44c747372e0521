-- Which answer or end of a case an invitation is about: desk tells a call-back of an earlier round by it.
alter table survey.invitation
    add column case_version bigint;
