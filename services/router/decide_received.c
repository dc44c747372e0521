/* A new matter: its text is opened, classified, graded and placed. See router.h. */
#include "common/domain/amount_find.h"
#include "common/domain/personal.h"
#include "common/vault.h"
#include "services/router/classify.h"
#include "services/router/router.h"
#include "services/router/say.h"
#include "services/router/settle.h"
#include "services/router/words.h"

enum { RULE_HITS_BYTES = 2048, TAGS_BYTES = 1024, LINKED_BYTES = 64 };

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

/* Only where the sender did not say: the structured field comes first (4.1). Of several the largest, the careful side. */
static void find_amount(struct text normalised, struct classified_case *row)
{
    struct amount_found found[AMOUNTS_FOUND_MAX];

    if (row->has_amount_fen)
        return;
    size_t count = amount_find_in_text(normalised, found, AMOUNTS_FOUND_MAX);
    for (size_t i = 0; i < count; i++)
        row->amount_fen = int64_max(row->amount_fen, found[i].amount_fen);
    row->has_amount_fen = row->amount_parsed = row->has_amount_parsed = count > 0;
}

/* Chinese characters take three bytes, the first of which is from E3 to E9; without any, and with letters, it is taken
 * for English. */
static struct text language_of(struct text normalised)
{
    bool letters = false;

    for (size_t i = 0; i < normalised.length; i++) {
        unsigned char byte = (unsigned char)normalised.at[i];
        if (byte >= 0xe3 && byte <= 0xe9)
            return TEXT("zh");
        letters = letters || (byte >= 'a' && byte <= 'z');
    }
    return letters ? TEXT("en") : (struct text){0};
}

static struct text hits_joined(struct arena *arena, const struct classification *found)
{
    struct text *shown = ARENA_ARRAY(arena, struct text, found->hit_count + 1);

    for (size_t i = 0; i < found->hit_count; i++) {
        const struct rule_hit *hit = &found->hits[i];
        shown[i] = arena_format(
            arena,
            hit->word.at ? "%.*s=%.*s" : "%.*s",
            (int)hit->rule.length,
            hit->rule.at,
            (int)hit->word.length,
            hit->word.at
        );
    }
    return words_join(arena, shown, found->hit_count, RULE_HITS_BYTES);
}

static struct text tags_joined(struct arena *arena, uint32_t tags)
{
    struct text names[TAGS];
    size_t count = 0;

    for (int i = 0; i < TAGS; i++) {
        if (tags & TAG_BIT(i))
            names[count++] = text_of(tag_name((enum tag)i));
    }
    return words_join(arena, names, count, TAGS_BYTES);
}

static struct text code_of(const struct router_policy *policy, int code)
{
    return code < 0 ? (struct text){0} : policy->taxonomy.subcategories[code].code;
}

static struct text linked_joined(
    const struct router_policy *policy,
    struct arena *arena,
    const struct classification *found
)
{
    struct text codes[LINKS_MAX];

    for (size_t i = 0; i < found->link_count; i++)
        codes[i] = code_of(policy, found->links[i].code);
    return words_join(arena, codes, found->link_count, LINKED_BYTES);
}

static void take_finding(
    const struct router_policy *policy,
    struct arena *arena,
    const struct classification *found,
    struct classified_case *row
)
{
    static const enum found_outcome outcomes[] = {
        [VERDICT_triage] = FOUND_OUTCOME_triage,
        [VERDICT_routed] = FOUND_OUTCOME_routed,
        [VERDICT_out_of_scope] = FOUND_OUTCOME_out_of_scope,
    };

    row->found_outcome = outcomes[found->outcome];
    row->found_type = (enum case_type)found->type;
    row->found_code = code_of(policy, found->code);
    row->second_code = code_of(policy, found->second_code);
    row->confidence = per_mille(found->confidence);
    row->margin = per_mille(found->margin);
    row->emotion = found->emotion;
    row->has_confidence = row->has_margin = row->has_emotion = true;
    row->tags = tags_joined(arena, found->tags);
    row->linked = linked_joined(policy, arena, found);
    row->rule_hits = hits_joined(arena, found);
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
        found = classify(&policy->rules, call->arena, text, hint);
        take_finding(policy, call->arena, &found, row);
        find_amount(found.normalised, row);
        if (!row->lang.at)
            row->lang = language_of(found.normalised);
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
