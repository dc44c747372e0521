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

static const struct desk_policy *shipped(struct arena *arena)
{
    struct policy_set set = {.count = 0};

    assert_int_equal(desk_policies_load(arena, "deploy/config", &set), OK);
    return set.policies;
}

static bool
may(const struct desk_policy *policy,
    const struct queued_case *row,
    const char *id,
    const char *role,
    const char *unit)
{
    struct actor actor;

    assert_true(actor_of(policy, text_of(id), text_of(role), &actor));
    if (unit)
        actor.unit = text_of(unit);
    return words_may_read(policy, &actor, row, T0);
}

/* REQUIREMENTS 1.21: own, own, own, team, unit, all; auditors all, sysadmin and ops nothing. */
static void who_may_read_is_who_has_to_do_with_it(void **state UNUSED)
{
    struct arena arena = {0};
    const struct desk_policy *policy = shipped(&arena);
    const struct queued_case row = {
        .state = CASE_STATE_cp_investigating,
        .case_type = CASE_TYPE_complaint,
        .owner = TEXT("E1002"),
        .investigator = TEXT("I"),
        .queue = TEXT("q.complaint"),
        .needs = TEXT("complaint:1"),
        .wishes = TEXT("@U9"),
        .about_employee = TEXT("E1001"),
        .unit = TEXT("U1")};
    struct queued_case card = {
        .state = CASE_STATE_queued,
        .queue = TEXT("q.card"),
        .needs = TEXT("card:1"),
        .unit = TEXT("U1")};

    assert_true(may(policy, &row, "E1002", "L1", NULL)); /* has it */
    assert_true(may(policy, &row, "I", "L1", NULL));     /* investigates it */
    assert_false(may(policy, &row, "B", "L1", NULL));    /* CP-14: no complaints */
    assert_false(may(policy, &row, "B", "L1", "U1"));
    assert_true(may(policy, &row, "B", "complaint_specialist", NULL));
    assert_false(may(policy, &row, "B", "complaint_specialist", "U9")); /* complained about */
    assert_false(may(policy, &row, "E1001", "L5", NULL));
    assert_true(may(policy, &row, "B", "auditor", NULL));
    assert_false(may(policy, &row, "B", "ops", NULL));
    assert_false(may(policy, &row, "B", "sysadmin", NULL));
    assert_false(may(policy, &row, "R", "reception", "U2"));
    assert_true(may(policy, &row, "R", "reception", "U1"));
    assert_true(may(policy, &card, "B", "L1", NULL));
    card.state = CASE_STATE_second_line;
    assert_false(may(policy, &card, "B", "L1", NULL));
    assert_true(may(policy, &card, "B", "L2", NULL));
    arena_done(&arena);
}

/* Of those who may not have the case themselves. */
static void who_leads_reads_the_team_s_the_unit_s_or_all(void **state UNUSED)
{
    static const struct text none[] = {{"q.none", 6}};
    struct arena arena = {0};
    const struct desk_policy *policy = shipped(&arena);
    const struct queued_case row = {
        .state = CASE_STATE_in_progress,
        .queue = TEXT("q.card"),
        .needs = TEXT("card:1"),
        .owner = TEXT("E1001"), /* staff.yaml: E3001 leads */
        .unit = TEXT("U1")};
    const struct {
        int64_t line;
        const char *id, *unit;
        bool may;
    } cases[] = {
        {2, "E3001", "U2", false},
        {3, "E3001", "U2", true},
        {3, "E3002", "U1", false},
        {4, "M", "U1", true},
        {4, "M", "U2", false},
        {4, "M", "", false},
        {5, "U", "U2", true},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct actor actor = {
            .id = text_of(cases[i].id),
            .unit = text_of(cases[i].unit),
            .line = cases[i].line,
            .serves = true,
            .reads = true,
            .queues = {none, 1, false}};
        assert_int_equal(words_may_read(policy, &actor, &row, T0), cases[i].may);
    }
    arena_done(&arena);
}

static void no_first_line_reads_a_complaint(void **state UNUSED)
{
    static const struct text skills[] = {{"complaint", 9}};
    struct case_queued body = complaint(CASE_GRADE_P3);

    body.skills = skills;
    place(case_id(1), body);
    receive(case_id(1), true);
    struct case_view view = view_for(case_id(1), "A", "L1");
    assert_text(view.queue, "q.complaint");
    assert_null(view.text.at);
    assert_null(view.customer_name.at);
    assert_null(view.phone.at);
    assert_true(text_equal(view_for(case_id(1), "S", "complaint_specialist").text, SAID));
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
        TEST(who_leads_reads_the_team_s_the_unit_s_or_all),
        TEST(no_first_line_reads_a_complaint),
        TEST(shows_nothing_when_the_key_is_destroyed_or_another),
        TEST(it_does_not_matter_which_stream_is_heard_first),
    };
    return cmocka_run_group_tests_name("desk: what was said", tests, NULL, NULL);
}
