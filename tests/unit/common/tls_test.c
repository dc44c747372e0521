/* Tests of common/tls.c against a server in the same thread, with authorities and certificates made for each test. */
#include "common/tls.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include <fcntl.h>

#include <cmocka.h>

enum { TURNS_MAX = 50, YEAR_SECONDS = 365 * 86400 };

struct owner {
    EVP_PKEY *key;
    X509 *certificate;
};

static char folder[64];
static struct owner bank, stranger, server, client;
static SSL_CTX *context;
static SSL *peer;
static int ends[2];

static void add_extension(X509 *certificate, int kind, const char *value)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, kind, value);

    assert_non_null(extension);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

/* `by` NULL: an authority, signed by itself; otherwise `names` as in subjectAltName. */
static struct owner make_owner(const char *name, const struct owner *by, const char *names)
{
    struct owner made = {.key = EVP_EC_gen("P-256"), .certificate = X509_new()};
    X509_NAME *subject = X509_get_subject_name(made.certificate);
    X509_NAME *issuer = by ? X509_get_subject_name(by->certificate) : subject;

    X509_set_version(made.certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.certificate), by ? 2 : 1);
    X509_gmtime_adj(X509_getm_notBefore(made.certificate), -60);
    X509_gmtime_adj(X509_getm_notAfter(made.certificate), YEAR_SECONDS);
    X509_NAME_add_entry_by_txt(
        subject,
        "CN",
        MBSTRING_ASC,
        (const unsigned char *)name,
        -1,
        -1,
        0
    );
    X509_set_issuer_name(made.certificate, issuer);
    X509_set_pubkey(made.certificate, made.key);
    if (by)
        add_extension(made.certificate, NID_subject_alt_name, names);
    else
        add_extension(made.certificate, NID_basic_constraints, "critical,CA:TRUE");
    assert_true(X509_sign(made.certificate, by ? by->key : made.key, EVP_sha256()) > 0);
    return made;
}

static void drop(struct owner *owner)
{
    EVP_PKEY_free(owner->key);
    X509_free(owner->certificate);
}

static const char *place_of(const char *name)
{
    static char places[4][128];
    static size_t next;
    char *place = places[next++ % LENGTH(places)];

    snprintf(place, sizeof(places[0]), "%s/%s", folder, name);
    return place;
}

static void keep(const char *name, const struct owner *owner, bool with_key)
{
    FILE *file = fopen(place_of(name), "w");

    assert_non_null(file);
    PEM_write_X509(file, owner->certificate);
    if (with_key)
        PEM_write_PrivateKey(file, owner->key, NULL, NULL, 0, NULL, NULL);
    fclose(file);
}

static void begin_server(int version)
{
    context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_max_proto_version(context, version);
    SSL_CTX_set_min_proto_version(context, version);
    SSL_CTX_set_security_level(context, 0);
    assert_int_equal(SSL_CTX_use_certificate(context, server.certificate), 1);
    assert_int_equal(SSL_CTX_use_PrivateKey(context, server.key), 1);
    peer = SSL_new(context);
    SSL_set_fd(peer, ends[1]);
    SSL_set_accept_state(peer);
}

static void end_server(void)
{
    SSL_free(peer);
    SSL_CTX_free(context);
    peer = NULL;
    context = NULL;
}

static int begin(void **state UNUSED)
{
    snprintf(folder, sizeof(folder), "/tmp/shouli-tls.XXXXXX");
    if (!mkdtemp(folder) || socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends))
        return -1;
    bank = make_owner("bank", NULL, NULL);
    stranger = make_owner("bank", NULL, NULL);
    server = make_owner("redis", &bank, "DNS:redis.bank.example,IP:127.0.0.1");
    client = make_owner("desk", &bank, "DNS:desk");
    keep("ca.pem", &bank, false);
    keep("other.pem", &stranger, false);
    keep("own.pem", &client, true);
    begin_server(TLS1_3_VERSION);
    return 0;
}

static int end(void **state UNUSED)
{
    static const char *const names[] = {"ca.pem", "other.pem", "own.pem", "rubbish.pem"};

    end_server();
    drop(&bank);
    drop(&stranger);
    drop(&server);
    drop(&client);
    close(ends[0]);
    close(ends[1]);
    for (size_t i = 0; i < LENGTH(names); i++)
        unlink(place_of(names[i]));
    return rmdir(folder);
}

static struct tls *open_with(const char *authority, const char *name)
{
    const struct tls_wish wish = {.authority = place_of(authority), .name = name};

    return tls_new(ends[0], &wish);
}

/* Both ends in turns, until the client has opened or ended. */
static bool greet(struct tls *tls)
{
    for (int i = 0; i < TURNS_MAX && !tls_is_open(tls); i++) {
        if (!tls_greet(tls))
            return false;
        SSL_do_handshake(peer);
    }
    SSL_do_handshake(peer);
    return tls_is_open(tls);
}

static void assert_refused(struct tls *tls, const char *why)
{
    char bytes[4];

    assert_false(greet(tls));
    if (!strstr(tls_why(tls), why))
        fail_msg("said %s, not %s", tls_why(tls), why);
    assert_false(tls_is_open(tls));
    assert_false(tls_greet(tls));
    assert_int_equal(tls_write(tls, "AUTH", 4), -1);
    assert_int_equal(tls_read(tls, bytes, sizeof(bytes)), -1);
}

static void carries_bytes_both_ways(void **state UNUSED)
{
    AUTO(tls) *tls = open_with("ca.pem", "redis.bank.example");
    char bytes[16] = "";

    assert_false(tls_is_open(tls));
    assert_true(greet(tls));
    assert_string_equal(
        SSL_get_servername(peer, TLSEXT_NAMETYPE_host_name),
        "redis.bank.example"
    );
    assert_false(tls_wants_write(tls));
    assert_int_equal(tls_write(tls, "PING", 4), 4);
    assert_int_equal(tls_write(tls, "", 0), 0);
    assert_int_equal(SSL_read(peer, bytes, sizeof(bytes)), 4);
    assert_memory_equal(bytes, "PING", 4);
    assert_int_equal(tls_read(tls, bytes, sizeof(bytes)), 0);
    assert_int_equal(SSL_write(peer, "+PONG\r\n", 7), 7);
    assert_int_equal(
        tls_read(tls, bytes, 3),
        3
    ); /* the rest lies with libssl, not with the socket */
    assert_int_equal(tls_read(tls, bytes, sizeof(bytes)), 4);
    assert_int_equal(tls_read(tls, bytes, sizeof(bytes)), 0);
}

static void a_server_may_be_known_by_its_address(void **state UNUSED)
{
    AUTO(tls) *tls = open_with("ca.pem", "127.0.0.1");

    assert_true(greet(tls));
    assert_null(SSL_get_servername(peer, TLSEXT_NAMETYPE_host_name));
}

static void a_certificate_of_another_authority_is_refused(void **state UNUSED)
{
    AUTO(tls) *tls = open_with("other.pem", "redis.bank.example");

    assert_refused(tls, "TLS is refused: ");
    assert_non_null(strstr(tls_why(tls), "certificate"));
}

static void without_an_authority_of_ours_those_of_the_system_count(void **state UNUSED)
{
    const struct tls_wish wish = {.authority = "", .name = "redis.bank.example"};
    AUTO(tls) *tls = tls_new(ends[0], &wish);

    assert_refused(tls, "certificate");
}

static void a_certificate_of_another_name_is_refused(void **state UNUSED)
{
    AUTO(tls) *tls = open_with("ca.pem", "redis.other.example");

    assert_refused(tls, "hostname mismatch");
}

static void a_certificate_of_another_address_is_refused(void **state UNUSED)
{
    AUTO(tls) *tls = open_with("ca.pem", "127.0.0.2");

    assert_refused(tls, "IP address mismatch");
}

static void a_name_must_be_demanded(void **state UNUSED)
{
    AUTO(tls) *tls = open_with("ca.pem", "");

    assert_refused(tls, "no name to demand");
}

static void a_file_that_is_missing_or_none_is_named(void **state UNUSED)
{
    struct tls_wish wish = {.authority = "/nowhere/ca.pem", .name = "n"};
    AUTO(tls) *tls = tls_new(ends[0], &wish);
    FILE *rubbish = fopen(place_of("rubbish.pem"), "w");

    assert_refused(tls, "/nowhere/ca.pem: ");
    fputs("no certificate\n", rubbish);
    fclose(rubbish);
    wish.authority = place_of("ca.pem");
    wish.certificate = place_of("rubbish.pem");
    AUTO(tls) *other = tls_new(ends[0], &wish);
    assert_refused(other, "rubbish.pem: ");
    wish.certificate = place_of("ca.pem"); /* has no key */
    AUTO(tls) *third = tls_new(ends[0], &wish);
    assert_refused(third, "ca.pem: ");
}

static void shows_its_own_certificate_to_a_server_that_asks(void **state UNUSED)
{
    const struct tls_wish wish = {
        .authority = place_of("ca.pem"),
        .certificate = place_of("own.pem"),
        .name = "127.0.0.1",
    };

    SSL_set_verify(peer, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), bank.certificate);
    AUTO(tls) *tls = tls_new(ends[0], &wish);
    assert_true(greet(tls));
    assert_int_equal(SSL_is_init_finished(peer), 1);
    assert_int_equal(SSL_get_verify_result(peer), X509_V_OK);
    X509 *shown = SSL_get1_peer_certificate(peer);
    assert_non_null(shown);
    assert_int_equal(X509_cmp(shown, client.certificate), 0);
    X509_free(shown);
}

static void what_is_older_than_1_2_is_refused(void **state UNUSED)
{
    static const struct {
        int version;
        bool good;
    } versions[] = {{TLS1_1_VERSION, false}, {TLS1_2_VERSION, true}};

    for (size_t i = 0; i < LENGTH(versions); i++) {
        end_server();
        close(ends[0]);
        close(ends[1]);
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
        begin_server(versions[i].version);
        AUTO(tls) *tls = open_with("ca.pem", "127.0.0.1");
        assert_int_equal(greet(tls), versions[i].good);
    }
}

static void an_end_that_goes_or_speaks_no_tls_is_noticed(void **state UNUSED)
{
    char bytes[4];
    AUTO(tls) *tls = open_with("ca.pem", "127.0.0.1");

    assert_true(greet(tls));
    shutdown(ends[1], SHUT_RDWR);
    assert_int_equal(tls_read(tls, bytes, sizeof(bytes)), -1);
    assert_true(strlen(tls_why(tls)) > 0);
    assert_false(tls_is_open(tls));
    close(ends[0]);
    close(ends[1]);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    AUTO(tls) *other = open_with("ca.pem", "127.0.0.1");
    assert_true(tls_greet(other));
    assert_int_equal(write(ends[1], "-ERR no such thing\r\n", 20), 20);
    assert_false(tls_greet(other));
    assert_non_null(strstr(tls_why(other), "TLS is refused: "));
}

/* What does not fit into the socket waits, and nothing of it is lost. */
static void waits_while_the_other_end_does_not_read(void **state UNUSED)
{
    static char much[1 << 20], got[1 << 16];
    AUTO(tls) *tls = open_with("ca.pem", "127.0.0.1");
    size_t sent = 0, heard = 0;
    ssize_t put;

    assert_true(greet(tls));
    for (size_t i = 0; i < sizeof(much); i++)
        much[i] = (char)(i % 251);
    while (sent < sizeof(much) && (put = tls_write(tls, much + sent, sizeof(much) - sent)) > 0)
        sent += (size_t)put;
    assert_true(sent < sizeof(much));
    while (heard < sizeof(much)) {
        int length = SSL_read(peer, got, sizeof(got));
        if (length > 0) {
            assert_memory_equal(got, much + heard, (size_t)length);
            heard += (size_t)length;
        }
        put = sent < sizeof(much) ? tls_write(tls, much + sent, sizeof(much) - sent) : 0;
        assert_true(put >= 0);
        sent += (size_t)put;
    }
    assert_int_equal(sent, sizeof(much));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(carries_bytes_both_ways),
        TEST(a_server_may_be_known_by_its_address),
        TEST(a_certificate_of_another_authority_is_refused),
        TEST(without_an_authority_of_ours_those_of_the_system_count),
        TEST(a_certificate_of_another_name_is_refused),
        TEST(a_certificate_of_another_address_is_refused),
        TEST(a_name_must_be_demanded),
        TEST(a_file_that_is_missing_or_none_is_named),
        TEST(shows_its_own_certificate_to_a_server_that_asks),
        TEST(what_is_older_than_1_2_is_refused),
        TEST(an_end_that_goes_or_speaks_no_tls_is_noticed),
        TEST(waits_while_the_other_end_does_not_read),
    };

    signal(SIGPIPE, SIG_IGN); /* as every service does */
    return cmocka_run_group_tests_name("tls", tests, NULL, NULL);
}
