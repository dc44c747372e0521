/* Tests of services/intake/intake.c: what the service shows the engine. */
#include "services/intake/intake.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/unit/services/intake/support.h"

static struct arena arena;
static struct policy_set set;

static void answers_requests_and_the_operators(void **state UNUSED)
{
    static const int types[] = {
        MESSAGE_request_submitted_v1,
        MESSAGE_ledger_day_v1,
        MESSAGE_ledger_ids_v1,
        MESSAGE_dead_retry_v1,
        MESSAGE_dead_drop_v1,
        MESSAGE_dead_list_v1,
        MESSAGE_ledger_get_v1,
        MESSAGE_trace_get_v1,
        MESSAGE_service_reload_v1,
    };

    assert_string_equal(intake_service.name, "intake");
    assert_int_equal(intake_service.port, 10);
    assert_int_equal(intake_service.answer_count, LENGTH(types));
    for (size_t i = 0; i < LENGTH(types); i++)
        assert_int_equal(intake_service.answers[i].type, types[i]);
    assert_int_equal(intake_service.reaction_count, 0);
    assert_null(intake_service.projection);
}

static void the_shipped_policies_load_and_are_noted_for_the_event(void **state UNUSED)
{
    assert_int_equal(intake_service.policies_load(&arena, "deploy/config", &set), OK);
    const struct intake_policies *policies = set.policies;
    assert_true(policies->channels.count >= 14);
    assert_true(text_is(zone_name(policies->zone), "Asia/Shanghai"));
    assert_int_equal(set.count, 1);
    assert_true(text_is(set.file[0].name, "channels"));
    assert_true(text_equal(set.file[0].version, policies->channels.version));
}

static void a_folder_without_channels_is_a_fault_with_its_path(void **state UNUSED)
{
    assert_int_equal(intake_service.policies_load(&arena, "/nowhere", &set), ERROR_config);
    assert_non_null(strstr(set.faults.at, "/nowhere/channels.yaml"));
}

/* CH-09: add channel `video` by configuration, case created without rebuild */
static void a_new_channel_needs_a_line_and_no_program(void **state UNUSED)
{
    char folder[] = "/tmp/shouli-intake-XXXXXX";
    char path[64];

    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/channels.yaml", folder);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(
        "name: channels\nversion: 9\nchannels: {video: {sync: true, zh: 视频, en: video}}\n",
        file
    );
    assert_int_equal(fclose(file), 0);
    assert_int_equal(intake_service.policies_load(&arena, folder, &set), OK);
    const struct intake_policies *policies = set.policies;
    assert_non_null(channels_find(&policies->channels, TEXT("video")));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
}

static int forget(void **state UNUSED)
{
    arena_done(&arena);
    set = (struct policy_set){0};
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(answers_requests_and_the_operators, begin, end),
        cmocka_unit_test_teardown(
            the_shipped_policies_load_and_are_noted_for_the_event,
            forget
        ),
        cmocka_unit_test_teardown(a_folder_without_channels_is_a_fault_with_its_path, forget),
        cmocka_unit_test_teardown(a_new_channel_needs_a_line_and_no_program, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
