/* Tests of services/desk/offer.c: CL-08, CL-10, CL-11, RO-11. */
#include "services/desk/offer.h"

#include "tests/unit/services/desk/offer_steps.h"

static void offers_the_gravest_grade_at_once_to_whoever_is_there(void **state UNUSED)
{
    struct uuid id = case_id(1);

    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    place(id, urgent_consultation());
    assert_int_equal(row_of_case(id)->wake_at, T0);
    turn_for(&id, 1, PEOPLE("A"));
    const struct queued_case *row = row_of_case(id);
    assert_text(row->offered_to, "A");
    assert_int_equal(row->offered_until, T0 + 30 * SECOND); /* desk.yaml: P1 */
    assert_int_equal(row->wake_at, T0 + 30 * SECOND + 1);
    const struct case_offered *event = trial_last(trial, MESSAGE_case_offered_v1);
    assert_text(event->to, "A");
    assert_int_equal(event->version, row->version);
    assert_int_equal(event->weight, 3);
    assert_true(event->interrupts);
    assert_int_equal(worker_named("A")->offer_weight, 3);
}

static void leaves_ordinary_work_to_claims(void **state UNUSED)
{
    struct uuid id = case_id(1);

    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    place(id, consultation());
    turn_for(&id, 1, PEOPLE("A"));
    assert_null(row_of_case(id)->offered_to.at);
    assert_int_equal(row_of_case(id)->wake_at, share_over_ms(row_of_case(id), 25));
}

static void the_timer_takes_the_work_back_and_asks_the_next(void **state UNUSED)
{
    struct uuid id = case_id(1);

    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    trial_set_time(trial, T0 + 1);
    assert_accepted(say_presence("B", "L1", PRESENCE_available));
    place(id, urgent_consultation());
    turn_for(&id, 1, PEOPLE("A", "B"));
    assert_text(row_of_case(id)->offered_to, "A"); /* as loaded, but idle for longer */
    int64_t until = row_of_case(id)->offered_until;
    trial_set_time(trial, until);
    turn_for(&id, 1, PEOPLE("A", "B"));
    assert_text(row_of_case(id)->offered_to, "A"); /* good to its last millisecond */
    trial_set_time(trial, until + 1);
    turn_for(&id, 1, PEOPLE("A", "B"));
    assert_text(row_of_case(id)->offered_to, "B");
    assert_int_equal(row_of_case(id)->offer_no, 2);
    const struct case_offer_ended *event = trial_last(trial, MESSAGE_case_offer_ended_v1);
    assert_text(event->to, "A");
    assert_int_equal(event->cause, OFFER_END_lapsed);
    assert_int_equal(worker_named("A")->missed, 1);
    assert_false(worker_named("A")->has_offer_until);
}

static void whoever_misses_three_in_a_row_is_away(void **state UNUSED)
{
    struct uuid ids[] = {case_id(1), case_id(2), case_id(3)};

    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    for (size_t i = 0; i < 3; i++) {
        place(ids[i], urgent_consultation());
        turn_for(&ids[i], 1, PEOPLE("A"));
        assert_text(row_of_case(ids[i])->offered_to, "A");
        assert_int_equal(worker_named("A")->presence, PRESENCE_available);
        trial_set_time(trial, row_of_case(ids[i])->offered_until + 1);
        turn_for(&ids[i], 1, NOBODY);
    }
    assert_int_equal(worker_named("A")->presence, PRESENCE_away);
    const struct staff_presence_changed *event =
        trial_last(trial, MESSAGE_staff_presence_changed_v1);
    assert_int_equal(event->cause, PRESENCE_CAUSE_missed);
    assert_text(event->actor, "A");
}

static void never_offers_to_the_employee_complained_about_or_the_leader(void **state UNUSED)
{
    /* CL-08; E3001 leads E1001 */
    struct uuid id = case_id(1);
    struct case_queued body = complaint(CASE_GRADE_P1);

    assert_accepted(say_presence("E1001", "complaint_specialist", PRESENCE_available));
    assert_accepted(say_presence("E3001", "L3", PRESENCE_available));
    place(id, body);
    turn_for(&id, 1, PEOPLE("E1001", "E3001"));
    assert_null(row_of_case(id)->offered_to.at);
    assert_accepted(say_presence("S", "complaint_specialist", PRESENCE_available));
    trial_set_time(trial, row_of_case(id)->wake_at);
    turn_for(&id, 1, PEOPLE("E1001", "E3001", "S"));
    assert_text(row_of_case(id)->offered_to, "S");
    const struct case_offered *event = trial_last(trial, MESSAGE_case_offered_v1);
    assert_int_equal(event->refused_count, 2);
    assert_text(event->refused[0].actor, "E1001");
    assert_int_equal(event->refused[0].reason, REFUSAL_recused);
    assert_int_equal(event->refused[1].reason, REFUSAL_recused);
}

static void nobody_has_two_offers_at_a_time(void **state UNUSED)
{
    struct uuid ids[] = {case_id(1), case_id(2)};

    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    place(ids[0], urgent_consultation());
    place(ids[1], urgent_consultation());
    turn_for(ids, 2, PEOPLE("A"));
    assert_text(row_of_case(ids[0])->offered_to, "A");
    assert_null(row_of_case(ids[1])->offered_to.at);
    turn_for(&ids[1], 1, PEOPLE("A"));
    assert_null(row_of_case(ids[1])->offered_to.at);
}

static void the_worker_s_own_row_decides_when_the_list_is_old(void **state UNUSED)
{
    struct uuid id = case_id(1);

    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    place(id, urgent_consultation());
    list_present(PEOPLE("A"));
    assert_accepted(say_presence("A", "L1", PRESENCE_pause));
    trial_list(trial, &desk_awake_list, &(struct bytes){id.b, 16}, 1, false);
    trial_chore(trial, "awake");
    assert_null(row_of_case(id)->offered_to.at);
}

static void looks_again_soon_and_then_less_often(void **state UNUSED)
{
    struct uuid id = case_id(1);

    place(id, urgent_consultation());
    turn_for(&id, 1, NOBODY);
    assert_int_equal(row_of_case(id)->wake_at, T0 + 15 * SECOND);
    assert_int_equal(row_of_case(id)->version, 1); /* nothing that commands depend on */
    trial_set_time(trial, T0 + 10 * MINUTE);
    turn_for(&id, 1, NOBODY);
    assert_int_equal(row_of_case(id)->wake_at, T0 + 10 * MINUTE + 75 * SECOND);
    trial_set_time(trial, T0 + 120 * MINUTE);
    turn_for(&id, 1, NOBODY);
    assert_int_equal(row_of_case(id)->wake_at, T0 + 122 * MINUTE);
}

static void urgent_work_interrupts_who_is_full_up_to_the_reserve(void **state UNUSED)
{
    struct uuid id = case_id(100);

    assert_accepted(say_presence("E1002", "L1", PRESENCE_available)); /* 10 points, card 2 */
    for (uint8_t i = 1; i <= 10; i++) {
        place(case_id(i), consultation());
        assert_accepted(claim(case_id(i), "E1002", "L1"));
    }
    struct case_queued body = urgent_consultation();
    body.skills = NULL;
    body.skills_count = 0;
    place(id, body);
    turn_for(&id, 1, PEOPLE("E1002"));
    assert_text(row_of_case(id)->offered_to, "E1002");
    assert_accepted(take_offer(id, "E1002", "L1"));
    assert_int_equal(worker_named("E1002")->load, 13);
    place(case_id(101), body);
    turn_for((struct uuid[]){case_id(101)}, 1, PEOPLE("E1002"));
    assert_accepted(take_offer(case_id(101), "E1002", "L1"));
    assert_int_equal(worker_named("E1002")->load, 16);
    place(case_id(102), body); /* 16 and 3 are more than 10 and 6 */
    turn_for((struct uuid[]){case_id(102)}, 1, PEOPLE("E1002"));
    assert_null(row_of_case(case_id(102))->offered_to.at);
}

static void a_reopened_case_goes_to_its_first_contact_owner(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");

    resolve(id, "A", "L1");
    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    assert_accepted(say_presence("B", "L1", PRESENCE_available));
    assert_accepted(command(
        MESSAGE_case_reopen_v1,
        id,
        &(struct case_reopen){ON_CASE(id), .reason = TEXT("没有解决")},
        "B",
        "L1"
    ));
    turn_for(&id, 1, PEOPLE("B", "A"));
    assert_text(row_of_case(id)->offered_to, "A");
    const struct case_offered *event = trial_last(trial, MESSAGE_case_offered_v1);
    assert_true(event->first_contact);
    assert_accepted(decline_offer(id, "A", "L1"));
    turn_for(&id, 1, PEOPLE("B", "A")); /* now it is anybody's, by claim */
    assert_null(row_of_case(id)->offered_to.at);
}

static void who_gave_it_back_is_not_asked_again(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");

    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    assert_accepted(command(
        MESSAGE_case_release_v1,
        id,
        &(struct case_release){WITH_LEASE(id), .reason = TEXT("下班")},
        "A",
        "L1"
    ));
    assert_text(row_of_case(id)->avoided, "A");
    turn_for(&id, 1, PEOPLE("A"));
    assert_null(row_of_case(id)->offered_to.at);
}

static void who_was_not_there_did_not_decline(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");

    resolve(id, "A", "L1");
    assert_accepted(command(
        MESSAGE_case_reopen_v1,
        id,
        &(struct case_reopen){ON_CASE(id), .reason = TEXT("没有解决")},
        "B",
        "L1"
    ));
    turn_for(&id, 1, NOBODY); /* A is at lunch */
    assert_null(row_of_case(id)->avoided.at);
    assert_int_equal(
        row_of_case(id)->wake_at,
        share_over_ms(row_of_case(id), 25)
    ); /* looked for once */
    assert_accepted(say_presence("B", "L1", PRESENCE_available));
    trial_set_time(trial, T0 + 1);
    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    trial_set_time(trial, T0 + DAY / 100 * 75); /* the rung that offers it to everybody */
    turn_for(&id, 1, PEOPLE("B", "A"));
    assert_text(row_of_case(id)->offered_to, "A"); /* B is idle for longer */
    const struct case_offered *event = trial_last(trial, MESSAGE_case_offered_v1);
    assert_true(event->first_contact);
}

static void who_handed_it_on_gave_nothing_back(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");

    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    assert_accepted(command(
        MESSAGE_case_second_line_v1,
        id,
        &(struct case_second_line){WITH_LEASE(id), .reason = TEXT("需要二线")},
        "A",
        "L1"
    ));
    turn_for(&id, 1, PEOPLE("A"));
    assert_null(row_of_case(id)->offered_to.at);
    assert_null(row_of_case(id)->avoided.at);
}

/* Two cases in one turn: the one that waits comes before the one whose offer lapsed. */
static void a_missed_offer_counts_also_when_another_comes_first(void **state UNUSED)
{
    struct uuid ids[] = {case_id(1), case_id(2)}, turned[] = {case_id(2), case_id(1)};

    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    place(ids[0], urgent_consultation());
    turn_for(&ids[0], 1, PEOPLE("A"));
    trial_set_time(trial, row_of_case(ids[0])->offered_until + 1);
    place(ids[1], urgent_consultation());
    turn_for(turned, 2, PEOPLE("A"));
    assert_text(row_of_case(ids[1])->offered_to, "A");
    assert_null(row_of_case(ids[0])->offered_to.at);
    assert_int_equal(worker_named("A")->missed, 1);
    assert_true(uuid_equal(worker_named("A")->offer_case, ids[1]));
}

static void the_last_miss_in_a_row_brings_no_other_offer(void **state UNUSED)
{
    struct uuid ids[] = {case_id(1), case_id(2)}, turned[] = {case_id(2), case_id(1)};
    struct worker worker;

    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    place(ids[0], urgent_consultation());
    turn_for(&ids[0], 1, PEOPLE("A"));
    worker = *worker_named("A");
    worker.missed = 2; /* desk.yaml: missed_max 3 */
    trial_put(trial, &worker_record, &worker);
    trial_set_time(trial, row_of_case(ids[0])->offered_until + 1);
    place(ids[1], urgent_consultation());
    turn_for(turned, 2, PEOPLE("A"));
    assert_null(row_of_case(ids[1])->offered_to.at);
    assert_int_equal(worker_named("A")->missed, 3);
    assert_int_equal(worker_named("A")->presence, PRESENCE_away);
}

static void an_offer_that_was_withdrawn_is_no_miss(void **state UNUSED)
{
    struct uuid ids[] = {case_id(1), case_id(2)};

    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    place(ids[0], urgent_consultation());
    turn_for(&ids[0], 1, PEOPLE("A"));
    assert_accepted(command(
        MESSAGE_case_withdraw_v1,
        ids[0],
        &(struct case_withdraw){ON_CASE(ids[0]), .reason = TEXT("客户撤回")},
        "M",
        "L4"
    ));
    trial_set_time(trial, T0 + MINUTE);
    place(ids[1], urgent_consultation());
    turn_for(&ids[1], 1, PEOPLE("A"));
    assert_text(row_of_case(ids[1])->offered_to, "A");
    assert_int_equal(worker_named("A")->missed, 0);
}

static void the_ladder_widens_offers_and_ends_with_an_alarm(void **state UNUSED)
{
    static const enum widening widenings[] =
        {WIDENING_levels, WIDENING_pool, WIDENING_offer, WIDENING_alarm};
    static const int64_t percent[] = {25, 50, 75, 90};
    struct uuid id = case_id(1);
    struct case_queued body = consultation();

    body.grade = CASE_GRADE_P2;
    place(id, body);
    assert_text(row_of_case(id)->needs, "card:2");
    for (size_t i = 0; i < LENGTH(widenings); i++) {
        int64_t at = T0 + DAY / 100 * percent[i];
        trial_set_time(trial, at - 1);
        turn_for(&id, 1, NOBODY);
        assert_int_equal(row_of_case(id)->rung, i);
        trial_set_time(trial, at);
        turn_for(&id, 1, NOBODY);
        assert_int_equal(row_of_case(id)->rung, i + 1);
        const struct case_overflowed *event = trial_last(trial, MESSAGE_case_overflowed_v1);
        assert_int_equal(event->widening, widenings[i]);
        assert_int_equal(event->rung, i + 1);
        assert_int_equal(event->rungs, 4);
        assert_text(event->owner, "L3"); /* desk.yaml, q.card */
    }
    assert_text(row_of_case(id)->needs, "card:1,^q.account,^q.payment");
    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    trial_set_time(trial, trial_time(trial) + 5 * MINUTE);
    turn_for(&id, 1, PEOPLE("A"));
    assert_text(row_of_case(id)->offered_to, "A");
    assert_accepted(take_offer(id, "A", "L1"));
    assert_int_equal(row_of_case(id)->rung, 0);
    assert_text(row_of_case(id)->needs, "card:2");
}

static void a_rung_that_changes_nothing_is_no_event(void **state UNUSED)
{
    /* P4 asks for no level above 1, and q.service overflows to nowhere */
    struct uuid id = case_id(1);
    struct case_queued body = consultation();

    body.queue = TEXT("q.service");
    place(id, body);
    trial_set_time(trial, T0 + DAY / 2);
    turn_for(&id, 1, NOBODY);
    assert_int_equal(row_of_case(id)->rung, 2);
    assert_int_equal(row_of_case(id)->version, 1);
    assert_null(trial_last(trial, MESSAGE_case_overflowed_v1));
    assert_int_equal(row_of_case(id)->wake_at, share_over_ms(row_of_case(id), 75));
    trial_set_time(trial, T0 + DAY);
    turn_for(&id, 1, NOBODY);
    const struct case_overflowed *event = trial_last(trial, MESSAGE_case_overflowed_v1);
    assert_int_equal(event->widening, WIDENING_alarm);
}

static void an_offer_ends_when_the_case_needs_nobody_any_more(void **state UNUSED)
{
    struct uuid id = case_id(1);

    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    place(id, urgent_consultation());
    turn_for(&id, 1, PEOPLE("A"));
    assert_accepted(command(
        MESSAGE_case_withdraw_v1,
        id,
        &(struct case_withdraw){ON_CASE(id), .reason = TEXT("客户撤回")},
        "M",
        "L4"
    ));
    assert_null(row_of_case(id)->offered_to.at);
    const struct case_offer_ended *event = trial_last(trial, MESSAGE_case_offer_ended_v1);
    assert_int_equal(event->cause, OFFER_END_withdrawn);
    assert_refused(take_offer(id, "A", "L1"), "lease_lost");
}

static void the_oldest_of_those_avoided_is_forgotten_above_eight(void **state UNUSED)
{
    static struct arena arena;
    struct queued_case row = {.rung = 0};
    char name[16];

    for (int i = 0; i < AVOIDED_MAX + 1; i++) {
        snprintf(name, sizeof(name), "A%d", i);
        offer_avoid(&arena, &row, text_of(name));
        offer_avoid(&arena, &row, text_of(name)); /* twice is once */
        assert_int_equal(word_is_among(row.avoided, '\n', TEXT("A0")), i < AVOIDED_MAX);
    }
    assert_true(word_is_among(row.avoided, '\n', TEXT("A1")));
    assert_true(word_is_among(row.avoided, '\n', TEXT("A8")));
    arena_done(&arena);
}

/* A level that the route asks for is waived too. */
static void the_rung_of_levels_matters_where_one_is_asked_for(void **state UNUSED)
{
    static const struct {
        const char *skills;
        enum case_grade grade;
        bool matters;
    } cases[] = {
        {"card", CASE_GRADE_P4, false},
        {"card:1", CASE_GRADE_P4, false},
        {"card:2", CASE_GRADE_P4, true},
        {"card", CASE_GRADE_P1, true}, /* skills.yaml: 3 */
        {"account,card:5", CASE_GRADE_P4, true},
    };
    struct policy_set set = {.count = 0};
    struct arena arena = {0};

    assert_int_equal(desk_policies_load(&arena, "deploy/config", &set), OK);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct queued_case row = {
            .skills = text_of(cases[i].skills),
            .grade = cases[i].grade};
        assert_int_equal(
            offer_rung_matters(set.policies, &row, WIDENING_levels),
            cases[i].matters
        );
    }
    arena_done(&arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(offers_the_gravest_grade_at_once_to_whoever_is_there),
        TEST(leaves_ordinary_work_to_claims),
        TEST(the_timer_takes_the_work_back_and_asks_the_next),
        TEST(whoever_misses_three_in_a_row_is_away),
        TEST(never_offers_to_the_employee_complained_about_or_the_leader),
        TEST(nobody_has_two_offers_at_a_time),
        TEST(the_worker_s_own_row_decides_when_the_list_is_old),
        TEST(looks_again_soon_and_then_less_often),
        TEST(urgent_work_interrupts_who_is_full_up_to_the_reserve),
        TEST(a_reopened_case_goes_to_its_first_contact_owner),
        TEST(who_gave_it_back_is_not_asked_again),
        TEST(who_was_not_there_did_not_decline),
        TEST(who_handed_it_on_gave_nothing_back),
        TEST(a_missed_offer_counts_also_when_another_comes_first),
        TEST(the_last_miss_in_a_row_brings_no_other_offer),
        TEST(an_offer_that_was_withdrawn_is_no_miss),
        TEST(the_ladder_widens_offers_and_ends_with_an_alarm),
        TEST(a_rung_that_changes_nothing_is_no_event),
        TEST(the_rung_of_levels_matters_where_one_is_asked_for),
        TEST(an_offer_ends_when_the_case_needs_nobody_any_more),
        TEST(the_oldest_of_those_avoided_is_forgotten_above_eight),
    };
    return cmocka_run_group_tests_name("desk: offers", tests, NULL, NULL);
}
