/* libFuzzer target: the tables that the command line reads: sample requests, texts to learn from, groups of labels, a
 * service's page of metrics, a body as JSON. The first byte says which.
 *
 * What is taken lies within its limits, and the JSON of a body becomes MessagePack that is whole. */
#include "common/msgpack.h"
#include "services/cli/classify_groups.h"
#include "services/cli/demo.h"
#include "services/cli/fields.h"
#include "services/cli/metrics_page.h"
#include "services/cli/train_set.h"
#include "tests/fuzz/fuzz.h"

#include <math.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char labelled[] =
    "LS01\tcomplaint\t卡丢了要挂失\nQT06\t-\t今天天气好\nLS01\tconsult\t怎么挂失\n";
static const char grouped[] = "a\tone\nb\tone\nc\ttwo\n";
static const char page_text[] =
    "# HELP shouli_queue_depth cases\n# TYPE shouli_queue_depth gauge\n"
    "shouli_queue_depth{queue=\"card\",grade=\"P1\"} 3\n"
    "shouli_follow_lag_events{stream=\"desk\"} 1e3\nup 1\n";

static struct arena kept, arena;
static struct text requests;

static void try_requests(struct text text)
{
    struct demo_request request;

    while (text.length) {
        const char *end = memchr(text.at, '\n', text.length);
        size_t length = end ? (size_t)(end - text.at) + 1 : text.length;
        if (demo_read_line((struct text){text.at, length}, &request))
            must(request.text.length > 0 && request.text.length <= length);
        text = (struct text){text.at + length, text.length - length};
    }
}

static void try_samples(struct text text)
{
    const char *path = fuzz_file(bytes_of_text(text));
    const struct train_wish wish = {.paths = &path, .path_count = 1, .folds = 2};
    struct text faults = {0};
    struct train_set set;

    if (train_set_read(&arena, &wish, &faults, &set) != OK) {
        must(faults.length > 0);
        return;
    }
    must(set.head_count >= 1 && set.head_count <= MODEL_HEADS_MAX);
    for (size_t i = 0; i < set.count; i++) {
        must(set.samples[i].fold < 2);
        for (size_t k = 0; k < set.samples[i].count; k++) {
            must(set.samples[i].rows[k] < set.row_count);
            must(isfinite(set.samples[i].values[k]));
        }
        for (size_t h = 0; h < set.head_count; h++)
            for (size_t k = 0; k < set.samples[i].targets[h].count; k++)
                must((size_t)set.samples[i].targets[h].labels[k] < set.heads[h].label_count);
    }
}

static void try_groups(struct text text)
{
    static const struct text labels[] = {{"a", 1}, {"b", 1}, {"c", 1}};
    static const struct model_head head = {{"label", 5}, MODEL_one, 3, labels, 2, 0.5F, 0, 0};
    static struct classify_groups groups;
    struct text faults = {0};

    if (classify_groups_by_list(
            &arena,
            &head,
            fuzz_file(bytes_of_text(text)),
            &faults,
            &groups
        ) != OK) {
        must(faults.length > 0);
        return;
    }
    must(groups.count <= MODEL_LABELS_MAX && groups.label_count == 3);
    for (size_t i = 0; i < groups.label_count; i++)
        must(groups.of_label[i] >= 0 && (size_t)groups.of_label[i] < groups.count);
}

static void try_page(struct text text)
{
    struct text rest = text;
    struct sample sample;

    while (page_next(&rest, &sample)) {
        must(sample.label_count <= SAMPLE_LABELS_MAX && sample.name.length > 0);
        must(rest.at >= text.at && rest.at + rest.length <= text.at + text.length);
    }
    (void)page_sum(text, "up");
}

static void try_json(struct text text)
{
    struct text why = {0};
    struct bytes made = fields_from_json(text, &arena, &why);

    if (!made.at) {
        must(why.length > 0);
        return;
    }
    struct pack_reader reader = pack_reader_of(made), ahead = reader;
    must(pack_next(&ahead).type == PACK_map);
    must(pack_skip(&reader, 4096).length == made.length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const tries[])(struct text
    ) = {try_requests, try_samples, try_groups, try_page, try_json};
    struct input input = {data, size};
    unsigned which = input_byte(&input) % LENGTH(tries);

    if (!requests.at) {
        requests = fuzz_shipped(&kept, "tests/data/requests.tsv");
        requests.length = size_min(requests.length, 4000);
    }
    const struct text files[] = {
        requests,
        text_of(labelled),
        text_of(grouped),
        text_of(page_text),
        TEXT(
            "{\"case_id\": \"x\", \"n\": [1, -5, true, null], \"customer\": {\"name\": \"张\"}}"
        ),
    };
    tries[which](fuzz_edited(&arena, files[which], &input));
    arena_reset(&arena);
    return 0;
}
