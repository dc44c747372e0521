-- The tables that intake writes a request into, empty, in a schema of the bench's own.
create schema bench
    create table event (like intake.event including all)
    create table accepted (like intake.accepted including all)
    create table case_key (like vault.case_key including all)
