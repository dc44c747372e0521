/* See example.h. A note whose text is "crash" asserts: what a poison message is made of. */
#include "tests/example/example.h"

#include <assert.h>

#include "proto/emit.h"
#include "proto/operators.h"
#include "tests/example/records.h"
#include "tests/example/statements.h"

static const struct list_shape slice = {"slice", &example_slice_statement, true, false};
static const struct list_shape some = {"some", &example_most_noted_statement, true, false};
static const struct list_shape proposed = {"proposed", NULL, true, true};

/* Something that looks sealed; what is in it does not matter here. */
static const uint8_t sealed_bytes[40];
static const struct sealed_value sealed = {
    {sealed_bytes, 8},
    {sealed_bytes, 12},
    {sealed_bytes, 20}};

static enum error decide_note(struct call *call, const struct case_note *note)
{
    struct noted_case *noted = call_record_id(call, &noted_case_record, note->case_id);
    int64_t number = call_number(call, TEXT("example"));

    if (!noted || !number)
        return ERROR_need;
    assert(!text_is(note->text, "crash"));
    if (text_is(note->text, "no"))
        return refuse(call, "conflict", "data.text", "refused because it says so");
    noted->notes++;
    noted->has_notes = true;
    noted->number = noted->has_number ? noted->number : number;
    noted->has_number = true;
    record_put(noted);
    const struct case_noted event = {
        .version = noted->notes,
        .has_version = true,
        .author = call->message->actorid,
        .text = sealed};
    const struct case_ref of = {note->case_id, call->message->subject};
    emit_case_noted(call, of, &event);
    call_reply_case(call, of);
    return OK;
}

static enum error decide_claim(struct call *call, const struct case_claim *claim)
{
    const struct key_list *keys = call_list(call, &proposed, bytes_of_text(TEXT("notes")));

    (void)claim;
    if (!keys)
        return ERROR_need;
    if (keys->busy)
        call->reply->busy = true;
    if (keys->busy || !keys->count)
        return refuse(call, "queue_empty", NULL, "nothing is proposed");
    const struct case_result result = {
        .has_case_id = true,
        .case_no = TEXT("-"),
        .state = CASE_STATE_queued,
        .has_version = true,
        .version = (int64_t)keys->count};
    call_reply_result(call, &case_result_shape, &result);
    return OK;
}

static enum error decide_noted(struct call *call, const struct case_noted *event)
{
    struct noted_case *noted = call_record_id(call, &noted_case_record, call->message->case_id);

    if (!noted)
        return ERROR_need;
    assert(event->version == noted->notes + 1); /* each event once and in order */
    noted->notes = event->version;
    noted->has_notes = noted->has_number = true;
    record_put(noted);
    return OK;
}

static enum error decide_turn(struct call *call)
{
    const struct key_list *keys = call_list(call, &some, bytes_of_text(TEXT("")));

    for (size_t i = 0; keys && i < keys->count; i++) {
        struct noted_case *noted = call_record(call, &noted_case_record, keys->keys[i]);
        if (!noted)
            return ERROR_need;
        noted->runs++;
        noted->has_runs = true;
        record_put(noted);
    }
    return keys ? OK : ERROR_need;
}

static void project(struct projection_ops *ops, const void *before, const void *after)
{
    const struct noted_case *noted = after ? after : before;
    struct bytes member = {noted->case_id.b, 16};

    if (after)
        projection_add(ops, "notes", member, noted->notes);
    else
        projection_remove(ops, "notes", member);
}

static const char propose[] =
    "local p = ARGV[1] .. ':' .. ARGV[3]\n"
    "local s = redis.call('HMGET', p .. ':state', 'epoch', 'cursor')\n"
    "if s[1] ~= ARGV[2] then return 'STALE' end\n"
    "local out = {}\n"
    "for i = 6, #ARGV do out[#out + 1] = redis.call('ZRANGE', p .. ':z:' .. ARGV[i], 0, 3) "
    "end\n"
    "return out\n";

static const struct record_shape *const records[] = {&noted_case_record};
static const struct list_shape *const lists[] = {&slice, &some, &proposed};
static const struct projection projection =
    {.record = &noted_case_record, .slice = &slice, .project = project, .propose_lua = propose};
static const struct answer answers[] = {
    ANSWER(case_note, decide_note, &noted_case_record),
    ANSWER(case_claim, decide_claim, NULL),
    OPERATORS,
};
static const struct chore chores[] = {CHORE("turn", 1000, decide_turn), OPERATOR_CHORES};
static const struct reaction reactions[] = {
    ON(example, case_noted, decide_noted, &noted_case_record)};
static const struct chore mirror_chores[] = {OPERATOR_CHORES};
static const struct answer mirror_answers[] = {OPERATORS};

const struct service example_service = {
    .name = "example",
    .port = 70,
    .catalogue = &shouli_catalogue,
    .answers = LIST(answers),
    .chores = LIST(chores),
    .records = LIST(records),
    .lists = LIST(lists),
    .projection = &projection,
};
const struct service mirror_service = {
    .name = "mirror",
    .port = 80,
    .catalogue = &shouli_catalogue,
    .reactions = LIST(reactions),
    .answers = LIST(mirror_answers),
    .chores = LIST(mirror_chores),
    .records = LIST(records),
};
