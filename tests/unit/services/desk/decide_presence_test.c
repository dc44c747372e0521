/* Tests of services/desk/decide_presence.c: RO-11, REQUIREMENTS 1.21. */
#include "services/desk/decide_presence.h"

#include "tests/unit/services/desk/offer_steps.h"

static const struct item *say_of(const char *other, const char *actor, const char *role)
{
    return command(
        MESSAGE_staff_set_presence_v1,
        (struct uuid){{0}},
        &(struct staff_set_presence
        ){.presence = PRESENCE_away, .actor = text_of(other), .role = TEXT("L2")},
        actor,
        role
    );
}

static void says_who_is_there_once(void **state UNUSED)
{
    struct worker_view view;
    const struct item *item = say_presence("A", "L1", PRESENCE_available);

    assert_accepted(item);
    result_of(item, &worker_view_shape, &view);
    assert_text(view.actor, "A");
    assert_int_equal(view.presence, PRESENCE_available);
    assert_int_equal(view.capacity, 20);
    assert_int_equal(view.since, T0);
    assert_true(view.on_shift);
    const struct staff_presence_changed *event =
        trial_last(trial, MESSAGE_staff_presence_changed_v1);
    assert_int_equal(event->cause, PRESENCE_CAUSE_asked);
    assert_int_equal(event->before, PRESENCE_none);
    assert_text(event->by, "A");
    size_t events = trial_event_count(trial);
    trial_set_time(trial, T0 + 5);
    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    assert_int_equal(trial_event_count(trial), events); /* nothing changed */
    assert_int_equal(worker_named("A")->since, T0);
    assert_int_equal(worker_named("A")->seen_at, T0 + 5);
}

static void line_3_speaks_for_others_and_nobody_below(void **state UNUSED)
{
    assert_refused(say_of("B", "A", "L2"), "forbidden");
    assert_accepted(say_of("B", "M", "L3"));
    assert_int_equal(worker_named("B")->presence, PRESENCE_away);
    assert_text(worker_named("B")->role, "L2");
    const struct staff_presence_changed *event =
        trial_last(trial, MESSAGE_staff_presence_changed_v1);
    assert_text(event->by, "M");
    assert_text(event->actor, "B");
}

static struct worker known_worker(void)
{
    return (struct worker
    ){.actor = TEXT("B"),
      .has_held = true,
      .has_load = true,
      .presence = PRESENCE_available,
      .role = TEXT("complaint_specialist"),
      .unit = TEXT("hd-2"),
      .seen_at = T0 - DAY,
      .has_seen_at = true};
}

/* What somebody is and when they last did something is not another's to say. */
static void speaking_for_others_leaves_their_role_and_unit(void **state UNUSED)
{
    struct worker worker = known_worker();
    const struct staff_set_presence body = {.presence = PRESENCE_away, .actor = TEXT("B")};

    trial_put(trial, &worker_record, &worker);
    assert_accepted(command(MESSAGE_staff_set_presence_v1, (struct uuid){{0}}, &body, "M", "L3")
    );
    assert_int_equal(worker_named("B")->presence, PRESENCE_away);
    assert_text(worker_named("B")->role, "complaint_specialist");
    assert_text(worker_named("B")->unit, "hd-2");
    assert_int_equal(worker_named("B")->seen_at, T0 - DAY);
    assert_accepted(say_of("B", "M", "L3")); /* names L2 */
    assert_text(worker_named("B")->role, "L2");
    assert_text(worker_named("B")->unit, "hd-2");
}

static void a_role_that_nobody_knows_must_be_said(void **state UNUSED)
{
    struct worker worker = known_worker();
    const struct staff_get query = {.actor = TEXT("B")};
    struct worker_view view;
    struct uuid nowhere = {{0}};

    assert_refused(command(MESSAGE_staff_get_v1, nowhere, &query, "M", "L3"), "missing_field");
    trial_put(trial, &worker_record, &worker);
    const struct item *item = command(MESSAGE_staff_get_v1, nowhere, &query, "M", "L3");
    assert_int_equal(item->outcome, OUTCOME_answered);
    result_of(item, &worker_view_shape, &view);
    assert_int_equal(view.capacity, 20);
}

static void roles_that_claim_nothing_have_no_presence(void **state UNUSED)
{
    assert_refused(say_presence("A", "auditor", PRESENCE_available), "forbidden");
    assert_refused(say_presence("A", "reception", PRESENCE_available), "forbidden");
}

static void whoever_goes_takes_no_offer_along(void **state UNUSED)
{
    struct uuid id = case_id(1);

    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    place(id, urgent_consultation());
    turn_for(&id, 1, PEOPLE("A"));
    assert_text(row_of_case(id)->offered_to, "A");
    assert_accepted(say_presence("A", "L1", PRESENCE_pause));
    assert_null(row_of_case(id)->offered_to.at);
    assert_false(worker_named("A")->has_offer_until);
    const struct case_offer_ended *event = trial_last(trial, MESSAGE_case_offer_ended_v1);
    assert_int_equal(event->cause, OFFER_END_withdrawn);
    assert_int_equal(row_of_case(id)->wake_at, T0); /* the next one is asked at once */
}

static void coming_back_forgets_what_was_missed(void **state UNUSED)
{
    struct worker worker = {
        .actor = TEXT("A"),
        .missed = 2,
        .has_missed = true,
        .presence = PRESENCE_away,
        .has_held = true,
        .has_load = true,
    };

    trial_put(trial, &worker_record, &worker);
    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    assert_int_equal(worker_named("A")->missed, 0);
}

static void shows_load_and_offer(void **state UNUSED)
{
    struct worker_view view;
    struct uuid id = case_id(2);
    struct staff_get own = {.actor = {0}}, other = {.actor = TEXT("A"), .role = TEXT("L1")};

    claimed(1, consultation(), "A", "L1");
    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    place(id, urgent_consultation());
    turn_for(&id, 1, PEOPLE("A"));
    const struct item *item =
        command(MESSAGE_staff_get_v1, (struct uuid){{0}}, &own, "A", "L1");
    result_of(item, &worker_view_shape, &view);
    assert_int_equal(view.held, 1);
    assert_int_equal(view.load, 1);
    assert_true(uuid_equal(view.offer_case, id));
    assert_int_equal(view.offer_until, T0 + 30 * SECOND);
    trial_set_time(trial, T0 + 30 * SECOND + 1);
    item = command(MESSAGE_staff_get_v1, (struct uuid){{0}}, &other, "M", "L3");
    result_of(item, &worker_view_shape, &view);
    assert_false(view.has_offer_case);
    assert_refused(
        command(MESSAGE_staff_get_v1, (struct uuid){{0}}, &other, "B", "L1"),
        "forbidden"
    );
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(says_who_is_there_once),
        TEST(line_3_speaks_for_others_and_nobody_below),
        TEST(speaking_for_others_leaves_their_role_and_unit),
        TEST(a_role_that_nobody_knows_must_be_said),
        TEST(roles_that_claim_nothing_have_no_presence),
        TEST(whoever_goes_takes_no_offer_along),
        TEST(coming_back_forgets_what_was_missed),
        TEST(shows_load_and_offer),
    };
    return cmocka_run_group_tests_name("desk: presence", tests, NULL, NULL);
}
