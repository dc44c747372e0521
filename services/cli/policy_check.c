/* See policy_check.h. */
#include "services/cli/policy_check.h"

#include "common/domain/calendar_example.h"
#include "common/domain/due_example.h"
#include "services/cli/exits.h"

int policy_check_run(const char *config, FILE *out, FILE *errors)
{
    struct arena arena = {0};
    struct due_rules *rules = NULL;
    struct text faults;
    size_t count = 0, failed = 0;

    bool loaded = due_rules_load(&arena, config, &faults, &rules) == OK;
    if (loaded)
        failed = due_examples_run(rules, &arena, &faults, &count);
    if (!loaded || failed)
        fprintf(errors, "%.*s\n", (int)faults.length, faults.at);
    if (loaded)
        fprintf(
            out,
            "%zu profiles, %zu calendars, %zu examples, %zu do not hold\n",
            rules->policy_count,
            rules->calendar_count,
            count,
            failed
        );
    arena_done(&arena);
    return loaded && !failed ? EXIT_FINE : EXIT_NOT_DONE;
}

static void
print_year(FILE *out, const struct calendar *calendar, int32_t year, struct arena *arena)
{
    struct civil_day day = civil_day_of((struct civil_date){year, 1, 1});

    for (; civil_date_of(day).year == year; day = civil_day_add(day, 1)) {
        struct calendar_day fact = calendar_day(calendar, day);
        fprintf(
            out,
            "%.*s %s %s%s\n",
            (int)calendar->name.length,
            calendar->name.at,
            calendar_day_text(arena, day).at,
            calendar_kind_text(fact.kind).at,
            fact.provisional ? " provisional" : ""
        );
    }
}

int policy_days_run(const char *config, FILE *out, FILE *errors)
{
    struct arena arena = {0};
    struct due_rules *rules = NULL;
    struct text faults;
    bool loaded = due_rules_load(&arena, config, &faults, &rules) == OK;

    if (!loaded)
        fprintf(errors, "%.*s\n", (int)faults.length, faults.at);
    for (size_t i = 0; loaded && i < rules->calendar_count; i++) {
        const struct calendar *calendar = rules->calendars[i];
        for (int32_t y = 0; y < CALENDAR_YEARS; y++) {
            if (calendar->years[y] || (y > 0 && calendar->years[y - 1]))
                print_year(out, calendar, CALENDAR_YEAR_FIRST + y, &arena);
        }
    }
    arena_done(&arena);
    return loaded ? EXIT_FINE : EXIT_NOT_DONE;
}
