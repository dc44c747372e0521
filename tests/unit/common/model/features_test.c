/* Tests of common/model/features.c: the n-grams of a text (REQUIREMENTS CL-03). */
#include "common/model/features.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct feature_unit units[FEATURE_UNITS_MAX];
static struct feature features[FEATURES_MAX];
static struct feature others[FEATURES_MAX];

static size_t make(const char *text, unsigned views)
{
    return features_of(text_of(text), views, units, features);
}

/* The n-grams as they stand in the text, joined by `|`. */
static const char *shown(const char *text, unsigned views)
{
    static char joined[1024];
    size_t count = make(text, views);
    size_t length = 0;

    joined[0] = '\0';
    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(
            joined + length,
            sizeof(joined) - length,
            "%s%.*s",
            i ? "|" : "",
            (int)features[i].length,
            text + features[i].at
        );
    return joined;
}

static uint64_t hash_of(const char *text, unsigned views)
{
    assert_true(make(text, views) > 0);
    return features[0].hash;
}

static void a_character_is_a_unit_and_so_is_a_word_or_a_number(void **state UNUSED)
{
    assert_string_equal(shown("我的card丢了, 315?", FEATURE_units_1), "我|的|card|丢|了|315|?");
    assert_string_equal(shown("don't go", FEATURE_units_1), "don't|go");
    assert_string_equal(shown("  ,. ", FEATURE_units_1), "");
    assert_string_equal(shown("", FEATURES_all), "");
}

static void units_come_in_twos_in_threes_and_around_a_third(void **state UNUSED)
{
    assert_string_equal(shown("卡丢了吗", FEATURE_units_2), "卡丢|丢了|了吗");
    assert_string_equal(shown("卡丢了吗", FEATURE_units_3), "卡丢了|丢了吗");
    assert_string_equal(shown("卡丢了吗", FEATURE_skip), "卡丢了|丢了吗");
    assert_int_not_equal(hash_of("卡丢了", FEATURE_units_3), hash_of("卡丢了", FEATURE_skip));
    assert_int_equal(hash_of("卡丢了", FEATURE_skip), hash_of("卡没了", FEATURE_skip));
    assert_string_equal(shown("卡", FEATURE_units_2 | FEATURE_units_3 | FEATURE_skip), "");
}

static void two_that_stand_near_each_other_are_a_pair_in_any_order(void **state UNUSED)
{
    assert_string_equal(shown("卡丢了", FEATURE_pairs), "卡丢|卡丢了|丢了");
    assert_int_equal(hash_of("lost card", FEATURE_pairs), hash_of("card lost", FEATURE_pairs));
    assert_int_not_equal(
        hash_of("lost card", FEATURE_pairs),
        hash_of("lost card", FEATURE_units_2)
    );
    assert_int_not_equal(
        hash_of("lost card", FEATURE_pairs),
        hash_of("lost cash", FEATURE_pairs)
    );
    assert_string_equal(shown("卡", FEATURE_pairs), "");
    make("卡卡", FEATURE_pairs);
    assert_int_equal(features[0].hash, hash_of("卡 卡", FEATURE_pairs));
}

/* So many units that the first and the last are `distance` apart; whether they are a pair. */
static bool ends_are_a_pair(size_t distance)
{
    static char text[FEATURE_UNITS_MAX * 3];
    size_t at = 0;

    for (size_t i = 0; i <= distance; i++) {
        memcpy(text + at, i == 0 ? "甲" : i == distance ? "乙" : "卡", 3);
        at += 3;
    }
    size_t count = features_of((struct text){text, at}, FEATURE_pairs, units, features);
    for (size_t i = 0; i < count; i++) {
        if (features[i].at == 0 && features[i].length == at)
            return true;
    }
    return false;
}

static void a_pair_stands_no_further_apart_than_its_limit(void **state UNUSED)
{
    assert_true(ends_are_a_pair(FEATURE_PAIR_DISTANCE_MAX - 1));
    assert_true(ends_are_a_pair(FEATURE_PAIR_DISTANCE_MAX));
    assert_false(ends_are_a_pair(FEATURE_PAIR_DISTANCE_MAX + 1));
}

/* How many pairs have their second unit at the end of a text of so many. */
static size_t pairs_at_the_end(size_t count)
{
    static char text[FEATURE_UNITS_MAX * 3];
    size_t pairs = 0;

    for (size_t i = 0; i < count; i++)
        memcpy(text + 3 * i, "卡", 3);
    size_t made = features_of((struct text){text, 3 * count}, FEATURE_pairs, units, features);
    for (size_t i = 0; i < made; i++)
        pairs += features[i].at + features[i].length == 3 * count;
    return pairs;
}

static void pairs_are_made_of_the_beginning_of_a_long_text(void **state UNUSED)
{
    assert_int_equal(pairs_at_the_end(FEATURE_PAIR_UNITS_MAX - 1), FEATURE_PAIR_DISTANCE_MAX);
    assert_int_equal(pairs_at_the_end(FEATURE_PAIR_UNITS_MAX), FEATURE_PAIR_DISTANCE_MAX);
    assert_int_equal(pairs_at_the_end(FEATURE_PAIR_UNITS_MAX + 1), 0);
}

static void letters_inside_a_word_know_its_ends(void **state UNUSED)
{
    assert_string_equal(shown("ab", FEATURE_letters), "a|ab|ab|a|ab|ab|b|b");
    assert_string_equal(shown("卡7", FEATURE_letters), "");
    make("at", FEATURE_letters);
    uint64_t begins = features[0].hash;
    make("bat", FEATURE_letters);
    assert_int_not_equal(features[0].hash, begins);
}

static void a_misspelt_word_keeps_most_of_its_letters(void **state UNUSED)
{
    size_t count = features_of(TEXT("transfer"), FEATURE_letters, units, others);
    size_t same = 0;
    size_t wrong = make("transfr", FEATURE_letters);

    for (size_t i = 0; i < wrong; i++) {
        bool found = false;
        for (size_t at = 0; at < count && !found; at++)
            found = others[at].hash == features[i].hash;
        same += found;
    }
    assert_true(same * 3 > wrong * 2);
    assert_true(same < wrong);
}

static void long_numbers_are_known_by_their_length_short_ones_exactly(void **state UNUSED)
{
    assert_int_not_equal(hash_of("315", FEATURE_units_1), hash_of("110", FEATURE_units_1));
    assert_int_not_equal(hash_of("2024", FEATURE_units_1), hash_of("2025", FEATURE_units_1));
    assert_int_equal(hash_of("20241", FEATURE_units_1), hash_of("20252", FEATURE_units_1));
    assert_int_not_equal(hash_of("20241", FEATURE_units_1), hash_of("202412", FEATURE_units_1));
}

static void the_ends_of_a_text_count_when_asked_for(void **state UNUSED)
{
    assert_string_equal(shown("卡丢了", FEATURE_ends), "卡|了");
    make("卡", FEATURE_ends);
    assert_int_not_equal(features[0].hash, features[1].hash);
}

static void an_n_gram_has_the_same_hash_wherever_it_stands(void **state UNUSED)
{
    size_t count = make("挂失 挂失", FEATURE_units_2);

    assert_int_equal(count, 3);
    assert_int_equal(features[0].hash, features[2].hash);
    assert_int_not_equal(features[0].hash, features[1].hash);
}

/* Models that were trained before must find their n-grams again. */
static void hashes_never_change(void **state UNUSED)
{
    assert_int_equal(hash_of("卡", FEATURE_units_1), UINT64_C(0x76F16525F54467));
    assert_int_equal(hash_of("card", FEATURE_units_1), UINT64_C(0xF1CDCA10A44EF495));
    assert_int_equal(hash_of("挂失", FEATURE_units_2), UINT64_C(0xB02FC8427427883B));
    assert_int_equal(hash_of("挂失", FEATURE_pairs), UINT64_C(0xF66FA4969599CBE5));
}

static void takes_units_and_n_grams_up_to_their_limits(void **state UNUSED)
{
    static char text[FEATURE_UNITS_MAX * 4 + 8];

    for (size_t count = FEATURE_UNITS_MAX - 1; count <= FEATURE_UNITS_MAX + 1; count++) {
        for (size_t i = 0; i < count; i++)
            memcpy(text + 3 * i, "卡", 3);
        text[3 * count] = '\0';
        assert_int_equal(make(text, FEATURE_units_1), size_min(count, FEATURE_UNITS_MAX));
    }
    assert_int_equal(make(text, FEATURES_all), FEATURES_MAX);
    memset(text, 'a', 2000);
    text[2000] = '\0';
    assert_true(make(text, FEATURE_letters) < 200); /* of a word without end its beginning */
}

static void n_grams_know_the_unit_they_begin_with(void **state UNUSED)
{
    size_t count = make("ab c d", FEATURE_units_1 | FEATURE_units_2 | FEATURE_ends);

    assert_int_equal(count, 2 + 5);
    static const uint16_t units_begun[] = {0, 2, 0, 0, 1, 1, 2};
    for (size_t i = 0; i < count; i++)
        assert_int_equal(features[i].unit, units_begun[i]);
    count = make("a b", FEATURE_letters | FEATURE_pairs);
    assert_int_equal(features[count - 1].unit, FEATURE_UNITS_MAX);
    assert_int_equal(features[count - 2].unit, 1);
}

static void n_grams_are_placed_unit_by_unit_and_pairs_nowhere(void **state UNUSED)
{
    uint16_t order[FEATURES_MAX];
    uint16_t ends[FEATURE_PLACES_MAX];
    size_t count =
        make("a b", FEATURE_units_1 | FEATURE_units_2 | FEATURE_ends | FEATURE_pairs);

    assert_int_equal(count, 6);
    assert_int_equal(features_placed(features, count, order, ends), 2);
    assert_int_equal(ends[0], 3);
    assert_int_equal(ends[1], 5);
    static const uint16_t expected[] = {0, 2, 3, 1, 4};
    for (size_t i = 0; i < LENGTH(expected); i++)
        assert_int_equal(order[i], expected[i]);
    assert_int_equal(features_placed(features, 0, order, ends), 0);
}

static void units_are_placed_up_to_their_limit(void **state UNUSED)
{
    static char text[2 * FEATURE_PLACES_MAX + 4];
    uint16_t order[FEATURES_MAX];
    uint16_t ends[FEATURE_PLACES_MAX];

    for (size_t units_there = FEATURE_PLACES_MAX - 1; units_there <= FEATURE_PLACES_MAX + 1;
         units_there++) {
        memset(text, 0, sizeof(text));
        for (size_t i = 0; i < units_there; i++)
            memcpy(text + 2 * i, "a ", 2);
        size_t placed = size_min(units_there, FEATURE_PLACES_MAX);
        assert_int_equal(make(text, FEATURE_units_1), units_there);
        assert_int_equal(features_placed(features, units_there, order, ends), placed);
        assert_int_equal(ends[placed - 1], placed);
    }
}

static void a_text_is_read_up_to_its_limit(void **state UNUSED)
{
    static char text[FEATURE_TEXT_BYTES_MAX + 1];

    memset(text, ' ', sizeof(text));
    text[FEATURE_TEXT_BYTES_MAX - 1] = 'a';
    text[FEATURE_TEXT_BYTES_MAX] = 'b';
    for (size_t length = FEATURE_TEXT_BYTES_MAX - 1; length <= sizeof(text); length++) {
        size_t count =
            features_of((struct text){text, length}, FEATURE_units_1, units, features);
        assert_int_equal(count, length >= FEATURE_TEXT_BYTES_MAX);
        assert_true(count == 0 || features[0].length == 1);
    }
}

static void any_bytes_may_come_in(void **state UNUSED)
{
    char bytes[256];

    for (int i = 0; i < 256; i++)
        bytes[i] = (char)(255 - i);
    size_t count =
        features_of((struct text){bytes, sizeof(bytes)}, FEATURES_all, units, features);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++)
        assert_true(features[i].at + features[i].length <= sizeof(bytes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_character_is_a_unit_and_so_is_a_word_or_a_number),
        cmocka_unit_test(units_come_in_twos_in_threes_and_around_a_third),
        cmocka_unit_test(two_that_stand_near_each_other_are_a_pair_in_any_order),
        cmocka_unit_test(a_pair_stands_no_further_apart_than_its_limit),
        cmocka_unit_test(pairs_are_made_of_the_beginning_of_a_long_text),
        cmocka_unit_test(letters_inside_a_word_know_its_ends),
        cmocka_unit_test(a_misspelt_word_keeps_most_of_its_letters),
        cmocka_unit_test(long_numbers_are_known_by_their_length_short_ones_exactly),
        cmocka_unit_test(the_ends_of_a_text_count_when_asked_for),
        cmocka_unit_test(an_n_gram_has_the_same_hash_wherever_it_stands),
        cmocka_unit_test(hashes_never_change),
        cmocka_unit_test(takes_units_and_n_grams_up_to_their_limits),
        cmocka_unit_test(n_grams_know_the_unit_they_begin_with),
        cmocka_unit_test(n_grams_are_placed_unit_by_unit_and_pairs_nowhere),
        cmocka_unit_test(units_are_placed_up_to_their_limit),
        cmocka_unit_test(a_text_is_read_up_to_its_limit),
        cmocka_unit_test(any_bytes_may_come_in),
    };
    return cmocka_run_group_tests_name("features", tests, NULL, NULL);
}
