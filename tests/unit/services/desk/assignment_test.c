/* Random histories of claims, offers, declines, releases, lapses, regrades and resolutions: CL-08, CL-11, RW-02, and
 * REQUIREMENTS 2.5. After every step: the load of each worker is the sum of what their cases weigh, nobody has more than
 * allowed or what they must not have, and a case is had by one or offered to one. */
#include <stdlib.h>

#include "tests/unit/services/desk/offer_steps.h"

enum { CASES = 100, STEPS = 400, HISTORIES = 5, KINDS = 3 };

static const struct somebody {
    const char *actor, *role;
    int64_t capacity;
} people[] = {
    {"A", "L1", 20},
    {"B", "L1", 20},
    {"E1001", "complaint_specialist", 20}, /* complained about */
    {"E3001", "L3", 30},                   /* leads E1001 */
    {"E1002", "L1", 10},                   /* card and account only */
    {"S", "complaint_specialist", 20},
};
enum { PEOPLE_COUNT = LENGTH(people), RESERVE = 6 };

static uint64_t seed;
static bool took_offer[PEOPLE_COUNT]; /* only by an offer the reserve may be used */

static size_t random_below(size_t limit)
{
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (size_t)(seed * 2685821657736338717u >> 33) % limit;
}

/* A card, a loan, or a complaint about E1001; of any grade. */
static void place_any(uint8_t n)
{
    static const struct text loan[] = {{"loan", 4}}, complaint_skill[] = {{"complaint", 9}};
    static const struct text trainee[] = {{"trainee", 7}};
    enum case_grade grade = (enum case_grade)(1 + random_below(4));
    struct case_queued body = consultation();

    body.grade = grade;
    if (n % KINDS == 1) {
        body.queue = TEXT("q.loan");
        body.skills = loan;
    } else if (n % KINDS == 2) {
        body = complaint(grade);
        body.skills = complaint_skill;
    }
    body.forbidden = trainee;
    body.forbidden_count = 1;
    place(case_id(n), body);
}

static const struct somebody *anybody(void)
{
    return &people[random_below(PEOPLE_COUNT)];
}

static bool is_owned(const struct queued_case *row)
{
    return row->owner.at != NULL;
}

static const char *role_of_owner(const struct queued_case *row)
{
    for (size_t i = 0; i < PEOPLE_COUNT; i++) {
        if (text_is(row->owner, people[i].actor))
            return people[i].role;
    }
    fail_msg("an owner nobody knows");
    return NULL;
}

/* What an owner may do: give it back, or resolve it. */
static void end_work(struct uuid id)
{
    const struct queued_case *row = row_of_case(id);
    char owner[65];

    snprintf(owner, sizeof(owner), "%.*s", (int)row->owner.length, row->owner.at);
    if (random_below(2))
        command(
            MESSAGE_case_release_v1,
            id,
            &(struct case_release){WITH_LEASE(id), .reason = TEXT("转给别人")},
            owner,
            role_of_owner(row)
        );
    else
        command(
            MESSAGE_case_resolve_v1,
            id,
            &(struct case_resolve){WITH_LEASE(id), .answer = TEXT("办好了")},
            owner,
            role_of_owner(row)
        );
}

static void turn_of_the_chore(void)
{
    struct uuid due[AWAKE_SLICE];
    const char *there[PEOPLE_COUNT + 1] = {NULL};
    size_t count = 0, present = 0;

    for (uint8_t n = 0; n < CASES && count < AWAKE_SLICE; n++) {
        const struct queued_case *row = row_of_case(case_id(n));
        if (row->has_wake_at && row->wake_at <= trial_time(trial))
            due[count++] = row->case_id;
    }
    for (size_t i = 0; i < PEOPLE_COUNT; i++) {
        const struct worker *worker = worker_named(people[i].actor);
        if (worker && worker->presence == PRESENCE_available)
            there[present++] = people[i].actor;
    }
    turn_for(due, count, there);
}

static void step(void)
{
    struct uuid id = case_id((uint8_t)random_below(CASES));
    const struct queued_case *row = row_of_case(id);
    const struct somebody *who = anybody();

    switch (random_below(12)) {
    case 3:
        if (is_owned(row) && random_below(4) == 0)
            end_work(id);
        break;
    case 4:
        say_presence(
            who->actor,
            who->role,
            random_below(4) ? PRESENCE_available : PRESENCE_pause
        );
        break;
    case 5:
        if (random_below(3))
            took_offer[who - people] |=
                take_offer(id, who->actor, who->role)->outcome == OUTCOME_accepted;
        else
            decline_offer(id, who->actor, who->role);
        break;
    case 6:
        event_of(
            MESSAGE_case_regraded_v1,
            id,
            &(struct case_regraded
            ){.from_grade = row->grade, .grade = (enum case_grade)(1 + random_below(4))}
        );
        break;
    case 7:
        trial_set_time(trial, trial_time(trial) + (int64_t)random_below(3) * MINUTE);
        turn_of_the_chore();
        break;
    default:
        claim(id, who->actor, who->role);
    }
}

static void check_case(const struct queued_case *row, int64_t loads[PEOPLE_COUNT])
{
    if (row->owner.at && row->offered_to.at)
        fail_msg("a case is had and offered at the same time");
    if (row->offered_to.at && text_is(row->about_employee, "E1001") &&
        (text_is(row->offered_to, "E1001") || text_is(row->offered_to, "E3001")))
        fail_msg("a complaint is offered to whom it is about");
    for (size_t i = 0; i < PEOPLE_COUNT; i++) {
        if (!text_equal(row->owner, text_of(people[i].actor)))
            continue;
        loads[i] += row->weight;
        if (text_is(row->about_employee, "E1001") && (i == 2 || i == 3))
            fail_msg("%s has a complaint about E1001", people[i].actor);
        if (row->case_type == CASE_TYPE_complaint && strcmp(people[i].role, "L1") == 0)
            fail_msg("%s has a complaint without the skill", people[i].actor);
        if (text_is(row->skills, "loan") && i == 4)
            fail_msg("E1002 has a loan without the skill");
    }
}

static void check(size_t *ret_full)
{
    int64_t loads[PEOPLE_COUNT] = {0};

    for (uint8_t n = 0; n < CASES; n++)
        check_case(row_of_case(case_id(n)), loads);
    for (size_t i = 0; i < PEOPLE_COUNT; i++) {
        const struct worker *worker = worker_named(people[i].actor);
        if (!worker)
            continue;
        assert_int_equal(worker->load, loads[i]);
        if (loads[i] > people[i].capacity + (took_offer[i] ? RESERVE : 0))
            fail_msg("%s has %lld points", people[i].actor, (long long)loads[i]);
        *ret_full += loads[i] >= people[i].capacity;
    }
}

static void what_must_never_be_is_never_so(void **state UNUSED)
{
    size_t full = 0, offers = 0, taken = 0;

    for (int history = 0; history < HISTORIES; history++) {
        seed = 20261122u + (uint64_t)history;
        trial_begin(NULL);
        memset(took_offer, 0, sizeof(took_offer));
        for (uint8_t n = 0; n < CASES; n++)
            place_any(n);
        for (int i = 0; i < STEPS; i++) {
            step();
            check(&full);
        }
        for (uint8_t n = 0; n < CASES; n++) {
            offers += (size_t)row_of_case(case_id(n))->offer_no;
            taken += (size_t)row_of_case(case_id(n))->lease_epoch;
        }
        trial_end(NULL);
    }
    assert_true(full > 0); /* the histories reach what they are about */
    assert_true(offers > 20);
    assert_true(taken > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_must_never_be_is_never_so),
    };
    return cmocka_run_group_tests_name("desk: who has what", tests, NULL, NULL);
}
