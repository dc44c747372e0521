/* Tests of common/domain/due.c: requests for deadlines against the shipped profiles (REQUIREMENTS 4.2 to 4.5, 4.7). */
#include "tests/unit/common/domain/support.h"

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

static void runs_the_examples_of_every_profile(void **state UNUSED)
{
    size_t count = 0;

    for (size_t i = 0; i < support_rules->policy_count; i++) {
        const struct sla_policy *policy = support_rules->policies[i];
        assert_non_null(policy->examples);
        for (const struct yaml_node *node = policy->examples; node;
             node = node->next, count++) {
            struct yaml yaml = {.arena = &support_arena, .file = policy->name};
            struct text none = TEXT("");
            struct wish wish = {
                .profile = policy->name.at,
                .clock = yaml_text(&yaml, node, "clock", none).at,
                .grade = grade_find(yaml_text(&yaml, node, "grade", none)),
                .received = yaml_text(&yaml, node, "received", none).at,
                .roll = text_is(yaml_text(&yaml, node, "stat_roll", none), "next_day"),
            };
            struct due_result result;
            size_t pause = 0, extension = 0;
            if (yaml_find(node, "channel"))
                wish.channel = yaml_text(&yaml, node, "channel", none).at;
            if (yaml_find(node, "outside_due"))
                wish.outside = yaml_text(&yaml, node, "outside_due", none).at;
            for (struct yaml_node *n = yaml_list(&yaml, node, "pauses"); n; n = n->next)
                wish.pauses[pause++] = n->text.at;
            for (struct yaml_node *n = yaml_list(&yaml, node, "extend"); n; n = n->next)
                assert_int_equal(
                    due_extension_parse(n->text, &wish.extensions[extension++]),
                    DUE_ok
                );
            enum due_error error = ask(&wish, &result);
            struct text due = error == DUE_ok
                                  ? instant_format_utc(&support_arena, result.due_ms)
                                  : text_of(due_error_code(error));
            struct text wanted =
                yaml_text(&yaml, node, "due", yaml_text(&yaml, node, "error", none));
            if (!text_equal(due, wanted))
                fail_msg("%s line %d: %s", policy->name.at, node->line, due.at);
        }
    }
    assert_true(count >= 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_the_examples_of_every_profile),
    };
    (void)due_of;
    (void)refused;
    return cmocka_run_group_tests_name("due", tests, load_rules, drop_rules);
}
