/* Tests of common/engine/parked_letter.c: the sealed body of a dead letter (DESIGN sections 3 and 6, P9). */
#include "common/engine/parked_inside.h"
#include "tests/unit/common/engine/bench.h"

static const struct bytes secret = {(const uint8_t *)"a customer's words", 18};

static bool contains(struct bytes bytes, struct bytes part)
{
    return memmem(bytes.at, bytes.length, part.at, part.length) != NULL;
}

static void opens_what_it_has_sealed(void **state)
{
    struct bench *bench = *state;
    struct dead_row row = {.id = bench_case(1)};

    row.body = letter_seal(&bench->engine.vault, row.id, secret, &bench->arena);
    assert_false(contains(row.body, secret));
    assert_true(bytes_equal(letter_open(&bench->engine.vault, &row, &bench->arena), secret));
}

static void seals_the_same_message_in_another_way_each_time(void **state)
{
    struct bench *bench = *state;

    struct bytes first =
        letter_seal(&bench->engine.vault, bench_case(1), secret, &bench->arena);
    struct bytes second =
        letter_seal(&bench->engine.vault, bench_case(1), secret, &bench->arena);
    assert_false(bytes_equal(first, second));
}

static void does_not_open_a_letter_under_another_id_or_key(void **state)
{
    static const uint8_t other[VAULT_KEK_BYTES] = {8};
    struct bench *bench = *state;
    struct dead_row row = {.id = bench_case(1)};

    row.body = letter_seal(&bench->engine.vault, row.id, secret, &bench->arena);
    row.id = bench_case(2);
    assert_null(letter_open(&bench->engine.vault, &row, &bench->arena).at);
    row.id = bench_case(1);
    vault_done(&bench->engine.vault);
    vault_init(&bench->engine.vault, other);
    assert_null(letter_open(&bench->engine.vault, &row, &bench->arena).at);
}

static void does_not_open_a_letter_that_was_changed(void **state)
{
    struct bench *bench = *state;
    struct dead_row row = {.id = bench_case(1)};
    struct bytes sealed = letter_seal(&bench->engine.vault, row.id, secret, &bench->arena);

    for (size_t i = 1; i <= 20; i++) {
        uint8_t *copy = arena_take(&bench->arena, sealed.length);
        memcpy(copy, sealed.at, sealed.length);
        copy[sealed.length - i] ^= 1; /* in the cipher and its tag */
        row.body = (struct bytes){copy, sealed.length};
        assert_null(letter_open(&bench->engine.vault, &row, &bench->arena).at);
    }
}

static void does_not_open_what_is_no_letter(void **state)
{
    static const char *const bodies[] = {"{}", "[1]", "{e: 'x', w: <00>, k: <00>}", "5"};
    struct bench *bench = *state;
    struct dead_row row = {.id = bench_case(1)};

    for (size_t i = 0; i < LENGTH(bodies); i++) {
        row.body = pack_text(&bench->arena, bodies[i]);
        assert_null(letter_open(&bench->engine.vault, &row, &bench->arena).at);
    }
    row.body = (struct bytes){0};
    assert_null(letter_open(&bench->engine.vault, &row, &bench->arena).at);
}

/* The message would be lost: whoever seals must not go on (P5). */
static void says_that_it_could_not_seal(void **state)
{
    static const size_t sizes[] = {ENVELOPE_BYTES_MAX, ENVELOPE_BYTES_MAX + 1};
    struct bench *bench = *state;
    uint8_t *large = arena_zero(&bench->arena, ENVELOPE_BYTES_MAX + 1);

    for (size_t i = 0; i < LENGTH(sizes); i++) {
        const struct bytes body = {large, sizes[i]};
        struct bytes letter =
            letter_seal(&bench->engine.vault, bench_case(1), body, &bench->arena);
        assert_int_equal(letter.at == NULL, i == 1);
    }
}

/* An envelope of 256 KiB, sealed, fits the column (records.def). */
static void keeps_the_largest_message_within_the_column(void **state)
{
    struct bench *bench = *state;
    uint8_t *large = arena_zero(&bench->arena, ENVELOPE_BYTES_MAX);
    struct dead_row row = {.id = bench_case(1)};
    struct bytes body = {large, ENVELOPE_BYTES_MAX};

    row.body = letter_seal(&bench->engine.vault, row.id, body, &bench->arena);
    const struct field_shape *column =
        map_shape_find(dead_row_record.map, TEXT("body"), &(size_t){0});
    assert_true((int64_t)row.body.length <= column->max);
    assert_true(bytes_equal(letter_open(&bench->engine.vault, &row, &bench->arena), body));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(opens_what_it_has_sealed),
        TEST(seals_the_same_message_in_another_way_each_time),
        TEST(does_not_open_a_letter_under_another_id_or_key),
        TEST(does_not_open_a_letter_that_was_changed),
        TEST(does_not_open_what_is_no_letter),
        TEST(says_that_it_could_not_seal),
        TEST(keeps_the_largest_message_within_the_column),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
