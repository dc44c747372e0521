/* A request becomes a case: checked, numbered, sealed. See intake.h. */
#include <stdio.h>

#include "proto/emit.h"
#include "services/intake/records.h"
#include "services/intake/seal_request.h"

/* The day's sequence is named by what its numbers begin with: GD20261121. */
static struct text sequence_of(const struct call *call)
{
    const struct intake_policies *policies = call->policies;
    const struct civil_date date =
        civil_date_of(zone_to_local(policies->zone, call->now_ms).day);

    return arena_format(call->arena, "GD%04d%02d%02d", date.year, date.month, date.day);
}

static void put_key(struct call *call, struct uuid case_id, const struct wrapped_key *wrapped)
{
    struct vault_row *row = call_record_new(call, &vault_row_record, case_id);

    row->kek_id = arena_text(call->arena, text_of(wrapped->kek_id));
    row->key_id = arena_bytes(call->arena, (struct bytes){LIST(wrapped->key_id)});
    row->wrapped = arena_bytes(call->arena, (struct bytes){LIST(wrapped->bytes)});
    row->created_at = call->now_ms;
    row->has_created_at = true;
    record_put(row);
}

static void acknowledge(struct call *call, struct case_ref of, struct text channel)
{
    const struct case_acknowledged event = {
        .channel = channel,
        .received_at = call->now_ms,
        .has_received_at = true,
        .acknowledged_at = call->now_ms,
        .has_acknowledged_at = true,
    };

    emit_case_acknowledged(call, of, &event);
}

static enum error receive(
    struct call *call,
    const struct request_submitted *request,
    const struct checked_request *checked,
    struct case_ref of
)
{
    struct wrapped_key wrapped;
    struct case_received event;
    struct case_key key;
    enum error error = vault_make_key(call_vault(call), of.id, &key, &wrapped);

    if (error != OK)
        return error;
    error = seal_request(call, request, checked, &key, &event);
    vault_forget_key(&key);
    if (error != OK)
        return error;
    put_key(call, of.id, &wrapped);
    emit_case_received(call, of, &event);
    /* The reply with the number is the acknowledgement; where a person waits there is no K2 (4.7 rule 14). */
    if (!checked->channel->is_sync)
        acknowledge(call, of, request->channel);
    call_reply_case(call, of);
    return OK;
}

enum error intake_check_request(struct call *call, const struct request_submitted *request)
{
    struct checked_request checked;

    return check_request(call, request, &checked);
}

enum error intake_decide_request(struct call *call, const struct request_submitted *request)
{
    struct checked_request checked;
    enum error error = check_request(call, request, &checked);
    struct case_ref of = {0};
    struct text sequence;
    int64_t number;

    if (error != OK)
        return error;
    sequence = sequence_of(call);
    number = call_number(call, sequence);
    if (!number)
        return ERROR_need;
    of.id = call_new_id(call);
    of.no = arena_format(call->arena, "%s%06lld", sequence.at, (long long)number);
    return receive(call, request, &checked, of);
}
