#!/usr/bin/env python3
"""Writes requests.tsv: 1,000 requests in several voices, put together from hand-written sentences.

Every sentence below was written for this project; names, numbers and places are invented (cards and phones
pass their check digits). A request is a sentence with an opening, a detail and an ending of one voice, then
perhaps spelled as on a phone, in Traditional script (OpenCC, package opencc) or full width. Lines 1-500 come from
SENTENCES and were used when the rules were written; its last part, from "户口不在本地" on, is in other words on
purpose. Lines 501-1000 come from HELD: written after the rules were frozen and never looked at for them, so that
their figure says something about texts that nobody tuned for. Whoever tunes on them has to write new ones. No
sentence is in both. The output is the same at every run.
"""
import random
import subprocess
import sys

HALF = 500
AMOUNTS = [(35, "35块"), (99, "99元"), (200, "两百"), (680, "680元"), (1200, "1200"), (3500, "三千五"), (5000, "5000块"),
           (8800, "8800"), (12000, "1.2万"), (20000, "2w"), (36000, "3.6万元"), (50000, "五万"), (68000, "6万8"), (120000, "12万"), (500000, "五十万")]
BRANCHES = ["中山路支行", "城南支行", "人民广场网点", "开发区支行", "东湖支行", "解放路营业部", "高新支行", "火车站旁边那个网点"]
DAYS = ["昨天", "今天早上", "上周五", "前天晚上", "3月12号", "刚才", "这个月初", "上个月", "周一上午", "国庆期间"]

# code|type|sentence. {a} amount, {b} branch, {d} day, {c} card number, {p} phone, {t} tail of a card.
SENTENCES = """
AC01|Z|外地人在你们这里开个银行账户要居住证吗
AC01|Z|16岁的学生自己能来办银行卡不，要家长陪着不
AC01|B|我要新开一张储蓄卡用来收租金，帮我约{b}
AC01|B|单位统一换银行，我们八个人想{d}之后集体来办储蓄卡
AC01|T|开张卡要我提供居住证、社保、公司证明，材料补了四回还是不给开
AC01|Z|Can a foreigner with a work permit open a savings account at your bank?
AC02|B|我搬家了，请把我的通讯地址改成新的
AC02|B|以前留的电话停机了，想改成{p}
AC02|Z|改姓以后银行卡上的名字怎么变更
AC02|T|改个联系电话跑了两家网点都说办不了，系统是摆设吗
AC02|B|My phone number has changed to {p}, please update it on my account
AC03|B|尾号{t}的旧卡我不要了，帮我关掉
AC03|Z|异地的账户可以在本地注销不
AC03|Z|注销银行卡需要本人到场吗
AC03|B|孩子出国了，他的账户想清掉，里面还剩几毛钱
AC03|T|销户材料交上去两个星期了还没销掉，电话打过去就说在走流程
AC03|B|I want to close my savings account, the balance is only 3 yuan
AC04|Z|我的卡显示非正常状态，收得进来转不出去，为啥
AC04|B|账户被你们暂停非柜面业务了，我想恢复，需要的东西都带着
AC04|T|说我交易可疑就把账户给限制了，连买菜都付不了，问谁谁不知道
AC04|Z|网上银行突然不让付款，说账户有风险管控，什么原因
AC04|T|我做小生意天天收款，你们风控一刀切，把我账户管控了，货款全卡住
AC04|Z|Why is my account restricted? I can receive money but cannot send any
AC05|Z|存{a}一年定期能拿多少利息
AC05|Z|大额存单现在还有吗，起存多少
AC05|T|存的三年定期，取的时候利息少算了{a}，柜台说是系统算的没错
AC05|B|我那笔定期明天到期，想提前改成到期不自动转存
AC05|Z|通知存款提前几天说，利息咋算
AC05|Z|What is the current interest rate for a one-year fixed deposit?
AC06|B|办签证，需要打近六个月的银行流水
AC06|B|帮我开个存款证明，{a}，冻结到月底
AC06|Z|电子回单在哪里下载，能直接打印吗
AC06|T|账户余额无缘无故对不上，少了{a}，让你们查了一周没结论
AC06|Z|去年全年的交易明细能导出成表格吗
AC06|B|Please send me a stamped bank statement for the last three months
CR01|Z|刚毕业没有社保能申请信用卡吗
CR01|Z|我的信用卡审核多久能出结果，已经第五天了
CR01|B|想给我老婆办一张附属卡
CR01|T|推销的人说开卡就送空气炸锅，卡办完人就失联了，礼品影子都没有
CR01|T|信用卡申请又被拒，连个理由都不给，浪费我时间
CR01|Z|How long does a credit card application take to be approved?
CR02|Z|信用卡晚还一天影响大不大，有没有宽限
CR02|B|我把还款日改到每月20号，行的话现在就改
CR02|T|信用卡钱早就还进去了，{d}还给我算没还，征信怎么办
CR02|Z|信用卡账单里有一笔看不懂，商户名是一串英文，帮忙看看是啥
CR02|B|信用卡多还了{a}，想把多的部分转回储蓄卡
CR02|Z|When is my credit card payment due and what's the minimum?
CR03|Z|白金卡的年费多少，刷几次能免
CR03|B|我忘了还款被收了违约金，能给我免掉这一次吗
CR03|T|没人跟我说这卡每年要{a}年费，直接就扣了，给我退回来
CR03|Z|信用卡取现的利息是按天算的吗
CR03|T|就差三块钱没还清，居然按全部账单给我计息，太黑了
CR03|T|You charged me a late fee although I paid on time, this is unacceptable
CR04|B|这期账单{a}有点多，想分6期还
CR04|Z|账单分期一年下来实际年利率是多少
CR04|T|没经过我同意就把账单给分期了，还收手续费
CR04|B|我想把剩下的分期一次还掉
CR04|T|客服打电话说分期免息，结果每个月都收我手续费，骗我
CR04|Z|Can I pay my credit card bill in 12 installments?
CR05|Z|为什么我的信用卡额度一直是{a}不涨
CR05|B|要出国旅游，帮我把信用卡额度临时调高一点
CR05|T|从没逾期过，额度说砍就砍，刷卡的时候当众被拒，脸都丢光了
CR05|Z|临时额度到期没还清会怎样
CR05|B|Please increase my credit limit to 50000
CR06|Z|我有三万积分，可以换什么东西
CR06|T|活动说消费满额返现，我满了你们说商户不算，套路
CR06|Z|机场贵宾厅一年能进几回，带人收钱不
CR06|T|积分兑换的耳机到现在没发货，客服互相推
CR06|B|航班晚点四个小时，要申请信用卡的延误险
CR06|Z|Do my reward points expire at the end of the year?
CR07|B|信用卡不想用了，帮我注销掉，账单都还完了
CR07|Z|信用卡快到有效期了，新卡会自动寄吗
CR07|B|新信用卡到手了，app上激活老提示错误
CR07|T|打电话注销信用卡，一直让我再考虑考虑，我不想听推荐，就要注销
CR07|B|信用卡磁条刷不出来，想换一张新的，卡号别变
CR07|B|I'd like to cancel my credit card, the limit is too low anyway
TR01|Z|{d}给老家汇的{a}，家里说还没收到
TR01|Z|跨行大额周末能实时到不
TR01|T|转账都扣款{d}了，对方还没收到，催了几次都让我等，人家等着用钱
TR01|B|我设了一笔明天的预约转账，想撤掉
TR01|Z|钱扣了，对方没收着，咋整啊
TR01|Z|My transfer of {a} to another bank still has not arrived, when will it?
TR02|B|手快把{a}打给同名的另一个人了，请帮我联系收款人
TR02|Z|账号写错一位，钱会自动退吗
TR02|B|转账选错收款人了，能不能帮忙要回来
TR02|T|转错钱找你们协助，三天了连对方都没联系，一句没办法就完了
TR02|B|I sent money to the wrong account by mistake, please help me get it back
TR03|Z|手机银行单笔最高能转多少
TR03|B|付装修款，想把每天转账的上限调到30万
TR03|T|我取自己的钱为什么每天只给转一万，办个限额还要去柜台，折腾人
TR03|Z|新开的卡转账限额为啥这么低
TR03|Z|What's the daily transfer limit on mobile banking?
TR04|Z|支付宝绑你们的卡绑不上，说信息不一致
TR04|B|帮我把微信上绑的卡解绑
TR04|T|每个月自动续费扣我{a}，我从来不知道开了免密
TR04|Z|云闪付乘地铁怎么刷不出来
TR04|Z|商场说刷你们卡扫码可以减20，我扫了没减是咋回事
TR04|Z|How do I link my card to WeChat Pay?
TR05|Z|我爸的养老金每月几号到
TR05|B|搬家了，电费代扣想取消
TR05|T|工资卡里的代扣扣了两回燃气费，燃气公司只认一回
TR05|Z|公司说{d}就发了薪水，我卡里怎么没有
TR05|B|想办理自动交水费
TR05|Z|My salary was paid on Friday but it is not in my account
TR06|Z|跨行ATM取钱一笔收几块
TR06|Z|短信提醒收费吗，怎么关
TR06|T|卡里就剩一百来块，还每季度扣我管理费，这是抢钱
TR06|B|把扣我的{a}短信服务费退回，我从没订过
TR06|T|汇款手续费收了50，说是标准，墙上可没写
TR06|Z|How much do you charge for a transfer to another bank?
TR07|B|取款机没出钱但是扣了{a}，在{b}的机子
TR07|B|卡卡在ATM里没出来，帮我取出来
TR07|Z|存款机存了钱屏幕黑了，这钱会自动入账吗
TR07|T|机器少吐了两百，银行让我自己举证，我怎么举证
TR07|B|The ATM kept my card at {b}, please help me get it back
LN01|Z|退休了还可以申请消费贷吗
LN01|Z|买二手房首付几成，你们行可以做吗
LN01|B|我要贷{a}进货，营业执照满三年了
LN01|T|贷款非要搭着买一份理财才肯放，这不是捆绑吗
LN01|Z|房屋抵押贷款最多贷评估价的几成
LN01|Z|What documents do I need to apply for a mortgage?
LN02|Z|提交贷款申请十天了，到什么阶段了
LN02|Z|我的经营贷审批通过没有
LN02|T|房贷批了快两个月就是不放款，开发商天天催，客户经理电话也不回
LN02|T|一会儿说缺收入证明一会儿说额度紧张，贷款拖黄了我的订金谁赔
LN02|Z|Has my loan application been approved yet?
LN03|B|手头有{a}，想提前还一部分房贷，缩短年限
LN03|Z|月供改成每月15号扣可以吗
LN03|Z|提前把车贷全还了要交违约金不
LN03|T|我要提前还款你们APP上按钮都是灰的，网点说没名额，存心不让还
LN03|B|还贷的卡换了，麻烦把扣款账户更新成新卡
LN03|B|I would like to repay my mortgage early, please arrange it
LN04|Z|我的房贷利率什么时候重定价，按哪天的LPR
LN04|Z|固定转浮动划算吗，还能转不
LN04|T|新房贷都3.2了，我还在还5.1，老客户就该被宰
LN04|B|申请把我的存量房贷利率降下来
LN04|Z|Will the interest rate on my home loan be adjusted this year?
LN05|B|房贷已经全部还完，需要开结清证明
LN05|Z|解除抵押要带什么去哪里办
LN05|T|贷款还完五十天了，房本还押在你们那里，过户天天被买家催
LN05|B|车贷还清了，来取机动车登记证书
LN05|Z|How do I get the settlement certificate after my loan is paid off?
LN06|B|受伤在家休养没收入，房贷能申请推迟半年还吗
LN06|Z|失业了贷款可以展期吗，有什么政策
LN06|T|延期申请交了一个月没人审，利息照滚，客户经理不接电话
LN06|B|店关了，经营贷想申请延期，先还利息行不
LN06|B|I lost my job, can I defer my mortgage payments for three months?
WM01|Z|你们现在半年期的理财哪个收益高点
WM01|Z|R3是什么意思，会亏本金吗
WM01|T|买的时候说4个点以上，现在本金都亏了{a}，怎么解释
WM01|Z|业绩比较基准是不是就等于到手的收益
WM01|T|理财每天往下掉，一点提示都没有，你们管不管
WM01|Z|What is the expected return of your one-year wealth product?
WM02|B|我有笔理财到期了，帮我转成活期
WM02|Z|现在赎回几天钱能回到卡上
WM02|B|昨天下单的理财买错了，要撤回
WM02|T|开放日赎回系统一直报错，等能操作已经过点了，损失你们认吗
WM02|B|Please help me redeem my wealth product
WM03|T|我爸大字不识，理财经理说和存款一样，让他把棺材本{a}全买了
WM03|T|柜台说是存款，拿回家一看合同是基金
WM03|T|经理私下推荐的项目，说是你们银行的，结果根本不是，钱全没了
WM03|J|向老年客户推荐产品前应该录像并让子女知晓，希望采纳
WM03|T|经理拍胸脯说绝对不亏，现在亏了两成，人调走了
WM03|T|My mother was told it was a deposit but it is an investment product, we were misled
WM04|Z|在你们柜台买的两全险，现在退能退多少
WM04|B|要办理退保，保单在我手上
WM04|T|每年扣我{a}保费，当初说交三年，现在变成交十年
WM04|Z|保险受益人怎么改
WM04|Z|How do I surrender the insurance policy I bought at your branch?
WM05|Z|纪念币什么时候可以预约
WM05|Z|买金条可以回购吗，手续费怎么收
WM05|B|我要把基金定投停掉
WM05|T|电子国债一开售就显示售罄，年年抢不到，是不是留给关系户了
WM05|Z|黄金积存现在多少钱一克起买
WM05|Z|Can I buy treasury bonds at the counter?
WM06|Z|风险测评过期了在哪里重新做
WM06|Z|我测出来是保守型，还能买R3吗
WM06|T|测评是理财经理替我勾的选项，硬把我做成进取型
WM06|B|想重新做风险评估
WM06|Z|My risk assessment has expired, where can I redo it?
DC01|B|手机银行密码想不起来了，帮忙重置
DC01|Z|新手机登录手机银行老是要验证设备，怎么过
DC01|Z|手机银行提示密码错误次数过多，啥时候能解
DC01|T|登个手机银行验证三四道，最后还是登不进去，烦透了
DC01|Z|I forgot my mobile banking password, how do I reset it?
DC02|T|app一升级就卡死，转账转一半退出来，你们测试过没有
DC02|Z|手机银行里在什么地方查一年前的账
DC02|J|字体太小老人看不清，建议做个关怀版界面
DC02|T|你们的APP天天弹广告，关都关不掉
DC02|Z|安卓14装不上你们的手机银行怎么办
DC02|J|希望手机银行能增加一个记账功能
DC02|T|The app keeps crashing after the latest update, terrible
DC03|Z|付款的时候短信验证码等好久都不来
DC03|B|想开通动账短信
DC03|Z|最近消费怎么没有短信提醒了
DC03|T|深夜给我发理财推广短信，吵醒孩子，说过别发
DC03|U|半夜手机一下子来了十几条你们的验证码，我根本没在用，是不是被盗了
DC03|Z|I am not receiving the SMS verification code
DC04|Z|U盾插电脑不识别，换了接口也不行
DC04|B|网银证书快到期了，怎么更新帮我处理一下
DC04|B|U盾找不到了，想补一个
DC04|T|网银控件装了卸卸了装，折腾一上午还是进不去，什么破东西
DC04|Z|Does your internet banking work with Chrome on Mac?
DC05|Z|刷脸总是失败，是不是要去柜台重新采集
DC05|T|我妈脸上有疤，人脸认证过不了，叫她反复眨眼，太不人性化
DC05|Z|身份认证提示照片与公安系统不符咋办
DC05|B|人脸识别次数用完了，帮我解一下
DC05|Z|Face recognition keeps failing, what should I do?
DC06|Z|系统维护到几点结束
DC06|T|月末最后一天搞系统升级，工资都发不出去，通知就贴了个角落
DC06|Z|今天转账提示系统维护中，什么时候恢复
DC06|J|系统升级建议放到凌晨三点，别在晚高峰
DC06|Z|When will the system maintenance be finished?
LS01|U|刚刚在菜市场钱包让人摸走了，银行卡赶快挂失
LS01|U|卡不知道掉哪了，先给我办挂失
LS01|U|坐出租把包忘车上了，里面有你们的卡和身份证
LS01|U|老人的存折不见了，快停掉
LS01|Z|口头挂失有效期多长
LS01|U|I lost my bank card this morning, please block it
LS01|U|My wallet was stolen on the metro with all my cards
LS02|B|补的卡办好了吗，我想今天去取
LS02|Z|挂失以后多少天可以补新卡，要收钱吗
LS02|B|丢的卡又翻出来了，帮我解掉挂失
LS02|T|补张卡等了快二十天，问就是在制卡
LS02|B|储蓄卡芯片坏了，要换一张
LS02|Z|How do I replace a lost debit card, is there a fee?
LS03|U|我点错链接把{a}转给不认识的人了，快帮我止付
LS03|U|刚给冒充警察的转了{a}，请马上冻住那个账户
LS03|B|想把我这张卡的转出功能先锁起来，长期不用
LS03|B|我妈犯糊涂总给主播打钱，家属想申请限制她转账
LS03|U|I was just scammed, freeze the payment right now
LS04|T|因为收了一笔货款被外省公安冻结半年多，你们连联系方式都不给
LS04|Z|我账户是被哪个派出所冻的
LS04|B|法院的解冻文书已经下来，请给我解冻
LS04|Z|司法冻结到期会自动解除吗
LS04|T|案子都结了卡还冻着，找你们你们说找法院，法院说已经通知你们
LS04|Z|My account was frozen by the police, who can I contact?
LS05|U|有个自称你们客服的人让我念了验证码，我念了，怎么办
LS05|U|刚才跟人共享屏幕，他看到了我的密码
LS05|Z|取款密码输错三次锁住了，需要去柜台解吗
LS05|U|通知说我的账号在海南登录，我人在北京
LS05|B|密码可能被同事看到了，要改取款密码
LS05|U|I gave my verification code to someone who said he was from the bank
FD01|D|{d}卡里莫名其妙被划走{a}，我什么都没买
FD01|D|信用卡账单上有一笔国外酒店的消费，我人一直在国内
FD01|D|没开过视频会员，怎么每月扣我30
FD01|T|盗刷申报一个月了，每次都是等待调查，你们有没有在办
FD01|U|快点，我手机一直在弹扣款，已经扣了七八笔，赶紧停
FD01|Z|卡被盗刷银行会赔吗，流程是什么
FD01|D|There are two charges on my card that I did not make
FD02|D|网上投资被骗了{a}，平台打不开了，已报案
FD02|D|有人冒充老板加我QQ让我汇了{a}，才发现上当
FD02|U|我爸被人哄着在你们{b}正办转账给骗子，求你们先拦住
FD02|Z|接到电话说我涉嫌洗钱要核查资金，这是诈骗吧
FD02|Z|有个链接说领补贴要填卡号和密码，可信吗
FD02|D|I was tricked by a fake investment site and lost {a}
FD03|D|刷了一回POS，扣了两回{a}
FD03|D|同一张账单还了一次，你们从我卡上划了两次钱
FD03|D|存进去一万，明细上记的是九千
FD03|T|你们自己把账记串了，倒要我跑来签字证明，耽误半天
FD03|D|I was charged twice for the same purchase
FD04|D|网上买的手机一直不发货，卖家拉黑我，申请退款
FD04|Z|退的机票钱要几天到信用卡
FD04|D|健身房卷钱关门，我办卡刷的{a}想追回来
FD04|Z|店家说已经退款，我这边没看到
FD04|D|收到的货是坏的，商家不肯退，我要拒付
FD04|D|The merchant refuses to refund me, I want a chargeback
FD05|D|查征信发现有一笔{a}的贷款，不是我办的
FD05|D|有人拿我丢的身份证在你们行开了户
FD05|T|别人冒我的名开卡你们都能通过，柜员是瞎的吗
FD05|D|我从没在你们行办过卡，公安却说我名下账户涉诈
FD05|D|Someone opened an account in my name with my stolen ID
CO01|T|催收的人张口就骂，说要来我家堵门
CO01|T|才逾期两天，一天打来二十多个电话，正常上班都没法上
CO01|J|催收电话建议限定时间段，中午晚上就别打了
CO01|T|他们假冒法院的名义给我发传票图片吓唬人
CO01|T|The collectors call me thirty times a day and threaten me
CO02|B|真还不起这么多，希望每个月少还一点分五年还清
CO02|Z|协商还款要提供哪些证明
CO02|T|协商好的每月还800，突然又让我一次性结清，言而无信
CO02|B|欠信用卡{a}，收入断了，请求停息慢慢还
CO02|B|I cannot repay the full debt, can we agree on a repayment plan?
CO03|B|征信报告上有条错的逾期记录，申请更正
CO03|Z|提了异议一般多少天回复
CO03|T|明明还清了，征信上还写着未结清，催了三个月不更新
CO03|B|The overdue record on my credit report is wrong, please correct it
CO03|T|你们上报征信报错了害我房贷批不下来，现在又说要层层审批才能改
CO04|Z|晚还五天会不会记到征信里
CO04|B|疫情隔离忘了还，罚息可否免除
CO04|T|欠的钱早还上了，罚息还在涨，找谁都说不归他管
CO04|Z|罚息是按什么利率收的
CO04|B|I was in hospital and missed a payment, please waive the penalty interest
CO05|T|我弟欠的款，凭什么天天打我和我妈的手机
CO05|T|催债电话打到我单位前台，领导都知道了
CO05|T|我都不认识那个借款人，说我是他联系人就一直打
CO05|T|你们给我七十岁的公公打电话说要坐牢，老人吓得血压飙升
CO05|T|Your collection agency keeps calling my parents, it is not my debt in the first place
FW01|T|理财窗口那个男的说话阴阳怪气，问多了就让我自己百度
FW01|T|保安拦着不让进，口气像审犯人
FW01|T|柜员一边嗑瓜子一边给我办业务，叫她快点还瞪我
FW01|T|给你们员工说了句方言，他就在那边笑话我
FW01|T|The teller at {b} was extremely rude to me
FW02|T|早上九点拿的号，十一点半还没轮到，柜台只有一个人
FW02|Z|{b}下午人少吗，要等多长时间
FW02|B|想预约明天上午的号
FW02|T|VIP一来就先办，我们普通人干等两个钟头
FW02|T|I waited two hours and only one counter was open
FW03|Z|春节期间哪些网点上班
FW03|Z|{b}附近好停车不
FW03|T|门上写五点半关门，四点五十就不让进了
FW03|J|大厅没有卫生间，老人孩子很不方便，希望能开放一个
FW03|T|网点空调坏了半个月，办业务一身汗
FW03|Z|What time does the branch open on Saturday?
FW04|T|打客服电话听了十分钟音乐，最后自己断了
FW04|T|上次说24小时内给我回电，等了三天一个电话也没有
FW04|Z|怎么跳过语音菜单直接找人工
FW04|T|客服甲说找网点，网点说找客服，我像皮球一样
FW04|T|I have been transferred five times and nobody can help me
FW05|J|{b}的小刘帮我找回了落下的手机，太感谢了
FW05|J|工号1024的客服讲得清清楚楚，给个大大的赞
FW05|J|保安师傅下雨天给我撑伞，心里暖暖的，特来感谢
FW05|J|送一面锦旗给你们大堂的张姐
FW05|J|I want to praise the staff at {b}, they were so helpful
FW06|J|建议叫号系统可以在微信上看前面还有几个人
FW06|J|办业务要填那么多纸，能不能都改成电子的
FW06|J|提个意见，网点门口的指示牌应该换成双语的
FW06|J|你们可以出一款给自由职业者的储蓄计划
FW06|J|I suggest you let customers book appointments online
FW07|T|我奶奶没有智能手机，柜台让她下载app才给办，为难老人
FW07|B|父亲瘫在床上，要激活社保卡，可以派人来家里吗
FW07|Z|听障人士可以用文字办业务吗
FW07|J|希望网点给视力不好的人准备放大镜
FW07|T|我坐轮椅去办业务，没有人帮忙，柜台高得够不着
FW07|B|My father is bedridden, can someone come home to help him reset the PIN?
PI01|T|前脚在你们那里问了房贷，后脚一堆装修公司打给我，谁透露出去的
PI01|T|柜员当着大堂的人念出我的存款数，毫无隐私
PI01|D|骗子知道我全名、卡号和最近一笔交易，只能是你们这里漏的，害我损失{a}
PI01|T|我收到别人的信用卡账单，上面姓名电话一清二楚
PI01|T|You leaked my personal information to a loan broker
PI02|T|天天推销信用卡分期，拉黑一个换一个号
PI02|B|以后不要给我打广告电话，请登记免打扰
PI02|Z|怎么取消你们的推广消息
PI02|T|开会时连着来了三个问要不要贷款的，投诉了还打
PI02|B|Please remove me from your marketing calls list
PI03|B|我要查阅你们收集了我哪些信息
PI03|B|请更正我的学历和单位，登记错了
PI03|Z|注销之后我的个人资料你们会保存多久
PI03|T|让你们删我的资料，回复说不能删也没说依据，拖了一个月
PI03|B|I want a copy of all the personal data you hold about me
PI04|Z|手机银行为什么要读取我的位置和相册
PI04|T|不勾选同意营销条款就走不到下一步，这合规吗
PI04|B|我要撤回之前给合作机构的授权
PI04|J|授权书密密麻麻没人看得懂，写简单点
PI04|Z|Why does the app ask for permission to read my contacts?
PI05|T|我没办业务，征信上却有你们的贷后查询
PI05|T|在你们行当柜员的亲戚查了我家存款，还到处说
PI05|Z|能不能看看都有谁调过我的账户资料
PI05|T|没经我授权就拉我的征信报告，谁给的权力
PI05|T|Your bank made a credit inquiry on me and I never applied for anything
QT01|B|公司换地址了，对公账户资料要更新
QT01|Z|公司开基本户要法人亲自来吗
QT01|T|企业网银审批流设了三回都出错，财务付款全耽误了
QT01|B|店里想办一个收款码
QT01|Z|支票填错了日期还能用吗
QT01|B|We need to change the legal representative of our company account
QT02|Z|今天美元现汇买入价是多少
QT02|B|孩子留学要交学费，想汇两万英镑
QT02|T|境外汇款被退回，来回扣了两道费，没人解释
QT02|Z|一个人一年可以换多少外币
QT02|B|收到一笔欧元，帮我结成人民币
QT02|Z|What is the exchange rate for US dollars today?
QT03|Z|发霉的纸币你们收吗
QT03|B|有一大罐硬币想存
QT03|T|柜台不收我的一角硬币，说数不过来
QT03|T|取款机取出来一张假币，网点不承认
QT03|B|两张撕成几片的五十元，想兑换
QT03|Z|Can I exchange a torn note at any branch?
QT04|Z|老人走了没留密码，子女怎么取他的钱
QT04|B|我是唯一继承人，公证书办好了，来办理支取
QT04|T|我妈过世留下八千块，你们要我们五兄妹全到场，这合理吗
QT04|Z|律师拿调查令来查账户要去哪个部门
QT04|Z|My father passed away, how can I withdraw the money in his account?
QT05|T|举报{b}客户经理办贷款收好处费
QT05|T|这是信访局转给你们的件，请按期书面答复
QT05|T|来件编号20260312，金融监管局转办，请于15日内回复投诉人
QT05|T|实名反映你们分行领导亲属违规拿工程
QT05|T|I want to report that your branch manager takes bribes for loans
QT06|Z|你们这里可以交交通违章罚款吗
QT06|Z|我找招聘的，你们还招柜员吗
QT06|Z|喂，是送外卖的吗
QT06|Z|保管箱怎么租，一年多少钱
QT06|Z|邻居借我钱不还，你们银行能不能把他的钱划给我
QT06|Z|Do you have any job openings?
-|Z|你好
-|Z|在吗
-|Z|转人
-|Z|哈哈哈哈哈哈
-|Z|今天天气不错，出去玩吗
-|Z|给我讲个笑话听听
-|Z|加V信领红包，日结三百，宝妈可做
-|Z|asdf qwer zxcv
-|Z|嗯嗯好的
-|Z|那个，就是那个事
-|Z|代开各行业发票，量大优惠
-|Z|Write me a poem about spring
AC01|Z|户口不在本地的老人想存退休钱，得先弄本存折吧，手续复杂吗
AC01|B|儿子上大学要用卡，我替他来弄一张
AC01|T|你们网点推说系统没号，连着三个礼拜都没给我把卡办下来
AC02|B|护照换新了，系统里还是老号码，更新下
AC02|Z|公司名称变了，工作单位那一栏我自己能改吗
AC03|B|这本存折用不上了，里头钱取光后帮我作废
AC03|T|注销个户头要我先交清五年的小额管理费，什么道理
AC04|Z|早上还能刷，下午提示该卡禁止交易，求解
AC04|T|我一个跑滴滴的，天天几十笔进账，你们就把我的卡给停了
AC04|B|已经补齐了工作证明，请把我那张卡的限制撤掉
AC05|Z|二十万放你们这儿五年，到手能有几多
AC05|T|说好利率3.0，拿到存单一看写的2.6
AC05|Z|If I withdraw my term deposit before maturity, how much interest will I lose?
AC06|B|买房审核要看收支记录，麻烦打一份带公章的
AC06|Z|境外使馆要英文版资产证明，当天拿得到吗
CR01|Z|征信查得多，你们的信用卡好批吗
CR01|T|填了三遍申请表，每次都说资料丢失要重来
CR02|Z|我忘了这期该还多少，怎么查
CR02|T|设了自动还款却没扣成功，第二天就打电话来催我
CR02|B|以后想用微信收电子账单，纸的不要了
CR03|Z|透支取了两千块，一个月要付多少利钱
CR03|T|一年到头没刷过，年底扣我三百块，这卡我压根没启用
CR04|Z|买冰箱四千八，分一年还每月几块
CR04|B|之前办的装修分期，我现在有钱了，余下的一把付掉
CR05|B|双十一要多买点，临时加两万行不行
CR05|T|我老婆收入没我高，她批八万我才一万二，你们按什么标准
CR06|Z|生日那个月刷卡有没有双倍分
CR06|T|满三百减五十的券到收银台用不了，你们客服说名额抢光了
CR07|B|我收到一张到期换发的卡，怎么让它能用起来，帮我开通
CR07|Z|不用的信用卡一直放着会影响征信吗，要不要销掉
TR01|T|给医院交押金的钱飘了六个小时还没过去，人在急诊等着
TR01|Z|I sent 3000 yuan to my landlord yesterday and he says nothing came in
TR01|Z|礼拜天给外行转五万，礼拜一能收到吧
TR02|B|手机上点错了联系人，八千块跑到前房东那儿了，求联系
TR02|Z|收款人名字打成了同音字，这笔会成功吗
TR03|B|下周签合同要一次付四十万，手机上不让，帮放开
TR03|Z|扫码付款一天最多能花多少
TR04|Z|美团付钱时选不了你们的卡
TR04|B|把我名下所有代扣协议和小额免密全关了
TR05|T|养老钱每月8号到，这月都12号了影子没有，打社保说早拨给你们了
TR05|Z|换了工作，新单位发工资要我提供什么账号信息
TR06|Z|存折跨省取三万要扣钱吗
TR06|T|我就查个余额你们也扣费
TR07|B|取三千只出来两千八，机器在超市门口
TR07|T|卡让机器没收了，节假日没人管，要等三天才开机箱
LN01|Z|自己开早餐店没有流水，想弄点周转资金有路子吗
LN01|B|想拿厂房做抵押贷两百万，安排个人来看
LN01|T|办房贷硬塞给我一张信用卡和一份意外险
LN02|T|材料都收走一个多月，问就是在排队，我首付都交了
LN02|Z|你们打过回访电话之后还要等几天出批复
LN03|Z|一次性还清要不要提前打招呼，罚多少
LN03|B|房贷扣的那张卡丢了补了新号，还款要改过来
LN04|Z|听说又降了25个点，我的月供几时跟着少
LN04|T|合同写的下浮15%，系统里按上浮给我算了两年
LN05|T|贷款三月份就还干净了，抵押到今天没注销，买方要告我
LN05|B|最后一期扣完了，请寄一份还清凭据
LN06|B|厂里停产三个月发不出钱，按揭能不能先只还利息
LN06|Z|Is there any support for borrowers who have become seriously ill?
WM01|Z|这个固收+到底会不会赔钱
WM01|T|三个月前十万，现在九万四，客户经理当初那张嘴能把死人说活
WM02|B|急用钱，手上那只定开的能提前拿出来不，帮我处理
WM02|Z|周末下的单几号起算收益
WM03|T|姥姥拿着退休金去，出来手里攥着一份十年期的合同，她以为是存款
WM03|T|理财经理让我把钱打到他一个朋友公司，说收益翻倍，现在人被抓了
WM04|B|十五天以内后悔了，那份保险不要了
WM04|Z|生病住院了，在你们这儿买的重疾险找谁赔
WM05|Z|龙年金币还约得上吗
WM05|T|基金赎回九天了钱还没影，说是节假日顺延，也没提前讲
WM06|B|问卷选错答案了，让我再填一回
WM06|T|八十岁老爷子被评成激进，题都是大堂的人点的
DC01|B|手势忘了进不去，重新设一个
DC01|Z|老提醒我密码太简单要换，不换能登吗
DC02|T|点开就转圈圈，从上午转到现在，账都看不了
DC02|J|转账记录要是能加个搜索框多好
DC02|Z|苹果手机上在哪儿把账单发到邮箱
DC03|T|工资进来从不提醒，花出去也不提醒，短信费倒是月月收
DC03|Z|换了移动的号之后六位数的码就再没来过
DC04|B|那个插电脑的小东西坏了，给换一个
DC04|Z|公司的win11电脑登网银提示缺少驱动
DC05|Z|戴眼镜扫了五次都说不是我本人
DC05|T|双胞胎弟弟能刷开我的账户，你们这技术靠谱吗还让人怎么放心
DC06|Z|你们是不是正在维护，啥业务都弄不了
DC06|T|说好两点恢复，现在四点还登不进，买房定金交不出去
LS01|U|书包落在高铁上了，里面的储蓄卡怕被捡走，先停用
LS01|U|存折让小孩不知道塞哪儿去了，翻遍全家没有，先报失吧
LS01|Z|家里老人的存单丢了，能由子女代办挂失吗
LS02|B|上周报失的那张我在沙发底下翻到了，恢复使用
LS02|Z|补办储蓄卡工本费几块，几天能拿
LS03|U|刚听骗子的话转了两万六，快给我截下来
LS03|B|孩子沉迷游戏老偷刷我的卡，帮我把线上支付先封住
LS04|Z|卡在外地被反诈中心封了，该联系哪个单位
LS04|T|法院三月就撤了，你们到现在没放开，工人等着开工资
LS05|U|我把六位数的码读给一个自称风控的人了，心里慌
LS05|Z|柜员机上连按错三回，这下怎么弄
FD01|D|睡一觉起来少了七千，是在越南一家店里划的，我护照都没有
FD01|U|又来一条扣钱的，两分钟三笔，救命快关
FD01|D|Someone used my card at a gas station 800 km away while the card was in my pocket
FD02|D|网上认识的女友让我往一个交易所里充了十一万，现在提不出来
FD02|Z|自称银监会的打来说我贷款利息能退，让我下个软件，能信不
FD02|U|我婆婆正拿着手机给那个假警察操作呢，拉都拉不住，你们能让转账失败吗
FD03|D|刷卡机说失败又刷一次，结果两笔都成功了
FD03|T|我明明存了一万二，你们点钞点错，监控也不给调
FD04|D|网课交了六千八，老师跑了，信用卡付的，能不能不给他们
FD04|Z|航司说钱退回原卡了，得等几个工作日
FD05|D|单位查社保才知道我在你们那儿有个二类户，我这辈子没去过那个城市
FD05|T|拿着复印件就能给人开出卡来，你们怎么把的关
CO01|T|晚上十一点还来敲门要账，邻居都报警了
CO01|J|能不能把外包催收换成自己人，说话文明点
CO02|B|每月工资三千五，一下要我还两万八，分开慢慢来可以吧
CO02|T|上个月跟你们谈妥的，这个月又换一个人全盘否认
CO03|B|三年前那条记录不是我的问题，请撤下来
CO03|Z|记录错了该找央行还是找你们
CO04|Z|昨天才想起来该还，今天补上会留污点吗
CO04|T|欠一万五，算来算去让我还三万一
CO05|T|小舅子借的钱，你们把我店里电话打爆了
CO05|T|我女儿才上初中，收到你们说她妈欠钱的短信
FW01|T|穿制服那位大姐嫌我零钱多，把袋子往外一推
FW01|T|问个事跟欠她钱似的，头都不抬
FW02|T|一上午就挪了四个号，里面三个人在喝茶
FW02|Z|下午三点以后去人会不会少点
FW03|Z|腊月二十九你们还开不开
FW03|J|自助区晚上太黑，装个灯吧
FW04|T|机器人反反复复问我要办什么，就是不给接活人
FW04|Z|信用卡的专线是哪个号
FW05|J|感谢那位姓周的小伙，大太阳底下帮我推了半里路的车
FW05|J|The lady at counter 2 was wonderful with my deaf father, please tell her boss
FW06|J|填单台放几副样本，老头老太太就不用问人了
FW06|J|转存这种事发个消息提醒多好
FW07|T|失明的朋友去开户，被要求自己抄一段话，抄不了就不给办
FW07|B|奶奶股骨头断了下不了床，密码锁了，能来病房一趟吗
PI01|T|刚还完车贷，当晚就有人问我要不要再借，这些人哪来的消息
PI01|T|把我的还款情况告诉我同事，让我怎么做人
PI02|T|一天三个问我要不要办分期，我说不要下次换个号接着来
PI02|B|活动短信别给我发了
PI03|B|我的婚姻状况你们记错了，改成离异
PI03|Z|你们存着我哪些东西，能拉个单子不
PI04|Z|不开麦克风就不能用客服，为什么
PI04|T|打开软件先让我点十几个同意，少点一个就退出去
PI05|T|我前妻在你们支行，离婚官司上她拿出了我的存款数
PI05|Z|想知道上半年有没有人调阅过我的档案
QT01|B|换了会计，预留的章也要跟着换
QT01|Z|个体户收款每天到账要多久，费率几个点
QT01|T|Our corporate online banking has been blocked for a week and payroll is due tomorrow
QT02|Z|寄三千加币给在温哥华的女儿，走哪种最划算
QT02|T|外国客户打来的货款趴了八天，问中转还是你们，没人说得清
QT03|Z|火烧过剩半截的票子还值钱吗
QT03|T|你们给孩子的压岁钱里夹了一张假五十，让我自认倒霉
QT04|B|爷爷走了三个月，手续齐了，他那点钱转到我奶奶名下
QT04|Z|法院的协执通知书送到哪一层
QT05|T|国家金融监督管理总局某分局转来群众来信一件，要求七日内书面回复
QT05|T|你们信贷部那位副总，放一笔要抽两个点，我有转账为证
QT06|Z|能帮我查个快递单号不
QT06|Z|有租保险柜的业务没，大小怎么分
-|Z|哦
-|Z|再见
-|Z|那行吧，先这样
-|Z|唱一首生日歌
-|Z|低价出售各类账号，量大从优，详询QQ
-|Z|明天会下雨吗
"""

# Written after the rules were frozen (see the file comment).
HELD = """
AC01|Z|我想问一下在校学生开卡需要学生证吗
AC01|B|我要给公司新来的两个员工办工资卡，帮我预约
AC01|T|开个二类户都要审核三天，别家银行十分钟就好了，效率太低
AC02|B|我的手机号不用了，要换成新号码，在手机上改不了
AC02|Z|身份证过期会影响账户使用吗
AC03|B|想把多余的那张储蓄卡注销，我人在外地怎么办理
AC03|T|注销一张没余额的卡居然要我排两小时队
AC04|Z|我的账户为什么只能进不能出
AC04|T|账户被你们风控了三次，每次都要我去柜台解释，太折腾
AC05|Z|请问现在存三年大额存单利率是多少
AC05|T|定期到期没有自动转存，少了一年的利息，为什么不通知我
AC06|B|我需要打印去年一整年的银行流水，用来办贷款
AC06|Z|Can I download my bank statement from the app?
CR01|Z|我上周申请的信用卡，什么时候能批下来
CR01|T|办信用卡的时候说送电动牙刷，现在说活动结束了不给
CR02|Z|信用卡这个月的账单怎么还没出来
CR02|T|还款日当天晚上还的，你们还算我逾期，凭什么
CR03|Z|信用卡最低还款的利息是怎么算的
CR03|T|这张卡我从来没有激活过，为什么收我年费
CR04|B|我想把这个月的账单分成12期还
CR04|T|业务员没告诉我提前还清分期还要收手续费
CR05|Z|我的信用卡额度能提到多少
CR05|T|额度从三万降到两千，也不给个理由
CR06|Z|我的信用卡积分能换什么
CR06|T|说好刷满六笔送洗车券，到现在都没给我发
CR07|B|新卡已经收到，请帮我激活
CR07|T|要注销信用卡，客服一直不给办
TR01|Z|昨天转的账今天还没到，是什么原因
TR01|T|转账两天了还没到账，客服每次都让我等
TR02|B|我转错账了，转到一个陌生人账户里了，怎么追回来
TR03|Z|为什么我的转账限额只有一万
TR03|B|我想提高手机银行的转账限额
TR04|Z|微信支付绑定银行卡失败是怎么回事
TR04|B|请帮我关闭所有免密支付
TR05|Z|公司说工资已经发了，为什么我的卡上没有
TR05|T|代扣的电费扣了两次，找谁退
TR06|Z|跨行转账要收手续费吗
TR06|T|为什么每个月都扣我短信费，我没有开通过
TR07|B|我的卡被ATM机吞了，怎么取回来
TR07|T|存款机吞了我一千块钱，三天了还没处理
LN01|Z|申请房贷需要准备哪些材料
LN01|B|我想申请一笔二十万的装修贷款
LN02|Z|我的贷款审批到哪一步了
LN02|T|贷款都批了一个多月了还不放款，到底什么时候能放
LN03|B|我想提前还清房贷，需要怎么预约
LN03|T|提前还款预约了半年还没排上，你们是不是故意的
LN04|Z|我的房贷利率什么时候调整
LN05|B|贷款已经结清了，什么时候可以办理解押
LN06|B|我最近失业了，房贷能不能延期几个月
WM01|Z|这款理财产品的风险等级是多少，会不会亏
WM01|T|买理财的时候说收益4%，现在亏了五千块
WM02|B|帮我把理财赎回来，急用钱
WM03|T|我妈去存钱，你们的理财经理让她买了保险
WM04|B|我想把去年买的保险退了
WM05|Z|国债什么时候发售，怎么买
WM06|Z|风险测评过期了怎么重新做
DC01|B|手机银行登录密码忘了，怎么重置
DC01|Z|手机银行为什么登录不上去
DC02|T|手机银行一打开就闪退，卸载重装好几次都没用
DC02|J|建议手机银行增加指纹转账的功能
DC03|Z|为什么我收不到验证码
DC03|T|晚上十点多还给我发营销短信，烦死了
DC04|Z|网银U盾证书过期了怎么更新
DC05|Z|人脸识别一直通不过怎么办
DC06|Z|手机银行系统升级到几点
LS01|U|我的银行卡丢了，怎么挂失
LS01|U|钱包被偷了，里面有你们银行的卡，快帮我冻结
LS02|B|挂失的卡找到了，怎么解除挂失
LS02|Z|银行卡丢了补办要多少钱
LS03|U|我被骗了，刚转了三万块，能不能帮我止付
LS04|Z|我的卡被公安局冻结了，怎么解冻
LS04|T|账户被冻结大半年了，你们银行一问三不知
LS05|U|我把短信验证码告诉骗子了怎么办
FD01|D|我的信用卡被盗刷了八千块，我人和卡都在家
FD01|T|盗刷报案都一个月了，你们还没有处理结果
FD02|D|我被网上刷单的骗了两万，已经报警了
FD02|Z|有人打电话说是你们银行客服，让我转账，是不是骗子
FD03|D|在超市刷卡，同一笔消费扣了两次钱
FD04|D|网上买东西商家不发货也不退款，能申请退款吗
FD04|Z|商家已经退款了，钱什么时候到账
FD05|D|有人冒用我的身份证在你们银行办了信用卡
CO01|T|催收人员天天打电话辱骂我，还威胁要到我家来
CO02|B|我现在没有能力一次还清，想申请分期还款
CO03|B|我的征信上有一条错误的逾期记录，要申请更正
CO04|Z|信用卡逾期几天会上征信
CO05|T|你们的催收打电话给我父母，他们跟这笔债没关系
FW01|T|柜员态度特别差，问什么都不耐烦
FW02|T|排队排了两个小时，只开了一个窗口
FW03|Z|你们银行周六上班吗，几点开门
FW04|T|客服电话打了十几次都打不通
FW05|J|要表扬一下大堂经理小王，服务特别周到
FW06|J|建议简化开户的手续，填的表太多了
FW07|T|我父亲七十多岁不会用手机，柜台非要他在手机上操作
PI01|T|我的个人信息被你们泄露了，天天有贷款电话打进来
PI02|B|不要再给我打推销电话了，把我号码拉黑
PI03|B|我要求删除我在你们银行的个人信息
PI04|Z|为什么手机银行要获取我的通讯录权限
PI05|T|我没有申请贷款，你们为什么查我的征信
QT01|B|公司要变更法人，对公账户怎么办理
QT02|Z|今天美元兑人民币的汇率是多少
QT03|B|有一些破损的纸币想换成新的
QT04|Z|老人去世了，存款怎么取出来
QT05|T|我要举报你们客户经理收受回扣
QT06|Z|你们银行招聘吗
-|Z|你好啊
-|Z|嗯
-|Z|今天天气怎么样
-|Z|加微信领福利
"""

VOICES = {
    "polite": (["您好，", "麻烦您，", "客服您好，打扰了，", ""], ["，谢谢", "，麻烦了", "，辛苦了", "，谢谢您"]),
    "angry": (["我真是服了，", "你们听好了，", "说多少遍了，", ""], ["！！！", "，今天必须给我答复", "，太让人寒心了", "，气死我了", "，我会去投诉的"]),
    "short": ([""], ["", "。"]),
    "typed": (["", "那个 ", "emmm", "在不在 "], ["", "？？", "...", " 急", "啊啊啊"]),
    "dialect": (["哎，", "我讲撒，", "恁好，"], ["嘛", "咯", "哈", "噻", "呗"]),
    "long": (["我是你们十几年的老客户了，", "我的卡号是{c}，", "我手机号{p}，", "事情是这样的，{d}我去了{b}，"], ["，我的电话是{p}，方便的话联系我", "，请尽快回复", "，等你们消息", "，姓名王小明，卡号{c}"]),
    "mixed": (["Hi，", "hello，", "sorry打扰，"], ["，thanks", "，please", "，pls尽快"]),
}
ANGRY_TYPES = "TD"
TYPED_SWAPS = [("，", " "), ("。", ""), ("？", ""), ("怎么", "咋"), ("没有", "木有"), ("账户", "帐户"), ("账号", "帐号"), ("登录", "登陆"), ("什么", "啥"), ("的", "滴")]
CHANNELS = ["phone", "app", "web", "wechat", "sms", "email", "branch", "letter"]
KINDS = {"Z": "consult", "B": "apply", "T": "complaint", "J": "suggest", "D": "dispute", "U": "urgent"}
PARTIES = ["person"] * 9 + ["-"]


def luhn(body):
    total = sum(d if i % 2 else (d * 2 if d < 5 else d * 2 - 9) for i, d in enumerate(int(c) for c in reversed(body)))
    return body + str(-total % 10)


def fill(text, rng):
    amount = None
    if "{a}" in text:
        yuan, words = rng.choice(AMOUNTS)
        text, amount = text.replace("{a}", words), yuan * 100
    for mark, make in (("{b}", lambda: rng.choice(BRANCHES)), ("{d}", lambda: rng.choice(DAYS)),
                       ("{t}", lambda: f"{rng.randrange(10000):04d}"), ("{p}", lambda: f"1380013{rng.randrange(10000):04d}"),
                       ("{c}", lambda: luhn("620000" + f"{rng.randrange(10**9):09d}"))):
        while mark in text:
            text = text.replace(mark, make(), 1)
    return text, amount


def full_width(text):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def voice_for(kind, text, rng):
    if text.isascii() or text[:1].isascii() and text.count(" ") > 3:
        return rng.choice(["short", "short", "english"])
    allowed = ["polite", "short", "typed", "dialect", "long", "mixed"] + (["angry", "angry"] if kind in ANGRY_TYPES else [])
    if kind in "JZB":
        allowed.append("polite")
    return rng.choice(allowed)


def compose(code, kind, core, rng):
    voice = voice_for(kind, core, rng) if code != "-" else "short"
    if voice == "english":
        text = rng.choice(["Hello, ", "Hi there. ", "Dear sir or madam, "]) + core + rng.choice([" Thank you.", "", " Thanks!"])
    else:
        opening, ending = VOICES[voice]
        asks = {"polite": ["你好，请问一下，"], "dialect": ["俺问下哈，"]}.get(voice, []) if kind == "Z" else []
        text = rng.choice(opening + asks) + core + rng.choice(ending)
    text, amount = fill(text, rng)
    if voice == "typed":
        for old, new in rng.sample(TYPED_SWAPS, 5):
            text = text.replace(old, new)
    return text, amount


def traditional(lines):
    out = subprocess.run(["opencc", "-c", "s2t.json"], input="\n".join(lines), capture_output=True, text=True, check=True).stdout
    return out.split("\n")


def half(cores, rng):
    rows = []
    deck = []
    while len(rows) < HALF:
        if not deck:
            deck = cores[:]
            rng.shuffle(deck)
        code, kind, core = deck.pop()
        text, amount = compose(code, kind, core, rng)
        given = KINDS[kind] if rng.random() < 0.3 and code != "-" else "-"
        party = "org" if code == "QT01" else rng.choice(PARTIES)
        row = [rng.choice(CHANNELS), given, party, str(amount) if amount and rng.random() < 0.6 else "-", code, kind, text]
        if row[6] not in {r[6] for r in rows}:
            rows.append(row)
    chosen = rng.sample(range(HALF), 60)
    for i, text in zip(chosen[:45], traditional([rows[i][6] for i in chosen[:45]])):
        rows[i][6] = text
    for i in chosen[45:]:
        rows[i][6] = full_width(rows[i][6])
    return rows


def main():
    rng = random.Random(20260301)
    tuned, held = ([tuple(line.split("|", 2)) for line in part.strip().split("\n")] for part in (SENTENCES, HELD))
    rows = half(tuned, rng) + half(held, rng)
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write("channel\tkind\tcustomer\tamount_fen\tcode\ttype\ttext\n")
        for row in rows:
            assert "\t" not in row[6] and "\n" not in row[6]
            out.write("\t".join(row) + "\n")
    print(len(tuned), "and", len(held), "sentences,", len(rows), "requests")


main()
