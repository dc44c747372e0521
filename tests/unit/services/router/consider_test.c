/* Tests of services/router/consider.c: what a text makes known of a case (REQUIREMENTS 3.8, 4.1, CL-01). */
#include "services/router/consider.h"

#include "services/router/words.h"
#include "tests/unit/services/router/offline_support.h"

static struct classified_case considered(const char *text, struct classified_case row)
{
    consider(policy, &arena, text_of(text), MATTER_none, &row);
    return row;
}

static void the_finding_goes_into_the_row_with_its_reasons(void **state UNUSED)
{
    const struct classified_case row =
        considered("卡丢了，顺便问下定期利率", (struct classified_case){0});

    assert_int_equal(row.found_outcome, FOUND_OUTCOME_routed);
    assert_int_equal(row.found_type, CASE_TYPE_urgent);
    assert_true(text_is(row.found_code, "LS01"));
    assert_true(text_is(row.linked, "AC05"));
    assert_true(text_is(row.tags, "loss_report"));
    assert_true(row.has_confidence && row.confidence >= 600);
    assert_non_null(strstr(row.rule_hits.at, "=利率"));
}

static void an_amount_in_the_text_counts_where_the_sender_told_none(void **state UNUSED)
{
    struct classified_case row =
        considered("转账5000块没到账，上次3万也没到", (struct classified_case){0});
    assert_true(row.has_amount_fen && row.amount_parsed);
    assert_int_equal(row.amount_fen, 3000000); /* of several the largest */

    row = considered("转账三千五没到账", (struct classified_case){0});
    assert_int_equal(row.amount_fen, 350000);

    row = considered(
        "转账5000块没到账",
        (struct classified_case){.amount_fen = 100, .has_amount_fen = true}
    );
    assert_int_equal(row.amount_fen, 100);
    assert_false(row.amount_parsed);

    row = considered("转账没到账", (struct classified_case){0});
    assert_false(row.has_amount_fen);
}

/* 5.15 rule 13: the sum in dispute, not the size of the product. */
static void of_a_fee_the_smallest_sum_counts(void **state UNUSED)
{
    struct classified_case row =
        considered("转五百万收我五十块手续费，太贵了，退给我", (struct classified_case){0});
    assert_true(row.has_amount_fen);
    assert_int_equal(row.amount_fen, 5000);

    row = considered("手续费五十块，转五百万就收我这么多，退给我", (struct classified_case){0});
    assert_int_equal(row.amount_fen, 5000);
}

static void what_a_customer_owns_is_not_what_he_complains_about(void **state UNUSED)
{
    struct classified_case row =
        considered("柜员态度恶劣，我在你们这存了六百万", (struct classified_case){0});
    assert_false(row.has_amount_fen);

    row = considered("柜员态度恶劣，还把我存的六百万弄丢了", (struct classified_case){0});
    assert_int_equal(row.amount_fen, 600000000);

    row = considered(
        "柜员态度恶劣，我在你们这存了六百万",
        (struct classified_case){.amount_fen = 100, .has_amount_fen = true}
    );
    assert_int_equal(row.amount_fen, 100);
}

static bool is_vulnerable(const char *text)
{
    return strstr(considered(text, (struct classified_case){0}).tags.at, "vulnerable") != NULL;
}

/* 4.1: 65 and older, or a minor. */
static void an_age_makes_a_vulnerable_customer(void **state UNUSED)
{
    assert_false(is_vulnerable("本人64岁，柜员态度恶劣，我要投诉，找记者"));
    assert_true(is_vulnerable("本人65岁，柜员态度恶劣，我要投诉，找记者"));
    assert_true(is_vulnerable("本人六十六岁，柜员态度恶劣，我要投诉，找记者"));
    assert_true(is_vulnerable("我儿子17岁，你们柜员骂他，我要投诉，找记者"));
    assert_false(is_vulnerable("我儿子18岁，你们柜员骂他，我要投诉，找记者"));
    assert_null(considered("给七岁的孙子开个户要带什么", (struct classified_case){0}).tags.at);
}

static void how_many_complain_is_read_where_nobody_told(void **state UNUSED)
{
    struct classified_case row =
        considered("我们十九户一起投诉理财骗人", (struct classified_case){0});
    assert_true(row.has_complainants);
    assert_int_equal(row.complainants, 19);

    row = considered(
        "我们十九户一起投诉理财骗人",
        (struct classified_case){.complainants = 3, .has_complainants = true}
    );
    assert_int_equal(row.complainants, 3);

    row = considered("我一户人家一起投诉", (struct classified_case){0});
    assert_false(row.has_complainants);
}

static void the_language_is_that_of_the_script_where_nobody_told(void **state UNUSED)
{
    assert_true(text_is(considered("挂失 card", (struct classified_case){0}).lang, "zh"));
    assert_true(text_is(considered("I lost my card", (struct classified_case){0}).lang, "en"));
    assert_null(considered("12345", (struct classified_case){0}).lang.at);
    assert_true(text_is(
        considered("挂失", (struct classified_case){.lang = TEXT("en-GB")}).lang,
        "en-GB"
    ));
}

/* DESIGN P7: what the model held likely, and what moved it most; never a number of the customer's. */
static void what_the_model_held_likely_is_kept_with_its_ngrams(void **state UNUSED)
{
    const struct classified_case row = considered(
        "我的信用卡年费86420什么时候收，一年要交多少钱",
        (struct classified_case){0}
    );

    assert_true(text_starts(row.scores, TEXT("code CR03=")));
    assert_non_null(strstr(row.scores.at, ",type consult="));
    assert_non_null(strstr(row.ngrams.at, "年费"));
    assert_null(strpbrk(row.ngrams.at, "0123456789"));
}

static void where_no_model_was_asked_there_are_no_scores(void **state UNUSED)
{
    const struct classified_case row = considered("卡", (struct classified_case){0});

    assert_null(row.scores.at);
    assert_null(row.ngrams.at);
}

static void an_ngram_is_shown_once(void **state UNUSED)
{
    static const char *const texts[] = {"挂失后面", "信用卡年费怎么收", "卡丢了", "我要投诉"};

    for (size_t i = 0; i < LENGTH(texts); i++) {
        const struct classified_case row = considered(texts[i], (struct classified_case){0});
        const struct words shown = words_split(&arena, row.ngrams);
        for (size_t one = 0; one < shown.count; one++) {
            for (size_t other = one + 1; other < shown.count; other++)
                assert_false(text_equal(shown.at[one], shown.at[other]));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_finding_goes_into_the_row_with_its_reasons),
        cmocka_unit_test(an_amount_in_the_text_counts_where_the_sender_told_none),
        cmocka_unit_test(what_the_model_held_likely_is_kept_with_its_ngrams),
        cmocka_unit_test(an_ngram_is_shown_once),
        cmocka_unit_test(where_no_model_was_asked_there_are_no_scores),
        cmocka_unit_test(of_a_fee_the_smallest_sum_counts),
        cmocka_unit_test(what_a_customer_owns_is_not_what_he_complains_about),
        cmocka_unit_test(an_age_makes_a_vulnerable_customer),
        cmocka_unit_test(how_many_complain_is_read_where_nobody_told),
        cmocka_unit_test(the_language_is_that_of_the_script_where_nobody_told),
    };
    return cmocka_run_group_tests_name("consider", tests, load_policies, drop_policies);
}
