/* See neighbour.h. */
#include "services/cli/neighbour.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/arguments.h"
#include "services/cli/exits.h"

enum { PATH_BYTES = 4096 };

int neighbour_become(const char *name, int argc, char **argv)
{
    char path[PATH_BYTES + NAME_MAX + 2];
    char *words[NEIGHBOUR_WORDS_MAX + 2] = {path};
    ssize_t length = readlink("/proc/self/exe", path, PATH_BYTES);

    path[length < 0 ? 0 : length] = '\0';
    char *slash = strrchr(path, '/');
    size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
    if (argc > NEIGHBOUR_WORDS_MAX || strlen(name) > NAME_MAX) {
        fprintf(stderr, "shouli %s: too many words\n", argv[0]);
        return EXIT_USAGE;
    }
    snprintf(path + folder, sizeof(path) - folder, "%s", name);
    for (int i = 0; i < argc; i++)
        words[i + 1] = argv[i];
    fflush(NULL);
    execv(path, words);
    fprintf(stderr, "shouli %s: %s: %s\n", argv[0], path, strerror(errno));
    return EXIT_UNAVAILABLE;
}
