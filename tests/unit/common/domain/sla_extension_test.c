/* Tests of common/domain/sla_extension.c: a case has one limit that can be extended (REQUIREMENTS 2.3 rows 35 and 36). */
#include "tests/unit/common/domain/support.h"

#include "common/domain/sla_extension.h"

static void the_shipped_profiles_have_one_at_most(void **state UNUSED)
{
    size_t extended = 0;

    for (size_t i = 0; i < support_rules->policy_count; i++) {
        const struct sla_policy *policy = support_rules->policies[i];
        assert_null(
            sla_extension_second(support_rules->policies, support_rules->policy_count, policy)
        );
        for (size_t k = 0; k < policy->clock_count; k++)
            extended += policy->clocks[k].stage_count > 1;
    }
    assert_true(extended >= 5);
}

static void a_second_one_is_found_in_any_version_of_what_is_inherited(void **state UNUSED)
{
    struct sla_clock k9 = {.id = TEXT("K9"), .stage_count = 2};
    struct sla_clock payment = {.id = TEXT("K9.payment"), .stage_count = 2};
    struct sla_clock plain = {.id = TEXT("K10"), .stage_count = 1};
    struct sla_clock both[] = {k9, plain, payment};
    const struct sla_policy child =
        {.name = TEXT("C"), .inherits = TEXT("P"), .clocks = &k9, .clock_count = 1};
    const struct sla_policy first =
        {.name = TEXT("P"), .version = 1, .clocks = &k9, .clock_count = 1};
    const struct sla_policy second =
        {.name = TEXT("P"), .version = 2, .clocks = &payment, .clock_count = 1};
    const struct sla_policy alone = {.name = TEXT("A"), .clocks = both, .clock_count = 3};
    const struct sla_policy *const list[] = {&child, &first, &second};

    assert_null(sla_extension_second(list, 2, &child));
    assert_ptr_equal(sla_extension_second(list, 3, &child), &payment);
    assert_null(sla_extension_second(list, 3, &second));
    assert_ptr_equal(sla_extension_second(list, 0, &alone), &both[2]);
}

static void profiles_that_inherit_in_a_circle_end(void **state UNUSED)
{
    struct sla_clock k9 = {.id = TEXT("K9"), .stage_count = 2};
    const struct sla_policy one =
        {.name = TEXT("A"), .inherits = TEXT("B"), .clocks = &k9, .clock_count = 1};
    const struct sla_policy two =
        {.name = TEXT("B"), .inherits = TEXT("A"), .clocks = &k9, .clock_count = 1};
    const struct sla_policy *const list[] = {&one, &two};

    assert_null(sla_extension_second(list, 2, &one));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_profiles_have_one_at_most),
        cmocka_unit_test(a_second_one_is_found_in_any_version_of_what_is_inherited),
        cmocka_unit_test(profiles_that_inherit_in_a_circle_end),
    };
    return cmocka_run_group_tests(tests, load_rules, drop_rules);
}
