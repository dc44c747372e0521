/* libFuzzer target: edited files of configuration that several programs read, as their readers see them: calendars, rule
 * profiles, grades, the allow-list, and YAML in general. The first byte says which.
 *
 * What is accepted has no fault, what is refused has one that can be printed. */
#include "common/domain/calendar_read.h"
#include "common/domain/grade.h"
#include "common/domain/sla_policy.h"
#include "common/engine/allow.h"
#include "common/utf8.h"
#include "common/yaml.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char allow_list[] =
    "clients:\n"
    "  - {name: publisher, key: \"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\", sources: "
    "[\"*\"],\n"
    "     send: [request.submitted.v1], follow: [], actors: none, share: 0.5,\n"
    "     until: 2027-01-31T00:00:00+08:00}\n"
    "  - name: front\n"
    "    key: \"BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB\"\n"
    "    sources: [/bank/desk]\n"
    "    send:\n"
    "      - case.*\n"
    "    follow: [desk.*]\n"
    "    actors: [E1001, E1002]\n";

static struct arena kept, arena;
static struct text calendar_file, profile_file, grades_file;

static void try_allow(struct text text)
{
    static struct allow *allow;
    struct text faults = {0};

    if (allow_read(&allow, fuzz_file(bytes_of_text(text)), &arena, &faults) == OK) {
        const struct client *client =
            allow_find(allow, "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB");
        must(
            !client || (client->sources.count <= ALLOW_WORDS_MAX &&
                        client->share_permille >= 0 && client->share_permille <= 1000)
        );
        must(!client || !client_may_follow_all(client) || client_may_follow(client, TEXT("x")));
    } else {
        must(faults.length > 0);
    }
}

static void try_reader(unsigned which, struct text text)
{
    struct yaml yaml;
    struct calendar *calendar = NULL;
    struct sla_policy *profile = NULL;
    struct grade_policy *grades = NULL;
    enum error error = yaml_read_text(&yaml, &arena, text);

    must(error == OK || yaml.fault_count > 0);
    if (error == OK && which == 1)
        error = calendar_read(&yaml, &calendar);
    else if (error == OK && which == 2)
        error = sla_policy_read(&yaml, &profile);
    else if (error == OK && which == 3)
        error = grade_policy_read(&yaml, &grades);
    must((error == OK) == yaml_ok(&yaml));
    must((yaml.fault_count > 0) == (yaml.faults.at != NULL));
    must(utf8_valid(yaml.faults)); /* libyaml lets no other text through */
    must(error != OK || which != 1 || calendar);
    must(error != OK || which != 2 || profile);
    must(error != OK || which != 3 || grades);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, size};
    unsigned which = input_byte(&input) % 5;

    if (!kept.first) {
        log_init("fuzz", LOG_error);
        calendar_file = fuzz_shipped(&kept, "deploy/config/calendars/CN.yaml");
        profile_file = fuzz_shipped(&kept, "deploy/config/policies/CN-NFRA-2020.yaml");
        grades_file = fuzz_shipped(&kept, "deploy/config/grades.yaml");
    }
    const struct text files[] = {
        TEXT("a: [1, {b: c}]\n"),
        calendar_file,
        profile_file,
        grades_file,
        text_of(allow_list),
    };
    struct text text = fuzz_edited(&arena, files[which], &input);
    if (which == 4)
        try_allow(text);
    else
        try_reader(which, text);
    arena_reset(&arena);
    return 0;
}
