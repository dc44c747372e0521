/* Tests of deploy/local/keys/allow.c. */
#include "deploy/local/keys/allow.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void
write_list(const struct allow_client *clients, size_t count, char *ret_text, size_t size)
{
    FILE *file = fmemopen(ret_text, size, "w");

    assert_non_null(file);
    assert_true(allow_write(file, clients, count));
    fclose(file);
}

static void lets_a_publisher_submit_and_nothing_else(void **state UNUSED)
{
    char text[1024];

    write_list(
        &(struct allow_client){ALLOW_publisher, "publisher", "P"},
        1,
        text,
        sizeof(text)
    );
    assert_non_null(strstr(
        text,
        "clients:\n  - name: publisher\n    key: \"P\"\n    sources: [\"*\"]\n"
        "    send: [\"request.submitted.v1\", \"ledger.day.v1\", \"ledger.ids.v1\"]\n    "
        "follow: []\n    actors: "
        "none\n    share: "
        "0.9\n"
    ));
}

static void lets_an_operator_do_everything(void **state UNUSED)
{
    char text[1024];

    write_list(&(struct allow_client){ALLOW_operator, "operator", "O"}, 1, text, sizeof(text));
    assert_non_null(strstr(
        text,
        "    sources: [\"*\"]\n    send: [\"*\"]\n    follow: [\"*\"]\n    actors: any\n"
    ));
}

static void lets_a_service_follow_but_not_send(void **state UNUSED)
{
    char text[1024];

    write_list(&(struct allow_client){ALLOW_service, "desk", "D"}, 1, text, sizeof(text));
    assert_non_null(
        strstr(text, "    sources: []\n    send: []\n    follow: [\"*\"]\n    actors: none\n")
    );
}

static void says_when_it_cannot_write(void **state UNUSED)
{
    FILE *file = fopen("/dev/null", "re");

    assert_non_null(file);
    assert_false(allow_write(file, NULL, 0));
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lets_a_publisher_submit_and_nothing_else),
        cmocka_unit_test(lets_an_operator_do_everything),
        cmocka_unit_test(lets_a_service_follow_but_not_send),
        cmocka_unit_test(says_when_it_cannot_write),
    };
    return cmocka_run_group_tests_name("allow", tests, NULL, NULL);
}
