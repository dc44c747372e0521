/* Tests of common/engine/trace.c: W3C Trace Context (PROTOCOL section 1, traceparent). */
#include "common/engine/trace.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define TRACE "4bf92f3577b34da6a3ce929d0e0e4736"
#define SPAN  "00f067aa0ba902b7"

static struct arena arena;
static const struct uuid none;

static int end(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static struct uuid case_id(void)
{
    struct uuid id;

    assert_true(uuid_from_text(TEXT("01890a5d-ac96-774b-bcce-b302099a8057"), &id));
    return id;
}

static struct text next(const char *cause, struct uuid of, const char *stream, int64_t seq)
{
    struct text text = trace_next(text_of(cause), of, stream, seq, &arena);

    assert_int_equal(text.length, TRACEPARENT_LENGTH);
    return text;
}

static bool has(struct text text, size_t at, const char *part)
{
    return memcmp(text.at + at, part, strlen(part)) == 0;
}

static void goes_on_with_the_trace_in_a_span_of_its_own(void **state UNUSED)
{
    struct text text = next("00-" TRACE "-" SPAN "-01", case_id(), "intake", 7);

    assert_true(has(text, 0, "00-" TRACE "-"));
    assert_false(has(text, 36, SPAN));
    assert_true(has(text, 52, "-01"));
}

static void gives_a_case_without_a_trace_its_own(void **state UNUSED)
{
    struct text text = next(NULL, case_id(), "intake", 7);

    assert_true(has(text, 0, "00-01890a5dac96774bbcceb302099a8057-"));
    assert_true(has(text, 52, "-03"));
}

static void begins_a_random_trace_without_a_case(void **state UNUSED)
{
    struct uuid one, other;

    assert_true(trace_of(next(NULL, none, "desk", 7), &one));
    assert_true(trace_of(next(NULL, none, "desk", 7), &other));
    assert_false(uuid_equal(one, other));
}

/* Section 4.3: what a later version means by them is not known, so only sampled and random go on. */
static void passes_on_the_flags_that_are_defined(void **state UNUSED)
{
    static const char *const flags[][2] =
        {{"00", "-00"}, {"01", "-01"}, {"03", "-03"}, {"ff", "-03"}, {"fc", "-00"}};

    for (size_t i = 0; i < LENGTH(flags); i++) {
        const char *cause = arena_format(&arena, "00-" TRACE "-" SPAN "-%s", flags[i][0]).at;
        assert_true(has(next(cause, none, "desk", 1), 52, flags[i][1]));
    }
}

static void speaks_version_00_whatever_came(void **state UNUSED)
{
    struct text text = next("cc-" TRACE "-" SPAN "-01-what-comes-later", none, "desk", 1);

    assert_true(has(text, 0, "00-" TRACE "-"));
}

static void gives_each_event_of_a_stream_another_span(void **state UNUSED)
{
    enum { EVENTS = 2000 };
    struct text *texts = ARENA_ARRAY(&arena, struct text, EVENTS);

    for (int64_t seq = 1; seq <= EVENTS; seq++) {
        struct text text = next(NULL, case_id(), "desk", seq);
        texts[seq - 1] = text;
        assert_false(has(text, 36, "0000000000000000"));
        for (int64_t before = 0; before < seq - 1; before += 97)
            assert_memory_not_equal(text.at + 36, texts[before].at + 36, 16);
    }
    assert_memory_equal(next(NULL, case_id(), "desk", 9).at, texts[8].at, TRACEPARENT_LENGTH);
    assert_memory_not_equal(next(NULL, case_id(), "router", 9).at + 36, texts[8].at + 36, 16);
}

static void knows_a_trace_that_is_not_the_cases_own(void **state UNUSED)
{
    struct uuid trace;

    assert_true(trace_is_foreign(TEXT("00-" TRACE "-" SPAN "-01"), case_id(), &trace));
    assert_int_equal(trace.b[0], 0x4b);
    assert_int_equal(trace.b[15], 0x36);
    assert_false(trace_is_foreign(next(NULL, case_id(), "desk", 1), case_id(), &trace));
    assert_false(trace_is_foreign((struct text){0}, case_id(), &trace));
}

static void reads_32_lower_case_digits_that_are_not_all_zero(void **state UNUSED)
{
    struct uuid trace;

    assert_true(trace_from_text(TEXT(TRACE), &trace));
    assert_false(trace_from_text(TEXT("4bf92f3577b34da6a3ce929d0e0e473"), &trace));
    assert_false(trace_from_text(TEXT(TRACE "0"), &trace));
    assert_false(trace_from_text(TEXT("4BF92F3577B34DA6A3CE929D0E0E4736"), &trace));
    assert_false(trace_from_text(TEXT("4bf92f3577b34da6a3ce929d0e0e473g"), &trace));
    assert_false(trace_from_text(TEXT("00000000000000000000000000000000"), &trace));
    assert_true(trace_from_text(TEXT("00000000000000000000000000000001"), &trace));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goes_on_with_the_trace_in_a_span_of_its_own),
        cmocka_unit_test(gives_a_case_without_a_trace_its_own),
        cmocka_unit_test(begins_a_random_trace_without_a_case),
        cmocka_unit_test(passes_on_the_flags_that_are_defined),
        cmocka_unit_test(speaks_version_00_whatever_came),
        cmocka_unit_test(gives_each_event_of_a_stream_another_span),
        cmocka_unit_test(knows_a_trace_that_is_not_the_cases_own),
        cmocka_unit_test(reads_32_lower_case_digits_that_are_not_all_zero),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
