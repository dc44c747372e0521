/* Written by proto/generate.py from services/survey/records.def; change that and run it again.
 * The rows that survey owns, as its decisions see them. */
#pragma once

#include "common/engine/record.h"
#include "proto/messages.h"

/* clang-format off */

/* where the survey of a case stands (回访状态) */
enum survey_state {
    SURVEY_STATE_none,
    SURVEY_STATE_open, /* nothing was decided about the case yet (未决定) */
    SURVEY_STATE_invited, /* the customer was asked (已邀请) */
    SURVEY_STATE_answered, /* the customer answered (已评价) */
    SURVEY_STATE_expired, /* nobody answered in time (已过期) */
    SURVEY_STATE_suppressed, /* the customer is not asked (不邀请) */
    SURVEY_STATE_unreachable, /* nobody was reached in three attempts (无法联系) */
};
extern const struct enum_shape survey_state_enum;

/* survey.invitation: the survey of a case, from its newest answer or closing (回访邀请) */
struct invitation {
    struct record_head head; /* kept by the engine */
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text case_no; /* number of the case */
    enum survey_state state; /* where it stands */
    struct bytes customer_key; /* keyed hash that finds the cases of one customer */
    bool complaint_open; /* the case counts among its customer's open complaints */
    bool has_complaint_open;
    struct uuid survey_id; /* the invitation */
    bool has_survey_id;
    bool call_back; /* a person calls */
    bool has_call_back;
    struct text handler; /* who resolved the case: must not make the call-back */
    struct text about_employee; /* employee complained about, who is told nothing of it */
    struct text questions; /* version of the question set */
    int64_t send_at; /* when it may go out */
    bool has_send_at;
    int64_t expires_at; /* until when it can be answered */
    bool has_expires_at;
    struct bytes token_hash; /* SHA-256 of the link's secret */
    enum suppress_cause cause; /* why the customer is not asked */
    int64_t score; /* satisfaction, 5 is best */
    bool has_score;
    bool solved; /* the problem is solved */
    bool has_solved;
    int64_t answered_at; /* when */
    bool has_answered_at;
    int64_t started_at; /* since when the call-back is due */
    bool has_started_at;
    int64_t first_try_at; /* when nobody was reached first */
    bool has_first_try_at;
    int64_t second_try_at; /* when nobody was reached the second time */
    bool has_second_try_at;
    int64_t case_version; /* version of the case with the answer or end that it is about */
    bool has_case_version;
};
extern const struct record_shape invitation_record;

/* survey.customer: what is known of a customer (回访客户) */
struct surveyed_customer {
    struct record_head head; /* kept by the engine */
    struct bytes customer_key; /* keyed hash that finds the cases of one customer */
    int64_t open_complaints; /* complaints that are not closed */
    bool has_open_complaints;
    int64_t invited_at; /* when the newest invitation was made */
    bool has_invited_at;
};
extern const struct record_shape surveyed_customer_record;

/* vault.case_key: the wrapped key of a case; only read (工单密钥) */
struct vault_row {
    struct record_head head; /* kept by the engine */
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text kek_id; /* which key-encryption key wrapped it */
    struct bytes key_id; /* `k` of the values sealed under it */
    struct bytes wrapped; /* nonce, cipher, tag */
    int64_t created_at; /* when the case was received */
    bool has_created_at;
};
extern const struct record_shape vault_row_record;
