/* Tests of services/router/wish.c: REQUIREMENTS CL-09. */
#include "services/router/wish.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;
static struct taxonomy taxonomy;

static int load(void **state UNUSED)
{
    struct yaml yaml;

    assert_int_equal(yaml_read_file(&yaml, &arena, "deploy/config/taxonomy.yaml"), OK);
    assert_int_equal(taxonomy_from_yaml(&yaml, &taxonomy), OK);
    return 0;
}

static int drop(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static const char *found(const char *wish, const char *known, const char *second)
{
    int at = wish_find(&taxonomy, text_of(wish), text_of(known), text_of(second));

    return at < 0 ? "" : arena_text(&arena, taxonomy.subcategories[at].code).at;
}

#define ASSERT_FOUND(wish, known, second, code)                                                \
    assert_memory_equal(found(wish, known, second), code, sizeof(code) - 1)

static void takes_a_business_code_and_the_key_of_a_subcategory(void **state UNUSED)
{
    ASSERT_FOUND("CR03", "AC01", NULL, "CR03");
    ASSERT_FOUND("transfer_fee", "AC01", NULL, "TR06");
}

static void of_a_category_takes_what_the_rules_found_in_it(void **state UNUSED)
{
    ASSERT_FOUND("payments_transfers", "TR06", "TR01", "TR06");
    ASSERT_FOUND("payments_transfers", "AC01", "TR04", "TR04");
    ASSERT_FOUND("TRF", "AC01", "TR04", "TR04");
}

static void of_another_category_takes_its_first(void **state UNUSED)
{
    ASSERT_FOUND("credit_card", "TR06", "AC01", "CR01");
    ASSERT_FOUND("CRD", NULL, NULL, "CR01");
}

/* Only then somebody has judged the code. */
static void knows_whether_the_code_itself_was_named(void **state UNUSED)
{
    assert_true(wish_names(&taxonomy, TEXT("CR03"), TEXT("CR03")));
    assert_true(wish_names(&taxonomy, TEXT("transfer_fee"), TEXT("TR06")));
    assert_false(wish_names(&taxonomy, TEXT("transfer_fee"), TEXT("TR01")));
    assert_false(wish_names(&taxonomy, TEXT("credit_card"), TEXT("CR01")));
    assert_false(wish_names(&taxonomy, TEXT("CRD"), TEXT("CR01")));
    assert_false(wish_names(&taxonomy, TEXT("no such thing"), TEXT("CR01")));
    assert_false(wish_names(&taxonomy, (struct text){0}, TEXT("CR01")));
}

static void a_wish_that_names_nothing_is_not_found(void **state UNUSED)
{
    static const char *const wishes[] = {"ZZ99", "credit_cards", "", "cr03", "P1"};

    for (size_t i = 0; i < LENGTH(wishes); i++)
        assert_int_equal(
            wish_find(&taxonomy, text_of(wishes[i]), TEXT("AC01"), TEXT("AC02")),
            -1
        );
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_a_business_code_and_the_key_of_a_subcategory),
        cmocka_unit_test(of_a_category_takes_what_the_rules_found_in_it),
        cmocka_unit_test(of_another_category_takes_its_first),
        cmocka_unit_test(knows_whether_the_code_itself_was_named),
        cmocka_unit_test(a_wish_that_names_nothing_is_not_found),
    };

    return cmocka_run_group_tests(tests, load, drop);
}
