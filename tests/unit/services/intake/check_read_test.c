/* Tests of services/intake/check.c on what could be read of a request that the codec has refused: faults of form and of
 * content are told together, each field once (PROTOCOL sections 2 and 6, REQUIREMENTS 3.6 to 3.8). */
#include "services/intake/check.h"

#include "tests/support/pack_text.h"
#include "tests/unit/services/intake/support.h"

#define GOOD "channel: 'app', text: 'hello'"

static struct arena arena;
static struct reply reply;

static int forget(void **state)
{
    arena_done(&arena);
    return end(state);
}

/* As the gate does: the codec first, then the check of what it could read. */
static void judge(const char *data)
{
    struct request_submitted request;
    struct call call = {
        .now_ms = NOW_MS,
        .arena = &arena,
        .policies = trial_policies(trial),
        .reply = &reply,
    };

    reply = (struct reply){0};
    const enum error form = map_decode(
        pack_text(&arena, data),
        &request_submitted_shape,
        DECODE_foreign,
        "data",
        &arena,
        &reply.faults,
        &request
    );
    const enum error content = intake_check_request(&call, &request);
    assert_int_equal(form != OK || content != OK, reply.faults.count > 0);
}

static const struct fault *fault_of(const char *field)
{
    const struct fault *found = NULL;

    for (size_t i = 0; i < reply.faults.count; i++) {
        if (!text_is(reply.faults.list[i].field, field))
            continue;
        if (found)
            fail_msg("%s is told twice", field);
        found = &reply.faults.list[i];
    }
    return found;
}

/* Exactly these, "code field" each, whatever their order. */
static void assert_told(const char *data, const char *const *told, size_t count)
{
    judge(data);
    for (size_t i = 0; i < count; i++) {
        const char *field = strchr(told[i], ' ') + 1;
        const struct fault *fault = fault_of(field);
        if (!fault || strncmp(fault->code, told[i], strlen(fault->code)) != 0)
            fail_msg("%s: not told of %s", told[i], data);
    }
    if (reply.faults.count != count)
        fail_msg("%zu faults instead of %zu of %s", reply.faults.count, count, data);
}

#define TELLS(data, ...)                                                                       \
    do {                                                                                       \
        static const char *const told[] = {__VA_ARGS__};                                       \
        assert_told(data, LIST(told));                                                         \
    } while (0)

static void tells_faults_of_form_and_of_content_together(void **state UNUSED)
{
    TELLS(
        "{text: ' ', colour: 1, channel: 'pigeon', complainants: 0, lang: '-', kind: 'song',"
        " related_case: 'x', occurred_at: t(1895233600000), amount_fen: -1,"
        " customer: {id_type: 'resident', id_no: '110105194912310021', phone: '95588', age: 7,"
        " email: 'nobody', account: 'x', name: '\n', unit: 5},"
        " contact: {ring_at: t(2000), answered_at: t(1000), agent: 7, recording_uri: 'x'},"
        " materials: [{sha256: 'x', uri: 'https://a/b'}, {uri: 'x', bytes: -1}]}",
        "unknown_field data.colour",
        "invalid_field data.complainants",
        "invalid_field data.kind",
        "invalid_field data.amount_fen",
        "unknown_field data.customer.age",
        "invalid_field data.customer.unit",
        "invalid_field data.contact.agent",
        "invalid_field data.materials[0].sha256",
        "invalid_field data.materials[1].bytes",
        "invalid_field data.text",
        "invalid_field data.channel",
        "invalid_field data.lang",
        "invalid_field data.related_case",
        "invalid_field data.occurred_at",
        "invalid_field data.customer.id_no",
        "invalid_field data.customer.phone",
        "invalid_field data.customer.email",
        "invalid_field data.customer.account",
        "invalid_field data.customer.name",
        "invalid_field data.contact.answered_at",
        "invalid_field data.contact.recording_uri",
        "invalid_field data.materials[1].uri"
    );
}

static void says_the_faults_of_form_first(void **state UNUSED)
{
    judge("{channel: 'pigeon', text: 'a', colour: 1}");
    assert_int_equal(reply.faults.count, 2);
    assert_string_equal(reply.faults.list[0].code, "unknown_field");
    assert_true(text_is(reply.faults.list[1].field, "data.channel"));
}

/* What is absent or was refused is told once, by the codec. */
static void judges_nothing_that_is_not_there(void **state UNUSED)
{
    TELLS("{}", "missing_field data.channel", "missing_field data.text");
    TELLS("{channel: null, text: 7}", "missing_field data.channel", "invalid_field data.text");
    TELLS("{channel: 7, text: ''}", "invalid_field data.channel", "invalid_field data.text");
    TELLS("{" GOOD ", related_case: 7}", "invalid_field data.related_case");
    TELLS(
        "{" GOOD ", lang: 'aaaaaaaaaabbbbbbbbbbccccccccccdddddd'}",
        "invalid_field data.lang"
    );
    TELLS("{" GOOD ", occurred_at: 'tomorrow'}", "invalid_field data.occurred_at");
    TELLS("{" GOOD ", customer: 7}", "invalid_field data.customer");
    TELLS("{" GOOD ", contact: []}", "invalid_field data.contact");
    TELLS("{" GOOD ", materials: {}}", "invalid_field data.materials");
    TELLS(
        "{" GOOD ", customer: {id_no: 7, phone: <00>, email: '', account: 7, name: ''}}",
        "invalid_field data.customer.id_no",
        "invalid_field data.customer.phone",
        "invalid_field data.customer.email",
        "invalid_field data.customer.account",
        "invalid_field data.customer.name"
    );
}

/* A time that was refused is none: what is compared with it is not judged. */
static void compares_only_times_that_are_there(void **state UNUSED)
{
    TELLS(
        "{" GOOD ", contact: {ring_at: 'x', answered_at: t(1000), ended_at: t(2000)}}",
        "invalid_field data.contact.ring_at"
    );
    TELLS(
        "{" GOOD ", contact: {ring_at: 'x', answered_at: t(3000), ended_at: t(2000)}}",
        "invalid_field data.contact.ring_at",
        "invalid_field data.contact.ended_at"
    );
    TELLS(
        "{" GOOD ", contact: {ring_at: t(1000), answered_at: 7, ended_at: 'x'}}",
        "invalid_field data.contact.answered_at",
        "invalid_field data.contact.ended_at"
    );
}

/* The number is missing on the channels of regulators only, and told once however it was wrong. */
static void tells_the_outside_number_once(void **state UNUSED)
{
    TELLS(
        "{channel: 'pboc', text: 'a', colour: 1}",
        "missing_field data.outside_no",
        "unknown_field data.colour"
    );
    TELLS("{channel: 'pboc', text: 'a', outside_no: 7}", "invalid_field data.outside_no");
    TELLS("{channel: 'pboc', text: 'a', outside_no: ''}", "missing_field data.outside_no");
    TELLS("{channel: 'pboc', text: 'a', outside_no: ' '}", "missing_field data.outside_no");
    TELLS("{channel: 'app', text: 'a', outside_no: 7}", "invalid_field data.outside_no");
    TELLS("{channel: 7, text: 'a'}", "invalid_field data.channel");
}

/* The elements that are maps are checked although another one is none. */
static void checks_the_other_materials(void **state UNUSED)
{
    TELLS(
        "{" GOOD ", materials: [7, {uri: 'x'}, null, {uri: 'https://a/b', sha256: 'y'}]}",
        "invalid_field data.materials[0]",
        "invalid_field data.materials[1].uri",
        "invalid_field data.materials[2]",
        "invalid_field data.materials[3].sha256"
    );
}

/* 3.6, 3.7: a credit code that is all digits looks like a resident number: without the word that says which it is, the
 * number is not called wrong. */
static void does_not_judge_a_number_whose_kind_was_refused(void **state UNUSED)
{
    static const char wrong[] = "id_no: '110105194912310021'";
    const char *text =
        arena_format(&arena, "{" GOOD ", customer: {type: 'org', %s}}", wrong).at;

    judge(text);
    assert_non_null(fault_of("data.customer.id_no"));
    TELLS(
        "{" GOOD ", customer: {type: 'firm', id_no: '110105194912310021'}}",
        "invalid_field data.customer.type"
    );
    TELLS(
        "{" GOOD ", customer: {type: 'person', id_type: 'card', id_no: '1101051949123100 21'}}",
        "invalid_field data.customer.id_type"
    );
    TELLS(
        "{" GOOD ", customer: {type: 7, id_type: 7, id_no: '!'}}",
        "invalid_field data.customer.type",
        "invalid_field data.customer.id_type"
    );
    /* What is certain all the same: */
    TELLS(
        "{" GOOD
        ", customer: {type: 'firm', id_type: 'resident', id_no: '110105194912310021'}}",
        "invalid_field data.customer.type",
        "invalid_field data.customer.id_no"
    );
    TELLS(
        "{" GOOD ", customer: {type: 'org', id_type: 'card', id_no: '91350100M000100Y34'}}",
        "invalid_field data.customer.id_type",
        "invalid_field data.customer.id_no"
    );
    TELLS(
        "{" GOOD ", customer: {id_no: '110105194912310021', age: 7}}",
        "unknown_field data.customer.age",
        "invalid_field data.customer.id_no"
    );
}

/* 3.8: 50 characters are the limit of people's names. */
static void does_not_judge_the_length_of_a_name_when_the_kind_was_refused(void **state UNUSED)
{
    static const struct {
        const char *kind;
        size_t faults;
        bool names_it;
    } cases[] = {{"person", 2, true}, {"firm", 2, false}, {"org", 1, false}};
    char name[52] = {0};

    memset(name, 'x', 51);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        judge(arena_format(
                  &arena,
                  "{" GOOD ", customer: {type: '%s', name: '%s', age: 7}}",
                  cases[i].kind,
                  name
        )
                  .at);
        assert_int_equal(reply.faults.count, cases[i].faults);
        assert_int_equal(fault_of("data.customer.name") != NULL, cases[i].names_it);
    }
}

/* 31 faults of form, then 30, 29 …: those of content fill the list up to 32 and no further. */
static void tells_at_most_32_faults_of_both_kinds(void **state UNUSED)
{
    for (size_t form = 29; form <= 33; form++) {
        const char *keys = "";
        for (size_t i = 0; i < form; i++)
            keys = arena_format(&arena, "%s, k%zu: 1", keys, i).at;
        judge(arena_format(&arena, "{channel: 'pigeon', text: ' ', lang: '-'%s}", keys).at);
        assert_int_equal(reply.faults.count, size_min(form + 3, FAULTS_MAX));
        assert_int_equal(fault_of("data.channel") != NULL, form < 32);
        assert_int_equal(fault_of("data.text") != NULL, form < 31);
        assert_int_equal(fault_of("data.lang") != NULL, form < 30);
    }
}

/* Every fault of content beside every fault of form: both are told, and nothing else. */
static void tells_every_pair(void **state UNUSED)
{
    static const char *const forms[][2] = {
        {"colour: 1", "data.colour"},
        {"kind: 'song'", "data.kind"},
        {"business: 7", "data.business"},
        {"amount_fen: 1.5", "data.amount_fen"},
        {"complainants: 0", "data.complainants"},
        {"unit: <00>", "data.unit"},
        {"about_employee: [1]", "data.about_employee"},
        {"outside_due: 'soon'", "data.outside_due"},
    };
    static const char *const contents[][2] = {
        {"lang: '-'", "data.lang"},
        {"related_case: 'GD20260230000001'", "data.related_case"},
        {"occurred_at: t(1895233600000)", "data.occurred_at"},
        {"customer: {id_no: '110105190002290025'}", "data.customer.id_no"},
        {"customer: {type: 'org', id_type: 'passport', id_no: 'E1234'}",
         "data.customer.id_type"},
        {"customer: {phone: '12800138000'}", "data.customer.phone"},
        {"customer: {email: 'a@b'}", "data.customer.email"},
        {"customer: {account: '12345'}", "data.customer.account"},
        {"customer: {name: '  '}", "data.customer.name"},
        {"contact: {ring_at: t(2000), ended_at: t(1000)}", "data.contact.ended_at"},
        {"materials: [{sha256: 'x'}]", "data.materials[0].sha256"},
    };

    for (size_t i = 0; i < LENGTH(forms) * LENGTH(contents); i++) {
        const char *const *form = forms[i % LENGTH(forms)];
        const char *const *content = contents[i / LENGTH(forms)];
        judge(arena_format(&arena, "{" GOOD ", %s, %s}", form[0], content[0]).at);
        assert_int_equal(reply.faults.count, 2);
        assert_non_null(fault_of(form[1]));
        assert_non_null(fault_of(content[1]));
    }
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, forget)
    const struct CMUnitTest tests[] = {
        CASE(tells_faults_of_form_and_of_content_together),
        CASE(says_the_faults_of_form_first),
        CASE(judges_nothing_that_is_not_there),
        CASE(compares_only_times_that_are_there),
        CASE(tells_the_outside_number_once),
        CASE(checks_the_other_materials),
        CASE(does_not_judge_a_number_whose_kind_was_refused),
        CASE(does_not_judge_the_length_of_a_name_when_the_kind_was_refused),
        CASE(tells_at_most_32_faults_of_both_kinds),
        CASE(tells_every_pair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
