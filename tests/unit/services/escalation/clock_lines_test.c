/* Tests of services/escalation/clock_lines.c: the clocks of a case in its row. */
#include "services/escalation/clock_lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "common/engine/record_sql.h"

static struct arena arena;

static int forget(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

/* Every field has a value that no other field has. */
static struct case_clock full(void)
{
    struct case_clock clock = {.clock = TEXT("K9")};
    uint8_t *at = (uint8_t *)&clock;

    for (size_t i = 0; i < case_clock_shape.count; i++) {
        const struct field_shape *field = &case_clock_shape.fields[i];
        void *value = at + field->offset;
        if (field->type == FIELD_TEXT)
            *(struct text *)value = arena_format(&arena, "%s", field->name);
        else if (field->type == FIELD_ENUM)
            *(int *)value = 2;
        else if (field->type == FIELD_FLAG)
            *(bool *)value = i % 2;
        else
            *(int64_t *)value = INT64_C(1795320509000) + (int64_t)i;
        if (field->has_offset)
            *(bool *)(at + field->has_offset) = true;
    }
    return clock;
}

static bool is_same(const struct case_clock *one, const struct case_clock *other)
{
    const struct record_shape shape = {.map = &case_clock_shape};

    return record_is_same(&shape, one, other);
}

static size_t read_all(struct text lines, struct case_clock **ret_clocks)
{
    size_t count = 0;

    assert_int_equal(clock_lines_read(lines, &arena, ret_clocks, &count), OK);
    return count;
}

/* Not one of them is read when one is wrong. */
static void assert_wrong(struct text lines)
{
    struct case_clock *none = NULL;
    size_t count = 7;

    assert_int_equal(clock_lines_read(lines, &arena, &none, &count), ERROR_malformed);
    assert_null(none);
    assert_int_equal(count, 7);
}

static struct text write_one(const struct case_clock *clock)
{
    return clock_lines_write(&clock, 1, &arena);
}

static void every_field_comes_back(void **state)
{
    struct case_clock clock = full(), *read;

    (void)state;
    assert_int_equal(read_all(write_one(&clock), &read), 1);
    assert_true(is_same(&clock, read));
    /* and each alone may be absent, but the id and the start */
    for (size_t i = 0; i < case_clock_shape.count; i++) {
        const struct field_shape *field = &case_clock_shape.fields[i];
        struct case_clock less = clock;
        memset(
            (uint8_t *)&less + field->offset,
            0,
            field->type == FIELD_TEXT ? sizeof(struct text) : 1
        );
        if (field->has_offset)
            *(bool *)((uint8_t *)&less + field->has_offset) = false;
        if (field->type == FIELD_ENUM)
            *(int *)(void *)((uint8_t *)&less + field->offset) = 0;
        /* without its start it has not begun, and has no line */
        size_t wanted = field->offset != offsetof(struct case_clock, started_at);
        if (i == 0) {
            assert_wrong(write_one(&less));
            continue;
        }
        assert_int_equal(read_all(write_one(&less), &read), wanted);
        if (wanted)
            assert_true(is_same(&less, read));
    }
}

static void a_short_clock_is_a_short_line(void **state)
{
    const struct case_clock clock = {
        .clock = TEXT("K2"),
        .state = CLOCK_STATE_running,
        .started_at = 5,
        .has_started_at = true,
    };

    (void)state;
    assert_true(text_is(write_one(&clock), "K2\trunning\t\t\t\t\t\t\t\t5"));
}

static void a_clock_that_has_not_begun_has_no_line(void **state)
{
    const struct case_clock none = {.clock = TEXT("K2")};
    const struct case_clock some = full();
    const struct case_clock *const both[] = {&none, &some, &none, &some};
    struct case_clock *read;

    (void)state;
    assert_null(write_one(&none).at);
    assert_int_equal(read_all(clock_lines_write(both, 4, &arena), &read), 2);
    assert_true(is_same(&some, &read[1]));
}

static void what_an_actor_is_called_cannot_break_a_line(void **state)
{
    /* ladder.acknowledge.v1: actorid comes from outside */
    static const char *const names[] = {
        "a\tb",
        "\n",
        "\\",
        "\\09",
        "\t\t\n\\\n",
        "\\zz",
        "\\0",
        "\xe5\xbc\xa0\t\xe4\xb8\x89",
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(names); i++) {
        struct case_clock clock = full(), *read;
        clock.acknowledged_by = text_of(names[i]);
        const struct case_clock *const twice[] = {&clock, &clock};
        assert_int_equal(read_all(clock_lines_write(twice, 2, &arena), &read), 2);
        assert_true(is_same(&clock, &read[0]));
        assert_true(is_same(&clock, &read[1]));
    }
}

static void the_longest_texts_fit(void **state)
{
    static char many[1024];
    struct case_clock clock = full(), *read;

    (void)state;
    memset(many, '\t', sizeof(many));
    clock.fired = (struct text){many, sizeof(many)};
    clock.held_ms = INT64_MIN;
    assert_int_equal(read_all(write_one(&clock), &read), 1);
    assert_true(is_same(&clock, read));
}

static void a_line_that_does_not_read_is_said_not_left_out(void **state)
{
    static const char *const wrong[] = {
        "\n\n",
        "K2",
        "K2\tasleep\t\t\t\t\t\t\t\t5",
        "K2\trunning\t\t\t\t\t\t\t\t5x",
        "\trunning\t\t\t\t\t\t\t\t5",
    };
    struct case_clock *read;

    (void)state;
    for (size_t i = 0; i < LENGTH(wrong); i++) {
        assert_wrong(text_of(wrong[i]));
        assert_wrong(arena_format(&arena, "%s\nK2\trunning\t\t\t\t\t\t\t\t5", wrong[i]));
        assert_wrong(arena_format(&arena, "K2\trunning\t\t\t\t\t\t\t\t5\n%s\n", wrong[i]));
    }
    assert_int_equal(read_all(TEXT(""), &read), 0);
    assert_int_equal(read_all((struct text){0}, &read), 0);
}

static void a_line_of_a_later_version_reads(void **state)
{
    /* fields are only added: those behind the last that is known are passed over */
    struct case_clock clock = full(), *read;
    struct text line = write_one(&clock);

    (void)state;
    line = arena_format(&arena, "%.*s\tmore\t7", (int)line.length, line.at);
    assert_int_equal(read_all(line, &read), 1);
    assert_true(is_same(&clock, read));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(every_field_comes_back, forget),
        cmocka_unit_test_teardown(a_short_clock_is_a_short_line, forget),
        cmocka_unit_test_teardown(a_clock_that_has_not_begun_has_no_line, forget),
        cmocka_unit_test_teardown(what_an_actor_is_called_cannot_break_a_line, forget),
        cmocka_unit_test_teardown(the_longest_texts_fit, forget),
        cmocka_unit_test_teardown(a_line_that_does_not_read_is_said_not_left_out, forget),
        cmocka_unit_test_teardown(a_line_of_a_later_version_reads, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
