/* Tests of services/cli/answer.c: replies of PROTOCOL section 2 as clients read and tell them. */
#include "services/cli/answer.h"

#include "tests/support/pack_text.h"
#include "tests/unit/services/cli/captured.h"

static struct arena arena;

static int end(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static bool read_text(const char *text, struct answer *ret_answer)
{
    return answer_read(pack_text(&arena, text), &arena, ret_answer);
}

static void complain(const struct answer *answer)
{
    captured_begin(NULL);
    answer_complain(answer);
    captured_end();
}

static void reads_what_an_accepted_command_gave(void **state UNUSED)
{
    struct answer answer;

    assert_true(read_text(
        "{id: 'a-1', status: accepted, case_id: 'u', case_no: GD1, result: {version: 3}}",
        &answer
    ));
    assert_true(text_is(answer.id, "a-1"));
    assert_true(text_is(answer.status, "accepted"));
    assert_true(text_is(answer.case_id, "u"));
    assert_true(text_is(answer.case_no, "GD1"));
    assert_true(bytes_equal(answer.result, pack_text(&arena, "{version: 3}")));
    assert_int_equal(answer.fault_count, 0);
}

static void passes_over_keys_that_it_does_not_know(void **state UNUSED)
{
    struct answer answer;

    assert_true(read_text(
        "{news: [1, {x: 'y'}], 7: 'seven', status: busy, more: null, retry_after_ms: 250}",
        &answer
    ));
    assert_true(text_is(answer.status, "busy"));
    assert_int_equal(answer.retry_after_ms, 250);
}

static void takes_nothing_of_another_type(void **state UNUSED)
{
    struct answer answer;

    assert_true(read_text(
        "{status: rejected, case_no: 5, result: 'text', retry_after_ms: soon, errors: none}",
        &answer
    ));
    assert_null(answer.case_no.at);
    assert_null(answer.result.at);
    assert_int_equal(answer.retry_after_ms, 0);
    assert_int_equal(answer.fault_count, 0);
}

static void is_no_reply_without_a_status_or_when_it_is_cut_off(void **state UNUSED)
{
    struct answer answer;
    struct bytes whole = pack_text(&arena, "{id: a, status: accepted, result: {version: 3}}");

    assert_false(read_text("{id: a, case_no: GD1}", &answer));
    assert_false(read_text("{status: 1}", &answer));
    assert_false(read_text("[1, 2]", &answer));
    assert_false(answer_read((struct bytes){(const uint8_t *)"", 0}, &arena, &answer));
    assert_true(answer_read(whole, &arena, &answer));
    whole.length--;
    assert_false(answer_read(whole, &arena, &answer));
}

static void tells_each_fault_with_its_field(void **state UNUSED)
{
    struct answer answer;

    assert_true(read_text(
        "{status: rejected, errors: [{code: invalid_field, field: 'data.text', message: 'is "
        "too long'}, {code: not_owner, message: 'D1 has it', more: [1]}]}",
        &answer
    ));
    assert_int_equal(answer.fault_count, 2);
    complain(&answer);
    assert_string_equal(
        captured_err,
        "invalid_field data.text: is too long\nnot_owner: D1 has it\n"
    );
    assert_string_equal(captured_out, "");
}

static void names_the_commands_that_are_legal_instead(void **state UNUSED)
{
    struct answer answer;

    assert_true(read_text(
        "{status: rejected, errors: [{code: illegal_transition, message: 'is closed', legal: "
        "['case.reopen.v1', 'case.note.v1']}]}",
        &answer
    ));
    assert_int_equal(answer.legal_count, 2);
    complain(&answer);
    assert_says(captured_err, "illegal_transition: is closed\n");
    assert_says(captured_err, "legal / 可执行: case.reopen.v1, case.note.v1\n");
}

static void says_what_to_do_when_nothing_answered(void **state UNUSED)
{
    complain(&(struct answer){0});
    assert_string_equal(
        captured_err,
        "shouli: nothing answered in time; is it up? (make up)\n"
    );
}

static void tells_the_status_when_there_is_no_fault(void **state UNUSED)
{
    struct answer answer;

    assert_true(read_text("{status: unavailable}", &answer));
    complain(&answer);
    assert_string_equal(captured_err, "unavailable\n");
}

static struct answer with_many(size_t faults, size_t legal)
{
    struct pack_writer writer;
    struct answer answer;

    pack_begin(&writer, &arena, 64);
    pack_map(&writer, 2);
    pack_string(&writer, "status");
    pack_string(&writer, "rejected");
    pack_string(&writer, "errors");
    pack_array(&writer, faults);
    for (size_t i = 0; i < faults; i++) {
        pack_map(&writer, 2);
        pack_string(&writer, "code");
        pack_string(&writer, "no");
        pack_string(&writer, "legal");
        pack_array(&writer, i ? 0 : legal);
        for (size_t word = 0; !i && word < legal; word++)
            pack_string(&writer, "x");
    }
    assert_true(answer_read(pack_end(&writer), &arena, &answer));
    return answer;
}

static void keeps_as_many_faults_as_a_reply_may_have(void **state UNUSED)
{
    assert_int_equal(with_many(FAULTS_MAX - 1, 0).fault_count, FAULTS_MAX - 1);
    assert_int_equal(with_many(FAULTS_MAX, 0).fault_count, FAULTS_MAX);
    assert_int_equal(with_many(FAULTS_MAX + 1, 0).fault_count, FAULTS_MAX);
}

static void keeps_as_many_legal_commands_as_it_has_room_for(void **state UNUSED)
{
    assert_int_equal(with_many(1, ANSWER_LEGAL_MAX - 1).legal_count, ANSWER_LEGAL_MAX - 1);
    assert_int_equal(with_many(1, ANSWER_LEGAL_MAX).legal_count, ANSWER_LEGAL_MAX);
    assert_int_equal(with_many(1, ANSWER_LEGAL_MAX + 1).legal_count, ANSWER_LEGAL_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_an_accepted_command_gave),
        cmocka_unit_test(passes_over_keys_that_it_does_not_know),
        cmocka_unit_test(takes_nothing_of_another_type),
        cmocka_unit_test(is_no_reply_without_a_status_or_when_it_is_cut_off),
        cmocka_unit_test(tells_each_fault_with_its_field),
        cmocka_unit_test(names_the_commands_that_are_legal_instead),
        cmocka_unit_test(says_what_to_do_when_nothing_answered),
        cmocka_unit_test(tells_the_status_when_there_is_no_fault),
        cmocka_unit_test(keeps_as_many_faults_as_a_reply_may_have),
        cmocka_unit_test(keeps_as_many_legal_commands_as_it_has_room_for),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
