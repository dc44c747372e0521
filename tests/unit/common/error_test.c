/* Tests of common/error.c: the second column of the list is what the engine acts on (STYLE 5). */
#include "common/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "common/basics.h"

static void says_what_to_do_next_for_each_kind(void **state UNUSED)
{
    assert_int_equal(error_action(OK), ACTION_DONE);
    assert_int_equal(error_action(ERROR_need), ACTION_NEED);
    assert_int_equal(error_action(ERROR_refused), ACTION_REJECT);
    assert_int_equal(error_action(ERROR_poison), ACTION_REJECT);
    assert_int_equal(error_action(ERROR_db_refused), ACTION_REJECT);
    assert_int_equal(error_action(ERROR_db_away), ACTION_RETRY);
    assert_int_equal(error_action(ERROR_db_retry), ACTION_RETRY);
    assert_int_equal(error_action(ERROR_redis_stale), ACTION_RETRY);
    assert_int_equal(error_action(ERROR_outcome_unknown), ACTION_RETRY);
    assert_int_equal(error_action(ERROR_fenced), ACTION_STOP);
    assert_int_equal(error_action(ERROR_config), ACTION_STOP);
}

static void is_zero_when_all_is_well(void **state UNUSED)
{
    assert_int_equal(OK, 0);
    assert_string_equal(error_name(OK), "ok");
}

static void names_each_error_once_with_a_sentence(void **state UNUSED)
{
    static const enum error all[] = {
#define ERROR(name, action, sentence) ERROR_##name,
#include "common/error.def"
#undef ERROR
    };

    for (size_t i = 0; i < LENGTH(all); i++) {
        assert_int_equal(all[i], i);
        assert_true(strlen(error_sentence(all[i])) > 10);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(error_name(all[i]), error_name(all[k]));
    }
    assert_string_equal(error_name(ERROR_fenced), "fenced");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_to_do_next_for_each_kind),
        cmocka_unit_test(is_zero_when_all_is_well),
        cmocka_unit_test(names_each_error_once_with_a_sentence),
    };
    return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
