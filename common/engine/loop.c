/* See loop.h. The only file that knows what is waited for; nothing in it waits longer than 50 ms. */
#include "common/engine/loop.h"

#include <errno.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "common/engine/engine.h"
#include "common/log_syslog.h"
#include "common/memory.h"

enum {
    WAITED_MAX = 32,
    BIND_PATIENCE_US = 8 * 1000 * 1000,
    BIND_AGAIN_US = 200 * 1000,
    BUSY_PEER_MS = 5
};

/* Of these two nothing is asked when they have nothing: they stand first. */
struct woken {
    bool by_signal, by_zap;
};

static struct woken wait_for_something(struct engine *engine)
{
    struct waited waited[WAITED_MAX];
    size_t count = 0;
    int64_t timeout_ms = writer_timeout_ms(engine);

    waited[count++] = (struct waited){.fd = engine->signal_fd};
    waited[count++] = (struct waited){.socket = engine->zap};
    count += writer_wait(engine->writer, waited + count);
    if (engine->open) {
        count += gate_wait(engine->gate, waited + count);
        count += serve_wait(engine->serve, waited + count);
        count += follows_wait(engine->follows, waited + count);
        count += overviews_wait(engine->overviews, waited + count);
        if (serve_is_pressed(engine->serve))
            timeout_ms = int64_min(timeout_ms, BUSY_PEER_MS);
    }
    if (engine->projector)
        count += projector_wait(engine->projector, waited + count);
    sockets_wait(waited, count, timeout_ms);
    return (struct woken){waited[0].ready, waited[1].ready};
}

static void begin_drain(struct engine *engine)
{
    log_info("service.draining");
    engine->phase = PHASE_draining;
    engine->drain_until_ms = clock_monotone_us() / 1000 + engine->settings.drain_ms;
    http_set_ready(engine->http, "draining");
}

/* A second signal to stop ends at once. */
static void read_signals(struct engine *engine)
{
    struct signalfd_siginfo info;

    while (read(engine->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
        if (info.ssi_signo == SIGHUP)
            engine->reload = true;
        else if (engine->phase == PHASE_active)
            begin_drain(engine);
        else
            engine->phase = PHASE_ended;
    }
}

/* A process that is stopped, or dying, may hold the ports although it is the writer no more: they are asked for until
 * they are free, and this process says so. Whatever else is wrong with the address does not mend by waiting. */
static enum error wait_for_ports(struct engine *engine, bool taken)
{
    int64_t now_us = clock_monotone_us();

    http_set_ready(engine->http, taken ? "ports are taken" : "cannot bind");
    log_limited(
        LOG_warn,
        1,
        "service.waits_for_ports",
        LOG_FLAG("taken", taken),
        LOG_INT("seconds", (now_us - engine->open_since_us) / 1000000)
    );
    engine->bind_again_us = now_us + BIND_AGAIN_US;
    return !taken && now_us - engine->open_since_us > BIND_PATIENCE_US ? ERROR_io : OK;
}

/* Only the process that holds the lock binds. */
static enum error open_sockets(struct engine *engine)
{
    if (!engine->open_since_us)
        engine->open_since_us = clock_monotone_us();
    if (clock_monotone_us() < engine->bind_again_us)
        return OK;
    errno = 0;
    if (gate_open(engine) == OK && serve_open(engine) == OK && follows_open(engine) == OK) {
        engine->open = true;
        stream_note_applied(engine);
        engine->phase = PHASE_active;
        http_set_ready(engine->http, NULL);
        log_info("service.ready");
        return OK;
    }
    bool taken = errno == EADDRINUSE;
    gate_close(engine);
    serve_close(engine);
    return wait_for_ports(engine, taken);
}

/* Under the new key no old connection goes on: what waits is answered first, and comes again. */
static void close_sockets(struct engine *engine)
{
    gate_give_up(engine, true);
    gate_close(engine);
    serve_close(engine);
    engine->open = false;
    engine->bind_anew = false;
    engine->open_since_us = engine->bind_again_us = 0;
    http_set_ready(engine->http, "binding anew");
}

static enum error reload(struct engine *engine)
{
    enum keys_changed changed = engine_reload(engine);

    if (engine->phase != PHASE_active)
        return OK;
    engine->bind_anew = engine->bind_anew || changed == KEYS_server;
    return changed == KEYS_own ? follows_open(engine) : OK;
}

/* Also while it binds anew and has no sockets. */
static void turn_drain(struct engine *engine)
{
    if (engine->open)
        gate_give_up(engine, true);
    if (writer_is_empty(engine->writer))
        writer_finish(engine);
    if (writer_is_idle(engine->writer))
        engine->phase = PHASE_ended;
    if (clock_monotone_us() / 1000 > engine->drain_until_ms) {
        log_warn("service.drain_cut_off");
        engine->phase = PHASE_ended;
    }
}

static enum error turn_open(struct engine *engine)
{
    gate_turn(engine);
    enum error error = follows_turn(engine);
    if (error != OK)
        return error;
    gate_give_up(engine, false);
    if (engine->reload && writer_may_reload(engine->writer))
        error = reload(engine);
    if (engine->phase != PHASE_draining && engine->bind_anew && writer_is_empty(engine->writer))
        close_sockets(engine);
    return error;
}

/* What /readyz?verbose says of the stores is what their metrics say. */
static void show_stores(struct engine *engine)
{
    http_set_check(engine->http, "postgres", metric_value(METRIC_shouli_postgres_up) == 1);
    if (engine->projector)
        http_set_check(engine->http, "redis", metric_value(METRIC_shouli_redis_up) == 1);
}

enum error engine_loop(struct engine *engine)
{
    enum error error = OK;

    http_set_ready(engine->http, "standby");
    while (engine->phase != PHASE_ended && error == OK) {
        const struct woken woken = wait_for_something(engine);
        if (woken.by_signal)
            read_signals(engine);
        allow_tell_time(engine->allow, engine_now_ms(engine));
        if (woken.by_zap)
            zap_turn(engine->zap, engine->allow);
        if (engine->open)
            error = turn_open(engine);
        if (engine->phase == PHASE_draining)
            turn_drain(engine);
        if (error == OK)
            error = writer_turn(engine);
        if (error == OK && !engine->open && engine->phase < PHASE_draining &&
            writer_is_active(engine->writer))
            error = open_sockets(engine);
        if (engine->open) {
            serve_turn(engine);
            overviews_turn(engine->overviews, engine->chore_due_ms, engine_now_ms(engine));
        }
        if (engine->projector)
            projector_turn(engine);
        log_syslog_turn();
        show_stores(engine);
        http_tick(engine->http);
        (void)memory_tidy(clock_monotone_us());
    }
    return error;
}
