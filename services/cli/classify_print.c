/* See classify_print.h. */
#include "services/cli/classify_print.h"

#include <math.h>

#include "services/cli/json_text.h"

static void print_text(FILE *out, struct text text)
{
    fwrite(text.at, 1, text.length, out);
}

/* What "%.4f" prints of what is not negative, in a tenth of the time: a float of 24 bits times 10,000 is exact in a double,
 * and so is rounded once, as there. */
static void print_share(FILE *out, float share)
{
    char digits[6]; /* 1.0000 */
    long parts = lrint((double)share * 10000);
    size_t at = sizeof(digits);

    if (parts < 0 || parts > 99999) {
        fprintf(out, "%.4f", (double)share);
        return;
    }
    while (at > 0) {
        at--;
        digits[at] = (char)(at == 1 ? '.' : '0' + parts % 10);
        parts = at == 1 ? parts : parts / 10;
    }
    fwrite(digits, 1, sizeof(digits), out);
}

static void print_reasons_json(FILE *out, const struct model_reason *reasons, size_t count)
{
    fputs(",\"why\":[", out);
    for (size_t i = 0; i < count; i++) {
        fputs(i ? ",{\"ngram\":" : "{\"ngram\":", out);
        json_text_print(out, reasons[i].ngram);
        fprintf(out, ",\"points\":%.3f}", (double)reasons[i].points);
    }
    putc(']', out);
}

static void print_guesses_json(
    FILE *out,
    const struct classify_groups *groups,
    const struct model_guess *guesses,
    size_t count,
    struct text text
)
{
    fputs("{\"labels\":[", out);
    for (size_t i = 0; i < count; i++) {
        fputs(i ? ",{\"label\":" : "{\"label\":", out);
        json_text_print(out, groups->names[guesses[i].label]);
        fputs(",\"confidence\":", out);
        print_share(out, guesses[i].probability);
        putc('}', out);
    }
    fputs("],\"text\":", out);
    json_text_print(out, text);
}

void classify_print_guesses(
    FILE *out,
    const struct classify_groups *groups,
    const struct model_guess *guesses,
    size_t count,
    const struct model_reason *reasons,
    size_t reason_count,
    struct text text,
    bool json
)
{
    if (json) {
        print_guesses_json(out, groups, guesses, count, text);
        if (reason_count)
            print_reasons_json(out, reasons, reason_count);
        fputs("}\n", out);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        print_text(out, groups->names[guesses[i].label]);
        putc('\t', out);
        print_share(out, guesses[i].probability);
        putc('\t', out);
    }
    if (count == 0)
        fputs("-\t0.0000\t", out);
    print_text(out, text);
    for (size_t i = 0; i < reason_count; i++) {
        fputs(i ? ", " : "\t", out);
        print_text(out, reasons[i].ngram);
        fprintf(out, " %+.2f", (double)reasons[i].points);
    }
    putc('\n', out);
}

void classify_print_value(FILE *out, struct text name, float value, struct text text, bool json)
{
    if (!json) {
        fprintf(out, "%.3f\t", (double)value);
        print_text(out, text);
        putc('\n', out);
        return;
    }
    putc('{', out);
    json_text_print(out, name);
    fprintf(out, ":%.4f,\"text\":", (double)value);
    json_text_print(out, text);
    fputs("}\n", out);
}

static void print_one(
    FILE *out,
    const struct classify_measure *measure,
    const struct classify_result *result
)
{
    fprintf(out, "accuracy            %.4f\n", result->accuracy);
    fprintf(out, "macro_f1            %.4f\n", result->macro_f1);
    fprintf(out, "calibration_error   %.4f\n", result->calibration_error);
    fputs("coverage            ", out);
    for (size_t i = 0; i < COVERAGES; i++)
        fprintf(
            out,
            "%s%.0f%% %.4f",
            i ? "  " : "",
            classify_coverages[i] * 100,
            result->coverage_accuracy[i]
        );
    putc('\n', out);
    if (result->out_of_scope)
        fprintf(
            out,
            "out_of_scope        %.4f of %zu left while 95%% of the others stay (threshold "
            "%.4f)\n",
            result->out_of_scope_left,
            result->out_of_scope,
            result->kept_threshold
        );
    if (measure->grave.at)
        fprintf(
            out,
            "grave_passed        %.4f of %zu accepted as harmless at 95%% coverage\n",
            result->grave_passed,
            result->grave
        );
    for (size_t i = 0; i < result->confusion_count; i++) {
        fprintf(out, "confusion           %zu  ", result->confusions[i].count);
        print_text(out, measure->groups->names[result->confusions[i].label]);
        fputs(" taken for ", out);
        print_text(out, measure->groups->names[result->confusions[i].guess]);
        putc('\n', out);
    }
}

static void print_one_json(
    FILE *out,
    const struct classify_measure *measure,
    const struct classify_result *result
)
{
    fprintf(
        out,
        ",\"accuracy\":%.6f,\"macro_f1\":%.6f,\"calibration_error\":%.6f,\"coverage\":{",
        result->accuracy,
        result->macro_f1,
        result->calibration_error
    );
    for (size_t i = 0; i < COVERAGES; i++)
        fprintf(
            out,
            "%s\"%.2f\":%.6f",
            i ? "," : "",
            classify_coverages[i],
            result->coverage_accuracy[i]
        );
    fprintf(
        out,
        "},\"out_of_scope\":%zu,\"out_of_scope_left\":%.6f,\"kept_threshold\":%.6f,"
        "\"grave\":%zu,\"grave_passed\":%.6f,\"confusion\":[",
        result->out_of_scope,
        result->out_of_scope_left,
        result->kept_threshold,
        result->grave,
        result->grave_passed
    );
    for (size_t i = 0; i < result->confusion_count; i++) {
        fputs(i ? ",{\"label\":" : "{\"label\":", out);
        json_text_print(out, measure->groups->names[result->confusions[i].label]);
        fputs(",\"taken_for\":", out);
        json_text_print(out, measure->groups->names[result->confusions[i].guess]);
        fprintf(out, ",\"count\":%zu}", result->confusions[i].count);
    }
    putc(']', out);
}

void classify_print_result(
    FILE *out,
    const struct classify_measure *measure,
    const struct classify_result *result,
    bool json
)
{
    enum model_kind kind = measure->head->kind;

    fprintf(out, json ? "{\"texts\":%zu" : "texts               %zu\n", result->count);
    if (kind == MODEL_one && json)
        print_one_json(out, measure, result);
    else if (kind == MODEL_one)
        print_one(out, measure, result);
    else if (kind == MODEL_many)
        fprintf(
            out,
            json ? ",\"micro_f1\":%.6f,\"macro_f1\":%.6f,\"exact\":%.6f"
                 : "micro_f1            %.4f\nmacro_f1            %.4f\nexact               "
                   "%.4f\n",
            result->micro_f1,
            result->macro_f1,
            result->accuracy
        );
    else
        fprintf(
            out,
            json ? ",\"correlation\":%.6f,\"mean_error\":%.6f"
                 : "correlation         %.4f\nmean_error          %.4f\n",
            result->correlation,
            result->mean_error
        );
    fprintf(
        out,
        json ? ",\"p50_us\":%.2f,\"p99_us\":%.2f}\n"
             : "p50_us              %.2f\np99_us              %.2f\n",
        result->p50_us,
        result->p99_us
    );
}
