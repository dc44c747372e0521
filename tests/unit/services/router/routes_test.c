/* Tests of services/router/routes.c and of deploy/config/routes.yaml: REQUIREMENTS CL-04, 5.1
 * last rule. */
#include "services/router/routes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena arena;
static struct taxonomy taxonomy;
static struct routes shipped;

static int load_shipped(void **state UNUSED)
{
    struct yaml yaml;

    assert_int_equal(yaml_read_file(&yaml, &arena, "deploy/config/taxonomy.yaml"), OK);
    assert_int_equal(taxonomy_from_yaml(&yaml, &taxonomy), OK);
    assert_int_equal(yaml_read_file(&yaml, &arena, "deploy/config/routes.yaml"), OK);
    if (routes_from_yaml(&yaml, &taxonomy, &shipped) != OK)
        fail_msg("%s", yaml.faults.at);
    return 0;
}

static int drop_shipped(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static struct routed_matter matter_of(const char *code, const char *type)
{
    return (struct routed_matter){
        .outcome = VERDICT_routed,
        .type = matter_type_of(text_of(type)),
        .code = taxonomy_find(&taxonomy, text_of(code)),
        .grade = 4,
        .party = TEXT("person"),
        .channel = TEXT("app"),
        .language = TEXT("zh-CN"),
    };
}

static void assert_place(
    const struct routed_matter *matter,
    const char *queue,
    const char *skill,
    const char *preferred
)
{
    struct place place = routes_find(&shipped, matter);

    if (!text_is(place.queue, queue))
        fail_msg("%s, not %s, by %s", place.queue.at, queue, place.route.at);
    assert_true(place.skills.count > 0);
    assert_true(text_is(place.skills.at[0], skill));
    if (preferred)
        assert_true(place.preferred.count > 0 && text_is(place.preferred.at[0], preferred));
    else
        assert_int_equal(place.preferred.count, 0);
}

static void sends_questions_and_applications_to_the_queue_of_the_subject(void **state UNUSED)
{
    static const char *const rows[][4] = {
        {"AC05", "Z", "q.account", "account"},
        {"CR07", "B", "q.card", "card"},
        {"TR01", "Z", "q.payment", "payment"},
        {"LN03", "B", "q.loan", "loan"},
        {"WM01", "Z", "q.wealth", "wealth"},
        {"DC02", "J", "q.digital", "digital"},
        {"LS02", "B", "q.urgent", "urgent"},
        {"FD04", "Z", "q.fraud", "fraud"},
        {"CO02", "B", "q.collection", "collection"},
        {"FW05", "J", "q.service", "service"},
        {"PI03", "B", "q.privacy", "privacy"},
        {"QT02", "Z", "q.general", "corporate"},
    };
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct routed_matter matter = matter_of(rows[i][0], rows[i][1]);
        assert_place(&matter, rows[i][2], rows[i][3], NULL);
    }
}

static void sends_complaints_to_theirs_with_the_business_skill_second(void **state UNUSED)
{
    struct routed_matter matter = matter_of("LN03", "T");
    assert_place(&matter, "q.complaint", "complaint", "loan");
}

static void sends_the_urgent_and_disputes_to_theirs(void **state UNUSED)
{
    struct routed_matter matter = matter_of("LS01", "U");
    assert_place(&matter, "q.urgent", "urgent", "urgent");
    matter = matter_of("TR07", "U");
    assert_place(&matter, "q.urgent", "urgent", "payment");
    matter = matter_of("FD01", "D");
    assert_place(&matter, "q.fraud", "fraud", "fraud");
}

static void sends_the_unsure_and_the_out_of_scope_to_triage(void **state UNUSED)
{
    struct routed_matter matter = matter_of("AC01", "Z");
    matter.outcome = VERDICT_triage;
    assert_place(&matter, "q.triage", "triage", NULL);
    matter.outcome = VERDICT_out_of_scope;
    matter.code = -1;
    assert_place(&matter, "q.triage", "triage", NULL);
}

static void does_not_let_the_urgent_wait_in_triage(void **state UNUSED)
{
    struct routed_matter matter = matter_of("", "U");
    matter.outcome = VERDICT_triage;
    assert_place(&matter, "q.urgent", "urgent", NULL);
    matter = matter_of("", "T");
    matter.outcome = VERDICT_triage;
    matter.tags = TAG_BIT(TAG_life_threat);
    assert_place(&matter, "q.urgent", "urgent", NULL);
}

static void sends_what_regulators_forward_to_those_who_answer_them(void **state UNUSED)
{
    struct routed_matter matter = matter_of("CO05", "T");
    matter.channel = TEXT("regulator_nfra");
    struct place place = routes_find(&shipped, &matter);
    assert_true(text_is(place.queue, "q.complaint"));
    assert_true(text_is(place.skills.at[1], "regulator"));
    matter.channel = TEXT("app");
    matter.tags = TAG_BIT(TAG_regulator_source);
    assert_true(text_is(routes_find(&shipped, &matter).route, "regulator_text"));
}

static void transfers_out_by_channel_never_by_text(void **state UNUSED)
{
    /* REQUIREMENTS 5.15 rule 14 */
    struct routed_matter matter = matter_of("QT05", "T");
    assert_int_equal(routes_find(&shipped, &matter).type, MATTER_complaint);
    matter.channel = TEXT("petition");
    assert_int_equal(routes_find(&shipped, &matter).type, MATTER_transfer_out);
}

static void asks_for_english_by_the_first_part_of_the_language(void **state UNUSED)
{
    static const struct {
        const char *language;
        bool english;
    } rows[] = {{"en", true}, {"en-GB", true}, {"zh", false}, {"enm", false}, {"", false}};

    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct routed_matter matter = matter_of("CR02", "Z");
        matter.language = text_of(rows[i].language);
        assert_place(
            &matter,
            "q.card",
            rows[i].english ? "english" : "card",
            rows[i].english ? "card" : NULL
        );
    }
}

static void keeps_companies_together_for_everyday_subjects_only(void **state UNUSED)
{
    /* REQUIREMENTS 5.15 rule 12: the code stays the product's */
    struct routed_matter matter = matter_of("TR03", "B");
    matter.party = TEXT("org");
    assert_place(&matter, "q.general", "corporate", "payment");
    matter = matter_of("LN02", "Z");
    matter.party = TEXT("org");
    assert_place(&matter, "q.loan", "loan", NULL);
}

/* CL-04: no input leaves without a queue. */
static void has_a_queue_for_every_combination(void **state UNUSED)
{
    static const char *const channels[] = {"phone", "petition", "pboc", "unheard_of", ""};
    static const char *const parties[] = {"person", "org", "internal", ""};

    for (int code = -1; code < (int)taxonomy.subcategory_count; code++) {
        for (enum matter_type type = MATTER_none; type < MATTER_TYPES; type++) {
            for (size_t i = 0; i < LENGTH(channels) * LENGTH(parties) * 3 * 5; i++) {
                struct routed_matter matter = {
                    .code = code,
                    .type = type,
                    .channel = text_of(channels[i % 5]),
                    .party = text_of(parties[i / 5 % 4]),
                    .outcome = (enum verdict)(i / 20 % 3),
                    .grade = (int)(i / 60),
                };
                struct place place = routes_find(&shipped, &matter);
                assert_true(text_starts(place.queue, TEXT("q.")));
                assert_true(place.skills.count > 0);
            }
        }
    }
}

static struct routes made;

static enum error load(struct yaml *yaml, const char *routes)
{
    struct text text = arena_format(&arena, "version: 1\nroutes:\n%s", routes);

    assert_int_equal(yaml_read_text(yaml, &arena, text), OK);
    return routes_from_yaml(yaml, &taxonomy, &made);
}

static void takes_the_first_route_that_fits(void **state UNUSED)
{
    struct yaml yaml;
    struct routed_matter matter = matter_of("AC01", "Z");

    assert_int_equal(
        load(
            &yaml,
            "- {id: p1, grade: [P1], queue: q.one}\n"
            "- {id: low, grade: [P3, P4], category: [accounts_deposits], queue: q.two}\n"
            "- {id: rest, queue: q.three}\n"
        ),
        OK
    );
    assert_true(text_is(routes_find(&made, &matter).queue, "q.two"));
    matter.grade = 1;
    assert_true(text_is(routes_find(&made, &matter).queue, "q.one"));
    matter.grade = 2;
    assert_true(text_is(routes_find(&made, &matter).queue, "q.three"));
    matter.grade = 0;
    assert_true(text_is(routes_find(&made, &matter).queue, "q.three"));
    matter = matter_of("LN01", "Z");
    assert_true(text_is(routes_find(&made, &matter).queue, "q.three"));
}

static void looks_at_the_accepting_unit_whole_or_by_its_beginning(void **state UNUSED)
{
    static const char *const rows[][2] = {
        {"hd-01", "q.one"},
        {"hd-", "q.one"},
        {"hd", "q.three"},
        {"xc-07", "q.two"},
        {"xc-071", "q.three"},
        {"", "q.three"},
    };
    struct yaml yaml;

    assert_int_equal(
        load(
            &yaml,
            "- {id: a, unit: [hd-*], queue: q.one}\n"
            "- {id: b, unit: [xc-07, xc-08], queue: q.two}\n"
            "- {id: c, queue: q.three}\n"
        ),
        OK
    );

    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct routed_matter matter = matter_of("AC01", "Z");
        matter.unit = text_of(rows[i][0]);
        struct place place = routes_find(&made, &matter);
        if (!text_is(place.queue, rows[i][1]))
            fail_msg("unit '%s': %s, not %s", rows[i][0], place.queue.at, rows[i][1]);
    }
}

static void a_route_with_a_unit_is_no_default(void **state UNUSED)
{
    struct yaml yaml;

    assert_int_equal(load(&yaml, "- {id: a, unit: [hd-*], queue: q.a}\n"), ERROR_config);
}

static void says_whom_the_work_suits_and_whom_it_must_not_reach(void **state UNUSED)
{
    struct yaml yaml;
    struct text text =
        TEXT("- {id: a, queue: q.a, skills: [complaint], preferred: [senior, category, loan],"
             " forbidden: [trainee], exclude: [lab, about_unit]}\n");
    assert_int_equal(load(&yaml, text.at), OK);
    struct routed_matter matter = matter_of("LN01", "T");

    matter.about_unit = TEXT("hd-01");
    struct place place = routes_find(&made, &matter);
    assert_int_equal(place.number, 1);
    assert_int_equal(place.preferred.count, 2); /* the category's own first, none twice */
    assert_true(text_is(place.preferred.at[0], "loan"));
    assert_true(text_is(place.preferred.at[1], "senior"));
    assert_int_equal(place.forbidden.count, 1);
    assert_true(text_is(place.forbidden.at[0], "trainee"));
    assert_int_equal(place.excluded_units.count, 2);
    assert_true(text_is(place.excluded_units.at[0], "lab"));
    assert_true(text_is(place.excluded_units.at[1], "hd-01"));

    matter.about_unit = (struct text){0};
    matter.code = -1;
    place = routes_find(&made, &matter);
    assert_int_equal(place.excluded_units.count, 1);
    assert_int_equal(place.preferred.count, 2);
    assert_true(text_is(place.preferred.at[0], "senior"));
}

static void levels_travel_with_the_skills(void **state UNUSED)
{
    struct yaml yaml;
    struct routed_matter matter = matter_of("LN01", "T");

    assert_int_equal(
        load(
            &yaml,
            "- {id: a, queue: q.a, skills: ['complaint:1'], preferred: ['senior:5'],"
            " forbidden: ['trainee:2']}\n"
        ),
        OK
    );
    struct place place = routes_find(&made, &matter);
    assert_true(text_is(place.skills.at[0], "complaint:1"));
    assert_true(text_is(place.preferred.at[0], "senior:5"));
    assert_true(text_is(place.forbidden.at[0], "trainee:2"));
}

/* CL-08: the staff of the unit complained about never gets the complaint. */
static void a_complaint_never_goes_to_the_unit_it_is_about(void **state UNUSED)
{
    struct routed_matter matter = matter_of("FW01", "T");

    matter.about_unit = TEXT("hd-01");
    struct place place = routes_find(&shipped, &matter);
    assert_int_equal(place.excluded_units.count, 1);
    assert_true(text_is(place.excluded_units.at[0], "hd-01"));
}

static void refuses_a_table_that_is_wrong(void **state UNUSED)
{
    static const char *const rows[][2] = {
        {"- {id: a, type: [consult], queue: q.a}\n", "the last route must name a queue"},
        {"- {id: a, queue: category}\n", "the last route must name a queue"},
        {"  []\n", "the last route must name a queue"},
        {"- {id: a, queue: a}\n", "begins with 'q.'"},
        {"- {id: a, queue: q.a}\n- {id: a, queue: q.a}\n", "stands twice"},
        {"- {id: a, type: [nothing], queue: q.a}\n", "no type 'nothing'"},
        {"- {id: a, outcome: [nothing], queue: q.a}\n", "no outcome 'nothing'"},
        {"- {id: a, grade: [P5], queue: q.a}\n", "no grade 'P5'"},
        {"- {id: a, grade: [P0], queue: q.a}\n", "no grade 'P0'"},
        {"- {id: a, tags: [nothing], queue: q.a}\n", "no tags 'nothing'"},
        {"- {id: a, category: [nothing], queue: q.a}\n", "no category 'nothing'"},
        {"- {id: a, party: [people], queue: q.a}\n", "no party 'people'"},
        {"- {id: a, code: [XX01], queue: q.a}\n", "no code 'XX01'"},
        {"- {id: a, becomes: nothing, queue: q.a}\n", "no type 'nothing'"},
        {"- {id: a, secondary: [b], queue: q.a}\n", "unknown key 'secondary'"},
        {"- {id: a, skills: [b], forbidden: [b], queue: q.a}\n", "needed and forbidden"},
        {"- {id: a, skills: ['b:2'], forbidden: [b], queue: q.a}\n", "needed and forbidden"},
        {"- {id: a, skills: ['b:0'], queue: q.a}\n", "'b:0' is no skill with a level"},
        {"- {id: a, preferred: ['b:6'], queue: q.a}\n", "'b:6' is no skill with a level"},
        {"- {id: a, forbidden: ['b:12'], queue: q.a}\n", "'b:12' is no skill with a level"},
        {"- {id: a, skills: [':1'], queue: q.a}\n", "':1' is no skill with a level"},
        {"- {id: a, colour: red, queue: q.a}\n", "unknown key 'colour'"},
        {"- {queue: q.a}\n", "'id' is missing"},
    };
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct yaml yaml;
        assert_int_equal(load(&yaml, rows[i][0]), ERROR_config);
        if (!strstr(yaml.faults.at, rows[i][1]))
            fail_msg("'%s' is not among: %s", rows[i][1], yaml.faults.at);
    }
}

static enum error load_many(size_t count)
{
    struct yaml yaml;
    struct text text = TEXT("");

    for (size_t i = 0; i < count; i++)
        text = arena_format(&arena, "%s- {id: r%zu, queue: q.a}\n", text.at, i);
    return load(&yaml, text.at);
}

static void takes_as_many_routes_as_its_limit(void **state UNUSED)
{
    assert_int_equal(load_many(ROUTES_MAX - 1), OK);
    assert_int_equal(load_many(ROUTES_MAX), OK);
    assert_int_equal(load_many(ROUTES_MAX + 1), ERROR_config);
}

static enum error load_words(const char *key, size_t count)
{
    struct yaml yaml;
    struct text words = TEXT("a");

    for (size_t i = 1; i < count; i++)
        words = arena_format(&arena, "%s, a", words.at);
    struct text text = arena_format(
        &arena,
        "- {id: a, %s: [%s], queue: q.a}\n- {id: b, queue: q.b}\n",
        key,
        words.at
    );
    return load(&yaml, text.at);
}

static void takes_as_many_words_as_its_limits(void **state UNUSED)
{
    assert_int_equal(load_words("channel", ROUTE_LIST_MAX - 1), OK);
    assert_int_equal(load_words("channel", ROUTE_LIST_MAX), OK);
    assert_int_equal(load_words("channel", ROUTE_LIST_MAX + 1), ERROR_config);
    assert_int_equal(load_words("skills", TAXONOMY_LIST_MAX - 1), OK);
    assert_int_equal(load_words("skills", TAXONOMY_LIST_MAX), OK);
    assert_int_equal(load_words("skills", TAXONOMY_LIST_MAX + 1), ERROR_config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sends_questions_and_applications_to_the_queue_of_the_subject),
        cmocka_unit_test(sends_complaints_to_theirs_with_the_business_skill_second),
        cmocka_unit_test(sends_the_urgent_and_disputes_to_theirs),
        cmocka_unit_test(sends_the_unsure_and_the_out_of_scope_to_triage),
        cmocka_unit_test(does_not_let_the_urgent_wait_in_triage),
        cmocka_unit_test(sends_what_regulators_forward_to_those_who_answer_them),
        cmocka_unit_test(transfers_out_by_channel_never_by_text),
        cmocka_unit_test(asks_for_english_by_the_first_part_of_the_language),
        cmocka_unit_test(keeps_companies_together_for_everyday_subjects_only),
        cmocka_unit_test(has_a_queue_for_every_combination),
        cmocka_unit_test(takes_the_first_route_that_fits),
        cmocka_unit_test(looks_at_the_accepting_unit_whole_or_by_its_beginning),
        cmocka_unit_test(a_route_with_a_unit_is_no_default),
        cmocka_unit_test(says_whom_the_work_suits_and_whom_it_must_not_reach),
        cmocka_unit_test(levels_travel_with_the_skills),
        cmocka_unit_test(a_complaint_never_goes_to_the_unit_it_is_about),
        cmocka_unit_test(refuses_a_table_that_is_wrong),
        cmocka_unit_test(takes_as_many_routes_as_its_limit),
        cmocka_unit_test(takes_as_many_words_as_its_limits),
    };
    return cmocka_run_group_tests_name("routes", tests, load_shipped, drop_shipped);
}
