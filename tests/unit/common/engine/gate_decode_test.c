/* Tests of common/engine/gate_decode.c: from bytes to an item (PROTOCOL sections 1, 2, 5). */
#include "common/sha256.h"
#include "tests/unit/common/engine/allow_text.h"

#include "common/engine/frame.h"

#define CASE_1 "01ca5e00-0000-0000-0000-000000000001"

static const char list[] = "clients:\n"
                           "  - name: app\n"
                           "    key: \"" KEY_A "\"\n"
                           "    sources: [/app]\n"
                           "    send: [sample.v1, idle.v1, told.v1, nothing.v1]\n"
                           "    actors: [u-1]\n"
                           "  - {name: mute, key: \"" KEY_B "\"}\n";

static struct item *decode_from(struct bench *bench, const char *user, const char *text)
{
    struct frame *frame = ARENA_NEW(&bench->arena, struct frame);

    if (!bench->engine.allow)
        bench_allow(bench, list);
    bench->service.answer_count = 2;
    snprintf(frame->parts.user, sizeof(frame->parts.user), "%s", user);
    frame->received_ms = 1600000000000;
    frame->elements = ARENA_NEW(&bench->arena, struct bytes);
    frame->elements[0] = pack_text(&bench->arena, text);
    frame->count = 1;
    gate_decode(&bench->engine, &bench->batch, frame, 0);
    return &bench->batch.items[bench->batch.count - 1];
}

static struct item *decode(struct bench *bench, const char *text)
{
    return decode_from(bench, KEY_A, text);
}

#define HEAD "specversion: '1.0', id: 'm-1', source: '/app/1', "

static bool has_fault(const struct item *item, const char *code, const char *field)
{
    for (size_t i = 0; i < item->reply.faults.count; i++) {
        const struct fault *fault = &item->reply.faults.list[i];
        if (strcmp(fault->code, code) == 0 &&
            (field ? text_is(fault->field, field) : fault->field.at == NULL))
            return true;
    }
    return false;
}

static void finds_decision_case_and_keys(void **state)
{
    struct bench *bench = *state;
    const struct item *item =
        decode(bench, "{" HEAD "type: 'sample.v1', data: {text: 'count', number: 5}}");
    uint8_t full[32];

    assert_int_equal(item->outcome, OUTCOME_open);
    assert_ptr_equal(item->decide, bench_decide);
    assert_ptr_equal(item->first, &counted_record);
    assert_true(item->has_key);
    assert_false(item->has_case);
    assert_int_equal(item->message.time_ms, 1600000000000); /* absent: the time of receipt */
    /* key = first 16 bytes of SHA-256(source 0 id), content of type 0 bytes of data (DESIGN section 3) */
    sha256(bytes_of_text(TEXT("/app/1\0m-1")), full);
    assert_memory_equal(item->key16, full, 16);
    struct bytes data = pack_text(&bench->arena, "{text: 'count', number: 5}");
    struct text joined =
        arena_format(&bench->arena, "sample.v1_%.*s", (int)data.length, (const char *)data.at);
    uint8_t *bytes = arena_take(&bench->arena, joined.length);
    memcpy(bytes, joined.at, joined.length);
    bytes[9] = 0;
    sha256((struct bytes){bytes, joined.length}, full);
    assert_memory_equal(item->content16, full, 16);
}

static void has_the_same_content_whatever_other_attributes_say(void **state)
{
    struct bench *bench = *state;
    uint8_t content[16];

    memcpy(
        content,
        decode(bench, "{" HEAD "type: 'sample.v1', data: {text: 'a'}}")->content16,
        16
    );
    const struct item *again = decode(
        bench,
        "{" HEAD "type: 'sample.v1', actorid: 'u-1', time: t(1000), data: {text: 'a'}}"
    );
    assert_memory_equal(again->content16, content, 16);
    assert_int_equal(again->message.time_ms, 1000);
    assert_memory_not_equal(
        decode(bench, "{" HEAD "type: 'sample.v1', data: {text: 'b'}}")->content16,
        content,
        16
    );
}

static void never_records_queries(void **state)
{
    struct bench *bench = *state;
    const struct item *item = decode(bench, "{" HEAD "type: 'idle.v1'}");

    assert_int_equal(item->outcome, OUTCOME_open);
    assert_false(item->has_key);
}

static void refuses_a_type_that_nobody_or_another_service_answers(void **state)
{
    struct bench *bench = *state;
    const struct item *unknown = decode(bench, "{" HEAD "type: 'nothing.v1', data: {}}");

    assert_int_equal(unknown->outcome, OUTCOME_rejected);
    assert_true(has_fault(unknown, "unknown_type", "type"));
    assert_null(unknown->decide);
    const struct item *event = decode(bench, "{" HEAD "type: 'told.v1', data: {text: 'a'}}");
    assert_int_equal(event->outcome, OUTCOME_rejected);
    assert_true(has_fault(event, "unknown_type", "type"));
    assert_int_equal(event->reply.faults.count, 1);
}

static void refuses_faulty_fields_all_at_once(void **state)
{
    struct bench *bench = *state;
    const struct item *item =
        decode(bench, "{" HEAD "type: 'sample.v1', data: {number: 1001, other: 1}}");

    assert_int_equal(item->outcome, OUTCOME_rejected);
    assert_true(has_fault(item, "missing_field", "data.text"));
    assert_true(has_fault(item, "invalid_field", "data.number"));
    assert_true(has_fault(item, "unknown_field", "data.other"));
    assert_null(item->decide);
    assert_false(item->has_key); /* rejected: the id may come again */
}

static enum error check_sample(struct call *call, const void *body)
{
    const struct sample *sample = body;

    assert_int_equal(call->now_ms, 1700000000000);
    assert_ptr_equal(call->policies, bench_now->batch.policies);
    if (sample->text.at && text_is(sample->text, "no"))
        return refuse(call, "invalid_field", "data.text", "it says no");
    return OK;
}

/* PROTOCOL section 2: errors, all at once: what the codec refuses and what the service does. */
static void tells_what_the_service_refuses_together_with_what_the_codec_does(void **state)
{
    struct bench *bench = *state;

    bench->answers[0].check = check_sample;
    bench->batch.policies = bench;
    const struct item *item =
        decode(bench, "{" HEAD "My: 1, type: 'sample.v1', data: {text: 'no', number: 1001}}");
    assert_int_equal(item->outcome, OUTCOME_rejected);
    assert_int_equal(item->reply.faults.count, 3);
    assert_true(has_fault(item, "unknown_field", "My"));
    assert_true(has_fault(item, "invalid_field", "data.number"));
    assert_true(has_fault(item, "invalid_field", "data.text"));
    assert_null(item->decide);
    item = decode(bench, "{" HEAD "type: 'sample.v1', data: {number: 1001}}");
    assert_int_equal(item->reply.faults.count, 2); /* what is absent is not judged */
    /* Alone it is the decision that refuses it. */
    item = decode(bench, "{" HEAD "type: 'sample.v1', data: {text: 'no'}}");
    assert_int_equal(item->outcome, OUTCOME_open);
    assert_int_equal(item->reply.faults.count, 0);
}

static void checks_with_the_service_what_lacks_its_actor(void **state)
{
    struct bench *bench = *state;

    bench->answers[0].check = check_sample;
    bench->answers[0].by_staff = true;
    bench->batch.policies = bench;
    const struct item *item = decode(bench, "{" HEAD "type: 'sample.v1', data: {text: 'no'}}");
    assert_int_equal(item->reply.faults.count, 3);
    assert_true(has_fault(item, "missing_field", "actorid"));
    assert_true(has_fault(item, "invalid_field", "data.text"));
}

static void tells_one_who_oversteps_nothing_of_the_content(void **state)
{
    struct bench *bench = *state;

    bench->answers[0].check = check_sample;
    bench->batch.policies = bench;
    const struct item *item = decode(
        bench,
        "{specversion: '1.0', id: 'm', source: '/other', type: 'sample.v1', data: {text: 'no', "
        "other: 1}}"
    );
    assert_int_equal(item->reply.faults.count, 1);
    assert_true(has_fault(item, "forbidden", "source"));
}

/* What cannot be decoded at all has nothing to look at. */
static void checks_nothing_of_what_is_malformed(void **state)
{
    static const char *const texts[] =
        {"7", "{" HEAD "type: 'odd.v1', x: raw(c1)}", "{" HEAD "type: 'odd.v1'}", "{id: 'x'}"};
    struct bench *bench = *state;

    bench->answers[0].check = check_sample;
    for (size_t i = 0; i < LENGTH(texts); i++) {
        const struct item *item = decode(bench, texts[i]);
        assert_true(item->outcome == OUTCOME_rejected || item->set_aside_code);
        assert_true(item->reply.faults.count > 0);
    }
}

#define TWICE "{id: 'a', id: 'b'}"

static struct item *decode_twice(struct bench *bench)
{
    struct item *item = decode(bench, TWICE);

    assert_int_equal(item->reply.faults.count, 1);
    assert_true(has_fault(item, "malformed", NULL));
    assert_null(item->decide);
    return item;
}

/* PROTOCOL section 2: an undecodable frame is counted, and kept as a dead letter. */
static void keeps_a_map_that_is_none_as_evidence(void **state)
{
    struct bench *bench = *state;
    const struct item *item = decode_twice(bench);

    assert_int_equal(item->outcome, OUTCOME_open);
    assert_string_equal(item->set_aside_code, "malformed");
    assert_true(text_is(item->message.actorid, KEY_A)
    ); /* whose it is, for the limit of a day */
    assert_true(bytes_equal(item->message.envelope, pack_text(&bench->arena, TWICE)));
    assert_int_equal(metric_value(METRIC_shouli_malformed_total), 1);
    assert_int_equal(counts_value(bench->engine.counts, "apart/malformed"), 1);
}

static void keeps_sixteen_of_a_batch_and_counts_the_others(void **state)
{
    struct bench *bench = *state;

    for (int64_t i = 1; i <= 17; i++) {
        const struct item *item = decode_twice(bench);
        assert_int_equal(item->set_aside_code != NULL, i <= 16);
        assert_int_equal(item->outcome, i <= 16 ? OUTCOME_open : OUTCOME_rejected);
        assert_int_equal(metric_value(METRIC_shouli_malformed_total), i);
    }
}

static void keeps_64_kib_of_it(void **state)
{
    struct bench *bench = *state;

    for (size_t length = 65535; length <= 65537; length++) {
        struct frame *frame = ARENA_NEW(&bench->arena, struct frame);
        uint8_t *bytes = arena_zero(&bench->arena, length); /* a map whose key is no string */
        bytes[0] = 0x81;
        bytes[1] = 0xc6;
        bytes[3] = 0;
        bytes[3] = (uint8_t)((length - 7) >> 16);
        bytes[4] = (uint8_t)((length - 7) >> 8);
        bytes[5] = (uint8_t)(length - 7);
        frame->elements = &(struct bytes){bytes, length};
        frame->count = 1;
        if (!bench->engine.allow)
            bench_allow(bench, list);
        gate_decode(&bench->engine, &bench->batch, frame, 0);
        const struct item *item = &bench->batch.items[bench->batch.count - 1];
        assert_string_equal(item->set_aside_code, "malformed");
        assert_int_equal(item->message.envelope.length, size_min(length, 65536));
    }
}

/* An element of an array is answered in its place, which its sender's neighbours do not pay for. */
static void counts_an_element_that_is_malformed_and_keeps_none(void **state)
{
    struct bench *bench = *state;
    struct frame frame = {.is_array = true, .count = 1, .parts = {.user = KEY_A}};

    bench_allow(bench, list);
    frame.elements = ARENA_NEW(&bench->arena, struct bytes);
    frame.elements[0] = pack_text(&bench->arena, TWICE);
    gate_decode(&bench->engine, &bench->batch, &frame, 0);
    const struct item *item = &bench->batch.items[bench->batch.count - 1];
    assert_int_equal(item->outcome, OUTCOME_rejected);
    assert_null(item->set_aside_code);
    assert_int_equal(metric_value(METRIC_shouli_malformed_total), 1);
}

static void forbids_type_source_and_actor_that_are_not_the_clients(void **state)
{
    static const struct {
        const char *user, *text;
    } cases[] = {
        {KEY_A,
         "{specversion: '1.0', id: 'm', source: '/other', type: 'sample.v1', data: {text: "
         "'a'}}"},
        {KEY_A, "{" HEAD "type: 'secret.v1', data: {}}"},
        {KEY_A, "{" HEAD "type: 'sample.v1', actorid: 'u-2', data: {text: 'a'}}"},
        {KEY_B, "{" HEAD "type: 'sample.v1', data: {text: 'a'}}"},
        {KEY_C, "{" HEAD "type: 'sample.v1', data: {text: 'a'}}"},
        {KEY_B, "{" HEAD "type: 'sample.v1', data: {bad: 1}}"},
    };
    struct bench *bench = *state;

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct item *item = decode_from(bench, cases[i].user, cases[i].text);
        assert_int_equal(item->outcome, OUTCOME_rejected);
        /* Nothing else is told to one who oversteps. */
        assert_int_equal(item->reply.faults.count, 1);
        assert_string_equal(item->reply.faults.list[0].code, "forbidden");
        assert_null(item->decide);
        assert_int_equal(metric_value(METRIC_shouli_forbidden_total), (int64_t)i + 1);
    }
    assert_int_equal(counts_value(bench->engine.counts, "apart/forbidden"), LENGTH(cases));
}

/* Otherwise any key could add refusals to the day of another's source (P10). */
static void forbids_a_foreign_source_also_when_there_is_no_type(void **state)
{
    struct bench *bench = *state;
    const struct item *item =
        decode(bench, "{specversion: '1.0', id: 'm-1', source: '/other', data: {}}");

    assert_true(has_fault(item, "forbidden", "source"));
    assert_int_equal(item->reply.faults.count, 1);
    item = decode(bench, "{" HEAD "data: {}}");
    assert_int_equal(item->outcome, OUTCOME_rejected);
    assert_true(has_fault(item, "missing_field", "type"));
    assert_false(has_fault(item, "forbidden", "type"));
}

static void names_the_field_that_was_overstepped(void **state)
{
    struct bench *bench = *state;

    assert_true(has_fault(
        decode(bench, "{" HEAD "type: 'sample.v1', actorid: 'u-2', data: {text: 'a'}}"),
        "forbidden",
        "actorid"
    ));
    assert_true(has_fault(
        decode_from(bench, KEY_C, "{" HEAD "type: 'sample.v1', data: {text: 'a'}}"),
        "forbidden",
        NULL
    ));
}

/* Shown to people, so in both of their languages. */
static void says_refusals_in_chinese_and_english(void **state)
{
    static const struct {
        const char *message, *code;
    } cases[] = {
        {"{" HEAD "type: 'told.v1', data: {text: 'count'}}", "unknown_type"},
        {"{" HEAD "type: 'secret.v1', data: {}}", "forbidden"},
        {"{" HEAD "type: 'sample.v1', data: {text: 5, more: 1}}", "invalid_field"},
    };
    struct bench *bench = *state;

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct faults *faults = &decode(bench, cases[i].message)->reply.faults;
        assert_true(faults->count > 0);
        assert_string_equal(faults->list[0].code, cases[i].code);
        for (size_t k = 0; k < faults->count; k++) {
            struct text message = faults->list[k].message;
            assert_non_null(memmem(message.at, message.length, " / ", 3));
            assert_true(
                (uint8_t)message.at[message.length - 1] >= 0x80 || /* Chinese ends it */
                memmem(message.at, message.length, "\xe4", 1) ||
                memmem(message.at, message.length, "\xe5", 1)
            );
        }
    }
}

static void takes_a_reload_of_rights_at_the_next_message(void **state)
{
    struct bench *bench = *state;

    assert_int_equal(
        decode(bench, "{" HEAD "type: 'sample.v1', data: {text: 'a'}}")->outcome,
        OUTCOME_open
    );
    bench_allow(bench, "clients: []\n");
    assert_int_equal(
        decode(bench, "{" HEAD "type: 'sample.v1', data: {text: 'a'}}")->outcome,
        OUTCOME_rejected
    );
}

struct asked {
    struct uuid case_id;
    bool has_case_id;
};
static const struct field_shape asked_fields[] = {
    ID_FIELD(asked, case_id, 0, "case", "工单"),
};
static const struct map_shape asked_shape =
    {"asked", sizeof(struct asked), LIST(asked_fields), "asked", "问"};
static const struct message_shape asked_messages[] = {
    {"asked.v1", 1, MESSAGE_command, "tests", &asked_shape, NULL},
};
static const struct catalogue asked_catalogue = {LIST(asked_messages)};

static void takes_the_case_that_the_body_names(void **state)
{
    struct bench *bench = *state;
    struct bench with = {.answers = {{1, bench_decide, &counted_record}}};

    bench_allow(
        bench,
        "clients:\n  - {name: a, key: \"" KEY_A "\", sources: [/app], send: [\"*\"]}\n"
    );
    bench->service.catalogue = &asked_catalogue;
    bench->answers[0] = with.answers[0];
    const struct item *named =
        decode(bench, "{" HEAD "type: 'asked.v1', data: {case_id: '" CASE_1 "'}}");
    assert_int_equal(named->outcome, OUTCOME_open);
    assert_true(named->has_case);
    assert_int_equal(named->case_id.b[15], 1);
    assert_false(decode(bench, "{" HEAD "type: 'asked.v1', data: {}}")->has_case);
}

static void finds_the_decision_of_a_command_that_was_read_back(void **state)
{
    struct bench *bench = *state;
    struct item item = *decode(bench, "{" HEAD "type: 'sample.v1', data: {text: 'a'}}");
    struct item fresh = {.kind = ITEM_replay, .message = item.message};
    struct item unknown = {.kind = ITEM_replay};

    gate_find_decision(&bench->engine, &fresh);
    assert_ptr_equal(fresh.decide, bench_decide);
    assert_memory_equal(fresh.key16, item.key16, 16);
    gate_find_decision(&bench->engine, &unknown);
    assert_null(unknown.decide);
    assert_false(unknown.has_key);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finds_decision_case_and_keys),
        TEST(has_the_same_content_whatever_other_attributes_say),
        TEST(never_records_queries),
        TEST(refuses_a_type_that_nobody_or_another_service_answers),
        TEST(refuses_faulty_fields_all_at_once),
        TEST(tells_what_the_service_refuses_together_with_what_the_codec_does),
        TEST(checks_with_the_service_what_lacks_its_actor),
        TEST(tells_one_who_oversteps_nothing_of_the_content),
        TEST(checks_nothing_of_what_is_malformed),
        TEST(keeps_a_map_that_is_none_as_evidence),
        TEST(keeps_sixteen_of_a_batch_and_counts_the_others),
        TEST(keeps_64_kib_of_it),
        TEST(counts_an_element_that_is_malformed_and_keeps_none),
        TEST(forbids_type_source_and_actor_that_are_not_the_clients),
        TEST(forbids_a_foreign_source_also_when_there_is_no_type),
        TEST(names_the_field_that_was_overstepped),
        TEST(says_refusals_in_chinese_and_english),
        TEST(takes_a_reload_of_rights_at_the_next_message),
        TEST(takes_the_case_that_the_body_names),
        TEST(finds_the_decision_of_a_command_that_was_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
