/* The file half of model.h: a file is taken into memory, then checked there. */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/model/model_inside.h"

static void unmap(void *thing)
{
    struct model *model = thing;

    (void)munmap(model->mapped, model->mapped_bytes);
}

static bool read_whole(int file, uint8_t *to, size_t length)
{
    for (size_t at = 0; at < length;) {
        ssize_t bytes = read(file, to + at, length - at);
        if (bytes <= 0)
            return false;
        at += (size_t)bytes;
    }
    return true;
}

/* The whole file, read only; NULL when it cannot be. It is not mapped as a file: whoever copies another one over it would
 * change what was checked, under the hands of who computes with it. */
static void *take(int file, size_t length)
{
    void *at = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (at == MAP_FAILED)
        return NULL;
    if (read_whole(file, at, length) && mprotect(at, length, PROT_READ) == 0)
        return at;
    (void)munmap(at, length);
    return NULL;
}

/* All of what begins as a model of this length does; of anything else, however long it is, enough to say what is wrong. */
static size_t worth_taking(int file, size_t length)
{
    struct model_file_header header = {.file_bytes = 0};

    if (pread(file, &header, sizeof(header), 0) == (ssize_t)sizeof(header) &&
        memcmp(header.magic, MODEL_MAGIC, sizeof(header.magic)) == 0 &&
        header.file_bytes == length)
        return length;
    return size_min(length, sizeof(header));
}

static void *take_file(const char *path, size_t *ret_bytes)
{
    struct stat stat;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    void *at = NULL;

    if (file < 0)
        return NULL;
    if (fstat(file, &stat) == 0 && S_ISREG(stat.st_mode) && stat.st_size > 0) {
        *ret_bytes = worth_taking(file, (size_t)stat.st_size);
        at = take(file, *ret_bytes);
    }
    (void)close(file);
    return at;
}

enum error model_open(
    struct arena *arena,
    const char *path,
    struct text *ret_faults,
    struct model **ret_model
)
{
    struct model *model = NULL;
    size_t bytes = 0;
    void *at = take_file(path, &bytes);

    if (!at) {
        *ret_faults = arena_format(arena, "%s: cannot be read", path);
        return ERROR_config;
    }
    enum error error =
        model_from_bytes(arena, (struct bytes){at, bytes}, path, ret_faults, &model);
    if (error != OK) {
        (void)munmap(at, bytes);
        return error;
    }
    model->mapped = at;
    model->mapped_bytes = bytes;
    arena_at_end(arena, unmap, model);
    *ret_model = model;
    return OK;
}
