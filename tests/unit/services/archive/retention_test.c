/* Tests of services/archive/retention.c: REQUIREMENTS 6.1, 6.2, 6.3. */
#include "tests/unit/services/archive/support.h"

static void files_complaints_under_classes_of_their_own(void **state UNUSED)
{
    struct case_file file = {CASE_TYPE_complaint, TEXT("CO05"), CASE_GRADE_P2, {0}};
    struct record_class class;

    assert_true(record_class_of(&file, &class));
    assert_true(text_is(class.code, "TSDA"));
    file.grade = CASE_GRADE_P1;
    assert_true(record_class_of(&file, &class));
    assert_true(text_is(class.code, "TSZD"));
    file.outside_no = TEXT("NFRA-7");
    assert_true(record_class_of(&file, &class));
    assert_true(text_is(class.code, "TSJG"));
    assert_int_equal(class.years, 10);
}

static void files_other_cases_under_their_business_code(void **state UNUSED)
{
    static const struct {
        enum case_type type;
        int32_t years;
    } rows[] = {
        {CASE_TYPE_consult, 5},
        {CASE_TYPE_apply, 0},
        {CASE_TYPE_suggest, 2},
        {CASE_TYPE_dispute, 10},
        {CASE_TYPE_urgent, 10},
        {CASE_TYPE_transfer_out, 3},
    };

    for (size_t i = 0; i < LENGTH(rows); i++) {
        const struct case_file file = {rows[i].type, TEXT("QT06"), CASE_GRADE_P4, {0}};
        struct record_class class;
        assert_true(record_class_of(&file, &class));
        assert_true(text_is(class.code, "QT06"));
        assert_int_equal(class.years, rows[i].years);
    }
}

static void files_a_case_that_was_never_classified_as_a_reception_record(void **state UNUSED)
{
    const struct case_file file = {CASE_TYPE_none, {0}, CASE_GRADE_none, {0}};
    struct record_class class;

    assert_true(record_class_of(&file, &class));
    assert_true(text_is(class.code, "JDJL"));
    assert_int_equal(class.years, 3);
}

static void refuses_an_unknown_class(void **state UNUSED)
{
    /* AR-02 */
    const struct case_file file = {CASE_TYPE_consult, TEXT("accounts"), CASE_GRADE_P4, {0}};
    struct record_class class = {.years = 77};

    assert_false(record_class_of(&file, &class));
    assert_int_equal(class.years, 77);
}

static void ends_on_the_last_day_of_february(void **state UNUSED)
{
    /* 6.3 case 2, and Civil Code 202 */
    struct civil_date end = civil_date_add_years((struct civil_date){2028, 2, 29}, 3);

    assert_int_equal(end.year, 2031);
    assert_int_equal(end.month, 2);
    assert_int_equal(end.day, 28);
    end = civil_date_add_years((struct civil_date){2028, 2, 29}, 4);
    assert_int_equal(end.day, 29);
    end = civil_date_add_years((struct civil_date){2026, 11, 21}, 10);
    assert_int_equal(end.year, 2036);
    assert_int_equal(end.month, 11);
    assert_int_equal(end.day, 21);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_complaints_under_classes_of_their_own),
        cmocka_unit_test(files_other_cases_under_their_business_code),
        cmocka_unit_test(files_a_case_that_was_never_classified_as_a_reception_record),
        cmocka_unit_test(refuses_an_unknown_class),
        cmocka_unit_test(ends_on_the_last_day_of_february),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
