/* `shouli`: the command line. Each sub-command stands in a file of its own; README.md says how each ends. */
#include <locale.h>
#include <stdio.h>

#include "services/cli/bench.h"
#include "services/cli/commands.h"
#include "services/cli/due.h"
#include "services/cli/exits.h"

static const struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *zh, *en; /* what it does */
    const char *usage;
} commands[] = {
    {"submit",
     cli_submit,
     "提交请求",
     "publish a request",
     "shouli submit [--channel app] [--text T] [--kind complaint] [--customer-phone P] … [--id "
     "I]\n"
     "  any field of request.submitted.v1; without --text, stdin is the text, or the JSON "
     "body"},
    {"case",
     cli_case,
     "查询与处理工单",
     "look at a case or work on it",
     "shouli case get|show CASE            --actor A --role R\n"
     "shouli case claim [--queues q.card]  --actor A --role R\n"
     "shouli case presence --presence available|busy|pause|away, case worker   (who is there)\n"
     "shouli case take-offer|decline-offer CASE --offer-no N …\n"
     "shouli case extend|release|note|ask-customer|second-line|resolve CASE --lease N …\n"
     "shouli case customer-answered|close|reopen|reclassify|withdraw CASE …\n"
     "shouli case merge CASE --master-id ID …\n"
     "shouli case reject|transfer CASE --proof P …   (complaints that are not taken on)\n"
     "shouli case accept|grade|investigate|draft|approve|return|reply|review CASE …   "
     "(complaints)\n"
     "  CASE is a number (GD…) or an id; fields of the command are options: --text, --reason, "
     "--answer;\n"
     "  SHOULI_ACTOR and SHOULI_ROLE stand in for --actor and --role"},
    {"queues", cli_queues, "队列深度", "what waits in each queue", "shouli queues"},
    {"top",
     cli_top,
     "实时概览",
     "services and queues, live",
     "shouli top [--once] [--seconds 2]"},
    {"tail",
     cli_tail,
     "跟踪事件流",
     "follow a stream and verify its chain",
     "shouli tail STREAM [--from 1|new] [--types case.,complaint.] [--count N] [--once]\n"
     "  --once ends at what is there now; with --types the chain cannot be verified"},
    {"why",
     cli_why,
     "决策依据",
     "why a case is where it is",
     "shouli why CASE --actor A --role R   what every service knows of it\n"
     "shouli why CASE CLOCK                every counted, skipped and paused span of a limit, "
     "such as K9\n"
     "  router and desk tell only who may read the case"},
    {"trace",
     cli_trace,
     "链路追踪",
     "one case across all services, in causal order",
     "shouli trace TRACE-ID   32 hexadecimal digits, a traceparent, or a case's id\n"
     "  each event behind what caused it, with the time between; ~ marks events of the case "
     "that\n"
     "  another trace caused"},
    {"reload",
     cli_reload,
     "重新读取策略与密钥",
     "have policies, the allow-list and keys read anew",
     "shouli reload [--service S] --reason R --actor A [--role R]\n"
     "  leaves an event with the actor in the stream of each service; what changed follows as "
     "policy.adopted"},
    {"dead",
     cli_dead,
     "死信处理",
     "messages that were set aside",
     "shouli dead list [--service S]\n"
     "shouli dead retry|drop ID --service S --reason R --actor A"},
    {"ledger",
     cli_ledger,
     "台账核对",
     "whether all counts balance",
     "shouli ledger [--wait SECONDS]\n"
     "shouli ledger --source S --day 2026-11-21 [--ids FILE] [--key publisher]\n"
     "  what was accepted of a source on a day (+08:00), id by id; with --ids, a line an id, "
     "what "
     "is\n"
     "  missing here or there"},
    {"restore-check",
     cli_restore_check,
     "恢复后核对",
     "whether a restored database is of one instant, before anything starts",
     "shouli restore-check   compares every cursor with the end of its stream, and says what "
     "to do;\n"
     "  SHOULI_DATABASE_URL or the file SHOULI_DATABASE_URL_FILE names the owner. Ends with 0 "
     "start,\n"
     "  4 do not start"},
    {"verify",
     cli_verify,
     "校验事件链与档案",
     "walk every stream from its first event, and verify packages",
     "shouli verify [STREAM…] [--packages 200]\n"
     "  with archive, its newest packages are proved too; --packages 0: none"},
    {"route",
     cli_route,
     "试派单",
     "where texts would go, without servers",
     "shouli route [--json] <TEXTS   a text a line: code, type, grade, outcome, confidence, "
     "queue\n"
     "shouli route --table           the routes in the order they are tried\n"
     "shouli route --dry-run FILE    what each route would get of past traffic"},
    {"rehearse",
     cli_rehearse,
     "派单预演",
     "what other policies or another model would change of past requests",
     "shouli rehearse FILE [--new FOLDER] [--old FOLDER] [--model FILE] [--log FILE] [--show "
     "N]\n"
     "  FILE: a text a line, or columns under a heading; - is stdin. Policies in force stand "
     "in\n"
     "  for a folder that is not given. Ends with 1 when anything would change"},
    {"record",
     cli_record,
     "录制请求流",
     "a stretch of intake's stream as a file for rehearse",
     "shouli record --out FILE --reason W [--from 1] [--count N]   --actor A --role R\n"
     "  texts masked as router saw them; roles with `exports`, and auditors follow who took "
     "them"},
    {"training",
     cli_training,
     "导出训练数据",
     "what staff classified anew, for train",
     "shouli training export --out FILE.tsv --reason W [--from 1]   --actor A --role R\n"
     "  lines as in deploy/config/model/training; train reads them beside those; roles with "
     "`exports`"},
    {"roster",
     cli_roster,
     "值班与升级应答",
     "who has which duty; who takes a matter on",
     "shouli roster [--at T]\n"
     "shouli roster absent PERSON --from T --to T        --actor A --role R\n"
     "shouli roster answer CASE-ID --clock K3            --actor A --role R\n"
     "shouli roster regrade CASE-ID --grade P2 [--reason CODE] --actor A --role R\n"
     "  times as 2026-03-02T10:00:00+08:00; a grade is lowered from L3 on, with a reason"},
    {"incident",
     cli_incident,
     "重大事件",
     "many cases about the same",
     "shouli incident list\n"
     "shouli incident get NUMBER                         --actor A --role R\n"
     "shouli incident close NUMBER --reason CODE         --actor A --role L3"},
    {"playbook",
     cli_playbook,
     "应急预案",
     "what is done in an emergency",
     "shouli playbook kinds\n"
     "shouli playbook list                                       --actor A --role R\n"
     "shouli playbook get CASE|INCIDENT KIND                     --actor A --role R\n"
     "shouli playbook start CASE|INCIDENT KIND --reason CODE     --actor A --role R\n"
     "shouli playbook tick CASE|INCIDENT KIND STEP --proof P     --actor A --role R\n"
     "shouli playbook close CASE|INCIDENT KIND --reason CODE     --actor A --role L3\n"
     "  with steps that are not done, closed from L4 on"},
    {"fact",
     cli_fact,
     "记录事实",
     "what happened with a case outside: protection, leak, evidence, tasks …",
     "shouli fact record CASE FACT --at T --proof P [--told-at T] [--number N] --actor A "
     "--role R\n"
     "  FACT as leak_known, protection_active, task_opened: enum recorded_fact in\n"
     "  proto/reference.md; new_facts and first_receipt from L3 on"},
    {"clock",
     cli_clock,
     "批准延期，各阶段时长",
     "a statutory limit made longer, with proof; how long each stage took",
     "shouli clock extend CASE --days N --reason CODE --told-at T --proof P [--clock K9]\n"
     "             --actor A --role R\n"
     "  N is the new total from receipt; who may grant it stands in the rule profile\n"
     "shouli clock stages CASE --actor A --role R"},
    {"calendar",
     cli_calendar,
     "发布工作日历",
     "a newer version of a business calendar",
     "shouli calendar publish FILE --actor A --role R\n"
     "  FILE as in deploy/config/calendars, with a higher version; limits are computed again"},
    {"due",
     cli_due,
     "时限计算",
     "when a time limit ends, and why",
     "shouli due --profile P --clock K --grade G --received T …\n"
     "  [--channel C] [--queue Q] [--unit U] [--calendar FILE] [--stat-roll none|next_day]\n"
     "  [--outside-due T] [--pause FROM/TO/REASON]… [--extend N]…"},
    {"policy",
     cli_policy,
     "时限规则",
     "rule profiles: their worked examples, what a new version would move, and moving to it",
     "shouli policy check [--config DIR]   runs the worked examples\n"
     "shouli policy days [--config DIR]    what each day of the calendars is\n"
     "shouli policy preview PROFILE FROM TO   limits of open cases before and after\n"
     "shouli policy migrate PROFILE FROM TO --reason R --actor A --role R   moves them; back "
     "too"},
    {"demo",
     cli_demo,
     "演示",
     "play sample requests in and work on them",
     "shouli demo [--requests 200] [--no-work] [--data tests/data]"},
    {"train",
     cli_train,
     "训练分类模型",
     "learn a model from labelled texts",
     "shouli train --out MODEL FILE.tsv… [--networks N] [--windows N] [--hidden 256] [--epochs "
     "30] [--least 2]\n"
     "  --networks 0-8, --windows 0-4   of the whole text, and of its order; usual: 4 and 1, "
     "of "
     "Chinese 2 and 2;\n"
     "    under 128 hidden units 4 and 0, without networks neither\n"
     "  lines: label TAB text; several labels joined by | , + or <div>; or several cells, see "
     "--heads;\n"
     "  `-` or nothing in a cell says nothing; a line that begins with # is a comment\n"
     "  --heads code,type,emotion:value   names of the cells; `:value` is a number\n"
     "  --pairs chinese|never|always   units that stand apart: of Chinese better; larger, half "
     "as fast\n"
     "  --separator S   joins labels; '' never   --out-of-scope L,L   labels that mean so   "
     "--quiet"},
    {"classify",
     cli_classify,
     "用模型分类",
     "ask a model about texts, or test it with labelled ones",
     "shouli classify --model MODEL [--head NAME] [--top K] [--why] [--json] < lines\n"
     "  lines of text: label TAB confidence TAB text; with --why the n-grams that speak most\n"
     "  lines of label TAB text (or a cell for each head, TAB text): accuracy, macro-F1,\n"
     "  confusion, calibration, coverage; `-` says nothing and is left out\n"
     "  --groups FILE   lines of label TAB group: counted together   --prefix BYTES   by how "
     "they "
     "begin\n"
     "  --grave L,L   how many of these pass for others   --separator S   joins labels of a "
     "text"},
    {"bench", cli_bench, "压力测试", "measure this machine", "shouli bench accept|raw …"},
};

static void print_help(FILE *out)
{
    fputs("shouli COMMAND [options]   受理命令行\n\n", out);
    for (size_t i = 0; i < LENGTH(commands); i++)
        fprintf(out, "  %-13s %s  %s\n", commands[i].name, commands[i].en, commands[i].zh);
    fputs(
        "\nshouli COMMAND --help tells more. --json prints JSON. Keys: SHOULI_KEYS_DIR "
        "(run/keys);\n"
        "ports: SHOULI_PORT_BASE (5500). Ends with 0 fine, 1 not found or refused, 2 wrong "
        "options,\n"
        "3 nothing answers, 4 a chain or a count does not hold.\n",
        out
    );
}

static bool wants_help(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    }
    return false;
}

static int run(const struct command *command, int argc, char **argv)
{
    if (!wants_help(argc, argv))
        return command->run(argc, argv);
    printf("%s  %s\n\n%s\n", command->en, command->zh, command->usage);
    return EXIT_FINE;
}

int main(int argc, char **argv)
{
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_help(argc < 2 ? stderr : stdout);
        return argc < 2 ? EXIT_USAGE : EXIT_FINE;
    }
    for (size_t i = 0; i < LENGTH(commands); i++) {
        if (strcmp(argv[1], commands[i].name) == 0)
            return run(&commands[i], argc - 1, argv + 1);
    }
    fprintf(stderr, "shouli: there is no command %s; see shouli --help\n", argv[1]);
    return EXIT_USAGE;
}
