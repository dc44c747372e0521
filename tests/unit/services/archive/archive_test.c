/* Tests of services/archive/archive.c: what the service's tables promise. */
#include "tests/unit/services/archive/support.h"

static void follows_every_other_stream_and_takes_every_event(void **state UNUSED)
{
    static const char *const streams[] = {"intake", "router", "desk", "escalation", "survey"};

    for (size_t i = 0; i < LENGTH(streams); i++) {
        size_t any = 0;
        for (size_t k = 0; k < archive_service.reaction_count; k++) {
            const struct reaction *reaction = &archive_service.reactions[k];
            assert_ptr_equal(reaction->decide, archive_take);
            any += strcmp(reaction->stream, streams[i]) == 0 && reaction->type == 0;
        }
        assert_int_equal(any, 1);
    }
}

/* The first that fits counts: what is read must stand before what is only kept. */
static void reads_what_says_where_a_package_stands(void **state UNUSED)
{
    static const int types[] = {
        MESSAGE_case_closed_v1,
        MESSAGE_case_reopened_v1,
        MESSAGE_clock_stopped_v1};

    for (size_t i = 0; i < LENGTH(types); i++)
        assert_int_equal(archive_service.reactions[i].type, types[i]);
}

static void reads_the_zone_of_its_numbers(void **state UNUSED)
{
    struct arena arena = {0};
    struct policy_set set = {.count = 0};

    assert_int_equal(archive_service.policies_load(&arena, "deploy/config", &set), OK);
    const struct archive_policies *policies = set.policies;
    assert_true(text_is(zone_name(policies->zone), "Asia/Shanghai"));
    assert_int_equal(zone_offset_at(policies->zone, CLOSED_MS), 8 * 3600);
    arena_done(&arena);
}

/* shouli_archive_packages_total: each version is a package that was written. */
static void each_version_of_a_package_is_counted(void **state UNUSED)
{
    struct arena arena = {0};
    struct tallies tallies = {.arena = &arena};
    struct package none = {.version = 0}, first = {.version = 1}, second = {.version = 2};

    archive_tally(&tallies, &package_record, NULL, &none);
    archive_tally(&tallies, &package_record, &none, &first);
    archive_tally(&tallies, &package_record, &first, &first); /* checked again */
    archive_tally(&tallies, &package_record, &first, &second);
    archive_tally(&tallies, &manifest_record, NULL, &first);
    tallies_commit(&tallies);
    assert_int_equal(metric_value(METRIC_shouli_archive_packages_total), 2);
    arena_done(&arena);
    metrics_done();
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_version_of_a_package_is_counted),
        cmocka_unit_test(follows_every_other_stream_and_takes_every_event),
        cmocka_unit_test(reads_what_says_where_a_package_stands),
        cmocka_unit_test(reads_the_zone_of_its_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
