/* Written by proto/generate.py from services/escalation/records.def; change that and run it again.
 * The rows that escalation owns, as its decisions see them. */
#pragma once

#include "common/engine/record.h"
#include "proto/messages.h"

/* clang-format off */

/* where a clock stands (时钟状态) */
enum clock_state {
    CLOCK_STATE_none,
    CLOCK_STATE_running, /* time is counted (计时中) */
    CLOCK_STATE_paused, /* time is not counted: a wait that stops it (已暂停) */
    CLOCK_STATE_met, /* ended in time (按时) */
    CLOCK_STATE_breached, /* the limit was missed (超时) */
    CLOCK_STATE_cancelled, /* its duty fell away (已取消) */
};
extern const struct enum_shape clock_state_enum;

/* one time limit of a case: a line of the case's clock_lines, see clock_lines.h; fields are only added (时钟) */
struct case_clock {
    struct text clock; /* clock id, such as K9 */
    enum clock_state state; /* where it stands */
    struct text profile; /* profile that has the clock */
    int64_t profile_version; /* its version */
    bool has_profile_version;
    int64_t calendar_version; /* version of the calendar */
    bool has_calendar_version;
    enum clock_kind kind; /* how it counts */
    enum case_grade grade; /* grade it was computed for */
    bool statutory; /* given by law */
    bool has_statutory;
    bool provisional; /* a year without calendar was asked about */
    bool has_provisional;
    int64_t started_at; /* where it starts */
    bool has_started_at;
    int64_t due_at; /* the limit; absent while it is paused */
    bool has_due_at;
    int64_t paused_at; /* since when it is paused */
    bool has_paused_at;
    int64_t remaining_ms; /* of a paused clock: counted time not yet used */
    bool has_remaining_ms;
    int64_t remaining_days; /* of a paused clock: days still to count */
    bool has_remaining_days;
    int64_t stopped_at; /* when it ended */
    bool has_stopped_at;
    int64_t breached_at; /* when it was missed */
    bool has_breached_at;
    int64_t moved_at; /* when its limit was moved last by a grade, a pause or a calendar, or became known */
    bool has_moved_at;
    struct text fired; /* rungs of the ladder that were reached, separated by | */
    int64_t called_at; /* when a rung called somebody last */
    bool has_called_at;
    struct text called_step; /* the rung */
    int64_t called_level; /* the line that was called */
    bool has_called_level;
    struct text called_person; /* who was called last */
    int64_t calls; /* people that the rung has called */
    bool has_calls;
    int64_t call_again_at; /* then the next deputy is called */
    bool has_call_again_at;
    int64_t acknowledged_at; /* when the rung was answered */
    bool has_acknowledged_at;
    struct text acknowledged_by; /* by whom */
    int64_t held_ms; /* by how much answers have held the ladder back */
    bool has_held_ms;
    int64_t quiet_until; /* a warning that came due at night waits for this opening */
    bool has_quiet_until;
    int64_t known_at; /* when it was told what its rungs follow from: those that lie before are not late */
    bool has_known_at;
};
extern const struct map_shape case_clock_shape;

/* one step of a playbook: a line of its steps, see lines.h; fields are only added (预案步骤) */
struct playbook_line {
    struct text step; /* its id */
    struct text zh; /* what is to be done, in Chinese */
    struct text en; /* and in English */
    struct text who; /* duty that does it */
    int64_t due_at; /* by when */
    bool has_due_at;
    struct text template; /* name of the words for it */
    bool overdue; /* that it was not done by then was said */
    bool has_overdue;
    int64_t done_at; /* when it was done */
    bool has_done_at;
    struct text done_by; /* by whom */
    struct text proof; /* reference of what proves it */
};
extern const struct map_shape playbook_line_shape;

/* escalation.clocked_case: a case as escalation sees it (计时工单) */
struct clocked_case {
    struct record_head head; /* kept by the engine */
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text case_no; /* number of the case */
    struct text journal; /* timed facts of all streams, see journal.h */
    enum case_type case_type; /* type, from the facts */
    enum case_grade grade; /* grade, from the facts */
    struct text channel; /* channel */
    struct text owner; /* who has it */
    struct text about_employee; /* employee complained about, who is told nothing of it */
    struct text profile; /* rule profile */
    int64_t profile_version; /* version valid at receipt, kept */
    bool has_profile_version;
    struct text calendar_name; /* calendar of its profile */
    int64_t calendar_version; /* version of the calendar that its limits were computed with */
    bool has_calendar_version;
    int64_t level; /* level of escalation */
    bool has_level;
    int64_t breaches; /* limits that were missed */
    bool has_breaches;
    struct text clock_lines; /* its clocks, a line each, see clock_lines.h */
    bool standing; /* some clock has not ended, though nothing will be due for it: it is paused */
    bool has_standing;
    int64_t next_at; /* when something is due next, over all clocks */
    bool has_next_at;
    bool reviewed; /* its missed limits have led to a review */
    bool has_reviewed;
    struct text code; /* what it was counted as for incidents */
    struct uuid incident_id; /* incident that it belongs to */
    bool has_incident_id;
    bool incident_done; /* what follows from the incident was done */
    bool has_incident_done;
};
extern const struct record_shape clocked_case_record;

/* escalation.clocked_case: the one timer of a case: what rebuilding reads (定时器) */
struct case_timer {
    struct record_head head; /* kept by the engine */
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t next_at; /* when something is due next, over all clocks */
    bool has_next_at;
};
extern const struct record_shape case_timer_record;

/* escalation.calendar: a calendar that was published by command (已发布日历) */
struct published_calendar {
    struct record_head head; /* kept by the engine */
    struct text name; /* name of the calendar */
    int64_t version; /* version */
    bool has_version;
    struct text content; /* the calendar as YAML */
    int64_t published_at; /* when */
    bool has_published_at;
};
extern const struct record_shape published_calendar_record;

/* escalation.duty_book: what the duty roster was told since its file was written (值班簿) */
struct duty_book {
    struct record_head head; /* kept by the engine */
    struct text name; /* of the book */
    struct text absences; /* lines: from, to in ms, person */
    struct text empty; /* duties that nobody had when it was looked last, separated by | */
};
extern const struct record_shape duty_book_record;

/* escalation.incident_window: cases about one matter, the newest (事件窗口) */
struct incident_window {
    struct record_head head; /* kept by the engine */
    struct text code; /* business code, or category */
    struct text recent; /* lines: receipt in ms, case */
    struct uuid incident_id; /* the open incident */
    bool has_incident_id;
};
extern const struct record_shape incident_window_record;

/* escalation.incident: one incident (事件) */
struct incident {
    struct record_head head; /* kept by the engine */
    struct uuid incident_id; /* the incident */
    bool has_incident_id;
    struct text incident_no; /* its number */
    struct text code; /* what it is about */
    struct text category; /* category key */
    enum incident_state state; /* where it stands */
    int64_t cases; /* cases in all */
    bool has_cases;
    int64_t first_at; /* receipt of the first */
    bool has_first_at;
    int64_t opened_at; /* when it was opened */
    bool has_opened_at;
    int64_t last_at; /* receipt of the newest */
    bool has_last_at;
    int64_t closed_at; /* when it was closed */
    bool has_closed_at;
    struct text closed_by; /* who */
    struct text notice_zh; /* what all of them are told, in Chinese */
    struct text notice_en; /* and in English */
};
extern const struct record_shape incident_record;

/* escalation.playbook: what is done in an emergency, for a case or an incident (应急预案) */
struct playbook {
    struct record_head head; /* kept by the engine */
    struct text subject; /* case or number of the incident, a slash, kind of emergency */
    struct text kind; /* kind of emergency */
    struct uuid case_id; /* the case that it is for */
    bool has_case_id;
    struct text case_no; /* its number */
    struct text incident_no; /* the incident that it is for */
    enum playbook_state state; /* where it stands */
    struct text cause; /* what started it */
    int64_t times; /* how often it was started */
    bool has_times;
    int64_t started_at; /* when */
    bool has_started_at;
    struct text started_by; /* by whom; absent: by its trigger */
    struct text version; /* of the policy that its steps are of */
    struct text steps; /* its steps, a line each */
    int64_t next_at; /* when the next step is due that is not done nor said to be overdue */
    bool has_next_at;
    int64_t closed_at; /* when it was closed */
    bool has_closed_at;
    struct text closed_by; /* by whom */
};
extern const struct record_shape playbook_record;

/* escalation.host_clock: what was said of the host's clock (主机时钟) */
struct host_clock {
    struct record_head head; /* kept by the engine */
    struct text name; /* of the clock */
    int64_t step_ms; /* step that is not settled */
    bool has_step_ms;
};
extern const struct record_shape host_clock_record;
