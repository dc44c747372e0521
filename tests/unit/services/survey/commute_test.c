/* P4: desk's stream orders the events of one case; those of different cases may come in any order, because a parked case
 * is heard later. All interleavings of two cases are played, with a customer's answer among them, and the rows at the
 * end compared. */
#include "common/message.h"
#include "tests/unit/services/survey/support.h"

enum { SIDES = 2, STEPS_MAX = 5 };

typedef void step(struct trial *trial, uint8_t n);

static step *sides[SIDES][STEPS_MAX];
static size_t step_count[SIDES], orders;
static bool same_customer;
static struct bytes ends[SIDES + 1]; /* both cases, and the customer of the first */
static struct arena arena;

static struct bytes customer_of(uint8_t n)
{
    static const uint8_t other[16] = {6};

    return n == 1 || same_customer ? customer_a : (struct bytes){other, sizeof(other)};
}

static void tell_of(struct trial *trial, int type, uint8_t n, const void *body)
{
    tell(trial, type, n, number_in_sample(n, 1, true), body);
}

static void registered(struct trial *trial, uint8_t n)
{
    const struct complaint_registered body = {
        .state = CASE_STATE_cp_registered,
        .version = 2,
        .has_version = true,
        .first_received_at = MONDAY_MS,
        .has_first_received_at = true,
        .channel = TEXT("phone"),
        .grade = CASE_GRADE_P3,
        .customer_key = customer_of(n),
    };

    tell_of(trial, MESSAGE_complaint_registered_v1, n, &body);
}

static void closed(struct trial *trial, uint8_t n, enum case_type type)
{
    struct case_closed body = closing(type);

    body.customer_key = customer_of(n);
    tell_of(trial, MESSAGE_case_closed_v1, n, &body);
}

static void closed_complaint(struct trial *trial, uint8_t n)
{
    closed(trial, n, CASE_TYPE_complaint);
}

static void closed_question(struct trial *trial, uint8_t n)
{
    closed(trial, n, CASE_TYPE_consult);
}

static void reopened(struct trial *trial, uint8_t n)
{
    static const uint8_t sealed[32] = {1};
    const struct case_reopened body = {
        .state = CASE_STATE_queued,
        .version = 6,
        .has_version = true,
        .cause = REOPEN_CAUSE_survey,
        .reason = {{sealed, 8}, {sealed, SEALED_NONCE_BYTES}, {sealed, sizeof(sealed)}},
        .times = 1,
        .has_times = true,
        .case_type = CASE_TYPE_complaint,
        .received_at = MONDAY_MS,
        .has_received_at = true,
        .channel = TEXT("phone"),
        .customer_key = customer_of(n),
    };

    tell_of(trial, MESSAGE_case_reopened_v1, n, &body);
}

/* A command; by an employee who did not handle the case. */
static void answered(struct trial *trial, uint8_t n)
{
    const struct survey_answer body = {
        .case_id = case_id(n),
        .has_case_id = true,
        .score = 5,
        .has_score = true,
        .solved = true,
        .has_solved = true,
    };
    const struct item *item = trial_command(
        trial,
        &(struct trial_message
        ){.type = MESSAGE_survey_answer_v1, .body = &body, .actorid = "caller-1"}
    );

    assert_int_equal(item->outcome, OUTCOME_accepted);
}

/* Identifier and secret are new each time. */
static struct bytes invitation_bytes(struct trial *trial, uint8_t n)
{
    struct invitation row = *invitation_now(trial, n);

    row.has_survey_id = false;
    row.token_hash = (struct bytes){0};
    return map_encode(invitation_record.map, &row, &arena);
}

static void
compare(struct bytes *end, struct bytes state, const char *what, const size_t *order)
{
    if (!end->at)
        *end = state;
    if (!bytes_equal(*end, state))
        fail_msg(
            "%s after %zu%zu%zu%zu…: %s\nis not %s",
            what,
            order[0],
            order[1],
            order[2],
            order[3],
            message_to_json(state, &arena).at,
            message_to_json(*end, &arena).at
        );
}

/* `all`: also what is asked of the second case must not depend on the order. */
static void play(const size_t *order, size_t count, bool all)
{
    size_t next[SIDES] = {0};
    struct trial *trial = trial_new(&survey_service, MONDAY_MS);

    for (size_t i = 0; i < count; i++) {
        size_t side = order[i];
        sides[side][next[side]++](trial, (uint8_t)(side + 1));
    }
    compare(&ends[0], invitation_bytes(trial, 1), "the first case", order);
    if (all)
        compare(&ends[1], invitation_bytes(trial, 2), "the second case", order);
    struct surveyed_customer customer = *customer_now(trial);
    compare(
        &ends[2],
        map_encode(surveyed_customer_record.map, &customer, &arena),
        "the customer",
        order
    );
    trial_destroy(&trial);
    orders++;
}

/* Every order that keeps each case's own. */
static void play_all(size_t *order, size_t length, bool all)
{
    size_t used[SIDES] = {0}, left = 0;

    for (size_t i = 0; i < length; i++)
        used[order[i]]++;
    for (size_t side = 0; side < SIDES; side++) {
        if (used[side] == step_count[side])
            continue;
        left++;
        order[length] = side;
        play_all(order, length + 1, all);
    }
    if (!left)
        play(order, length, all);
}

static void add(size_t side, step *what)
{
    sides[side][step_count[side]++] = what;
}

static int begin(void **state UNUSED)
{
    memset(step_count, 0, sizeof(step_count));
    memset(ends, 0, sizeof(ends));
    orders = 0;
    return 0;
}

static int end(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static void cases_of_two_customers_have_nothing_to_do_with_each_other(void **state UNUSED)
{
    size_t order[SIDES * STEPS_MAX];

    same_customer = false;
    add(0, registered);
    add(0, closed_complaint);
    add(0, answered);
    add(0, reopened);
    add(1, registered);
    add(1, closed_complaint);
    add(1, reopened);
    add(1, closed_complaint);
    play_all(order, 0, true);
    assert_int_equal(orders, 70); /* 8 over 4 */
}

/* A complaint is called back whatever else there is: nothing of the end depends on the order. */
static void two_complaints_of_a_customer_end_the_same_in_any_order(void **state UNUSED)
{
    size_t order[SIDES * STEPS_MAX];

    same_customer = true;
    add(0, registered);
    add(0, closed_complaint);
    add(0, reopened);
    add(1, registered);
    add(1, closed_complaint);
    add(1, answered);
    add(1, reopened);
    add(1, closed_complaint);
    play_all(order, 0, true);
    assert_int_equal(orders, 56); /* 8 over 3 */
}

/* Whether a question is asked about depends on what is open by then (SV-02); how many complaints are open does not. */
static void open_complaints_are_counted_the_same_in_any_order(void **state UNUSED)
{
    size_t order[SIDES * STEPS_MAX];

    same_customer = true;
    add(0, registered);
    add(0, closed_complaint);
    add(0, answered);
    add(0, reopened);
    add(1, closed_question);
    play_all(order, 0, false);
    assert_int_equal(orders, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            cases_of_two_customers_have_nothing_to_do_with_each_other,
            begin,
            end
        ),
        cmocka_unit_test_setup_teardown(
            two_complaints_of_a_customer_end_the_same_in_any_order,
            begin,
            end
        ),
        cmocka_unit_test_setup_teardown(
            open_complaints_are_counted_the_same_in_any_order,
            begin,
            end
        ),
    };
    return cmocka_run_group_tests_name("survey: handlers commute", tests, NULL, NULL);
}
