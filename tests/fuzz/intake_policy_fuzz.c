/* libFuzzer target: edited files of intake's channels. What is accepted has at most CHANNELS_MAX channels, and each of them
 * is found by its name. */
#include "services/intake/channels.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena kept, arena;
    static struct text file;
    struct input input = {data, size};
    struct channels channels = {.count = 0};
    struct yaml yaml;

    if (!file.at)
        file = fuzz_shipped(&kept, "deploy/config/channels.yaml");
    enum error error = yaml_read_text(&yaml, &arena, fuzz_edited(&arena, file, &input));
    if (error == OK)
        error = channels_read(&yaml, &channels);
    must((error == OK) == yaml_ok(&yaml));
    must(error != OK || channels.count <= CHANNELS_MAX);
    for (size_t i = 0; error == OK && i < channels.count; i++)
        must(channels_find(&channels, channels.at[i].name) == &channels.at[i]);
    arena_reset(&arena);
    return 0;
}
