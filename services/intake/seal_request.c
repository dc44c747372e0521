/* See seal_request.h. */
#include "services/intake/seal_request.h"

#include "common/domain/personal.h"
#include "common/domain/redact.h"

/* Sealing in a row: the first failure stays. */
struct sealing {
    struct call *call;
    const struct case_key *key;
    enum error error;
};

static struct sealed_value
seal_field(struct sealing *sealing, struct text path, struct text plain)
{
    struct sealed_value sealed = {0};

    if (!plain.at || sealing->error != OK)
        return sealed;
    sealing->error =
        seal(sealing->key, path, bytes_of_text(plain), sealing->call->arena, &sealed);
    return sealed;
}

static void count(size_t found, int64_t *ret_count, bool *ret_has)
{
    *ret_count = (int64_t)found;
    *ret_has = found > 0;
}

static struct text
redact_text(struct arena *arena, struct text text, const struct redactions **ret_counts)
{
    struct redaction found = {0};
    struct text clean = redact(text, arena, &found);
    struct redactions *counts;

    if (!(found.secrets || found.cards || found.ids || found.phones || found.mails))
        return clean;
    counts = ARENA_NEW(arena, struct redactions);
    count(found.secrets, &counts->secrets, &counts->has_secrets);
    count(found.cards, &counts->cards, &counts->has_cards);
    count(found.ids, &counts->ids, &counts->has_ids);
    count(found.phones, &counts->phones, &counts->has_phones);
    count(found.mails, &counts->emails, &counts->has_emails);
    *ret_counts = counts;
    return clean;
}

static const struct sealed_customer *seal_customer(
    struct sealing *sealing,
    const struct customer *customer,
    const struct checked_customer *checked
)
{
    struct sealed_customer *sealed = ARENA_NEW(sealing->call->arena, struct sealed_customer);

    *sealed = (struct sealed_customer){
        .ref = seal_field(sealing, PERSONAL_CUSTOMER_REF, customer->ref),
        .type = customer->type,
        .name = seal_field(sealing, PERSONAL_CUSTOMER_NAME, checked->name),
        .id_type = customer->id_type,
        .id_no = seal_field(sealing, PERSONAL_ID_NO, checked->id_no),
        .phone = seal_field(sealing, PERSONAL_PHONE, checked->phone),
        .email = seal_field(sealing, PERSONAL_EMAIL, checked->email),
        .account = seal_field(sealing, PERSONAL_ACCOUNT, checked->account),
        .unit = customer->unit,
    };
    return sealed;
}

/* Absent where nothing says who it is. */
static struct bytes find_key(
    const struct call *call,
    const struct customer *customer,
    const struct checked_customer *checked
)
{
    uint8_t *hash = arena_take(call->arena, VAULT_HASH_BYTES);
    const struct text source = call->message->source;
    const struct vault *vault = call_vault(call);

    if (checked->id_no.at)
        vault_search_hash(vault, PERSONAL_KEY_ID_NO, checked->id_no, hash);
    else if (checked->phone_key.at)
        vault_search_hash(vault, PERSONAL_KEY_PHONE, checked->phone_key, hash);
    else if (customer->ref.length)
        vault_search_hash(
            vault,
            PERSONAL_KEY_REF,
            arena_format(
                call->arena,
                "%.*s\n%.*s",
                (int)source.length,
                source.at,
                (int)customer->ref.length,
                customer->ref.at
            ),
            hash
        );
    else
        return (struct bytes){0};
    return (struct bytes){hash, VAULT_HASH_BYTES};
}

static const struct sealed_material *seal_materials(
    struct sealing *sealing,
    const struct request_submitted *request,
    const struct checked_request *checked
)
{
    struct arena *arena = sealing->call->arena;
    struct sealed_material *sealed =
        ARENA_ARRAY(arena, struct sealed_material, request->materials_count);

    for (size_t i = 0; i < request->materials_count; i++) {
        const struct material *material = &request->materials[i];
        sealed[i] = (struct sealed_material){
            .code = material->code,
            .name = seal_field(sealing, personal_material_name(arena, i), material->name),
            .uri = seal_field(sealing, personal_material_uri(arena, i), material->uri),
            .sha256 = checked->digests[i],
            .bytes = material->bytes,
            .has_bytes = material->has_bytes,
            .media_type = material->media_type,
        };
    }
    return sealed;
}

static const struct sealed_contact *
seal_contact(struct sealing *sealing, const struct contact *contact)
{
    struct sealed_contact *sealed = ARENA_NEW(sealing->call->arena, struct sealed_contact);

    *sealed = (struct sealed_contact){
        .call_id = contact->call_id,
        .ring_at = contact->ring_at,
        .has_ring_at = contact->has_ring_at,
        .answered_at = contact->answered_at,
        .has_answered_at = contact->has_answered_at,
        .ended_at = contact->ended_at,
        .has_ended_at = contact->has_ended_at,
        .agent = contact->agent,
        .recording_uri = seal_field(sealing, PERSONAL_RECORDING_URI, contact->recording_uri),
    };
    return sealed;
}

/* What goes through as it came. */
static struct case_received
copy_plain(const struct call *call, const struct request_submitted *request)
{
    return (struct case_received){
        .channel = request->channel,
        .received_at = call->now_ms,
        .has_received_at = true,
        .publisher = call->message->source,
        .request_id = call->message->id,
        .kind = request->kind,
        .business = request->business,
        .amount_fen = request->amount_fen,
        .has_amount_fen = request->has_amount_fen,
        .occurred_at = request->occurred_at,
        .has_occurred_at = request->has_occurred_at,
        .unit = request->unit,
        .about_unit = request->about_unit,
        .about_employee = request->about_employee,
        .complainants = request->complainants,
        .has_complainants = request->has_complainants,
        .outside_no = request->outside_no,
        .outside_due = request->outside_due,
        .has_outside_due = request->has_outside_due,
        .related_case = request->related_case,
        .lang = request->lang,
    };
}

enum error seal_request(
    struct call *call,
    const struct request_submitted *request,
    const struct checked_request *checked,
    const struct case_key *key,
    struct case_received *ret_event
)
{
    struct sealing sealing = {call, key, OK};
    struct case_received event = copy_plain(call, request);
    struct text clean = redact_text(call->arena, request->text, &event.redactions);

    event.text = seal_field(&sealing, PERSONAL_TEXT, clean);
    if (request->customer) {
        event.customer = seal_customer(&sealing, request->customer, &checked->customer);
        event.customer_key = find_key(call, request->customer, &checked->customer);
    }
    if (request->materials_count > 0) {
        event.materials = seal_materials(&sealing, request, checked);
        event.materials_count = request->materials_count;
    }
    if (request->contact)
        event.contact = seal_contact(&sealing, request->contact);
    if (sealing.error == OK)
        *ret_event = event;
    return sealing.error;
}
