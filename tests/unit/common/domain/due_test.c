/* Tests of common/domain/due.c: requests for deadlines against the shipped profiles (REQUIREMENTS 4.2 to 4.5, 4.7). */
#include "tests/unit/common/domain/support.h"

#include <time.h>

/* One request, written short; pauses and extensions end with NULL and 0. */
struct wish {
    const char *profile, *clock;
    enum grade grade;
    const char *received, *channel, *outside;
    bool roll;
    const char *pauses[8];
    int32_t extensions[4];
    const struct calendar *calendar;
};

static enum due_error ask(const struct wish *wish, struct due_result *ret_result)
{
    struct due_pause pauses[8];
    struct due_request request = {
        .profile = text_of(wish->profile ? wish->profile : "CN-NFRA-2020"),
        .clock = text_of(wish->clock),
        .grade = wish->grade ? wish->grade : GRADE_P3,
        .received_ms = at(wish->received),
        .channel = text_of(wish->channel),
        .roll = wish->roll,
        .calendar = wish->calendar,
        .pauses = pauses,
        .extensions = wish->extensions,
    };

    for (; request.pause_count < 8 && wish->pauses[request.pause_count]; request.pause_count++)
        assert_int_equal(
            due_pause_parse(
                text_of(wish->pauses[request.pause_count]),
                &pauses[request.pause_count]
            ),
            DUE_ok
        );
    while (wish->extensions[request.extension_count])
        request.extension_count++;
    if (wish->outside)
        assert_int_equal(due_outside_parse(text_of(wish->outside), &request.outside), DUE_ok);
    return due_compute(support_rules, &request, &support_arena, ret_result);
}

static struct due_result due_of(const struct wish *wish)
{
    struct due_result result;
    enum due_error error = ask(wish, &result);

    if (error != DUE_ok)
        fail_msg("%s refused: %s (%s)", wish->clock, due_error_code(error), result.field);
    return result;
}

#define DUE_OF(...) due_of(&(struct wish){__VA_ARGS__})

static void refused(const struct wish *wish, enum due_error expected, const char *field)
{
    struct due_result result;

    assert_string_equal(due_error_code(ask(wish, &result)), due_error_code(expected));
    assert_string_equal(result.field, field);
}

#define REFUSED(expected, field, ...) refused(&(struct wish){__VA_ARGS__}, expected, field)

#define assert_due(expected, ...)                                                              \
    do {                                                                                       \
        struct due_result due_result_ = DUE_OF(__VA_ARGS__);                                   \
        assert_instant(due_result_.due_ms, expected);                                          \
    } while (0)

/* 4.2: every cell of the matrix, by the limit that the result names. */
static void has_every_limit_of_the_matrix(void **state UNUSED)
{
    static const struct {
        const char *clock;
        const char *limits[4]; /* P1 to P4; NULL is no_limit */
    } rows[] = {
        {"K1", {"30 s", "30 s", "30 s", "30 s"}},
        {"K2", {"30 s", "30 s", "30 s", "30 s"}},
        {"K3", {"10 min", "10 min", "10 min", NULL}},
        {"K4", {"1 min", "1 min", NULL, NULL}},
        {"K5", {"10 min", "10 min", "24 h", NULL}},
        {"K6", {"1 h", "2 h", "1 bd", "1 bd"}},
        {"K7", {"24 h", "1 bd", "3 bd", "5 bd"}},
        {"K8", {"5 cd", "7 cd", "10 cd", NULL}},
        {"K8a", {NULL, NULL, "1 bd", "1 bd"}},
        {"K8b.reply", {NULL, NULL, NULL, "5 bd"}},
        {"K8b.decision", {NULL, NULL, NULL, "15 bd"}},
        {"K8c.materials", {"1 bh", "2 bh", "4 bh", NULL}},
        {"K8c.review", {"1 bh", "2 bh", "2 bh", NULL}},
        {"K8c.approval", {"2 bh", "4 bh", "8 bh", NULL}},
        {"K8c.processing", {NULL, NULL, "3 bd", NULL}},
        {"K8d.provisional", {"1 bd", "2 bd", "2 bd", NULL}},
        {"K8d.conclusion", {"10 bd", "10 bd", "15 cd", NULL}},
        {"K9", {"15 cd", "15 cd", "15 cd", "15 cd"}},
        {"K10", {"30 cd", "30 cd", "30 cd", "30 cd"}},
        {"K11", {"15 cd", "15 cd", "15 cd", "15 cd"}},
        {"K12", {"5 cd", "5 cd", "5 cd", "5 cd"}},
        {"K13", {"48 h", "48 h", "48 h", "48 h"}},
        {"K14.report", {"72 h", "72 h", "72 h", "72 h"}},
        {"K14.internal", {"24 h", NULL, NULL, NULL}},
        {"K15.aml", {"15 cd", "15 cd", "15 cd", "15 cd"}},
        {"K15.credit", {"20 cd", "20 cd", "20 cd", "20 cd"}},
        {"K15.dsr", {"15 cd", "15 cd", "15 cd", "15 cd"}},
        {"K16", {"10 bd", "10 bd", "10 bd", "10 bd"}},
        {"K17.start", {"1 bd", "2 bd", "3 bd", NULL}},
        {"K17.finish", {"5 bd", "7 bd", "10 bd", NULL}},
        {"K17.survey", {NULL, NULL, NULL, "24 h"}},
        {"K18", {"24 h", "24 h", "24 h", "24 h"}},
        {"K19.management", {"1 h", NULL, NULL, NULL}},
        {"K19.regulator", {"24 h", NULL, NULL, NULL}},
        {"K20", {"4 h", "1 bd", "2 bd", "3 bd"}},
    };

    for (size_t i = 0; i < LENGTH(rows); i++) {
        for (int grade = GRADE_P1; grade < GRADES; grade++) {
            const char *wanted = rows[i].limits[grade - 1];
            struct wish wish = {
                .clock = rows[i].clock,
                .grade = (enum grade)grade,
                .received = "2026-03-02T10:00:00",
            };
            struct due_result result;
            if (!wanted) {
                refused(&wish, DUE_no_limit, "grade");
                continue;
            }
            result = due_of(&wish);
            assert_string_equal(limit_format(&support_arena, &result.limit).at, wanted);
        }
    }
}

/* Rule 1: which profile has which clock. */
static void takes_clocks_from_the_profile_or_for_china_from_internal(void **state UNUSED)
{
    static const char *const foreign[] = {"UK-DISP", "US-CFPB", "US-REG-E", "AU-RG271"};
    const char *when = "2026-03-02T10:00:00";
    struct due_result result = DUE_OF(.clock = "K8", .received = when);

    assert_true(text_is(result.policy->name, "INTERNAL"));
    result = DUE_OF(.clock = "K9", .received = when);
    assert_true(text_is(result.policy->name, "CN-NFRA-2020"));
    assert_int_equal(strlen(result.policy->sha256), 64);
    for (size_t i = 0; i < LENGTH(foreign); i++) {
        DUE_OF(.profile = foreign[i], .clock = "K9", .received = when);
        REFUSED(
            DUE_unknown_clock,
            "clock",
            .profile = foreign[i],
            .clock = "K8",
            .received = when
        );
    }
    REFUSED(DUE_unknown_clock, "clock", .profile = "INTERNAL", .clock = "K9", .received = when);
    REFUSED(
        DUE_unknown_clock,
        "clock",
        .profile = "CN-PBOC-2020",
        .clock = "K11",
        .received = when
    );
    REFUSED(DUE_unknown_clock, "clock", .clock = "K8b", .received = when);
    REFUSED(DUE_unknown_clock, "clock", .clock = "", .received = when);
    REFUSED(DUE_unknown_profile, "profile", .profile = "CN", .clock = "K9", .received = when);
    REFUSED(DUE_unknown_grade, "grade", .clock = "K9", .grade = GRADES, .received = when);
}

/* REQUIREMENTS 3: a case keeps the profile that was valid at its receipt. */
static void uses_a_profile_from_the_day_it_is_valid(void **state UNUSED)
{
    assert_due("2020-03-17T00:00:00", .clock = "K9", .received = "2020-03-01T00:00:00");
    REFUSED(
        DUE_unknown_profile,
        "profile",
        .clock = "K9",
        .received = "2020-02-29T23:59:59.999"
    );
}

/* Rule 3: whatever the hour of receipt. */
static void ends_business_days_at_closing(void **state UNUSED)
{
    static const char *const received[] = {
        "2026-02-13T00:00:00",
        "2026-02-13T08:00:00",
        "2026-02-13T12:34:56.789",
        "2026-02-13T17:00:00",
        "2026-02-13T23:59:59.999",
    };

    for (size_t i = 0; i < LENGTH(received); i++) {
        assert_due("2026-02-14T17:00:00", .clock = "K6", .received = received[i]);
        assert_due(
            "2026-02-25T17:00:00",
            .clock = "K20",
            .grade = GRADE_P4,
            .received = received[i]
        );
    }
    assert_due("2026-02-24T17:00:00", .clock = "K6", .received = "2026-02-14T00:00:00");
    assert_due("2026-02-24T17:00:00", .clock = "K6", .received = "2026-02-20T10:00:00");
}

/* Rule 3: outside hours from the next opening; used up at closing it is that closing. */
static void starts_business_hours_at_the_next_opening(void **state UNUSED)
{
    assert_due(
        "2026-02-24T13:00:00",
        .clock = "K8c.materials",
        .received = "2026-02-14T17:00:00"
    );
    assert_due(
        "2026-02-14T13:00:00",
        .clock = "K8c.materials",
        .received = "2026-02-14T08:59:59.999"
    );
    assert_due(
        "2026-02-14T17:00:00",
        .clock = "K8c.materials",
        .received = "2026-02-14T13:00:00"
    );
    assert_due(
        "2026-02-24T09:00:00.001",
        .clock = "K8c.materials",
        .received = "2026-02-14T13:00:00.001"
    );
    assert_due(
        "2026-02-14T16:59:59.999",
        .clock = "K8c.materials",
        .received = "2026-02-14T12:59:59.999"
    );
}

/* Rule 4. */
static void leaves_a_pause_of_business_time_out_to_the_millisecond(void **state UNUSED)
{
    const char *received = "2026-03-02T10:00:00";

    assert_due("2026-03-03T17:00:00", .clock = "K8a", .received = received);
    assert_due(
        "2026-03-04T09:00:00.001",
        .clock = "K8a",
        .received = received,
        .pauses = {"2026-03-03T10:00:00+08:00/2026-03-03T10:00:00.001+08:00/W1"}
    );
    assert_due(
        "2026-03-04T10:30:00",
        .clock = "K8a",
        .received = received,
        .pauses = {"2026-03-03T10:00:00+08:00/2026-03-03T11:30:00+08:00/W1"}
    );
    /* cut in two: the same */
    assert_due(
        "2026-03-04T10:30:00",
        .clock = "K8a",
        .received = received,
        .pauses =
            {
                "2026-03-03T10:45:00+08:00/2026-03-03T11:30:00+08:00/W1",
                "2026-03-03T10:00:00+08:00/2026-03-03T10:45:00+08:00/W1",
            }
    );
    /* over night and a weekend */
    assert_due(
        "2026-03-09T10:00:00",
        .clock = "K8a",
        .received = "2026-03-05T10:00:00",
        .pauses = {"2026-03-06T16:00:00+08:00/2026-03-08T12:00:00+08:00/W1"}
    );
}

/* Rules 4 and 7. */
static void is_not_moved_by_pauses_where_nothing_is_counted(void **state UNUSED)
{
    static const char *const pauses[] = {
        "2026-03-02T10:00:00+08:00/2026-03-02T17:00:00+08:00/W1", /* on the day of receipt */
        "2026-03-02T10:00:00+08:00/2026-03-03T09:00:00+08:00/W1", /* up to the opening */
        "2026-03-03T17:00:00+08:00/2026-03-05T17:00:00+08:00/W1", /* from the limit on */
        "2026-03-03T17:00:00+08:00//W1",                          /* the same, open */
        "2026-03-03T12:00:00+08:00/2026-03-03T12:00:00+08:00/W1", /* of no length */
        "2026-03-03T12:00:00+08:00/2026-03-03T14:00:00+08:00/W2", /* other departments */
        "2026-03-03T12:00:00+08:00/2026-03-03T14:00:00+08:00/W3.other",
        "2026-03-03T12:00:00+08:00/2026-03-03T14:00:00+08:00/W3.appraisal",
        "2026-03-01T12:00:00+08:00/2026-03-03T14:00:00+08:00/W2", /* before the start: not its matter */
        "2026-03-03T12:00:00+08:00//W2",
    };

    for (size_t i = 0; i < LENGTH(pauses); i++) {
        struct due_result result =
            DUE_OF(.clock = "K8a", .received = "2026-03-02T10:00:00", .pauses = {pauses[i]});
        assert_false(result.paused);
        assert_instant(result.due_ms, "2026-03-03T17:00:00");
        assert_int_equal(result.wait_count, 1);
        assert_int_not_equal(result.waits[0].effect, DUE_EFFECT_stopped);
    }
}

/* Rule 5: the n-th day at whose end the clock is not paused. */
static void leaves_out_the_calendar_days_whose_end_is_in_a_pause(void **state UNUSED)
{
    static const struct {
        const char *pause, *due;
    } cases[] = {
        {"2026-03-05T09:00:00+08:00/2026-03-05T20:00:00+08:00/W3.appraisal",
         "2026-03-18T00:00:00"},
        {"2026-03-05T09:00:00+08:00/2026-03-06T00:00:00+08:00/W3.appraisal",
         "2026-03-18T00:00:00"},
        {"2026-03-05T09:00:00+08:00/2026-03-06T00:00:00.001+08:00/W3.appraisal",
         "2026-03-19T00:00:00"},
        {"2026-03-05T23:59:59.999+08:00/2026-03-06T00:00:00.001+08:00/W3.appraisal",
         "2026-03-19T00:00:00"},
        {"2026-03-06T00:00:00+08:00/2026-03-06T09:00:00+08:00/W3.appraisal",
         "2026-03-19T00:00:00"},
        {"2026-03-05T09:00:00+08:00/2026-03-08T09:00:00+08:00/W3.appraisal",
         "2026-03-21T00:00:00"},
        /* over the end of the day of receipt: that day does not count anyway */
        {"2026-03-02T11:00:00+08:00/2026-03-03T09:00:00+08:00/W3.appraisal",
         "2026-03-18T00:00:00"},
        {"2026-03-02T11:00:00+08:00/2026-03-04T09:00:00+08:00/W3.appraisal",
         "2026-03-19T00:00:00"},
        /* over the end of the last day, and from the limit on */
        {"2026-03-17T23:59:59.999+08:00/2026-03-18T00:00:00.001+08:00/W3.appraisal",
         "2026-03-19T00:00:00"},
        {"2026-03-18T00:00:00+08:00/2026-04-18T00:00:00+08:00/W3.appraisal",
         "2026-03-18T00:00:00"},
        /* what stops nothing */
        {"2026-03-05T09:00:00+08:00/2026-03-08T09:00:00+08:00/W1", "2026-03-18T00:00:00"},
        {"2026-03-05T09:00:00+08:00/2026-03-08T09:00:00+08:00/W2", "2026-03-18T00:00:00"},
        {"2026-03-05T09:00:00+08:00/2026-03-08T09:00:00+08:00/W3.other", "2026-03-18T00:00:00"},
    };

    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_due(
            cases[i].due,
            .clock = "K9",
            .received = "2026-03-02T10:00:00",
            .pauses = {cases[i].pause}
        );
}

static void joins_pauses_that_touch_at_the_end_of_a_day(void **state UNUSED)
{
    /* one pause over the end of the last day, cut in two at that very instant */
    assert_due(
        "2026-03-19T00:00:00",
        .clock = "K9",
        .received = "2026-03-02T10:00:00",
        .pauses =
            {
                "2026-03-17T10:00:00+08:00/2026-03-18T00:00:00+08:00/W3.appraisal",
                "2026-03-18T00:00:00+08:00/2026-03-18T10:00:00+08:00/W3.appraisal",
            }
    );
}

/* Rule 6 and 4.4: a receipt a moment before midnight belongs to that day. */
static void counts_from_the_local_day_of_receipt(void **state UNUSED)
{
    assert_due("2026-03-16T00:00:00", .clock = "K9", .received = "2026-02-28T23:59:59.9");
    assert_due("2026-03-16T00:00:00", .clock = "K9", .received = "2026-02-28T15:59:59.999Z");
    assert_due("2026-03-17T00:00:00", .clock = "K9", .received = "2026-02-28T16:00:00Z");
    assert_due("2026-03-16T00:00:00", .clock = "K9", .received = "2026-02-28T00:00:00");
    assert_due("2026-03-24T00:00:00", .clock = "K12", .received = "2026-03-18T08:00:00");
}

/* Rule 6: inclusive. */
static void is_late_one_millisecond_after_the_limit(void **state UNUSED)
{
    struct due_result result = DUE_OF(.clock = "K1", .received = "2026-03-02T10:00:00");
    struct due_result paused =
        DUE_OF(.clock = "K8a",
               .received = "2026-03-02T10:00:00",
               .pauses = {"2026-03-03T10:00:00+08:00//W1"});

    assert_false(due_is_late(&result, at("2026-03-02T10:00:29.999")));
    assert_false(due_is_late(&result, at("2026-03-02T10:00:30.000")));
    assert_false(due_is_late(&result, at("2026-03-02T10:00:30.0009999")));
    assert_true(due_is_late(&result, at("2026-03-02T10:00:30.001")));
    assert_false(due_is_late(&paused, at("2027-03-02T10:00:30.001")));
}

/* Rule 7: which waits stop which clocks. */
static void stops_exactly_the_clocks_that_a_wait_stops(void **state UNUSED)
{
    static const struct {
        const char *clock;
        bool customer, appraisal, outside;
    } clocks[] = {
        {"K7", 0, 0, 0},
        {"K8", 0, 0, 0},
        {"K8a", 1, 0, 0},
        {"K8b.reply", 1, 0, 0},
        {"K8b.decision", 1, 0, 0},
        {"K8c.materials", 1, 0, 0},
        {"K8c.review", 1, 0, 0},
        {"K8c.approval", 1, 0, 0},
        {"K8c.processing", 1, 0, 0},
        {"K8d.provisional", 0, 1, 1},
        {"K8d.conclusion", 0, 1, 1},
        {"K9", 0, 1, 0},
        {"K10", 0, 0, 0},
        {"K11", 0, 0, 0},
        {"K12", 0, 0, 0},
        {"K15.aml", 0, 0, 0},
        {"K16", 0, 0, 0},
        {"K17.finish", 0, 0, 0},
        {"K18", 0, 0, 0},
        {"K20", 0, 0, 0},
        {"K3", 0, 0, 0},
        {"K6", 0, 0, 0},
    };
    static const char *const reasons[] = {"W1", "W1!", "W3.appraisal", "W3.other", "W2"};

    for (size_t i = 0; i < LENGTH(clocks); i++) {
        bool reply = strncmp(clocks[i].clock, "K8b", 3) == 0;
        const bool stops[] = {
            clocks[i].customer,
            clocks[i].customer,
            clocks[i].appraisal,
            clocks[i].outside,
            false,
        };
        for (size_t r = 0; r < LENGTH(reasons); r++) {
            char pause[64];
            snprintf(pause, sizeof(pause), "2026-03-02T10:00:00+08:00//%s", reasons[r]);
            struct due_result result =
                DUE_OF(.clock = clocks[i].clock,
                       .grade = reply ? GRADE_P4 : GRADE_P3,
                       .received = "2026-03-02T10:00:00",
                       .pauses = {pause});
            if (result.paused != stops[r])
                fail_msg("%s %s", clocks[i].clock, reasons[r]);
        }
    }
}

/* Rule 8 and 19: no pause for appraisal under the order of the central bank. */
static void does_not_stop_for_appraisal_under_the_central_banks_order(void **state UNUSED)
{
    struct due_result result =
        DUE_OF(.profile = "CN-PBOC-2020",
               .clock = "K9",
               .received = "2026-03-02T10:00:00",
               .pauses = {"2026-03-05T09:00:00+08:00//W3.appraisal"});

    assert_false(result.paused);
    assert_instant(result.due_ms, "2026-03-18T00:00:00");
    assert_int_equal(result.waits[0].effect, DUE_EFFECT_does_not_stop);
}

/* Rule 8. */
static void extends_stage_by_stage_and_never_beyond(void **state UNUSED)
{
    const char *received = "2026-03-02T10:00:00";
    static const struct {
        const char *profile, *clock;
        int32_t extensions[4];
        const char *due; /* NULL: not allowed */
    } cases[] = {
        {"CN-NFRA-2020", "K9", {16}, "2026-03-19T00:00:00"},
        {"CN-NFRA-2020", "K9", {15}, NULL},
        {"CN-NFRA-2020", "K9", {14}, NULL},
        {"CN-NFRA-2020", "K9", {-1}, NULL},
        {"CN-NFRA-2020", "K9", {30}, "2026-04-02T00:00:00"},
        {"CN-NFRA-2020", "K9", {31}, NULL},
        {"CN-NFRA-2020", "K9", {60}, NULL},
        {"CN-NFRA-2020", "K9", {30, 31}, "2026-04-03T00:00:00"},
        {"CN-NFRA-2020", "K9", {20, 21}, "2026-03-24T00:00:00"},
        {"CN-NFRA-2020", "K9", {30, 60}, "2026-05-02T00:00:00"},
        {"CN-NFRA-2020", "K9", {30, 30}, NULL},
        {"CN-NFRA-2020", "K9", {30, 61}, NULL},
        {"CN-NFRA-2020", "K9", {20, 30, 60}, NULL},
        {"CN-PBOC-2020", "K9", {16}, "2026-03-19T00:00:00"},
        {"CN-PBOC-2020", "K9", {60}, "2026-05-02T00:00:00"},
        {"CN-PBOC-2020", "K9", {61}, NULL},
        {"CN-PBOC-2020", "K9", {30, 60}, NULL},
        {"UK-DISP", "K9.payment", {34}, NULL},
        {"UK-DISP", "K9.payment", {36}, NULL},
        {"UK-DISP", "K9", {60}, NULL},
        {"UK-DISP", "K9.summary", {4}, NULL},
        {"US-CFPB", "K9", {59}, NULL},
        {"US-CFPB", "K9", {61}, NULL},
        {"US-CFPB", "K9", {60, 60}, NULL},
        {"US-REG-E", "K9", {44}, NULL},
        {"US-REG-E", "K9", {46}, NULL},
        {"US-REG-E", "K9", {45, 90}, NULL},
        {"AU-RG271", "K9", {45}, NULL},
        {"CN-NFRA-2020", "K8", {20}, NULL},
        {"CN-NFRA-2020", "K10", {60}, NULL},
        {"CN-NFRA-2020", "K3", {60}, NULL},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct wish wish = {
            .profile = cases[i].profile,
            .clock = cases[i].clock,
            .received = received,
        };
        memcpy(wish.extensions, cases[i].extensions, sizeof(wish.extensions));
        if (cases[i].due)
            assert_instant(due_of(&wish).due_ms, cases[i].due);
        else
            refused(&wish, DUE_extension_not_allowed, "extend");
    }
}

static const struct {
    const char *profile, *clock, *received, *plain, *rolled;
} rolled_cases[] = {
    {"CN-NFRA-2020", "K9", "2026-01-31T10:00:00", "2026-02-16T00:00:00", "2026-02-25T00:00:00"},
    {"CN-PBOC-2020", "K9", "2026-01-31T10:00:00", "2026-02-16T00:00:00", "2026-02-25T00:00:00"},
    {"CN-NFRA-2020",
     "K10",
     "2026-03-05T10:00:00",
     "2026-04-05T00:00:00",
     "2026-04-08T00:00:00"},
    {"CN-NFRA-2020",
     "K11",
     "2026-01-31T10:00:00",
     "2026-02-16T00:00:00",
     "2026-02-25T00:00:00"},
    {"CN-NFRA-2020",
     "K12",
     "2026-02-10T10:00:00",
     "2026-02-16T00:00:00",
     "2026-02-25T00:00:00"},
    {"CN-NFRA-2020",
     "K15.aml",
     "2026-01-31T10:00:00",
     "2026-02-16T00:00:00",
     "2026-02-25T00:00:00"},
    {"CN-NFRA-2020",
     "K15.credit",
     "2026-01-26T10:00:00",
     "2026-02-16T00:00:00",
     "2026-02-25T00:00:00"},
    {"CN-NFRA-2020",
     "K15.dsr",
     "2026-01-31T10:00:00",
     "2026-02-16T00:00:00",
     "2026-02-25T00:00:00"},
    {"CN-NFRA-2020", "K8", "2026-02-05T10:00:00", "2026-02-16T00:00:00", "2026-02-16T00:00:00"},
    {"CN-NFRA-2020",
     "K8d.conclusion",
     "2026-01-31T10:00:00",
     "2026-02-16T00:00:00",
     "2026-02-16T00:00:00"},
    {"UK-DISP",
     "K9",
     "2026-03-01T10:00:00Z",
     "2026-04-27T00:00:00+01:00",
     "2026-04-27T00:00:00+01:00"},
    {"US-CFPB",
     "K9",
     "2026-05-08T10:00:00-04:00",
     "2026-05-24T00:00:00-04:00",
     "2026-05-24T00:00:00-04:00"},
};

/* Rule 9. */
static void rolls_the_statutory_clocks_only_and_only_when_told(void **state UNUSED)
{
    for (size_t i = 0; i < LENGTH(rolled_cases); i++) {
        struct wish wish = {
            .profile = rolled_cases[i].profile,
            .clock = rolled_cases[i].clock,
            .received = rolled_cases[i].received,
        };
        assert_instant(due_of(&wish).due_ms, rolled_cases[i].plain);
        wish.roll = true;
        assert_instant(due_of(&wish).due_ms, rolled_cases[i].rolled);
    }
}

static void rolls_on_while_the_clock_is_paused_at_the_days_end(void **state UNUSED)
{
    static const struct {
        const char *pause, *due;
    } cases[] = {
        /* 04-04 is found; it rolls to Tuesday 04-07 */
        {"2026-04-07T10:00:00+08:00/2026-04-07T20:00:00+08:00/W3.appraisal",
         "2026-04-08T00:00:00"},
        {"2026-04-07T10:00:00+08:00/2026-04-08T20:00:00+08:00/W3.appraisal",
         "2026-04-09T00:00:00"},
        {"2026-04-05T10:00:00+08:00/2026-04-06T20:00:00+08:00/W3.appraisal",
         "2026-04-08T00:00:00"},
        {"2026-04-05T00:00:00+08:00/2026-04-08T20:00:00+08:00/W3.appraisal",
         "2026-04-09T00:00:00"},
        {"2026-04-09T10:00:00+08:00/2026-04-12T20:00:00+08:00/W3.appraisal",
         "2026-04-08T00:00:00"},
        /* Tuesday to Saturday morning: Thursday's and Friday's ends too */
        {"2026-04-07T10:00:00+08:00/2026-04-11T08:00:00+08:00/W3.appraisal",
         "2026-04-14T00:00:00"},
        /* at the rolled limit: too late */
        {"2026-04-08T00:00:00+08:00/2026-04-11T08:00:00+08:00/W3.appraisal",
         "2026-04-08T00:00:00"},
    };

    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_due(
            cases[i].due,
            .clock = "K9",
            .received = "2026-03-05T10:00:00",
            .roll = true,
            .extensions = {30},
            .pauses = {cases[i].pause}
        );
}

static void counts_an_extension_from_receipt_not_from_the_rolled_day(void **state UNUSED)
{
    assert_due(
        "2026-03-05T00:00:00",
        .clock = "K9",
        .received = "2026-02-02T10:00:00",
        .roll = true,
        .extensions = {30}
    );
}

/* Rule 10. */
static void is_provisional_only_where_an_uncovered_day_was_asked_about(void **state UNUSED)
{
    const char *autumn = "2026-11-21T10:00:00";

    assert_false(DUE_OF(.clock = "K9", .received = autumn, .extensions = {30, 60}).provisional);
    assert_true(DUE_OF(.clock = "K9", .received = autumn, .roll = true, .extensions = {30, 60})
                    .provisional);
    assert_false(
        DUE_OF(.clock = "K9", .received = autumn, .roll = true, .extensions = {30}).provisional
    );
    assert_false(DUE_OF(.clock = "K6", .received = "2026-12-30T10:00:00").provisional);
    assert_true(DUE_OF(.clock = "K6", .received = "2026-12-31T10:00:00").provisional);
    assert_false(
        DUE_OF(.clock = "K6", .grade = GRADE_P1, .received = "2026-12-31T23:30:00").provisional
    );
    assert_false(DUE_OF(.clock = "K6", .received = "2025-12-31T10:00:00").provisional);
    assert_true(DUE_OF(.clock = "K8c.review", .received = "2025-12-31T16:00:00").provisional);
    /* the ladder may reach further than the limit */
    struct due_result result = DUE_OF(.clock = "K6", .received = "2026-12-30T10:00:00");
    assert_true(result.rungs[result.rung_count - 1].provisional);
    assert_false(result.rungs[0].provisional);
}

/* Rule 10: a published year moves business time and rolled days, no other limit. */
static void moves_business_time_and_rolled_days_when_a_year_is_published(void **state UNUSED)
{
    static struct calendar_year year;
    struct calendar published = *calendar_named("CN");
    struct civil_day new_year = day_of("2027-01-01");
    static const struct {
        const char *clock, *before, *after;
        bool roll;
    } cases[] = {
        {"K6", "2027-01-04T17:00:00", "2027-01-05T17:00:00", false},
        {"K9", "2027-01-16T00:00:00", "2027-01-16T00:00:00", false},
        {"K12", "2027-01-06T00:00:00", "2027-01-06T00:00:00", false},
    };

    for (int32_t i = 0; i < 366; i++) {
        enum weekday weekday = civil_day_weekday(civil_day_add(new_year, i));
        bool off = i < 4 || weekday == WEEKDAY_saturday || weekday == WEEKDAY_sunday;
        year.kinds[i] = off ? DAY_holiday : DAY_workday;
    }
    published.years[2027 - CALENDAR_YEAR_FIRST] = &year;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct wish wish = {.clock = cases[i].clock, .received = "2026-12-31T10:00:00"};
        struct due_result before = due_of(&wish);
        assert_instant(before.due_ms, cases[i].before);
        wish.calendar = &published;
        assert_instant(due_of(&wish).due_ms, cases[i].after);
        assert_false(due_of(&wish).provisional);
    }
}

/* 4.5 rule 7: what is stored of a paused clock is what remains, so a calendar published meanwhile is honoured. */
static void says_what_remains_while_it_is_paused(void **state UNUSED)
{
    struct due_result time =
        DUE_OF(.clock = "K8c.materials",
               .received = "2026-03-02T10:00:00",
               .pauses = {"2026-03-02T11:00:00.001+08:00//W1"});
    struct due_result days =
        DUE_OF(.clock = "K9",
               .received = "2026-03-02T10:00:00",
               .pauses = {"2026-03-05T11:00:00+08:00//W3.appraisal"});
    struct due_result business_days =
        DUE_OF(.clock = "K8a",
               .received = "2026-03-02T10:00:00",
               .pauses = {"2026-03-02T11:00:00+08:00//W1"});

    assert_true(time.paused && days.paused && business_days.paused);
    assert_int_equal(time.remaining_ms, 3 * 3600000 - 1);
    assert_int_equal(days.remaining_days, 13);
    assert_int_equal(business_days.remaining_ms, 8 * 3600000);
    assert_false(time.provisional);
    assert_int_equal(time.spans[time.span_count - 1].kind, SPAN_paused);
    assert_int_equal(time.spans[time.span_count - 1].to_ms, COURSE_OPEN);
}

static void keeps_the_warnings_that_were_reached_before_a_pause(void **state UNUSED)
{
    struct due_result result =
        DUE_OF(.clock = "K8c.materials",
               .received = "2026-03-02T10:00:00",
               .pauses = {"2026-03-02T12:30:00+08:00//W1"});

    assert_int_equal(result.warning_count, 1);
    assert_instant(result.warnings[0].at_ms, "2026-03-02T12:00:00");
    assert_int_equal(result.rung_count, 1);
    assert_true(text_is(result.rungs[0].step, "E1"));
}

/* Rule 12. */
static void
breaches_at_the_moment_of_a_regrade_when_the_new_limit_has_passed(void **state UNUSED)
{
    struct due_result result =
        DUE_OF(.clock = "K8", .grade = GRADE_P1, .received = "2026-03-02T10:00:00");
    int64_t breach_ms = 0;

    assert_instant(result.due_ms, "2026-03-08T00:00:00");
    assert_false(due_regrade_breaches(&result, at("2026-03-08T00:00:00"), &breach_ms));
    assert_int_equal(breach_ms, 0);
    assert_true(due_regrade_breaches(&result, at("2026-03-09T12:00:00"), &breach_ms));
    assert_instant(breach_ms, "2026-03-09T12:00:00");
}

/* Rules 13 and 17. */
static void takes_the_earlier_of_the_outside_date_and_fifteen_days(void **state UNUSED)
{
    static const struct {
        const char *outside, *due;
        bool roll, provisional;
        const char *received;
    } cases[] = {
        {NULL, "2026-02-16T00:00:00", false, false, "2026-01-31T10:00:00"},
        {"2026-02-10", "2026-02-11T00:00:00", false, false, "2026-01-31T10:00:00"},
        {"2026-02-10T12:00:00+08:00",
         "2026-02-10T12:00:00",
         false,
         false,
         "2026-01-31T10:00:00"},
        {"2026-02-15", "2026-02-16T00:00:00", false, false, "2026-01-31T10:00:00"},
        {"2026-02-16", "2026-02-16T00:00:00", false, false, "2026-01-31T10:00:00"},
        {"2026-02-16", "2026-02-17T00:00:00", true, false, "2026-01-31T10:00:00"},
        {"2026-02-28", "2026-02-25T00:00:00", true, false, "2026-01-31T10:00:00"},
        {"2026-01-30", "2026-01-31T00:00:00", true, false, "2026-01-31T10:00:00"},
        {"2026-01-31T10:00:00+08:00",
         "2026-01-31T10:00:00",
         true,
         false,
         "2026-01-31T10:00:00"},
        {"2027-01-04", "2027-01-05T00:00:00", true, true, "2026-12-20T10:00:00"},
        {"2027-01-03", "2027-01-04T00:00:00", true, false, "2026-12-20T10:00:00"},
        {"2027-01-02", "2027-01-03T00:00:00", true, false, "2026-12-18T10:00:00"},
        {"2027-01-03", "2027-01-04T00:00:00", true, true, "2026-12-18T10:00:00"},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct due_result result =
            DUE_OF(.clock = "K11",
                   .received = cases[i].received,
                   .outside = cases[i].outside,
                   .roll = cases[i].roll);
        assert_instant(result.due_ms, cases[i].due);
        if (result.provisional != cases[i].provisional)
            fail_msg("row %zu", i);
    }
    REFUSED(
        DUE_invalid_field,
        "outside_due",
        .clock = "K9",
        .received = "2026-01-31T10:00:00",
        .outside = "2026-02-10"
    );
}

/* Rule 13, and 4.5 rules 2, 4 and 9. */
static void begins_with_the_earlier_receipt_and_waits_from_the_notice(void **state UNUSED)
{
    assert_int_equal(due_earlier_receipt(5, 7), 5);
    assert_int_equal(due_earlier_receipt(7, 5), 5);
    assert_int_equal(due_wait_begin(5, 7), 7);
    assert_int_equal(due_wait_begin(7, 5), 7);
}

/* Rules 14 and 17. */
static void gives_k1_to_synchronous_and_k2_to_other_channels(void **state UNUSED)
{
    static const char *const sync[] = {"phone", "branch", "visit"};
    static const char *const async[] = {
        "web",
        "app",
        "sms",
        "email",
        "letter",
        "wechat",
        "regulator_nfra",
        "pboc",
        "gov_12345",
        "petition",
        "internal",
    };
    const char *when = "2026-03-02T10:00:00";

    for (size_t i = 0; i < LENGTH(sync); i++) {
        assert_due("2026-03-02T10:00:30", .clock = "K1", .received = when, .channel = sync[i]);
        REFUSED(DUE_no_limit, "channel", .clock = "K2", .received = when, .channel = sync[i]);
    }
    for (size_t i = 0; i < LENGTH(async); i++) {
        assert_due("2026-03-02T10:00:30", .clock = "K2", .received = when, .channel = async[i]);
        REFUSED(DUE_no_limit, "channel", .clock = "K1", .received = when, .channel = async[i]);
        DUE_OF(.profile = "AU-RG271",
               .clock = "K2.ack24h",
               .received = when,
               .channel = async[i]);
        DUE_OF(.profile = "AU-RG271", .clock = "K2.ack1bd", .received = when, .channel = "phone"
        );
    }
    assert_due("2026-03-02T10:00:30", .clock = "K1", .received = when);
    assert_due("2026-03-02T10:00:30", .clock = "K2", .received = when);
    REFUSED(DUE_invalid_field, "channel", .clock = "K2", .received = when, .channel = "fax");
    REFUSED(DUE_invalid_field, "channel", .clock = "K9", .received = when, .channel = "");
}

/* Rule 15: day zero is the day of receipt, also at a weekend and at night, and local midnight is where days end. */
static void counts_abroad_in_the_zone_of_the_profile(void **state UNUSED)
{
    /* a Sunday, 23:30 in London, when it is Monday in Shanghai */
    assert_due(
        "2026-05-24T00:00:00+01:00",
        .profile = "UK-DISP",
        .clock = "K9",
        .received = "2026-03-28T23:30:00Z"
    );
    assert_due(
        "2026-05-25T00:00:00+01:00",
        .profile = "UK-DISP",
        .clock = "K9",
        .received = "2026-03-29T23:30:00+01:00"
    );
    assert_due(
        "2026-11-13T00:00:00-05:00",
        .profile = "US-CFPB",
        .clock = "K9",
        .received = "2026-10-28T23:59:59.999-04:00"
    );
    /* real time is lived time: 24 hours over the end of summer time */
    assert_due(
        "2026-04-05T11:00:00+10:00",
        .profile = "AU-RG271",
        .clock = "K2.ack24h",
        .received = "2026-04-04T12:00:00+11:00"
    );
}

/* 4.5 rule 8: internal clocks go on where they stopped, statutory ones have run on. */
static void resumes_internal_clocks_after_a_reopening(void **state UNUSED)
{
    static const struct {
        const char *clock, *due;
    } cases[] = {
        {"K8a", "2026-03-06T17:00:00"},
        {"K6", "2026-03-06T17:00:00"},
        {"K18", "2026-03-05T21:00:00"},
        {"K8", "2026-03-15T00:00:00"},
        {"K9", "2026-03-18T00:00:00"},
        {"K12", "2026-03-08T00:00:00"},
    };
    struct due_pause closed = {
        at("2026-03-03T09:00:00"),
        at("2026-03-05T20:00:00"),
        WAIT_closed,
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct due_request request = {
            .profile = TEXT("CN-NFRA-2020"),
            .clock = text_of(cases[i].clock),
            .grade = GRADE_P3,
            .received_ms = at("2026-03-02T10:00:00"),
            .pauses = &closed,
            .pause_count = 1,
        };
        struct due_result result;
        assert_int_equal(due_compute(support_rules, &request, &support_arena, &result), DUE_ok);
        if (result.due_ms != at(cases[i].due))
            fail_msg(
                "%s: %s",
                cases[i].clock,
                instant_format_utc(&support_arena, result.due_ms).at
            );
    }
}

static void uses_the_version_that_a_case_has_kept(void **state UNUSED)
{
    struct due_request request = {
        .profile = TEXT("CN-NFRA-2020"),
        .clock = TEXT("K9"),
        .grade = GRADE_P3,
        .received_ms = at("2019-03-02T10:00:00"), /* before it was in force */
        .version = 1,
    };
    struct due_result result;

    assert_int_equal(due_compute(support_rules, &request, &support_arena, &result), DUE_ok);
    assert_int_equal(result.policy->version, 1);
    request.version = 2;
    assert_int_equal(
        due_compute(support_rules, &request, &support_arena, &result),
        DUE_unknown_profile
    );
    request.version = 0;
    assert_int_equal(
        due_compute(support_rules, &request, &support_arena, &result),
        DUE_unknown_profile
    );
}

static void refuses_times_outside_its_range(void **state UNUSED)
{
    struct due_request request = {
        .profile = TEXT("INTERNAL"),
        .version = 1, /* whatever its validity */
        .clock = TEXT("K18"),
        .grade = GRADE_P3,
    };
    struct due_result result;

    assert_int_equal(due_compute(support_rules, &request, &support_arena, &result), DUE_ok);
    request.received_ms = -1;
    assert_int_equal(
        due_compute(support_rules, &request, &support_arena, &result),
        DUE_invalid_time
    );
    assert_string_equal(result.field, "received");
    request.received_ms = ZONE_LAST_MS;
    assert_int_equal(due_compute(support_rules, &request, &support_arena, &result), DUE_ok);
    request.received_ms = ZONE_LAST_MS + 1;
    assert_int_equal(
        due_compute(support_rules, &request, &support_arena, &result),
        DUE_invalid_time
    );
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(has_every_limit_of_the_matrix),
    cmocka_unit_test(takes_clocks_from_the_profile_or_for_china_from_internal),
    cmocka_unit_test(uses_a_profile_from_the_day_it_is_valid),
    cmocka_unit_test(ends_business_days_at_closing),
    cmocka_unit_test(starts_business_hours_at_the_next_opening),
    cmocka_unit_test(leaves_a_pause_of_business_time_out_to_the_millisecond),
    cmocka_unit_test(is_not_moved_by_pauses_where_nothing_is_counted),
    cmocka_unit_test(leaves_out_the_calendar_days_whose_end_is_in_a_pause),
    cmocka_unit_test(joins_pauses_that_touch_at_the_end_of_a_day),
    cmocka_unit_test(counts_from_the_local_day_of_receipt),
    cmocka_unit_test(is_late_one_millisecond_after_the_limit),
    cmocka_unit_test(stops_exactly_the_clocks_that_a_wait_stops),
    cmocka_unit_test(does_not_stop_for_appraisal_under_the_central_banks_order),
    cmocka_unit_test(extends_stage_by_stage_and_never_beyond),
    cmocka_unit_test(rolls_the_statutory_clocks_only_and_only_when_told),
    cmocka_unit_test(rolls_on_while_the_clock_is_paused_at_the_days_end),
    cmocka_unit_test(counts_an_extension_from_receipt_not_from_the_rolled_day),
    cmocka_unit_test(is_provisional_only_where_an_uncovered_day_was_asked_about),
    cmocka_unit_test(moves_business_time_and_rolled_days_when_a_year_is_published),
    cmocka_unit_test(says_what_remains_while_it_is_paused),
    cmocka_unit_test(keeps_the_warnings_that_were_reached_before_a_pause),
    cmocka_unit_test(breaches_at_the_moment_of_a_regrade_when_the_new_limit_has_passed),
    cmocka_unit_test(takes_the_earlier_of_the_outside_date_and_fifteen_days),
    cmocka_unit_test(begins_with_the_earlier_receipt_and_waits_from_the_notice),
    cmocka_unit_test(gives_k1_to_synchronous_and_k2_to_other_channels),
    cmocka_unit_test(counts_abroad_in_the_zone_of_the_profile),
    cmocka_unit_test(resumes_internal_clocks_after_a_reopening),
    cmocka_unit_test(uses_the_version_that_a_case_has_kept),
    cmocka_unit_test(refuses_times_outside_its_range),
};

int main(void)
{
    return RUN_WHEREVER_THE_HOST_IS(tests, load_rules, drop_rules);
}
