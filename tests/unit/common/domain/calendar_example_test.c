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

static struct calendar *read_text(const char *text)
{
    struct calendar *calendar = NULL;
    struct yaml yaml;

    assert_int_equal(yaml_read_text(&yaml, &support_arena, text_of(text)), OK);
    assert_int_equal(calendar_read(&yaml, &calendar), OK);
    return calendar;
}

/* Faults of a file of 2026 with one example under a newer file, whichever was read first. */
static size_t faults_under(const char *newer, const char *example)
{
    size_t counts[2];

    for (int first = 0; first < 2; first++) {
        struct text text = arena_format(&support_arena, "%s  - %s\n", CALENDAR, example);
        struct calendar *files[] = {read_text(text.at), read_text(newer)};
        struct calendar both = *files[first];
        struct yaml yaml = {.arena = &support_arena, .file = TEXT("T")};
        calendar_overlay(&both, files[1 - first]);
        assert_int_equal(both.file_count, 2);
        calendar_examples_run(&both, &yaml);
        counts[first] = yaml.fault_count;
    }
    assert_int_equal(counts[0], counts[1]);
    return counts[0];
}

#define NEWER(year)                                                                            \
    "name: T\nzone: Asia/Shanghai\nversion: 2\nyears: [" year "]\nfixed: [05-01]\n"

static void a_newer_file_leaves_the_examples_of_years_that_stay_in_force(void **state UNUSED)
{
    /* 4.7 rule 10 */
    assert_int_equal(faults_under(NEWER("2028"), "{day: 2026-05-09, is: makeup}"), 0);
    assert_int_equal(faults_under(NEWER("2028"), "{day: 2026-05-09, is: weekend}"), 1);
    assert_int_equal(
        faults_under(NEWER("2028"), "{day: 2027-05-01, is: holiday, provisional: true}"),
        0
    );
    assert_int_equal(faults_under(NEWER("2028"), "{day: 2027-05-01, is: holiday}"), 1);
    assert_int_equal(
        faults_under(NEWER("2028"), "{year: 2026, workdays: 259, holidays: 2}"),
        1
    );
}

static void what_a_newer_file_says_itself_is_no_longer_asked_of_the_older(void **state UNUSED)
{
    /* corrected, and published where it was provisional; also when only its end is */
    static const char *const history[] = {
        "{day: 2026-05-09, is: makeup}",
        "{year: 2026, workdays: 260, holidays: 2}",
        "{after: 2026-05-08, workdays: 1, is: 2026-05-09}",
    };

    for (size_t i = 0; i < LENGTH(history); i++)
        assert_int_equal(faults_under(NEWER("2026"), history[i]), 0);
    assert_int_equal(
        faults_under(NEWER("2027"), "{day: 2027-05-01, is: holiday, provisional: true}"),
        0
    );
    assert_int_equal(
        faults_under(
            NEWER("2027"),
            "{after: 2026-12-31, workdays: 1, is: 2027-01-01, provisional: true}"
        ),
        0
    );
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_what_is_so),
        cmocka_unit_test(tells_what_is_not_so),
        cmocka_unit_test(a_newer_file_leaves_the_examples_of_years_that_stay_in_force),
        cmocka_unit_test(what_a_newer_file_says_itself_is_no_longer_asked_of_the_older),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, load_rules, drop_rules);
}
