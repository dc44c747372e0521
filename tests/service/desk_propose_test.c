/* services/desk/propose.lua in a real Redis: DESIGN section 4, CL-10, CL-11. */
#include "services/desk/propose.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <hiredis/hiredis.h>

#include "tests/rig/servers.h"

static struct servers servers;
static redisContext *redis;

enum { NOW = 1000000, WANTS = 64 };

static int start(void **state UNUSED)
{
    char password[128], path[256];

    if (servers_start(&servers) != OK ||
        sscanf(servers.redis_url, "unix:%255[^?]?%127s", path, password) != 2)
        return -1;
    redis = redisConnectUnix(path);
    freeReplyObject(redisCommand(redis, "AUTH %s", password));
    return redis && !redis->err ? 0 : -1;
}

static int stop(void **state UNUSED)
{
    redisFree(redis);
    servers_stop(&servers);
    return 0;
}

static int fresh(void **state UNUSED)
{
    freeReplyObject(redisCommand(redis, "FLUSHALL"));
    freeReplyObject(redisCommand(redis, "HSET desk:7:state epoch 3 cursor 9"));
    return 0;
}

static void add(const char *set, const char *member, long long due, int grade)
{
    freeReplyObject(redisCommand(redis, "SADD desk:7:sets %s", set));
    freeReplyObject(
        redisCommand(redis, "ZADD desk:7:z:%s %lld %s", set, due * 10 + grade, member)
    );
}

/* One question with `count` wants; the reply is the caller's. */
static redisReply *ask(const char *const *wants, size_t count)
{
    const char *words[8 + WANTS] =
        {"EVAL", desk_propose_lua, "0", "desk", "3", "7", "9", "1000000"};

    memcpy(words + 8, wants, count * sizeof(*wants));
    redisReply *reply = redisCommandArgv(redis, (int)(8 + count), words, NULL);
    assert_non_null(reply);
    if (reply->type == REDIS_REPLY_ERROR)
        fail_msg("%s", reply->str);
    return reply;
}

/* What one claim is offered, joined by blanks. */
static const char *offered(const char *want, char text[256])
{
    redisReply *reply = ask(&want, 1);

    assert_int_equal(reply->elements, 1);
    text[0] = '\0';
    for (size_t i = 0; i < reply->element[0]->elements; i++) {
        size_t length = strlen(text);
        snprintf(
            text + length,
            256 - length,
            "%s%s",
            i ? " " : "",
            reply->element[0]->element[i]->str
        );
    }
    freeReplyObject(reply);
    return text;
}

static void offers_four_by_deadline_and_grade(void **state UNUSED)
{
    char text[256];

    add("q.a|x", "a", NOW + 50, 3);
    add("q.a|x", "b", NOW + 40, 3);
    add("q.b|x", "c", NOW + 50, 1);
    add("q.b|x", "d", NOW + 60, 1);
    add("q.b|x", "e", NOW + 70, 1);
    assert_string_equal(offered("t\n*\n*:5\n1\n0", text), "b c a d");
}

/* One more than a claim looks at, and nothing is marked by it. */
static void tells_how_many_wait_in_each_queue(void **state UNUSED)
{
    char text[256], member[16];

    assert_string_equal(offered("depth", text), "");
    add("q.a|x", "a", NOW + 50, 3);
    add("q.a|x|2", "b", NOW + 40, 3);
    for (int i = 0; i < 9; i++) {
        snprintf(member, sizeof(member), "c%d", i);
        add("q.a|y", member, NOW + i, 1);
    }
    assert_string_equal(offered("depth", text), "q.a|11");
    assert_string_equal(offered("t\n*\nx:1\n1\n0", text), "a");
}

static void what_is_late_goes_by_grade(void **state UNUSED)
{
    char text[256];

    add("q.a|x", "old", NOW - 500, 4);
    add("q.a|x", "grave", NOW - 1, 1);
    add("q.a|x", "soon", NOW, 1);
    assert_string_equal(offered("t\n*\n*:5\n1\n0", text), "grave old soon");
}

static void offers_only_queues_skills_and_lines_that_fit(void **state UNUSED)
{
    char text[256];

    add("q.a|x,y", "both", NOW, 1);
    add("q.a|", "none", NOW, 2);
    add("q.b|x", "other", NOW, 3);
    add("q.a|x|2", "senior", NOW, 4);
    assert_string_equal(offered("1\nq.a\nx:1\n1\n0", text), "none");
    assert_string_equal(offered("1\nq.a\nx:1,y:1\n1\n0", text), "both none");
    assert_string_equal(offered("1\nq.a,q.b\nx:1\n2\n0", text), "none other senior");
    assert_string_equal(offered("1\nq.c\n*:5\n6\n0", text), "");
}

static void offers_only_what_the_levels_allow(void **state UNUSED)
{
    /* CL-04, TR-04: no claim by an unskilled person */
    char text[256];

    add("q.a|x:2", "two", NOW, 1);
    add("q.a|x:3,y:1", "three", NOW, 2);
    assert_string_equal(offered("1\n*\nx:1,y:5\n1\n0", text), "");
    assert_string_equal(offered("1\n*\nx:2,y:5\n1\n0", text), "two");
    assert_string_equal(offered("1\n*\nx:3\n1\n0", text), "two");
    assert_string_equal(offered("1\n*\nx:3,y:1\n1\n0", text), "two three");
    assert_string_equal(offered("1\n*\n*:2\n1\n0", text), "two");
    assert_string_equal(offered("1\n*\n*:5\n1\n0", text), "two three");
    assert_string_equal(offered("1\n*\n*:5,x:1\n1\n0", text), ""); /* what is listed counts */
}

static void a_skill_that_excludes_keeps_it_away(void **state UNUSED)
{
    char text[256];

    add("q.a|x:1,!new", "guarded", NOW, 1);
    assert_string_equal(offered("1\n*\nx:1,new:1\n1\n0", text), "");
    assert_string_equal(offered("1\n*\nx:1\n1\n0", text), "guarded");
    assert_string_equal(offered("1\n*\n*:5\n1\n0", text), "guarded");
}

static void an_excluding_level_keeps_away_from_there_on(void **state UNUSED)
{
    char text[256];

    add("q.a|x:1,!new:2", "guarded", NOW, 1);
    assert_string_equal(offered("1\n*\nx:1,new:1\n1\n0", text), "guarded");
    assert_string_equal(offered("1\n*\nx:1,new:2\n1\n0", text), "");
    assert_string_equal(offered("1\n*\nx:1,new:3\n1\n0", text), "");
    assert_string_equal(offered("1\n*\n*:5\n1\n0", text), "guarded");
}

/* Only what stands behind a colon is a level. */
static void a_skill_whose_name_ends_in_a_digit_is_that_skill(void **state UNUSED)
{
    char text[256];

    add("q.a|x2:1,!new3", "guarded", NOW, 1);
    assert_string_equal(offered("1\n*\nx2:1,new:3\n1\n0", text), "guarded");
    assert_string_equal(offered("1\n*\nx2:1,new3:1\n1\n0", text), "");
    assert_string_equal(offered("1\n*\nx:2\n1\n0", text), "");
}

static void people_of_overflow_queues_are_offered_it_too(void **state UNUSED)
{
    char text[256];

    add("q.a|x:1,^q.b", "wide", NOW, 1);
    assert_string_equal(offered("1\nq.b\nx:1\n1\n0", text), "wide");
    assert_string_equal(offered("1\nq.c\nx:1\n1\n0", text), "");
}

static void what_is_offered_to_somebody_is_proposed_to_nobody(void **state UNUSED)
{
    char text[256];

    add("q.a|x:1|9", "given", NOW, 1);
    assert_string_equal(offered("1\n*\n*:5\n6\n0", text), "");
}

static void further_pages_go_behind_what_must_not_be_had(void **state UNUSED)
{
    char name[16], text[256];

    for (int i = 0; i < 20; i++) {
        snprintf(name, sizeof(name), "m%02d", i);
        add("q.a|x", name, NOW + i, 3);
    }
    assert_string_equal(offered("t\n*\n*:5\n1\n0", text), "m00 m01 m02 m03");
    assert_string_equal(offered("t\n*\n*:5\n1\n1", text), "m00 m01 m02 m03 m04 m05 m06 m07");
    assert_string_equal(offered("t\n*\n*:5\n1\n2", text), "m08 m09 m10 m11 m12 m13 m14 m15");
}

static void only_the_first_of_what_is_offered_is_marked(void **state UNUSED)
{
    /* CL-10: a mark that nobody uses would let later cases go before */
    char text[256];

    add("q.a|x", "one", NOW, 3);
    add("q.a|x", "two", NOW + 1, 3);
    add("q.a|x", "three", NOW + 2, 3);
    assert_string_equal(offered("t1\n*\n*:5\n1\n0", text), "one two three");
    assert_string_equal(offered("t2\n*\n*:5\n1\n0", text), "two three one");
    assert_string_equal(offered("t3\n*\n*:5\n1\n0", text), "three one two");
}

static void claims_of_one_batch_are_spread(void **state UNUSED)
{
    const char *wants[WANTS] = {NULL};
    char words[WANTS][32], name[16], seen[128] = {0};
    size_t firsts = 0;

    for (int i = 0; i < 100; i++) {
        snprintf(name, sizeof(name), "m%03d", i);
        add("q.a|x", name, NOW + i, 3);
    }
    for (size_t i = 0; i < 20; i++) {
        snprintf(words[i], sizeof(words[i]), "t%zu\n*\n*:5\n1\n0", i);
        wants[i] = words[i];
    }
    redisReply *reply = ask(wants, 20);
    assert_int_equal(reply->elements, 20);
    for (size_t i = 0; i < 20; i++) {
        assert_true(reply->element[i]->elements > 0);
        int at = (int)strtol(reply->element[i]->element[0]->str + 1, NULL, 10);
        firsts += !seen[at];
        seen[at] = 1;
    }
    freeReplyObject(reply);
    assert_int_equal(firsts, 20);
}

static void a_marked_case_is_offered_again_when_there_is_no_other(void **state UNUSED)
{
    char text[256];

    add("q.a|x", "one", NOW, 3);
    assert_string_equal(offered("t1\n*\n*:5\n1\n0", text), "one");
    assert_string_equal(offered("t2\n*\n*:5\n1\n0", text), "one");
    add("q.a|x", "two", NOW + 9, 3);
    assert_string_equal(offered("t2\n*\n*:5\n1\n0", text), "two one");
    assert_string_equal(offered("t1\n*\n*:5\n1\n0", text), "one two");
}

static void eight_marked_cases_are_still_offered_to_the_next(void **state UNUSED)
{
    const char *wants[] =
        {"t1\n*\n*:5\n1\n0", "t2\n*\n*:5\n1\n0", "t3\n*\n*:5\n1\n0", "t4\n*\n*:5\n1\n0"};
    char name[16];

    for (int i = 0; i < 8; i++) {
        snprintf(name, sizeof(name), "m%d", i);
        add("q.a|x", name, NOW + i, 3);
    }
    redisReply *reply = ask(wants, LENGTH(wants));
    for (size_t i = 0; i < LENGTH(wants); i++)
        assert_int_equal(reply->element[i]->elements, 4);
    freeReplyObject(reply);
}

static void marks_lapse_and_nothing_is_removed(void **state UNUSED)
{
    char text[256];

    add("q.a|x", "one", NOW, 3);
    offered("t1\n*\n*:5\n1\n0", text);
    redisReply *reply = redisCommand(redis, "PTTL desk:7:m:one");
    assert_true(reply->integer > 0 && reply->integer <= 5000);
    freeReplyObject(reply);
    reply = redisCommand(redis, "ZCARD desk:7:z:q.a|x");
    assert_int_equal(reply->integer, 1);
    freeReplyObject(reply);
}

static void says_stale_when_it_holds_something_else(void **state UNUSED)
{
    static const char *const states[] = {
        "DEL desk:7:state",
        "HSET desk:7:state epoch 4 cursor 9",
        "HSET desk:7:state epoch 3 cursor 10",
    };
    const char *want = "t\n*\n*:5\n1\n0";

    for (size_t i = 0; i < LENGTH(states); i++) {
        freeReplyObject(redisCommand(redis, states[i]));
        redisReply *reply = ask(&want, 1);
        assert_string_equal(reply->str, "STALE");
        freeReplyObject(reply);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(offers_four_by_deadline_and_grade, fresh),
        cmocka_unit_test_setup(tells_how_many_wait_in_each_queue, fresh),
        cmocka_unit_test_setup(what_is_late_goes_by_grade, fresh),
        cmocka_unit_test_setup(offers_only_queues_skills_and_lines_that_fit, fresh),
        cmocka_unit_test_setup(offers_only_what_the_levels_allow, fresh),
        cmocka_unit_test_setup(a_skill_whose_name_ends_in_a_digit_is_that_skill, fresh),
        cmocka_unit_test_setup(an_excluding_level_keeps_away_from_there_on, fresh),
        cmocka_unit_test_setup(a_skill_that_excludes_keeps_it_away, fresh),
        cmocka_unit_test_setup(people_of_overflow_queues_are_offered_it_too, fresh),
        cmocka_unit_test_setup(what_is_offered_to_somebody_is_proposed_to_nobody, fresh),
        cmocka_unit_test_setup(further_pages_go_behind_what_must_not_be_had, fresh),
        cmocka_unit_test_setup(only_the_first_of_what_is_offered_is_marked, fresh),
        cmocka_unit_test_setup(claims_of_one_batch_are_spread, fresh),
        cmocka_unit_test_setup(a_marked_case_is_offered_again_when_there_is_no_other, fresh),
        cmocka_unit_test_setup(eight_marked_cases_are_still_offered_to_the_next, fresh),
        cmocka_unit_test_setup(marks_lapse_and_nothing_is_removed, fresh),
        cmocka_unit_test_setup(says_stale_when_it_holds_something_else, fresh),
    };
    return cmocka_run_group_tests_name("desk: propose", tests, start, stop);
}
