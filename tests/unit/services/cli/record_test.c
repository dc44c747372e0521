/* Tests of services/cli/record.c: `shouli record` (REQUIREMENTS CL-01, SE-07; DESIGN P8). */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/taken.h"

#define HEADING                                                                                \
    "case_no\tchannel\tkind\tcustomer\tamount_fen\tlang\tunit\tabout_unit\treceived_at\t"      \
    "occurred_at\tcomplainants\ttext\n"
#define WHO "--actor", "M1", "--role", "L5", "--reason", "w"

static const struct sealed_customer customer = {.type = PARTY_org};
static const uint8_t sealed[40] = {1};

static struct case_received plain(void)
{
    return (struct case_received
    ){.channel = TEXT("app"),
      .received_at = 1795400000123,
      .has_received_at = true,
      .publisher = TEXT("/bank/app"),
      .request_id = TEXT("r"),
      .text = {{sealed, 8}, {sealed, 12}, {sealed, 40}}};
}

static void writes_what_router_was_told_with_the_words(void **state UNUSED)
{
    struct case_received full = plain(), bare = plain();
    const struct case_acknowledged other = {
        .channel = TEXT("app"),
        .received_at = 1,
        .has_received_at = true,
        .acknowledged_at = 2,
        .has_acknowledged_at = true};

    full.kind = REQUEST_KIND_complaint;
    full.customer = &customer;
    full.amount_fen = 500;
    full.has_amount_fen = true;
    full.lang = TEXT("zh");
    full.unit = TEXT("U\t1");
    full.about_unit = TEXT("U2");
    full.occurred_at = 1795300000000;
    full.has_occurred_at = true;
    full.complainants = 25;
    full.has_complainants = true;
    taken_reset("intake");
    taken_add(1, MESSAGE_case_received_v1, &full);
    taken_add(1, MESSAGE_case_acknowledged_v1, &other);
    taken_add(2, MESSAGE_case_received_v1, &bare);
    play(taken_answer);
    assert_int_equal(RUN(cli_record, "record", "--out", taken_path("out"), WHO), EXIT_FINE);
    assert_string_equal(
        taken_written(),
        HEADING "GD1\tapp\tcomplaint\torg\t500\tzh\tU 1\tU2\t1795400000123\t1795300000000\t25\t"
                "said 1 more\n"
                "GD2\tapp\t-\t-\t-\t-\t-\t-\t1795400000123\t-\t-\tsaid 2 more\n"
    );
    assert_says(captured_out, "2 requests recorded 已录制, 0 left out");
    assert_int_equal(taken_order.purpose, WORDS_PURPOSE_rehearsal);
}

static void a_case_without_words_is_left_out(void **state UNUSED)
{
    const struct case_received body = plain();

    taken_reset("intake");
    taken_add(3, MESSAGE_case_received_v1, &body); /* desk says nothing of it */
    taken_add(4, MESSAGE_case_received_v1, &body);
    play(taken_answer);
    assert_int_equal(
        RUN(cli_record, "record", "--out", taken_path("out"), WHO, "--json"),
        EXIT_FINE
    );
    assert_string_equal(captured_out, "{\"recorded\":1,\"left_out\":1}\n");
    assert_int_equal(captured_lines(taken_written()), 2);
}

/* A hundred are one order, one more is another. */
static void orders_come_by_the_hundred(void **state UNUSED)
{
    const struct case_received body = plain();

    taken_reset("intake");
    for (size_t n = 1; n <= 101; n++)
        taken_add(n, MESSAGE_case_received_v1, &body);
    play(taken_answer);
    assert_int_equal(
        RUN(cli_record, "record", "--out", taken_path("out"), WHO, "--count", "100"),
        EXIT_FINE
    );
    assert_int_equal(taken_order.cases_count, 100);
    play(taken_answer);
    assert_int_equal(RUN(cli_record, "record", "--out", taken_path("out"), WHO), EXIT_FINE);
    assert_int_equal(taken_order.cases_count, 1);
    assert_int_equal(captured_lines(taken_written()), 1 + 101 - 33);
}

static void a_stretch_begins_and_ends_where_it_is_said(void **state UNUSED)
{
    const struct case_received body = plain();

    taken_reset("intake");
    for (size_t n = 1; n <= 5; n++)
        taken_add(n, MESSAGE_case_received_v1, &body);
    play(taken_answer);
    assert_int_equal(
        RUN(cli_record, "record", "--out", taken_path("out"), WHO, "--from=4", "--count=1"),
        EXIT_FINE
    );
    assert_int_equal(captured_lines(taken_written()), 2);
    assert_says(taken_written(), "\nGD4\t");
    assert_int_equal(
        RUN(cli_record, "record", "--out", taken_path("out"), WHO, "--from=6"),
        EXIT_FINE
    );
    assert_string_equal(taken_written(), HEADING);
}

static void leaves_no_file_when_it_is_refused(void **state UNUSED)
{
    const struct case_received body = plain();

    taken_reset("intake");
    taken_add(1, MESSAGE_case_received_v1, &body);
    play(taken_refused);
    assert_int_equal(RUN(cli_record, "record", "--out", taken_path("out"), WHO), EXIT_NOT_DONE);
    assert_says(captured_err, "forbidden");
    assert_int_equal(access(taken_path("out"), F_OK), -1);
    assert_int_equal(access(taken_path("out.part"), F_OK), -1);
}

static void wants_to_know_who_why_and_where_to(void **state UNUSED)
{
    play(taken_answer);
    assert_int_equal(RUN(cli_record, "record", "--out", "x", "--actor=M", "--role=L5"), 2);
    assert_int_equal(RUN(cli_record, "record", "--out", "x", "--role=L5", "--reason=w"), 2);
    assert_int_equal(RUN(cli_record, "record", "--out", "x", "--actor=M", "--reason=w"), 2);
    assert_int_equal(RUN(cli_record, "record", WHO), 2);
    assert_int_equal(RUN(cli_record, "record", "--out", "x", WHO, "--from", "0"), 2);
    assert_int_equal(RUN(cli_record, "record", "--out", "x", WHO, "--count", "0"), 2);
    assert_int_equal(RUN(cli_record, "record", "--out", "x", WHO, "more"), 2);
    assert_int_equal(played.count, 0);
    assert_int_equal(RUN(cli_record, "record", "--out", "/nowhere/x", WHO), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_what_router_was_told_with_the_words),
        cmocka_unit_test(a_case_without_words_is_left_out),
        cmocka_unit_test(orders_come_by_the_hundred),
        cmocka_unit_test(a_stretch_begins_and_ends_where_it_is_said),
        cmocka_unit_test(leaves_no_file_when_it_is_refused),
        cmocka_unit_test(wants_to_know_who_why_and_where_to),
    };

    return cmocka_run_group_tests_name("cli: record", tests, taken_begin, taken_end);
}
