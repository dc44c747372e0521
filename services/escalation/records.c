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

static const struct field_shape case_clock_fields[] = {
    TEXT_FIELD(case_clock, clock, FIELD_REQUIRED, 1, 32, "clock id, such as K9", "时钟"),
    ENUM_FIELD(case_clock, state, FIELD_REQUIRED, clock_state_enum, "where it stands", "状态"),
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
    TIME_FIELD(case_clock, moved_at, 0, "when its limit was moved last by a grade, a pause or a calendar, or became known", "变动时间"),
    TEXT_FIELD(case_clock, fired, 0, 0, 1024, "rungs of the ladder that were reached, separated by |", "已触发阶梯"),
    TIME_FIELD(case_clock, called_at, 0, "when a rung called somebody last", "呼叫时间"),
    TEXT_FIELD(case_clock, called_step, 0, 0, 32, "the rung", "呼叫阶梯"),
    INT_FIELD(case_clock, called_level, 0, INT64_C(0), INT64_C(6), "the line that was called", "呼叫层级"),
    TEXT_FIELD(case_clock, called_person, 0, 0, 64, "who was called last", "呼叫对象"),
    INT_FIELD(case_clock, calls, 0, INT64_C(0), INT64_C(1000), "people that the rung has called", "呼叫人数"),
    TIME_FIELD(case_clock, call_again_at, 0, "then the next deputy is called", "再呼时间"),
    TIME_FIELD(case_clock, acknowledged_at, 0, "when the rung was answered", "应答时间"),
    TEXT_FIELD(case_clock, acknowledged_by, 0, 0, 64, "by whom", "应答人"),
    INT_FIELD(case_clock, held_ms, 0, INT64_C(0), INT64_C(9223372036854775807), "by how much answers have held the ladder back", "等待毫秒"),
    TIME_FIELD(case_clock, quiet_until, 0, "a warning that came due at night waits for this opening", "静默至"),
    TIME_FIELD(case_clock, known_at, 0, "when it was told what its rungs follow from: those that lie before are not late", "获知时间"),
};

const struct map_shape case_clock_shape = {
    "case_clock", sizeof(struct case_clock), LIST(case_clock_fields),
    "one time limit of a case: a line of the case's clock_lines, see clock_lines.h; fields are only added", "时钟",
};

static const struct field_shape playbook_line_fields[] = {
    TEXT_FIELD(playbook_line, step, FIELD_REQUIRED, 1, 32, "its id", "步骤"),
    TEXT_FIELD(playbook_line, zh, FIELD_REQUIRED, 1, 256, "what is to be done, in Chinese", "内容（中文）"),
    TEXT_FIELD(playbook_line, en, FIELD_REQUIRED, 1, 256, "and in English", "内容（英文）"),
    TEXT_FIELD(playbook_line, who, FIELD_REQUIRED, 1, 32, "duty that does it", "责任岗"),
    TIME_FIELD(playbook_line, due_at, FIELD_REQUIRED, "by when", "应完成时间"),
    TEXT_FIELD(playbook_line, template, 0, 0, 32, "name of the words for it", "模板"),
    FLAG_FIELD(playbook_line, overdue, 0, "that it was not done by then was said", "已超时"),
    TIME_FIELD(playbook_line, done_at, 0, "when it was done", "完成时间"),
    TEXT_FIELD(playbook_line, done_by, 0, 0, 64, "by whom", "完成人"),
    TEXT_FIELD(playbook_line, proof, 0, 0, 256, "reference of what proves it", "证明编号"),
};

const struct map_shape playbook_line_shape = {
    "playbook_line", sizeof(struct playbook_line), LIST(playbook_line_fields),
    "one step of a playbook: a line of its steps, see lines.h; fields are only added", "预案步骤",
};

static const struct field_shape clocked_case_fields[] = {
    ID_FIELD(clocked_case, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(clocked_case, case_no, 0, 0, 32, "number of the case", "工单号"),
    TEXT_FIELD(clocked_case, journal, 0, 0, 16384, "timed facts of all streams, see journal.h", "事实记录"),
    ENUM_FIELD(clocked_case, case_type, 0, case_type_enum, "type, from the facts", "工单类型"),
    ENUM_FIELD(clocked_case, grade, 0, case_grade_enum, "grade, from the facts", "等级"),
    TEXT_FIELD(clocked_case, channel, 0, 0, 64, "channel", "渠道"),
    TEXT_FIELD(clocked_case, owner, 0, 0, 64, "who has it", "处理人"),
    TEXT_FIELD(clocked_case, about_employee, 0, 0, 64, "employee complained about, who is told nothing of it", "被投诉员工"),
    TEXT_FIELD(clocked_case, profile, 0, 0, 32, "rule profile", "规则集"),
    INT_FIELD(clocked_case, profile_version, 0, INT64_C(0), INT64_C(1000000000), "version valid at receipt, kept", "规则集版本"),
    TEXT_FIELD(clocked_case, calendar_name, 0, 0, 32, "calendar of its profile", "日历名称"),
    INT_FIELD(clocked_case, calendar_version, 0, INT64_C(0), INT64_C(1000000000), "version of the calendar that its limits were computed with", "日历版本"),
    INT_FIELD(clocked_case, level, FIELD_REQUIRED, INT64_C(0), INT64_C(6), "level of escalation", "升级层级"),
    INT_FIELD(clocked_case, breaches, FIELD_REQUIRED, INT64_C(0), INT64_C(1000000), "limits that were missed", "超期次数"),
    TEXT_FIELD(clocked_case, clock_lines, 0, 0, 131072, "its clocks, a line each, see clock_lines.h", "时钟"),
    FLAG_FIELD(clocked_case, standing, 0, "some clock has not ended, though nothing will be due for it: it is paused", "计时停顿"),
    TIME_FIELD(clocked_case, next_at, 0, "when something is due next, over all clocks", "下次触发时间"),
    FLAG_FIELD(clocked_case, reviewed, 0, "its missed limits have led to a review", "已转质量复核"),
    TEXT_FIELD(clocked_case, code, 0, 0, 64, "what it was counted as for incidents", "业务代码"),
    ID_FIELD(clocked_case, incident_id, 0, "incident that it belongs to", "事件标识"),
    FLAG_FIELD(clocked_case, incident_done, 0, "what follows from the incident was done", "事件已处理"),
};

static const struct map_shape clocked_case_shape = {
    "clocked_case", sizeof(struct clocked_case), LIST(clocked_case_fields),
    "a case as escalation sees it", "计时工单",
};

static const char *const clocked_case_load_types[] = {"uuid[]"};

static const char *const clocked_case_insert_types[] = {"uuid[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "text[]", "bigint[]", "bigint[]", "bigint[]", "text[]", "boolean[]", "timestamptz[]", "boolean[]", "text[]", "uuid[]", "boolean[]"};

static const char *const clocked_case_update_types[] = {"uuid[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "text[]", "bigint[]", "bigint[]", "bigint[]", "text[]", "boolean[]", "timestamptz[]", "boolean[]", "text[]", "uuid[]", "boolean[]"};

static const char *const clocked_case_remove_types[] = {"uuid[]"};

const struct record_shape clocked_case_record = {
    .name = "clocked_case",
    .map = &clocked_case_shape,
    .key = 0, /* case_id */
    .table = "escalation.clocked_case",
    .load = {
        .name = "escalation_clocked_case_load",
        .sql =
            "select case_id, case_no, journal, case_type, grade, channel, owner, about_employee, profile, profile_version, calendar_name, calendar_version, level, breaches, clock_lines, standing, next_at, reviewed, code, incident_id, incident_done "
            "from escalation.clocked_case where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = clocked_case_load_types,
    },
    .insert = {
        .name = "escalation_clocked_case_insert",
        .sql =
            "insert into escalation.clocked_case (case_id, case_no, journal, case_type, grade, channel, owner, about_employee, profile, profile_version, calendar_name, calendar_version, level, breaches, clock_lines, standing, next_at, reviewed, code, incident_id, incident_done) "
            "select unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]), unnest($6::text[]), unnest($7::text[]), unnest($8::text[]), unnest($9::text[]), unnest($10::bigint[]), unnest($11::text[]), unnest($12::bigint[]), unnest($13::bigint[]), unnest($14::bigint[]), unnest($15::text[]), unnest($16::boolean[]), unnest($17::timestamptz[]), unnest($18::boolean[]), unnest($19::text[]), unnest($20::uuid[]), unnest($21::boolean[])",
        .parameters = 21,
        .types = clocked_case_insert_types,
    },
    .update = {
        .name = "escalation_clocked_case_update",
        .sql =
            "update escalation.clocked_case as t set case_no = u.case_no, journal = u.journal, case_type = u.case_type, grade = u.grade, channel = u.channel, owner = u.owner, about_employee = u.about_employee, profile = u.profile, profile_version = u.profile_version, calendar_name = u.calendar_name, calendar_version = u.calendar_version, level = u.level, breaches = u.breaches, clock_lines = u.clock_lines, standing = u.standing, next_at = u.next_at, reviewed = u.reviewed, code = u.code, incident_id = u.incident_id, incident_done = u.incident_done "
            "from (select unnest($1::uuid[]) as case_id, unnest($2::text[]) as case_no, unnest($3::text[]) as journal, unnest($4::text[]) as case_type, unnest($5::text[]) as grade, unnest($6::text[]) as channel, unnest($7::text[]) as owner, unnest($8::text[]) as about_employee, unnest($9::text[]) as profile, unnest($10::bigint[]) as profile_version, unnest($11::text[]) as calendar_name, unnest($12::bigint[]) as calendar_version, unnest($13::bigint[]) as level, unnest($14::bigint[]) as breaches, unnest($15::text[]) as clock_lines, unnest($16::boolean[]) as standing, unnest($17::timestamptz[]) as next_at, unnest($18::boolean[]) as reviewed, unnest($19::text[]) as code, unnest($20::uuid[]) as incident_id, unnest($21::boolean[]) as incident_done) as u "
            "where t.case_id = u.case_id",
        .parameters = 21,
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

static const struct field_shape case_timer_fields[] = {
    ID_FIELD(case_timer, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TIME_FIELD(case_timer, next_at, 0, "when something is due next, over all clocks", "下次触发时间"),
};

static const struct map_shape case_timer_shape = {
    "case_timer", sizeof(struct case_timer), LIST(case_timer_fields),
    "the one timer of a case: what rebuilding reads", "定时器",
};

static const char *const case_timer_load_types[] = {"uuid[]"};

static const char *const case_timer_insert_types[] = {"uuid[]", "timestamptz[]"};

static const char *const case_timer_update_types[] = {"uuid[]", "timestamptz[]"};

static const char *const case_timer_remove_types[] = {"uuid[]"};

const struct record_shape case_timer_record = {
    .name = "case_timer",
    .map = &case_timer_shape,
    .key = 0, /* case_id */
    .table = "escalation.clocked_case",
    .load = {
        .name = "escalation_case_timer_load",
        .sql =
            "select case_id, next_at "
            "from escalation.clocked_case where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = case_timer_load_types,
    },
    .insert = {
        .name = "escalation_case_timer_insert",
        .sql =
            "insert into escalation.clocked_case (case_id, next_at) "
            "select unnest($1::uuid[]), unnest($2::timestamptz[])",
        .parameters = 2,
        .types = case_timer_insert_types,
    },
    .update = {
        .name = "escalation_case_timer_update",
        .sql =
            "update escalation.clocked_case as t set next_at = u.next_at "
            "from (select unnest($1::uuid[]) as case_id, unnest($2::timestamptz[]) as next_at) as u "
            "where t.case_id = u.case_id",
        .parameters = 2,
        .types = case_timer_update_types,
    },
    .remove = {
        .name = "escalation_case_timer_remove",
        .sql =
            "delete from escalation.clocked_case where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = case_timer_remove_types,
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
            "select unnest($1::text[]), unnest($2::bigint[]), unnest($3::text[]), unnest($4::timestamptz[])",
        .parameters = 4,
        .types = published_calendar_insert_types,
    },
    .update = {
        .name = "escalation_published_calendar_update",
        .sql =
            "update escalation.calendar as t set version = u.version, content = u.content, published_at = u.published_at "
            "from (select unnest($1::text[]) as name, unnest($2::bigint[]) as version, unnest($3::text[]) as content, unnest($4::timestamptz[]) as published_at) as u "
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

static const struct field_shape duty_book_fields[] = {
    TEXT_FIELD(duty_book, name, FIELD_REQUIRED, 1, 32, "of the book", "名称"),
    TEXT_FIELD(duty_book, absences, 0, 0, 65536, "lines: from, to in ms, person", "缺勤"),
    TEXT_FIELD(duty_book, empty, 0, 0, 1024, "duties that nobody had when it was looked last, separated by |", "空缺岗"),
};

static const struct map_shape duty_book_shape = {
    "duty_book", sizeof(struct duty_book), LIST(duty_book_fields),
    "what the duty roster was told since its file was written", "值班簿",
};

static const char *const duty_book_load_types[] = {"text[]"};

static const char *const duty_book_insert_types[] = {"text[]", "text[]", "text[]"};

static const char *const duty_book_update_types[] = {"text[]", "text[]", "text[]"};

static const char *const duty_book_remove_types[] = {"text[]"};

const struct record_shape duty_book_record = {
    .name = "duty_book",
    .map = &duty_book_shape,
    .key = 0, /* name */
    .table = "escalation.duty_book",
    .load = {
        .name = "escalation_duty_book_load",
        .sql =
            "select name, absences, empty "
            "from escalation.duty_book where name = any($1::text[])",
        .parameters = 1,
        .types = duty_book_load_types,
    },
    .insert = {
        .name = "escalation_duty_book_insert",
        .sql =
            "insert into escalation.duty_book (name, absences, empty) "
            "select unnest($1::text[]), unnest($2::text[]), unnest($3::text[])",
        .parameters = 3,
        .types = duty_book_insert_types,
    },
    .update = {
        .name = "escalation_duty_book_update",
        .sql =
            "update escalation.duty_book as t set absences = u.absences, empty = u.empty "
            "from (select unnest($1::text[]) as name, unnest($2::text[]) as absences, unnest($3::text[]) as empty) as u "
            "where t.name = u.name",
        .parameters = 3,
        .types = duty_book_update_types,
    },
    .remove = {
        .name = "escalation_duty_book_remove",
        .sql =
            "delete from escalation.duty_book where name = any($1::text[])",
        .parameters = 1,
        .types = duty_book_remove_types,
    },
};

static const struct field_shape incident_window_fields[] = {
    TEXT_FIELD(incident_window, code, FIELD_REQUIRED, 1, 64, "business code, or category", "业务代码"),
    TEXT_FIELD(incident_window, recent, 0, 0, 16384, "lines: receipt in ms, case", "近期工单"),
    ID_FIELD(incident_window, incident_id, 0, "the open incident", "事件标识"),
};

static const struct map_shape incident_window_shape = {
    "incident_window", sizeof(struct incident_window), LIST(incident_window_fields),
    "cases about one matter, the newest", "事件窗口",
};

static const char *const incident_window_load_types[] = {"text[]"};

static const char *const incident_window_insert_types[] = {"text[]", "text[]", "uuid[]"};

static const char *const incident_window_update_types[] = {"text[]", "text[]", "uuid[]"};

static const char *const incident_window_remove_types[] = {"text[]"};

const struct record_shape incident_window_record = {
    .name = "incident_window",
    .map = &incident_window_shape,
    .key = 0, /* code */
    .table = "escalation.incident_window",
    .load = {
        .name = "escalation_incident_window_load",
        .sql =
            "select code, recent, incident_id "
            "from escalation.incident_window where code = any($1::text[])",
        .parameters = 1,
        .types = incident_window_load_types,
    },
    .insert = {
        .name = "escalation_incident_window_insert",
        .sql =
            "insert into escalation.incident_window (code, recent, incident_id) "
            "select unnest($1::text[]), unnest($2::text[]), unnest($3::uuid[])",
        .parameters = 3,
        .types = incident_window_insert_types,
    },
    .update = {
        .name = "escalation_incident_window_update",
        .sql =
            "update escalation.incident_window as t set recent = u.recent, incident_id = u.incident_id "
            "from (select unnest($1::text[]) as code, unnest($2::text[]) as recent, unnest($3::uuid[]) as incident_id) as u "
            "where t.code = u.code",
        .parameters = 3,
        .types = incident_window_update_types,
    },
    .remove = {
        .name = "escalation_incident_window_remove",
        .sql =
            "delete from escalation.incident_window where code = any($1::text[])",
        .parameters = 1,
        .types = incident_window_remove_types,
    },
};

static const struct field_shape incident_fields[] = {
    ID_FIELD(incident, incident_id, FIELD_REQUIRED, "the incident", "事件标识"),
    TEXT_FIELD(incident, incident_no, FIELD_REQUIRED, 1, 32, "its number", "事件编号"),
    TEXT_FIELD(incident, code, FIELD_REQUIRED, 1, 64, "what it is about", "业务代码"),
    TEXT_FIELD(incident, category, 0, 0, 64, "category key", "类别"),
    ENUM_FIELD(incident, state, FIELD_REQUIRED, incident_state_enum, "where it stands", "状态"),
    INT_FIELD(incident, cases, FIELD_REQUIRED, INT64_C(0), INT64_C(1000000), "cases in all", "工单数"),
    TIME_FIELD(incident, first_at, FIELD_REQUIRED, "receipt of the first", "首件时间"),
    TIME_FIELD(incident, opened_at, FIELD_REQUIRED, "when it was opened", "开启时间"),
    TIME_FIELD(incident, last_at, FIELD_REQUIRED, "receipt of the newest", "末件时间"),
    TIME_FIELD(incident, closed_at, 0, "when it was closed", "关闭时间"),
    TEXT_FIELD(incident, closed_by, 0, 0, 64, "who", "关闭人"),
    TEXT_FIELD(incident, notice_zh, 0, 0, 2048, "what all of them are told, in Chinese", "公告（中文）"),
    TEXT_FIELD(incident, notice_en, 0, 0, 2048, "and in English", "公告（英文）"),
};

static const struct map_shape incident_shape = {
    "incident", sizeof(struct incident), LIST(incident_fields),
    "one incident", "事件",
};

static const char *const incident_load_types[] = {"uuid[]"};

static const char *const incident_insert_types[] = {"uuid[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "text[]", "text[]", "text[]"};

static const char *const incident_update_types[] = {"uuid[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "text[]", "text[]", "text[]"};

static const char *const incident_remove_types[] = {"uuid[]"};

const struct record_shape incident_record = {
    .name = "incident",
    .map = &incident_shape,
    .key = 0, /* incident_id */
    .table = "escalation.incident",
    .load = {
        .name = "escalation_incident_load",
        .sql =
            "select incident_id, incident_no, code, category, state, cases, first_at, opened_at, last_at, closed_at, closed_by, notice_zh, notice_en "
            "from escalation.incident where incident_id = any($1::uuid[])",
        .parameters = 1,
        .types = incident_load_types,
    },
    .insert = {
        .name = "escalation_incident_insert",
        .sql =
            "insert into escalation.incident (incident_id, incident_no, code, category, state, cases, first_at, opened_at, last_at, closed_at, closed_by, notice_zh, notice_en) "
            "select unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]), unnest($6::bigint[]), unnest($7::timestamptz[]), unnest($8::timestamptz[]), unnest($9::timestamptz[]), unnest($10::timestamptz[]), unnest($11::text[]), unnest($12::text[]), unnest($13::text[])",
        .parameters = 13,
        .types = incident_insert_types,
    },
    .update = {
        .name = "escalation_incident_update",
        .sql =
            "update escalation.incident as t set incident_no = u.incident_no, code = u.code, category = u.category, state = u.state, cases = u.cases, first_at = u.first_at, opened_at = u.opened_at, last_at = u.last_at, closed_at = u.closed_at, closed_by = u.closed_by, notice_zh = u.notice_zh, notice_en = u.notice_en "
            "from (select unnest($1::uuid[]) as incident_id, unnest($2::text[]) as incident_no, unnest($3::text[]) as code, unnest($4::text[]) as category, unnest($5::text[]) as state, unnest($6::bigint[]) as cases, unnest($7::timestamptz[]) as first_at, unnest($8::timestamptz[]) as opened_at, unnest($9::timestamptz[]) as last_at, unnest($10::timestamptz[]) as closed_at, unnest($11::text[]) as closed_by, unnest($12::text[]) as notice_zh, unnest($13::text[]) as notice_en) as u "
            "where t.incident_id = u.incident_id",
        .parameters = 13,
        .types = incident_update_types,
    },
    .remove = {
        .name = "escalation_incident_remove",
        .sql =
            "delete from escalation.incident where incident_id = any($1::uuid[])",
        .parameters = 1,
        .types = incident_remove_types,
    },
};

static const struct field_shape playbook_fields[] = {
    TEXT_FIELD(playbook, subject, FIELD_REQUIRED, 1, 96, "case or number of the incident, a slash, kind of emergency", "对象"),
    TEXT_FIELD(playbook, kind, FIELD_REQUIRED, 1, 32, "kind of emergency", "预案类型"),
    ID_FIELD(playbook, case_id, 0, "the case that it is for", "工单标识"),
    TEXT_FIELD(playbook, case_no, 0, 0, 32, "its number", "工单号"),
    TEXT_FIELD(playbook, incident_no, 0, 0, 32, "the incident that it is for", "事件编号"),
    ENUM_FIELD(playbook, state, FIELD_REQUIRED, playbook_state_enum, "where it stands", "状态"),
    TEXT_FIELD(playbook, cause, FIELD_REQUIRED, 1, 64, "what started it", "启动原因"),
    INT_FIELD(playbook, times, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "how often it was started", "启动次数"),
    TIME_FIELD(playbook, started_at, FIELD_REQUIRED, "when", "启动时间"),
    TEXT_FIELD(playbook, started_by, 0, 0, 64, "by whom; absent: by its trigger", "启动人"),
    TEXT_FIELD(playbook, version, FIELD_REQUIRED, 1, 64, "of the policy that its steps are of", "策略版本"),
    TEXT_FIELD(playbook, steps, 0, 0, 65536, "its steps, a line each", "步骤"),
    TIME_FIELD(playbook, next_at, 0, "when the next step is due that is not done nor said to be overdue", "下次检查时间"),
    TIME_FIELD(playbook, closed_at, 0, "when it was closed", "结束时间"),
    TEXT_FIELD(playbook, closed_by, 0, 0, 64, "by whom", "结束人"),
};

static const struct map_shape playbook_shape = {
    "playbook", sizeof(struct playbook), LIST(playbook_fields),
    "what is done in an emergency, for a case or an incident", "应急预案",
};

static const char *const playbook_load_types[] = {"text[]"};

static const char *const playbook_insert_types[] = {"text[]", "text[]", "uuid[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "timestamptz[]", "text[]", "text[]", "text[]", "timestamptz[]", "timestamptz[]", "text[]"};

static const char *const playbook_update_types[] = {"text[]", "text[]", "uuid[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "timestamptz[]", "text[]", "text[]", "text[]", "timestamptz[]", "timestamptz[]", "text[]"};

static const char *const playbook_remove_types[] = {"text[]"};

const struct record_shape playbook_record = {
    .name = "playbook",
    .map = &playbook_shape,
    .key = 0, /* subject */
    .table = "escalation.playbook",
    .load = {
        .name = "escalation_playbook_load",
        .sql =
            "select subject, kind, case_id, case_no, incident_no, state, cause, times, started_at, started_by, version, steps, next_at, closed_at, closed_by "
            "from escalation.playbook where subject = any($1::text[])",
        .parameters = 1,
        .types = playbook_load_types,
    },
    .insert = {
        .name = "escalation_playbook_insert",
        .sql =
            "insert into escalation.playbook (subject, kind, case_id, case_no, incident_no, state, cause, times, started_at, started_by, version, steps, next_at, closed_at, closed_by) "
            "select unnest($1::text[]), unnest($2::text[]), unnest($3::uuid[]), unnest($4::text[]), unnest($5::text[]), unnest($6::text[]), unnest($7::text[]), unnest($8::bigint[]), unnest($9::timestamptz[]), unnest($10::text[]), unnest($11::text[]), unnest($12::text[]), unnest($13::timestamptz[]), unnest($14::timestamptz[]), unnest($15::text[])",
        .parameters = 15,
        .types = playbook_insert_types,
    },
    .update = {
        .name = "escalation_playbook_update",
        .sql =
            "update escalation.playbook as t set kind = u.kind, case_id = u.case_id, case_no = u.case_no, incident_no = u.incident_no, state = u.state, cause = u.cause, times = u.times, started_at = u.started_at, started_by = u.started_by, version = u.version, steps = u.steps, next_at = u.next_at, closed_at = u.closed_at, closed_by = u.closed_by "
            "from (select unnest($1::text[]) as subject, unnest($2::text[]) as kind, unnest($3::uuid[]) as case_id, unnest($4::text[]) as case_no, unnest($5::text[]) as incident_no, unnest($6::text[]) as state, unnest($7::text[]) as cause, unnest($8::bigint[]) as times, unnest($9::timestamptz[]) as started_at, unnest($10::text[]) as started_by, unnest($11::text[]) as version, unnest($12::text[]) as steps, unnest($13::timestamptz[]) as next_at, unnest($14::timestamptz[]) as closed_at, unnest($15::text[]) as closed_by) as u "
            "where t.subject = u.subject",
        .parameters = 15,
        .types = playbook_update_types,
    },
    .remove = {
        .name = "escalation_playbook_remove",
        .sql =
            "delete from escalation.playbook where subject = any($1::text[])",
        .parameters = 1,
        .types = playbook_remove_types,
    },
};

static const struct field_shape host_clock_fields[] = {
    TEXT_FIELD(host_clock, name, FIELD_REQUIRED, 1, 32, "of the clock", "名称"),
    INT_FIELD(host_clock, step_ms, 0, INT64_C(-9223372036854775807), INT64_C(9223372036854775807), "step that is not settled", "跳变毫秒"),
};

static const struct map_shape host_clock_shape = {
    "host_clock", sizeof(struct host_clock), LIST(host_clock_fields),
    "what was said of the host's clock", "主机时钟",
};

static const char *const host_clock_load_types[] = {"text[]"};

static const char *const host_clock_insert_types[] = {"text[]", "bigint[]"};

static const char *const host_clock_update_types[] = {"text[]", "bigint[]"};

static const char *const host_clock_remove_types[] = {"text[]"};

const struct record_shape host_clock_record = {
    .name = "host_clock",
    .map = &host_clock_shape,
    .key = 0, /* name */
    .table = "escalation.host_clock",
    .load = {
        .name = "escalation_host_clock_load",
        .sql =
            "select name, step_ms "
            "from escalation.host_clock where name = any($1::text[])",
        .parameters = 1,
        .types = host_clock_load_types,
    },
    .insert = {
        .name = "escalation_host_clock_insert",
        .sql =
            "insert into escalation.host_clock (name, step_ms) "
            "select unnest($1::text[]), unnest($2::bigint[])",
        .parameters = 2,
        .types = host_clock_insert_types,
    },
    .update = {
        .name = "escalation_host_clock_update",
        .sql =
            "update escalation.host_clock as t set step_ms = u.step_ms "
            "from (select unnest($1::text[]) as name, unnest($2::bigint[]) as step_ms) as u "
            "where t.name = u.name",
        .parameters = 2,
        .types = host_clock_update_types,
    },
    .remove = {
        .name = "escalation_host_clock_remove",
        .sql =
            "delete from escalation.host_clock where name = any($1::text[])",
        .parameters = 1,
        .types = host_clock_remove_types,
    },
};
