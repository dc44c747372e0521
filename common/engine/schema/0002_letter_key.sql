-- A command that was set aside is known when it is sent again: the same keys as in `accepted`.
alter table dead_letter add column key16 bytea, add column content16 bytea;
create index dead_letter_key on dead_letter (key16) where state = 'open' and key16 is not null;
