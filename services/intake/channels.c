/* See channels.h. */
#include "services/intake/channels.h"

#include <stdlib.h>

static int compare_names(struct text a, struct text b)
{
    const int order = memcmp(a.at, b.at, size_min(a.length, b.length));

    return order ? order : (a.length > b.length) - (a.length < b.length);
}

static int compare_channels(const void *a, const void *b)
{
    return compare_names(((const struct channel *)a)->name, ((const struct channel *)b)->name);
}

static bool name_is_valid(struct text name)
{
    for (size_t i = 0; i < name.length; i++) {
        const char c = name.at[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_')
            return false;
    }
    return name.length > 0 && name.length <= CHANNEL_NAME_BYTES_MAX;
}

/* Bounded because labels stand in sentences of a bounded length. */
static struct text read_label(struct yaml *yaml, const struct yaml_node *node, const char *key)
{
    struct text label = yaml_text(yaml, node, key, (struct text){0});

    if (label.length > CHANNEL_LABEL_BYTES_MAX)
        yaml_fault(yaml, node, "%s has at most %d bytes", key, CHANNEL_LABEL_BYTES_MAX);
    return label;
}

static struct channel read_channel(struct yaml *yaml, const struct yaml_node *node)
{
    static const char *const keys[] = {"sync", "requires_outside_no", "zh", "en", NULL};
    struct channel channel = {.name = node->key};

    if (!name_is_valid(node->key))
        yaml_fault(yaml, node, "a channel is named by a-z, 0-9 and _, at most 64 of them");
    if (node->kind != YAML_map) {
        yaml_fault(yaml, node, "a channel is a map with sync, zh and en");
        return channel;
    }
    yaml_allow(yaml, node, keys);
    if (yaml_get(yaml, node, "sync"))
        channel.is_sync = yaml_flag(yaml, node, "sync", false);
    channel.requires_outside_no = yaml_flag(yaml, node, "requires_outside_no", false);
    channel.zh = read_label(yaml, node, "zh");
    channel.en = read_label(yaml, node, "en");
    return channel;
}

enum error channels_read(struct yaml *yaml, struct channels *ret_channels)
{
    static const char *const keys[] = {"name", "version", "channels", NULL};
    struct channels channels = {0};
    const struct yaml_node *list;

    yaml_allow(yaml, yaml->root, keys);
    channels.version = yaml_text(yaml, yaml->root, "version", (struct text){0});
    list = yaml_get(yaml, yaml->root, "channels");
    if (!list || list->kind != YAML_map || list->count == 0 || list->count > CHANNELS_MAX) {
        yaml_fault(yaml, list ? list : yaml->root, "from 1 to %d channels", CHANNELS_MAX);
        return ERROR_config;
    }
    channels.at = ARENA_ARRAY(yaml->arena, struct channel, list->count);
    for (const struct yaml_node *node = list->first; node; node = node->next)
        channels.at[channels.count++] = read_channel(yaml, node);
    qsort(channels.at, channels.count, sizeof(*channels.at), compare_channels);
    if (!yaml_ok(yaml))
        return ERROR_config;
    *ret_channels = channels;
    return OK;
}

const struct channel *channels_find(const struct channels *channels, struct text name)
{
    size_t from = 0, to = channels->count;

    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        const int order = compare_names(name, channels->at[middle].name);
        if (order == 0)
            return &channels->at[middle];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}
