/* Tests of services/cli/policy_move.c: what a version moves, slice by slice (REQUIREMENTS 3). */
#include "services/cli/policy_move.h"

#include "services/cli/commands.h"

#include "tests/unit/services/cli/played.h"

#define ID "01890a5d-ac96-774b-bcce-b302099a8057"
#define MOVED                                                                                  \
    "{case_id: '" ID "', case_no: GD7, kept: false, moves: [{clock: K9, old_due_at: "          \
    "t(1795400002000), due_at: t(1795400001000)}]}"
#define KEPT                                                                                   \
    "{case_id: '" ID "', case_no: GD8, kept: true, moves: [{clock: K10, due_at: "              \
    "t(1795400003000)}]}"

static struct arena arena;

static int end(void **state)
{
    arena_done(&arena);
    return played_end(state);
}

/* Two slices: the first says where to go on. */
static struct bytes answer(const struct played_question *asked, struct arena *at)
{
    return played_reply(
        asked,
        at,
        played.count < 2 ? "status: accepted, result: {cases: [" MOVED "], next: '" ID "'}"
                         : "status: accepted, result: {cases: [" KEPT "]}"
    );
}

static struct bytes refuse_all(const struct played_question *asked, struct arena *at)
{
    return played_reply(asked, at, "status: rejected, errors: [{code: not_found}]");
}

static void prints_before_and_after_of_every_slice(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_policy, "policy", "preview", "CN-NFRA-2020", "1", "2"), EXIT_FINE);
    assert_string_equal(
        captured_out,
        "GD7 K9               2026-11-23 10:13:22 -> 2026-11-23 10:13:21\n"
        "GD8 K10              - -> 2026-11-23 10:13:23  kept 保留原版本\n"
        "2 cases, 1 keep their version, 2 limits change\n"
    );
    assert_int_equal(played.count, 2);
    assert_true(text_is(played.asked[0].type, "policy.preview.v1"));
    assert_string_equal(
        played_data(0, &arena),
        "{\"profile\":\"CN-NFRA-2020\",\"from_version\":1,\"version\":2}"
    );
    assert_non_null(strstr(played_data(1, &arena), "\"after\":\"" ID "\""));
}

static void migrates_only_with_an_actor_and_a_reason(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_policy, "policy", "migrate", "P", "1", "2"), EXIT_USAGE);
    assert_int_equal(
        RUN(cli_policy, "policy", "migrate", "P", "1", "2", "--actor=E1", "--role=L4"),
        EXIT_USAGE
    );
    assert_int_equal(played.count, 0);
    assert_int_equal(
        RUN(cli_policy,
            "policy",
            "migrate",
            "P",
            "1",
            "2",
            "--actor=E1",
            "--role=L4",
            "--reason=revised"),
        EXIT_FINE
    );
    assert_true(text_is(played.asked[0].type, "policy.migrate.v1"));
    assert_non_null(strstr(played_data(0, &arena), "\"reason\":\"revised\""));
}

static void ends_with_1_when_it_is_refused(void **state UNUSED)
{
    play(refuse_all);
    assert_int_equal(RUN(cli_policy, "policy", "preview", "P", "1", "2"), EXIT_NOT_DONE);
    assert_string_equal(captured_out, "");
    assert_int_equal(RUN(cli_policy, "policy", "preview", "P", "1"), EXIT_USAGE);
    assert_int_equal(RUN(cli_policy, "policy", "preview", "P", "1", "2", "3"), EXIT_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_before_and_after_of_every_slice),
        cmocka_unit_test(migrates_only_with_an_actor_and_a_reason),
        cmocka_unit_test(ends_with_1_when_it_is_refused),
    };
    return cmocka_run_group_tests(tests, played_begin, end);
}
