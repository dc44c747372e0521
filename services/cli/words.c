/* See words.h. */
#include "services/cli/words.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "services/cli/exits.h"

bool words_begin(
    struct arguments *arguments,
    enum words_purpose purpose,
    struct words_taking *ret_taking
)
{
    const struct words_taking taking = {
        .command = arguments->command,
        .acting = cli_acting(arguments),
        .purpose = purpose,
        .reason = arguments_take(arguments, "reason", NULL)};

    if (taking.acting.actor && taking.acting.role && taking.reason) {
        *ret_taking = taking;
        return true;
    }
    (void)arguments_refuse(arguments, "needs --actor A --role R --reason W");
    return false;
}

int words_connect(struct words_taking *taking)
{
    taking->desk = client_new("desk", "operator", 0);
    return taking->desk ? EXIT_FINE : EXIT_UNAVAILABLE;
}

void words_end(struct words_taking *taking)
{
    client_destroy(&taking->desk);
}

/* What desk answers to one message; shows why it does not. */
static int
ask(struct words_taking *taking,
    enum message_type type,
    struct bytes data,
    const struct map_shape *shape,
    struct arena *arena,
    void *ret_view)
{
    const struct question question = {
        .type = type,
        .data = data,
        .actor = taking->acting.actor,
        .role = taking->acting.role,
        .unit = taking->acting.unit};
    struct faults faults = {.count = 0};
    struct answer answer = {0};
    int code = client_ask(taking->desk, &question, arena, &answer);

    if (code == EXIT_NOT_DONE)
        answer_complain(&answer);
    if (code == EXIT_FINE &&
        map_decode(answer.result, shape, DECODE_lenient, "result", arena, &faults, ret_view) !=
            OK)
        code = EXIT_UNAVAILABLE;
    if (code == EXIT_UNAVAILABLE)
        fprintf(stderr, "shouli %s: desk does not answer 无应答\n", taking->command);
    return code;
}

static int order(
    struct words_taking *taking,
    const struct uuid *cases,
    size_t count,
    struct arena *arena,
    struct uuid *ret_order
)
{
    struct words_case *named = ARENA_ARRAY(arena, struct words_case, count);
    struct words_order body = {
        .purpose = taking->purpose,
        .reason = text_of(taking->reason),
        .cases = named,
        .cases_count = count};
    struct words_order_view view = {.has_order_id = false};

    for (size_t i = 0; i < count; i++)
        named[i] = (struct words_case){.case_id = cases[i], .has_case_id = true};
    int code =
        ask(taking,
            MESSAGE_words_order_v1,
            map_encode(&words_order_shape, &body, arena),
            &words_order_view_shape,
            arena,
            &view);
    *ret_order = view.order_id;
    return code;
}

int words_take(
    struct words_taking *taking,
    const struct uuid *cases,
    size_t count,
    struct arena *arena,
    struct text *ret_texts
)
{
    struct words_get query = {.has_order_id = true};
    struct words_view view = {.has_next = true};
    int code = order(taking, cases, count, arena, &query.order_id);

    for (size_t at = 0; code == EXIT_FINE && view.has_next; query.begin = view.next) {
        query.has_begin = at > 0;
        view = (struct words_view){.cases_count = 0};
        code =
            ask(taking,
                MESSAGE_words_get_v1,
                map_encode(&words_get_shape, &query, arena),
                &words_view_shape,
                arena,
                &view);
        for (size_t i = 0; i < view.cases_count && at < count; i++)
            ret_texts[at++] = view.cases[i].text;
        if (code == EXIT_FINE && (view.has_next ? view.next <= query.begin : at < count))
            code = EXIT_UNAVAILABLE; /* it would never end, or ended early */
    }
    return code;
}

static const char *path_beside(const char *path, struct arena *arena)
{
    return arena_format(arena, "%s.part", path).at;
}

FILE *words_file_open(const char *path, struct arena *arena)
{
    const char *beside = path_beside(path, arena);
    struct stat there;

    if (stat(path, &there) == 0 && !S_ISREG(there.st_mode)) {
        fprintf(stderr, "%s: is no file\n", path);
        return NULL;
    }
    int file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    FILE *opened = NULL;

    if (file >= 0 && fchmod(file, 0600) == 0)
        opened = fdopen(file, "w");
    if (!opened) {
        fprintf(stderr, "%s: %s\n", beside, strerror(errno));
        if (file >= 0)
            close(file);
    }
    return opened;
}

bool words_file_close(FILE *file, const char *path, bool whole, struct arena *arena)
{
    const char *beside = path_beside(path, arena);
    bool written = !ferror(file) && fflush(file) == 0 && fsync(fileno(file)) == 0;

    written = fclose(file) == 0 && written;
    if (whole && written && rename(beside, path) == 0)
        return true;
    if (whole)
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
    (void)unlink(beside);
    return false;
}

void words_print(FILE *file, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        bool ends = text.at[i] == '\n' || text.at[i] == '\r' || text.at[i] == '\t';
        fputc(ends || text.at[i] == '\0' ? ' ' : text.at[i], file);
    }
}
