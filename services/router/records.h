/* Written by proto/generate.py from services/router/records.def; change that and run it again.
 * The rows that router owns, as its decisions see them. */
#pragma once

#include "common/engine/record.h"
#include "proto/messages.h"

/* clang-format off */

/* what router has said of a case (分类状态) */
enum classified_state {
    CLASSIFIED_STATE_none,
    CLASSIFIED_STATE_unheard, /* intake's event has not come yet, only desk's; nothing was said (未受理) */
    CLASSIFIED_STATE_triage, /* a person must decide what it is about (人工分拣) */
    CLASSIFIED_STATE_placed, /* it has a type, a grade and a queue (已派单) */
};
extern const struct enum_shape classified_state_enum;

/* what the rules made of the text (规则结论) */
enum found_outcome {
    FOUND_OUTCOME_none,
    FOUND_OUTCOME_triage, /* not sure (需人工分拣) */
    FOUND_OUTCOME_routed, /* sure (已分类) */
    FOUND_OUTCOME_out_of_scope, /* not addressed to a bank (非银行事务) */
    FOUND_OUTCOME_unreadable, /* the case's key is destroyed (密钥已销毁) */
};
extern const struct enum_shape found_outcome_enum;

/* who said what a case is about (分类方式) */
enum decider {
    DECIDER_none,
    DECIDER_rule, /* the rules (规则) */
    DECIDER_human, /* a person (人工) */
};
extern const struct enum_shape decider_enum;

/* router.classified_case: what a case is about, how grave it is, where it goes (工单分类) */
struct classified_case {
    struct record_head head; /* kept by the engine */
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text case_no; /* its number */
    enum classified_state state; /* what was said of it */
    struct text channel; /* channel */
    int64_t received_at; /* when the request was received */
    bool has_received_at;
    enum party party; /* kind of customer */
    struct text lang; /* language: as told, or by the script of the text */
    struct text unit; /* accepting unit */
    struct text about_unit; /* unit complained about */
    struct text about_employee; /* employee complained about */
    int64_t complainants; /* number of people complaining jointly */
    bool has_complainants;
    struct text outside_no; /* number given by a regulator */
    int64_t outside_due; /* deadline given by a regulator */
    bool has_outside_due;
    struct bytes customer_key; /* keyed hash that finds the cases of one customer */
    int64_t amount_fen; /* amount at stake: as told, or found in the text */
    bool has_amount_fen;
    bool amount_parsed; /* the amount was found in the text */
    bool has_amount_parsed;
    int64_t occurred_at; /* when the thing happened */
    bool has_occurred_at;
    enum found_outcome found_outcome; /* what the rules made of it */
    enum case_type found_type; /* type by the rules */
    struct text found_code; /* business code by the rules; absent: unknown */
    struct text second_code; /* second best business code */
    int64_t confidence; /* confidence, per mille */
    bool has_confidence;
    int64_t margin; /* distance to the second best, per mille */
    bool has_margin;
    struct text tags; /* tags found in the text, joined by commas */
    struct text linked; /* business codes of further intents, joined by commas */
    int64_t emotion; /* level of emotion */
    bool has_emotion;
    struct text rule_hits; /* rules that fired, with the word that made them */
    struct text scores; /* what the classifier holds likely, per mille, joined by commas */
    struct text ngrams; /* n-grams that spoke most for the code, joined by commas */
    int64_t found_at; /* when the rules decided */
    bool has_found_at;
    enum case_type wished_type; /* type that a person wished for last */
    struct text wished_category; /* subject that a person wished for last, as said */
    struct text wished_by; /* who wished it */
    int64_t wished_at; /* when */
    bool has_wished_at;
    int64_t reopens; /* how often it was reopened */
    bool has_reopens;
    int64_t reopened_at; /* the last time: internal limits count from here */
    bool has_reopened_at;
    enum case_grade grade_floor; /* it is at least as grave as this */
    enum case_type case_type; /* type */
    struct text code; /* business code */
    struct text category; /* category key */
    enum case_grade grade; /* grade */
    struct text reasons; /* codes of the triggers that gave the grade, joined by commas */
    struct text queue; /* queue */
    struct text skills; /* skills that the work needs, joined by commas */
    struct text preferred; /* skills that are better to have, joined by commas */
    struct text forbidden; /* skills that exclude a worker, joined by commas */
    struct text excluded_units; /* units whose staff may not have it, joined by commas */
    struct text route; /* id of the route that chose the queue */
    struct text clock; /* clock that gives the deadline */
    int64_t due_at; /* first internal deadline */
    bool has_due_at;
    enum decider decided_by; /* who said what it is about */
    int64_t decided_at; /* when the newest answer was given */
    bool has_decided_at;
    struct text policies; /* policies and versions that decided */
};
extern const struct record_shape classified_case_record;

/* vault.case_key: the key of a case's personal fields, wrapped (工单密钥) */
struct wrapped_case_key {
    struct record_head head; /* kept by the engine */
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text kek_id; /* which key-encryption key wrapped it */
    struct bytes key_id; /* `k` of the values sealed under it */
    struct bytes wrapped; /* nonce, cipher, tag */
    int64_t created_at; /* when the case was received */
    bool has_created_at;
};
extern const struct record_shape wrapped_case_key_record;
