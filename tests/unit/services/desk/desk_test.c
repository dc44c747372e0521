/* Tests of services/desk/desk.c: everything that proto/ gives to desk is answered, and its parts are listed. */
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

static void every_step_of_the_table_leads_to_an_event_of_desk(void **state UNUSED)
{
    for (size_t i = 0; i < transition_count; i++) {
        const struct message_shape *shape = message_shape_of(transitions[i].event);
        assert_int_equal(shape->kind, MESSAGE_event);
        assert_string_equal(shape->owner, "desk");
    }
}

static void listens_on_the_port_of_the_contract(void **state UNUSED)
{
    /* PROTOCOL section 4 */
    assert_int_equal(desk_service.port, 30);
    assert_string_equal(desk_service.name, "desk");
    assert_ptr_equal(desk_service.projection->record, &queued_case_record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_and_query_of_desk_has_an_answer),
        cmocka_unit_test(every_step_of_the_table_leads_to_an_event_of_desk),
        cmocka_unit_test(listens_on_the_port_of_the_contract),
    };
    return cmocka_run_group_tests_name("desk: the service", tests, NULL, NULL);
}
