/* Tests of services/desk/desk.c: everything that proto/ gives to desk is answered, and its parts are listed. */
#include "services/desk/decide_get.h"
#include "services/desk/desk.h"

#include "tests/unit/services/desk/desk_trial.h"

static void every_command_and_query_of_desk_has_an_answer(void **state UNUSED)
{
    for (int type = 1; type < MESSAGE_count; type++) {
        const struct message_shape *shape = message_shape_of((enum message_type)type);
        size_t found = 0;
        for (size_t i = 0; i < desk_service.answer_count; i++)
            found += desk_service.answers[i].type == type;
        if (shape->kind != MESSAGE_event && strcmp(shape->owner, "desk") == 0)
            assert_int_equal(found, 1);
        else if (strcmp(shape->owner, "*") != 0)
            assert_int_equal(found, 0);
    }
}

/* What the check of an answer says of a body without any field, which the codec has refused for something else. */
static enum error
check_of(const struct answer *answer, struct arena *arena, struct reply *ret_reply)
{
    const struct message_shape *shape = message_shape_of((enum message_type)answer->type);
    const struct message message = {.shape = shape};
    struct call call = {.message = &message, .arena = arena, .reply = ret_reply};

    return answer->check(&call, arena_zero(arena, shape->data->size));
}

/* PROTOCOL section 2: errors, all at once: a reason is missed together with the fields that the codec misses. */
static void every_command_with_a_reason_misses_it_at_once(void **state UNUSED)
{
    struct arena arena = {0};
    size_t found = 0;

    for (size_t i = 0; i < desk_service.answer_count; i++) {
        const struct answer *answer = &desk_service.answers[i];
        const struct message_shape *shape = message_shape_of((enum message_type)answer->type);
        struct reply reply = {0};
        size_t hint = 0;
        if (strcmp(shape->owner, "desk") != 0 ||
            !map_shape_find(shape->data, TEXT("reason"), &hint))
            continue;
        found++;
        assert_non_null(answer->check);
        assert_int_equal(check_of(answer, &arena, &reply), ERROR_refused);
        assert_int_equal(reply.faults.count, 1);
        assert_string_equal(reply.faults.list[0].code, "reason_required");
        /* Told by the codec, because it is too long or no text: once is enough. */
        assert_int_equal(check_of(answer, &arena, &reply), ERROR_refused);
        assert_int_equal(reply.faults.count, 1);
    }
    assert_true(found >= 11);
    arena_done(&arena);
}

static void a_question_about_no_case_is_missed_at_once(void **state UNUSED)
{
    static const struct message message = {.actorid = {"A", 1}};
    struct arena arena = {0};
    struct reply reply = {0};
    struct call call = {.message = &message, .arena = &arena, .reply = &reply};
    const struct case_get by_number = {.case_no = TEXT("GD1")};
    const struct case_get by_id = {.has_case_id = true};

    assert_int_equal(desk_check_get(&call, &by_number), OK);
    assert_int_equal(desk_check_get(&call, &by_id), OK);
    assert_int_equal(
        desk_check_get(&call, &(struct case_get){.has_version = true}),
        ERROR_refused
    );
    assert_int_equal(reply.faults.count, 1);
    assert_string_equal(reply.faults.list[0].code, "missing_field");
    assert_int_equal(
        desk_check_get(&call, &(struct case_get){.has_version = true}),
        ERROR_refused
    );
    assert_int_equal(reply.faults.count, 1);
    reply = (struct reply){0};
    assert_int_equal(
        refuse(&call, "invalid_field", "data.case_no", "is no text"),
        ERROR_refused
    );
    assert_int_equal(
        desk_check_get(&call, &(struct case_get){.has_version = true}),
        ERROR_refused
    );
    assert_int_equal(reply.faults.count, 1);
    arena_done(&arena);
}

static bool is_of_call_back(enum trigger trigger)
{
    return trigger >= TRIGGER_call_back_due && trigger <= TRIGGER_survey_expired;
}

/* But for call-backs, whose steps are survey's: its event says them. */
static void every_step_of_the_table_leads_to_an_event_of_desk_or_comes_from_one_of_survey(
    void **state UNUSED
)
{
    for (size_t i = 0; i < transition_count; i++) {
        const struct message_shape *shape = message_shape_of(transitions[i].event);
        assert_int_equal(shape->kind, MESSAGE_event);
        assert_string_equal(
            shape->owner,
            is_of_call_back(transitions[i].trigger) ? "survey" : "desk"
        );
    }
}

static void listens_on_the_port_of_the_contract(void **state UNUSED)
{
    /* PROTOCOL section 4 */
    assert_int_equal(desk_service.port, 30);
    assert_string_equal(desk_service.name, "desk");
    assert_ptr_equal(desk_service.projection->record, &queued_case_record);
}

static int64_t arrivals(const char *queue)
{
    return metric_value_labelled(METRIC_shouli_queue_arrivals_total, queue);
}

static int64_t completions(const char *queue)
{
    return metric_value_labelled(METRIC_shouli_queue_completions_total, queue);
}

/* A change of a case's row, committed. */
static void change(struct queued_case was, struct queued_case is)
{
    struct arena arena = {0};
    struct tallies tallies = {.arena = &arena};

    desk_tally(&tallies, &queued_case_record, was.version ? &was : NULL, &is);
    tallies_commit(&tallies);
    arena_done(&arena);
}

static struct queued_case at(enum case_state state, const char *queue, const char *owner)
{
    return (struct queued_case
    ){.state = state,
      .queue = text_of(queue),
      .owner = owner ? text_of(owner) : (struct text){0},
      .version = 1};
}

static void a_case_is_counted_when_it_begins_to_wait_in_a_queue(void **state UNUSED)
{
    const struct queued_case none = {.version = 0};

    change(none, at(CASE_STATE_queued, "q.a", NULL));
    assert_int_equal(arrivals("q.a"), 1);
    change(
        at(CASE_STATE_queued, "q.a", NULL),
        at(CASE_STATE_queued, "q.a", NULL)
    ); /* regraded */
    change(at(CASE_STATE_queued, "q.a", NULL), at(CASE_STATE_in_progress, "q.a", "E1"));
    assert_int_equal(arrivals("q.a"), 1);
    change(at(CASE_STATE_in_progress, "q.a", "E1"), at(CASE_STATE_queued, "q.a", NULL));
    assert_int_equal(arrivals("q.a"), 2);
    change(at(CASE_STATE_queued, "q.a", NULL), at(CASE_STATE_queued, "q.b", NULL));
    assert_int_equal(arrivals("q.a"), 2);
    assert_int_equal(arrivals("q.b"), 1);
    assert_int_equal(completions("q.a"), 0);
    metrics_done();
}

static void a_case_is_done_when_no_work_on_it_is_going_on(void **state UNUSED)
{
    change(at(CASE_STATE_in_progress, "q.a", "E1"), at(CASE_STATE_resolved, "q.a", NULL));
    assert_int_equal(completions("q.a"), 1);
    change(at(CASE_STATE_resolved, "q.a", NULL), at(CASE_STATE_closed, "q.a", NULL));
    assert_int_equal(completions("q.a"), 1); /* it was done already */
    change(at(CASE_STATE_closed, "q.a", NULL), at(CASE_STATE_queued, "q.a", NULL));
    change(at(CASE_STATE_queued, "q.a", NULL), at(CASE_STATE_withdrawn, "q.a", NULL));
    assert_int_equal(completions("q.a"), 2);
    assert_int_equal(arrivals("q.a"), 1);
    metrics_done();
}

static void rows_that_are_no_case_count_nothing(void **state UNUSED)
{
    struct arena arena = {0};
    struct tallies tallies = {.arena = &arena};
    const struct worker worker = {.held = 1};

    desk_tally(&tallies, &worker_record, NULL, &worker);
    assert_null(tallies.first);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_and_query_of_desk_has_an_answer),
        cmocka_unit_test(every_command_with_a_reason_misses_it_at_once),
        cmocka_unit_test(a_question_about_no_case_is_missed_at_once),
        cmocka_unit_test(
            every_step_of_the_table_leads_to_an_event_of_desk_or_comes_from_one_of_survey
        ),
        cmocka_unit_test(a_case_is_counted_when_it_begins_to_wait_in_a_queue),
        cmocka_unit_test(a_case_is_done_when_no_work_on_it_is_going_on),
        cmocka_unit_test(rows_that_are_no_case_count_nothing),
        cmocka_unit_test(listens_on_the_port_of_the_contract),
    };
    return cmocka_run_group_tests_name("desk: the service", tests, NULL, NULL);
}
