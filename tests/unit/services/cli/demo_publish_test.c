/* Tests of services/cli/demo_publish.c: sample requests as a publisher sends them. */
#include "services/cli/demo.h"

#include "tests/unit/services/cli/demo_played.h"

static struct arena arena;
static struct demo_request samples[] = {
    {.channel = {"phone", 5},
     .kind = {"consult", 7},
     .customer = {"person", 6},
     .text = {"a", 1},
     .amount_fen = -1},
    {.channel = {"app", 3}, .text = {"b", 1}, .amount_fen = 250},
};
static const struct demo_requests requests = {LIST(samples)};

static int end(void **state)
{
    arena_done(&arena);
    return played_end(state);
}

static struct bytes refuse_the_second(const struct played_question *asked, struct arena *at)
{
    if (atomic_load(&played.count) == 2)
        return played_reply(
            asked,
            at,
            "status: rejected, errors: [{code: blank, message: 'x'}]"
        );
    return demo_answer(asked, at);
}

static int publish(size_t count, struct demo *ret_demo)
{
    *ret_demo = (struct demo){.case_count = 0};
    captured_begin(NULL);
    int code = demo_publish(&requests, count, &arena, ret_demo);
    captured_end();
    return code;
}

static void plays_in_as_many_as_were_asked_for_beginning_anew(void **state UNUSED)
{
    struct demo demo;

    play(demo_answer);
    assert_int_equal(publish(3, &demo), EXIT_FINE);
    assert_int_equal(played.count, 3);
    assert_int_equal(demo.case_count, 3);
    assert_int_equal(demo.refused, 0);
    assert_true(text_is(demo.cases[2].no, "GD7"));
    assert_true(text_is(demo.cases[2].id, DEMO_ID));
    assert_says(played_data(0, &arena), "\"text\":\"a\"");
    assert_says(played_data(1, &arena), "\"text\":\"b\"");
    assert_says(played_data(2, &arena), "\"text\":\"a\"");
    assert_says(captured_out, "requests played in 已受理 3 / 3\n");
}

static void sends_what_a_sample_has_and_leaves_out_the_rest(void **state UNUSED)
{
    struct demo demo;

    play(demo_answer);
    assert_int_equal(publish(2, &demo), EXIT_FINE);
    assert_string_equal(played.asked[0].service, "intake");
    assert_says(played_data(0, &arena), "\"channel\":\"phone\"");
    assert_says(played_data(0, &arena), "\"kind\":\"consult\"");
    assert_says(played_data(0, &arena), "\"type\":\"person\"");
    assert_silent_on(played_data(0, &arena), "amount_fen");
    assert_says(played_data(1, &arena), "\"amount_fen\":250");
    assert_silent_on(played_data(1, &arena), "\"kind\"");
    assert_false(text_equal(played.asked[0].id, played.asked[1].id));
}

static void counts_what_is_refused_and_goes_on(void **state UNUSED)
{
    struct demo demo;

    play(refuse_the_second);
    assert_int_equal(publish(3, &demo), EXIT_FINE);
    assert_int_equal(demo.case_count, 2);
    assert_int_equal(demo.refused, 1);
    assert_string_equal(captured_err, "blank: x\n");
}

static void plays_nothing_in_without_keys(void **state UNUSED)
{
    struct demo demo;

    play(demo_answer);
    setenv("SHOULI_KEYS_DIR", "/nowhere", 1);
    int code = publish(1, &demo);
    setenv("SHOULI_KEYS_DIR", captured_folder, 1);
    assert_int_equal(code, EXIT_UNAVAILABLE);
    assert_int_equal(demo.case_count, 0);
    assert_says(captured_err, "no keys of publisher under /nowhere; start with `make up`");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plays_in_as_many_as_were_asked_for_beginning_anew),
        cmocka_unit_test(sends_what_a_sample_has_and_leaves_out_the_rest),
        cmocka_unit_test(counts_what_is_refused_and_goes_on),
        cmocka_unit_test(plays_nothing_in_without_keys),
    };

    return cmocka_run_group_tests(tests, played_begin, end);
}
