/* Tests of services/intake/seal_request.c: what is sealed, what is never stored, who is the same customer. */
#include "services/intake/seal_request.h"

#include "tests/unit/services/intake/support.h"

static struct arena arena;

static struct customer full_customer(void)
{
    return (struct customer){
        .ref = TEXT("CUST-REF-CANARY"),
        .type = PARTY_person,
        .name = TEXT("欧阳金丝雀"),
        .id_type = ID_TYPE_resident,
        .id_no = TEXT("11010519491231002x"),
        .phone = TEXT("0755-8888888-123"),
        .email = TEXT("canary@example.com"),
        .account = TEXT("6222 0212 3456 7890 128"),
        .unit = TEXT("unit-1"),
    };
}

static struct text text_of_case(const struct item *item)
{
    return open_field(&arena, item, PERSONAL_TEXT, received()->text);
}

static bool holds(struct bytes bytes, const char *canary)
{
    return memmem(bytes.at, bytes.length, canary, strlen(canary)) != NULL;
}

/* DESIGN 6: personal fields travel sealed, from the first version on. */
static void every_personal_field_opens_under_its_own_path(void **state UNUSED)
{
    const struct customer customer = full_customer();
    const struct material materials[2] = {
        {.name = TEXT("a.pdf"), .uri = TEXT("s3://a")},
        {.name = TEXT("b.pdf"), .uri = TEXT("s3://b")},
    };
    const struct contact contact = {.recording_uri = TEXT("s3://rec")};
    struct request_submitted request = good_request();

    request.customer = &customer;
    request.materials = materials;
    request.materials_count = 2;
    request.contact = &contact;
    const struct item *item = submit(&request);
    assert_accepted(item);
    const struct case_received *event = received();
    const struct sealed_customer *sealed = event->customer;
    assert_opens_as(item, PERSONAL_TEXT, event->text, "我的卡被吞了，怎么办");
    assert_opens_as(item, PERSONAL_CUSTOMER_REF, sealed->ref, "CUST-REF-CANARY");
    assert_opens_as(item, PERSONAL_CUSTOMER_NAME, sealed->name, "欧阳金丝雀");
    assert_opens_as(item, PERSONAL_ID_NO, sealed->id_no, "11010519491231002X");
    assert_opens_as(item, PERSONAL_PHONE, sealed->phone, "+867558888888-123");
    assert_opens_as(item, PERSONAL_EMAIL, sealed->email, "canary@example.com");
    assert_opens_as(item, PERSONAL_ACCOUNT, sealed->account, "6222021234567890128");
    assert_opens_as(item, personal_material_name(&arena, 1), event->materials[1].name, "b.pdf");
    assert_opens_as(item, personal_material_uri(&arena, 0), event->materials[0].uri, "s3://a");
    assert_opens_as(item, PERSONAL_RECORDING_URI, event->contact->recording_uri, "s3://rec");
    assert_int_equal(sealed->type, PARTY_person);
    assert_true(text_is(sealed->unit, "unit-1"));
}

static void what_is_not_personal_goes_through_as_it_came(void **state UNUSED)
{
    const struct request_submitted request = {
        .channel = TEXT("web"),
        .text = TEXT("x"),
        .kind = REQUEST_KIND_complaint,
        .business = TEXT("loan"),
        .has_amount_fen = true,
        .amount_fen = 12345,
        .has_occurred_at = true,
        .occurred_at = NOW_MS - 1,
        .unit = TEXT("u1"),
        .about_unit = TEXT("u2"),
        .about_employee = TEXT("e3"),
        .has_complainants = true,
        .complainants = 7,
        .outside_no = TEXT("o4"),
        .has_outside_due = true,
        .outside_due = NOW_MS + 1,
        .related_case = TEXT("GD20261120000009"),
        .lang = TEXT("zh"),
    };

    assert_accepted(submit(&request));
    const struct case_received *event = received();
    assert_true(text_is(event->channel, "web"));
    assert_int_equal(event->kind, REQUEST_KIND_complaint);
    assert_true(text_is(event->business, "loan"));
    assert_int_equal(event->amount_fen, 12345);
    assert_int_equal(event->occurred_at, NOW_MS - 1);
    assert_true(text_is(event->unit, "u1"));
    assert_true(text_is(event->about_unit, "u2"));
    assert_true(text_is(event->about_employee, "e3"));
    assert_int_equal(event->complainants, 7);
    assert_true(text_is(event->outside_no, "o4"));
    assert_int_equal(event->outside_due, NOW_MS + 1);
    assert_true(text_is(event->related_case, "GD20261120000009"));
    assert_true(text_is(event->lang, "zh"));
    assert_null(event->customer);
    assert_null(event->customer_key.at);
    assert_null(event->contact);
    assert_null(event->redactions);
}

/* SE-11: neither in the clear nor under the seal; seals are opened to look. */
static void secrets_and_numbers_in_the_text_are_not_stored_sealed_or_not(void **state UNUSED)
{
    static const char *const canaries[] = {
        "Zx81pq!",
        "873311",
        "6222021234567890128",
        "11010519491231002X",
        "13800138000",
        "canary@"};
    struct request_submitted request = good_request();

    request.text = TEXT(
        "我的密码是Zx81pq!，验证码873311，卡号6222021234567890128，身份证11010519491231002X，"
        "电话13800138000，邮箱canary@example.com，请帮我查一下"
    );
    const struct item *item = submit(&request);
    assert_accepted(item);
    const struct text stored = text_of_case(item);
    for (size_t i = 0; i < LENGTH(canaries); i++) {
        if (holds(bytes_of_text(stored), canaries[i]))
            fail_msg("'%s' is stored: %.*s", canaries[i], (int)stored.length, stored.at);
    }
    assert_true(holds(bytes_of_text(stored), "请帮我查一下"));
    const struct redactions *counts = received()->redactions;
    assert_non_null(counts);
    assert_int_equal(counts->secrets, 2);
    assert_int_equal(counts->cards, 1);
    assert_int_equal(counts->ids, 1);
    assert_int_equal(counts->phones, 1);
    assert_int_equal(counts->emails, 1);
}

/* A mark is longer than a short secret: the longest text full of them still fits into its event. */
static void
the_longest_text_full_of_secrets_is_stored_with_all_of_them_marked(void **state UNUSED)
{
    static const char secret[] = "pin 987 ";
    static char filler[16384];
    struct request_submitted request = good_request();

    for (size_t i = 0; i < sizeof(filler); i++)
        filler[i] = secret[i % (sizeof(secret) - 1)];
    request.text = (struct text){filler, sizeof(filler)};
    const struct item *item = submit(&request);
    assert_accepted(item);
    assert_false(holds(bytes_of_text(text_of_case(item)), "987"));
    assert_int_equal(received()->redactions->secrets, sizeof(filler) / (sizeof(secret) - 1));
}

static void nothing_personal_stands_in_the_bytes_of_the_events(void **state UNUSED)
{
    static const char *const canaries[] = {
        "CUST-REF-CANARY",
        "金丝雀",
        "11010519491231002",
        "8888888",
        "canary@",
        "6222021234567890128",
        "卡被吞",
        "canary.pdf"};
    const struct customer customer = full_customer();
    const struct material material = {
        .name = TEXT("canary.pdf"),
        .uri = TEXT("s3://canary.pdf")};
    const struct contact contact = {.recording_uri = TEXT("s3://canary.pdf")};
    struct request_submitted request = good_request();

    request.customer = &customer;
    request.materials = &material;
    request.materials_count = 1;
    request.contact = &contact;
    assert_accepted(submit(&request));
    const struct bytes raw = map_encode(&case_received_shape, received(), &arena);
    for (size_t i = 0; i < LENGTH(canaries); i++)
        assert_false(holds(raw, canaries[i]));
    assert_true(holds(raw, "unit-1"));
}

static void a_material_does_not_open_as_another_of_the_same_case(void **state UNUSED)
{
    const struct material materials[2] = {{.name = TEXT("a")}, {.name = TEXT("b")}};
    struct request_submitted request = good_request();

    request.materials = materials;
    request.materials_count = 2;
    const struct item *item = submit(&request);
    const struct sealed_value name = received()->materials[0].name;
    const struct text path = personal_material_name(&arena, 0);
    const struct text neighbour = personal_material_name(&arena, 1);
    const struct text other = personal_material_uri(&arena, 0);
    struct bytes plain;
    assert_int_equal(open_sealed(&arena, item, path, name, &plain), OK);
    assert_int_equal(open_sealed(&arena, item, neighbour, name, &plain), ERROR_malformed);
    assert_int_equal(open_sealed(&arena, item, other, name, &plain), ERROR_malformed);
}

static struct bytes key_of(struct customer customer, const char *channel, const char *source)
{
    struct request_submitted request = good_request();

    request.customer = &customer;
    request.channel = text_of(channel);
    assert_accepted(trial_command(
        trial,
        &(struct trial_message
        ){.type = MESSAGE_request_submitted_v1, .body = &request, .source = source}
    ));
    return arena_bytes(&arena, received()->customer_key);
}

/* ID-06: same ID via two channels, same token */
static void the_same_document_is_the_same_customer_by_every_channel(void **state UNUSED)
{
    struct customer customer = {
        .id_type = ID_TYPE_resident,
        .id_no = TEXT("11010519491231002X")};
    const struct bytes app = key_of(customer, "app", "/bank/app");

    customer.id_no = TEXT(" 11010519491231002x");
    customer.phone = TEXT("13800138000");
    const struct bytes phone = key_of(customer, "phone", "/bank/phone");
    assert_int_equal(app.length, VAULT_HASH_BYTES);
    assert_true(bytes_equal(app, phone));
    customer.id_no = TEXT("34052419800101001X");
    assert_false(bytes_equal(app, key_of(customer, "app", "/bank/app")));
}

static void
the_phone_stands_in_for_the_document_and_the_reference_for_the_phone(void **state UNUSED)
{
    const struct customer by_phone = {.phone = TEXT("138 0013 8000"), .ref = TEXT("r1")};
    const struct customer same_phone = {.phone = TEXT("+8613800138000"), .ref = TEXT("r2")};
    const struct customer by_ref = {.ref = TEXT("r1")};
    const struct customer by_line = {.phone = TEXT("0755-8888888")};
    const struct customer by_extension = {.phone = TEXT("0755-8888888-123")};

    assert_true(bytes_equal(key_of(by_phone, "app", "/a"), key_of(same_phone, "app", "/b")));
    assert_true(bytes_equal(key_of(by_line, "app", "/a"), key_of(by_extension, "app", "/a")));
    assert_false(bytes_equal(key_of(by_phone, "app", "/a"), key_of(by_ref, "app", "/a")));
}

/* Two publishers count their customers from 1: their references must not make one customer of two. */
static void a_reference_finds_a_customer_only_at_its_own_publisher(void **state UNUSED)
{
    const struct customer customer = {.ref = TEXT("1")};

    assert_true(bytes_equal(key_of(customer, "app", "/a"), key_of(customer, "web", "/a")));
    assert_false(bytes_equal(key_of(customer, "app", "/a"), key_of(customer, "app", "/b")));
}

static void who_says_nothing_of_himself_has_no_key(void **state UNUSED)
{
    const struct customer customer = {.type = PARTY_person, .name = TEXT("张三")};

    assert_int_equal(key_of(customer, "app", "/a").length, 0);
}

static int end_all(void **state)
{
    arena_done(&arena);
    return end(state);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end_all)
    const struct CMUnitTest tests[] = {
        CASE(every_personal_field_opens_under_its_own_path),
        CASE(what_is_not_personal_goes_through_as_it_came),
        CASE(secrets_and_numbers_in_the_text_are_not_stored_sealed_or_not),
        CASE(the_longest_text_full_of_secrets_is_stored_with_all_of_them_marked),
        CASE(nothing_personal_stands_in_the_bytes_of_the_events),
        CASE(a_material_does_not_open_as_another_of_the_same_case),
        CASE(the_same_document_is_the_same_customer_by_every_channel),
        CASE(the_phone_stands_in_for_the_document_and_the_reference_for_the_phone),
        CASE(a_reference_finds_a_customer_only_at_its_own_publisher),
        CASE(who_says_nothing_of_himself_has_no_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
