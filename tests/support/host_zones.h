/* REQUIREMENTS 4.4, night edge: the same results wherever the host believes to be. Include it behind cmocka.h. */
#pragma once

#include <stdlib.h>
#include <time.h>

/* `setup` and `teardown` may be NULL. */
UNUSED static int run_tests_under(
    const char *host_zone,
    const struct CMUnitTest *tests,
    size_t count,
    CMFixtureFunction setup,
    CMFixtureFunction teardown
)
{
    if (host_zone)
        setenv("TZ", host_zone, 1);
    else
        unsetenv("TZ");
    tzset();
    return _cmocka_run_group_tests(
        host_zone ? host_zone : "TZ unset",
        tests,
        count,
        setup,
        teardown
    );
}

#define RUN_WHEREVER_THE_HOST_IS(tests, setup, teardown)                                       \
    (run_tests_under(NULL, tests, LENGTH(tests), setup, teardown) +                            \
     run_tests_under("UTC", tests, LENGTH(tests), setup, teardown) +                           \
     run_tests_under("America/New_York", tests, LENGTH(tests), setup, teardown) +              \
     run_tests_under("Asia/Shanghai", tests, LENGTH(tests), setup, teardown))
