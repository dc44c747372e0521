-- Whom the work suits and whom it must not reach, and what a trained model made of the text (REQUIREMENTS CL-04, CL-08,
-- DESIGN P7).
alter table router.classified_case
    add column scores text,
    add column ngrams text,
    add column preferred text,
    add column forbidden text,
    add column excluded_units text;
