/* Tests of services/desk/choose.c: CL-10, and the fairness bound as a property of random loads.
 *
 * The bound: whenever the work whose guarded time begins and whose deadline ends inside any span of time fits into what the
 * staff can do in that span, nothing is late, whatever its grade, and whoever is preferred for what. */
#include "services/desk/choose.h"

#include <stdlib.h>

#include "tests/unit/services/desk/desk_trial.h"

enum { JOBS_MAX = 160, OFFERED = 4, SERVICE_MS = 60000, ROUNDS = 400 };

static struct arena arena;
static const struct desk_policy *policy;
static uint64_t seed;

static int begin(void **state UNUSED)
{
    static struct policy_set set;

    set = (struct policy_set){.count = 0};
    if (desk_policies_load(&arena, "deploy/config", &set) != OK)
        return -1;
    policy = set.policies;
    return 0;
}

static int done(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

/* xorshift64*: the same loads in every run. */
static int64_t random_below(int64_t limit)
{
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (int64_t)(seed * 2685821657736338717u >> 33) % limit;
}

static struct queued_case waiting(int64_t queued_at, int64_t due_at, enum case_grade grade)
{
    return (struct queued_case){
        .state = CASE_STATE_queued,
        .queue = TEXT("q.card"),
        .grade = grade,
        .queued_at = queued_at,
        .has_queued_at = true,
        .due_at = due_at,
        .has_due_at = true,
    };
}

static struct actor agent(const char *id)
{
    struct actor actor;

    assert_true(actor_of(policy, text_of(id), TEXT("L2"), &actor));
    return actor;
}

static void a_case_is_guarded_from_its_share_on(void **state UNUSED)
{
    struct queued_case row = waiting(1000, 2000, CASE_GRADE_P4); /* 75 % */

    assert_false(choose_is_guarded(policy, &row, 1749));
    assert_true(choose_is_guarded(policy, &row, 1750));
    assert_true(choose_is_guarded(policy, &row, 1751));
    row.due_at = 900;
    assert_true(choose_is_guarded(policy, &row, 1000));
    row.has_due_at = false;
    assert_true(choose_is_guarded(policy, &row, 0));
}

static void the_first_contact_owner_gets_the_case_back(void **state UNUSED)
{
    struct queued_case first = waiting(0, 100000, CASE_GRADE_P3);
    struct queued_case own = waiting(0, 200000, CASE_GRADE_P4);
    struct actor actor = agent("A");

    own.first_owner = TEXT("A");
    assert_true(choose_goes_before(policy, &actor, &own, &first, 10));
    own.avoided = TEXT("B\nA"); /* unless it was this one who gave it back */
    assert_false(choose_goes_before(policy, &actor, &own, &first, 10));
    own.first_owner = TEXT("B");
    own.avoided = (struct text){0};
    assert_false(choose_goes_before(policy, &actor, &own, &first, 10));
}

static void preferred_skills_go_before_and_first_contact_before_them(void **state UNUSED)
{
    struct queued_case plain = waiting(0, 100000, CASE_GRADE_P3);
    struct queued_case suits = waiting(0, 200000, CASE_GRADE_P4);
    struct queued_case own = waiting(0, 300000, CASE_GRADE_P4);
    struct actor actor = agent("A");

    suits.wishes = TEXT("+card,+fx");
    own.first_owner = TEXT("A");
    assert_true(choose_goes_before(policy, &actor, &suits, &plain, 10));
    assert_true(choose_goes_before(policy, &actor, &own, &suits, 10));
    assert_false(choose_goes_before(policy, &actor, &plain, &suits, 10));
}

static void nothing_goes_before_a_guarded_case(void **state UNUSED)
{
    struct queued_case old = waiting(0, 1000, CASE_GRADE_P4);
    struct queued_case own = waiting(700, 9000, CASE_GRADE_P1);
    struct actor actor = agent("A");

    own.first_owner = TEXT("A");
    assert_true(choose_goes_before(policy, &actor, &own, &old, 749));
    assert_false(choose_goes_before(policy, &actor, &own, &old, 750));
    /* and a guarded one goes before what was proposed first */
    assert_true(choose_goes_before(policy, &actor, &old, &own, 750));
}

/* A load: cases in the order of their deadlines, and which were served when. */
struct load {
    struct queued_case jobs[JOBS_MAX];
    int64_t served_at[JOBS_MAX];
    size_t count;
    size_t workers;
};

static int by_deadline(const void *a, const void *b)
{
    const struct queued_case *one = a, *other = b;

    return (one->due_at > other->due_at) - (one->due_at < other->due_at);
}

/* As much work as the staff can do and more for a while; everything but P4 is preferred. */
static void make_load(struct load *load, size_t workers)
{
    static const int64_t window_min[] = {0, 60, 90, 120, 40};
    static const char *const people[] = {"A", "B", "C", "D"};
    int64_t now = 0, pace = 14 + random_below(6);

    *load =
        (struct load){.count = 40 + (size_t)random_below(JOBS_MAX - 40), .workers = workers};
    for (size_t i = 0; i < load->count; i++) {
        enum case_grade grade = (enum case_grade)(1 + random_below(4));
        int64_t window = window_min[grade] * 60000;
        now += random_below(pace * SERVICE_MS / 10 / (int64_t)workers);
        load->jobs[i] = waiting(now, now + window / 2 + random_below(window), grade);
        if (grade < CASE_GRADE_P4 && random_below(4) == 0)
            load->jobs[i].first_owner = text_of(people[random_below(4)]);
        if (grade < CASE_GRADE_P4)
            load->jobs[i].wishes = TEXT("+card");
    }
    qsort(load->jobs, load->count, sizeof(*load->jobs), by_deadline);
}

/* What must be begun inside [from, to] fits, with the work that is under way when it begins. */
static bool span_fits(const struct load *load, int64_t from, int64_t to)
{
    int64_t work = 0;

    for (size_t i = 0; i < load->count; i++) {
        int64_t guarded = share_over_ms(&load->jobs[i], policy->assignment.guard_percent);
        if (guarded >= from && load->jobs[i].due_at <= to)
            work += SERVICE_MS;
    }
    /* Begun by `to` counts as in time; each worker may be busy with one more. */
    return work == 0 || work <= ((int64_t)load->workers * (to - from - SERVICE_MS));
}

static bool is_within_the_capacity(const struct load *load)
{
    for (size_t i = 0; i < load->count; i++) {
        int64_t from = share_over_ms(&load->jobs[i], policy->assignment.guard_percent);
        for (size_t j = 0; j < load->count; j++) {
            if (load->jobs[j].due_at > from && !span_fits(load, from, load->jobs[j].due_at))
                return false;
        }
    }
    return true;
}

typedef bool goes_before(
    const struct actor *actor,
    const struct queued_case *other,
    const struct queued_case *best,
    int64_t now_ms
);

static bool as_desk_does(
    const struct actor *actor,
    const struct queued_case *other,
    const struct queued_case *best,
    int64_t now_ms
)
{
    return choose_goes_before(policy, actor, other, best, now_ms);
}

/* What the guard is there against: preferences without an end. */
static bool by_preference_alone(
    const struct actor *actor,
    const struct queued_case *other,
    const struct queued_case *best,
    int64_t now_ms
)
{
    return choose_bonus(actor, other, now_ms) > choose_bonus(actor, best, now_ms);
}

/* The next case for this worker: the first four by deadline, as Redis proposes them. */
static size_t next_for(
    const struct load *load,
    const struct actor *actor,
    int64_t now_ms,
    goes_before *before
)
{
    size_t best = load->count, seen = 0;

    for (size_t i = 0; i < load->count && seen < OFFERED; i++) {
        if (load->served_at[i] || load->jobs[i].queued_at > now_ms)
            continue;
        seen++;
        if (best == load->count || before(actor, &load->jobs[i], &load->jobs[best], now_ms))
            best = i;
    }
    return best;
}

/* Workers claim as soon as they are free; how many cases were begun after their deadline. */
static size_t late_under(struct load *load, goes_before *before)
{
    static const char *const people[] = {"A", "B", "C", "D"};
    int64_t free_at[4] = {0}, now = 0;
    size_t left = load->count, late = 0;

    memset(load->served_at, 0, sizeof(load->served_at));
    while (left) {
        int64_t next = INT64_MAX;
        for (size_t w = 0; w < load->workers; w++) {
            struct actor actor = agent(people[w]);
            size_t at = free_at[w] <= now ? next_for(load, &actor, now, before) : load->count;
            if (at < load->count) {
                load->served_at[at] = now + 1;
                late += now > load->jobs[at].due_at;
                free_at[w] = now + SERVICE_MS;
                left--;
            }
            if (free_at[w] > now)
                next = int64_min(next, free_at[w]);
        }
        for (size_t i = 0; i < load->count; i++) {
            if (!load->served_at[i] && load->jobs[i].queued_at > now)
                next = int64_min(next, load->jobs[i].queued_at);
        }
        now = next == INT64_MAX ? now + 1 : next;
    }
    return late;
}

static void nothing_is_late_under_a_load_within_the_capacity(void **state UNUSED)
{
    static struct load load;
    size_t within = 0, slight = 0, starved = 0;

    seed = 20261122;
    for (int round = 0; round < ROUNDS; round++) {
        make_load(&load, 1 + (size_t)random_below(4));
        if (!is_within_the_capacity(&load))
            continue;
        within++;
        if (late_under(&load, as_desk_does))
            fail_msg("round %d: a case of %zu was late", round, load.count);
        for (size_t i = 0; i < load.count; i++)
            slight += load.jobs[i].grade == CASE_GRADE_P4;
        starved += late_under(&load, by_preference_alone);
    }
    assert_true(within >= ROUNDS / 10); /* the loads are not trivial … */
    assert_true(slight > 500);
    assert_true(starved > 0); /* … and without the guard somebody is late */
    print_message(
        "%zu loads within the capacity, %zu cases of P4; %zu late without the guard\n",
        within,
        slight,
        starved
    );
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_is_guarded_from_its_share_on),
        cmocka_unit_test(the_first_contact_owner_gets_the_case_back),
        cmocka_unit_test(preferred_skills_go_before_and_first_contact_before_them),
        cmocka_unit_test(nothing_goes_before_a_guarded_case),
        cmocka_unit_test(nothing_is_late_under_a_load_within_the_capacity),
    };
    return cmocka_run_group_tests_name("desk: the order of claims", tests, begin, done);
}
