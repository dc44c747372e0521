/* See syslog_format.h. The end of the buffer is kept free for what must stand there whatever was cut. */
#include "common/syslog_format.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/timestamp.h"
#include "common/utf8.h"

#define ELEMENT  "shouli@32473"
#define BOM      "\xef\xbb\xbf"
#define CUT      " cut=\"true\""
#define ELLIPSIS "\xe2\x80\xa6"

enum { FACILITY_daemon = 3, SENTENCE_BYTES_MAX = 200 };

static const struct sentence {
    const char *event, *words;
} sentences[] = {
#define LOG_FIELD_DEF(name, kind, sentence)
#define LOG_EVENT_DEF(name, level, fields, sentence) {name, sentence},
#include "common/log.def"
#undef LOG_EVENT_DEF
#undef LOG_FIELD_DEF
};

struct message {
    char *at;
    size_t length, room; /* `room` leaves out what is kept for the end */
    bool cut;
};

static void clean(const char *name, char *ret_name, size_t max)
{
    size_t length = 0;

    for (const char *c = name; *c && length < max; c++) {
        if (*c > ' ' && *c < 0x7f)
            ret_name[length++] = *c;
    }
    if (!length)
        ret_name[length++] = '-';
    ret_name[length] = '\0';
}

void syslog_origin_init(
    struct syslog_origin *origin,
    const char *host,
    const char *app,
    int64_t process
)
{
    clean(host, origin->host, SYSLOG_HOST_MAX);
    clean(app, origin->app, SYSLOG_NAME_MAX);
    origin->process = process;
}

static int by_event(const void *key, const void *entry)
{
    return strcmp(key, ((const struct sentence *)entry)->event);
}

const char *syslog_sentence(const char *event)
{
    const struct sentence *found =
        bsearch(event, sentences, LENGTH(sentences), sizeof(*sentences), by_event);

    return found ? found->words : event;
}

static int severity_of(enum log_level level)
{
    switch (level) {
    case LOG_error:
        return 3;
    case LOG_warn:
        return 4;
    case LOG_info:
        return 6;
    case LOG_debug:
        break;
    }
    return 7;
}

/* All or nothing. */
static bool put(struct message *message, const char *at, size_t length)
{
    if (length > message->room - message->length)
        return false;
    memcpy(message->at + message->length, at, length);
    message->length += length;
    return true;
}

static bool put_text(struct message *message, const char *text)
{
    return put(message, text, strlen(text));
}

/* Cut at a character's border; false when not even the ellipsis and the quote fit. */
static bool put_value(struct message *message, struct text text)
{
    const size_t end = sizeof(ELLIPSIS) - 1 + 1;
    uint32_t code;
    char bytes[UTF8_BYTES_MAX + 1];

    if (message->room - message->length < end)
        return false;
    for (size_t at = 0, step; (step = utf8_step(text, at, &code)) > 0; at += step) {
        bool is_escaped = code == '"' || code == '\\' || code == ']';
        size_t length = 0;
        if (is_escaped)
            bytes[length++] = '\\';
        if (code < 0x20 || code == 0x7f)
            code = ' ';
        length += utf8_put(code, bytes + length);
        if (length + end > message->room - message->length) {
            message->cut = true;
            put_text(message, ELLIPSIS);
            break;
        }
        put(message, bytes, length);
    }
    return put_text(message, "\"");
}

static bool put_param(struct message *message, const char *name, struct text value)
{
    return put_text(message, " ") && put_text(message, name) && put_text(message, "=\"") &&
           put_value(message, value);
}

static struct text value_of(const struct log_field *field, char digits[UUID_TEXT_LENGTH + 1])
{
    switch (field->kind) {
    case LOG_KIND_text:
        return field->text;
    case LOG_KIND_int:
        snprintf(digits, UUID_TEXT_LENGTH + 1, "%lld", (long long)field->number);
        break;
    case LOG_KIND_uuid:
        uuid_to_text(field->uuid, digits);
        break;
    case LOG_KIND_flag:
        return field->flag ? TEXT("true") : TEXT("false");
    }
    return text_of(digits);
}

static void put_field(struct message *message, const struct log_field *field)
{
    char digits[UUID_TEXT_LENGTH + 1];
    struct text value = value_of(field, digits);
    size_t before = message->length;

    if (!value.at || put_param(message, field->name, value))
        return;
    message->length = before;
    message->cut = true;
}

static void put_header(
    struct message *message,
    const struct syslog_origin *origin,
    const struct log_record *record
)
{
    char time[TIMESTAMP_TEXT_LENGTH + 1];
    char msgid[SYSLOG_NAME_MAX + 1];
    enum { MSGID_MAX = 32 };

    timestamp_to_text(record->now_ms, time);
    clean(record->event, msgid, MSGID_MAX);
    message->length = (size_t)snprintf(
        message->at,
        message->room,
        "<%d>1 %s %s %s %lld %s ",
        FACILITY_daemon * 8 + severity_of(record->level),
        time,
        origin->host,
        origin->app,
        (long long)origin->process,
        msgid
    );
}

size_t syslog_format(
    const struct syslog_origin *origin,
    const struct log_record *record,
    char to[SYSLOG_BYTES_MAX]
)
{
    const char *sentence = syslog_sentence(record->event);
    const size_t sentence_length = size_min(strlen(sentence), SENTENCE_BYTES_MAX);
    const size_t kept = sizeof(CUT) + sizeof("] " BOM) + sentence_length;
    struct message message = {.at = to, .room = SYSLOG_BYTES_MAX - kept};

    put_header(&message, origin, record);
    size_t element_at = message.length;
    put_text(&message, "[" ELEMENT);
    size_t empty = message.length;
    if (record->suppressed)
        put_field(&message, &LOG_INT("suppressed", record->suppressed));
    for (size_t i = 0; i < record->count; i++)
        put_field(&message, &record->fields[i]);
    message.room = SYSLOG_BYTES_MAX;
    if (message.cut)
        put_text(&message, CUT);
    if (message.length == empty) {
        message.length = element_at;
        put_text(&message, "-");
    } else {
        put_text(&message, "]");
    }
    put_text(&message, " " BOM);
    put(&message, sentence, sentence_length);
    return message.length;
}
