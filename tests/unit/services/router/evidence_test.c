/* Tests of services/router/evidence.c with small rules of their own. */
#include "services/router/evidence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena arena;
static struct taxonomy taxonomy;
static struct rules rules;

static const char *const file =
    "masks: [投诉建议, 能不能]\n"
    "negations: [不, 没]\n"
    "links: [顺便]\n"
    "rules:\n"
    "- {id: word, any: [投诉], type: T, negatable: true}\n"
    "- {id: plain, any: [投诉], type: T}\n"
    "- {id: both, any: [卡], with: [丢], and: [快], without: [找到], code: LS01}\n"
    "- {id: big, any: [大字], code: FW07}\n"
    "- {id: poster, any: [大字报], code: CO01}\n"
    "- {id: poster_tone, any: [大字], type: T}\n"
    "- {id: apart, any: [大~报], code: CO02}\n"
    "- {id: prior, when: [FD01], type: D}\n";

static int load(void **state UNUSED)
{
    struct yaml yaml;

    assert_int_equal(yaml_read_file(&yaml, &arena, "deploy/config/taxonomy.yaml"), OK);
    assert_int_equal(taxonomy_from_yaml(&yaml, &taxonomy), OK);
    assert_int_equal(yaml_read_text(&yaml, &arena, text_of(file)), OK);
    if (rules_from_yaml(&yaml, &taxonomy, &rules) != OK)
        fail_msg("%s", yaml.faults.at);
    return 0;
}

static int drop(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

/* True when the rule fires on the whole text. */
static bool fires(const char *rule, const char *text)
{
    struct evidence evidence = evidence_of(&rules, &arena, text_of(text));

    evidence_limit(&evidence, 0, strlen(text));
    for (size_t i = 0; i < rules.count; i++) {
        if (text_is(rules.rules[i].id, rule))
            return evidence.firings[i].fired;
    }
    fail_msg("no rule %s", rule);
    return false;
}

static void needs_a_word_of_each_list_and_none_of_without(void **state UNUSED)
{
    assert_true(fires("both", "快,卡丢了"));
    assert_false(fires("both", "快,卡"));
    assert_false(fires("both", "卡丢了"));
    assert_false(fires("both", "快,丢了"));
    assert_false(fires("both", "快,卡丢了又找到了"));
}

static void does_not_count_a_negated_word_for_a_negatable_rule(void **state UNUSED)
{
    assert_false(fires("word", "我不投诉"));
    assert_true(fires("plain", "我不投诉"));
    assert_true(fires("word", "我投诉"));
    assert_true(fires("word", "我不投诉,不对,我投诉"));
}

static void a_negation_reaches_two_characters_within_its_clause(void **state UNUSED)
{
    assert_false(fires("word", "不想要投诉"));
    assert_true(fires("word", "不想要再投诉"));
    assert_true(fires("word", "不,投诉"));
    assert_true(fires("word", "没.投诉"));
}

static void a_mask_hides_the_words_inside_it(void **state UNUSED)
{
    assert_false(fires("plain", "投诉建议"));
    assert_true(fires("plain", "投诉建议,投诉"));
    assert_true(fires("word", "能不能投诉"));
}

static void a_longer_word_of_another_subcategory_wins(void **state UNUSED)
{
    assert_true(fires("poster", "贴大字报"));
    assert_false(fires("big", "贴大字报"));
    assert_true(fires("big", "字太小,要大字"));
    assert_true(fires("big", "大字报,还要大字"));
}

static void a_longer_word_does_not_hide_what_speaks_for_a_type(void **state UNUSED)
{
    assert_true(fires("poster_tone", "贴大字报"));
}

static void parts_that_stand_apart_hide_nothing(void **state UNUSED)
{
    assert_true(fires("apart", "大字看报"));
    assert_true(fires("big", "大字看报"));
}

static void a_rule_without_words_fires_always(void **state UNUSED)
{
    assert_true(fires("prior", ""));
    assert_true(fires("prior", "anything"));
}

static void looks_at_the_stretch_only(void **state UNUSED)
{
    struct evidence evidence = evidence_of(&rules, &arena, TEXT("投诉,大字"));

    evidence_limit(&evidence, 0, 6);
    assert_true(evidence.firings[1].fired);
    assert_false(evidence.firings[3].fired);
    evidence_limit(&evidence, 6, 13);
    assert_false(evidence.firings[1].fired);
    assert_true(evidence.firings[3].fired);
    evidence_limit(&evidence, 0, 5);
    assert_false(evidence.firings[1].fired);
}

/* Numbers of the rules that fired, one behind the other. */
static struct text fired_in(struct evidence *evidence, size_t from, size_t to)
{
    struct text all = TEXT("");

    evidence_limit(evidence, from, to);
    for (size_t i = 0; i < evidence->fired_count; i++) {
        assert_true(evidence->firings[evidence->fired[i]].fired);
        all = arena_format(&arena, "%s%u ", all.at, evidence->fired[i]);
    }
    return all;
}

static void rules_that_fire_come_in_their_order_and_leave_with_their_stretch(void **state UNUSED
)
{
    struct evidence evidence = evidence_of(&rules, &arena, TEXT("大字,快,卡丢了,投诉"));

    assert_int_equal(evidence.fired_count, 0);
    assert_string_equal(fired_in(&evidence, 0, 100).at, "0 1 2 3 5 7 ");
    assert_string_equal(fired_in(&evidence, 0, 6).at, "3 5 7 ");
    assert_string_equal(fired_in(&evidence, 7, 11).at, "7 ");
    assert_false(evidence.firings[2].fired);
    assert_int_equal(evidence.firings[2].slots, 1U << SLOT_and);
    assert_string_equal(fired_in(&evidence, 0, 0).at, "7 ");
    assert_int_equal(evidence.firings[2].slots, 0);
    assert_string_equal(fired_in(&evidence, 0, 100).at, "0 1 2 3 5 7 ");
}

static void remembers_the_word_that_made_a_rule_fire(void **state UNUSED)
{
    struct evidence evidence = evidence_of(&rules, &arena, TEXT("快,卡丢了"));

    evidence_limit(&evidence, 0, 100);
    assert_true(evidence.firings[2].fired);
    assert_true(text_is(literals_text(rules.literals, evidence.firings[2].literal), "卡"));
}

static void finds_where_a_second_matter_begins(void **state UNUSED)
{
    struct evidence evidence = evidence_of(&rules, &arena, TEXT("卡,顺便投诉"));
    assert_int_equal(evidence_second_matter(&evidence), 4);
    evidence = evidence_of(&rules, &arena, TEXT("投诉"));
    assert_int_equal(evidence_second_matter(&evidence), 0);
    evidence = evidence_of(&rules, &arena, TEXT("顺便投诉"));
    assert_int_equal(evidence_second_matter(&evidence), 0);
}

static size_t hits_in(size_t words)
{
    char *at = arena_take(&arena, words * 3);

    for (size_t i = 0; i < words; i++)
        memcpy(at + 3 * i, "卡", 3);
    return evidence_of(&rules, &arena, (struct text){at, 3 * words}).hit_count;
}

static void looks_at_as_many_words_as_its_limit(void **state UNUSED)
{
    assert_int_equal(hits_in(EVIDENCE_HITS_MAX - 1), EVIDENCE_HITS_MAX - 1);
    assert_int_equal(hits_in(EVIDENCE_HITS_MAX), EVIDENCE_HITS_MAX);
    assert_int_equal(hits_in(EVIDENCE_HITS_MAX + 1), EVIDENCE_HITS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(needs_a_word_of_each_list_and_none_of_without),
        cmocka_unit_test(does_not_count_a_negated_word_for_a_negatable_rule),
        cmocka_unit_test(a_negation_reaches_two_characters_within_its_clause),
        cmocka_unit_test(a_mask_hides_the_words_inside_it),
        cmocka_unit_test(a_longer_word_of_another_subcategory_wins),
        cmocka_unit_test(a_longer_word_does_not_hide_what_speaks_for_a_type),
        cmocka_unit_test(parts_that_stand_apart_hide_nothing),
        cmocka_unit_test(a_rule_without_words_fires_always),
        cmocka_unit_test(looks_at_the_stretch_only),
        cmocka_unit_test(rules_that_fire_come_in_their_order_and_leave_with_their_stretch),
        cmocka_unit_test(remembers_the_word_that_made_a_rule_fire),
        cmocka_unit_test(finds_where_a_second_matter_begins),
        cmocka_unit_test(looks_at_as_many_words_as_its_limit),
    };
    return cmocka_run_group_tests_name("evidence", tests, load, drop);
}
