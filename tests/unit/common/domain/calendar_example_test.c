/* Tests of common/domain/calendar_example.c: the worked examples of calendars (REQUIREMENTS 4.4). */
#include "tests/unit/common/domain/support.h"

#include "common/domain/calendar_example.h"
#include "common/domain/calendar_read.h"

#define CALENDAR                                                                               \
    "name: T\nzone: Asia/Shanghai\nyears: [2026]\noff: [2026-05-04]\nmakeup: [2026-05-09]\n"   \
    "fixed: [05-01]\nexamples:\n"

/* Faults of the calendar with one example. */
static struct text faults_of(const char *example)
{
    struct text text = arena_format(&support_arena, "%s  - %s\n", CALENDAR, example);
    struct calendar *calendar = NULL;
    struct yaml yaml;

    assert_int_equal(yaml_read_text(&yaml, &support_arena, text), OK);
    assert_int_equal(calendar_read(&yaml, &calendar), OK);
    calendar_examples_run(calendar, &yaml);
    return yaml.faults;
}

static void holds_what_is_so(void **state UNUSED)
{
    static const char *const right[] = {
        "{day: 2026-05-01, is: holiday}",
        "{day: 2026-05-04, is: holiday}",
        "{day: 2026-05-09, is: makeup}",
        "{day: 2026-05-10, is: weekend}",
        "{day: 2026-05-05, is: workday}",
        "{day: 2027-05-01, is: holiday, provisional: true}",
        "{after: 2026-05-08, workdays: 1, is: 2026-05-09}",
        "{after: 2026-12-31, workdays: 1, is: 2027-01-01, provisional: true}",
        "{from: \"2026-05-08T16:59:00+08:00\", minutes: 2, is: \"2026-05-09T01:01:00.000Z\"}",
        "{year: 2026, workdays: 260, holidays: 2}",
    };

    for (size_t i = 0; i < LENGTH(right); i++) {
        struct text faults = faults_of(right[i]);
        if (faults.length)
            fail_msg("%s", faults.at);
    }
}

static void tells_what_is_not_so(void **state UNUSED)
{
    static const struct {
        const char *example, *fault;
    } wrong[] = {
        {"{day: 2026-05-01, is: workday}", "it is holiday"},
        {"{day: 2027-05-01, is: holiday}", "provisional: true"},
        {"{day: 2026-05-01, is: holiday, provisional: true}", "provisional: false"},
        {"{day: someday, is: workday}", "'day' is no day"},
        {"{after: 2026-05-08, workdays: 1, is: 2026-05-11}", "it is 2026-05-09"},
        {"{from: noon, minutes: 2, is: noon}", "no instant"},
        {"{year: 2026, workdays: 259, holidays: 2}", "260 working days"},
        {"{year: 2026, workdays: 260, holidays: 3}", "2026 has 2 holidays"},
        {"{year: 2026, version: 2, workdays: 260, holidays: 2}", "version 1"},
        {"{year: 2027, workdays: 261}", "version 0"},
        {"{dai: 2026-05-01, is: workday}", "dai"},
    };

    for (size_t i = 0; i < LENGTH(wrong); i++) {
        struct text faults = faults_of(wrong[i].example);
        if (!faults.length || !strstr(faults.at, wrong[i].fault))
            fail_msg("%s: %s", wrong[i].example, faults.length ? faults.at : "nothing");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_what_is_so),
        cmocka_unit_test(tells_what_is_not_so),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, load_rules, drop_rules);
}
