/* Tests of services/desk/decide_words_order.c: what customers said is taken out by an order alone (REQUIREMENTS 1.21, SE-02,
 * SE-07, SE-12, SE-13; P9). */
#include "services/desk/decide_words_order.h"

#include "common/domain/personal.h"
#include "tests/unit/services/desk/desk_trial.h"

static struct arena sealing;

static int end(void **state)
{
    arena_done(&sealing);
    return trial_end(state);
}

static void receive(struct uuid id, struct text said)
{
    static const uint8_t kek[VAULT_KEK_BYTES] = {7}; /* of every trial */
    const struct wrapped_case_key *row = trial_record_id(trial, &wrapped_case_key_record, id);
    struct wrapped_key wrapped = {0};
    struct vault vault;
    struct case_key key;
    struct case_received body = {
        .channel = TEXT("app"),
        .received_at = T0,
        .has_received_at = true,
        .publisher = TEXT("/bank/app"),
        .request_id = TEXT("r-1")};

    memcpy(wrapped.kek_id, row->kek_id.at, row->kek_id.length);
    memcpy(wrapped.key_id, row->key_id.at, row->key_id.length);
    memcpy(wrapped.bytes, row->wrapped.at, row->wrapped.length);
    vault_init(&vault, kek);
    assert_int_equal(vault_open_key(&vault, id, &wrapped, &key), OK);
    vault_done(&vault);
    assert_int_equal(seal(&key, PERSONAL_TEXT, bytes_of_text(said), &sealing, &body.text), OK);
    event_of(MESSAGE_case_received_v1, id, &body);
}

static void said(uint8_t n, struct text text)
{
    place(case_id(n), consultation());
    receive(case_id(n), text);
}

/* The first `count` cases. */
static struct words_order order_of(size_t count)
{
    static struct words_case cases[WORDS_ORDER_CASES];

    for (size_t i = 0; i < count; i++)
        cases[i] = (struct words_case){case_id((uint8_t)(i + 1)), true};
    return (struct words_order
    ){.purpose = WORDS_PURPOSE_training,
      .reason = TEXT("每月重训"),
      .cases = cases,
      .cases_count = count};
}

static const struct item *order(size_t count, const char *actor, const char *role)
{
    struct words_order body = order_of(count);

    return command(MESSAGE_words_order_v1, (struct uuid){{0}}, &body, actor, role);
}

static struct uuid ordered(size_t count, const char *actor)
{
    struct words_order_view view;
    const struct item *item = order(count, actor, "L5");

    assert_accepted(item);
    result_of(item, &words_order_view_shape, &view);
    assert_int_equal(view.until, trial_time(trial) + WORDS_ORDER_MS);
    return view.order_id;
}

static const struct item *get(struct uuid id, int64_t begin, const char *actor)
{
    const struct words_get body =
        {.order_id = id, .has_order_id = true, .begin = begin, .has_begin = begin > 0};

    return command(MESSAGE_words_get_v1, (struct uuid){{0}}, &body, actor, "L5");
}

static struct words_view page(struct uuid id, int64_t begin)
{
    struct words_view view;
    const struct item *item = get(id, begin, "M");

    assert_int_equal(item->outcome, OUTCOME_answered);
    result_of(item, &words_view_shape, &view);
    return view;
}

static void an_order_is_an_event_with_whose_words_for_what_and_why(void **state UNUSED)
{
    said(1, TEXT("卡丢了"));
    struct uuid id = ordered(1, "M");
    const struct words_ordered *event = trial_last(trial, MESSAGE_words_ordered_v1);
    assert_non_null(event);
    assert_true(uuid_equal(event->order_id, id));
    assert_text(event->ordered_by, "M");
    assert_text(event->role, "L5");
    assert_text(event->reason, "每月重训");
    assert_int_equal(event->purpose, WORDS_PURPOSE_training);
    assert_int_equal(event->cases_count, 1);
    assert_true(uuid_equal(event->cases[0].case_id, case_id(1)));
}

static void the_words_come_in_the_order_s_order(void **state UNUSED)
{
    said(1, TEXT("卡丢了"));
    said(2, TEXT("年费怎么收"));
    struct words_view view = page(ordered(2, "M"), 0);
    assert_int_equal(view.cases_count, 2);
    assert_true(uuid_equal(view.cases[0].case_id, case_id(1)));
    assert_text(view.cases[0].text, "卡丢了");
    assert_text(view.cases[1].text, "年费怎么收");
    assert_false(view.has_next);
}

/* 1.21: `all` is for L5 and above; a bank narrows it in roles.yaml. */
static void other_roles_take_nothing_out(void **state UNUSED)
{
    static const char *const roles[] = {
        "reception",
        "L1",
        "complaint_specialist",
        "L2",
        "L3",
        "L4",
        "auditor",
        "sysadmin",
        "ops"};

    said(1, TEXT("卡丢了"));
    for (size_t i = 0; i < LENGTH(roles); i++)
        assert_refused(order(1, "M", roles[i]), "forbidden");
    assert_null(trial_last(trial, MESSAGE_words_ordered_v1));
    assert_accepted(order(1, "M", "L5"));
    assert_accepted(order(1, "M", "L6"));
    assert_refused(order(1, NULL, NULL), "missing_field");
}

static void an_order_needs_a_reason_and_a_case(void **state UNUSED)
{
    struct words_order body = order_of(1);

    body.reason = TEXT(" \t ");
    assert_refused(
        command(MESSAGE_words_order_v1, (struct uuid){{0}}, &body, "M", "L5"),
        "reason_required"
    );
    assert_refused(order(0, "M", "L5"), "missing_field");
}

static void an_order_is_its_actor_s_own_and_the_newest_counts(void **state UNUSED)
{
    said(1, TEXT("卡丢了"));
    struct uuid first = ordered(1, "M");
    assert_refused(get(first, 0, "N"), "not_found");
    struct uuid second = ordered(1, "M");
    assert_refused(get(first, 0, "M"), "not_found");
    assert_int_equal(get(second, 0, "M")->outcome, OUTCOME_answered);
}

static void an_order_lapses(void **state UNUSED)
{
    said(1, TEXT("卡丢了"));
    struct uuid id = ordered(1, "M");
    trial_set_time(trial, T0 + WORDS_ORDER_MS - 1);
    assert_int_equal(get(id, 0, "M")->outcome, OUTCOME_answered);
    trial_set_time(trial, T0 + WORDS_ORDER_MS);
    assert_int_equal(get(id, 0, "M")->outcome, OUTCOME_answered);
    trial_set_time(trial, T0 + WORDS_ORDER_MS + 1);
    assert_refused(get(id, 0, "M"), "not_found");
}

/* CL-08; tier T4 is for named persons. */
static void what_may_not_be_read_or_stays_here_is_absent(void **state UNUSED)
{
    static const struct text restricted[] = {{"complaint", 9}, {"restricted", 10}};
    struct case_queued body = complaint(CASE_GRADE_P3);

    body.skills = restricted;
    body.skills_count = 2;
    body.about_employee = (struct text){0};
    place(case_id(1), body);
    receive(case_id(1), TEXT("举报"));
    place(case_id(2), complaint(CASE_GRADE_P3)); /* about E1001 */
    receive(case_id(2), TEXT("投诉"));
    struct words_view view = page(ordered(3, "M"), 0); /* nobody knows the third */
    assert_int_equal(view.cases_count, 3);
    assert_null(view.cases[0].text.at);
    assert_text(view.cases[1].text, "投诉");
    assert_null(view.cases[2].text.at);
    struct uuid id = ordered(2, "E1001");
    struct words_view own;
    result_of(get(id, 0, "E1001"), &words_view_shape, &own);
    assert_null(own.cases[1].text.at);
}

static void let_take_out(struct desk_policy *policy, const char *name)
{
    struct role *role = NULL;

    for (size_t i = 0; i < policy->staff.role_count; i++) {
        if (text_equal(policy->staff.roles[i].name, text_of(name)))
            role = &policy->staff.roles[i];
    }
    assert_non_null(role);
    role->exports = true;
}

/* A bank may let its auditors take words out: CL-08 holds for them, too. A role that reads no cases takes nothing out. */
static void
a_role_that_may_take_words_out_must_read_cases_and_never_about_itself(void **state UNUSED)
{
    struct words_order_view view;
    struct words_view words;
    static struct desk_policy policy;

    policy = *(const struct desk_policy *)trial_policies(trial);
    let_take_out(&policy, "auditor");
    let_take_out(&policy, "ops");
    trial_set_policies(trial, &policy);
    place(case_id(1), complaint(CASE_GRADE_P3)); /* about E1001 */
    receive(case_id(1), TEXT("投诉"));
    assert_refused(order(1, "E1001", "ops"), "forbidden");
    result_of(order(1, "E1001", "auditor"), &words_order_view_shape, &view);
    const struct words_get wish = {.order_id = view.order_id, .has_order_id = true};
    result_of(
        command(MESSAGE_words_get_v1, (struct uuid){{0}}, &wish, "E1001", "auditor"),
        &words_view_shape,
        &words
    );
    assert_int_equal(words.cases_count, 1);
    assert_null(words.cases[0].text.at);
}

/* DESIGN section 6: destruction shreds every copy. */
static void nothing_comes_of_a_destroyed_key(void **state UNUSED)
{
    said(1, TEXT("卡丢了"));
    struct uuid id = ordered(1, "M");
    trial_put(
        trial,
        &wrapped_case_key_record,
        &(struct wrapped_case_key){.case_id = case_id(1), .has_case_id = true}
    );
    assert_null(page(id, 0).cases[0].text.at);
}

/* The text of a page is bounded; what is one byte over it comes with the next. */
static void long_words_come_page_by_page(void **state UNUSED)
{
    static char long_text[WORDS_PAGE_BYTES / 4 + 1];

    memset(long_text, 'x', sizeof(long_text));
    for (uint8_t n = 1; n <= 4; n++)
        said(n, (struct text){long_text, WORDS_PAGE_BYTES / 4});
    said(5, TEXT("y"));
    struct uuid id = ordered(5, "M");
    struct words_view view = page(id, 0);
    assert_int_equal(view.cases_count, 4);
    assert_true(view.has_next);
    assert_int_equal(view.next, 4);
    view = page(id, 4);
    assert_int_equal(view.cases_count, 1);
    assert_text(view.cases[0].text, "y");
    assert_false(view.has_next);
    assert_int_equal(page(id, 5).cases_count, 0);
    assert_int_equal(page(id, 99).cases_count, 0);
}

static void a_hundred_cases_are_one_order_and_two_pages(void **state UNUSED)
{
    for (uint8_t n = 1; n <= WORDS_ORDER_CASES; n++)
        said(n, TEXT("年费怎么收"));
    struct uuid id = ordered(WORDS_PAGE_CASES, "M");
    assert_false(page(id, 0).has_next);
    id = ordered(WORDS_PAGE_CASES + 1, "M");
    assert_int_equal(page(id, 0).next, WORDS_PAGE_CASES);
    assert_int_equal(page(id, WORDS_PAGE_CASES).cases_count, 1);
    id = ordered(WORDS_ORDER_CASES, "M");
    struct words_view view = page(id, WORDS_PAGE_CASES);
    assert_int_equal(view.cases_count, WORDS_ORDER_CASES - WORDS_PAGE_CASES);
    assert_text(view.cases[view.cases_count - 1].text, "年费怎么收");
    assert_false(view.has_next);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_order_is_an_event_with_whose_words_for_what_and_why),
        TEST(the_words_come_in_the_order_s_order),
        TEST(other_roles_take_nothing_out),
        TEST(an_order_needs_a_reason_and_a_case),
        TEST(an_order_is_its_actor_s_own_and_the_newest_counts),
        TEST(an_order_lapses),
        TEST(what_may_not_be_read_or_stays_here_is_absent),
        TEST(a_role_that_may_take_words_out_must_read_cases_and_never_about_itself),
        TEST(nothing_comes_of_a_destroyed_key),
        TEST(long_words_come_page_by_page),
        TEST(a_hundred_cases_are_one_order_and_two_pages),
    };
    return cmocka_run_group_tests_name("desk: what was said, taken out", tests, NULL, NULL);
}
