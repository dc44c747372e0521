/* Tests of common/store_hosts.c: the servers of an URL, turned so that another comes first. */
#include "common/store_hosts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena arena;

static int forget(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static struct store_hosts from(const char *url, size_t first)
{
    struct store_hosts hosts = store_hosts_of(url, &arena);

    return store_hosts_from(&hosts, first, &arena);
}

static void keeps_the_order_of_the_url_when_it_begins_with_the_first(void **state UNUSED)
{
    struct store_hosts hosts = from("postgresql://u@one:5,two:6,three:7/d", 0);

    assert_int_equal(hosts.count, 3);
    assert_string_equal(hosts.host, "one,two,three");
    assert_string_equal(hosts.port, "5,6,7");
    assert_null(hosts.hostaddr);
}

static void turns_hosts_addresses_and_ports_alike(void **state UNUSED)
{
    struct store_hosts hosts =
        from("host=one,two,three hostaddr=10.0.0.1,10.0.0.2,10.0.0.3 port=5,6,7", 1);

    assert_string_equal(hosts.host, "two,three,one");
    assert_string_equal(hosts.hostaddr, "10.0.0.2,10.0.0.3,10.0.0.1");
    assert_string_equal(hosts.port, "6,7,5");
    assert_string_equal(from("postgresql://u@one,two/d", 3).host, "two,one"); /* modulo 2 */
    assert_string_equal(from("postgresql://u@one,two/d", 4).host, "one,two");
}

static void one_port_counts_for_all_hosts_and_stays(void **state UNUSED)
{
    struct store_hosts hosts =
        from("postgresql://u@/d?host=%2Ftmp%2Fa,%2Ftmp%2Fb&port=5432", 1);

    assert_string_equal(hosts.host, "/tmp/b,/tmp/a");
    assert_string_equal(hosts.port, "5432");
}

static void says_nothing_of_what_the_url_does_not_name(void **state UNUSED)
{
    assert_null(from("postgresql://", 1).host);
    assert_null(from("postgresql://", 1).port);
    assert_int_equal(from("postgresql://", 1).count, 1);
    assert_string_equal(from("postgresql://u@one/d", 1).host, "one");
    assert_null(from("postgresql://[", 1).host); /* no URL: connecting says so */
    assert_int_equal(from("postgresql://[", 1).count, 1);
}

static void finds_the_server_that_was_reached(void **state UNUSED)
{
    struct store_hosts hosts = store_hosts_of("host=one,one,two port=5,6,5", &arena);

    assert_int_equal(store_hosts_find(&hosts, "one", "5"), 0);
    assert_int_equal(store_hosts_find(&hosts, "one", "6"), 1);
    assert_int_equal(store_hosts_find(&hosts, "two", "5"), 2);
    assert_int_equal(store_hosts_find(&hosts, "on", "6"), 0); /* none of them */
    hosts = store_hosts_of("host=one,two port=5", &arena);
    assert_int_equal(store_hosts_find(&hosts, "two", "5"), 1);
    hosts = store_hosts_of("hostaddr=10.0.0.1,10.0.0.2", &arena);
    assert_int_equal(store_hosts_find(&hosts, "10.0.0.2", "5432"), 1);
}

static void turns_up_to_8_servers_and_leaves_9_as_they_stand(void **state UNUSED)
{
    assert_string_equal(from("host=a,b,c,d,e,f,g,h", 7).host, "h,a,b,c,d,e,f,g");
    assert_string_equal(from("host=a,b,c,d,e,f,g,h,i", 7).host, "a,b,c,d,e,f,g,h,i");
    assert_string_equal(from("host=a,b,c,d,e,f,g", 6).host, "g,a,b,c,d,e,f");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(
            keeps_the_order_of_the_url_when_it_begins_with_the_first,
            forget
        ),
        cmocka_unit_test_teardown(turns_hosts_addresses_and_ports_alike, forget),
        cmocka_unit_test_teardown(one_port_counts_for_all_hosts_and_stays, forget),
        cmocka_unit_test_teardown(says_nothing_of_what_the_url_does_not_name, forget),
        cmocka_unit_test_teardown(finds_the_server_that_was_reached, forget),
        cmocka_unit_test_teardown(turns_up_to_8_servers_and_leaves_9_as_they_stand, forget),
    };
    return cmocka_run_group_tests_name("store_hosts", tests, NULL, NULL);
}
