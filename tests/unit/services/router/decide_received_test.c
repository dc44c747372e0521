/* Tests of services/router/decide_received.c: REQUIREMENTS CL-01, CL-04, 4.1, 5.14, 5.15; DESIGN P4, P9. */
#include "tests/unit/services/router/support.h"

static void says_type_subject_grade_and_queue_of_a_clear_question(void **state UNUSED)
{
    /* 5.14: negated keyword */
    take_text(1, "我不投诉，就想问下手续费怎么收的");
    const struct case_classified *classified = classified_now();
    const struct case_queued *queued = queued_now();
    assert_non_null(classified);
    assert_int_equal(trial_event_count(trial), 2);
    assert_int_equal(classified->case_type, CASE_TYPE_consult);
    assert_true(text_is(classified->code, "TR06"));
    assert_true(text_is(classified->category, "payments_transfers"));
    assert_int_equal(classified->grade, CASE_GRADE_P4);
    assert_true(classified->confidence >= 600);
    assert_true(classified->margin >= 150);
    assert_true(classified->rule_hits_count > 0);
    assert_false(classified->manual);
    assert_true(text_is(queued->queue, "q.payment"));
    assert_true(has_word(queued->skills, queued->skills_count, "payment"));
    assert_true(text_is(queued->code, "TR06"));
    assert_false(queued->reopened);
    assert_int_equal(queued->received_at, MONDAY_MS);
    assert_true(text_is(queued->channel, "app"));
    assert_int_equal(queued->customer_key.length, 16);
    assert_int_equal(row_now(1)->state, CLASSIFIED_STATE_placed);
    assert_true(text_is(row_now(1)->case_no, CASE_NO));
}

static void names_the_version_of_every_policy_that_decided(void **state UNUSED)
{
    static const char *const names[] = {
        "taxonomy",
        "rules",
        "classifier",
        "model",
        "routes",
        "grades",
        "profile.INTERNAL",
        "calendar.CN"};

    take_text(1, "我不投诉，就想问下手续费怎么收的");
    const struct case_queued *queued = queued_now();
    assert_int_equal(queued->policies_count, LENGTH(names));
    for (size_t i = 0; i < LENGTH(names); i++) {
        assert_true(text_is(queued->policies[i].name, names[i]));
        assert_true(queued->policies[i].version.length > 0);
    }
}

static void asks_a_person_where_the_text_says_too_little(void **state UNUSED)
{
    /* 5.14: a single word; 5.1: below 0.60 */
    take_text(1, "银行卡");
    const struct case_triage_needed *triage = triage_now();
    assert_non_null(triage);
    assert_int_equal(trial_event_count(trial), 1);
    assert_true(text_is(triage->queue, "q.triage"));
    assert_true(has_word(triage->skills, triage->skills_count, "triage"));
    assert_true(has_word(triage->reasons, triage->reasons_count, "triage"));
    assert_true(triage->due_at > MONDAY_MS);
    assert_int_equal(row_now(1)->state, CLASSIFIED_STATE_triage);
}

static void asks_a_person_where_the_text_is_not_for_a_bank(void **state UNUSED)
{
    /* 5.15 rule 10 */
    take_text(1, "今天天气怎么样，晚上吃火锅还是烧烤");
    assert_non_null(triage_now());
    assert_null(queued_now());
}

static void a_threat_to_life_waits_for_no_subject(void **state UNUSED)
{
    /* 5.14, 5.15 rule 6 */
    take_text(1, "再不解决我就去你们楼顶");
    const struct case_queued *queued = queued_now();
    assert_non_null(queued);
    assert_null(triage_now());
    assert_int_equal(queued->grade, CASE_GRADE_P1);
    assert_true(has_word(queued->tags, queued->tags_count, "life_threat"));
    assert_true(queued->code.length == 4);
    assert_true(queued->category.length > 0);
    assert_true(
        has_word(classified_now()->reasons, classified_now()->reasons_count, "threat_to_life")
    );
}

static void an_urgent_matter_goes_first_and_names_the_other(void **state UNUSED)
{
    /* 5.14: two intents, urgency wins; 4.1: a loss report is P2; 4.2: K4, 60 s */
    take_text(1, "卡丢了，顺便问下定期利率");
    const struct case_queued *queued = queued_now();
    assert_int_equal(queued->case_type, CASE_TYPE_urgent);
    assert_true(text_is(queued->code, "LS01"));
    assert_true(text_is(queued->queue, "q.urgent"));
    assert_int_equal(queued->grade, CASE_GRADE_P2);
    assert_int_equal(queued->due_at, MONDAY_MS + MINUTE_MS);
    assert_true(has_word(classified_now()->linked, classified_now()->linked_count, "AC05"));
}

static void a_denied_transaction_is_a_dispute_in_either_script(void **state UNUSED)
{
    /* 5.14: Traditional script, complaint linked; 4.1: unauthorised is P2 */
    take_text(1, "信用卡被偷刷，我要投訴你們");
    assert_int_equal(queued_now()->case_type, CASE_TYPE_dispute);
    assert_true(text_is(queued_now()->code, "FD01"));
    assert_int_equal(queued_now()->grade, CASE_GRADE_P2);
    assert_true(text_is(queued_now()->queue, "q.fraud"));
}

static void the_amount_of_the_form_comes_before_the_one_of_the_text(void **state UNUSED)
{
    /* 4.1: structured field first; 50,000 yuan one fen below, at */
    struct case_received body = received(1, "年费乱收，收了我80万，我要投诉");

    body.amount_fen = 4999999;
    body.has_amount_fen = true;
    take(1, &body);
    assert_int_equal(queued_now()->grade, CASE_GRADE_P3);
    assert_int_equal(row_now(1)->amount_fen, 4999999);
    assert_false(row_now(1)->amount_parsed);
    body = received(2, "年费乱收，收了我80万，我要投诉");
    body.amount_fen = 5000000;
    body.has_amount_fen = true;
    take(2, &body);
    assert_int_equal(queued_now()->grade, CASE_GRADE_P2);
    assert_int_equal(classified_now()->amount_fen, 5000000);
}

static void an_amount_of_the_text_is_marked_as_parsed(void **state UNUSED)
{
    /* 4.1, 3.8 */
    take_text(1, "年费乱收，收了我80万，我要投诉");
    assert_int_equal(row_now(1)->amount_fen, 80000000);
    assert_true(row_now(1)->amount_parsed);
    assert_int_equal(queued_now()->grade, CASE_GRADE_P1);
    assert_true(
        has_word(classified_now()->reasons, classified_now()->reasons_count, "amount_parsed")
    );
    assert_true(
        has_word(classified_now()->reasons, classified_now()->reasons_count, "amount_major")
    );
}

static void the_hint_of_the_publisher_counts(void **state UNUSED)
{
    struct case_received body = received(1, "流水账单");

    take_text(2, "流水账单");
    const enum case_type alone = row_now(2)->found_type;
    body.kind = REQUEST_KIND_apply;
    take(1, &body);
    assert_int_not_equal(alone, CASE_TYPE_apply);
    assert_int_equal(row_now(1)->found_type, CASE_TYPE_apply);
}

static void tells_english_from_chinese_where_nobody_said_the_language(void **state UNUSED)
{
    struct case_received body = received(3, "What is the transfer fee?");

    take_text(1, "转账手续费多少");
    assert_true(text_is(row_now(1)->lang, "zh"));
    take_text(2, "What is the transfer fee?");
    assert_true(text_is(row_now(2)->lang, "en"));
    body.lang = TEXT("fr-FR");
    take(3, &body);
    assert_true(text_is(row_now(3)->lang, "fr-FR"));
    take_text(4, "12345");
    assert_null(row_now(4)->lang.at);
}

static void stays_silent_on_a_second_delivery(void **state UNUSED)
{
    const struct case_received body = received(1, "我不投诉，就想问下手续费怎么收的");

    take(1, &body);
    take(1, &body);
    assert_int_equal(trial_event_count(trial), 2);
}

static void a_case_whose_key_is_destroyed_goes_to_a_person(void **state UNUSED)
{
    struct case_received body = received(1, "我不投诉");

    assert_int_equal(
        tell(MESSAGE_case_received_v1, 2, &body)->outcome, /* case 2 has no key */
        OUTCOME_accepted
    );
    assert_true(has_word(triage_now()->reasons, triage_now()->reasons_count, "unreadable"));
    assert_null(triage_now()->code.at);
    assert_int_equal(row_now(2)->found_outcome, FOUND_OUTCOME_unreadable);
}

static void a_text_that_does_not_open_is_set_aside(void **state UNUSED)
{
    struct case_received body = received(1, "我不投诉");
    uint8_t changed[256];

    memcpy(changed, body.text.cipher.at, body.text.cipher.length);
    changed[0] ^= 1;
    body.text.cipher.at = changed;
    assert_int_not_equal(tell(MESSAGE_case_received_v1, 1, &body)->outcome, OUTCOME_accepted);
    assert_null(triage_now());
    assert_null(row_now(1));
}

static bool contains(struct bytes bytes, const char *word)
{
    return memmem(bytes.at, bytes.length, word, strlen(word)) != NULL;
}

static void assert_clean(struct bytes encoded)
{
    assert_true(encoded.length > 50);
    assert_false(contains(encoded, "金丝雀"));
    assert_false(contains(encoded, "金絲雀"));
    assert_false(contains(encoded, "13900001234"));
    assert_false(contains(encoded, "1390000"));
}

/* P9: a canary stands in the text; nothing that router says, keeps or answers has it. */
static void says_and_keeps_nothing_that_the_customer_wrote(void **state UNUSED)
{
    static const struct why_get query = {.case_no = TEXT(CASE_NO)};
    const struct uuid id = case_id(1);
    const struct bytes key = {LIST(id.b)};
    struct case_ref of;
    int type = 0;

    take_text(
        1,
        "我叫王金丝雀，電話１３９００００１２３４，手機13900001234，我是王金絲雀，转账手续费怎"
        "么收的"
    );
    assert_true(text_is(row_now(1)->found_code, "TR06"));
    assert_clean(map_encode(classified_case_record.map, row_now(1), &kept));
    for (size_t i = 0; i < trial_event_count(trial); i++) {
        const void *body = trial_emitted(trial, i, &type, &of);
        const struct map_shape *shape =
            type == MESSAGE_case_queued_v1 ? &case_queued_shape : &case_classified_shape;
        assert_clean(map_encode(shape, body, &kept));
    }
    trial_list(trial, &router_by_number_list, &key, 1, false);
    const struct item *why = trial_command(
        trial,
        &(struct trial_message
        ){.type = MESSAGE_why_get_v1, .body = &query, .actorid = "Z", .actorrole = "auditor"}
    );
    assert_int_equal(why->outcome, OUTCOME_answered);
    assert_clean(why->reply.result);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(says_type_subject_grade_and_queue_of_a_clear_question),
        TEST(names_the_version_of_every_policy_that_decided),
        TEST(asks_a_person_where_the_text_says_too_little),
        TEST(asks_a_person_where_the_text_is_not_for_a_bank),
        TEST(a_threat_to_life_waits_for_no_subject),
        TEST(an_urgent_matter_goes_first_and_names_the_other),
        TEST(a_denied_transaction_is_a_dispute_in_either_script),
        TEST(the_amount_of_the_form_comes_before_the_one_of_the_text),
        TEST(an_amount_of_the_text_is_marked_as_parsed),
        TEST(the_hint_of_the_publisher_counts),
        TEST(tells_english_from_chinese_where_nobody_said_the_language),
        TEST(stays_silent_on_a_second_delivery),
        TEST(a_case_whose_key_is_destroyed_goes_to_a_person),
        TEST(a_text_that_does_not_open_is_set_aside),
        TEST(says_and_keeps_nothing_that_the_customer_wrote),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
