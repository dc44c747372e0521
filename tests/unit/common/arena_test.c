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

static size_t blocks_of(const struct arena *arena)
{
    size_t count = 0;

    /* The list begins with the link to the next. */
    for (void *const *block = (void *)arena->first; block; block = *block)
        count++;
    return count;
}

/* What was passed over for a large piece cost each batch as much new memory, up to what is kept, and then for ever. */
static void uses_small_blocks_again_behind_a_large_piece(void **state UNUSED)
{
    struct arena arena = {0};
    size_t blocks = 0;

    for (int turn = 0; turn < 6; turn++) {
        arena_reset(&arena);
        for (int i = 0; i < 40; i++) {
            arena_take(&arena, 10000);
            if (i % 10 == turn) /* never at the same place */
                arena_take(&arena, 100000 + (size_t)(turn * i) % 700);
        }
        if (turn == 0)
            blocks = blocks_of(&arena);
    }
    assert_int_equal(blocks_of(&arena), blocks);
    arena_done(&arena);
}

/* Who goes on with a copy of the arena fills the same blocks: none of them is taken for an empty one. */
static void leaves_a_block_that_a_copy_has_filled(void **state UNUSED)
{
    struct arena arena = {0};

    memset(arena_take(&arena, 60000), 1, 60000);
    struct arena copy = arena;
    uint8_t *of_copy = arena_take(&copy, 60000);
    memset(of_copy, 2, 60000);
    uint8_t *piece = arena_take(&arena, 60000);
    memset(piece, 3, 60000);
    assert_int_equal(of_copy[0], 2);
    assert_int_equal(of_copy[59999], 2);
    assert_int_equal(blocks_of(&arena), 3);
    arena_done(&arena);
}

static void keeps_what_is_below_its_limit_after_a_reset(void **state UNUSED)
{
    struct arena arena = {0};

    arena_take(&arena, 32 * 1024 * 1024);
    arena_reset(&arena);
    assert_int_equal(blocks_of(&arena), 1);
    arena_take(&arena, 1);
    arena_take(&arena, 32 * 1024 * 1024 + 1);
    arena_reset(&arena);
    assert_int_equal(blocks_of(&arena), 1);
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

/* All of them are small ones. */
static size_t bytes_held(const struct arena *arena)
{
    return blocks_of(arena) * 64 * 1024;
}

static void use(struct arena *arena, size_t pieces)
{
    for (size_t i = 0; i < pieces; i++)
        arena_take(arena, 60 * 1024); /* a block each */
    arena_reset(arena);
}

/* A process that has worked off a backlog becomes small again, and a large turn now and then costs no new memory. */
static void gives_back_what_it_has_not_used_for_long(void **state UNUSED)
{
    const size_t mib = 1024 * 1024;
    struct arena arena = {0};

    use(&arena, 256);
    assert_int_equal(bytes_held(&arena), 16 * mib);
    use(&arena, 1);
    use(&arena, 1);
    use(&arena, 256);
    assert_int_equal(bytes_held(&arena), 16 * mib);
    for (int i = 0; i < 9; i++)
        use(&arena, 1);
    assert_int_equal(bytes_held(&arena), 16 * mib); /* 0.56 of what it was is remembered */
    for (int i = 0; i < 4; i++)
        use(&arena, 1);
    assert_in_range(bytes_held(&arena), 6 * mib, 8 * mib);
    for (int i = 0; i < 100; i++)
        use(&arena, 1);
    assert_in_range(bytes_held(&arena), mib, 2 * mib);
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

/* Where it has no room for the text and its zero, the next block has. */
static void formats_text_below_at_and_above_what_a_block_has_left(void **state UNUSED)
{
    enum { BLOCK = 64 * 1024, LEFT = 64 };

    for (int length = LEFT - 2; length <= LEFT; length++) {
        struct arena arena = {0};
        char *before = arena_take(&arena, BLOCK - LEFT);
        struct text text = arena_format(&arena, "%0*d", length, 7);
        assert_int_equal(text.length, length);
        assert_int_equal(strlen(text.at), length);
        assert_int_equal(text.at[length - 1], '7');
        assert_int_equal(text.at == before + BLOCK - LEFT, length < LEFT);
        assert_true((char *)arena_take(&arena, 1) != text.at);
        arena_done(&arena);
    }
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
        cmocka_unit_test(uses_small_blocks_again_behind_a_large_piece),
        cmocka_unit_test(leaves_a_block_that_a_copy_has_filled),
        cmocka_unit_test(keeps_what_is_below_its_limit_after_a_reset),
        cmocka_unit_test(keeps_at_most_its_limit_after_a_reset),
        cmocka_unit_test(formats_and_copies_text),
        cmocka_unit_test(formats_text_below_at_and_above_what_a_block_has_left),
        cmocka_unit_test(gives_back_what_it_has_not_used_for_long),
        cmocka_unit_test(calls_what_waits_for_its_end_once_and_the_latest_first),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
