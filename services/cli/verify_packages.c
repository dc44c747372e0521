/* See verify_packages.h. */
#include "services/cli/verify_packages.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"
#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"

void packages_init(struct stored_packages *packages, size_t max)
{
    *packages = (struct stored_packages){.max = size_min(max, PACKAGES_MAX)};
    if (packages->max)
        packages->at = memory_new(packages->max, sizeof(*packages->at));
}

void packages_done(struct stored_packages *packages)
{
    memory_free(packages->at);
    *packages = (struct stored_packages){.max = 0};
}

static void note(struct stored_packages *packages, const struct message *message)
{
    const struct archive_stored *stored = message->body;
    struct stored_package package = {
        .case_id = message->case_id,
        .version = stored->version,
        .noted = packages->noted,
    };

    if (stored->sha256.length != sizeof(package.sha256))
        return;
    memcpy(package.sha256, stored->sha256.at, sizeof(package.sha256));
    snprintf(
        package.archive_no,
        sizeof(package.archive_no),
        "%.*s",
        (int)stored->archive_no.length,
        stored->archive_no.at
    );
    packages->at[(size_t)packages->noted % packages->max] = package;
    packages->noted++;
}

void packages_note(struct stored_packages *packages, struct bytes envelope)
{
    struct arena arena = {0};
    struct faults faults = {.count = 0};
    struct message message;

    if (!packages->max)
        return;
    if (message_decode(
            envelope,
            &shouli_catalogue,
            DECODE_lenient,
            &arena,
            &faults,
            &message
        ) == OK &&
        message.shape && message.shape->type == MESSAGE_archive_stored_v1 && message.body &&
        message.has_case)
        note(packages, &message);
    arena_done(&arena);
}

/* By case, the newest first. */
static int by_case(const void *a, const void *b)
{
    const struct stored_package *one = a, *other = b;
    int order = memcmp(one->case_id.b, other->case_id.b, sizeof(one->case_id.b));

    return order ? order : (one->noted < other->noted) - (one->noted > other->noted);
}

size_t packages_settle(struct stored_packages *packages)
{
    size_t count = size_min((size_t)packages->noted, packages->max);
    size_t kept = 0;

    if (count)
        qsort(packages->at, count, sizeof(*packages->at), by_case);
    for (size_t i = 0; i < count; i++) {
        if (!kept || !uuid_equal(packages->at[kept - 1].case_id, packages->at[i].case_id))
            packages->at[kept++] = packages->at[i];
    }
    return kept;
}

static void report_bad(
    const struct stored_package *package,
    bool json,
    struct text why,
    struct packages_result *result
)
{
    char id[UUID_TEXT_LENGTH + 1];

    result->bad++;
    uuid_to_text(package->case_id, id);
    printf(
        json ? "{\"package\":\"%s\",\"case_id\":\"%s\",\"version\":%lld,\"valid\":false,"
               "\"why\":\"%.*s\"}\n"
             : "package %s of case %s, version %lld: BROKEN 校验失败 %.*s\n",
        package->archive_no,
        id,
        (long long)package->version,
        (int)why.length,
        why.length ? why.at : ""
    );
}

/* A newer version than was noted was stored while the stream was walked: its digest was not seen. */
static void judge(
    const struct stored_package *package,
    const struct archive_verdict *verdict,
    bool json,
    struct packages_result *result
)
{
    const struct bytes told = {LIST(package->sha256)};

    if (!verdict->valid)
        report_bad(package, json, verdict->fault, result);
    else if (verdict->version < package->version)
        report_bad(package, json, TEXT("版本缺失 its newest version is missing"), result);
    else if (verdict->version == package->version && !bytes_equal(verdict->sha256, told))
        report_bad(
            package,
            json,
            TEXT("摘要不符 archive.stored.v1 in the chain has another digest"),
            result
        );
    else
        result->verified++;
}

static void take_refusal(
    const struct stored_package *package,
    const struct answer *answer,
    bool json,
    struct packages_result *result
)
{
    const char *code = answer->fault_count ? answer->faults[0].code : "";

    if (strcmp(code, "not_found") == 0)
        report_bad(package, json, TEXT("档案缺失 the package is missing"), result);
    else if (strcmp(code, "conflict") == 0)
        result->changing++;
    else if (strcmp(code, "too_large") == 0)
        result->too_large++;
    else {
        answer_complain(answer);
        result->unanswered++;
    }
}

enum { SLICES_MAX = 64 };

/* One slice of a package. EXIT_FINE: `ret_verdict` is archive's, in the arena. */
static int ask_slice(
    struct client *client,
    const struct archive_verify *query,
    struct arena *arena,
    struct answer *ret_answer,
    struct archive_verdict *ret_verdict
)
{
    struct faults faults = {.count = 0};
    const struct question question = {
        .type = MESSAGE_archive_verify_v1,
        .data = map_encode(&archive_verify_shape, query, arena),
        .patience_ms = CLI_SHORT_MS};
    int code = client_ask(client, &question, arena, ret_answer);

    if (code != EXIT_FINE)
        return code;
    return map_decode(
               ret_answer->result,
               &archive_verdict_shape,
               DECODE_lenient,
               "result",
               arena,
               &faults,
               ret_verdict
           ) == OK
               ? EXIT_FINE
               : EXIT_UNAVAILABLE;
}

/* All slices, from the first event to the last; each must be of the version that the first one was of. */
static int ask_all(
    struct client *client,
    const struct stored_package *package,
    struct arena *arena,
    struct answer *ret_answer,
    struct archive_verdict *ret_verdict
)
{
    struct archive_verify query = {.case_id = package->case_id, .has_case_id = true};
    struct archive_verdict first = {.valid = false};

    for (int i = 0, asked = 0; asked < SLICES_MAX; i++, asked++) {
        int code = ask_slice(client, &query, arena, ret_answer, ret_verdict);
        if (code != EXIT_FINE)
            return code;
        if (i == 0)
            first = *ret_verdict;
        if (ret_verdict->version != first.version ||
            !bytes_equal(ret_verdict->sha256, first.sha256))
            i = -1, query.after = (struct text){0}; /* packaged anew meanwhile */
        else if (!ret_verdict->valid || !ret_verdict->next.length)
            return EXIT_FINE;
        else
            query.after = ret_verdict->next;
    }
    return EXIT_UNAVAILABLE;
}

/* False when archive is silent: then the others are not asked. */
static bool
ask(struct client *client,
    const struct stored_package *package,
    bool json,
    struct packages_result *result)
{
    struct arena arena = {0};
    struct answer answer = {0};
    struct archive_verdict verdict = {.valid = false};
    int code = ask_all(client, package, &arena, &answer, &verdict);

    if (code == EXIT_NOT_DONE)
        take_refusal(package, &answer, json, result);
    else if (code == EXIT_FINE)
        judge(package, &verdict, json, result);
    else
        result->unanswered++;
    arena_done(&arena);
    return code != EXIT_UNAVAILABLE;
}

static const char *word_of(const struct packages_result *result)
{
    if (result->bad)
        return "校验失败";
    return result->unanswered ? "未完成" : "校验通过";
}

static void report(const struct packages_result *result, bool json)
{
    if (json) {
        printf(
            "{\"packages\":%lld,\"bad\":%lld,\"changing\":%lld,\"too_large\":%lld,"
            "\"unanswered\":%lld,\"passed_over\":%lld,\"valid\":%s}\n",
            (long long)result->verified,
            (long long)result->bad,
            (long long)result->changing,
            (long long)result->too_large,
            (long long)result->unanswered,
            (long long)result->passed_over,
            result->bad || result->unanswered ? "false" : "true"
        );
        return;
    }
    printf("archive packages %4lld verified %s", (long long)result->verified, word_of(result));
    if (result->bad)
        printf(", %lld BROKEN", (long long)result->bad);
    if (result->changing)
        printf(", %lld changing 变更中", (long long)result->changing);
    if (result->too_large)
        printf(", %lld too large 过大", (long long)result->too_large);
    if (result->unanswered)
        printf(", %lld without answer 无应答", (long long)result->unanswered);
    if (result->passed_over)
        printf(", %lld older not asked 未校验", (long long)result->passed_over);
    fputs("\n", stdout);
}

int packages_verify(struct stored_packages *packages, bool json)
{
    struct packages_result result = {
        .passed_over = int64_max(0, packages->noted - (int64_t)packages->max)};
    size_t count = packages_settle(packages);
    struct client *client = count ? client_new("archive", "operator", 0) : NULL;
    bool answers = client != NULL;

    for (size_t i = 0; i < count; i++) {
        if (answers)
            answers = ask(client, &packages->at[i], json, &result);
        else
            result.unanswered++;
    }
    client_destroy(&client);
    report(&result, json);
    if (result.bad)
        return EXIT_BROKEN;
    return result.unanswered ? EXIT_UNAVAILABLE : EXIT_FINE;
}
