/* Tests of tests/rig/servers.c: what every service test stands on. */
#include "tests/rig/servers.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <hiredis/hiredis.h>
#include <libpq-fe.h>

static struct servers servers;

static int start(void **state UNUSED)
{
    return servers_start(&servers) == OK ? 0 : -1;
}

static int stop(void **state UNUSED)
{
    servers_stop(&servers);
    return 0;
}

static void postgres_answers_under_its_url(void **state UNUSED)
{
    PGconn *db = PQconnectdb(servers.database_url);

    assert_int_equal(PQstatus(db), CONNECTION_OK);
    assert_string_equal(PQdb(db), "shouli");
    assert_string_equal(PQuser(db), "shouli");
    PQfinish(db);
}

static void redis_answers_under_its_url_with_its_password(void **state UNUSED)
{
    char password[128], path[256];

    assert_int_equal(sscanf(servers.redis_url, "unix:%255[^?]?%127s", path, password), 2);
    redisContext *redis = redisConnectUnix(path);
    assert_non_null(redis);
    assert_int_equal(redis->err, 0);
    redisReply *reply = redisCommand(redis, "AUTH %s", password);
    assert_int_equal(reply->type, REDIS_REPLY_STATUS);
    freeReplyObject(reply);
    redisFree(redis);
}

static void names_its_processes_and_none_else(void **state UNUSED)
{
    assert_true(servers_pid(&servers, "postgres") > 1);
    assert_true(servers_pid(&servers, "redis") > 1);
    assert_int_equal(servers_pid(&servers, "desk"), 0);
}

static void leaves_nothing_behind(void **state UNUSED)
{
    struct servers other;

    assert_int_equal(servers_start(&other), OK);
    pid_t postgres = servers_pid(&other, "postgres"), redis = servers_pid(&other, "redis");
    assert_string_not_equal(other.folder, servers.folder);
    servers_stop(&other);
    assert_int_not_equal(access(other.folder, F_OK), 0);
    assert_int_equal(kill(postgres, 0), -1);
    assert_int_equal(errno, ESRCH);
    assert_int_equal(kill(redis, 0), -1);
    assert_int_equal(errno, ESRCH);
    servers_stop(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(postgres_answers_under_its_url),
        cmocka_unit_test(redis_answers_under_its_url_with_its_password),
        cmocka_unit_test(names_its_processes_and_none_else),
        cmocka_unit_test(leaves_nothing_behind),
    };
    return cmocka_run_group_tests_name("rig", tests, start, stop);
}
