/* Tests of services/intake/decide_request.c: numbers, keys, acknowledgement, and what a request costs. */
#include "services/intake/intake.h"

#include <time.h>

#include "common/engine/engine.h"
#include "common/engine/batch.h"
#include "tests/unit/services/intake/support.h"

static const struct item *submit_by(const char *channel)
{
    struct request_submitted request = good_request();

    request.channel = text_of(channel);
    return submit(&request);
}

static void the_reply_names_the_case_that_the_event_is_about(void **state UNUSED)
{
    const struct item *item = submit_by("phone");
    struct case_ref of;
    int type;

    assert_accepted(item);
    assert_non_null(trial_emitted(trial, 0, &type, &of));
    assert_int_equal(type, MESSAGE_case_received_v1);
    assert_true(uuid_equal(of.id, item->reply.of.id));
    assert_true(text_equal(of.no, item->reply.of.no));
    assert_int_equal(of.id.b[6] >> 4, 7);
    assert_int_equal(uuid_time_ms(of.id), NOW_MS);
    assert_int_equal(received()->received_at, NOW_MS);
}

static void the_event_says_who_published_it_under_which_id(void **state UNUSED)
{
    const struct request_submitted request = good_request();

    trial_command(
        trial,
        &(struct trial_message){
            .type = MESSAGE_request_submitted_v1,
            .body = &request,
            .id = "m-1",
            .source = "/bank/mobile-app",
        }
    );
    assert_true(text_is(received()->publisher, "/bank/mobile-app"));
    assert_true(text_is(received()->request_id, "m-1"));
}

/* WO-06 */
static void numbers_begin_with_the_day_and_go_on_by_one(void **state UNUSED)
{
    assert_true(text_is(submit_by("phone")->reply.of.no, "GD20261121000001"));
    assert_true(text_is(submit_by("phone")->reply.of.no, "GD20261121000002"));
}

/* WO-06: date flips at 00:00 Asia/Shanghai */
static void the_date_of_a_number_flips_at_midnight_in_shanghai(void **state UNUSED)
{
    const int64_t midnight_ms = NOW_MS + INT64_C(12) * 3600 * 1000;

    trial_set_time(trial, midnight_ms - 1);
    assert_true(text_is(submit_by("phone")->reply.of.no, "GD20261121000001"));
    trial_set_time(trial, midnight_ms);
    assert_true(text_is(submit_by("phone")->reply.of.no, "GD20261122000001"));
    /* UTC's midnight changes nothing. */
    trial_set_time(trial, midnight_ms + INT64_C(8) * 3600 * 1000);
    assert_true(text_is(submit_by("phone")->reply.of.no, "GD20261122000002"));
}

/* An engine and a batch of a test's own, where many requests are decided together as in earnest. */
static struct engine engine;
static struct batch batch;

static void
begin_batch(int64_t first_number, size_t count, const struct request_submitted *request)
{
    static const uint8_t kek[VAULT_KEK_BYTES] = {7};

    engine = (struct engine){.service = &intake_service, .stream_name = "intake"};
    engine.counts = counts_new();
    engine.parked = parked_new();
    vault_init(&engine.vault, kek);
    assert_int_equal(
        intake_service
            .policies_load(&engine.policies_arena[0], "deploy/config", &engine.policy_sets[0]),
        OK
    );
    engine_add_numbers(
        &engine,
        TEXT("GD20261121"),
        first_number,
        first_number + (int64_t)count
    );
    batch = (struct batch){0};
    batch_begin(&batch, NOW_MS);
    batch.policies = engine.policy_sets[0].policies;
    for (size_t i = 0; i < count; i++) {
        struct item *item = batch_add(&batch, ITEM_command);
        item->answer = &intake_service.answers[0];
        item->decide = item->answer->decide;
        item->message.shape = engine_message_shape(&engine, MESSAGE_request_submitted_v1);
        item->message.id = TEXT("1");
        item->message.source = TEXT("/test");
        item->message.body = request;
    }
    batch.to = count;
}

static void end_batch(void)
{
    counts_destroy(&engine.counts);
    parked_destroy(&engine.parked);
    vault_done(&engine.vault);
    arena_done(&engine.policies_arena[0]);
    arena_done(&batch.arena);
}

/* PROTOCOL 6: 7 digits from the millionth of a day on. */
static void the_millionth_number_of_a_day_has_seven_digits(void **state UNUSED)
{
    static const char *const expected[] = {
        "GD20261121999999",
        "GD202611211000000",
        "GD202611211000001"};
    const struct request_submitted request = good_request();

    begin_batch(999999, LENGTH(expected), &request);
    assert_true(batch_decide(&engine, &batch));
    for (size_t i = 0; i < LENGTH(expected); i++)
        assert_true(text_is(batch.items[i].reply.of.no, expected[i]));
    end_batch();
}

/* REQUIREMENTS 4.7 rule 14: K2 is for channels where nobody waits at the other end. */
static void an_asynchronous_channel_is_acknowledged_a_synchronous_one_is_not(void **state UNUSED
)
{
    static const char *const sync[] = {"phone", "branch", "visit"};
    const struct case_acknowledged *event;

    for (size_t i = 0; i < LENGTH(sync); i++)
        assert_accepted(submit_by(sync[i]));
    assert_null(trial_last(trial, MESSAGE_case_acknowledged_v1));
    assert_accepted(submit_by("app"));
    event = trial_last(trial, MESSAGE_case_acknowledged_v1);
    assert_non_null(event);
    assert_true(text_is(event->channel, "app"));
    assert_int_equal(event->received_at, NOW_MS);
    assert_int_equal(event->acknowledged_at, NOW_MS);
    assert_int_equal(trial_event_count(trial), LENGTH(sync) + 2);
}

static void each_case_has_a_key_of_its_own_in_the_vault(void **state UNUSED)
{
    const struct item *first = submit_by("app"), *second = submit_by("app");
    const struct vault_row *one = trial_record_id(trial, &vault_row_record, first->reply.of.id);
    const struct vault_row *two =
        trial_record_id(trial, &vault_row_record, second->reply.of.id);

    assert_non_null(one);
    assert_non_null(two);
    assert_int_equal(one->created_at, NOW_MS);
    assert_int_equal(one->wrapped.length, VAULT_WRAPPED_BYTES);
    assert_int_equal(one->key_id.length, CASE_KEY_ID_BYTES);
    assert_false(bytes_equal(one->key_id, two->key_id));
    assert_false(bytes_equal(one->wrapped, two->wrapped));
}

/* Only the number has to be asked for: a row that cannot exist is not looked for. */
static void a_request_needs_at_most_one_round_of_loading(void **state UNUSED)
{
    assert_int_equal(submit_by("app")->rounds, 1);
    assert_int_equal(submit_by("app")->rounds, 0);
}

static void a_refused_request_takes_no_number_and_leaves_no_key(void **state UNUSED)
{
    struct request_submitted request = good_request();

    assert_true(text_is(submit(&request)->reply.of.no, "GD20261121000001"));
    request.text = TEXT(" ");
    const struct item *item = submit(&request);
    assert_int_equal(item->outcome, OUTCOME_rejected);
    assert_null(item->reply.of.no.at);
    request = good_request();
    assert_true(text_is(submit(&request)->reply.of.no, "GD20261121000002"));
    assert_int_equal(trial_event_count(trial), 4);
}

static int64_t cpu_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static double us_of_a_request(const struct request_submitted *request)
{
    begin_batch(1, BATCH_MAX, request);
    const int64_t from_ns = cpu_ns();
    assert_true(batch_decide(&engine, &batch));
    const int64_t to_ns = cpu_ns();
    for (size_t i = 0; i < BATCH_MAX; i++)
        assert_int_equal(batch.items[i].outcome, OUTCOME_accepted);
    end_batch();
    return (double)(to_ns - from_ns) / BATCH_MAX / 1e3;
}

/* What the decision cannot do without: a key, and so many seals. */
static double us_of_sealing(size_t fields)
{
    struct arena arena = {0};
    const int64_t from_ns = cpu_ns();

    begin_batch(1, 1, NULL);
    for (size_t i = 0; i < BATCH_MAX; i++) {
        struct wrapped_key wrapped;
        struct case_key key;
        struct sealed_value sealed;
        assert_int_equal(vault_make_key(&engine.vault, (struct uuid){{1}}, &key, &wrapped), OK);
        for (size_t field = 0; field < fields; field++)
            assert_int_equal(
                seal(
                    &key,
                    PERSONAL_TEXT,
                    bytes_of_text(TEXT("138 0013 8000")),
                    &arena,
                    &sealed
                ),
                OK
            );
    }
    end_batch();
    arena_done(&arena);
    return (double)(cpu_ns() - from_ns) / BATCH_MAX / 1e3;
}

/* Not a limit, as machines and builds differ: figures to look at. */
static void says_what_a_request_costs(void **state UNUSED)
{
    const struct customer customer = {
        .type = PARTY_person,
        .name = TEXT("张三"),
        .id_type = ID_TYPE_resident,
        .id_no = TEXT("11010519491231002X"),
        .phone = TEXT("13800138000"),
    };
    struct request_submitted request = good_request();
    const double bare_us = us_of_a_request(&request);

    request.channel = TEXT("phone");
    const double sync_us = us_of_a_request(&request);
    request.customer = &customer;
    const double full_us = us_of_a_request(&request);
    print_message(
        "a request, decided, encoded and chained: %.1f us with 1 sealed field (%.1f without "
        "the "
        "acknowledgement), %.1f us with 4 and a search key; of it key and seals %.1f and %.1f "
        "us\n",
        bare_us,
        sync_us,
        full_us,
        us_of_sealing(1),
        us_of_sealing(4)
    );
    assert_true(bare_us > 0);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(the_reply_names_the_case_that_the_event_is_about),
        CASE(the_event_says_who_published_it_under_which_id),
        CASE(numbers_begin_with_the_day_and_go_on_by_one),
        CASE(the_date_of_a_number_flips_at_midnight_in_shanghai),
        CASE(the_millionth_number_of_a_day_has_seven_digits),
        CASE(an_asynchronous_channel_is_acknowledged_a_synchronous_one_is_not),
        CASE(each_case_has_a_key_of_its_own_in_the_vault),
        CASE(a_request_needs_at_most_one_round_of_loading),
        CASE(a_refused_request_takes_no_number_and_leaves_no_key),
        CASE(says_what_a_request_costs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
