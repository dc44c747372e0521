/* Written by proto/generate.py from services/archive/records.def; change that and run it again.
 * The rows that archive owns, as its decisions see them. */
#pragma once

#include "common/engine/record.h"
#include "proto/messages.h"

/* clang-format off */

/* where the package of a case stands (归档状态) */
enum package_state {
    PACKAGE_STATE_none,
    PACKAGE_STATE_open, /* the case is open again (已重开) */
    PACKAGE_STATE_waiting, /* closed, or changed since it was packaged (待归档) */
    PACKAGE_STATE_stored, /* the newest version holds all there is (已归档) */
};
extern const struct enum_shape package_state_enum;

/* archive.package: the package of a case that was closed (工单档案) */
struct package {
    struct record_head head; /* kept by the engine */
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text case_no; /* number of the case */
    enum package_state state; /* where it stands */
    int64_t events; /* events of which the newest version knows */
    bool has_events;
    int64_t packaged; /* the same, for older programs */
    bool has_packaged;
    bool basics; /* the request itself is among them */
    bool has_basics;
    bool feedback; /* an answer to a survey is among them */
    bool has_feedback;
    int64_t closed_seq; /* place of the closing in desk's stream; absent: the case is open */
    bool has_closed_seq;
    int64_t closed_at; /* when it was closed: retention is counted from here */
    bool has_closed_at;
    enum case_type case_type; /* type at closing */
    struct text code; /* business code at closing */
    enum case_grade grade; /* grade at closing */
    struct text outside_no; /* number given by a regulator */
    int64_t check_at; /* when to try next */
    bool has_check_at;
    int64_t late_at; /* when to tell next that it is late */
    bool has_late_at;
    int64_t tries; /* how often it was not ready */
    bool has_tries;
    int64_t version; /* newest version, 0: none */
    bool has_version;
    struct text archive_no; /* archive number */
    struct text class; /* record class or business code */
    struct bytes sha256; /* of the newest manifest */
    int64_t stored_at; /* when the newest version was built */
    bool has_stored_at;
    int64_t retain_until; /* end of retention; absent: unknown trigger */
    bool has_retain_until;
};
extern const struct record_shape package_record;

/* archive.kept_bundle: events of a case that came together, as they were followed (合并留存事件) */
struct kept_bundle {
    struct record_head head; /* kept by the engine */
    struct text item; /* case, and the first event of the transaction that kept it */
    struct bytes lines; /* their lines of the manifest, one behind the other, each a map archive_part */
    struct bytes envelopes; /* the events in the same order, each as long as its line says; sealed fields stay sealed */
};
extern const struct record_shape kept_bundle_record;

/* archive.kept_event: an event of a case that is in no bundle, as it was followed (留存事件) */
struct kept_event {
    struct record_head head; /* kept by the engine */
    struct text place; /* stream and sequence */
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text stream; /* the stream it stands in */
    int64_t seq; /* its place there */
    bool has_seq;
    struct text type; /* type of the event */
    struct bytes envelope; /* the event; sealed fields stay sealed */
    struct bytes hash; /* the stream's chain at this place */
    struct bytes part; /* its line of the manifest, a map archive_part */
};
extern const struct record_shape kept_event_record;

/* archive.manifest: the manifest of one version of a package (归档清单) */
struct manifest {
    struct record_head head; /* kept by the engine */
    struct text item; /* case and version */
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct bytes manifest; /* a map archive_manifest */
    struct bytes sha256; /* of the manifest */
    int64_t events; /* events that it names; absent: written by a program that knows no bundles */
    bool has_events;
};
extern const struct record_shape manifest_record;

/* archive.number_series: the last number given of a code on a day (档案号序列) */
struct number_series {
    struct record_head head; /* kept by the engine */
    struct text series; /* code and date */
    int64_t last; /* the last number given */
    bool has_last;
};
extern const struct record_shape number_series_record;
