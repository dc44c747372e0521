/* See restore_judge.h. */
#include "services/cli/restore_judge.h"

#include <stdio.h>

static const struct restored_head *
find_head(const struct restored *restored, struct text stream)
{
    for (size_t i = 0; i < restored->head_count; i++) {
        if (text_equal(restored->heads[i].stream, stream))
            return &restored->heads[i];
    }
    return NULL;
}

static struct restore_fault *next_fault(struct restore_result *result)
{
    return &result->faults[result->fault_count++];
}

static void judge_head(const struct restored_head *head, struct restore_result *result)
{
    const int length = (int)head->stream.length;
    const long long seq = (long long)head->seq, last = (long long)head->event_seq;
    bool other = seq > 0 && last == seq && !text_equal(head->hash, head->event_hash);

    if (last != seq || other) {
        struct restore_fault *fault = next_fault(result);
        const char *name = head->stream.at;
        snprintf(
            fault->zh,
            sizeof(fault->zh),
            other ? "%.*s 的事件流在第 %lld 条结束，但哈希与最后一条事件（%lld）不符"
                  : "%.*s 的事件流应在第 %lld 条结束，实际最后一条事件是 %lld",
            length,
            name,
            seq,
            last
        );
        snprintf(
            fault->en,
            sizeof(fault->en),
            other ? "the stream of %.*s ends at %lld, but not with the hash of its last event "
                    "(%lld)"
                  : "the stream of %.*s should end at %lld, but its last event is %lld",
            length,
            name,
            seq,
            last
        );
    }
    if (head->accepted_seq > seq) {
        struct restore_fault *fault = next_fault(result);
        snprintf(
            fault->zh,
            sizeof(fault->zh),
            "%.*s 记得已受理至第 %lld 条，但事件流只到 %lld",
            length,
            head->stream.at,
            (long long)head->accepted_seq,
            seq
        );
        snprintf(
            fault->en,
            sizeof(fault->en),
            "%.*s remembers commands up to event %lld, but its stream ends at %lld",
            length,
            head->stream.at,
            (long long)head->accepted_seq,
            seq
        );
    }
}

/* `zh` and `en` take: follower, stream, where the follower is, where the stream ends. */
static void blame_cursor(
    const struct restored_cursor *cursor,
    int64_t end,
    const char *const texts[2],
    struct restore_result *result
)
{
    struct restore_fault *fault = next_fault(result);
    char *const places[2] = {fault->zh, fault->en};

    for (size_t i = 0; i < 2; i++)
        snprintf(
            places[i],
            RESTORE_FAULT_BYTES,
            "%.*s %s %.*s %s %lld%s %lld",
            (int)cursor->follower.length,
            cursor->follower.at,
            i == 0 ? "已处理" : "has applied",
            (int)cursor->stream.length,
            cursor->stream.at,
            i == 0 ? "至" : "up to",
            (long long)cursor->seq,
            texts[i],
            (long long)end
        );
}

static void judge_cursor(
    const struct restored *restored,
    const struct restored_cursor *cursor,
    struct restore_result *result
)
{
    static const char *const gone[] = {
        "，但没有这个事件流，止于",
        ", but there is no such stream; it ends at"};
    static const char *const ahead[] = {"，但该事件流止于", ", but that stream ends at"};
    static const char *const forked[] = {
        "，但该处的事件是另一条；事件流止于",
        ", but has seen another event there; the stream ends at"};
    const struct restored_head *head = find_head(restored, cursor->stream);
    const bool other =
        cursor->seq > 0 && cursor->hash.at && !text_equal(cursor->hash, cursor->event_hash);

    if (!head) {
        if (cursor->seq > 0)
            blame_cursor(cursor, 0, gone, result);
    } else if (cursor->seq > head->seq) {
        blame_cursor(cursor, head->seq, ahead, result);
    } else if (other) {
        blame_cursor(cursor, head->seq, forked, result);
    } else {
        result->behind += head->seq - cursor->seq;
    }
}

void restore_judge(const struct restored *restored, struct restore_result *ret_result)
{
    ret_result->fault_count = 0;
    ret_result->behind = 0;
    for (size_t i = 0; i < restored->head_count; i++)
        judge_head(&restored->heads[i], ret_result);
    for (size_t i = 0; i < restored->cursor_count; i++)
        judge_cursor(restored, &restored->cursors[i], ret_result);
}
