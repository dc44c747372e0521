/* libFuzzer target: edited files of router's policies, and files of past requests (traffic.h). The first byte says which.
 *
 * What is accepted can be used: each matter gets a place from routes, each request of a file has its limits. */
#include "services/router/classifier.h"
#include "services/router/routes.h"
#include "services/router/traffic.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { REQUESTS_MAX = 200 };

static struct arena kept, arena;
static struct taxonomy taxonomy;
static struct rules rules;
static struct text files[5];

static void load(void)
{
    static const char *const paths[] = {
        "deploy/config/taxonomy.yaml",
        "deploy/config/rules.yaml",
        "deploy/config/routes.yaml",
        "deploy/config/classifier.yaml",
        "tests/data/requests.tsv",
    };
    struct yaml yaml;

    log_init("fuzz", LOG_error);
    for (size_t i = 0; i < LENGTH(paths); i++)
        files[i] = fuzz_shipped(&kept, paths[i]);
    files[4].length = size_min(files[4].length, 4000);
    must(yaml_read_text(&yaml, &kept, files[0]) == OK);
    must(taxonomy_from_yaml(&yaml, &taxonomy) == OK);
    must(yaml_read_text(&yaml, &kept, files[1]) == OK);
    must(rules_from_yaml(&yaml, &taxonomy, &rules) == OK);
}

static void try_routes(const struct routes *routes)
{
    for (int type = MATTER_none; type <= MATTER_urgent; type++) {
        struct routed_matter matter = {.code = -1, .type = (enum matter_type)type};
        struct place place = routes_find(routes, &matter);
        must(place.queue.length > 0);
    }
}

static void try_policy(unsigned which, struct text text)
{
    struct yaml yaml;
    struct taxonomy made;
    struct rules read;
    struct routes routes;
    struct classifier classifier;
    enum error error = yaml_read_text(&yaml, &arena, text);

    if (error == OK && which == 0)
        error = taxonomy_from_yaml(&yaml, &made);
    else if (error == OK && which == 1)
        error = rules_from_yaml(&yaml, &taxonomy, &read);
    else if (error == OK && which == 2)
        error = routes_from_yaml(&yaml, &taxonomy, &routes);
    else if (error == OK)
        error = classifier_from_yaml(&yaml, "deploy/config", "none", &rules, &classifier);
    must((error == OK) == yaml_ok(&yaml));
    must((yaml.fault_count > 0) == (yaml.faults.at != NULL));
    if (error == OK && which == 2)
        try_routes(&routes);
}

static void try_traffic(struct text text)
{
    FILE *file = fopen(fuzz_file(bytes_of_text(text)), "re");
    struct traffic traffic = traffic_of(file, &arena);
    struct traffic_request request;

    for (int i = 0; i < REQUESTS_MAX && traffic_next(&traffic, &request); i++) {
        for (size_t k = 0; k < TRAFFIC_COLUMNS; k++)
            must(request.column[k].length <= LINE_BYTES_MAX);
        must(!request.has_amount_fen || request.amount_fen >= 0);
    }
    must(traffic.width <= TRAFFIC_WIDTH_MAX);
    fclose(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, size};
    unsigned which = input_byte(&input) % LENGTH(files);

    if (!kept.first)
        load();
    struct text text = fuzz_edited(&arena, files[which], &input);
    if (which == 4)
        try_traffic(text);
    else
        try_policy(which, text);
    arena_reset(&arena);
    return 0;
}
