/* `shouli verify`: walks streams from their first event to where they end now, each hash computed anew (DESIGN P8),
 * and has archive prove the packages that its stream tells of. */
#include <stdio.h>

#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/stream.h"
#include "services/cli/verify_packages.h"

/* Not verified is not broken: what this key may not read, or what is not kept any more, may be whole. */
static void report(const char *name, int64_t events, bool json, int code, const char *why)
{
    if (json)
        printf(
            "{\"stream\":\"%s\",\"events\":%lld,\"valid\":%s,\"why\":\"%s\"}\n",
            name,
            (long long)events,
            code == EXIT_FINE     ? "true"
            : code == EXIT_BROKEN ? "false"
                                  : "null",
            why
        );
    else if (code == EXIT_FINE)
        printf("%-10s %10lld events, chain valid 校验通过\n", name, (long long)events);
    else
        printf(
            "%-10s %s after %lld events: %s\n",
            name,
            code == EXIT_BROKEN ? "BROKEN 校验失败" : "NOT VERIFIED 未校验",
            (long long)events,
            why
        );
}

static int code_of(const struct stream_said *said)
{
    switch (said->word) {
    case STREAM_broken:
        return EXIT_BROKEN;
    case STREAM_refused:
        /* Of another stream, or shorter than it was: what it said before does not hold. */
        return strncmp(said->why, "forked", 6) == 0 || strncmp(said->why, "ahead", 5) == 0
                   ? EXIT_BROKEN
                   : EXIT_NOT_DONE;
    case STREAM_event:
    case STREAM_position:
    case STREAM_silence:
        break;
    }
    return EXIT_UNAVAILABLE;
}

static int walk(const char *name, int64_t head, bool json, struct stored_packages *packages)
{
    enum { SILENCES_MAX = 15 };
    const struct stream_wish wish = {.service = name, .from = 1};
    struct stream *stream = head > 0 ? stream_new(&wish) : NULL;
    struct stream_said said = {.why = ""};
    int silences = 0;
    int64_t seen = 0;

    if (head > 0 && !stream)
        return EXIT_UNAVAILABLE;
    while (seen < head && silences < SILENCES_MAX) {
        stream_next(stream, 1000, &said);
        silences = said.word == STREAM_silence ? silences + 1 : 0;
        if (said.word == STREAM_event) {
            seen = said.seq;
            packages_note(packages, said.envelope);
        }
        if (said.word == STREAM_broken || said.word == STREAM_refused)
            break;
    }
    stream_destroy(&stream);
    int code = seen >= head ? EXIT_FINE : code_of(&said);
    const char *silent = "it says no more";
    report(name, seen, json, code, code == EXIT_FINE ? "" : *said.why ? said.why : silent);
    return code;
}

static int verify_one(const char *name, bool json, struct stored_packages *packages)
{
    int64_t head = stream_head(name, CLI_SHORT_MS);

    if (head >= 0)
        return walk(name, head, json, packages);
    fprintf(stderr, "shouli verify: %s does not answer\n", name);
    return EXIT_UNAVAILABLE;
}

/* The gravest counts. Packages are verified after all streams. */
static int verify_all(const char *const *names, size_t count, bool json, size_t packages_max)
{
    struct stored_packages packages, none;
    bool walked = false;
    int code = EXIT_FINE;

    packages_init(&packages, packages_max);
    packages_init(&none, 0);
    for (size_t i = 0; i < count; i++) {
        bool is_archive = strcmp(names[i], "archive") == 0 && !walked;
        int one = verify_one(names[i], json, is_archive ? &packages : &none);
        walked = walked || (is_archive && one != EXIT_UNAVAILABLE);
        code = one > code ? one : code;
    }
    if (walked && packages_max) {
        int one = packages_verify(&packages, json);
        code = one > code ? one : code;
    }
    packages_done(&packages);
    return code;
}

int cli_verify(int argc, char **argv)
{
    struct arguments arguments;
    long packages_max = PACKAGES_DEFAULT;

    if (!arguments_read(argc, argv, "", &arguments) ||
        !arguments_take_number(&arguments, "packages", 0, PACKAGES_MAX, &packages_max) ||
        !arguments_end(&arguments, CLIENT_SERVICES))
        return EXIT_USAGE;
    for (size_t i = 0; i < arguments.word_count; i++) {
        if (!client_port_of(arguments.words[i]))
            return arguments_refuse(&arguments, "there is no stream %s", arguments.words[i]);
    }
    if (!client_has_keys("operator"))
        return EXIT_UNAVAILABLE;
    const char *const *names = arguments.word_count ? arguments.words : client_services;
    size_t count = arguments.word_count ? arguments.word_count : CLIENT_SERVICES;
    return verify_all(names, count, arguments.json, (size_t)packages_max);
}
