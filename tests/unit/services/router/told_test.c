/* Tests of services/router/told.c: ages and numbers of people as they are said (REQUIREMENTS 4.1). */
#include "services/router/told.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void assert_oldest(const char *text, int32_t years)
{
    struct told told = told_in_text(text_of(text));

    if (told.oldest != years)
        fail_msg("%s: %d, not %d", text, told.oldest, years);
}

static void assert_together(const char *text, int32_t people)
{
    struct told told = told_in_text(text_of(text));

    if (told.together != people)
        fail_msg("%s: %d, not %d", text, told.together, people);
}

static void reads_ages_in_figures_and_in_characters(void **state UNUSED)
{
    assert_oldest("我七十二岁了,你们让我自己弄", 72);
    assert_oldest("我妈76岁去存钱", 76);
    assert_oldest("老人八十多岁", 80);
    assert_oldest("八十几岁的人了", 80);
    assert_oldest("my mother is 81 years old", 81);
    assert_oldest("a 70-year-old man", 70);
    assert_oldest("aged 80, cannot come", 80);
    assert_oldest("我64岁,老伴66岁", 66);
    assert_int_equal(told_in_text(TEXT("我64岁,孙子6岁")).youngest, 6);
}

static void an_elder_who_is_83_now_has_that_age(void **state UNUSED)
{
    assert_oldest("我爸八十三了,你们非让他刷脸", 83);
    assert_oldest("奶奶今年都90了", 90);
    assert_oldest("我妈59了", TOLD_NOTHING);
    assert_oldest("我妈60了", 60);
    assert_oldest("我妈转了80了", TOLD_NOTHING);
    assert_oldest("排号都排到83了", TOLD_NOTHING);
}

static void a_limit_is_nobodys_age(void **state UNUSED)
{
    assert_oldest("建议给六十岁以上的客户打个电话", TOLD_NOTHING);
    assert_oldest("18岁以下能办卡吗", TOLD_NOTHING);
    assert_oldest("满16岁才能办吗", TOLD_NOTHING);
}

static void an_age_lies_between_1_and_120(void **state UNUSED)
{
    assert_oldest("1岁", 1);
    assert_oldest("0岁", TOLD_NOTHING);
    assert_oldest("120岁", TOLD_AGE_MAX);
    assert_oldest("121岁", TOLD_NOTHING);
    assert_oldest("3.5岁", TOLD_NOTHING);
}

static void counts_people_who_act_together(void **state UNUSED)
{
    assert_together("我们小区五十多户一起被骗了,联名投诉", 50);
    assert_together("一百个客户都被坑了,我们要集体投诉", 100);
    assert_together("我们二十多个人都买了这个理财", 20);
    assert_together("联名反映的有21人", 21);
    assert_together("37 customers complain together", 37);
    assert_together("先是5户,后来30户,一起维权", 30);
}

static void people_in_a_queue_or_alone_are_no_crowd(void **state UNUSED)
{
    assert_together("前面还有80个人,一起排队的都走了", TOLD_NOTHING);
    assert_together("公司两百人一起等着发工资", TOLD_NOTHING);
    assert_together("你们行有3000名员工", TOLD_NOTHING);
    assert_together("一起买了30份保险", TOLD_NOTHING);
}

static void a_number_of_people_has_its_limit(void **state UNUSED)
{
    assert_together("1000000人联名", TOLD_PEOPLE_MAX);
    assert_together("1000001人联名", TOLD_NOTHING);
    assert_together("62170012345678901234人联名", TOLD_NOTHING);
}

static void nothing_is_told_by_nothing(void **state UNUSED)
{
    struct told told = told_in_text((struct text){0});

    assert_int_equal(told.oldest, TOLD_NOTHING);
    assert_int_equal(told.youngest, TOLD_NOTHING);
    assert_int_equal(told.together, TOLD_NOTHING);
    assert_oldest("岁", TOLD_NOTHING);
    assert_oldest("十", TOLD_NOTHING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_ages_in_figures_and_in_characters),
        cmocka_unit_test(an_elder_who_is_83_now_has_that_age),
        cmocka_unit_test(a_limit_is_nobodys_age),
        cmocka_unit_test(an_age_lies_between_1_and_120),
        cmocka_unit_test(counts_people_who_act_together),
        cmocka_unit_test(people_in_a_queue_or_alone_are_no_crowd),
        cmocka_unit_test(a_number_of_people_has_its_limit),
        cmocka_unit_test(nothing_is_told_by_nothing),
    };
    return cmocka_run_group_tests_name("told", tests, NULL, NULL);
}
