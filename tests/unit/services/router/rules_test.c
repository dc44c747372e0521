/* Tests of services/router/rules.c: how a file of rules is read and what is refused. */
#include "services/router/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena arena;
static struct taxonomy taxonomy;

static int load_taxonomy(void **state UNUSED)
{
    struct yaml yaml;

    assert_int_equal(yaml_read_file(&yaml, &arena, "deploy/config/taxonomy.yaml"), OK);
    assert_int_equal(taxonomy_from_yaml(&yaml, &taxonomy), OK);
    return 0;
}

static int drop_taxonomy(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static enum error load(struct yaml *yaml, struct rules *rules, const char *text)
{
    assert_int_equal(yaml_read_text(yaml, &arena, text_of(text)), OK);
    return rules_from_yaml(yaml, &taxonomy, rules);
}

static void reads_every_part_of_a_rule(void **state UNUSED)
{
    struct yaml yaml;
    struct rules rules;

    assert_int_equal(
        load(
            &yaml,
            &rules,
            "version: 7\n"
            "lists:\n  lost: [丢了, 不见了]\n"
            "masks: [投诉建议]\n"
            "rules:\n"
            "- {id: one, any: [卡, $lost], with: [我], and: [快], without: [找到], code: "
            "LS01,\n"
            "   weight: 3, type: U, type_weight: 5, tags: [loss_report], emotion: 2,\n"
            "   urgent: true, negatable: true}\n"
            "- {id: two, when: [FD01, FD02], types: [D, T], type: D, weight: -4}\n"
        ),
        OK
    );
    assert_int_equal(rules.version, 7);
    assert_int_equal(rules.count, 2);
    assert_int_equal(literals_count(rules.literals), 7);
    const struct rule *one = &rules.rules[0];
    assert_true(text_is(one->id, "one"));
    assert_int_equal(one->code, taxonomy_find(&taxonomy, TEXT("LS01")));
    assert_int_equal(one->weight, 3);
    assert_int_equal(one->type, MATTER_urgent);
    assert_int_equal(one->type_weight, 5);
    assert_int_equal(one->tags, TAG_BIT(TAG_loss_report));
    assert_int_equal(one->emotion, 2);
    assert_true(one->urgent && one->negatable && !one->out_of_scope);
    assert_int_equal(one->needed, 1 << SLOT_any | 1 << SLOT_with | 1 << SLOT_and);
    const struct rule *two = &rules.rules[1];
    assert_int_equal(two->code, -1);
    assert_int_equal(two->type_weight, -4);
    assert_int_equal(two->code_count, 2);
    assert_int_equal(two->types, 1 << MATTER_dispute | 1 << MATTER_complaint);
    assert_int_equal(two->needed, 0);
}

static void refuses_a_file_that_is_wrong(void **state UNUSED)
{
    static const char *const rows[][2] = {
        {"{id: a, any: [卡], colour: red}", "unknown key 'colour'"},
        {"{any: [卡]}", "'id' is missing"},
        {"{id: a}", "needs words or codes"},
        {"{id: a, without: [卡]}", "needs words or codes"},
        {"{id: a, any: [卡], code: XX01}", "no code 'XX01'"},
        {"{id: a, any: [卡], type: X}", "no type 'X'"},
        {"{id: a, any: [卡], type: transfer_out}", "no type 'transfer_out'"},
        {"{id: a, any: [卡], types: [X]}", "no type 'X'"},
        {"{id: a, any: [卡], when: [X]}", "no code 'X'"},
        {"{id: a, any: [卡], tags: [nothing]}", "no tag 'nothing'"},
        {"{id: a, any: [$nothing]}", "no list 'nothing'"},
        {"{id: a, any: [帳戶]}", "not in normalised form"},
        {"{id: a, any: [App]}", "not in normalised form"},
        {"{id: a, any: [a~b~c~d~e]}", "is not a literal"},
        {"{id: a, any: [[卡]]}", "a word is expected"},
        {"{id: a, any: [卡], urgent: true}", "an urgent rule needs a code"},
        {"{id: a, any: [卡], urgent: perhaps}", "must be true or false"},
        {"{id: a, any: [卡], emotion: 4}", "'emotion' must be"},
        {"{id: a, any: [卡], emotion: -1}", "'emotion' must be"},
        {"{id: a, any: [卡]}, {id: a, any: [卡]}", "stands twice"},
    };
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct yaml yaml;
        struct rules rules;
        struct text text = arena_format(&arena, "version: 1\nrules: [%s]\n", rows[i][0]);
        if (load(&yaml, &rules, text.at) != ERROR_config || !strstr(yaml.faults.at, rows[i][1]))
            fail_msg("%s: '%s' is not among: %s", rows[i][0], rows[i][1], yaml.faults.at);
    }
}

static void refuses_a_file_without_rules(void **state UNUSED)
{
    struct yaml yaml;
    struct rules rules;

    assert_int_equal(load(&yaml, &rules, "version: 1\n"), ERROR_config);
    assert_non_null(strstr(yaml.faults.at, "'rules' is missing"));
}

static void lists_all_faults_with_their_lines(void **state UNUSED)
{
    struct yaml yaml;
    struct rules rules;

    assert_int_equal(
        load(
            &yaml,
            &rules,
            "version: 1\nrules:\n- {id: a, any: [卡], code: XX01}\n- {id: b, any: [卡], type: "
            "X}\n"
        ),
        ERROR_config
    );
    assert_int_equal(yaml.fault_count, 2);
    assert_non_null(strstr(yaml.faults.at, ":3: no code"));
    assert_non_null(strstr(yaml.faults.at, ":4: no type"));
}

static enum error load_weight(int weight)
{
    struct yaml yaml;
    struct rules rules;
    struct text text =
        arena_format(&arena, "rules: [{id: a, any: [卡], code: AC01, weight: %d}]\n", weight);

    return load(&yaml, &rules, text.at);
}

static void takes_weights_up_to_their_limits(void **state UNUSED)
{
    assert_int_equal(load_weight(RULE_WEIGHT_MAX - 1), OK);
    assert_int_equal(load_weight(RULE_WEIGHT_MAX), OK);
    assert_int_equal(load_weight(RULE_WEIGHT_MAX + 1), ERROR_config);
    assert_int_equal(load_weight(-RULE_WEIGHT_MAX), OK);
    assert_int_equal(load_weight(-RULE_WEIGHT_MAX - 1), ERROR_config);
}

static enum error load_rules(size_t count)
{
    struct yaml yaml;
    struct rules rules;
    char *at = arena_take(&arena, count * 40 + 64);
    size_t length = (size_t)snprintf(at, 64, "rules:\n");

    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(at + length, 40, "- {id: r%zu, any: [w%zu]}\n", i, i);
    return load(&yaml, &rules, at);
}

static void takes_as_many_rules_as_its_limit(void **state UNUSED)
{
    assert_int_equal(load_rules(RULES_MAX - 1), OK);
    assert_int_equal(load_rules(RULES_MAX), OK);
    assert_int_equal(load_rules(RULES_MAX + 1), ERROR_config);
}

static enum error load_codes(size_t count)
{
    struct yaml yaml;
    struct rules rules;
    struct text codes = TEXT("AC01");

    for (size_t i = 1; i < count; i++)
        codes = arena_format(&arena, "%s, AC01", codes.at);
    struct text text =
        arena_format(&arena, "rules: [{id: a, type: T, when: [%s]}]\n", codes.at);
    return load(&yaml, &rules, text.at);
}

static void takes_as_many_codes_as_its_limit(void **state UNUSED)
{
    assert_int_equal(load_codes(RULE_CODES_MAX - 1), OK);
    assert_int_equal(load_codes(RULE_CODES_MAX), OK);
    assert_int_equal(load_codes(RULE_CODES_MAX + 1), ERROR_config);
}

static void reads_the_rules_that_are_shipped(void **state UNUSED)
{
    struct yaml yaml;
    struct rules rules;
    bool seen[SUBCATEGORIES_MAX] = {false};

    assert_int_equal(yaml_read_file(&yaml, &arena, "deploy/config/rules.yaml"), OK);
    if (rules_from_yaml(&yaml, &taxonomy, &rules) != OK)
        fail_msg("%s", yaml.faults.at);
    for (size_t i = 0; i < rules.count; i++) {
        if (rules.rules[i].code >= 0)
            seen[rules.rules[i].code] = true;
    }
    for (size_t i = 0; i < taxonomy.subcategory_count; i++) {
        if (!seen[i])
            fail_msg("no rule speaks for %s", taxonomy.subcategories[i].code.at);
    }
}

static void names_every_tag(void **state UNUSED)
{
    for (enum tag tag = 0; tag < TAGS; tag++) {
        enum tag found;
        assert_true(tag_find(text_of(tag_name(tag)), &found));
        assert_int_equal(found, tag);
        assert_true(strlen(tag_label(tag)) > 0);
    }
    assert_string_equal(tag_label(TAG_life_threat), "过激行为");
    assert_string_equal(tag_name(TAGS), "");
    enum tag none;
    assert_false(tag_find(TEXT("nothing"), &none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_part_of_a_rule),
        cmocka_unit_test(refuses_a_file_that_is_wrong),
        cmocka_unit_test(refuses_a_file_without_rules),
        cmocka_unit_test(lists_all_faults_with_their_lines),
        cmocka_unit_test(takes_weights_up_to_their_limits),
        cmocka_unit_test(takes_as_many_rules_as_its_limit),
        cmocka_unit_test(takes_as_many_codes_as_its_limit),
        cmocka_unit_test(reads_the_rules_that_are_shipped),
        cmocka_unit_test(names_every_tag),
    };
    return cmocka_run_group_tests_name("rules", tests, load_taxonomy, drop_taxonomy);
}
