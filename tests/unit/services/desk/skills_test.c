/* Tests of services/desk/skills.c and deploy/config/skills.yaml: CL-04, TR-04, RW-02. */
#include "services/desk/skills.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { NOW = 1000 };

static struct arena arena;
static struct skill_rules rules;

static const struct skill held[] = {
    {{"card", 4}, 2, INT64_MAX},
    {{"fx", 2}, 5, NOW},
    {{"trainee", 7}, 1, NOW + 1},
};
static const struct skill_set person = {held, LENGTH(held), 0};

static int done(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static bool rules_pass(const char *text)
{
    struct yaml yaml;

    rules = (struct skill_rules){.count = 0};
    assert_int_equal(yaml_read_text(&yaml, &arena, text_of(text)), OK);
    skill_rules_read(&yaml, &rules);
    return yaml_ok(&yaml);
}

static void a_level_below_the_least_does_not_do(void **state UNUSED)
{
    assert_int_equal(skills_check(&person, TEXT("card:1"), NOW), REFUSAL_none);
    assert_int_equal(skills_check(&person, TEXT("card:2"), NOW), REFUSAL_none);
    assert_int_equal(skills_check(&person, TEXT("card:3"), NOW), REFUSAL_level);
    assert_int_equal(skills_check(&person, TEXT("card"), NOW), REFUSAL_none);
    assert_int_equal(skills_check(&person, TEXT("loan:1"), NOW), REFUSAL_skill);
    assert_int_equal(skills_check(&person, TEXT(""), NOW), REFUSAL_none);
    assert_int_equal(skills_check(&person, TEXT("card:1,loan:1"), NOW), REFUSAL_skill);
}

static void a_skill_is_gone_from_its_last_instant_on(void **state UNUSED)
{
    /* TR-04: good to the end of the last day, not an instant longer */
    assert_int_equal(skills_check(&person, TEXT("fx:5"), NOW - 1), REFUSAL_none);
    assert_int_equal(skills_check(&person, TEXT("fx:5"), NOW), REFUSAL_expired);
    assert_int_equal(skills_check(&person, TEXT("fx:5"), NOW + 1), REFUSAL_expired);
}

static void a_forbidden_skill_excludes_while_it_lasts(void **state UNUSED)
{
    assert_int_equal(skills_check(&person, TEXT("card:1,!trainee"), NOW), REFUSAL_forbidden);
    assert_int_equal(skills_check(&person, TEXT("card:1,!trainee"), NOW + 1), REFUSAL_none);
    assert_int_equal(skills_check(&person, TEXT("!loan"), NOW), REFUSAL_none);
}

static void whoever_knows_everything_is_excluded_from_nothing(void **state UNUSED)
{
    struct skill_set all = {.all = 3};

    assert_int_equal(skills_check(&all, TEXT("card:3,!trainee,^q.loan"), NOW), REFUSAL_none);
    assert_int_equal(skills_check(&all, TEXT("card:4"), NOW), REFUSAL_level);
}

static void a_listed_skill_counts_before_all(void **state UNUSED)
{
    struct skill_set expert = {held, LENGTH(held), 5};

    assert_int_equal(skill_level(&expert, TEXT("card"), NOW), 2);
    assert_int_equal(skill_level(&expert, TEXT("loan"), NOW), 5);
}

static void the_grade_says_the_least_level(void **state UNUSED)
{
    assert_true(rules_pass("levels: {P1: 3, P2: 2}\nskills:\n  card: {zh: 卡, en: card}\n"
                           "  english: {zh: 英, en: English, levels: {P1: 2}}\n"));
    assert_int_equal(skill_least(&rules, TEXT("card"), CASE_GRADE_P1), 3);
    assert_int_equal(skill_least(&rules, TEXT("card"), CASE_GRADE_P2), 2);
    assert_int_equal(skill_least(&rules, TEXT("card"), CASE_GRADE_P4), 1);
    assert_int_equal(skill_least(&rules, TEXT("card"), CASE_GRADE_none), 1);
    assert_int_equal(skill_least(&rules, TEXT("english"), CASE_GRADE_P1), 2);
    assert_int_equal(skill_least(&rules, TEXT("english"), CASE_GRADE_P2), 2);
    assert_int_equal(skill_least(&rules, TEXT("unheard"), CASE_GRADE_P1), 3);
}

static const char *needs_of(enum case_grade grade, bool any_level, size_t overflow)
{
    static const struct text more[] = {{"q.a", 3}, {"q.b", 3}};
    struct text line = skill_needs(
        &arena,
        &(struct needed){
            .rules = &rules,
            .required = TEXT("card,x"),
            .wishes = TEXT("+fx,!trainee,@hd-1,!new"),
            .grade = grade,
            .any_level = any_level,
            .overflow = more,
            .overflow_count = overflow,
        }
    );

    return arena_format(&arena, "%.*s", (int)line.length, line.at).at;
}

static void the_line_says_levels_exclusions_and_further_queues(void **state UNUSED)
{
    assert_true(rules_pass(
        "levels: {P1: 3}\nskills: {card: {zh: 卡, en: card}, x: {zh: 其他, en: other}}\n"
    ));
    assert_string_equal(needs_of(CASE_GRADE_P1, false, 0), "card:3,x:3,!trainee,!new");
    assert_string_equal(needs_of(CASE_GRADE_P4, false, 0), "card:1,x:1,!trainee,!new");
    assert_string_equal(needs_of(CASE_GRADE_P1, true, 0), "card:1,x:1,!trainee,!new");
    assert_string_equal(
        needs_of(CASE_GRADE_P1, false, 2),
        "card:3,x:3,!trainee,!new,^q.a,^q.b"
    );
    assert_int_equal(skill_needs(&arena, &(struct needed){.rules = &rules}).length, 0);
}

/* CL-04, CL-08: a route asks for a level, the grade for another; the ladder waives both. */
static void the_greater_of_both_levels_is_asked_for(void **state UNUSED)
{
    assert_true(rules_pass("levels: {P1: 3}\nskills: {card: {zh: 卡, en: card}}\n"));
    const struct {
        const char *required;
        enum case_grade grade;
        bool any_level;
        const char *line;
    } cases[] = {
        {"card:2", CASE_GRADE_P1, false, "card:3"},
        {"card:3", CASE_GRADE_P1, false, "card:3"},
        {"card:4", CASE_GRADE_P1, false, "card:4"},
        {"card:4", CASE_GRADE_P4, false, "card:4"},
        {"card:4", CASE_GRADE_P4, true, "card:1"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct needed needed = {
            .rules = &rules,
            .required = text_of(cases[i].required),
            .grade = cases[i].grade,
            .any_level = cases[i].any_level};
        assert_true(text_is(skill_needs(&arena, &needed), cases[i].line));
    }
}

/* The person has trainee at 1, fx at 5 up to NOW. */
static void a_forbidden_level_excludes_from_there_on(void **state UNUSED)
{
    assert_int_equal(skills_check(&person, TEXT("!card:1"), NOW), REFUSAL_forbidden);
    assert_int_equal(skills_check(&person, TEXT("!card:2"), NOW), REFUSAL_forbidden);
    assert_int_equal(skills_check(&person, TEXT("!card:3"), NOW), REFUSAL_none);
    assert_int_equal(skills_check(&person, TEXT("!fx:5"), NOW - 1), REFUSAL_forbidden);
    assert_int_equal(skills_check(&person, TEXT("!fx:5"), NOW), REFUSAL_none);
}

static void words_are_taken_one_by_one(void **state UNUSED)
{
    struct text rest = TEXT(",a,,bc,"), word;

    assert_true(word_take(&rest, ',', &word));
    assert_true(text_is(word, "a"));
    assert_true(word_take(&rest, ',', &word));
    assert_true(text_is(word, "bc"));
    assert_false(word_take(&rest, ',', &word));
    assert_true(word_is_among(TEXT("a\nbc"), '\n', TEXT("bc")));
    assert_false(word_is_among(TEXT("a\nbc"), '\n', TEXT("b")));
}

static void levels_lie_between_1_and_5(void **state UNUSED)
{
    assert_false(rules_pass("levels: {P1: 0}\nskills: {}\n"));
    assert_true(rules_pass("levels: {P1: 1}\nskills: {}\n"));
    assert_true(rules_pass("levels: {P1: 5}\nskills: {}\n"));
    assert_false(rules_pass("levels: {P1: 6}\nskills: {}\n"));
    assert_false(rules_pass("levels: {P5: 1}\nskills: {}\n"));
    assert_false(rules_pass("levels: {P1: 1}\n"));
    assert_false(rules_pass("skills: {card: {zh: 卡}}\n"));
}

/* Every skill that a route or a subject names must be one that people can have. */
static void check_words(const struct yaml_node *node, const char *file)
{
    for (const struct yaml_node *child = node->first; child; child = child->next) {
        bool names = text_is(child->key, "skills") || text_is(child->key, "preferred") ||
                     text_is(child->key, "forbidden");
        for (const struct yaml_node *word = names ? child->first : NULL; word;
             word = word->next) {
            if (!skill_is_known(&rules, word->text) && !text_is(word->text, "category"))
                fail_msg(
                    "%s:%d: %.*s",
                    file,
                    word->line,
                    (int)word->text.length,
                    word->text.at
                );
        }
        check_words(child, file);
    }
}

static void the_shipped_routes_and_subjects_name_skills_that_exist(void **state UNUSED)
{
    static const char *const files[] = {
        "deploy/config/routes.yaml",
        "deploy/config/taxonomy.yaml"};
    struct yaml yaml;

    rules = (struct skill_rules){.count = 0};
    assert_int_equal(yaml_read_file(&yaml, &arena, "deploy/config/skills.yaml"), OK);
    skill_rules_read(&yaml, &rules);
    assert_true(yaml_ok(&yaml));
    assert_true(rules.count > 20);
    for (size_t i = 0; i < LENGTH(files); i++) {
        assert_int_equal(yaml_read_file(&yaml, &arena, files[i]), OK);
        check_words(yaml.root, files[i]);
    }
}

/* 1.21, tier T4 */
static void what_needs_such_a_skill_stays_here(void **state UNUSED)
{
    assert_true(rules_pass(
        "skills: {card: {zh: a, en: a}, restricted: {zh: b, en: b, stays_here: true}}\n"
    ));
    assert_true(skills_stay_here(&rules, TEXT("restricted")));
    assert_true(skills_stay_here(&rules, TEXT("card,restricted")));
    assert_true(skills_stay_here(&rules, TEXT("card,restricted:4")));
    assert_false(skills_stay_here(&rules, TEXT("card")));
    assert_false(skills_stay_here(&rules, TEXT("unknown")));
    assert_false(skills_stay_here(&rules, TEXT("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_level_below_the_least_does_not_do),
        cmocka_unit_test(a_skill_is_gone_from_its_last_instant_on),
        cmocka_unit_test(a_forbidden_skill_excludes_while_it_lasts),
        cmocka_unit_test(whoever_knows_everything_is_excluded_from_nothing),
        cmocka_unit_test(a_listed_skill_counts_before_all),
        cmocka_unit_test(the_grade_says_the_least_level),
        cmocka_unit_test(the_line_says_levels_exclusions_and_further_queues),
        cmocka_unit_test(the_greater_of_both_levels_is_asked_for),
        cmocka_unit_test(a_forbidden_level_excludes_from_there_on),
        cmocka_unit_test(words_are_taken_one_by_one),
        cmocka_unit_test(levels_lie_between_1_and_5),
        cmocka_unit_test(what_needs_such_a_skill_stays_here),
        cmocka_unit_test(the_shipped_routes_and_subjects_name_skills_that_exist),
    };
    return cmocka_run_group_tests_name("desk: skills", tests, NULL, done);
}
