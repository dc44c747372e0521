/* See due_options.h. One reader an option, in a table. */
#include "services/cli/due_options.h"

#include "common/domain/due_parse.h"
#include "common/domain/instant.h"

struct reading {
    struct due_options *options;
    struct due_pause *pauses; /* room for DUE_PAUSES_MAX */
    int32_t *extensions;      /* room for DUE_EXTENSIONS_MAX */
};

static enum due_error read_profile(struct reading *reading, struct text value)
{
    reading->options->request.profile = value;
    return DUE_ok;
}

static enum due_error read_clock(struct reading *reading, struct text value)
{
    reading->options->request.clock = value;
    return DUE_ok;
}

static enum due_error read_grade(struct reading *reading, struct text value)
{
    reading->options->request.grade = grade_find(value);
    return reading->options->request.grade == GRADE_none ? DUE_unknown_grade : DUE_ok;
}

static enum due_error read_received(struct reading *reading, struct text value)
{
    return instant_parse(value, &reading->options->request.received_ms) ? DUE_ok
                                                                        : DUE_invalid_time;
}

static enum due_error read_channel(struct reading *reading, struct text value)
{
    reading->options->request.channel = value;
    return DUE_ok;
}

static enum due_error read_queue(struct reading *reading, struct text value)
{
    reading->options->request.queue = value;
    return DUE_ok;
}

static enum due_error read_unit(struct reading *reading, struct text value)
{
    reading->options->request.unit = value;
    return DUE_ok;
}

static enum due_error read_calendar(struct reading *reading, struct text value)
{
    reading->options->calendar = value;
    return DUE_ok;
}

static enum due_error read_stat_roll(struct reading *reading, struct text value)
{
    reading->options->request.roll = text_is(value, "next_day");
    return reading->options->request.roll || text_is(value, "none") ? DUE_ok
                                                                    : DUE_invalid_field;
}

static enum due_error read_outside_due(struct reading *reading, struct text value)
{
    return due_outside_parse(value, &reading->options->request.outside);
}

static enum due_error read_pause(struct reading *reading, struct text value)
{
    struct due_request *request = &reading->options->request;

    if (request->pause_count == DUE_PAUSES_MAX)
        return DUE_invalid_pause;
    return due_pause_parse(value, &reading->pauses[request->pause_count++]);
}

static enum due_error read_extend(struct reading *reading, struct text value)
{
    struct due_request *request = &reading->options->request;

    if (request->extension_count == DUE_EXTENSIONS_MAX)
        return DUE_extension_not_allowed;
    return due_extension_parse(value, &reading->extensions[request->extension_count++]);
}

static const struct {
    const char *option;
    const char *field; /* as refusals name it */
    enum due_error (*read)(struct reading *reading, struct text value);
    bool required;
    bool repeats;
} readers[] = {
    {"--profile", "profile", read_profile, true, false},
    {"--clock", "clock", read_clock, true, false},
    {"--grade", "grade", read_grade, true, false},
    {"--received", "received", read_received, true, false},
    {"--channel", "channel", read_channel, false, false},
    {"--queue", "queue", read_queue, false, false},
    {"--unit", "unit", read_unit, false, false},
    {"--calendar", "calendar", read_calendar, false, false},
    {"--stat-roll", "stat_roll", read_stat_roll, false, false},
    {"--outside-due", "outside_due", read_outside_due, false, false},
    {"--pause", "pause", read_pause, false, true},
    {"--extend", "extend", read_extend, false, true},
};

/* The reader of "--name", or LENGTH(readers); "--name=value" gives the value too. */
static size_t find_reader(const char *argument, struct text *ret_value)
{
    for (size_t i = 0; i < LENGTH(readers); i++) {
        size_t length = strlen(readers[i].option);
        if (strncmp(argument, readers[i].option, length) != 0)
            continue;
        *ret_value = (struct text){0};
        if (argument[length] == '=')
            *ret_value = text_of(argument + length + 1);
        if (argument[length] == '=' || argument[length] == 0)
            return i;
    }
    return LENGTH(readers);
}

static bool wants_json(int argc, char **argv)
{
    bool json = false;

    for (int i = 1; i < argc; i++)
        json = json || strcmp(argv[i], "--json") == 0;
    return json;
}

static enum due_error
read_all(int argc, char **argv, struct reading *reading, bool seen[], const char **ret_field)
{
    for (int i = 1; i < argc; i++) {
        struct text value;
        if (strcmp(argv[i], "--json") == 0)
            continue;
        size_t reader = find_reader(argv[i], &value);
        if (reader == LENGTH(readers)) {
            *ret_field = argv[i];
            return DUE_invalid_field;
        }
        *ret_field = readers[reader].field;
        if (!value.at && i + 1 < argc)
            value = text_of(argv[++i]);
        if (!value.at || (seen[reader] && !readers[reader].repeats))
            return DUE_invalid_field;
        seen[reader] = true;
        enum due_error error = readers[reader].read(reading, value);
        if (error != DUE_ok)
            return error;
    }
    return DUE_ok;
}

enum due_error due_options_read(
    int argc,
    char **argv,
    struct arena *arena,
    struct due_options *ret_options,
    const char **ret_field
)
{
    bool seen[LENGTH(readers)] = {0};
    struct reading reading = {
        .options = ret_options,
        .pauses = ARENA_ARRAY(arena, struct due_pause, DUE_PAUSES_MAX),
        .extensions = ARENA_ARRAY(arena, int32_t, DUE_EXTENSIONS_MAX),
    };

    *ret_options = (struct due_options){.json = wants_json(argc, argv)};
    ret_options->request.pauses = reading.pauses;
    ret_options->request.extensions = reading.extensions;
    enum due_error error = read_all(argc, argv, &reading, seen, ret_field);
    for (size_t i = 0; error == DUE_ok && i < LENGTH(readers); i++) {
        if (!readers[i].required || seen[i])
            continue;
        *ret_field = readers[i].field;
        error = DUE_invalid_field;
    }
    return error;
}
