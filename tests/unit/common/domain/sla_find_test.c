/* Tests of common/domain/sla_find.c: the clocks of a profile by their ids. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "common/domain/sla_policy.h"

static char ids[SLA_CLOCKS_MAX][8];
static struct sla_clock clocks[SLA_CLOCKS_MAX];

static void finds_each_of_as_many_as_there_can_be(void **state)
{
    struct sla_policy policy = {.clocks = clocks};

    (void)state;
    for (size_t i = 0; i < SLA_CLOCKS_MAX; i++) {
        snprintf(ids[i], sizeof(ids[i]), "K%zu", i);
        assert_null(sla_policy_find(&policy, text_of(ids[i])));
        const struct sla_clock clock = {.id = text_of(ids[i])};
        sla_policy_add(&policy, &clock);
    }
    assert_int_equal(policy.clock_count, SLA_CLOCKS_MAX);
    for (size_t i = 0; i < SLA_CLOCKS_MAX; i++)
        assert_ptr_equal(sla_policy_find(&policy, text_of(ids[i])), &clocks[i]);
    assert_null(sla_policy_find(&policy, TEXT("K64")));
    assert_null(sla_policy_find(&policy, TEXT("")));
}

static void an_empty_profile_has_none(void **state)
{
    const struct sla_policy policy = {.name = TEXT("X")};

    (void)state;
    assert_null(sla_policy_find(&policy, TEXT("K9")));
}

#define TEST(name) cmocka_unit_test(name)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finds_each_of_as_many_as_there_can_be),
        TEST(an_empty_profile_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
