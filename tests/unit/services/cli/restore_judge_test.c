/* Tests of services/cli/restore_judge.c: what a database that was restored to one instant looks like, and each way in which
 * one that was not gives itself away. */
#include "services/cli/restore_judge.h"

#include "tests/unit/services/cli/run_cli.h"

static struct restored restored;
static struct restore_result result;

#define HEAD(name, number)                                                                     \
    (struct restored_head)                                                                     \
    {                                                                                          \
        .stream = TEXT(name), .seq = (number), .hash = TEXT("aa" #number),                     \
        .event_seq = (number), .event_hash = TEXT("aa" #number), .accepted_seq = (number)      \
    }

/* Two streams; desk follows intake and is two events behind it. */
static int begin(void **state UNUSED)
{
    restored = (struct restored){
        .heads = {HEAD("intake", 10), HEAD("desk", 4)},
        .head_count = 2,
        .cursors =
            {{.follower = TEXT("desk"),
              .stream = TEXT("intake"),
              .seq = 8,
              .hash = TEXT("e8"),
              .event_hash = TEXT("e8")}},
        .cursor_count = 1,
    };
    return 0;
}

static void finds_nothing_at_one_instant_and_counts_what_is_behind(void **state UNUSED)
{
    restore_judge(&restored, &result);
    assert_int_equal(result.fault_count, 0);
    assert_int_equal(result.behind, 2);
}

static void an_empty_stream_and_its_follower_are_of_one_instant(void **state UNUSED)
{
    restored.heads[0] = (struct restored_head){.stream = TEXT("intake"), .hash = TEXT("f0")};
    restored.cursors[0].seq = 0;
    restored.cursors[0].hash = restored.cursors[0].event_hash = (struct text){0};
    restore_judge(&restored, &result);
    assert_int_equal(result.fault_count, 0);
    assert_int_equal(result.behind, 0);
}

static void one_fault(const char *zh, const char *en)
{
    restore_judge(&restored, &result);
    assert_int_equal(result.fault_count, 1);
    assert_string_equal(result.faults[0].zh, zh);
    assert_string_equal(result.faults[0].en, en);
}

/* At the end of the stream is fine, one behind it is not. */
static void finds_a_follower_that_is_ahead_of_its_stream(void **state UNUSED)
{
    restored.cursors[0].seq = 10;
    restore_judge(&restored, &result);
    assert_int_equal(result.fault_count, 0);
    restored.cursors[0].seq = 11;
    restored.cursors[0].event_hash = (struct text){0};
    one_fault(
        "desk 已处理 intake 至 11，但该事件流止于 10",
        "desk has applied intake up to 11, but that stream ends at 10"
    );
}

static void finds_a_follower_that_has_seen_another_history(void **state UNUSED)
{
    restored.cursors[0].hash = TEXT("e9");
    one_fault(
        "desk 已处理 intake 至 8，但该处的事件是另一条；事件流止于 10",
        "desk has applied intake up to 8, but has seen another event there; the stream ends at "
        "10"
    );
}

static void finds_a_follower_of_an_event_that_is_gone(void **state UNUSED)
{
    restored.cursors[0].event_hash = (struct text){0};
    restore_judge(&restored, &result);
    assert_int_equal(result.fault_count, 1);
}

static void a_cursor_that_kept_no_hash_is_only_compared_by_number(void **state UNUSED)
{
    restored.cursors[0].hash = (struct text){0};
    restore_judge(&restored, &result);
    assert_int_equal(result.fault_count, 0);
}

static void finds_a_follower_whose_stream_is_not_there(void **state UNUSED)
{
    restored.cursors[0].stream = TEXT("router");
    one_fault(
        "desk 已处理 router 至 8，但没有这个事件流，止于 0",
        "desk has applied router up to 8, but there is no such stream; it ends at 0"
    );
    restored.cursors[0].seq = 0; /* has not begun: nothing is missing */
    restore_judge(&restored, &result);
    assert_int_equal(result.fault_count, 0);
}

static void finds_a_head_that_its_events_do_not_reach_or_pass(void **state UNUSED)
{
    for (int64_t last = 9; last <= 11; last++) {
        restored.heads[0].event_seq = last;
        restore_judge(&restored, &result);
        assert_int_equal(result.fault_count, last == 10 ? 0 : 1);
    }
    one_fault(
        "intake 的事件流应在第 10 条结束，实际最后一条事件是 11",
        "the stream of intake should end at 10, but its last event is 11"
    );
}

static void finds_a_head_whose_hash_is_not_that_of_the_last_event(void **state UNUSED)
{
    restored.heads[1].event_hash = TEXT("bb");
    one_fault(
        "desk 的事件流在第 4 条结束，但哈希与最后一条事件（4）不符",
        "the stream of desk ends at 4, but not with the hash of its last event (4)"
    );
}

static void finds_a_remembered_command_behind_the_end(void **state UNUSED)
{
    restored.heads[0].accepted_seq = 10;
    restore_judge(&restored, &result);
    assert_int_equal(result.fault_count, 0);
    restored.heads[0].accepted_seq = 11;
    one_fault(
        "intake 记得已受理至第 11 条，但事件流只到 10",
        "intake remembers commands up to event 11, but its stream ends at 10"
    );
}

static void tells_all_faults_at_once(void **state UNUSED)
{
    restored.heads[0].accepted_seq = restored.heads[0].event_seq = 12;
    restored.cursors[0].seq = 11;
    restore_judge(&restored, &result);
    assert_int_equal(result.fault_count, 3);
}

#define TEST(name) cmocka_unit_test_setup(name, begin)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finds_nothing_at_one_instant_and_counts_what_is_behind),
        TEST(an_empty_stream_and_its_follower_are_of_one_instant),
        TEST(finds_a_follower_that_is_ahead_of_its_stream),
        TEST(finds_a_follower_that_has_seen_another_history),
        TEST(finds_a_follower_of_an_event_that_is_gone),
        TEST(a_cursor_that_kept_no_hash_is_only_compared_by_number),
        TEST(finds_a_follower_whose_stream_is_not_there),
        TEST(finds_a_head_that_its_events_do_not_reach_or_pass),
        TEST(finds_a_head_whose_hash_is_not_that_of_the_last_event),
        TEST(finds_a_remembered_command_behind_the_end),
        TEST(tells_all_faults_at_once),
    };
    return cmocka_run_group_tests_name("restore_judge", tests, NULL, NULL);
}
