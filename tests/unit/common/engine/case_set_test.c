/* Tests of common/engine/case_set.c: which cases wait, found and kept in order (DESIGN section 3, poison; P6). */
#include "common/engine/case_set.h"

#include "tests/unit/common/engine/bench.h"

static void keeps_what_is_added_in_order_and_once(void **state UNUSED)
{
    struct case_set set = {NULL, 0, 0};

    for (int i = 0; i < 200; i++)
        assert_true(case_set_add(&set, bench_case(1 + i * 7919 % 1009)));
    for (int i = 0; i < 200; i++)
        assert_false(case_set_add(&set, bench_case(1 + i * 7919 % 1009)));
    assert_int_equal(set.count, 200);
    for (size_t i = 1; i < set.count; i++)
        assert_true(memcmp(&set.cases[i - 1], &set.cases[i], sizeof(struct uuid)) < 0);
    assert_true(case_set_has(&set, bench_case(1)));
    assert_false(case_set_has(&set, bench_case(2000)));
    case_set_done(&set);
    assert_false(case_set_has(&set, bench_case(1)));
}

static void is_a_list_until_it_is_sorted(void **state UNUSED)
{
    struct case_set set = {NULL, 0, 0};

    case_set_sort(&set);
    for (int n = 130; n > 0; n--)
        case_set_append(&set, bench_case(n));
    assert_true(uuid_equal(set.cases[0], bench_case(130)));
    case_set_sort(&set);
    for (int n = 1; n <= 130; n++)
        assert_true(uuid_equal(set.cases[n - 1], bench_case(n)));
    case_set_done(&set);
}

static void removes_what_is_gone_but_not_what_is_there_still(void **state UNUSED)
{
    struct case_set set = {NULL, 0, 0}, gone = {NULL, 0, 0}, still = {NULL, 0, 0};

    for (int n = 1; n <= 9; n++)
        case_set_append(&set, bench_case(n));
    case_set_append(&gone, bench_case(1));
    case_set_append(&gone, bench_case(4));
    case_set_append(&gone, bench_case(9));
    case_set_append(&gone, bench_case(12));
    case_set_append(&still, bench_case(4));
    case_set_remove(&set, &gone, &still);
    assert_int_equal(set.count, 7);
    assert_false(case_set_has(&set, bench_case(1)));
    assert_true(case_set_has(&set, bench_case(4)));
    assert_false(case_set_has(&set, bench_case(9)));
    case_set_done(&set);
    case_set_done(&gone);
    case_set_done(&still);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_what_is_added_in_order_and_once),
        cmocka_unit_test(is_a_list_until_it_is_sorted),
        cmocka_unit_test(removes_what_is_gone_but_not_what_is_there_still),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
