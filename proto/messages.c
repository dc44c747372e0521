/* Written by proto/generate.py from the definitions in proto/; change that and run it again. */
#include "proto/messages.h"

#include "common/shape_fields.h"

/* clang-format off */

static const char *const feedback_part_values[] = {
    "none",
    "answered",
    "no_feedback",
};

static const char *const feedback_part_labels[] = {
    "",
    "已评价",
    "无反馈",
};

const struct enum_shape feedback_part_enum = {
    "feedback_part", feedback_part_values, feedback_part_labels, 3,
};

static const char *const release_cause_values[] = {
    "none",
    "asked",
    "lapsed",
    "recused",
    "regraded",
};

static const char *const release_cause_labels[] = {
    "",
    "主动释放",
    "租约到期",
    "回避",
    "升级收回",
};

const struct enum_shape release_cause_enum = {
    "release_cause", release_cause_values, release_cause_labels, 5,
};

static const char *const close_cause_values[] = {
    "none",
    "quiet",
    "early",
    "answered",
    "withdrawn",
    "rejected",
    "merged",
    "transferred",
};

static const char *const close_cause_labels[] = {
    "",
    "静默期满",
    "提前关闭",
    "回访完成",
    "客户撤回",
    "不予受理",
    "并案",
    "转出",
};

const struct enum_shape close_cause_enum = {
    "close_cause", close_cause_values, close_cause_labels, 8,
};

static const char *const reject_cause_values[] = {
    "none",
    "out_of_scope",
    "not_concerned",
    "decided_before",
    "before_court",
};

static const char *const reject_cause_labels[] = {
    "",
    "不属于受理范围",
    "非本人且无授权",
    "已处理且无新情况",
    "已诉讼或仲裁",
};

const struct enum_shape reject_cause_enum = {
    "reject_cause", reject_cause_values, reject_cause_labels, 5,
};

static const char *const reopen_cause_values[] = {
    "none",
    "customer",
    "staff",
    "survey",
};

static const char *const reopen_cause_labels[] = {
    "",
    "客户",
    "员工",
    "回访",
};

const struct enum_shape reopen_cause_enum = {
    "reopen_cause", reopen_cause_values, reopen_cause_labels, 4,
};

static const char *const finding_values[] = {
    "none",
    "established",
    "partly",
    "not_established",
};

static const char *const finding_labels[] = {
    "",
    "属实",
    "部分属实",
    "不属实",
};

const struct enum_shape finding_enum = {
    "finding", finding_values, finding_labels, 4,
};

static const char *const proof_kind_values[] = {
    "none",
    "recorded_call",
    "sms_receipt",
    "app_receipt",
    "registered_post",
    "signed_paper",
};

static const char *const proof_kind_labels[] = {
    "",
    "录音电话",
    "短信回执",
    "应用内回执",
    "挂号信",
    "签收单",
};

const struct enum_shape proof_kind_enum = {
    "proof_kind", proof_kind_values, proof_kind_labels, 6,
};

static const char *const presence_values[] = {
    "none",
    "available",
    "busy",
    "pause",
    "away",
};

static const char *const presence_labels[] = {
    "",
    "在岗可派",
    "在岗忙碌",
    "小休",
    "离岗",
};

const struct enum_shape presence_enum = {
    "presence", presence_values, presence_labels, 5,
};

static const char *const presence_cause_values[] = {
    "none",
    "asked",
    "missed",
};

static const char *const presence_cause_labels[] = {
    "",
    "本人或组长设置",
    "连续错过派单",
};

const struct enum_shape presence_cause_enum = {
    "presence_cause", presence_cause_values, presence_cause_labels, 3,
};

static const char *const offer_end_values[] = {
    "none",
    "declined",
    "lapsed",
    "withdrawn",
};

static const char *const offer_end_labels[] = {
    "",
    "拒绝",
    "超时",
    "撤回",
};

const struct enum_shape offer_end_enum = {
    "offer_end", offer_end_values, offer_end_labels, 4,
};

static const char *const widening_values[] = {
    "none",
    "levels",
    "pool",
    "offer",
    "alarm",
};

static const char *const widening_labels[] = {
    "",
    "放宽等级",
    "扩大范围",
    "主动派单",
    "告警",
};

const struct enum_shape widening_enum = {
    "widening", widening_values, widening_labels, 5,
};

static const char *const refusal_values[] = {
    "none",
    "queue",
    "line",
    "skill",
    "level",
    "expired",
    "forbidden",
    "unit",
    "recused",
    "capacity",
    "away",
    "shift",
    "offered",
    "avoided",
};

static const char *const refusal_labels[] = {
    "",
    "不在该队列",
    "层级不足",
    "缺少技能",
    "技能等级不足",
    "技能已过期",
    "具有排除技能",
    "所属单位回避",
    "回避",
    "工作量已满",
    "不在岗",
    "不在班次",
    "已有派单",
    "曾退回或拒绝",
};

const struct enum_shape refusal_enum = {
    "refusal", refusal_values, refusal_labels, 14,
};

static const char *const words_purpose_values[] = {
    "none",
    "training",
    "rehearsal",
};

static const char *const words_purpose_labels[] = {
    "",
    "模型训练",
    "规则预演",
};

const struct enum_shape words_purpose_enum = {
    "words_purpose", words_purpose_values, words_purpose_labels, 3,
};

static const char *const clock_kind_values[] = {
    "none",
    "real_time",
    "business_time",
    "calendar_days",
};

static const char *const clock_kind_labels[] = {
    "",
    "自然时间",
    "工作时间",
    "自然日",
};

const struct enum_shape clock_kind_enum = {
    "clock_kind", clock_kind_values, clock_kind_labels, 4,
};

static const char *const clock_outcome_values[] = {
    "none",
    "met",
    "breached",
    "cancelled",
};

static const char *const clock_outcome_labels[] = {
    "",
    "按时",
    "超时",
    "取消",
};

const struct enum_shape clock_outcome_enum = {
    "clock_outcome", clock_outcome_values, clock_outcome_labels, 4,
};

static const char *const incident_state_values[] = {
    "none",
    "open",
    "closed",
};

static const char *const incident_state_labels[] = {
    "",
    "进行中",
    "已关闭",
};

const struct enum_shape incident_state_enum = {
    "incident_state", incident_state_values, incident_state_labels, 3,
};

static const char *const incident_cause_values[] = {
    "none",
    "person",
    "quiet",
};

static const char *const incident_cause_labels[] = {
    "",
    "人工关闭",
    "持续无新增",
};

const struct enum_shape incident_cause_enum = {
    "incident_cause", incident_cause_values, incident_cause_labels, 3,
};

static const char *const playbook_state_values[] = {
    "none",
    "open",
    "closed",
};

static const char *const playbook_state_labels[] = {
    "",
    "执行中",
    "已结束",
};

const struct enum_shape playbook_state_enum = {
    "playbook_state", playbook_state_values, playbook_state_labels, 3,
};

static const char *const protection_cause_values[] = {
    "none",
    "silent",
    "refused",
};

static const char *const protection_cause_labels[] = {
    "",
    "核心系统未应答",
    "核心系统拒绝",
};

const struct enum_shape protection_cause_enum = {
    "protection_cause", protection_cause_values, protection_cause_labels, 3,
};

static const char *const service_stage_values[] = {
    "none",
    "answering",
    "consulting",
    "processing",
    "feedback",
    "following_up",
};

static const char *const service_stage_labels[] = {
    "",
    "接线",
    "咨询",
    "处理",
    "反馈",
    "跟进",
};

const struct enum_shape service_stage_enum = {
    "service_stage", service_stage_values, service_stage_labels, 6,
};

static const char *const recorded_fact_values[] = {
    "none",
    "first_receipt",
    "new_facts",
    "appraisal_begun",
    "appraisal_ended",
    "outside_begun",
    "outside_ended",
    "protection_requested",
    "protection_active",
    "protection_failed",
    "protection_released",
    "aml_objection",
    "loss_temporary_set",
    "loss_formalised",
    "loss_lapsed",
    "authority_order",
    "dispute_registered",
    "evidence_preserved",
    "dispute_assessed",
    "dispute_settled",
    "leak_known",
    "leak_reported",
    "leak_reported_internally",
    "reported_to_management",
    "reported_to_regulator",
    "task_opened",
    "task_answered",
    "materials_received",
    "materials_accepted",
    "materials_missing",
    "entry_completed",
    "review_passed",
    "review_returned",
    "approval_requested",
    "approval_granted",
    "approval_refused",
    "application_completed",
    "application_failed",
    "followup_started",
    "followup_satisfied",
    "followup_dissatisfied",
    "followup_unreachable",
    "review_decided",
};

static const char *const recorded_fact_labels[] = {
    "",
    "首次受理",
    "新事实",
    "外部鉴定开始",
    "外部鉴定结束",
    "等待外部开始",
    "等待外部结束",
    "已请求保护",
    "保护生效",
    "保护失败",
    "保护解除",
    "反洗钱措施异议",
    "临时挂失生效",
    "正式挂失",
    "挂失失效",
    "机关止付指令",
    "争议登记",
    "证据已保全",
    "争议初步答复",
    "争议了结",
    "信息泄露已知悉",
    "泄露已上报",
    "泄露已内报",
    "已报管理层",
    "已报监管",
    "协办已发起",
    "协办已答复",
    "资料已提交",
    "资料齐全",
    "资料不全",
    "录入完成",
    "复核通过",
    "复核退回",
    "提交审批",
    "审批通过",
    "审批拒绝",
    "办理成功",
    "办理失败",
    "回访开始",
    "回访满意",
    "回访不满意",
    "回访未接通",
    "核查决定",
};

const struct enum_shape recorded_fact_enum = {
    "recorded_fact", recorded_fact_values, recorded_fact_labels, 43,
};

static const char *const party_values[] = {
    "none",
    "person",
    "org",
    "internal",
};

static const char *const party_labels[] = {
    "",
    "个人",
    "单位",
    "行内",
};

const struct enum_shape party_enum = {
    "party", party_values, party_labels, 4,
};

static const char *const id_type_values[] = {
    "none",
    "resident",
    "credit_code",
    "passport",
    "hk_mo_tw",
    "foreigner",
    "other",
};

static const char *const id_type_labels[] = {
    "",
    "居民身份证",
    "统一社会信用代码",
    "护照",
    "港澳台居民证件",
    "外国人永久居留证",
    "其他证件",
};

const struct enum_shape id_type_enum = {
    "id_type", id_type_values, id_type_labels, 7,
};

static const char *const request_kind_values[] = {
    "none",
    "consult",
    "apply",
    "complaint",
    "suggest",
    "dispute",
    "urgent",
};

static const char *const request_kind_labels[] = {
    "",
    "咨询",
    "业务办理",
    "投诉",
    "建议",
    "交易争议",
    "挂失止付",
};

const struct enum_shape request_kind_enum = {
    "request_kind", request_kind_values, request_kind_labels, 7,
};

static const char *const case_type_values[] = {
    "none",
    "consult",
    "apply",
    "complaint",
    "suggest",
    "dispute",
    "urgent",
    "transfer_out",
};

static const char *const case_type_labels[] = {
    "",
    "咨询",
    "业务办理",
    "投诉",
    "建议",
    "交易争议",
    "挂失止付冻结",
    "转出",
};

const struct enum_shape case_type_enum = {
    "case_type", case_type_values, case_type_labels, 8,
};

static const char *const case_grade_values[] = {
    "none",
    "P1",
    "P2",
    "P3",
    "P4",
};

static const char *const case_grade_labels[] = {
    "",
    "重大",
    "重要紧急",
    "一般",
    "轻微",
};

const struct enum_shape case_grade_enum = {
    "case_grade", case_grade_values, case_grade_labels, 5,
};

static const char *const case_state_values[] = {
    "none",
    "received",
    "identifying",
    "classifying",
    "triage",
    "queued",
    "in_progress",
    "second_line",
    "wait_customer",
    "wait_internal",
    "wait_external",
    "materials_check",
    "materials_missing",
    "entry",
    "dual_review",
    "approval",
    "processing",
    "cp_registered",
    "cp_accepted",
    "cp_graded",
    "cp_investigating",
    "cp_extension",
    "cp_drafted",
    "cp_decided",
    "cp_replied",
    "cp_review",
    "cp_outside",
    "ds_protecting",
    "ds_evidence",
    "ds_investigating",
    "ds_liability",
    "ds_settled",
    "ur_verify",
    "ur_executing",
    "ur_temp",
    "ur_formal",
    "ur_released",
    "ur_lapsed",
    "ur_failed",
    "resolved",
    "follow_up",
    "closed",
    "archived",
    "destroyed",
    "withdrawn",
    "rejected",
    "merged",
    "transferred",
};

static const char *const case_state_labels[] = {
    "",
    "已登记",
    "核身中",
    "分类中",
    "人工分拣",
    "待领取",
    "处理中",
    "二线处理",
    "待客户补充",
    "部门协办",
    "外部鉴定",
    "资料审核",
    "待补件",
    "录入",
    "双人复核",
    "授权审批",
    "办理中",
    "投诉登记",
    "已受理",
    "已定级",
    "调查中",
    "延期审批",
    "拟定处理意见",
    "已作出处理决定",
    "已答复",
    "核查中",
    "调解仲裁诉讼中",
    "账户保护中",
    "证据保全",
    "争议调查",
    "责任认定",
    "已了结",
    "快速核身",
    "执行止付",
    "临时挂失止付生效",
    "正式挂失",
    "已解挂解冻",
    "已失效",
    "执行失败",
    "已办结",
    "回访中",
    "已关闭",
    "已归档",
    "已销毁",
    "客户撤回",
    "不予受理",
    "并案",
    "转出",
};

const struct enum_shape case_state_enum = {
    "case_state", case_state_values, case_state_labels, 48,
};

static const char *const suppress_cause_values[] = {
    "none",
    "not_sampled",
    "capped",
    "open_complaint",
    "opted_out",
    "excluded",
    "unreachable",
};

static const char *const suppress_cause_labels[] = {
    "",
    "未抽中",
    "频次限制",
    "有未结投诉",
    "客户拒访",
    "类型排除",
    "无联系渠道",
};

const struct enum_shape suppress_cause_enum = {
    "suppress_cause", suppress_cause_values, suppress_cause_labels, 7,
};

static const char *const recovery_cause_values[] = {
    "none",
    "low_score",
    "not_solved",
    "complaint",
};

static const char *const recovery_cause_labels[] = {
    "",
    "低分",
    "未解决",
    "评论为投诉",
};

const struct enum_shape recovery_cause_enum = {
    "recovery_cause", recovery_cause_values, recovery_cause_labels, 4,
};

static const struct field_shape archive_part_fields[] = {
    TEXT_FIELD(archive_part, stream, FIELD_REQUIRED, 1, 64, "the stream it stands in", "来源流"),
    INT_FIELD(archive_part, seq, FIELD_REQUIRED, INT64_C(1), INT64_C(9223372036854775807), "its place there", "流序号"),
    TEXT_FIELD(archive_part, type, FIELD_REQUIRED, 1, 96, "type of the event", "类型"),
    INT_FIELD(archive_part, bytes, FIELD_REQUIRED, INT64_C(0), INT64_C(1099511627776), "size of its envelope", "字节数"),
    BYTES_FIELD(archive_part, sha256, FIELD_REQUIRED, 32, 32, "SHA-256 of its envelope", "摘要"),
    BYTES_FIELD(archive_part, hash, 0, 32, 32, "the stream's chain at this place; absent when it was replayed after a dead letter", "链式摘要"),
};

const struct map_shape archive_part_shape = {
    "archive_part", sizeof(struct archive_part), LIST(archive_part_fields),
    "an event of the case", "归档事件",
};

static const struct field_shape archive_manifest_fields[] = {
    ID_FIELD(archive_manifest, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(archive_manifest, case_no, 0, 0, 32, "number of the case", "工单号"),
    TEXT_FIELD(archive_manifest, archive_no, FIELD_REQUIRED, 1, 32, "business code, date of archiving, sequence", "档案号"),
    INT_FIELD(archive_manifest, version, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "version of the package", "版本"),
    TEXT_FIELD(archive_manifest, class, FIELD_REQUIRED, 1, 8, "record class or business code", "档案类别"),
    INT_FIELD(archive_manifest, closed_seq, FIELD_REQUIRED, INT64_C(1), INT64_C(9223372036854775807), "place of the closing in desk's stream", "关闭流序号"),
    TIME_FIELD(archive_manifest, closed_at, FIELD_REQUIRED, "when the case was closed", "关闭时间"),
    TIME_FIELD(archive_manifest, archived_at, FIELD_REQUIRED, "when this version was built", "归档时间"),
    ENUM_FIELD(archive_manifest, feedback, FIELD_REQUIRED, feedback_part_enum, "whether the customer's feedback is in it", "反馈材料"),
    MAPS_FIELD(archive_manifest, parts, FIELD_REQUIRED, archive_part_shape, 2000, "the events, by stream and place", "事件"),
};

const struct map_shape archive_manifest_shape = {
    "archive_manifest", sizeof(struct archive_manifest), LIST(archive_manifest_fields),
    "what is in a package", "归档清单",
};

static const struct field_shape archive_verdict_fields[] = {
    ID_FIELD(archive_verdict, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(archive_verdict, case_no, 0, 0, 32, "number of the case", "工单号"),
    TEXT_FIELD(archive_verdict, archive_no, FIELD_REQUIRED, 1, 32, "its archive number", "档案号"),
    INT_FIELD(archive_verdict, version, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "the version that was verified, the newest", "版本"),
    BYTES_FIELD(archive_verdict, sha256, FIELD_REQUIRED, 32, 32, "what it was verified against; archive.stored.v1 of this version has the same", "摘要"),
    INT_FIELD(archive_verdict, parts, FIELD_REQUIRED, INT64_C(0), INT64_C(2000), "events that the package has", "事件数"),
    FLAG_FIELD(archive_verdict, valid, FIELD_REQUIRED, "nothing was changed, removed or added", "是否完整"),
    TEXT_FIELD(archive_verdict, fault, 0, 0, 256, "what is wrong, and with which event; absent: nothing", "问题"),
    TEXT_FIELD(archive_verdict, next, 0, 0, 96, "only the events up to here were proved; ask for those after it", "下一位置"),
};

const struct map_shape archive_verdict_shape = {
    "archive_verdict", sizeof(struct archive_verdict), LIST(archive_verdict_fields),
    "whether a package is what it was when it was stored", "档案校验结果",
};

static const struct field_shape refused_candidate_fields[] = {
    TEXT_FIELD(refused_candidate, actor, FIELD_REQUIRED, 1, 64, "who", "候选人"),
    ENUM_FIELD(refused_candidate, reason, FIELD_REQUIRED, refusal_enum, "why not", "原因"),
};

const struct map_shape refused_candidate_shape = {
    "refused_candidate", sizeof(struct refused_candidate), LIST(refused_candidate_fields),
    "somebody who was considered and may not have the case", "未派候选人",
};

static const struct field_shape worker_view_fields[] = {
    TEXT_FIELD(worker_view, actor, FIELD_REQUIRED, 1, 64, "who", "坐席"),
    ENUM_FIELD(worker_view, presence, 0, presence_enum, "presence", "在岗状态"),
    TIME_FIELD(worker_view, since, 0, "since when", "状态起始时间"),
    INT_FIELD(worker_view, held, FIELD_REQUIRED, INT64_C(0), INT64_C(1000000), "cases in hand", "在手工单数"),
    INT_FIELD(worker_view, load, FIELD_REQUIRED, INT64_C(0), INT64_C(1000000), "their weight in points", "工作量"),
    INT_FIELD(worker_view, capacity, FIELD_REQUIRED, INT64_C(0), INT64_C(1000), "points that the actor may have", "工作量上限"),
    FLAG_FIELD(worker_view, on_shift, FIELD_REQUIRED, "whether a shift, or none, says the actor works now", "当班"),
    ID_FIELD(worker_view, offer_case, 0, "the case that is offered now", "派单工单"),
    TIME_FIELD(worker_view, offer_until, 0, "when that offer lapses", "派单到期时间"),
};

const struct map_shape worker_view_shape = {
    "worker_view", sizeof(struct worker_view), LIST(worker_view_fields),
    "what desk knows of somebody who works the queues", "坐席视图",
};

static const struct field_shape note_view_fields[] = {
    TIME_FIELD(note_view, at, FIELD_REQUIRED, "when", "时间"),
    TEXT_FIELD(note_view, author, FIELD_REQUIRED, 1, 64, "who", "作者"),
    TEXT_FIELD(note_view, text, FIELD_PERSONAL, 0, 16384, "the note, masked as the reader's tier asks", "内容"),
    FLAG_FIELD(note_view, to_customer, 0, "the customer got it", "发送客户"),
};

const struct map_shape note_view_shape = {
    "note_view", sizeof(struct note_view), LIST(note_view_fields),
    "a note as its reader may see it", "备注",
};

static const struct field_shape case_view_fields[] = {
    ID_FIELD(case_view, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(case_view, case_no, FIELD_REQUIRED, 1, 32, "number of the case", "工单号"),
    ENUM_FIELD(case_view, state, FIELD_REQUIRED, case_state_enum, "state", "状态"),
    INT_FIELD(case_view, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version", "版本"),
    ENUM_FIELD(case_view, case_type, 0, case_type_enum, "type", "工单类型"),
    TEXT_FIELD(case_view, code, 0, 0, 8, "business code", "业务代码"),
    TEXT_FIELD(case_view, category, 0, 0, 64, "category key", "类别"),
    ENUM_FIELD(case_view, grade, 0, case_grade_enum, "grade", "等级"),
    TEXT_FIELD(case_view, queue, 0, 0, 64, "queue", "队列"),
    TEXT_FIELD(case_view, owner, 0, 0, 64, "who has it", "处理人"),
    TIME_FIELD(case_view, lease_until, 0, "until when", "租约到期时间"),
    TIME_FIELD(case_view, due_at, 0, "next internal deadline", "到期时间"),
    TIME_FIELD(case_view, received_at, 0, "when the request was received", "受理时间"),
    TEXT_FIELD(case_view, channel, 0, 0, 64, "channel", "渠道"),
    TEXT_FIELD(case_view, unit, 0, 0, 64, "accepting unit", "受理单位"),
    ENUM_FIELD(case_view, party, 0, party_enum, "kind of customer", "客户类型"),
    INT_FIELD(case_view, level, 0, INT64_C(0), INT64_C(6), "level of escalation", "升级层级"),
    INT_FIELD(case_view, reopened, 0, INT64_C(0), INT64_C(1000000), "how often it was reopened", "重开次数"),
    TEXT_FIELD(case_view, complaint_no, 0, 0, 32, "number of the complaint", "投诉编号"),
    TEXT_FIELD(case_view, outside_no, 0, 0, 64, "number given by a regulator", "外部编号"),
    TIME_FIELD(case_view, outside_due, 0, "deadline given by a regulator", "外部期限"),
    TIME_FIELD(case_view, queued_at, 0, "since when it waits, or waited last", "入队时间"),
    TEXT_FIELD(case_view, first_owner, 0, 0, 64, "first-contact owner", "首问负责人"),
    TIME_FIELD(case_view, replied_at, 0, "when the customer was told a decision", "答复时间"),
    TIME_FIELD(case_view, resolved_at, 0, "when it was resolved", "办结时间"),
    TIME_FIELD(case_view, closed_at, 0, "when it was closed", "关闭时间"),
    TEXT_FIELD(case_view, text, FIELD_PERSONAL, 0, 65536, "what the customer said, masked as the reader's tier asks", "诉求内容"),
    TEXT_FIELD(case_view, customer_name, FIELD_PERSONAL, 0, 256, "name, masked", "客户姓名"),
    TEXT_FIELD(case_view, phone, FIELD_PERSONAL, 0, 64, "phone number, masked", "电话"),
    TEXT_FIELD(case_view, answer, FIELD_PERSONAL, 0, 16384, "what the customer was told", "答复内容"),
    MAPS_FIELD(case_view, notes, 0, note_view_shape, 64, "the newest notes, oldest first", "备注"),
    ID_FIELD(case_view, repeat_of, 0, "the customer came with the same matter before: that case (WO-08)", "重复来件的原工单标识"),
    TEXT_FIELD(case_view, repeat_no, 0, 0, 32, "its number", "原工单号"),
    FLAG_FIELD(case_view, merge_offered, 0, "that case is a complaint that is still open: case.merge with it is offered", "建议并案"),
    TEXTS_FIELD(case_view, legal, 0, 32, 96, "commands that are legal now", "可执行操作"),
};

const struct map_shape case_view_shape = {
    "case_view", sizeof(struct case_view), LIST(case_view_fields),
    "a case as this actor may see it", "工单视图",
};

static const struct field_shape words_case_fields[] = {
    ID_FIELD(words_case, case_id, FIELD_REQUIRED, "the case", "工单标识"),
};

const struct map_shape words_case_shape = {
    "words_case", sizeof(struct words_case), LIST(words_case_fields),
    "a case whose words are asked for", "导出对象",
};

static const struct field_shape words_order_view_fields[] = {
    ID_FIELD(words_order_view, order_id, FIELD_REQUIRED, "for words.get", "申请标识"),
    TIME_FIELD(words_order_view, until, FIELD_REQUIRED, "when it lapses; a newer one of the same actor ends it too", "失效时间"),
};

const struct map_shape words_order_view_shape = {
    "words_order_view", sizeof(struct words_order_view), LIST(words_order_view_fields),
    "an order for customers' words", "导出申请",
};

static const struct field_shape words_of_case_fields[] = {
    ID_FIELD(words_of_case, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(words_of_case, text, FIELD_PERSONAL, 0, 65536, "masked as router saw it; absent when the key is destroyed, or when it may not be taken out", "诉求内容"),
};

const struct map_shape words_of_case_shape = {
    "words_of_case", sizeof(struct words_of_case), LIST(words_of_case_fields),
    "what a customer said", "诉求内容",
};

static const struct field_shape words_view_fields[] = {
    ID_FIELD(words_view, order_id, FIELD_REQUIRED, "the order", "申请标识"),
    MAPS_FIELD(words_view, cases, FIELD_REQUIRED, words_of_case_shape, 100, "in the order's order", "诉求内容列表"),
    INT_FIELD(words_view, next, 0, INT64_C(1), INT64_C(99), "where to ask again; absent at the end", "下一位置"),
};

const struct map_shape words_view_shape = {
    "words_view", sizeof(struct words_view), LIST(words_view_fields),
    "what customers said", "诉求内容列表",
};

static const struct field_shape ladder_hold_fields[] = {
    ID_FIELD(ladder_hold, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(ladder_hold, clock, FIELD_REQUIRED, 1, 32, "clock", "时钟"),
    TEXT_FIELD(ladder_hold, step, FIELD_REQUIRED, 1, 32, "rung that was answered", "阶梯"),
    INT_FIELD(ladder_hold, level, FIELD_REQUIRED, INT64_C(0), INT64_C(6), "line that was called", "层级"),
    TIME_FIELD(ladder_hold, next_at, 0, "the next rung, if nothing ends the clock", "下一阶梯时间"),
};

const struct map_shape ladder_hold_shape = {
    "ladder_hold", sizeof(struct ladder_hold), LIST(ladder_hold_fields),
    "until when a ladder waits for the one who answered", "升级等待",
};

static const struct field_shape duty_table_fields[] = {
    TIME_FIELD(duty_table, at, FIELD_REQUIRED, "when", "时间"),
    MAPS_FIELD(duty_table, slots, 0, duty_slot_shape, 32, "every duty", "值班岗"),
};

const struct map_shape duty_table_shape = {
    "duty_table", sizeof(struct duty_table), LIST(duty_table_fields),
    "who has which duty at an instant", "值班表",
};

static const struct field_shape duty_slot_fields[] = {
    TEXT_FIELD(duty_slot, slot, FIELD_REQUIRED, 1, 32, "duty", "值班岗"),
    INT_FIELD(duty_slot, level, FIELD_REQUIRED, INT64_C(0), INT64_C(6), "its line", "层级"),
    TEXT_FIELD(duty_slot, person, 0, 0, 64, "who would be called first; absent: nobody", "值班人"),
    TEXTS_FIELD(duty_slot, deputies, 0, 8, 64, "then these", "代理人"),
    TEXTS_FIELD(duty_slot, absent, 0, 8, 64, "of the shift, but absent", "缺勤"),
    INT_FIELD(duty_slot, gap_minutes, FIELD_REQUIRED, INT64_C(0), INT64_C(10080), "minutes of the next seven days in which nobody has it", "空缺分钟"),
};

const struct map_shape duty_slot_shape = {
    "duty_slot", sizeof(struct duty_slot), LIST(duty_slot_fields),
    "one duty at an instant", "值班岗情况",
};

static const struct field_shape regrade_result_fields[] = {
    ID_FIELD(regrade_result, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    ENUM_FIELD(regrade_result, from_grade, FIELD_REQUIRED, case_grade_enum, "grade before", "原等级"),
    ENUM_FIELD(regrade_result, grade, FIELD_REQUIRED, case_grade_enum, "grade now", "等级"),
    TIME_FIELD(regrade_result, due_at, 0, "next internal deadline", "到期时间"),
};

const struct map_shape regrade_result_shape = {
    "regrade_result", sizeof(struct regrade_result), LIST(regrade_result_fields),
    "what case.regrade returns", "等级调整结果",
};

static const struct field_shape incident_page_fields[] = {
    MAPS_FIELD(incident_page, incidents, 0, incident_view_shape, 20, "the newest first", "事件"),
};

const struct map_shape incident_page_shape = {
    "incident_page", sizeof(struct incident_page), LIST(incident_page_fields),
    "the newest incidents", "事件列表",
};

static const struct field_shape incident_view_fields[] = {
    ID_FIELD(incident_view, incident_id, FIELD_REQUIRED, "the incident", "事件标识"),
    TEXT_FIELD(incident_view, incident_no, FIELD_REQUIRED, 1, 32, "its number", "事件编号"),
    TEXT_FIELD(incident_view, code, FIELD_REQUIRED, 1, 64, "what it is about", "业务代码"),
    TEXT_FIELD(incident_view, category, 0, 0, 64, "category key", "类别"),
    ENUM_FIELD(incident_view, state, FIELD_REQUIRED, incident_state_enum, "where it stands", "状态"),
    INT_FIELD(incident_view, cases, FIELD_REQUIRED, INT64_C(0), INT64_C(1000000), "cases in all", "工单数"),
    TIME_FIELD(incident_view, first_at, FIELD_REQUIRED, "receipt of the first", "首件时间"),
    TIME_FIELD(incident_view, opened_at, FIELD_REQUIRED, "when it was opened", "开启时间"),
    TIME_FIELD(incident_view, last_at, FIELD_REQUIRED, "receipt of the newest", "末件时间"),
    TIME_FIELD(incident_view, closed_at, 0, "when it was closed", "关闭时间"),
    TEXT_FIELD(incident_view, closed_by, 0, 0, 64, "who", "关闭人"),
    TEXT_FIELD(incident_view, notice_zh, 0, 0, 2048, "what all of them are told, in Chinese", "公告（中文）"),
    TEXT_FIELD(incident_view, notice_en, 0, 0, 2048, "and in English", "公告（英文）"),
    MAPS_FIELD(incident_view, case_ids, 0, incident_member_shape, 100, "of incident.get: the first cases, but for complaints about whoever asks", "工单"),
};

const struct map_shape incident_view_shape = {
    "incident_view", sizeof(struct incident_view), LIST(incident_view_fields),
    "an incident", "事件",
};

static const struct field_shape incident_member_fields[] = {
    ID_FIELD(incident_member, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(incident_member, case_no, 0, 0, 32, "its number", "工单号"),
};

const struct map_shape incident_member_shape = {
    "incident_member", sizeof(struct incident_member), LIST(incident_member_fields),
    "a case of an incident", "事件工单",
};

static const struct field_shape playbook_step_fields[] = {
    TEXT_FIELD(playbook_step, step, FIELD_REQUIRED, 1, 32, "its id", "步骤"),
    TEXT_FIELD(playbook_step, zh, FIELD_REQUIRED, 1, 256, "what is to be done, in Chinese", "内容（中文）"),
    TEXT_FIELD(playbook_step, en, FIELD_REQUIRED, 1, 256, "and in English", "内容（英文）"),
    TEXT_FIELD(playbook_step, who, FIELD_REQUIRED, 1, 32, "duty that does it, such as L4", "责任岗"),
    TEXT_FIELD(playbook_step, contact, 0, 0, 64, "who has that duty now; absent: nobody", "联系人"),
    INT_FIELD(playbook_step, minutes, 0, INT64_C(0), INT64_C(10080), "of a kind: by when, from the start", "时限（分钟）"),
    TIME_FIELD(playbook_step, due_at, 0, "of a playbook that was started: by when", "应完成时间"),
    FLAG_FIELD(playbook_step, overdue, 0, "it was not done by then, and that was said", "已超时"),
    TIME_FIELD(playbook_step, done_at, 0, "when it was done", "完成时间"),
    TEXT_FIELD(playbook_step, done_by, 0, 0, 64, "by whom", "完成人"),
    TEXT_FIELD(playbook_step, proof, 0, 0, 256, "reference of what proves it", "证明编号"),
    TEXT_FIELD(playbook_step, template_zh, 0, 0, 1024, "words for it, in Chinese", "模板（中文）"),
    TEXT_FIELD(playbook_step, template_en, 0, 0, 1024, "and in English", "模板（英文）"),
};

const struct map_shape playbook_step_shape = {
    "playbook_step", sizeof(struct playbook_step), LIST(playbook_step_fields),
    "one step of a playbook", "预案步骤",
};

static const struct field_shape playbook_view_fields[] = {
    TEXT_FIELD(playbook_view, kind, FIELD_REQUIRED, 1, 32, "kind of emergency", "预案类型"),
    TEXT_FIELD(playbook_view, zh, FIELD_REQUIRED, 1, 128, "its name in Chinese", "名称（中文）"),
    TEXT_FIELD(playbook_view, en, FIELD_REQUIRED, 1, 128, "and in English", "名称（英文）"),
    ID_FIELD(playbook_view, case_id, 0, "the case that it is for", "工单标识"),
    TEXT_FIELD(playbook_view, case_no, 0, 0, 32, "its number", "工单号"),
    TEXT_FIELD(playbook_view, incident_no, 0, 0, 32, "the incident that it is for", "事件编号"),
    ENUM_FIELD(playbook_view, state, FIELD_REQUIRED, playbook_state_enum, "where it stands", "状态"),
    TEXT_FIELD(playbook_view, cause, FIELD_REQUIRED, 1, 64, "what started it: a trigger, or the code of a person's reason", "启动原因"),
    INT_FIELD(playbook_view, times, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "how often it was started", "启动次数"),
    TIME_FIELD(playbook_view, started_at, FIELD_REQUIRED, "when", "启动时间"),
    TEXT_FIELD(playbook_view, started_by, 0, 0, 64, "by whom; absent: by its trigger", "启动人"),
    TEXT_FIELD(playbook_view, version, FIELD_REQUIRED, 1, 64, "of the policy that its steps are of", "策略版本"),
    INT_FIELD(playbook_view, left, FIELD_REQUIRED, INT64_C(0), INT64_C(16), "steps that are not done", "未完成步骤数"),
    MAPS_FIELD(playbook_view, steps, FIELD_REQUIRED, playbook_step_shape, 16, "in order", "步骤"),
    TIME_FIELD(playbook_view, closed_at, 0, "when it was closed", "结束时间"),
    TEXT_FIELD(playbook_view, closed_by, 0, 0, 64, "by whom", "结束人"),
};

const struct map_shape playbook_view_shape = {
    "playbook_view", sizeof(struct playbook_view), LIST(playbook_view_fields),
    "a playbook that was started, step by step", "应急预案",
};

static const struct field_shape playbook_kind_fields[] = {
    TEXT_FIELD(playbook_kind, kind, FIELD_REQUIRED, 1, 32, "its id", "预案类型"),
    TEXT_FIELD(playbook_kind, zh, FIELD_REQUIRED, 1, 128, "its name in Chinese", "名称（中文）"),
    TEXT_FIELD(playbook_kind, en, FIELD_REQUIRED, 1, 128, "and in English", "名称（英文）"),
    INT_FIELD(playbook_kind, level, FIELD_REQUIRED, INT64_C(3), INT64_C(6), "line that is told when it starts", "通知层级"),
    TEXTS_FIELD(playbook_kind, starts_on, 0, 16, 64, "what starts it by itself", "自动启动条件"),
    MAPS_FIELD(playbook_kind, steps, FIELD_REQUIRED, playbook_step_shape, 16, "in order", "步骤"),
};

const struct map_shape playbook_kind_shape = {
    "playbook_kind", sizeof(struct playbook_kind), LIST(playbook_kind_fields),
    "a kind of emergency, and what is done then", "预案类型",
};

static const struct field_shape playbook_table_fields[] = {
    TEXT_FIELD(playbook_table, version, FIELD_REQUIRED, 1, 64, "of the policy", "策略版本"),
    MAPS_FIELD(playbook_table, kinds, FIELD_REQUIRED, playbook_kind_shape, 16, "as the policy has them", "预案列表"),
};

const struct map_shape playbook_table_shape = {
    "playbook_table", sizeof(struct playbook_table), LIST(playbook_table_fields),
    "all kinds of emergency", "全部预案",
};

static const struct field_shape playbook_page_fields[] = {
    MAPS_FIELD(playbook_page, playbooks, 0, playbook_view_shape, 20, "the newest first, as many as fit: steps without their words, which playbook.get has", "预案列表"),
    FLAG_FIELD(playbook_page, more, 0, "others are open besides", "还有更多"),
};

const struct map_shape playbook_page_shape = {
    "playbook_page", sizeof(struct playbook_page), LIST(playbook_page_fields),
    "the newest open playbooks", "执行中的预案",
};

static const struct field_shape stage_time_fields[] = {
    ENUM_FIELD(stage_time, stage, FIELD_REQUIRED, service_stage_enum, "which", "阶段"),
    TIME_FIELD(stage_time, from, FIELD_REQUIRED, "its first instant", "开始时间"),
    TIME_FIELD(stage_time, to, 0, "the first instant after it; absent: it lasts", "结束时间"),
    INT_FIELD(stage_time, ms, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "how long, up to now if it lasts", "毫秒"),
};

const struct map_shape stage_time_shape = {
    "stage_time", sizeof(struct stage_time), LIST(stage_time_fields),
    "one stage of a case", "阶段时长",
};

static const struct field_shape stage_times_fields[] = {
    ID_FIELD(stage_times, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(stage_times, case_no, 0, 0, 32, "its number", "工单号"),
    MAPS_FIELD(stage_times, stages, FIELD_REQUIRED, stage_time_shape, 5, "those that it has reached, in order", "阶段"),
    INT_FIELD(stage_times, total_ms, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "from receipt to the end, or to now", "总毫秒"),
    FLAG_FIELD(stage_times, ended, FIELD_REQUIRED, "the case is closed", "已结束"),
};

const struct map_shape stage_times_shape = {
    "stage_times", sizeof(struct stage_times), LIST(stage_times_fields),
    "the stages of a case, which add up to its time in all", "各阶段时长",
};

static const struct field_shape fact_result_fields[] = {
    ID_FIELD(fact_result, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(fact_result, case_no, 0, 0, 32, "number of the case", "工单号"),
    INT_FIELD(fact_result, clocks, FIELD_REQUIRED, INT64_C(0), INT64_C(1000), "clocks that the case has now", "时钟数"),
    TIME_FIELD(fact_result, next_due_at, 0, "the next limit that runs", "最近到期时间"),
};

const struct map_shape fact_result_shape = {
    "fact_result", sizeof(struct fact_result), LIST(fact_result_fields),
    "what was recorded", "事实记录结果",
};

static const struct field_shape extension_result_fields[] = {
    ID_FIELD(extension_result, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(extension_result, case_no, 0, 0, 32, "number of the case", "工单号"),
    TEXT_FIELD(extension_result, clock, FIELD_REQUIRED, 1, 32, "clock id", "时钟"),
    TIME_FIELD(extension_result, old_due_at, 0, "the limit before; absent while it is paused", "原到期时间"),
    TIME_FIELD(extension_result, due_at, 0, "the limit now; absent while it is paused", "到期时间"),
};

const struct map_shape extension_result_shape = {
    "extension_result", sizeof(struct extension_result), LIST(extension_result_fields),
    "a limit after its extension", "延期结果",
};

static const struct field_shape policy_move_fields[] = {
    TEXT_FIELD(policy_move, clock, FIELD_REQUIRED, 1, 32, "clock id", "时钟"),
    TIME_FIELD(policy_move, old_due_at, 0, "the limit before; absent: it did not exist, or is paused", "原到期时间"),
    TIME_FIELD(policy_move, due_at, 0, "the limit after; absent: it no longer exists, or is paused", "到期时间"),
};

const struct map_shape policy_move_shape = {
    "policy_move", sizeof(struct policy_move), LIST(policy_move_fields),
    "a limit before and after", "时限变化",
};

static const struct field_shape policy_case_fields[] = {
    ID_FIELD(policy_case, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(policy_case, case_no, 0, 0, 32, "number of the case", "工单号"),
    FLAG_FIELD(policy_case, kept, 0, "it keeps its version: a statutory limit would move later", "保留原版本"),
    MAPS_FIELD(policy_case, moves, 0, policy_move_shape, 64, "limits that change", "变化"),
};

const struct map_shape policy_case_shape = {
    "policy_case", sizeof(struct policy_case), LIST(policy_case_fields),
    "what a case's limits would be", "工单时限变化",
};

static const struct field_shape policy_slice_fields[] = {
    MAPS_FIELD(policy_slice, cases, FIELD_REQUIRED, policy_case_shape, 16, "in order of their id", "工单列表"),
    ID_FIELD(policy_slice, next, 0, "go on after this one; absent: there are no more", "续查位置"),
};

const struct map_shape policy_slice_shape = {
    "policy_slice", sizeof(struct policy_slice), LIST(policy_slice_fields),
    "some open cases of a version", "一批工单",
};

static const struct field_shape customer_fields[] = {
    TEXT_FIELD(customer, ref, FIELD_PERSONAL, 0, 128, "the publisher's own reference", "客户参考号"),
    ENUM_FIELD(customer, type, 0, party_enum, "kind of customer", "客户类型"),
    TEXT_FIELD(customer, name, FIELD_PERSONAL, 0, 256, "name", "姓名或名称"),
    ENUM_FIELD(customer, id_type, 0, id_type_enum, "kind of identity document", "证件类型"),
    TEXT_FIELD(customer, id_no, FIELD_PERSONAL, 0, 64, "number of the document", "证件号码"),
    TEXT_FIELD(customer, phone, FIELD_PERSONAL, 0, 64, "phone number", "电话"),
    TEXT_FIELD(customer, email, FIELD_PERSONAL, 0, 256, "e-mail address", "电子邮箱"),
    TEXT_FIELD(customer, account, FIELD_PERSONAL, 0, 64, "account or card number", "账号或卡号"),
    TEXT_FIELD(customer, unit, 0, 0, 64, "unit of the customer, for organisations and staff", "客户所属单位"),
};

const struct map_shape customer_shape = {
    "customer", sizeof(struct customer), LIST(customer_fields),
    "who asks; all optional, each checked when present", "客户",
};

static const struct field_shape material_fields[] = {
    TEXT_FIELD(material, code, 0, 0, 64, "code of the checklist item", "材料代码"),
    TEXT_FIELD(material, name, FIELD_PERSONAL, 0, 256, "name of the file or document", "材料名称"),
    TEXT_FIELD(material, uri, FIELD_PERSONAL, 0, 2048, "where it lies", "地址"),
    TEXT_FIELD(material, sha256, 0, 64, 64, "digest, 64 hexadecimal digits", "摘要"),
    INT_FIELD(material, bytes, 0, INT64_C(0), INT64_C(1099511627776), "size", "字节数"),
    TEXT_FIELD(material, media_type, 0, 0, 128, "media type", "媒体类型"),
};

const struct map_shape material_shape = {
    "material", sizeof(struct material), LIST(material_fields),
    "a document by reference", "材料",
};

static const struct field_shape contact_fields[] = {
    TEXT_FIELD(contact, call_id, 0, 0, 128, "id in the telephone or chat system", "通话标识"),
    TIME_FIELD(contact, ring_at, 0, "when the customer began to wait", "振铃时间"),
    TIME_FIELD(contact, answered_at, 0, "when a person or approved bot answered", "接通时间"),
    TIME_FIELD(contact, ended_at, 0, "when it ended", "结束时间"),
    TEXT_FIELD(contact, agent, 0, 0, 64, "employee who answered", "坐席"),
    TEXT_FIELD(contact, recording_uri, FIELD_PERSONAL, 0, 2048, "where the recording lies", "录音地址"),
};

const struct map_shape contact_shape = {
    "contact", sizeof(struct contact), LIST(contact_fields),
    "the contact in which the request was made", "联络",
};

static const struct field_shape sealed_customer_fields[] = {
    SEALED_FIELD(sealed_customer, ref, FIELD_PERSONAL, 128, "the publisher's own reference", "客户参考号"),
    ENUM_FIELD(sealed_customer, type, 0, party_enum, "kind of customer", "客户类型"),
    SEALED_FIELD(sealed_customer, name, FIELD_PERSONAL, 256, "name", "姓名或名称"),
    ENUM_FIELD(sealed_customer, id_type, 0, id_type_enum, "kind of identity document", "证件类型"),
    SEALED_FIELD(sealed_customer, id_no, FIELD_PERSONAL, 64, "number of the document, normalised", "证件号码"),
    SEALED_FIELD(sealed_customer, phone, FIELD_PERSONAL, 64, "phone number, normalised", "电话"),
    SEALED_FIELD(sealed_customer, email, FIELD_PERSONAL, 256, "e-mail address", "电子邮箱"),
    SEALED_FIELD(sealed_customer, account, FIELD_PERSONAL, 64, "account or card number, normalised", "账号或卡号"),
    TEXT_FIELD(sealed_customer, unit, 0, 0, 64, "unit of the customer", "客户所属单位"),
};

const struct map_shape sealed_customer_shape = {
    "sealed_customer", sizeof(struct sealed_customer), LIST(sealed_customer_fields),
    "who asks; what names the customer is sealed", "客户（加密）",
};

static const struct field_shape sealed_material_fields[] = {
    TEXT_FIELD(sealed_material, code, 0, 0, 64, "code of the checklist item", "材料代码"),
    SEALED_FIELD(sealed_material, name, FIELD_PERSONAL, 256, "name of the file or document", "材料名称"),
    SEALED_FIELD(sealed_material, uri, FIELD_PERSONAL, 2048, "where it lies", "地址"),
    TEXT_FIELD(sealed_material, sha256, 0, 64, 64, "digest, 64 hexadecimal digits", "摘要"),
    INT_FIELD(sealed_material, bytes, 0, INT64_C(0), INT64_C(1099511627776), "size", "字节数"),
    TEXT_FIELD(sealed_material, media_type, 0, 0, 128, "media type", "媒体类型"),
};

const struct map_shape sealed_material_shape = {
    "sealed_material", sizeof(struct sealed_material), LIST(sealed_material_fields),
    "a document by reference; its name and place are sealed", "材料（加密）",
};

static const struct field_shape sealed_contact_fields[] = {
    TEXT_FIELD(sealed_contact, call_id, 0, 0, 128, "id in the telephone or chat system", "通话标识"),
    TIME_FIELD(sealed_contact, ring_at, 0, "when the customer began to wait", "振铃时间"),
    TIME_FIELD(sealed_contact, answered_at, 0, "when a person or approved bot answered", "接通时间"),
    TIME_FIELD(sealed_contact, ended_at, 0, "when it ended", "结束时间"),
    TEXT_FIELD(sealed_contact, agent, 0, 0, 64, "employee who answered", "坐席"),
    SEALED_FIELD(sealed_contact, recording_uri, FIELD_PERSONAL, 2048, "where the recording lies", "录音地址"),
};

const struct map_shape sealed_contact_shape = {
    "sealed_contact", sizeof(struct sealed_contact), LIST(sealed_contact_fields),
    "the contact in which the request was made", "联络（加密）",
};

static const struct field_shape redactions_fields[] = {
    INT_FIELD(redactions, secrets, 0, INT64_C(0), INT64_C(16384), "passwords and codes removed", "密码与验证码"),
    INT_FIELD(redactions, cards, 0, INT64_C(0), INT64_C(16384), "card numbers masked", "银行卡号"),
    INT_FIELD(redactions, ids, 0, INT64_C(0), INT64_C(16384), "identity numbers masked", "证件号码"),
    INT_FIELD(redactions, phones, 0, INT64_C(0), INT64_C(16384), "phone numbers masked", "电话号码"),
    INT_FIELD(redactions, emails, 0, INT64_C(0), INT64_C(16384), "e-mail addresses masked", "电子邮箱"),
};

const struct map_shape redactions_shape = {
    "redactions", sizeof(struct redactions), LIST(redactions_fields),
    "what was taken out of the text before it was stored", "脱敏统计",
};

static const struct field_shape ledger_entry_fields[] = {
    TEXT_FIELD(ledger_entry, id, FIELD_REQUIRED, 1, 128, "its id at the source", "请求标识"),
    ID_FIELD(ledger_entry, case_id, FIELD_REQUIRED, "the case that it became", "工单标识"),
    TEXT_FIELD(ledger_entry, case_no, FIELD_REQUIRED, 1, 32, "number of the case", "工单号"),
    TIME_FIELD(ledger_entry, at, FIELD_REQUIRED, "when it was received", "受理时间"),
};

const struct map_shape ledger_entry_shape = {
    "ledger_entry", sizeof(struct ledger_entry), LIST(ledger_entry_fields),
    "an accepted message of a source", "已受理消息",
};

static const struct field_shape ledger_day_view_fields[] = {
    MAPS_FIELD(ledger_day_view, accepted, FIELD_REQUIRED, ledger_entry_shape, 500, "in order of receipt", "已受理"),
    ID_FIELD(ledger_day_view, next, 0, "there is more behind this case; ask with it as `after`", "续查位置"),
    INT_FIELD(ledger_day_view, duplicate, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "messages of the day that were accepted before", "重复数"),
    INT_FIELD(ledger_day_view, rejected, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "messages of the day that were refused; they are not remembered one by one", "拒绝数"),
};

const struct map_shape ledger_day_view_shape = {
    "ledger_day_view", sizeof(struct ledger_day_view), LIST(ledger_day_view_fields),
    "what was accepted of a source on a day, and what was not", "当日台账",
};

static const struct field_shape ledger_ids_view_fields[] = {
    MAPS_FIELD(ledger_ids_view, accepted, FIELD_REQUIRED, ledger_entry_shape, 100, "those that were; of the others nothing is known here", "已受理"),
};

const struct map_shape ledger_ids_view_shape = {
    "ledger_ids_view", sizeof(struct ledger_ids_view), LIST(ledger_ids_view_fields),
    "which of these messages were ever accepted", "受理情况",
};

static const struct field_shape score_fields[] = {
    TEXT_FIELD(score, what, FIELD_REQUIRED, 1, 64, "`code AC01`, `type complaint`, `emotion`", "评分项"),
    INT_FIELD(score, per_mille, FIELD_REQUIRED, INT64_C(0), INT64_C(3000), "probability, per mille; of emotion the level in thousandths", "分值（千分比）"),
};

const struct map_shape score_shape = {
    "score", sizeof(struct score), LIST(score_fields),
    "how sure the classifier is of one answer", "评分",
};

static const struct field_shape routed_text_fields[] = {
    TEXT_FIELD(routed_text, code, FIELD_REQUIRED, 1, 8, "business code of the subcategory", "业务代码"),
    ENUM_FIELD(routed_text, case_type, FIELD_REQUIRED, case_type_enum, "type", "工单类型"),
    TEXT_FIELD(routed_text, category, 0, 0, 64, "category key", "类别"),
    ENUM_FIELD(routed_text, grade, FIELD_REQUIRED, case_grade_enum, "grade", "等级"),
    TEXT_FIELD(routed_text, outcome, FIELD_REQUIRED, 1, 16, "routed, triage or out_of_scope", "结论"),
    INT_FIELD(routed_text, confidence, FIELD_REQUIRED, INT64_C(0), INT64_C(1000), "confidence, per mille", "置信度（千分比）"),
    INT_FIELD(routed_text, margin, FIELD_REQUIRED, INT64_C(0), INT64_C(1000), "distance to the second best, per mille", "领先幅度（千分比）"),
    TEXT_FIELD(routed_text, second_code, 0, 0, 8, "business code of the second best", "次选业务代码"),
    TEXT_FIELD(routed_text, queue, FIELD_REQUIRED, 1, 64, "queue", "队列"),
    TEXT_FIELD(routed_text, route, FIELD_REQUIRED, 1, 64, "id of the route that chose the queue", "路由"),
    TEXTS_FIELD(routed_text, skills, 0, 16, 64, "skills that the work needs", "技能"),
    TEXTS_FIELD(routed_text, preferred, 0, 16, 64, "skills that are better to have", "优先技能"),
    TEXTS_FIELD(routed_text, forbidden, 0, 16, 64, "skills that exclude a worker", "排除技能"),
    TEXTS_FIELD(routed_text, reasons, 0, 64, 64, "codes of the triggers that gave the grade", "定级依据"),
    TEXTS_FIELD(routed_text, tags, 0, 64, 64, "tags found in the text", "标签"),
    TEXTS_FIELD(routed_text, linked, 0, 16, 8, "business codes of further intents", "关联业务代码"),
    INT_FIELD(routed_text, emotion, 0, INT64_C(0), INT64_C(3), "level of emotion", "情绪等级"),
    INT_FIELD(routed_text, amount_fen, 0, INT64_C(0), INT64_C(1000000000000000), "amount found in the text, in fen", "涉及金额（分）"),
    TEXTS_FIELD(routed_text, rule_hits, 0, 64, 200, "rules that hit, with the word that made them", "命中规则"),
    MAPS_FIELD(routed_text, scores, 0, score_shape, 16, "what the classifier holds likely", "评分"),
    TEXTS_FIELD(routed_text, ngrams, 0, 16, 64, "n-grams that spoke most for the code", "主要依据词"),
};

const struct map_shape routed_text_shape = {
    "routed_text", sizeof(struct routed_text), LIST(routed_text_fields),
    "what router would do with a text, as `shouli route --json` prints it", "试派结果",
};

static const struct field_shape policy_version_fields[] = {
    TEXT_FIELD(policy_version, name, FIELD_REQUIRED, 1, 64, "name of the policy file", "策略名称"),
    TEXT_FIELD(policy_version, version, FIELD_REQUIRED, 1, 64, "version named in the file", "版本"),
};

const struct map_shape policy_version_shape = {
    "policy_version", sizeof(struct policy_version), LIST(policy_version_fields),
    "a policy and the version of it that decided", "策略版本",
};

static const struct field_shape case_result_fields[] = {
    ID_FIELD(case_result, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(case_result, case_no, FIELD_REQUIRED, 1, 32, "number of the case", "工单号"),
    ENUM_FIELD(case_result, state, FIELD_REQUIRED, case_state_enum, "state after the command", "状态"),
    INT_FIELD(case_result, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version after the command, for the condition of the next one", "版本"),
    INT_FIELD(case_result, lease_epoch, 0, INT64_C(0), INT64_C(9223372036854775807), "of a claim: to be sent with commands on the case", "租约序号"),
    TIME_FIELD(case_result, lease_until, 0, "of a claim or extension: when the lease lapses", "租约到期时间"),
};

const struct map_shape case_result_shape = {
    "case_result", sizeof(struct case_result), LIST(case_result_fields),
    "what desk's commands return", "工单处理结果",
};

static const struct field_shape dead_letter_fields[] = {
    ID_FIELD(dead_letter, dead_id, FIELD_REQUIRED, "the dead letter", "死信标识"),
    TIME_FIELD(dead_letter, at, FIELD_REQUIRED, "when it was set aside", "搁置时间"),
    TEXT_FIELD(dead_letter, origin, FIELD_REQUIRED, 1, 64, "`commands`, or the stream it came from", "来源通道"),
    TEXT_FIELD(dead_letter, source, 0, 0, 256, "source of the message", "消息来源"),
    TEXT_FIELD(dead_letter, id, 0, 0, 128, "id of the message", "消息标识"),
    TEXT_FIELD(dead_letter, type, 0, 0, 96, "type of the message", "消息类型"),
    INT_FIELD(dead_letter, seq, 0, INT64_C(1), INT64_C(9223372036854775807), "position in the stream it came from", "流序号"),
    ID_FIELD(dead_letter, case_id, 0, "the case that is parked behind it", "工单标识"),
    TEXT_FIELD(dead_letter, code, FIELD_REQUIRED, 1, 64, "stable code of the reason", "原因代码"),
    TEXT_FIELD(dead_letter, reason, FIELD_REQUIRED, 1, 1024, "the reason in words", "原因"),
    TEXT_FIELD(dead_letter, state, FIELD_REQUIRED, 1, 16, "open, retried or dropped", "状态"),
};

const struct map_shape dead_letter_shape = {
    "dead_letter", sizeof(struct dead_letter), LIST(dead_letter_fields),
    "a message that could not be processed and was set aside", "死信",
};

static const struct field_shape dead_letters_fields[] = {
    MAPS_FIELD(dead_letters, letters, FIELD_REQUIRED, dead_letter_shape, 200, "open ones, at most 200", "死信"),
};

const struct map_shape dead_letters_shape = {
    "dead_letters", sizeof(struct dead_letters), LIST(dead_letters_fields),
    "dead letters, oldest first", "死信列表",
};

static const struct field_shape ledger_count_fields[] = {
    TEXT_FIELD(ledger_count, name, FIELD_REQUIRED, 1, 160, "in/<type>/<outcome>, event/<type> or state/<state>", "名称"),
    INT_FIELD(ledger_count, count, FIELD_REQUIRED, INT64_C(-9223372036854775807), INT64_C(9223372036854775807), "the count since the beginning", "数量"),
};

const struct map_shape ledger_count_shape = {
    "ledger_count", sizeof(struct ledger_count), LIST(ledger_count_fields),
    "one count of the ledger", "台账计数",
};

static const struct field_shape ledger_cursor_fields[] = {
    TEXT_FIELD(ledger_cursor, stream, FIELD_REQUIRED, 1, 64, "the stream that is followed", "事件流"),
    INT_FIELD(ledger_cursor, seq, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "the last event applied", "序号"),
    MAPS_FIELD(ledger_cursor, counts, 0, ledger_count_shape, 512, "applied events by type", "计数"),
};

const struct map_shape ledger_cursor_shape = {
    "ledger_cursor", sizeof(struct ledger_cursor), LIST(ledger_cursor_fields),
    "what was applied of another stream", "消费位置",
};

static const struct field_shape ledger_view_fields[] = {
    TEXT_FIELD(ledger_view, stream, FIELD_REQUIRED, 1, 64, "the service's own stream", "事件流"),
    INT_FIELD(ledger_view, seq, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "its last event", "序号"),
    MAPS_FIELD(ledger_view, counts, FIELD_REQUIRED, ledger_count_shape, 512, "kept by the writer", "写入方计数"),
    MAPS_FIELD(ledger_view, cursors, 0, ledger_cursor_shape, 16, "kept for each stream that is followed", "消费计数"),
    MAPS_FIELD(ledger_view, rows, 0, ledger_count_shape, 64, "records by state, counted now", "按状态统计的记录"),
    INT_FIELD(ledger_view, imbalance, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "sum of all differences; must be 0", "差额"),
};

const struct map_shape ledger_view_shape = {
    "ledger_view", sizeof(struct ledger_view), LIST(ledger_view_fields),
    "a service's ledger: received, sent and held must balance", "台账",
};

static const struct field_shape trace_event_fields[] = {
    TEXT_FIELD(trace_event, id, FIELD_REQUIRED, 1, 128, "the event, as others name it in causationid", "事件标识"),
    TEXT_FIELD(trace_event, type, FIELD_REQUIRED, 1, 96, "its type", "类型"),
    TIME_FIELD(trace_event, at, FIELD_REQUIRED, "when it was decided", "时间"),
    ID_FIELD(trace_event, case_id, 0, "the case it is about", "工单标识"),
    TEXT_FIELD(trace_event, case_no, 0, 0, 64, "number of the case", "工单号"),
    TEXT_FIELD(trace_event, traceparent, 0, 0, 64, "its trace and its span", "链路上下文"),
    TEXT_FIELD(trace_event, causationid, 0, 0, 128, "id of the message that caused it", "起因消息"),
    TEXT_FIELD(trace_event, actor, 0, 0, 64, "who acted", "操作人"),
};

const struct map_shape trace_event_shape = {
    "trace_event", sizeof(struct trace_event), LIST(trace_event_fields),
    "one event of a trace", "链路事件",
};

static const struct field_shape trace_view_fields[] = {
    MAPS_FIELD(trace_view, events, FIELD_REQUIRED, trace_event_shape, 100, "in order of the stream", "事件"),
    INT_FIELD(trace_view, next, 0, INT64_C(0), INT64_C(9223372036854775807), "there are more behind this position; ask with it as `after`", "续查位置"),
};

const struct map_shape trace_view_shape = {
    "trace_view", sizeof(struct trace_view), LIST(trace_view_fields),
    "what a service did because of a trace", "链路",
};

static const struct field_shape why_fact_fields[] = {
    TIME_FIELD(why_fact, at, FIELD_REQUIRED, "when it was decided", "时间"),
    TEXT_FIELD(why_fact, what, FIELD_REQUIRED, 1, 96, "what was decided: the type of the event", "事项"),
    TEXT_FIELD(why_fact, because, FIELD_REQUIRED, 1, 2048, "the reason in words, without personal data", "原因"),
};

const struct map_shape why_fact_shape = {
    "why_fact", sizeof(struct why_fact), LIST(why_fact_fields),
    "one stored fact that explains a decision", "依据",
};

static const struct field_shape why_view_fields[] = {
    ID_FIELD(why_view, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(why_view, case_no, 0, 0, 32, "number of the case", "工单号"),
    MAPS_FIELD(why_view, facts, FIELD_REQUIRED, why_fact_shape, 256, "in order of time", "依据列表"),
};

const struct map_shape why_view_shape = {
    "why_view", sizeof(struct why_view), LIST(why_view_fields),
    "why a case is where it is, by the facts this service stored", "决策依据",
};

static const struct field_shape followup_view_fields[] = {
    ID_FIELD(followup_view, survey_id, FIELD_REQUIRED, "the invitation", "邀请标识"),
    INT_FIELD(followup_view, attempts, FIELD_REQUIRED, INT64_C(0), INT64_C(3), "attempts that count and reached nobody", "未联系上次数"),
    FLAG_FIELD(followup_view, over, FIELD_REQUIRED, "it was the last one: the customer counts as unreachable", "已结束"),
};

const struct map_shape followup_view_shape = {
    "followup_view", sizeof(struct followup_view), LIST(followup_view_fields),
    "where a call-back stands", "回访进度",
};

static const struct field_shape archive_stored_fields[] = {
    TEXT_FIELD(archive_stored, archive_no, FIELD_REQUIRED, 1, 32, "business code, date of archiving, sequence", "档案号"),
    INT_FIELD(archive_stored, version, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "version of the package", "版本"),
    TEXT_FIELD(archive_stored, class, FIELD_REQUIRED, 1, 8, "record class or business code", "档案类别"),
    BYTES_FIELD(archive_stored, sha256, FIELD_REQUIRED, 32, 32, "of the package", "摘要"),
    INT_FIELD(archive_stored, bytes, FIELD_REQUIRED, INT64_C(0), INT64_C(1099511627776), "size of the package", "字节数"),
    INT_FIELD(archive_stored, events, FIELD_REQUIRED, INT64_C(0), INT64_C(1000000000), "events in it", "事件数"),
    TIME_FIELD(archive_stored, stored_at, FIELD_REQUIRED, "when", "归档时间"),
    TIME_FIELD(archive_stored, closed_at, FIELD_REQUIRED, "when the case was closed", "关闭时间"),
    TIME_FIELD(archive_stored, retain_until, 0, "end of retention; absent: unknown trigger or permanent", "保管期限"),
};

const struct map_shape archive_stored_shape = {
    "archive_stored", sizeof(struct archive_stored), LIST(archive_stored_fields),
    "the package of a case is built and verified; stops K18", "工单已归档",
};

static const struct field_shape archive_incomplete_fields[] = {
    TEXTS_FIELD(archive_incomplete, missing, FIELD_REQUIRED, 64, 128, "what is missing", "缺失项"),
    INT_FIELD(archive_incomplete, tries, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "how often it was tried", "尝试次数"),
};

const struct map_shape archive_incomplete_shape = {
    "archive_incomplete", sizeof(struct archive_incomplete), LIST(archive_incomplete_fields),
    "a package cannot be built yet", "档案不完整",
};

static const struct field_shape archive_verify_fields[] = {
    ID_FIELD(archive_verify, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(archive_verify, after, 0, 0, 96, "`next` of the answer before, for the events behind it; absent: from the first", "起始位置"),
};

const struct map_shape archive_verify_shape = {
    "archive_verify", sizeof(struct archive_verify), LIST(archive_verify_fields),
    "recompute the newest package of a case from what is kept, 250 events at a time", "校验档案",
};

static const struct field_shape case_claim_fields[] = {
    TEXTS_FIELD(case_claim, queues, 0, 64, 64, "only from these queues", "队列"),
    INT_FIELD(case_claim, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape case_claim_shape = {
    "case_claim", sizeof(struct case_claim), LIST(case_claim_fields),
    "the next case that this actor may have", "领取工单",
};

static const struct field_shape case_extend_fields[] = {
    ID_FIELD(case_extend, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(case_extend, lease_epoch, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "from the claim", "租约序号"),
    INT_FIELD(case_extend, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape case_extend_shape = {
    "case_extend", sizeof(struct case_extend), LIST(case_extend_fields),
    "renews the lease", "续租",
};

static const struct field_shape case_release_fields[] = {
    ID_FIELD(case_release, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(case_release, lease_epoch, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "from the claim", "租约序号"),
    TEXT_FIELD(case_release, reason, FIELD_PERSONAL, 0, 1024, "why; reason_required without one", "原因"),
    INT_FIELD(case_release, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape case_release_shape = {
    "case_release", sizeof(struct case_release), LIST(case_release_fields),
    "gives the case back to its queue", "释放工单",
};

static const struct field_shape case_note_fields[] = {
    ID_FIELD(case_note, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(case_note, lease_epoch, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "from the claim", "租约序号"),
    TEXT_FIELD(case_note, text, FIELD_REQUIRED | FIELD_PERSONAL, 1, 16384, "the note", "内容"),
    FLAG_FIELD(case_note, to_customer, 0, "the customer gets it as a progress message", "发送客户"),
    INT_FIELD(case_note, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape case_note_shape = {
    "case_note", sizeof(struct case_note), LIST(case_note_fields),
    "a note, or a progress message", "备注",
};

static const struct field_shape case_ask_customer_fields[] = {
    ID_FIELD(case_ask_customer, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(case_ask_customer, lease_epoch, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "from the claim", "租约序号"),
    TEXT_FIELD(case_ask_customer, text, FIELD_REQUIRED | FIELD_PERSONAL, 1, 16384, "the question", "问题"),
    INT_FIELD(case_ask_customer, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape case_ask_customer_shape = {
    "case_ask_customer", sizeof(struct case_ask_customer), LIST(case_ask_customer_fields),
    "asks the customer and waits", "询问客户",
};

static const struct field_shape case_customer_answered_fields[] = {
    ID_FIELD(case_customer_answered, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(case_customer_answered, text, FIELD_REQUIRED | FIELD_PERSONAL, 1, 16384, "the answer", "答复"),
    INT_FIELD(case_customer_answered, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape case_customer_answered_shape = {
    "case_customer_answered", sizeof(struct case_customer_answered), LIST(case_customer_answered_fields),
    "the customer's answer; the case goes on", "客户答复",
};

static const struct field_shape case_second_line_fields[] = {
    ID_FIELD(case_second_line, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(case_second_line, lease_epoch, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "from the claim", "租约序号"),
    TEXT_FIELD(case_second_line, reason, FIELD_PERSONAL, 0, 1024, "why; reason_required without one", "原因"),
    INT_FIELD(case_second_line, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape case_second_line_shape = {
    "case_second_line", sizeof(struct case_second_line), LIST(case_second_line_fields),
    "hands the case to a senior agent", "转二线",
};

static const struct field_shape case_resolve_fields[] = {
    ID_FIELD(case_resolve, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(case_resolve, lease_epoch, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "from the claim", "租约序号"),
    TEXT_FIELD(case_resolve, answer, FIELD_REQUIRED | FIELD_PERSONAL, 1, 16384, "what the customer was told", "答复内容"),
    TEXT_FIELD(case_resolve, kb_ref, 0, 0, 128, "article of the knowledge base", "知识库引用"),
    INT_FIELD(case_resolve, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape case_resolve_shape = {
    "case_resolve", sizeof(struct case_resolve), LIST(case_resolve_fields),
    "done, customer told", "办结",
};

static const struct field_shape case_close_fields[] = {
    ID_FIELD(case_close, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(case_close, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape case_close_shape = {
    "case_close", sizeof(struct case_close), LIST(case_close_fields),
    "closes early where the rules allow", "关闭工单",
};

static const struct field_shape case_reopen_fields[] = {
    ID_FIELD(case_reopen, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(case_reopen, reason, FIELD_PERSONAL, 0, 1024, "why; reason_required without one", "原因"),
    INT_FIELD(case_reopen, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape case_reopen_shape = {
    "case_reopen", sizeof(struct case_reopen), LIST(case_reopen_fields),
    "back to the queue, graded up", "重开工单",
};

static const struct field_shape case_reclassify_fields[] = {
    ID_FIELD(case_reclassify, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    ENUM_FIELD(case_reclassify, type, 0, case_type_enum, "the type wished for", "工单类型"),
    TEXT_FIELD(case_reclassify, category, 0, 0, 64, "the category or business code wished for", "类别"),
    TEXT_FIELD(case_reclassify, reason, FIELD_PERSONAL, 0, 1024, "why; reason_required without one", "原因"),
    INT_FIELD(case_reclassify, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape case_reclassify_shape = {
    "case_reclassify", sizeof(struct case_reclassify), LIST(case_reclassify_fields),
    "wishes another type or category; router decides", "申请改分类",
};

static const struct field_shape case_withdraw_fields[] = {
    ID_FIELD(case_withdraw, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(case_withdraw, reason, FIELD_PERSONAL, 0, 1024, "why, and how the customer was identified", "原因"),
    INT_FIELD(case_withdraw, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape case_withdraw_shape = {
    "case_withdraw", sizeof(struct case_withdraw), LIST(case_withdraw_fields),
    "the customer withdraws the matter", "客户撤回",
};

static const struct field_shape staff_set_presence_fields[] = {
    ENUM_FIELD(staff_set_presence, presence, FIELD_REQUIRED, presence_enum, "presence", "在岗状态"),
    TEXT_FIELD(staff_set_presence, actor, 0, 0, 64, "whose; without one the sender's own. For others: L3 and above", "坐席"),
    TEXT_FIELD(staff_set_presence, role, 0, 0, 64, "role of that other; without one the role they had last", "角色"),
};

const struct map_shape staff_set_presence_shape = {
    "staff_set_presence", sizeof(struct staff_set_presence), LIST(staff_set_presence_fields),
    "says whether somebody can take work", "设置在岗状态",
};

static const struct field_shape staff_get_fields[] = {
    TEXT_FIELD(staff_get, actor, 0, 0, 64, "whose; without one the sender's own. For others: L3 and above", "坐席"),
    TEXT_FIELD(staff_get, role, 0, 0, 64, "role of that other; without one the role they had last", "角色"),
};

const struct map_shape staff_get_shape = {
    "staff_get", sizeof(struct staff_get), LIST(staff_get_fields),
    "presence, load and offer of somebody", "查询坐席",
};

static const struct field_shape case_take_offer_fields[] = {
    ID_FIELD(case_take_offer, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(case_take_offer, offer_no, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "from the offer", "派单序号"),
    INT_FIELD(case_take_offer, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape case_take_offer_shape = {
    "case_take_offer", sizeof(struct case_take_offer), LIST(case_take_offer_fields),
    "takes the case that is offered", "接受派单",
};

static const struct field_shape case_decline_offer_fields[] = {
    ID_FIELD(case_decline_offer, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(case_decline_offer, offer_no, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "from the offer", "派单序号"),
    TEXT_FIELD(case_decline_offer, reason, FIELD_PERSONAL, 0, 1024, "why; reason_required without one", "原因"),
    INT_FIELD(case_decline_offer, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape case_decline_offer_shape = {
    "case_decline_offer", sizeof(struct case_decline_offer), LIST(case_decline_offer_fields),
    "declines it; the next one is asked", "拒绝派单",
};

static const struct field_shape complaint_accept_fields[] = {
    ID_FIELD(complaint_accept, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(complaint_accept, lease_epoch, 0, INT64_C(0), INT64_C(9223372036854775807), "from the claim", "租约序号"),
    TIME_FIELD(complaint_accept, told_at, 0, "when the customer was told", "告知时间"),
    INT_FIELD(complaint_accept, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape complaint_accept_shape = {
    "complaint_accept", sizeof(struct complaint_accept), LIST(complaint_accept_fields),
    "scope checked, owner named (row 30)", "受理投诉",
};

static const struct field_shape complaint_grade_fields[] = {
    ID_FIELD(complaint_grade, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(complaint_grade, lease_epoch, 0, INT64_C(0), INT64_C(9223372036854775807), "from the claim", "租约序号"),
    ENUM_FIELD(complaint_grade, grade, FIELD_REQUIRED, case_grade_enum, "grade", "等级"),
    TEXTS_FIELD(complaint_grade, reasons, 0, 64, 64, "codes of the triggers", "定级依据"),
    TEXT_FIELD(complaint_grade, facet_channel, 0, 0, 64, "facet A of JR/T 0169: channel", "渠道分类"),
    TEXT_FIELD(complaint_grade, facet_business, 0, 0, 64, "facet B: business", "业务分类"),
    TEXT_FIELD(complaint_grade, facet_cause, 0, 0, 64, "facet C: cause", "原因分类"),
    INT_FIELD(complaint_grade, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape complaint_grade_shape = {
    "complaint_grade", sizeof(struct complaint_grade), LIST(complaint_grade_fields),
    "fixes the grade with reasons and facets (row 32)", "投诉定级",
};

static const struct field_shape complaint_investigate_fields[] = {
    ID_FIELD(complaint_investigate, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(complaint_investigate, lease_epoch, 0, INT64_C(0), INT64_C(9223372036854775807), "from the claim", "租约序号"),
    TEXT_FIELD(complaint_investigate, investigator, 0, 0, 64, "the investigator; without one it is the actor", "调查人"),
    INT_FIELD(complaint_investigate, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape complaint_investigate_shape = {
    "complaint_investigate", sizeof(struct complaint_investigate), LIST(complaint_investigate_fields),
    "names the investigator (row 33)", "指定调查人",
};

static const struct field_shape complaint_draft_fields[] = {
    ID_FIELD(complaint_draft, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(complaint_draft, lease_epoch, 0, INT64_C(0), INT64_C(9223372036854775807), "from the claim", "租约序号"),
    TEXT_FIELD(complaint_draft, answer, FIELD_REQUIRED | FIELD_PERSONAL, 1, 16384, "the decision as the customer will read it", "处理意见"),
    ENUM_FIELD(complaint_draft, finding, 0, finding_enum, "result of the investigation", "调查结论"),
    TEXT_FIELD(complaint_draft, basis, FIELD_PERSONAL, 0, 4096, "what it rests on", "依据"),
    TEXT_FIELD(complaint_draft, remedies, 0, 0, 4096, "what the customer can do next", "救济途径"),
    TEXT_FIELD(complaint_draft, root_cause, FIELD_PERSONAL, 0, 1024, "root cause, for established complaints", "根本原因"),
    TEXT_FIELD(complaint_draft, responsible_unit, 0, 0, 64, "unit that is responsible", "责任单位"),
    TEXT_FIELD(complaint_draft, responsible_employee, 0, 0, 64, "employee who is responsible", "责任人"),
    INT_FIELD(complaint_draft, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape complaint_draft_shape = {
    "complaint_draft", sizeof(struct complaint_draft), LIST(complaint_draft_fields),
    "findings complete, decision drafted (row 37)", "拟定处理意见",
};

static const struct field_shape complaint_approve_fields[] = {
    ID_FIELD(complaint_approve, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(complaint_approve, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape complaint_approve_shape = {
    "complaint_approve", sizeof(struct complaint_approve), LIST(complaint_approve_fields),
    "approves the decision (row 38)", "批准处理意见",
};

static const struct field_shape complaint_return_fields[] = {
    ID_FIELD(complaint_return, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(complaint_return, reason, FIELD_PERSONAL, 0, 1024, "why; reason_required without one", "原因"),
    INT_FIELD(complaint_return, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape complaint_return_shape = {
    "complaint_return", sizeof(struct complaint_return), LIST(complaint_return_fields),
    "sends the decision back (row 39)", "退回处理意见",
};

static const struct field_shape complaint_reply_fields[] = {
    ID_FIELD(complaint_reply, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(complaint_reply, lease_epoch, 0, INT64_C(0), INT64_C(9223372036854775807), "from the claim", "租约序号"),
    TEXT_FIELD(complaint_reply, proof, FIELD_REQUIRED, 1, 256, "reference of the proof that the customer was told", "送达证明编号"),
    ENUM_FIELD(complaint_reply, proof_kind, 0, proof_kind_enum, "kind of the proof", "送达证明类型"),
    TIME_FIELD(complaint_reply, told_at, 0, "when the customer was told", "告知时间"),
    INT_FIELD(complaint_reply, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape complaint_reply_shape = {
    "complaint_reply", sizeof(struct complaint_reply), LIST(complaint_reply_fields),
    "the customer was told, with proof (row 40)", "答复投诉人",
};

static const struct field_shape complaint_review_fields[] = {
    ID_FIELD(complaint_review, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(complaint_review, reason, FIELD_PERSONAL, 0, 4096, "what the customer objects to", "理由"),
    INT_FIELD(complaint_review, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape complaint_review_shape = {
    "complaint_review", sizeof(struct complaint_review), LIST(complaint_review_fields),
    "the customer wants a review (rows 44, 46)", "申请核查",
};

static const struct field_shape complaint_reject_fields[] = {
    ID_FIELD(complaint_reject, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(complaint_reject, lease_epoch, 0, INT64_C(0), INT64_C(9223372036854775807), "from the claim", "租约序号"),
    ENUM_FIELD(complaint_reject, cause, FIELD_REQUIRED, reject_cause_enum, "coded reason", "原因代码"),
    TEXT_FIELD(complaint_reject, reason, FIELD_PERSONAL, 0, 4096, "the reason as the customer was told; reason_required without one", "理由"),
    TEXT_FIELD(complaint_reject, remedies, 0, 0, 4096, "what the customer can do next", "救济途径"),
    TIME_FIELD(complaint_reject, told_at, 0, "when the customer was told; absent: now", "告知时间"),
    TEXT_FIELD(complaint_reject, proof, FIELD_REQUIRED, 1, 256, "reference of the proof that the customer was told", "送达证明编号"),
    ENUM_FIELD(complaint_reject, proof_kind, 0, proof_kind_enum, "kind of the proof", "送达证明类型"),
    INT_FIELD(complaint_reject, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape complaint_reject_shape = {
    "complaint_reject", sizeof(struct complaint_reject), LIST(complaint_reject_fields),
    "not taken on; the customer was told why and what else there is (row 31)", "不予受理投诉",
};

static const struct field_shape case_transfer_fields[] = {
    ID_FIELD(case_transfer, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(case_transfer, lease_epoch, 0, INT64_C(0), INT64_C(9223372036854775807), "from the claim", "租约序号"),
    TEXT_FIELD(case_transfer, body, FIELD_REQUIRED, 1, 128, "the competent body", "受理机构"),
    TEXT_FIELD(case_transfer, reason, FIELD_PERSONAL, 0, 4096, "why; reason_required without one", "理由"),
    TIME_FIELD(case_transfer, told_at, 0, "when the customer was told; absent: now", "告知时间"),
    TEXT_FIELD(case_transfer, proof, FIELD_REQUIRED, 1, 256, "reference of the proof that the customer was told", "送达证明编号"),
    ENUM_FIELD(case_transfer, proof_kind, 0, proof_kind_enum, "kind of the proof", "送达证明类型"),
    INT_FIELD(case_transfer, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape case_transfer_shape = {
    "case_transfer", sizeof(struct case_transfer), LIST(case_transfer_fields),
    "another body is competent; the customer was told (row 31)", "转出工单",
};

static const struct field_shape case_merge_fields[] = {
    ID_FIELD(case_merge, case_id, FIELD_REQUIRED, "the case that ends", "工单标识"),
    INT_FIELD(case_merge, lease_epoch, 0, INT64_C(0), INT64_C(9223372036854775807), "from the claim", "租约序号"),
    ID_FIELD(case_merge, master_id, FIELD_REQUIRED, "the case that goes on", "主工单标识"),
    TEXT_FIELD(case_merge, reason, FIELD_PERSONAL, 0, 1024, "why; reason_required without one", "原因"),
    INT_FIELD(case_merge, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape case_merge_shape = {
    "case_merge", sizeof(struct case_merge), LIST(case_merge_fields),
    "the same matter as another open case, which goes on (row 51)", "并案",
};

static const struct field_shape case_get_fields[] = {
    ID_FIELD(case_get, case_id, 0, "the case; this or its number is required", "工单标识"),
    TEXT_FIELD(case_get, case_no, 0, 0, 32, "number of the case", "工单号"),
    INT_FIELD(case_get, version, 0, INT64_C(0), INT64_C(9223372036854775807), "only when the case has this version", "版本"),
};

const struct map_shape case_get_shape = {
    "case_get", sizeof(struct case_get), LIST(case_get_fields),
    "a case as this actor may see it", "查询工单",
};

static const struct field_shape words_order_fields[] = {
    ENUM_FIELD(words_order, purpose, FIELD_REQUIRED, words_purpose_enum, "what for", "用途"),
    TEXT_FIELD(words_order, reason, FIELD_REQUIRED, 1, 1024, "why", "原因"),
    MAPS_FIELD(words_order, cases, FIELD_REQUIRED, words_case_shape, 100, "whose words", "导出对象"),
};

const struct map_shape words_order_shape = {
    "words_order", sizeof(struct words_order), LIST(words_order_fields),
    "wishes to take out what customers said; roles with `exports` only", "申请导出诉求内容",
};

static const struct field_shape words_get_fields[] = {
    ID_FIELD(words_get, order_id, FIELD_REQUIRED, "the order", "申请标识"),
    INT_FIELD(words_get, begin, 0, INT64_C(0), INT64_C(99), "from this place on", "起始位置"),
};

const struct map_shape words_get_shape = {
    "words_get", sizeof(struct words_get), LIST(words_get_fields),
    "what was ordered, by who ordered it", "导出诉求内容",
};

static const struct field_shape case_claimed_fields[] = {
    ENUM_FIELD(case_claimed, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(case_claimed, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(case_claimed, owner, FIELD_REQUIRED, 1, 64, "who has it", "处理人"),
    TEXT_FIELD(case_claimed, role, 0, 0, 64, "role of the owner", "角色"),
    TEXT_FIELD(case_claimed, owner_unit, 0, 0, 64, "unit of the owner", "处理人单位"),
    INT_FIELD(case_claimed, lease_epoch, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "number of the lease", "租约序号"),
    TIME_FIELD(case_claimed, lease_until, FIELD_REQUIRED, "when the lease lapses", "租约到期时间"),
    TEXT_FIELD(case_claimed, queue, FIELD_REQUIRED, 1, 64, "the queue it came from", "队列"),
    ENUM_FIELD(case_claimed, case_type, 0, case_type_enum, "type", "工单类型"),
    ENUM_FIELD(case_claimed, grade, 0, case_grade_enum, "grade", "等级"),
    TIME_FIELD(case_claimed, queued_at, 0, "since when it waited", "入队时间"),
};

const struct map_shape case_claimed_shape = {
    "case_claimed", sizeof(struct case_claimed), LIST(case_claimed_fields),
    "somebody has the case", "工单已领取",
};

static const struct field_shape case_offered_fields[] = {
    INT_FIELD(case_offered, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(case_offered, to, FIELD_REQUIRED, 1, 64, "to whom", "派单对象"),
    INT_FIELD(case_offered, offer_no, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "number of the offer", "派单序号"),
    TIME_FIELD(case_offered, until, FIELD_REQUIRED, "when it lapses", "到期时间"),
    TEXT_FIELD(case_offered, queue, FIELD_REQUIRED, 1, 64, "queue", "队列"),
    ENUM_FIELD(case_offered, grade, 0, case_grade_enum, "grade", "等级"),
    ENUM_FIELD(case_offered, case_type, 0, case_type_enum, "type", "工单类型"),
    INT_FIELD(case_offered, weight, FIELD_REQUIRED, INT64_C(0), INT64_C(1000), "points it takes", "工作量"),
    FLAG_FIELD(case_offered, first_contact, 0, "it goes back to the first-contact owner", "首问负责人"),
    FLAG_FIELD(case_offered, interrupts, 0, "urgent: it comes on top of a full load", "可打断"),
    MAPS_FIELD(case_offered, refused, 0, refused_candidate_shape, 16, "who was considered and may not have it", "未派候选人"),
};

const struct map_shape case_offered_shape = {
    "case_offered", sizeof(struct case_offered), LIST(case_offered_fields),
    "the case is offered to somebody who is there", "工单已派",
};

static const struct field_shape case_offer_ended_fields[] = {
    INT_FIELD(case_offer_ended, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(case_offer_ended, to, FIELD_REQUIRED, 1, 64, "to whom it was offered", "派单对象"),
    INT_FIELD(case_offer_ended, offer_no, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "number of the offer", "派单序号"),
    ENUM_FIELD(case_offer_ended, cause, FIELD_REQUIRED, offer_end_enum, "how it ended", "原因"),
    SEALED_FIELD(case_offer_ended, reason, FIELD_PERSONAL, 4096, "why, in the words of who declined", "拒绝理由"),
};

const struct map_shape case_offer_ended_shape = {
    "case_offer_ended", sizeof(struct case_offer_ended), LIST(case_offer_ended_fields),
    "an offer ended without a claim; the next one is asked", "派单结束",
};

static const struct field_shape case_overflowed_fields[] = {
    INT_FIELD(case_overflowed, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    INT_FIELD(case_overflowed, rung, FIELD_REQUIRED, INT64_C(1), INT64_C(16), "rung of the ladder, from 1", "层级"),
    INT_FIELD(case_overflowed, rungs, FIELD_REQUIRED, INT64_C(1), INT64_C(16), "how many there are", "总层级"),
    ENUM_FIELD(case_overflowed, widening, FIELD_REQUIRED, widening_enum, "what the rung does", "动作"),
    TEXT_FIELD(case_overflowed, queue, FIELD_REQUIRED, 1, 64, "queue", "队列"),
    TIME_FIELD(case_overflowed, queued_at, 0, "since when it waits", "入队时间"),
    TIME_FIELD(case_overflowed, due_at, 0, "next internal deadline", "到期时间"),
    TEXT_FIELD(case_overflowed, owner, FIELD_REQUIRED, 1, 64, "who answers for the pool", "责任人"),
};

const struct map_shape case_overflowed_shape = {
    "case_overflowed", sizeof(struct case_overflowed), LIST(case_overflowed_fields),
    "nobody took the case in time: more people may have it now", "工单溢出",
};

static const struct field_shape pool_emptied_fields[] = {
    TEXT_FIELD(pool_emptied, queue, FIELD_REQUIRED, 1, 64, "queue", "队列"),
    TEXTS_FIELD(pool_emptied, needs, 0, 64, 80, "skills with levels, and skills that exclude", "派单条件"),
    INT_FIELD(pool_emptied, line, FIELD_REQUIRED, INT64_C(1), INT64_C(6), "line that is needed", "层级"),
    INT_FIELD(pool_emptied, cases, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "how many wait", "等待工单数"),
    TIME_FIELD(pool_emptied, oldest_at, FIELD_REQUIRED, "since when the oldest waits", "最早入队时间"),
    TEXT_FIELD(pool_emptied, owner, FIELD_REQUIRED, 1, 64, "who answers for the pool", "责任人"),
};

const struct map_shape pool_emptied_shape = {
    "pool_emptied", sizeof(struct pool_emptied), LIST(pool_emptied_fields),
    "cases wait and nobody who is there may have them", "岗位池空缺",
};

static const struct field_shape pool_staffed_fields[] = {
    TEXT_FIELD(pool_staffed, queue, FIELD_REQUIRED, 1, 64, "queue", "队列"),
    TIME_FIELD(pool_staffed, emptied_at, FIELD_REQUIRED, "since when it was empty", "空缺时间"),
    TEXT_FIELD(pool_staffed, owner, FIELD_REQUIRED, 1, 64, "who was told", "责任人"),
};

const struct map_shape pool_staffed_shape = {
    "pool_staffed", sizeof(struct pool_staffed), LIST(pool_staffed_fields),
    "somebody is there again, or nothing waits any more", "岗位池恢复",
};

static const struct field_shape staff_presence_changed_fields[] = {
    TEXT_FIELD(staff_presence_changed, actor, FIELD_REQUIRED, 1, 64, "who", "坐席"),
    ENUM_FIELD(staff_presence_changed, presence, FIELD_REQUIRED, presence_enum, "presence now", "在岗状态"),
    ENUM_FIELD(staff_presence_changed, before, 0, presence_enum, "presence before", "原状态"),
    ENUM_FIELD(staff_presence_changed, cause, FIELD_REQUIRED, presence_cause_enum, "why", "原因"),
    TEXT_FIELD(staff_presence_changed, by, 0, 0, 64, "who said so", "设置人"),
    TIME_FIELD(staff_presence_changed, at, FIELD_REQUIRED, "when", "时间"),
};

const struct map_shape staff_presence_changed_shape = {
    "staff_presence_changed", sizeof(struct staff_presence_changed), LIST(staff_presence_changed_fields),
    "somebody came, went or is not to be disturbed", "在岗状态变更",
};

static const struct field_shape case_released_fields[] = {
    ENUM_FIELD(case_released, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(case_released, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    ENUM_FIELD(case_released, cause, FIELD_REQUIRED, release_cause_enum, "why", "释放原因"),
    SEALED_FIELD(case_released, reason, FIELD_PERSONAL, 4096, "why, in the owner's words", "原因"),
    TEXT_FIELD(case_released, owner, FIELD_REQUIRED, 1, 64, "who had it", "原处理人"),
    INT_FIELD(case_released, lease_epoch, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "number of the lease that ended", "租约序号"),
    TEXT_FIELD(case_released, queue, FIELD_REQUIRED, 1, 64, "the queue it is in", "队列"),
};

const struct map_shape case_released_shape = {
    "case_released", sizeof(struct case_released), LIST(case_released_fields),
    "the case went back to its queue", "工单已释放",
};

static const struct field_shape case_repeat_found_fields[] = {
    ID_FIELD(case_repeat_found, repeat_of, FIELD_REQUIRED, "the earlier case", "原工单标识"),
    TEXT_FIELD(case_repeat_found, repeat_no, 0, 0, 32, "its number", "原工单号"),
    TEXT_FIELD(case_repeat_found, category, FIELD_REQUIRED, 1, 64, "category of both", "类别"),
    TIME_FIELD(case_repeat_found, earlier_received_at, FIELD_REQUIRED, "when the earlier one was received", "原受理时间"),
    TEXT_FIELD(case_repeat_found, earlier_owner, 0, 0, 64, "who answered the earlier one, or had it first", "原处理人"),
    FLAG_FIELD(case_repeat_found, merge_offered, FIELD_REQUIRED, "the earlier case is a complaint that is still open", "建议并案"),
};

const struct map_shape case_repeat_found_shape = {
    "case_repeat_found", sizeof(struct case_repeat_found), LIST(case_repeat_found_fields),
    "the customer came with the same matter before (WO-08); counts against first contact resolution", "发现重复来件",
};

static const struct field_shape case_lease_extended_fields[] = {
    INT_FIELD(case_lease_extended, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(case_lease_extended, owner, FIELD_REQUIRED, 1, 64, "who has it", "处理人"),
    INT_FIELD(case_lease_extended, lease_epoch, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "number of the lease", "租约序号"),
    TIME_FIELD(case_lease_extended, lease_until, FIELD_REQUIRED, "when it lapses now", "租约到期时间"),
};

const struct map_shape case_lease_extended_shape = {
    "case_lease_extended", sizeof(struct case_lease_extended), LIST(case_lease_extended_fields),
    "the lease was renewed", "租约已续",
};

static const struct field_shape case_noted_fields[] = {
    INT_FIELD(case_noted, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(case_noted, author, FIELD_REQUIRED, 1, 64, "who wrote it", "作者"),
    SEALED_FIELD(case_noted, text, FIELD_PERSONAL | FIELD_REQUIRED, 65536, "the note", "内容"),
    FLAG_FIELD(case_noted, to_customer, 0, "the customer gets it: K7 begins anew", "发送客户"),
};

const struct map_shape case_noted_shape = {
    "case_noted", sizeof(struct case_noted), LIST(case_noted_fields),
    "a note, or a progress message to the customer", "已备注",
};

static const struct field_shape customer_info_requested_fields[] = {
    ENUM_FIELD(customer_info_requested, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(customer_info_requested, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(customer_info_requested, asked_by, FIELD_REQUIRED, 1, 64, "who asked", "询问人"),
    TIME_FIELD(customer_info_requested, asked_at, FIELD_REQUIRED, "when the question was delivered", "送达时间"),
    FLAG_FIELD(customer_info_requested, allowed, 0, "third line or above asked: the wait counts beyond the number and the days allowed (4.5 rule 3)", "主管准予等待"),
    SEALED_FIELD(customer_info_requested, text, FIELD_PERSONAL | FIELD_REQUIRED, 65536, "the question", "问题"),
};

const struct map_shape customer_info_requested_shape = {
    "customer_info_requested", sizeof(struct customer_info_requested), LIST(customer_info_requested_fields),
    "the customer was asked; W1 begins", "已询问客户",
};

static const struct field_shape customer_info_received_fields[] = {
    ENUM_FIELD(customer_info_received, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(customer_info_received, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TIME_FIELD(customer_info_received, answered_at, FIELD_REQUIRED, "when the answer arrived", "答复时间"),
    SEALED_FIELD(customer_info_received, text, FIELD_PERSONAL | FIELD_REQUIRED, 65536, "the answer", "答复"),
};

const struct map_shape customer_info_received_shape = {
    "customer_info_received", sizeof(struct customer_info_received), LIST(customer_info_received_fields),
    "the customer answered; W1 ends", "客户已答复",
};

static const struct field_shape case_handed_on_fields[] = {
    ENUM_FIELD(case_handed_on, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(case_handed_on, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(case_handed_on, by, FIELD_REQUIRED, 1, 64, "who handed it on; stays first-contact owner", "转出人"),
    SEALED_FIELD(case_handed_on, reason, FIELD_PERSONAL | FIELD_REQUIRED, 4096, "why", "原因"),
    TEXT_FIELD(case_handed_on, queue, FIELD_REQUIRED, 1, 64, "the queue it is in", "队列"),
    TIME_FIELD(case_handed_on, due_at, 0, "next internal deadline", "到期时间"),
};

const struct map_shape case_handed_on_shape = {
    "case_handed_on", sizeof(struct case_handed_on), LIST(case_handed_on_fields),
    "the case was handed to a senior agent", "已转二线",
};

static const struct field_shape case_resolved_fields[] = {
    ENUM_FIELD(case_resolved, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(case_resolved, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(case_resolved, resolved_by, FIELD_REQUIRED, 1, 64, "who resolved it", "办结人"),
    TIME_FIELD(case_resolved, resolved_at, FIELD_REQUIRED, "when", "办结时间"),
    SEALED_FIELD(case_resolved, answer, FIELD_PERSONAL | FIELD_REQUIRED, 65536, "what the customer was told", "答复内容"),
    TEXT_FIELD(case_resolved, kb_ref, 0, 0, 128, "article of the knowledge base", "知识库引用"),
    ENUM_FIELD(case_resolved, case_type, FIELD_REQUIRED, case_type_enum, "type", "工单类型"),
    TEXT_FIELD(case_resolved, code, FIELD_REQUIRED, 1, 8, "business code", "业务代码"),
    ENUM_FIELD(case_resolved, grade, FIELD_REQUIRED, case_grade_enum, "grade", "等级"),
    TEXT_FIELD(case_resolved, channel, FIELD_REQUIRED, 1, 64, "channel", "渠道"),
    TIME_FIELD(case_resolved, received_at, FIELD_REQUIRED, "when the request was received", "受理时间"),
    TEXT_FIELD(case_resolved, unit, 0, 0, 64, "accepting unit", "受理单位"),
    BYTES_FIELD(case_resolved, customer_key, 0, 16, 16, "keyed hash that finds the cases of one customer", "客户检索键"),
    ENUM_FIELD(case_resolved, party, 0, party_enum, "kind of customer", "客户类型"),
};

const struct map_shape case_resolved_shape = {
    "case_resolved", sizeof(struct case_resolved), LIST(case_resolved_fields),
    "the handler says done, customer told", "工单已办结",
};

static const struct field_shape case_closed_fields[] = {
    ENUM_FIELD(case_closed, state, FIELD_REQUIRED, case_state_enum, "state afterwards: closed, or the way it ended", "状态"),
    INT_FIELD(case_closed, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    ENUM_FIELD(case_closed, cause, FIELD_REQUIRED, close_cause_enum, "why it is closed", "关闭原因"),
    TIME_FIELD(case_closed, closed_at, FIELD_REQUIRED, "when", "关闭时间"),
    TIME_FIELD(case_closed, received_at, FIELD_REQUIRED, "when the request was received", "受理时间"),
    ENUM_FIELD(case_closed, case_type, 0, case_type_enum, "type", "工单类型"),
    TEXT_FIELD(case_closed, code, 0, 0, 8, "business code", "业务代码"),
    TEXT_FIELD(case_closed, category, 0, 0, 64, "category key", "类别"),
    ENUM_FIELD(case_closed, grade, 0, case_grade_enum, "grade", "等级"),
    TEXT_FIELD(case_closed, resolved_by, 0, 0, 64, "who resolved it", "办结人"),
    TIME_FIELD(case_closed, resolved_at, 0, "when", "办结时间"),
    TEXT_FIELD(case_closed, channel, FIELD_REQUIRED, 1, 64, "channel", "渠道"),
    ENUM_FIELD(case_closed, party, 0, party_enum, "kind of customer", "客户类型"),
    TEXT_FIELD(case_closed, unit, 0, 0, 64, "accepting unit", "受理单位"),
    INT_FIELD(case_closed, reopened, FIELD_REQUIRED, INT64_C(0), INT64_C(1000000), "how often it was reopened", "重开次数"),
    TEXT_FIELD(case_closed, complaint_no, 0, 0, 32, "number of the complaint", "投诉编号"),
    TEXT_FIELD(case_closed, outside_no, 0, 0, 64, "number given by a regulator", "外部编号"),
    BYTES_FIELD(case_closed, customer_key, 0, 16, 16, "keyed hash that finds the cases of one customer", "客户检索键"),
};

const struct map_shape case_closed_shape = {
    "case_closed", sizeof(struct case_closed), LIST(case_closed_fields),
    "all duties are done", "工单已关闭",
};

static const struct field_shape case_reopened_fields[] = {
    ENUM_FIELD(case_reopened, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(case_reopened, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    ENUM_FIELD(case_reopened, cause, FIELD_REQUIRED, reopen_cause_enum, "who wanted it", "重开来源"),
    SEALED_FIELD(case_reopened, reason, FIELD_PERSONAL | FIELD_REQUIRED, 4096, "why", "原因"),
    INT_FIELD(case_reopened, times, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "how often it was reopened, with this time", "重开次数"),
    ENUM_FIELD(case_reopened, case_type, 0, case_type_enum, "type", "工单类型"),
    TEXT_FIELD(case_reopened, code, 0, 0, 8, "business code", "业务代码"),
    TEXT_FIELD(case_reopened, category, 0, 0, 64, "category key", "类别"),
    ENUM_FIELD(case_reopened, grade, 0, case_grade_enum, "grade before it is graded up", "等级"),
    TIME_FIELD(case_reopened, received_at, FIELD_REQUIRED, "when the request was received", "受理时间"),
    TEXT_FIELD(case_reopened, channel, FIELD_REQUIRED, 1, 64, "channel", "渠道"),
    ENUM_FIELD(case_reopened, party, 0, party_enum, "kind of customer", "客户类型"),
    TEXT_FIELD(case_reopened, unit, 0, 0, 64, "accepting unit", "受理单位"),
    TEXT_FIELD(case_reopened, about_unit, 0, 0, 64, "unit complained about", "被投诉单位"),
    TEXT_FIELD(case_reopened, about_employee, 0, 0, 64, "employee complained about", "被投诉员工"),
    TEXT_FIELD(case_reopened, outside_no, 0, 0, 64, "number given by a regulator", "外部编号"),
    BYTES_FIELD(case_reopened, customer_key, 0, 16, 16, "keyed hash that finds the cases of one customer", "客户检索键"),
};

const struct map_shape case_reopened_shape = {
    "case_reopened", sizeof(struct case_reopened), LIST(case_reopened_fields),
    "the case is back, graded up", "工单已重开",
};

static const struct field_shape case_reclassify_requested_fields[] = {
    INT_FIELD(case_reclassify_requested, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(case_reclassify_requested, asked_by, FIELD_REQUIRED, 1, 64, "who wishes it", "申请人"),
    ENUM_FIELD(case_reclassify_requested, wished_type, 0, case_type_enum, "the type wished for", "期望类型"),
    TEXT_FIELD(case_reclassify_requested, wished_category, 0, 0, 64, "the category or business code wished for", "期望类别"),
    SEALED_FIELD(case_reclassify_requested, reason, FIELD_PERSONAL | FIELD_REQUIRED, 4096, "why", "原因"),
    ENUM_FIELD(case_reclassify_requested, case_type, 0, case_type_enum, "type now", "工单类型"),
    TEXT_FIELD(case_reclassify_requested, code, 0, 0, 8, "business code now", "业务代码"),
    TEXT_FIELD(case_reclassify_requested, category, 0, 0, 64, "category now", "类别"),
    ENUM_FIELD(case_reclassify_requested, grade, 0, case_grade_enum, "grade now", "等级"),
    TIME_FIELD(case_reclassify_requested, received_at, FIELD_REQUIRED, "when the request was received", "受理时间"),
    TEXT_FIELD(case_reclassify_requested, channel, FIELD_REQUIRED, 1, 64, "channel", "渠道"),
    ENUM_FIELD(case_reclassify_requested, party, 0, party_enum, "kind of customer", "客户类型"),
    TEXT_FIELD(case_reclassify_requested, unit, 0, 0, 64, "accepting unit", "受理单位"),
    TEXT_FIELD(case_reclassify_requested, about_unit, 0, 0, 64, "unit complained about", "被投诉单位"),
    TEXT_FIELD(case_reclassify_requested, about_employee, 0, 0, 64, "employee complained about", "被投诉员工"),
    TEXT_FIELD(case_reclassify_requested, outside_no, 0, 0, 64, "number given by a regulator", "外部编号"),
    BYTES_FIELD(case_reclassify_requested, customer_key, 0, 16, 16, "keyed hash that finds the cases of one customer", "客户检索键"),
};

const struct map_shape case_reclassify_requested_shape = {
    "case_reclassify_requested", sizeof(struct case_reclassify_requested), LIST(case_reclassify_requested_fields),
    "a person knows better; router decides", "已申请改分类",
};

static const struct field_shape case_reclassified_fields[] = {
    ENUM_FIELD(case_reclassified, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(case_reclassified, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    ENUM_FIELD(case_reclassified, from_type, 0, case_type_enum, "type before", "原类型"),
    TEXT_FIELD(case_reclassified, from_code, 0, 0, 8, "business code before", "原业务代码"),
    ENUM_FIELD(case_reclassified, case_type, FIELD_REQUIRED, case_type_enum, "type now", "工单类型"),
    TEXT_FIELD(case_reclassified, code, FIELD_REQUIRED, 1, 8, "business code now", "业务代码"),
    TEXT_FIELD(case_reclassified, category, FIELD_REQUIRED, 1, 64, "category now", "类别"),
    ENUM_FIELD(case_reclassified, grade, FIELD_REQUIRED, case_grade_enum, "grade now", "等级"),
    TEXT_FIELD(case_reclassified, queue, FIELD_REQUIRED, 1, 64, "queue now", "队列"),
    TIME_FIELD(case_reclassified, received_at, FIELD_REQUIRED, "when the request was received: a statutory clock starts there", "受理时间"),
    TEXT_FIELD(case_reclassified, channel, FIELD_REQUIRED, 1, 64, "channel", "渠道"),
    FLAG_FIELD(case_reclassified, code_named, 0, "a person named this very code, not only its category", "人工指定业务代码"),
};

const struct map_shape case_reclassified_shape = {
    "case_reclassified", sizeof(struct case_reclassified), LIST(case_reclassified_fields),
    "router's new answer was applied", "已改分类",
};

static const struct field_shape case_withdrawn_fields[] = {
    ENUM_FIELD(case_withdrawn, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(case_withdrawn, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(case_withdrawn, recorded_by, FIELD_REQUIRED, 1, 64, "who recorded it", "记录人"),
    SEALED_FIELD(case_withdrawn, reason, FIELD_PERSONAL | FIELD_REQUIRED, 4096, "why, and how the customer was identified", "原因"),
    TIME_FIELD(case_withdrawn, withdrawn_at, FIELD_REQUIRED, "when", "撤回时间"),
};

const struct map_shape case_withdrawn_shape = {
    "case_withdrawn", sizeof(struct case_withdrawn), LIST(case_withdrawn_fields),
    "the customer withdrew the matter", "客户已撤回",
};

static const struct field_shape complaint_registered_fields[] = {
    ENUM_FIELD(complaint_registered, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(complaint_registered, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TIME_FIELD(complaint_registered, first_received_at, FIELD_REQUIRED, "first receipt of the matter: the statutory clock starts here", "首次受理时间"),
    TEXT_FIELD(complaint_registered, channel, FIELD_REQUIRED, 1, 64, "channel", "渠道"),
    TEXT_FIELD(complaint_registered, code, FIELD_REQUIRED, 1, 8, "business code", "业务代码"),
    TEXT_FIELD(complaint_registered, category, FIELD_REQUIRED, 1, 64, "category key", "类别"),
    ENUM_FIELD(complaint_registered, grade, FIELD_REQUIRED, case_grade_enum, "grade", "等级"),
    ENUM_FIELD(complaint_registered, party, 0, party_enum, "kind of customer", "客户类型"),
    TEXT_FIELD(complaint_registered, unit, 0, 0, 64, "accepting unit", "受理单位"),
    TEXT_FIELD(complaint_registered, about_unit, 0, 0, 64, "unit complained about", "被投诉单位"),
    TEXT_FIELD(complaint_registered, about_employee, 0, 0, 64, "employee complained about", "被投诉员工"),
    INT_FIELD(complaint_registered, complainants, 0, INT64_C(1), INT64_C(1000000), "number of people complaining jointly", "共同投诉人数"),
    TEXT_FIELD(complaint_registered, outside_no, 0, 0, 64, "number given by a regulator", "外部编号"),
    TIME_FIELD(complaint_registered, outside_due, 0, "deadline given by a regulator", "外部期限"),
    BYTES_FIELD(complaint_registered, customer_key, 0, 16, 16, "keyed hash that finds the cases of one customer", "客户检索键"),
};

const struct map_shape complaint_registered_shape = {
    "complaint_registered", sizeof(struct complaint_registered), LIST(complaint_registered_fields),
    "the case is a complaint; the statutory clock runs (row 29)", "投诉已登记",
};

static const struct field_shape complaint_accepted_fields[] = {
    ENUM_FIELD(complaint_accepted, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(complaint_accepted, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(complaint_accepted, complaint_no, FIELD_REQUIRED, 1, 32, "number of the complaint", "投诉编号"),
    TEXT_FIELD(complaint_accepted, owner, FIELD_REQUIRED, 1, 64, "the complaint specialist", "受理人"),
    TIME_FIELD(complaint_accepted, accepted_at, FIELD_REQUIRED, "when", "受理时间"),
    TIME_FIELD(complaint_accepted, told_at, 0, "when the customer was told", "告知时间"),
    TIME_FIELD(complaint_accepted, first_received_at, FIELD_REQUIRED, "first receipt of the matter", "首次受理时间"),
};

const struct map_shape complaint_accepted_shape = {
    "complaint_accepted", sizeof(struct complaint_accepted), LIST(complaint_accepted_fields),
    "scope checked, numbered, owner named (row 30)", "投诉已受理",
};

static const struct field_shape complaint_graded_fields[] = {
    ENUM_FIELD(complaint_graded, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(complaint_graded, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    ENUM_FIELD(complaint_graded, grade, FIELD_REQUIRED, case_grade_enum, "grade", "等级"),
    TEXTS_FIELD(complaint_graded, reasons, 0, 64, 64, "codes of the triggers", "定级依据"),
    TEXT_FIELD(complaint_graded, facet_channel, 0, 0, 64, "facet A of JR/T 0169: channel", "渠道分类"),
    TEXT_FIELD(complaint_graded, facet_business, 0, 0, 64, "facet B: business", "业务分类"),
    TEXT_FIELD(complaint_graded, facet_cause, 0, 0, 64, "facet C: cause", "原因分类"),
    TEXT_FIELD(complaint_graded, graded_by, FIELD_REQUIRED, 1, 64, "who", "定级人"),
};

const struct map_shape complaint_graded_shape = {
    "complaint_graded", sizeof(struct complaint_graded), LIST(complaint_graded_fields),
    "the grade is fixed with reasons (row 32)", "投诉已定级",
};

static const struct field_shape complaint_investigation_started_fields[] = {
    ENUM_FIELD(complaint_investigation_started, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(complaint_investigation_started, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(complaint_investigation_started, investigator, FIELD_REQUIRED, 1, 64, "the investigator", "调查人"),
    TIME_FIELD(complaint_investigation_started, started_at, FIELD_REQUIRED, "when", "开始时间"),
};

const struct map_shape complaint_investigation_started_shape = {
    "complaint_investigation_started", sizeof(struct complaint_investigation_started), LIST(complaint_investigation_started_fields),
    "an investigator has it (row 33)", "调查已开始",
};

static const struct field_shape complaint_drafted_fields[] = {
    ENUM_FIELD(complaint_drafted, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(complaint_drafted, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(complaint_drafted, drafted_by, FIELD_REQUIRED, 1, 64, "who", "拟定人"),
    SEALED_FIELD(complaint_drafted, answer, FIELD_PERSONAL | FIELD_REQUIRED, 65536, "the decision as the customer will read it", "处理意见"),
    ENUM_FIELD(complaint_drafted, finding, 0, finding_enum, "result of the investigation", "调查结论"),
    SEALED_FIELD(complaint_drafted, basis, FIELD_PERSONAL, 16384, "what it rests on", "依据"),
    TEXT_FIELD(complaint_drafted, remedies, 0, 0, 4096, "what the customer can do next", "救济途径"),
    SEALED_FIELD(complaint_drafted, root_cause, FIELD_PERSONAL, 4096, "root cause", "根本原因"),
    TEXT_FIELD(complaint_drafted, responsible_unit, 0, 0, 64, "unit that is responsible", "责任单位"),
    TEXT_FIELD(complaint_drafted, responsible_employee, 0, 0, 64, "employee who is responsible", "责任人"),
};

const struct map_shape complaint_drafted_shape = {
    "complaint_drafted", sizeof(struct complaint_drafted), LIST(complaint_drafted_fields),
    "the decision is drafted (row 37)", "处理意见已拟定",
};

static const struct field_shape complaint_returned_fields[] = {
    ENUM_FIELD(complaint_returned, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(complaint_returned, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(complaint_returned, returned_by, FIELD_REQUIRED, 1, 64, "who", "退回人"),
    SEALED_FIELD(complaint_returned, reason, FIELD_PERSONAL | FIELD_REQUIRED, 4096, "why", "原因"),
};

const struct map_shape complaint_returned_shape = {
    "complaint_returned", sizeof(struct complaint_returned), LIST(complaint_returned_fields),
    "the decision was sent back (row 39)", "处理意见已退回",
};

static const struct field_shape complaint_decided_fields[] = {
    ENUM_FIELD(complaint_decided, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(complaint_decided, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(complaint_decided, decided_by, FIELD_REQUIRED, 1, 64, "who approved", "批准人"),
    TIME_FIELD(complaint_decided, decided_at, FIELD_REQUIRED, "when", "决定时间"),
    ENUM_FIELD(complaint_decided, grade, FIELD_REQUIRED, case_grade_enum, "grade", "等级"),
    ENUM_FIELD(complaint_decided, finding, 0, finding_enum, "result of the investigation", "调查结论"),
};

const struct map_shape complaint_decided_shape = {
    "complaint_decided", sizeof(struct complaint_decided), LIST(complaint_decided_fields),
    "the decision is approved (row 38); stops K8", "处理决定已作出",
};

static const struct field_shape complaint_rejected_fields[] = {
    ENUM_FIELD(complaint_rejected, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(complaint_rejected, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(complaint_rejected, rejected_by, FIELD_REQUIRED, 1, 64, "who", "处理人"),
    ENUM_FIELD(complaint_rejected, cause, FIELD_REQUIRED, reject_cause_enum, "coded reason", "原因代码"),
    SEALED_FIELD(complaint_rejected, reason, FIELD_PERSONAL | FIELD_REQUIRED, 16384, "the reason as the customer was told", "理由"),
    TEXT_FIELD(complaint_rejected, remedies, FIELD_REQUIRED, 1, 4096, "what the customer can do next", "救济途径"),
    TIME_FIELD(complaint_rejected, told_at, FIELD_REQUIRED, "when the customer was told", "告知时间"),
    TEXT_FIELD(complaint_rejected, proof, FIELD_REQUIRED, 1, 256, "reference of the proof", "送达证明编号"),
    ENUM_FIELD(complaint_rejected, proof_kind, 0, proof_kind_enum, "kind of the proof", "送达证明类型"),
};

const struct map_shape complaint_rejected_shape = {
    "complaint_rejected", sizeof(struct complaint_rejected), LIST(complaint_rejected_fields),
    "a complaint is not taken on (row 31)", "投诉不予受理",
};

static const struct field_shape case_transferred_fields[] = {
    ENUM_FIELD(case_transferred, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(case_transferred, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(case_transferred, transferred_by, FIELD_REQUIRED, 1, 64, "who", "处理人"),
    TEXT_FIELD(case_transferred, body, FIELD_REQUIRED, 1, 128, "the competent body", "受理机构"),
    SEALED_FIELD(case_transferred, reason, FIELD_PERSONAL | FIELD_REQUIRED, 16384, "why", "理由"),
    TIME_FIELD(case_transferred, told_at, FIELD_REQUIRED, "when the customer was told", "告知时间"),
    TEXT_FIELD(case_transferred, proof, FIELD_REQUIRED, 1, 256, "reference of the proof", "送达证明编号"),
    ENUM_FIELD(case_transferred, proof_kind, 0, proof_kind_enum, "kind of the proof", "送达证明类型"),
};

const struct map_shape case_transferred_shape = {
    "case_transferred", sizeof(struct case_transferred), LIST(case_transferred_fields),
    "another body has it (row 31)", "工单已转出",
};

static const struct field_shape case_merged_fields[] = {
    ENUM_FIELD(case_merged, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(case_merged, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(case_merged, merged_by, FIELD_REQUIRED, 1, 64, "who", "处理人"),
    ID_FIELD(case_merged, master_id, FIELD_REQUIRED, "the case that goes on", "主工单标识"),
    TEXT_FIELD(case_merged, master_no, FIELD_REQUIRED, 1, 32, "its number", "主工单号"),
    SEALED_FIELD(case_merged, reason, FIELD_PERSONAL | FIELD_REQUIRED, 4096, "why it is the same matter", "原因"),
    TIME_FIELD(case_merged, merged_at, FIELD_REQUIRED, "when", "并案时间"),
};

const struct map_shape case_merged_shape = {
    "case_merged", sizeof(struct case_merged), LIST(case_merged_fields),
    "the case goes on in another one (row 51)", "工单已并案",
};

static const struct field_shape complaint_replied_fields[] = {
    ENUM_FIELD(complaint_replied, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(complaint_replied, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TEXT_FIELD(complaint_replied, replied_by, FIELD_REQUIRED, 1, 64, "who", "答复人"),
    TIME_FIELD(complaint_replied, replied_at, FIELD_REQUIRED, "when the customer was told", "答复时间"),
    TEXT_FIELD(complaint_replied, proof, FIELD_REQUIRED, 1, 256, "reference of the proof", "送达证明编号"),
    ENUM_FIELD(complaint_replied, proof_kind, 0, proof_kind_enum, "kind of the proof", "送达证明类型"),
    TEXT_FIELD(complaint_replied, complaint_no, 0, 0, 32, "number of the complaint", "投诉编号"),
    ENUM_FIELD(complaint_replied, grade, FIELD_REQUIRED, case_grade_enum, "grade", "等级"),
    TEXT_FIELD(complaint_replied, channel, FIELD_REQUIRED, 1, 64, "channel", "渠道"),
    TEXT_FIELD(complaint_replied, handler, 0, 0, 64, "who handled it: must not make the call-back", "处理人"),
    BYTES_FIELD(complaint_replied, customer_key, 0, 16, 16, "keyed hash that finds the cases of one customer", "客户检索键"),
    TEXT_FIELD(complaint_replied, code, 0, 0, 8, "business code", "业务代码"),
    ENUM_FIELD(complaint_replied, party, 0, party_enum, "kind of customer", "客户类型"),
};

const struct map_shape complaint_replied_shape = {
    "complaint_replied", sizeof(struct complaint_replied), LIST(complaint_replied_fields),
    "the customer was told, with proof (row 40); stops K9 and K11", "已答复投诉人",
};

static const struct field_shape complaint_review_requested_fields[] = {
    ENUM_FIELD(complaint_review_requested, state, FIELD_REQUIRED, case_state_enum, "state afterwards", "状态"),
    INT_FIELD(complaint_review_requested, version, FIELD_REQUIRED, INT64_C(0), INT64_C(9223372036854775807), "version afterwards", "版本"),
    TIME_FIELD(complaint_review_requested, requested_at, FIELD_REQUIRED, "when", "申请时间"),
    SEALED_FIELD(complaint_review_requested, reason, FIELD_PERSONAL | FIELD_REQUIRED, 16384, "what the customer objects to", "理由"),
};

const struct map_shape complaint_review_requested_shape = {
    "complaint_review_requested", sizeof(struct complaint_review_requested), LIST(complaint_review_requested_fields),
    "the customer wants a review (rows 44, 46); starts K10", "已申请核查",
};

static const struct field_shape words_ordered_fields[] = {
    ID_FIELD(words_ordered, order_id, FIELD_REQUIRED, "the order", "申请标识"),
    TEXT_FIELD(words_ordered, ordered_by, FIELD_REQUIRED, 1, 64, "who", "申请人"),
    TEXT_FIELD(words_ordered, role, FIELD_REQUIRED, 1, 64, "role of who ordered", "角色"),
    ENUM_FIELD(words_ordered, purpose, FIELD_REQUIRED, words_purpose_enum, "what for", "用途"),
    TEXT_FIELD(words_ordered, reason, FIELD_REQUIRED, 1, 1024, "why", "原因"),
    MAPS_FIELD(words_ordered, cases, FIELD_REQUIRED, words_case_shape, 100, "whose words", "导出对象"),
    TIME_FIELD(words_ordered, until, FIELD_REQUIRED, "when the order lapses", "失效时间"),
};

const struct map_shape words_ordered_shape = {
    "words_ordered", sizeof(struct words_ordered), LIST(words_ordered_fields),
    "somebody takes out what customers said; auditors follow it (SE-12, SE-13)", "已申请导出诉求内容",
};

static const struct field_shape calendar_publish_fields[] = {
    TEXT_FIELD(calendar_publish, name, FIELD_REQUIRED, 1, 32, "name of the calendar", "日历名称"),
    TEXT_FIELD(calendar_publish, version, FIELD_REQUIRED, 1, 64, "version, newer than the one before", "版本"),
    TEXT_FIELD(calendar_publish, content, FIELD_REQUIRED, 1, 131072, "the calendar as YAML", "日历内容"),
};

const struct map_shape calendar_publish_shape = {
    "calendar_publish", sizeof(struct calendar_publish), LIST(calendar_publish_fields),
    "publishes a version of a business calendar", "发布工作日历",
};

static const struct field_shape calendar_published_fields[] = {
    TEXT_FIELD(calendar_published, name, FIELD_REQUIRED, 1, 32, "name of the calendar", "日历名称"),
    TEXT_FIELD(calendar_published, version, FIELD_REQUIRED, 1, 64, "version", "版本"),
    BYTES_FIELD(calendar_published, sha256, FIELD_REQUIRED, 32, 32, "of the content", "内容摘要"),
    INT_FIELD(calendar_published, first_year, FIELD_REQUIRED, INT64_C(1970), INT64_C(2199), "first year covered", "起始年"),
    INT_FIELD(calendar_published, last_year, FIELD_REQUIRED, INT64_C(1970), INT64_C(2199), "last year covered", "截止年"),
    TEXT_FIELD(calendar_published, content, FIELD_REQUIRED, 1, 131072, "the calendar as YAML", "日历内容"),
};

const struct map_shape calendar_published_shape = {
    "calendar_published", sizeof(struct calendar_published), LIST(calendar_published_fields),
    "a version of a business calendar counts from now on", "工作日历已发布",
};

static const struct field_shape clock_started_fields[] = {
    TEXT_FIELD(clock_started, clock, FIELD_REQUIRED, 1, 32, "clock id, such as K9", "时钟"),
    TEXT_FIELD(clock_started, profile, FIELD_REQUIRED, 1, 32, "profile that owns it", "规则集"),
    ENUM_FIELD(clock_started, kind, FIELD_REQUIRED, clock_kind_enum, "how it counts", "时钟类型"),
    ENUM_FIELD(clock_started, grade, 0, case_grade_enum, "grade it was computed for", "等级"),
    TIME_FIELD(clock_started, started_at, FIELD_REQUIRED, "where it starts", "开始时间"),
    TIME_FIELD(clock_started, due_at, 0, "the limit; absent while it cannot be computed", "到期时间"),
    TEXT_FIELD(clock_started, limit_text, FIELD_REQUIRED, 1, 64, "the limit with its unit", "时限"),
    FLAG_FIELD(clock_started, statutory, 0, "given by law", "法定"),
    FLAG_FIELD(clock_started, provisional, 0, "a year without calendar was asked about", "暂定"),
    MAPS_FIELD(clock_started, policies, 0, policy_version_shape, 8, "policy and calendar versions", "策略版本"),
};

const struct map_shape clock_started_shape = {
    "clock_started", sizeof(struct clock_started), LIST(clock_started_fields),
    "a time limit runs", "时限开始",
};

static const struct field_shape clock_suspended_fields[] = {
    TEXT_FIELD(clock_suspended, clock, FIELD_REQUIRED, 1, 32, "clock id", "时钟"),
    TIME_FIELD(clock_suspended, from, FIELD_REQUIRED, "since when it is paused", "暂停时间"),
    TEXT_FIELD(clock_suspended, reason, FIELD_REQUIRED, 1, 64, "code of the wait, such as W1", "暂停原因"),
    INT_FIELD(clock_suspended, remaining_ms, 0, INT64_C(0), INT64_C(9223372036854775807), "counted time not yet used", "剩余毫秒"),
    INT_FIELD(clock_suspended, remaining_days, 0, INT64_C(0), INT64_C(36500), "days still to count", "剩余天数"),
};

const struct map_shape clock_suspended_shape = {
    "clock_suspended", sizeof(struct clock_suspended), LIST(clock_suspended_fields),
    "a time limit is paused", "时限暂停",
};

static const struct field_shape clock_resumed_fields[] = {
    TEXT_FIELD(clock_resumed, clock, FIELD_REQUIRED, 1, 32, "clock id", "时钟"),
    TIME_FIELD(clock_resumed, at, FIELD_REQUIRED, "since when it runs again", "恢复时间"),
    TIME_FIELD(clock_resumed, due_at, FIELD_REQUIRED, "the limit now", "到期时间"),
};

const struct map_shape clock_resumed_shape = {
    "clock_resumed", sizeof(struct clock_resumed), LIST(clock_resumed_fields),
    "a time limit runs again", "时限恢复",
};

static const struct field_shape clock_stopped_fields[] = {
    TEXT_FIELD(clock_stopped, clock, FIELD_REQUIRED, 1, 32, "clock id", "时钟"),
    ENUM_FIELD(clock_stopped, outcome, FIELD_REQUIRED, clock_outcome_enum, "how it ended", "结果"),
    TIME_FIELD(clock_stopped, stopped_at, FIELD_REQUIRED, "when", "结束时间"),
    TIME_FIELD(clock_stopped, due_at, 0, "the limit", "到期时间"),
    TEXT_FIELD(clock_stopped, cause, FIELD_REQUIRED, 1, 96, "type of the event that stopped it", "原因"),
};

const struct map_shape clock_stopped_shape = {
    "clock_stopped", sizeof(struct clock_stopped), LIST(clock_stopped_fields),
    "a time limit ended", "时限结束",
};

static const struct field_shape sla_warning_fields[] = {
    TEXT_FIELD(sla_warning, clock, FIELD_REQUIRED, 1, 32, "clock id", "时钟"),
    INT_FIELD(sla_warning, percent, 0, INT64_C(1), INT64_C(100), "share of the limit that has passed", "已用比例"),
    TEXT_FIELD(sla_warning, step, FIELD_REQUIRED, 1, 32, "rung of the ladder, such as E2 or day 8", "阶梯"),
    TIME_FIELD(sla_warning, at, FIELD_REQUIRED, "the instant that was reached", "时间"),
    TIME_FIELD(sla_warning, due_at, FIELD_REQUIRED, "the limit", "到期时间"),
    INT_FIELD(sla_warning, level, FIELD_REQUIRED, INT64_C(0), INT64_C(6), "line that is told", "通知层级"),
    TEXT_FIELD(sla_warning, owner, 0, 0, 64, "who has the case", "处理人"),
    ENUM_FIELD(sla_warning, grade, 0, case_grade_enum, "grade", "等级"),
    FLAG_FIELD(sla_warning, late, 0, "fired later than it should have", "延迟触发"),
    INT_FIELD(sla_warning, lag_ms, 0, INT64_C(0), INT64_C(9223372036854775807), "by how much", "延迟毫秒"),
    TEXT_FIELD(sla_warning, person, 0, 0, 64, "who has the duty of that line", "值班人"),
};

const struct map_shape sla_warning_shape = {
    "sla_warning", sizeof(struct sla_warning), LIST(sla_warning_fields),
    "part of a time limit has passed", "时限预警",
};

static const struct field_shape sla_breached_fields[] = {
    TEXT_FIELD(sla_breached, clock, FIELD_REQUIRED, 1, 32, "clock id", "时钟"),
    TIME_FIELD(sla_breached, due_at, FIELD_REQUIRED, "the limit", "到期时间"),
    FLAG_FIELD(sla_breached, statutory, 0, "given by law", "法定"),
    INT_FIELD(sla_breached, level, FIELD_REQUIRED, INT64_C(0), INT64_C(6), "line that is told", "通知层级"),
    TEXT_FIELD(sla_breached, owner, 0, 0, 64, "who has the case", "处理人"),
    ENUM_FIELD(sla_breached, grade, 0, case_grade_enum, "grade", "等级"),
    INT_FIELD(sla_breached, breaches, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "limits that the case has missed, with this one", "累计超期次数"),
    FLAG_FIELD(sla_breached, late, 0, "fired later than it should have", "延迟触发"),
    INT_FIELD(sla_breached, lag_ms, 0, INT64_C(0), INT64_C(9223372036854775807), "by how much", "延迟毫秒"),
};

const struct map_shape sla_breached_shape = {
    "sla_breached", sizeof(struct sla_breached), LIST(sla_breached_fields),
    "a time limit was missed", "时限超期",
};

static const struct field_shape case_escalated_fields[] = {
    INT_FIELD(case_escalated, from_level, FIELD_REQUIRED, INT64_C(0), INT64_C(6), "level before", "原层级"),
    INT_FIELD(case_escalated, level, FIELD_REQUIRED, INT64_C(0), INT64_C(6), "level now", "层级"),
    TEXT_FIELD(case_escalated, clock, 0, 0, 32, "clock that caused it", "时钟"),
    TEXT_FIELD(case_escalated, step, FIELD_REQUIRED, 1, 32, "rung of the ladder", "阶梯"),
    TEXT_FIELD(case_escalated, reason, FIELD_REQUIRED, 1, 64, "code of the reason", "原因"),
    FLAG_FIELD(case_escalated, take_over, 0, "the higher line takes ownership", "接管"),
    TEXT_FIELD(case_escalated, person, 0, 0, 64, "who has the duty of that line", "值班人"),
};

const struct map_shape case_escalated_shape = {
    "case_escalated", sizeof(struct case_escalated), LIST(case_escalated_fields),
    "the case goes to a higher line", "工单已升级",
};

static const struct field_shape case_regraded_fields[] = {
    ENUM_FIELD(case_regraded, from_grade, FIELD_REQUIRED, case_grade_enum, "grade before", "原等级"),
    ENUM_FIELD(case_regraded, grade, FIELD_REQUIRED, case_grade_enum, "grade now", "等级"),
    TEXTS_FIELD(case_regraded, reasons, FIELD_REQUIRED, 64, 64, "codes of the triggers", "依据"),
    TEXT_FIELD(case_regraded, clock, 0, 0, 32, "clock that caused it", "时钟"),
    TIME_FIELD(case_regraded, due_at, 0, "next internal deadline under the new grade", "到期时间"),
    TEXT_FIELD(case_regraded, regraded_by, 0, 0, 64, "the person who did it; absent when a limit or an incident did", "调整人"),
    ID_FIELD(case_regraded, incident_id, 0, "incident that caused it", "事件标识"),
};

const struct map_shape case_regraded_shape = {
    "case_regraded", sizeof(struct case_regraded), LIST(case_regraded_fields),
    "the grade changed", "等级已调整",
};

static const struct field_shape emergency_started_fields[] = {
    TEXT_FIELD(emergency_started, owner, FIELD_REQUIRED, 1, 64, "who accepted", "负责人"),
    TIME_FIELD(emergency_started, started_at, FIELD_REQUIRED, "when", "启动时间"),
    TIME_FIELD(emergency_started, due_at, FIELD_REQUIRED, "the limit of K3", "到期时间"),
    INT_FIELD(emergency_started, level, FIELD_REQUIRED, INT64_C(0), INT64_C(6), "line of the owner", "层级"),
    ENUM_FIELD(emergency_started, outcome, FIELD_REQUIRED, clock_outcome_enum, "in time or late", "结果"),
};

const struct map_shape emergency_started_shape = {
    "emergency_started", sizeof(struct emergency_started), LIST(emergency_started_fields),
    "owner accepted and customer told; stops K3", "应急流程已启动",
};

static const struct field_shape clock_moved_fields[] = {
    TEXT_FIELD(clock_moved, clock, FIELD_REQUIRED, 1, 32, "clock id", "时钟"),
    ENUM_FIELD(clock_moved, grade, 0, case_grade_enum, "the grade that it follows", "等级"),
    TIME_FIELD(clock_moved, old_due_at, FIELD_REQUIRED, "the limit before", "原到期时间"),
    TIME_FIELD(clock_moved, due_at, FIELD_REQUIRED, "the limit now", "到期时间"),
    TEXT_FIELD(clock_moved, reason, FIELD_REQUIRED, 1, 64, "grade, policy, calendar or facts", "变更原因"),
    FLAG_FIELD(clock_moved, provisional, 0, "a year without calendar was asked about", "暂定"),
    MAPS_FIELD(clock_moved, policies, 0, policy_version_shape, 8, "policy and calendar versions", "策略版本"),
};

const struct map_shape clock_moved_shape = {
    "clock_moved", sizeof(struct clock_moved), LIST(clock_moved_fields),
    "a time limit changed: another grade, or a newer calendar", "时限变更",
};

static const struct field_shape ladder_acknowledge_fields[] = {
    ID_FIELD(ladder_acknowledge, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(ladder_acknowledge, clock, FIELD_REQUIRED, 1, 32, "clock whose ladder called", "时钟"),
    TEXT_FIELD(ladder_acknowledge, step, 0, 0, 32, "only when this rung is the newest", "阶梯"),
};

const struct map_shape ladder_acknowledge_shape = {
    "ladder_acknowledge", sizeof(struct ladder_acknowledge), LIST(ladder_acknowledge_fields),
    "a person who was called takes the matter on", "升级应答",
};

static const struct field_shape ladder_acknowledged_fields[] = {
    TEXT_FIELD(ladder_acknowledged, clock, FIELD_REQUIRED, 1, 32, "clock", "时钟"),
    TEXT_FIELD(ladder_acknowledged, step, FIELD_REQUIRED, 1, 32, "rung that was answered", "阶梯"),
    INT_FIELD(ladder_acknowledged, level, FIELD_REQUIRED, INT64_C(0), INT64_C(6), "line that was called", "层级"),
    TEXT_FIELD(ladder_acknowledged, acknowledged_by, FIELD_REQUIRED, 1, 64, "who", "应答人"),
    TIME_FIELD(ladder_acknowledged, called_at, FIELD_REQUIRED, "when the line was called", "呼叫时间"),
    TIME_FIELD(ladder_acknowledged, acknowledged_at, FIELD_REQUIRED, "when it answered", "应答时间"),
    TIME_FIELD(ladder_acknowledged, next_at, 0, "the next rung", "下一阶梯时间"),
};

const struct map_shape ladder_acknowledged_shape = {
    "ladder_acknowledged", sizeof(struct ladder_acknowledged), LIST(ladder_acknowledged_fields),
    "a person who was called takes the matter on; the next rung waits", "升级已应答",
};

static const struct field_shape duty_called_fields[] = {
    TEXT_FIELD(duty_called, clock, FIELD_REQUIRED, 1, 32, "clock", "时钟"),
    TEXT_FIELD(duty_called, step, FIELD_REQUIRED, 1, 32, "rung", "阶梯"),
    TEXT_FIELD(duty_called, slot, FIELD_REQUIRED, 1, 32, "duty, such as L4 or core_duty", "值班岗"),
    INT_FIELD(duty_called, level, FIELD_REQUIRED, INT64_C(0), INT64_C(6), "its line", "层级"),
    TEXT_FIELD(duty_called, person, FIELD_REQUIRED, 1, 64, "who is called", "值班人"),
    FLAG_FIELD(duty_called, deputy, FIELD_REQUIRED, "a deputy: those before are absent or did not answer", "代理"),
    TIME_FIELD(duty_called, called_at, FIELD_REQUIRED, "when", "呼叫时间"),
    TIME_FIELD(duty_called, answer_by, 0, "then the next deputy is called", "应答期限"),
};

const struct map_shape duty_called_shape = {
    "duty_called", sizeof(struct duty_called), LIST(duty_called_fields),
    "a rung of the ladder calls the person on duty and waits for an answer", "值班呼叫",
};

static const struct field_shape duty_slot_empty_fields[] = {
    TEXT_FIELD(duty_slot_empty, slot, FIELD_REQUIRED, 1, 32, "duty", "值班岗"),
    INT_FIELD(duty_slot_empty, level, FIELD_REQUIRED, INT64_C(0), INT64_C(6), "its line", "层级"),
    TIME_FIELD(duty_slot_empty, at, FIELD_REQUIRED, "when", "时间"),
    INT_FIELD(duty_slot_empty, next_level, 0, INT64_C(0), INT64_C(6), "line that is called instead; absent: found by the watch, or there is none", "改呼层级"),
    TEXT_FIELD(duty_slot_empty, clock, 0, 0, 32, "clock whose ladder found it", "时钟"),
    TEXT_FIELD(duty_slot_empty, step, 0, 0, 32, "its rung", "阶梯"),
};

const struct map_shape duty_slot_empty_shape = {
    "duty_slot_empty", sizeof(struct duty_slot_empty), LIST(duty_slot_empty_fields),
    "nobody has a duty: whoever was to be called, the next line is at once", "值班空缺",
};

static const struct field_shape duty_slot_filled_fields[] = {
    TEXT_FIELD(duty_slot_filled, slot, FIELD_REQUIRED, 1, 32, "duty", "值班岗"),
    INT_FIELD(duty_slot_filled, level, FIELD_REQUIRED, INT64_C(0), INT64_C(6), "its line", "层级"),
    TIME_FIELD(duty_slot_filled, at, FIELD_REQUIRED, "when", "时间"),
    TEXT_FIELD(duty_slot_filled, person, FIELD_REQUIRED, 1, 64, "who", "值班人"),
};

const struct map_shape duty_slot_filled_shape = {
    "duty_slot_filled", sizeof(struct duty_slot_filled), LIST(duty_slot_filled_fields),
    "somebody has the duty again", "值班恢复",
};

static const struct field_shape duty_set_absence_fields[] = {
    TEXT_FIELD(duty_set_absence, person, FIELD_REQUIRED, 1, 64, "who", "人员"),
    TIME_FIELD(duty_set_absence, from, FIELD_REQUIRED, "first instant", "开始时间"),
    TIME_FIELD(duty_set_absence, to, FIELD_REQUIRED, "first instant after it; not after `from`: the absence that begins there is taken back", "结束时间"),
};

const struct map_shape duty_set_absence_shape = {
    "duty_set_absence", sizeof(struct duty_set_absence), LIST(duty_set_absence_fields),
    "a person cannot be called for a time", "登记缺勤",
};

static const struct field_shape duty_absence_set_fields[] = {
    TEXT_FIELD(duty_absence_set, person, FIELD_REQUIRED, 1, 64, "who", "人员"),
    TIME_FIELD(duty_absence_set, from, FIELD_REQUIRED, "first instant", "开始时间"),
    TIME_FIELD(duty_absence_set, to, FIELD_REQUIRED, "first instant after it; `from` itself: taken back", "结束时间"),
    TEXT_FIELD(duty_absence_set, set_by, FIELD_REQUIRED, 1, 64, "who said so", "登记人"),
};

const struct map_shape duty_absence_set_shape = {
    "duty_absence_set", sizeof(struct duty_absence_set), LIST(duty_absence_set_fields),
    "a person cannot be called for a time, or can again", "缺勤已登记",
};

static const struct field_shape duty_roster_fields[] = {
    TIME_FIELD(duty_roster, at, 0, "when; absent: now", "时间"),
};

const struct map_shape duty_roster_shape = {
    "duty_roster", sizeof(struct duty_roster), LIST(duty_roster_fields),
    "who has which duty", "查询值班",
};

static const struct field_shape quality_review_needed_fields[] = {
    INT_FIELD(quality_review_needed, breaches, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "limits that were missed", "超期次数"),
    TEXTS_FIELD(quality_review_needed, clocks, FIELD_REQUIRED, 32, 32, "which", "时钟"),
    INT_FIELD(quality_review_needed, level, FIELD_REQUIRED, INT64_C(0), INT64_C(6), "line that is told", "层级"),
    TEXT_FIELD(quality_review_needed, owner, 0, 0, 64, "who has the case", "处理人"),
};

const struct map_shape quality_review_needed_shape = {
    "quality_review_needed", sizeof(struct quality_review_needed), LIST(quality_review_needed_fields),
    "a case has missed so many limits that its handling is reviewed", "需质量复核",
};

static const struct field_shape case_regrade_fields[] = {
    ID_FIELD(case_regrade, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    ENUM_FIELD(case_regrade, grade, FIELD_REQUIRED, case_grade_enum, "grade wished for", "等级"),
    TEXT_FIELD(case_regrade, reason, 0, 0, 64, "code of the reason: letters, digits, _ and -", "原因代码"),
};

const struct map_shape case_regrade_shape = {
    "case_regrade", sizeof(struct case_regrade), LIST(case_regrade_fields),
    "changes the grade: up by anyone, down only from L3 on and with a reason", "调整等级",
};

static const struct field_shape incident_opened_fields[] = {
    ID_FIELD(incident_opened, incident_id, FIELD_REQUIRED, "the incident", "事件标识"),
    TEXT_FIELD(incident_opened, incident_no, FIELD_REQUIRED, 1, 32, "its number", "事件编号"),
    TEXT_FIELD(incident_opened, code, FIELD_REQUIRED, 1, 64, "what the cases are about", "业务代码"),
    TEXT_FIELD(incident_opened, category, FIELD_REQUIRED, 1, 64, "category key", "类别"),
    INT_FIELD(incident_opened, cases, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "cases that opened it", "工单数"),
    TIME_FIELD(incident_opened, first_at, FIELD_REQUIRED, "receipt of the first", "首件时间"),
    TIME_FIELD(incident_opened, opened_at, FIELD_REQUIRED, "when", "开启时间"),
    TEXT_FIELD(incident_opened, notice_zh, FIELD_REQUIRED, 1, 2048, "what all of them are told, in Chinese", "公告（中文）"),
    TEXT_FIELD(incident_opened, notice_en, FIELD_REQUIRED, 1, 2048, "and in English", "公告（英文）"),
    INT_FIELD(incident_opened, level, FIELD_REQUIRED, INT64_C(0), INT64_C(6), "line that is told", "层级"),
    TEXT_FIELD(incident_opened, person, 0, 0, 64, "who has the duty of that line", "值班人"),
};

const struct map_shape incident_opened_shape = {
    "incident_opened", sizeof(struct incident_opened), LIST(incident_opened_fields),
    "so many cases about the same within so short a time: one cause is presumed", "重大事件已开启",
};

static const struct field_shape incident_case_linked_fields[] = {
    ID_FIELD(incident_case_linked, incident_id, FIELD_REQUIRED, "the incident", "事件标识"),
    TEXT_FIELD(incident_case_linked, incident_no, FIELD_REQUIRED, 1, 32, "its number", "事件编号"),
    TEXT_FIELD(incident_case_linked, code, FIELD_REQUIRED, 1, 64, "what it is about", "业务代码"),
    FLAG_FIELD(incident_case_linked, late, FIELD_REQUIRED, "came when the incident was open already", "后续加入"),
    INT_FIELD(incident_case_linked, cases, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "cases so far", "工单数"),
};

const struct map_shape incident_case_linked_shape = {
    "incident_case_linked", sizeof(struct incident_case_linked), LIST(incident_case_linked_fields),
    "a case belongs to an incident", "工单已关联事件",
};

static const struct field_shape incident_closed_fields[] = {
    ID_FIELD(incident_closed, incident_id, FIELD_REQUIRED, "the incident", "事件标识"),
    TEXT_FIELD(incident_closed, incident_no, FIELD_REQUIRED, 1, 32, "its number", "事件编号"),
    TEXT_FIELD(incident_closed, code, FIELD_REQUIRED, 1, 64, "what it was about", "业务代码"),
    INT_FIELD(incident_closed, cases, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "cases in all", "工单数"),
    TIME_FIELD(incident_closed, opened_at, FIELD_REQUIRED, "when it was opened", "开启时间"),
    TIME_FIELD(incident_closed, closed_at, FIELD_REQUIRED, "when it was closed", "关闭时间"),
    ENUM_FIELD(incident_closed, cause, FIELD_REQUIRED, incident_cause_enum, "why", "原因"),
    TEXT_FIELD(incident_closed, closed_by, 0, 0, 64, "who", "关闭人"),
    TEXT_FIELD(incident_closed, reason, 0, 0, 64, "code of the reason", "原因代码"),
};

const struct map_shape incident_closed_shape = {
    "incident_closed", sizeof(struct incident_closed), LIST(incident_closed_fields),
    "an incident is over; later cases count anew", "重大事件已关闭",
};

static const struct field_shape incident_close_fields[] = {
    ID_FIELD(incident_close, incident_id, 0, "the incident; this or its number is required", "事件标识"),
    TEXT_FIELD(incident_close, incident_no, 0, 0, 32, "its number", "事件编号"),
    TEXT_FIELD(incident_close, reason, FIELD_REQUIRED, 1, 64, "code of the reason: letters, digits, _ and -", "原因代码"),
};

const struct map_shape incident_close_shape = {
    "incident_close", sizeof(struct incident_close), LIST(incident_close_fields),
    "an incident is over; from L3 on", "关闭事件",
};

static const struct field_shape incident_get_fields[] = {
    ID_FIELD(incident_get, incident_id, 0, "the incident; this or its number is required", "事件标识"),
    TEXT_FIELD(incident_get, incident_no, 0, 0, 32, "its number", "事件编号"),
};

const struct map_shape incident_get_shape = {
    "incident_get", sizeof(struct incident_get), LIST(incident_get_fields),
    "one incident with its cases", "查询事件",
};

const struct map_shape incident_list_shape = {
    "incident_list", sizeof(struct incident_list), NULL, 0,
    "the newest incidents", "事件列表",
};

static const struct field_shape protection_failed_fields[] = {
    TEXT_FIELD(protection_failed, clock, FIELD_REQUIRED, 1, 32, "clock id", "时钟"),
    TEXT_FIELD(protection_failed, step, FIELD_REQUIRED, 1, 32, "rung of the ladder", "阶梯"),
    ENUM_FIELD(protection_failed, cause, FIELD_REQUIRED, protection_cause_enum, "why", "原因"),
    TIME_FIELD(protection_failed, requested_at, FIELD_REQUIRED, "when the command was sent", "请求时间"),
    TIME_FIELD(protection_failed, at, FIELD_REQUIRED, "when the rung was reached", "时间"),
    INT_FIELD(protection_failed, level, FIELD_REQUIRED, INT64_C(0), INT64_C(6), "line that is called", "呼叫层级"),
};

const struct map_shape protection_failed_shape = {
    "protection_failed", sizeof(struct protection_failed), LIST(protection_failed_fields),
    "a protective command is not in force: refused, or not confirmed in time; its ladder goes on until it is", "保护未生效",
};

const struct map_shape playbook_kinds_shape = {
    "playbook_kinds", sizeof(struct playbook_kinds), NULL, 0,
    "which kinds of emergency there are, and their steps", "查询预案类型",
};

const struct map_shape playbook_list_shape = {
    "playbook_list", sizeof(struct playbook_list), NULL, 0,
    "playbooks that are open; not of cases that are a complaint about whoever asks", "查询执行中的预案",
};

static const struct field_shape playbook_get_fields[] = {
    TEXT_FIELD(playbook_get, kind, FIELD_REQUIRED, 1, 32, "kind of emergency", "预案类型"),
    ID_FIELD(playbook_get, case_id, 0, "the case; this or the incident is required", "工单标识"),
    TEXT_FIELD(playbook_get, incident_no, 0, 0, 32, "the incident", "事件编号"),
};

const struct map_shape playbook_get_shape = {
    "playbook_get", sizeof(struct playbook_get), LIST(playbook_get_fields),
    "a playbook with its log: which steps are done, when, by whom", "查询预案",
};

static const struct field_shape playbook_start_fields[] = {
    TEXT_FIELD(playbook_start, kind, FIELD_REQUIRED, 1, 32, "kind of emergency", "预案类型"),
    ID_FIELD(playbook_start, case_id, 0, "the case; this or the incident is required", "工单标识"),
    TEXT_FIELD(playbook_start, incident_no, 0, 0, 32, "the incident", "事件编号"),
    TEXT_FIELD(playbook_start, reason, FIELD_REQUIRED, 1, 64, "code of the reason: letters, digits, _ and -", "原因代码"),
};

const struct map_shape playbook_start_shape = {
    "playbook_start", sizeof(struct playbook_start), LIST(playbook_start_fields),
    "starts the playbook of a kind of emergency for a case or an incident", "启动预案",
};

static const struct field_shape playbook_tick_fields[] = {
    TEXT_FIELD(playbook_tick, kind, FIELD_REQUIRED, 1, 32, "kind of emergency", "预案类型"),
    ID_FIELD(playbook_tick, case_id, 0, "the case; this or the incident is required", "工单标识"),
    TEXT_FIELD(playbook_tick, incident_no, 0, 0, 32, "the incident", "事件编号"),
    TEXT_FIELD(playbook_tick, step, FIELD_REQUIRED, 1, 32, "which step", "步骤"),
    TEXT_FIELD(playbook_tick, proof, FIELD_REQUIRED, 1, 256, "reference of what proves it: a call, a letter, a report", "证明编号"),
};

const struct map_shape playbook_tick_shape = {
    "playbook_tick", sizeof(struct playbook_tick), LIST(playbook_tick_fields),
    "a step of a playbook is done", "完成预案步骤",
};

static const struct field_shape playbook_close_fields[] = {
    TEXT_FIELD(playbook_close, kind, FIELD_REQUIRED, 1, 32, "kind of emergency", "预案类型"),
    ID_FIELD(playbook_close, case_id, 0, "the case; this or the incident is required", "工单标识"),
    TEXT_FIELD(playbook_close, incident_no, 0, 0, 32, "the incident", "事件编号"),
    TEXT_FIELD(playbook_close, reason, FIELD_REQUIRED, 1, 64, "code of the reason: letters, digits, _ and -", "原因代码"),
};

const struct map_shape playbook_close_shape = {
    "playbook_close", sizeof(struct playbook_close), LIST(playbook_close_fields),
    "the emergency is over; from L3 on, with steps left from L4 on", "结束预案",
};

static const struct field_shape playbook_started_fields[] = {
    TEXT_FIELD(playbook_started, kind, FIELD_REQUIRED, 1, 32, "kind of emergency", "预案类型"),
    TEXT_FIELD(playbook_started, zh, FIELD_REQUIRED, 1, 128, "its name in Chinese", "名称（中文）"),
    TEXT_FIELD(playbook_started, en, FIELD_REQUIRED, 1, 128, "and in English", "名称（英文）"),
    TEXT_FIELD(playbook_started, incident_no, 0, 0, 32, "the incident that it is for; absent: a case", "事件编号"),
    TEXT_FIELD(playbook_started, cause, FIELD_REQUIRED, 1, 64, "what started it: a trigger, or the code of a person's reason", "启动原因"),
    INT_FIELD(playbook_started, times, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "how often it was started for this case or incident", "启动次数"),
    TIME_FIELD(playbook_started, started_at, FIELD_REQUIRED, "when", "启动时间"),
    TEXT_FIELD(playbook_started, started_by, 0, 0, 64, "by whom; absent: by its trigger", "启动人"),
    INT_FIELD(playbook_started, level, FIELD_REQUIRED, INT64_C(3), INT64_C(6), "line that is told", "通知层级"),
    TEXT_FIELD(playbook_started, person, 0, 0, 64, "who has the duty of that line", "值班人"),
    TEXT_FIELD(playbook_started, version, FIELD_REQUIRED, 1, 64, "of the policy", "策略版本"),
    MAPS_FIELD(playbook_started, steps, FIELD_REQUIRED, playbook_step_shape, 16, "what is to be done, by whom and when", "步骤"),
};

const struct map_shape playbook_started_shape = {
    "playbook_started", sizeof(struct playbook_started), LIST(playbook_started_fields),
    "the playbook of an emergency was started", "预案已启动",
};

static const struct field_shape playbook_step_done_fields[] = {
    TEXT_FIELD(playbook_step_done, kind, FIELD_REQUIRED, 1, 32, "kind of emergency", "预案类型"),
    TEXT_FIELD(playbook_step_done, incident_no, 0, 0, 32, "the incident that it is for; absent: a case", "事件编号"),
    TEXT_FIELD(playbook_step_done, step, FIELD_REQUIRED, 1, 32, "which step", "步骤"),
    TIME_FIELD(playbook_step_done, due_at, FIELD_REQUIRED, "by when it was to be done", "应完成时间"),
    TIME_FIELD(playbook_step_done, done_at, FIELD_REQUIRED, "when it was done", "完成时间"),
    TEXT_FIELD(playbook_step_done, done_by, FIELD_REQUIRED, 1, 64, "by whom", "完成人"),
    TEXT_FIELD(playbook_step_done, proof, FIELD_REQUIRED, 1, 256, "reference of what proves it", "证明编号"),
    FLAG_FIELD(playbook_step_done, late, FIELD_REQUIRED, "after it was due", "逾期完成"),
    INT_FIELD(playbook_step_done, left, FIELD_REQUIRED, INT64_C(0), INT64_C(16), "steps that are not done", "未完成步骤数"),
};

const struct map_shape playbook_step_done_shape = {
    "playbook_step_done", sizeof(struct playbook_step_done), LIST(playbook_step_done_fields),
    "a step of a playbook was done", "预案步骤已完成",
};

static const struct field_shape playbook_step_overdue_fields[] = {
    TEXT_FIELD(playbook_step_overdue, kind, FIELD_REQUIRED, 1, 32, "kind of emergency", "预案类型"),
    TEXT_FIELD(playbook_step_overdue, incident_no, 0, 0, 32, "the incident that it is for; absent: a case", "事件编号"),
    TEXT_FIELD(playbook_step_overdue, step, FIELD_REQUIRED, 1, 32, "which step", "步骤"),
    TEXT_FIELD(playbook_step_overdue, who, FIELD_REQUIRED, 1, 32, "duty that does it", "责任岗"),
    TEXT_FIELD(playbook_step_overdue, person, 0, 0, 64, "who has it now; absent: nobody", "值班人"),
    TIME_FIELD(playbook_step_overdue, due_at, FIELD_REQUIRED, "by when it was to be done", "应完成时间"),
};

const struct map_shape playbook_step_overdue_shape = {
    "playbook_step_overdue", sizeof(struct playbook_step_overdue), LIST(playbook_step_overdue_fields),
    "a step of a playbook was not done in time; whoever has its duty is named", "预案步骤超时",
};

static const struct field_shape playbook_closed_fields[] = {
    TEXT_FIELD(playbook_closed, kind, FIELD_REQUIRED, 1, 32, "kind of emergency", "预案类型"),
    TEXT_FIELD(playbook_closed, incident_no, 0, 0, 32, "the incident that it was for; absent: a case", "事件编号"),
    TIME_FIELD(playbook_closed, started_at, FIELD_REQUIRED, "when it was started", "启动时间"),
    TIME_FIELD(playbook_closed, closed_at, FIELD_REQUIRED, "when it was closed", "结束时间"),
    TEXT_FIELD(playbook_closed, closed_by, FIELD_REQUIRED, 1, 64, "by whom", "结束人"),
    TEXT_FIELD(playbook_closed, reason, FIELD_REQUIRED, 1, 64, "code of the reason", "原因代码"),
    INT_FIELD(playbook_closed, left, FIELD_REQUIRED, INT64_C(0), INT64_C(16), "steps that were not done", "未完成步骤数"),
};

const struct map_shape playbook_closed_shape = {
    "playbook_closed", sizeof(struct playbook_closed), LIST(playbook_closed_fields),
    "an emergency is over", "预案已结束",
};

static const struct field_shape stages_get_fields[] = {
    ID_FIELD(stages_get, case_id, FIELD_REQUIRED, "the case", "工单标识"),
};

const struct map_shape stages_get_shape = {
    "stages_get", sizeof(struct stages_get), LIST(stages_get_fields),
    "how long each stage of a case took", "查询各阶段时长",
};

static const struct field_shape host_clock_stepped_fields[] = {
    INT_FIELD(host_clock_stepped, step_ms, FIELD_REQUIRED, INT64_C(-9223372036854775807), INT64_C(9223372036854775807), "by how much; negative: back", "跳变毫秒"),
    TIME_FIELD(host_clock_stepped, detected_at, FIELD_REQUIRED, "by the time that counts", "发现时间"),
    TIME_FIELD(host_clock_stepped, wall_at, FIELD_REQUIRED, "by the wall clock", "主机时间"),
};

const struct map_shape host_clock_stepped_shape = {
    "host_clock_stepped", sizeof(struct host_clock_stepped), LIST(host_clock_stepped_fields),
    "the host's wall clock was set: the time that counts does not follow until it is clear which is right", "主机时钟跳变",
};

static const struct field_shape host_clock_settled_fields[] = {
    TIME_FIELD(host_clock_settled, settled_at, FIELD_REQUIRED, "when", "恢复时间"),
    INT_FIELD(host_clock_settled, moved_ms, FIELD_REQUIRED, INT64_C(-9223372036854775807), INT64_C(9223372036854775807), "how far the time that counts was moved; 0: the wall clock was set back", "调整毫秒"),
};

const struct map_shape host_clock_settled_shape = {
    "host_clock_settled", sizeof(struct host_clock_settled), LIST(host_clock_settled_fields),
    "wall clock and the time that counts agree again", "主机时钟恢复",
};

static const struct field_shape fact_record_fields[] = {
    ID_FIELD(fact_record, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    ENUM_FIELD(fact_record, fact, FIELD_REQUIRED, recorded_fact_enum, "what happened", "事实"),
    TIME_FIELD(fact_record, at, FIELD_REQUIRED, "when", "时间"),
    TIME_FIELD(fact_record, told_at, 0, "when the customer was told; an appraisal stops no clock before", "告知时间"),
    INT_FIELD(fact_record, number, 0, INT64_C(1), INT64_C(16), "of a task: which one; 1 without it", "协办序号"),
    TEXT_FIELD(fact_record, proof, FIELD_REQUIRED, 1, 256, "reference of what proves it: an answer, an order, a letter, a call", "证明编号"),
};

const struct map_shape fact_record_shape = {
    "fact_record", sizeof(struct fact_record), LIST(fact_record_fields),
    "says that something happened with a case", "记录事实",
};

static const struct field_shape fact_recorded_fields[] = {
    ENUM_FIELD(fact_recorded, fact, FIELD_REQUIRED, recorded_fact_enum, "what happened", "事实"),
    TIME_FIELD(fact_recorded, at, FIELD_REQUIRED, "when", "时间"),
    TIME_FIELD(fact_recorded, told_at, 0, "when the customer was told", "告知时间"),
    INT_FIELD(fact_recorded, number, 0, INT64_C(1), INT64_C(16), "of a task: which one", "协办序号"),
    TEXT_FIELD(fact_recorded, proof, FIELD_REQUIRED, 1, 256, "reference of what proves it", "证明编号"),
    TEXT_FIELD(fact_recorded, recorded_by, FIELD_REQUIRED, 1, 64, "who says so", "记录人"),
};

const struct map_shape fact_recorded_shape = {
    "fact_recorded", sizeof(struct fact_recorded), LIST(fact_recorded_fields),
    "something happened with a case", "事实已记录",
};

static const struct field_shape clock_extend_fields[] = {
    ID_FIELD(clock_extend, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(clock_extend, clock, 0, 0, 32, "clock id; K9 without it", "时钟"),
    INT_FIELD(clock_extend, days, FIELD_REQUIRED, INT64_C(1), INT64_C(3660), "new total, counted from receipt", "总天数"),
    TEXT_FIELD(clock_extend, reason, FIELD_REQUIRED, 1, 64, "code of the reason, such as complex", "延期原因"),
    TIME_FIELD(clock_extend, told_at, FIELD_REQUIRED, "when the customer was told; before the old limit ends", "告知时间"),
    TEXT_FIELD(clock_extend, proof, FIELD_REQUIRED, 1, 256, "reference of the proof that the customer was told", "送达证明编号"),
};

const struct map_shape clock_extend_shape = {
    "clock_extend", sizeof(struct clock_extend), LIST(clock_extend_fields),
    "extends a statutory limit, with proof that the customer was told (rows 35, 36)", "批准延期",
};

static const struct field_shape clock_extended_fields[] = {
    TEXT_FIELD(clock_extended, clock, FIELD_REQUIRED, 1, 32, "clock id", "时钟"),
    INT_FIELD(clock_extended, days, FIELD_REQUIRED, INT64_C(1), INT64_C(3660), "new total, counted from receipt", "总天数"),
    TEXT_FIELD(clock_extended, reason, FIELD_REQUIRED, 1, 64, "code of the reason", "延期原因"),
    TEXT_FIELD(clock_extended, approved_by, FIELD_REQUIRED, 1, 64, "who approved", "批准人"),
    INT_FIELD(clock_extended, line, FIELD_REQUIRED, INT64_C(1), INT64_C(6), "line of who approved", "批准层级"),
    TIME_FIELD(clock_extended, told_at, FIELD_REQUIRED, "when the customer was told", "告知时间"),
    TEXT_FIELD(clock_extended, proof, FIELD_REQUIRED, 1, 256, "reference of the proof", "送达证明编号"),
    TIME_FIELD(clock_extended, old_due_at, 0, "the limit before; absent while it is paused", "原到期时间"),
    TIME_FIELD(clock_extended, due_at, 0, "the limit now; absent while it is paused", "到期时间"),
};

const struct map_shape clock_extended_shape = {
    "clock_extended", sizeof(struct clock_extended), LIST(clock_extended_fields),
    "a statutory limit was extended lawfully", "时限已延期",
};

static const struct field_shape policy_preview_fields[] = {
    TEXT_FIELD(policy_preview, profile, FIELD_REQUIRED, 1, 32, "rule profile", "规则集"),
    INT_FIELD(policy_preview, from_version, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "version that the cases have", "原版本"),
    INT_FIELD(policy_preview, version, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "version that they would get, newer or older", "目标版本"),
    ID_FIELD(policy_preview, after, 0, "cases after this one", "起始位置"),
};

const struct map_shape policy_preview_shape = {
    "policy_preview", sizeof(struct policy_preview), LIST(policy_preview_fields),
    "what another version of a rule profile would move", "预览规则迁移",
};

static const struct field_shape policy_migrate_fields[] = {
    TEXT_FIELD(policy_migrate, profile, FIELD_REQUIRED, 1, 32, "rule profile", "规则集"),
    INT_FIELD(policy_migrate, from_version, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "version that the cases have", "原版本"),
    INT_FIELD(policy_migrate, version, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "version that they get, newer or older", "目标版本"),
    TEXT_FIELD(policy_migrate, reason, FIELD_REQUIRED, 1, 256, "why", "原因"),
    ID_FIELD(policy_migrate, after, 0, "cases after this one", "起始位置"),
};

const struct map_shape policy_migrate_shape = {
    "policy_migrate", sizeof(struct policy_migrate), LIST(policy_migrate_fields),
    "moves some open cases to another version of their profile; ask again for the next", "执行规则迁移",
};

static const struct field_shape case_policy_migrated_fields[] = {
    TEXT_FIELD(case_policy_migrated, profile, FIELD_REQUIRED, 1, 32, "rule profile", "规则集"),
    INT_FIELD(case_policy_migrated, from_version, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "version before", "原版本"),
    INT_FIELD(case_policy_migrated, version, FIELD_REQUIRED, INT64_C(1), INT64_C(1000000), "version now", "目标版本"),
    TEXT_FIELD(case_policy_migrated, reason, FIELD_REQUIRED, 1, 256, "why", "原因"),
    TEXT_FIELD(case_policy_migrated, migrated_by, FIELD_REQUIRED, 1, 64, "who", "操作人"),
    MAPS_FIELD(case_policy_migrated, moves, 0, policy_move_shape, 64, "limits before and after", "变化"),
};

const struct map_shape case_policy_migrated_shape = {
    "case_policy_migrated", sizeof(struct case_policy_migrated), LIST(case_policy_migrated_fields),
    "a case follows another version of its rule profile", "工单已迁移规则",
};

static const struct field_shape request_submitted_fields[] = {
    TEXT_FIELD(request_submitted, channel, FIELD_REQUIRED, 1, 64, "a channel from the configuration", "渠道"),
    TEXT_FIELD(request_submitted, text, FIELD_REQUIRED | FIELD_PERSONAL, 1, 16384, "what the customer said, in the customer's words", "诉求内容"),
    ENUM_FIELD(request_submitted, kind, 0, request_kind_enum, "the publisher's own hint", "类型提示"),
    TEXT_FIELD(request_submitted, business, 0, 0, 64, "the publisher's own business or category key", "业务标识"),
    MAP_FIELD(request_submitted, customer, 0, customer_shape, "who asks", "客户"),
    INT_FIELD(request_submitted, amount_fen, 0, INT64_C(0), INT64_C(1000000000000000), "amount at stake, in fen", "涉及金额（分）"),
    TIME_FIELD(request_submitted, occurred_at, 0, "when the thing happened", "发生时间"),
    TEXT_FIELD(request_submitted, unit, 0, 0, 64, "accepting unit", "受理单位"),
    TEXT_FIELD(request_submitted, about_unit, 0, 0, 64, "unit complained about", "被投诉单位"),
    TEXT_FIELD(request_submitted, about_employee, 0, 0, 64, "employee complained about", "被投诉员工"),
    INT_FIELD(request_submitted, complainants, 0, INT64_C(1), INT64_C(1000000), "number of people complaining jointly", "共同投诉人数"),
    MAPS_FIELD(request_submitted, materials, 0, material_shape, 64, "documents by reference", "材料"),
    MAP_FIELD(request_submitted, contact, 0, contact_shape, "the contact in which it was made", "联络"),
    TEXT_FIELD(request_submitted, outside_no, 0, 0, 64, "number given by a regulator", "外部编号"),
    TIME_FIELD(request_submitted, outside_due, 0, "deadline given by a regulator", "外部期限"),
    TEXT_FIELD(request_submitted, related_case, 0, 0, 64, "number of a case this belongs to", "关联工单号"),
    TEXT_FIELD(request_submitted, lang, 0, 0, 35, "language, BCP 47", "语言"),
};

const struct map_shape request_submitted_shape = {
    "request_submitted", sizeof(struct request_submitted), LIST(request_submitted_fields),
    "a customer's request, published by another system", "客户请求",
};

static const struct field_shape case_received_fields[] = {
    TEXT_FIELD(case_received, channel, FIELD_REQUIRED, 1, 64, "channel", "渠道"),
    TIME_FIELD(case_received, received_at, FIELD_REQUIRED, "when it was received; all clocks start here", "受理时间"),
    TEXT_FIELD(case_received, publisher, FIELD_REQUIRED, 1, 256, "source of the request", "发布方"),
    TEXT_FIELD(case_received, request_id, FIELD_REQUIRED, 1, 128, "id of the request at its source", "请求标识"),
    SEALED_FIELD(case_received, text, FIELD_PERSONAL | FIELD_REQUIRED, 65536, "what the customer said, redacted", "诉求内容"),
    MAP_FIELD(case_received, redactions, 0, redactions_shape, "what the redaction took out", "脱敏统计"),
    ENUM_FIELD(case_received, kind, 0, request_kind_enum, "the publisher's own hint", "类型提示"),
    TEXT_FIELD(case_received, business, 0, 0, 64, "the publisher's own business or category key", "业务标识"),
    MAP_FIELD(case_received, customer, 0, sealed_customer_shape, "who asks", "客户"),
    BYTES_FIELD(case_received, customer_key, 0, 16, 16, "keyed hash that finds the cases of one customer", "客户检索键"),
    INT_FIELD(case_received, amount_fen, 0, INT64_C(0), INT64_C(1000000000000000), "amount at stake, in fen", "涉及金额（分）"),
    TIME_FIELD(case_received, occurred_at, 0, "when the thing happened", "发生时间"),
    TEXT_FIELD(case_received, unit, 0, 0, 64, "accepting unit", "受理单位"),
    TEXT_FIELD(case_received, about_unit, 0, 0, 64, "unit complained about", "被投诉单位"),
    TEXT_FIELD(case_received, about_employee, 0, 0, 64, "employee complained about", "被投诉员工"),
    INT_FIELD(case_received, complainants, 0, INT64_C(1), INT64_C(1000000), "number of people complaining jointly", "共同投诉人数"),
    MAPS_FIELD(case_received, materials, 0, sealed_material_shape, 64, "documents by reference", "材料"),
    MAP_FIELD(case_received, contact, 0, sealed_contact_shape, "the contact in which it was made", "联络"),
    TEXT_FIELD(case_received, outside_no, 0, 0, 64, "number given by a regulator", "外部编号"),
    TIME_FIELD(case_received, outside_due, 0, "deadline given by a regulator", "外部期限"),
    TEXT_FIELD(case_received, related_case, 0, 0, 64, "number of a case this belongs to", "关联工单号"),
    TEXT_FIELD(case_received, lang, 0, 0, 35, "language, BCP 47", "语言"),
};

const struct map_shape case_received_shape = {
    "case_received", sizeof(struct case_received), LIST(case_received_fields),
    "a request was accepted and is a case", "工单已登记",
};

static const struct field_shape case_acknowledged_fields[] = {
    TEXT_FIELD(case_acknowledged, channel, FIELD_REQUIRED, 1, 64, "channel", "渠道"),
    TIME_FIELD(case_acknowledged, received_at, FIELD_REQUIRED, "when it was received", "受理时间"),
    TIME_FIELD(case_acknowledged, acknowledged_at, FIELD_REQUIRED, "when the number was given", "回执时间"),
};

const struct map_shape case_acknowledged_shape = {
    "case_acknowledged", sizeof(struct case_acknowledged), LIST(case_acknowledged_fields),
    "the sender was told the number of the case; stops K2", "已回执",
};

static const struct field_shape ledger_day_fields[] = {
    TEXT_FIELD(ledger_day, day, FIELD_REQUIRED, 10, 10, "the day in +08:00, such as 2026-11-21", "日期"),
    ID_FIELD(ledger_day, after, 0, "only cases behind this one", "起始工单"),
};

const struct map_shape ledger_day_shape = {
    "ledger_day", sizeof(struct ledger_day), LIST(ledger_day_fields),
    "a day of the source that asks", "查询来源当日台账",
};

static const struct field_shape ledger_ids_fields[] = {
    TEXTS_FIELD(ledger_ids, ids, FIELD_REQUIRED, 128, 100, "ids at the source", "请求标识"),
};

const struct map_shape ledger_ids_shape = {
    "ledger_ids", sizeof(struct ledger_ids), LIST(ledger_ids_fields),
    "whether messages of the source that asks were accepted, on any day", "查询消息受理情况",
};

static const struct field_shape case_classified_fields[] = {
    ENUM_FIELD(case_classified, case_type, FIELD_REQUIRED, case_type_enum, "type", "工单类型"),
    TEXT_FIELD(case_classified, code, FIELD_REQUIRED, 1, 8, "business code of the subcategory", "业务代码"),
    TEXT_FIELD(case_classified, category, FIELD_REQUIRED, 1, 64, "category key", "类别"),
    INT_FIELD(case_classified, confidence, FIELD_REQUIRED, INT64_C(0), INT64_C(1000), "confidence, per mille", "置信度（千分比）"),
    INT_FIELD(case_classified, margin, 0, INT64_C(0), INT64_C(1000), "distance to the second best, per mille", "领先幅度（千分比）"),
    TEXT_FIELD(case_classified, second_code, 0, 0, 8, "business code of the second best", "次选业务代码"),
    ENUM_FIELD(case_classified, grade, FIELD_REQUIRED, case_grade_enum, "grade", "等级"),
    TEXTS_FIELD(case_classified, reasons, 0, 64, 64, "codes of the triggers that gave the grade", "定级依据"),
    TEXTS_FIELD(case_classified, rule_hits, 0, 64, 64, "ids of the rules that hit", "命中规则"),
    TEXTS_FIELD(case_classified, tags, 0, 64, 64, "tags found in the text", "标签"),
    TEXTS_FIELD(case_classified, linked, 0, 16, 8, "business codes of further intents", "关联业务代码"),
    INT_FIELD(case_classified, emotion, 0, INT64_C(0), INT64_C(3), "level of emotion", "情绪等级"),
    FLAG_FIELD(case_classified, manual, 0, "a person decided", "人工分类"),
    MAPS_FIELD(case_classified, policies, 0, policy_version_shape, 16, "versions that decided", "策略版本"),
    TIME_FIELD(case_classified, received_at, FIELD_REQUIRED, "when the request was received", "受理时间"),
    TEXT_FIELD(case_classified, channel, FIELD_REQUIRED, 1, 64, "channel", "渠道"),
    ENUM_FIELD(case_classified, party, 0, party_enum, "kind of customer", "客户类型"),
    TEXT_FIELD(case_classified, unit, 0, 0, 64, "accepting unit", "受理单位"),
    TEXT_FIELD(case_classified, about_unit, 0, 0, 64, "unit complained about", "被投诉单位"),
    TEXT_FIELD(case_classified, about_employee, 0, 0, 64, "employee complained about", "被投诉员工"),
    INT_FIELD(case_classified, complainants, 0, INT64_C(1), INT64_C(1000000), "number of people complaining jointly", "共同投诉人数"),
    INT_FIELD(case_classified, amount_fen, 0, INT64_C(0), INT64_C(1000000000000000), "amount at stake, in fen", "涉及金额（分）"),
    TEXT_FIELD(case_classified, outside_no, 0, 0, 64, "number given by a regulator", "外部编号"),
    TIME_FIELD(case_classified, outside_due, 0, "deadline given by a regulator", "外部期限"),
    BYTES_FIELD(case_classified, customer_key, 0, 16, 16, "keyed hash that finds the cases of one customer", "客户检索键"),
    MAPS_FIELD(case_classified, scores, 0, score_shape, 16, "what the classifier holds likely, best first: codes, types, emotion", "评分"),
    TEXTS_FIELD(case_classified, ngrams, 0, 16, 64, "n-grams that spoke most for the code", "主要依据词"),
};

const struct map_shape case_classified_shape = {
    "case_classified", sizeof(struct case_classified), LIST(case_classified_fields),
    "type, category and grade of a case, with the reasons", "工单已分类",
};

static const struct field_shape case_triage_needed_fields[] = {
    TEXT_FIELD(case_triage_needed, queue, FIELD_REQUIRED, 1, 64, "queue of the triage", "队列"),
    TEXTS_FIELD(case_triage_needed, skills, 0, 16, 64, "skills that the triage needs", "技能"),
    ENUM_FIELD(case_triage_needed, case_type, 0, case_type_enum, "best guess of the type", "工单类型"),
    TEXT_FIELD(case_triage_needed, code, 0, 0, 8, "best guess of the business code", "业务代码"),
    TEXT_FIELD(case_triage_needed, category, 0, 0, 64, "best guess of the category", "类别"),
    INT_FIELD(case_triage_needed, confidence, 0, INT64_C(0), INT64_C(1000), "confidence, per mille", "置信度（千分比）"),
    INT_FIELD(case_triage_needed, margin, 0, INT64_C(0), INT64_C(1000), "distance to the second best, per mille", "领先幅度（千分比）"),
    TEXT_FIELD(case_triage_needed, second_code, 0, 0, 8, "business code of the second best", "次选业务代码"),
    TEXTS_FIELD(case_triage_needed, reasons, 0, 64, 64, "why a person is needed", "分拣原因"),
    TEXTS_FIELD(case_triage_needed, rule_hits, 0, 64, 64, "ids of the rules that hit", "命中规则"),
    TEXTS_FIELD(case_triage_needed, tags, 0, 64, 64, "tags found in the text", "标签"),
    ENUM_FIELD(case_triage_needed, grade, FIELD_REQUIRED, case_grade_enum, "grade", "等级"),
    TIME_FIELD(case_triage_needed, due_at, FIELD_REQUIRED, "first internal deadline", "到期时间"),
    MAPS_FIELD(case_triage_needed, policies, 0, policy_version_shape, 16, "versions that decided", "策略版本"),
    TIME_FIELD(case_triage_needed, received_at, FIELD_REQUIRED, "when the request was received", "受理时间"),
    TEXT_FIELD(case_triage_needed, channel, FIELD_REQUIRED, 1, 64, "channel", "渠道"),
    ENUM_FIELD(case_triage_needed, party, 0, party_enum, "kind of customer", "客户类型"),
    TEXT_FIELD(case_triage_needed, unit, 0, 0, 64, "accepting unit", "受理单位"),
    TEXT_FIELD(case_triage_needed, about_unit, 0, 0, 64, "unit complained about", "被投诉单位"),
    TEXT_FIELD(case_triage_needed, about_employee, 0, 0, 64, "employee complained about", "被投诉员工"),
    INT_FIELD(case_triage_needed, complainants, 0, INT64_C(1), INT64_C(1000000), "number of people complaining jointly", "共同投诉人数"),
    TEXT_FIELD(case_triage_needed, outside_no, 0, 0, 64, "number given by a regulator", "外部编号"),
    TIME_FIELD(case_triage_needed, outside_due, 0, "deadline given by a regulator", "外部期限"),
    BYTES_FIELD(case_triage_needed, customer_key, 0, 16, 16, "keyed hash that finds the cases of one customer", "客户检索键"),
    TEXTS_FIELD(case_triage_needed, preferred, 0, 16, 64, "skills that are better to have", "优先技能"),
    TEXTS_FIELD(case_triage_needed, forbidden, 0, 16, 64, "skills that exclude a worker", "排除技能"),
    TEXTS_FIELD(case_triage_needed, excluded_units, 0, 16, 64, "units whose staff may not have it", "回避单位"),
    TEXT_FIELD(case_triage_needed, route, 0, 0, 64, "id of the route that chose the queue", "路由"),
};

const struct map_shape case_triage_needed_shape = {
    "case_triage_needed", sizeof(struct case_triage_needed), LIST(case_triage_needed_fields),
    "a person must decide what a case is about", "需人工分拣",
};

static const struct field_shape case_queued_fields[] = {
    TEXT_FIELD(case_queued, queue, FIELD_REQUIRED, 1, 64, "queue", "队列"),
    TEXTS_FIELD(case_queued, skills, 0, 16, 64, "skills that the work needs", "技能"),
    ENUM_FIELD(case_queued, case_type, FIELD_REQUIRED, case_type_enum, "type", "工单类型"),
    TEXT_FIELD(case_queued, code, FIELD_REQUIRED, 1, 8, "business code of the subcategory", "业务代码"),
    TEXT_FIELD(case_queued, category, FIELD_REQUIRED, 1, 64, "category key", "类别"),
    ENUM_FIELD(case_queued, grade, FIELD_REQUIRED, case_grade_enum, "grade", "等级"),
    TEXTS_FIELD(case_queued, tags, 0, 64, 64, "tags found in the text", "标签"),
    TIME_FIELD(case_queued, due_at, FIELD_REQUIRED, "first internal deadline", "到期时间"),
    FLAG_FIELD(case_queued, manual, 0, "a person decided", "人工分类"),
    FLAG_FIELD(case_queued, reopened, 0, "the case was closed or resolved before", "重开"),
    MAPS_FIELD(case_queued, policies, 0, policy_version_shape, 16, "versions that decided", "策略版本"),
    TIME_FIELD(case_queued, received_at, FIELD_REQUIRED, "when the request was received", "受理时间"),
    TEXT_FIELD(case_queued, channel, FIELD_REQUIRED, 1, 64, "channel", "渠道"),
    ENUM_FIELD(case_queued, party, 0, party_enum, "kind of customer", "客户类型"),
    TEXT_FIELD(case_queued, unit, 0, 0, 64, "accepting unit", "受理单位"),
    TEXT_FIELD(case_queued, about_unit, 0, 0, 64, "unit complained about", "被投诉单位"),
    TEXT_FIELD(case_queued, about_employee, 0, 0, 64, "employee complained about", "被投诉员工"),
    INT_FIELD(case_queued, complainants, 0, INT64_C(1), INT64_C(1000000), "number of people complaining jointly", "共同投诉人数"),
    TEXT_FIELD(case_queued, outside_no, 0, 0, 64, "number given by a regulator", "外部编号"),
    TIME_FIELD(case_queued, outside_due, 0, "deadline given by a regulator", "外部期限"),
    BYTES_FIELD(case_queued, customer_key, 0, 16, 16, "keyed hash that finds the cases of one customer", "客户检索键"),
    TEXTS_FIELD(case_queued, preferred, 0, 16, 64, "skills that are better to have", "优先技能"),
    TEXTS_FIELD(case_queued, forbidden, 0, 16, 64, "skills that exclude a worker", "排除技能"),
    TEXTS_FIELD(case_queued, excluded_units, 0, 16, 64, "units whose staff may not have it", "回避单位"),
    TEXT_FIELD(case_queued, route, 0, 0, 64, "id of the route that chose the queue", "路由"),
    FLAG_FIELD(case_queued, code_named, 0, "a person named this very code, not only its category", "人工指定业务代码"),
};

const struct map_shape case_queued_shape = {
    "case_queued", sizeof(struct case_queued), LIST(case_queued_fields),
    "a case goes into a work queue", "工单入队",
};

static const struct field_shape dead_retry_fields[] = {
    ID_FIELD(dead_retry, dead_id, FIELD_REQUIRED, "the dead letter", "死信标识"),
    TEXT_FIELD(dead_retry, reason, FIELD_REQUIRED, 1, 1024, "why it should work now", "原因"),
};

const struct map_shape dead_retry_shape = {
    "dead_retry", sizeof(struct dead_retry), LIST(dead_retry_fields),
    "process a dead letter, and what is parked behind it, again", "重试死信",
};

static const struct field_shape dead_drop_fields[] = {
    ID_FIELD(dead_drop, dead_id, FIELD_REQUIRED, "the dead letter", "死信标识"),
    TEXT_FIELD(dead_drop, reason, FIELD_REQUIRED, 1, 1024, "why it is given up", "原因"),
};

const struct map_shape dead_drop_shape = {
    "dead_drop", sizeof(struct dead_drop), LIST(dead_drop_fields),
    "give a dead letter up and go on with what is parked behind it", "丢弃死信",
};

const struct map_shape dead_list_shape = {
    "dead_list", sizeof(struct dead_list), NULL, 0,
    "the open dead letters", "查询死信",
};

static const struct field_shape dead_set_aside_fields[] = {
    ID_FIELD(dead_set_aside, dead_id, FIELD_REQUIRED, "the dead letter", "死信标识"),
    TEXT_FIELD(dead_set_aside, origin, FIELD_REQUIRED, 1, 64, "`commands`, or the stream it came from", "来源通道"),
    TEXT_FIELD(dead_set_aside, source, 0, 0, 256, "source of the message", "消息来源"),
    TEXT_FIELD(dead_set_aside, id, 0, 0, 128, "id of the message", "消息标识"),
    TEXT_FIELD(dead_set_aside, type, 0, 0, 96, "type of the message", "消息类型"),
    INT_FIELD(dead_set_aside, seq, 0, INT64_C(1), INT64_C(9223372036854775807), "position in the stream it came from", "流序号"),
    TEXT_FIELD(dead_set_aside, code, FIELD_REQUIRED, 1, 64, "stable code of the reason", "原因代码"),
    TEXT_FIELD(dead_set_aside, reason, FIELD_REQUIRED, 1, 1024, "the reason in words", "原因"),
};

const struct map_shape dead_set_aside_shape = {
    "dead_set_aside", sizeof(struct dead_set_aside), LIST(dead_set_aside_fields),
    "a message was set aside and its case is parked", "消息已搁置",
};

static const struct field_shape dead_retried_fields[] = {
    ID_FIELD(dead_retried, dead_id, FIELD_REQUIRED, "the dead letter", "死信标识"),
    TEXT_FIELD(dead_retried, reason, FIELD_REQUIRED, 1, 1024, "why the operator did it", "原因"),
    INT_FIELD(dead_retried, replayed, FIELD_REQUIRED, INT64_C(0), INT64_C(1000000000), "messages that were parked behind it", "重放数量"),
};

const struct map_shape dead_retried_shape = {
    "dead_retried", sizeof(struct dead_retried), LIST(dead_retried_fields),
    "a dead letter and what was parked behind it were processed again", "死信已重试",
};

static const struct field_shape dead_dropped_fields[] = {
    ID_FIELD(dead_dropped, dead_id, FIELD_REQUIRED, "the dead letter", "死信标识"),
    TEXT_FIELD(dead_dropped, reason, FIELD_REQUIRED, 1, 1024, "why the operator did it", "原因"),
    INT_FIELD(dead_dropped, replayed, FIELD_REQUIRED, INT64_C(0), INT64_C(1000000000), "messages that were parked behind it", "重放数量"),
};

const struct map_shape dead_dropped_shape = {
    "dead_dropped", sizeof(struct dead_dropped), LIST(dead_dropped_fields),
    "a dead letter was given up", "死信已丢弃",
};

static const struct field_shape service_reload_fields[] = {
    TEXT_FIELD(service_reload, reason, FIELD_REQUIRED, 1, 1024, "what was changed, and why", "原因"),
};

const struct map_shape service_reload_shape = {
    "service_reload", sizeof(struct service_reload), LIST(service_reload_fields),
    "read policies, the allow-list and keys anew", "重新读取策略、名单与密钥",
};

static const struct field_shape service_reload_ordered_fields[] = {
    TEXT_FIELD(service_reload_ordered, reason, FIELD_REQUIRED, 1, 1024, "what was changed, and why", "原因"),
};

const struct map_shape service_reload_ordered_shape = {
    "service_reload_ordered", sizeof(struct service_reload_ordered), LIST(service_reload_ordered_fields),
    "an operator had policies, the allow-list and keys read anew; what changed follows as policy.adopted", "已下令重新读取",
};

const struct map_shape ledger_get_shape = {
    "ledger_get", sizeof(struct ledger_get), NULL, 0,
    "the ledger of the service", "查询台账",
};

static const struct field_shape trace_get_fields[] = {
    TEXT_FIELD(trace_get, trace, FIELD_REQUIRED, 32, 32, "trace id, 32 hexadecimal digits, or a case's id without hyphens", "链路标识"),
    INT_FIELD(trace_get, after, 0, INT64_C(0), INT64_C(9223372036854775807), "only events behind this position", "起始位置"),
};

const struct map_shape trace_get_shape = {
    "trace_get", sizeof(struct trace_get), LIST(trace_get_fields),
    "the events of a trace", "查询链路",
};

static const struct field_shape why_get_fields[] = {
    ID_FIELD(why_get, case_id, 0, "the case; this or its number is required", "工单标识"),
    TEXT_FIELD(why_get, case_no, 0, 0, 32, "number of the case", "工单号"),
    TEXT_FIELD(why_get, clock, 0, 0, 32, "only this time limit, such as K9; who has no clocks ignores it", "时钟"),
};

const struct map_shape why_get_shape = {
    "why_get", sizeof(struct why_get), LIST(why_get_fields),
    "why the service decided as it did about a case", "查询决策依据",
};

static const struct field_shape policy_adopted_fields[] = {
    TEXT_FIELD(policy_adopted, name, FIELD_REQUIRED, 1, 64, "name of the policy file", "策略名称"),
    TEXT_FIELD(policy_adopted, version, FIELD_REQUIRED, 1, 64, "version named in the file", "版本"),
    BYTES_FIELD(policy_adopted, sha256, FIELD_REQUIRED, 32, 32, "of the file", "文件摘要"),
};

const struct map_shape policy_adopted_shape = {
    "policy_adopted", sizeof(struct policy_adopted), LIST(policy_adopted_fields),
    "from the next decision on this version of a policy counts", "策略已生效",
};

static const struct field_shape survey_answer_fields[] = {
    ID_FIELD(survey_answer, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    INT_FIELD(survey_answer, score, FIELD_REQUIRED, INT64_C(1), INT64_C(5), "satisfaction, 5 is best", "满意度"),
    FLAG_FIELD(survey_answer, solved, 0, "the problem is solved", "是否解决"),
    TEXT_FIELD(survey_answer, comment, FIELD_PERSONAL, 0, 4096, "free text", "评论"),
    TEXT_FIELD(survey_answer, token, 0, 0, 64, "from the invitation's link", "邀请码"),
};

const struct map_shape survey_answer_shape = {
    "survey_answer", sizeof(struct survey_answer), LIST(survey_answer_fields),
    "a customer's answer", "提交满意度",
};

static const struct field_shape followup_attempt_fields[] = {
    ID_FIELD(followup_attempt, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TIME_FIELD(followup_attempt, tried_at, 0, "when it was tried; absent: now", "尝试时间"),
};

const struct map_shape followup_attempt_shape = {
    "followup_attempt", sizeof(struct followup_attempt), LIST(followup_attempt_fields),
    "a call-back reached nobody; three that count end it (row 45)", "登记回访未联系上",
};

static const struct field_shape followup_started_fields[] = {
    ID_FIELD(followup_started, survey_id, FIELD_REQUIRED, "the invitation", "邀请标识"),
    TEXT_FIELD(followup_started, handler, 0, 0, 64, "who handled the case: must not call", "处理人"),
    TIME_FIELD(followup_started, started_at, FIELD_REQUIRED, "when it was due", "开始时间"),
    TIME_FIELD(followup_started, expires_at, FIELD_REQUIRED, "until when it can be done", "失效时间"),
    INT_FIELD(followup_started, case_version, 0, INT64_C(0), INT64_C(9223372036854775807), "version of the case with the answer or end that it is about", "所依据的工单版本"),
};

const struct map_shape followup_started_shape = {
    "followup_started", sizeof(struct followup_started), LIST(followup_started_fields),
    "the call-back is due: a person calls, not the handler (rows 41, 57)", "回访已开始",
};

static const struct field_shape followup_attempted_fields[] = {
    ID_FIELD(followup_attempted, survey_id, FIELD_REQUIRED, "the invitation", "邀请标识"),
    INT_FIELD(followup_attempted, attempt, FIELD_REQUIRED, INT64_C(1), INT64_C(3), "number of the attempt", "次数"),
    TIME_FIELD(followup_attempted, tried_at, FIELD_REQUIRED, "when", "尝试时间"),
    TEXT_FIELD(followup_attempted, tried_by, FIELD_REQUIRED, 1, 64, "who called", "回访人"),
};

const struct map_shape followup_attempted_shape = {
    "followup_attempted", sizeof(struct followup_attempted), LIST(followup_attempted_fields),
    "a call-back reached nobody", "回访未联系上",
};

static const struct field_shape followup_satisfied_fields[] = {
    ID_FIELD(followup_satisfied, survey_id, FIELD_REQUIRED, "the invitation", "邀请标识"),
    INT_FIELD(followup_satisfied, score, FIELD_REQUIRED, INT64_C(1), INT64_C(5), "satisfaction, 5 is best", "满意度"),
    TEXT_FIELD(followup_satisfied, called_by, 0, 0, 64, "who called; absent: the customer answered by the link", "回访人"),
    TIME_FIELD(followup_satisfied, answered_at, FIELD_REQUIRED, "when", "评价时间"),
    INT_FIELD(followup_satisfied, case_version, 0, INT64_C(0), INT64_C(9223372036854775807), "version of the case with the answer or end that it is about", "所依据的工单版本"),
};

const struct map_shape followup_satisfied_shape = {
    "followup_satisfied", sizeof(struct followup_satisfied), LIST(followup_satisfied_fields),
    "the customer is satisfied, or accepts (row 42)", "回访满意",
};

static const struct field_shape followup_dissatisfied_fields[] = {
    ID_FIELD(followup_dissatisfied, survey_id, FIELD_REQUIRED, "the invitation", "邀请标识"),
    INT_FIELD(followup_dissatisfied, score, FIELD_REQUIRED, INT64_C(1), INT64_C(5), "satisfaction, 5 is best", "满意度"),
    TEXT_FIELD(followup_dissatisfied, called_by, 0, 0, 64, "who called; absent: the customer answered by the link", "回访人"),
    TIME_FIELD(followup_dissatisfied, answered_at, FIELD_REQUIRED, "when", "评价时间"),
};

const struct map_shape followup_dissatisfied_shape = {
    "followup_dissatisfied", sizeof(struct followup_dissatisfied), LIST(followup_dissatisfied_fields),
    "the customer is not satisfied; survey.recovery_needed says what follows", "回访不满意",
};

static const struct field_shape followup_unreachable_fields[] = {
    ID_FIELD(followup_unreachable, survey_id, FIELD_REQUIRED, "the invitation", "邀请标识"),
    INT_FIELD(followup_unreachable, attempts, FIELD_REQUIRED, INT64_C(1), INT64_C(3), "how often it was tried", "次数"),
    TIME_FIELD(followup_unreachable, ended_at, FIELD_REQUIRED, "when it was given up", "结束时间"),
    INT_FIELD(followup_unreachable, case_version, 0, INT64_C(0), INT64_C(9223372036854775807), "version of the case with the answer or end that it is about", "所依据的工单版本"),
};

const struct map_shape followup_unreachable_shape = {
    "followup_unreachable", sizeof(struct followup_unreachable), LIST(followup_unreachable_fields),
    "nobody was reached in three attempts; never counted as satisfied (row 45, SV-10)", "回访无法联系",
};

static const struct field_shape survey_invited_fields[] = {
    ID_FIELD(survey_invited, survey_id, FIELD_REQUIRED, "the invitation", "邀请标识"),
    TEXT_FIELD(survey_invited, channel, FIELD_REQUIRED, 1, 64, "channel it goes out on", "渠道"),
    TEXT_FIELD(survey_invited, questions, FIELD_REQUIRED, 1, 64, "version of the question set", "问卷版本"),
    TIME_FIELD(survey_invited, send_at, FIELD_REQUIRED, "when it may go out: quiet hours are kept", "发送时间"),
    TIME_FIELD(survey_invited, expires_at, FIELD_REQUIRED, "until when it can be answered", "失效时间"),
    BYTES_FIELD(survey_invited, token_hash, 0, 32, 32, "SHA-256 of the link's secret", "邀请码摘要"),
    FLAG_FIELD(survey_invited, call_back, 0, "a person calls; the case is followed up before it is closed (row 67)", "人工回访"),
    INT_FIELD(survey_invited, case_version, 0, INT64_C(0), INT64_C(9223372036854775807), "version of the case with the answer or end that it is about", "所依据的工单版本"),
};

const struct map_shape survey_invited_shape = {
    "survey_invited", sizeof(struct survey_invited), LIST(survey_invited_fields),
    "a customer was asked", "已邀请评价",
};

static const struct field_shape survey_answered_fields[] = {
    ID_FIELD(survey_answered, survey_id, FIELD_REQUIRED, "the invitation", "邀请标识"),
    INT_FIELD(survey_answered, score, FIELD_REQUIRED, INT64_C(1), INT64_C(5), "satisfaction, 5 is best", "满意度"),
    FLAG_FIELD(survey_answered, solved, 0, "the problem is solved", "是否解决"),
    SEALED_FIELD(survey_answered, comment, FIELD_PERSONAL, 16384, "free text", "评论"),
    TEXT_FIELD(survey_answered, questions, FIELD_REQUIRED, 1, 64, "version of the question set", "问卷版本"),
    TIME_FIELD(survey_answered, answered_at, FIELD_REQUIRED, "when", "评价时间"),
};

const struct map_shape survey_answered_shape = {
    "survey_answered", sizeof(struct survey_answered), LIST(survey_answered_fields),
    "a customer answered", "已评价",
};

static const struct field_shape survey_expired_fields[] = {
    ID_FIELD(survey_expired, survey_id, FIELD_REQUIRED, "the invitation", "邀请标识"),
    TIME_FIELD(survey_expired, expired_at, FIELD_REQUIRED, "when", "失效时间"),
    INT_FIELD(survey_expired, case_version, 0, INT64_C(0), INT64_C(9223372036854775807), "version of the case with the answer or end that it is about", "所依据的工单版本"),
};

const struct map_shape survey_expired_shape = {
    "survey_expired", sizeof(struct survey_expired), LIST(survey_expired_fields),
    "nobody answered in time", "评价已过期",
};

static const struct field_shape survey_suppressed_fields[] = {
    ENUM_FIELD(survey_suppressed, cause, FIELD_REQUIRED, suppress_cause_enum, "why", "原因"),
};

const struct map_shape survey_suppressed_shape = {
    "survey_suppressed", sizeof(struct survey_suppressed), LIST(survey_suppressed_fields),
    "the customer is not asked", "不邀请评价",
};

static const struct field_shape survey_recovery_needed_fields[] = {
    ID_FIELD(survey_recovery_needed, survey_id, FIELD_REQUIRED, "the invitation", "邀请标识"),
    ENUM_FIELD(survey_recovery_needed, cause, FIELD_REQUIRED, recovery_cause_enum, "why", "原因"),
    INT_FIELD(survey_recovery_needed, score, FIELD_REQUIRED, INT64_C(1), INT64_C(5), "satisfaction, 5 is best", "满意度"),
    FLAG_FIELD(survey_recovery_needed, solved, 0, "the problem is solved", "是否解决"),
    TIME_FIELD(survey_recovery_needed, due_at, FIELD_REQUIRED, "until when desk should have reopened it", "到期时间"),
};

const struct map_shape survey_recovery_needed_shape = {
    "survey_recovery_needed", sizeof(struct survey_recovery_needed), LIST(survey_recovery_needed_fields),
    "the customer is not satisfied: the case is to be reopened", "需要补救",
};

static const struct message_shape messages[] = {
    {"archive.incomplete.v1", MESSAGE_archive_incomplete_v1, MESSAGE_event, "archive", &archive_incomplete_shape, NULL},
    {"archive.stored.v1", MESSAGE_archive_stored_v1, MESSAGE_event, "archive", &archive_stored_shape, NULL},
    {"archive.verify.v1", MESSAGE_archive_verify_v1, MESSAGE_query, "archive", &archive_verify_shape, &archive_verdict_shape},
    {"calendar.publish.v1", MESSAGE_calendar_publish_v1, MESSAGE_command, "escalation", &calendar_publish_shape, NULL},
    {"calendar.published.v1", MESSAGE_calendar_published_v1, MESSAGE_event, "escalation", &calendar_published_shape, NULL},
    {"case.acknowledged.v1", MESSAGE_case_acknowledged_v1, MESSAGE_event, "intake", &case_acknowledged_shape, NULL},
    {"case.ask_customer.v1", MESSAGE_case_ask_customer_v1, MESSAGE_command, "desk", &case_ask_customer_shape, &case_result_shape},
    {"case.claim.v1", MESSAGE_case_claim_v1, MESSAGE_command, "desk", &case_claim_shape, &case_result_shape},
    {"case.claimed.v1", MESSAGE_case_claimed_v1, MESSAGE_event, "desk", &case_claimed_shape, NULL},
    {"case.classified.v1", MESSAGE_case_classified_v1, MESSAGE_event, "router", &case_classified_shape, NULL},
    {"case.close.v1", MESSAGE_case_close_v1, MESSAGE_command, "desk", &case_close_shape, &case_result_shape},
    {"case.closed.v1", MESSAGE_case_closed_v1, MESSAGE_event, "desk", &case_closed_shape, NULL},
    {"case.customer_answered.v1", MESSAGE_case_customer_answered_v1, MESSAGE_command, "desk", &case_customer_answered_shape, &case_result_shape},
    {"case.decline_offer.v1", MESSAGE_case_decline_offer_v1, MESSAGE_command, "desk", &case_decline_offer_shape, &case_result_shape},
    {"case.escalated.v1", MESSAGE_case_escalated_v1, MESSAGE_event, "escalation", &case_escalated_shape, NULL},
    {"case.extend.v1", MESSAGE_case_extend_v1, MESSAGE_command, "desk", &case_extend_shape, &case_result_shape},
    {"case.get.v1", MESSAGE_case_get_v1, MESSAGE_query, "desk", &case_get_shape, &case_view_shape},
    {"case.handed_on.v1", MESSAGE_case_handed_on_v1, MESSAGE_event, "desk", &case_handed_on_shape, NULL},
    {"case.lease_extended.v1", MESSAGE_case_lease_extended_v1, MESSAGE_event, "desk", &case_lease_extended_shape, NULL},
    {"case.merge.v1", MESSAGE_case_merge_v1, MESSAGE_command, "desk", &case_merge_shape, &case_result_shape},
    {"case.merged.v1", MESSAGE_case_merged_v1, MESSAGE_event, "desk", &case_merged_shape, NULL},
    {"case.note.v1", MESSAGE_case_note_v1, MESSAGE_command, "desk", &case_note_shape, &case_result_shape},
    {"case.noted.v1", MESSAGE_case_noted_v1, MESSAGE_event, "desk", &case_noted_shape, NULL},
    {"case.offer_ended.v1", MESSAGE_case_offer_ended_v1, MESSAGE_event, "desk", &case_offer_ended_shape, NULL},
    {"case.offered.v1", MESSAGE_case_offered_v1, MESSAGE_event, "desk", &case_offered_shape, NULL},
    {"case.overflowed.v1", MESSAGE_case_overflowed_v1, MESSAGE_event, "desk", &case_overflowed_shape, NULL},
    {"case.policy_migrated.v1", MESSAGE_case_policy_migrated_v1, MESSAGE_event, "escalation", &case_policy_migrated_shape, NULL},
    {"case.queued.v1", MESSAGE_case_queued_v1, MESSAGE_event, "router", &case_queued_shape, NULL},
    {"case.received.v1", MESSAGE_case_received_v1, MESSAGE_event, "intake", &case_received_shape, NULL},
    {"case.reclassified.v1", MESSAGE_case_reclassified_v1, MESSAGE_event, "desk", &case_reclassified_shape, NULL},
    {"case.reclassify.v1", MESSAGE_case_reclassify_v1, MESSAGE_command, "desk", &case_reclassify_shape, &case_result_shape},
    {"case.reclassify_requested.v1", MESSAGE_case_reclassify_requested_v1, MESSAGE_event, "desk", &case_reclassify_requested_shape, NULL},
    {"case.regrade.v1", MESSAGE_case_regrade_v1, MESSAGE_command, "escalation", &case_regrade_shape, &regrade_result_shape},
    {"case.regraded.v1", MESSAGE_case_regraded_v1, MESSAGE_event, "escalation", &case_regraded_shape, NULL},
    {"case.release.v1", MESSAGE_case_release_v1, MESSAGE_command, "desk", &case_release_shape, &case_result_shape},
    {"case.released.v1", MESSAGE_case_released_v1, MESSAGE_event, "desk", &case_released_shape, NULL},
    {"case.reopen.v1", MESSAGE_case_reopen_v1, MESSAGE_command, "desk", &case_reopen_shape, &case_result_shape},
    {"case.reopened.v1", MESSAGE_case_reopened_v1, MESSAGE_event, "desk", &case_reopened_shape, NULL},
    {"case.repeat_found.v1", MESSAGE_case_repeat_found_v1, MESSAGE_event, "desk", &case_repeat_found_shape, NULL},
    {"case.resolve.v1", MESSAGE_case_resolve_v1, MESSAGE_command, "desk", &case_resolve_shape, &case_result_shape},
    {"case.resolved.v1", MESSAGE_case_resolved_v1, MESSAGE_event, "desk", &case_resolved_shape, NULL},
    {"case.second_line.v1", MESSAGE_case_second_line_v1, MESSAGE_command, "desk", &case_second_line_shape, &case_result_shape},
    {"case.take_offer.v1", MESSAGE_case_take_offer_v1, MESSAGE_command, "desk", &case_take_offer_shape, &case_result_shape},
    {"case.transfer.v1", MESSAGE_case_transfer_v1, MESSAGE_command, "desk", &case_transfer_shape, &case_result_shape},
    {"case.transferred.v1", MESSAGE_case_transferred_v1, MESSAGE_event, "desk", &case_transferred_shape, NULL},
    {"case.triage_needed.v1", MESSAGE_case_triage_needed_v1, MESSAGE_event, "router", &case_triage_needed_shape, NULL},
    {"case.withdraw.v1", MESSAGE_case_withdraw_v1, MESSAGE_command, "desk", &case_withdraw_shape, &case_result_shape},
    {"case.withdrawn.v1", MESSAGE_case_withdrawn_v1, MESSAGE_event, "desk", &case_withdrawn_shape, NULL},
    {"clock.extend.v1", MESSAGE_clock_extend_v1, MESSAGE_command, "escalation", &clock_extend_shape, &extension_result_shape},
    {"clock.extended.v1", MESSAGE_clock_extended_v1, MESSAGE_event, "escalation", &clock_extended_shape, NULL},
    {"clock.moved.v1", MESSAGE_clock_moved_v1, MESSAGE_event, "escalation", &clock_moved_shape, NULL},
    {"clock.resumed.v1", MESSAGE_clock_resumed_v1, MESSAGE_event, "escalation", &clock_resumed_shape, NULL},
    {"clock.started.v1", MESSAGE_clock_started_v1, MESSAGE_event, "escalation", &clock_started_shape, NULL},
    {"clock.stopped.v1", MESSAGE_clock_stopped_v1, MESSAGE_event, "escalation", &clock_stopped_shape, NULL},
    {"clock.suspended.v1", MESSAGE_clock_suspended_v1, MESSAGE_event, "escalation", &clock_suspended_shape, NULL},
    {"complaint.accept.v1", MESSAGE_complaint_accept_v1, MESSAGE_command, "desk", &complaint_accept_shape, &case_result_shape},
    {"complaint.accepted.v1", MESSAGE_complaint_accepted_v1, MESSAGE_event, "desk", &complaint_accepted_shape, NULL},
    {"complaint.approve.v1", MESSAGE_complaint_approve_v1, MESSAGE_command, "desk", &complaint_approve_shape, &case_result_shape},
    {"complaint.decided.v1", MESSAGE_complaint_decided_v1, MESSAGE_event, "desk", &complaint_decided_shape, NULL},
    {"complaint.draft.v1", MESSAGE_complaint_draft_v1, MESSAGE_command, "desk", &complaint_draft_shape, &case_result_shape},
    {"complaint.drafted.v1", MESSAGE_complaint_drafted_v1, MESSAGE_event, "desk", &complaint_drafted_shape, NULL},
    {"complaint.grade.v1", MESSAGE_complaint_grade_v1, MESSAGE_command, "desk", &complaint_grade_shape, &case_result_shape},
    {"complaint.graded.v1", MESSAGE_complaint_graded_v1, MESSAGE_event, "desk", &complaint_graded_shape, NULL},
    {"complaint.investigate.v1", MESSAGE_complaint_investigate_v1, MESSAGE_command, "desk", &complaint_investigate_shape, &case_result_shape},
    {"complaint.investigation_started.v1", MESSAGE_complaint_investigation_started_v1, MESSAGE_event, "desk", &complaint_investigation_started_shape, NULL},
    {"complaint.registered.v1", MESSAGE_complaint_registered_v1, MESSAGE_event, "desk", &complaint_registered_shape, NULL},
    {"complaint.reject.v1", MESSAGE_complaint_reject_v1, MESSAGE_command, "desk", &complaint_reject_shape, &case_result_shape},
    {"complaint.rejected.v1", MESSAGE_complaint_rejected_v1, MESSAGE_event, "desk", &complaint_rejected_shape, NULL},
    {"complaint.replied.v1", MESSAGE_complaint_replied_v1, MESSAGE_event, "desk", &complaint_replied_shape, NULL},
    {"complaint.reply.v1", MESSAGE_complaint_reply_v1, MESSAGE_command, "desk", &complaint_reply_shape, &case_result_shape},
    {"complaint.return.v1", MESSAGE_complaint_return_v1, MESSAGE_command, "desk", &complaint_return_shape, &case_result_shape},
    {"complaint.returned.v1", MESSAGE_complaint_returned_v1, MESSAGE_event, "desk", &complaint_returned_shape, NULL},
    {"complaint.review.v1", MESSAGE_complaint_review_v1, MESSAGE_command, "desk", &complaint_review_shape, &case_result_shape},
    {"complaint.review_requested.v1", MESSAGE_complaint_review_requested_v1, MESSAGE_event, "desk", &complaint_review_requested_shape, NULL},
    {"customer.info_received.v1", MESSAGE_customer_info_received_v1, MESSAGE_event, "desk", &customer_info_received_shape, NULL},
    {"customer.info_requested.v1", MESSAGE_customer_info_requested_v1, MESSAGE_event, "desk", &customer_info_requested_shape, NULL},
    {"dead.drop.v1", MESSAGE_dead_drop_v1, MESSAGE_command, "*", &dead_drop_shape, NULL},
    {"dead.dropped.v1", MESSAGE_dead_dropped_v1, MESSAGE_event, "*", &dead_dropped_shape, NULL},
    {"dead.list.v1", MESSAGE_dead_list_v1, MESSAGE_query, "*", &dead_list_shape, &dead_letters_shape},
    {"dead.retried.v1", MESSAGE_dead_retried_v1, MESSAGE_event, "*", &dead_retried_shape, NULL},
    {"dead.retry.v1", MESSAGE_dead_retry_v1, MESSAGE_command, "*", &dead_retry_shape, NULL},
    {"dead.set_aside.v1", MESSAGE_dead_set_aside_v1, MESSAGE_event, "*", &dead_set_aside_shape, NULL},
    {"duty.absence_set.v1", MESSAGE_duty_absence_set_v1, MESSAGE_event, "escalation", &duty_absence_set_shape, NULL},
    {"duty.called.v1", MESSAGE_duty_called_v1, MESSAGE_event, "escalation", &duty_called_shape, NULL},
    {"duty.roster.v1", MESSAGE_duty_roster_v1, MESSAGE_query, "escalation", &duty_roster_shape, &duty_table_shape},
    {"duty.set_absence.v1", MESSAGE_duty_set_absence_v1, MESSAGE_command, "escalation", &duty_set_absence_shape, NULL},
    {"duty.slot_empty.v1", MESSAGE_duty_slot_empty_v1, MESSAGE_event, "escalation", &duty_slot_empty_shape, NULL},
    {"duty.slot_filled.v1", MESSAGE_duty_slot_filled_v1, MESSAGE_event, "escalation", &duty_slot_filled_shape, NULL},
    {"emergency.started.v1", MESSAGE_emergency_started_v1, MESSAGE_event, "escalation", &emergency_started_shape, NULL},
    {"fact.record.v1", MESSAGE_fact_record_v1, MESSAGE_command, "escalation", &fact_record_shape, &fact_result_shape},
    {"fact.recorded.v1", MESSAGE_fact_recorded_v1, MESSAGE_event, "escalation", &fact_recorded_shape, NULL},
    {"followup.attempt.v1", MESSAGE_followup_attempt_v1, MESSAGE_command, "survey", &followup_attempt_shape, &followup_view_shape},
    {"followup.attempted.v1", MESSAGE_followup_attempted_v1, MESSAGE_event, "survey", &followup_attempted_shape, NULL},
    {"followup.dissatisfied.v1", MESSAGE_followup_dissatisfied_v1, MESSAGE_event, "survey", &followup_dissatisfied_shape, NULL},
    {"followup.satisfied.v1", MESSAGE_followup_satisfied_v1, MESSAGE_event, "survey", &followup_satisfied_shape, NULL},
    {"followup.started.v1", MESSAGE_followup_started_v1, MESSAGE_event, "survey", &followup_started_shape, NULL},
    {"followup.unreachable.v1", MESSAGE_followup_unreachable_v1, MESSAGE_event, "survey", &followup_unreachable_shape, NULL},
    {"host.clock_settled.v1", MESSAGE_host_clock_settled_v1, MESSAGE_event, "escalation", &host_clock_settled_shape, NULL},
    {"host.clock_stepped.v1", MESSAGE_host_clock_stepped_v1, MESSAGE_event, "escalation", &host_clock_stepped_shape, NULL},
    {"incident.case_linked.v1", MESSAGE_incident_case_linked_v1, MESSAGE_event, "escalation", &incident_case_linked_shape, NULL},
    {"incident.close.v1", MESSAGE_incident_close_v1, MESSAGE_command, "escalation", &incident_close_shape, &incident_view_shape},
    {"incident.closed.v1", MESSAGE_incident_closed_v1, MESSAGE_event, "escalation", &incident_closed_shape, NULL},
    {"incident.get.v1", MESSAGE_incident_get_v1, MESSAGE_query, "escalation", &incident_get_shape, &incident_view_shape},
    {"incident.list.v1", MESSAGE_incident_list_v1, MESSAGE_query, "escalation", &incident_list_shape, &incident_page_shape},
    {"incident.opened.v1", MESSAGE_incident_opened_v1, MESSAGE_event, "escalation", &incident_opened_shape, NULL},
    {"ladder.acknowledge.v1", MESSAGE_ladder_acknowledge_v1, MESSAGE_command, "escalation", &ladder_acknowledge_shape, &ladder_hold_shape},
    {"ladder.acknowledged.v1", MESSAGE_ladder_acknowledged_v1, MESSAGE_event, "escalation", &ladder_acknowledged_shape, NULL},
    {"ledger.day.v1", MESSAGE_ledger_day_v1, MESSAGE_query, "intake", &ledger_day_shape, &ledger_day_view_shape},
    {"ledger.get.v1", MESSAGE_ledger_get_v1, MESSAGE_query, "*", &ledger_get_shape, &ledger_view_shape},
    {"ledger.ids.v1", MESSAGE_ledger_ids_v1, MESSAGE_query, "intake", &ledger_ids_shape, &ledger_ids_view_shape},
    {"playbook.close.v1", MESSAGE_playbook_close_v1, MESSAGE_command, "escalation", &playbook_close_shape, &playbook_view_shape},
    {"playbook.closed.v1", MESSAGE_playbook_closed_v1, MESSAGE_event, "escalation", &playbook_closed_shape, NULL},
    {"playbook.get.v1", MESSAGE_playbook_get_v1, MESSAGE_query, "escalation", &playbook_get_shape, &playbook_view_shape},
    {"playbook.kinds.v1", MESSAGE_playbook_kinds_v1, MESSAGE_query, "escalation", &playbook_kinds_shape, &playbook_table_shape},
    {"playbook.list.v1", MESSAGE_playbook_list_v1, MESSAGE_query, "escalation", &playbook_list_shape, &playbook_page_shape},
    {"playbook.start.v1", MESSAGE_playbook_start_v1, MESSAGE_command, "escalation", &playbook_start_shape, &playbook_view_shape},
    {"playbook.started.v1", MESSAGE_playbook_started_v1, MESSAGE_event, "escalation", &playbook_started_shape, NULL},
    {"playbook.step_done.v1", MESSAGE_playbook_step_done_v1, MESSAGE_event, "escalation", &playbook_step_done_shape, NULL},
    {"playbook.step_overdue.v1", MESSAGE_playbook_step_overdue_v1, MESSAGE_event, "escalation", &playbook_step_overdue_shape, NULL},
    {"playbook.tick.v1", MESSAGE_playbook_tick_v1, MESSAGE_command, "escalation", &playbook_tick_shape, &playbook_view_shape},
    {"policy.adopted.v1", MESSAGE_policy_adopted_v1, MESSAGE_event, "*", &policy_adopted_shape, NULL},
    {"policy.migrate.v1", MESSAGE_policy_migrate_v1, MESSAGE_command, "escalation", &policy_migrate_shape, &policy_slice_shape},
    {"policy.preview.v1", MESSAGE_policy_preview_v1, MESSAGE_query, "escalation", &policy_preview_shape, &policy_slice_shape},
    {"pool.emptied.v1", MESSAGE_pool_emptied_v1, MESSAGE_event, "desk", &pool_emptied_shape, NULL},
    {"pool.staffed.v1", MESSAGE_pool_staffed_v1, MESSAGE_event, "desk", &pool_staffed_shape, NULL},
    {"protection.failed.v1", MESSAGE_protection_failed_v1, MESSAGE_event, "escalation", &protection_failed_shape, NULL},
    {"quality.review_needed.v1", MESSAGE_quality_review_needed_v1, MESSAGE_event, "escalation", &quality_review_needed_shape, NULL},
    {"request.submitted.v1", MESSAGE_request_submitted_v1, MESSAGE_command, "intake", &request_submitted_shape, NULL},
    {"service.reload.v1", MESSAGE_service_reload_v1, MESSAGE_command, "*", &service_reload_shape, NULL},
    {"service.reload_ordered.v1", MESSAGE_service_reload_ordered_v1, MESSAGE_event, "*", &service_reload_ordered_shape, NULL},
    {"sla.breached.v1", MESSAGE_sla_breached_v1, MESSAGE_event, "escalation", &sla_breached_shape, NULL},
    {"sla.warning.v1", MESSAGE_sla_warning_v1, MESSAGE_event, "escalation", &sla_warning_shape, NULL},
    {"staff.get.v1", MESSAGE_staff_get_v1, MESSAGE_query, "desk", &staff_get_shape, &worker_view_shape},
    {"staff.presence_changed.v1", MESSAGE_staff_presence_changed_v1, MESSAGE_event, "desk", &staff_presence_changed_shape, NULL},
    {"staff.set_presence.v1", MESSAGE_staff_set_presence_v1, MESSAGE_command, "desk", &staff_set_presence_shape, &worker_view_shape},
    {"stages.get.v1", MESSAGE_stages_get_v1, MESSAGE_query, "escalation", &stages_get_shape, &stage_times_shape},
    {"survey.answer.v1", MESSAGE_survey_answer_v1, MESSAGE_command, "survey", &survey_answer_shape, NULL},
    {"survey.answered.v1", MESSAGE_survey_answered_v1, MESSAGE_event, "survey", &survey_answered_shape, NULL},
    {"survey.expired.v1", MESSAGE_survey_expired_v1, MESSAGE_event, "survey", &survey_expired_shape, NULL},
    {"survey.invited.v1", MESSAGE_survey_invited_v1, MESSAGE_event, "survey", &survey_invited_shape, NULL},
    {"survey.recovery_needed.v1", MESSAGE_survey_recovery_needed_v1, MESSAGE_event, "survey", &survey_recovery_needed_shape, NULL},
    {"survey.suppressed.v1", MESSAGE_survey_suppressed_v1, MESSAGE_event, "survey", &survey_suppressed_shape, NULL},
    {"trace.get.v1", MESSAGE_trace_get_v1, MESSAGE_query, "*", &trace_get_shape, &trace_view_shape},
    {"why.get.v1", MESSAGE_why_get_v1, MESSAGE_query, "*", &why_get_shape, &why_view_shape},
    {"words.get.v1", MESSAGE_words_get_v1, MESSAGE_query, "desk", &words_get_shape, &words_view_shape},
    {"words.order.v1", MESSAGE_words_order_v1, MESSAGE_command, "desk", &words_order_shape, &words_order_view_shape},
    {"words.ordered.v1", MESSAGE_words_ordered_v1, MESSAGE_event, "desk", &words_ordered_shape, NULL},
};

const struct catalogue shouli_catalogue = {LIST(messages)};

const struct message_shape *message_shape_of(enum message_type type)
{
    return &messages[(int)type - 1];
}
