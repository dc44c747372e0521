-- Whoever is complained about, and their leaders, do not make the call-back, nor hear of it.
alter table survey.invitation
    add column about_employee text;
