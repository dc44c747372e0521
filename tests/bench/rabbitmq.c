/* A publisher of RabbitMQ for `tests/bench/run --rival`: persistent messages into a durable quorum queue, `window` of
 * them unconfirmed, for so many seconds; every message is confirmed before it ends. Prints how many were confirmed and in
 * how many seconds.
 *
 *     rabbitmq PORT QUEUE WINDOW SECONDS BYTES
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

#include <amqp.h>
#include <amqp_tcp_socket.h>

enum { CHANNEL = 1 };

struct confirmed {
    unsigned long upto;    /* every tag up to here */
    unsigned long beyond;  /* that many above it, told one by one */
    unsigned char *single; /* by tag modulo MARKS */
};

enum { MARKS = 1 << 16 };

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void demand(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "rabbitmq: %s\n", what);
    exit(1);
}

static void demand_reply(amqp_rpc_reply_t reply, const char *what)
{
    demand(reply.reply_type == AMQP_RESPONSE_NORMAL, what);
}

static amqp_connection_state_t connect_to(int port, const char *queue)
{
    amqp_connection_state_t connection = amqp_new_connection();
    amqp_socket_t *socket = amqp_tcp_socket_new(connection);
    amqp_table_entry_t kind = {
        .key = amqp_cstring_bytes("x-queue-type"),
        .value = {.kind = AMQP_FIELD_KIND_UTF8, .value.bytes = amqp_cstring_bytes("quorum")},
    };
    amqp_table_t arguments = {.num_entries = 1, .entries = &kind};

    demand(
        socket && amqp_socket_open(socket, "127.0.0.1", port) == AMQP_STATUS_OK,
        "nobody answers"
    );
    demand_reply(
        amqp_login(connection, "/", 0, 131072, 0, AMQP_SASL_METHOD_PLAIN, "guest", "guest"),
        "login"
    );
    amqp_channel_open(connection, CHANNEL);
    demand_reply(amqp_get_rpc_reply(connection), "channel");
    amqp_queue_declare(connection, CHANNEL, amqp_cstring_bytes(queue), 0, 1, 0, 0, arguments);
    demand_reply(amqp_get_rpc_reply(connection), "queue");
    amqp_confirm_select(connection, CHANNEL);
    demand_reply(amqp_get_rpc_reply(connection), "confirms");
    return connection;
}

static void take(struct confirmed *confirmed, const amqp_basic_ack_t *ack)
{
    if (ack->multiple) {
        while (confirmed->upto < ack->delivery_tag) {
            confirmed->upto++;
            confirmed->beyond -= confirmed->single[confirmed->upto % MARKS];
            confirmed->single[confirmed->upto % MARKS] = 0;
        }
        return;
    }
    if (ack->delivery_tag <= confirmed->upto)
        return;
    confirmed->single[ack->delivery_tag % MARKS] = 1;
    confirmed->beyond++;
    while (confirmed->single[(confirmed->upto + 1) % MARKS]) {
        confirmed->upto++;
        confirmed->single[confirmed->upto % MARKS] = 0;
        confirmed->beyond--;
    }
}

/* Waits for one confirm at least, when `wait`, and takes what else is there. */
static void
read_confirms(amqp_connection_state_t connection, struct confirmed *confirmed, int wait)
{
    for (;;) {
        struct timeval patience = {.tv_sec = wait ? 10 : 0};
        amqp_frame_t frame;
        int status = amqp_simple_wait_frame_noblock(connection, &frame, &patience);

        if (status == AMQP_STATUS_TIMEOUT) {
            demand(!wait, "no confirm for 10 s");
            return;
        }
        demand(status == AMQP_STATUS_OK, amqp_error_string2(status));
        demand(
            frame.frame_type == AMQP_FRAME_METHOD &&
                frame.payload.method.id == AMQP_BASIC_ACK_METHOD,
            "a message was not confirmed"
        );
        take(confirmed, frame.payload.method.decoded);
        wait = 0;
    }
}

int main(int argc, char **argv)
{
    demand(argc == 6, "rabbitmq PORT QUEUE WINDOW SECONDS BYTES");
    unsigned long window = strtoul(argv[3], NULL, 10), sent = 0;
    size_t length = strtoul(argv[5], NULL, 10);
    amqp_connection_state_t connection = connect_to((int)strtol(argv[1], NULL, 10), argv[2]);
    amqp_bytes_t body = {.len = length, .bytes = malloc(length)};
    amqp_basic_properties_t persistent = {
        ._flags = AMQP_BASIC_DELIVERY_MODE_FLAG,
        .delivery_mode = 2,
    };
    struct confirmed confirmed = {.single = calloc(MARKS, 1)};
    double began = now(), end = began + strtod(argv[4], NULL);

    demand(
        body.bytes && confirmed.single && window > 0 && window < MARKS,
        "no memory, or no window"
    );
    memset(body.bytes, 'x', length);
    while (now() < end || confirmed.upto < sent) {
        while (now() < end && sent - confirmed.upto - confirmed.beyond < window) {
            int status = amqp_basic_publish(
                connection,
                CHANNEL,
                amqp_cstring_bytes(""),
                amqp_cstring_bytes(argv[2]),
                0,
                0,
                &persistent,
                body
            );
            demand(status == AMQP_STATUS_OK, amqp_error_string2(status));
            sent++;
        }
        if (confirmed.upto < sent)
            read_confirms(connection, &confirmed, 1);
        amqp_maybe_release_buffers(connection);
    }
    printf("%lu %.3f\n", confirmed.upto, now() - began);
    amqp_connection_close(connection, AMQP_REPLY_SUCCESS);
    amqp_destroy_connection(connection);
    free(body.bytes);
    free(confirmed.single);
    return 0;
}
