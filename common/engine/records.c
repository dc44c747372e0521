/* Written by proto/generate.py from common/engine/records.def; change that and run it again. */
#include "common/engine/records.h"

#include "common/shape_fields.h"

/* clang-format off */

static const char *const dead_state_values[] = {
    "none",
    "open",
    "retried",
    "dropped",
    "kept",
};

static const char *const dead_state_labels[] = {
    "",
    "待处理",
    "已重试",
    "已丢弃",
    "留存",
};

const struct enum_shape dead_state_enum = {
    "dead_state", dead_state_values, dead_state_labels, 5,
};

static const struct field_shape dead_row_fields[] = {
    ID_FIELD(dead_row, id, FIELD_REQUIRED, "the dead letter", "死信标识"),
    TIME_FIELD(dead_row, at, FIELD_REQUIRED, "when it was set aside", "搁置时间"),
    TEXT_FIELD(dead_row, origin, FIELD_REQUIRED, 1, 64, "`commands`, or the stream it came from", "来源通道"),
    TEXT_FIELD(dead_row, sender, 0, 0, 64, "public key of its sender", "发送方"),
    TEXT_FIELD(dead_row, source, 0, 0, 256, "source of the message", "消息来源"),
    TEXT_FIELD(dead_row, message_id, 0, 0, 128, "id of the message", "消息标识"),
    BYTES_FIELD(dead_row, key16, 0, 0, 16, "of a command: hash of source and id", "命令键"),
    BYTES_FIELD(dead_row, content16, 0, 0, 16, "of a command: hash of type and data", "内容摘要"),
    TEXT_FIELD(dead_row, type, 0, 0, 96, "type of the message", "消息类型"),
    INT_FIELD(dead_row, seq, 0, INT64_C(0), INT64_C(9223372036854775807), "position in the stream it came from", "流序号"),
    ID_FIELD(dead_row, case_id, 0, "the case that is parked behind it", "工单标识"),
    TEXT_FIELD(dead_row, code, FIELD_REQUIRED, 1, 64, "stable code of the reason", "原因代码"),
    TEXT_FIELD(dead_row, reason, FIELD_REQUIRED, 1, 1024, "the reason in words", "原因"),
    BYTES_FIELD(dead_row, body, FIELD_REQUIRED, 1, 400000, "the message, sealed", "密封的消息"),
    ENUM_FIELD(dead_row, state, FIELD_REQUIRED, dead_state_enum, "what became of it", "状态"),
    TEXT_FIELD(dead_row, actor, 0, 0, 64, "who decided", "处理人"),
    TEXT_FIELD(dead_row, why, 0, 0, 1024, "why", "处理原因"),
    TIME_FIELD(dead_row, decided_at, 0, "when", "处理时间"),
};

static const struct map_shape dead_row_shape = {
    "dead_row", sizeof(struct dead_row), LIST(dead_row_fields),
    "a message that was set aside", "死信",
};

static const char *const dead_row_load_types[] = {"uuid[]"};

static const char *const dead_row_insert_types[] = {"uuid[]", "timestamptz[]", "text[]", "text[]", "text[]", "text[]", "bytea[]", "bytea[]", "text[]", "bigint[]", "uuid[]", "text[]", "text[]", "bytea[]", "text[]", "text[]", "text[]", "timestamptz[]"};

static const char *const dead_row_update_types[] = {"uuid[]", "timestamptz[]", "text[]", "text[]", "text[]", "text[]", "bytea[]", "bytea[]", "text[]", "bigint[]", "uuid[]", "text[]", "text[]", "bytea[]", "text[]", "text[]", "text[]", "timestamptz[]"};

static const char *const dead_row_remove_types[] = {"uuid[]"};

const struct record_shape dead_row_record = {
    .name = "dead_row",
    .map = &dead_row_shape,
    .key = 0, /* id */
    .table = "dead_letter",
    .load = {
        .name = "engine_dead_row_load",
        .sql =
            "select id, at, origin, sender, source, message_id, key16, content16, type, seq, case_id, code, reason, body, state, actor, why, decided_at "
            "from dead_letter where id = any($1::uuid[])",
        .parameters = 1,
        .types = dead_row_load_types,
    },
    .insert = {
        .name = "engine_dead_row_insert",
        .sql =
            "insert into dead_letter (id, at, origin, sender, source, message_id, key16, content16, type, seq, case_id, code, reason, body, state, actor, why, decided_at) "
            "select unnest($1::uuid[]), unnest($2::timestamptz[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]), unnest($6::text[]), unnest($7::bytea[]), unnest($8::bytea[]), unnest($9::text[]), unnest($10::bigint[]), unnest($11::uuid[]), unnest($12::text[]), unnest($13::text[]), unnest($14::bytea[]), unnest($15::text[]), unnest($16::text[]), unnest($17::text[]), unnest($18::timestamptz[])",
        .parameters = 18,
        .types = dead_row_insert_types,
    },
    .update = {
        .name = "engine_dead_row_update",
        .sql =
            "update dead_letter as t set at = u.at, origin = u.origin, sender = u.sender, source = u.source, message_id = u.message_id, key16 = u.key16, content16 = u.content16, type = u.type, seq = u.seq, case_id = u.case_id, code = u.code, reason = u.reason, body = u.body, state = u.state, actor = u.actor, why = u.why, decided_at = u.decided_at "
            "from (select unnest($1::uuid[]) as id, unnest($2::timestamptz[]) as at, unnest($3::text[]) as origin, unnest($4::text[]) as sender, unnest($5::text[]) as source, unnest($6::text[]) as message_id, unnest($7::bytea[]) as key16, unnest($8::bytea[]) as content16, unnest($9::text[]) as type, unnest($10::bigint[]) as seq, unnest($11::uuid[]) as case_id, unnest($12::text[]) as code, unnest($13::text[]) as reason, unnest($14::bytea[]) as body, unnest($15::text[]) as state, unnest($16::text[]) as actor, unnest($17::text[]) as why, unnest($18::timestamptz[]) as decided_at) as u "
            "where t.id = u.id",
        .parameters = 18,
        .types = dead_row_update_types,
    },
    .remove = {
        .name = "engine_dead_row_remove",
        .sql =
            "delete from dead_letter where id = any($1::uuid[])",
        .parameters = 1,
        .types = dead_row_remove_types,
    },
};

static const struct field_shape adopted_policy_fields[] = {
    TEXT_FIELD(adopted_policy, name, FIELD_REQUIRED, 1, 64, "name of the policy file", "策略名称"),
    TEXT_FIELD(adopted_policy, version, FIELD_REQUIRED, 1, 64, "version named in the file", "版本"),
    BYTES_FIELD(adopted_policy, sha256, FIELD_REQUIRED, 1, 32, "of the file", "文件摘要"),
    TIME_FIELD(adopted_policy, adopted_at, FIELD_REQUIRED, "since when", "生效时间"),
};

static const struct map_shape adopted_policy_shape = {
    "adopted_policy", sizeof(struct adopted_policy), LIST(adopted_policy_fields),
    "a policy in force", "生效策略",
};

static const char *const adopted_policy_load_types[] = {"text[]"};

static const char *const adopted_policy_insert_types[] = {"text[]", "text[]", "bytea[]", "timestamptz[]"};

static const char *const adopted_policy_update_types[] = {"text[]", "text[]", "bytea[]", "timestamptz[]"};

static const char *const adopted_policy_remove_types[] = {"text[]"};

const struct record_shape adopted_policy_record = {
    .name = "adopted_policy",
    .map = &adopted_policy_shape,
    .key = 0, /* name */
    .table = "adopted_policy",
    .load = {
        .name = "engine_adopted_policy_load",
        .sql =
            "select name, version, sha256, adopted_at "
            "from adopted_policy where name = any($1::text[])",
        .parameters = 1,
        .types = adopted_policy_load_types,
    },
    .insert = {
        .name = "engine_adopted_policy_insert",
        .sql =
            "insert into adopted_policy (name, version, sha256, adopted_at) "
            "select unnest($1::text[]), unnest($2::text[]), unnest($3::bytea[]), unnest($4::timestamptz[])",
        .parameters = 4,
        .types = adopted_policy_insert_types,
    },
    .update = {
        .name = "engine_adopted_policy_update",
        .sql =
            "update adopted_policy as t set version = u.version, sha256 = u.sha256, adopted_at = u.adopted_at "
            "from (select unnest($1::text[]) as name, unnest($2::text[]) as version, unnest($3::bytea[]) as sha256, unnest($4::timestamptz[]) as adopted_at) as u "
            "where t.name = u.name",
        .parameters = 4,
        .types = adopted_policy_update_types,
    },
    .remove = {
        .name = "engine_adopted_policy_remove",
        .sql =
            "delete from adopted_policy where name = any($1::text[])",
        .parameters = 1,
        .types = adopted_policy_remove_types,
    },
};
