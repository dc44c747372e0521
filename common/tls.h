/* A client's TLS conversation over a socket that never blocks: the only place that knows libssl.
 *
 * The other end must prove by an authority that we know that it is who it says; without that nothing is written, not even a
 * password. TLS 1.2 at least. Files are read anew for each conversation, so whoever changes them connects anew. */
#pragma once

#include <sys/types.h>

#include "common/basics.h"

/* Paths of PEM files; NULL or "" where there is none. */
struct tls_wish {
    const char *authority; /* whom to believe; without it the authorities of the system */
    const char *certificate, *key; /* our own, for a server that asks */
    const char *name; /* whom the certificate must name: a host, or a numeric address */
};

struct tls;

/* Begins over a connected or connecting socket, which is borrowed and must outlive it. Never NULL: what is wrong with the wish
 * is said by the first turn. */
struct tls *tls_new(int fd, const struct tls_wish *wish);
void tls_destroy(struct tls **tls);

/* Goes on with the greetings as far as it can; false when they have failed. */
bool tls_greet(struct tls *tls) MUST_CHECK;
bool tls_is_open(const struct tls *tls);

/* While greeting: whether it waits to write. */
bool tls_wants_write(const struct tls *tls);

/* Of one that is open: so many bytes, 0 when nothing can be done now, -1 at its end, in order or not. What is read has to be read
 * until 0: poll() does not see what libssl has taken already. */
ssize_t tls_read(struct tls *tls, void *to, size_t size);
ssize_t tls_write(struct tls *tls, const void *from, size_t length);

/* Why it has ended, in a line. */
const char *tls_why(const struct tls *tls);
