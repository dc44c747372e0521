/* Tests of common/metrics_process.c: its figures move with what the process does. */
#include "common/metrics_process.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "common/memory.h"

#include <cmocka.h>

static void counts_open_file_descriptors(void **state UNUSED)
{
    int64_t before = metrics_process_read().open_fds;
    int first = open("/dev/null", O_RDONLY);
    int second = open("/dev/null", O_RDONLY);

    assert_true(before >= 3);
    assert_int_equal(metrics_process_read().open_fds, before + 2);
    close(first);
    close(second);
    assert_int_equal(metrics_process_read().open_fds, before);
}

static void sees_memory_that_is_touched(void **state UNUSED)
{
    enum { MORE_BYTES = 64 * 1024 * 1024 };
    int64_t before = metrics_process_read().resident_bytes;
    uint8_t *more = memory_new(MORE_BYTES, 1);

    for (size_t at = 0; at < MORE_BYTES; at += 4096)
        more[at] = (uint8_t)at | 1;
    assert_in_range(
        metrics_process_read().resident_bytes - before,
        MORE_BYTES / 2,
        2 * (int64_t)MORE_BYTES
    );
    memory_free(more);
}

static void sees_time_that_is_used(void **state UNUSED)
{
    int64_t before = metrics_process_read().cpu_us;
    volatile int work = 0;

    assert_true(before > 0);
    while (metrics_process_read().cpu_us < before + 2000)
        work++;
    assert_true(work > 0);
}

static void tells_the_limit_of_file_descriptors(void **state UNUSED)
{
    struct rlimit limit, less;

    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    less = limit;
    less.rlim_cur = 100;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &less), 0);
    assert_int_equal(metrics_process_read().max_fds, 100);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

static void tells_when_it_started_whatever_its_name(void **state UNUSED)
{
    int64_t start_seconds = metrics_process_read().start_seconds;
    int64_t now = (int64_t)time(NULL);

    assert_in_range(start_seconds, now - 600, now + 2);
    assert_int_equal(prctl(PR_SET_NAME, "a) 1 (b 2"), 0);
    assert_int_equal(metrics_process_read().start_seconds, start_seconds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_open_file_descriptors),
        cmocka_unit_test(sees_memory_that_is_touched),
        cmocka_unit_test(sees_time_that_is_used),
        cmocka_unit_test(tells_the_limit_of_file_descriptors),
        cmocka_unit_test(tells_when_it_started_whatever_its_name),
    };
    return cmocka_run_group_tests_name("metrics_process", tests, NULL, NULL);
}
