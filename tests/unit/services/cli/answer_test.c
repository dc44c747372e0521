/* Tests of services/cli/answer.c: PROTOCOL section 2. */
#include "services/cli/answer.h"

#include "common/msgpack.h"
#include "tests/unit/services/cli/run_cli.h"

static struct arena arena;
static struct answer answer;

static int drop(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static int complain(int argc UNUSED, char **argv UNUSED)
{
    answer_complain(&answer);
    return 0;
}

static void pack_pair(struct pack_writer *writer, const char *key, const char *value)
{
    pack_string(writer, key);
    pack_string(writer, value);
}

/* A refusal with two faults and what would be legal, and a key that nobody knows. */
static struct bytes refusal(void)
{
    struct pack_writer writer;

    pack_begin(&writer, &arena, 256);
    pack_map(&writer, 4);
    pack_pair(&writer, "id", "m1");
    pack_string(&writer, "of_the_future");
    pack_array(&writer, 1);
    pack_int(&writer, 1);
    pack_pair(&writer, "status", "rejected");
    pack_string(&writer, "errors");
    pack_array(&writer, 2);
    pack_map(&writer, 3);
    pack_pair(&writer, "code", "invalid_field");
    pack_pair(&writer, "field", "data.x");
    pack_pair(&writer, "message", "too long");
    pack_map(&writer, 3);
    pack_pair(&writer, "code", "illegal_transition");
    pack_pair(&writer, "message", "not now");
    pack_string(&writer, "legal");
    pack_array(&writer, 2);
    pack_string(&writer, "case.reopen.v1");
    pack_string(&writer, "case.close.v1");
    return pack_end(&writer);
}

static void reads_a_refusal_with_all_its_faults(void **state UNUSED)
{
    assert_true(answer_read(refusal(), &arena, &answer));
    assert_true(text_is(answer.id, "m1"));
    assert_true(text_is(answer.status, "rejected"));
    assert_int_equal(answer.fault_count, 2);
    assert_string_equal(answer.faults[0].code, "invalid_field");
    assert_true(text_is(answer.faults[0].field, "data.x"));
    assert_int_equal(answer.legal_count, 2);
    assert_int_equal(CLI(complain, "x"), 0);
    ASSERT_ERRORS("invalid_field data.x: too long\n");
    ASSERT_ERRORS("illegal_transition: not now\n");
    ASSERT_ERRORS("case.reopen.v1, case.close.v1\n");
}

static void reads_an_acceptance_with_its_result(void **state UNUSED)
{
    struct pack_writer writer;

    pack_begin(&writer, &arena, 256);
    pack_map(&writer, 5);
    pack_pair(&writer, "status", "accepted");
    pack_pair(&writer, "case_no", "GD1");
    pack_pair(&writer, "case_id", "01a");
    pack_string(&writer, "retry_after_ms");
    pack_int(&writer, 250);
    pack_string(&writer, "result");
    pack_map(&writer, 1);
    pack_pair(&writer, "state", "queued");
    assert_true(answer_read(pack_end(&writer), &arena, &answer));
    assert_true(text_is(answer.case_no, "GD1"));
    assert_int_equal(answer.retry_after_ms, 250);
    assert_true(
        text_starts(message_to_json(answer.result, &arena), TEXT("{\"state\":\"queued\"}"))
    );
    assert_int_equal(answer.fault_count, 0);
}

static void what_is_no_reply_is_refused(void **state UNUSED)
{
    static const uint8_t number[] = {7}, empty_map[] = {0x80}, cut[] = {0x81, 0xa6, 's', 't'};

    assert_false(answer_read((struct bytes){LIST(number)}, &arena, &answer));
    assert_false(answer_read((struct bytes){LIST(empty_map)}, &arena, &answer));
    assert_false(answer_read((struct bytes){LIST(cut)}, &arena, &answer));
    assert_false(answer_read((struct bytes){number, 0}, &arena, &answer));
}

/* A reply cut anywhere is refused and never read beyond its end. */
static void survives_a_reply_cut_anywhere(void **state UNUSED)
{
    const struct bytes whole = refusal();

    for (size_t length = 0; length < whole.length; length++) {
        uint8_t *part = memory_new(length + 1, 1);
        memcpy(part, whole.at, length);
        (void)!answer_read((struct bytes){part, length}, &arena, &answer);
        assert_true(answer.fault_count <= 2);
        memory_free(part);
    }
}

static void keeps_as_many_faults_as_its_limit(void **state UNUSED)
{
    for (size_t count = FAULTS_MAX - 1; count <= FAULTS_MAX + 1; count++) {
        struct pack_writer writer;
        pack_begin(&writer, &arena, 4096);
        pack_map(&writer, 2);
        pack_pair(&writer, "status", "rejected");
        pack_string(&writer, "errors");
        pack_array(&writer, count);
        for (size_t i = 0; i < count; i++) {
            pack_map(&writer, 1);
            pack_pair(&writer, "code", "conflict");
        }
        assert_true(answer_read(pack_end(&writer), &arena, &answer));
        assert_int_equal(answer.fault_count, size_min(count, FAULTS_MAX));
    }
}

static void says_that_nothing_answered(void **state UNUSED)
{
    answer = (struct answer){.fault_count = 0};
    assert_int_equal(CLI(complain, "x"), 0);
    ASSERT_ERRORS("nothing answered in time");
    answer.status = TEXT("busy");
    assert_int_equal(CLI(complain, "x"), 0);
    assert_string_equal(cli_errors, "busy\n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_refusal_with_all_its_faults),
        cmocka_unit_test(reads_an_acceptance_with_its_result),
        cmocka_unit_test(what_is_no_reply_is_refused),
        cmocka_unit_test(survives_a_reply_cut_anywhere),
        cmocka_unit_test(keeps_as_many_faults_as_its_limit),
        cmocka_unit_test(says_that_nothing_answered),
    };

    return cmocka_run_group_tests(tests, NULL, drop);
}
