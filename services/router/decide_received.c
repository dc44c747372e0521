/* A new matter: its text is opened, classified, graded and placed. See router.h. */
#include "common/domain/personal.h"
#include "common/vault.h"
#include "services/router/consider.h"
#include "services/router/router.h"
#include "services/router/say.h"
#include "services/router/settle.h"

/* The customer's words; absent when the key is destroyed. */
static enum error open_text(
    struct call *call,
    const struct wrapped_case_key *row,
    const struct sealed_value *sealed,
    struct text *ret_text
)
{
    struct wrapped_key wrapped;
    struct case_key key;
    struct bytes plain;

    *ret_text = (struct text){0};
    if (!row->head.exists)
        return OK;
    if (row->kek_id.length != VAULT_KEK_ID_LENGTH || row->key_id.length != CASE_KEY_ID_BYTES ||
        row->wrapped.length != VAULT_WRAPPED_BYTES)
        return ERROR_malformed;
    memcpy(wrapped.kek_id, row->kek_id.at, VAULT_KEK_ID_LENGTH);
    wrapped.kek_id[VAULT_KEK_ID_LENGTH] = '\0';
    memcpy(wrapped.key_id, row->key_id.at, CASE_KEY_ID_BYTES);
    memcpy(wrapped.bytes, row->wrapped.at, VAULT_WRAPPED_BYTES);
    enum error error = vault_open_key(call_vault(call), row->case_id, &wrapped, &key);
    if (error != OK)
        return error;
    error = seal_open(&key, PERSONAL_TEXT, sealed, call->arena, &plain);
    vault_forget_key(&key);
    if (error == OK)
        *ret_text = text_of_bytes(plain);
    return error;
}

static void take_facts(
    const struct call *call,
    const struct case_received *event,
    struct classified_case *row
)
{
    row->case_no = call_case(call).no;
    row->channel = event->channel;
    row->received_at = event->received_at;
    row->has_received_at = true;
    row->party = event->customer ? event->customer->type : PARTY_none;
    row->lang = event->lang;
    row->unit = event->unit;
    row->about_unit = event->about_unit;
    row->about_employee = event->about_employee;
    row->complainants = event->complainants;
    row->has_complainants = event->has_complainants;
    row->outside_no = event->outside_no;
    row->outside_due = event->outside_due;
    row->has_outside_due = event->has_outside_due;
    row->customer_key = event->customer_key;
    row->amount_fen = event->amount_fen;
    row->has_amount_fen = event->has_amount_fen;
    row->occurred_at = event->occurred_at;
    row->has_occurred_at = event->has_occurred_at;
}

enum error router_take_received(struct call *call, const struct case_received *event)
{
    const struct router_policy *policy = call->policies;
    const struct uuid case_id = call_case(call).id;
    struct classified_case *row = call_record_id(call, &classified_case_record, case_id);
    struct wrapped_case_key *key = call_record_id(call, &wrapped_case_key_record, case_id);
    struct classification found = {0};
    struct text text;

    if (!row || !key)
        return ERROR_need;
    if (row->head.exists && row->state != CLASSIFIED_STATE_unheard)
        return OK;
    enum error error = open_text(call, key, &event->text, &text);
    if (error != OK)
        return error;
    take_facts(call, event, row);
    if (text.at) {
        enum matter_type hint =
            matter_type_of(enum_to_text(&request_kind_enum, (int)event->kind));
        found = consider(policy, call->arena, text, hint, row);
    } else {
        row->found_outcome = FOUND_OUTCOME_unreadable;
    }
    row->found_at = call->now_ms;
    row->has_found_at = true;
    settle(policy, call->arena, call->now_ms, row);
    record_put(row);
    const struct saying saying = {
        .found = text.at ? &found : NULL,
        .classified = true,
        .reopened = row->has_reopened_at,
    };
    say_answer(call, row, &saying);
    return OK;
}
