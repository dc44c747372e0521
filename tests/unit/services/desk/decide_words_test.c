/* Tests of services/desk/decide_words.c: what the customer said, for those who may read it (REQUIREMENTS 1.21; P4, P9). */
#include "services/desk/decide_words.h"

#include "common/domain/personal.h"
#include "tests/unit/services/desk/desk_trial.h"

#define SAID  TEXT("我的卡被盗刷了，请帮我看看 [card]")
#define NAME  TEXT("欧阳修文")
#define PHONE TEXT("13800138000")

static struct arena sealing;

static struct case_key key_of(struct uuid id)
{
    static const uint8_t kek[VAULT_KEK_BYTES] = {7}; /* of every trial */
    const struct wrapped_case_key *row = trial_record_id(trial, &wrapped_case_key_record, id);
    struct wrapped_key wrapped = {0};
    struct vault vault;
    struct case_key key;

    memcpy(wrapped.kek_id, row->kek_id.at, row->kek_id.length);
    memcpy(wrapped.key_id, row->key_id.at, row->key_id.length);
    memcpy(wrapped.bytes, row->wrapped.at, row->wrapped.length);
    vault_init(&vault, kek);
    assert_int_equal(vault_open_key(&vault, id, &wrapped, &key), OK);
    vault_done(&vault);
    return key;
}

static struct sealed_value
sealed(const struct case_key *key, struct text path, struct text plain)
{
    struct sealed_value value;

    assert_int_equal(seal(key, path, bytes_of_text(plain), &sealing, &value), OK);
    return value;
}

/* Intake's event about a case that router has placed. */
static void receive(struct uuid id, bool with_customer)
{
    struct case_key key = key_of(id);
    const struct sealed_customer customer = {
        .name = sealed(&key, PERSONAL_CUSTOMER_NAME, NAME),
        .phone = sealed(&key, PERSONAL_PHONE, PHONE)};
    const struct case_received body = {
        .channel = TEXT("app"),
        .received_at = T0,
        .has_received_at = true,
        .publisher = TEXT("/bank/app"),
        .request_id = TEXT("r-1"),
        .text = sealed(&key, PERSONAL_TEXT, SAID),
        .customer = with_customer ? &customer : NULL};

    event_of(MESSAGE_case_received_v1, id, &body);
}

static int end(void **state)
{
    arena_done(&sealing);
    return trial_end(state);
}

static struct case_view view_for(struct uuid id, const char *actor, const char *role)
{
    const struct case_get body = {.case_id = id, .has_case_id = true};
    struct case_view view;
    const struct item *item =
        command(MESSAGE_case_get_v1, (struct uuid){{0}}, &body, actor, role);

    assert_int_equal(item->outcome, OUTCOME_answered);
    result_of(item, &case_view_shape, &view);
    return view;
}

static void shows_what_was_said_and_masks_who_said_it(void **state UNUSED)
{
    place(case_id(1), consultation());
    receive(case_id(1), true);
    struct case_view view = view_for(case_id(1), "A", "L1");
    assert_true(text_equal(view.text, SAID));
    assert_text(view.customer_name, "欧阳*");
    assert_text(view.phone, "138****8000");
}

static void shows_nothing_of_a_customer_who_was_not_named(void **state UNUSED)
{
    place(case_id(1), consultation());
    receive(case_id(1), false);
    struct case_view view = view_for(case_id(1), "A", "L1");
    assert_true(text_equal(view.text, SAID));
    assert_null(view.customer_name.at);
    assert_null(view.phone.at);
}

/* P9: at rest and in the row there is nothing to be read. */
static void keeps_it_sealed(void **state UNUSED)
{
    place(case_id(1), consultation());
    receive(case_id(1), true);
    const struct case_words *words = trial_record_id(trial, &case_words_record, case_id(1));
    const struct bytes columns[] = {words->text, words->name, words->phone};
    const struct text plains[] = {SAID, NAME, PHONE};
    for (size_t i = 0; i < LENGTH(columns); i++) {
        assert_int_equal(columns[i].length, 8 + 12 + plains[i].length + SEALED_TAG_BYTES);
        assert_null(memmem(columns[i].at, columns[i].length, plains[i].at, 6));
    }
}

static void tier_t1_sees_the_header_alone(void **state UNUSED)
{
    struct case_queued body = consultation();

    body.unit = TEXT("U1");
    place(case_id(1), body);
    receive(case_id(1), true);
    struct case_view view = view_for(case_id(1), "R", "reception"); /* stands in no line */
    assert_text(view.queue, "q.card");
    assert_null(view.text.at);
    assert_null(view.customer_name.at);
    assert_null(view.phone.at);
}

static void who_may_read_is_who_has_to_do_with_it(void **state UNUSED)
{
    static const struct text other_queue[] = {{"q.loan", 6}};
    const struct queued_case row = {
        .owner = TEXT("A"),
        .queue = TEXT("q.card"),
        .unit = TEXT("U1")};
    const struct word_set all = {.all = true}, other = {other_queue, 1, false};
    const struct {
        struct actor actor;
        bool may;
    } cases[] = {
        {{.id = TEXT("A"), .line = 1, .serves = true, .queues = other}, true}, /* has it */
        {{.id = TEXT("B"), .line = 1, .serves = true, .queues = all}, true},
        {{.id = TEXT("B"), .line = 1, .serves = true, .queues = other}, false},
        {{.id = TEXT("B"), .line = 0, .serves = true, .queues = all}, false},
        {{.id = TEXT("B"), .unit = TEXT("U1"), .serves = true, .queues = other}, true},
        {{.id = TEXT("B"), .unit = TEXT("U2"), .serves = true, .queues = other}, false},
        {{.id = TEXT("B"), .reads = true}, true},   /* an auditor */
        {{.id = TEXT("B"), .reads = false}, false}, /* ops, sysadmin */
    };

    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_int_equal(words_may_read(&cases[i].actor, &row), cases[i].may);
}

/* DESIGN section 6: destruction shreds every copy. */
static void shows_nothing_when_the_key_is_destroyed_or_another(void **state UNUSED)
{
    place(case_id(1), consultation());
    receive(case_id(1), true);
    give_key(case_id(1)); /* another one */
    assert_null(view_for(case_id(1), "A", "L1").text.at);
    trial_put(
        trial,
        &wrapped_case_key_record,
        &(struct wrapped_case_key){.case_id = case_id(1), .has_case_id = true}
    );
    struct case_view view = view_for(case_id(1), "A", "L1");
    assert_null(view.text.at);
    assert_null(view.customer_name.at);
    assert_text(view.queue, "q.card");
}

/* P4: intake's event may come before router's, or behind it. */
static void it_does_not_matter_which_stream_is_heard_first(void **state UNUSED)
{
    give_key(case_id(1));
    receive(case_id(1), true);
    assert_null(row_of_case(case_id(1))); /* no early row is needed */
    struct case_queued body = consultation();
    event_of(MESSAGE_case_queued_v1, case_id(1), &body);
    assert_true(text_equal(view_for(case_id(1), "A", "L1").text, SAID));
    assert_int_equal(row_of_case(case_id(1))->version, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(shows_what_was_said_and_masks_who_said_it),
        TEST(shows_nothing_of_a_customer_who_was_not_named),
        TEST(keeps_it_sealed),
        TEST(tier_t1_sees_the_header_alone),
        TEST(who_may_read_is_who_has_to_do_with_it),
        TEST(shows_nothing_when_the_key_is_destroyed_or_another),
        TEST(it_does_not_matter_which_stream_is_heard_first),
    };
    return cmocka_run_group_tests_name("desk: what was said", tests, NULL, NULL);
}
