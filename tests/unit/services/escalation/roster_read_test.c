/* Tests of services/escalation/roster_read.c: what a roster file may say. */
#include "services/escalation/roster.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "common/domain/due_rules.h"

static struct arena arena;
static struct due_rules *rules;

static enum error read_roster(const char *duties, struct roster *roster)
{
    struct yaml yaml;
    struct text text = arena_format(
        &arena,
        "name: duty\nversion: 1\ncalendar: CN\nanswer_seconds: 60\nduties:\n%s",
        duties
    );

    assert_int_equal(yaml_read_text(&yaml, &arena, text), OK);
    return roster_read(&yaml, rules->calendars, rules->calendar_count, roster);
}

static void is_refused(const char *duties)
{
    struct roster roster;

    assert_int_equal(read_roster(duties, &roster), ERROR_config);
}

static int begin_rules(void **state)
{
    struct text faults;

    (void)state;
    return due_rules_load(&arena, "deploy/config", &faults, &rules) == OK ? 0 : -1;
}

static int end_rules(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void reads_days_times_and_people(void **state)
{
    struct roster roster;

    (void)state;
    assert_int_equal(
        read_roster(
            "  - {duty: L4, level: 4, shifts: [{days: [mon, sun], from: \"22:30\", to: "
            "\"24:00\", who: [a, b]}]}\n",
            &roster
        ),
        OK
    );
    const struct shift *shift = &roster.duties[0].shifts[0];
    assert_int_equal(roster.answer_ms, 60000);
    assert_int_equal(roster.duties[0].level, 4);
    assert_int_equal(shift->days, SHIFT_weekdays);
    assert_int_equal(shift->weekdays, 1 << WEEKDAY_monday | 1 << WEEKDAY_sunday);
    assert_int_equal(shift->from_ms, (22 * 60 + 30) * 60000);
    assert_int_equal(shift->to_ms, DAY_MS);
    assert_int_equal(shift->count, 2);
    assert_ptr_equal(roster_duty_of_level(&roster, 4), &roster.duties[0]);
    assert_null(roster_duty_of_level(&roster, 5));
}

static void refuses_what_is_no_roster(void **state)
{
    static const char *const wrong[] = {
        "  - {duty: L4, level: 7, shifts: []}\n",
        "  - {duty: L4, level: 4, shifts: [{days: all, from: \"24:00\", to: \"08:00\", who: "
        "[a]}]}\n",
        "  - {duty: L4, level: 4, shifts: [{days: all, from: \"8:00\", to: \"09:00\", who: "
        "[a]}]}\n",
        "  - {duty: L4, level: 4, shifts: [{days: all, from: \"08:60\", to: \"09:00\", who: "
        "[a]}]}\n",
        "  - {duty: L4, level: 4, shifts: [{days: all, from: \"08:00\", to: \"24:01\", who: "
        "[a]}]}\n",
        "  - {duty: L4, level: 4, shifts: [{days: sometimes, from: \"08:00\", to: \"09:00\", "
        "who: [a]}]}\n",
        "  - {duty: L4, level: 4, shifts: [{days: [], from: \"08:00\", to: \"09:00\", who: "
        "[a]}]}\n",
        "  - {duty: L4, level: 4, shifts: [{days: [monday], from: \"08:00\", to: \"09:00\", "
        "who: [a]}]}\n",
        "  - {duty: L4, level: 4, shifts: [{days: all, from: \"08:00\", to: \"09:00\", who: "
        "[]}]}\n",
        "  - {duty: L4, level: 4, shifts: []}\n  - {duty: L4, level: 5, shifts: []}\n",
        "  - {duty: L4, level: 4, shift: []}\n",
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(wrong); i++)
        is_refused(wrong[i]);
}

static void a_shift_has_at_most_eight_people(void **state)
{
    /* at, one above */
    struct roster roster;
#define PEOPLE(more)                                                                           \
    "  - {duty: L4, level: 4, shifts: [{days: all, from: \"08:00\", to: \"09:00\", who: [a, "  \
    "b, c, d, e, f, g, h" more "]}]}\n"

    (void)state;
    assert_int_equal(read_roster(PEOPLE(""), &roster), OK);
    is_refused(PEOPLE(", i"));
#undef PEOPLE
}

static void a_roster_has_at_most_sixteen_duties(void **state)
{
    /* at, one above */
    struct text text = {"", 0};
    struct roster roster;

    (void)state;
    for (int i = 0; i < ROSTER_DUTIES_MAX; i++)
        text = arena_format(&arena, "%s  - {duty: d%d, level: 4, shifts: []}\n", text.at, i);
    assert_int_equal(read_roster(text.at, &roster), OK);
    is_refused(arena_format(&arena, "%s  - {duty: x, level: 4, shifts: []}\n", text.at).at);
}

#define ROSTER(function) cmocka_unit_test_setup_teardown(function, begin_rules, end_rules)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROSTER(reads_days_times_and_people),
        ROSTER(refuses_what_is_no_roster),
        ROSTER(a_shift_has_at_most_eight_people),
        ROSTER(a_roster_has_at_most_sixteen_duties),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
