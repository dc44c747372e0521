/* Tests of services/cli/relabelled.c: what a person judged, and only that, is a label (REQUIREMENTS CL-09). */
#include "services/cli/relabelled.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct relabelled_list list;
static int64_t seq;

static int done(void **state UNUSED)
{
    relabelled_done(&list);
    return 0;
}

static void add(uint8_t n, enum message_type type, const void *body)
{
    const struct message message = {
        .shape = message_shape_of(type),
        .case_id = {{[15] = n}},
        .body = body};

    assert_true(relabelled_add(&list, ++seq, &message));
}

static void wish(uint8_t n, enum case_type type, const char *subject)
{
    add(n,
        MESSAGE_case_reclassify_requested_v1,
        &(struct case_reclassify_requested
        ){.wished_type = type, .wished_category = subject ? text_of(subject) : (struct text){0}}
    );
}

static void answer(uint8_t n, enum case_type type, const char *code)
{
    const struct case_reclassified body = {
        .case_type = type,
        .from_code = TEXT("AC01"),
        .code = text_of(code),
        .category = TEXT("credit_card")};

    add(n, MESSAGE_case_reclassified_v1, &body);
}

static int begin(void **state UNUSED)
{
    relabelled_done(&list);
    return 0;
}

static void the_code_is_what_router_made_of_the_wish(void **state UNUSED)
{
    wish(1, CASE_TYPE_complaint, "CR01");
    answer(1, CASE_TYPE_complaint, "CR01");
    relabelled_settle(&list);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.at[0].code, "CR01");
    assert_int_equal(relabelled_letter(&list.at[0]), 'T');
}

static void what_was_not_wished_for_is_not_judged(void **state UNUSED)
{
    wish(1, CASE_TYPE_suggest, NULL); /* the code is what the rules found */
    answer(1, CASE_TYPE_suggest, "QT06");
    wish(2, CASE_TYPE_none, "CR02");
    answer(2, CASE_TYPE_consult, "CR02");
    relabelled_settle(&list);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.at[0].code, "");
    assert_int_equal(relabelled_letter(&list.at[0]), 'J');
    assert_string_equal(list.at[1].code, "CR02");
    assert_int_equal(relabelled_letter(&list.at[1]), '-');
}

static void the_last_wish_about_a_case_counts(void **state UNUSED)
{
    wish(1, CASE_TYPE_complaint, "CR01");
    wish(2, CASE_TYPE_urgent, NULL);
    answer(1, CASE_TYPE_complaint, "CR01");
    wish(1, CASE_TYPE_none, "CR02");
    answer(1, CASE_TYPE_complaint, "CR02");
    wish(2, CASE_TYPE_dispute, NULL);
    relabelled_settle(&list);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.at[0].code, "CR02");
    assert_int_equal(relabelled_letter(&list.at[0]), 'T');
    assert_int_equal(relabelled_letter(&list.at[1]), 'D');
}

static void without_a_label_there_is_no_entry(void **state UNUSED)
{
    answer(1, CASE_TYPE_consult, "CR01");     /* another route, nobody wished it */
    wish(2, CASE_TYPE_none, "no such thing"); /* router knew nothing by it */
    add(3, MESSAGE_case_claimed_v1, &(struct case_claimed){.owner = TEXT("A")});
    relabelled_settle(&list);
    assert_int_equal(list.count, 0);
    relabelled_settle(&list);
    assert_int_equal(list.count, 0);
}

/* Router changes the type then, and keeps the subject that it had found itself. */
static void a_subject_that_router_does_not_know_is_no_label(void **state UNUSED)
{
    const struct case_reclassified found = {
        .case_type = CASE_TYPE_complaint,
        .from_code = TEXT("QT06"),
        .code = TEXT("QT06"),
        .category = TEXT("other")};

    wish(1, CASE_TYPE_complaint, "no such thing");
    add(1, MESSAGE_case_reclassified_v1, &found);
    wish(2, CASE_TYPE_none, "CR02");
    answer(2, CASE_TYPE_consult, "CR02");
    wish(2, CASE_TYPE_complaint, "no such thing");
    add(2, MESSAGE_case_reclassified_v1, &found);
    relabelled_settle(&list);
    assert_int_equal(list.count, 2);
    assert_int_equal(relabelled_letter(&list.at[0]), 'T');
    assert_string_equal(list.at[0].code, "");
    assert_string_equal(list.at[1].code, "CR02"); /* that wish was known */
}

/* A person names the code itself, by it or by the key of its subcategory; programs of before do not say so, but show it. */
static void a_code_that_was_named_is_a_label(void **state UNUSED)
{
    static const struct {
        const char *wish, *from;
        bool is_named;
    } named[] = {
        {"CR02", "CR02", true},
        {"billing_repayment", "AC01", true},
        {"CR02", "AC01", false},
        {"CR02", "", false},
    };

    for (uint8_t i = 0; i < LENGTH(named); i++) {
        const struct case_reclassified body = {
            .case_type = CASE_TYPE_complaint,
            .from_code = text_of(named[i].from),
            .code = TEXT("CR02"),
            .category = TEXT("credit_card"),
            .code_named = named[i].is_named};
        wish(i, CASE_TYPE_complaint, named[i].wish);
        add(i, MESSAGE_case_reclassified_v1, &body);
    }
    relabelled_settle(&list);
    assert_int_equal(list.count, LENGTH(named));
    for (size_t i = 0; i < list.count; i++)
        assert_string_equal(list.at[i].code, "CR02");
}

/* Router takes one of its codes, at worst the first: what nobody said must not teach the next model. */
static void a_category_is_no_label_of_a_code(void **state UNUSED)
{
    static const char *const wishes[] = {"credit_card", "CRD"};
    static const char *const before[] = {"AC01", "CR01"};

    for (uint8_t i = 0; i < 4; i++) {
        const struct case_reclassified body = {
            .case_type = CASE_TYPE_complaint,
            .from_code = text_of(before[i / 2]),
            .code = TEXT("CR01"),
            .category = TEXT("credit_card")};
        wish(i, CASE_TYPE_complaint, wishes[i % 2]);
        add(i, MESSAGE_case_reclassified_v1, &body);
    }
    relabelled_settle(&list);
    assert_int_equal(list.count, 4);
    for (size_t i = 0; i < list.count; i++) {
        assert_string_equal(list.at[i].code, "");
        assert_int_equal(relabelled_letter(&list.at[i]), 'T');
    }
}

/* It changed nothing, so it had no answer; the next one is that of another wish. */
static void an_answer_is_that_of_the_last_wish(void **state UNUSED)
{
    wish(1, CASE_TYPE_none, "no such thing");
    wish(1, CASE_TYPE_suggest, NULL);
    answer(1, CASE_TYPE_suggest, "QT06");
    relabelled_settle(&list);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.at[0].code, "");
    assert_int_equal(relabelled_letter(&list.at[0]), 'J');
}

static void each_type_has_its_letter(void **state UNUSED)
{
    static const char letters[] = "-ZBTJDUT";

    for (int type = 0; letters[type]; type++) {
        const struct relabelled one = {.type = (enum case_type)type};
        assert_int_equal(relabelled_letter(&one), letters[type]);
    }
}

static void there_are_at_most_as_many(void **state UNUSED)
{
    const struct message message = {
        .shape = message_shape_of(MESSAGE_case_reclassified_v1),
        .body = &(struct case_reclassified){.code = TEXT("CR01")}};

    wish(1, CASE_TYPE_urgent, NULL);
    list.count = RELABELLED_MAX; /* as if they had come */
    assert_false(relabelled_add(&list, 1, &message));
    list.count = 1;
    assert_true(relabelled_add(&list, 2, &message));
}

#define TEST(name) cmocka_unit_test_setup(name, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_code_is_what_router_made_of_the_wish),
        TEST(what_was_not_wished_for_is_not_judged),
        TEST(the_last_wish_about_a_case_counts),
        TEST(without_a_label_there_is_no_entry),
        TEST(a_subject_that_router_does_not_know_is_no_label),
        TEST(a_code_that_was_named_is_a_label),
        TEST(a_category_is_no_label_of_a_code),
        TEST(an_answer_is_that_of_the_last_wish),
        TEST(each_type_has_its_letter),
        TEST(there_are_at_most_as_many),
    };

    return cmocka_run_group_tests_name("cli: what staff said anew", tests, NULL, done);
}
