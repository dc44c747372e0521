/* Written by proto/generate.py from services/desk/records.def; change that and run it again. */
#include "services/desk/records.h"

#include "common/shape_fields.h"

/* clang-format off */

static const struct field_shape queued_case_fields[] = {
    ID_FIELD(queued_case, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(queued_case, case_no, 0, 0, 32, "its number; absent while router has not placed it", "工单号"),
    ENUM_FIELD(queued_case, state, FIELD_REQUIRED | FIELD_STATE, case_state_enum, "where it is", "状态"),
    ENUM_FIELD(queued_case, stage, 0, case_state_enum, "the state of work that a claim, or the customer's answer, leads to", "工作阶段"),
    INT_FIELD(queued_case, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "one more with every change", "版本"),
    ENUM_FIELD(queued_case, case_type, 0, case_type_enum, "type", "工单类型"),
    TEXT_FIELD(queued_case, code, 0, 0, 8, "business code", "业务代码"),
    TEXT_FIELD(queued_case, category, 0, 0, 64, "category key", "类别"),
    ENUM_FIELD(queued_case, grade, 0, case_grade_enum, "the grade that counts, see grade.h", "等级"),
    ENUM_FIELD(queued_case, first_grade, 0, case_grade_enum, "router's first grade", "初始等级"),
    ENUM_FIELD(queued_case, routed_grade, 0, case_grade_enum, "router's newest grade", "分类等级"),
    ENUM_FIELD(queued_case, regraded_from, 0, case_grade_enum, "before the newest regrade", "调整前等级"),
    ENUM_FIELD(queued_case, regraded_to, 0, case_grade_enum, "after the newest regrade", "调整后等级"),
    TEXT_FIELD(queued_case, queue, 0, 0, 64, "work queue; absent while router has not placed it", "队列"),
    TEXT_FIELD(queued_case, skills, 0, 0, 1100, "skills that the work needs, sorted, joined by commas", "技能"),
    TEXT_FIELD(queued_case, owner, 0, 0, 64, "who has it", "处理人"),
    TEXT_FIELD(queued_case, owner_role, 0, 0, 64, "role of the owner", "处理人角色"),
    INT_FIELD(queued_case, lease_epoch, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "number of the newest lease", "租约序号"),
    TIME_FIELD(queued_case, lease_until, 0, "when the lease lapses; absent while the case waits for somebody else", "租约到期时间"),
    TIME_FIELD(queued_case, wake_at, 0, "when the chore must look at it: a lease, an offer or a quiet period is over, a rung is reached", "唤醒时间"),
    TIME_FIELD(queued_case, queued_at, 0, "since when it waits", "入队时间"),
    TIME_FIELD(queued_case, due_at, 0, "next internal deadline, the earlier of the two below", "到期时间"),
    TIME_FIELD(queued_case, routed_due, 0, "router's newest deadline", "分类期限"),
    TIME_FIELD(queued_case, regraded_due, 0, "deadline of the newest regrade", "调整后期限"),
    TIME_FIELD(queued_case, received_at, 0, "when the request was received", "受理时间"),
    TEXT_FIELD(queued_case, channel, 0, 0, 64, "channel", "渠道"),
    ENUM_FIELD(queued_case, party, 0, party_enum, "kind of customer", "客户类型"),
    TEXT_FIELD(queued_case, unit, 0, 0, 64, "accepting unit", "受理单位"),
    TEXT_FIELD(queued_case, about_unit, 0, 0, 64, "unit complained about", "被投诉单位"),
    TEXT_FIELD(queued_case, about_employee, 0, 0, 64, "employee complained about: never an owner", "被投诉员工"),
    INT_FIELD(queued_case, complainants, 0, INT64_C(1), INT64_C(1000000), "number of people complaining jointly", "共同投诉人数"),
    TEXT_FIELD(queued_case, outside_no, 0, 0, 64, "number given by a regulator", "外部编号"),
    TIME_FIELD(queued_case, outside_due, 0, "deadline given by a regulator", "外部期限"),
    BYTES_FIELD(queued_case, customer_key, 0, 0, 16, "keyed hash that finds the cases of one customer", "客户检索键"),
    INT_FIELD(queued_case, level, 0, INT64_C(0), INT64_C(6), "level of escalation", "升级层级"),
    INT_FIELD(queued_case, taken_level, 0, INT64_C(0), INT64_C(6), "line that took it over: nobody below may have it", "接管层级"),
    TEXT_FIELD(queued_case, first_owner, 0, 0, 64, "who had it first: stays first-contact owner", "首问负责人"),
    INT_FIELD(queued_case, notes, 0, INT64_C(0), INT64_C(9223372036854775807), "notes so far", "备注数"),
    TEXT_FIELD(queued_case, resolved_by, 0, 0, 64, "who resolved it", "办结人"),
    TIME_FIELD(queued_case, resolved_at, 0, "when", "办结时间"),
    TIME_FIELD(queued_case, closed_at, 0, "when it was closed", "关闭时间"),
    INT_FIELD(queued_case, reopen_count, 0, INT64_C(0), INT64_C(1000000), "how often it was reopened", "重开次数"),
    FLAG_FIELD(queued_case, registered, 0, "complaint.registered was said", "投诉已登记"),
    TEXT_FIELD(queued_case, complaint_no, 0, 0, 32, "number of the complaint", "投诉编号"),
    TEXT_FIELD(queued_case, investigator, 0, 0, 64, "investigator of the complaint", "调查人"),
    TEXT_FIELD(queued_case, drafted_by, 0, 0, 64, "who drafted the decision", "拟定人"),
    ENUM_FIELD(queued_case, finding, 0, finding_enum, "result of the investigation", "调查结论"),
    TEXT_FIELD(queued_case, decided_by, 0, 0, 64, "who approved the decision", "批准人"),
    TIME_FIELD(queued_case, decided_at, 0, "when it was decided", "决定时间"),
    TIME_FIELD(queued_case, replied_at, 0, "when the customer was told, with proof", "答复时间"),
    TEXT_FIELD(queued_case, wishes, 0, 0, 3300, "router's other words on who it suits: +preferred !forbidden @excluded unit, joined by commas", "派单意愿"),
    TEXT_FIELD(queued_case, needs, 0, 0, 2200, "what its set in Redis asks for: skill:level, !forbidden, see skills.h", "派单条件"),
    INT_FIELD(queued_case, weight, 0, INT64_C(0), INT64_C(1000), "points it takes of its owner's capacity", "工作量"),
    INT_FIELD(queued_case, rung, 0, INT64_C(0), INT64_C(16), "rung of the overflow ladder that it stands on", "溢出层级"),
    INT_FIELD(queued_case, offer_no, 0, INT64_C(0), INT64_C(9223372036854775807), "number of the newest offer", "派单序号"),
    TEXT_FIELD(queued_case, offered_to, 0, 0, 64, "to whom it is offered now", "派单对象"),
    TIME_FIELD(queued_case, offered_until, 0, "when the offer lapses", "派单到期时间"),
    TIME_FIELD(queued_case, tried_at, 0, "when somebody to offer it to was looked for last", "上次派单时间"),
    ID_FIELD(queued_case, repeat_of, 0, "the earlier case of the same customer and category", "重复来件的原工单"),
    TEXT_FIELD(queued_case, repeat_no, 0, 0, 32, "its number", "原工单号"),
    INT_FIELD(queued_case, reopened_version, 0, INT64_C(0), INT64_C(9223372036854775807), "version with which it was taken up again last, by a reopening or a review: call-backs about what was told before are over", "最近重开版本"),
    TEXT_FIELD(queued_case, avoided, 0, 0, 600, "who gave it back, declined or missed it: not offered again on this rung; never who was merely not there", "不再派给"),
};

static const struct map_shape queued_case_shape = {
    "queued_case", sizeof(struct queued_case), LIST(queued_case_fields),
    "one case as desk sees it", "工单",
};

static const char *const queued_case_load_types[] = {"uuid[]"};

static const char *const queued_case_insert_types[] = {"uuid[]", "text[]", "text[]", "text[]", "bigint[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "text[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "text[]", "timestamptz[]", "bytea[]", "bigint[]", "bigint[]", "text[]", "bigint[]", "text[]", "timestamptz[]", "timestamptz[]", "bigint[]", "boolean[]", "text[]", "text[]", "text[]", "text[]", "text[]", "timestamptz[]", "timestamptz[]", "text[]", "text[]", "bigint[]", "bigint[]", "bigint[]", "text[]", "timestamptz[]", "timestamptz[]", "uuid[]", "text[]", "bigint[]", "text[]"};

static const char *const queued_case_update_types[] = {"uuid[]", "text[]", "text[]", "text[]", "bigint[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "timestamptz[]", "text[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "text[]", "timestamptz[]", "bytea[]", "bigint[]", "bigint[]", "text[]", "bigint[]", "text[]", "timestamptz[]", "timestamptz[]", "bigint[]", "boolean[]", "text[]", "text[]", "text[]", "text[]", "text[]", "timestamptz[]", "timestamptz[]", "text[]", "text[]", "bigint[]", "bigint[]", "bigint[]", "text[]", "timestamptz[]", "timestamptz[]", "uuid[]", "text[]", "bigint[]", "text[]"};

static const char *const queued_case_remove_types[] = {"uuid[]"};

const struct record_shape queued_case_record = {
    .name = "queued_case",
    .map = &queued_case_shape,
    .key = 0, /* case_id */
    .table = "desk.queued_case",
    .load = {
        .name = "desk_queued_case_load",
        .sql =
            "select case_id, case_no, state, stage, version, case_type, code, category, grade, first_grade, routed_grade, regraded_from, regraded_to, queue, skills, owner, owner_role, lease_epoch, lease_until, wake_at, queued_at, due_at, routed_due, regraded_due, received_at, channel, party, unit, about_unit, about_employee, complainants, outside_no, outside_due, customer_key, level, taken_level, first_owner, notes, resolved_by, resolved_at, closed_at, reopen_count, registered, complaint_no, investigator, drafted_by, finding, decided_by, decided_at, replied_at, wishes, needs, weight, rung, offer_no, offered_to, offered_until, tried_at, repeat_of, repeat_no, reopened_version, avoided "
            "from desk.queued_case where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = queued_case_load_types,
    },
    .insert = {
        .name = "desk_queued_case_insert",
        .sql =
            "insert into desk.queued_case (case_id, case_no, state, stage, version, case_type, code, category, grade, first_grade, routed_grade, regraded_from, regraded_to, queue, skills, owner, owner_role, lease_epoch, lease_until, wake_at, queued_at, due_at, routed_due, regraded_due, received_at, channel, party, unit, about_unit, about_employee, complainants, outside_no, outside_due, customer_key, level, taken_level, first_owner, notes, resolved_by, resolved_at, closed_at, reopen_count, registered, complaint_no, investigator, drafted_by, finding, decided_by, decided_at, replied_at, wishes, needs, weight, rung, offer_no, offered_to, offered_until, tried_at, repeat_of, repeat_no, reopened_version, avoided) "
            "select unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::bigint[]), unnest($6::text[]), unnest($7::text[]), unnest($8::text[]), unnest($9::text[]), unnest($10::text[]), unnest($11::text[]), unnest($12::text[]), unnest($13::text[]), unnest($14::text[]), unnest($15::text[]), unnest($16::text[]), unnest($17::text[]), unnest($18::bigint[]), unnest($19::timestamptz[]), unnest($20::timestamptz[]), unnest($21::timestamptz[]), unnest($22::timestamptz[]), unnest($23::timestamptz[]), unnest($24::timestamptz[]), unnest($25::timestamptz[]), unnest($26::text[]), unnest($27::text[]), unnest($28::text[]), unnest($29::text[]), unnest($30::text[]), unnest($31::bigint[]), unnest($32::text[]), unnest($33::timestamptz[]), unnest($34::bytea[]), unnest($35::bigint[]), unnest($36::bigint[]), unnest($37::text[]), unnest($38::bigint[]), unnest($39::text[]), unnest($40::timestamptz[]), unnest($41::timestamptz[]), unnest($42::bigint[]), unnest($43::boolean[]), unnest($44::text[]), unnest($45::text[]), unnest($46::text[]), unnest($47::text[]), unnest($48::text[]), unnest($49::timestamptz[]), unnest($50::timestamptz[]), unnest($51::text[]), unnest($52::text[]), unnest($53::bigint[]), unnest($54::bigint[]), unnest($55::bigint[]), unnest($56::text[]), unnest($57::timestamptz[]), unnest($58::timestamptz[]), unnest($59::uuid[]), unnest($60::text[]), unnest($61::bigint[]), unnest($62::text[])",
        .parameters = 62,
        .types = queued_case_insert_types,
    },
    .update = {
        .name = "desk_queued_case_update",
        .sql =
            "update desk.queued_case as t set case_no = u.case_no, state = u.state, stage = u.stage, version = u.version, case_type = u.case_type, code = u.code, category = u.category, grade = u.grade, first_grade = u.first_grade, routed_grade = u.routed_grade, regraded_from = u.regraded_from, regraded_to = u.regraded_to, queue = u.queue, skills = u.skills, owner = u.owner, owner_role = u.owner_role, lease_epoch = u.lease_epoch, lease_until = u.lease_until, wake_at = u.wake_at, queued_at = u.queued_at, due_at = u.due_at, routed_due = u.routed_due, regraded_due = u.regraded_due, received_at = u.received_at, channel = u.channel, party = u.party, unit = u.unit, about_unit = u.about_unit, about_employee = u.about_employee, complainants = u.complainants, outside_no = u.outside_no, outside_due = u.outside_due, customer_key = u.customer_key, level = u.level, taken_level = u.taken_level, first_owner = u.first_owner, notes = u.notes, resolved_by = u.resolved_by, resolved_at = u.resolved_at, closed_at = u.closed_at, reopen_count = u.reopen_count, registered = u.registered, complaint_no = u.complaint_no, investigator = u.investigator, drafted_by = u.drafted_by, finding = u.finding, decided_by = u.decided_by, decided_at = u.decided_at, replied_at = u.replied_at, wishes = u.wishes, needs = u.needs, weight = u.weight, rung = u.rung, offer_no = u.offer_no, offered_to = u.offered_to, offered_until = u.offered_until, tried_at = u.tried_at, repeat_of = u.repeat_of, repeat_no = u.repeat_no, reopened_version = u.reopened_version, avoided = u.avoided "
            "from (select unnest($1::uuid[]) as case_id, unnest($2::text[]) as case_no, unnest($3::text[]) as state, unnest($4::text[]) as stage, unnest($5::bigint[]) as version, unnest($6::text[]) as case_type, unnest($7::text[]) as code, unnest($8::text[]) as category, unnest($9::text[]) as grade, unnest($10::text[]) as first_grade, unnest($11::text[]) as routed_grade, unnest($12::text[]) as regraded_from, unnest($13::text[]) as regraded_to, unnest($14::text[]) as queue, unnest($15::text[]) as skills, unnest($16::text[]) as owner, unnest($17::text[]) as owner_role, unnest($18::bigint[]) as lease_epoch, unnest($19::timestamptz[]) as lease_until, unnest($20::timestamptz[]) as wake_at, unnest($21::timestamptz[]) as queued_at, unnest($22::timestamptz[]) as due_at, unnest($23::timestamptz[]) as routed_due, unnest($24::timestamptz[]) as regraded_due, unnest($25::timestamptz[]) as received_at, unnest($26::text[]) as channel, unnest($27::text[]) as party, unnest($28::text[]) as unit, unnest($29::text[]) as about_unit, unnest($30::text[]) as about_employee, unnest($31::bigint[]) as complainants, unnest($32::text[]) as outside_no, unnest($33::timestamptz[]) as outside_due, unnest($34::bytea[]) as customer_key, unnest($35::bigint[]) as level, unnest($36::bigint[]) as taken_level, unnest($37::text[]) as first_owner, unnest($38::bigint[]) as notes, unnest($39::text[]) as resolved_by, unnest($40::timestamptz[]) as resolved_at, unnest($41::timestamptz[]) as closed_at, unnest($42::bigint[]) as reopen_count, unnest($43::boolean[]) as registered, unnest($44::text[]) as complaint_no, unnest($45::text[]) as investigator, unnest($46::text[]) as drafted_by, unnest($47::text[]) as finding, unnest($48::text[]) as decided_by, unnest($49::timestamptz[]) as decided_at, unnest($50::timestamptz[]) as replied_at, unnest($51::text[]) as wishes, unnest($52::text[]) as needs, unnest($53::bigint[]) as weight, unnest($54::bigint[]) as rung, unnest($55::bigint[]) as offer_no, unnest($56::text[]) as offered_to, unnest($57::timestamptz[]) as offered_until, unnest($58::timestamptz[]) as tried_at, unnest($59::uuid[]) as repeat_of, unnest($60::text[]) as repeat_no, unnest($61::bigint[]) as reopened_version, unnest($62::text[]) as avoided) as u "
            "where t.case_id = u.case_id",
        .parameters = 62,
        .types = queued_case_update_types,
    },
    .remove = {
        .name = "desk_queued_case_remove",
        .sql =
            "delete from desk.queued_case where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = queued_case_remove_types,
    },
};

static const struct field_shape worker_fields[] = {
    TEXT_FIELD(worker, actor, FIELD_REQUIRED, 1, 64, "who", "处理人"),
    INT_FIELD(worker, held, FIELD_REQUIRED, INT64_C(0), INT64_C(1000000), "cases that the actor has now", "在手工单数"),
    INT_FIELD(worker, load, 0, INT64_C(0), INT64_C(1000000), "their weight in points: the sum over the rows; above the capacity only by what was offered from the reserve", "工作量"),
    ENUM_FIELD(worker, presence, 0, presence_enum, "whether offers may come; absent while nothing was said", "在岗状态"),
    TEXT_FIELD(worker, role, 0, 0, 64, "role that the actor had last", "角色"),
    TEXT_FIELD(worker, unit, 0, 0, 64, "unit that the actor named last", "单位"),
    TIME_FIELD(worker, since, 0, "since when the presence is so", "状态起始时间"),
    TIME_FIELD(worker, seen_at, 0, "when the actor last took work or said something", "最近活动时间"),
    INT_FIELD(worker, missed, 0, INT64_C(0), INT64_C(1000000), "offers missed one after the other", "连续错过次数"),
    ID_FIELD(worker, offer_case, 0, "the case that is offered now", "派单工单"),
    INT_FIELD(worker, offer_weight, 0, INT64_C(0), INT64_C(1000), "its weight, kept free until then", "派单预留工作量"),
    TIME_FIELD(worker, offer_until, 0, "when the offer lapses", "派单到期时间"),
};

static const struct map_shape worker_shape = {
    "worker", sizeof(struct worker), LIST(worker_fields),
    "somebody who works the queues", "坐席",
};

static const char *const worker_load_types[] = {"text[]"};

static const char *const worker_insert_types[] = {"text[]", "bigint[]", "bigint[]", "text[]", "text[]", "text[]", "timestamptz[]", "timestamptz[]", "bigint[]", "uuid[]", "bigint[]", "timestamptz[]"};

static const char *const worker_update_types[] = {"text[]", "bigint[]", "bigint[]", "text[]", "text[]", "text[]", "timestamptz[]", "timestamptz[]", "bigint[]", "uuid[]", "bigint[]", "timestamptz[]"};

static const char *const worker_remove_types[] = {"text[]"};

const struct record_shape worker_record = {
    .name = "worker",
    .map = &worker_shape,
    .key = 0, /* actor */
    .table = "desk.worker",
    .load = {
        .name = "desk_worker_load",
        .sql =
            "select actor, held, load, presence, role, unit, since, seen_at, missed, offer_case, offer_weight, offer_until "
            "from desk.worker where actor = any($1::text[])",
        .parameters = 1,
        .types = worker_load_types,
    },
    .insert = {
        .name = "desk_worker_insert",
        .sql =
            "insert into desk.worker (actor, held, load, presence, role, unit, since, seen_at, missed, offer_case, offer_weight, offer_until) "
            "select unnest($1::text[]), unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::text[]), unnest($5::text[]), unnest($6::text[]), unnest($7::timestamptz[]), unnest($8::timestamptz[]), unnest($9::bigint[]), unnest($10::uuid[]), unnest($11::bigint[]), unnest($12::timestamptz[])",
        .parameters = 12,
        .types = worker_insert_types,
    },
    .update = {
        .name = "desk_worker_update",
        .sql =
            "update desk.worker as t set held = u.held, load = u.load, presence = u.presence, role = u.role, unit = u.unit, since = u.since, seen_at = u.seen_at, missed = u.missed, offer_case = u.offer_case, offer_weight = u.offer_weight, offer_until = u.offer_until "
            "from (select unnest($1::text[]) as actor, unnest($2::bigint[]) as held, unnest($3::bigint[]) as load, unnest($4::text[]) as presence, unnest($5::text[]) as role, unnest($6::text[]) as unit, unnest($7::timestamptz[]) as since, unnest($8::timestamptz[]) as seen_at, unnest($9::bigint[]) as missed, unnest($10::uuid[]) as offer_case, unnest($11::bigint[]) as offer_weight, unnest($12::timestamptz[]) as offer_until) as u "
            "where t.actor = u.actor",
        .parameters = 12,
        .types = worker_update_types,
    },
    .remove = {
        .name = "desk_worker_remove",
        .sql =
            "delete from desk.worker where actor = any($1::text[])",
        .parameters = 1,
        .types = worker_remove_types,
    },
};

static const struct field_shape matter_fields[] = {
    BYTES_FIELD(matter, matter, FIELD_REQUIRED, 17, 80, "the customer's key, then the category", "客户检索键与类别"),
    ID_FIELD(matter, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TIME_FIELD(matter, received_at, FIELD_REQUIRED, "when it was received", "受理时间"),
};

static const struct map_shape matter_shape = {
    "matter", sizeof(struct matter), LIST(matter_fields),
    "the newest case of a customer in a category (WO-08)", "客户事项",
};

static const char *const matter_load_types[] = {"bytea[]"};

static const char *const matter_insert_types[] = {"bytea[]", "uuid[]", "timestamptz[]"};

static const char *const matter_update_types[] = {"bytea[]", "uuid[]", "timestamptz[]"};

static const char *const matter_remove_types[] = {"bytea[]"};

const struct record_shape matter_record = {
    .name = "matter",
    .map = &matter_shape,
    .key = 0, /* matter */
    .table = "desk.matter",
    .load = {
        .name = "desk_matter_load",
        .sql =
            "select matter, case_id, received_at "
            "from desk.matter where matter = any($1::bytea[])",
        .parameters = 1,
        .types = matter_load_types,
    },
    .insert = {
        .name = "desk_matter_insert",
        .sql =
            "insert into desk.matter (matter, case_id, received_at) "
            "select unnest($1::bytea[]), unnest($2::uuid[]), unnest($3::timestamptz[])",
        .parameters = 3,
        .types = matter_insert_types,
    },
    .update = {
        .name = "desk_matter_update",
        .sql =
            "update desk.matter as t set case_id = u.case_id, received_at = u.received_at "
            "from (select unnest($1::bytea[]) as matter, unnest($2::uuid[]) as case_id, unnest($3::timestamptz[]) as received_at) as u "
            "where t.matter = u.matter",
        .parameters = 3,
        .types = matter_update_types,
    },
    .remove = {
        .name = "desk_matter_remove",
        .sql =
            "delete from desk.matter where matter = any($1::bytea[])",
        .parameters = 1,
        .types = matter_remove_types,
    },
};

static const struct field_shape pool_fields[] = {
    TEXT_FIELD(pool, pool, FIELD_REQUIRED, 1, 2560, "name of the set", "集合"),
    TEXT_FIELD(pool, queue, FIELD_REQUIRED, 1, 64, "queue", "队列"),
    TEXT_FIELD(pool, owner, FIELD_REQUIRED, 1, 64, "who was told", "责任人"),
    TIME_FIELD(pool, emptied_at, FIELD_REQUIRED, "since when", "空缺时间"),
};

static const struct map_shape pool_shape = {
    "pool", sizeof(struct pool), LIST(pool_fields),
    "a set of waiting cases that nobody present may have", "空缺岗位池",
};

static const char *const pool_load_types[] = {"text[]"};

static const char *const pool_insert_types[] = {"text[]", "text[]", "text[]", "timestamptz[]"};

static const char *const pool_update_types[] = {"text[]", "text[]", "text[]", "timestamptz[]"};

static const char *const pool_remove_types[] = {"text[]"};

const struct record_shape pool_record = {
    .name = "pool",
    .map = &pool_shape,
    .key = 0, /* pool */
    .table = "desk.pool",
    .load = {
        .name = "desk_pool_load",
        .sql =
            "select pool, queue, owner, emptied_at "
            "from desk.pool where pool = any($1::text[])",
        .parameters = 1,
        .types = pool_load_types,
    },
    .insert = {
        .name = "desk_pool_insert",
        .sql =
            "insert into desk.pool (pool, queue, owner, emptied_at) "
            "select unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::timestamptz[])",
        .parameters = 4,
        .types = pool_insert_types,
    },
    .update = {
        .name = "desk_pool_update",
        .sql =
            "update desk.pool as t set queue = u.queue, owner = u.owner, emptied_at = u.emptied_at "
            "from (select unnest($1::text[]) as pool, unnest($2::text[]) as queue, unnest($3::text[]) as owner, unnest($4::timestamptz[]) as emptied_at) as u "
            "where t.pool = u.pool",
        .parameters = 4,
        .types = pool_update_types,
    },
    .remove = {
        .name = "desk_pool_remove",
        .sql =
            "delete from desk.pool where pool = any($1::text[])",
        .parameters = 1,
        .types = pool_remove_types,
    },
};

static const struct field_shape case_words_fields[] = {
    ID_FIELD(case_words, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    BYTES_FIELD(case_words, text, 0, 0, 66000, "what the customer said: key id, nonce, cipher", "诉求内容"),
    BYTES_FIELD(case_words, name, 0, 0, 4096, "name of the customer, the same way", "客户姓名"),
    BYTES_FIELD(case_words, phone, 0, 0, 4096, "phone number, the same way", "电话"),
};

static const struct map_shape case_words_shape = {
    "case_words", sizeof(struct case_words), LIST(case_words_fields),
    "what the customer said and who it is, sealed under the case's key", "工单内容",
};

static const char *const case_words_load_types[] = {"uuid[]"};

static const char *const case_words_insert_types[] = {"uuid[]", "bytea[]", "bytea[]", "bytea[]"};

static const char *const case_words_update_types[] = {"uuid[]", "bytea[]", "bytea[]", "bytea[]"};

static const char *const case_words_remove_types[] = {"uuid[]"};

const struct record_shape case_words_record = {
    .name = "case_words",
    .map = &case_words_shape,
    .key = 0, /* case_id */
    .table = "desk.case_words",
    .load = {
        .name = "desk_case_words_load",
        .sql =
            "select case_id, text, name, phone "
            "from desk.case_words where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = case_words_load_types,
    },
    .insert = {
        .name = "desk_case_words_insert",
        .sql =
            "insert into desk.case_words (case_id, text, name, phone) "
            "select unnest($1::uuid[]), unnest($2::bytea[]), unnest($3::bytea[]), unnest($4::bytea[])",
        .parameters = 4,
        .types = case_words_insert_types,
    },
    .update = {
        .name = "desk_case_words_update",
        .sql =
            "update desk.case_words as t set text = u.text, name = u.name, phone = u.phone "
            "from (select unnest($1::uuid[]) as case_id, unnest($2::bytea[]) as text, unnest($3::bytea[]) as name, unnest($4::bytea[]) as phone) as u "
            "where t.case_id = u.case_id",
        .parameters = 4,
        .types = case_words_update_types,
    },
    .remove = {
        .name = "desk_case_words_remove",
        .sql =
            "delete from desk.case_words where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = case_words_remove_types,
    },
};

static const struct field_shape ordered_words_fields[] = {
    TEXT_FIELD(ordered_words, actor, FIELD_REQUIRED, 1, 64, "who ordered it", "申请人"),
    ID_FIELD(ordered_words, order_id, FIELD_REQUIRED, "the order", "申请标识"),
    TIME_FIELD(ordered_words, until, FIELD_REQUIRED, "when it lapses", "失效时间"),
    BYTES_FIELD(ordered_words, cases, 0, 0, 1600, "ids of the cases, one behind the other", "导出对象"),
};

static const struct map_shape ordered_words_shape = {
    "ordered_words", sizeof(struct ordered_words), LIST(ordered_words_fields),
    "what somebody may take out of what customers said, by their newest order", "导出申请",
};

static const char *const ordered_words_load_types[] = {"text[]"};

static const char *const ordered_words_insert_types[] = {"text[]", "uuid[]", "timestamptz[]", "bytea[]"};

static const char *const ordered_words_update_types[] = {"text[]", "uuid[]", "timestamptz[]", "bytea[]"};

static const char *const ordered_words_remove_types[] = {"text[]"};

const struct record_shape ordered_words_record = {
    .name = "ordered_words",
    .map = &ordered_words_shape,
    .key = 0, /* actor */
    .table = "desk.ordered_words",
    .load = {
        .name = "desk_ordered_words_load",
        .sql =
            "select actor, order_id, until, cases "
            "from desk.ordered_words where actor = any($1::text[])",
        .parameters = 1,
        .types = ordered_words_load_types,
    },
    .insert = {
        .name = "desk_ordered_words_insert",
        .sql =
            "insert into desk.ordered_words (actor, order_id, until, cases) "
            "select unnest($1::text[]), unnest($2::uuid[]), unnest($3::timestamptz[]), unnest($4::bytea[])",
        .parameters = 4,
        .types = ordered_words_insert_types,
    },
    .update = {
        .name = "desk_ordered_words_update",
        .sql =
            "update desk.ordered_words as t set order_id = u.order_id, until = u.until, cases = u.cases "
            "from (select unnest($1::text[]) as actor, unnest($2::uuid[]) as order_id, unnest($3::timestamptz[]) as until, unnest($4::bytea[]) as cases) as u "
            "where t.actor = u.actor",
        .parameters = 4,
        .types = ordered_words_update_types,
    },
    .remove = {
        .name = "desk_ordered_words_remove",
        .sql =
            "delete from desk.ordered_words where actor = any($1::text[])",
        .parameters = 1,
        .types = ordered_words_remove_types,
    },
};

static const struct field_shape wrapped_case_key_fields[] = {
    ID_FIELD(wrapped_case_key, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(wrapped_case_key, kek_id, FIELD_REQUIRED, 1, 64, "the key-encryption key it is wrapped under", "主密钥标识"),
    BYTES_FIELD(wrapped_case_key, key_id, FIELD_REQUIRED, 1, 64, "named by the values sealed under it", "密钥标识"),
    BYTES_FIELD(wrapped_case_key, wrapped, FIELD_REQUIRED, 1, 256, "the wrapped key", "密钥密文"),
    TIME_FIELD(wrapped_case_key, created_at, FIELD_REQUIRED, "when it was made", "创建时间"),
};

static const struct map_shape wrapped_case_key_shape = {
    "wrapped_case_key", sizeof(struct wrapped_case_key), LIST(wrapped_case_key_fields),
    "the key of a case's personal fields, wrapped", "工单密钥",
};

static const char *const wrapped_case_key_load_types[] = {"uuid[]"};

static const char *const wrapped_case_key_insert_types[] = {"uuid[]", "text[]", "bytea[]", "bytea[]", "timestamptz[]"};

static const char *const wrapped_case_key_update_types[] = {"uuid[]", "text[]", "bytea[]", "bytea[]", "timestamptz[]"};

static const char *const wrapped_case_key_remove_types[] = {"uuid[]"};

const struct record_shape wrapped_case_key_record = {
    .name = "wrapped_case_key",
    .map = &wrapped_case_key_shape,
    .key = 0, /* case_id */
    .table = "vault.case_key",
    .load = {
        .name = "desk_wrapped_case_key_load",
        .sql =
            "select case_id, kek_id, key_id, wrapped, created_at "
            "from vault.case_key where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = wrapped_case_key_load_types,
    },
    .insert = {
        .name = "desk_wrapped_case_key_insert",
        .sql =
            "insert into vault.case_key (case_id, kek_id, key_id, wrapped, created_at) "
            "select unnest($1::uuid[]), unnest($2::text[]), unnest($3::bytea[]), unnest($4::bytea[]), unnest($5::timestamptz[])",
        .parameters = 5,
        .types = wrapped_case_key_insert_types,
    },
    .update = {
        .name = "desk_wrapped_case_key_update",
        .sql =
            "update vault.case_key as t set kek_id = u.kek_id, key_id = u.key_id, wrapped = u.wrapped, created_at = u.created_at "
            "from (select unnest($1::uuid[]) as case_id, unnest($2::text[]) as kek_id, unnest($3::bytea[]) as key_id, unnest($4::bytea[]) as wrapped, unnest($5::timestamptz[]) as created_at) as u "
            "where t.case_id = u.case_id",
        .parameters = 5,
        .types = wrapped_case_key_update_types,
    },
    .remove = {
        .name = "desk_wrapped_case_key_remove",
        .sql =
            "delete from vault.case_key where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = wrapped_case_key_remove_types,
    },
};
