/* Tests of services/router/classify.c with the rules that are shipped: REQUIREMENTS 5.1, 5.14,
 * 5.15, CL-01. */
#include "services/router/classify.h"

#include "common/text/normalise.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

static struct arena loaded;
static struct arena arena;
static struct taxonomy taxonomy;
static struct rules rules;
static struct classifier by_rules;

static int load(void **state UNUSED)
{
    struct yaml yaml;

    assert_int_equal(yaml_read_file(&yaml, &loaded, "deploy/config/taxonomy.yaml"), OK);
    assert_int_equal(taxonomy_from_yaml(&yaml, &taxonomy), OK);
    assert_int_equal(yaml_read_file(&yaml, &loaded, "deploy/config/rules.yaml"), OK);
    if (rules_from_yaml(&yaml, &taxonomy, &rules) != OK)
        fail_msg("%s", yaml.faults.at);
    by_rules = classifier_of_rules(&rules);
    return 0;
}

static int drop(void **state UNUSED)
{
    arena_done(&loaded);
    arena_done(&arena);
    return 0;
}

static struct classification classified(const char *text)
{
    return classify(&by_rules, &arena, text_of(text), MATTER_none);
}

static const char *code_of(int code)
{
    return code < 0 ? "none" : taxonomy.subcategories[code].code.at;
}

static bool has_tag(const struct classification *found, enum tag tag)
{
    return found->tags & TAG_BIT(tag);
}

/* `code` or `type` may be NULL: not asked about. */
static struct classification assert_is(const char *text, const char *code, const char *type)
{
    struct classification found = classified(text);

    if ((code && strcmp(code_of(found.code), code) != 0) ||
        (type && found.type != matter_type_of(text_of(type))))
        fail_msg(
            "'%s' is %s %s, not %s %s",
            text,
            code_of(found.code),
            matter_type_name(found.type),
            code ? code : "",
            type ? type : ""
        );
    return found;
}

static void assert_outcome(const char *text, enum verdict outcome)
{
    struct classification found = classified(text);

    if (found.outcome != outcome)
        fail_msg(
            "'%s' is %s (%s), not %s",
            text,
            verdict_name(found.outcome),
            code_of(found.code),
            verdict_name(outcome)
        );
}

/* REQUIREMENTS 5.14, row by row. */

static void a_negated_complaint_word_is_no_complaint(void **state UNUSED)
{
    assert_is("我不投诉，就想问下手续费怎么收的", "TR06", "consult");
}

static void how_to_complain_about_a_merchant_is_a_question(void **state UNUSED)
{
    assert_is("怎么投诉商家", "FD04", "consult");
}

static void irony_is_a_complaint(void **state UNUSED)
{
    assert_is("你们服务真\"好\"，等了俩小时", "FW02", "complaint");
}

static void a_sigh_without_content_goes_to_triage(void **state UNUSED)
{
    assert_outcome("呵呵，厉害", VERDICT_triage);
}

static void of_two_intents_the_urgent_wins_and_the_other_is_linked(void **state UNUSED)
{
    struct classification found = assert_is("卡丢了，顺便问下定期利率", "LS01", "urgent");

    assert_int_equal(found.link_count, 1);
    assert_string_equal(code_of(found.links[0].code), "AC05");
    assert_int_equal(found.links[0].type, MATTER_consult);
    found = assert_is("问下定期利率，另外我的卡丢了", "LS01", "urgent");
    assert_string_equal(code_of(found.links[0].code), "AC05");
}

static void a_threat_to_life_is_tagged_and_stays_a_complaint(void **state UNUSED)
{
    struct classification found = assert_is("再不解决我就去你们楼顶", NULL, "complaint");

    assert_true(has_tag(&found, TAG_life_threat));
    assert_int_equal(found.outcome, VERDICT_routed);
    assert_int_equal(found.emotion, 3);
}

static void a_complaint_beside_a_denied_transaction_is_linked(void **state UNUSED)
{
    struct classification found = assert_is("信用卡被偷刷，我要投訴你們", "FD01", "dispute");

    assert_int_equal(found.link_count, 1);
    assert_int_equal(found.links[0].type, MATTER_complaint);
    assert_string_equal(code_of(found.links[0].code), "FD01");
    assert_true(has_tag(&found, TAG_unauthorised));
}

static void a_loss_is_urgent_however_it_is_written(void **state UNUSED)
{
    static const char *const texts[] = {"我 要 挂 失 !!!", "我要掛失", "挂 shi"};

    for (size_t i = 0; i < LENGTH(texts); i++) {
        struct classification found = assert_is(texts[i], "LS01", "urgent");
        assert_true(has_tag(&found, TAG_loss_report));
        assert_int_equal(found.outcome, VERDICT_routed);
    }
}

static void traditional_script_and_full_width_are_read(void **state UNUSED)
{
    assert_is("帳戶被凍結，請儘快處理", "LS04", NULL);
    struct classification found =
        assert_is("ｔｒａｎｓｆｅｒ没到账，５０００块", "TR01", "consult");
    /* The amount is read from this text by common/domain/amount.h. */
    assert_non_null(strstr(found.normalised.at, "5000块"));
}

static void a_question_about_an_earlier_matter_is_a_status_query(void **state UNUSED)
{
    struct classification found = assert_is("你们上次说的7天到了，什么结果", NULL, "consult");

    assert_true(has_tag(&found, TAG_status_query));
}

static void menu_words_and_single_words_go_to_triage(void **state UNUSED)
{
    assert_outcome("投诉建议", VERDICT_triage);
    assert_outcome("银行卡", VERDICT_triage);
}

static void a_password_in_the_text_is_tagged(void **state UNUSED)
{
    struct classification found = assert_is("密码123456帮我看看是不是锁了", "DC01", NULL);

    assert_true(has_tag(&found, TAG_secret));
}

static void a_journalist_asks_and_is_tagged(void **state UNUSED)
{
    struct classification found =
        assert_is("我是记者，想了解一下盗刷怎么赔", "FD01", "consult");

    assert_true(has_tag(&found, TAG_media));
}

static void a_question_for_a_hotline_number_is_watched(void **state UNUSED)
{
    struct classification found = assert_is("请问12378电话是多少", NULL, "consult");

    assert_true(has_tag(&found, TAG_regulator));
    assert_true(has_tag(&found, TAG_complaint_likely));
    assert_true(has_tag(&found, TAG_question_only));
}

static void a_private_debt_is_not_a_matter_of_the_bank(void **state UNUSED)
{
    assert_is("张三欠我钱，你们帮我扣他的", "QT06", "consult");
}

static void nothing_and_noise_go_to_triage(void **state UNUSED)
{
    static const char *const texts[] =
        {"", " ", "😀😀😀", "\xff\xfe\x80", "\001\002\003", "。。。", "????"};

    for (size_t i = 0; i < LENGTH(texts); i++) {
        struct classification found = classified(texts[i]);
        assert_int_equal(found.outcome, VERDICT_triage);
        assert_int_equal(found.code, -1);
        assert_int_equal(found.category, -1);
    }
    struct classification found = classify(&by_rules, &arena, (struct text){0}, MATTER_none);
    assert_int_equal(found.outcome, VERDICT_triage);
}

static struct classification classified_of_length(size_t bytes)
{
    char *at = arena_take(&arena, bytes);

    memset(at, ' ', bytes);
    memcpy(at, "我要挂失", strlen("我要挂失"));
    return classify(&by_rules, &arena, (struct text){at, bytes}, MATTER_none);
}

static void a_text_over_the_limit_goes_to_triage(void **state UNUSED)
{
    assert_int_equal(classified_of_length(NORMALISE_BYTES_MAX - 1).outcome, VERDICT_routed);
    assert_int_equal(classified_of_length(NORMALISE_BYTES_MAX).outcome, VERDICT_routed);
    assert_int_equal(classified_of_length(NORMALISE_BYTES_MAX + 1).outcome, VERDICT_triage);
    struct classification found = classified_of_length(1024 * 1024);
    assert_int_equal(found.outcome, VERDICT_triage);
    assert_true(found.cut);
}

/* REQUIREMENTS 5.15, rule by rule, where the text decides. */

struct boundary {
    int rule;
    const char *text, *code, *type;
};

static const struct boundary boundaries[] = {
    {1, "账户被你们限制交易了，怎么回事", "AC04", "Z"},
    {1, "账户因涉案被公安冻结了，怎么解除", "LS04", "Z"},
    {1, "我自己申请的冻结，现在想解除限制", "LS04", "B"},
    {2, "取款机没吐钱，少给了我两百", "TR07", "B"},
    {2, "ATM存了五千，账上只有四千八", "FD03", "D"},
    {2, "取款机吞了我的卡，没人管", "TR07", "T"},
    {3, "我刚被骗转了三万，快帮我止付", "LS03", "U"},
    {3, "我妈正在给骗子转账，拦一下", "FD02", "U"},
    {3, "卡里的钱还在一笔一笔往外扣", "FD01", "U"},
    {3, "我把验证码告诉别人了", "LS05", "U"},
    {3, "验证码一直收不到", "DC03", "Z"},
    {4, "建议给老人买理财前先通知家属", "WM03", "J"},
    {4, "建议增加一个意见箱", "FW06", "J"},
    {5, "这笔消费不是我刷的，卡被盗刷了，我要投诉", "FD01", "D"},
    {5, "盗刷报了一个月，没有下文，到底查了没有", "FD01", "T"},
    {6, "分期乱扣手续费，再不退我就跳楼", "CR04", "T"},
    {7, "我要销卡，额度太低了", "CR07", "B"},
    {7, "我要销卡", "AC03", "B"},
    {7, "我要换卡", "LS02", "B"},
    {7, "我要换卡，年费已经交了", "CR07", "B"},
    {7, "我要补卡", "LS02", "B"},
    {7, "帮我提高额度", "CR05", "B"},
    {7, "帮我提高限额", "TR03", "B"},
    {8, "我爸去存钱被忽悠买了保险", "WM03", "T"},
    {8, "我要退保", "WM04", "B"},
    {8, "理财经理卖飞单，产品不是你们银行的", "WM03", "T"},
    {8, "信用卡权益说满减50，收银台不给减", "CR06", "T"},
    {8, "我店里想申请收款码", "QT01", "B"},
    {8, "U盾丢了，补一个", "DC04", "B"},
    {8, "U盾丢了，怕被人转走钱", "LS01", "U"},
    {8, "信用卡延误险怎么理赔", "CR06", "Z"},
    {8, "天天接到你们的推销电话", "PI02", "T"},
    {8, "信用卡违约金能不能减免", "CR03", "B"},
    {8, "贷款逾期的罚息能不能减免", "CO04", "B"},
    {8, "网点拒收现金", "QT03", "T"},
    {9, "保管箱还有吗", "QT06", "Z"},
    {9, "我想取消明天的预约转账", "TR01", "B"},
    {9, "我想预约网点排队的号", "FW02", "B"},
    {9, "年费的投诉我想撤回，不投诉了", "CR03", "B"},
    {11, "本来想投诉的，算了不投诉了，转账手续费怎么收", "TR06", "Z"},
    {12, "我们公司想问下经营贷需要什么材料", "LN01", "Z"},
    {12, "信用卡还款你们记错账了，算我逾期", "CR02", "T"},
    {12, "你们柜员偷看我的账户", "PI05", "T"},
    {12, "柜员把我的余额告诉了邻居", "PI01", "T"},
};

static void neighbours_are_kept_apart(void **state UNUSED)
{
    for (size_t i = 0; i < LENGTH(boundaries); i++)
        assert_is(boundaries[i].text, boundaries[i].code, boundaries[i].type);
}

static void a_threat_does_not_change_type_or_subject(void **state UNUSED)
{
    /* 5.15 rule 6 */
    struct classification found = classified("分期乱扣手续费，再不退我就跳楼");
    assert_true(has_tag(&found, TAG_life_threat));
}

static void what_is_not_addressed_to_a_bank_is_out_of_scope(void **state UNUSED)
{
    /* 5.15 rule 10 */
    assert_outcome("讲个笑话", VERDICT_out_of_scope);
    assert_outcome("加微信，免费领取，日赚三百", VERDICT_out_of_scope);
    assert_outcome("tell me a joke", VERDICT_out_of_scope);
    assert_outcome("你们卖火车票吗", VERDICT_routed);
    assert_outcome("asdf qwer", VERDICT_triage);
}

static void what_stays_when_a_loss_is_taken_back(void **state UNUSED)
{
    /* 5.15 rule 11 */
    assert_is("卡没丢，就问下年费多少", "CR03", "consult");
    assert_is("我没丢卡", "LS01", "consult");
    assert_is("卡没有丢，在我包里", "LS01", "consult");
    assert_is("别挂失，我只是问转账到没到", "TR01", "consult");
    /* what is lost beside it stays lost */
    assert_is("手机没丢，银行卡丢了", "LS01", "urgent");
    assert_is("身份证没丢，就是存折不见了", "LS01", "urgent");
}

static void a_bare_wish_to_report_a_loss_is_urgent(void **state UNUSED)
{
    static const char *const urgent[] = {
        "挂失",
        "挂----失",
        "挂。失",
        "我要卦失",
        "wo yao 挂失",
        "银行卡挂失",
        "卡昨天丢了",
        "卡在公交车上丢了",
        "贷款利率多少？还有我卡昨天丢了",
        "银行卡不晓得丢到哪儿去了",
    };
    static const char *const calm[] = {
        "挂失要钱吗",
        "挂失以后几天能补卡",
        "怎么解除挂失",
        "挂失办得好快，谢谢小姐姐",
        "挂失按钮摆到首页",
        "医保卡丢了去哪补",
    };

    for (size_t i = 0; i < LENGTH(urgent); i++)
        assert_is(urgent[i], "LS01", "urgent");
    for (size_t i = 0; i < LENGTH(calm); i++)
        assert_true(classified(calm[i]).type != MATTER_urgent);
}

static void menu_words_say_nothing(void **state UNUSED)
{
    static const char *const texts[] =
        {"投诉/建议", "投诉、建议", "建议与投诉", "意见反馈", "意见和建议"};

    for (size_t i = 0; i < LENGTH(texts); i++)
        assert_true(classified(texts[i]).outcome != VERDICT_routed);
}

struct tagged {
    const char *text;
    enum tag tag;
};

static void grading_triggers_are_found(void **state UNUSED)
{
    /* REQUIREMENTS 4.1 and 5.15 rule 13 */
    static const struct tagged rows[] = {
        {"3号窗口那个女柜员态度恶劣", TAG_named_employee},
        {"客服工号3027骂我", TAG_named_employee},
        {"再不退钱我就找记者曝光", TAG_media},
        {"我要打12378举报你们", TAG_regulator},
        {"这是12378转过来的，编号尾号0457，限你们15天答复", TAG_regulator_source},
        {"等着收我的律师函吧，法院见", TAG_lawyer},
        {"我要去信访", TAG_petition},
        {"我的信息泄露了，谁卖的", TAG_info_leak},
        {"你们银行自己承认我的资料泄露了", TAG_leak_confirmed},
        {"派出所通知我是你们行泄露了我的资料", TAG_leak_confirmed},
        {"活着没意思，再催我就去死", TAG_life_threat},
        {"不解决我就带汽油去你们网点", TAG_life_threat},
        {"逼急了我提把刀去你们支行", TAG_life_threat},
        {"我的卡正在被一笔一笔刷，短信不停地来", TAG_fraud_in_progress},
        {"我妈76岁被忽悠买了五年的理财", TAG_vulnerable},
        {"公司倒闭了，房贷想缓几个月", TAG_hardship},
        {"现在还在一笔一笔往外扣，快停掉", TAG_fraud_in_progress},
        {"实名举报你们支行行长收钱放贷", TAG_staff_fraud},
        {"客户经理卖飞单", TAG_off_book_sale},
        {"我们几十个业主联名反映贷款的事", TAG_joint},
        {"已经打了四个电话了，第三次反映", TAG_repeat_contact},
        {"买房首付款卡在你们系统，卖家要解约", TAG_deadline},
        {"你们系统瘫痪了吗，大家都登不上", TAG_system_fault},
        {"大厅着火了", TAG_disaster},
        {"你们是傻逼吗", TAG_abuse},
        {"马上止付，刚转给骗子", TAG_stop_payment},
        {"年费的投诉我想撤回，不投诉了", TAG_withdrawn},
    };
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct classification found = classified(rows[i].text);
        if (!has_tag(&found, rows[i].tag))
            fail_msg("'%s' has no tag %s", rows[i].text, tag_name(rows[i].tag));
    }
}

static void plain_questions_have_no_tags(void **state UNUSED)
{
    static const char *const texts[] = {
        "三年定期利率多少",
        "你们周日营业到几点",
        "积分能换航空里程吗",
        "What documents do I need to open an account?",
    };
    for (size_t i = 0; i < LENGTH(texts); i++) {
        struct classification found = classified(texts[i]);
        assert_int_equal(found.tags, 0);
        assert_int_equal(found.emotion, 0);
    }
}

static void emotion_rises_with_the_words(void **state UNUSED)
{
    assert_int_equal(classified("三年定期利率多少").emotion, 0);
    assert_int_equal(classified("我要投诉").emotion, 1);
    assert_int_equal(classified("太过分了，我要投诉").emotion, 2);
    assert_int_equal(classified("忍无可忍，跟你们没完").emotion, 3);
}

/* The general behaviour. */

static void english_is_understood(void **state UNUSED)
{
    assert_is("I lost my card, please block it", "LS01", "urgent");
    assert_is("There is a charge on my card that I do not recognise", "FD01", "dispute");
    assert_is("What is your exchange rate for US dollars?", "QT02", "consult");
    assert_is("I want to complain about the rude teller", "FW01", "complaint");
}

static void each_result_says_why(void **state UNUSED)
{
    /* CL-01: each result explains itself */
    struct classification found = classified("我要挂失");
    bool seen = false;

    assert_true(found.hit_count > 0);
    for (size_t i = 0; i < found.hit_count; i++) {
        assert_true(found.hits[i].rule.length > 0);
        seen = seen || (text_is(found.hits[i].rule, "U.loss_word") && found.hits[i].word.at &&
                        text_starts(found.hits[i].word, TEXT("我要挂失")));
    }
    assert_true(seen);
}

static void the_senders_hint_tips_the_balance_only(void **state UNUSED)
{
    struct text text = TEXT("账单分期");

    assert_int_equal(classify(&by_rules, &arena, text, MATTER_apply).type, MATTER_apply);
    assert_int_equal(
        classify(&by_rules, &arena, text, MATTER_complaint).type,
        MATTER_complaint
    );
    text = TEXT("凭什么给我分期，我要投诉");
    assert_int_equal(classify(&by_rules, &arena, text, MATTER_consult).type, MATTER_complaint);
}

static void nobody_is_transferred_out_by_text(void **state UNUSED)
{
    /* 5.15 rule 14 */
    struct text text = TEXT("我要去信访举报，不是你们银行的事");

    assert_true(classify(&by_rules, &arena, text, MATTER_none).type != MATTER_transfer_out);
    assert_true(
        classify(&by_rules, &arena, text, MATTER_transfer_out).type != MATTER_transfer_out
    );
}

static void says_the_same_twice(void **state UNUSED)
{
    static const char *const text = "信用卡被偷刷，顺便问下定期利率，我要投诉你们";
    struct classification first = classified(text);
    struct classification second = classified(text);

    assert_int_equal(first.code, second.code);
    assert_int_equal(first.type, second.type);
    assert_int_equal(first.hit_count, second.hit_count);
    assert_int_equal(first.tags, second.tags);
    assert_true(first.confidence >= second.confidence && first.confidence <= second.confidence);
}

static struct classification classified_by(const char *file, const char *text)
{
    static struct rules made;
    struct yaml yaml;

    assert_int_equal(yaml_read_text(&yaml, &loaded, text_of(file)), OK);
    if (rules_from_yaml(&yaml, &taxonomy, &made) != OK)
        fail_msg("%s", yaml.faults.at);
    const struct classifier classifier = classifier_of_rules(&made);
    return classify(&classifier, &arena, text_of(text), MATTER_none);
}

/* The share of a lone subcategory is s² / (1 + s²): 0.5 for 1, 0.8 for 2. */
static void confidence_below_its_limit_is_triage(void **state UNUSED)
{
    static const char *const file =
        "rules:\n"
        "- {id: a, any: [甲], code: AC01, type: Z, weight: 1, type_weight: 2}\n"
        "- {id: b, any: [乙], code: AC01, type: Z, weight: 2}\n";
    struct classification found = classified_by(file, "甲");

    assert_true(found.confidence < by_rules.confidence_min);
    assert_int_equal(found.outcome, VERDICT_triage);
    found = classified_by(file, "乙");
    assert_true(found.confidence >= by_rules.confidence_min);
    assert_int_equal(found.outcome, VERDICT_routed);
}

static void a_margin_below_its_limit_is_triage_and_names_the_second(void **state UNUSED)
{
    static const char *const file = "rules:\n"
                                    "- {id: a, any: [甲], code: AC01, type: Z, weight: 8}\n"
                                    "- {id: b, any: [乙], code: AC02, weight: 6}\n"
                                    "- {id: c, any: [丙], code: AC02, weight: 7}\n";
    struct classification found = classified_by(file, "甲乙");

    assert_int_equal(found.outcome, VERDICT_routed);
    assert_string_equal(code_of(found.code), "AC01");
    assert_string_equal(code_of(found.second_code), "AC02");
    found = classified_by(file, "甲丙");
    assert_true(found.margin < by_rules.margin_min);
    assert_int_equal(found.outcome, VERDICT_triage);
}

static void what_says_nothing_of_its_type_is_not_sure(void **state UNUSED)
{
    /* A complaint that passes for a question would miss its statutory clock. */
    static const char *const file = "rules: [{id: a, any: [甲], code: AC01, weight: 9}]\n";
    struct classification found = classified_by(file, "甲");

    assert_int_equal(found.type, MATTER_consult);
    assert_string_equal(code_of(found.code), "AC01");
    assert_int_equal(found.outcome, VERDICT_triage);
}

static void of_types_that_fit_equally_precedence_decides(void **state UNUSED)
{
    /* 5.1: URGENT > DISPUTE > COMPLAINT > APPLY > CONSULT > SUGGEST */
    static const char *const file = "rules:\n"
                                    "- {id: 0, any: [零], code: AC01, weight: 4}\n"
                                    "- {id: 6, any: [六], type: J}\n"
                                    "- {id: 5, any: [五], type: Z}\n"
                                    "- {id: 4, any: [四], type: B}\n"
                                    "- {id: 3, any: [三], type: T}\n"
                                    "- {id: 2, any: [二], type: D}\n"
                                    "- {id: 1, any: [一], type: U}\n";
    static const struct {
        const char *text;
        enum matter_type type;
    } rows[] = {
        {"零六五", MATTER_consult},
        {"零六五四", MATTER_apply},
        {"零六五四三", MATTER_complaint},
        {"零六五四三二", MATTER_dispute},
        {"零六五四三二一", MATTER_urgent},
    };
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct classification found = classified_by(file, rows[i].text);
        assert_int_equal(found.type, rows[i].type);
        assert_int_equal(found.outcome, VERDICT_routed);
    }
}

static void keeps_whatever_bytes_come_within_bounds(void **state UNUSED)
{
    static const char *const pieces[] =
        {"卡", "丢", "投诉", "不", "\xff", "顺便", "~", "?", "利率", "骗"};
    uint64_t seed = 42;

    for (size_t round = 0; round < 500; round++) {
        char text[128];
        size_t length = 0;
        while (length < 100) {
            seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
            const char *piece = pieces[(seed >> 33) % LENGTH(pieces)];
            memcpy(text + length, piece, strlen(piece));
            length += strlen(piece);
        }
        struct classification found =
            classify(&by_rules, &arena, (struct text){text, length}, MATTER_none);
        assert_true(found.confidence >= 0 && found.confidence <= 1);
        assert_true(found.margin >= -1 && found.margin <= found.confidence + 1);
        assert_true(found.code < (int)taxonomy.subcategory_count);
        assert_true(found.emotion >= 0 && found.emotion <= 3);
        arena_reset(&arena);
    }
}

static void tells_what_a_request_costs(void **state UNUSED)
{
    static const char *const text =
        "我昨天在手机银行转账5000元给朋友，到现在还没有到账，请问是怎么回事？";
    struct timespec begin;
    struct timespec end;
    enum { ROUNDS = 2000 };

    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (size_t i = 0; i < ROUNDS; i++) {
        assert_int_equal(classified(text).outcome, VERDICT_routed);
        arena_reset(&arena);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    double us =
        (double)(end.tv_sec - begin.tv_sec) * 1e6 + (double)(end.tv_nsec - begin.tv_nsec) / 1e3;
    print_message("classify: %zu bytes in %.1f us\n", strlen(text), us / ROUNDS);
}

/* REQUIREMENTS 5.15, rule 3: what goes on at this moment, told without the words for theft. */
static void what_goes_on_now_is_urgent_in_whatever_words(void **state UNUSED)
{
    assert_is("短信炸了 全是你们的验证码 我没点", "DC03", "U");
    assert_is("半夜一直收到修改密碼的驗證碼，我什麼都沒做", "DC03", "U");
    assert_is("余额十分钟少了八千 还在少 快", "FD01", "U");
    assert_is("戶口啲錢不停咁轉出去，唔係我做", "FD01", "U");
    assert_is("刚才那笔不是我，又来一笔扣款，快停", "FD01", "U");
    assert_is("谁在动我的钱", "FD01", "U");
    assert_is("健身房柜子被撬，钱夹和卡都没了", "LS01", "U");
    assert_is("对方说是假警察也没用，我爸准备转钱了", "FD02", "U");
    assert_is("手机不听使唤，快把账户冻了", "LS03", "U");
    assert_is("有人持刀让我说出密码", "LS03", "U");
    assert_is("口令被骗走了，赶紧停用", "LS05", "U");
    assert_is("有人用陌生设备登录，不是我", "LS05", "U");
    assert_is("短信说正在放款，贷款我没申请过", "FD05", "U");
    assert_is("刚转给骗子，帮我喊停", "LS03", "U");
    assert_is("卡被吞了，后面那人鬼鬼祟祟", "TR07", "U");
}

static void assert_not_urgent(const char *text)
{
    if (classified(text).type == MATTER_urgent)
        fail_msg("'%s' is taken for urgent", text);
}

/* The same words about what is over, what may be, somebody else's matter, a suggestion, or thanks. */
static void what_is_over_or_may_be_or_is_praised_is_not_urgent(void **state UNUSED)
{
    assert_not_urgent("验证码收不到，我什么都没改");
    assert_not_urgent("基金账上的钱还在少，一直跌");
    assert_not_urgent("年费扣了又一笔，有人在管吗");
    assert_not_urgent("去年钱包被偷，补的卡几天能用");
    assert_not_urgent("柜员拦住了，没转成，冒充领导的骗子跑了，感谢");
    assert_not_urgent("远程银行办业务要锁屏吗");
    assert_not_urgent("利息这么高跟抢劫一样，卡里的钱都没了");
    assert_not_urgent("密码忘了怎么办，担心被锁");
    assert_not_urgent("登录提醒有人在用，是我自己");
    assert_not_urgent("征信上有笔贷款不是我办的，正在调查");
    assert_not_urgent("公交卡丢了你们管吗");
    assert_not_urgent("要是哪天卡丢了打什么电话");
    assert_not_urgent("书面挂失与口头挂失有何不同");
    assert_not_urgent("代扣协议解除了还在扣");
    assert_not_urgent("建议做一个紧急冻结的按钮");
    assert_not_urgent("多谢大堂经理，我妈要给骗子汇八万被劝住了");
    assert_not_urgent("这个短信链接是你们发的还是phishing");
    assert_not_urgent("手机丢了好久，已经补号，重新绑一下银行");
}

/* REQUIREMENTS 5.15, rules 10 and 13. */
static void a_wish_to_defer_is_a_wish_and_a_ticket_is_not_sold_here(void **state UNUSED)
{
    assert_is("失业了，房贷想延期几个月", "LN06", "B");
    assert_is("房贷想延期要什么材料", "LN06", "Z");
    assert_is("你们卖机票不", "QT06", "Z");
    assert_outcome("你们卖彩票吗", VERDICT_routed);
}

/* With the model that ships. */
static struct classifier with_model(void)
{
    struct classifier classifier;
    struct yaml yaml;

    assert_int_equal(yaml_read_file(&yaml, &loaded, "deploy/config/classifier.yaml"), OK);
    if (classifier_from_yaml(&yaml, "deploy/config", NULL, &rules, &classifier) != OK)
        fail_msg("%s", yaml.faults.at);
    return classifier;
}

static enum matter_type type_with(const struct classifier *classifier, const char *text)
{
    enum matter_type type = classify(classifier, &arena, text_of(text), MATTER_none).type;

    arena_reset(&arena);
    return type;
}

/* The largest limit that a text is not kept from urgent by: it is raised from its own share on. */
static double most_that_raises(struct classifier *classifier, const char *text)
{
    double raises = 0;
    double keeps = 1;

    for (double middle = 0.5; middle > raises && middle < keeps;
         middle = (raises + keeps) / 2) {
        classifier->urgent_code_min = middle;
        if (type_with(classifier, text) == MATTER_urgent)
            raises = middle;
        else
            keeps = middle;
    }
    return raises;
}

/* REQUIREMENTS 5.2 to 5.9: nothing about an instalment is urgent, whatever a model holds likely. */
static void a_model_raises_only_what_can_be_urgent(void **state UNUSED)
{
    static const char *const text = "上期账单8600，帮我分12期";
    struct classifier classifier = with_model();

    assert_int_equal(type_with(&classifier, text), MATTER_apply);
    classifier.urgent_min = 0;
    assert_int_equal(type_with(&classifier, text), MATTER_apply);
    double limit = most_that_raises(&classifier, text);
    assert_true(limit > 0 && limit < 0.05);
    classifier.urgent_code_min = nextafter(limit, 0);
    assert_int_equal(type_with(&classifier, text), MATTER_urgent);
    classifier.urgent_code_min = limit;
    assert_int_equal(type_with(&classifier, text), MATTER_urgent);
    classifier.urgent_code_min = nextafter(limit, 1);
    assert_int_equal(type_with(&classifier, text), MATTER_apply);
}

/* REQUIREMENTS 5.15, rule 10. Only from the share on by which it is left out of scope; else a complaint might be missed. */
static void what_no_bank_is_asked_for_is_neither_wish_nor_complaint(void **state UNUSED)
{
    static const char *const text = "食堂的菜太难吃了我要投诉";
    struct classifier classifier = with_model();
    struct classification found = classify(&classifier, &arena, text_of(text), MATTER_none);

    assert_int_equal(found.outcome, VERDICT_out_of_scope);
    assert_int_equal(found.type, MATTER_consult);
    assert_int_equal(found.second_type, MATTER_complaint);
    assert_int_equal(found.codes[0].label, -1);
    double share = found.codes[0].share;
    classifier.confidence_min = nextafter(share, 0);
    assert_int_equal(type_with(&classifier, text), MATTER_consult);
    classifier.confidence_min = share;
    assert_int_equal(type_with(&classifier, text), MATTER_consult);
    classifier.confidence_min = nextafter(share, 1);
    assert_int_equal(type_with(&classifier, text), MATTER_complaint);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_negated_complaint_word_is_no_complaint),
        cmocka_unit_test(how_to_complain_about_a_merchant_is_a_question),
        cmocka_unit_test(irony_is_a_complaint),
        cmocka_unit_test(a_sigh_without_content_goes_to_triage),
        cmocka_unit_test(of_two_intents_the_urgent_wins_and_the_other_is_linked),
        cmocka_unit_test(a_threat_to_life_is_tagged_and_stays_a_complaint),
        cmocka_unit_test(a_complaint_beside_a_denied_transaction_is_linked),
        cmocka_unit_test(a_loss_is_urgent_however_it_is_written),
        cmocka_unit_test(traditional_script_and_full_width_are_read),
        cmocka_unit_test(a_question_about_an_earlier_matter_is_a_status_query),
        cmocka_unit_test(menu_words_and_single_words_go_to_triage),
        cmocka_unit_test(a_password_in_the_text_is_tagged),
        cmocka_unit_test(a_journalist_asks_and_is_tagged),
        cmocka_unit_test(a_question_for_a_hotline_number_is_watched),
        cmocka_unit_test(a_private_debt_is_not_a_matter_of_the_bank),
        cmocka_unit_test(nothing_and_noise_go_to_triage),
        cmocka_unit_test(a_text_over_the_limit_goes_to_triage),
        cmocka_unit_test(neighbours_are_kept_apart),
        cmocka_unit_test(a_threat_does_not_change_type_or_subject),
        cmocka_unit_test(what_is_not_addressed_to_a_bank_is_out_of_scope),
        cmocka_unit_test(what_stays_when_a_loss_is_taken_back),
        cmocka_unit_test(a_bare_wish_to_report_a_loss_is_urgent),
        cmocka_unit_test(menu_words_say_nothing),
        cmocka_unit_test(grading_triggers_are_found),
        cmocka_unit_test(plain_questions_have_no_tags),
        cmocka_unit_test(emotion_rises_with_the_words),
        cmocka_unit_test(english_is_understood),
        cmocka_unit_test(each_result_says_why),
        cmocka_unit_test(the_senders_hint_tips_the_balance_only),
        cmocka_unit_test(nobody_is_transferred_out_by_text),
        cmocka_unit_test(says_the_same_twice),
        cmocka_unit_test(confidence_below_its_limit_is_triage),
        cmocka_unit_test(a_margin_below_its_limit_is_triage_and_names_the_second),
        cmocka_unit_test(what_says_nothing_of_its_type_is_not_sure),
        cmocka_unit_test(of_types_that_fit_equally_precedence_decides),
        cmocka_unit_test(what_goes_on_now_is_urgent_in_whatever_words),
        cmocka_unit_test(a_wish_to_defer_is_a_wish_and_a_ticket_is_not_sold_here),
        cmocka_unit_test(what_is_over_or_may_be_or_is_praised_is_not_urgent),
        cmocka_unit_test(a_model_raises_only_what_can_be_urgent),
        cmocka_unit_test(what_no_bank_is_asked_for_is_neither_wish_nor_complaint),
        cmocka_unit_test(keeps_whatever_bytes_come_within_bounds),
        cmocka_unit_test(tells_what_a_request_costs),
    };
    return cmocka_run_group_tests_name("classify", tests, load, drop);
}
