/* Written by proto/generate.py from services/desk/records.def; change that and run it again.
 * The rows that desk owns, as its decisions see them. */
#pragma once

#include "common/engine/record.h"
#include "proto/messages.h"

/* clang-format off */

/* desk.queued_case: one case as desk sees it (工单) */
struct queued_case {
    struct record_head head; /* kept by the engine */
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text case_no; /* its number; absent while router has not placed it */
    enum case_state state; /* where it is */
    enum case_state stage; /* the state of work that a claim, or the customer's answer, leads to */
    int64_t version; /* one more with every change */
    bool has_version;
    enum case_type case_type; /* type */
    struct text code; /* business code */
    struct text category; /* category key */
    enum case_grade grade; /* the grade that counts, see grade.h */
    enum case_grade first_grade; /* router's first grade */
    enum case_grade routed_grade; /* router's newest grade */
    enum case_grade regraded_from; /* before the newest regrade */
    enum case_grade regraded_to; /* after the newest regrade */
    struct text queue; /* work queue; absent while router has not placed it */
    struct text skills; /* skills that the work needs, sorted, joined by commas */
    struct text owner; /* who has it */
    struct text owner_role; /* role of the owner */
    int64_t lease_epoch; /* number of the newest lease */
    bool has_lease_epoch;
    int64_t lease_until; /* when the lease lapses; absent while the case waits for somebody else */
    bool has_lease_until;
    int64_t wake_at; /* when the chore must look at it: a lease, an offer or a quiet period is over, a rung is reached */
    bool has_wake_at;
    int64_t queued_at; /* since when it waits */
    bool has_queued_at;
    int64_t due_at; /* next internal deadline, the earlier of the two below */
    bool has_due_at;
    int64_t routed_due; /* router's newest deadline */
    bool has_routed_due;
    int64_t regraded_due; /* deadline of the newest regrade */
    bool has_regraded_due;
    int64_t received_at; /* when the request was received */
    bool has_received_at;
    struct text channel; /* channel */
    enum party party; /* kind of customer */
    struct text unit; /* accepting unit */
    struct text about_unit; /* unit complained about */
    struct text about_employee; /* employee complained about: never an owner */
    int64_t complainants; /* number of people complaining jointly */
    bool has_complainants;
    struct text outside_no; /* number given by a regulator */
    int64_t outside_due; /* deadline given by a regulator */
    bool has_outside_due;
    struct bytes customer_key; /* keyed hash that finds the cases of one customer */
    int64_t level; /* level of escalation */
    bool has_level;
    int64_t taken_level; /* line that took it over: nobody below may have it */
    bool has_taken_level;
    struct text first_owner; /* who had it first: stays first-contact owner */
    int64_t notes; /* notes so far */
    bool has_notes;
    struct text resolved_by; /* who resolved it */
    int64_t resolved_at; /* when */
    bool has_resolved_at;
    int64_t closed_at; /* when it was closed */
    bool has_closed_at;
    int64_t reopen_count; /* how often it was reopened */
    bool has_reopen_count;
    bool registered; /* complaint.registered was said */
    bool has_registered;
    struct text complaint_no; /* number of the complaint */
    struct text investigator; /* investigator of the complaint */
    struct text drafted_by; /* who drafted the decision */
    enum finding finding; /* result of the investigation */
    struct text decided_by; /* who approved the decision */
    int64_t decided_at; /* when it was decided */
    bool has_decided_at;
    int64_t replied_at; /* when the customer was told, with proof */
    bool has_replied_at;
    struct text wishes; /* router's other words on who it suits: +preferred !forbidden @excluded unit, joined by commas */
    struct text needs; /* what its set in Redis asks for: skill:level, !forbidden, see skills.h */
    int64_t weight; /* points it takes of its owner's capacity */
    bool has_weight;
    int64_t rung; /* rung of the overflow ladder that it stands on */
    bool has_rung;
    int64_t offer_no; /* number of the newest offer */
    bool has_offer_no;
    struct text offered_to; /* to whom it is offered now */
    int64_t offered_until; /* when the offer lapses */
    bool has_offered_until;
    int64_t tried_at; /* when somebody to offer it to was looked for last */
    bool has_tried_at;
    struct uuid repeat_of; /* the earlier case of the same customer and category */
    bool has_repeat_of;
    struct text repeat_no; /* its number */
    int64_t reopened_version; /* version with which it was taken up again last, by a reopening or a review: call-backs about what was told before are over */
    bool has_reopened_version;
    struct text avoided; /* who gave it back, declined or missed it: not offered again on this rung; never who was merely not there */
};
extern const struct record_shape queued_case_record;

/* desk.worker: somebody who works the queues (坐席) */
struct worker {
    struct record_head head; /* kept by the engine */
    struct text actor; /* who */
    int64_t held; /* cases that the actor has now */
    bool has_held;
    int64_t load; /* their weight in points: the sum over the rows; above the capacity only by what was offered from the reserve */
    bool has_load;
    enum presence presence; /* whether offers may come; absent while nothing was said */
    struct text role; /* role that the actor had last */
    struct text unit; /* unit that the actor named last */
    int64_t since; /* since when the presence is so */
    bool has_since;
    int64_t seen_at; /* when the actor last took work or said something */
    bool has_seen_at;
    int64_t missed; /* offers missed one after the other */
    bool has_missed;
    struct uuid offer_case; /* the case that is offered now */
    bool has_offer_case;
    int64_t offer_weight; /* its weight, kept free until then */
    bool has_offer_weight;
    int64_t offer_until; /* when the offer lapses */
    bool has_offer_until;
};
extern const struct record_shape worker_record;

/* desk.matter: the newest case of a customer in a category (WO-08) (客户事项) */
struct matter {
    struct record_head head; /* kept by the engine */
    struct bytes matter; /* the customer's key, then the category */
    struct uuid case_id; /* the case */
    bool has_case_id;
    int64_t received_at; /* when it was received */
    bool has_received_at;
};
extern const struct record_shape matter_record;

/* desk.pool: a set of waiting cases that nobody present may have (空缺岗位池) */
struct pool {
    struct record_head head; /* kept by the engine */
    struct text pool; /* name of the set */
    struct text queue; /* queue */
    struct text owner; /* who was told */
    int64_t emptied_at; /* since when */
    bool has_emptied_at;
};
extern const struct record_shape pool_record;

/* desk.case_words: what the customer said and who it is, sealed under the case's key (工单内容) */
struct case_words {
    struct record_head head; /* kept by the engine */
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct bytes text; /* what the customer said: key id, nonce, cipher */
    struct bytes name; /* name of the customer, the same way */
    struct bytes phone; /* phone number, the same way */
};
extern const struct record_shape case_words_record;

/* desk.ordered_words: what somebody may take out of what customers said, by their newest order (导出申请) */
struct ordered_words {
    struct record_head head; /* kept by the engine */
    struct text actor; /* who ordered it */
    struct uuid order_id; /* the order */
    bool has_order_id;
    int64_t until; /* when it lapses */
    bool has_until;
    struct bytes cases; /* ids of the cases, one behind the other */
};
extern const struct record_shape ordered_words_record;

/* vault.case_key: the key of a case's personal fields, wrapped (工单密钥) */
struct wrapped_case_key {
    struct record_head head; /* kept by the engine */
    struct uuid case_id; /* the case */
    bool has_case_id;
    struct text kek_id; /* the key-encryption key it is wrapped under */
    struct bytes key_id; /* named by the values sealed under it */
    struct bytes wrapped; /* the wrapped key */
    int64_t created_at; /* when it was made */
    bool has_created_at;
};
extern const struct record_shape wrapped_case_key_record;
