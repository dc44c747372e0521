/* Tests of common/random.c. */
#include "common/random.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/memory.h"

#include <cmocka.h>

enum { BUFFER_BYTES = 4096, IDS = 20000 };

static int compare_ids(const void *a, const void *b)
{
    return memcmp(a, b, 16);
}

static void never_repeats_an_id(void **state UNUSED)
{
    uint8_t(*ids)[16] = memory_new(IDS, 16);

    for (size_t i = 0; i < IDS; i++)
        random_bytes(ids[i], 16);
    qsort(ids, IDS, 16, compare_ids);
    for (size_t i = 1; i < IDS; i++)
        assert_memory_not_equal(ids[i - 1], ids[i], 16);
    memory_free(ids);
}

/* Half of 524,288 bits are ones, give or take 10 standard deviations of 362. */
static void sets_half_of_the_bits(void **state UNUSED)
{
    uint8_t bytes[97];
    int64_t ones = 0;
    int64_t bits = 0;

    while (bits < 524288) {
        random_bytes(bytes, sizeof(bytes));
        for (size_t i = 0; i < sizeof(bytes); i++)
            ones += __builtin_popcount(bytes[i]);
        bits += 8 * (int64_t)sizeof(bytes);
    }
    assert_in_range(ones, bits / 2 - 3620, bits / 2 + 3620);
}

static bool is_filled(const uint8_t *bytes, size_t size)
{
    size_t zeros = 0;

    for (size_t i = 0; i < size; i++)
        zeros += bytes[i] == 0;
    return zeros < size / 8;
}

static void fills_sizes_around_the_buffer(void **state UNUSED)
{
    static const size_t sizes[] = {BUFFER_BYTES - 1, BUFFER_BYTES, BUFFER_BYTES + 1, 100000};

    for (size_t i = 0; i < LENGTH(sizes); i++) {
        uint8_t *bytes = memory_new(sizes[i] + 1, 1);
        bytes[sizes[i]] = 0x5a;
        random_bytes(bytes, sizes[i]);
        assert_true(is_filled(bytes, sizes[i]));
        assert_true(is_filled(bytes + sizes[i] - 64, 64));
        assert_int_equal(bytes[sizes[i]], 0x5a);
        memory_free(bytes);
    }
}

static void writes_nothing_when_asked_for_nothing(void **state UNUSED)
{
    uint8_t byte = 0x5a;

    random_bytes(&byte, 0);
    assert_int_equal(byte, 0x5a);
}

static void gives_a_child_other_bytes_than_its_parent(void **state UNUSED)
{
    uint8_t mine[32], theirs[32];
    int ends[2];
    int status;

    random_bytes(mine, 1); /* the buffer is full when the child takes its copy */
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        random_bytes(theirs, sizeof(theirs));
        _exit(write(ends[1], theirs, sizeof(theirs)) == sizeof(theirs) ? 0 : 1);
    }
    random_bytes(mine, sizeof(mine));
    assert_int_equal(read(ends[0], theirs, sizeof(theirs)), sizeof(theirs));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_memory_not_equal(mine, theirs, sizeof(mine));
    close(ends[0]);
    close(ends[1]);
}

static void *take_32(void *to)
{
    random_bytes(to, 32);
    return NULL;
}

static void gives_threads_different_bytes(void **state UNUSED)
{
    uint8_t first[32], second[32];
    pthread_t threads[2];

    assert_int_equal(pthread_create(&threads[0], NULL, take_32, first), 0);
    assert_int_equal(pthread_create(&threads[1], NULL, take_32, second), 0);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert_memory_not_equal(first, second, 32);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(never_repeats_an_id),
        cmocka_unit_test(sets_half_of_the_bits),
        cmocka_unit_test(fills_sizes_around_the_buffer),
        cmocka_unit_test(writes_nothing_when_asked_for_nothing),
        cmocka_unit_test(gives_a_child_other_bytes_than_its_parent),
        cmocka_unit_test(gives_threads_different_bytes),
    };
    return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
