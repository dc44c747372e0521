/* The pages about settings (see settings.h), all made from the tables, so that none can be out
 * of date. */
#include "common/settings_name.h"

static const char *word_of(enum setting_kind kind)
{
    switch (kind) {
    case SETTING_TEXT:
        return "text";
    case SETTING_INT:
        return "whole number";
    case SETTING_FLAG:
        return "true or false";
    case SETTING_SECRET:
        return "secret";
    case SETTING_PATH:
        return "path";
    }
    return "";
}

static void print_default(FILE *to, const struct setting *setting)
{
    if (setting->kind == SETTING_INT)
        fprintf(to, "%lld", (long long)setting->fallback_number);
    else if (setting->kind == SETTING_FLAG)
        fputs(setting->fallback_number ? "true" : "false", to);
    else if (!setting->fallback_text)
        fputs("must be given", to);
    else if (!setting->fallback_text[0])
        fputs("empty", to);
    else
        fputs(setting->kind == SETTING_SECRET ? "***" : setting->fallback_text, to);
}

static void print_bounds(FILE *to, const struct setting *setting)
{
    if (setting->kind == SETTING_FLAG)
        return;
    fprintf(to, "%lld to %lld", (long long)setting->min, (long long)setting->max);
    if (setting->kind != SETTING_INT)
        fputs(" bytes", to);
}

static bool may_come_as_file(const struct setting *setting)
{
    return setting->kind == SETTING_TEXT || setting->kind == SETTING_SECRET;
}

static void print_help_of(FILE *to, const struct setting *setting)
{
    struct setting_name name;

    setting_name_of(setting, &name);
    fprintf(to, "  %s", name.plain);
    if (may_come_as_file(setting))
        fprintf(to, ", or a file: %s", name.as_file);
    fprintf(to, "\n      %s\n      %s", setting->sentence, word_of(setting->kind));
    if (setting->kind != SETTING_FLAG)
        fputs(", ", to);
    print_bounds(to, setting);
    fputs(", default: ", to);
    print_default(to, setting);
    fputs("\n", to);
}

void settings_print_help(FILE *to, const struct settings_part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fprintf(to, "%s%s:\n", i ? "\n" : "", parts[i].title);
        for (size_t k = 0; k < parts[i].count; k++)
            print_help_of(to, &parts[i].table[k]);
    }
}

/* A bar would end the cell. */
static void print_cell(FILE *to, const char *text)
{
    for (; *text; text++)
        fprintf(to, *text == '|' ? "\\%c" : "%c", *text);
}

static void print_row_of(FILE *to, const struct setting *setting)
{
    struct setting_name name;

    setting_name_of(setting, &name);
    fprintf(to, "| `%s`%s | ", name.plain, may_come_as_file(setting) ? ", `…_FILE`" : "");
    fprintf(to, "%s | ", word_of(setting->kind));
    print_default(to, setting);
    fputs(" | ", to);
    print_bounds(to, setting);
    fputs(" | ", to);
    print_cell(to, setting->sentence);
    fputs(" |\n", to);
}

void settings_print_reference(FILE *to, const struct settings_part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fprintf(to, "## %s\n\n", parts[i].title);
        fputs("| name | type | default | bounds | meaning |\n", to);
        fputs("| --- | --- | --- | --- | --- |\n", to);
        for (size_t k = 0; k < parts[i].count; k++)
            print_row_of(to, &parts[i].table[k]);
        fputs("\n", to);
    }
    fputs("## Names that every program lets pass\n\n| name | meaning |\n| --- | --- |\n", to);
    for (size_t i = 0; i < settings_shared_count; i++) {
        fprintf(to, "| `%s` | ", settings_shared[i].name);
        print_cell(to, settings_shared[i].sentence);
        fputs(" |\n", to);
    }
}

static void print_value(FILE *to, const struct setting *setting, const void *from)
{
    const void *member = (const char *)from + setting->offset;
    const struct text *text;

    switch (setting->kind) {
    case SETTING_INT:
        fprintf(to, "%lld", (long long)*(const int64_t *)member);
        break;
    case SETTING_FLAG:
        fputs(*(const bool *)member ? "true" : "false", to);
        break;
    case SETTING_SECRET:
        fputs(((const struct secret *)member)->hidden.length ? "***" : "", to);
        break;
    case SETTING_TEXT:
    case SETTING_PATH:
        text = member;
        fprintf(to, "%.*s", (int)text->length, text->at);
        break;
    }
}

void settings_print_values(FILE *to, const struct settings_part *parts, size_t count)
{
    struct setting_name name;

    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < parts[i].count; k++) {
            setting_name_of(&parts[i].table[k], &name);
            fprintf(to, "%s=", name.plain);
            print_value(to, &parts[i].table[k], parts[i].ret);
            fputs("\n", to);
        }
}
