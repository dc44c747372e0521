/* libFuzzer target: edited files of survey's policy. What is accepted has shares that are such, hours of a day, and as many
 * channels as there are ways to ask. */
#include "services/survey/policy.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct survey_policy *policy)
{
    for (size_t i = 0; i < SURVEY_TYPES; i++)
        must(policy->percent[i] >= 0 && policy->percent[i] <= 100);
    must(policy->from_channels.count == policy->ask_by.count);
    must(policy->ask_by.count <= SURVEY_WORDS_MAX);
    must(policy->quiet_from_ms >= 0 && policy->quiet_from_ms <= DAY_MS);
    must(policy->quiet_to_ms >= 0 && policy->quiet_to_ms <= DAY_MS);
    for (size_t i = 0; i < policy->ask_by.count; i++)
        must(survey_words_have(&policy->from_channels, policy->from_channels.words[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena kept, arena;
    static struct text file;
    struct input input = {data, size};
    struct survey_policy policy;
    struct yaml yaml;

    if (!file.at)
        file = fuzz_shipped(&kept, "deploy/config/survey.yaml");
    enum error error = yaml_read_text(&yaml, &arena, fuzz_edited(&arena, file, &input));
    if (error == OK)
        error = survey_policy_read(&yaml, &policy);
    must((error == OK) == yaml_ok(&yaml));
    if (error == OK)
        check(&policy);
    arena_reset(&arena);
    return 0;
}
