/* Tests of services/cli/reload.c: `shouli reload` is an act of somebody, at every service or at one. */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/played.h"

static struct arena arena;

static int end(void **state)
{
    arena_done(&arena);
    return played_end(state);
}

static struct bytes accept_it(const struct played_question *asked, struct arena *at)
{
    return played_reply(asked, at, "status: accepted");
}

static struct bytes refuse_at_desk(const struct played_question *asked, struct arena *at)
{
    if (strcmp(asked->service, "desk") == 0)
        return played_reply(
            asked,
            at,
            "status: rejected, errors: [{code: missing_field, field: actorid, message: no}]"
        );
    return accept_it(asked, at);
}

static void orders_every_service_to_read_anew(void **state UNUSED)
{
    play(accept_it);
    assert_int_equal(RUN(cli_reload, "reload", "--actor=E9", "--reason=new key"), EXIT_FINE);
    assert_int_equal(played.count, CLIENT_SERVICES);
    assert_int_equal(captured_lines(captured_out), CLIENT_SERVICES);
    assert_says(captured_out, "survey     accepted\n");
    assert_true(text_is(played.asked[0].type, "service.reload.v1"));
    assert_true(text_is(played.asked[0].actor, "E9"));
    assert_string_equal(played_data(0, &arena), "{\"reason\":\"new key\"}");
}

static void orders_one_alone(void **state UNUSED)
{
    play(accept_it);
    assert_int_equal(
        RUN(cli_reload, "reload", "--service=desk", "--actor=E9", "--reason=x", "--json"),
        EXIT_FINE
    );
    assert_int_equal(played.count, 1);
    assert_string_equal(played.asked[0].service, "desk");
    assert_says(captured_out, "\"status\":\"accepted\"");
}

static void ends_as_the_worst_of_them(void **state UNUSED)
{
    play(refuse_at_desk);
    assert_int_equal(RUN(cli_reload, "reload", "--actor=E9", "--reason=x"), EXIT_NOT_DONE);
    assert_says(captured_err, "missing_field");
    assert_int_equal(captured_lines(captured_out), CLIENT_SERVICES - 1);
}

static void asks_nobody_without_actor_or_reason(void **state UNUSED)
{
    play(accept_it);
    assert_int_equal(RUN(cli_reload, "reload", "--reason=x"), EXIT_USAGE);
    assert_says(captured_err, "needs --actor A --reason R");
    assert_int_equal(RUN(cli_reload, "reload", "--actor=E9"), EXIT_USAGE);
    assert_int_equal(
        RUN(cli_reload, "reload", "--actor=E9", "--reason=x", "--service=nobody"),
        EXIT_USAGE
    );
    assert_int_equal(RUN(cli_reload, "reload", "--actor=E9", "--reason=x", "more"), EXIT_USAGE);
    assert_int_equal(played.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orders_every_service_to_read_anew),
        cmocka_unit_test(orders_one_alone),
        cmocka_unit_test(ends_as_the_worst_of_them),
        cmocka_unit_test(asks_nobody_without_actor_or_reason),
    };

    return cmocka_run_group_tests(tests, played_begin, end);
}
