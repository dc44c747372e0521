/* Tests of services/desk/candidates.c: CL-08, CL-10, RO-11; who has no room costs a turn nothing. */
#include "services/desk/candidates.h"

#include "tests/unit/services/desk/shipped_policy.h"

static struct present one(const char *id, int64_t taken)
{
    struct present present = {.presence = PRESENCE_available, .taken = taken};

    assert_true(actor_of(policy, text_of(id), TEXT("L1"), &present.actor));
    return present;
}

static struct call call_at(void)
{
    return (struct call){.now_ms = T0, .policies = policy};
}

static const struct queued_case row = {
    .state = CASE_STATE_queued,
    .queue = {"q.card", 6},
    .needs = {"card:1", 6},
    .grade = CASE_GRADE_P1,
    .case_type = CASE_TYPE_consult,
};

static void keeps_the_best_three_best_first(void **state UNUSED)
{
    struct present people[] = {one("A", 4), one("B", 2), one("C", 3), one("D", 1), one("E", 5)};
    struct offer_turn turn = {.people = people, .count = LENGTH(people), .is_read = true};
    struct candidates found;
    struct call call = call_at();

    candidates_find(&call, &row, &turn, (struct text){0}, &found);
    assert_int_equal(found.count, CANDIDATES_MAX);
    assert_text(found.best[0].actor.id, "D");
    assert_text(found.best[1].actor.id, "B");
    assert_text(found.best[2].actor.id, "C");
    candidates_find(&call, &row, &turn, TEXT("E"), &found);
    assert_int_equal(found.count, 1);
    assert_text(found.best[0].actor.id, "E");
    candidates_find(&call, &row, &turn, TEXT("F"), &found);
    assert_int_equal(found.count, 0);
}

static void who_was_given_something_is_asked_no_more(void **state UNUSED)
{
    struct present people[] = {one("A", 0), one("B", 1)};
    struct offer_turn turn = {.people = people, .count = LENGTH(people), .is_read = true};
    struct candidates found;
    struct call call = call_at();

    offer_turn_leave(&turn, TEXT("A"));
    offer_turn_leave(&turn, TEXT("A")); /* twice is once */
    candidates_find(&call, &row, &turn, (struct text){0}, &found);
    assert_int_equal(found.count, 1);
    assert_text(found.best[0].actor.id, "B");
    offer_turn_leave(&turn, TEXT("B"));
    assert_int_equal(turn.count, 0);
}

static void says_of_the_first_sixteen_why_not(void **state UNUSED)
{
    static char names[REFUSED_MAX + 1][8];
    static struct present people[REFUSED_MAX + 1];
    struct queued_case of_line_2 = row;
    struct candidates found;
    struct call call = call_at();

    of_line_2.state = CASE_STATE_second_line;
    for (size_t i = 0; i <= REFUSED_MAX; i++) {
        snprintf(names[i], sizeof(names[i]), "A%zu", i);
        people[i] = one(names[i], 0);
        struct offer_turn turn = {.people = people, .count = i + 1, .is_read = true};
        candidates_find(&call, &of_line_2, &turn, (struct text){0}, &found);
        assert_int_equal(found.count, 0);
        assert_int_equal(found.refused_count, size_min(i + 1, REFUSED_MAX));
        assert_int_equal(found.refused[0].reason, REFUSAL_line);
    }
}

/* What present.sql answers, read in a turn of the chore. */
static void reads_only_who_can_be_given_something(void **state UNUSED)
{
    static const char *const lines[] = {
        "A\x1fL1\x1f\x1f"
        "available\x1f"
        "25\x1f"
        "0\x1f"
        "1", /* 20 points and 6 for P1: one left */
        "B\x1fL1\x1f\x1f"
        "available\x1f"
        "26\x1f"
        "0\x1f"
        "1", /* none left */
        "C\x1fL1\x1f\x1f"
        "busy\x1f"
        "0\x1f"
        "0\x1f"
        "1",
        "D\x1fL1\x1f\x1f"
        "available\x1f"
        "0\x1f"
        "1\x1f"
        "1", /* has an offer */
        "no line",
    };
    struct bytes keys[LENGTH(lines)];
    struct offer_turn turn = {.count = 0};
    size_t count = 0;

    for (size_t i = 0; i < LENGTH(lines); i++)
        keys[i] = bytes_of_text(text_of(lines[i]));
    const struct key_list list = {.keys = keys, .count = LENGTH(keys)};
    turn.people = present_read_all(policy, &list, &arena, &count);
    assert_int_equal(count, 4);
    turn.count = count;
    candidates_keep_able(policy, &turn, T0);
    assert_int_equal(turn.count, 1);
    assert_text(turn.people[0].actor.id, "A");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_the_best_three_best_first),
        cmocka_unit_test(who_was_given_something_is_asked_no_more),
        cmocka_unit_test(says_of_the_first_sixteen_why_not),
        cmocka_unit_test(reads_only_who_can_be_given_something),
    };
    return cmocka_run_group_tests_name("desk: candidates", tests, policy_begin, policy_end);
}
