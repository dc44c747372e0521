/* Tests of common/engine/writer_elect.c: who becomes the writer, who stands by, and who must end (P1, P6). */
#include "common/engine/writer_inside.h"

#include "tests/unit/common/engine/writer_play.h"

static void takes_the_stream_in_one_transaction_and_goes_on_from_its_head(void **state UNUSED)
{
    play.number = 30;
    play.seq = 500;
    play_take();
    assert_string_equal(
        lane_words(&play.writer->lanes[0], 0),
        "engine_stream_look engine_lock_try ; engine_stream_create engine_stream_take "
        "engine_cursor_read engine_parked_left engine_parts_ensure engine_parts_ensure ;"
    );
    assert_int_equal(writer_epoch(play.writer), 5);
    assert_int_equal(play.writer->number, 30);
    assert_int_equal(play.writer->seq, 500);
    assert_int_equal(stream_seq(play.engine->stream), 500);
    assert_int_equal(counts_value(play.engine->counts, "event/told.v1"), 5);
    assert_true(writer_is_active(play.writer));
}

static void asks_for_the_lock_not_more_than_ten_times_a_second(void **state UNUSED)
{
    play.lock = false;
    for (int i = 0; i < 4; i++)
        play_turn();
    size_t asked = play_store(0)->count;
    assert_int_equal(asked, 3);
    assert_in_range(play.writer->next_try_us - clock_monotone_us(), 1, 100000);
    for (int i = 0; i < 4; i++)
        play_turn();
    assert_int_equal(play_store(0)->count, asked);
    play.writer->next_try_us = 0;
    play_turn();
    assert_int_equal(play_store(0)->count, 2 * asked);
}

static void one_question_is_out_at_a_time(void **state UNUSED)
{
    play_say("engine_stream_look")->never = true;
    for (int i = 0; i < 5; i++)
        play_turn();
    assert_int_equal(play_store(0)->count, 3);
    assert_true(play.writer->asked);
}

static void an_election_whose_transaction_fails_is_held_again(void **state UNUSED)
{
    *play_say("engine_parts_ensure") =
        (struct play_rule){.name = "engine_parts_ensure", .sqlstate = "40001", .times = 1};
    for (int i = 0; i < 3; i++)
        play_turn();
    assert_int_equal(play.writer->state, WRITER_electing);
    assert_false(writer_is_active(play.writer));
    play_take();
    assert_int_equal(writer_epoch(play.writer), 6);
}

static void after_a_clean_end_messages_are_not_tried_one_by_one(void **state UNUSED)
{
    play_take();
    assert_int_equal(play.writer->careful, 0);
}

static void after_an_unclean_end_two_thousand_messages_are(void **state UNUSED)
{
    play.clean = false;
    play_take();
    assert_int_equal(play.writer->careful, 2000);
}

static int64_t december_ms(void)
{
    return 1703980800000; /* 2023-12-31 */
}

static void behind_december_comes_january_of_the_next_year(void **state UNUSED)
{
    clock_inject(december_ms);
    play_take();
    clock_inject(NULL);
    assert_int_equal(play.writer->parts_month, 202312);
    assert_int_equal(
        script_param_int(script_must(play_store(0), "engine_parts_ensure"), 1),
        202401
    );
}

static void parts_are_due_after_half_a_million_events_or_in_another_month(void **state UNUSED)
{
    play_take();
    assert_false(writer_parts_due(play.engine));
    play.writer->seq += 499999;
    assert_false(writer_parts_due(play.engine));
    play.writer->seq += 1;
    assert_true(writer_parts_due(play.engine));
    play.writer->seq -= 1;
    play.writer->parts_month -= 1;
    assert_true(writer_parts_due(play.engine));
}

static void while_parts_are_made_no_batch_begins(void **state UNUSED)
{
    play_take();
    play.writer->parts_month = 0;
    play_say("engine_parts_ensure")->never = true;
    play_chores_due(1);
    for (int i = 0; i < 5; i++)
        play_turn();
    assert_true(play.writer->parts_pending);
    assert_int_equal(play.chores, 0);
    play.rule_count = 0;
    assert_true(play_until(play_is_empty));
    assert_int_equal(play.chores, 1);
}

/* Two processes never write one stream: the one that was overtaken ends (P1). */
static void a_writer_that_was_overtaken_ends(void **state UNUSED)
{
    play_take();
    writer_give_up(play.engine, "test");
    play.epoch++;
    play.writer->next_try_us = 0;
    enum error error = OK;
    for (int i = 0; i < PLAY_TURNS_MAX && error == OK; i++)
        error = play_turn();
    assert_int_equal(error, ERROR_fenced);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, play_begin, play_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(takes_the_stream_in_one_transaction_and_goes_on_from_its_head),
        TEST(asks_for_the_lock_not_more_than_ten_times_a_second),
        TEST(one_question_is_out_at_a_time),
        TEST(an_election_whose_transaction_fails_is_held_again),
        TEST(after_a_clean_end_messages_are_not_tried_one_by_one),
        TEST(after_an_unclean_end_two_thousand_messages_are),
        TEST(behind_december_comes_january_of_the_next_year),
        TEST(parts_are_due_after_half_a_million_events_or_in_another_month),
        TEST(while_parts_are_made_no_batch_begins),
        TEST(a_writer_that_was_overtaken_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
