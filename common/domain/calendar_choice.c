/* See calendar_choice.h. */
#include "common/domain/calendar_choice.h"

static void read_words(
    struct yaml *yaml,
    const struct yaml_node *map,
    const char *key,
    struct calendar_words *words
)
{
    for (struct yaml_node *node = yaml_list(yaml, map, key); node; node = node->next) {
        if (node->kind != YAML_scalar || !node->text.length) {
            yaml_fault(yaml, node, "%s: a list of words is expected here", key);
        } else if (words->count == CALENDAR_CHOICE_WORDS_MAX) {
            yaml_fault(yaml, node, "%s: at most %d words", key, CALENDAR_CHOICE_WORDS_MAX);
            return;
        } else {
            words->at[words->count++] = node->text;
        }
    }
}

static void
read_choice(struct yaml *yaml, const struct yaml_node *node, struct calendar_choices *choices)
{
    static const char *const keys[] = {"id", "calendar", "queues", "units", NULL};
    struct calendar_choice *choice = &choices->list[choices->count];

    yaml_allow(yaml, node, keys);
    choice->id = yaml_text(yaml, node, "id", (struct text){0});
    choice->calendar = yaml_text(yaml, node, "calendar", (struct text){0});
    read_words(yaml, node, "queues", &choice->queues);
    read_words(yaml, node, "units", &choice->units);
    if (!choice->queues.count && !choice->units.count)
        yaml_fault(yaml, node, "queues or units are expected: a profile names what all have");
    for (size_t i = 0; i < choices->count; i++) {
        if (text_equal(choices->list[i].id, choice->id))
            yaml_fault(yaml, node, "this id stands above already");
    }
    choices->count++;
}

enum error calendar_choices_read(struct yaml *yaml, struct calendar_choices **ret_choices)
{
    static const char *const keys[] = {"name", "version", "choices", NULL};
    struct calendar_choices *choices = ARENA_NEW(yaml->arena, struct calendar_choices);

    yaml_allow(yaml, yaml->root, keys);
    choices->version = yaml_text(yaml, yaml->root, "version", (struct text){0});
    for (struct yaml_node *node = yaml_list(yaml, yaml->root, "choices"); node;
         node = node->next) {
        if (choices->count == CALENDAR_CHOICES_MAX) {
            yaml_fault(yaml, node, "at most %d choices", CALENDAR_CHOICES_MAX);
            break;
        }
        read_choice(yaml, node, choices);
    }
    if (!yaml_ok(yaml))
        return ERROR_config;
    *ret_choices = choices;
    return OK;
}

static bool is_word(struct text word, struct text text)
{
    size_t length = word.length - 1;

    if (word.at[length] != '*')
        return text_equal(word, text);
    return text.length >= length && memcmp(word.at, text.at, length) == 0;
}

static bool holds(const struct calendar_words *words, struct text text)
{
    for (size_t i = 0; i < words->count; i++) {
        if (text.length && is_word(words->at[i], text))
            return true;
    }
    return words->count == 0;
}

bool calendar_choice_fits(
    const struct calendar_choice *choice,
    struct text queue,
    struct text unit
)
{
    return holds(&choice->queues, queue) && holds(&choice->units, unit);
}

static struct text words_text(
    struct arena *arena,
    struct text before,
    const char *name,
    const struct calendar_words *words
)
{
    struct text text = before;

    if (words->count)
        text = arena_format(arena, "%s%s%s", before.at, before.length ? ", " : "", name);
    for (size_t i = 0; i < words->count; i++)
        text =
            arena_format(arena, "%s %.*s", text.at, (int)words->at[i].length, words->at[i].at);
    return text;
}

struct text calendar_choice_text(struct arena *arena, const struct calendar_choice *choice)
{
    struct text units = words_text(arena, TEXT(""), "units", &choice->units);

    return words_text(arena, units, "queues", &choice->queues);
}
