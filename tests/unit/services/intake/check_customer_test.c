/* Tests of services/intake/check_customer.c: the vectors of REQUIREMENTS 3.6, 3.7 and 3.8 through the decision. */
#include "services/intake/check.h"

#include "common/domain/resident_id.h"
#include "tests/unit/services/intake/support.h"

#define ID_NO "data.customer.id_no"

/* What is entered; what is stored, or NULL and the words of the refusal. */
struct vector {
    const char *entered;
    const char *stored;
    const char *says;
};

static void
run_ids(enum party type, enum id_type id_type, const struct vector *vectors, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct item *item = submit_customer((struct customer
        ){.type = type, .id_type = id_type, .id_no = text_of(vectors[i].entered)});
        if (!vectors[i].stored) {
            assert_refused(item, "invalid_field", ID_NO, vectors[i].says);
            continue;
        }
        assert_accepted(item);
        assert_opens_as(item, PERSONAL_ID_NO, received()->customer->id_no, vectors[i].stored);
    }
}

/* REQUIREMENTS 3.6, each line; ID-01: a wrong check digit is refused at entry */
static void holds_every_vector_of_resident_identity_numbers(void **state UNUSED)
{
    static const struct vector vectors[] = {
        {"11010519491231002X", "11010519491231002X", NULL},
        {"11010519491231002x", "11010519491231002X", NULL},
        {"１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X", NULL},
        {"440524188001010014", NULL, "130 years"},
        {"34052419800101001X", "34052419800101001X", NULL},
        {"110105200002290021", "110105200002290021", NULL},
        {"110105190002290025", NULL, "does not exist"},
        {"110105202302300016", NULL, "does not exist"},
        {"110105209912310010", NULL, "in the future"},
        {"000000199001010018", NULL, "no region"},
        {"110105194912310021", NULL, "check character"},
        {"810000199001011230", "810000199001011230", NULL},
        {"110105491231002", "11010519491231002X", NULL},
        {"130503670401001", "130503196704010016", NULL},
        {"11010519491231002", NULL, "18 characters"},
        {"1101051949123100 2X", NULL, "18 characters"},
        {"11010519491231002X0", NULL, "18 characters"},
        {"", NULL, "18 characters"},
    };

    run_ids(PARTY_person, ID_TYPE_resident, LIST(vectors));
}

/* REQUIREMENTS 3.7, ID-05 */
static void holds_every_vector_of_credit_codes(void **state UNUSED)
{
    static const struct vector vectors[] = {
        {"91350100M000100Y43", "91350100M000100Y43", NULL},
        {"91350100M000100Y4Z", NULL, "18 characters"},
        {"91310115MA1K00007Q", "91310115MA1K00007Q", NULL},
        {"91310115MA1K001700", "91310115MA1K001700", NULL},
        {"91310115MA1K00357Y", "91310115MA1K00357Y", NULL},
        {"91350100m000100y43", "91350100M000100Y43", NULL},
        {"91350100M000100Y34", NULL, "check character"},
        {"9135010OM000100Y43", NULL, "18 characters"},
    };

    run_ids(PARTY_org, ID_TYPE_credit_code, LIST(vectors));
    run_ids(PARTY_org, ID_TYPE_none, LIST(vectors));
}

/* CH-02 */
static void
an_organisation_is_identified_by_its_credit_code_and_by_nothing_else(void **state UNUSED)
{
    const struct text id_no = TEXT("11010519491231002X");

    assert_refused(
        submit_customer((struct customer
        ){.type = PARTY_org, .id_type = ID_TYPE_resident, .id_no = id_no}),
        "invalid_field",
        "data.customer.id_type",
        "credit code"
    );
    assert_accepted(submit_customer((struct customer){.type = PARTY_org}));
    assert_accepted(submit_customer((struct customer){.type = PARTY_internal}));
}

static void permits_in_the_resident_form_are_checked_like_one(void **state UNUSED)
{
    static const struct vector permits[] = {
        {"810000199001011230", "810000199001011230", NULL},
        {"810000199001011231", NULL, "check character"},
        {"h1234567801", "H1234567801", NULL},
        {"12345678", "12345678", NULL},
    };

    run_ids(PARTY_person, ID_TYPE_hk_mo_tw, LIST(permits));
    run_ids(PARTY_person, ID_TYPE_foreigner, permits, 2);
}

static void a_number_without_its_kind_is_checked_by_its_form(void **state UNUSED)
{
    static const struct vector vectors[] = {
        {"11010519491231002X", "11010519491231002X", NULL},
        {"110105194912310021", NULL, "check character"},
        {"130503670401001", "130503196704010016", NULL},
        {"E12345678", "E12345678", NULL},
    };

    run_ids(PARTY_none, ID_TYPE_none, LIST(vectors));
}

static void other_documents_have_4_to_32_characters_with_a_digit(void **state UNUSED)
{
    static const struct vector vectors[] = {
        {"E12", NULL, "4 to 32"},
        {"E123", "E123", NULL},
        {"A1234567890123456789012345678901", "A1234567890123456789012345678901", NULL},
        {"A12345678901234567890123456789012", NULL, "4 to 32"},
        {"PASSPORT", NULL, "4 to 32"},
        {"ｅ１２３４５６７８", "E12345678", NULL},
        {"E1234 5678", NULL, "4 to 32"},
        {"护照123456", NULL, "4 to 32"},
    };

    run_ids(PARTY_person, ID_TYPE_passport, LIST(vectors));
    run_ids(PARTY_person, ID_TYPE_other, LIST(vectors));
}

/* REQUIREMENTS 3.8, Phones; CH-04 */
static void holds_every_vector_of_phones(void **state UNUSED)
{
    static const struct vector vectors[] = {
        {"138 0013 8000", "+8613800138000", NULL},
        {"+8613800138000", "+8613800138000", NULL},
        {"8613800138000", "+8613800138000", NULL},
        {"010-62345678", "+861062345678", NULL},
        {"(010)62345678", "+861062345678", NULL},
        {"0755-8888888-123", "+867558888888-123", NULL},
        {"+852 5123 4567", "+85251234567", NULL},
        {"12800138000", NULL, "no phone number"},
        {"1380013800", NULL, "no phone number"},
        {"95588", NULL, "short number"},
        {"12345", NULL, "short number"},
        {"110", NULL, "short number"},
        {"  ", NULL, "no phone number"},
    };

    for (size_t i = 0; i < LENGTH(vectors); i++) {
        const struct item *item =
            submit_customer((struct customer){.phone = text_of(vectors[i].entered)});
        if (!vectors[i].stored) {
            assert_refused(item, "invalid_field", "data.customer.phone", vectors[i].says);
            continue;
        }
        assert_accepted(item);
        assert_opens_as(item, PERSONAL_PHONE, received()->customer->phone, vectors[i].stored);
    }
}

/* REQUIREMENTS 3.8: account numbers do not follow Luhn, the type of the field decides */
static void an_account_is_6_to_32_digits_whether_or_not_they_pass_luhn(void **state UNUSED)
{
    static const struct vector vectors[] = {
        {"4111111111111111", "4111111111111111", NULL},
        {"6205500000000000004", "6205500000000000004", NULL},
        {"6222 0212 3456 7890 128", "6222021234567890128", NULL},
        {"6222021234567890123", "6222021234567890123", NULL},
        {"4111111111111112", "4111111111111112", NULL},
        {"6228480090000008", "6228480090000008", NULL},
        {"6228480900000008", "6228480900000008", NULL},
        {"0000000000000000", NULL, "6 to 32"},
        {"12345", NULL, "6 to 32"},
        {"123456", "123456", NULL},
        {"12345678901234567890123456789012", "12345678901234567890123456789012", NULL},
        {"123456789012345678901234567890123", NULL, "6 to 32"},
        {"1234-5678x", NULL, "6 to 32"},
    };

    for (size_t i = 0; i < LENGTH(vectors); i++) {
        const struct item *item =
            submit_customer((struct customer){.account = text_of(vectors[i].entered)});
        if (!vectors[i].stored) {
            assert_refused(item, "invalid_field", "data.customer.account", vectors[i].says);
            continue;
        }
        assert_accepted(item);
        assert_opens_as(
            item,
            PERSONAL_ACCOUNT,
            received()->customer->account,
            vectors[i].stored
        );
    }
}

/* REQUIREMENTS 3.8, Names */
static void names_are_trimmed_their_dots_unified_and_rare_characters_kept(void **state UNUSED)
{
    static const struct vector vectors[] = {
        {" 张三 ", "张三", NULL},
        {"阿卜杜拉•买买提", "阿卜杜拉·买买提", NULL},
        {"𠮷野", "𠮷野", NULL},
        {"　", NULL, "not blank"},
        {"张\x01三", NULL, "control characters"},
    };

    for (size_t i = 0; i < LENGTH(vectors); i++) {
        const struct item *item =
            submit_customer((struct customer){.name = text_of(vectors[i].entered)});
        if (!vectors[i].stored) {
            assert_refused(item, "invalid_field", "data.customer.name", vectors[i].says);
            continue;
        }
        assert_accepted(item);
        assert_opens_as(
            item,
            PERSONAL_CUSTOMER_NAME,
            received()->customer->name,
            vectors[i].stored
        );
    }
}

static void
a_persons_name_has_50_characters_at_most_a_companys_may_have_more(void **state UNUSED)
{
    char name[3 * 51];

    for (size_t i = 0; i < 51; i++)
        memcpy(name + 3 * i, "张", 3);
    assert_accepted(submit_customer((struct customer){.name = {name, 3 * 49}}));
    assert_accepted(submit_customer((struct customer){.name = {name, 3 * 50}}));
    assert_refused(
        submit_customer((struct customer){.type = PARTY_person, .name = {name, 3 * 51}}),
        "invalid_field",
        "data.customer.name",
        "50 characters"
    );
    assert_accepted(submit_customer((struct customer){.type = PARTY_org, .name = {name, 3 * 51}}
    ));
}

static void a_mail_address_is_stored_with_its_domain_in_lower_case(void **state UNUSED)
{
    const struct item *item =
        submit_customer((struct customer){.email = TEXT(" Zhang.San@Example.COM ")});

    assert_accepted(item);
    assert_opens_as(item, PERSONAL_EMAIL, received()->customer->email, "Zhang.San@example.com");
    assert_refused(
        submit_customer((struct customer){.email = TEXT("zhang at example.com")}),
        "invalid_field",
        "data.customer.email",
        "no e-mail address"
    );
}

static void all_faults_of_a_customer_are_told_at_once(void **state UNUSED)
{
    static const char *const fields[] = {
        "data.customer.id_no",
        "data.customer.phone",
        "data.customer.email",
        "data.customer.account",
        "data.customer.name",
    };
    const struct item *item = submit_customer((struct customer){
        .id_type = ID_TYPE_resident,
        .id_no = TEXT("110105194912310021"),
        .phone = TEXT("95588"),
        .email = TEXT("x"),
        .account = TEXT("12"),
        .name = TEXT(" "),
    });

    assert_int_equal(item->outcome, OUTCOME_rejected);
    assert_int_equal(item->reply.faults.count, LENGTH(fields));
    for (size_t i = 0; i < LENGTH(fields); i++)
        assert_string_equal(item->reply.faults.list[i].field.at, fields[i]);
    assert_int_equal(trial_event_count(trial), 0);
}

/* A refusal repeats nothing of what was entered: it is logged by the sender. */
static void refusals_do_not_repeat_what_was_entered(void **state UNUSED)
{
    const struct item *item = submit_customer((struct customer){
        .id_type = ID_TYPE_resident,
        .id_no = TEXT("110105194912310021"),
        .phone = TEXT("12800138000"),
    });

    for (size_t i = 0; i < item->reply.faults.count; i++) {
        assert_null(strstr(item->reply.faults.list[i].message.at, "110105"));
        assert_null(strstr(item->reply.faults.list[i].message.at, "12800138000"));
    }
    assert_int_equal(item->reply.faults.count, 2);
}

/* The age rule asks for today in Shanghai, where a new day begins while it is 16:00 UTC. */
static void who_was_born_today_is_judged_by_the_day_in_shanghai(void **state UNUSED)
{
    const int64_t midnight_ms = NOW_MS + INT64_C(12) * 3600 * 1000;
    char digits[] = "110105202611220010";
    const struct customer customer = {.id_type = ID_TYPE_resident, .id_no = text_of(digits)};

    digits[17] = resident_id_check(digits);
    trial_set_time(trial, midnight_ms - 1);
    assert_refused(submit_customer(customer), "invalid_field", ID_NO, "in the future");
    trial_set_time(trial, midnight_ms);
    assert_accepted(submit_customer(customer));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(holds_every_vector_of_resident_identity_numbers),
        CASE(holds_every_vector_of_credit_codes),
        CASE(an_organisation_is_identified_by_its_credit_code_and_by_nothing_else),
        CASE(permits_in_the_resident_form_are_checked_like_one),
        CASE(a_number_without_its_kind_is_checked_by_its_form),
        CASE(other_documents_have_4_to_32_characters_with_a_digit),
        CASE(holds_every_vector_of_phones),
        CASE(an_account_is_6_to_32_digits_whether_or_not_they_pass_luhn),
        CASE(names_are_trimmed_their_dots_unified_and_rare_characters_kept),
        CASE(a_persons_name_has_50_characters_at_most_a_companys_may_have_more),
        CASE(a_mail_address_is_stored_with_its_domain_in_lower_case),
        CASE(all_faults_of_a_customer_are_told_at_once),
        CASE(refusals_do_not_repeat_what_was_entered),
        CASE(who_was_born_today_is_judged_by_the_day_in_shanghai),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
