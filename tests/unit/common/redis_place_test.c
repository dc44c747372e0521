/* Tests of common/redis_place.c: every form of the URL, and what is refused. */
#include "common/redis_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct redis_place read_place(const char *url)
{
    struct redis_place place;
    const char *wrong = redis_place_read(url, &place);

    assert_null(wrong);
    return place;
}

static void assert_login(const char *url, const char *user, const char *password)
{
    struct redis_place place = read_place(url);

    assert_string_equal(place.user, user);
    assert_string_equal(place.password, password);
}

static void a_socket_has_a_path_and_perhaps_a_login(void **state UNUSED)
{
    struct redis_place place = read_place("unix:/run/redis.sock");

    assert_int_equal(place.way, REDIS_by_socket);
    assert_string_equal(place.path, "/run/redis.sock");
    assert_string_equal(read_place("unix:///run/redis.sock?p").path, "/run/redis.sock");
    assert_login("unix:/run/redis.sock", "", "");
    assert_login("unix:/run/redis.sock?desk:a:b?c", "desk", "a:b?c");
    assert_login("unix:/run/redis.sock?default:pw", "", "pw");
}

static void a_host_has_a_port_and_perhaps_a_login(void **state UNUSED)
{
    struct redis_place place = read_place("redis://desk:p@ss@10.0.0.1:7000/0");

    assert_int_equal(place.way, REDIS_by_tcp);
    assert_string_equal(place.host, "10.0.0.1");
    assert_int_equal(place.port, 7000);
    assert_string_equal(place.user, "desk");
    assert_string_equal(place.password, "p@ss");
    assert_string_equal(read_place("redis://localhost").host, "127.0.0.1");
    assert_int_equal(read_place("redis://localhost").port, 6379);
    assert_login("redis://:p@127.0.0.1:1", "", "p");
    assert_login("redis://p@127.0.0.1:1", "", "p");
    assert_login("redis://p?ca=x@127.0.0.1:1", "", "p?ca=x");
}

static void
with_tls_the_host_is_the_name_that_is_demanded_unless_another_is_given(void **state UNUSED)
{
    struct redis_place place = read_place("rediss://desk:pw@localhost:6390");

    assert_int_equal(place.way, REDIS_by_tls);
    assert_string_equal(place.host, "127.0.0.1");
    assert_string_equal(place.name, "localhost");
    assert_string_equal(place.authority, "");
    place = read_place("rediss://desk:p?w@10.0.0.1:6390?ca=/k/ca.pem&cert=/k/own.pem&key=/k/"
                       "own.key&name=redis.bank");
    assert_string_equal(place.host, "10.0.0.1");
    assert_int_equal(place.port, 6390);
    assert_string_equal(place.password, "p?w");
    assert_string_equal(place.authority, "/k/ca.pem");
    assert_string_equal(place.certificate, "/k/own.pem");
    assert_string_equal(place.key, "/k/own.key");
    assert_string_equal(place.name, "redis.bank");
    place = read_place("rediss://10.0.0.1?ca=/k/ca.pem");
    assert_string_equal(place.host, "10.0.0.1");
    assert_int_equal(place.port, 6379);
    place = read_place("rediss://p?ca=x@10.0.0.1:1");
    assert_string_equal(place.password, "p?ca=x");
    assert_string_equal(place.authority, "");
}

static void limits_are_kept(void **state UNUSED)
{
    static const char *const words[] = {"ca", "cert", "key", "name"};
    char url[1200], value[300];
    struct redis_place place;

    memset(value, 'v', sizeof(value));
    for (size_t i = 0; i < LENGTH(words); i++) {
        for (int length = 0; length <= 256; length++) {
            snprintf(url, sizeof(url), "rediss://h:1?%s=%.*s", words[i], length, value);
            const char *wrong = redis_place_read(url, &place);
            assert_int_equal(wrong != NULL, length == 0 || length > REDIS_PATH_BYTES_MAX);
        }
    }
    snprintf(url, sizeof(url), "redis://%.64s:%.256s@127.0.0.1:1", value, value);
    place = read_place(url);
    assert_int_equal(strlen(place.user), 63);
    assert_int_equal(strlen(place.password), 255);
    assert_string_equal(place.host, "127.0.0.1");
}

static void what_is_wrong_is_said_without_anything_secret(void **state UNUSED)
{
    static const char *const wrong[] = {
        "",
        "http://x",
        "/tmp/redis.sock",
        "rediss://:secret@h:1?cafile=/x",
        "rediss://:secret@h:1?",
        "rediss://:secret@h:1?ca=/x&",
        "rediss://:secret@h:1?ca=/x&verify=no"};
    struct redis_place place;

    for (size_t i = 0; i < LENGTH(wrong); i++) {
        const char *said = redis_place_read(wrong[i], &place);
        assert_non_null(said);
        assert_null(strstr(said, "secret"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_socket_has_a_path_and_perhaps_a_login),
        cmocka_unit_test(a_host_has_a_port_and_perhaps_a_login),
        cmocka_unit_test(with_tls_the_host_is_the_name_that_is_demanded_unless_another_is_given
        ),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(what_is_wrong_is_said_without_anything_secret),
    };
    return cmocka_run_group_tests_name("redis_place", tests, NULL, NULL);
}
