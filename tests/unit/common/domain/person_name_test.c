/* Tests of common/domain/person_name.c (REQUIREMENTS 3.8, Names). */
#include "common/domain/person_name.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;

static void assert_reads(struct text entered, const char *wanted)
{
    struct text name;

    assert_int_equal(person_name_read(entered, &arena, &name), PERSON_NAME_ok);
    assert_int_equal(name.length, strlen(wanted));
    assert_memory_equal(name.at, wanted, name.length);
}

static void assert_result(struct text entered, enum person_name_result wanted)
{
    struct text name = TEXT("untouched");

    assert_int_equal(person_name_read(entered, &arena, &name), wanted);
    assert_true(text_is(name, "untouched"));
}

static void unifies_the_four_middle_dots(void **state UNUSED)
{
    assert_reads(TEXT("阿卜杜拉·买买提"), "阿卜杜拉·买买提");
    assert_reads(TEXT("阿卜杜拉•买买提"), "阿卜杜拉·买买提");
    assert_reads(TEXT("阿卜杜拉・买买提"), "阿卜杜拉·买买提");
    assert_reads(TEXT("阿卜杜拉．买买提"), "阿卜杜拉·买买提");
    assert_reads(TEXT("•・．"), "···");
    assert_reads(TEXT("J. Smith"), "J. Smith");
    arena_done(&arena);
}

static void keeps_rare_characters_outside_the_basic_plane(void **state UNUSED)
{
    assert_reads(TEXT("𠮷𪚥"), "𠮷𪚥");
    assert_reads(TEXT("𠮷・𪚥"), "𠮷·𪚥");
    arena_done(&arena);
}

static void trims_every_kind_of_white_space(void **state UNUSED)
{
    assert_reads(TEXT(" \t　张 三\xC2\xA0\r\n"), "张 三");
    assert_result(TEXT(" \t　\xC2\xA0\r\n"), PERSON_NAME_empty);
    assert_result(TEXT(""), PERSON_NAME_empty);
    assert_result((struct text){0}, PERSON_NAME_empty);
}

static struct text repeat(const char *character, size_t count)
{
    size_t bytes = strlen(character);
    char *text = arena_take(&arena, count * bytes);

    for (size_t i = 0; i < count; i++)
        memcpy(text + i * bytes, character, bytes);
    return (struct text){text, count * bytes};
}

static void counts_characters_and_not_bytes(void **state UNUSED)
{
    static const char *characters[] = {"a", "é", "三", "𠮷", "・"};
    struct text name;

    assert_reads(TEXT("三"), "三");
    for (size_t i = 0; i < LENGTH(characters); i++) {
        assert_int_equal(person_name_read(repeat(characters[i], 49), &arena, &name), 0);
        assert_int_equal(person_name_read(repeat(characters[i], 50), &arena, &name), 0);
        assert_result(repeat(characters[i], 51), PERSON_NAME_too_long);
    }
    arena_done(&arena);
}

static void refuses_control_characters_and_malformed_bytes(void **state UNUSED)
{
    assert_result(TEXT("张\n三"), PERSON_NAME_bad_form);
    assert_result(TEXT("张\0三"), PERSON_NAME_bad_form);
    assert_result(TEXT("张\x7F三"), PERSON_NAME_bad_form);
    assert_result(TEXT("张\xC2\x85三"), PERSON_NAME_bad_form);
    assert_result(TEXT("张\xE2\x80\xA8三"), PERSON_NAME_bad_form);
    assert_result(TEXT("张\xFF"), PERSON_NAME_bad_form);
    assert_result(TEXT("张\xE4\xB8"), PERSON_NAME_bad_form);
}

static void borrows_when_nothing_changes(void **state UNUSED)
{
    struct text entered = TEXT(" 张三"), name;

    assert_int_equal(person_name_read(entered, &arena, &name), PERSON_NAME_ok);
    assert_ptr_equal(name.at, entered.at + 1);
    assert_int_equal(arena.used, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unifies_the_four_middle_dots),
        cmocka_unit_test(keeps_rare_characters_outside_the_basic_plane),
        cmocka_unit_test(trims_every_kind_of_white_space),
        cmocka_unit_test(counts_characters_and_not_bytes),
        cmocka_unit_test(refuses_control_characters_and_malformed_bytes),
        cmocka_unit_test(borrows_when_nothing_changes),
    };
    return cmocka_run_group_tests_name("person_name", tests, NULL, NULL);
}
