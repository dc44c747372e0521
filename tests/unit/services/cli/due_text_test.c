/* Tests of services/cli/due_text.c: lines for people, in Chinese and English. */
#include "tests/unit/services/cli/run_due.h"

#include "services/cli/due_text.h"

static void assert_shown(const char *text)
{
    if (!strstr(run_out, text))
        fail_msg("'%s' is not in:\n%s", text, run_out);
}

/* 4.7 rule 6: shown as 24:00. */
static void shows_a_limit_at_midnight_as_24_00_with_its_basis(void **state UNUSED)
{
    assert_int_equal(
        RUN("--profile",
            "CN-NFRA-2020",
            "--clock",
            "K9",
            "--grade",
            "P3",
            "--received",
            "2026-01-31T10:00:00+08:00",
            "--stat-roll",
            "next_day"),
        0
    );
    assert_shown("到期 due          2026-02-24 24:00  (2026-02-24T16:00:00.000Z)\n");
    assert_shown("收到 received     2026-01-31 10:00:00.000  (Asia/Shanghai)");
    assert_shown("《银行业保险业消费投诉处理管理办法》");
    assert_shown("CBIRC order 2020 no. 3");
    assert_shown("statutory limit of a complaint");
    assert_shown("升级 rung         2026-02-08 09:00:00.000  day 8 → owner\n");
    assert_shown("计入 counted      2026-01-31 24:00 – 2026-02-15 24:00  自然日 calendar days\n"
    );
    assert_shown("顺延至工作日 moved to the next working day");
    assert_string_equal(run_errors, "");
}

static void marks_what_is_provisional(void **state UNUSED)
{
    assert_int_equal(
        RUN("--profile",
            "INTERNAL",
            "--clock",
            "K6",
            "--grade",
            "P3",
            "--received",
            "2026-12-31T10:00:00+08:00"),
        0
    );
    assert_shown("暂定 provisional\n");
    assert_shown("节假日 holiday");
    assert_shown("周末 weekend");
    assert_shown("预警 warning");
}

static void shows_what_remains_and_what_became_of_waits(void **state UNUSED)
{
    assert_int_equal(
        RUN("--profile",
            "CN-NFRA-2020",
            "--clock",
            "K9",
            "--grade",
            "P3",
            "--received",
            "2026-03-02T10:00:00+08:00",
            "--pause",
            "2026-03-04T10:00:00+08:00//W3.appraisal",
            "--pause",
            "2026-03-04T10:00:00+08:00//W1"),
        0
    );
    assert_shown("中止 paused       剩余 remaining 14 天 days\n");
    assert_shown("等待 wait         2026-03-04 10:00:00.000 – …  W3.appraisal: 已中止计时");
    assert_shown("W1: 不中止该时限 does not stop this clock\n");
    assert_int_equal(
        RUN("--profile",
            "INTERNAL",
            "--clock",
            "K8a",
            "--grade",
            "P3",
            "--received",
            "2026-03-02T10:00:00+08:00",
            "--pause",
            "2026-03-03T10:00:00+08:00//W1"),
        0
    );
    assert_shown("剩余 remaining 25200000 毫秒 ms\n");
}

static void has_a_sentence_for_every_refusal(void **state UNUSED)
{
    for (int error = DUE_unknown_profile; error <= DUE_extension_not_allowed; error++) {
        FILE *out = fmemopen(run_out, sizeof(run_out), "w");
        due_print_refusal_text(out, (enum due_error)error, "field");
        fclose(out);
        assert_shown(due_error_code((enum due_error)error));
        assert_shown(" (field)\n");
        assert_true(strlen(run_out) > strlen(due_error_code((enum due_error)error)) + 20);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_a_limit_at_midnight_as_24_00_with_its_basis),
        cmocka_unit_test(marks_what_is_provisional),
        cmocka_unit_test(shows_what_remains_and_what_became_of_waits),
        cmocka_unit_test(has_a_sentence_for_every_refusal),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, NULL, NULL);
}
