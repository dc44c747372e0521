/* Tests of services/router/traffic.c: past requests, with what a file tells of them. */
#include "services/router/traffic.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;
static FILE *file;

static struct traffic traffic_in(const char *text)
{
    file = tmpfile();
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    rewind(file);
    return traffic_of(file, &arena);
}

static int close_file(void **state UNUSED)
{
    fclose(file);
    arena_reset(&arena);
    return 0;
}

static void without_heading_each_line_is_a_text_by_app(void **state UNUSED)
{
    struct traffic traffic = traffic_in("挂失\nchannel\ttext\n\n");
    struct traffic_request request;

    assert_true(traffic_next(&traffic, &request));
    assert_true(text_is(request.column[TRAFFIC_text], "挂失"));
    assert_true(text_is(request.column[TRAFFIC_channel], "app"));
    assert_int_equal(request.hint, MATTER_none);
    assert_false(request.has_amount_fen);
    assert_true(traffic_next(&traffic, &request)); /* a heading only where it is first */
    assert_true(text_is(request.column[TRAFFIC_text], "channel\ttext"));
    assert_true(traffic_next(&traffic, &request));
    assert_true(text_is(request.column[TRAFFIC_text], ""));
    assert_false(traffic_next(&traffic, &request));
}

static void a_heading_names_the_columns(void **state UNUSED)
{
    struct traffic traffic =
        traffic_in("channel\tcolour\tkind\tcustomer\tamount_fen\tunit\ttext\n"
                   "pboc\tred\tcomplaint\torg\t12300\thd-01\ta\tb\n"
                   "-\t\t-\tnobody\t12x\t\t-\n"
                   "web\n");
    struct traffic_request request;

    assert_true(traffic_next(&traffic, &request));
    assert_true(text_is(request.column[TRAFFIC_channel], "pboc"));
    assert_int_equal(request.hint, MATTER_complaint);
    assert_int_equal(request.party, PARTY_org);
    assert_true(request.has_amount_fen);
    assert_int_equal(request.amount_fen, 12300);
    assert_true(text_is(request.column[TRAFFIC_unit], "hd-01"));
    assert_true(text_is(request.column[TRAFFIC_text], "a\tb")); /* the last keeps its tabs */

    assert_true(traffic_next(&traffic, &request));
    assert_true(text_is(request.column[TRAFFIC_channel], "app"));
    assert_int_equal(request.hint, MATTER_none);
    assert_int_equal(request.party, PARTY_none);
    assert_false(request.has_amount_fen);
    assert_null(request.column[TRAFFIC_unit].at);
    assert_true(text_is(request.column[TRAFFIC_text], "-"));

    assert_true(traffic_next(&traffic, &request)); /* a line that ends early */
    assert_true(text_is(request.column[TRAFFIC_channel], "web"));
    assert_true(text_is(request.column[TRAFFIC_text], ""));
    assert_false(traffic_next(&traffic, &request));
}

/* As `shouli record` writes them. */
static void a_recorded_request_has_its_times_and_people(void **state UNUSED)
{
    struct traffic traffic = traffic_in("received_at\toccurred_at\tcomplainants\ttext\n"
                                        "1795400000123\t1795300000000\t1000000\ta\n"
                                        "-\t1795300000000\t1000001\ta\n"
                                        "1795400000123\t-\t0\ta\n"
                                        "1234567890123456\t1\t-\ta\n");
    struct traffic_request request;

    assert_true(traffic_next(&traffic, &request));
    assert_int_equal(request.received_at, 1795400000123);
    assert_true(request.has_occurred_at);
    assert_int_equal(request.occurred_at, 1795300000000);
    assert_int_equal(request.complainants, TRAFFIC_COMPLAINANTS_MAX);
    assert_true(traffic_next(&traffic, &request));
    assert_false(request.has_received_at);
    assert_false(request.has_occurred_at); /* as long ago as nobody knows */
    assert_int_equal(request.complainants, 0);
    assert_true(traffic_next(&traffic, &request));
    assert_true(request.has_received_at);
    assert_false(request.has_occurred_at);
    assert_int_equal(request.complainants, 0);
    assert_true(traffic_next(&traffic, &request)); /* 16 digits */
    assert_false(request.has_received_at);
}

static void an_empty_file_has_no_request(void **state UNUSED)
{
    struct traffic traffic = traffic_in("");
    struct traffic_request request;

    assert_false(traffic_next(&traffic, &request));
}

static void looks_at_as_many_columns_as_its_limit(void **state UNUSED)
{
    for (int more = -1; more <= 1; more++) {
        struct text heading = TEXT("text");
        struct text line = TEXT("t");
        for (int i = 2; i < TRAFFIC_WIDTH_MAX + more; i++) {
            heading = arena_format(&arena, "%s\tx", heading.at);
            line = arena_format(&arena, "%s\ty", line.at);
        }
        struct traffic traffic =
            traffic_in(arena_format(&arena, "%s\tunit\n%s\tU1\n", heading.at, line.at).at);
        struct traffic_request request;
        assert_true(traffic_next(&traffic, &request));
        assert_true(text_is(request.column[TRAFFIC_text], "t"));
        assert_int_equal(request.column[TRAFFIC_unit].at != NULL, more <= 0);
        if (more < 1)
            fclose(file);
    }
}

/* They counted as not known, and nobody was told that the rehearsal was of other requests. */
static void cells_that_cannot_be_read_are_counted(void **state UNUSED)
{
    struct traffic traffic =
        traffic_in("kind\tcustomer\tamount_fen\treceived_at\tcomplainants\ttext\n"
                   "T\tperson\t5\t1\t1000000\ta\n"
                   "-\t\t-\t-\t\tb\n"
                   "complain\tpersons\t5.00\t2026-01-01\t1000001\tc\n");
    struct traffic_request request;
    char told[256] = "";

    assert_true(traffic_next(&traffic, &request) && traffic_next(&traffic, &request));
    assert_int_equal(traffic.unread, 0);
    assert_true(traffic_next(&traffic, &request));
    assert_int_equal(request.hint, MATTER_none);
    assert_false(request.has_amount_fen || request.has_received_at);
    assert_int_equal(request.complainants, 0);
    assert_int_equal(traffic.unread, 5);
    FILE *out = fmemopen(told, sizeof(told), "w");
    traffic_tell(&traffic, out);
    fclose(out);
    assert_string_equal(
        told,
        "5 cells cannot be read and count as not known, the first in line 4, kind\n"
    );
}

/* Training files, or a heading in capitals: their columns were played as words of customers. */
static void columns_without_a_heading_are_told_of(void **state UNUSED)
{
    static const struct {
        const char *file, *told;
    } files[] = {
        {"Channel\tTEXT\napp\t挂失\n",
         "the first line names no column 'text', so each line counts as a text\n"},
        {"channel\ttext\napp\t挂失\n", ""},
        {"挂失\napp\t挂失\n", ""},
        {"", ""},
    };

    for (size_t i = 0; i < LENGTH(files); i++) {
        char told[256] = "";
        struct traffic traffic = traffic_in(files[i].file);
        FILE *out = fmemopen(told, sizeof(told), "w");
        traffic_tell(&traffic, out);
        fclose(out);
        assert_string_equal(told, files[i].told);
        if (i + 1 < LENGTH(files))
            fclose(file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(without_heading_each_line_is_a_text_by_app, close_file),
        cmocka_unit_test_teardown(a_heading_names_the_columns, close_file),
        cmocka_unit_test_teardown(a_recorded_request_has_its_times_and_people, close_file),
        cmocka_unit_test_teardown(cells_that_cannot_be_read_are_counted, close_file),
        cmocka_unit_test_teardown(columns_without_a_heading_are_told_of, close_file),
        cmocka_unit_test_teardown(an_empty_file_has_no_request, close_file),
        cmocka_unit_test_teardown(looks_at_as_many_columns_as_its_limit, close_file),
    };
    int failed = cmocka_run_group_tests_name("traffic", tests, NULL, NULL);

    arena_done(&arena);
    return failed;
}
