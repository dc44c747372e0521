/* `shouli record`: a stretch of intake's stream as a file of past requests, for `shouli rehearse` and `shouli route
 * --dry-run`.
 *
 * The chain is verified on the way when it begins at the first event. The texts come from desk, masked as router saw them,
 * by orders that auditors follow. The columns are those of services/router/traffic_columns.def. */
#include <limits.h>
#include <stdio.h>

#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/stream_walk.h"
#include "services/cli/words.h"

enum { COLUMNS = 11 /* before the text */, COUNT_MAX = 1000000000 };

static const char heading[] =
    "case_no\tchannel\tkind\tcustomer\tamount_fen\tlang\tunit\tabout_unit\t"
    "received_at\toccurred_at\tcomplainants\ttext\n";

struct recording {
    struct words_taking taking;
    const char *out;
    long from, count;
    int64_t head;
    FILE *file;
    struct arena arena; /* of the requests that wait for their texts */
    struct uuid cases[WORDS_CASES_MAX];
    struct text cells[WORDS_CASES_MAX][COLUMNS];
    size_t waiting;
    long seen, recorded;
};

static struct text number(struct arena *arena, bool known, int64_t value)
{
    return known ? arena_format(arena, "%lld", (long long)value) : (struct text){0};
}

static void keep(struct recording *recording, const struct message *message)
{
    const struct case_received *body = message->body;
    struct arena *arena = &recording->arena;
    const enum party party = body->customer ? body->customer->type : PARTY_none;
    const struct text cells[COLUMNS] = {
        message->case_no,
        body->channel,
        body->kind ? enum_to_text(&request_kind_enum, (int)body->kind) : (struct text){0},
        party ? enum_to_text(&party_enum, (int)party) : (struct text){0},
        number(arena, body->has_amount_fen, body->amount_fen),
        body->lang,
        body->unit,
        body->about_unit,
        number(arena, true, body->received_at),
        number(arena, body->has_occurred_at, body->occurred_at),
        number(arena, body->has_complainants, body->complainants),
    };

    recording->cases[recording->waiting] = message->case_id;
    for (size_t i = 0; i < COLUMNS; i++)
        recording->cells[recording->waiting][i] = arena_text(arena, cells[i]);
    recording->waiting++;
    recording->seen++;
}

static void
write_line(struct recording *recording, const struct text cells[COLUMNS], struct text said)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        words_print(recording->file, cells[i].length ? cells[i] : TEXT("-"));
        fputc('\t', recording->file);
    }
    words_print(recording->file, said);
    fputc('\n', recording->file);
}

/* Writes what waits, once desk has said the texts. */
static int flush(struct recording *recording)
{
    struct text said[WORDS_CASES_MAX] = {{0}};
    int code = EXIT_FINE;

    if (recording->waiting)
        code = words_take(
            &recording->taking,
            recording->cases,
            recording->waiting,
            &recording->arena,
            said
        );
    for (size_t i = 0; code == EXIT_FINE && i < recording->waiting; i++) {
        if (!said[i].at)
            continue;
        write_line(recording, recording->cells[i], said[i]);
        recording->recorded++;
    }
    recording->waiting = 0;
    arena_reset(&recording->arena);
    return code;
}

static int visit(
    void *context,
    int64_t seq UNUSED,
    const struct message *message,
    struct arena *arena UNUSED
)
{
    struct recording *recording = context;

    if (message->shape->type != MESSAGE_case_received_v1)
        return EXIT_FINE;
    keep(recording, message);
    if (recording->seen == recording->count)
        return WALK_ENOUGH;
    return recording->waiting == WORDS_CASES_MAX ? flush(recording) : EXIT_FINE;
}

static int record(struct recording *recording, bool json)
{
    const struct stream_wish wish = {.service = "intake", .from = recording->from};
    struct arena arena = {0};
    int code = EXIT_UNAVAILABLE;

    recording->head = stream_head("intake", CLI_SHORT_MS);
    if (recording->head < 0) {
        fputs("shouli record: intake does not answer 无应答\n", stderr);
        return EXIT_UNAVAILABLE;
    }
    recording->file = words_file_open(recording->out, &arena);
    if (recording->file && words_connect(&recording->taking) == EXIT_FINE) {
        fputs(heading, recording->file);
        code = stream_walk("record", &wish, recording->head, visit, recording);
        if (code == EXIT_FINE)
            code = flush(recording);
        words_end(&recording->taking);
    } else if (!recording->file) {
        code = EXIT_USAGE;
    }
    if (recording->file &&
        !words_file_close(recording->file, recording->out, code == EXIT_FINE, &arena) &&
        code == EXIT_FINE)
        code = EXIT_USAGE;
    if (code == EXIT_FINE)
        printf(
            json ? "{\"recorded\":%ld,\"left_out\":%ld}\n"
                 : "%ld requests recorded 已录制, %ld left out 未导出\n",
            recording->recorded,
            recording->seen - recording->recorded
        );
    arena_done(&recording->arena);
    arena_done(&arena);
    return code;
}

int cli_record(int argc, char **argv)
{
    struct arguments arguments;
    struct recording recording = {.from = 1, .count = COUNT_MAX};

    if (!arguments_read(argc, argv, "", &arguments))
        return EXIT_USAGE;
    if (!words_begin(&arguments, WORDS_PURPOSE_rehearsal, &recording.taking))
        return EXIT_USAGE;
    recording.out = arguments_take(&arguments, "out", NULL);
    if (!recording.out)
        return arguments_refuse(&arguments, "say where to: --out FILE");
    if (!arguments_take_number(&arguments, "from", 1, LONG_MAX, &recording.from) ||
        !arguments_take_number(&arguments, "count", 1, COUNT_MAX, &recording.count) ||
        !arguments_end(&arguments, 0))
        return EXIT_USAGE;
    return record(&recording, arguments.json);
}
