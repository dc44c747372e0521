/* Tests of common/domain/sla_policy.c: rule profiles (REQUIREMENTS 3, 4.7 rules 1 and 2). */
#include "tests/unit/common/domain/support.h"

#include "common/domain/sla_policy.h"
#include "common/sha256.h"

#define HEAD                                                                                   \
    "name: T\nversion: 2\nvalid: {from: 2020-03-01}\ncalendar: CN\nbasis: {zh: 依据, en: b}\n"
#define CLOCK "  - {id: K9, zh: 时限, en: limit, starts: receipt, limit: 15 cd}\n"

static struct sla_policy *policy_of(const char *text)
{
    struct sla_policy *policy = NULL;
    struct yaml yaml;

    assert_int_equal(yaml_read_text(&yaml, &support_arena, text_of(text)), OK);
    if (sla_policy_read(&yaml, &policy) != OK)
        fail_msg("refused: %s", yaml.faults.at);
    return policy;
}

static void assert_fault(const char *text, const char *fault)
{
    struct sla_policy *policy = NULL;
    struct yaml yaml;

    assert_int_equal(yaml_read_text(&yaml, &support_arena, text_of(text)), OK);
    assert_int_equal(sla_policy_read(&yaml, &policy), ERROR_config);
    assert_null(policy);
    if (!strstr(yaml.faults.at, fault))
        fail_msg("'%s' is not in: %s", fault, yaml.faults.at);
}

static void reads_the_head_of_a_profile(void **state UNUSED)
{
    struct sla_policy *policy = policy_of(HEAD "inherits: INTERNAL\nclocks:\n" CLOCK);

    assert_true(text_is(policy->name, "T"));
    assert_int_equal(policy->version, 2);
    assert_int_equal(policy->valid_from.days, day_of("2020-03-01").days);
    assert_int_equal(policy->valid_to.days, day_of("9999-12-31").days);
    assert_true(text_is(policy->inherits, "INTERNAL"));
    assert_true(text_is(policy->basis_zh, "依据"));
    assert_null(policy_of(HEAD "clocks:\n" CLOCK)->inherits.at);
}

static void reads_one_limit_for_all_grades_or_one_each(void **state UNUSED)
{
    struct sla_policy *policy = policy_of(
        HEAD
        "clocks:\n" CLOCK
        "  - {id: K6, zh: 联, en: c, starts: r, limit: {P1: 1 h, P3: 1 bd}, warnings: [50, 90],"
        " stopped_by: [W1], rolls: true, outside: true, channels: async, ends: [a, b]}\n"
    );
    const struct sla_clock *all = sla_policy_find(policy, TEXT("K9"));
    const struct sla_clock *each = sla_policy_find(policy, TEXT("K6"));

    for (int grade = GRADE_P1; grade < GRADES; grade++)
        assert_int_equal(limit_days(&all->stages[0].limits[grade]), 15);
    assert_int_equal(each->stages[0].limits[GRADE_P1].kind, LIMIT_real_time);
    assert_int_equal(each->stages[0].limits[GRADE_P2].kind, LIMIT_none);
    assert_int_equal(each->stages[0].limits[GRADE_P3].kind, LIMIT_business_days);
    assert_int_equal(each->stages[0].limits[GRADE_P4].kind, LIMIT_none);
    assert_int_equal(each->percent_count, 2);
    assert_int_equal(each->percents[1], 90);
    assert_true(each->stopped_by[WAIT_customer] && each->stopped_by[WAIT_customer_allowed]);
    assert_false(each->stopped_by[WAIT_internal] || each->stopped_by[WAIT_outside]);
    assert_true(each->rolls && each->outside);
    assert_false(all->rolls || all->outside);
    assert_int_equal(each->channels, SLA_CHANNELS_async);
    assert_int_equal(each->end_count, 2);
    assert_true(text_is(each->ends[1], "b"));
    assert_null(sla_policy_find(policy, TEXT("K8")));
}

static void reads_extensions_as_stages(void **state UNUSED)
{
    struct sla_policy *policy =
        policy_of(HEAD
                  "clocks:\n  - {id: K9, zh: 时, en: l, starts: r, limit: 15 cd, extensions: "
                  "[{limit: 30 cd}, {limit: 60 cd, exact: true}]}\n");
    const struct sla_clock *clock = sla_policy_find(policy, TEXT("K9"));

    assert_int_equal(clock->stage_count, 3);
    assert_false(clock->stages[1].exact);
    assert_true(clock->stages[2].exact);
    assert_int_equal(limit_days(&clock->stages[2].limits[GRADE_P4]), 60);
}

static void finds_faults_of_the_head(void **state UNUSED)
{
    assert_fault("version: 1\n", "'name' is missing");
    assert_fault("name: T\n", "'version' is missing");
    assert_fault(HEAD, "'clocks' is missing");
    assert_fault(HEAD "clocks: {}\n", "a list of at most 64 clocks");
    assert_fault(HEAD "clock: []\nclocks: []\n", "unknown key 'clock'");
    assert_fault(
        "name: T\nversion: 1\nvalid: {from: 2020-03-01, to: 2020-02-29}\ncalendar: CN\n",
        "text:3: 'to' is before 'from'"
    );
    assert_fault("name: T\nversion: 1\nvalid: {from: 2020-02-30}\n", "a date is expected");
    assert_fault("name: T\nversion: 1\nbasis: {en: x}\n", "'zh' is missing");
}

static void finds_faults_of_clocks(void **state UNUSED)
{
    static const struct {
        const char *clock, *fault;
    } cases[] = {
        {"{zh: a, en: b, starts: c, limit: 1 h}", "'id' is missing"},
        {"{id: K, en: b, starts: c, limit: 1 h}", "'zh' is missing"},
        {"{id: K, zh: a, en: b, starts: c}", "'limit' is missing"},
        {"{id: K, zh: a, en: b, starts: c, limit: 1 day}", "a limit such as"},
        {"{id: K, zh: a, en: b, starts: c, limit: {P5: 1 h}}", "a grade from P1 to P4"},
        {"{id: K, zh: a, en: b, starts: c, limit: {P1: [1 h]}}", "a limit such as"},
        {"{id: K, zh: a, en: b, starts: c, limit: 1 h, stopped_by: [W9]}", "W1, W3.appraisal"},
        {"{id: K, zh: a, en: b, starts: c, limit: 1 h, warnings: [101]}", "from 1 to 100"},
        {"{id: K, zh: a, en: b, starts: c, limit: 1 h, channels: all}", "sync, async or any"},
        {"{id: K, zh: a, en: b, starts: c, limit: 1 h, ladder: x}", "no such ladder"},
        {"{id: K, zh: a, en: b, starts: c, limit: 1 h, extensions: [{limit: 2 h}]}", "in days"},
        {"{id: K, zh: a, en: b, starts: c, limit: 1 h, rolls: maybe}", "true or false"},
        {"{id: K, zh: a, en: b, starts: c, limit: 1 h, pausable: true}", "unknown key"},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct text text =
            arena_format(&support_arena, HEAD "clocks:\n  - %s\n", cases[i].clock);
        assert_fault(text.at, cases[i].fault);
    }
    assert_fault(HEAD "clocks:\n" CLOCK CLOCK, "the clock stands twice");
}

static void takes_as_many_clocks_stages_and_warnings_as_its_limits(void **state UNUSED)
{
    char text[8192] = HEAD "clocks:\n";

    for (int i = 0; i <= SLA_CLOCKS_MAX; i++) {
        size_t length = strlen(text);
        if (i == SLA_CLOCKS_MAX)
            assert_int_equal(policy_of(text)->clock_count, SLA_CLOCKS_MAX);
        snprintf(
            text + length,
            sizeof(text) - length,
            "  - {id: C%d, zh: a, en: b, starts: c, limit: 1 h}\n",
            i
        );
    }
    assert_fault(text, "a list of at most 64 clocks");

#define WITH(rest) HEAD "clocks:\n  - {id: K, zh: a, en: b, starts: c, limit: 1 cd, " rest "}\n"
    policy_of(WITH("warnings: [1, 2, 3, 4, 5, 6, 7, 8]"));
    assert_fault(WITH("warnings: [1, 2, 3, 4, 5, 6, 7, 8, 9]"), "at most 8 warnings");
    policy_of(WITH("ends: [a, b, c, d, e, f, g, h]"));
    assert_fault(WITH("ends: [a, b, c, d, e, f, g, h, i]"), "at most 8 events");
#define STAGES "{limit: 2 cd}, {limit: 3 cd}, {limit: 4 cd}, {limit: 5 cd}, {limit: 6 cd}, "
    policy_of(WITH("extensions: [" STAGES "{limit: 7 cd}, {limit: 8 cd}]"));
    assert_fault(
        WITH("extensions: [" STAGES "{limit: 7 cd}, {limit: 8 cd}, {limit: 9 cd}]"),
        "at most 8 stages"
    );
}

static void carries_the_hash_of_its_file(void **state UNUSED)
{
    const char *path = "deploy/config/policies/CN-NFRA-2020.yaml";
    static uint8_t content[65536];
    uint8_t digest[32];
    char hex[65];
    struct sla_policy *policy = NULL;
    struct text faults;
    FILE *file = fopen(path, "r");

    assert_non_null(file);
    size_t length = fread(content, 1, sizeof(content), file);
    fclose(file);
    sha256((struct bytes){content, length}, digest);
    for (size_t i = 0; i < sizeof(digest); i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    assert_int_equal(sla_policy_load(&support_arena, path, &faults, &policy), OK);
    assert_string_equal(policy->sha256, hex);
}

static void names_the_file_in_its_faults(void **state UNUSED)
{
    char path[] = "/tmp/shouli-policy-XXXXXX";
    struct sla_policy *policy = NULL;
    struct text faults = {0};
    int descriptor = mkstemp(path);
    FILE *file = fdopen(descriptor, "w");

    assert_non_null(file);
    fputs("name: T\nversion: x\n", file);
    fclose(file);
    assert_int_equal(sla_policy_load(&support_arena, path, &faults, &policy), ERROR_config);
    assert_non_null(strstr(faults.at, path));
    assert_non_null(strstr(faults.at, ":2: 'version' must be a whole number"));

    file = fopen(path, "w");
    assert_non_null(file);
    fputs("name: [T\n", file);
    fclose(file);
    assert_int_equal(sla_policy_load(&support_arena, path, &faults, &policy), ERROR_config);
    assert_non_null(strstr(faults.at, path));
    assert_int_equal(remove(path), 0);
    assert_int_equal(sla_policy_load(&support_arena, path, &faults, &policy), ERROR_config);
    assert_non_null(strstr(faults.at, path));
    assert_null(policy);
}

static int drop_arena(void **state UNUSED)
{
    arena_done(&support_arena);
    return 0;
}

static void reads_which_cases_a_clock_is_for_and_who_may_extend_it(void **state UNUSED)
{
    /* SLA_CODES_MAX: at, one above */
    static const char head[] =
        HEAD "clocks:\n"
             "  - {id: K9, zh: 时限, en: limit, starts: r, limit: 15 cd,"
             " extensions: [{limit: 30 cd, approver: L4}, {limit: 60 cd}], codes: [CO03";
    char most[512], more[600];
    int length = snprintf(most, sizeof(most), "%s", head);

    for (int i = 1; i < SLA_CODES_MAX; i++)
        length += snprintf(most + length, sizeof(most) - (size_t)length, ", CO%02d", i + 10);
    snprintf(more, sizeof(more), "%s, PI03]}\n", most);
    snprintf(most + length, sizeof(most) - (size_t)length, "]}\n");
    const struct sla_clock *clock = sla_policy_find(policy_of(most), TEXT("K9"));
    assert_int_equal(clock->code_count, SLA_CODES_MAX);
    assert_true(text_is(clock->codes[0], "CO03"));
    assert_int_equal(clock->stages[1].approver, 4);
    assert_int_equal(clock->stages[2].approver, 6); /* the highest when nothing is said */
    assert_fault(more, "at most 16 codes");
    assert_fault(
        HEAD "clocks:\n  - {id: K9, zh: 时, en: l, starts: r, limit: 15 cd, codes: [CO3]}\n",
        "a business code"
    );
    static const char *const lines[] = {"L0", "L7", "4", "L10"};
    for (size_t i = 0; i < LENGTH(lines); i++) {
        snprintf(
            most,
            sizeof(most),
            "%sclocks:\n  - {id: K9, zh: 时, en: l, starts: r, limit: 15 cd,"
            " extensions: [{limit: 30 cd, approver: %s}]}\n",
            HEAD,
            lines[i]
        );
        assert_fault(most, "a line from L1 to L6");
    }
}

/* Regulation E's K9 is one of disputes, all others' of complaints (3.1, 4.7 rule 1). */
static void a_clock_may_name_the_types_that_it_is_for(void **state UNUSED)
{
    char text[1024];
    size_t used = (size_t)snprintf(
        text,
        sizeof(text),
        HEAD "clocks:\n  - {id: K9, zh: a, en: b, starts: r, limit: 15 cd, types: [t0"
    );

    for (int i = 1; i < SLA_TYPES_MAX; i++)
        used += (size_t)snprintf(text + used, sizeof(text) - used, ", t%d", i);
    snprintf(text + used, sizeof(text) - used, "]}\n");
    const struct sla_policy *policy = policy_of(text);
    assert_int_equal(policy->clocks[0].type_count, SLA_TYPES_MAX);
    assert_true(text_is(policy->clocks[0].types[7], "t7"));
    snprintf(text + used, sizeof(text) - used, ", t8]}\n");
    assert_fault(text, "at most 8 types");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_may_name_the_types_that_it_is_for),
        cmocka_unit_test(reads_the_head_of_a_profile),
        cmocka_unit_test(reads_one_limit_for_all_grades_or_one_each),
        cmocka_unit_test(reads_which_cases_a_clock_is_for_and_who_may_extend_it),
        cmocka_unit_test(reads_extensions_as_stages),
        cmocka_unit_test(finds_faults_of_the_head),
        cmocka_unit_test(finds_faults_of_clocks),
        cmocka_unit_test(takes_as_many_clocks_stages_and_warnings_as_its_limits),
        cmocka_unit_test(carries_the_hash_of_its_file),
        cmocka_unit_test(names_the_file_in_its_faults),
    };
    return cmocka_run_group_tests_name("sla_policy", tests, NULL, drop_arena);
}
