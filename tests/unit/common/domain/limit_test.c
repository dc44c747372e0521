/* Tests of common/domain/limit.c (REQUIREMENTS 4.7 rule 2). */
#include "tests/unit/common/domain/support.h"

static struct limit limit_of(const char *text)
{
    struct limit limit = {0};

    if (!limit_parse(text_of(text), &limit))
        fail_msg("not read: %s", text);
    return limit;
}

static void reads_each_unit_into_its_own_kind(void **state UNUSED)
{
    assert_int_equal(limit_of("30 s").kind, LIMIT_real_time);
    assert_int_equal(limit_of("30 s").real_time.ms, 30000);
    assert_int_equal(limit_of("10 min").real_time.ms, 600000);
    assert_int_equal(limit_of("72 h").real_time.ms, 72 * 3600000);
    assert_int_equal(limit_of("4 bh").kind, LIMIT_business_time);
    assert_int_equal(limit_of("4 bh").business_time.ms, 4 * 3600000);
    assert_int_equal(limit_of("10 bd").kind, LIMIT_business_days);
    assert_int_equal(limit_of("10 bd").business_days.days, 10);
    assert_int_equal(limit_of("15 cd").kind, LIMIT_calendar_days);
    assert_int_equal(limit_of("15 cd").calendar_days.days, 15);
}

static void tells_days_only_of_limits_in_days(void **state UNUSED)
{
    struct limit hours = limit_of("4 bh"), real = limit_of("72 h"), none = {0};
    struct limit business = limit_of("10 bd"), calendar = limit_of("15 cd");

    assert_int_equal(limit_days(&hours), 0);
    assert_int_equal(limit_days(&real), 0);
    assert_int_equal(limit_days(&none), 0);
    assert_int_equal(limit_days(&business), 10);
    assert_int_equal(limit_days(&calendar), 15);
}

static void writes_what_it_reads(void **state UNUSED)
{
    static const char *const texts[] =
        {"30 s", "10 min", "72 h", "4 bh", "10 bd", "15 cd", "90 s"};
    struct limit none = {0};
    struct limit odd = {.kind = LIMIT_real_time, .real_time = {1}};

    for (size_t i = 0; i < LENGTH(texts); i++) {
        struct limit limit = limit_of(texts[i]);
        assert_string_equal(limit_format(&support_arena, &limit).at, texts[i]);
    }
    assert_string_equal(limit_format(&support_arena, &none).at, "none");
    assert_string_equal(limit_format(&support_arena, &odd).at, "1 ms");
}

static void refuses_everything_else(void **state UNUSED)
{
    static const char *const wrong[] = {
        "",
        "15",
        "cd",
        "15cd",
        "15  cd",
        "15 cd ",
        " 15 cd",
        "0 cd",
        "-1 cd",
        "+1 cd",
        "1.5 h",
        "15 days",
        "15 CD",
        "3661 cd",
        "99999999999 cd",
        "15 c",
        "15 ",
    };
    struct limit limit = {.kind = LIMIT_none};

    for (size_t i = 0; i < LENGTH(wrong); i++) {
        if (limit_parse(text_of(wrong[i]), &limit))
            fail_msg("read: %s", wrong[i]);
    }
    assert_int_equal(limit.kind, LIMIT_none);
    assert_true(limit_parse(TEXT("3660 cd"), &limit));
    assert_true(limit_parse(TEXT("1 cd"), &limit));
}

static int drop_arena(void **state UNUSED)
{
    arena_done(&support_arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_each_unit_into_its_own_kind),
        cmocka_unit_test(tells_days_only_of_limits_in_days),
        cmocka_unit_test(writes_what_it_reads),
        cmocka_unit_test(refuses_everything_else),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, NULL, drop_arena);
}
