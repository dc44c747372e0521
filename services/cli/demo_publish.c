/* Sample requests go in as any publisher sends them. See demo.h. */
#include <stdio.h>

#include "common/clock.h"
#include "services/cli/demo.h"
#include "services/cli/exits.h"

/* A prime: the files are sorted by subject, and a short demonstration is to show all of them. */
enum { STRIDE = 7919 };

/* Half of the customers are the same few people, so that a customer has several cases. */
static struct bytes
body_of(const struct demo_request *request, size_t number, struct arena *arena)
{
    const struct customer customer = {
        .ref = arena_format(arena, "C-%zu", number % 2 ? number : number % 20),
        .type = (enum party)enum_from_text(&party_enum, request->customer),
    };
    const struct request_submitted body = {
        .channel = request->channel,
        .text = request->text,
        .kind = (enum request_kind)enum_from_text(&request_kind_enum, request->kind),
        .customer = &customer,
        .amount_fen = request->amount_fen,
        .has_amount_fen = request->amount_fen >= 0,
        .unit = TEXT("demo"),
    };

    return map_encode(&request_submitted_shape, &body, arena);
}

int demo_publish(
    const struct demo_requests *requests,
    size_t count,
    struct arena *arena,
    struct demo *demo
)
{
    struct client *client = client_new("intake", "publisher", 0);
    const int64_t begun_ms = clock_now_ms();
    int code = EXIT_FINE;

    if (!client)
        return EXIT_UNAVAILABLE;
    demo->cases = ARENA_ARRAY(arena, struct demo_case, count + 1);
    for (size_t i = 0; i < count && code != EXIT_UNAVAILABLE; i++) {
        struct answer answer;
        const struct question question = {
            .type = MESSAGE_request_submitted_v1,
            .source = "/demo/publisher",
            .id = arena_format(arena, "demo-%lld-%zu", (long long)begun_ms, i).at,
            .data = body_of(&requests->at[i * STRIDE % requests->count], i, arena),
        };
        code = client_ask(client, &question, arena, &answer);
        if (code == EXIT_FINE)
            demo->cases[demo->case_count++] =
                (struct demo_case){answer.case_id, answer.case_no};
        else
            demo->refused++;
        if (code != EXIT_FINE)
            answer_complain(&answer);
        demo_progress("requests played in 已受理", i + 1, count);
    }
    client_destroy(&client);
    return code == EXIT_UNAVAILABLE ? code : EXIT_FINE;
}
