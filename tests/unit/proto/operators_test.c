/* Tests of proto/operators.c: what an operator does with dead letters, and what the ledger says (P5, P10). */
#include "proto/operators.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "common/engine/parked_inside.h"
#include "tests/support/trial.h"

#define T0 INT64_C(1795268651123) /* 2026-11-21T14:24:11.123Z */

/* A service that has nothing but what every service has, and a policy whose bytes the test sets. */
static uint8_t policy_sum;
static bool with_policy;

static enum error
load_policies(struct arena *arena, const char *directory, struct policy_set *ret_set)
{
    (void)arena;
    (void)directory;
    if (with_policy)
        ret_set->file[ret_set->count++] = (struct policy_file){
            .name = TEXT("limits"),
            .version = TEXT("2026.1"),
            .sha256 = {policy_sum},
        };
    return OK;
}

static const struct answer answers[] = {OPERATORS};
static const struct chore chores[] = {OPERATOR_CHORES};
static const struct service plain = {
    .name = "plain",
    .port = 90,
    .catalogue = &shouli_catalogue,
    .answers = LIST(answers),
    .chores = LIST(chores),
    .policies_load = load_policies,
};

static struct trial *trial;
static struct vault vault; /* the same key as the trial's */
static struct arena sealed;

static int begin(void **state UNUSED)
{
    with_policy = false;
    trial = trial_new(&plain, T0);
    vault_init(&vault, (uint8_t[VAULT_KEK_BYTES]){7});
    return 0;
}

static int end(void **state UNUSED)
{
    trial_destroy(&trial);
    vault_done(&vault);
    arena_done(&sealed);
    return 0;
}

static struct uuid id_of(uint8_t n)
{
    return uuid_make(T0, (uint8_t[10]){[9] = n});
}

static struct dead_row letter(uint8_t n, enum dead_state state)
{
    static const uint8_t body[] = {1, 2, 3};

    return (struct dead_row){
        .id = id_of(n),
        .has_id = true,
        .at = T0 + n,
        .has_at = true,
        .origin = TEXT("intake"),
        .source = TEXT("/bank/app"),
        .message_id = TEXT("m-1"),
        .type = TEXT("case.received.v1"),
        .seq = 40 + n,
        .has_seq = true,
        .case_id = id_of(200),
        .has_case_id = true,
        .code = TEXT("poison"),
        .reason = TEXT("it asserted"),
        .body = {body, sizeof(body)},
        .state = state,
    };
}

/* Sealed as the engine seals it. */
static void put_letter(uint8_t n, enum dead_state state)
{
    struct dead_row row = letter(n, state);

    row.body = letter_seal(&vault, row.id, row.body, &sealed);
    trial_put(trial, &dead_row_record, &row);
}

static const struct dead_row *row_of(uint8_t n)
{
    return trial_record_id(trial, &dead_row_record, id_of(n));
}

static const struct item *ask(int type, const void *body, const char *actor)
{
    return trial_command(
        trial,
        &(struct trial_message){.type = type, .body = body, .actorid = actor}
    );
}

static const struct item *retry(uint8_t n, const char *actor)
{
    return ask(
        MESSAGE_dead_retry_v1,
        &(struct dead_retry
        ){.dead_id = id_of(n), .has_dead_id = true, .reason = TEXT("mended")},
        actor
    );
}

static const struct item *drop(uint8_t n, const char *actor)
{
    return ask(
        MESSAGE_dead_drop_v1,
        &(struct dead_drop){.dead_id = id_of(n), .has_dead_id = true, .reason = TEXT("无效")},
        actor
    );
}

static void assert_refused(const struct item *item, const char *code, const char *field)
{
    assert_int_equal(item->outcome, OUTCOME_rejected);
    assert_int_equal(item->reply.faults.count, 1);
    assert_string_equal(item->reply.faults.list[0].code, code);
    assert_true(text_is(item->reply.faults.list[0].field, field));
}

static void read_result(const struct item *item, const struct map_shape *shape, void *ret_view)
{
    static struct arena arena;
    struct faults faults = {.count = 0};

    assert_int_equal(
        map_decode(item->reply.result, shape, DECODE_strict, "", &arena, &faults, ret_view),
        OK
    );
}

static void retries_an_open_letter_and_says_who_and_why(void **state UNUSED)
{
    struct case_ref of;
    int type = 0;

    put_letter(1, DEAD_STATE_open);
    trial_set_time(trial, T0 + 5000);
    assert_int_equal(retry(1, "E1001")->outcome, OUTCOME_accepted);
    const struct dead_row *row = row_of(1);
    assert_int_equal(row->state, DEAD_STATE_retried);
    assert_true(text_is(row->actor, "E1001"));
    assert_true(text_is(row->why, "mended"));
    assert_true(row->decided_at == T0 + 5000);
    assert_int_equal(letter_open(&vault, row, &sealed).length, 3); /* kept */
    const struct dead_retried *event = trial_emitted(trial, 0, &type, &of);
    assert_int_equal(type, MESSAGE_dead_retried_v1);
    assert_true(uuid_equal(event->dead_id, id_of(1)));
    assert_true(text_is(event->reason, "mended"));
    assert_true(uuid_equal(of.id, id_of(200)));
}

/* A letter whose message cannot be had back must not be given away as retried: it would be lost. */
static void does_not_retry_a_letter_that_cannot_be_opened(void **state UNUSED)
{
    struct dead_row row = letter(1, DEAD_STATE_open);

    trial_put(trial, &dead_row_record, &row);
    assert_refused(retry(1, "E1001"), "conflict", "data.dead_id");
    assert_int_equal(row_of(1)->state, DEAD_STATE_open);
    assert_int_equal(trial_event_count(trial), 0);
    assert_int_equal(drop(1, "E1001")->outcome, OUTCOME_accepted);
}

static void drops_an_open_letter_and_says_who_and_why(void **state UNUSED)
{
    int type = 0;

    put_letter(1, DEAD_STATE_open);
    assert_int_equal(drop(1, "E1002")->outcome, OUTCOME_accepted);
    assert_int_equal(row_of(1)->state, DEAD_STATE_dropped);
    assert_true(text_is(row_of(1)->actor, "E1002"));
    assert_true(text_is(row_of(1)->why, "无效"));
    const struct dead_dropped *event = trial_emitted(trial, 0, &type, NULL);
    assert_int_equal(type, MESSAGE_dead_dropped_v1);
    assert_true(text_is(event->reason, "无效"));
}

static void wants_to_know_the_operator(void **state UNUSED)
{
    put_letter(1, DEAD_STATE_open);
    assert_refused(retry(1, NULL), "missing_field", "actorid");
    assert_refused(drop(1, NULL), "missing_field", "actorid");
    assert_int_equal(row_of(1)->state, DEAD_STATE_open);
    assert_int_equal(trial_event_count(trial), 0);
}

static void decides_a_letter_once(void **state UNUSED)
{
    static const enum dead_state decided[] = {
        DEAD_STATE_retried,
        DEAD_STATE_dropped,
        DEAD_STATE_kept};

    for (uint8_t i = 0; i < LENGTH(decided); i++) {
        put_letter(i, decided[i]);
        assert_refused(retry(i, "E1001"), "conflict", "data.dead_id");
        assert_refused(drop(i, "E1001"), "conflict", "data.dead_id");
        assert_int_equal(row_of(i)->state, decided[i]);
    }
    put_letter(9, DEAD_STATE_open);
    assert_int_equal(drop(9, "E1001")->outcome, OUTCOME_accepted);
    assert_refused(drop(9, "E1001"), "conflict", "data.dead_id");
    assert_int_equal(trial_event_count(trial), 1);
}

static void knows_no_letter_that_is_not_there(void **state UNUSED)
{
    assert_refused(retry(7, "E1001"), "not_found", "data.dead_id");
    assert_refused(drop(7, "E1001"), "not_found", "data.dead_id");
}

static void lists_nothing_when_nothing_waits(void **state UNUSED)
{
    struct dead_letters view = {0};
    const struct item *item = ask(MESSAGE_dead_list_v1, &(struct dead_list){0}, NULL);

    assert_int_equal(item->outcome, OUTCOME_answered);
    read_result(item, &dead_letters_shape, &view);
    assert_int_equal(view.letters_count, 0);
    assert_int_equal(trial_event_count(trial), 0);
}

static void balances_when_nothing_has_happened(void **state UNUSED)
{
    struct ledger_view view = {0};
    const struct item *item = ask(MESSAGE_ledger_get_v1, &(struct ledger_get){0}, NULL);

    assert_int_equal(item->outcome, OUTCOME_answered);
    read_result(item, &ledger_view_shape, &view);
    assert_true(text_is(view.stream, "plain"));
    assert_int_equal(view.seq, 0);
    assert_int_equal(view.imbalance, 0);
    assert_int_equal(view.cursors_count, 0);
}

/* DESIGN 3: a policy takes effect by an event of its own. */
static void adopts_a_policy_when_its_bytes_change(void **state UNUSED)
{
    with_policy = true;
    for (policy_sum = 1; policy_sum <= 2; policy_sum++) {
        struct adopted_policy before = {
            .name = TEXT("limits"),
            .version = TEXT("2025.9"),
            .sha256 = {(const uint8_t[32]){1}, 32},
            .adopted_at = T0 - 1000,
            .has_adopted_at = true,
        };
        trial_destroy(&trial);
        trial = trial_new(&plain, T0);
        trial_put(trial, &adopted_policy_record, &before);
        trial_chore(trial, "policies");
        assert_int_equal(trial_event_count(trial), policy_sum == 2 ? 1 : 0);
    }
    const struct policy_adopted *event = trial_last(trial, MESSAGE_policy_adopted_v1);
    assert_non_null(event);
    assert_true(text_is(event->name, "limits"));
    assert_true(text_is(event->version, "2026.1"));
    assert_int_equal(event->sha256.at[0], 2);
    const struct adopted_policy *row =
        trial_record(trial, &adopted_policy_record, bytes_of_text(TEXT("limits")));
    assert_true(text_is(row->version, "2026.1"));
    assert_true(row->adopted_at == T0);
    trial_chore(trial, "policies"); /* and says it once */
    assert_int_equal(trial_event_count(trial), 1);
}

static void adopts_a_policy_that_it_never_had(void **state UNUSED)
{
    with_policy = true;
    policy_sum = 1;
    trial_destroy(&trial);
    trial = trial_new(&plain, T0);
    trial_chore(trial, "policies");
    assert_int_equal(trial_event_count(trial), 1);
}

/* An act of somebody: the event is in the stream with the actor; the files are read once it is committed. */
static void a_reload_needs_an_actor_and_leaves_an_event(void **state UNUSED)
{
    const struct service_reload wish = {.reason = TEXT("new key of the app")};

    assert_refused(ask(MESSAGE_service_reload_v1, &wish, NULL), "missing_field", "actorid");
    assert_int_equal(trial_event_count(trial), 0);
    const struct item *item = ask(MESSAGE_service_reload_v1, &wish, "E9");
    assert_int_equal(item->outcome, OUTCOME_accepted);
    assert_true(item->reply.reload);
    const struct service_reload_ordered *event =
        trial_last(trial, MESSAGE_service_reload_ordered_v1);
    assert_true(text_is(event->reason, "new key of the app"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_reload_needs_an_actor_and_leaves_an_event,
            begin,
            end
        ),
        cmocka_unit_test_setup_teardown(
            retries_an_open_letter_and_says_who_and_why,
            begin,
            end
        ),
        cmocka_unit_test_setup_teardown(
            does_not_retry_a_letter_that_cannot_be_opened,
            begin,
            end
        ),
        cmocka_unit_test_setup_teardown(drops_an_open_letter_and_says_who_and_why, begin, end),
        cmocka_unit_test_setup_teardown(wants_to_know_the_operator, begin, end),
        cmocka_unit_test_setup_teardown(decides_a_letter_once, begin, end),
        cmocka_unit_test_setup_teardown(knows_no_letter_that_is_not_there, begin, end),
        cmocka_unit_test_setup_teardown(lists_nothing_when_nothing_waits, begin, end),
        cmocka_unit_test_setup_teardown(balances_when_nothing_has_happened, begin, end),
        cmocka_unit_test_setup_teardown(adopts_a_policy_when_its_bytes_change, begin, end),
        cmocka_unit_test_setup_teardown(adopts_a_policy_that_it_never_had, begin, end),
    };
    return cmocka_run_group_tests_name("operators", tests, NULL, NULL);
}
