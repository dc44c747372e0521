/* Tests of services/router/offline_rehearse.c: past requests against other policies. */
#include <stdlib.h>
#include <unistd.h>

#include "tests/unit/services/router/offline_support.h"

static char folder[32], past[96], log_file[96], printed[65536];

static int begin(void **state UNUSED)
{
    char command[1024];

    snprintf(folder, sizeof(folder), "/tmp/shouli-rehearse-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(past, sizeof(past), "%s/past.tsv", folder);
    snprintf(log_file, sizeof(log_file), "%s/log", folder);
    FILE *file = fopen(past, "we");
    assert_non_null(file);
    fputs("channel\ttext\napp\t我要挂失\npboc\t年费怎么收\napp\t\napp\t银行卡\n", file);
    fclose(file);
    snprintf(
        command,
        sizeof(command),
        "cp -r deploy/config %s/other && sed -i 's/queue: q.urgent, /queue: q.fire, /' "
        "%s/other/routes.yaml && sed -i 's/^model:.*/model: none/' %s/other/classifier.yaml && "
        "cp "
        "-r deploy/config %s/same && sed -i 's/^model:.*/model: none/' %s/same/classifier.yaml "
        "&& "
        "cp -r %s/same %s/renamed && sed -i 's/{id: urgent,/{id: at_once,/' "
        "%s/renamed/routes.yaml",
        folder,
        folder,
        folder,
        folder,
        folder,
        folder,
        folder,
        folder
    );
    return system(command);
}

static int end(void **state UNUSED)
{
    char command[128];

    snprintf(command, sizeof(command), "rm -rf %s", folder);
    return system(command);
}

/* With the words of the command line, between blanks; {} is the folder. */
static int rehearse(const char *words)
{
    char filled[512], *argv[16] = {NULL};
    int argc = 0;
    FILE *out = tmpfile();
    int old_out = dup(1);
    char *to = filled;

    for (const char *at = words; *at; at++) {
        if (strncmp(at, "{}", 2) == 0) {
            to = stpcpy(to, folder);
            at++;
        } else {
            *to++ = *at;
        }
    }
    *to = '\0';
    for (char *at = filled; at && *at;) {
        argv[argc++] = at;
        at = strchr(at, ' ');
        if (at)
            *at++ = '\0';
    }
    fflush(stdout);
    dup2(fileno(out), 1);
    int ended = offline_rehearse(argc, argv);
    fflush(stdout);
    dup2(old_out, 1);
    close(old_out);
    rewind(out);
    printed[fread(printed, 1, sizeof(printed) - 1, out)] = '\0';
    fclose(out);
    return ended;
}

static size_t read_log(char *ret_bytes, size_t size)
{
    FILE *file = fopen(log_file, "re");

    assert_non_null(file);
    size_t length = fread(ret_bytes, 1, size, file);
    fclose(file);
    return length;
}

/* Of policies that did not change; how long it is. */
static size_t log_unchanged(char *ret_bytes, size_t size)
{
    assert_int_equal(
        rehearse("rehearse {}/past.tsv --new {}/same --old {}/same --log {}/log"),
        OFFLINE_fine
    );
    return read_log(ret_bytes, size);
}

static void unchanged_policies_change_nothing_and_log_the_same_bytes(void **state UNUSED)
{
    char first[8192], second[8192];

    size_t length = log_unchanged(first, sizeof(first));
    assert_non_null(strstr(printed, "4 requests, 0 changed"));
    assert_true(length > 0);
    assert_int_equal(log_unchanged(second, sizeof(second)), length);
    assert_memory_equal(first, second, length);
}

static void another_route_is_shown_request_by_request(void **state UNUSED)
{
    assert_int_equal(
        rehearse("rehearse {}/past.tsv --old {}/same --new {}/other"),
        OFFLINE_different
    );
    assert_non_null(strstr(
        printed,
        "- 1\tLS01\tU\tP2\trouted\t0.950\tq.urgent\turgent\n"
        "+ 1\tLS01\tU\tP2\trouted\t0.950\tq.fire\turgent\n"
    ));
    assert_non_null(
        strstr(printed, "4 requests, 1 changed; graver 0, milder 0; urgent found 0, lost 0")
    );
    assert_non_null(strstr(printed, "     1  q.urgent -> q.fire"));
    assert_int_equal(
        rehearse("rehearse {}/past.tsv --old {}/same --new {}/other --show 0"),
        OFFLINE_different
    );
    assert_null(strstr(printed, "- 1\t"));
}

static void another_route_to_the_same_queue_is_seen_in_what_is_shown(void **state UNUSED)
{
    assert_int_equal(
        rehearse("rehearse {}/past.tsv --old {}/same --new {}/renamed"),
        OFFLINE_different
    );
    assert_non_null(strstr(printed, "q.urgent\turgent\n+ 1\t"));
    assert_non_null(strstr(printed, "q.urgent\tat_once\n"));
    assert_non_null(strstr(printed, "     1  urgent -> at_once"));
}

static void what_cannot_be_read_or_written_is_no_rehearsal(void **state UNUSED)
{
    assert_int_equal(rehearse("rehearse {} --new {}/same --old {}/same"), OFFLINE_usage);
    assert_string_equal(printed, "");
    assert_int_equal(
        rehearse("rehearse {}/past.tsv --new {}/same --old {}/same --log {}/nowhere/log"),
        OFFLINE_usage
    );
    assert_string_equal(printed, "");
    assert_int_equal(
        rehearse("rehearse {}/past.tsv --new {}/same --old {}/same --log /dev/full"),
        OFFLINE_usage
    );
    assert_string_equal(printed, "");
}

static void another_model_may_be_tried(void **state UNUSED)
{
    int ended = rehearse("rehearse {}/past.tsv --old {}/same --new {}/same --model "
                         "build/share/model/zh.model");

    assert_true(ended == OFFLINE_fine || ended == OFFLINE_different);
    assert_non_null(strstr(printed, "4 requests, "));
    assert_int_equal(
        rehearse("rehearse {}/past.tsv --old {}/same --new {}/same --model {}/past.tsv"),
        OFFLINE_no_policy
    );
}

static void what_is_wrong_is_refused(void **state UNUSED)
{
    assert_int_equal(rehearse("rehearse"), OFFLINE_usage);
    assert_int_equal(rehearse("rehearse {}/past.tsv --newer {}/same"), OFFLINE_usage);
    assert_int_equal(rehearse("rehearse {}/past.tsv {}/past.tsv"), OFFLINE_usage);
    assert_int_equal(rehearse("rehearse {}/past.tsv --json"), OFFLINE_usage);
    assert_int_equal(rehearse("rehearse {}/past.tsv --show -1"), OFFLINE_usage);
    assert_int_equal(rehearse("rehearse {}/past.tsv --show 1x"), OFFLINE_usage);
    assert_int_equal(rehearse("rehearse {}/past.tsv --show 1000001"), OFFLINE_usage);
    assert_int_equal(
        rehearse("rehearse {}/nothing --new {}/same --old {}/same"),
        OFFLINE_usage
    );
    assert_int_equal(rehearse("rehearse {}/past.tsv --new {}/nothing"), OFFLINE_no_policy);
}

/* `rehearse past.tsv --log past.tsv` emptied what it was to read. */
static void what_is_read_is_not_written(void **state UNUSED)
{
    char command[128];

    assert_int_equal(
        rehearse("rehearse {}/past.tsv --new {}/same --old {}/same --log {}/past.tsv"),
        OFFLINE_usage
    );
    snprintf(command, sizeof(command), "test -s %s", past);
    assert_int_equal(system(command), 0);
}

static void the_log_stays_when_there_is_nothing_to_read(void **state UNUSED)
{
    char before[8192], after[8192];

    size_t length = log_unchanged(before, sizeof(before));
    assert_int_equal(
        rehearse("rehearse {}/nothing.tsv --new {}/same --old {}/same --log {}/log"),
        OFFLINE_usage
    );
    assert_int_equal(read_log(after, sizeof(after)), length);
    assert_memory_equal(before, after, length);
}

static void a_log_that_is_full_is_no_success(void **state UNUSED)
{
    assert_int_equal(
        rehearse("rehearse {}/past.tsv --new {}/same --old {}/same --log /dev/full"),
        OFFLINE_usage
    );
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read_is_not_written),
        cmocka_unit_test(the_log_stays_when_there_is_nothing_to_read),
        cmocka_unit_test(a_log_that_is_full_is_no_success),
        cmocka_unit_test(unchanged_policies_change_nothing_and_log_the_same_bytes),
        cmocka_unit_test(another_route_is_shown_request_by_request),
        cmocka_unit_test(another_route_to_the_same_queue_is_seen_in_what_is_shown),
        cmocka_unit_test(what_cannot_be_read_or_written_is_no_rehearsal),
        cmocka_unit_test(another_model_may_be_tried),
        cmocka_unit_test(what_is_wrong_is_refused),
    };
    return cmocka_run_group_tests_name("offline_rehearse", tests, begin, end);
}
