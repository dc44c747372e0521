/* Written by proto/generate.py from services/survey/records.def; change that and run it again. */
#include "services/survey/records.h"

#include "common/shape_fields.h"

/* clang-format off */

static const char *const survey_state_values[] = {
    "none",
    "open",
    "invited",
    "answered",
    "expired",
    "suppressed",
    "unreachable",
};

static const char *const survey_state_labels[] = {
    "",
    "未决定",
    "已邀请",
    "已评价",
    "已过期",
    "不邀请",
    "无法联系",
};

const struct enum_shape survey_state_enum = {
    "survey_state", survey_state_values, survey_state_labels, 7,
};

static const struct field_shape invitation_fields[] = {
    ID_FIELD(invitation, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(invitation, case_no, 0, 0, 32, "number of the case", "工单号"),
    ENUM_FIELD(invitation, state, FIELD_REQUIRED | FIELD_STATE, survey_state_enum, "where it stands", "状态"),
    BYTES_FIELD(invitation, customer_key, 0, 16, 16, "keyed hash that finds the cases of one customer", "客户检索键"),
    FLAG_FIELD(invitation, complaint_open, FIELD_REQUIRED, "the case counts among its customer's open complaints", "未结投诉"),
    ID_FIELD(invitation, survey_id, 0, "the invitation", "邀请标识"),
    FLAG_FIELD(invitation, call_back, FIELD_REQUIRED, "a person calls", "人工回访"),
    TEXT_FIELD(invitation, handler, 0, 0, 64, "who resolved the case: must not make the call-back", "办结人"),
    TEXT_FIELD(invitation, about_employee, 0, 0, 64, "employee complained about, who is told nothing of it", "被投诉员工"),
    TEXT_FIELD(invitation, questions, 0, 0, 64, "version of the question set", "问卷版本"),
    TIME_FIELD(invitation, send_at, 0, "when it may go out", "发送时间"),
    TIME_FIELD(invitation, expires_at, 0, "until when it can be answered", "失效时间"),
    BYTES_FIELD(invitation, token_hash, 0, 32, 32, "SHA-256 of the link's secret", "邀请码摘要"),
    ENUM_FIELD(invitation, cause, 0, suppress_cause_enum, "why the customer is not asked", "不邀请原因"),
    INT_FIELD(invitation, score, 0, INT64_C(1), INT64_C(5), "satisfaction, 5 is best", "满意度"),
    FLAG_FIELD(invitation, solved, 0, "the problem is solved", "是否解决"),
    TIME_FIELD(invitation, answered_at, 0, "when", "评价时间"),
    TIME_FIELD(invitation, started_at, 0, "since when the call-back is due", "回访开始时间"),
    TIME_FIELD(invitation, first_try_at, 0, "when nobody was reached first", "首次尝试时间"),
    TIME_FIELD(invitation, second_try_at, 0, "when nobody was reached the second time", "第二次尝试时间"),
    INT_FIELD(invitation, case_version, 0, INT64_C(0), INT64_C(9223372036854775807), "version of the case with the answer or end that it is about", "所依据的工单版本"),
};

static const struct map_shape invitation_shape = {
    "invitation", sizeof(struct invitation), LIST(invitation_fields),
    "the survey of a case, from its newest answer or closing", "回访邀请",
};

static const char *const invitation_load_types[] = {"uuid[]"};

static const char *const invitation_insert_types[] = {"uuid[]", "text[]", "text[]", "bytea[]", "boolean[]", "uuid[]", "boolean[]", "text[]", "text[]", "text[]", "timestamptz[]", "timestamptz[]", "bytea[]", "text[]", "bigint[]", "boolean[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "bigint[]"};

static const char *const invitation_update_types[] = {"uuid[]", "text[]", "text[]", "bytea[]", "boolean[]", "uuid[]", "boolean[]", "text[]", "text[]", "text[]", "timestamptz[]", "timestamptz[]", "bytea[]", "text[]", "bigint[]", "boolean[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "bigint[]"};

static const char *const invitation_remove_types[] = {"uuid[]"};

const struct record_shape invitation_record = {
    .name = "invitation",
    .map = &invitation_shape,
    .key = 0, /* case_id */
    .table = "survey.invitation",
    .load = {
        .name = "survey_invitation_load",
        .sql =
            "select case_id, case_no, state, customer_key, complaint_open, survey_id, call_back, handler, about_employee, questions, send_at, expires_at, token_hash, cause, score, solved, answered_at, started_at, first_try_at, second_try_at, case_version "
            "from survey.invitation where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = invitation_load_types,
    },
    .insert = {
        .name = "survey_invitation_insert",
        .sql =
            "insert into survey.invitation (case_id, case_no, state, customer_key, complaint_open, survey_id, call_back, handler, about_employee, questions, send_at, expires_at, token_hash, cause, score, solved, answered_at, started_at, first_try_at, second_try_at, case_version) "
            "select unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::bytea[]), unnest($5::boolean[]), unnest($6::uuid[]), unnest($7::boolean[]), unnest($8::text[]), unnest($9::text[]), unnest($10::text[]), unnest($11::timestamptz[]), unnest($12::timestamptz[]), unnest($13::bytea[]), unnest($14::text[]), unnest($15::bigint[]), unnest($16::boolean[]), unnest($17::timestamptz[]), unnest($18::timestamptz[]), unnest($19::timestamptz[]), unnest($20::timestamptz[]), unnest($21::bigint[])",
        .parameters = 21,
        .types = invitation_insert_types,
    },
    .update = {
        .name = "survey_invitation_update",
        .sql =
            "update survey.invitation as t set case_no = u.case_no, state = u.state, customer_key = u.customer_key, complaint_open = u.complaint_open, survey_id = u.survey_id, call_back = u.call_back, handler = u.handler, about_employee = u.about_employee, questions = u.questions, send_at = u.send_at, expires_at = u.expires_at, token_hash = u.token_hash, cause = u.cause, score = u.score, solved = u.solved, answered_at = u.answered_at, started_at = u.started_at, first_try_at = u.first_try_at, second_try_at = u.second_try_at, case_version = u.case_version "
            "from (select unnest($1::uuid[]) as case_id, unnest($2::text[]) as case_no, unnest($3::text[]) as state, unnest($4::bytea[]) as customer_key, unnest($5::boolean[]) as complaint_open, unnest($6::uuid[]) as survey_id, unnest($7::boolean[]) as call_back, unnest($8::text[]) as handler, unnest($9::text[]) as about_employee, unnest($10::text[]) as questions, unnest($11::timestamptz[]) as send_at, unnest($12::timestamptz[]) as expires_at, unnest($13::bytea[]) as token_hash, unnest($14::text[]) as cause, unnest($15::bigint[]) as score, unnest($16::boolean[]) as solved, unnest($17::timestamptz[]) as answered_at, unnest($18::timestamptz[]) as started_at, unnest($19::timestamptz[]) as first_try_at, unnest($20::timestamptz[]) as second_try_at, unnest($21::bigint[]) as case_version) as u "
            "where t.case_id = u.case_id",
        .parameters = 21,
        .types = invitation_update_types,
    },
    .remove = {
        .name = "survey_invitation_remove",
        .sql =
            "delete from survey.invitation where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = invitation_remove_types,
    },
};

static const struct field_shape surveyed_customer_fields[] = {
    BYTES_FIELD(surveyed_customer, customer_key, FIELD_REQUIRED, 16, 16, "keyed hash that finds the cases of one customer", "客户检索键"),
    INT_FIELD(surveyed_customer, open_complaints, FIELD_REQUIRED, INT64_C(0), INT64_C(1000000), "complaints that are not closed", "未结投诉数"),
    TIME_FIELD(surveyed_customer, invited_at, 0, "when the newest invitation was made", "最近邀请时间"),
};

static const struct map_shape surveyed_customer_shape = {
    "surveyed_customer", sizeof(struct surveyed_customer), LIST(surveyed_customer_fields),
    "what is known of a customer", "回访客户",
};

static const char *const surveyed_customer_load_types[] = {"bytea[]"};

static const char *const surveyed_customer_insert_types[] = {"bytea[]", "bigint[]", "timestamptz[]"};

static const char *const surveyed_customer_update_types[] = {"bytea[]", "bigint[]", "timestamptz[]"};

static const char *const surveyed_customer_remove_types[] = {"bytea[]"};

const struct record_shape surveyed_customer_record = {
    .name = "surveyed_customer",
    .map = &surveyed_customer_shape,
    .key = 0, /* customer_key */
    .table = "survey.customer",
    .load = {
        .name = "survey_surveyed_customer_load",
        .sql =
            "select customer_key, open_complaints, invited_at "
            "from survey.customer where customer_key = any($1::bytea[])",
        .parameters = 1,
        .types = surveyed_customer_load_types,
    },
    .insert = {
        .name = "survey_surveyed_customer_insert",
        .sql =
            "insert into survey.customer (customer_key, open_complaints, invited_at) "
            "select unnest($1::bytea[]), unnest($2::bigint[]), unnest($3::timestamptz[])",
        .parameters = 3,
        .types = surveyed_customer_insert_types,
    },
    .update = {
        .name = "survey_surveyed_customer_update",
        .sql =
            "update survey.customer as t set open_complaints = u.open_complaints, invited_at = u.invited_at "
            "from (select unnest($1::bytea[]) as customer_key, unnest($2::bigint[]) as open_complaints, unnest($3::timestamptz[]) as invited_at) as u "
            "where t.customer_key = u.customer_key",
        .parameters = 3,
        .types = surveyed_customer_update_types,
    },
    .remove = {
        .name = "survey_surveyed_customer_remove",
        .sql =
            "delete from survey.customer where customer_key = any($1::bytea[])",
        .parameters = 1,
        .types = surveyed_customer_remove_types,
    },
};

static const struct field_shape vault_row_fields[] = {
    ID_FIELD(vault_row, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(vault_row, kek_id, FIELD_REQUIRED, 8, 8, "which key-encryption key wrapped it", "主密钥标识"),
    BYTES_FIELD(vault_row, key_id, FIELD_REQUIRED, 8, 8, "`k` of the values sealed under it", "密钥标识"),
    BYTES_FIELD(vault_row, wrapped, FIELD_REQUIRED, 60, 60, "nonce, cipher, tag", "加密后的密钥"),
    TIME_FIELD(vault_row, created_at, FIELD_REQUIRED, "when the case was received", "创建时间"),
};

static const struct map_shape vault_row_shape = {
    "vault_row", sizeof(struct vault_row), LIST(vault_row_fields),
    "the wrapped key of a case; only read", "工单密钥",
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
        .name = "survey_vault_row_load",
        .sql =
            "select case_id, kek_id, key_id, wrapped, created_at "
            "from vault.case_key where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = vault_row_load_types,
    },
    .insert = {
        .name = "survey_vault_row_insert",
        .sql =
            "insert into vault.case_key (case_id, kek_id, key_id, wrapped, created_at) "
            "select unnest($1::uuid[]), unnest($2::text[]), unnest($3::bytea[]), unnest($4::bytea[]), unnest($5::timestamptz[])",
        .parameters = 5,
        .types = vault_row_insert_types,
    },
    .update = {
        .name = "survey_vault_row_update",
        .sql =
            "update vault.case_key as t set kek_id = u.kek_id, key_id = u.key_id, wrapped = u.wrapped, created_at = u.created_at "
            "from (select unnest($1::uuid[]) as case_id, unnest($2::text[]) as kek_id, unnest($3::bytea[]) as key_id, unnest($4::bytea[]) as wrapped, unnest($5::timestamptz[]) as created_at) as u "
            "where t.case_id = u.case_id",
        .parameters = 5,
        .types = vault_row_update_types,
    },
    .remove = {
        .name = "survey_vault_row_remove",
        .sql =
            "delete from vault.case_key where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = vault_row_remove_types,
    },
};
