/* Tests of services/escalation/places.c: texts with places to be filled in. */
#include "services/escalation/places.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena arena;

static int end_arena(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static struct text fill(const char *text)
{
    static const struct place places[] = {
        {{"{number}", 8}, {"IN1", 3}},
        {{"{time}", 6}, {"十点", 6}},
    };

    return places_fill(text_of(text), places, LENGTH(places), &arena);
}

static void every_place_is_filled_as_often_as_it_stands_there(void **state)
{
    (void)state;
    assert_true(text_is(fill("{number} {time}，{number}"), "IN1 十点，IN1"));
    assert_true(text_is(fill("{time}"), "十点"));
}

static void other_braces_stay(void **state)
{
    (void)state;
    assert_true(text_is(fill("{name} {numbe"), "{name} {numbe"));
    assert_true(text_is(fill("{{number}}"), "{IN1}"));
    assert_true(text_is(fill(""), ""));
}

#define TEST(name) cmocka_unit_test(name)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_place_is_filled_as_often_as_it_stands_there),
        TEST(other_braces_stay),
    };
    return cmocka_run_group_tests(tests, NULL, end_arena);
}
