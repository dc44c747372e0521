/* Tests of common/engine/serve.c over real CURVE sockets, with PostgreSQL played by the test: what is
 * no longer in memory (PROTOCOL section 3). */
#include "common/engine/serve_inside.h"

#include "tests/unit/common/engine/follower.h"
#include "tests/unit/common/engine/scripted_store.h"

/* Events 1 to 100 are no longer in memory. */
static void begin_behind(void)
{
    static const uint8_t hash[32] = {100};

    stream_set_head(loop.engine->stream, 100, hash);
    loop_connect(0, 1);
}

static void wait_for_question(void)
{
    for (int i = 0; i < LOOP_TURNS_MAX && (!serving()->store || !serving()->asking); i++)
        loop_turn();
    assert_true(serving()->asking);
    assert_string_equal(script_next(serving()->store), "engine_event_read");
}

/* Events from `from` on as PostgreSQL has them: an envelope {}, and the number as hash. */
static const struct rows *rows_of(int64_t from, int count)
{
    static struct rows rows;

    rows.count = 0;
    for (int i = 0; i < count; i++) {
        uint8_t *hash = arena_take(&loop.arena, 32);
        struct params params;
        memset(hash, (int)(from + i), 32);
        params_begin(&params, &loop.arena);
        params_int(&params, from + i);
        params_bytes(&params, bytes_of_text(TEXT("\x80")));
        params_bytes(&params, (struct bytes){hash, 32});
        script_row(&rows, &params);
    }
    return &rows;
}

static void answer(const struct rows *rows)
{
    script_answer(serving()->store, rows);
    script_answer_all(serving()->store);
}

static void reads_what_is_no_longer_in_memory_from_postgresql(void **state UNUSED)
{
    begin_behind();
    ask(0, "{op: 'follow', from: 98, credit: 10}");
    assert_int_equal(hear(0, "position", 0), 97);
    wait_for_question();
    const struct script_sent *sent = script_must(serving()->store, "engine_event_read");
    assert_int_equal(script_param_int(sent, 0), 98);
    assert_int_equal(script_param_int(sent, 1), 2000);
    answer(rows_of(98, 3));
    assert_int_equal(hear(0, "events", 3), 98);
    assert_int_equal(hear(0, "position", 0), 100);
}

static void without_credit_postgresql_is_not_asked(void **state UNUSED)
{
    begin_behind();
    ask(0, "{op: 'follow', from: 98, credit: 0}");
    assert_int_equal(hear(0, "position", 0), 97);
    assert_silence(0);
    assert_null(serving()->store);
}

static void asks_again_after_a_read_that_failed(void **state UNUSED)
{
    begin_behind();
    ask(0, "{op: 'follow', from: 100, credit: 10}");
    hear(0, "position", 0);
    wait_for_question();
    script_fail(serving()->store, "57014");
    script_answer_all(serving()->store);
    wait_for_question();
    answer(rows_of(100, 1));
    assert_int_equal(hear(0, "events", 1), 100);
}

static void opens_another_connection_when_one_is_lost(void **state UNUSED)
{
    begin_behind();
    ask(0, "{op: 'follow', from: 100, credit: 10}");
    hear(0, "position", 0);
    wait_for_question();
    serving()->store->state = STORE_broken;
    loop_turn();
    wait_for_question();
    assert_int_equal(serving()->store->count, 2);
    answer(rows_of(100, 1));
    assert_int_equal(hear(0, "events", 1), 100);
}

static void an_answer_for_a_follower_that_is_gone_is_dropped(void **state UNUSED)
{
    begin_behind();
    ask(0, "{op: 'follow', from: 100, credit: 10}");
    hear(0, "position", 0);
    wait_for_question();
    ask(0, "{op: 'end'}");
    for (int i = 0; i < LOOP_TURNS_MAX && serving()->count; i++)
        loop_turn();
    assert_int_equal(serving()->count, 0);
    answer(rows_of(100, 1));
    assert_silence(0);
    assert_false(serving()->asking);
}

static void follow_after(int last_hash_byte)
{
    char hex[65];

    for (int i = 0; i < 32; i++)
        snprintf(hex + (ptrdiff_t)2 * i, 3, "%02x", last_hash_byte);
    ask(0,
        arena_format(&loop.arena, "{op: 'follow', from: 51, after: <%s>, credit: 1}", hex).at);
    wait_for_question();
    assert_int_equal(
        script_param_int(script_must(serving()->store, "engine_event_read"), 0),
        50
    );
    answer(rows_of(50, 2));
}

static void goes_on_behind_an_event_whose_hash_is_the_followers(void **state UNUSED)
{
    begin_behind();
    follow_after(50);
    assert_int_equal(hear(0, "position", 0), 50);
    assert_int_equal(hear(0, "events", 1), 51);
}

/* P5: two histories of one stream are never mixed. */
static void tells_a_follower_of_another_history_that_it_has_forked(void **state UNUSED)
{
    begin_behind();
    follow_after(49);
    hear_error(0, "forked");
    loop_turn();
    assert_int_equal(serving()->count, 0);
    assert_silence(0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, loop_begin, loop_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_what_is_no_longer_in_memory_from_postgresql),
        TEST(without_credit_postgresql_is_not_asked),
        TEST(asks_again_after_a_read_that_failed),
        TEST(opens_another_connection_when_one_is_lost),
        TEST(an_answer_for_a_follower_that_is_gone_is_dropped),
        TEST(goes_on_behind_an_event_whose_hash_is_the_followers),
        TEST(tells_a_follower_of_another_history_that_it_has_forked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
