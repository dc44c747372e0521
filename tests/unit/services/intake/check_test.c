/* Tests of services/intake/check.c, and of every limit of PROTOCOL section 6 as the codec holds it. */
#include "services/intake/check.h"

#include "tests/unit/services/intake/support.h"

static void a_channel_that_is_not_configured_is_refused(void **state UNUSED)
{
    struct request_submitted request = good_request();

    request.channel = TEXT("pigeon");
    assert_refused(submit(&request), "invalid_field", "data.channel", "no such channel");
    request.channel = TEXT("App");
    assert_refused(submit(&request), "invalid_field", "data.channel", "no such channel");
}

/* PROTOCOL 6, REQUIREMENTS CH-11 */
static void channels_of_regulators_require_the_outside_number(void **state UNUSED)
{
    static const char *const channels[] = {"regulator_nfra", "pboc", "gov_12345", "petition"};
    struct request_submitted request = good_request();

    for (size_t i = 0; i < LENGTH(channels); i++) {
        request.channel = text_of(channels[i]);
        request.outside_no = (struct text){0};
        assert_refused(submit(&request), "missing_field", "data.outside_no", "requires");
        request.outside_no = TEXT(" ");
        assert_refused(submit(&request), "missing_field", "data.outside_no", "requires");
        request.outside_no = TEXT("JG-2026-1");
        assert_accepted(submit(&request));
        assert_true(text_is(received()->outside_no, "JG-2026-1"));
    }
}

static void every_channel_of_the_contract_is_configured(void **state UNUSED)
{
    static const char *const channels[] = {
        "phone",
        "web",
        "app",
        "sms",
        "email",
        "branch",
        "letter",
        "visit",
        "wechat",
        "internal",
        "third_party",
    };
    struct request_submitted request = good_request();

    for (size_t i = 0; i < LENGTH(channels); i++) {
        request.channel = text_of(channels[i]);
        assert_accepted(submit(&request));
    }
}

static void a_text_that_nobody_can_see_is_refused(void **state UNUSED)
{
    static const char *const blank[] = {" ", "\n\t", "　　", "\xe2\x80\x8b", "\xef\xbb\xbf "};
    struct request_submitted request = good_request();

    for (size_t i = 0; i < LENGTH(blank); i++) {
        request.text = text_of(blank[i]);
        assert_refused(submit(&request), "invalid_field", "data.text", "blank");
    }
    request.text = TEXT(" ?");
    assert_accepted(submit(&request));
}

static void nothing_happens_more_than_five_minutes_ahead(void **state UNUSED)
{
    struct request_submitted request = good_request();

    request.has_occurred_at = true;
    request.occurred_at = NOW_MS + 5 * 60 * 1000 - 1;
    assert_accepted(submit(&request));
    request.occurred_at++;
    assert_accepted(submit(&request));
    assert_int_equal(received()->occurred_at, NOW_MS + 5 * 60 * 1000);
    request.occurred_at++;
    assert_refused(submit(&request), "invalid_field", "data.occurred_at", "future");
}

/* CH-04: the times of a contact give the waiting and the handling time, which cannot be negative. */
static void the_times_of_a_contact_are_in_order(void **state UNUSED)
{
    struct contact contact = {
        .has_ring_at = true,
        .ring_at = 1000,
        .has_answered_at = true,
        .answered_at = 1000,
        .has_ended_at = true,
        .ended_at = 1000,
    };
    struct request_submitted request = good_request();

    request.contact = &contact;
    assert_accepted(submit(&request));
    contact.answered_at = 999;
    assert_refused(submit(&request), "invalid_field", "data.contact.answered_at", "before");
    contact.answered_at = 1001;
    assert_refused(submit(&request), "invalid_field", "data.contact.ended_at", "before");
    contact.has_answered_at = false;
    assert_accepted(submit(&request));
    contact.ended_at = 999;
    assert_refused(submit(&request), "invalid_field", "data.contact.ended_at", "before");
    contact.has_ring_at = false;
    assert_accepted(submit(&request));
}

static void a_digest_has_64_hexadecimal_digits_and_comes_out_in_lower_case(void **state UNUSED)
{
    char digest[66];
    struct material materials[2] = {{.sha256 = {digest, 64}}, {.sha256 = {digest, 64}}};
    struct request_submitted request = good_request();

    memset(digest, 'A', sizeof(digest));
    request.materials = materials;
    request.materials_count = 2;
    assert_accepted(submit(&request));
    assert_int_equal(received()->materials[1].sha256.at[0], 'a');
    materials[1].sha256.length = 63;
    assert_refused(submit(&request), "invalid_field", "data.materials[1].sha256", "64");
    materials[1].sha256.length = 65;
    assert_refused(submit(&request), "invalid_field", "data.materials[1].sha256", "64");
    materials[1].sha256.length = 64;
    digest[63] = 'g';
    assert_int_equal(submit(&request)->reply.faults.count, 2);
}

static void addresses_of_documents_are_absolute(void **state UNUSED)
{
    struct material material = {.uri = TEXT("s3://bucket/a.pdf")};
    struct contact contact = {.recording_uri = TEXT("https://rec.example/1")};
    struct request_submitted request = good_request();

    request.materials = &material;
    request.materials_count = 1;
    request.contact = &contact;
    assert_accepted(submit(&request));
    material.uri = TEXT("a.pdf");
    assert_refused(submit(&request), "invalid_field", "data.materials[0].uri", "URI");
    material.uri = (struct text){0};
    contact.recording_uri = TEXT("C:\\record ing");
    assert_refused(submit(&request), "invalid_field", "data.contact.recording_uri", "URI");
}

static void language_and_related_case_have_their_forms(void **state UNUSED)
{
    struct request_submitted request = good_request();

    request.lang = TEXT("zh-Hant-HK");
    request.related_case = TEXT("GD20261120000001");
    assert_accepted(submit(&request));
    assert_true(text_is(received()->related_case, "GD20261120000001"));
    request.lang = TEXT("chinese please");
    assert_refused(submit(&request), "invalid_field", "data.lang", "BCP 47");
    request.lang = (struct text){0};
    request.related_case = TEXT("20261120000001");
    assert_refused(submit(&request), "invalid_field", "data.related_case", "GD");
}

/* PROTOCOL 2: errors, all at once */
static void all_faults_of_a_request_are_told_at_once(void **state UNUSED)
{
    static const char *const fields[] = {
        "data.outside_no",
        "data.text",
        "data.related_case",
        "data.lang",
        "data.occurred_at",
        "data.customer.id_no",
        "data.customer.phone",
        "data.contact.ended_at",
        "data.materials[0].sha256",
        "data.materials[0].uri",
    };
    const struct customer customer = {
        .id_type = ID_TYPE_resident,
        .id_no = TEXT("110105194912310021"),
        .phone = TEXT("95588"),
    };
    const struct contact contact =
        {.has_ring_at = true, .ring_at = 2, .has_ended_at = true, .ended_at = 1};
    const struct material material = {.sha256 = TEXT("x"), .uri = TEXT("x")};
    const struct request_submitted request = {
        .channel = TEXT("petition"),
        .text = TEXT("  "),
        .customer = &customer,
        .contact = &contact,
        .materials = &material,
        .materials_count = 1,
        .related_case = TEXT("x"),
        .lang = TEXT("-"),
        .has_occurred_at = true,
        .occurred_at = NOW_MS + 86400000,
    };
    const struct item *item = submit(&request);

    assert_int_equal(item->outcome, OUTCOME_rejected);
    assert_int_equal(item->reply.faults.count, LENGTH(fields));
    for (size_t i = 0; i < LENGTH(fields); i++)
        assert_string_equal(item->reply.faults.list[i].field.at, fields[i]);
    assert_int_equal(trial_event_count(trial), 0);
}

/* --- limits of PROTOCOL section 6, as the codec holds them before a decision runs --- */

static char filler[20000];

static bool decodes(const struct request_submitted *request)
{
    struct arena arena = {0};
    struct faults faults = {.count = 0};
    struct request_submitted decoded;
    const struct bytes raw = map_encode(&request_submitted_shape, request, &arena);
    const enum error error = map_decode(
        raw,
        &request_submitted_shape,
        DECODE_strict,
        "data",
        &arena,
        &faults,
        &decoded
    );

    arena_done(&arena);
    return error == OK && faults.count == 0;
}

/* One below, at, and one above the limit of the text at `member` in `body`. */
static void
assert_text_limit(const struct request_submitted *request, struct text *member, size_t max)
{
    const struct text before = *member;

    *member = (struct text){filler, max - 1};
    assert_true(decodes(request));
    *member = (struct text){filler, max};
    assert_true(decodes(request));
    *member = (struct text){filler, max + 1};
    if (decodes(request))
        fail_msg("a text of %zu bytes is taken, the limit is %zu", max + 1, max);
    *member = before;
}

static void texts_have_the_limits_of_the_contract(void **state UNUSED)
{
    struct customer customer = {0};
    struct material material = {0};
    struct contact contact = {0};
    struct request_submitted request = good_request();

    memset(filler, 'x', sizeof(filler));
    request.customer = &customer;
    request.materials = &material;
    request.materials_count = 1;
    request.contact = &contact;
    assert_text_limit(&request, &request.text, 16384);
    assert_text_limit(&request, &request.channel, 64);
    assert_text_limit(&request, &request.business, 64);
    assert_text_limit(&request, &request.unit, 64);
    assert_text_limit(&request, &request.about_unit, 64);
    assert_text_limit(&request, &request.about_employee, 64);
    assert_text_limit(&request, &request.outside_no, 64);
    assert_text_limit(&request, &request.related_case, 64);
    assert_text_limit(&request, &request.lang, 35);
    assert_text_limit(&request, &customer.ref, 128);
    assert_text_limit(&request, &customer.name, 256);
    assert_text_limit(&request, &customer.id_no, 64);
    assert_text_limit(&request, &customer.phone, 64);
    assert_text_limit(&request, &customer.email, 256);
    assert_text_limit(&request, &customer.account, 64);
    assert_text_limit(&request, &customer.unit, 64);
    assert_text_limit(&request, &material.code, 64);
    assert_text_limit(&request, &material.name, 256);
    assert_text_limit(&request, &material.media_type, 128);
    assert_text_limit(&request, &contact.call_id, 128);
    assert_text_limit(&request, &contact.agent, 64);
    assert_text_limit(&request, &material.uri, 2048);
    assert_text_limit(&request, &contact.recording_uri, 2048);
    request.text = (struct text){filler, 0};
    assert_false(decodes(&request));
    request.text = (struct text){filler, 1};
    assert_true(decodes(&request));
}

static void a_text_of_16384_bytes_becomes_a_case(void **state UNUSED)
{
    struct request_submitted request = good_request();

    memset(filler, 'x', sizeof(filler));
    request.text = (struct text){filler, 16384};
    assert_accepted(submit(&request));
}

static void numbers_have_the_limits_of_the_contract(void **state UNUSED)
{
    struct request_submitted request = good_request();
    static const struct {
        int64_t value;
        bool fine;
    } complainants[] =
        {{0, false}, {1, true}, {2, true}, {999999, true}, {1000000, true}, {1000001, false}},
      amounts[] = {
          {-1, false},
          {0, true},
          {999999999999999, true},
          {1000000000000000, true},
          {1000000000000001, false}};

    request.has_complainants = true;
    for (size_t i = 0; i < LENGTH(complainants); i++) {
        request.complainants = complainants[i].value;
        assert_int_equal(decodes(&request), complainants[i].fine);
    }
    request.has_complainants = false;
    request.has_amount_fen = true;
    for (size_t i = 0; i < LENGTH(amounts); i++) {
        request.amount_fen = amounts[i].value;
        assert_int_equal(decodes(&request), amounts[i].fine);
    }
}

static void a_request_has_at_most_64_materials(void **state UNUSED)
{
    static const struct material materials[65];
    struct request_submitted request = good_request();

    request.materials = materials;
    for (size_t count = 63; count <= 65; count++) {
        request.materials_count = count;
        assert_int_equal(decodes(&request), count <= 64);
    }
    request.materials_count = 64;
    assert_accepted(submit(&request));
    assert_int_equal(received()->materials_count, 64);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(a_channel_that_is_not_configured_is_refused),
        CASE(channels_of_regulators_require_the_outside_number),
        CASE(every_channel_of_the_contract_is_configured),
        CASE(a_text_that_nobody_can_see_is_refused),
        CASE(nothing_happens_more_than_five_minutes_ahead),
        CASE(the_times_of_a_contact_are_in_order),
        CASE(a_digest_has_64_hexadecimal_digits_and_comes_out_in_lower_case),
        CASE(addresses_of_documents_are_absolute),
        CASE(language_and_related_case_have_their_forms),
        CASE(all_faults_of_a_request_are_told_at_once),
        CASE(texts_have_the_limits_of_the_contract),
        CASE(a_text_of_16384_bytes_becomes_a_case),
        CASE(numbers_have_the_limits_of_the_contract),
        CASE(a_request_has_at_most_64_materials),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
