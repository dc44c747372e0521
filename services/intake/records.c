/* Written by proto/generate.py from services/intake/records.def; change that and run it again. */
#include "services/intake/records.h"

#include "common/shape_fields.h"

/* clang-format off */

static const struct field_shape vault_row_fields[] = {
    ID_FIELD(vault_row, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(vault_row, kek_id, FIELD_REQUIRED, 8, 8, "which key-encryption key wrapped it", "主密钥标识"),
    BYTES_FIELD(vault_row, key_id, FIELD_REQUIRED, 8, 8, "`k` of the values sealed under it", "密钥标识"),
    BYTES_FIELD(vault_row, wrapped, FIELD_REQUIRED, 60, 60, "nonce, cipher, tag", "加密后的密钥"),
    TIME_FIELD(vault_row, created_at, FIELD_REQUIRED, "when the case was received", "创建时间"),
};

static const struct map_shape vault_row_shape = {
    "vault_row", sizeof(struct vault_row), LIST(vault_row_fields),
    "the key of a case, wrapped under the key-encryption key", "工单密钥",
};

static const char *const vault_row_load_types[] = {"uuid[]"};

static const char *const vault_row_insert_types[] = {"uuid[]", "text[]", "bytea[]", "bytea[]", "timestamptz[]"};

static const char *const vault_row_update_types[] = {"uuid[]", "text[]", "bytea[]", "bytea[]", "timestamptz[]"};

static const char *const vault_row_remove_types[] = {"uuid[]"};

const struct record_shape vault_row_record = {
    .name = "vault_row",
    .map = &vault_row_shape,
    .key = 0, /* case_id */
    .table = "vault.case_key",
    .load = {
        .name = "intake_vault_row_load",
        .sql =
            "select case_id, kek_id, key_id, wrapped, created_at "
            "from vault.case_key where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = vault_row_load_types,
    },
    .insert = {
        .name = "intake_vault_row_insert",
        .sql =
            "insert into vault.case_key (case_id, kek_id, key_id, wrapped, created_at) "
            "select unnest($1::uuid[]), unnest($2::text[]), unnest($3::bytea[]), unnest($4::bytea[]), unnest($5::timestamptz[])",
        .parameters = 5,
        .types = vault_row_insert_types,
    },
    .update = {
        .name = "intake_vault_row_update",
        .sql =
            "update vault.case_key as t set kek_id = u.kek_id, key_id = u.key_id, wrapped = u.wrapped, created_at = u.created_at "
            "from (select unnest($1::uuid[]) as case_id, unnest($2::text[]) as kek_id, unnest($3::bytea[]) as key_id, unnest($4::bytea[]) as wrapped, unnest($5::timestamptz[]) as created_at) as u "
            "where t.case_id = u.case_id",
        .parameters = 5,
        .types = vault_row_update_types,
    },
    .remove = {
        .name = "intake_vault_row_remove",
        .sql =
            "delete from vault.case_key where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = vault_row_remove_types,
    },
};
