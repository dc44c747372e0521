/* Takes CURVE away from a program of ours, to measure what it costs: LD_PRELOAD=plain.so of the same binaries.
 *
 * No program of ours can speak plain text, by no setting. This stands between it and libzmq, drops the options that turn
 * CURVE on, and names every peer as the publisher whose certificate file PLAIN_USER_FILE is, so that each message still is
 * looked up in the allow-list. For tests/bench/run --curve-cost alone; nothing ships it. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

typedef int set_function(void *socket, int option, const void *value, size_t length);
typedef const char *gets_function(const zmq_msg_t *message, const char *property);

enum { KEY_LENGTH = 40 };

static void *next_of(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);

    if (!found) {
        fprintf(stderr, "plain: there is no %s\n", name);
        abort();
    }
    return found;
}

int zmq_setsockopt(void *socket, int option, const void *value, size_t length)
{
    static set_function *next;

    switch (option) {
    case ZMQ_CURVE_SERVER:
    case ZMQ_CURVE_PUBLICKEY:
    case ZMQ_CURVE_SECRETKEY:
    case ZMQ_CURVE_SERVERKEY:
    case ZMQ_ZAP_DOMAIN:
        return 0;
    default:
        break;
    }
    if (!next)
        next = (set_function *)next_of("zmq_setsockopt");
    return next(socket, option, value, length);
}

static void read_user(char ret_key[KEY_LENGTH + 1])
{
    static const char name[] = "public-key = \"";
    const char *path = getenv("PLAIN_USER_FILE");
    FILE *file = path ? fopen(path, "re") : NULL;
    char line[256];

    while (file && !ret_key[0] && fgets(line, sizeof(line), file)) {
        const char *at = strstr(line, name);
        if (at && strlen(at) > sizeof(name) + KEY_LENGTH)
            memcpy(ret_key, at + sizeof(name) - 1, KEY_LENGTH);
    }
    if (file)
        fclose(file);
    if (!ret_key[0]) {
        fprintf(stderr, "plain: PLAIN_USER_FILE is no certificate\n");
        abort();
    }
}

const char *zmq_msg_gets(const zmq_msg_t *message, const char *property)
{
    static char key[KEY_LENGTH + 1];
    static gets_function *next;

    if (strcmp(property, "User-Id") == 0) {
        if (!key[0])
            read_user(key);
        return key;
    }
    if (!next)
        next = (gets_function *)next_of("zmq_msg_gets");
    return next(message, property);
}
