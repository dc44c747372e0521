/* Tests of common/domain/due_rungs.c: warnings and the ladder (REQUIREMENTS 4.3, 4.7 rules 11 and 18). */
#include "tests/unit/common/domain/support.h"

#include "common/domain/due_rungs.h"

struct wanted {
    const char *step, *at, *who;
};

static struct due_result compute(
    const char *profile,
    const char *clock,
    enum grade grade,
    const char *received,
    const char *pause,
    const int32_t *extensions,
    size_t extension_count
)
{
    struct due_pause parsed;
    struct due_request request = {
        .profile = text_of(profile),
        .clock = text_of(clock),
        .grade = grade,
        .received_ms = at(received),
        .pauses = &parsed,
        .pause_count = pause != NULL,
        .extensions = extensions,
        .extension_count = extension_count,
    };
    struct due_result result;

    if (pause)
        assert_int_equal(due_pause_parse(text_of(pause), &parsed), DUE_ok);
    assert_int_equal(due_compute(support_rules, &request, &support_arena, &result), DUE_ok);
    return result;
}

static void
assert_rungs(const struct due_result *result, const struct wanted *wanted, size_t count)
{
    assert_int_equal(result->rung_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(result->rungs[i].step.at, wanted[i].step);
        assert_instant(result->rungs[i].at_ms, wanted[i].at);
        assert_string_equal(result->rungs[i].who.at, wanted[i].who);
    }
}

static void warns_at_parts_of_the_counted_time(void **state UNUSED)
{
    static const struct {
        const char *clock;
        enum grade grade;
        const char *pause;
        const char *at[3];
    } cases[] = {
        {"K6",
         GRADE_P1,
         NULL,
         {"2026-03-02T10:30:00", "2026-03-02T10:45:00", "2026-03-02T10:54:00"}},
        {"K6",
         GRADE_P3,
         NULL,
         {"2026-03-03T13:00:00", "2026-03-03T15:00:00", "2026-03-03T16:12:00"}},
        {"K7",
         GRADE_P3,
         NULL,
         {"2026-03-04T13:00:00", "2026-03-05T11:00:00", "2026-03-05T14:36:00"}},
        {"K8",
         GRADE_P1,
         NULL,
         {"2026-03-05T12:00:00", "2026-03-06T18:00:00", "2026-03-07T12:00:00"}},
        {"K8a",
         GRADE_P3,
         "2026-03-03T12:00:00+08:00/2026-03-03T14:00:00+08:00/W1",
         {"2026-03-03T15:00:00", "2026-03-03T17:00:00", "2026-03-04T10:12:00"}},
        {"K8c.materials",
         GRADE_P3,
         NULL,
         {"2026-03-02T12:00:00", "2026-03-02T13:00:00", "2026-03-02T13:36:00"}},
        {"K8d.conclusion",
         GRADE_P3,
         "2026-03-04T12:00:00+08:00/2026-03-05T14:00:00+08:00/W3.other",
         {"2026-03-11T12:00:00", "2026-03-15T06:00:00", "2026-03-17T12:00:00"}},
        {"K20",
         GRADE_P1,
         NULL,
         {"2026-03-02T12:00:00", "2026-03-02T13:00:00", "2026-03-02T13:36:00"}},
    };
    static const int32_t percents[] = {50, 75, 90};

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct due_result result = compute(
            "CN-NFRA-2020",
            cases[i].clock,
            cases[i].grade,
            "2026-03-02T10:00:00",
            cases[i].pause,
            NULL,
            0
        );
        assert_int_equal(result.warning_count, 3);
        for (size_t w = 0; w < 3; w++) {
            assert_int_equal(result.warnings[w].percent, percents[w]);
            assert_instant(result.warnings[w].at_ms, cases[i].at[w]);
        }
    }
}

/* Rule 18: warnings for K6 to K8d and K20. */
static void warns_for_no_other_clock(void **state UNUSED)
{
    static const char *const silent[] = {
        "K1",
        "K2",
        "K3",
        "K4",
        "K5",
        "K9",
        "K10",
        "K11",
        "K12",
        "K13",
        "K14.report",
        "K15.aml",
        "K16",
        "K17.start",
        "K17.finish",
        "K18",
        "K19.management",
    };

    for (size_t i = 0; i < LENGTH(silent); i++) {
        struct due_result result =
            compute("CN-NFRA-2020", silent[i], GRADE_P1, "2026-03-02T10:00:00", NULL, NULL, 0);
        assert_int_equal(result.warning_count, 0);
    }
}

static void climbs_from_e1_to_e6(void **state UNUSED)
{
    static const struct wanted wanted[] = {
        {"E1", "2026-02-14T13:00:00", "owner"},
        {"E2", "2026-02-14T15:00:00", "owner, L3"},
        {"E3", "2026-02-14T16:12:00", "L3, L4"},
        {"E4", "2026-02-14T17:00:00", "L4"},
        {"E5", "2026-02-24T17:00:00", "L5"},
        {"E6", "2026-02-25T17:00:00", "L6"},
    };
    struct due_result result =
        compute("CN-NFRA-2020", "K6", GRADE_P3, "2026-02-13T10:00:00", NULL, NULL, 0);

    assert_rungs(&result, wanted, LENGTH(wanted));
}

/* Rule 11: D 24:00 belongs to D; what ends in real time belongs to its own date. */
static void counts_business_days_after_the_limit_from_its_local_date(void **state UNUSED)
{
    struct due_result days =
        compute("CN-NFRA-2020", "K8", GRADE_P1, "2026-03-02T10:00:00", NULL, NULL, 0);
    struct due_result real =
        compute("CN-NFRA-2020", "K6", GRADE_P1, "2026-03-02T23:30:00", NULL, NULL, 0);

    assert_instant(days.due_ms, "2026-03-08T00:00:00"); /* Saturday 24:00 */
    assert_instant(days.rungs[4].at_ms, "2026-03-09T17:00:00");
    assert_instant(days.rungs[5].at_ms, "2026-03-10T17:00:00");
    assert_instant(real.due_ms, "2026-03-03T00:30:00");
    assert_instant(real.rungs[4].at_ms, "2026-03-04T17:00:00");
}

static void climbs_in_steps_of_ten_minutes_until_somebody_accepts(void **state UNUSED)
{
    static const struct wanted wanted[] = {
        {"K3.1", "2026-02-15T23:10:00", "L3"},
        {"K3.2", "2026-02-15T23:20:00", "L4"},
        {"K3.3", "2026-02-15T23:30:00", "L5"},
        {"K3.4", "2026-02-15T23:40:00", "L6"},
    };
    struct due_result result =
        compute("CN-NFRA-2020", "K3", GRADE_P3, "2026-02-15T23:00:00", NULL, NULL, 0);

    assert_rungs(&result, wanted, LENGTH(wanted));
}

static void climbs_fast_while_the_core_system_is_silent(void **state UNUSED)
{
    static const struct wanted wanted[] = {
        {"K4.1", "2026-02-15T23:01:00", "L3"},
        {"K4.2", "2026-02-15T23:03:00", "L4, core_duty"},
        {"K4.3", "2026-02-15T23:10:00", "L5"},
    };
    struct due_result result =
        compute("CN-NFRA-2020", "K4", GRADE_P1, "2026-02-15T23:00:00", NULL, NULL, 0);

    assert_rungs(&result, wanted, LENGTH(wanted));
}

static const struct wanted stage_15[] = {
    {"day 8", "2026-02-14T09:00:00", "owner"},
    {"day 11", "2026-02-17T09:00:00", "L3"},
    {"day 12 decide on extension", "2026-02-18T09:00:00", "L4"},
    {"day 13", "2026-02-19T09:00:00", "L4"},
    {"day 14", "2026-02-20T09:00:00", "L5"},
    {"breach", "2026-02-22T00:00:00", "L6"},
};

/* At 09:00 on rest days too: 02-14 to 02-20 lie in the Spring Festival. */
static void climbs_to_the_end_of_the_fifteenth_day(void **state UNUSED)
{
    struct due_result result =
        compute("CN-NFRA-2020", "K9", GRADE_P3, "2026-02-06T10:00:00", NULL, NULL, 0);

    assert_rungs(&result, stage_15, LENGTH(stage_15));
    result = compute("CN-PBOC-2020", "K9", GRADE_P3, "2026-02-06T10:00:00", NULL, NULL, 0);
    assert_rungs(&result, stage_15, LENGTH(stage_15));
}

static void climbs_by_counted_days_when_some_are_left_out(void **state UNUSED)
{
    static const struct wanted wanted[] = {
        {"day 8", "2026-02-16T09:00:00", "owner"},
        {"day 11", "2026-02-19T09:00:00", "L3"},
        {"day 12 decide on extension", "2026-02-20T09:00:00", "L4"},
        {"day 13", "2026-02-21T09:00:00", "L4"},
        {"day 14", "2026-02-22T09:00:00", "L5"},
        {"breach", "2026-02-24T00:00:00", "L6"},
    };
    struct due_result result = compute(
        "CN-NFRA-2020",
        "K9",
        GRADE_P3,
        "2026-02-06T10:00:00",
        "2026-02-09T10:00:00+08:00/2026-02-11T10:00:00+08:00/W3.appraisal",
        NULL,
        0
    );

    assert_rungs(&result, wanted, LENGTH(wanted));
}

static void climbs_the_ladder_of_the_stage_reached(void **state UNUSED)
{
    static const int32_t extensions[] = {30, 60};
    static const struct wanted stage_30[] = {
        {"day 25", "2026-03-30T09:00:00", "L4"},
        {"day 27 decide on second extension", "2026-04-01T09:00:00", "L6"},
        {"day 29", "2026-04-03T09:00:00", "L6"},
        {"breach", "2026-04-05T00:00:00", "L6"},
    };
    static const struct wanted stage_60[] = {
        {"day 50", "2026-04-24T09:00:00", "L5"},
        {"day 55", "2026-04-29T09:00:00", "L6"},
        {"day 58", "2026-05-02T09:00:00", "L6"},
        {"day 59", "2026-05-03T09:00:00", "L6"},
        {"day 60", "2026-05-04T09:00:00", "L6"},
        {"breach", "2026-05-05T00:00:00", "L6"},
    };
    struct due_result result =
        compute("CN-NFRA-2020", "K9", GRADE_P3, "2026-03-05T10:00:00", NULL, extensions, 1);

    assert_rungs(&result, stage_30, LENGTH(stage_30));
    result =
        compute("CN-NFRA-2020", "K9", GRADE_P3, "2026-03-05T10:00:00", NULL, extensions, 2);
    assert_rungs(&result, stage_60, LENGTH(stage_60));
}

/* An extension to fewer days than the stage allows: no rung after the breach. */
static void leaves_out_rungs_of_days_that_the_limit_does_not_reach(void **state UNUSED)
{
    static const int32_t extensions[] = {27};
    struct due_result result =
        compute("CN-NFRA-2020", "K9", GRADE_P3, "2026-03-05T10:00:00", NULL, extensions, 1);

    assert_int_equal(result.rung_count, 3);
    assert_string_equal(result.rungs[2].step.at, "breach");
    assert_instant(result.rungs[2].at_ms, "2026-04-02T00:00:00");
}

static void reminds_of_a_temporary_loss_report_at_ten(void **state UNUSED)
{
    static const struct wanted wanted[] = {
        {"T+3", "2026-03-21T10:00:00", "customer"},
        {"T+4", "2026-03-22T10:00:00", "customer"},
    };
    struct due_result result =
        compute("CN-NFRA-2020", "K12", GRADE_P2, "2026-03-18T08:00:00", NULL, NULL, 0);

    assert_rungs(&result, wanted, LENGTH(wanted));
}

static void reminds_of_a_supplement_at_opening(void **state UNUSED)
{
    static const struct wanted wanted[] = {
        {"day 3", "2026-09-22T09:00:00", "customer"},
        {"day 7", "2026-09-29T09:00:00", "customer"},
    };
    struct due_result result =
        compute("CN-NFRA-2020", "K16", GRADE_P2, "2026-09-18T20:00:00", NULL, NULL, 0);

    assert_rungs(&result, wanted, LENGTH(wanted));
}

/* A ladder that is longer than its limit. */
static void leaves_out_rungs_of_working_days_beyond_the_limit(void **state UNUSED)
{
    struct sla_rung rungs[] = {
        {.step = TEXT("in"), .kind = RUNG_workday, .number = 2},
        {.step = TEXT("out"), .kind = RUNG_workday, .number = 3},
    };
    struct sla_stage stage = {.rungs = rungs, .rung_count = LENGTH(rungs)};
    struct sla_clock unwarned = {0};
    struct due_result result = {.clock = &unwarned};
    struct course_clock clock = {
        .start_ms = at("2026-03-02T10:00:00"),
        .calendar = calendar_named("CN"),
        .limit = {.kind = LIMIT_business_days, .business_days = {2}},
    };
    struct course course;

    course_compute(&clock, &support_arena, &course);
    due_rungs_compute(&clock, &course, &stage, &support_arena, &result);
    assert_int_equal(result.rung_count, 1);
    assert_string_equal(result.rungs[0].step.at, "in");
    assert_instant(result.rungs[0].at_ms, "2026-03-04T09:00:00");
}

static void stands_in_order_of_time(void **state UNUSED)
{
    static const char *const clocks[] =
        {"K3", "K4", "K6", "K7", "K8", "K9", "K12", "K16", "K20"};

    for (size_t i = 0; i < LENGTH(clocks); i++) {
        struct due_result result =
            compute("CN-NFRA-2020", clocks[i], GRADE_P2, "2026-09-18T20:00:00", NULL, NULL, 0);
        for (size_t r = 1; r < result.rung_count; r++)
            assert_true(result.rungs[r - 1].at_ms <= result.rungs[r].at_ms);
        assert_true(result.rung_count >= 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(warns_at_parts_of_the_counted_time),
        cmocka_unit_test(warns_for_no_other_clock),
        cmocka_unit_test(climbs_from_e1_to_e6),
        cmocka_unit_test(counts_business_days_after_the_limit_from_its_local_date),
        cmocka_unit_test(climbs_in_steps_of_ten_minutes_until_somebody_accepts),
        cmocka_unit_test(climbs_fast_while_the_core_system_is_silent),
        cmocka_unit_test(climbs_to_the_end_of_the_fifteenth_day),
        cmocka_unit_test(climbs_by_counted_days_when_some_are_left_out),
        cmocka_unit_test(climbs_the_ladder_of_the_stage_reached),
        cmocka_unit_test(leaves_out_rungs_of_days_that_the_limit_does_not_reach),
        cmocka_unit_test(reminds_of_a_temporary_loss_report_at_ten),
        cmocka_unit_test(reminds_of_a_supplement_at_opening),
        cmocka_unit_test(leaves_out_rungs_of_working_days_beyond_the_limit),
        cmocka_unit_test(stands_in_order_of_time),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, load_rules, drop_rules);
}
