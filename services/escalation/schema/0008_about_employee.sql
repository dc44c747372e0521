-- Whom a complaint is about: neither they nor their leaders are told of it (REQUIREMENTS 1.21, CL-08).
alter table escalation.clocked_case add column about_employee text;
