/* Tests of common/domain/sla_ladder.c (REQUIREMENTS 4.3, 4.7 rule 11). */
#include "tests/unit/common/domain/support.h"

#include "common/domain/sla_ladder.h"

static struct sla_rung rung_of(const char *text)
{
    struct sla_rung rung = {0};

    if (!sla_rung_parse(text_of(text), &rung))
        fail_msg("not read: %s", text);
    return rung;
}

static void reads_each_kind_of_rung(void **state UNUSED)
{
    assert_int_equal(rung_of("90 %").kind, RUNG_percent);
    assert_int_equal(rung_of("90 %").number, 90);
    assert_int_equal(rung_of("10 min").kind, RUNG_elapsed);
    assert_int_equal(rung_of("10 min").elapsed_ms, 600000);
    assert_int_equal(rung_of("60 s").elapsed_ms, 60000);
    assert_int_equal(rung_of("day 8 09:00").kind, RUNG_day);
    assert_int_equal(rung_of("day 8 09:00").number, 8);
    assert_int_equal(rung_of("day 12 23:59").time_ms, (23 * 60 + 59) * 60000);
    assert_int_equal(rung_of("workday 3 opening").kind, RUNG_workday);
    assert_int_equal(rung_of("workday 3 opening").number, 3);
    assert_int_equal(rung_of("limit + 2 bd").kind, RUNG_after);
    assert_int_equal(rung_of("limit + 2 bd").number, 2);
}

static void refuses_other_times(void **state UNUSED)
{
    static const char *const wrong[] = {
        "",
        "0 %",
        "101 %",
        "90%",
        "90",
        "day 8",
        "day 8 24:00",
        "day 8 09:60",
        "day 0 09:00",
        "day x 09:00",
        "workday 3",
        "limit + 2 cd",
        "limit + 0 bd",
        "limit",
        "4 bh",
        "15 cd",
        "1 bd",
        "90 % ",
        "workday 3 opening ",
        "limit + 3661 bd",
        "day 3661 09:00",
    };
    struct sla_rung rung = {0};

    for (size_t i = 0; i < LENGTH(wrong); i++) {
        if (sla_rung_parse(text_of(wrong[i]), &rung))
            fail_msg("read: %s", wrong[i]);
    }
    assert_true(sla_rung_parse(TEXT("100 %"), &rung));
    assert_true(sla_rung_parse(TEXT("limit + 3660 bd"), &rung));
}

static size_t faults_of(const char *text, struct sla_stage *stage)
{
    struct yaml yaml;

    assert_int_equal(yaml_read_text(&yaml, &support_arena, text_of(text)), OK);
    sla_ladder_read(&yaml, yaml_get(&yaml, yaml.root, "ladder"), stage);
    return yaml.fault_count;
}

static void reads_the_ladder_that_is_named(void **state UNUSED)
{
    struct sla_stage stage = {0};

    assert_int_equal(
        faults_of(
            "ladder: b\nladders:\n  a: [{step: X, at: 1 %, who: L1}]\n"
            "  b: [{step: E1, at: 50 %, who: owner}, {step: E2, at: 75 %, who: L3}]\n",
            &stage
        ),
        0
    );
    assert_int_equal(stage.rung_count, 2);
    assert_true(text_is(stage.rungs[1].step, "E2"));
    assert_true(text_is(stage.rungs[1].who, "L3"));
    assert_int_equal(stage.rungs[1].number, 75);
}

static void finds_faults_of_ladders(void **state UNUSED)
{
    static const char *const wrong[] = {
        "ladder: c\nladders:\n  a: [{step: X, at: 1 %, who: L1}]\n",
        "ladder: a\n",
        "ladder: a\nladders: []\n",
        "ladder: a\nladders: {a: 1}\n",
        "ladder: [a]\nladders:\n  a: [{step: X, at: 1 %, who: L1}]\n",
        "ladder: a\nladders:\n  a: [{step: X, at: soon, who: L1}]\n",
        "ladder: a\nladders:\n  a: [{at: 1 %, who: L1}]\n",
        "ladder: a\nladders:\n  a: [{step: X, at: 1 %}]\n",
        "ladder: a\nladders:\n  a: [{step: X, at: 1 %, who: L1, why: 3}]\n",
    };

    for (size_t i = 0; i < LENGTH(wrong); i++) {
        struct sla_stage stage = {0};
        if (faults_of(wrong[i], &stage) == 0)
            fail_msg("no fault: %s", wrong[i]);
    }
}

static void takes_as_many_rungs_as_its_limit(void **state UNUSED)
{
    char text[4096] = "ladder: a\nladders:\n  a:\n";
    struct sla_stage stage = {0};

    for (int i = 0; i < SLA_RUNGS_MAX; i++) {
        size_t length = strlen(text);
        snprintf(text + length, sizeof(text) - length, "    - {step: X, at: 1 %%, who: L1}\n");
    }
    assert_int_equal(faults_of(text, &stage), 0);
    assert_int_equal(stage.rung_count, SLA_RUNGS_MAX);
    size_t length = strlen(text);
    snprintf(text + length, sizeof(text) - length, "    - {step: X, at: 1 %%, who: L1}\n");
    assert_int_equal(faults_of(text, &stage), 1);
}

static int drop_arena(void **state UNUSED)
{
    arena_done(&support_arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_each_kind_of_rung),
        cmocka_unit_test(refuses_other_times),
        cmocka_unit_test(reads_the_ladder_that_is_named),
        cmocka_unit_test(finds_faults_of_ladders),
        cmocka_unit_test(takes_as_many_rungs_as_its_limit),
    };
    return cmocka_run_group_tests_name("sla_ladder", tests, NULL, drop_arena);
}
