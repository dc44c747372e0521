/* See allow.h. */
#include "deploy/local/keys/allow.h"

static const struct rights {
    const char *sources;
    const char *send;
    const char *follow;
    const char *actors;
    const char *share; /* of a service's capacity */
} rights[] = {
    [ALLOW_publisher] =
        {"[\"*\"]",
         "[\"request.submitted.v1\", \"ledger.day.v1\", \"ledger.ids.v1\"]",
         "[]",
         "none",
         "0.9"},
    [ALLOW_operator] = {"[\"*\"]", "[\"*\"]", "[\"*\"]", "any", "0.9"},
    [ALLOW_service] = {"[]", "[]", "[\"*\"]", "none", "0.9"},
};

bool allow_write(FILE *file, const struct allow_client *clients, size_t count)
{
    fputs(
        "# Who may connect, and what each may do. sources: prefixes; send, follow: types, a "
        "prefix as\n"
        "# \"case.*\", or \"*\"; actors: none, any or a list; share: part of a service's "
        "capacity.\n"
        "clients:\n",
        file
    );
    for (size_t i = 0; i < count; i++) {
        const struct rights *may = &rights[clients[i].kind];
        fprintf(
            file,
            "  - name: %s\n    key: \"%s\"\n    sources: %s\n    send: %s\n"
            "    follow: %s\n    actors: %s\n    share: %s\n",
            clients[i].name,
            clients[i].key,
            may->sources,
            may->send,
            may->follow,
            may->actors,
            may->share
        );
    }
    return !ferror(file);
}
