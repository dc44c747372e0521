/* Written by proto/generate.py from services/escalation/records.def; change that and run it again. */
#include "services/escalation/records.h"

#include "common/shape_fields.h"

/* clang-format off */

static const char *const clock_state_values[] = {
    "none",
    "running",
    "paused",
    "met",
    "breached",
    "cancelled",
};

static const char *const clock_state_labels[] = {
    "",
    "计时中",
    "已暂停",
    "按时",
    "超时",
    "已取消",
};

const struct enum_shape clock_state_enum = {
    "clock_state", clock_state_values, clock_state_labels, 6,
};

static const struct field_shape clocked_case_fields[] = {
    ID_FIELD(clocked_case, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(clocked_case, case_no, 0, 0, 32, "number of the case", "工单号"),
    TEXT_FIELD(clocked_case, journal, 0, 0, 16384, "timed facts of all streams, see journal.h", "事实记录"),
    ENUM_FIELD(clocked_case, case_type, 0, case_type_enum, "type, from the facts", "工单类型"),
    ENUM_FIELD(clocked_case, grade, 0, case_grade_enum, "grade, from the facts", "等级"),
    TEXT_FIELD(clocked_case, channel, 0, 0, 64, "channel", "渠道"),
    TEXT_FIELD(clocked_case, owner, 0, 0, 64, "who has it", "处理人"),
    TEXT_FIELD(clocked_case, profile, 0, 0, 32, "rule profile", "规则集"),
    INT_FIELD(clocked_case, profile_version, 0, INT64_C(0), INT64_C(1000000000), "version valid at receipt, kept", "规则集版本"),
    TEXT_FIELD(clocked_case, calendar_name, 0, 0, 32, "calendar of its profile", "日历名称"),
    INT_FIELD(clocked_case, calendar_version, 0, INT64_C(0), INT64_C(1000000000), "version of the calendar that its limits were computed with", "日历版本"),
    INT_FIELD(clocked_case, level, FIELD_REQUIRED, INT64_C(0), INT64_C(6), "level of escalation", "升级层级"),
    INT_FIELD(clocked_case, breaches, FIELD_REQUIRED, INT64_C(0), INT64_C(1000000), "limits that were missed", "超期次数"),
    TEXT_FIELD(clocked_case, clocks, 0, 0, 512, "ids of its clocks, separated by blanks", "时钟列表"),
    TIME_FIELD(clocked_case, next_at, 0, "when something is due next, over all clocks", "下次触发时间"),
};

static const struct map_shape clocked_case_shape = {
    "clocked_case", sizeof(struct clocked_case), LIST(clocked_case_fields),
    "a case as escalation sees it", "计时工单",
};

static const char *const clocked_case_load_types[] = {"uuid[]"};

static const char *const clocked_case_insert_types[] = {"uuid[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "text[]", "bigint[]", "bigint[]", "bigint[]", "text[]", "timestamptz[]"};

static const char *const clocked_case_update_types[] = {"uuid[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "text[]", "bigint[]", "bigint[]", "bigint[]", "text[]", "timestamptz[]"};

static const char *const clocked_case_remove_types[] = {"uuid[]"};

const struct record_shape clocked_case_record = {
    .name = "clocked_case",
    .map = &clocked_case_shape,
    .key = 0, /* case_id */
    .table = "escalation.clocked_case",
    .load = {
        .name = "escalation_clocked_case_load",
        .sql =
            "select case_id, case_no, journal, case_type, grade, channel, owner, profile, profile_version, calendar_name, calendar_version, level, breaches, clocks, next_at "
            "from escalation.clocked_case where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = clocked_case_load_types,
    },
    .insert = {
        .name = "escalation_clocked_case_insert",
        .sql =
            "insert into escalation.clocked_case (case_id, case_no, journal, case_type, grade, channel, owner, profile, profile_version, calendar_name, calendar_version, level, breaches, clocks, next_at) "
            "select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::text[], $11::bigint[], $12::bigint[], $13::bigint[], $14::text[], $15::timestamptz[])",
        .parameters = 15,
        .types = clocked_case_insert_types,
    },
    .update = {
        .name = "escalation_clocked_case_update",
        .sql =
            "update escalation.clocked_case as t set case_no = u.case_no, journal = u.journal, case_type = u.case_type, grade = u.grade, channel = u.channel, owner = u.owner, profile = u.profile, profile_version = u.profile_version, calendar_name = u.calendar_name, calendar_version = u.calendar_version, level = u.level, breaches = u.breaches, clocks = u.clocks, next_at = u.next_at "
            "from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::text[], $11::bigint[], $12::bigint[], $13::bigint[], $14::text[], $15::timestamptz[]) as u (case_id, case_no, journal, case_type, grade, channel, owner, profile, profile_version, calendar_name, calendar_version, level, breaches, clocks, next_at) "
            "where t.case_id = u.case_id",
        .parameters = 15,
        .types = clocked_case_update_types,
    },
    .remove = {
        .name = "escalation_clocked_case_remove",
        .sql =
            "delete from escalation.clocked_case where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = clocked_case_remove_types,
    },
};

static const struct field_shape case_clock_fields[] = {
    TEXT_FIELD(case_clock, clock_key, FIELD_REQUIRED, 1, 80, "<case id>/<clock id>", "时钟标识"),
    ID_FIELD(case_clock, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(case_clock, clock, FIELD_REQUIRED, 1, 32, "clock id, such as K9", "时钟"),
    ENUM_FIELD(case_clock, state, FIELD_REQUIRED | FIELD_STATE, clock_state_enum, "where it stands", "状态"),
    TEXT_FIELD(case_clock, profile, 0, 0, 32, "profile that has the clock", "规则集"),
    INT_FIELD(case_clock, profile_version, 0, INT64_C(0), INT64_C(1000000000), "its version", "规则集版本"),
    INT_FIELD(case_clock, calendar_version, 0, INT64_C(0), INT64_C(1000000000), "version of the calendar", "日历版本"),
    ENUM_FIELD(case_clock, kind, 0, clock_kind_enum, "how it counts", "时钟类型"),
    ENUM_FIELD(case_clock, grade, 0, case_grade_enum, "grade it was computed for", "等级"),
    FLAG_FIELD(case_clock, statutory, 0, "given by law", "法定"),
    FLAG_FIELD(case_clock, provisional, 0, "a year without calendar was asked about", "暂定"),
    TIME_FIELD(case_clock, started_at, FIELD_REQUIRED, "where it starts", "开始时间"),
    TIME_FIELD(case_clock, due_at, 0, "the limit; absent while it is paused", "到期时间"),
    TIME_FIELD(case_clock, paused_at, 0, "since when it is paused", "暂停时间"),
    INT_FIELD(case_clock, remaining_ms, 0, INT64_C(0), INT64_C(9223372036854775807), "of a paused clock: counted time not yet used", "剩余毫秒"),
    INT_FIELD(case_clock, remaining_days, 0, INT64_C(0), INT64_C(36500), "of a paused clock: days still to count", "剩余天数"),
    TIME_FIELD(case_clock, stopped_at, 0, "when it ended", "结束时间"),
    TIME_FIELD(case_clock, breached_at, 0, "when it was missed", "超期时间"),
    TIME_FIELD(case_clock, moved_at, 0, "when its limit was moved last by a grade, a pause or a calendar", "变动时间"),
    TEXT_FIELD(case_clock, fired, 0, 0, 1024, "rungs of the ladder that were reached, separated by |", "已触发阶梯"),
};

static const struct map_shape case_clock_shape = {
    "case_clock", sizeof(struct case_clock), LIST(case_clock_fields),
    "one time limit of a case", "时钟",
};

static const char *const case_clock_load_types[] = {"text[]"};

static const char *const case_clock_insert_types[] = {"text[]", "uuid[]", "text[]", "text[]", "text[]", "bigint[]", "bigint[]", "text[]", "text[]", "boolean[]", "boolean[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "bigint[]", "bigint[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "text[]"};

static const char *const case_clock_update_types[] = {"text[]", "uuid[]", "text[]", "text[]", "text[]", "bigint[]", "bigint[]", "text[]", "text[]", "boolean[]", "boolean[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "bigint[]", "bigint[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "text[]"};

static const char *const case_clock_remove_types[] = {"text[]"};

const struct record_shape case_clock_record = {
    .name = "case_clock",
    .map = &case_clock_shape,
    .key = 0, /* clock_key */
    .table = "escalation.clock",
    .load = {
        .name = "escalation_case_clock_load",
        .sql =
            "select clock_key, case_id, clock, state, profile, profile_version, calendar_version, kind, grade, statutory, provisional, started_at, due_at, paused_at, remaining_ms, remaining_days, stopped_at, breached_at, moved_at, fired "
            "from escalation.clock where clock_key = any($1::text[])",
        .parameters = 1,
        .types = case_clock_load_types,
    },
    .insert = {
        .name = "escalation_case_clock_insert",
        .sql =
            "insert into escalation.clock (clock_key, case_id, clock, state, profile, profile_version, calendar_version, kind, grade, statutory, provisional, started_at, due_at, paused_at, remaining_ms, remaining_days, stopped_at, breached_at, moved_at, fired) "
            "select * from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::text[], $9::text[], $10::boolean[], $11::boolean[], $12::timestamptz[], $13::timestamptz[], $14::timestamptz[], $15::bigint[], $16::bigint[], $17::timestamptz[], $18::timestamptz[], $19::timestamptz[], $20::text[])",
        .parameters = 20,
        .types = case_clock_insert_types,
    },
    .update = {
        .name = "escalation_case_clock_update",
        .sql =
            "update escalation.clock as t set case_id = u.case_id, clock = u.clock, state = u.state, profile = u.profile, profile_version = u.profile_version, calendar_version = u.calendar_version, kind = u.kind, grade = u.grade, statutory = u.statutory, provisional = u.provisional, started_at = u.started_at, due_at = u.due_at, paused_at = u.paused_at, remaining_ms = u.remaining_ms, remaining_days = u.remaining_days, stopped_at = u.stopped_at, breached_at = u.breached_at, moved_at = u.moved_at, fired = u.fired "
            "from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::text[], $9::text[], $10::boolean[], $11::boolean[], $12::timestamptz[], $13::timestamptz[], $14::timestamptz[], $15::bigint[], $16::bigint[], $17::timestamptz[], $18::timestamptz[], $19::timestamptz[], $20::text[]) as u (clock_key, case_id, clock, state, profile, profile_version, calendar_version, kind, grade, statutory, provisional, started_at, due_at, paused_at, remaining_ms, remaining_days, stopped_at, breached_at, moved_at, fired) "
            "where t.clock_key = u.clock_key",
        .parameters = 20,
        .types = case_clock_update_types,
    },
    .remove = {
        .name = "escalation_case_clock_remove",
        .sql =
            "delete from escalation.clock where clock_key = any($1::text[])",
        .parameters = 1,
        .types = case_clock_remove_types,
    },
};

static const struct field_shape published_calendar_fields[] = {
    TEXT_FIELD(published_calendar, name, FIELD_REQUIRED, 1, 32, "name of the calendar", "日历名称"),
    INT_FIELD(published_calendar, version, FIELD_REQUIRED, INT64_C(0), INT64_C(1000000000), "version", "版本"),
    TEXT_FIELD(published_calendar, content, FIELD_REQUIRED, 1, 131072, "the calendar as YAML", "日历内容"),
    TIME_FIELD(published_calendar, published_at, FIELD_REQUIRED, "when", "发布时间"),
};

static const struct map_shape published_calendar_shape = {
    "published_calendar", sizeof(struct published_calendar), LIST(published_calendar_fields),
    "a calendar that was published by command", "已发布日历",
};

static const char *const published_calendar_load_types[] = {"text[]"};

static const char *const published_calendar_insert_types[] = {"text[]", "bigint[]", "text[]", "timestamptz[]"};

static const char *const published_calendar_update_types[] = {"text[]", "bigint[]", "text[]", "timestamptz[]"};

static const char *const published_calendar_remove_types[] = {"text[]"};

const struct record_shape published_calendar_record = {
    .name = "published_calendar",
    .map = &published_calendar_shape,
    .key = 0, /* name */
    .table = "escalation.calendar",
    .load = {
        .name = "escalation_published_calendar_load",
        .sql =
            "select name, version, content, published_at "
            "from escalation.calendar where name = any($1::text[])",
        .parameters = 1,
        .types = published_calendar_load_types,
    },
    .insert = {
        .name = "escalation_published_calendar_insert",
        .sql =
            "insert into escalation.calendar (name, version, content, published_at) "
            "select * from unnest($1::text[], $2::bigint[], $3::text[], $4::timestamptz[])",
        .parameters = 4,
        .types = published_calendar_insert_types,
    },
    .update = {
        .name = "escalation_published_calendar_update",
        .sql =
            "update escalation.calendar as t set version = u.version, content = u.content, published_at = u.published_at "
            "from unnest($1::text[], $2::bigint[], $3::text[], $4::timestamptz[]) as u (name, version, content, published_at) "
            "where t.name = u.name",
        .parameters = 4,
        .types = published_calendar_update_types,
    },
    .remove = {
        .name = "escalation_published_calendar_remove",
        .sql =
            "delete from escalation.calendar where name = any($1::text[])",
        .parameters = 1,
        .types = published_calendar_remove_types,
    },
};
