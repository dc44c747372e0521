/* See ledger_day.h. */
#include "services/cli/ledger_day.h"

#include <stdio.h>
#include <sys/stat.h>

#include "common/msgpack.h"
#include "services/cli/client.h"
#include "services/cli/exits.h"
#include "services/cli/ledger_compare.h"
#include "services/cli/show.h"

enum { ASK_IDS_MAX = 100 };

struct proving {
    const char *source, *day, *ids_path;
    bool json;
    struct client *client;
    struct arena *arena, *line;     /* a line lives until the next one */
    struct ledger_entries accepted; /* views into the arena */
    int64_t duplicate, rejected;
    size_t unknown; /* in the file, never accepted */
};

static int
ask(struct proving *proving,
    enum message_type type,
    struct bytes data,
    const struct map_shape *shape,
    void *ret_view)
{
    const struct question question = {.type = type, .data = data, .source = proving->source};
    struct faults faults = {.count = 0};
    struct answer answer = {0};
    int code = client_ask(proving->client, &question, proving->arena, &answer);

    if (code == EXIT_NOT_DONE)
        answer_complain(&answer);
    else if (code == EXIT_UNAVAILABLE)
        fprintf(stderr, "shouli ledger: intake does not answer 无应答\n");
    if (code == EXIT_FINE && map_decode(
                                 answer.result,
                                 shape,
                                 DECODE_lenient,
                                 "result",
                                 proving->arena,
                                 &faults,
                                 ret_view
                             ) != OK)
        code = EXIT_UNAVAILABLE;
    return code;
}

static int fetch(struct proving *proving)
{
    struct ledger_day query = {.day = text_of(proving->day)};
    struct ledger_day_view view;

    do {
        view = (struct ledger_day_view){.accepted_count = 0};
        int code =
            ask(proving,
                MESSAGE_ledger_day_v1,
                map_encode(&ledger_day_shape, &query, proving->arena),
                &ledger_day_view_shape,
                &view);
        if (code != EXIT_FINE)
            return code;
        if (!ledger_entries_add(&proving->accepted, view.accepted, view.accepted_count)) {
            fprintf(
                stderr,
                "shouli ledger: over %d messages of a source a day 一个来源一天的消息过多\n",
                LEDGER_IDS_MAX
            );
            return EXIT_NOT_DONE;
        }
        proving->duplicate = view.duplicate;
        proving->rejected = view.rejected;
        query.after = view.next;
        query.has_after = view.has_next;
    } while (view.has_next);
    return EXIT_FINE;
}

/* `entry` is NULL for what was never accepted. */
static void tell(
    const struct proving *proving,
    struct text id,
    const struct ledger_entry *entry,
    const char *status,
    const char *words
)
{
    char time[SHOW_TIME_BYTES] = "", case_id[UUID_TEXT_LENGTH + 1] = "";
    struct pack_writer writer;

    if (entry) {
        show_time(entry->at, time);
        uuid_to_text(entry->case_id, case_id);
    }
    if (!proving->json) {
        printf("%.*s  %s", (int)id.length, id.at, words);
        if (entry)
            printf("  %.*s  %s", (int)entry->case_no.length, entry->case_no.at, time);
        fputs("\n", stdout);
        return;
    }
    arena_reset(proving->line);
    pack_begin(&writer, proving->line, 512);
    pack_map(&writer, entry ? 5 : 2);
    pack_string(&writer, "id");
    pack_str(&writer, id);
    pack_string(&writer, "status");
    pack_string(&writer, status);
    if (entry) {
        pack_string(&writer, "case_no");
        pack_str(&writer, entry->case_no);
        pack_string(&writer, "case_id");
        pack_string(&writer, case_id);
        pack_string(&writer, "at");
        pack_time(&writer, entry->at);
    }
    show_json(stdout, pack_end(&writer), proving->line);
}

static void tell_missing(
    struct proving *proving,
    const struct ledger_ids *asked,
    const struct ledger_ids_view *view
)
{
    for (size_t i = 0; i < asked->ids_count; i++) {
        const struct ledger_entry *found = NULL;
        for (size_t j = 0; j < view->accepted_count && !found; j++) {
            if (text_equal(view->accepted[j].id, asked->ids[i]))
                found = &view->accepted[j];
        }
        proving->unknown += !found;
        if (found)
            tell(
                proving,
                asked->ids[i],
                found,
                "other_day",
                "accepted on another day 他日受理"
            );
        else
            tell(proving, asked->ids[i], NULL, "unknown", "not accepted here 此处未受理");
    }
}

/* What the day does not have may have been accepted before or after it. */
static int look_for(struct proving *proving, const struct ledger_ids_list *missing)
{
    for (size_t from = 0; from < missing->count; from += ASK_IDS_MAX) {
        const struct ledger_ids query = {
            .ids = missing->ids + from,
            .ids_count = size_min(ASK_IDS_MAX, missing->count - from)};
        struct ledger_ids_view view = {.accepted_count = 0};
        int code =
            ask(proving,
                MESSAGE_ledger_ids_v1,
                map_encode(&ledger_ids_shape, &query, proving->arena),
                &ledger_ids_view_shape,
                &view);
        if (code != EXIT_FINE)
            return code;
        tell_missing(proving, &query, &view);
    }
    return EXIT_FINE;
}

static void tell_counts(const struct proving *proving, const struct ledger_difference *found)
{
    struct pack_writer writer;

    if (!proving->json) {
        printf(
            "%s %s (+08:00): accepted 受理 %zu, duplicate 重复 %lld, rejected 拒绝 %lld\n",
            proving->source,
            proving->day,
            proving->accepted.count,
            (long long)proving->duplicate,
            (long long)proving->rejected
        );
        if (found)
            printf(
                "in both 一致 %zu, missing here 此处缺 %zu, missing there 对方缺 %zu\n",
                found->matching,
                proving->unknown,
                found->missing_there_count
            );
        return;
    }
    arena_reset(proving->line);
    pack_begin(&writer, proving->line, 512);
    pack_map(&writer, found ? 8 : 5);
    pack_string(&writer, "source");
    pack_string(&writer, proving->source);
    pack_string(&writer, "day");
    pack_string(&writer, proving->day);
    const struct {
        const char *name;
        int64_t value;
    } counts[] = {
        {"accepted", (int64_t)proving->accepted.count},
        {"duplicate", proving->duplicate},
        {"rejected", proving->rejected},
        {"in_both", found ? (int64_t)found->matching : 0},
        {"missing_here", (int64_t)proving->unknown},
        {"missing_there", found ? (int64_t)found->missing_there_count : 0},
    };
    for (size_t i = 0; i < (found ? LENGTH(counts) : 3); i++) {
        pack_string(&writer, counts[i].name);
        pack_int(&writer, counts[i].value);
    }
    show_json(stdout, pack_end(&writer), proving->line);
}

static int compare(struct proving *proving, const struct ledger_ids_list *sent)
{
    struct ledger_difference found;

    ledger_compare(sent, proving->accepted.at, proving->accepted.count, proving->arena, &found);
    int code = look_for(proving, &found.missing_here);
    if (code != EXIT_FINE)
        return code;
    for (size_t i = 0; i < found.missing_there_count; i++)
        tell(
            proving,
            found.missing_there[i]->id,
            found.missing_there[i],
            "not_in_file",
            "accepted, not in the file 已受理，文件中没有"
        );
    tell_counts(proving, &found);
    return proving->unknown || found.missing_there_count ? EXIT_BROKEN : EXIT_FINE;
}

static int list(const struct proving *proving)
{
    for (size_t i = 0; i < proving->accepted.count; i++)
        tell(
            proving,
            proving->accepted.at[i].id,
            &proving->accepted.at[i],
            "accepted",
            "accepted 已受理"
        );
    tell_counts(proving, NULL);
    return EXIT_FINE;
}

/* NULL, or what is wrong. The text lives in the arena. */
static const char *read_file(const char *path, struct arena *arena, struct text *ret_text)
{
    struct stat about;
    FILE *file = fopen(path, "re");

    if (!file || fstat(fileno(file), &about) != 0 || !S_ISREG(about.st_mode)) {
        if (file)
            fclose(file);
        return "cannot be read as a file";
    }
    const size_t length = (size_t)about.st_size;
    const bool fits = about.st_size <= LEDGER_FILE_BYTES_MAX;
    char *text = arena_take(arena, fits ? length + 1 : 1);
    const bool read = fits && fread(text, 1, length, file) == length;
    fclose(file);
    if (!fits)
        return "over 130000000 bytes";
    *ret_text = (struct text){text, length};
    return read ? NULL : "cannot be read";
}

static int prove(struct proving *proving)
{
    struct ledger_ids_list sent = {.count = 0};
    struct text file;

    if (proving->ids_path) {
        const char *wrong = read_file(proving->ids_path, proving->arena, &file);
        if (!wrong)
            wrong = ledger_ids_read(file, proving->arena, &sent);
        if (wrong) {
            fprintf(stderr, "shouli ledger: %s: %s\n", proving->ids_path, wrong);
            return EXIT_USAGE;
        }
    }
    int code = fetch(proving);
    if (code != EXIT_FINE)
        return code;
    return proving->ids_path ? compare(proving, &sent) : list(proving);
}

int cli_ledger_day(struct arguments *arguments)
{
    struct arena arena = {0}, line = {0};
    struct proving proving = {
        .source = arguments_take(arguments, "source", NULL),
        .day = arguments_take(arguments, "day", NULL),
        .ids_path = arguments_take(arguments, "ids", NULL),
        .json = arguments->json,
        .arena = &arena,
        .line = &line};
    const char *key = arguments_take(arguments, "key", "publisher");

    if (!proving.source || !proving.day)
        return arguments_refuse(arguments, "say both --source and --day, as 2026-11-21");
    if (!arguments_end(arguments, 0))
        return EXIT_USAGE;
    proving.client = client_new("intake", key, 0);
    int code = proving.client ? prove(&proving) : EXIT_UNAVAILABLE;
    client_destroy(&proving.client);
    ledger_entries_done(&proving.accepted);
    arena_done(&line);
    arena_done(&arena);
    return code;
}
