/* See decide_words.h. A sealed value lies in its column as key id (8 bytes), nonce (12) and cipher. */
#include "services/desk/decide_words.h"

#include "common/domain/mask.h"
#include "common/domain/personal.h"
#include "common/seal.h"
#include "services/desk/fit.h"

enum { HEAD_BYTES = CASE_KEY_ID_BYTES + SEALED_NONCE_BYTES };

/* REQUIREMENTS 1.21, tier T2: L3 reads the team's, L4 the unit's, L5 and above all. */
enum { TEAM_LINE = 3, UNIT_LINE = 4, ALL_LINE = 5 };

/* Absent when it is, or when it is not sealed as intake seals. */
static struct bytes packed(struct arena *arena, const struct sealed_value *sealed)
{
    if (!sealed->cipher.at || sealed->key_id.length != CASE_KEY_ID_BYTES ||
        sealed->nonce.length != SEALED_NONCE_BYTES)
        return (struct bytes){0};
    uint8_t *at = arena_take(arena, HEAD_BYTES + sealed->cipher.length);
    memcpy(at, sealed->key_id.at, CASE_KEY_ID_BYTES);
    memcpy(at + CASE_KEY_ID_BYTES, sealed->nonce.at, SEALED_NONCE_BYTES);
    memcpy(at + HEAD_BYTES, sealed->cipher.at, sealed->cipher.length);
    return (struct bytes){at, HEAD_BYTES + sealed->cipher.length};
}

static struct sealed_value unpacked(struct bytes packed)
{
    if (packed.length < HEAD_BYTES + SEALED_TAG_BYTES)
        return (struct sealed_value){.cipher = {0}};
    return (struct sealed_value
    ){.key_id = {packed.at, CASE_KEY_ID_BYTES},
      .nonce = {packed.at + CASE_KEY_ID_BYTES, SEALED_NONCE_BYTES},
      .cipher = {packed.at + HEAD_BYTES, packed.length - HEAD_BYTES}};
}

enum error desk_follow_received(struct call *call, const struct case_received *body)
{
    struct case_words *words = call_record_new(call, &case_words_record, call_case(call).id);

    words->text = packed(call->arena, &body->text);
    if (body->customer) {
        words->name = packed(call->arena, &body->customer->name);
        words->phone = packed(call->arena, &body->customer->phone);
    }
    record_put(words);
    return OK;
}

static bool leads(const struct desk_policy *policy, struct text leader, struct text employee)
{
    const struct person *person =
        employee.length ? person_find(&policy->staff, employee) : NULL;

    return person && person->leader.length && text_equal(person->leader, leader);
}

/* Who may not have the case reads it only as the leader of who has it, as the unit's own, or above all units. */
static bool oversees(
    const struct desk_policy *policy,
    const struct actor *actor,
    const struct queued_case *row
)
{
    if (actor->line >= ALL_LINE)
        return true;
    if (actor->line >= TEAM_LINE && leads(policy, actor->id, row->owner))
        return true;
    return (actor->line == 0 || actor->line >= UNIT_LINE) && actor->unit.length &&
           text_equal(actor->unit, row->unit);
}

bool words_may_read(
    const struct desk_policy *policy,
    const struct actor *actor,
    const struct queued_case *row,
    int64_t now_ms
)
{
    if (!actor->serves)
        return actor->reads; /* auditors */
    if (row->owner.at && text_equal(row->owner, actor->id))
        return true;
    if (row->investigator.at && text_equal(row->investigator, actor->id))
        return true;
    enum refusal refusal = fit_refusal(policy, actor, row, now_ms);
    if (refusal == REFUSAL_recused || refusal == REFUSAL_unit)
        return false;
    return refusal == REFUSAL_none || oversees(policy, actor, row);
}

/* Absent when it cannot be opened: the key is another one, or somebody changed the row. */
static struct text open_word(
    const struct case_key *key,
    struct text path,
    struct bytes packed,
    struct arena *arena
)
{
    struct sealed_value sealed = unpacked(packed);
    struct bytes plain;

    if (!sealed.cipher.at || seal_open(key, path, &sealed, arena, &plain) != OK)
        return (struct text){0};
    return text_of_bytes(plain);
}

enum error words_said(struct call *call, const struct queued_case *row, struct text *ret_said)
{
    const struct case_words *words = call_record_id(call, &case_words_record, row->case_id);
    struct case_key key;
    enum error error = row_open_key(call, row->case_id, &key);

    *ret_said = (struct text){0};
    if (error != OK)
        return error == ERROR_need ? ERROR_need : OK; /* destroyed: nothing can be read */
    if (words)
        *ret_said = open_word(&key, PERSONAL_TEXT, words->text, call->arena);
    vault_forget_key(&key);
    return words ? OK : ERROR_need;
}

enum error words_show(struct call *call, const struct queued_case *row, struct case_view *view)
{
    const struct case_words *words = call_record_id(call, &case_words_record, row->case_id);
    struct case_key key;
    enum error error = row_open_key(call, row->case_id, &key);

    if (error != OK)
        return error == ERROR_need ? ERROR_need : OK; /* destroyed: nothing can be read */
    if (words) {
        struct text name = open_word(&key, PERSONAL_CUSTOMER_NAME, words->name, call->arena);
        struct text phone = open_word(&key, PERSONAL_PHONE, words->phone, call->arena);
        view->text = open_word(&key, PERSONAL_TEXT, words->text, call->arena);
        if (name.at)
            view->customer_name = mask_name(call->arena, name);
        if (phone.at)
            view->phone = mask_phone(call->arena, phone);
    }
    vault_forget_key(&key);
    return words ? OK : ERROR_need;
}
