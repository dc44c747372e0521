/* Tests of deploy/local/supervisor/table.c. */
#include "deploy/local/supervisor/table.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

struct reading {
    struct table table;
    enum error error;
    char reason[TABLE_REASON_BYTES]; /* without the path */
};

static void read_bytes(const char *bytes, size_t length, struct reading *ret_reading)
{
    char path[] = "/tmp/shouli-table.XXXXXX", reason[TABLE_REASON_BYTES] = "";
    int fd = mkstemp(path);

    *ret_reading = (struct reading){0};
    assert_int_equal(write(fd, bytes, length), length);
    close(fd);
    ret_reading->error = table_read(path, &ret_reading->table, reason);
    const char *rest = strchr(reason, ':');
    snprintf(ret_reading->reason, TABLE_REASON_BYTES, "%s", rest ? rest + 1 : "");
    unlink(path);
}

static void assert_refused(const char *text, const char *reason)
{
    struct reading reading;

    read_bytes(text, strlen(text), &reading);
    assert_int_equal(reading.error, ERROR_config);
    assert_string_equal(reading.reason, reason);
    table_done(&reading.table);
}

static void assert_taken(const char *text, struct reading *ret_reading)
{
    read_bytes(text, strlen(text), ret_reading);
    assert_string_equal(ret_reading->reason, "");
    assert_int_equal(ret_reading->error, OK);
}

static void reads_every_word_of_an_entry(void **state UNUSED)
{
    struct reading reading;

    assert_taken(
        "# the database\n"
        "service postgres\n"
        "  run postgres -D \"/a b/c\" # where it lies\n"
        "\tuser nobody\n"
        "  folder /\r\n"
        "  ready true\n"
        "  stop INT 60\n"
        "  death QUIT\n"
        "\n"
        "task migrate\n"
        "  run migrate\n"
        "  env A=1 \"B=2 3\"\n"
        "  env C=\n"
        "  after postgres",
        &reading
    );
    const struct entry *first = &reading.table.entries[0], *second = &reading.table.entries[1];
    assert_int_equal(reading.table.count, 2);
    assert_int_equal(first->kind, ENTRY_service);
    assert_string_equal(first->name, "postgres");
    assert_string_equal(first->run[0], "postgres");
    assert_string_equal(first->run[2], "/a b/c");
    assert_null(first->run[3]);
    assert_string_equal(first->user, "nobody");
    assert_string_equal(first->folder, "/");
    assert_string_equal(first->ready[0], "true");
    assert_int_equal(first->stop_signal, SIGINT);
    assert_int_equal(first->stop_ms, 60000);
    assert_int_equal(first->death_signal, SIGQUIT);
    assert_int_equal(second->kind, ENTRY_task);
    assert_string_equal(second->env[0], "A=1");
    assert_string_equal(second->env[1], "B=2 3");
    assert_string_equal(second->env[2], "C=");
    assert_null(second->env[3]);
    assert_int_equal(second->after_count, 1);
    assert_int_equal(second->after[0], 0);
    table_done(&reading.table);
}

static void fills_in_what_an_entry_does_not_say(void **state UNUSED)
{
    struct reading reading;

    assert_taken("service one\nrun true\n", &reading);
    const struct entry *entry = &reading.table.entries[0];
    assert_int_equal(entry->stop_signal, SIGTERM);
    assert_int_equal(entry->stop_ms, 10000);
    assert_int_equal(entry->death_signal, SIGKILL);
    assert_null(entry->ready);
    assert_null(entry->env);
    assert_null(entry->folder);
    assert_null(entry->user);
    assert_int_equal(entry->after_count, 0);
    table_done(&reading.table);
}

static void keeps_an_empty_word_in_quotation_marks(void **state UNUSED)
{
    struct reading reading;

    assert_taken("service one\nrun echo \"\" \"#no comment\"", &reading);
    assert_string_equal(reading.table.entries[0].run[1], "");
    assert_string_equal(reading.table.entries[0].run[2], "#no comment");
    table_done(&reading.table);
}

static void names_the_line_that_is_wrong(void **state UNUSED)
{
    assert_refused(
        "service one\nrun true\n\nfly away\n",
        "4: unknown word at the start of the line"
    );
    assert_refused("# nothing\nrun true\n", "2: the first line must be a service or a task");
    assert_refused("service one\nrun\n", "2: the line says nothing after its first word");
    assert_refused("service one\nrun \"true\n", "2: a quotation mark is not closed");
    assert_refused("service one\nrun true\nenv A\n", "3: env needs NAME=value");
    assert_refused("service one\nrun true\nenv =1\n", "3: env needs NAME=value");
    assert_refused("service one\nrun true\nfolder a b\n", "3: folder needs one word");
    assert_refused("service one\nrun true\nuser a b\n", "3: user needs one word");
    assert_refused(
        "service one\nrun true\ndeath HUP\n",
        "3: death needs TERM, INT, QUIT or KILL"
    );
    assert_refused(
        "service one\nrun true\nstop HUP\n",
        "3: stop needs TERM, INT, QUIT or KILL and perhaps seconds"
    );
}

static void refuses_a_table_without_anything_to_run(void **state UNUSED)
{
    assert_refused("# only words\n", "2: the table is empty");
    assert_refused("service one\n", "2: an entry has no run line");
    assert_refused("service one\ntask two\nrun true\n", "4: an entry has no run line");
}

static void lets_an_entry_wait_only_for_those_above(void **state UNUSED)
{
    const char *reason = "3: after needs the name of an entry above";

    assert_refused("service one\nrun true\nafter one\n", reason);
    assert_refused("service one\nrun true\nafter two\nservice two\nrun true\n", reason);
    assert_refused(
        "service one\nrun true\nservice two\nrun true\nafter one one\n",
        "5: after names an entry twice"
    );
}

static void bounds_the_seconds_of_a_stop(void **state UNUSED)
{
    struct reading reading;
    const char *reason = "3: stop takes 1 to 600 seconds";

    assert_taken("service one\nrun true\nstop TERM 1\n", &reading);
    table_done(&reading.table);
    assert_taken("service one\nrun true\nstop TERM 600\n", &reading);
    assert_int_equal(reading.table.entries[0].stop_ms, 600000);
    table_done(&reading.table);
    assert_refused("service one\nrun true\nstop TERM 0\n", reason);
    assert_refused("service one\nrun true\nstop TERM 601\n", reason);
    assert_refused("service one\nrun true\nstop TERM 5s\n", reason);
}

static void bounds_names(void **state UNUSED)
{
    struct reading reading;
    const char *reason = "1: a name is 1 to 32 of a-z, 0-9 and -";

    assert_taken("service abcdefghijklmnopqrstuvwxyz-01234\nrun true\n", &reading);
    table_done(&reading.table);
    assert_refused("service abcdefghijklmnopqrstuvwxyz-012345\nrun true\n", reason);
    assert_refused("service ../one\nrun true\n", reason);
    assert_refused("service \"\"\nrun true\n", reason);
    assert_refused("service\nrun true\n", reason);
    assert_refused(
        "service one\nrun true\ntask one\nrun true\n",
        "3: the name is taken by an entry above"
    );
}

static void write_entries(char *text, size_t size, size_t count)
{
    size_t used = 0;

    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(text + used, size - used, "service s%zu\nrun true\n", i);
}

static void bounds_the_number_of_entries(void **state UNUSED)
{
    char text[4096];
    struct reading reading;

    write_entries(text, sizeof(text), TABLE_ENTRIES_MAX);
    assert_taken(text, &reading);
    assert_int_equal(reading.table.count, TABLE_ENTRIES_MAX);
    table_done(&reading.table);
    write_entries(text, sizeof(text), TABLE_ENTRIES_MAX + 1);
    assert_refused(text, "65: more entries than the limit");
}

static void write_words(char *text, size_t size, const char *word, size_t count)
{
    size_t used = (size_t)snprintf(text, size, "service one\nrun true\nenv");

    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(text + used, size - used, " %s", word);
}

static void bounds_the_words_of_a_line_and_of_an_environment(void **state UNUSED)
{
    char text[4096];
    struct reading reading;

    write_words(text, sizeof(text), "A=1", TABLE_WORDS_MAX - 1);
    assert_taken(text, &reading);
    table_done(&reading.table);
    write_words(text, sizeof(text), "A=1", TABLE_WORDS_MAX);
    assert_refused(text, "3: more words in a line than the limit");
    write_words(text, sizeof(text) - 20, "A=1", TABLE_WORDS_MAX - 1);
    strncat(text, "\nenv B=1", sizeof(text) - strlen(text) - 1);
    assert_taken(text, &reading);
    table_done(&reading.table);
    strncat(text, " C=1", sizeof(text) - strlen(text) - 1);
    assert_refused(text, "4: more words in a line than the limit");
}

static void bounds_the_file(void **state UNUSED)
{
    static char text[TABLE_FILE_BYTES_MAX + 1];
    static const char start[] = "service one\nrun true\n#";
    struct reading reading;

    memset(text, 'x', sizeof(text));
    memcpy(text, start, sizeof(start) - 1);
    read_bytes(text, TABLE_FILE_BYTES_MAX, &reading);
    assert_int_equal(reading.error, OK);
    table_done(&reading.table);
    read_bytes(text, TABLE_FILE_BYTES_MAX + 1, &reading);
    assert_int_equal(reading.error, ERROR_config);
    assert_string_equal(reading.reason, " longer than 64 KiB, or not text");
    table_done(&reading.table);
}

static void refuses_a_file_that_is_not_text(void **state UNUSED)
{
    struct reading reading;

    read_bytes("service one\nrun \0true\n", 22, &reading);
    assert_int_equal(reading.error, ERROR_config);
    table_done(&reading.table);
}

static void says_when_there_is_no_file(void **state UNUSED)
{
    struct table table = {0};
    char reason[TABLE_REASON_BYTES];

    assert_int_equal(table_read("/no/such/table", &table, reason), ERROR_io);
    assert_string_equal(reason, "/no/such/table: No such file or directory");
    assert_int_equal(table_read("/", &table, reason), ERROR_io);
    table_done(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_word_of_an_entry),
        cmocka_unit_test(fills_in_what_an_entry_does_not_say),
        cmocka_unit_test(keeps_an_empty_word_in_quotation_marks),
        cmocka_unit_test(names_the_line_that_is_wrong),
        cmocka_unit_test(refuses_a_table_without_anything_to_run),
        cmocka_unit_test(lets_an_entry_wait_only_for_those_above),
        cmocka_unit_test(bounds_the_seconds_of_a_stop),
        cmocka_unit_test(bounds_names),
        cmocka_unit_test(bounds_the_number_of_entries),
        cmocka_unit_test(bounds_the_words_of_a_line_and_of_an_environment),
        cmocka_unit_test(bounds_the_file),
        cmocka_unit_test(refuses_a_file_that_is_not_text),
        cmocka_unit_test(says_when_there_is_no_file),
    };
    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
