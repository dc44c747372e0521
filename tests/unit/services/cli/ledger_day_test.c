/* Tests of services/cli/ledger_day.c: `shouli ledger --source S --day D`. */
#include "services/cli/ledger_day.h"

#include "services/cli/commands.h"
#include "services/cli/ledger_compare.h"
#include "tests/unit/services/cli/played.h"

#define ENTRY(n)                                                                               \
    "{id: 'm-" n "', case_id: '01890a5d-ac96-774b-bcce-b302099a805" n "', case_no: 'GD" n      \
    "', at: t(1795233600000)}"

static struct arena arena;

static int end(void **state)
{
    char path[CAPTURED_PATH_BYTES + 16];

    snprintf(path, sizeof(path), "%s/ids", captured_folder);
    (void)unlink(path);
    arena_done(&arena);
    return played_end(state);
}

/* Two pages; of ids, m-4 was accepted on another day. */
static struct bytes answer(const struct played_question *asked, struct arena *at)
{
    if (text_is(asked->type, "ledger.ids.v1"))
        return played_reply(
            asked,
            at,
            "status: accepted, result: {accepted: [" ENTRY("4") "]}"
        );
    if (strstr(message_to_json(asked->data, at).at, "after"))
        return played_reply(
            asked,
            at,
            "status: accepted, result: {accepted: [" ENTRY("2") "], duplicate: 5, rejected: 6}"
        );
    return played_reply(
        asked,
        at,
        "status: accepted, result: {accepted: [" ENTRY("1"
        ) "], duplicate: 5, rejected: 6, next: '01890a5d-ac96-774b-bcce-b302099a8051'}"
    );
}

static void lists_every_accepted_message_with_its_case(void **state UNUSED)
{
    play(answer);
    assert_int_equal(
        RUN(cli_ledger, "ledger", "--source", "/bank/app", "--day", "2026-11-21"),
        EXIT_FINE
    );
    assert_string_equal(
        captured_out,
        "m-1  accepted 已受理  GD1  2026-11-21 12:00:00\n"
        "m-2  accepted 已受理  GD2  2026-11-21 12:00:00\n"
        "/bank/app 2026-11-21 (+08:00): accepted 受理 2, duplicate 重复 5, rejected 拒绝 6\n"
    );
    assert_int_equal(played.count, 2);
    assert_string_equal(played_data(0, &arena), "{\"day\":\"2026-11-21\"}");
    assert_string_equal(
        played_data(1, &arena),
        "{\"day\":\"2026-11-21\",\"after\":\"01890a5d-ac96-774b-bcce-b302099a8051\"}"
    );
}

static int compare(const char *ids, const char *json)
{
    captured_write("ids", ids);
    const char *path = arena_format(&arena, "%s/ids", captured_folder).at;
    return RUN(
        cli_ledger,
        "ledger",
        "--source=/bank/app",
        "--day=2026-11-21",
        "--ids",
        path,
        json
    );
}

static void says_what_is_missing_here_and_there(void **state UNUSED)
{
    play(answer);
    assert_int_equal(compare("m-1\nm-3\nm-4\n", NULL), EXIT_BROKEN);
    assert_string_equal(
        captured_out,
        "m-3  not accepted here 此处未受理\n"
        "m-4  accepted on another day 他日受理  GD4  2026-11-21 12:00:00\n"
        "m-2  accepted, not in the file 已受理，文件中没有  GD2  2026-11-21 12:00:00\n"
        "/bank/app 2026-11-21 (+08:00): accepted 受理 2, duplicate 重复 5, rejected 拒绝 6\n"
        "in both 一致 1, missing here 此处缺 1, missing there 对方缺 1\n"
    );
}

/* At midnight a message may be of another day here than there: that is no fault. */
static void is_content_when_both_agree(void **state UNUSED)
{
    play(answer);
    assert_int_equal(compare("m-2\nm-1\nm-4\n", NULL), EXIT_FINE);
    assert_says(captured_out, "in both 一致 2, missing here 此处缺 0, missing there 对方缺 0");
}

static void prints_one_id_a_line_and_the_counts_as_json(void **state UNUSED)
{
    play(answer);
    assert_int_equal(compare("m-1\nm-3\n", "--json"), EXIT_BROKEN);
    assert_string_equal(
        captured_out,
        "{\"id\":\"m-3\",\"status\":\"unknown\"}\n"
        "{\"id\":\"m-2\",\"status\":\"not_in_file\",\"case_no\":\"GD2\",\"case_id\":"
        "\"01890a5d-ac96-774b-bcce-b302099a8052\",\"at\":\"2026-11-21T04:00:00.000Z\"}\n"
        "{\"source\":\"/bank/app\",\"day\":\"2026-11-21\",\"accepted\":2,\"duplicate\":5,"
        "\"rejected\":6,\"in_both\":1,\"missing_here\":1,\"missing_there\":1}\n"
    );
}

/* 100 ids a question: below, at and above. */
static void asks_for_a_hundred_ids_at_a_time(void **state UNUSED)
{
    for (int count = 99; count <= 101; count++) {
        char *text = arena_zero(&arena, 32 * 102);
        for (int i = 0; i < count; i++)
            snprintf(text + strlen(text), 32, "other-%d\n", i);
        play(answer);
        assert_int_equal(compare(text, NULL), EXIT_BROKEN);
        assert_int_equal(played.count, 2 + (count > 100 ? 2 : 1));
        assert_int_equal(captured_lines(captured_out), count + 4);
    }
}

/* The file that is told by its size alone, as one of zeros: an id that is too long, not a file that is. */
static int compare_with_size(off_t bytes)
{
    captured_write("ids", "");
    const char *path = arena_format(&arena, "%s/ids", captured_folder).at;
    assert_int_equal(truncate(path, bytes), 0);
    play(answer);
    return RUN(cli_ledger, "ledger", "--source=/bank/app", "--day=2026-11-21", "--ids", path);
}

/* Below, at and above. */
static void reads_files_of_up_to_130_million_bytes(void **state UNUSED)
{
    for (int more = -1; more <= 1; more++) {
        assert_int_equal(compare_with_size(LEDGER_FILE_BYTES_MAX + more), EXIT_USAGE);
        assert_says(
            captured_err,
            more <= 0 ? "an id has at most 128 bytes" : "over 130000000 bytes"
        );
        assert_int_equal(played.count, 0);
        arena_done(&arena);
    }
    assert_int_equal(compare_with_size(0), EXIT_BROKEN);
}

/* A page of 500 messages that says there is more, for ever. */
static struct bytes endless(const struct played_question *asked, struct arena *at)
{
    static struct bytes result;
    struct pack_writer writer;

    if (!result.at) {
        pack_begin(&writer, at, 64 * 1024);
        pack_map(&writer, 4);
        pack_string(&writer, "accepted");
        pack_array(&writer, 500);
        for (int i = 0; i < 500; i++)
            pack_raw(&writer, pack_text(at, ENTRY("1")));
        pack_string(&writer, "duplicate");
        pack_int(&writer, 0);
        pack_string(&writer, "rejected");
        pack_int(&writer, 0);
        pack_string(&writer, "next");
        pack_string(&writer, "01890a5d-ac96-774b-bcce-b302099a8051");
        result = pack_end(&writer);
    }
    pack_begin(&writer, at, result.length + 256);
    pack_map(&writer, 3);
    pack_string(&writer, "id");
    pack_str(&writer, asked->id);
    pack_string(&writer, "status");
    pack_string(&writer, "accepted");
    pack_string(&writer, "result");
    pack_raw(&writer, result);
    return pack_end(&writer);
}

static void ends_when_a_day_has_over_a_million_messages(void **state UNUSED)
{
    play(endless);
    assert_int_equal(
        RUN(cli_ledger, "ledger", "--source=/bank/app", "--day=2026-11-21"),
        EXIT_NOT_DONE
    );
    assert_says(captured_err, "over 1000000 messages of a source a day");
    assert_string_equal(captured_out, "");
    assert_int_equal(played.count, LEDGER_IDS_MAX / 500 + 1);
}

static struct bytes forbid(const struct played_question *asked, struct arena *at)
{
    return played_reply(
        asked,
        at,
        "status: rejected, errors: [{code: forbidden, message: no}]"
    );
}

static void tells_why_it_was_refused(void **state UNUSED)
{
    play(forbid);
    assert_int_equal(
        RUN(cli_ledger, "ledger", "--source=/bank/other", "--day=2026-11-21"),
        EXIT_NOT_DONE
    );
    assert_says(captured_err, "forbidden");
}

static void refuses_wrong_options(void **state UNUSED)
{
    play(answer);
    assert_int_equal(RUN(cli_ledger, "ledger", "--source=/bank/app"), EXIT_USAGE);
    assert_int_equal(RUN(cli_ledger, "ledger", "--day=2026-11-21"), EXIT_USAGE);
    assert_int_equal(
        RUN(cli_ledger, "ledger", "--source=/a", "--day=2026-11-21", "--wait", "5"),
        EXIT_USAGE
    );
    assert_int_equal(
        RUN(cli_ledger, "ledger", "--source=/a", "--day=2026-11-21", "--ids=/nowhere"),
        EXIT_USAGE
    );
    assert_says(captured_err, "/nowhere: cannot be read as a file");
    assert_int_equal(
        RUN(cli_ledger, "ledger", "--source=/a", "--day=2026-11-21", "--key=nobody"),
        EXIT_UNAVAILABLE
    );
    assert_says(captured_err, "no keys of nobody");
    assert_int_equal(played.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_every_accepted_message_with_its_case),
        cmocka_unit_test(says_what_is_missing_here_and_there),
        cmocka_unit_test(is_content_when_both_agree),
        cmocka_unit_test(prints_one_id_a_line_and_the_counts_as_json),
        cmocka_unit_test(asks_for_a_hundred_ids_at_a_time),
        cmocka_unit_test(reads_files_of_up_to_130_million_bytes),
        cmocka_unit_test(ends_when_a_day_has_over_a_million_messages),
        cmocka_unit_test(tells_why_it_was_refused),
        cmocka_unit_test(refuses_wrong_options),
    };

    return cmocka_run_group_tests(tests, played_begin, end);
}
