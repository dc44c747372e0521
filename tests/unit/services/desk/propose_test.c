/* Tests of services/desk/propose.c: DESIGN section 4, P3. The script itself is tried in tests/service. */
#include "services/desk/propose.h"

#include "common/engine/projector_inside.h"
#include "tests/unit/services/desk/desk_trial.h"

static struct queued_case waiting(void)
{
    return (struct queued_case){
        .case_id = {{1}},
        .state = CASE_STATE_queued,
        .queue = TEXT("q.card"),
        .needs = TEXT("card:1,fx:1"),
        .grade = CASE_GRADE_P3,
        .due_at = T0,
        .has_due_at = true,
    };
}

/* What is said to Redis, as "+set score" or "-set", joined by blanks. */
static const char *
said(const struct queued_case *before, const struct queued_case *after, char text[512])
{
    struct projection_ops ops = {.count = 0};

    desk_projection.project(&ops, before, after);
    text[0] = '\0';
    for (size_t i = 0; i < ops.count; i += 4) {
        size_t length = strlen(text);
        bool added = text_is(ops.words[i], "+");
        snprintf(
            text + length,
            512 - length,
            "%s%s%s%s%s",
            i ? " " : "",
            ops.words[i].at,
            ops.words[i + 1].at,
            added ? " " : "",
            added ? ops.words[i + 3].at : ""
        );
        assert_int_equal(ops.words[i + 2].length, 16);
    }
    arena_done(&ops.arena);
    return text;
}

static void a_case_that_waits_is_in_its_set_and_no_other(void **state UNUSED)
{
    struct queued_case before = waiting(), after = waiting();
    char text[512];

    assert_string_equal(said(NULL, &after, text), "+q.card|card:1,fx:1 17952686511233");
    assert_string_equal(said(&before, &after, text), "");
    after.due_at = T0 + 1;
    assert_string_equal(said(&before, &after, text), "+q.card|card:1,fx:1 17952686511243");
    after.queue = TEXT("q.loan");
    assert_string_equal(
        said(&before, &after, text),
        "-q.card|card:1,fx:1 +q.loan|card:1,fx:1 17952686511243"
    );
    assert_string_equal(said(&before, NULL, text), "-q.card|card:1,fx:1");
}

static void a_case_that_somebody_has_is_in_none(void **state UNUSED)
{
    struct queued_case before = waiting(), after = waiting();
    char text[512];

    after.owner = TEXT("A");
    after.state = CASE_STATE_in_progress;
    assert_string_equal(said(&before, &after, text), "-q.card|card:1,fx:1");
    assert_string_equal(said(NULL, &after, text), "");
    assert_string_equal(said(&after, &before, text), "+q.card|card:1,fx:1 17952686511233");
}

static void an_early_row_is_in_none(void **state UNUSED)
{
    struct queued_case early = {.state = CASE_STATE_received};
    char text[512];

    assert_string_equal(said(NULL, &early, text), "");
}

static void a_senior_line_has_a_set_of_its_own(void **state UNUSED)
{
    struct queued_case row = waiting();
    char set[PROPOSE_SET_BYTES];

    row.state = CASE_STATE_second_line;
    assert_string_equal(propose_set(&row, set), "q.card|card:1,fx:1|2");
    row.taken_level = 4;
    row.has_taken_level = true;
    assert_string_equal(propose_set(&row, set), "q.card|card:1,fx:1|4");
}

static void the_longest_set_fits(void **state UNUSED)
{
    struct queued_case row = waiting();
    char set[PROPOSE_SET_BYTES], needs[2200], queue[64];

    memset(needs, 'x', sizeof(needs));
    memset(queue, 'q', sizeof(queue));
    row.needs = (struct text){needs, sizeof(needs)};
    row.queue = (struct text){queue, sizeof(queue)};
    row.state = CASE_STATE_second_line;
    assert_int_equal(strlen(propose_set(&row, set)), 64 + 1 + 2200 + 2);
}

static void the_script_is_the_file_word_for_word(void **state UNUSED)
{
    char text[16384] = "";
    FILE *file = fopen("services/desk/propose.lua", "re");

    assert_non_null(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(desk_propose_lua, text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_that_waits_is_in_its_set_and_no_other),
        cmocka_unit_test(a_case_that_somebody_has_is_in_none),
        cmocka_unit_test(an_early_row_is_in_none),
        cmocka_unit_test(a_senior_line_has_a_set_of_its_own),
        cmocka_unit_test(the_longest_set_fits),
        cmocka_unit_test(the_script_is_the_file_word_for_word),
    };
    return cmocka_run_group_tests_name("desk: projection", tests, NULL, NULL);
}
