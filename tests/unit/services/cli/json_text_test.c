/* Tests of services/cli/json_text.c. */
#include "services/cli/json_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void assert_printed(struct text text, const char *wanted)
{
    char printed[128];
    FILE *out = tmpfile();

    assert_non_null(out);
    json_text_print(out, text);
    rewind(out);
    size_t length = fread(printed, 1, sizeof(printed) - 1, out);
    fclose(out);
    printed[length] = '\0';
    assert_string_equal(printed, wanted);
}

static void quotes_and_backslashes_are_escaped(void **state UNUSED)
{
    assert_printed(TEXT(""), "\"\"");
    assert_printed(TEXT("a\"b\\c"), "\"a\\\"b\\\\c\"");
    assert_printed(TEXT("卡丢了"), "\"卡丢了\"");
}

static void control_characters_are_told_by_number(void **state UNUSED)
{
    assert_printed(TEXT("\x1f \n\0x"), "\"\\u001f \\u000a\\u0000x\"");
}

static void what_is_no_utf8_is_replaced(void **state UNUSED)
{
    assert_printed(TEXT("a\xff\xe5"), "\"a\xef\xbf\xbd\xef\xbf\xbd\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_and_backslashes_are_escaped),
        cmocka_unit_test(control_characters_are_told_by_number),
        cmocka_unit_test(what_is_no_utf8_is_replaced),
    };
    return cmocka_run_group_tests_name("json_text", tests, NULL, NULL);
}
