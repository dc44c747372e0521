/* See yaml.h. libyaml parses; this file copies its nodes into the arena and checks values. */
#include "common/yaml.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

#include "common/utf8.h"

enum {
    FILE_BYTES_MAX = 1024 * 1024,
    DEPTH_MAX = 32,
    NODES_MAX = 100000,
    MAP_KEYS_MAX = 4096,
    BRACKETS_OPEN_MAX = 256,
    FAULTS_MAX = 32
};

static void fault_at(struct yaml *yaml, int line, struct text what)
{
    yaml->fault_count++;
    if (yaml->fault_count > FAULTS_MAX)
        return;
    yaml->faults = arena_format(
        yaml->arena,
        "%.*s%s%.*s:%d: %.*s",
        (int)yaml->faults.length,
        yaml->faults.at ? yaml->faults.at : "",
        yaml->faults.length ? "\n" : "",
        (int)yaml->file.length,
        yaml->file.at,
        line,
        (int)what.length,
        what.at
    );
}

/* Without what is left of a character that was cut off at the end. */
static struct text whole_characters(const char *what)
{
    struct text text = text_of(what);

    while (text.length && !utf8_valid(text))
        text.length--;
    return text;
}

void yaml_fault(struct yaml *yaml, const struct yaml_node *node, const char *format, ...)
{
    char what[256];
    va_list arguments;

    /* Not one more is shown; what a hostile file makes of it must cost nothing. */
    if (yaml->fault_count >= FAULTS_MAX) {
        yaml->fault_count++;
        return;
    }
    va_start(arguments, format);
    vsnprintf(what, sizeof(what), format, arguments);
    va_end(arguments);
    fault_at(yaml, node ? node->line : 1, whole_characters(what));
}

struct copying {
    struct yaml *yaml;
    yaml_document_t *document;
    size_t nodes;
    bool *seen; /* by libyaml's index: it gives an alias the index of what it stands for */
};

static struct yaml_node *copy_node(struct copying *copying, int index, int depth);

static void append(struct yaml_node *parent, struct yaml_node **last, struct yaml_node *child)
{
    if (*last)
        (*last)->next = child;
    else
        parent->first = child;
    *last = child;
    parent->count++;
}

static bool has_key(const struct yaml_node *map, struct text key)
{
    const struct yaml_node *child = map->first;

    while (child && !text_equal(child->key, key))
        child = child->next;
    return child != NULL;
}

static void
copy_map(struct copying *copying, struct yaml_node *node, const yaml_node_t *from, int depth)
{
    struct yaml_node *last = NULL;

    for (yaml_node_pair_t *pair = from->data.mapping.pairs.start;
         pair < from->data.mapping.pairs.top;
         pair++) {
        struct yaml_node *key = copy_node(copying, pair->key, depth + 1);
        struct yaml_node *child = copy_node(copying, pair->value, depth + 1);
        if (!key || !child)
            return;
        if (key->kind != YAML_scalar)
            yaml_fault(copying->yaml, key, "a key must be a plain word");
        if (text_is(key->text, "<<"))
            yaml_fault(copying->yaml, key, "merge keys are not read");
        child->key = key->text.at ? key->text : TEXT("");
        if (has_key(node, child->key))
            yaml_fault(
                copying->yaml,
                child,
                "key '%.*s' stands twice",
                (int)child->key.length,
                child->key.at
            );
        append(node, &last, child);
        if (node->count > MAP_KEYS_MAX) {
            yaml_fault(copying->yaml, child, "more than %d keys", MAP_KEYS_MAX);
            return;
        }
    }
}

static void
copy_list(struct copying *copying, struct yaml_node *node, const yaml_node_t *from, int depth)
{
    struct yaml_node *last = NULL;

    for (yaml_node_item_t *item = from->data.sequence.items.start;
         item < from->data.sequence.items.top;
         item++) {
        struct yaml_node *child = copy_node(copying, *item, depth + 1);
        if (!child)
            return;
        append(node, &last, child);
    }
}

static struct yaml_node *copy_node(struct copying *copying, int index, int depth)
{
    yaml_node_t *from = yaml_document_get_node(copying->document, index);
    struct yaml_node *node = ARENA_NEW(copying->yaml->arena, struct yaml_node);

    node->line = (int)from->start_mark.line + 1;
    if (depth > DEPTH_MAX || ++copying->nodes > NODES_MAX) {
        yaml_fault(copying->yaml, node, "too deep or too large");
        return NULL;
    }
    if (copying->seen[index]) {
        yaml_fault(copying->yaml, node, "aliases are not read");
        return NULL;
    }
    copying->seen[index] = true;
    if (from->type == YAML_MAPPING_NODE) {
        node->kind = YAML_map;
        copy_map(copying, node, from, depth);
    } else if (from->type == YAML_SEQUENCE_NODE) {
        node->kind = YAML_list;
        copy_list(copying, node, from, depth);
    } else {
        struct text value = {(const char *)from->data.scalar.value, from->data.scalar.length};
        node->kind = YAML_scalar;
        node->text = arena_text(copying->yaml->arena, value);
    }
    return node;
}

/* For each token libyaml looks at every bracket that is open: a file of nothing else would keep it busy for minutes.
 * Brackets in words are counted as well, so the limit is far above DEPTH_MAX; theirs are closed again. */
static bool is_nested_too_deep(struct text text)
{
    size_t open = 0;

    for (size_t i = 0; i < text.length && open <= BRACKETS_OPEN_MAX; i++) {
        if (text.at[i] == '[' || text.at[i] == '{')
            open++;
        else if (open && (text.at[i] == ']' || text.at[i] == '}'))
            open--;
    }
    return open > BRACKETS_OPEN_MAX;
}

static enum error parse(struct yaml *yaml, struct text text)
{
    yaml_parser_t parser;
    yaml_document_t document;

    if (text.length > FILE_BYTES_MAX || is_nested_too_deep(text)) {
        fault_at(
            yaml,
            1,
            text.length > FILE_BYTES_MAX ? TEXT("larger than 1 MiB")
                                         : TEXT("more than 256 brackets are open")
        );
        return ERROR_config;
    }
    if (!yaml_parser_initialize(&parser))
        return ERROR_config;
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.at, text.length);
    if (!yaml_parser_load(&parser, &document)) {
        fault_at(
            yaml,
            (int)parser.problem_mark.line + 1,
            text_of(parser.problem ? parser.problem : "not YAML")
        );
        yaml_parser_delete(&parser);
        return ERROR_config;
    }
    if (yaml_document_get_root_node(&document)) {
        size_t nodes = (size_t)(document.nodes.top - document.nodes.start);
        struct copying copying =
            {yaml, &document, 0, ARENA_ARRAY(yaml->arena, bool, nodes + 1)};
        yaml->root = copy_node(&copying, 1, 0);
    } else {
        fault_at(yaml, 1, TEXT("the file is empty"));
    }
    yaml_document_delete(&document);
    yaml_parser_delete(&parser);
    return yaml_ok(yaml) ? OK : ERROR_config;
}

enum error yaml_read_text(struct yaml *yaml, struct arena *arena, struct text text)
{
    *yaml = (struct yaml){.arena = arena, .file = TEXT("text")};
    return parse(yaml, text);
}

enum error yaml_read_file(struct yaml *yaml, struct arena *arena, const char *path)
{
    *yaml = (struct yaml){.arena = arena, .file = arena_text(arena, text_of(path))};

    FILE *file = fopen(path, "re");
    if (!file) {
        fault_at(yaml, 1, text_of(strerror(errno)));
        return ERROR_config;
    }
    char *content = arena_take(arena, FILE_BYTES_MAX + 1);
    size_t length = fread(content, 1, FILE_BYTES_MAX + 1, file);
    fclose(file);
    return parse(yaml, (struct text){content, length});
}

bool yaml_ok(const struct yaml *yaml)
{
    return yaml->fault_count == 0;
}

struct yaml_node *yaml_find(const struct yaml_node *map, const char *key)
{
    if (!map || map->kind != YAML_map)
        return NULL;
    for (struct yaml_node *child = map->first; child; child = child->next) {
        if (text_is(child->key, key))
            return child;
    }
    return NULL;
}

struct yaml_node *yaml_get(struct yaml *yaml, const struct yaml_node *map, const char *key)
{
    struct yaml_node *child = yaml_find(map, key);

    if (!child)
        yaml_fault(yaml, map, "'%s' is missing", key);
    return child;
}

void yaml_allow(struct yaml *yaml, const struct yaml_node *map, const char *const *keys)
{
    if (!map || map->kind != YAML_map) {
        yaml_fault(yaml, map, "a map is expected here");
        return;
    }
    for (struct yaml_node *child = map->first; child; child = child->next) {
        bool known = false;
        for (const char *const *key = keys; *key; key++)
            known = known || text_is(child->key, *key);
        if (!known)
            yaml_fault(
                yaml,
                child,
                "unknown key '%.*s'",
                (int)child->key.length,
                child->key.at
            );
    }
}

static struct yaml_node *
scalar(struct yaml *yaml, const struct yaml_node *map, const char *key, bool required)
{
    struct yaml_node *node = required ? yaml_get(yaml, map, key) : yaml_find(map, key);

    if (node && node->kind != YAML_scalar) {
        yaml_fault(yaml, node, "'%s' must be a single value", key);
        return NULL;
    }
    return node;
}

struct text
yaml_text(struct yaml *yaml, const struct yaml_node *map, const char *key, struct text fallback)
{
    struct yaml_node *node = scalar(yaml, map, key, fallback.at == NULL);

    if (!node)
        return fallback.at ? fallback : TEXT("");
    return node->text;
}

int64_t yaml_int(
    struct yaml *yaml,
    const struct yaml_node *map,
    const char *key,
    int64_t min,
    int64_t max,
    int64_t fallback
)
{
    struct yaml_node *node = scalar(yaml, map, key, false);
    char *end = NULL;

    if (!node)
        return fallback;
    errno = 0;
    long long value = strtoll(node->text.at, &end, 10);
    if (errno || end == node->text.at || *end || value < min || value > max) {
        yaml_fault(
            yaml,
            node,
            "'%s' must be a whole number from %lld to %lld",
            key,
            (long long)min,
            (long long)max
        );
        return fallback;
    }
    return value;
}

double yaml_number(
    struct yaml *yaml,
    const struct yaml_node *map,
    const char *key,
    double min,
    double max,
    double fallback
)
{
    struct yaml_node *node = scalar(yaml, map, key, false);
    char *end = NULL;

    if (!node)
        return fallback;
    errno = 0;
    double value = strtod(node->text.at, &end);
    if (errno || end == node->text.at || *end || !(value >= min && value <= max)) {
        yaml_fault(yaml, node, "'%s' must be a number from %g to %g", key, min, max);
        return fallback;
    }
    return value;
}

bool yaml_flag(struct yaml *yaml, const struct yaml_node *map, const char *key, bool fallback)
{
    struct yaml_node *node = scalar(yaml, map, key, false);

    if (!node)
        return fallback;
    if (text_is(node->text, "true"))
        return true;
    if (!text_is(node->text, "false"))
        yaml_fault(yaml, node, "'%s' must be true or false", key);
    return false;
}

struct yaml_node *yaml_list(struct yaml *yaml, const struct yaml_node *map, const char *key)
{
    struct yaml_node *node = yaml_find(map, key);

    if (!node)
        return NULL;
    if (node->kind != YAML_list) {
        yaml_fault(yaml, node, "'%s' must be a list", key);
        return NULL;
    }
    return node->first;
}
