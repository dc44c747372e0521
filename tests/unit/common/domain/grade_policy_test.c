/* Tests of common/domain/grade_policy.c: numbers and triggers are policy (REQUIREMENTS 4.1). */
#include "tests/unit/common/domain/support.h"

static char content[8192];

/* The shipped file with one text replaced by another. */
static enum error
read_with(const char *from, const char *to, struct yaml *yaml, struct grade_policy **ret_policy)
{
    static char changed[8192];
    const char *found = strstr(content, from);

    assert_non_null(found);
    snprintf(
        changed,
        sizeof(changed),
        "%.*s%s%s",
        (int)(found - content),
        content,
        to,
        found + strlen(from)
    );
    assert_int_equal(yaml_read_text(yaml, &support_arena, text_of(changed)), OK);
    return grade_policy_read(yaml, ret_policy);
}

static void assert_fault(const char *from, const char *to, const char *fault)
{
    struct grade_policy *policy = NULL;
    struct yaml yaml;

    assert_int_equal(read_with(from, to, &yaml, &policy), ERROR_config);
    assert_null(policy);
    if (!strstr(yaml.faults.at, fault))
        fail_msg("'%s' is not in: %s", fault, yaml.faults.at);
}

static void reads_numbers_in_the_units_of_the_code(void **state UNUSED)
{
    struct grade_policy *policy = NULL;
    struct yaml yaml;

    assert_int_equal(
        read_with("amount_p2_yuan: 50000", "amount_p2_yuan: 40000", &yaml, &policy),
        OK
    );
    assert_int_equal(policy->amount_p2_fen, 4000000);
    assert_int_equal(policy->amount_p1_fen, 50000000);
    assert_int_equal(policy->dispute_young_ms, 24 * 3600000);
    assert_int_equal(policy->money_left_ms, 30 * 60000);
    assert_int_equal(policy->triggers[GRADE_REASON_emotion], GRADE_P2);
}

static void lets_a_policy_change_what_a_trigger_makes(void **state UNUSED)
{
    struct grade_policy *policy = NULL;
    struct yaml yaml;
    struct grade_facts facts = {
        .type = 'T',
        .emotion = 3,
        .amount_fen = GRADE_UNKNOWN,
        .age = GRADE_UNKNOWN,
        .occurred_ms_ago = GRADE_UNKNOWN,
        .deadline_in_ms = GRADE_UNKNOWN,
    };

    assert_int_equal(read_with("  emotion: P2", "  emotion: P1", &yaml, &policy), OK);
    assert_int_equal(grade_of(policy, &facts).grade, GRADE_P1);
    assert_int_equal(read_with("  emotion: P2", "  emotion: none", &yaml, &policy), OK);
    struct grade_result result = grade_of(policy, &facts);
    assert_int_equal(result.grade, GRADE_P3);
    assert_true(grade_has_reason(&result, GRADE_REASON_emotion));
}

static void needs_every_number_and_every_trigger(void **state UNUSED)
{
    assert_fault("  contacts: 3", "  #", "'contacts' is missing");
    assert_fault("  emotion: P2", "  #", "'emotion' is missing");
    assert_fault("numbers:", "numbers_:", "'numbers' is missing");
    assert_fault("triggers:", "triggers_:", "'triggers' is missing");
    assert_fault("version: 1", "#", "'version' is missing");
}

static void refuses_what_it_does_not_know(void **state UNUSED)
{
    assert_fault("  contacts: 3", "  contacts: 3\n  vip: 1", "unknown key 'vip'");
    assert_fault("  emotion: P2", "  emotion: P2\n  vip: P1", "unknown key 'vip'");
    assert_fault("  emotion: P2", "  emotion: P5", "'emotion' must be P1 to P4 or none");
}

static void refuses_numbers_outside_their_limits(void **state UNUSED)
{
    assert_fault(
        "  emotion: 3",
        "  emotion: 4",
        "'emotion' must be a whole number from 1 to 3"
    );
    assert_fault("complainants: 20", "complainants: 1", "'complainants' must be");
    assert_fault("amount_p1_yuan: 500000", "amount_p1_yuan: 0", "'amount_p1_yuan' must be");
    assert_fault(
        "amount_p1_yuan: 500000",
        "amount_p1_yuan: 49999",
        "amount_p1_yuan is below amount_p2_yuan"
    );
    assert_fault("readers: 10000", "readers: many", "'readers' must be");
}

static void names_the_file_in_its_faults(void **state UNUSED)
{
    struct grade_policy *policy = NULL;
    struct text faults = {0};

    assert_int_equal(
        grade_policy_load(&support_arena, "/nowhere/grades.yaml", &faults, &policy),
        ERROR_config
    );
    assert_non_null(strstr(faults.at, "/nowhere/grades.yaml:1: "));
}

/* Whether a word stands in a line of words. */
static bool stands_in(const char *words, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = strstr(words, word); at; at = strstr(at + 1, word)) {
        if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    }
    return false;
}

/* 4.1, number by number, so that none changes unseen (tests/mutation/run). */
static void the_shipped_file_says_what_the_requirements_say(void **state UNUSED)
{
    static const char *const triggers[GRADES] = {
        [GRADE_none] = "only_asked",
        [GRADE_P1] =
            "many_complainants public_safety named_major leak_confirmed leak_suspected "
            "threat_to_life public_opinion mass_fault amount_major staff_fraud "
            "money_leaving",
        [GRADE_P2] = "start_urgent young_dispute protective_request unauthorised "
                     "regulator_source threat_of_exposure repeated vulnerable hardship emotion "
                     "amount_important deadline_near named_employee p3_breached",
        [GRADE_P3] = "start_apply start_complaint start_dispute persuaded_payment",
        [GRADE_P4] = "start_consult start_suggest",
    };
    struct grade_policy *policy = NULL;
    struct text faults = {0};

    assert_int_equal(
        grade_policy_load(&support_arena, "deploy/config/grades.yaml", &faults, &policy),
        OK
    );
    for (int reason = 0; reason < GRADE_REASONS; reason++)
        assert_true(stands_in(
            triggers[policy->triggers[reason]],
            grade_reason_name((enum grade_reason)reason)
        ));
    assert_int_equal(policy->amount_p1_fen, 50000000);
    assert_int_equal(policy->amount_p2_fen, 5000000);
    assert_int_equal(policy->complainants, 20);
    assert_int_equal(policy->emotion, 3);
    assert_int_equal(policy->age_old, 65);
    assert_int_equal(policy->age_minor, 18);
    assert_int_equal(policy->dispute_young_ms, 24 * 3600000);
    assert_int_equal(policy->money_left_ms, 30 * 60000);
    assert_int_equal(policy->deadline_ms, 24 * 3600000);
    assert_int_equal(policy->readers, 10000);
    assert_int_equal(policy->similar_cases, 20);
    assert_int_equal(policy->leaked_suspected, 50);
    assert_int_equal(policy->contacts, 3);
    assert_int_equal(policy->reopens, 2);
}

static int read_shipped(void **state UNUSED)
{
    FILE *file = fopen("deploy/config/grades.yaml", "r");

    if (!file)
        return -1;
    content[fread(content, 1, sizeof(content) - 1, file)] = 0;
    fclose(file);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_numbers_in_the_units_of_the_code),
        cmocka_unit_test(the_shipped_file_says_what_the_requirements_say),
        cmocka_unit_test(lets_a_policy_change_what_a_trigger_makes),
        cmocka_unit_test(needs_every_number_and_every_trigger),
        cmocka_unit_test(refuses_what_it_does_not_know),
        cmocka_unit_test(refuses_numbers_outside_their_limits),
        cmocka_unit_test(names_the_file_in_its_faults),
    };
    return cmocka_run_group_tests_name("grade_policy", tests, read_shipped, drop_rules);
}
