/* Written by proto/generate.py from services/router/records.def; change that and run it again. */
#include "services/router/records.h"

#include "common/shape_fields.h"

/* clang-format off */

static const char *const classified_state_values[] = {
    "none",
    "unheard",
    "triage",
    "placed",
};

static const char *const classified_state_labels[] = {
    "",
    "未受理",
    "人工分拣",
    "已派单",
};

const struct enum_shape classified_state_enum = {
    "classified_state", classified_state_values, classified_state_labels, 4,
};

static const char *const found_outcome_values[] = {
    "none",
    "triage",
    "routed",
    "out_of_scope",
    "unreadable",
};

static const char *const found_outcome_labels[] = {
    "",
    "需人工分拣",
    "已分类",
    "非银行事务",
    "密钥已销毁",
};

const struct enum_shape found_outcome_enum = {
    "found_outcome", found_outcome_values, found_outcome_labels, 5,
};

static const char *const decider_values[] = {
    "none",
    "rule",
    "human",
};

static const char *const decider_labels[] = {
    "",
    "规则",
    "人工",
};

const struct enum_shape decider_enum = {
    "decider", decider_values, decider_labels, 3,
};

static const struct field_shape classified_case_fields[] = {
    ID_FIELD(classified_case, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(classified_case, case_no, 0, 0, 32, "its number", "工单号"),
    ENUM_FIELD(classified_case, state, FIELD_REQUIRED | FIELD_STATE, classified_state_enum, "what was said of it", "状态"),
    TEXT_FIELD(classified_case, channel, 0, 0, 64, "channel", "渠道"),
    TIME_FIELD(classified_case, received_at, 0, "when the request was received", "受理时间"),
    ENUM_FIELD(classified_case, party, 0, party_enum, "kind of customer", "客户类型"),
    TEXT_FIELD(classified_case, lang, 0, 0, 35, "language: as told, or by the script of the text", "语言"),
    TEXT_FIELD(classified_case, unit, 0, 0, 64, "accepting unit", "受理单位"),
    TEXT_FIELD(classified_case, about_unit, 0, 0, 64, "unit complained about", "被投诉单位"),
    TEXT_FIELD(classified_case, about_employee, 0, 0, 64, "employee complained about", "被投诉员工"),
    INT_FIELD(classified_case, complainants, 0, INT64_C(1), INT64_C(1000000), "number of people complaining jointly", "共同投诉人数"),
    TEXT_FIELD(classified_case, outside_no, 0, 0, 64, "number given by a regulator", "外部编号"),
    TIME_FIELD(classified_case, outside_due, 0, "deadline given by a regulator", "外部期限"),
    BYTES_FIELD(classified_case, customer_key, 0, 16, 16, "keyed hash that finds the cases of one customer", "客户检索键"),
    INT_FIELD(classified_case, amount_fen, 0, INT64_C(0), INT64_C(1000000000000000), "amount at stake: as told, or found in the text", "涉及金额（分）"),
    FLAG_FIELD(classified_case, amount_parsed, 0, "the amount was found in the text", "金额取自文本"),
    TIME_FIELD(classified_case, occurred_at, 0, "when the thing happened", "发生时间"),
    ENUM_FIELD(classified_case, found_outcome, 0, found_outcome_enum, "what the rules made of it", "规则结论"),
    ENUM_FIELD(classified_case, found_type, 0, case_type_enum, "type by the rules", "规则类型"),
    TEXT_FIELD(classified_case, found_code, 0, 0, 8, "business code by the rules; absent: unknown", "规则业务代码"),
    TEXT_FIELD(classified_case, second_code, 0, 0, 8, "second best business code", "次选业务代码"),
    INT_FIELD(classified_case, confidence, 0, INT64_C(0), INT64_C(1000), "confidence, per mille", "置信度（千分比）"),
    INT_FIELD(classified_case, margin, 0, INT64_C(0), INT64_C(1000), "distance to the second best, per mille", "领先幅度（千分比）"),
    TEXT_FIELD(classified_case, tags, 0, 0, 1024, "tags found in the text, joined by commas", "标签"),
    TEXT_FIELD(classified_case, linked, 0, 0, 64, "business codes of further intents, joined by commas", "关联业务代码"),
    INT_FIELD(classified_case, emotion, 0, INT64_C(0), INT64_C(3), "level of emotion", "情绪等级"),
    TEXT_FIELD(classified_case, rule_hits, 0, 0, 2048, "rules that fired, with the word that made them", "命中规则"),
    TEXT_FIELD(classified_case, scores, 0, 0, 1024, "what the classifier holds likely, per mille, joined by commas", "评分"),
    TEXT_FIELD(classified_case, ngrams, 0, 0, 1024, "n-grams that spoke most for the code, joined by commas", "主要依据词"),
    TIME_FIELD(classified_case, found_at, 0, "when the rules decided", "规则判定时间"),
    ENUM_FIELD(classified_case, wished_type, 0, case_type_enum, "type that a person wished for last", "期望类型"),
    TEXT_FIELD(classified_case, wished_category, 0, 0, 64, "subject that a person wished for last, as said", "期望类别"),
    TEXT_FIELD(classified_case, wished_by, 0, 0, 64, "who wished it", "申请人"),
    TIME_FIELD(classified_case, wished_at, 0, "when", "申请时间"),
    INT_FIELD(classified_case, reopens, 0, INT64_C(0), INT64_C(1000000), "how often it was reopened", "重开次数"),
    TIME_FIELD(classified_case, reopened_at, 0, "the last time: internal limits count from here", "重开时间"),
    ENUM_FIELD(classified_case, grade_floor, 0, case_grade_enum, "it is at least as grave as this", "等级下限"),
    ENUM_FIELD(classified_case, case_type, 0, case_type_enum, "type", "工单类型"),
    TEXT_FIELD(classified_case, code, 0, 0, 8, "business code", "业务代码"),
    TEXT_FIELD(classified_case, category, 0, 0, 64, "category key", "类别"),
    ENUM_FIELD(classified_case, grade, 0, case_grade_enum, "grade", "等级"),
    TEXT_FIELD(classified_case, reasons, 0, 0, 1024, "codes of the triggers that gave the grade, joined by commas", "定级依据"),
    TEXT_FIELD(classified_case, queue, 0, 0, 64, "queue", "队列"),
    TEXT_FIELD(classified_case, skills, 0, 0, 1100, "skills that the work needs, joined by commas", "技能"),
    TEXT_FIELD(classified_case, preferred, 0, 0, 1100, "skills that are better to have, joined by commas", "优先技能"),
    TEXT_FIELD(classified_case, forbidden, 0, 0, 1100, "skills that exclude a worker, joined by commas", "排除技能"),
    TEXT_FIELD(classified_case, excluded_units, 0, 0, 1100, "units whose staff may not have it, joined by commas", "回避单位"),
    TEXT_FIELD(classified_case, route, 0, 0, 64, "id of the route that chose the queue", "路由"),
    TEXT_FIELD(classified_case, clock, 0, 0, 32, "clock that gives the deadline", "时限代号"),
    TIME_FIELD(classified_case, due_at, 0, "first internal deadline", "到期时间"),
    ENUM_FIELD(classified_case, decided_by, 0, decider_enum, "who said what it is about", "分类方式"),
    TIME_FIELD(classified_case, decided_at, 0, "when the newest answer was given", "判定时间"),
    TEXT_FIELD(classified_case, policies, 0, 0, 1024, "policies and versions that decided", "策略版本"),
};

static const struct map_shape classified_case_shape = {
    "classified_case", sizeof(struct classified_case), LIST(classified_case_fields),
    "what a case is about, how grave it is, where it goes", "工单分类",
};

static const char *const classified_case_load_types[] = {"uuid[]"};

static const char *const classified_case_insert_types[] = {"uuid[]", "text[]", "text[]", "text[]", "timestamptz[]", "text[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "text[]", "timestamptz[]", "bytea[]", "bigint[]", "boolean[]", "timestamptz[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "bigint[]", "text[]", "text[]", "bigint[]", "text[]", "text[]", "text[]", "timestamptz[]", "text[]", "text[]", "text[]", "timestamptz[]", "bigint[]", "timestamptz[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "timestamptz[]", "text[]", "timestamptz[]", "text[]"};

static const char *const classified_case_update_types[] = {"uuid[]", "text[]", "text[]", "text[]", "timestamptz[]", "text[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "text[]", "timestamptz[]", "bytea[]", "bigint[]", "boolean[]", "timestamptz[]", "text[]", "text[]", "text[]", "text[]", "bigint[]", "bigint[]", "text[]", "text[]", "bigint[]", "text[]", "text[]", "text[]", "timestamptz[]", "text[]", "text[]", "text[]", "timestamptz[]", "bigint[]", "timestamptz[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "text[]", "timestamptz[]", "text[]", "timestamptz[]", "text[]"};

static const char *const classified_case_remove_types[] = {"uuid[]"};

const struct record_shape classified_case_record = {
    .name = "classified_case",
    .map = &classified_case_shape,
    .key = 0, /* case_id */
    .table = "router.classified_case",
    .load = {
        .name = "router_classified_case_load",
        .sql =
            "select case_id, case_no, state, channel, received_at, party, lang, unit, about_unit, about_employee, complainants, outside_no, outside_due, customer_key, amount_fen, amount_parsed, occurred_at, found_outcome, found_type, found_code, second_code, confidence, margin, tags, linked, emotion, rule_hits, scores, ngrams, found_at, wished_type, wished_category, wished_by, wished_at, reopens, reopened_at, grade_floor, case_type, code, category, grade, reasons, queue, skills, preferred, forbidden, excluded_units, route, clock, due_at, decided_by, decided_at, policies "
            "from router.classified_case where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = classified_case_load_types,
    },
    .insert = {
        .name = "router_classified_case_insert",
        .sql =
            "insert into router.classified_case (case_id, case_no, state, channel, received_at, party, lang, unit, about_unit, about_employee, complainants, outside_no, outside_due, customer_key, amount_fen, amount_parsed, occurred_at, found_outcome, found_type, found_code, second_code, confidence, margin, tags, linked, emotion, rule_hits, scores, ngrams, found_at, wished_type, wished_category, wished_by, wished_at, reopens, reopened_at, grade_floor, case_type, code, category, grade, reasons, queue, skills, preferred, forbidden, excluded_units, route, clock, due_at, decided_by, decided_at, policies) "
            "select unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::timestamptz[]), unnest($6::text[]), unnest($7::text[]), unnest($8::text[]), unnest($9::text[]), unnest($10::text[]), unnest($11::bigint[]), unnest($12::text[]), unnest($13::timestamptz[]), unnest($14::bytea[]), unnest($15::bigint[]), unnest($16::boolean[]), unnest($17::timestamptz[]), unnest($18::text[]), unnest($19::text[]), unnest($20::text[]), unnest($21::text[]), unnest($22::bigint[]), unnest($23::bigint[]), unnest($24::text[]), unnest($25::text[]), unnest($26::bigint[]), unnest($27::text[]), unnest($28::text[]), unnest($29::text[]), unnest($30::timestamptz[]), unnest($31::text[]), unnest($32::text[]), unnest($33::text[]), unnest($34::timestamptz[]), unnest($35::bigint[]), unnest($36::timestamptz[]), unnest($37::text[]), unnest($38::text[]), unnest($39::text[]), unnest($40::text[]), unnest($41::text[]), unnest($42::text[]), unnest($43::text[]), unnest($44::text[]), unnest($45::text[]), unnest($46::text[]), unnest($47::text[]), unnest($48::text[]), unnest($49::text[]), unnest($50::timestamptz[]), unnest($51::text[]), unnest($52::timestamptz[]), unnest($53::text[])",
        .parameters = 53,
        .types = classified_case_insert_types,
    },
    .update = {
        .name = "router_classified_case_update",
        .sql =
            "update router.classified_case as t set case_no = u.case_no, state = u.state, channel = u.channel, received_at = u.received_at, party = u.party, lang = u.lang, unit = u.unit, about_unit = u.about_unit, about_employee = u.about_employee, complainants = u.complainants, outside_no = u.outside_no, outside_due = u.outside_due, customer_key = u.customer_key, amount_fen = u.amount_fen, amount_parsed = u.amount_parsed, occurred_at = u.occurred_at, found_outcome = u.found_outcome, found_type = u.found_type, found_code = u.found_code, second_code = u.second_code, confidence = u.confidence, margin = u.margin, tags = u.tags, linked = u.linked, emotion = u.emotion, rule_hits = u.rule_hits, scores = u.scores, ngrams = u.ngrams, found_at = u.found_at, wished_type = u.wished_type, wished_category = u.wished_category, wished_by = u.wished_by, wished_at = u.wished_at, reopens = u.reopens, reopened_at = u.reopened_at, grade_floor = u.grade_floor, case_type = u.case_type, code = u.code, category = u.category, grade = u.grade, reasons = u.reasons, queue = u.queue, skills = u.skills, preferred = u.preferred, forbidden = u.forbidden, excluded_units = u.excluded_units, route = u.route, clock = u.clock, due_at = u.due_at, decided_by = u.decided_by, decided_at = u.decided_at, policies = u.policies "
            "from (select unnest($1::uuid[]) as case_id, unnest($2::text[]) as case_no, unnest($3::text[]) as state, unnest($4::text[]) as channel, unnest($5::timestamptz[]) as received_at, unnest($6::text[]) as party, unnest($7::text[]) as lang, unnest($8::text[]) as unit, unnest($9::text[]) as about_unit, unnest($10::text[]) as about_employee, unnest($11::bigint[]) as complainants, unnest($12::text[]) as outside_no, unnest($13::timestamptz[]) as outside_due, unnest($14::bytea[]) as customer_key, unnest($15::bigint[]) as amount_fen, unnest($16::boolean[]) as amount_parsed, unnest($17::timestamptz[]) as occurred_at, unnest($18::text[]) as found_outcome, unnest($19::text[]) as found_type, unnest($20::text[]) as found_code, unnest($21::text[]) as second_code, unnest($22::bigint[]) as confidence, unnest($23::bigint[]) as margin, unnest($24::text[]) as tags, unnest($25::text[]) as linked, unnest($26::bigint[]) as emotion, unnest($27::text[]) as rule_hits, unnest($28::text[]) as scores, unnest($29::text[]) as ngrams, unnest($30::timestamptz[]) as found_at, unnest($31::text[]) as wished_type, unnest($32::text[]) as wished_category, unnest($33::text[]) as wished_by, unnest($34::timestamptz[]) as wished_at, unnest($35::bigint[]) as reopens, unnest($36::timestamptz[]) as reopened_at, unnest($37::text[]) as grade_floor, unnest($38::text[]) as case_type, unnest($39::text[]) as code, unnest($40::text[]) as category, unnest($41::text[]) as grade, unnest($42::text[]) as reasons, unnest($43::text[]) as queue, unnest($44::text[]) as skills, unnest($45::text[]) as preferred, unnest($46::text[]) as forbidden, unnest($47::text[]) as excluded_units, unnest($48::text[]) as route, unnest($49::text[]) as clock, unnest($50::timestamptz[]) as due_at, unnest($51::text[]) as decided_by, unnest($52::timestamptz[]) as decided_at, unnest($53::text[]) as policies) as u "
            "where t.case_id = u.case_id",
        .parameters = 53,
        .types = classified_case_update_types,
    },
    .remove = {
        .name = "router_classified_case_remove",
        .sql =
            "delete from router.classified_case where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = classified_case_remove_types,
    },
};

static const struct field_shape wrapped_case_key_fields[] = {
    ID_FIELD(wrapped_case_key, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(wrapped_case_key, kek_id, FIELD_REQUIRED, 8, 8, "which key-encryption key wrapped it", "主密钥标识"),
    BYTES_FIELD(wrapped_case_key, key_id, FIELD_REQUIRED, 8, 8, "`k` of the values sealed under it", "密钥标识"),
    BYTES_FIELD(wrapped_case_key, wrapped, FIELD_REQUIRED, 60, 60, "nonce, cipher, tag", "加密后的密钥"),
    TIME_FIELD(wrapped_case_key, created_at, FIELD_REQUIRED, "when the case was received", "创建时间"),
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
        .name = "router_wrapped_case_key_load",
        .sql =
            "select case_id, kek_id, key_id, wrapped, created_at "
            "from vault.case_key where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = wrapped_case_key_load_types,
    },
    .insert = {
        .name = "router_wrapped_case_key_insert",
        .sql =
            "insert into vault.case_key (case_id, kek_id, key_id, wrapped, created_at) "
            "select unnest($1::uuid[]), unnest($2::text[]), unnest($3::bytea[]), unnest($4::bytea[]), unnest($5::timestamptz[])",
        .parameters = 5,
        .types = wrapped_case_key_insert_types,
    },
    .update = {
        .name = "router_wrapped_case_key_update",
        .sql =
            "update vault.case_key as t set kek_id = u.kek_id, key_id = u.key_id, wrapped = u.wrapped, created_at = u.created_at "
            "from (select unnest($1::uuid[]) as case_id, unnest($2::text[]) as kek_id, unnest($3::bytea[]) as key_id, unnest($4::bytea[]) as wrapped, unnest($5::timestamptz[]) as created_at) as u "
            "where t.case_id = u.case_id",
        .parameters = 5,
        .types = wrapped_case_key_update_types,
    },
    .remove = {
        .name = "router_wrapped_case_key_remove",
        .sql =
            "delete from vault.case_key where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = wrapped_case_key_remove_types,
    },
};
