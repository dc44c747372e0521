/* See relabelled.h. */
#include "services/cli/relabelled.h"

#include <stdlib.h>

#include "common/memory.h"

void relabelled_done(struct relabelled_list *list)
{
    memory_free(list->at);
    *list = (struct relabelled_list){.count = 0};
}

/* FNV-1a: tells two subjects apart. */
static uint64_t fingerprint(struct text text)
{
    uint64_t hash = 14695981039346656037U;

    for (size_t i = 0; i < text.length; i++)
        hash = (hash ^ (uint8_t)text.at[i]) * 1099511628211U;
    return hash;
}

static void note_wish(struct relabelled *one, const struct case_reclassify_requested *body)
{
    one->is_wish = true;
    one->type = body->wished_type;
    one->wishes_subject = body->wished_category.length > 0;
    one->subject = fingerprint(body->wished_category);
}

static void note_answer(struct relabelled *one, const struct case_reclassified *body)
{
    size_t length = size_min(body->code.length, RELABELLED_CODE_BYTES);

    if (length)
        memcpy(one->code, body->code.at, length);
    one->code[length] = '\0';
    one->subject = fingerprint(body->code);
    one->is_named = body->code_named;
}

bool relabelled_add(struct relabelled_list *list, int64_t seq, const struct message *message)
{
    struct relabelled one = {.case_id = message->case_id, .seq = seq};

    if (message->shape->type == MESSAGE_case_reclassify_requested_v1)
        note_wish(&one, message->body);
    else if (message->shape->type == MESSAGE_case_reclassified_v1)
        note_answer(&one, message->body);
    else
        return true;
    if (list->count == RELABELLED_MAX)
        return false;
    if (list->count == list->size) {
        list->size = list->size * 2 + 1024;
        list->at = memory_resize(list->at, list->size, sizeof(*list->at));
    }
    list->at[list->count++] = one;
    return true;
}

static int by_case_and_time(const void *a, const void *b)
{
    const struct relabelled *one = a, *other = b;
    int order = memcmp(one->case_id.b, other->case_id.b, sizeof(one->case_id.b));

    return order ? order : (one->seq > other->seq) - (one->seq < other->seq);
}

/* By a category, or a subject that router does not know, nobody has judged the code: router chose it itself. Programs before
 * this one do not say whether it was named. */
static bool answers(const struct relabelled *wish, const struct relabelled *answer)
{
    return wish->wishes_subject && answer->code[0] &&
           (answer->is_named || answer->subject == wish->subject);
}

/* What a later event says of the same case. */
static void merge(struct relabelled *into, const struct relabelled *later)
{
    if (later->type)
        into->type = later->type;
    if (later->is_wish) {
        into->wishes_subject = later->wishes_subject;
        into->subject = later->subject;
    } else if (answers(into, later)) {
        memcpy(into->code, later->code, sizeof(into->code));
    }
}

void relabelled_settle(struct relabelled_list *list)
{
    size_t kept = 0;

    if (list->count)
        qsort(list->at, list->count, sizeof(*list->at), by_case_and_time);
    for (size_t i = 0; i < list->count;) {
        struct relabelled one = {.case_id = list->at[i].case_id, .seq = list->at[i].seq};
        for (; i < list->count && uuid_equal(list->at[i].case_id, one.case_id); i++)
            merge(&one, &list->at[i]);
        if (one.type || one.code[0])
            list->at[kept++] = one;
    }
    list->count = kept;
}

char relabelled_letter(const struct relabelled *one)
{
    switch (one->type) {
    case CASE_TYPE_consult:
        return 'Z';
    case CASE_TYPE_apply:
        return 'B';
    case CASE_TYPE_complaint:
    case CASE_TYPE_transfer_out:
        return 'T';
    case CASE_TYPE_suggest:
        return 'J';
    case CASE_TYPE_dispute:
        return 'D';
    case CASE_TYPE_urgent:
        return 'U';
    case CASE_TYPE_none:
        break;
    }
    return '-';
}
