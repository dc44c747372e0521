/* Tests of common/engine/allow.c: who may do what (PROTOCOL section 5). */
#include "common/clock.h"
#include "common/metrics.h"
#include "tests/unit/common/engine/allow_text.h"

static const char list[] = "clients:\n"
                           "  - name: app\n"
                           "    key: \"" KEY_A "\"\n"
                           "    sources: [/bank/app, /bank/web]\n"
                           "    send: [request.submitted.v1, \"case.*\"]\n"
                           "    follow: [\"case.*\", sla.warning.v1]\n"
                           "    actors: [u-1, \"t-*\"]\n"
                           "    share: 0.25\n"
                           "  - name: desk\n"
                           "    key: \"" KEY_B "\"\n"
                           "    follow: [\"*\"]\n"
                           "    actors: any\n"
                           "  - name: mute\n"
                           "    key: \"" KEY_C "\"\n"
                           "    actors: none\n";

static void finds_a_client_by_its_key(void **state)
{
    struct bench *bench = *state;

    bench_allow(bench, list);
    assert_true(text_is(allow_find(bench->engine.allow, KEY_A)->name, "app"));
    assert_true(text_is(allow_find(bench->engine.allow, KEY_B)->name, "desk"));
    assert_null(allow_find(bench->engine.allow, "AAAA"));
    assert_null(allow_find(bench->engine.allow, ""));
}

static void allows_sources_by_prefix(void **state)
{
    struct bench *bench = *state;

    bench_allow(bench, list);
    const struct client *app = allow_find(bench->engine.allow, KEY_A);
    assert_true(client_may_use_source(app, TEXT("/bank/app")));
    assert_true(client_may_use_source(app, TEXT("/bank/app/ios")));
    assert_false(client_may_use_source(app, TEXT("/bank/ap")));
    assert_false(client_may_use_source(app, TEXT("/bank/teller")));
    assert_false(client_may_use_source(allow_find(bench->engine.allow, KEY_B), TEXT("/x")));
}

static void allows_types_exactly_or_by_a_star(void **state)
{
    struct bench *bench = *state;

    bench_allow(bench, list);
    const struct client *app = allow_find(bench->engine.allow, KEY_A);
    assert_true(client_may_send(app, TEXT("request.submitted.v1")));
    assert_false(client_may_send(app, TEXT("request.submitted.v10")));
    assert_false(client_may_send(app, TEXT("request.submitted.v")));
    assert_true(client_may_send(app, TEXT("case.")));
    assert_true(client_may_send(app, TEXT("case.note.v1")));
    assert_false(client_may_send(app, TEXT("case")));
    assert_false(client_may_send(app, TEXT("sla.warning.v1")));
    assert_false(client_may_send(allow_find(bench->engine.allow, KEY_C), TEXT("case.note.v1")));
}

static void allows_to_follow_types_or_everything(void **state)
{
    struct bench *bench = *state;

    bench_allow(bench, list);
    const struct client *app = allow_find(bench->engine.allow, KEY_A);
    const struct client *desk = allow_find(bench->engine.allow, KEY_B);
    assert_true(client_may_follow(app, TEXT("case.")));
    assert_true(client_may_follow(app, TEXT("sla.warning.v1")));
    assert_false(client_may_follow(app, TEXT("sla.")));
    assert_false(client_may_follow(app, TEXT("")));
    assert_true(client_may_follow_from(app, TEXT("case.closed.v1")));
    assert_false(client_may_follow_from(app, TEXT("sla.warning.v1"))
    ); /* no star: that type alone */
    assert_true(client_may_follow_from(desk, TEXT("")));
    assert_false(client_may_follow_all(app));
    assert_true(client_may_follow_all(desk));
    assert_true(client_may_follow(desk, TEXT("")));
    assert_false(client_may_follow_all(allow_find(bench->engine.allow, KEY_C)));
}

static void allows_actors_none_a_list_or_any(void **state)
{
    struct bench *bench = *state;

    bench_allow(bench, list);
    const struct client *app = allow_find(bench->engine.allow, KEY_A);
    const struct client *mute = allow_find(bench->engine.allow, KEY_C);
    assert_true(client_may_act_for(app, TEXT("u-1")));
    assert_false(client_may_act_for(app, TEXT("u-12")));
    assert_true(client_may_act_for(app, TEXT("t-9")));
    assert_true(client_may_act_for(allow_find(bench->engine.allow, KEY_B), TEXT("anyone")));
    assert_false(client_may_act_for(mute, TEXT("u-1")));
    assert_true(client_may_act_for(mute, (struct text){0})); /* names nobody */
}

static void reads_the_share_of_capacity(void **state)
{
    struct bench *bench = *state;

    bench_allow(bench, list);
    assert_int_equal(allow_find(bench->engine.allow, KEY_A)->share_permille, 250);
    assert_int_equal(allow_find(bench->engine.allow, KEY_B)->share_permille, 1000);
}

static int64_t now_ms;

static int64_t tell_now(void)
{
    return now_ms;
}

/* Below, at and above the end (SE-15). */
static void forgets_a_key_at_its_end(void **state)
{
    struct bench *bench = *state;

    bench_allow(
        bench,
        "clients:\n  - name: a\n    key: \"" KEY_A "\"\n    until: 2027-01-31T00:00:00+08:00\n"
        "  - name: b\n    key: \"" KEY_B "\"\n    until: 2027-01-30T16:00:00.001Z\n"
        "  - name: c\n    key: \"" KEY_C "\"\n"
    );
    assert_int_equal(
        metric_value(METRIC_shouli_key_expiry_timestamp_seconds),
        INT64_C(1801324800000000)
    );
    clock_inject(tell_now);
    now_ms = INT64_C(1801324799999);
    assert_non_null(allow_find(bench->engine.allow, KEY_A));
    now_ms++;
    assert_null(allow_find(bench->engine.allow, KEY_A));
    assert_non_null(allow_find(bench->engine.allow, KEY_B));
    now_ms++;
    assert_null(allow_find(bench->engine.allow, KEY_B));
    assert_non_null(allow_find(bench->engine.allow, KEY_C));
    /* What the service's clock says counts: the host's may have been set by mistake. */
    allow_tell_time(bench->engine.allow, INT64_C(1801324799999));
    assert_non_null(allow_find(bench->engine.allow, KEY_A));
    allow_tell_time(bench->engine.allow, INT64_C(1801324800000));
    assert_null(allow_find(bench->engine.allow, KEY_A));
    clock_inject(NULL);
    bench_allow(bench, list);
    assert_int_equal(metric_value(METRIC_shouli_key_expiry_timestamp_seconds), 0);
}

static void keeps_what_waits_over_a_reload(void **state)
{
    struct bench *bench = *state;

    bench_allow(bench, list);
    allow_find(bench->engine.allow, KEY_B)->waiting = 17;
    bench_allow(bench, "clients:\n  - name: d\n    key: \"" KEY_B "\"\n");
    assert_int_equal(allow_find(bench->engine.allow, KEY_B)->waiting, 17);
    assert_null(allow_find(bench->engine.allow, KEY_A));
}

static void keeps_the_old_list_when_the_new_one_is_wrong(void **state)
{
    struct bench *bench = *state;
    struct text faults = {0};

    bench_allow(bench, list);
    assert_int_equal(
        allow_from(&bench->engine.allow, TEXT("clients: 5\n"), &bench->arena, &faults),
        ERROR_config
    );
    assert_non_null(faults.at);
    assert_non_null(allow_find(bench->engine.allow, KEY_A));
    assert_int_equal(
        allow_read(&bench->engine.allow, "/nowhere/allow.yaml", &bench->arena, &faults),
        ERROR_config
    );
    assert_non_null(allow_find(bench->engine.allow, KEY_A));
}

static void names_faults_with_their_lines(void **state)
{
    static const struct {
        const char *yaml, *line, *word;
    } cases[] = {
        {"clients:\n  - name: a\n    key: short\n", ":2:", "40 characters"},
        {"clients:\n  - name: a\n    key: \"" KEY_A "x\"\n", ":2:", "40 characters"},
        {"clients:\n  - name: a\n    key: \"" KEY_A "\"\n    actors: some\n", ":4:", "actors"},
        {"clients:\n  - name: a\n    key: \"" KEY_A "\"\n    shares: 1\n", ":4:", "shares"},
        {"clients:\n  - name: a\n    key: \"" KEY_A "\"\n    share: 1.1\n", ":4:", "share"},
        {"clients:\n  - name: a\n    key: \"" KEY_A "\"\n  - name: b\n    key: \"" KEY_A "\"\n",
         ":4:",
         "twice"},
        {"clients:\n  - name: a\n    key: \"" KEY_A "\"\n    until: 2027-01-31\n",
         ":4:",
         "until"},
        {"clients:\n  - key: \"" KEY_A "\"\n", ":2:", "name"},
        {"{}\n", "", "clients"},
    };
    struct bench *bench = *state;

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct text faults = {0};
        struct text yaml = text_of(cases[i].yaml);
        assert_int_equal(
            allow_from(&bench->engine.allow, yaml, &bench->arena, &faults),
            ERROR_config
        );
        if (!strstr(faults.at, cases[i].line) || !strstr(faults.at, cases[i].word))
            fail_msg("case %zu: %s", i, faults.at);
    }
    assert_null(bench->engine.allow);
}

static struct text clients_yaml(struct arena *arena, size_t count)
{
    char *at = arena_take(arena, 16 + count * 80);
    size_t length = (size_t)snprintf(at, 16, "clients:\n");

    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(at + length, 80, "  - {name: c, key: \"%040zu\"}\n", i);
    return (struct text){at, length};
}

static void has_room_for_allow_clients_max(void **state)
{
    static const size_t counts[] = {ALLOW_CLIENTS_MAX - 1, ALLOW_CLIENTS_MAX};
    struct bench *bench = *state;
    struct text faults = {0};
    char last[CURVE_TEXT_LENGTH + 1];

    for (size_t i = 0; i < LENGTH(counts); i++) {
        struct text yaml = clients_yaml(&bench->arena, counts[i]);
        assert_int_equal(allow_from(&bench->engine.allow, yaml, &bench->arena, &faults), OK);
        snprintf(last, sizeof(last), "%040zu", counts[i] - 1);
        assert_non_null(allow_find(bench->engine.allow, last));
    }
    struct text over = clients_yaml(&bench->arena, ALLOW_CLIENTS_MAX + 1);
    assert_int_equal(
        allow_from(&bench->engine.allow, over, &bench->arena, &faults),
        ERROR_config
    );
    assert_non_null(strstr(faults.at, "at most 4096 clients"));
}

static void has_room_for_allow_words_max(void **state)
{
    struct bench *bench = *state;

    for (int count = ALLOW_WORDS_MAX - 1; count <= ALLOW_WORDS_MAX + 1; count++) {
        char yaml[2048];
        struct text faults = {0};
        int length = snprintf(
            yaml,
            sizeof(yaml),
            "clients:\n  - name: a\n    key: \"" KEY_A "\"\n    send: ["
        );
        for (int i = 0; i < count; i++)
            length += snprintf(yaml + length, 16, "%st.%d", i ? ", " : "", i);
        snprintf(yaml + length, 4, "]\n");
        enum error error =
            allow_from(&bench->engine.allow, text_of(yaml), &bench->arena, &faults);
        assert_int_equal(error, count > ALLOW_WORDS_MAX ? ERROR_config : OK);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finds_a_client_by_its_key),
        TEST(allows_sources_by_prefix),
        TEST(allows_types_exactly_or_by_a_star),
        TEST(allows_to_follow_types_or_everything),
        TEST(allows_actors_none_a_list_or_any),
        TEST(reads_the_share_of_capacity),
        TEST(forgets_a_key_at_its_end),
        TEST(keeps_what_waits_over_a_reload),
        TEST(keeps_the_old_list_when_the_new_one_is_wrong),
        TEST(names_faults_with_their_lines),
        TEST(has_room_for_allow_clients_max),
        TEST(has_room_for_allow_words_max),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
