/* shouli-keys: makes the CURVE key pairs of an installation, once, and changes them.
 *
 *     shouli-keys FOLDER SERVICE...
 *     shouli-keys --rotate NAME FOLDER     NAME: server, publisher, operator or a service
 *     shouli-keys --retire NAME FOLDER
 *
 * FOLDER gets server.key (public: what every client is given), server.key_secret (what all services
 * present as servers), publisher.key_secret, operator.key_secret, services/<service>.key_secret (what a
 * service presents when it follows another) and allow.yaml. What exists is left alone, so keys survive
 * and an edited list stays; a key that the list does not know is named.
 *
 * Rotating makes a new pair and lets the list know both keys, the old until it is retired; `server` is on no list, there
 * the new pair takes the place of the old. See deploy/README.md for the order of things. */
#include <czmq.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "deploy/local/keys/allow.h"
#include "deploy/local/keys/rotate.h"

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

/* As save, but takes the place of what is there, at once. */
static bool replace(zcert_t *pair, const char *path, int (*write_file)(zcert_t *, const char *))
{
    char draft[PATH_MAX];

    return snprintf(draft, sizeof(draft), "%s.new", path) < (int)sizeof(draft) &&
           write_file(pair, draft) == 0 && chmod(draft, 0600) == 0 && rename(draft, path) == 0;
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

/* zcert_load would read the secret file beside it. */
static bool file_has(const char *path, const char *key)
{
    char content[1024];
    FILE *file = fopen(path, "re");

    if (!file)
        return false;
    content[fread(content, 1, sizeof(content) - 1, file)] = 0;
    fclose(file);
    return strstr(content, key) != NULL;
}

static bool server_make(void)
{
    zcert_t *pair = pair_of("server.key_secret");
    /* A rotation that was interrupted has left the old one. */
    bool made = pair && (file_has("server.key", zcert_public_txt(pair)) ||
                         replace(pair, "server.key", zcert_save_public));
    zcert_destroy(&pair);
    return made;
}

/* Closes it; what has its name from now on is on the disk, also when the power fails. */
static bool file_keep(FILE *file)
{
    bool kept = fflush(file) == 0 && fsync(fileno(file)) == 0;

    return fclose(file) == 0 && kept;
}

static bool list_make(const struct allow_client *clients, size_t count)
{
    FILE *file = fopen("allow.yaml.new", "we");
    if (!file)
        return false;
    bool written = allow_write(file, clients, count);
    written = file_keep(file) && written && rename("allow.yaml.new", "allow.yaml") == 0;
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

/* Makes it where keys are made. */
static bool folder_enter(const char *folder)
{
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

static bool list_load(char list[LIST_BYTES_MAX + 1])
{
    FILE *file = fopen("allow.yaml", "re");
    if (!file)
        return false;
    size_t length = fread(list, 1, LIST_BYTES_MAX, file);
    list[length] = 0;
    bool whole = fgetc(file) == EOF && !ferror(file);
    fclose(file);
    if (!whole)
        errno = EFBIG;
    return whole;
}

/* Ends what was written beside the list: it takes its place, or is thrown away. */
static bool list_end(FILE *file, bool fine)
{
    fine = file_keep(file) && fine;
    if (fine)
        return rename("allow.yaml.new", "allow.yaml") == 0;
    unlink("allow.yaml.new");
    errno = 0;
    return false;
}

/* The list first: a pair that nobody knows yet helps nobody. */
static bool client_rotate(const char *path, zcert_t *old, zcert_t *pair)
{
    static char list[LIST_BYTES_MAX + 1];
    FILE *file = list_load(list) ? fopen("allow.yaml.new", "we") : NULL;

    return file &&
           list_end(
               file,
               list_rotate(file, list, zcert_public_txt(old), zcert_public_txt(pair))
           ) &&
           replace(pair, path, zcert_save_secret);
}

static void path_of(const char *name, char ret_path[NAME_BYTES_MAX + 32])
{
    bool is_client = strcmp(name, "server") == 0 || strcmp(name, "publisher") == 0 ||
                     strcmp(name, "operator") == 0;

    snprintf(
        ret_path,
        NAME_BYTES_MAX + 32,
        "%s%s.key_secret",
        is_client ? "" : "services/",
        name
    );
}

static int key_rotate(const char *name)
{
    char path[NAME_BYTES_MAX + 32];
    bool is_server = strcmp(name, "server") == 0;

    path_of(name, path);
    zcert_t *old = zcert_load(path), *pair = zcert_new();
    bool done = old && pair &&
                (is_server ? replace(pair, path, zcert_save_secret) &&
                                 replace(pair, "server.key", zcert_save_public)
                           : client_rotate(path, old, pair));
    if (done)
        printf("%s: %s\n", name, zcert_public_txt(pair));
    zcert_destroy(&old);
    zcert_destroy(&pair);
    return done ? EXIT_SUCCESS : fail("cannot rotate", name);
}

static int key_retire(const char *name)
{
    static char list[LIST_BYTES_MAX + 1];
    char path[NAME_BYTES_MAX + 32];

    path_of(name, path);
    zcert_t *kept = zcert_load(path);
    FILE *file = kept && list_load(list) ? fopen("allow.yaml.new", "we") : NULL;
    int left_out = file ? list_retire(file, list, name, zcert_public_txt(kept)) : -1;
    bool done = file && list_end(file, left_out >= 0);
    if (done)
        printf("%s: %d old key%s off the list\n", name, left_out, left_out == 1 ? "" : "s");
    zcert_destroy(&kept);
    return done ? EXIT_SUCCESS : fail("cannot retire the old keys of", name);
}

static int usage(void)
{
    fputs(
        "usage: shouli-keys FOLDER SERVICE... (at most 32)\n"
        "       shouli-keys --rotate|--retire NAME FOLDER\n",
        stderr
    );
    return 2;
}

static int change(const char *verb, const char *name, const char *folder)
{
    char path[NAME_BYTES_MAX + 32];
    bool rotates = strcmp(verb, "--rotate") == 0;

    if ((!rotates && strcmp(verb, "--retire") != 0) || !name_is_good(name))
        return usage();
    if (chdir(folder) != 0)
        return fail("cannot work in", folder);
    path_of(name, path);
    if (access(path, F_OK) != 0 || access("allow.yaml", F_OK) != 0) {
        fprintf(
            stderr,
            "shouli-keys: there is no %s in %s\n",
            access(path, F_OK) != 0 ? path : "allow.yaml",
            folder
        );
        return EXIT_FAILURE;
    }
    return rotates ? key_rotate(name) : key_retire(name);
}

int main(int argc, char **argv)
{
    umask(077);
    if (argc < 2 || argc > CLIENTS_MAX)
        return usage();
    if (argv[1][0] == '-')
        return argc == 4 ? change(argv[1], argv[2], argv[3]) : usage();
    for (int i = 2; i < argc; i++)
        if (!name_is_good(argv[i])) {
            fprintf(stderr, "shouli-keys: a name is 1 to 32 of a-z, 0-9 and -: %s\n", argv[i]);
            return 2;
        }
    if (!folder_enter(argv[1]))
        return fail("cannot work in", argv[1]);
    return keys_make(argv + 2, (size_t)argc - 2);
}
