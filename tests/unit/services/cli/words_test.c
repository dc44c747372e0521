/* Tests of services/cli/words.c: what customers said, taken by orders and pages (REQUIREMENTS SE-07, SE-13). */
#include "services/cli/words.h"

#include <sys/stat.h>

#include "tests/unit/services/cli/taken.h"

static struct arena arena;

static int end(void **state)
{
    arena_done(&arena);
    return taken_end(state);
}

static int take(played_answer *answers, size_t count, struct text *ret_texts)
{
    struct words_taking taking = {
        .command = "record",
        .acting = {"M1", "L5", NULL},
        .purpose = WORDS_PURPOSE_training,
        .reason = "w"};
    struct uuid cases[WORDS_CASES_MAX];

    for (size_t i = 0; i < count; i++)
        cases[i] = taken_case(i + 1);
    play(answers);
    assert_int_equal(words_connect(&taking), EXIT_FINE);
    captured_begin(NULL);
    int code = words_take(&taking, cases, count, &arena, ret_texts);
    captured_end();
    words_end(&taking);
    return code;
}

static void takes_all_pages_of_one_order(void **state UNUSED)
{
    struct text texts[WORDS_CASES_MAX] = {{0}};

    assert_int_equal(take(taken_answer, 5, texts), EXIT_FINE);
    assert_int_equal(played.count, 1 + 3);
    assert_true(text_is(texts[0], "said\t1\nmore"));
    assert_null(texts[2].at);
    assert_true(text_is(texts[4], "said\t5\nmore"));
    assert_true(text_is(played.asked[0].actor, "M1"));
    assert_true(text_is(played.asked[0].role, "L5"));
    assert_true(text_is(taken_order.reason, "w"));
}

static void a_whole_order_is_taken(void **state UNUSED)
{
    struct text texts[WORDS_CASES_MAX] = {{0}};

    assert_int_equal(take(taken_answer, WORDS_CASES_MAX, texts), EXIT_FINE);
    assert_true(text_is(texts[WORDS_CASES_MAX - 1], "said\t100\nmore"));
}

/* A desk that says fewer than it was asked for, and that there is no more. */
static struct bytes answer_short(const struct played_question *asked, struct arena *at)
{
    return text_is(asked->type, "words.get.v1") ? played_reply(
                                                      asked,
                                                      at,
                                                      "status: accepted, result: {order_id: "
                                                      "'01890a5d-ac96-774b-bcce-b302099a8051', "
                                                      "cases: []}"
                                                  )
                                                : taken_answer(asked, at);
}

/* One that never comes to an end. */
static struct bytes answer_endless(const struct played_question *asked, struct arena *at)
{
    return text_is(asked->type, "words.get.v1") ? played_reply(
                                                      asked,
                                                      at,
                                                      "status: accepted, result: {order_id: "
                                                      "'01890a5d-ac96-774b-bcce-b302099a8051', "
                                                      "cases: [], next: 1}"
                                                  )
                                                : taken_answer(asked, at);
}

static void what_is_missing_is_no_empty_text(void **state UNUSED)
{
    struct text texts[WORDS_CASES_MAX] = {{0}};

    assert_int_equal(take(answer_short, 1, texts), EXIT_UNAVAILABLE);
    assert_int_equal(take(answer_endless, 3, texts), EXIT_UNAVAILABLE);
    assert_int_equal(take(taken_refused, 1, texts), EXIT_NOT_DONE);
}

static void a_file_is_there_when_it_is_whole(void **state UNUSED)
{
    struct stat told;

    taken_reset("desk");
    FILE *file = words_file_open(taken_path("out"), &arena);
    assert_non_null(file);
    words_print(file, (struct text){"a\tb\nc\rd\0e", 9});
    assert_int_equal(access(taken_path("out"), F_OK), -1);
    assert_true(words_file_close(file, taken_path("out"), true, &arena));
    assert_string_equal(taken_written(), "a b c d e");
    assert_int_equal(stat(taken_path("out"), &told), 0);
    assert_int_equal(told.st_mode & 0777, 0600);
    file = words_file_open(taken_path("out"), &arena);
    assert_false(words_file_close(file, taken_path("out"), false, &arena));
    assert_string_equal(taken_written(), "a b c d e"); /* what was there before stays */
}

/* As root, --out /dev/null would have made a file of /dev/null. */
static void what_is_no_file_is_not_replaced_by_one(void **state UNUSED)
{
    struct stat told;

    (void)unlink(taken_path("pipe"));
    assert_int_equal(mkfifo(taken_path("pipe"), 0600), 0);
    assert_null(words_file_open(taken_path("pipe"), &arena));
    assert_int_equal(stat(taken_path("pipe"), &told), 0);
    assert_true(S_ISFIFO(told.st_mode));
    assert_int_equal(unlink(taken_path("pipe")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_all_pages_of_one_order),
        cmocka_unit_test(a_whole_order_is_taken),
        cmocka_unit_test(what_is_missing_is_no_empty_text),
        cmocka_unit_test(a_file_is_there_when_it_is_whole),
        cmocka_unit_test(what_is_no_file_is_not_replaced_by_one),
    };

    return cmocka_run_group_tests_name("cli: words", tests, taken_begin, end);
}
