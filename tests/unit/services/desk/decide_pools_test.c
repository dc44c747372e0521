/* Tests of services/desk/decide_pools.c: RO-11, an empty pool is an event with an owner. */
#include "services/desk/decide_pools.h"

#include "common/metrics.h"
#include "tests/unit/services/desk/offer_steps.h"

#define CARDS                                                                                  \
    "q.card\x1f"                                                                               \
    "card\x1f"                                                                                 \
    "1"
#define LOANS                                                                                  \
    "q.loan\x1f"                                                                               \
    "loan\x1f"                                                                                 \
    "1"

/* One turn: these lines wait, these pools were called empty, these people are there. */
static void
turn_of(const char *const *waiting, const char *const *empty, const char *const *actors)
{
    static struct bytes keys[POOL_LINES_MAX];
    size_t count = 0;

    for (; waiting[count]; count++)
        keys[count] = bytes_of_text(text_of(waiting[count]));
    trial_list(trial, &desk_waiting_pools_list, keys, count, false);
    for (count = 0; empty[count]; count++)
        keys[count] = bytes_of_text(text_of(empty[count]));
    trial_list(trial, &desk_empty_pools_list, keys, count, false);
    list_present(actors);
    assert_int_equal(trial_chore(trial, "pools")->outcome, OUTCOME_accepted);
}

/* Three cards wait since T0. */
static const char cards_wait[] = CARDS "\x1f"
                                       "card:1\x1f"
                                       "3\x1f"
                                       "1795268651123";

static void an_empty_pool_is_an_event_with_an_owner(void **state UNUSED)
{
    trial_set_time(trial, T0 + 60 * SECOND - 1); /* desk.yaml: empty_seconds */
    turn_of(PEOPLE(cards_wait), NOBODY, NOBODY);
    assert_null(trial_last(trial, MESSAGE_pool_emptied_v1));
    assert_int_equal(metric_value(METRIC_shouli_pools_empty), 1);
    trial_set_time(trial, T0 + 60 * SECOND);
    turn_of(PEOPLE(cards_wait), NOBODY, NOBODY);
    const struct pool_emptied *event = trial_last(trial, MESSAGE_pool_emptied_v1);
    assert_text(event->queue, "q.card");
    assert_int_equal(event->needs_count, 1);
    assert_text(event->needs[0], "card:1");
    assert_int_equal(event->cases, 3);
    assert_int_equal(event->oldest_at, T0);
    assert_text(event->owner, "L3");
    size_t events = trial_event_count(trial);
    turn_of(PEOPLE(cards_wait), PEOPLE(CARDS), NOBODY); /* said once */
    turn_of(PEOPLE(cards_wait), NOBODY, NOBODY);        /* also when the list is old */
    assert_int_equal(trial_event_count(trial), events);
}

static void it_ends_when_somebody_comes(void **state UNUSED)
{
    trial_set_time(trial, T0 + 60 * SECOND);
    turn_of(PEOPLE(cards_wait), NOBODY, NOBODY);
    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    trial_set_time(trial, T0 + 90 * SECOND);
    turn_of(PEOPLE(cards_wait), PEOPLE(CARDS), PEOPLE("A"));
    const struct pool_staffed *event = trial_last(trial, MESSAGE_pool_staffed_v1);
    assert_text(event->queue, "q.card");
    assert_int_equal(event->emptied_at, T0 + 60 * SECOND);
    assert_int_equal(metric_value(METRIC_shouli_pools_empty), 0);
    size_t events = trial_event_count(trial);
    turn_of(PEOPLE(cards_wait), PEOPLE(CARDS), PEOPLE("A"));
    assert_int_equal(trial_event_count(trial), events);
}

static void it_ends_when_nothing_waits_any_more(void **state UNUSED)
{
    trial_set_time(trial, T0 + 60 * SECOND);
    turn_of(PEOPLE(cards_wait), NOBODY, NOBODY);
    turn_of(NOBODY, PEOPLE(CARDS), NOBODY);
    assert_non_null(trial_last(trial, MESSAGE_pool_staffed_v1));
}

static void people_without_the_skill_do_not_fill_it(void **state UNUSED)
{
    static const char loans_wait[] = LOANS "\x1f"
                                           "loan:1\x1f"
                                           "1\x1f"
                                           "1795268651123";

    assert_accepted(say_presence("E1002", "L1", PRESENCE_available)); /* card and account */
    trial_set_time(trial, T0 + 60 * SECOND);
    turn_of(PEOPLE(cards_wait, loans_wait), NOBODY, PEOPLE("E1002"));
    const struct pool_emptied *event = trial_last(trial, MESSAGE_pool_emptied_v1);
    assert_text(event->queue, "q.loan");
    assert_text(event->owner, "L4"); /* desk.yaml: pool_owner */
    assert_int_equal(metric_value(METRIC_shouli_pools_empty), 1);
}

static void who_is_full_is_there_all_the_same(void **state UNUSED)
{
    struct worker worker = {
        .actor = TEXT("A"),
        .role = TEXT("L1"),
        .held = 20,
        .load = 20,
        .has_held = true,
        .has_load = true,
        .presence = PRESENCE_available,
    };

    trial_put(trial, &worker_record, &worker);
    trial_set_time(trial, T0 + 60 * SECOND);
    turn_of(PEOPLE(cards_wait), NOBODY, PEOPLE("A"));
    assert_null(trial_last(trial, MESSAGE_pool_emptied_v1));
}

/* They are named by what router asked for: a rung of the ladder asks for less and brings nobody. */
static void a_rung_of_the_ladder_is_no_person(void **state UNUSED)
{
    static const char hard[] = CARDS "\x1f"
                                     "card:2\x1f"
                                     "3\x1f"
                                     "1795268651123";
    static const char wide[] = CARDS "\x1f"
                                     "card:1,^q.account\x1f"
                                     "3\x1f"
                                     "1795268651123";

    trial_set_time(trial, T0 + 60 * SECOND);
    turn_of(PEOPLE(hard), NOBODY, NOBODY);
    size_t events = trial_event_count(trial);
    turn_of(PEOPLE(wide), PEOPLE(CARDS), NOBODY);
    assert_int_equal(trial_event_count(trial), events);
    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    turn_of(PEOPLE(wide), PEOPLE(CARDS), PEOPLE("A")); /* level 1 is somebody */
    assert_non_null(trial_last(trial, MESSAGE_pool_staffed_v1));
}

static void cases_on_different_rungs_are_one_pool(void **state UNUSED)
{
    static const char hard[] = CARDS "\x1f"
                                     "card:2\x1f"
                                     "3\x1f"
                                     "1795268651124";
    static const char wide[] = CARDS "\x1f"
                                     "card:1\x1f"
                                     "4\x1f"
                                     "1795268651123";

    trial_set_time(trial, T0 + 60 * SECOND);
    turn_of(PEOPLE(hard, wide), NOBODY, NOBODY);
    const struct pool_emptied *event = trial_last(trial, MESSAGE_pool_emptied_v1);
    assert_int_equal(event->cases, 7);
    assert_int_equal(event->oldest_at, T0);
    assert_int_equal(trial_event_count(trial), 1);
    assert_int_equal(metric_value(METRIC_shouli_pools_empty), 1);
}

/* One below the limit of the list, and at it: then what is not in it may be empty still. */
static void a_pool_that_was_not_read_is_not_over(void **state UNUSED)
{
    static char lines[POOL_LINES_MAX][64];
    static const char *waiting[POOL_LINES_MAX + 1];

    trial_set_time(trial, T0 + 60 * SECOND);
    turn_of(PEOPLE(cards_wait), NOBODY, NOBODY);
    assert_accepted(say_presence("A", "L1", PRESENCE_available));
    size_t events = trial_event_count(trial);
    for (size_t i = 0; i < POOL_LINES_MAX; i++) {
        snprintf(
            lines[i],
            64,
            "q.s%zu\x1f\x1f"
            "1\x1f\x1f"
            "1\x1f"
            "1795268651123",
            i
        );
        waiting[i] = lines[i];
    }
    turn_of(waiting, PEOPLE(CARDS), PEOPLE("A"));
    assert_int_equal(trial_event_count(trial), events);
    waiting[POOL_LINES_MAX - 1] = NULL;
    turn_of(waiting, PEOPLE(CARDS), PEOPLE("A"));
    assert_non_null(trial_last(trial, MESSAGE_pool_staffed_v1));
}

static void what_is_no_line_is_no_pool(void **state UNUSED)
{
    static const char *const bad[] = {
        "",
        "q.card",
        "\x1f"
        "card\x1f"
        "1\x1f"
        "card:1\x1f"
        "1\x1f"
        "1",
        "q.card\x1f\x1f"
        "0\x1f\x1f"
        "1\x1f"
        "1",
        "q.card\x1f\x1f"
        "7\x1f\x1f"
        "1\x1f"
        "1",
        "q.card\x1f\x1f"
        "1\x1f\x1f"
        "1\x1f"
        "1\x1f"
        "1",
        "q.card\x1f\x1f"
        "1\x1f\x1f"
        "x\x1f"
        "1",
        "q.card\x1f\x1f"
        "1\x1f\x1f"
        "1\x1f"
        "",
    };
    struct waiting_pool pool;

    for (size_t i = 0; i < LENGTH(bad); i++)
        assert_false(waiting_pool_read(text_of(bad[i]), &pool));
    assert_true(waiting_pool_read(
        TEXT("q.card\x1f"
             "card\x1f"
             "6\x1f"
             "card:1\x1f"
             "1\x1f"
             "2"),
        &pool
    ));
    assert_int_equal(row_line(&pool.row), 6);
    assert_text(pool.row.needs, "card:1");
    assert_text(
        pool.name,
        "q.card\x1f"
        "card\x1f"
        "6"
    );
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_pool_is_an_event_with_an_owner),
        TEST(it_ends_when_somebody_comes),
        TEST(it_ends_when_nothing_waits_any_more),
        TEST(people_without_the_skill_do_not_fill_it),
        TEST(who_is_full_is_there_all_the_same),
        TEST(a_rung_of_the_ladder_is_no_person),
        TEST(cases_on_different_rungs_are_one_pool),
        TEST(a_pool_that_was_not_read_is_not_over),
        TEST(what_is_no_line_is_no_pool),
    };
    return cmocka_run_group_tests_name("desk: empty pools", tests, NULL, NULL);
}
