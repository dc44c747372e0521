/* Tests of services/cli/calendar.c: `shouli calendar publish` (REQUIREMENTS 4.4, 4.7 rule 10). */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/played.h"

static char path[4096];

static const char *file_of(const char *content, size_t padding)
{
    snprintf(path, sizeof(path), "%s/calendar.yaml", captured_folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(content, file);
    for (size_t i = 0; i < padding; i++)
        fputc('#', file);
    fclose(file);
    return path;
}

static struct bytes answer(const struct played_question *asked, struct arena *at)
{
    return played_reply(asked, at, "status: accepted");
}

#define CALENDAR "name: CN\nzone: Asia/Shanghai\nversion: 12\nyears: [2027]\n"

static void publishes_a_file_under_its_own_name_and_version(void **state UNUSED)
{
    play(answer);
    assert_int_equal(
        RUN(cli_calendar,
            "calendar",
            "publish",
            file_of(CALENDAR, 0),
            "--actor=E6001",
            "--role=L6"),
        EXIT_FINE
    );
    struct bytes data = played.asked[0].data;
    assert_true(text_is(played.asked[0].type, "calendar.publish.v1"));
    assert_non_null(memmem(data.at, data.length, CALENDAR, strlen(CALENDAR)));
    assert_non_null(memmem(
        data.at,
        data.length,
        "\xa2"
        "12",
        3
    ));
    /* what stands upon another has no zone of its own */
    assert_int_equal(
        RUN(cli_calendar,
            "calendar",
            "publish",
            file_of("name: CN-XZ\nbase: CN\nversion: 2\n", 0)),
        EXIT_FINE
    );
}

static void a_faulty_file_is_told_with_its_line(void **state UNUSED)
{
    assert_int_equal(
        RUN(cli_calendar,
            "calendar",
            "publish",
            file_of("name: CN\nyears: [2027]\nzone: Moon\n", 0)),
        EXIT_USAGE
    );
    assert_says(captured_err, "calendar.yaml:3:");
}

static void a_file_has_1_to_131072_bytes(void **state UNUSED)
{
    size_t most = 131072 - strlen(CALENDAR);

    play(answer);
    assert_int_equal(RUN(cli_calendar, "calendar", "publish", file_of("", 0)), EXIT_USAGE);
    assert_int_equal(
        RUN(cli_calendar, "calendar", "publish", file_of(CALENDAR, most)),
        EXIT_FINE
    );
    assert_int_equal(
        RUN(cli_calendar, "calendar", "publish", file_of(CALENDAR, most + 1)),
        EXIT_USAGE
    );
    assert_int_equal(RUN(cli_calendar, "calendar", "publish", "/nowhere.yaml"), EXIT_USAGE);
}

static void refuses_wrong_words(void **state UNUSED)
{
    assert_int_equal(RUN(cli_calendar, "calendar"), EXIT_USAGE);
    assert_int_equal(RUN(cli_calendar, "calendar", "publish"), EXIT_USAGE);
    assert_int_equal(RUN(cli_calendar, "calendar", "withdraw", "x"), EXIT_USAGE);
    assert_int_equal(
        RUN(cli_calendar, "calendar", "publish", file_of(CALENDAR, 0), "--nonsense=1"),
        EXIT_USAGE
    );
}

/* The folder is removed when it is empty. */
static int end(void **state)
{
    remove(path);
    return played_end(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(publishes_a_file_under_its_own_name_and_version),
        cmocka_unit_test(a_faulty_file_is_told_with_its_line),
        cmocka_unit_test(a_file_has_1_to_131072_bytes),
        cmocka_unit_test(refuses_wrong_words),
    };

    return cmocka_run_group_tests(tests, played_begin, end);
}
