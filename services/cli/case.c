/* `shouli case VERB [CASE]`: every command on a case, its fields as options. CASE is a number (GD…) or an id. */
#include <stdio.h>

#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/fields.h"
#include "services/cli/show.h"

static const struct verb {
    const char *name;
    enum message_type type;
    bool needs_case;
} verbs[] = {
    {"get", MESSAGE_case_get_v1, true},
    {"show", MESSAGE_case_get_v1, true},
    {"claim", MESSAGE_case_claim_v1, false},
    {"take-offer", MESSAGE_case_take_offer_v1, true},
    {"decline-offer", MESSAGE_case_decline_offer_v1, true},
    {"presence", MESSAGE_staff_set_presence_v1, false},
    {"worker", MESSAGE_staff_get_v1, false},
    {"extend", MESSAGE_case_extend_v1, true},
    {"release", MESSAGE_case_release_v1, true},
    {"note", MESSAGE_case_note_v1, true},
    {"ask-customer", MESSAGE_case_ask_customer_v1, true},
    {"customer-answered", MESSAGE_case_customer_answered_v1, true},
    {"second-line", MESSAGE_case_second_line_v1, true},
    {"resolve", MESSAGE_case_resolve_v1, true},
    {"close", MESSAGE_case_close_v1, true},
    {"reopen", MESSAGE_case_reopen_v1, true},
    {"reclassify", MESSAGE_case_reclassify_v1, true},
    {"withdraw", MESSAGE_case_withdraw_v1, true},
    {"merge", MESSAGE_case_merge_v1, true},
    {"transfer", MESSAGE_case_transfer_v1, true},
    {"reject", MESSAGE_complaint_reject_v1, true},
    {"accept", MESSAGE_complaint_accept_v1, true},
    {"grade", MESSAGE_complaint_grade_v1, true},
    {"investigate", MESSAGE_complaint_investigate_v1, true},
    {"draft", MESSAGE_complaint_draft_v1, true},
    {"approve", MESSAGE_complaint_approve_v1, true},
    {"return", MESSAGE_complaint_return_v1, true},
    {"reply", MESSAGE_complaint_reply_v1, true},
    {"review", MESSAGE_complaint_review_v1, true},
};

static const struct verb *find_verb(const char *name)
{
    for (size_t i = 0; i < LENGTH(verbs); i++) {
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    }
    return NULL;
}

/* The id of a case that is named by its number; commands take ids only. */
static int find_id(
    struct client *client,
    const struct acting *acting,
    const char *number,
    struct arena *arena,
    const char **ret_id
)
{
    struct arguments named = {.command = "case"};
    struct answer answer;
    struct question question = {
        .type = MESSAGE_case_get_v1,
        .actor = acting->actor,
        .role = acting->role,
    };

    arguments_give(&named, "case-no", number);
    if (!fields_pack(
            &named,
            message_shape_of(MESSAGE_case_get_v1)->data,
            arena,
            &question.data
        ))
        return EXIT_USAGE;
    int code = client_ask(client, &question, arena, &answer);
    if (code != EXIT_FINE)
        answer_complain(&answer);
    else
        *ret_id = arena_format(arena, "%.*s", (int)answer.case_id.length, answer.case_id.at).at;
    return code;
}

/* GD… is a number; for the query it needs no id. */
static int name_case(
    struct client *client,
    const struct verb *verb,
    const struct acting *acting,
    struct arguments *arguments,
    struct arena *arena
)
{
    const char *named = arguments->words[1];

    if (!verb->needs_case)
        return EXIT_FINE;
    if (strncmp(named, "GD", 2) == 0 && verb->type == MESSAGE_case_get_v1) {
        arguments_give(arguments, "case-no", named);
        return EXIT_FINE;
    }
    if (strncmp(named, "GD", 2) == 0) {
        int code = find_id(client, acting, named, arena, &named);
        if (code != EXIT_FINE)
            return code;
    }
    arguments_give(arguments, "case-id", named);
    return EXIT_FINE;
}

static void show(
    const struct arguments *arguments,
    const struct verb *verb,
    const struct answer *answer,
    struct arena *arena
)
{
    const struct message_shape *shape = message_shape_of(verb->type);

    if (arguments->json)
        show_json(stdout, answer->raw, arena);
    else if (answer->result.at)
        show_map(stdout, answer->result, shape->result, 0);
}

static int
ask(struct client *client,
    const struct verb *verb,
    struct arguments *arguments,
    struct arena *arena)
{
    const struct acting acting = cli_acting(arguments);
    struct question question = {
        .type = verb->type,
        .actor = acting.actor,
        .role = acting.role,
        .unit = acting.unit,
        .id = arguments_take(arguments, "id", NULL),
    };
    struct answer answer;

    if (!acting.actor || !acting.role)
        return arguments_refuse(arguments, "say who acts: --actor and --role");
    const char *lease = arguments_take(arguments, "lease", NULL);
    if (lease)
        arguments_give(arguments, "lease-epoch", lease);
    int code = name_case(client, verb, &acting, arguments, arena);
    if (code != EXIT_FINE)
        return code;
    if (!fields_pack(arguments, message_shape_of(verb->type)->data, arena, &question.data) ||
        !arguments_end(arguments, verb->needs_case ? 2 : 1))
        return EXIT_USAGE;
    code = client_ask(client, &question, arena, &answer);
    if (code != EXIT_FINE && !(arguments->json && answer.raw.at))
        answer_complain(&answer);
    else
        show(arguments, verb, &answer, arena);
    return code;
}

int cli_case(int argc, char **argv)
{
    struct arena arena = {0};
    struct arguments arguments;

    if (!arguments_read(argc, argv, "", &arguments))
        return EXIT_USAGE;
    const struct verb *verb = arguments.word_count ? find_verb(arguments.words[0]) : NULL;
    if (!verb)
        return arguments_refuse(&arguments, "say what to do: get, claim, note, resolve …");
    if (verb->needs_case && arguments.word_count < 2)
        return arguments_refuse(&arguments, "say which case: its number or id");
    struct client *client = client_new("desk", "operator", 0);
    if (!client)
        return EXIT_UNAVAILABLE;
    int code = ask(client, verb, &arguments, &arena);
    client_destroy(&client);
    arena_done(&arena);
    return code;
}
