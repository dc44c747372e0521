/* Tests of common/domain/resident_id.c (REQUIREMENTS 3.6). */
#include "common/domain/resident_id.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct iso_date today = {2026, 7, 1};

static void assert_result(struct text entered, enum resident_id_result wanted)
{
    struct resident_id id = {.text = "untouched"};

    assert_int_equal(resident_id_read(entered, today, &id), wanted);
    if (wanted != RESIDENT_ID_ok)
        assert_string_equal(id.text, "untouched");
}

static void assert_reads(struct text entered, const char *normalised)
{
    struct resident_id id;

    assert_int_equal(resident_id_read(entered, today, &id), RESIDENT_ID_ok);
    assert_string_equal(id.text, normalised);
}

static void accepts_the_valid_vectors(void **state UNUSED)
{
    assert_reads(TEXT("11010519491231002X"), "11010519491231002X");
    assert_reads(TEXT("11010519491231002x"), "11010519491231002X");
    assert_reads(TEXT("１１０１０５１９４９１２３１００２Ｘ"), "11010519491231002X");
    assert_reads(TEXT("　11010519491231002ｘ \n"), "11010519491231002X");
    assert_reads(TEXT("34052419800101001X"), "34052419800101001X");
    assert_reads(TEXT("110105200002290021"), "110105200002290021");
    assert_reads(TEXT("810000199001011230"), "810000199001011230");
}

static void turns_fifteen_digits_into_eighteen(void **state UNUSED)
{
    assert_reads(TEXT("110105491231002"), "11010519491231002X");
    assert_reads(TEXT("130503670401001"), "130503196704010016");
    assert_result(TEXT("110105490230002"), RESIDENT_ID_bad_date);
    assert_result(TEXT("00010549123100X"), RESIDENT_ID_bad_form);
}

static void tells_the_exact_reason_of_a_refusal(void **state UNUSED)
{
    assert_result(TEXT("440524188001010014"), RESIDENT_ID_too_old);
    assert_result(TEXT("110105190002290025"), RESIDENT_ID_bad_date);
    assert_result(TEXT("110105202302300016"), RESIDENT_ID_bad_date);
    assert_result(TEXT("110105209912310010"), RESIDENT_ID_future_date);
    assert_result(TEXT("000000199001010018"), RESIDENT_ID_bad_region);
    assert_result(TEXT("110105194912310021"), RESIDENT_ID_bad_check);
}

static void refuses_other_forms(void **state UNUSED)
{
    static const struct text others[] = {
        {NULL, 0},
        TEXT(""),
        TEXT("11010519491231"),      /* 14 */
        TEXT("1101054912310021"),    /* 16 */
        TEXT("11010519491231002"),   /* 17 */
        TEXT("1101051949123100 2X"), /* a space inside */
        TEXT("11010519491231002XX"), /* 19 */
        TEXT("1101051949123100200"),
        TEXT("1101051949123100X2"), /* X elsewhere */
        TEXT("11010519491231002Y"),
        TEXT("+1010519491231002X"),
        TEXT("11010519491231002\xFF"),
        TEXT("1101051949123100\0X"),
        TEXT("身份证号"),
    };

    for (size_t i = 0; i < LENGTH(others); i++)
        assert_result(others[i], RESIDENT_ID_bad_form);
}

/* Any 17 digits with their check character. */
static struct text number_with(char id[RESIDENT_ID_LENGTH + 1], const char *digits)
{
    memcpy(id, digits, RESIDENT_ID_LENGTH - 1);
    id[17] = resident_id_check(id);
    id[18] = 0;
    return text_of(id);
}

static void knows_the_provinces_and_the_permits(void **state UNUSED)
{
    static const char *known[] = {
        "11",
        "15",
        "21",
        "23",
        "31",
        "37",
        "41",
        "46",
        "50",
        "54",
        "61",
        "65",
        "71",
        "81",
        "82",
        "83",
        "911",
        "931",
        "965"};
    static const char *unknown[] = {
        "10",
        "16",
        "20",
        "24",
        "30",
        "38",
        "40",
        "47",
        "49",
        "55",
        "60",
        "66",
        "70",
        "72",
        "80",
        "84",
        "900",
        "910",
        "999"};
    char id[RESIDENT_ID_LENGTH + 1];

    for (size_t i = 0; i < LENGTH(known); i++) {
        char digits[] = "00000019900101001";
        memcpy(digits, known[i], strlen(known[i]));
        assert_result(number_with(id, digits), RESIDENT_ID_ok);
    }
    for (size_t i = 0; i < LENGTH(unknown); i++) {
        char digits[] = "00000019900101001";
        memcpy(digits, unknown[i], strlen(unknown[i]));
        assert_result(number_with(id, digits), RESIDENT_ID_bad_region);
    }
}

static void holds_the_limits_of_age_to_the_day(void **state UNUSED)
{
    char id[RESIDENT_ID_LENGTH + 1];

    assert_result(number_with(id, "11010520260701001"), RESIDENT_ID_ok); /* born today */
    assert_result(number_with(id, "11010520260702001"), RESIDENT_ID_future_date);
    assert_result(number_with(id, "11010518970701001"), RESIDENT_ID_ok);      /* 129 */
    assert_result(number_with(id, "11010518960701001"), RESIDENT_ID_ok);      /* 130 */
    assert_result(number_with(id, "11010518950702001"), RESIDENT_ID_ok);      /* 130 */
    assert_result(number_with(id, "11010518950701001"), RESIDENT_ID_too_old); /* 131 */
}

static void reads_birth_date_and_sex(void **state UNUSED)
{
    struct resident_id id;

    assert_int_equal(resident_id_read(TEXT("11010519491231002X"), today, &id), 0);
    assert_int_equal(iso_date_compare(id.born, (struct iso_date){1949, 12, 31}), 0);
    assert_false(id.male);
    assert_int_equal(resident_id_read(TEXT("34052419800101001X"), today, &id), 0);
    assert_true(id.male);
}

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static void detects_every_single_change_and_neighbour_swap(void **state UNUSED)
{
    uint64_t seed = 11643;

    for (int round = 0; round < 2000; round++) {
        char id[RESIDENT_ID_LENGTH];
        for (int i = 0; i < 17; i++)
            id[i] = (char)('0' + next_random(&seed) % 10);
        id[17] = resident_id_check(id);

        for (int i = 0; i < 17; i++) {
            char right = id[i];
            for (char wrong = '0'; wrong <= '9'; wrong++) {
                id[i] = wrong;
                assert_int_equal(resident_id_check(id) == id[17], wrong == right);
            }
            id[i] = right;
        }
        for (int i = 0; i < 16; i++) {
            char left = id[i], right = id[i + 1];
            id[i] = right;
            id[i + 1] = left;
            assert_int_equal(resident_id_check(id) == id[17], left == right);
            id[i] = left;
            id[i + 1] = right;
        }
    }
}

static void resembles_whatever_the_check_character(void **state UNUSED)
{
    assert_true(resident_id_resembles("11010519491231002X"));
    assert_true(resident_id_resembles("110105194912310021"));
    assert_true(resident_id_resembles("110105190001010021"));
    assert_true(resident_id_resembles("110105209912310021"));
    assert_false(resident_id_resembles("110105189912310021"));
    assert_false(resident_id_resembles("110105210001010021"));
    assert_false(resident_id_resembles("110105194913310021"));
    assert_false(resident_id_resembles("160105194912310021"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_the_valid_vectors),
        cmocka_unit_test(turns_fifteen_digits_into_eighteen),
        cmocka_unit_test(tells_the_exact_reason_of_a_refusal),
        cmocka_unit_test(refuses_other_forms),
        cmocka_unit_test(knows_the_provinces_and_the_permits),
        cmocka_unit_test(holds_the_limits_of_age_to_the_day),
        cmocka_unit_test(reads_birth_date_and_sex),
        cmocka_unit_test(detects_every_single_change_and_neighbour_swap),
        cmocka_unit_test(resembles_whatever_the_check_character),
    };
    return cmocka_run_group_tests_name("resident_id", tests, NULL, NULL);
}
