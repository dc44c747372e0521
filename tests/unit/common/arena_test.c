/* Tests of common/arena.c. */
#include "common/arena.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void gives_aligned_pieces_that_do_not_overlap(void **state UNUSED)
{
    struct arena arena = {0};

    for (size_t size = 1; size < 3000; size += 7) {
        uint8_t *piece = arena_take(&arena, size);
        assert_int_equal((uintptr_t)piece % 16, 0);
        memset(piece, (int)(size & 255), size);
        uint8_t *next = arena_take(&arena, 1);
        *next = 0;
        assert_int_equal(piece[size - 1], size & 255);
    }
    arena_done(&arena);
}

static void serves_a_piece_larger_than_a_block(void **state UNUSED)
{
    struct arena arena = {0};
    uint8_t *piece = arena_zero(&arena, 1000000);

    assert_int_equal(piece[999999], 0);
    assert_int_equal(arena.used, 1000000);
    arena_done(&arena);
}

static void gives_the_same_memory_again_after_a_reset(void **state UNUSED)
{
    struct arena arena = {0};
    void *first = arena_take(&arena, 100);

    arena_take(&arena, 100000);
    arena_reset(&arena);
    assert_ptr_equal(arena_take(&arena, 100), first);
    arena_done(&arena);
}

static void keeps_at_most_its_limit_after_a_reset(void **state UNUSED)
{
    struct arena arena = {0};

    arena_take(&arena, 40 * 1024 * 1024);
    arena_reset(&arena);
    assert_null(arena.first);
    arena_done(&arena);
}

static void formats_and_copies_text(void **state UNUSED)
{
    struct arena arena = {0};
    struct text text = arena_format(&arena, "%s-%d", "case", 7);

    assert_true(text_is(text, "case-7"));
    assert_int_equal(text.at[text.length], 0);
    assert_true(text_equal(arena_text(&arena, text), text));
    assert_null(arena_text(&arena, (struct text){0}).at);
    arena_done(&arena);
}

struct seen {
    char order[8];
    size_t count;
};

static struct seen seen;

static void see(void *thing)
{
    seen.order[seen.count++] = *(const char *)thing;
}

static void calls_what_waits_for_its_end_once_and_the_latest_first(void **state UNUSED)
{
    struct arena arena = {0};
    char *letters = (char *)(uintptr_t)arena_text(&arena, TEXT("abc")).at;

    seen = (struct seen){0};
    arena_at_end(&arena, see, &letters[0]);
    arena_at_end(&arena, see, &letters[1]);
    assert_int_equal(seen.count, 0);
    arena_reset(&arena);
    assert_string_equal(seen.order, "ba");
    arena_reset(&arena);
    assert_string_equal(seen.order, "ba");
    letters = (char *)(uintptr_t)arena_text(&arena, TEXT("c")).at;
    arena_at_end(&arena, see, letters);
    arena_done(&arena);
    assert_string_equal(seen.order, "bac");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_aligned_pieces_that_do_not_overlap),
        cmocka_unit_test(serves_a_piece_larger_than_a_block),
        cmocka_unit_test(gives_the_same_memory_again_after_a_reset),
        cmocka_unit_test(keeps_at_most_its_limit_after_a_reset),
        cmocka_unit_test(formats_and_copies_text),
        cmocka_unit_test(calls_what_waits_for_its_end_once_and_the_latest_first),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
