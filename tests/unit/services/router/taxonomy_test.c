/* Tests of services/router/taxonomy.c and of deploy/config/taxonomy.yaml: REQUIREMENTS 5.1 to
 * 5.13. */
#include "services/router/taxonomy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct taxonomy shipped;
static struct arena shipped_arena;

static int load_shipped(void **state UNUSED)
{
    struct yaml yaml;

    assert_int_equal(yaml_read_file(&yaml, &shipped_arena, "deploy/config/taxonomy.yaml"), OK);
    if (taxonomy_from_yaml(&yaml, &shipped) != OK)
        fail_msg("%s", yaml.faults.at);
    return 0;
}

static int drop_shipped(void **state UNUSED)
{
    arena_done(&shipped_arena);
    return 0;
}

static void has_71_subcategories_in_12_categories(void **state UNUSED)
{
    /* REQUIREMENTS 5.15 rule 1 */
    assert_int_equal(shipped.category_count, 12);
    assert_int_equal(shipped.subcategory_count, 71);
}

static void files_each_code_under_its_category(void **state UNUSED)
{
    static const char *const rows[][4] = {
        {"AC01", "account_open", "accounts_deposits", "q.account"},
        {"CR07", "card_lifecycle", "credit_card", "q.card"},
        {"TR07", "atm_incident", "payments_transfers", "q.payment"},
        {"LN06", "hardship", "loans", "q.loan"},
        {"WM03", "mis_selling", "wealth_agency", "q.wealth"},
        {"DC05", "face_auth", "digital_channels", "q.digital"},
        {"LS01", "loss_report", "loss_freeze_security", "q.urgent"},
        {"FD05", "identity_theft", "dispute_fraud", "q.fraud"},
        {"CO05", "third_party_harass", "collection_credit", "q.collection"},
        {"FW07", "accessibility", "service_branch", "q.service"},
        {"PI05", "unauthorised_query", "personal_info", "q.privacy"},
        {"QT06", "not_ours_unknown", "corporate_fx_other", "q.general"},
    };
    for (size_t i = 0; i < LENGTH(rows); i++) {
        int at = taxonomy_find(&shipped, text_of(rows[i][0]));
        assert_true(at >= 0);
        const struct subcategory *subcategory = &shipped.subcategories[at];
        const struct category *category = &shipped.categories[subcategory->category];
        assert_true(text_is(subcategory->key, rows[i][1]));
        assert_true(text_is(category->key, rows[i][2]));
        assert_true(text_is(category->queue, rows[i][3]));
        assert_true(category->skills.count > 0);
    }
}

static void has_labels_in_both_languages(void **state UNUSED)
{
    for (size_t i = 0; i < shipped.subcategory_count; i++) {
        assert_true(shipped.subcategories[i].zh.length > 0);
        assert_true(shipped.subcategories[i].en.length > 0);
    }
    int at = taxonomy_find(&shipped, TEXT("LS01"));
    assert_true(text_is(shipped.subcategories[at].zh, "卡、折、存单、证件挂失"));
}

static void covers_the_categories_the_sources_name(void **state UNUSED)
{
    /* CL-02: account exception, transfer problem */
    assert_true(taxonomy_find(&shipped, TEXT("AC04")) >= 0);
    assert_true(taxonomy_find(&shipped, TEXT("TR01")) >= 0);
}

static void finds_nothing_that_is_not_there(void **state UNUSED)
{
    assert_int_equal(taxonomy_find(&shipped, TEXT("AC99")), -1);
    assert_int_equal(taxonomy_find(&shipped, (struct text){0}), -1);
    assert_int_equal(taxonomy_find_category(&shipped, TEXT("nothing")), -1);
    assert_int_equal(taxonomy_find_category(&shipped, TEXT("loans")), 3);
}

static void knows_types_by_word_and_by_letter(void **state UNUSED)
{
    static const struct {
        const char *word, *letter;
        enum matter_type type;
    } rows[] = {
        {"consult", "Z", MATTER_consult},
        {"apply", "B", MATTER_apply},
        {"complaint", "T", MATTER_complaint},
        {"suggest", "J", MATTER_suggest},
        {"dispute", "D", MATTER_dispute},
        {"urgent", "U", MATTER_urgent},
    };
    for (size_t i = 0; i < LENGTH(rows); i++) {
        assert_int_equal(matter_type_of(text_of(rows[i].word)), rows[i].type);
        assert_int_equal(matter_type_of(text_of(rows[i].letter)), rows[i].type);
        assert_string_equal(matter_type_name(rows[i].type), rows[i].word);
    }
    assert_int_equal(matter_type_of(TEXT("transfer_out")), MATTER_transfer_out);
    assert_int_equal(matter_type_of(TEXT("X")), MATTER_none);
    assert_int_equal(matter_type_of(TEXT("")), MATTER_none);
    assert_string_equal(matter_type_name(MATTER_none), "");
}

static void assert_refused(const char *text, const char *why)
{
    static struct taxonomy taxonomy;
    struct arena arena = {0};
    struct yaml yaml;

    assert_int_equal(yaml_read_text(&yaml, &arena, text_of(text)), OK);
    assert_int_equal(taxonomy_from_yaml(&yaml, &taxonomy), ERROR_config);
    if (!strstr(yaml.faults.at, why))
        fail_msg("'%s' is not among: %s", why, yaml.faults.at);
    arena_done(&arena);
}

#define HEAD                                                                                   \
    "version: 1\n"                                                                             \
    "categories:\n"                                                                            \
    "  - {key: a, short: A, zh: 甲, en: a, queue: q.a, skills: [a], jrt: [], cause: [],\n"    \
    "     subcategories: ["

static void refuses_a_file_that_is_wrong(void **state UNUSED)
{
    assert_refused("version: 1\n", "'categories' is missing");
    assert_refused("version: 0\ncategories: []\n", "'version' must be");
    assert_refused(HEAD "{code: A1, key: x, zh: x, en: x}]}\n", "two capital letters");
    assert_refused(HEAD "{code: AC0x, key: x, zh: x, en: x}]}\n", "two capital letters");
    assert_refused(
        HEAD "{code: AC01, key: x, zh: x, en: x}, {code: AC01, key: y, zh: y, en: y}]}\n",
        "stands twice"
    );
    assert_refused(HEAD "{code: AC01, key: x, zh: x}]}\n", "'en' is missing");
    assert_refused(
        HEAD "{code: AC01, key: x, zh: x, en: x, more: 1}]}\n",
        "unknown key 'more'"
    );
    assert_refused(HEAD "]}\n", "needs a subcategory");
}

/* A file with `categories` categories of `each` subcategories. */
static enum error load_of_size(unsigned categories, unsigned each)
{
    static struct taxonomy taxonomy;
    struct arena arena = {0};
    struct yaml yaml;
    char *at = arena_take(&arena, 1024 * 1024);
    size_t length = (size_t)snprintf(at, 64, "version: 1\ncategories:\n");

    for (unsigned c = 0; c < categories; c++) {
        length += (size_t)snprintf(
            at + length,
            200,
            "  - {key: c%u, short: C, zh: c, en: c, queue: q, skills: [s], subcategories: [",
            c
        );
        for (unsigned s = 0; s < each; s++)
            length += (size_t)snprintf(
                at + length,
                100,
                "%s{code: A%c%02u, key: k, zh: z, en: e}",
                s ? ", " : "",
                'A' + (int)((c * each + s) / 100),
                (c * each + s) % 100
            );
        length += (size_t)snprintf(at + length, 10, "]}\n");
    }
    assert_int_equal(yaml_read_text(&yaml, &arena, (struct text){at, length}), OK);
    enum error error = taxonomy_from_yaml(&yaml, &taxonomy);
    arena_done(&arena);
    return error;
}

static void takes_as_many_as_its_limits(void **state UNUSED)
{
    assert_int_equal(load_of_size(CATEGORIES_MAX - 1, 1), OK);
    assert_int_equal(load_of_size(CATEGORIES_MAX, 1), OK);
    assert_int_equal(load_of_size(CATEGORIES_MAX + 1, 1), ERROR_config);
    assert_int_equal(load_of_size(1, SUBCATEGORIES_MAX - 1), OK);
    assert_int_equal(load_of_size(1, SUBCATEGORIES_MAX), OK);
    assert_int_equal(load_of_size(1, SUBCATEGORIES_MAX + 1), ERROR_config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_71_subcategories_in_12_categories),
        cmocka_unit_test(files_each_code_under_its_category),
        cmocka_unit_test(has_labels_in_both_languages),
        cmocka_unit_test(covers_the_categories_the_sources_name),
        cmocka_unit_test(finds_nothing_that_is_not_there),
        cmocka_unit_test(knows_types_by_word_and_by_letter),
        cmocka_unit_test(refuses_a_file_that_is_wrong),
        cmocka_unit_test(takes_as_many_as_its_limits),
    };
    return cmocka_run_group_tests_name("taxonomy", tests, load_shipped, drop_shipped);
}
