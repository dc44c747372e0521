/* Tests of services/router/classifier.c: what a text is classified by, and which models are refused. */
#include "services/router/classifier.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "common/text/normalise.h"

#define WEIGHTS                                                                                \
    "weights: {code_model: 1, code_rules: 0.5, type_model: 1, type_rules: 0.3, "               \
    "out_of_scope_rules: 2}\n"
#define LIMITS                                                                                 \
    "version: 3\nconfidence_min: 0.6\nmargin_min: 0.15\nurgent_min: 0.2\nknown_min: 10\n"      \
    "urgent_code_min: 0.05\nurgent_codes: [LS01, FD01]\n"
#define SHIPPED_MODEL "build/share/model/zh.model"

static struct arena arena;
static struct taxonomy taxonomy;
static struct rules rules;
static struct yaml yaml;

static int load(void **state UNUSED)
{
    assert_int_equal(yaml_read_file(&yaml, &arena, "deploy/config/taxonomy.yaml"), OK);
    assert_int_equal(taxonomy_from_yaml(&yaml, &taxonomy), OK);
    assert_int_equal(yaml_read_file(&yaml, &arena, "deploy/config/rules.yaml"), OK);
    assert_int_equal(rules_from_yaml(&yaml, &taxonomy, &rules), OK);
    return 0;
}

static int drop(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static enum error
read_file(const char *file, const char *model, struct classifier *ret_classifier)
{
    assert_int_equal(yaml_read_text(&yaml, &arena, text_of(file)), OK);
    return classifier_from_yaml(&yaml, "deploy/config", model, &rules, ret_classifier);
}

static void assert_refused(const char *file, const char *model, const char *part)
{
    struct classifier classifier;

    assert_int_equal(read_file(file, model, &classifier), ERROR_config);
    if (!strstr(yaml.faults.at, part))
        fail_msg("'%s' is not among: %s", part, yaml.faults.at);
}

static void without_a_model_the_rules_decide_alone(void **state UNUSED)
{
    struct classifier classifier;

    assert_int_equal(read_file(LIMITS "model: none\n" WEIGHTS, NULL, &classifier), OK);
    assert_null(classifier.model);
    assert_int_equal(classifier.version, 3);
    assert_true(classifier.confidence_min > 0.59 && classifier.confidence_min < 0.61);
    assert_int_equal(classifier.known_min, 10);
}

static void the_first_model_that_is_there_is_taken(void **state UNUSED)
{
    struct classifier classifier;
    const char *file = LIMITS "model: [nowhere.model, ../../" SHIPPED_MODEL "]\n" WEIGHTS;

    if (read_file(file, NULL, &classifier) != OK)
        fail_msg("%s", yaml.faults.at);
    assert_non_null(classifier.model);
    assert_int_equal(model_version(classifier.model).length, 16);
}

static void a_model_that_is_told_goes_before_those_that_are_named(void **state UNUSED)
{
    struct classifier classifier;

    assert_int_equal(read_file(LIMITS "model: none\n" WEIGHTS, SHIPPED_MODEL, &classifier), OK);
    assert_string_equal(classifier.model_path, SHIPPED_MODEL);
}

static void the_opinion_of_a_model_is_in_the_taxonomys_places(void **state UNUSED)
{
    struct classifier classifier;
    float codes = 0, types = 0;

    assert_int_equal(read_file(LIMITS "model: none\n" WEIGHTS, SHIPPED_MODEL, &classifier), OK);
    struct text normal = text_normalise(&arena, TEXT("我的信用卡年费什么时候收，一年多少钱"));
    struct opinion opinion = classifier_ask(&classifier, normal);
    for (size_t i = 0; i < taxonomy.subcategory_count; i++)
        codes += opinion.codes[i];
    for (size_t i = 0; i < MATTER_TYPES; i++)
        types += opinion.types[i];
    assert_true(codes + opinion.out_of_scope > 0.99F && codes + opinion.out_of_scope < 1.01F);
    assert_true(types > 0.99F && types < 1.01F);
    assert_true(opinion.codes[taxonomy_find(&taxonomy, TEXT("CR03"))] > 0.5F);
    assert_true(opinion.types[MATTER_consult] > 0.5F);
    assert_true(opinion.known >= 10);
    assert_true(opinion.emotion >= 0 && opinion.emotion < 1.5F);
}

static void a_file_that_is_wrong_is_refused(void **state UNUSED)
{
    assert_refused(LIMITS "model: [nowhere.model]\n" WEIGHTS, NULL, "no model at any of these");
    assert_refused(LIMITS "model: some\n" WEIGHTS, NULL, "'model' must be 'none' or a list");
    assert_refused(LIMITS WEIGHTS, NULL, "'model' is missing");
    assert_refused(LIMITS "model: none\n", NULL, "'weights' is missing");
    assert_refused("version: 1\nmodel: none\n" WEIGHTS, NULL, "'confidence_min' is missing");
    assert_refused(LIMITS "colour: red\nmodel: none\n" WEIGHTS, NULL, "unknown key 'colour'");
    assert_refused(
        LIMITS "model: none\nweights: {code_model: 1}\n",
        NULL,
        "'type_rules' is missing"
    );
    assert_refused(LIMITS "model: none\n" WEIGHTS, "deploy/config/rules.yaml", "rules.yaml");
}

static enum error with_confidence(const char *number)
{
    struct classifier classifier;
    struct text file = arena_format(
        &arena,
        "version: 1\nconfidence_min: %s\nmargin_min: 0.15\nurgent_min: 0.2\nknown_min: "
        "10\nurgent_code_min: 0.05\nurgent_codes: []\nmodel: none\n" WEIGHTS,
        number
    );
    return read_file(file.at, NULL, &classifier);
}

static void a_share_is_from_0_to_1(void **state UNUSED)
{
    assert_int_equal(with_confidence("0"), OK);
    assert_int_equal(with_confidence("1"), OK);
    assert_int_equal(with_confidence("-0.01"), ERROR_config);
    assert_int_equal(with_confidence("1.01"), ERROR_config);
    assert_int_equal(with_confidence("much"), ERROR_config);
}

static void
the_share_of_what_can_be_urgent_is_that_of_the_subcategories_named(void **state UNUSED)
{
    struct classifier classifier;
    double shares[SUBCATEGORIES_MAX] = {0};

    assert_int_equal(read_file(LIMITS "model: none\n" WEIGHTS, NULL, &classifier), OK);
    assert_true(classifier_urgent_share(&classifier, shares) == 0);
    shares[taxonomy_find(&taxonomy, TEXT("LS01"))] = 0.25;
    shares[taxonomy_find(&taxonomy, TEXT("FD01"))] = 0.5;
    shares[taxonomy_find(&taxonomy, TEXT("CR04"))] = 0.125;
    assert_true(classifier_urgent_share(&classifier, shares) == 0.75);
}

static void a_subcategory_that_nobody_knows_cannot_be_urgent(void **state UNUSED)
{
    static const char rest[] =
        "version: 3\nconfidence_min: 0.6\nmargin_min: 0.15\nurgent_min: 0.2\nknown_min: "
        "10\nmodel: none\n" WEIGHTS;

    struct text file = arena_format(&arena, "%surgent_code_min: 0.05\n", rest);
    assert_refused(file.at, NULL, "'urgent_codes' is missing");
    file = arena_format(&arena, "%surgent_codes: [LS01]\n", rest);
    assert_refused(file.at, NULL, "'urgent_code_min' is missing");
    file = arena_format(&arena, "%surgent_code_min: 0\nurgent_codes: [LS01, XX01]\n", rest);
    assert_refused(file.at, NULL, "no code 'XX01'");
    file = arena_format(&arena, "%surgent_code_min: 1.01\nurgent_codes: []\n", rest);
    assert_refused(file.at, NULL, "urgent_code_min");
}

/* deploy/README.md: programs of today take the policies of before. */
static void a_file_of_before_says_nothing_of_what_can_be_urgent(void **state UNUSED)
{
    static const char before[] =
        "version: 3\nconfidence_min: 0.6\nmargin_min: 0.15\nurgent_min: 0.2\nknown_min: "
        "10\nmodel: none\n" WEIGHTS;
    struct classifier classifier;
    double nothing[SUBCATEGORIES_MAX] = {0};

    assert_int_equal(read_file(before, NULL, &classifier), OK);
    assert_true(classifier_urgent_share(&classifier, nothing) >= classifier.urgent_code_min);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_model_the_rules_decide_alone),
        cmocka_unit_test(the_first_model_that_is_there_is_taken),
        cmocka_unit_test(a_model_that_is_told_goes_before_those_that_are_named),
        cmocka_unit_test(the_opinion_of_a_model_is_in_the_taxonomys_places),
        cmocka_unit_test(a_file_that_is_wrong_is_refused),
        cmocka_unit_test(a_share_is_from_0_to_1),
        cmocka_unit_test(the_share_of_what_can_be_urgent_is_that_of_the_subcategories_named),
        cmocka_unit_test(a_subcategory_that_nobody_knows_cannot_be_urgent),
        cmocka_unit_test(a_file_of_before_says_nothing_of_what_can_be_urgent),
    };
    return cmocka_run_group_tests_name("classifier", tests, load, drop);
}
