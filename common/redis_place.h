/* Where a Redis is and how one logs in, read from its URL. Pure: nothing is opened. */
#pragma once

#include "common/basics.h"

enum { REDIS_PATH_BYTES_MAX = 255 };

enum redis_way { REDIS_by_socket, REDIS_by_tcp, REDIS_by_tls };

/* Empty texts where the URL says nothing. */
struct redis_place {
    enum redis_way way;
    char path[256]; /* of the socket */
    char host[128]; /* numeric */
    int port;
    char user[64], password[256];                    /* no user: the password alone logs in */
    char authority[256], certificate[256], key[256]; /* files, with TLS (tls.h) */
    char name[256]; /* whom the server's certificate must name */
};

/* unix:<path>[?[user:]password], redis://[[user]:password@]host:port, or for TLS
 * rediss://[[user]:password@]host:port[?ca=FILE][&cert=FILE&key=FILE][&name=NAME]; the host must be numeric or localhost, and is the
 * name that the certificate must have when none is given. Without a user, or as `default`, the password alone logs in.
 * User and password end at 63 and 255 bytes. What is wrong with the URL, without anything secret of it, or NULL. */
const char *redis_place_read(const char *url, struct redis_place *ret_place) MUST_CHECK;
