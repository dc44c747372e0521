/* Tests of services/cli/due_print.c: the shapes of REQUIREMENTS 4.7 rule 18. */
#include "tests/unit/services/cli/run_due.h"

#include "services/cli/due_print.h"

#define K8A                                                                                    \
    "--profile", "INTERNAL", "--clock", "K8a", "--grade", "P4", "--json", "--received",        \
        "2026-03-02T10:00:00+08:00"

static void prints_warnings_with_percent_and_instant(void **state UNUSED)
{
    assert_int_equal(RUN(K8A), 0);
    json_t *root = run_json();
    const json_t *warnings = json_object_get(root, "warnings");
    assert_int_equal(json_array_size(warnings), 3);
    const json_t *last = json_array_get(warnings, 2);
    assert_int_equal(json_integer_value(json_object_get(last, "percent")), 90);
    assert_string_equal(member(last, "at"), "2026-03-03T08:12:00.000Z");
    json_decref(root);
}

static void prints_rungs_with_step_instant_and_who(void **state UNUSED)
{
    assert_int_equal(RUN(K8A), 0);
    json_t *root = run_json();
    const json_t *rungs = json_object_get(root, "rungs");
    assert_int_equal(json_array_size(rungs), 6);
    const json_t *rung = json_array_get(rungs, 4);
    assert_string_equal(member(rung, "step"), "E5");
    assert_string_equal(member(rung, "at"), "2026-03-04T09:00:00.000Z");
    assert_string_equal(member(rung, "who"), "L5");
    json_decref(root);
}

static void prints_spans_that_follow_one_another(void **state UNUSED)
{
    static const char *const kinds[] =
        {"skipped", "skipped", "counted", "paused", "counted", "skipped", "counted"};
    static const char *const causes[] =
        {"day_of_receipt", "closed", "open", "W1", "open", "closed", "open"};

    assert_int_equal(
        RUN(K8A, "--pause", "2026-03-03T10:00:00+08:00/2026-03-03T11:00:00+08:00/W1"),
        0
    );
    json_t *root = run_json();
    const json_t *spans = json_object_get(root, "spans");
    const char *until = "2026-03-02T02:00:00.000Z";
    assert_int_equal(json_array_size(spans), LENGTH(kinds));
    for (size_t i = 0; i < LENGTH(kinds); i++) {
        const json_t *span = json_array_get(spans, i);
        assert_string_equal(member(span, "from"), until);
        assert_string_equal(member(span, "kind"), kinds[i]);
        assert_string_equal(member(span, "cause"), causes[i]);
        until = member(span, "to");
    }
    assert_string_equal(until, member(root, "due"));
    json_decref(root);
}

static void prints_null_for_the_end_of_what_has_not_ended(void **state UNUSED)
{
    assert_int_equal(RUN(K8A, "--pause", "2026-03-03T10:00:00+08:00//W1"), 0);
    json_t *root = run_json();
    const json_t *spans = json_object_get(root, "spans");
    const json_t *span = json_array_get(spans, json_array_size(spans) - 1);
    assert_true(json_is_null(json_object_get(span, "to")));
    assert_string_equal(member(span, "kind"), "paused");
    const json_t *wait = json_array_get(json_object_get(root, "waits"), 0);
    assert_true(json_is_null(json_object_get(wait, "to")));
    assert_string_equal(member(wait, "reason"), "W1");
    assert_string_equal(member(wait, "effect"), "stopped");
    json_decref(root);
}

/* 4.7 rule 7: a wait without effect is listed. */
static void lists_waits_without_effect(void **state UNUSED)
{
    assert_int_equal(
        RUN(K8A,
            "--pause",
            "2026-03-03T10:00:00+08:00/2026-03-03T11:00:00+08:00/W2",
            "--pause",
            "2026-03-03T20:00:00+08:00/2026-03-03T21:00:00+08:00/W1"),
        0
    );
    json_t *root = run_json();
    const json_t *waits = json_object_get(root, "waits");
    assert_int_equal(json_array_size(waits), 2);
    assert_string_equal(member(json_array_get(waits, 0), "effect"), "does_not_stop");
    assert_string_equal(member(json_array_get(waits, 1), "effect"), "no_effect");
    json_decref(root);
}

static void names_what_it_was_computed_from(void **state UNUSED)
{
    assert_int_equal(RUN(K8A), 0);
    json_t *root = run_json();
    assert_string_equal(member(root, "profile"), "INTERNAL");
    assert_int_equal(json_integer_value(json_object_get(root, "version")), 1);
    assert_int_equal(strlen(member(root, "sha256")), 64);
    assert_string_equal(member(root, "clock"), "K8a");
    assert_string_equal(member(root, "grade"), "P4");
    assert_string_equal(member(root, "limit"), "1 bd");
    assert_string_equal(member(root, "received"), "2026-03-02T02:00:00.000Z");
    assert_string_equal(member(root, "calendar"), "CN");
    assert_string_equal(member(root, "zone"), "Asia/Shanghai");
    json_decref(root);
}

static void escapes_what_json_does_not_take(void **state UNUSED)
{
    FILE *out = fmemopen(run_out, sizeof(run_out), "w");

    due_print_refusal_json(out, DUE_invalid_field, "--a\"b\\c\nd\x1f时");
    fclose(out);
    json_t *root = run_json();
    assert_string_equal(member(json_object_get(root, "error"), "field"), "--a\"b\\c\nd\x1f时");
    json_decref(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_warnings_with_percent_and_instant),
        cmocka_unit_test(prints_rungs_with_step_instant_and_who),
        cmocka_unit_test(prints_spans_that_follow_one_another),
        cmocka_unit_test(prints_null_for_the_end_of_what_has_not_ended),
        cmocka_unit_test(lists_waits_without_effect),
        cmocka_unit_test(names_what_it_was_computed_from),
        cmocka_unit_test(escapes_what_json_does_not_take),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, NULL, NULL);
}
