/* What the tests of clocks share: the shipped rules, loaded once a test program, and short ways to write times. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "common/domain/due.h"
#include "common/domain/due_parse.h"
#include "common/domain/instant.h"
#include "tests/support/host_zones.h"

static struct arena support_arena;
static struct due_rules *support_rules;

UNUSED static int load_rules(void **state UNUSED)
{
    struct text faults = {0};

    if (due_rules_load(&support_arena, "deploy/config", &faults, &support_rules) != OK) {
        print_error("%.*s\n", (int)faults.length, faults.at);
        return -1;
    }
    return 0;
}

UNUSED static int drop_rules(void **state UNUSED)
{
    arena_done(&support_arena);
    return 0;
}

UNUSED static struct civil_day day_of(const char *text)
{
    struct civil_day day = {0};

    assert_true(civil_day_parse(text_of(text), &day));
    return day;
}

/* With an offset as it stands, without one in Shanghai. */
UNUSED static int64_t at(const char *text)
{
    char with_offset[64];
    int64_t ms = 0;
    bool whole = strlen(text) > 19 &&
                 (strchr(text + 10, 'Z') || strchr(text + 10, '+') || strchr(text + 10, '-'));

    snprintf(with_offset, sizeof(with_offset), "%s%s", text, whole ? "" : "+08:00");
    if (!instant_parse(text_of(with_offset), &ms))
        fail_msg("no time: %s", with_offset);
    return ms;
}

/* Compares instants by what people read. */
#define assert_instant(actual_ms, expected_text)                                               \
    assert_string_equal(                                                                       \
        instant_format_utc(&support_arena, actual_ms).at,                                      \
        instant_format_utc(&support_arena, at(expected_text)).at                               \
    )

UNUSED static const struct calendar *calendar_named(const char *name)
{
    const struct calendar *calendar = due_rules_calendar(support_rules, text_of(name));

    assert_non_null(calendar);
    return calendar;
}
