/* See tls.h. Each conversation has a context of its own: there is one a connection, and connections are few and long. */
#include "common/tls.h"

#include <errno.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>

#include "common/memory.h"

struct tls {
    SSL_CTX *context;
    SSL *ssl; /* NULL: it could not begin */
    bool open, wants_write, ended;
    char why[128];
};

static bool is_given(const char *text)
{
    return text && *text;
}

/* The first complaint of libssl that is still there; `otherwise` when it has none. */
static void note_why(struct tls *tls, const char *what, const char *otherwise)
{
    const char *reason = ERR_reason_error_string(ERR_peek_error());
    long verdict = tls->ssl ? SSL_get_verify_result(tls->ssl) : X509_V_OK;

    if (verdict != X509_V_OK)
        reason = X509_verify_cert_error_string(verdict);
    snprintf(tls->why, sizeof(tls->why), "%s: %s", what, reason ? reason : otherwise);
    tls->ended = true;
    ERR_clear_error();
}

static bool believe(struct tls *tls, const char *authority)
{
    if (!is_given(authority))
        return SSL_CTX_set_default_verify_paths(tls->context) == 1;
    if (SSL_CTX_load_verify_file(tls->context, authority) == 1)
        return true;
    note_why(tls, authority, "is no list of authorities");
    return false;
}

static bool bring_own(struct tls *tls, const struct tls_wish *wish)
{
    if (!is_given(wish->certificate))
        return true;
    if (SSL_CTX_use_certificate_chain_file(tls->context, wish->certificate) != 1) {
        note_why(tls, wish->certificate, "is no certificate");
        return false;
    }
    const char *key = is_given(wish->key) ? wish->key : wish->certificate;
    if (SSL_CTX_use_PrivateKey_file(tls->context, key, SSL_FILETYPE_PEM) != 1) {
        note_why(tls, key, "is no key");
        return false;
    }
    return true;
}

/* A certificate names addresses apart from hosts, and only a host is told to the server. */
static bool demand_name(struct tls *tls, const char *name)
{
    X509_VERIFY_PARAM *param = SSL_get0_param(tls->ssl);

    if (X509_VERIFY_PARAM_set1_ip_asc(param, name) == 1)
        return true;
    ERR_clear_error();
    return X509_VERIFY_PARAM_set1_host(param, name, 0) == 1 &&
           SSL_set_tlsext_host_name(tls->ssl, name) == 1;
}

static bool begin(struct tls *tls, int fd, const struct tls_wish *wish)
{
    ERR_clear_error();
    tls->context = SSL_CTX_new(TLS_client_method());
    if (!tls->context || SSL_CTX_set_min_proto_version(tls->context, TLS1_2_VERSION) != 1)
        return false;
    SSL_CTX_set_verify(tls->context, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_mode(
        tls->context,
        SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
    );
    if (!believe(tls, wish->authority) || !bring_own(tls, wish))
        return false;
    tls->ssl = SSL_new(tls->context);
    if (!tls->ssl || !is_given(wish->name) || !demand_name(tls, wish->name))
        return false;
    SSL_set_connect_state(tls->ssl);
    return SSL_set_fd(tls->ssl, fd) == 1;
}

struct tls *tls_new(int fd, const struct tls_wish *wish)
{
    struct tls *tls = memory_new(1, sizeof(*tls));

    if (!begin(tls, fd, wish) && !tls->ended)
        note_why(tls, "TLS cannot begin", "no name to demand");
    return tls;
}

void tls_destroy(struct tls **tls)
{
    if (!*tls)
        return;
    SSL_free((*tls)->ssl);
    SSL_CTX_free((*tls)->context);
    memory_free(*tls);
    *tls = NULL;
}

/* What a call of libssl that gave `code` means: 0 wait, -1 ended. */
static int judge(struct tls *tls, int code, const char *what)
{
    int saved = errno;

    switch (SSL_get_error(tls->ssl, code)) {
    case SSL_ERROR_WANT_READ:
        tls->wants_write = false;
        return 0;
    case SSL_ERROR_WANT_WRITE:
        tls->wants_write = true;
        return 0;
    case SSL_ERROR_SYSCALL:
        note_why(tls, what, saved ? strerror(saved) : "the other end has closed");
        return -1;
    default:
        note_why(tls, what, "the other end has closed");
        return -1;
    }
}

bool tls_greet(struct tls *tls)
{
    if (tls->ended || tls->open)
        return !tls->ended;
    ERR_clear_error();
    errno = 0;
    int code = SSL_do_handshake(tls->ssl);
    if (code != 1)
        return judge(tls, code, "TLS is refused") == 0;
    tls->open = true;
    tls->wants_write = false;
    return true;
}

bool tls_is_open(const struct tls *tls)
{
    return tls->open && !tls->ended;
}

bool tls_wants_write(const struct tls *tls)
{
    return tls->wants_write;
}

ssize_t tls_read(struct tls *tls, void *to, size_t size)
{
    if (!tls_is_open(tls))
        return -1;
    ERR_clear_error();
    errno = 0;
    int got = SSL_read(tls->ssl, to, (int)size_min(size, INT_MAX));
    return got > 0 ? got : judge(tls, got, "TLS has ended");
}

ssize_t tls_write(struct tls *tls, const void *from, size_t length)
{
    if (!tls_is_open(tls))
        return -1;
    if (length == 0)
        return 0;
    ERR_clear_error();
    errno = 0;
    int put = SSL_write(tls->ssl, from, (int)size_min(length, INT_MAX));
    return put > 0 ? put : judge(tls, put, "TLS has ended");
}

const char *tls_why(const struct tls *tls)
{
    return tls->why;
}
