/* Tests of services/router/literals.c. */
#include "services/router/literals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { HITS_MAX = 4096 };

/* Finds `words` (ended by NULL) in `text` and gives the hits as "word@begin-end " in their
 * order. */
static struct text found(struct arena *arena, const char *const *words, const char *text)
{
    struct literals *literals = literals_new(arena);
    struct text result = TEXT("");
    size_t count = 0;

    for (; *words; words++) {
        uint32_t literal;
        assert_true(literals_add(literals, text_of(*words), &literal));
    }
    literals_build(literals);
    const struct literal_hit *hits =
        literals_find(literals, arena, text_of(text), HITS_MAX, &count);
    for (size_t i = 0; i < count; i++) {
        struct text word = literals_text(literals, hits[i].literal);
        result = arena_format(
            arena,
            "%.*s%.*s@%u-%u ",
            (int)result.length,
            result.at,
            (int)word.length,
            word.at,
            hits[i].begin,
            hits[i].end
        );
    }
    return result;
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void assert_found(const char *const *words, const char *text, const char *expected)
{
    struct arena arena = {0};
    struct text result = found(&arena, words, text);

    if (!text_is(result, expected))
        fail_msg("in '%s' found '%s', not '%s'", text, result.at, expected);
    arena_done(&arena);
}

static void finds_words_that_overlap_and_contain_each_other(void **state UNUSED)
{
    /* The example of Aho and Corasick's paper, in Chinese characters so that word limits do not
     * matter. */
    assert_found(
        WORDS("银行", "银行卡", "行卡", "卡"),
        "我的银行卡",
        "银行@6-12 银行卡@6-15 行卡@9-15 卡@12-15 "
    );
    assert_found(WORDS("挂失", "失"), "挂挂失", "挂失@3-9 失@6-9 ");
    assert_found(WORDS("销户", "销卡"), "销销卡", "销卡@3-9 ");
}

static void finds_every_place_of_a_word(void **state UNUSED)
{
    assert_found(WORDS("卡"), "卡卡x卡", "卡@0-3 卡@3-6 卡@7-10 ");
}

static void finds_nothing_in_nothing(void **state UNUSED)
{
    assert_found(WORDS("卡"), "", "");
    assert_found(WORDS("卡"), "abc", "");
}

static void matches_whole_latin_words_only(void **state UNUSED)
{
    assert_found(WORDS("app"), "happy apple", "");
    assert_found(WORDS("app"), "app闪退", "app@0-3 ");
    assert_found(WORDS("app"), "手机app打不开,app.", "app@6-9 app@19-22 ");
    assert_found(WORDS("12378"), "112378", "");
    assert_found(WORDS("12378"), "打12378投诉", "12378@3-8 ");
}

static void lets_a_word_with_a_star_go_on(void **state UNUSED)
{
    assert_found(WORDS("transfer*"), "two transfers", "transfer*@4-12 ");
    assert_found(WORDS("transfer*"), "untransferred", "");
}

static void joins_parts_that_are_near_each_other(void **state UNUSED)
{
    assert_found(WORDS("没~到账"), "钱没有到账", "没~到账@3-15 ");
    assert_found(WORDS("没~到账"), "到账没有", "");
    assert_found(WORDS("等了~小时~没"), "等了两小时还没到", "等了~小时~没@0-21 ");
    assert_found(WORDS("等了~小时~没"), "小时等了没", "");
    assert_found(WORDS("lost~card"), "i lost my card", "lost~card@2-14 ");
}

enum { MANY_IN_PARTS = 130 }; /* the bits that tell which were begun are 64 to a word */

/* The memory of a text serves the next one, unemptied: parts of the one never join those of the other. */
static void parts_of_one_text_do_not_join_those_of_the_next(void **state UNUSED)
{
    struct arena building = {0}, reading = {0};
    struct literals *literals = literals_new(&building);
    uint32_t literal;
    size_t count;

    for (unsigned i = 0; i < MANY_IN_PARTS; i++)
        assert_true(literals_add(literals, arena_format(&building, "a%ua~b%ub", i, i), &literal)
        );
    literals_build(literals);
    for (unsigned i = 0; i < MANY_IN_PARTS; i++) {
        (void)literals_find(literals, &reading, arena_format(&building, "a%ua", i), 4, &count);
        assert_int_equal(count, 0);
        arena_reset(&reading);
        struct text second = arena_format(&building, "      b%ub", i);
        (void)literals_find(literals, &reading, second, 4, &count);
        assert_int_equal(count, 0);
        arena_reset(&reading);
        struct text both = arena_format(&building, "a%ua b%ub", i, i);
        const struct literal_hit *hits = literals_find(literals, &reading, both, 4, &count);
        assert_int_equal(count, 1);
        assert_int_equal(hits[0].literal, i);
        arena_reset(&reading);
    }
    arena_done(&reading);
    arena_done(&building);
}

static void parts_may_be_as_far_apart_as_the_gap_allows(void **state UNUSED)
{
    static const char *const eight = "一二三四五六七八";
    char text[64];

    snprintf(text, sizeof(text), "没%s到账", eight);
    assert_found(WORDS("没~到账"), text, "没~到账@0-33 ");
    snprintf(text, sizeof(text), "没%s.到账", eight);
    assert_found(WORDS("没~到账"), text, "");
}

static void parts_do_not_overlap(void **state UNUSED)
{
    assert_found(WORDS("天天~天"), "天天", "");
    assert_found(WORDS("天天~天"), "天天一天", "天天~天@0-12 ");
}

static void gives_the_same_number_for_the_same_text(void **state UNUSED)
{
    struct arena arena = {0};
    struct literals *literals = literals_new(&arena);
    uint32_t first;
    uint32_t again;

    assert_true(literals_add(literals, TEXT("挂失"), &first));
    assert_true(literals_add(literals, TEXT("挂失"), &again));
    assert_int_equal(first, again);
    assert_int_equal(literals_count(literals), 1);
    arena_done(&arena);
}

static void refuses_what_is_not_a_literal(void **state UNUSED)
{
    static const char *const bad[] = {"", "~", "a~", "~a", "a~~b", "*", "a~*", "a~b~c~d~e"};
    struct arena arena = {0};
    struct literals *literals = literals_new(&arena);
    uint32_t literal;

    for (size_t i = 0; i < LENGTH(bad); i++)
        assert_false(literals_add(literals, text_of(bad[i]), &literal));
    assert_true(literals_add(literals, TEXT("a~b~c~d"), &literal));
    arena_done(&arena);
}

static void takes_literals_up_to_their_length(void **state UNUSED)
{
    struct arena arena = {0};
    struct literals *literals = literals_new(&arena);
    char bytes[LITERAL_BYTES_MAX + 1];
    uint32_t literal;

    memset(bytes, 'a', sizeof(bytes));
    assert_true(literals_add(literals, (struct text){bytes, LITERAL_BYTES_MAX - 1}, &literal));
    assert_true(literals_add(literals, (struct text){bytes, LITERAL_BYTES_MAX}, &literal));
    assert_false(literals_add(literals, (struct text){bytes, LITERAL_BYTES_MAX + 1}, &literal));
    arena_done(&arena);
}

static void takes_as_many_as_its_limit_and_finds_each(void **state UNUSED)
{
    struct arena arena = {0};
    struct literals *literals = literals_new(&arena);
    uint32_t literal;
    size_t count;

    for (unsigned i = 0; i < LITERALS_MAX; i++)
        assert_true(literals_add(literals, arena_format(&arena, "w%uw", i), &literal));
    assert_false(literals_add(literals, TEXT("more"), &literal));
    literals_build(literals);
    for (unsigned i = 0; i < LITERALS_MAX; i += 97) {
        struct text text = arena_format(&arena, "a w%uw b", i);
        const struct literal_hit *hits = literals_find(literals, &arena, text, 4, &count);
        assert_int_equal(count, 1);
        assert_int_equal(hits[0].literal, i);
    }
    arena_done(&arena);
}

static void leaves_hits_over_the_limit_out(void **state UNUSED)
{
    struct arena arena = {0};
    struct literals *literals = literals_new(&arena);
    uint32_t literal;
    size_t count;

    assert_true(literals_add(literals, TEXT("卡"), &literal));
    literals_build(literals);
    for (size_t max = 2; max <= 4; max++) {
        literals_find(literals, &arena, TEXT("卡卡卡"), max, &count);
        assert_int_equal(count, size_min(max, 3));
    }
    arena_done(&arena);
}

static size_t count_slowly(struct text text, struct text word)
{
    size_t count = 0;

    for (size_t i = 0; i + word.length <= text.length; i++)
        count += memcmp(text.at + i, word.at, word.length) == 0;
    return count;
}

/* Against the naive search, on a small alphabet so that everything overlaps. */
static void agrees_with_a_slow_search(void **state UNUSED)
{
    uint64_t seed = 2463534242;
    static const char *const letters[] = {"卡", "丢", "失"};

    for (size_t round = 0; round < 200; round++) {
        struct arena arena = {0};
        struct literals *literals = literals_new(&arena);
        char text[240];
        uint32_t literal;
        size_t count;
        size_t expected = 0;

        for (size_t i = 0; i < sizeof(text); i += 3) {
            seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
            memcpy(text + i, letters[(seed >> 33) % LENGTH(letters)], 3);
        }
        for (size_t i = 0; i < 12; i++) {
            seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
            size_t from = (seed >> 33) % 60 * 3;
            size_t bytes = 3 + (seed >> 50) % 5 * 3;
            assert_true(literals_add(literals, (struct text){text + from, bytes}, &literal));
        }
        literals_build(literals);
        for (uint32_t i = 0; i < literals_count(literals); i++)
            expected +=
                count_slowly((struct text){text, sizeof(text)}, literals_text(literals, i));
        literals_find(literals, &arena, (struct text){text, sizeof(text)}, HITS_MAX, &count);
        assert_int_equal(count, expected);
        arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_words_that_overlap_and_contain_each_other),
        cmocka_unit_test(finds_every_place_of_a_word),
        cmocka_unit_test(finds_nothing_in_nothing),
        cmocka_unit_test(matches_whole_latin_words_only),
        cmocka_unit_test(lets_a_word_with_a_star_go_on),
        cmocka_unit_test(joins_parts_that_are_near_each_other),
        cmocka_unit_test(parts_of_one_text_do_not_join_those_of_the_next),
        cmocka_unit_test(parts_may_be_as_far_apart_as_the_gap_allows),
        cmocka_unit_test(parts_do_not_overlap),
        cmocka_unit_test(gives_the_same_number_for_the_same_text),
        cmocka_unit_test(refuses_what_is_not_a_literal),
        cmocka_unit_test(takes_literals_up_to_their_length),
        cmocka_unit_test(takes_as_many_as_its_limit_and_finds_each),
        cmocka_unit_test(leaves_hits_over_the_limit_out),
        cmocka_unit_test(agrees_with_a_slow_search),
    };
    return cmocka_run_group_tests_name("literals", tests, NULL, NULL);
}
