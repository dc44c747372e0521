/* Tests of common/domain/calendar_choice.c: by queue and unit (REQUIREMENTS 4.4). */
#include "tests/unit/common/domain/support.h"

#include "common/domain/calendar_choice.h"

static struct calendar_choices *choices_of(const char *text)
{
    struct calendar_choices *choices = NULL;
    struct yaml yaml;

    assert_int_equal(yaml_read_text(&yaml, &support_arena, text_of(text)), OK);
    if (calendar_choices_read(&yaml, &choices) != OK)
        fail_msg("refused: %s", yaml.faults.at);
    return choices;
}

static void assert_fault(const char *text, const char *fault)
{
    struct calendar_choices *choices = NULL;
    struct yaml yaml;

    assert_int_equal(yaml_read_text(&yaml, &support_arena, text_of(text)), OK);
    assert_int_equal(calendar_choices_read(&yaml, &choices), ERROR_config);
    assert_null(choices);
    if (!strstr(yaml.faults.at, fault))
        fail_msg("'%s' is not in: %s", fault, yaml.faults.at);
}

#define CHOICES "version: 1\nchoices:\n"

static bool fits(const char *choice, const char *queue, const char *unit)
{
    char text[256];

    snprintf(text, sizeof(text), CHOICES "  - {id: a, calendar: C, %s}\n", choice);
    return calendar_choice_fits(
        &choices_of(text)->list[0],
        queue ? text_of(queue) : (struct text){0},
        unit ? text_of(unit) : (struct text){0}
    );
}

static void a_star_stands_for_what_follows(void **state UNUSED)
{
    assert_true(fits("units: [xz-*]", NULL, "xz-lhasa"));
    assert_true(fits("units: [xz-*]", NULL, "xz-"));
    assert_false(fits("units: [xz-*]", NULL, "xz"));
    assert_false(fits("units: [xz-*]", NULL, "xj-urumqi"));
    assert_true(fits("units: [xz]", NULL, "xz"));
    assert_false(fits("units: [xz]", NULL, "xz-lhasa"));
    assert_true(fits("units: [\"*\"]", NULL, "any"));
}

static void every_condition_that_is_given_must_hold(void **state UNUSED)
{
    assert_true(fits("queues: [q.card, q.loan]", "q.loan", NULL));
    assert_false(fits("queues: [q.card]", "q.loan", "xz-1"));
    assert_true(fits("queues: [q.card], units: [xz-*]", "q.card", "xz-1"));
    assert_false(fits("queues: [q.card], units: [xz-*]", "q.card", "xj-1"));
    assert_false(fits("queues: [q.card], units: [xz-*]", "q.card", NULL));
    assert_false(fits("units: [\"*\"]", "q.card", NULL));
}

static void says_its_conditions_in_words(void **state UNUSED)
{
    const struct calendar_choices *choices =
        choices_of(CHOICES "  - {id: a, calendar: C, queues: [q.card, q.loan], units: [xz-*]}\n"
        );

    assert_string_equal(
        calendar_choice_text(&support_arena, &choices->list[0]).at,
        "units xz-*, queues q.card q.loan"
    );
}

static void refuses_a_choice_without_conditions_and_an_id_twice(void **state UNUSED)
{
    assert_fault(CHOICES "  - {id: a, calendar: C}\n", "queues or units are expected");
    assert_fault(
        CHOICES "  - {id: a, calendar: C, units: [b]}\n  - {id: a, calendar: C, units: [c]}\n",
        "stands above already"
    );
    assert_fault(CHOICES "  - {id: a, units: [b]}\n", "'calendar' is missing");
    assert_fault(CHOICES "  - {calendar: C, units: [b]}\n", "'id' is missing");
    assert_fault(CHOICES "  - {id: a, calendar: C, units: [[b]]}\n", "a list of words");
    assert_fault(CHOICES "  - {id: a, calendar: C, unit: [b]}\n", "unknown key");
    assert_fault("choices: []\n", "'version' is missing");
}

static void limits_hold(void **state UNUSED)
{
    char text[8192];
    size_t used = (size_t)snprintf(text, sizeof(text), CHOICES);

    for (int i = 0; i < CALENDAR_CHOICES_MAX; i++)
        used += (size_t)snprintf(
            text + used,
            sizeof(text) - used,
            "  - {id: a%d, calendar: C, units: [b]}\n",
            i
        );
    assert_int_equal(choices_of(text)->count, CALENDAR_CHOICES_MAX);
    snprintf(text + used, sizeof(text) - used, "  - {id: one_more, calendar: C, units: [b]}\n");
    assert_fault(text, "at most 64 choices");
    used = (size_t)snprintf(text, sizeof(text), CHOICES "  - {id: a, calendar: C, units: [w0");
    for (int i = 1; i < CALENDAR_CHOICE_WORDS_MAX; i++)
        used += (size_t)snprintf(text + used, sizeof(text) - used, ", w%d", i);
    snprintf(text + used, sizeof(text) - used, "]}\n");
    assert_int_equal(choices_of(text)->list[0].units.count, CALENDAR_CHOICE_WORDS_MAX);
    snprintf(text + used, sizeof(text) - used, ", w16]}\n");
    assert_fault(text, "at most 16 words");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_star_stands_for_what_follows),
        cmocka_unit_test(every_condition_that_is_given_must_hold),
        cmocka_unit_test(says_its_conditions_in_words),
        cmocka_unit_test(refuses_a_choice_without_conditions_and_an_id_twice),
        cmocka_unit_test(limits_hold),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, load_rules, drop_rules);
}
