/* See policy_move.h. */
#include "services/cli/policy_move.h"

#include <stdio.h>

#include "common/uuid.h"
#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/fields.h"
#include "services/cli/show.h"

struct tally {
    long cases, kept, limits;
};

static void print_time(int64_t ms, bool there)
{
    char text[SHOW_TIME_BYTES] = "-";

    if (there)
        show_time(ms, text);
    printf("%s", text);
}

static void print_slice(const struct policy_slice *slice, struct tally *tally)
{
    for (size_t i = 0; i < slice->cases_count; i++) {
        const struct policy_case *one = &slice->cases[i];
        tally->cases++;
        tally->kept += one->kept;
        tally->limits += (long)one->moves_count;
        for (size_t k = 0; k < one->moves_count; k++) {
            const struct policy_move *move = &one->moves[k];
            printf(
                "%.*s %-16.*s ",
                (int)one->case_no.length,
                one->case_no.at ? one->case_no.at : "",
                (int)move->clock.length,
                move->clock.at
            );
            print_time(move->old_due_at, move->has_old_due_at);
            printf(" -> ");
            print_time(move->due_at, move->has_due_at);
            printf("%s\n", one->kept ? "  kept 保留原版本" : "");
        }
    }
}

/* One slice; `*io_after` is where the next begins, empty at the end. */
static int ask_slice(
    struct client *client,
    const struct arguments *arguments,
    struct question *question,
    char io_after[UUID_TEXT_LENGTH + 1],
    struct tally *tally
)
{
    const struct message_shape *shape = message_shape_of(question->type);
    struct arguments fields = {.command = "policy"};
    struct faults faults = {.count = 0};
    struct arena arena = {0};
    struct policy_slice slice = {0};
    struct answer answer = {0};

    arguments_give(&fields, "profile", arguments->words[1]);
    arguments_give(&fields, "from-version", arguments->words[2]);
    arguments_give(&fields, "version", arguments->words[3]);
    for (size_t i = 0; i < arguments->given_count; i++) {
        if (strncmp(arguments->given[i].name, "reason", arguments->given[i].name_length) == 0)
            arguments_give(&fields, "reason", arguments->given[i].value);
    }
    if (io_after[0])
        arguments_give(&fields, "after", io_after);
    if (!fields_pack(&fields, shape->data, &arena, &question->data))
        return EXIT_USAGE;
    int code = client_ask(client, question, &arena, &answer);
    if (code != EXIT_FINE)
        answer_complain(&answer);
    else if (map_decode(answer.result, &policy_slice_shape, DECODE_lenient, "result", &arena, &faults, &slice) != OK)
        code = EXIT_BROKEN;
    print_slice(&slice, tally);
    io_after[0] = '\0';
    if (code == EXIT_FINE && slice.has_next)
        uuid_to_text(slice.next, io_after);
    arena_done(&arena);
    return code;
}

int policy_move_run(struct arguments *arguments, bool migrate)
{
    const struct acting acting = cli_acting(arguments);
    struct question question = {
        .type = migrate ? MESSAGE_policy_migrate_v1 : MESSAGE_policy_preview_v1,
        .actor = acting.actor,
        .role = acting.role,
        .unit = acting.unit,
    };
    char after[UUID_TEXT_LENGTH + 1] = "";
    struct tally tally = {0};
    int code = EXIT_FINE;

    if (arguments->word_count < 4)
        return arguments_refuse(arguments, "say which profile, from which version, to which");
    if (migrate && (!acting.actor || !acting.role))
        return arguments_refuse(arguments, "say who acts: --actor and --role");
    if (migrate && !arguments_take(arguments, "reason", NULL))
        return arguments_refuse(arguments, "say why: --reason");
    if (!arguments_end(arguments, 4))
        return EXIT_USAGE;
    struct client *client = client_new("escalation", "operator", 0);
    if (!client)
        return EXIT_UNAVAILABLE;
    do
        code = ask_slice(client, arguments, &question, after, &tally);
    while (code == EXIT_FINE && after[0]);
    client_destroy(&client);
    if (code == EXIT_FINE)
        printf(
            "%ld cases, %ld keep their version, %ld limits change\n",
            tally.cases,
            tally.kept,
            tally.limits
        );
    return code;
}
