/* Written by proto/generate.py from services/archive/records.def; change that and run it again. */
#include "services/archive/records.h"

#include "common/shape_fields.h"

/* clang-format off */

static const char *const package_state_values[] = {
    "none",
    "open",
    "waiting",
    "stored",
};

static const char *const package_state_labels[] = {
    "",
    "已重开",
    "待归档",
    "已归档",
};

const struct enum_shape package_state_enum = {
    "package_state", package_state_values, package_state_labels, 4,
};

static const struct field_shape package_fields[] = {
    ID_FIELD(package, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(package, case_no, 0, 0, 32, "number of the case", "工单号"),
    ENUM_FIELD(package, state, FIELD_REQUIRED | FIELD_STATE, package_state_enum, "where it stands", "状态"),
    INT_FIELD(package, events, FIELD_REQUIRED, INT64_C(0), INT64_C(1000000000), "events of which the newest version knows", "事件数"),
    INT_FIELD(package, packaged, FIELD_REQUIRED, INT64_C(0), INT64_C(1000000000), "the same, for older programs", "已归档事件数"),
    FLAG_FIELD(package, basics, FIELD_REQUIRED, "the request itself is among them", "含客户请求"),
    FLAG_FIELD(package, feedback, FIELD_REQUIRED, "an answer to a survey is among them", "含客户反馈"),
    INT_FIELD(package, closed_seq, 0, INT64_C(1), INT64_C(9223372036854775807), "place of the closing in desk's stream; absent: the case is open", "关闭流序号"),
    TIME_FIELD(package, closed_at, 0, "when it was closed: retention is counted from here", "关闭时间"),
    ENUM_FIELD(package, case_type, 0, case_type_enum, "type at closing", "工单类型"),
    TEXT_FIELD(package, code, 0, 0, 8, "business code at closing", "业务代码"),
    ENUM_FIELD(package, grade, 0, case_grade_enum, "grade at closing", "等级"),
    TEXT_FIELD(package, outside_no, 0, 0, 64, "number given by a regulator", "外部编号"),
    TIME_FIELD(package, check_at, 0, "when to try next", "下次检查时间"),
    TIME_FIELD(package, late_at, 0, "when to tell next that it is late", "下次告警时间"),
    INT_FIELD(package, tries, FIELD_REQUIRED, INT64_C(0), INT64_C(1000000), "how often it was not ready", "尝试次数"),
    INT_FIELD(package, version, FIELD_REQUIRED, INT64_C(0), INT64_C(1000000), "newest version, 0: none", "版本"),
    TEXT_FIELD(package, archive_no, 0, 0, 32, "archive number", "档案号"),
    TEXT_FIELD(package, class, 0, 0, 8, "record class or business code", "档案类别"),
    BYTES_FIELD(package, sha256, 0, 32, 32, "of the newest manifest", "摘要"),
    TIME_FIELD(package, stored_at, 0, "when the newest version was built", "归档时间"),
    TIME_FIELD(package, retain_until, 0, "end of retention; absent: unknown trigger", "保管期限"),
};

static const struct map_shape package_shape = {
    "package", sizeof(struct package), LIST(package_fields),
    "the package of a case that was closed", "工单档案",
};

static const char *const package_load_types[] = {"uuid[]"};

static const char *const package_insert_types[] = {"uuid[]", "text[]", "text[]", "bigint[]", "bigint[]", "boolean[]", "boolean[]", "bigint[]", "timestamptz[]", "text[]", "text[]", "text[]", "text[]", "timestamptz[]", "timestamptz[]", "bigint[]", "bigint[]", "text[]", "text[]", "bytea[]", "timestamptz[]", "timestamptz[]"};

static const char *const package_update_types[] = {"uuid[]", "text[]", "text[]", "bigint[]", "bigint[]", "boolean[]", "boolean[]", "bigint[]", "timestamptz[]", "text[]", "text[]", "text[]", "text[]", "timestamptz[]", "timestamptz[]", "bigint[]", "bigint[]", "text[]", "text[]", "bytea[]", "timestamptz[]", "timestamptz[]"};

static const char *const package_remove_types[] = {"uuid[]"};

const struct record_shape package_record = {
    .name = "package",
    .map = &package_shape,
    .key = 0, /* case_id */
    .table = "archive.package",
    .load = {
        .name = "archive_package_load",
        .sql =
            "select case_id, case_no, state, events, packaged, basics, feedback, closed_seq, closed_at, case_type, code, grade, outside_no, check_at, late_at, tries, version, archive_no, class, sha256, stored_at, retain_until "
            "from archive.package where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = package_load_types,
    },
    .insert = {
        .name = "archive_package_insert",
        .sql =
            "insert into archive.package (case_id, case_no, state, events, packaged, basics, feedback, closed_seq, closed_at, case_type, code, grade, outside_no, check_at, late_at, tries, version, archive_no, class, sha256, stored_at, retain_until) "
            "select unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::bigint[]), unnest($5::bigint[]), unnest($6::boolean[]), unnest($7::boolean[]), unnest($8::bigint[]), unnest($9::timestamptz[]), unnest($10::text[]), unnest($11::text[]), unnest($12::text[]), unnest($13::text[]), unnest($14::timestamptz[]), unnest($15::timestamptz[]), unnest($16::bigint[]), unnest($17::bigint[]), unnest($18::text[]), unnest($19::text[]), unnest($20::bytea[]), unnest($21::timestamptz[]), unnest($22::timestamptz[])",
        .parameters = 22,
        .types = package_insert_types,
    },
    .update = {
        .name = "archive_package_update",
        .sql =
            "update archive.package as t set case_no = u.case_no, state = u.state, events = u.events, packaged = u.packaged, basics = u.basics, feedback = u.feedback, closed_seq = u.closed_seq, closed_at = u.closed_at, case_type = u.case_type, code = u.code, grade = u.grade, outside_no = u.outside_no, check_at = u.check_at, late_at = u.late_at, tries = u.tries, version = u.version, archive_no = u.archive_no, class = u.class, sha256 = u.sha256, stored_at = u.stored_at, retain_until = u.retain_until "
            "from (select unnest($1::uuid[]) as case_id, unnest($2::text[]) as case_no, unnest($3::text[]) as state, unnest($4::bigint[]) as events, unnest($5::bigint[]) as packaged, unnest($6::boolean[]) as basics, unnest($7::boolean[]) as feedback, unnest($8::bigint[]) as closed_seq, unnest($9::timestamptz[]) as closed_at, unnest($10::text[]) as case_type, unnest($11::text[]) as code, unnest($12::text[]) as grade, unnest($13::text[]) as outside_no, unnest($14::timestamptz[]) as check_at, unnest($15::timestamptz[]) as late_at, unnest($16::bigint[]) as tries, unnest($17::bigint[]) as version, unnest($18::text[]) as archive_no, unnest($19::text[]) as class, unnest($20::bytea[]) as sha256, unnest($21::timestamptz[]) as stored_at, unnest($22::timestamptz[]) as retain_until) as u "
            "where t.case_id = u.case_id",
        .parameters = 22,
        .types = package_update_types,
    },
    .remove = {
        .name = "archive_package_remove",
        .sql =
            "delete from archive.package where case_id = any($1::uuid[])",
        .parameters = 1,
        .types = package_remove_types,
    },
};

static const struct field_shape kept_bundle_fields[] = {
    TEXT_FIELD(kept_bundle, item, FIELD_REQUIRED, 1, 160, "case, and the first event of the transaction that kept it", "工单与批次"),
    BYTES_FIELD(kept_bundle, lines, FIELD_REQUIRED, 1, 8000, "their lines of the manifest, one behind the other, each a map archive_part", "清单条目"),
    BYTES_FIELD(kept_bundle, envelopes, FIELD_REQUIRED, 1, 8000, "the events in the same order, each as long as its line says; sealed fields stay sealed", "事件"),
};

static const struct map_shape kept_bundle_shape = {
    "kept_bundle", sizeof(struct kept_bundle), LIST(kept_bundle_fields),
    "events of a case that came together, as they were followed", "合并留存事件",
};

static const char *const kept_bundle_load_types[] = {"text[]"};

static const char *const kept_bundle_insert_types[] = {"text[]", "bytea[]", "bytea[]"};

static const char *const kept_bundle_update_types[] = {"text[]", "bytea[]", "bytea[]"};

static const char *const kept_bundle_remove_types[] = {"text[]"};

const struct record_shape kept_bundle_record = {
    .name = "kept_bundle",
    .map = &kept_bundle_shape,
    .key = 0, /* item */
    .table = "archive.kept_bundle",
    .load = {
        .name = "archive_kept_bundle_load",
        .sql =
            "select item, lines, envelopes "
            "from archive.kept_bundle where item = any($1::text[])",
        .parameters = 1,
        .types = kept_bundle_load_types,
    },
    .insert = {
        .name = "archive_kept_bundle_insert",
        .sql =
            "insert into archive.kept_bundle (item, lines, envelopes) "
            "select unnest($1::text[]), unnest($2::bytea[]), unnest($3::bytea[])",
        .parameters = 3,
        .types = kept_bundle_insert_types,
    },
    .update = {
        .name = "archive_kept_bundle_update",
        .sql =
            "update archive.kept_bundle as t set lines = u.lines, envelopes = u.envelopes "
            "from (select unnest($1::text[]) as item, unnest($2::bytea[]) as lines, unnest($3::bytea[]) as envelopes) as u "
            "where t.item = u.item",
        .parameters = 3,
        .types = kept_bundle_update_types,
    },
    .remove = {
        .name = "archive_kept_bundle_remove",
        .sql =
            "delete from archive.kept_bundle where item = any($1::text[])",
        .parameters = 1,
        .types = kept_bundle_remove_types,
    },
};

static const struct field_shape kept_event_fields[] = {
    TEXT_FIELD(kept_event, place, FIELD_REQUIRED, 1, 96, "stream and sequence", "位置"),
    ID_FIELD(kept_event, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    TEXT_FIELD(kept_event, stream, FIELD_REQUIRED, 1, 64, "the stream it stands in", "来源流"),
    INT_FIELD(kept_event, seq, FIELD_REQUIRED, INT64_C(1), INT64_C(9223372036854775807), "its place there", "流序号"),
    TEXT_FIELD(kept_event, type, FIELD_REQUIRED, 1, 96, "type of the event", "类型"),
    BYTES_FIELD(kept_event, envelope, FIELD_REQUIRED, 1, 300000, "the event; sealed fields stay sealed", "事件"),
    BYTES_FIELD(kept_event, hash, 0, 32, 32, "the stream's chain at this place", "链式摘要"),
    BYTES_FIELD(kept_event, part, FIELD_REQUIRED, 1, 512, "its line of the manifest, a map archive_part", "清单条目"),
};

static const struct map_shape kept_event_shape = {
    "kept_event", sizeof(struct kept_event), LIST(kept_event_fields),
    "an event of a case that is in no bundle, as it was followed", "留存事件",
};

static const char *const kept_event_load_types[] = {"text[]"};

static const char *const kept_event_insert_types[] = {"text[]", "uuid[]", "text[]", "bigint[]", "text[]", "bytea[]", "bytea[]", "bytea[]"};

static const char *const kept_event_update_types[] = {"text[]", "uuid[]", "text[]", "bigint[]", "text[]", "bytea[]", "bytea[]", "bytea[]"};

static const char *const kept_event_remove_types[] = {"text[]"};

const struct record_shape kept_event_record = {
    .name = "kept_event",
    .map = &kept_event_shape,
    .key = 0, /* place */
    .table = "archive.kept_event",
    .load = {
        .name = "archive_kept_event_load",
        .sql =
            "select place, case_id, stream, seq, type, envelope, hash, part "
            "from archive.kept_event where place = any($1::text[])",
        .parameters = 1,
        .types = kept_event_load_types,
    },
    .insert = {
        .name = "archive_kept_event_insert",
        .sql =
            "insert into archive.kept_event (place, case_id, stream, seq, type, envelope, hash, part) "
            "select unnest($1::text[]), unnest($2::uuid[]), unnest($3::text[]), unnest($4::bigint[]), unnest($5::text[]), unnest($6::bytea[]), unnest($7::bytea[]), unnest($8::bytea[])",
        .parameters = 8,
        .types = kept_event_insert_types,
    },
    .update = {
        .name = "archive_kept_event_update",
        .sql =
            "update archive.kept_event as t set case_id = u.case_id, stream = u.stream, seq = u.seq, type = u.type, envelope = u.envelope, hash = u.hash, part = u.part "
            "from (select unnest($1::text[]) as place, unnest($2::uuid[]) as case_id, unnest($3::text[]) as stream, unnest($4::bigint[]) as seq, unnest($5::text[]) as type, unnest($6::bytea[]) as envelope, unnest($7::bytea[]) as hash, unnest($8::bytea[]) as part) as u "
            "where t.place = u.place",
        .parameters = 8,
        .types = kept_event_update_types,
    },
    .remove = {
        .name = "archive_kept_event_remove",
        .sql =
            "delete from archive.kept_event where place = any($1::text[])",
        .parameters = 1,
        .types = kept_event_remove_types,
    },
};

static const struct field_shape manifest_fields[] = {
    TEXT_FIELD(manifest, item, FIELD_REQUIRED, 1, 48, "case and version", "工单与版本"),
    ID_FIELD(manifest, case_id, FIELD_REQUIRED, "the case", "工单标识"),
    BYTES_FIELD(manifest, manifest, FIELD_REQUIRED, 1, 1048576, "a map archive_manifest", "清单"),
    BYTES_FIELD(manifest, sha256, FIELD_REQUIRED, 32, 32, "of the manifest", "摘要"),
    INT_FIELD(manifest, events, 0, INT64_C(0), INT64_C(1000000000), "events that it names; absent: written by a program that knows no bundles", "事件数"),
};

static const struct map_shape manifest_shape = {
    "manifest", sizeof(struct manifest), LIST(manifest_fields),
    "the manifest of one version of a package", "归档清单",
};

static const char *const manifest_load_types[] = {"text[]"};

static const char *const manifest_insert_types[] = {"text[]", "uuid[]", "bytea[]", "bytea[]", "bigint[]"};

static const char *const manifest_update_types[] = {"text[]", "uuid[]", "bytea[]", "bytea[]", "bigint[]"};

static const char *const manifest_remove_types[] = {"text[]"};

const struct record_shape manifest_record = {
    .name = "manifest",
    .map = &manifest_shape,
    .key = 0, /* item */
    .table = "archive.manifest",
    .load = {
        .name = "archive_manifest_load",
        .sql =
            "select item, case_id, manifest, sha256, events "
            "from archive.manifest where item = any($1::text[])",
        .parameters = 1,
        .types = manifest_load_types,
    },
    .insert = {
        .name = "archive_manifest_insert",
        .sql =
            "insert into archive.manifest (item, case_id, manifest, sha256, events) "
            "select unnest($1::text[]), unnest($2::uuid[]), unnest($3::bytea[]), unnest($4::bytea[]), unnest($5::bigint[])",
        .parameters = 5,
        .types = manifest_insert_types,
    },
    .update = {
        .name = "archive_manifest_update",
        .sql =
            "update archive.manifest as t set case_id = u.case_id, manifest = u.manifest, sha256 = u.sha256, events = u.events "
            "from (select unnest($1::text[]) as item, unnest($2::uuid[]) as case_id, unnest($3::bytea[]) as manifest, unnest($4::bytea[]) as sha256, unnest($5::bigint[]) as events) as u "
            "where t.item = u.item",
        .parameters = 5,
        .types = manifest_update_types,
    },
    .remove = {
        .name = "archive_manifest_remove",
        .sql =
            "delete from archive.manifest where item = any($1::text[])",
        .parameters = 1,
        .types = manifest_remove_types,
    },
};

static const struct field_shape number_series_fields[] = {
    TEXT_FIELD(number_series, series, FIELD_REQUIRED, 1, 16, "code and date", "代码与日期"),
    INT_FIELD(number_series, last, FIELD_REQUIRED, INT64_C(0), INT64_C(999999), "the last number given", "最后序号"),
};

static const struct map_shape number_series_shape = {
    "number_series", sizeof(struct number_series), LIST(number_series_fields),
    "the last number given of a code on a day", "档案号序列",
};

static const char *const number_series_load_types[] = {"text[]"};

static const char *const number_series_insert_types[] = {"text[]", "bigint[]"};

static const char *const number_series_update_types[] = {"text[]", "bigint[]"};

static const char *const number_series_remove_types[] = {"text[]"};

const struct record_shape number_series_record = {
    .name = "number_series",
    .map = &number_series_shape,
    .key = 0, /* series */
    .table = "archive.number_series",
    .load = {
        .name = "archive_number_series_load",
        .sql =
            "select series, last "
            "from archive.number_series where series = any($1::text[])",
        .parameters = 1,
        .types = number_series_load_types,
    },
    .insert = {
        .name = "archive_number_series_insert",
        .sql =
            "insert into archive.number_series (series, last) "
            "select unnest($1::text[]), unnest($2::bigint[])",
        .parameters = 2,
        .types = number_series_insert_types,
    },
    .update = {
        .name = "archive_number_series_update",
        .sql =
            "update archive.number_series as t set last = u.last "
            "from (select unnest($1::text[]) as series, unnest($2::bigint[]) as last) as u "
            "where t.series = u.series",
        .parameters = 2,
        .types = number_series_update_types,
    },
    .remove = {
        .name = "archive_number_series_remove",
        .sql =
            "delete from archive.number_series where series = any($1::text[])",
        .parameters = 1,
        .types = number_series_remove_types,
    },
};
