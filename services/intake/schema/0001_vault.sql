-- Keys of cases, wrapped under the key-encryption key. Deleting a row shreds every value sealed under its key
-- (DESIGN section 6, P9). The table is the database owner's: intake may add, nobody may change, archive may delete.
reset role;

create table vault.case_key (
    case_id uuid primary key,
    kek_id text not null,
    key_id bytea not null,
    wrapped bytea not null,
    created_at timestamptz not null
);

grant usage on schema vault to
    shouli_intake, shouli_router, shouli_desk, shouli_escalation, shouli_archive, shouli_survey;
grant select on vault.case_key to
    shouli_intake, shouli_router, shouli_desk, shouli_escalation, shouli_archive, shouli_survey;
grant insert on vault.case_key to shouli_intake;
grant delete on vault.case_key to shouli_archive;
