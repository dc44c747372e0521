/* Tests of common/domain/sla_words.c: the words of waits and layers (REQUIREMENTS 2.2, 4.7 rule 7). */
#include "tests/unit/common/domain/support.h"

static void a_wait_is_found_by_its_word(void **state UNUSED)
{
    for (int reason = 0; reason < WAIT_closed; reason++) {
        enum wait_reason found = WAIT_REASONS;
        assert_true(wait_reason_find(wait_reason_text((enum wait_reason)reason), &found));
        assert_int_equal(found, reason);
    }
}

static void nobody_may_say_that_a_case_was_closed(void **state UNUSED)
{
    enum wait_reason found;

    assert_false(wait_reason_find(wait_reason_text(WAIT_closed), &found));
    assert_false(wait_reason_find(TEXT("W4"), &found));
    assert_false(wait_reason_find(TEXT(""), &found));
}

static void layers_have_a_word_each_the_law_first(void **state UNUSED)
{
    assert_true(text_is(sla_layer_text(LAYER_statute), "statute"));
    assert_true(text_is(sla_layer_text(LAYER_contract), "contract"));
    assert_true(text_is(sla_layer_text(LAYER_customer), "customer"));
    assert_true(text_is(sla_layer_text(LAYER_team), "team"));
    assert_true(LAYER_statute < LAYER_contract && LAYER_contract < LAYER_customer);
    assert_true(LAYER_customer < LAYER_team);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wait_is_found_by_its_word),
        cmocka_unit_test(nobody_may_say_that_a_case_was_closed),
        cmocka_unit_test(layers_have_a_word_each_the_law_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
