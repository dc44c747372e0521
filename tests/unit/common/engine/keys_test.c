/* Tests of common/engine/keys.c: keys in a folder, and what a reload makes of new ones (PROTOCOL 5). */
#include "common/engine/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "tests/unit/common/engine/allow_text.h"

static char folder[64];

static void put(const char *name, const char *text)
{
    char path[160];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    fclose(file);
}

static void put_pair(const char *name, char public_key, char secret_key)
{
    char text[200], keys[2][CURVE_TEXT_LENGTH + 1] = {{0}};

    memset(keys[0], public_key, CURVE_TEXT_LENGTH);
    memset(keys[1], secret_key, CURVE_TEXT_LENGTH);
    snprintf(
        text,
        sizeof(text),
        "curve\n    public-key = \"%s\"\n    secret-key = \"%s\"\n",
        keys[0],
        keys[1]
    );
    put(name, text);
}

static int begin(void **state)
{
    char path[128], kek[65] = {0};

    if (bench_begin(state) != 0)
        return -1;
    snprintf(folder, sizeof(folder), "/tmp/shouli-keys-test.XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof(path), "%s/services", folder);
    if (mkdir(path, 0700) != 0)
        return -1;
    struct bench *bench = *state;
    bench->engine.settings.keys_dir = text_of(folder);
    bench->service.name = "bench";
    bench->engine.service = &bench->service;
    memset(kek, 'a', 64);
    put("vault.kek", kek);
    put_pair("server.key_secret", 's', 'S');
    put_pair("services/bench.key_secret", 'o', 'O');
    put("allow.yaml", "clients:\n  - {name: a, key: \"" KEY_A "\"}\n");
    return 0;
}

static int end(void **state)
{
    char command[128];

    snprintf(command, sizeof(command), "rm -rf %s", folder);
    return system(command) == 0 ? bench_end(state) : -1;
}

static void read_all(struct bench *bench)
{
    struct text fault = {0};

    assert_true(keys_read(&bench->engine, &bench->arena, &fault));
    assert_null(fault.at);
}

static void reads_both_pairs_the_list_and_the_key_of_the_vault(void **state)
{
    struct bench *bench = *state;

    read_all(bench);
    assert_int_equal(bench->engine.server_keys.public_key[0], 's');
    assert_int_equal(bench->engine.own_keys.secret_key[39], 'O');
    assert_non_null(allow_find(bench->engine.allow, KEY_A));
}

static void names_the_file_that_is_missing_or_no_key(void **state)
{
    static const char *const files[] =
        {"server.key_secret", "services/bench.key_secret", "vault.kek", "allow.yaml"};
    struct bench *bench = *state;

    for (size_t i = 0; i < LENGTH(files); i++) {
        struct text fault = {0};
        begin(state);
        struct bench *fresh = *state;
        put(files[i], "nonsense\n");
        assert_false(keys_read(&fresh->engine, &fresh->arena, &fault));
        assert_non_null(memmem(fault.at, fault.length, files[i], strlen(files[i])));
        end(state);
    }
    *state = bench;
    snprintf(folder, sizeof(folder), "%s", bench->engine.settings.keys_dir.at);
}

static enum keys_changed reload(struct bench *bench, struct text *ret_fault)
{
    *ret_fault = (struct text){0};
    return keys_reload(&bench->engine, &bench->arena, ret_fault);
}

static void says_that_nothing_changed_when_nothing_did(void **state)
{
    struct text fault;

    read_all(*state);
    assert_int_equal(reload(*state, &fault), KEYS_same);
    assert_null(fault.at);
}

static void takes_a_new_pair_of_its_own(void **state)
{
    struct bench *bench = *state;
    struct text fault;

    read_all(bench);
    put_pair("services/bench.key_secret", 'n', 'N');
    assert_int_equal(reload(bench, &fault), KEYS_own);
    assert_int_equal(bench->engine.own_keys.public_key[0], 'n');
    assert_int_equal(reload(bench, &fault), KEYS_same);
}

static void a_new_pair_of_the_servers_counts_more_than_one_of_its_own(void **state)
{
    struct bench *bench = *state;
    struct text fault;

    read_all(bench);
    put_pair("services/bench.key_secret", 'n', 'N');
    put_pair("server.key_secret", 's', 'T');
    assert_int_equal(reload(bench, &fault), KEYS_server);
    assert_int_equal(bench->engine.server_keys.secret_key[0], 'T');
    assert_int_equal(bench->engine.own_keys.public_key[0], 'n');
}

static void a_wrong_pair_changes_no_pair(void **state)
{
    struct bench *bench = *state;
    struct text fault;

    read_all(bench);
    put_pair("server.key_secret", 't', 'T');
    put("services/bench.key_secret", "half a fi");
    assert_int_equal(reload(bench, &fault), KEYS_same);
    assert_non_null(strstr(fault.at, "services/bench.key_secret is no key"));
    assert_int_equal(bench->engine.server_keys.public_key[0], 's');
    assert_int_equal(bench->engine.own_keys.public_key[0], 'o');
}

static void a_wrong_list_changes_nothing(void **state)
{
    struct bench *bench = *state;
    struct text fault;

    read_all(bench);
    put_pair("server.key_secret", 't', 'T');
    put("allow.yaml", "clients: 3\n");
    assert_int_equal(reload(bench, &fault), KEYS_same);
    assert_non_null(fault.at);
    assert_non_null(allow_find(bench->engine.allow, KEY_A));
    assert_int_equal(bench->engine.server_keys.public_key[0], 's');
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_both_pairs_the_list_and_the_key_of_the_vault),
        TEST(names_the_file_that_is_missing_or_no_key),
        TEST(says_that_nothing_changed_when_nothing_did),
        TEST(takes_a_new_pair_of_its_own),
        TEST(a_new_pair_of_the_servers_counts_more_than_one_of_its_own),
        TEST(a_wrong_pair_changes_no_pair),
        TEST(a_wrong_list_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
