/* shouli-keys: makes the CURVE key pairs of an installation, once.
 *
 *     shouli-keys FOLDER SERVICE...
 *
 * FOLDER gets server.key (public: what every client is given), server.key_secret (what all services
 * present as servers), publisher.key_secret, operator.key_secret, services/<service>.key_secret (what a
 * service presents when it follows another) and allow.yaml. What exists is left alone, so keys survive
 * and an edited list stays; a key that the list does not know is named. */
#include <czmq.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "deploy/local/keys/allow.h"

enum { CLIENTS_MAX = 34, NAME_BYTES_MAX = 32, KEY_BYTES = 41, LIST_BYTES_MAX = 64 * 1024 };

struct pair {
    struct allow_client client;
    char key[KEY_BYTES];
};

static int fail(const char *what, const char *name)
{
    fprintf(stderr, "shouli-keys: %s %s: %s\n", what, name, errno ? strerror(errno) : "no key");
    return EXIT_FAILURE;
}

/* Writes beside the place and links, which never replaces and never shows half a file. */
static bool save(zcert_t *pair, const char *path, int (*write_file)(zcert_t *, const char *))
{
    char draft[PATH_MAX];

    if (snprintf(draft, sizeof(draft), "%s.new", path) >= (int)sizeof(draft))
        return false;
    bool saved =
        write_file(pair, draft) == 0 && chmod(draft, 0600) == 0 && link(draft, path) == 0;
    int reason = errno;
    unlink(draft);
    errno = reason;
    return saved;
}

/* The pair in `path`, made when there is none. NULL when that failed. */
static zcert_t *pair_of(const char *path)
{
    if (access(path, F_OK) == 0)
        return zcert_load(path);

    zcert_t *pair = zcert_new();
    if (pair && !save(pair, path, zcert_save_secret))
        zcert_destroy(&pair);
    return pair;
}

static bool
pair_make(const char *path, enum allow_kind kind, const char *name, struct pair *ret_pair)
{
    zcert_t *pair = pair_of(path);
    if (!pair)
        return false;
    snprintf(ret_pair->key, KEY_BYTES, "%s", zcert_public_txt(pair));
    ret_pair->client = (struct allow_client){.kind = kind, .name = name, .key = ret_pair->key};
    zcert_destroy(&pair);
    return true;
}

static bool server_make(void)
{
    zcert_t *pair = pair_of("server.key_secret");
    bool made = pair && (access("server.key", F_OK) == 0 ||
                         save(pair, "server.key", zcert_save_public));
    zcert_destroy(&pair);
    return made;
}

static bool list_make(const struct allow_client *clients, size_t count)
{
    FILE *file = fopen("allow.yaml.new", "we");
    if (!file)
        return false;
    bool written = allow_write(file, clients, count);
    written = fclose(file) == 0 && written && rename("allow.yaml.new", "allow.yaml") == 0;
    return written;
}

/* The list may have been edited or be older than a service. */
static bool list_compare(const struct allow_client *clients, size_t count)
{
    static char list[LIST_BYTES_MAX + 1];
    FILE *file = fopen("allow.yaml", "re");
    if (!file)
        return false;
    list[fread(list, 1, LIST_BYTES_MAX, file)] = 0;
    fclose(file);
    for (size_t i = 0; i < count; i++)
        if (!strstr(list, clients[i].key))
            printf(
                "allow.yaml does not know the key of %s: %s\n",
                clients[i].name,
                clients[i].key
            );
    return true;
}

static bool name_is_good(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return !name[length] && length >= 1 && length <= NAME_BYTES_MAX;
}

static bool folder_enter(const char *folder)
{
    umask(077);
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return false;
    return chdir(folder) == 0 && (mkdir("services", 0700) == 0 || errno == EEXIST);
}

static int keys_make(char **services, size_t count)
{
    static struct pair pairs[CLIENTS_MAX];
    struct allow_client clients[CLIENTS_MAX];

    if (!server_make())
        return fail("cannot make", "server.key");
    if (!pair_make("publisher.key_secret", ALLOW_publisher, "publisher", &pairs[0]))
        return fail("cannot make", "publisher.key_secret");
    if (!pair_make("operator.key_secret", ALLOW_operator, "operator", &pairs[1]))
        return fail("cannot make", "operator.key_secret");
    for (size_t i = 0; i < count; i++) {
        char path[NAME_BYTES_MAX + 32];
        snprintf(path, sizeof(path), "services/%s.key_secret", services[i]);
        if (!pair_make(path, ALLOW_service, services[i], &pairs[i + 2]))
            return fail("cannot make", path);
    }
    for (size_t i = 0; i < count + 2; i++)
        clients[i] = pairs[i].client;
    bool known = access("allow.yaml", F_OK) == 0;
    if (known ? !list_compare(clients, count + 2) : !list_make(clients, count + 2))
        return fail("cannot use", "allow.yaml");
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > CLIENTS_MAX) {
        fputs("usage: shouli-keys FOLDER SERVICE... (at most 32)\n", stderr);
        return 2;
    }
    for (int i = 2; i < argc; i++)
        if (!name_is_good(argv[i])) {
            fprintf(stderr, "shouli-keys: a name is 1 to 32 of a-z, 0-9 and -: %s\n", argv[i]);
            return 2;
        }
    if (!folder_enter(argv[1]))
        return fail("cannot work in", argv[1]);
    return keys_make(argv + 2, (size_t)argc - 2);
}
