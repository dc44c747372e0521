/* See trace.h. Not printf: this runs once an event. */
#include "common/engine/trace.h"

#include "common/random.h"

enum { ID_AT = 3, SPAN_AT = 36, FLAGS_AT = 53, FLAG_sampled = 1, FLAG_random = 2 };

static const char digits[] = "0123456789abcdef";

static int value_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool trace_from_text(struct text text, struct uuid *ret_trace)
{
    struct uuid trace = {{0}};

    if (text.length != TRACE_ID_LENGTH)
        return false;
    for (size_t i = 0; i < 16; i++) {
        int high = value_of(text.at[2 * i]), low = value_of(text.at[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        trace.b[i] = (uint8_t)(high << 4 | low);
    }
    if (uuid_is_zero(trace))
        return false;
    *ret_trace = trace;
    return true;
}

bool trace_of(struct text traceparent, struct uuid *ret_trace)
{
    if (traceparent.length < TRACEPARENT_LENGTH)
        return false;
    return trace_from_text((struct text){traceparent.at + ID_AT, TRACE_ID_LENGTH}, ret_trace);
}

bool trace_is_foreign(struct text traceparent, struct uuid case_id, struct uuid *ret_trace)
{
    return trace_of(traceparent, ret_trace) && !uuid_equal(*ret_trace, case_id);
}

/* A bijection of 64 bits (the finaliser of SplitMix64, Steele, Lea, Flood 2014), so that a stream's spans differ; the
 * one number that it maps to 0, which is no span, is told apart by a constant. */
static uint64_t span_of(const char *stream, int64_t seq)
{
    uint64_t mixed = UINT64_C(14695981039346656037);

    for (const char *c = stream; *c; c++)
        mixed = (mixed ^ (uint8_t)*c) * UINT64_C(1099511628211);
    mixed += (uint64_t)seq * UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    mixed ^= mixed >> 31;
    return mixed ? mixed : 1;
}

static char *put_byte(char *at, uint8_t byte)
{
    at[0] = digits[byte >> 4];
    at[1] = digits[byte & 15];
    return at + 2;
}

static uint8_t flags_of(struct text cause)
{
    int high = value_of(cause.at[FLAGS_AT]), low = value_of(cause.at[FLAGS_AT + 1]);

    return (uint8_t)((high << 4 | low) & (FLAG_sampled | FLAG_random));
}

struct text trace_next(
    struct text cause,
    struct uuid case_id,
    const char *stream,
    int64_t seq,
    struct arena *arena
)
{
    char *text = arena_take(arena, TRACEPARENT_LENGTH);
    uint64_t span = span_of(stream, seq);
    uint8_t flags = FLAG_sampled | FLAG_random;
    struct uuid trace = case_id;

    if (trace_of(cause, &trace))
        flags = flags_of(cause);
    else if (uuid_is_zero(trace))
        random_bytes(trace.b, sizeof(trace.b));
    memcpy(text, "00-", ID_AT);
    char *at = text + ID_AT;
    for (size_t i = 0; i < sizeof(trace.b); i++)
        at = put_byte(at, trace.b[i]);
    *at++ = '-';
    for (int i = 0; i < 8; i++)
        at = put_byte(at, (uint8_t)(span >> (56 - 8 * i)));
    *at++ = '-';
    (void)put_byte(at, flags);
    return (struct text){text, TRACEPARENT_LENGTH};
}
