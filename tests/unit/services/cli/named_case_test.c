/* Tests of services/cli/named_case.c: a case by its number or its id. */
#include "services/cli/named_case.h"

#include "services/cli/exits.h"
#include "tests/unit/services/cli/played.h"

#define CASE "01890a5d-ac96-774b-bcce-b302099a8057"

static struct bytes answer(const struct played_question *asked, struct arena *at)
{
    return played_reply(asked, at, "status: accepted, case_id: '" CASE "'");
}

static struct bytes nothing(const struct played_question *asked, struct arena *at)
{
    return played_reply(
        asked,
        at,
        "status: rejected, errors: [{code: not_found, field: data.case_no, detail: none}]"
    );
}

static const char *id_of(const char *word, struct arena *arena, int *ret_code)
{
    struct arguments arguments = {
        .command = "fact",
        .words = {"record", word},
        .word_count = 2};

    *ret_code = cli_name_case(&arguments, arena);
    return arguments_take(&arguments, "case-id", NULL);
}

static void an_id_is_taken_as_it_is(void **state UNUSED)
{
    struct arena arena = {0};
    int code;

    play(answer);
    assert_string_equal(id_of("whatever", &arena, &code), "whatever");
    assert_int_equal(code, EXIT_FINE);
    assert_int_equal(played.count, 0);
    arena_done(&arena);
}

/* Escalation tells only who reads cases (REQUIREMENTS 1.21). */
static void a_number_is_asked_in_the_name_of_who_acts(void **state UNUSED)
{
    struct arena arena = {0};
    struct arguments arguments = {
        .command = "fact",
        .words = {"record", "GD20260302000001"},
        .word_count = 2};

    play(answer);
    arguments_give(&arguments, "actor", "E3001");
    arguments_give(&arguments, "role", "L3");
    assert_int_equal(cli_name_case(&arguments, &arena), EXIT_FINE);
    assert_true(text_is(played.asked[0].actor, "E3001"));
    assert_true(text_is(played.asked[0].role, "L3"));
    arena_done(&arena);
}

static void a_number_is_asked_of_escalation(void **state UNUSED)
{
    struct arena arena = {0};
    int code;

    play(answer);
    assert_string_equal(id_of("GD20260302000001", &arena, &code), CASE);
    assert_int_equal(code, EXIT_FINE);
    assert_string_equal(played.asked[0].service, "escalation");
    play(nothing);
    assert_null(id_of("GD20260302000002", &arena, &code));
    assert_int_equal(code, EXIT_NOT_DONE);
    arena_done(&arena);
}

static void without_a_word_or_an_answer_it_says_so(void **state UNUSED)
{
    struct arguments arguments = {.command = "fact", .words = {"record"}, .word_count = 1};
    struct arena arena = {0};
    int code;

    assert_int_equal(cli_name_case(&arguments, &arena), EXIT_USAGE);
    setenv("SHOULI_KEYS_DIR", "/nowhere", 1);
    assert_null(id_of("GD20260302000001", &arena, &code));
    assert_int_equal(code, EXIT_UNAVAILABLE);
    setenv("SHOULI_KEYS_DIR", captured_folder, 1);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_is_taken_as_it_is),
        cmocka_unit_test(a_number_is_asked_of_escalation),
        cmocka_unit_test(a_number_is_asked_in_the_name_of_who_acts),
        cmocka_unit_test(without_a_word_or_an_answer_it_says_so),
    };

    return cmocka_run_group_tests(tests, played_begin, played_end);
}
