-- With which version a case was taken up again last: what survey says of call-backs about earlier answers comes too late.
alter table desk.queued_case
    add column reopened_version bigint;
