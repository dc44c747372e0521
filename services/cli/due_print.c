/* See due_print.h. */
#include "services/cli/due_print.h"

#include <inttypes.h>

#include "common/domain/instant.h"
#include "services/cli/json_text.h"

static void print_member(FILE *out, const char *name, struct text text)
{
    fprintf(out, "\"%s\": ", name);
    json_text_print(out, text);
}

/* null for the end of what has not ended */
static void print_instant(FILE *out, struct arena *arena, const char *name, int64_t ms)
{
    if (ms == COURSE_OPEN)
        fprintf(out, "\"%s\": null", name);
    else
        print_member(out, name, instant_format_utc(arena, ms));
}

static const char *span_kind_name(enum span_kind kind)
{
    static const char *const names[] = {
        [SPAN_counted] = "counted",
        [SPAN_skipped] = "skipped",
        [SPAN_paused] = "paused",
    };

    return names[kind];
}

static const char *effect_name(enum due_effect effect)
{
    static const char *const names[] = {
        [DUE_EFFECT_stopped] = "stopped",
        [DUE_EFFECT_does_not_stop] = "does_not_stop",
        [DUE_EFFECT_no_effect] = "no_effect",
    };

    return names[effect];
}

static void print_head(
    FILE *out,
    const struct due_request *request,
    const struct due_result *result,
    struct arena *arena
)
{
    print_member(out, "profile", result->policy->name);
    fprintf(out, ", \"version\": %" PRId32 ", ", result->policy->version);
    print_member(out, "sha256", text_of(result->policy->sha256));
    fprintf(out, ",\n ");
    print_member(out, "clock", result->clock->id);
    fprintf(out, ", ");
    print_member(out, "grade", text_of(grade_name(request->grade)));
    fprintf(out, ", ");
    print_member(out, "limit", limit_format(arena, &result->limit));
    fprintf(out, ", ");
    print_instant(out, arena, "received", request->received_ms);
    fprintf(out, ",\n ");
    print_member(out, "calendar", result->calendar->name);
    fprintf(out, ", \"calendar_version\": %" PRId32 ", ", result->calendar->version);
    print_member(out, "zone", zone_name(result->calendar->zone));
    fprintf(out, ",\n ");
}

static void print_due(FILE *out, const struct due_result *result, struct arena *arena)
{
    if (!result->paused) {
        print_instant(out, arena, "due", result->due_ms);
        fprintf(out, ", ");
        print_member(
            out,
            "due_local",
            instant_format_local(arena, result->calendar->zone, result->due_ms)
        );
    } else {
        fprintf(out, "\"due\": null, \"due_local\": null, ");
        if (result->limit.kind == LIMIT_calendar_days)
            fprintf(out, "\"remaining_days\": %" PRId32, result->remaining_days);
        else
            fprintf(out, "\"remaining_ms\": %" PRId64, result->remaining_ms);
    }
    fprintf(out, ", \"provisional\": %s,\n ", result->provisional ? "true" : "false");
}

static void print_warnings(FILE *out, const struct due_result *result, struct arena *arena)
{
    fprintf(out, "\"warnings\": [");
    for (size_t i = 0; i < result->warning_count; i++) {
        fprintf(
            out,
            "%s\n  {\"percent\": %" PRId32 ", ",
            i ? "," : "",
            result->warnings[i].percent
        );
        print_instant(out, arena, "at", result->warnings[i].at_ms);
        putc('}', out);
    }
    fprintf(out, "],\n ");
}

static void print_rungs(FILE *out, const struct due_result *result, struct arena *arena)
{
    fprintf(out, "\"rungs\": [");
    for (size_t i = 0; i < result->rung_count; i++) {
        const struct due_rung *rung = &result->rungs[i];
        fprintf(out, "%s\n  {", i ? "," : "");
        print_member(out, "step", rung->step);
        fprintf(out, ", ");
        print_instant(out, arena, "at", rung->at_ms);
        fprintf(out, ", ");
        print_member(out, "who", rung->who);
        putc('}', out);
    }
    fprintf(out, "],\n ");
}

static void print_spans(FILE *out, const struct due_result *result, struct arena *arena)
{
    fprintf(out, "\"spans\": [");
    for (size_t i = 0; i < result->span_count; i++) {
        const struct course_span *span = &result->spans[i];
        fprintf(out, "%s\n  {", i ? "," : "");
        print_instant(out, arena, "from", span->from_ms);
        fprintf(out, ", ");
        print_instant(out, arena, "to", span->to_ms);
        fprintf(out, ", ");
        print_member(out, "kind", text_of(span_kind_name(span->kind)));
        fprintf(out, ", ");
        print_member(out, "cause", span->cause);
        putc('}', out);
    }
    fprintf(out, "],\n ");
}

static void print_waits(FILE *out, const struct due_result *result, struct arena *arena)
{
    fprintf(out, "\"waits\": [");
    for (size_t i = 0; i < result->wait_count; i++) {
        const struct due_wait *wait = &result->waits[i];
        fprintf(out, "%s\n  {", i ? "," : "");
        print_instant(out, arena, "from", wait->pause.from_ms);
        fprintf(out, ", ");
        print_instant(out, arena, "to", wait->pause.to_ms);
        fprintf(out, ", ");
        print_member(out, "reason", wait_reason_text(wait->pause.reason));
        fprintf(out, ", ");
        print_member(out, "effect", text_of(effect_name(wait->effect)));
        putc('}', out);
    }
    fprintf(out, "]");
}

void due_print_json(
    FILE *out,
    const struct due_request *request,
    const struct due_result *result,
    struct arena *arena
)
{
    putc('{', out);
    print_head(out, request, result, arena);
    print_due(out, result, arena);
    print_warnings(out, result, arena);
    print_rungs(out, result, arena);
    print_spans(out, result, arena);
    print_waits(out, result, arena);
    fprintf(out, "}\n");
}

void due_print_refusal_json(FILE *out, enum due_error error, const char *field)
{
    fprintf(out, "{\"error\": {");
    print_member(out, "code", text_of(due_error_code(error)));
    fprintf(out, ", ");
    print_member(out, "field", text_of(field));
    fprintf(out, "}}\n");
}
