/* Tests of common/domain/mask.c (REQUIREMENTS 3.4, Display masks; GR-10). */
#include "common/domain/mask.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;

static int release(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static void shows_the_surname_only(void **state UNUSED)
{
    assert_string_equal(mask_name(&arena, TEXT("张三")).at, "张*");
    assert_string_equal(mask_name(&arena, TEXT("张三丰")).at, "张*");
    assert_string_equal(mask_name(&arena, TEXT("欧阳修文")).at, "欧阳*");
    assert_string_equal(mask_name(&arena, TEXT("歐陽修")).at, "歐陽*");
    assert_string_equal(mask_name(&arena, TEXT("司马光")).at, "司马*");
    assert_string_equal(mask_name(&arena, TEXT("欧阳")).at, "欧*");
    assert_string_equal(mask_name(&arena, TEXT("马上官")).at, "马*"); /* 上官 is not in front */
    assert_string_equal(mask_name(&arena, TEXT("阳司空")).at, "阳*"); /* across two entries */
    assert_string_equal(mask_name(&arena, TEXT("阿卜杜拉·买买提")).at, "阿*");
    assert_string_equal(mask_name(&arena, TEXT("𠮷𪚥")).at, "𠮷*");
    assert_string_equal(mask_name(&arena, TEXT("John Smith")).at, "J*");
}

static void shows_nothing_of_a_name_of_one_character(void **state UNUSED)
{
    assert_string_equal(mask_name(&arena, TEXT("张")).at, "*");
    assert_string_equal(mask_name(&arena, TEXT("")).at, "*");
    assert_string_equal(mask_name(&arena, (struct text){0}).at, "*");
    assert_string_equal(mask_name(&arena, TEXT("\xFFx")).at, "*");
}

static void shows_first_three_and_last_two_of_an_id(void **state UNUSED)
{
    assert_string_equal(mask_id(&arena, TEXT("11010519491231002X")).at, "110***********2X");
    assert_string_equal(mask_id(&arena, TEXT("110105491231002")).at, "110***********02");
    assert_string_equal(
        mask_id(&arena, TEXT("１１０１０５１９４９１２３１００２Ｘ")).at,
        "110***********2X"
    );
    assert_string_equal(mask_id(&arena, TEXT("E12345678")).at, "***********78");
    assert_string_equal(mask_id(&arena, TEXT("123456")).at, "***********56");
    assert_string_equal(mask_id(&arena, TEXT("12345")).at, "***********");
    assert_string_equal(mask_id(&arena, TEXT("")).at, "***********");
    assert_string_equal(mask_id(&arena, TEXT("军字第1234567号")).at, "***********");
}

static void shows_the_ends_of_a_phone(void **state UNUSED)
{
    assert_string_equal(mask_phone(&arena, TEXT("13812341234")).at, "138****1234");
    assert_string_equal(mask_phone(&arena, TEXT("+8613812341234")).at, "138****1234");
    assert_string_equal(mask_phone(&arena, TEXT("138 1234 1234")).at, "138****1234");
    assert_string_equal(mask_phone(&arena, TEXT("+861062345678")).at, "010****5678");
    assert_string_equal(mask_phone(&arena, TEXT("021-62345678")).at, "021****5678");
    assert_string_equal(mask_phone(&arena, TEXT("0755-8888888-123")).at, "0755****8888");
    assert_string_equal(mask_phone(&arena, TEXT("+85251234567")).at, "****4567");
    assert_string_equal(mask_phone(&arena, TEXT("400-123-4567")).at, "****4567");
    assert_string_equal(mask_phone(&arena, TEXT("1234567")).at, "****");
    assert_string_equal(mask_phone(&arena, TEXT("12345678")).at, "****5678");
    assert_string_equal(mask_phone(&arena, TEXT("123456789012345")).at, "****2345");
    assert_string_equal(mask_phone(&arena, TEXT("1234567890123456")).at, "****");
    assert_string_equal(mask_phone(&arena, TEXT("")).at, "****");
}

static void shows_the_last_four_of_a_card(void **state UNUSED)
{
    char many[33];

    assert_string_equal(mask_card(&arena, TEXT("4111111111111234")).at, "****1234");
    assert_string_equal(mask_card(&arena, TEXT("6222 0212 3456 7890 128")).at, "****0128");
    assert_string_equal(mask_card(&arena, TEXT("1234567")).at, "****");
    assert_string_equal(mask_card(&arena, TEXT("12345678")).at, "****5678");
    memset(many, '7', sizeof(many));
    assert_string_equal(mask_card(&arena, (struct text){many, 31}).at, "****7777");
    assert_string_equal(mask_card(&arena, (struct text){many, 32}).at, "****7777");
    assert_string_equal(mask_card(&arena, (struct text){many, 33}).at, "****");
}

static void shows_first_letter_and_domain_of_a_mail(void **state UNUSED)
{
    assert_string_equal(mask_mail(&arena, TEXT("zhang@example.com")).at, "z***@example.com");
    assert_string_equal(mask_mail(&arena, TEXT("z@example.com")).at, "z***@example.com");
    assert_string_equal(mask_mail(&arena, TEXT("张三@example.com")).at, "张***@example.com");
    assert_string_equal(mask_mail(&arena, TEXT("@example.com")).at, "****");
    assert_string_equal(mask_mail(&arena, TEXT("zhang")).at, "****");
    assert_string_equal(mask_mail(&arena, TEXT("")).at, "****");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_the_surname_only),
        cmocka_unit_test(shows_nothing_of_a_name_of_one_character),
        cmocka_unit_test(shows_first_three_and_last_two_of_an_id),
        cmocka_unit_test(shows_the_ends_of_a_phone),
        cmocka_unit_test(shows_the_last_four_of_a_card),
        cmocka_unit_test(shows_first_letter_and_domain_of_a_mail),
    };
    return cmocka_run_group_tests_name("mask", tests, NULL, release);
}
