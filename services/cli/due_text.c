/* See due_text.h. */
#include "services/cli/due_text.h"

#include <inttypes.h>

#include "common/domain/instant.h"

static const char *shown(const struct due_result *result, struct arena *arena, int64_t ms)
{
    if (ms == COURSE_OPEN)
        return "…";
    return instant_format_limit(arena, result->calendar->zone, ms).at;
}

/* Causes of spans in both languages; the reason of a wait stands for itself. */
static const char *cause_shown(struct text cause)
{
    static const struct {
        const char *cause, *shown;
    } causes[] = {
        {"real_time", "实时 real time"},
        {"open", "营业时间 opening hours"},
        {"calendar_days", "自然日 calendar days"},
        {"outside_date", "外部指定日期 date given from outside"},
        {"day_of_receipt", "收到当日不计 day of receipt does not count"},
        {"closed", "非营业时间 outside opening hours"},
        {"weekend", "周末 weekend"},
        {"holiday", "节假日 holiday"},
        {"roll", "顺延至工作日 moved to the next working day"},
    };

    for (size_t i = 0; i < LENGTH(causes); i++) {
        if (text_is(cause, causes[i].cause))
            return causes[i].shown;
    }
    return cause.at;
}

static void print_due(FILE *out, const struct due_result *result, struct arena *arena)
{
    if (!result->paused) {
        fprintf(out, "到期 due          %s", shown(result, arena, result->due_ms));
        fprintf(out, "  (%s)", instant_format_utc(arena, result->due_ms).at);
        if (result->provisional)
            fprintf(out, "  暂定 provisional");
    } else if (result->limit.kind == LIMIT_calendar_days) {
        fprintf(
            out,
            "中止 paused       剩余 remaining %" PRId32 " 天 days",
            result->remaining_days
        );
    } else {
        fprintf(
            out,
            "中止 paused       剩余 remaining %" PRId64 " 毫秒 ms",
            result->remaining_ms
        );
    }
    putc('\n', out);
}

static void print_spans(FILE *out, const struct due_result *result, struct arena *arena)
{
    static const char *const kinds[] = {
        [SPAN_counted] = "计入 counted",
        [SPAN_skipped] = "不计 skipped",
        [SPAN_paused] = "中止 paused ",
    };

    for (size_t i = 0; i < result->span_count; i++) {
        const struct course_span *span = &result->spans[i];
        fprintf(out, "%s      %s – ", kinds[span->kind], shown(result, arena, span->from_ms));
        fprintf(out, "%s  %s\n", shown(result, arena, span->to_ms), cause_shown(span->cause));
    }
}

static void print_waits(FILE *out, const struct due_result *result, struct arena *arena)
{
    static const char *const effects[] = {
        [DUE_EFFECT_stopped] = "已中止计时 stopped the clock",
        [DUE_EFFECT_does_not_stop] = "不中止该时限 does not stop this clock",
        [DUE_EFFECT_no_effect] = "无影响 without effect",
    };

    for (size_t i = 0; i < result->wait_count; i++) {
        const struct due_wait *wait = &result->waits[i];
        fprintf(out, "等待 wait         %s – ", shown(result, arena, wait->pause.from_ms));
        fprintf(out, "%s", shown(result, arena, wait->pause.to_ms));
        fprintf(
            out,
            "  %s: %s\n",
            wait_reason_text(wait->pause.reason).at,
            effects[wait->effect]
        );
    }
}

void due_print_text(
    FILE *out,
    const struct due_request *request,
    const struct due_result *result,
    struct arena *arena
)
{
    const struct sla_policy *policy = result->policy;

    fprintf(out, "时限 clock        %s  %s  ", result->clock->id.at, result->clock->zh.at);
    fprintf(out, "%s\n", result->clock->en.at);
    fprintf(
        out,
        "依据 basis        %s\n                  %s\n",
        policy->basis_zh.at,
        policy->basis_en.at
    );
    fprintf(out, "规则 profile      %s %" PRId32, policy->name.at, policy->version);
    fprintf(out, "  sha256 %.12s\n", policy->sha256);
    fprintf(
        out,
        "等级 grade        %s  限期 limit %s\n",
        grade_name(request->grade),
        limit_format(arena, &result->limit).at
    );
    fprintf(out, "收到 received     %s", shown(result, arena, request->received_ms));
    fprintf(out, "  (%s)\n", zone_name(result->calendar->zone).at);
    print_due(out, result, arena);
    for (size_t i = 0; i < result->warning_count; i++)
        fprintf(
            out,
            "预警 warning      %s  %" PRId32 " %%\n",
            shown(result, arena, result->warnings[i].at_ms),
            result->warnings[i].percent
        );
    for (size_t i = 0; i < result->rung_count; i++)
        fprintf(
            out,
            "升级 rung         %s  %s → %s\n",
            shown(result, arena, result->rungs[i].at_ms),
            result->rungs[i].step.at,
            result->rungs[i].who.at
        );
    print_spans(out, result, arena);
    print_waits(out, result, arena);
}

void due_print_refusal_text(FILE *out, enum due_error error, const char *field)
{
    static const char *const sentences[] = {
        [DUE_ok] = "",
        [DUE_unknown_profile] = "没有此规则 there is no such profile at that time",
        [DUE_unknown_clock] = "没有此时限 the profile has no such clock",
        [DUE_unknown_grade] = "没有此等级 there is no such grade",
        [DUE_no_limit] = "此情形没有时限 there is no limit in this situation",
        [DUE_invalid_field] = "选项无效 the option is missing or cannot be used",
        [DUE_invalid_time] = "时间无效，须带时区 no time, or one without an offset",
        [DUE_invalid_pause] = "中止无效 the pause cannot be used",
        [DUE_pause_overlap] = "中止重叠 pauses overlap",
        [DUE_pause_limit] =
            "中止超过次数或天数，须经组长批准 too many or too long pauses; L3 must allow it",
        [DUE_extension_not_allowed] = "不允许如此延期 this extension is not allowed",
    };

    fprintf(out, "%s: %s (%s)\n", due_error_code(error), sentences[error], field);
}
