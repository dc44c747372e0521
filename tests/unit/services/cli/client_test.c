/* Tests of services/cli/client.c: a client that asks again under the same id (PROTOCOL section 2, REQUIREMENTS 3.6). */
#include "services/cli/client.h"

#include "tests/unit/services/cli/played.h"

#include "common/clock.h"

static struct arena arena;

static int begin(void **state)
{
    return played_begin(state);
}

static int end(void **state)
{
    arena_done(&arena);
    return played_end(state);
}

static struct bytes accept(const struct played_question *asked, struct arena *at)
{
    return played_reply(asked, at, "status: accepted, case_no: GD7, result: {version: 2}");
}

static struct bytes repeat(const struct played_question *asked, struct arena *at)
{
    return played_reply(asked, at, "status: duplicate, case_no: GD7");
}

static struct bytes reject(const struct played_question *asked, struct arena *at)
{
    return played_reply(asked, at, "status: rejected, errors: [{code: not_found}]");
}

static struct bytes be_busy_twice(const struct played_question *asked, struct arena *at)
{
    return played_reply(
        asked,
        at,
        atomic_load(&played.count) < 3 ? "status: busy, retry_after_ms: 5" : "status: accepted"
    );
}

static struct bytes answer_another(const struct played_question *asked UNUSED, struct arena *at)
{
    return pack_text(at, "{id: 'of-before', status: accepted}");
}

static struct bytes babble(const struct played_question *asked UNUSED, struct arena *at)
{
    return pack_text(at, "[1, 2, 3]");
}

static struct bytes
be_silent(const struct played_question *asked UNUSED, struct arena *at UNUSED)
{
    return (struct bytes){0};
}

static int ask(const struct question *question, struct answer *ret_answer)
{
    struct client *client = client_new("desk", "operator", 0);

    assert_non_null(client);
    int code = client_ask(client, question, &arena, ret_answer);
    client_destroy(&client);
    assert_null(client);
    return code;
}

static void knows_where_each_service_listens(void **state UNUSED)
{
    assert_int_equal(client_port_of("intake"), 10);
    assert_int_equal(client_port_of("router"), 20);
    assert_int_equal(client_port_of("desk"), 30);
    assert_int_equal(client_port_of("escalation"), 40);
    assert_int_equal(client_port_of("archive"), 50);
    assert_int_equal(client_port_of("survey"), 60);
    assert_int_equal(client_port_of("nobody"), 0);
    assert_int_equal(client_port_of(""), 0);
}

static long base_of(const char *value)
{
    setenv("SHOULI_PORT_BASE", value, 1);
    return client_port_base();
}

static void takes_the_ports_base_from_the_environment_within_its_limits(void **state UNUSED)
{
    char kept[24];

    snprintf(kept, sizeof(kept), "%ld", client_port_base());
    assert_int_equal(base_of("1"), 1);
    assert_int_equal(base_of("0"), 5500);
    assert_int_equal(base_of("61399"), 61399);
    assert_int_equal(base_of("61400"), 61400);
    assert_int_equal(base_of("61401"), 5500);
    assert_int_equal(base_of(""), 5500);
    assert_int_equal(base_of("7000x"), 5500);
    setenv("SHOULI_PORT_BASE", kept, 1);
}

static void takes_the_host_from_the_environment(void **state UNUSED)
{
    setenv("SHOULI_HOST", "bank.example", 1);
    assert_string_equal(client_host(), "bank.example");
    setenv("SHOULI_HOST", "", 1);
    assert_string_equal(client_host(), "127.0.0.1");
}

static void says_which_service_there_is_not(void **state UNUSED)
{
    captured_begin(NULL);
    struct client *client = client_new("nobody", "operator", 0);
    captured_end();
    assert_null(client);
    assert_string_equal(captured_err, "shouli: there is no service nobody\n");
}

static void says_what_to_do_without_keys(void **state UNUSED)
{
    captured_begin(NULL);
    struct client *client = client_new("desk", "stranger", 0);
    captured_end();
    assert_null(client);
    assert_asks_for_keys(EXIT_UNAVAILABLE);
    assert_says(captured_err, "no keys of stranger under");
}

static void asks_as_who_it_is_told_and_gets_what_was_answered(void **state UNUSED)
{
    const struct question question = {
        .type = MESSAGE_case_get_v1,
        .data = pack_text(&arena, "{case_no: GD7}"),
        .actor = "D1001",
        .role = "L3",
        .id = "ask-1",
    };
    struct answer answer;

    play(accept);
    assert_int_equal(ask(&question, &answer), EXIT_FINE);
    assert_true(text_is(answer.case_no, "GD7"));
    assert_true(bytes_equal(answer.result, pack_text(&arena, "{version: 2}")));
    assert_int_equal(played.count, 1);
    assert_string_equal(played.asked[0].service, "desk");
    assert_false(played.asked[0].of_events);
    assert_true(text_is(played.asked[0].type, "case.get.v1"));
    assert_true(text_is(played.asked[0].id, "ask-1"));
    assert_true(text_is(played.asked[0].actor, "D1001"));
    assert_true(text_is(played.asked[0].role, "L3"));
    assert_string_equal(played_data(0, &arena), "{\"case_no\":\"GD7\"}");
}

static void makes_a_new_id_and_an_empty_body_when_none_is_given(void **state UNUSED)
{
    const struct question question = {.type = MESSAGE_ledger_get_v1};
    struct answer answer;

    play(accept);
    assert_int_equal(ask(&question, &answer), EXIT_FINE);
    struct text first = played.asked[0].id;
    assert_int_equal(first.length, UUID_TEXT_LENGTH);
    assert_string_equal(played_data(0, &arena), "{}");
    play(accept);
    assert_int_equal(ask(&question, &answer), EXIT_FINE);
    assert_false(text_equal(first, played.asked[0].id));
}

static void ends_well_on_a_duplicate_and_not_done_on_a_refusal(void **state UNUSED)
{
    const struct question question = {.type = MESSAGE_ledger_get_v1};
    struct answer answer;

    play(repeat);
    assert_int_equal(ask(&question, &answer), EXIT_FINE);
    assert_true(text_is(answer.status, "duplicate"));
    play(reject);
    assert_int_equal(ask(&question, &answer), EXIT_NOT_DONE);
    assert_int_equal(answer.fault_count, 1);
    assert_string_equal(answer.faults[0].code, "not_found");
}

static void asks_again_under_the_same_id_while_the_service_is_busy(void **state UNUSED)
{
    const struct question question = {.type = MESSAGE_ledger_get_v1};
    struct answer answer;

    play(be_busy_twice);
    assert_int_equal(ask(&question, &answer), EXIT_FINE);
    assert_int_equal(played.count, 3);
    assert_true(text_equal(played.asked[0].id, played.asked[1].id));
    assert_true(text_equal(played.asked[0].id, played.asked[2].id));
    assert_true(bytes_equal(played.asked[0].frame, played.asked[2].frame));
}

static void gives_up_when_its_patience_ends(played_answer *answer)
{
    const struct question question = {.type = MESSAGE_ledger_get_v1, .patience_ms = 150};
    const int64_t begun_us = clock_monotone_us();
    struct answer got;

    play(answer);
    assert_int_equal(ask(&question, &got), EXIT_UNAVAILABLE);
    int64_t took_ms = (clock_monotone_us() - begun_us) / 1000;
    assert_true(took_ms >= 150 && took_ms < 2000);
    assert_true(played.count >= 1);
}

static void gives_up_on_silence_babble_and_replies_to_others(void **state UNUSED)
{
    gives_up_when_its_patience_ends(be_silent);
    gives_up_when_its_patience_ends(babble);
    gives_up_when_its_patience_ends(answer_another);
}

static void gives_up_where_nothing_listens(void **state UNUSED)
{
    const struct question question = {.type = MESSAGE_ledger_get_v1, .patience_ms = 100};
    struct answer answer;
    char kept[24];

    snprintf(kept, sizeof(kept), "%ld", client_port_base());
    setenv("SHOULI_PORT_BASE", "9", 1);
    int code = ask(&question, &answer);
    setenv("SHOULI_PORT_BASE", kept, 1);
    assert_int_equal(code, EXIT_UNAVAILABLE);
    assert_null(answer.status.at);
    assert_null(answer.raw.at);
}

static void destroys_what_is_not_there(void **state UNUSED)
{
    struct client *none = NULL;

    client_destroy(&none);
    assert_null(none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_where_each_service_listens),
        cmocka_unit_test(takes_the_ports_base_from_the_environment_within_its_limits),
        cmocka_unit_test(takes_the_host_from_the_environment),
        cmocka_unit_test(says_which_service_there_is_not),
        cmocka_unit_test(says_what_to_do_without_keys),
        cmocka_unit_test(asks_as_who_it_is_told_and_gets_what_was_answered),
        cmocka_unit_test(makes_a_new_id_and_an_empty_body_when_none_is_given),
        cmocka_unit_test(ends_well_on_a_duplicate_and_not_done_on_a_refusal),
        cmocka_unit_test(asks_again_under_the_same_id_while_the_service_is_busy),
        cmocka_unit_test(gives_up_on_silence_babble_and_replies_to_others),
        cmocka_unit_test(gives_up_where_nothing_listens),
        cmocka_unit_test(destroys_what_is_not_there),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
