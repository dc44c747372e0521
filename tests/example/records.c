/* Written by proto/generate.py from tests/example/records.def; change that and run it again. */
#include "tests/example/records.h"

#include "common/shape_fields.h"

/* clang-format off */

static const struct field_shape noted_case_fields[] = {
    ID_FIELD(noted_case, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(noted_case, notes, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "how many", "数量"),
    INT_FIELD(noted_case, number, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "from a leased block", "编号"),
    INT_FIELD(noted_case, runs, 0, INT64_C(0), INT64_C(9223372036854775807), "turns of the chore", "次数"),
};

static const struct map_shape noted_case_shape = {
    "noted_case", sizeof(struct noted_case), LIST(noted_case_fields),
    "notes of one case", "示例",
};

static const char *const noted_case_load_types[] = {"uuid[]"};

static const char *const noted_case_insert_types[] = {"uuid[]", "bigint[]", "bigint[]", "bigint[]"};

static const char *const noted_case_update_types[] = {"uuid[]", "bigint[]", "bigint[]", "bigint[]"};

static const char *const noted_case_remove_types[] = {"uuid[]"};

const struct record_shape noted_case_record = {
    .name = "noted_case",
    .map = &noted_case_shape,
    .key = 0, /* case_id */
    .table = "noted_case",
    .load = {
        .name = "example_noted_case_load",
        .sql =
            "select case_id, notes, number, runs "
            "from noted_case where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = noted_case_load_types,
    },
    .insert = {
        .name = "example_noted_case_insert",
        .sql =
            "insert into noted_case (case_id, notes, number, runs) "
            "select unnest($1::uuid[]), unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::bigint[])",
        .parameters = 4,
        .types = noted_case_insert_types,
    },
    .update = {
        .name = "example_noted_case_update",
        .sql =
            "update noted_case as t set notes = u.notes, number = u.number, runs = u.runs "
            "from (select unnest($1::uuid[]) as case_id, unnest($2::bigint[]) as notes, unnest($3::bigint[]) as number, unnest($4::bigint[]) as runs) as u "
            "where t.case_id = u.case_id",
        .parameters = 4,
        .types = noted_case_update_types,
    },
    .remove = {
        .name = "example_noted_case_remove",
        .sql =
            "delete from noted_case where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = noted_case_remove_types,
    },
};
