/* libFuzzer target: any bytes as a text to normalise and classify, and as a file of rules.
 *
 * Run from the top of the sources. The first byte chooses the target. */
#include "services/router/classify.h"

#include "common/text/normalise.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena loaded;
static struct taxonomy taxonomy;
static struct rules rules;
static struct classifier by_rules;

static void load(void)
{
    struct yaml yaml;
    enum error error = yaml_read_file(&yaml, &loaded, "deploy/config/taxonomy.yaml");

    assert(error == OK);
    error = taxonomy_from_yaml(&yaml, &taxonomy);
    assert(error == OK);
    error = yaml_read_file(&yaml, &loaded, "deploy/config/rules.yaml");
    assert(error == OK);
    error = rules_from_yaml(&yaml, &taxonomy, &rules);
    assert(error == OK);
    by_rules = classifier_of_rules(&rules);
}

static void try_text(struct arena *arena, struct text text)
{
    struct text once = text_normalise(arena, text);
    struct text twice = text_normalise(arena, once);
    struct classification found = classify(&by_rules, arena, text, MATTER_none);

    assert(text.length > NORMALISE_BYTES_MAX || once.length <= 4 * text.length);
    assert(twice.length <= 4 * once.length);
    assert(found.confidence >= 0 && found.confidence <= 1);
    assert(found.code < (int)taxonomy.subcategory_count);
    assert(found.outcome != VERDICT_routed || found.code >= 0);
    assert(found.link_count <= LINKS_MAX);
}

static void try_rules(struct arena *arena, struct text text)
{
    struct yaml yaml;
    struct rules made;

    if (yaml_read_text(&yaml, arena, text) == OK &&
        rules_from_yaml(&yaml, &taxonomy, &made) == OK) {
        const struct classifier classifier = classifier_of_rules(&made);
        classify(&classifier, arena, text, MATTER_none);
    }
    assert(yaml.fault_count == 0 || yaml.faults.at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;

    if (rules.count == 0)
        load();
    if (size == 0)
        return 0;
    struct text text = {(const char *)data + 1, size - 1};
    if (data[0] % 4)
        try_text(&arena, text);
    else
        try_rules(&arena, text);
    arena_reset(&arena);
    return 0;
}
