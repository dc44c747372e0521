/* Tests of services/escalation/reading.c: who is told of a case (REQUIREMENTS 1.21, CL-08). E1001 is led by E3001, who is led
 * by E4001 (deploy/config/staff.yaml); one leader upwards is recused (desk.yaml). */
#include "services/escalation/reading.h"

#include "services/escalation/incident.h"
#include "tests/support/refused_alike.h"
#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_about.h"
#include "tests/unit/services/escalation/support_facts.h"
#include "tests/unit/services/escalation/support_incident.h"
#include "tests/unit/services/escalation/support_playbook.h"

static const struct item *
stages(struct trial *trial, uint8_t n, const char *who, const char *role)
{
    const struct stages_get query = {.case_id = case_id(n), .has_case_id = true};

    return say(trial, MESSAGE_stages_get_v1, &query, who, role);
}

static const struct item *
playbook(struct trial *trial, uint8_t n, const char *who, const char *role)
{
    const struct playbook_get query = {
        .kind = TEXT("media"),
        .case_id = case_id(n),
        .has_case_id = true};

    return say(trial, MESSAGE_playbook_get_v1, &query, who, role);
}

static const struct item *playbooks(struct trial *trial, const char *who, const char *role)
{
    const struct playbook_list query = {0};

    return say(trial, MESSAGE_playbook_list_v1, &query, who, role);
}

static const struct item *
incident(struct trial *trial, struct uuid id, const char *who, const char *role)
{
    const struct incident_get query = {.incident_id = id, .has_incident_id = true};

    return say(trial, MESSAGE_incident_get_v1, &query, who, role);
}

static void whoever_asks_is_named(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    assert_refused(stages(*state, 1, NULL, "L1"), "missing_field", "actorid");
    assert_refused(stages(*state, 1, "E1002", NULL), "missing_field", "actorrole");
    assert_refused(playbook(*state, 1, NULL, "L1"), "missing_field", "actorid");
    assert_refused(playbooks(*state, NULL, "L1"), "missing_field", "actorid");
    assert_refused(incident(*state, case_id(1), NULL, "L1"), "missing_field", "actorid");
}

static void only_roles_that_read_cases_are_told(void **state)
{
    static const char *const others[] = {"ops", "sysadmin", "nobody"};

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    start_playbook(*state, 1, "media", "seen", "L1");
    for (size_t i = 0; i < LENGTH(others); i++) {
        assert_refused(stages(*state, 1, "E9", others[i]), "forbidden", "actorrole");
        assert_refused(playbook(*state, 1, "E9", others[i]), "forbidden", "actorrole");
        assert_refused(playbooks(*state, "E9", others[i]), "forbidden", "actorrole");
        assert_refused(incident(*state, case_id(1), "E9", others[i]), "forbidden", "actorrole");
        assert_refused(
            start_playbook(*state, 1, "violence", "seen", others[i]),
            "forbidden",
            "actorrole"
        );
        assert_refused(close_playbook(*state, 1, "media", others[i]), "forbidden", "actorrole");
    }
    assert_int_equal(stages(*state, 1, "E9", "auditor")->outcome, OUTCOME_answered);
    assert_int_equal(playbook(*state, 1, "E9", "reception")->outcome, OUTCOME_answered);
}

/* Case 9 is not there: what is said of it is what whoever is recused hears of the others. */
static void nobody_is_told_of_a_complaint_about_themselves(void **state)
{
    receive_about(*state, 1, MONDAY, "E1001");
    queue_at(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY, MONDAY);
    assert_true(text_is(case_now(*state, 1)->about_employee, "E1001"));
    assert_refused(stages(*state, 9, "E1001", "L1"), "not_found", "data.case_id");
    assert_refused_alike(stages(*state, 1, "E1001", "L1"), stages(*state, 9, "E1001", "L1"));
    assert_refused_alike(stages(*state, 1, "E3001", "L3"), stages(*state, 9, "E3001", "L3"));
    assert_int_equal(stages(*state, 1, "E4001", "L4")->outcome, OUTCOME_answered);
    assert_refused_alike(
        playbook(*state, 1, "E1001", "L1"),
        playbook(*state, 9, "E1001", "L1")
    );
    assert_refused_alike(
        start_playbook(*state, 1, "media", "seen", "L3"), /* E3001 */
        start_playbook(*state, 9, "media", "seen", "L3")
    );
}

/* Neither do they change what follows from it: its grade, its facts, its statutory limit, its ladder. */
static void nobody_acts_on_a_complaint_about_themselves(void **state)
{
    const struct fact_record fact = {
        .fact = RECORDED_FACT_reported_to_management,
        .at = MONDAY};

    receive_about(*state, 1, MONDAY, "E4001");
    receive_about(*state, 2, MONDAY, "E2001");
    for (uint8_t n = 1; n <= 2; n++)
        queue_at(*state, n, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY, MONDAY);
    assert_refused_alike(record_as(*state, 1, fact, "L4"), record_as(*state, 9, fact, "L4"));
    assert_refused_alike(
        extend_as(*state, 1, 30, MONDAY, "L4"),
        extend_as(*state, 9, 30, MONDAY, "L4")
    );
    assert_refused_alike(
        regrade_case(*state, 2, CASE_GRADE_P4, "L3", "small"), /* E2001 */
        regrade_case(*state, 9, CASE_GRADE_P4, "L3", "small")
    );
    assert_int_equal(case_now(*state, 2)->grade, CASE_GRADE_P3);
}

static void router_tells_it_as_well_whichever_comes_first(void **state)
{
    const struct case_queued queued = {
        .queue = TEXT("q.complaint"),
        .case_type = CASE_TYPE_complaint,
        .code = TEXT("AC01"),
        .category = TEXT("accounts_deposits"),
        .grade = CASE_GRADE_P3,
        .due_at = MONDAY,
        .has_due_at = true,
        .received_at = MONDAY,
        .has_received_at = true,
        .channel = TEXT("web"),
        .about_employee = TEXT("E1001"),
    };
    const struct case_triage_needed triage = {
        .received_at = MONDAY,
        .has_received_at = true,
        .channel = TEXT("web"),
        .about_employee = TEXT("E1001"),
    };
    const struct case_classified classified = {
        .case_type = CASE_TYPE_complaint,
        .code = TEXT("AC01"),
        .category = TEXT("accounts_deposits"),
        .grade = CASE_GRADE_P3,
        .received_at = MONDAY,
        .has_received_at = true,
        .channel = TEXT("web"),
        .about_employee = TEXT("E1001"),
    };

    tell_at(*state, MESSAGE_case_queued_v1, 1, MONDAY, &queued);
    receive_on(*state, 1, MONDAY, "web");
    tell_at(*state, MESSAGE_case_triage_needed_v1, 2, MONDAY, &triage);
    tell_at(*state, MESSAGE_case_classified_v1, 3, MONDAY, &classified);
    for (uint8_t n = 1; n <= 3; n++)
        assert_refused_alike(
            stages(*state, n, "E1001", "L1"),
            stages(*state, 9, "E1001", "L1")
        );
}

static size_t members(const struct item *item)
{
    static struct arena arena;
    struct incident_view view;
    struct faults faults = {0};

    assert_int_equal(item->outcome, OUTCOME_answered);
    assert_int_equal(
        map_decode(
            item->reply.result,
            &incident_view_shape,
            DECODE_strict,
            "result",
            &arena,
            &faults,
            &view
        ),
        OK
    );
    size_t count = view.case_ids_count;
    arena_done(&arena);
    return count;
}

static void an_incident_shows_no_complaint_about_whoever_asks(void **state)
{
    struct uuid ids[3];

    receive_about(*state, 1, MONDAY, "E1001");
    complain_many(*state, 0, 20);
    for (uint8_t n = 0; n < LENGTH(ids); n++)
        ids[n] = case_id(n);
    set_keys(*state, &incident_members_list, ids, LENGTH(ids));
    assert_int_equal(members(incident(*state, incident_now(*state), "E1002", "L1")), 3);
    assert_int_equal(members(incident(*state, incident_now(*state), "E1001", "L1")), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(whoever_asks_is_named),
        TEST(only_roles_that_read_cases_are_told),
        TEST(nobody_is_told_of_a_complaint_about_themselves),
        TEST(nobody_acts_on_a_complaint_about_themselves),
        TEST(router_tells_it_as_well_whichever_comes_first),
        TEST(an_incident_shows_no_complaint_about_whoever_asks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
