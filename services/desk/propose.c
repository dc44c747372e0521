/* See propose.h. */
#include "services/desk/propose.h"

#include <stdio.h>

#include "services/desk/statements.h"

const char desk_propose_lua[] =
#include "services/desk/propose.def"
    ;

const struct list_shape desk_candidates_list = {.name = "candidates", .redis = true};
const struct list_shape desk_slice_list = {
    .name = "slice",
    .statement = &desk_case_slice_statement,
    .key_is_text = true,
};

const char *propose_set(const struct queued_case *row, char ret_set[PROPOSE_SET_BYTES])
{
    int64_t line = row->offered_to.at ? PROPOSE_OFFERED : row_line(row);
    char suffix[24] = "";

    if (line > 1)
        snprintf(suffix, sizeof(suffix), "|%lld", (long long)line);
    snprintf(
        ret_set,
        PROPOSE_SET_BYTES,
        "%.*s|%.*s%s",
        (int)row->queue.length,
        row->queue.at,
        (int)row->needs.length,
        row->needs.at ? row->needs.at : "",
        suffix
    );
    return ret_set;
}

int64_t propose_score(const struct queued_case *row)
{
    return (row->has_due_at ? row->due_at : row->received_at) * PROPOSE_SCORE_FACTOR +
           (int64_t)row->grade;
}

static void project(struct projection_ops *ops, const void *before, const void *after)
{
    const struct queued_case *was = before, *is = after;
    char old[PROPOSE_SET_BYTES], new[PROPOSE_SET_BYTES];
    bool waited = was && row_is_waiting(was), waits = is && row_is_waiting(is);

    if (waited)
        propose_set(was, old);
    if (waits)
        propose_set(is, new);
    if (waited && (!waits || strcmp(old, new) != 0))
        projection_remove(ops, old, (struct bytes){was->case_id.b, 16});
    if (waits && (!waited || strcmp(old, new) != 0 || propose_score(was) != propose_score(is)))
        projection_add(ops, new, (struct bytes){is->case_id.b, 16}, propose_score(is));
}

const struct projection desk_projection = {
    .record = &queued_case_record,
    .slice = &desk_slice_list,
    .project = project,
    .propose_lua = desk_propose_lua,
};

static struct text joined(struct arena *arena, const struct word_set *words)
{
    size_t length = 0;

    if (words->all)
        return TEXT("*");
    for (size_t i = 0; i < words->count; i++)
        length += words->at[i].length + 1;
    char *at = arena_take(arena, length + 1);
    char *end = at;
    for (size_t i = 0; i < words->count; i++) {
        if (i)
            *end++ = ',';
        memcpy(end, words->at[i].at, words->at[i].length);
        end += words->at[i].length;
    }
    return (struct text){at, (size_t)(end - at)};
}

/* "card:3,fx:5"; of all skills "*:5" first. What has expired is left out. */
static struct text skills_known(struct call *call, const struct skill_set *skills)
{
    size_t length = 8;

    for (size_t i = 0; i < skills->count; i++)
        length += skills->at[i].name.length + 3;
    char *at = arena_take(call->arena, length), *end = at;
    if (skills->all)
        end += snprintf(end, 8, "*:%d", (int)skills->all);
    for (size_t i = 0; i < skills->count; i++) {
        const struct skill *skill = &skills->at[i];
        if (call->now_ms >= skill->until_ms)
            continue;
        if (end > at)
            *end++ = ',';
        memcpy(end, skill->name.at, skill->name.length);
        end += skill->name.length;
        *end++ = ':';
        *end++ = (char)('0' + skill->level);
    }
    return (struct text){at, (size_t)(end - at)};
}

/* FNV-1a of source and id: a mark only spreads claims over cases, it guards nothing. */
static uint64_t token_of(const struct message *message)
{
    uint64_t hash = 1469598103934665603u;

    for (size_t i = 0; i < message->source.length; i++)
        hash = (hash ^ (uint8_t)message->source.at[i]) * 1099511628211u;
    hash = (hash ^ 0xff) * 1099511628211u;
    for (size_t i = 0; i < message->id.length; i++)
        hash = (hash ^ (uint8_t)message->id.at[i]) * 1099511628211u;
    return hash;
}

struct bytes propose_want(
    struct call *call,
    const struct actor *actor,
    const struct word_set *queues,
    int page
)
{
    struct text queue_words = joined(call->arena, queues);
    struct text skill_words = skills_known(call, &actor->skills);

    return bytes_of_text(arena_format(
        call->arena,
        "%016llx\n%.*s\n%.*s\n%lld\n%d",
        (unsigned long long)token_of(call->message),
        (int)queue_words.length,
        queue_words.at,
        (int)skill_words.length,
        skill_words.at,
        (long long)actor->line,
        page
    ));
}
