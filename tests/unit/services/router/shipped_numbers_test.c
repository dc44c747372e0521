/* Each number of deploy/config/classifier.yaml; `tests/mutation/run` changes each of them, and here a change is told
 * (REQUIREMENTS 5.1, CL-01). What the numbers were chosen by stands in that file and in tests/data/phrasings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "services/router/classifier.h"

static struct arena arena;
static struct classifier classifier;
static struct taxonomy taxonomy;
static struct rules rules;

/* The file as it is shipped; which model there is plays no part. */
static int load(void **state UNUSED)
{
    static char file[1 << 14];
    struct yaml yaml;
    FILE *stream = fopen("deploy/config/classifier.yaml", "rb");

    assert_non_null(stream);
    file[fread(file, 1, sizeof(file) - 1, stream)] = 0;
    fclose(stream);
    char *model = strstr(file, "\nmodel: [");
    assert_non_null(model);
    char *rest = strchr(model + 1, '\n');
    assert_non_null(rest);
    struct text text =
        arena_format(&arena, "%.*s\nmodel: none%s", (int)(model - file), file, rest);
    assert_int_equal(yaml_read_file(&yaml, &arena, "deploy/config/taxonomy.yaml"), OK);
    assert_int_equal(taxonomy_from_yaml(&yaml, &taxonomy), OK);
    assert_int_equal(yaml_read_file(&yaml, &arena, "deploy/config/rules.yaml"), OK);
    assert_int_equal(rules_from_yaml(&yaml, &taxonomy, &rules), OK);
    assert_int_equal(yaml_read_text(&yaml, &arena, text), OK);
    if (classifier_from_yaml(&yaml, "deploy/config", NULL, &rules, &classifier) != OK)
        fail_msg("%s", yaml.faults.at);
    return 0;
}

static int drop(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

/* To a thousandth; the file has hundredths. */
static void assert_share(double number, double wanted)
{
    if (number < wanted - 0.001 || number > wanted + 0.001)
        fail_msg("%f is not %f", number, wanted);
}

static void a_person_decides_below_these_shares(void **state UNUSED)
{
    assert_share(classifier.confidence_min, 0.60);
    assert_share(classifier.margin_min, 0.15);
}

/* 5.4, 5.7 to 5.9: a missed one costs more than a look. */
static void urgent_is_taken_for_urgent_from_these_shares_on(void **state UNUSED)
{
    assert_share(classifier.urgent_min, 0.04);
    assert_share(classifier.urgent_code_min, 0.20);
}

static void the_model_is_asked_from_ten_known_n_grams_on(void **state UNUSED)
{
    assert_int_equal(classifier.known_min, 10);
}

static void the_rules_weigh_so_much_beside_the_model(void **state UNUSED)
{
    assert_share(classifier.weights.code_model, 1.0);
    assert_share(classifier.weights.code_rules, 0.5);
    assert_share(classifier.weights.type_model, 1.0);
    assert_share(classifier.weights.type_rules, 0.35);
    assert_share(classifier.weights.out_of_scope_rules, 2.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_decides_below_these_shares),
        cmocka_unit_test(urgent_is_taken_for_urgent_from_these_shares_on),
        cmocka_unit_test(the_model_is_asked_from_ten_known_n_grams_on),
        cmocka_unit_test(the_rules_weigh_so_much_beside_the_model),
    };

    return cmocka_run_group_tests_name(
        "router: the numbers of the classifier",
        tests,
        load,
        drop
    );
}
