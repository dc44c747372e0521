/* Tests of services/router/rehearsal.c: what other policies would change, and a log that is the same again. */
#include "services/router/rehearsal.h"

#include "tests/unit/services/router/offline_support.h"

static struct rehearsal rehearsal;

static int begin(void **state UNUSED)
{
    rehearsal = (struct rehearsal){.arena = &arena};
    return 0;
}

static void the_same_decision_changes_nothing(void **state UNUSED)
{
    struct offline_answer answer = decided("我要挂失");

    assert_false(rehearsal_compare(&rehearsal, &answer, &answer));
    assert_int_equal(rehearsal.requests, 1);
    assert_int_equal(rehearsal.changed, 0);
    assert_int_equal(rehearsal.move_count, 0);
}

static void an_urgent_case_that_is_lost_is_told_apart(void **state UNUSED)
{
    struct offline_answer before = decided("我要挂失");
    struct offline_answer after = decided("年费怎么收");

    assert_true(rehearsal_compare(&rehearsal, &before, &after));
    assert_int_equal(rehearsal.changed, 1);
    assert_int_equal(rehearsal.urgent_lost, 1);
    assert_int_equal(rehearsal.milder, 1);
    assert_int_equal(rehearsal.graver, 0);
    assert_int_equal(rehearsal.changes[REHEARSED_queue], 1);
    assert_int_equal(rehearsal.changes[REHEARSED_outcome], 0);
    assert_true(rehearsal_compare(&rehearsal, &after, &before));
    assert_int_equal(rehearsal.urgent_found, 1);
    assert_int_equal(rehearsal.graver, 1);
}

static void moves_are_counted_and_printed_most_frequent_first(void **state UNUSED)
{
    struct offline_answer urgent = decided("我要挂失");
    struct offline_answer question = decided("年费怎么收");
    char printed[4096];
    FILE *file = tmpfile();

    assert_true(rehearsal_compare(&rehearsal, &question, &urgent));
    for (int i = 0; i < 3; i++)
        assert_true(rehearsal_compare(&rehearsal, &urgent, &question));
    rehearsal_print(&rehearsal, file);
    rewind(file);
    printed[fread(printed, 1, sizeof(printed) - 1, file)] = '\0';
    fclose(file);
    assert_non_null(
        strstr(printed, "4 requests, 4 changed; graver 1, milder 3; urgent found 1, lost 3")
    );
    const char *often = strstr(printed, "     3  q.urgent -> q.card");
    const char *once = strstr(printed, "     1  q.card -> q.urgent");
    assert_true(often && once && often < once);
}

/* A queue may stay while another rule leads to it. */
static void another_route_to_the_same_queue_is_told(void **state UNUSED)
{
    struct offline_answer before = decided("我要挂失");
    struct offline_answer after = before;

    after.row.route = TEXT("night");
    assert_true(rehearsal_compare(&rehearsal, &before, &after));
    assert_int_equal(rehearsal.changes[REHEARSED_route], 1);
    assert_int_equal(rehearsal.changes[REHEARSED_queue], 0);
}

static void counts_as_many_moves_by_name_as_its_limit(void **state UNUSED)
{
    struct offline_answer before = decided("我要挂失");

    for (int i = 0; i < REHEARSAL_MOVES_MAX + 1; i++) {
        struct offline_answer after = before;
        after.row.queue = arena_format(&arena, "q.%d", i);
        assert_int_equal(rehearsal.moves_left_out, 0);
        assert_true(rehearsal_compare(&rehearsal, &before, &after));
        assert_int_equal(
            rehearsal.move_count,
            i < REHEARSAL_MOVES_MAX ? i + 1 : REHEARSAL_MOVES_MAX
        );
    }
    assert_int_equal(rehearsal.moves_left_out, 1);
}

static void the_log_of_unchanged_policies_is_the_same_byte_by_byte(void **state UNUSED)
{
    static const char *const texts[] =
        {"我要挂失", "", "年费怎么收", "\xff", "卡丢了，顺便问下定期利率"};

    for (size_t i = 0; i < LENGTH(texts); i++) {
        const struct traffic_request request = {.column = {[TRAFFIC_case_no] = TEXT("GD1")}};
        struct offline_answer once = decided(texts[i]);
        struct offline_answer again = decided(texts[i]);
        struct text line = rehearsal_log_line(&arena, i + 1, &request, &once);
        assert_true(text_equal(line, rehearsal_log_line(&arena, i + 1, &request, &again)));
        assert_true(text_starts(line, arena_format(&arena, "%zu\tGD1\t", i + 1)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_same_decision_changes_nothing, begin),
        cmocka_unit_test_setup(an_urgent_case_that_is_lost_is_told_apart, begin),
        cmocka_unit_test_setup(moves_are_counted_and_printed_most_frequent_first, begin),
        cmocka_unit_test_setup(another_route_to_the_same_queue_is_told, begin),
        cmocka_unit_test_setup(counts_as_many_moves_by_name_as_its_limit, begin),
        cmocka_unit_test_setup(the_log_of_unchanged_policies_is_the_same_byte_by_byte, begin),
    };
    return cmocka_run_group_tests_name("rehearsal", tests, load_policies, drop_policies);
}
