/* Golden messages: the bytes of every type as they were sent when it was defined (tests/golden). What was once
 * sent is read for ever, and is written again exactly as it was. PROTOCOL: fields are only added. */
#include "proto/messages.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { GOLDEN_BYTES_MAX = 65536 };

static const char folder[] = "tests/golden";
static struct arena arena;

static struct bytes file_read(const char *name)
{
    struct text path = arena_format(&arena, "%s/%s", folder, name);
    uint8_t *bytes = arena_take(&arena, GOLDEN_BYTES_MAX);
    FILE *file = fopen(path.at, "rb");

    assert_non_null(file);
    size_t length = fread(bytes, 1, GOLDEN_BYTES_MAX, file);
    fclose(file);
    assert_true(length > 0 && length < GOLDEN_BYTES_MAX);
    return (struct bytes){bytes, length};
}

static void check_file(const char *name, bool *seen)
{
    struct bytes raw = file_read(name);
    struct message message;
    struct faults faults;
    enum error error =
        message_decode(raw, &shouli_catalogue, DECODE_strict, &arena, &faults, &message);

    if (error != OK)
        fail_msg("%s: %s %.40s", name, faults.list[0].code, faults.list[0].field.at);
    assert_true(strncmp(name, message.shape->name, strlen(message.shape->name)) == 0);
    seen[message.shape->type] = true;
    if (message.data.at == NULL)
        message.body = NULL; /* it was sent without data */
    message.data = (struct bytes){NULL, 0};
    if (!bytes_equal(message_encode(&message, &arena), raw))
        fail_msg("%s is not written again as it was", name);
    assert_non_null(message_to_json(raw, &arena).at);
}

static void reads_and_writes_again_what_was_ever_sent(void **state UNUSED)
{
    bool seen[MESSAGE_count] = {false};
    DIR *directory = opendir(folder);
    struct dirent *entry;

    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        if (strstr(entry->d_name, ".msgpack"))
            check_file(entry->d_name, seen);
        arena_reset(&arena);
    }
    closedir(directory);
    for (int type = 1; type < MESSAGE_count; type++) {
        if (!seen[type])
            fail_msg("%s has no golden message", message_shape_of(type)->name);
    }
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_and_writes_again_what_was_ever_sent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
