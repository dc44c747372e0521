/* Tests of services/desk/present.c: RO-10, RO-11. */
#include "services/desk/present.h"

#include "tests/unit/services/desk/shipped_policy.h"

static struct present read_line(const char *line)
{
    struct present present;

    assert_true(present_read(policy, text_of(line), &present));
    return present;
}

static void reads_what_the_statement_writes(void **state UNUSED)
{
    struct present present = read_line("A\x1fL2\x1fhd-1\x1f"
                                       "available\x1f"
                                       "7\x1f"
                                       "1\x1f"
                                       "1795268651123");

    assert_text(present.actor.id, "A");
    assert_int_equal(present.actor.line, 2);
    assert_text(present.actor.unit, "hd-1");
    assert_int_equal(present.presence, PRESENCE_available);
    assert_int_equal(present.taken, 7);
    assert_true(present.has_offer);
    assert_int_equal(present.seen_ms, T0);
}

static void what_is_no_such_line_is_nobody(void **state UNUSED)
{
    static const char *const lines[] = {
        "",
        "A",
        "A\x1fL9\x1f\x1f\x1f"
        "0\x1f"
        "0\x1f"
        "0",
        "A\x1fL1\x1f\x1f\x1f\x1f"
        "0\x1f"
        "0",
        "A\x1fL1\x1f\x1f\x1f-1\x1f"
        "0\x1f"
        "0",
        "A\x1fL1\x1f\x1f\x1f"
        "0\x1f"
        "0",
        "A\x1fL1\x1f\x1f\x1f"
        "0\x1f"
        "0\x1f"
        "0\x1f"
        "0",
    };
    struct present present;

    for (size_t i = 0; i < LENGTH(lines); i++)
        assert_false(present_read(policy, text_of(lines[i]), &present));
}

static void somebody_is_there_who_said_so_or_took_work_lately(void **state UNUSED)
{
    struct present present = read_line("A\x1fL1\x1f\x1f\x1f"
                                       "0\x1f"
                                       "0\x1f"
                                       "1795268651123");
    int64_t last = T0 + 15 * MINUTE; /* desk.yaml: seen_minutes */

    assert_true(present_is_there(policy, &present, last));
    assert_false(present_is_there(policy, &present, last + 1));
    present.presence = PRESENCE_available;
    assert_true(present_is_there(policy, &present, last + DAY));
    present.presence = PRESENCE_pause;
    assert_false(present_is_there(policy, &present, T0));
}

static void is_refused_when_away_busy_full_or_asked_before(void **state UNUSED)
{
    struct queued_case row = {
        .state = CASE_STATE_queued,
        .case_type = CASE_TYPE_consult,
        .grade = CASE_GRADE_P4,
        .queue = TEXT("q.card"),
        .needs = TEXT("card:1"),
    };
    struct present present = read_line("A\x1fL1\x1f\x1f"
                                       "available\x1f"
                                       "19\x1f"
                                       "0\x1f"
                                       "1795268651123");

    assert_int_equal(present_refusal(policy, &present, &row, T0), REFUSAL_none);
    present.taken = 20;
    assert_int_equal(present_refusal(policy, &present, &row, T0), REFUSAL_capacity);
    present.has_offer = true;
    assert_int_equal(present_refusal(policy, &present, &row, T0), REFUSAL_offered);
    row.avoided = TEXT("B\nA");
    assert_int_equal(present_refusal(policy, &present, &row, T0), REFUSAL_avoided);
    present.presence = PRESENCE_busy;
    assert_int_equal(present_refusal(policy, &present, &row, T0), REFUSAL_away);
    row.needs = TEXT("complaint:1");
    assert_int_equal(present_refusal(policy, &present, &row, T0), REFUSAL_skill);
}

static void off_shift_nobody_is_there(void **state UNUSED)
{
    /* T0 is a Saturday, 21:44 in Shanghai; the day shift is Monday to Friday */
    static struct person clerk = {.id = {"E1", 2}, .shift_count = 1};
    struct queued_case row = {.state = CASE_STATE_queued, .queue = TEXT("q.card")};
    struct present present = read_line("A\x1fL1\x1f\x1f"
                                       "available\x1f"
                                       "0\x1f"
                                       "0\x1f"
                                       "1795268651123");

    clerk.shifts[0] = shift_find(&policy->staff.shifts, TEXT("day"));
    present.actor.person = &clerk;
    assert_false(present_is_there(policy, &present, T0));
    assert_int_equal(present_refusal(policy, &present, &row, T0), REFUSAL_shift);
    clerk.shifts[0] = shift_find(&policy->staff.shifts, TEXT("night"));
    assert_true(present_is_there(policy, &present, T0 + 60 * MINUTE));
}

static void first_contact_then_skills_then_less_load_then_longer_idle(void **state UNUSED)
{
    struct queued_case row = {.first_owner = TEXT("A"), .wishes = TEXT("+card")};
    struct present owner = read_line("A\x1fL1\x1f\x1f"
                                     "available\x1f"
                                     "9\x1f"
                                     "0\x1f"
                                     "5");
    struct present other = read_line("B\x1fL1\x1f\x1f"
                                     "available\x1f"
                                     "0\x1f"
                                     "0\x1f"
                                     "5");
    struct present idle = read_line("C\x1fL1\x1f\x1f"
                                    "available\x1f"
                                    "0\x1f"
                                    "0\x1f"
                                    "4");

    assert_true(present_is_better(&owner, &other, &row, T0));
    row.first_owner = TEXT("Z");
    assert_false(present_is_better(&owner, &other, &row, T0));
    assert_true(present_is_better(&other, &owner, &row, T0));
    assert_true(present_is_better(&idle, &other, &row, T0));
    assert_false(present_is_better(&other, &idle, &row, T0));
    idle.actor.skills = (struct skill_set){.count = 0};
    assert_true(present_is_better(&other, &idle, &row, T0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_the_statement_writes),
        cmocka_unit_test(what_is_no_such_line_is_nobody),
        cmocka_unit_test(somebody_is_there_who_said_so_or_took_work_lately),
        cmocka_unit_test(is_refused_when_away_busy_full_or_asked_before),
        cmocka_unit_test(off_shift_nobody_is_there),
        cmocka_unit_test(first_contact_then_skills_then_less_load_then_longer_idle),
    };
    return cmocka_run_group_tests_name("desk: who is there", tests, policy_begin, policy_end);
}
