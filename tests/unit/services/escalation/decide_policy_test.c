/* Tests of services/escalation/decide_policy.c: open cases move to another version of their profile, looked at first, on record,
 * and back (REQUIREMENTS 3, 2.5 invariant 6). */
#include "services/escalation/decide_policy.h"

#include <stdlib.h>
#include <unistd.h>

#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_facts.h"

/* Version 2 has 10 days for K9, version 3 has 20, version 4 as many as now; all from next year on, so that nobody gets them
 * at receipt. */
static int make_versions(void **state)
{
    (void)state;
    return system(
        "rm -rf build/decide_policy && mkdir -p build/decide_policy/deploy && "
        "cp -r deploy/config build/decide_policy/deploy/ && "
        "cd build/decide_policy/deploy/config/policies && "
        "for v in 2:10 3:20 4:15; do "
        "sed -e \"s/^version: 1/version: ${v%:*}/; s/from: 2020-03-01/from: 2027-01-01/; "
        "0,/limit: 15 cd/s//limit: ${v#*:} cd/\" CN-NFRA-2020.yaml > "
        "CN-NFRA-2020.${v%:*}.yaml; "
        "done"
    );
}

static int drop_versions(void **state)
{
    (void)state;
    return system("rm -rf build/decide_policy");
}

static int begin(void **state)
{
    if (chdir("build/decide_policy") != 0)
        return -1;
    *state = trial_new(&escalation_service, MONDAY);
    return chdir("../..");
}

static struct arena arena;

static struct policy_slice slice_of(const struct item *item)
{
    struct faults faults = {.count = 0};
    struct policy_slice slice;

    assert_non_null(item->reply.result.at);
    assert_int_equal(
        map_decode(
            item->reply.result,
            &policy_slice_shape,
            DECODE_strict,
            "result",
            &arena,
            &faults,
            &slice
        ),
        OK
    );
    return slice;
}

static void list_open(struct trial *trial, uint8_t count)
{
    static struct uuid ids[8];
    struct bytes keys[8];

    for (uint8_t i = 0; i < count; i++) {
        ids[i] = case_id(i);
        keys[i] = (struct bytes){ids[i].b, 16};
    }
    trial_list(trial, &escalation_of_profile_list, keys, count, false);
}

static const struct item *preview(struct trial *trial, int64_t to)
{
    const struct policy_preview query = {
        .profile = TEXT("CN-NFRA-2020"),
        .from_version = 1,
        .has_from_version = true,
        .version = to,
        .has_version = true,
    };
    const struct trial_message message = {
        .type = MESSAGE_policy_preview_v1,
        .body = &query,
        .actorid = "E4001"};
    return trial_command(trial, &message);
}

static const struct item *
migrate(struct trial *trial, int64_t from, int64_t to, const char *role)
{
    const struct policy_migrate wish = {
        .profile = TEXT("CN-NFRA-2020"),
        .from_version = from,
        .has_from_version = true,
        .version = to,
        .has_version = true,
        .reason = TEXT("revised measures"),
    };
    const struct trial_message message = {
        .type = MESSAGE_policy_migrate_v1,
        .body = &wish,
        .actorid = role ? "E4001" : NULL,
        .actorrole = role,
    };
    return trial_command(trial, &message);
}

static void a_case_keeps_its_version_until_it_is_moved(void **state)
{
    take(*state, 0, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    assert_int_equal(case_now(*state, 0)->profile_version, 1);
    claim(*state, 0, MONDAY + MINUTE_MS);
    assert_clock(*state, 0, "K9", CLOCK_STATE_running, at("2026-03-18T00:00:00"));
    /* What it was moved to it keeps as well, though version 1 is the one of its receipt. */
    list_open(*state, 1);
    assert_int_equal(migrate(*state, 1, 2, "L4")->outcome, OUTCOME_accepted);
    tell_customer(*state, 0, MONDAY + HOUR_MS, 5);
    assert_int_equal(case_now(*state, 0)->profile_version, 2);
    assert_clock(*state, 0, "K9", CLOCK_STATE_running, at("2026-03-13T00:00:00"));
}

static void a_preview_moves_nothing(void **state)
{
    take(*state, 0, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    list_open(*state, 1);
    size_t said = trial_event_count(*state);
    struct policy_slice slice = slice_of(preview(*state, 2));
    assert_int_equal(slice.cases_count, 1);
    assert_false(slice.has_next);
    assert_false(slice.cases[0].kept);
    assert_int_equal(slice.cases[0].moves_count, 1);
    assert_true(text_is(slice.cases[0].moves[0].clock, "K9"));
    assert_int_equal(slice.cases[0].moves[0].old_due_at, at("2026-03-18T00:00:00"));
    assert_int_equal(slice.cases[0].moves[0].due_at, at("2026-03-13T00:00:00"));
    assert_int_equal(trial_event_count(*state), said);
    assert_int_equal(case_now(*state, 0)->profile_version, 1);
    arena_done(&arena);
}

static void a_migration_says_what_was_and_what_is(void **state)
{
    take(*state, 0, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    list_open(*state, 1);
    struct policy_slice slice = slice_of(migrate(*state, 1, 2, "L4"));
    assert_int_equal(slice.cases[0].moves_count, 1);
    assert_int_equal(case_now(*state, 0)->profile_version, 2);
    assert_clock(*state, 0, "K9", CLOCK_STATE_running, at("2026-03-13T00:00:00"));
    const struct case_policy_migrated *event =
        trial_last(*state, MESSAGE_case_policy_migrated_v1);
    assert_int_equal(event->from_version, 1);
    assert_int_equal(event->version, 2);
    assert_true(text_is(event->reason, "revised measures"));
    assert_true(text_is(event->migrated_by, "E4001"));
    assert_int_equal(event->moves_count, 1);
    assert_int_equal(event->moves[0].due_at, at("2026-03-13T00:00:00"));
    const struct clock_moved *moved = trial_last(*state, MESSAGE_clock_moved_v1);
    assert_true(text_is(moved->reason, "policy"));
    arena_done(&arena);
}

static void a_statutory_limit_never_moves_later_by_a_migration(void **state)
{
    /* neither forward to a milder version nor back */
    take(*state, 0, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    list_open(*state, 2);
    struct policy_slice slice = slice_of(migrate(*state, 1, 3, "L4"));
    assert_true(slice.cases[0].kept);
    assert_false(slice.cases[1].kept);
    assert_int_equal(case_now(*state, 0)->profile_version, 1);
    assert_int_equal(case_now(*state, 1)->profile_version, 3); /* has no statutory limit */
    assert_clock(*state, 0, "K9", CLOCK_STATE_running, at("2026-03-18T00:00:00"));
    assert_int_equal(count_events(*state, MESSAGE_case_policy_migrated_v1), 1);
    arena_done(&arena);
}

static void a_statutory_limit_that_stands_still_never_moves_later_by_a_migration(void **state)
{
    /* 2.5 invariant 6: what remains of it would be more, less, the same */
    static const struct {
        int64_t to;
        bool kept;
    } rows[] = {{3, true}, {2, true}, {4, false}};

    take(*state, 0, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    record(*state, 0, RECORDED_FACT_appraisal_begun, at("2026-03-05T10:00:00"));
    assert_int_equal(clock_now(*state, 0, "K9")->state, CLOCK_STATE_paused);
    assert_int_equal(clock_now(*state, 0, "K9")->remaining_days, 13);
    list_open(*state, 1);
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct policy_slice slice = slice_of(migrate(*state, 1, rows[i].to, "L4"));
        assert_int_equal(slice.cases[0].kept, rows[i].kept);
        assert_int_equal(slice.cases[0].moves_count, rows[i].kept);
        assert_int_equal(case_now(*state, 0)->profile_version, rows[i].kept ? 1 : rows[i].to);
    }
    record(*state, 0, RECORDED_FACT_appraisal_ended, at("2026-03-06T10:00:00"));
    assert_clock(*state, 0, "K9", CLOCK_STATE_running, at("2026-03-19T00:00:00"));
    arena_done(&arena);
}

static void a_case_of_another_version_or_profile_is_left_alone(void **state)
{
    /* The list was read before the batch, whose first migration has moved the case already. */
    take(*state, 0, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    receive_on(*state, 1, MONDAY, "pboc");
    list_open(*state, 2);
    assert_int_equal(slice_of(migrate(*state, 1, 2, "L4")).cases_count, 1);
    assert_int_equal(slice_of(migrate(*state, 1, 4, "L4")).cases_count, 0);
    assert_int_equal(case_now(*state, 0)->profile_version, 2);
    assert_true(text_is(case_now(*state, 1)->profile, "CN-PBOC-2020"));
    assert_int_equal(case_now(*state, 1)->profile_version, 1);
    assert_int_equal(count_events(*state, MESSAGE_case_policy_migrated_v1), 1);
    arena_done(&arena);
}

static void a_migration_is_rolled_back_by_another(void **state)
{
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    const struct uuid id = case_id(1);
    const struct bytes key = {id.b, 16};
    trial_list(*state, &escalation_of_profile_list, &key, 1, false);
    (void)slice_of(migrate(*state, 1, 3, "L4"));
    (void)slice_of(migrate(*state, 3, 1, "L4"));
    assert_int_equal(case_now(*state, 1)->profile_version, 1);
    assert_int_equal(count_events(*state, MESSAGE_case_policy_migrated_v1), 2);
    arena_done(&arena);
}

static void tells_where_to_go_on(void **state)
{
    /* MIGRATED_A_TURN: one below, at */
    for (uint8_t i = 0; i < MIGRATED_A_TURN; i++)
        take(*state, i, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    list_open(*state, MIGRATED_A_TURN - 1);
    assert_false(slice_of(preview(*state, 2)).has_next);
    list_open(*state, MIGRATED_A_TURN);
    struct policy_slice slice = slice_of(preview(*state, 2));
    assert_true(slice.has_next);
    assert_true(uuid_equal(slice.next, case_id(MIGRATED_A_TURN - 1)));
    arena_done(&arena);
}

static void refuses_what_is_not_allowed(void **state)
{
    assert_string_equal(preview(*state, 9)->reply.faults.list[0].code, "not_found");
    assert_string_equal(preview(*state, 1)->reply.faults.list[0].code, "invalid_field");
    assert_string_equal(migrate(*state, 1, 2, "L3")->reply.faults.list[0].code, "forbidden");
    /* A role is the line and nothing else. */
    assert_string_equal(
        migrate(*state, 1, 2, "L1 for L4")->reply.faults.list[0].code,
        "forbidden"
    );
    assert_string_equal(migrate(*state, 1, 2, "x, L6")->reply.faults.list[0].code, "forbidden");
    assert_string_equal(
        migrate(*state, 1, 2, "L6trainee")->reply.faults.list[0].code,
        "forbidden"
    );
    assert_string_equal(migrate(*state, 1, 2, "L45")->reply.faults.list[0].code, "forbidden");
    assert_string_equal(migrate(*state, 1, 2, NULL)->reply.faults.list[0].code, "forbidden");
}

#undef TEST
#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end_trial)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_case_keeps_its_version_until_it_is_moved),
        TEST(a_preview_moves_nothing),
        TEST(a_migration_says_what_was_and_what_is),
        TEST(a_statutory_limit_never_moves_later_by_a_migration),
        TEST(a_statutory_limit_that_stands_still_never_moves_later_by_a_migration),
        TEST(a_case_of_another_version_or_profile_is_left_alone),
        TEST(a_migration_is_rolled_back_by_another),
        TEST(tells_where_to_go_on),
        TEST(refuses_what_is_not_allowed),
    };
    return cmocka_run_group_tests(tests, make_versions, drop_versions);
}
