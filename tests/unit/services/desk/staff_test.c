/* Tests of services/desk/staff.c, deploy/config/roles.yaml and deploy/config/staff.yaml: REQUIREMENTS 1.21, CL-08, TR-04. */
#include "services/desk/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* The end of 2026-12-31 in Shanghai. */
#define YEAR_END INT64_C(1798732800000)

static struct arena arena;
static struct skill_rules rules;
static struct staff *staff;

static int done(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static bool pass(const char *roles, const char *people)
{
    struct yaml yaml;
    bool ok;

    staff = ARENA_NEW(&arena, struct staff);
    staff->recusal_leaders = 1;
    rules = (struct skill_rules){.count = 0};
    assert_int_equal(
        yaml_read_text(&yaml, &arena, TEXT("skills: {card: {}, fx: {}, trainee: {}}\n")),
        OK
    );
    skill_rules_read(&yaml, &rules);
    assert_int_equal(yaml_read_text(&yaml, &arena, text_of(roles)), OK);
    staff_read_roles(&yaml, &rules, staff);
    ok = yaml_ok(&yaml);
    assert_int_equal(yaml_read_text(&yaml, &arena, text_of(people)), OK);
    staff_read_people(&yaml, &rules, staff);
    return ok && yaml_ok(&yaml);
}

static struct actor actor_named(const char *id, const char *role)
{
    struct actor actor = {.line = 0};

    assert_true(staff_actor(staff, text_of(id), text_of(role), &actor));
    return actor;
}

static void a_person_may_have_more_or_less_than_the_role(void **state UNUSED)
{
    assert_true(pass(
        "roles: {L1: {line: 1, skills: [card, fx], skill_level: 3, capacity: 20}}\n",
        "people: {E1: {skills: {card: 2}, capacity: 10, unit: hd-1}}\n"
    ));
    struct actor stranger = actor_named("E9", "L1"), known = actor_named("E1", "L1");
    assert_int_equal(skill_level(&stranger.skills, TEXT("card"), 0), 3);
    assert_int_equal(stranger.capacity, 20);
    assert_int_equal(stranger.unit.length, 0);
    assert_int_equal(skill_level(&known.skills, TEXT("card"), 0), 2);
    assert_int_equal(skill_level(&known.skills, TEXT("fx"), 0), 0);
    assert_int_equal(known.capacity, 10);
    assert_true(text_is(known.unit, "hd-1"));
    assert_false(staff_actor(staff, TEXT("E1"), TEXT("L7"), &known));
}

static void a_skill_is_good_to_the_end_of_its_last_day(void **state UNUSED)
{
    assert_true(pass(
        "roles: {L1: {line: 1}}\n",
        "people: {E1: {skills: {card: {level: 4, until: 2026-12-31}, fx: {}}}}\n"
    ));
    struct actor actor = actor_named("E1", "L1");
    assert_int_equal(skill_level(&actor.skills, TEXT("card"), YEAR_END - 1), 4);
    assert_int_equal(skill_level(&actor.skills, TEXT("card"), YEAR_END), 0);
    assert_int_equal(skill_level(&actor.skills, TEXT("fx"), YEAR_END), SKILL_LEVEL_MAX);
}

static void skills_come_as_all_as_list_or_as_map(void **state UNUSED)
{
    assert_true(pass(
        "roles: {L1: {line: 1, skills: all}, L2: {line: 2, skills: all, skill_level: 2}}\n",
        "people: {E1: {skills: [card]}, E2: {skills: all}}\n"
    ));
    struct actor actor = actor_named("E9", "L1");
    assert_int_equal(skill_level(&actor.skills, TEXT("fx"), 0), 5);
    actor = actor_named("E9", "L2");
    assert_int_equal(skill_level(&actor.skills, TEXT("fx"), 0), 2);
    actor = actor_named("E1", "L2");
    assert_int_equal(skill_level(&actor.skills, TEXT("card"), 0), 5);
    assert_int_equal(skill_level(&actor.skills, TEXT("fx"), 0), 0);
}

static void recuses_as_many_leaders_as_the_policy_says(void **state UNUSED)
{
    /* CL-08: the employee and the direct leader */
    assert_true(pass(
        "roles: {L1: {line: 1}}\n",
        "people: {E1: {leader: E2}, E2: {leader: E3}, E3: {leader: E1}}\n"
    ));
    assert_true(staff_is_recused(staff, TEXT("E1"), TEXT("E1")));
    assert_true(staff_is_recused(staff, TEXT("E2"), TEXT("E1")));
    assert_false(staff_is_recused(staff, TEXT("E3"), TEXT("E1")));
    staff->recusal_leaders = 0;
    assert_false(staff_is_recused(staff, TEXT("E2"), TEXT("E1")));
    staff->recusal_leaders = 2;
    assert_true(staff_is_recused(staff, TEXT("E3"), TEXT("E1")));
    staff->recusal_leaders = 6; /* leaders in a circle end too */
    assert_false(staff_is_recused(staff, TEXT("E9"), TEXT("E1")));
    assert_true(staff_is_recused(staff, TEXT("E9"), TEXT("E9")));
    assert_false(staff_is_recused(staff, TEXT("E1"), (struct text){0}));
    assert_false(staff_is_recused(staff, (struct text){0}, TEXT("E1")));
}

static void somebody_with_shifts_is_off_shift_between_them(void **state UNUSED)
{
    assert_true(pass(
        "roles: {L1: {line: 1}}\n",
        "shifts: {day: {from: \"08:00\", to: \"16:00\"}, eve: {from: \"18:00\", to: "
        "\"20:00\"}}\n"
        "people: {E1: {shifts: [day, eve]}}\n"
    ));
    struct actor actor = actor_named("E1", "L1"), other = actor_named("E2", "L1");
    assert_true(actor_is_on_shift(staff, &actor, YEAR_END + 8 * INT64_C(3600000)));
    assert_false(actor_is_on_shift(staff, &actor, YEAR_END + 17 * INT64_C(3600000)));
    assert_true(actor_is_on_shift(staff, &actor, YEAR_END + 19 * INT64_C(3600000)));
    assert_true(actor_is_on_shift(staff, &other, YEAR_END + 17 * INT64_C(3600000)));
}

static void what_cannot_be_is_refused(void **state UNUSED)
{
    static const char none[] = "people: {}\n", role[] = "roles: {L1: {line: 1}}\n";

    assert_true(pass("roles: {a: {line: 6, skills: [card], queues: [q.a]}}\n", none));
    assert_false(pass("roles: {a: {line: 7}}\n", none));
    assert_false(pass("roles: {a: {skills: [cards]}}\n", none));
    assert_false(pass("roles: {a: {skills: some}}\n", none));
    assert_false(pass("roles: {a: {skills: [card], skill_level: 6}}\n", none));
    assert_false(pass("roles: {a: {queues: ['q|a']}}\n", none));
    assert_false(pass("roles: {a: {likes: all}}\n", none));
    assert_false(pass("version: 1\n", none));
    assert_false(pass(role, "people: {E1: {skills: {card: 0}}}\n"));
    assert_true(pass(role, "people: {E1: {skills: {card: 1}}}\n"));
    assert_true(pass(role, "people: {E1: {skills: {card: 5}}}\n"));
    assert_false(pass(role, "people: {E1: {skills: {card: 6}}}\n"));
    assert_false(pass(role, "people: {E1: {skills: {card: {level: 6}}}}\n"));
    assert_false(pass(role, "people: {E1: {skills: {card: {until: 2026-02-30}}}}\n"));
    assert_false(pass(role, "people: {E1: {shifts: [never]}}\n"));
    assert_true(pass(role, "people: {E1: {capacity: 1000}}\n"));
    assert_false(pass(role, "people: {E1: {capacity: 1001}}\n"));
}

static void words_with_separators_do_not_travel(void **state UNUSED)
{
    static const char *const bad[] =
        {"", "a|b", "a,b", "*", "a\nb", "a:1", "!a", "^a", "+a", "@a"};
    char longest[66];

    assert_true(is_word(TEXT("q.card")));
    for (size_t i = 0; i < LENGTH(bad); i++)
        assert_false(is_word(text_of(bad[i])));
    assert_true(is_skill_word(TEXT("card")));
    assert_true(is_skill_word(TEXT("card:1")));
    assert_true(is_skill_word(TEXT("card:5")));
    assert_false(is_skill_word(TEXT("card:0")));
    assert_false(is_skill_word(TEXT("card:6")));
    assert_false(is_skill_word(TEXT("card:x")));
    assert_false(is_skill_word(TEXT("card:12")));
    assert_false(is_skill_word(TEXT(":3")));
    memset(longest, 'x', sizeof(longest));
    assert_true(is_word((struct text){longest, 63}));
    assert_true(is_word((struct text){longest, 64}));
    assert_false(is_word((struct text){longest, 65}));
}

/* SE-02: deny by default */
static void nobody_takes_words_out_unless_the_role_says_so(void **state UNUSED)
{
    assert_true(pass(
        "roles: {L4: {line: 4, reads: true}, L5: {line: 5, exports: true}}\n",
        "people: {E1: {}}\n"
    ));
    assert_false(actor_named("E1", "L4").exports);
    assert_true(actor_named("E1", "L5").exports);
    assert_false(pass("roles: {L5: {exports: 3}}\n", "people: {}\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_may_have_more_or_less_than_the_role),
        cmocka_unit_test(a_skill_is_good_to_the_end_of_its_last_day),
        cmocka_unit_test(skills_come_as_all_as_list_or_as_map),
        cmocka_unit_test(recuses_as_many_leaders_as_the_policy_says),
        cmocka_unit_test(somebody_with_shifts_is_off_shift_between_them),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(nobody_takes_words_out_unless_the_role_says_so),
        cmocka_unit_test(words_with_separators_do_not_travel),
    };
    return cmocka_run_group_tests_name("desk: staff", tests, NULL, done);
}
