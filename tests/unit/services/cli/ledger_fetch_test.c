/* Tests of services/cli/ledger_fetch.c: one service's ledger, or none. */
#include "services/cli/ledger_fetch.h"

#include "tests/unit/services/cli/played.h"

static struct arena arena;

static int end(void **state)
{
    arena_done(&arena);
    return played_end(state);
}

static struct bytes answer(const struct played_question *asked, struct arena *at)
{
    return played_reply(
        asked,
        at,
        "status: accepted, result: {stream: desk, seq: 9, imbalance: 0, new: 1, counts: "
        "[{name: "
        "'event/x.v1', count: 9}], cursors: [{stream: router, seq: 4, counts: []}]}"
    );
}

static struct bytes leave_seq_out(const struct played_question *asked, struct arena *at)
{
    return played_reply(asked, at, "status: accepted, result: {stream: desk, counts: []}");
}

static struct bytes give_no_result(const struct played_question *asked, struct arena *at)
{
    return played_reply(asked, at, "status: accepted");
}

static struct bytes reject(const struct played_question *asked, struct arena *at)
{
    return played_reply(asked, at, "status: rejected, errors: [{code: not_permitted}]");
}

static void fetches_the_ledger_of_a_service(void **state UNUSED)
{
    play(answer);
    const struct ledger_view *view = ledger_fetch("desk", &arena);

    assert_non_null(view);
    assert_string_equal(played.asked[0].service, "desk");
    assert_true(text_is(played.asked[0].type, "ledger.get.v1"));
    assert_true(text_is(view->stream, "desk"));
    assert_int_equal(view->seq, 9);
    assert_int_equal(view->counts_count, 1);
    assert_true(text_is(view->counts[0].name, "event/x.v1"));
    assert_int_equal(view->counts[0].count, 9);
    assert_int_equal(view->cursors_count, 1);
    assert_int_equal(view->cursors[0].seq, 4);
}

static void gives_none_of_what_is_no_ledger(void **state UNUSED)
{
    play(leave_seq_out);
    assert_null(ledger_fetch("desk", &arena));
    play(give_no_result);
    assert_null(ledger_fetch("desk", &arena));
    play(reject);
    assert_null(ledger_fetch("desk", &arena));
    assert_int_equal(played.count, 1);
}

static void gives_none_without_such_a_service_or_keys(void **state UNUSED)
{
    captured_begin(NULL);
    const struct ledger_view *nobody = ledger_fetch("nobody", &arena);
    setenv("SHOULI_KEYS_DIR", "/nowhere", 1);
    const struct ledger_view *keyless = ledger_fetch("desk", &arena);
    setenv("SHOULI_KEYS_DIR", captured_folder, 1);
    captured_end();
    assert_null(nobody);
    assert_null(keyless);
    assert_says(captured_err, "there is no service nobody\n");
    assert_says(captured_err, "no keys of operator under /nowhere; start with `make up`");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fetches_the_ledger_of_a_service),
        cmocka_unit_test(gives_none_of_what_is_no_ledger),
        cmocka_unit_test(gives_none_without_such_a_service_or_keys),
    };

    return cmocka_run_group_tests(tests, played_begin, end);
}
