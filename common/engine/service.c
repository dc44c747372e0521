/* The main function of a service: settings, keys, policies, then the loop. See service.h. */
#include "common/engine/engine.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "common/engine/health.h"
#include "common/engine/keys.h"
#include "common/engine/loop.h"
#include "common/engine/watch.h"
#include "common/log_syslog.h"
#include "common/memory.h"
#include "common/sha256.h"

#ifndef SHOULI_VERSION
#define SHOULI_VERSION "0.1.0"
#endif

static struct settings_part part_of(struct engine *engine)
{
    return (struct settings_part
    ){"every service", engine_settings_table, engine_settings_count, &engine->settings};
}

static int usage(const struct service *service, const struct settings_part *part)
{
    printf("shouli-%s: one service of shouli (受理), see README.md\n\n", service->name);
    printf("  --check-config  read settings, keys and policies, say what is wrong, end\n");
    printf(
        "  --health        ask the process that runs with these settings whether it is well\n"
    );
    printf("  --settings      the settings as a Markdown table\n  --version\n\n");
    settings_print_help(stdout, part, 1);
    return 0;
}

enum error policy_note(
    struct policy_set *set,
    struct arena *arena,
    const char *name,
    struct text version,
    const char *path
)
{
    struct policy_file *file = &set->file[set->count];
    struct sha256 sum;
    uint8_t part[4096];
    FILE *from = fopen(path, "re");

    if (!from || set->count == POLICY_FILES_MAX) {
        if (from)
            fclose(from);
        set->faults = arena_format(arena, "%s: cannot be read", path);
        return ERROR_config;
    }
    sha256_begin(&sum);
    for (size_t got; (got = fread(part, 1, sizeof(part), from)) > 0;)
        sha256_add(&sum, (struct bytes){part, got});
    fclose(from);
    sha256_end(&sum, file->sha256);
    file->name = arena_text(arena, text_of(name));
    file->version = arena_text(arena, version);
    set->count++;
    return OK;
}

static const char *path_of(struct arena *arena, const char *folder, const char *name)
{
    return arena_format(arena, "%s/%s.yaml", folder, name).at;
}

enum error policy_open(
    struct policy_set *set,
    struct arena *arena,
    const char *folder,
    const char *name,
    struct yaml *ret_yaml
)
{
    if (yaml_read_file(ret_yaml, arena, path_of(arena, folder, name)) == OK)
        return OK;
    set->faults = ret_yaml->faults;
    return ERROR_config;
}

enum error
policy_close(struct policy_set *set, const char *folder, const char *name, struct yaml *yaml)
{
    struct text version = yaml_text(yaml, yaml->root, "version", (struct text){0});

    if (yaml_ok(yaml))
        return policy_note(set, yaml->arena, name, version, path_of(yaml->arena, folder, name));
    set->faults = yaml->faults;
    return ERROR_config;
}

static bool say(struct text fault)
{
    fprintf(stderr, "%.*s\n", (int)fault.length, fault.at);
    return false;
}

static bool read_policies(struct engine *engine, int turn)
{
    struct policy_set *set = &engine->policy_sets[turn];

    arena_reset(&engine->policies_arena[turn]);
    *set = (struct policy_set){.count = 0};
    if (!engine->service->policies_load)
        return true;
    if (engine->service->policies_load(
            &engine->policies_arena[turn],
            engine->settings.config_dir.at,
            set
        ) == OK)
        return true;
    return say(set->faults.at ? set->faults : TEXT("a policy is wrong"));
}

/* SIGHUP: policies, the allow-list and keys, between two batches; a wrong file changes nothing. */
enum keys_changed engine_reload(struct engine *engine)
{
    struct arena arena = {0};
    struct text fault = {0};
    int next = 1 - engine->policies_turn;

    engine->reload = false;
    if (read_policies(engine, next)) {
        engine->policies_turn = next;
        engine->adopts = true;
    }
    enum keys_changed changed = keys_reload(engine, &arena, &fault);
    if (fault.at)
        say(fault);
    metric_add(METRIC_shouli_reloads_total, 1);
    log_info(
        "service.reloaded",
        LOG_FLAG("policies", engine->policies_turn == next),
        LOG_FLAG("keys", changed != KEYS_same)
    );
    arena_done(&arena);
    return changed;
}

static int http_port_of(const struct engine *engine)
{
    return engine->settings.http_port
               ? (int)engine->settings.http_port
               : (int)engine->settings.port_base + 4000 + engine->service->port;
}

static int say_health(const struct engine *engine)
{
    char why[HEALTH_WHY_BYTES_MAX];
    bool well = health_ask(engine->settings.listen.at, http_port_of(engine), why);

    puts(why);
    return well ? 0 : 1;
}

static bool open_http(struct engine *engine)
{
    const struct http_sources *sources = &engine->http_sources;
    int port = http_port_of(engine);
    const char *address = engine->settings.listen.at;

    engine->http_sources = (struct http_sources){engine->service->name, SHOULI_VERSION, NULL};
    if (http_open(&engine->http, address, port, sources) == OK)
        return true;
    if (engine->settings.http_port || http_open(&engine->http, address, 0, sources) != OK)
        return say(TEXT("the HTTP port is taken; set SHOULI_HTTP_PORT"));
    log_info("service.http_elsewhere", LOG_INT("port", http_port(engine->http)));
    return true;
}

static int open_signals(void)
{
    sigset_t set;

    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool set_up(struct engine *engine, struct arena *arena)
{
    const struct service *service = engine->service;

    engine->stream_name =
        engine->settings.partition
            ? arena_format(arena, "%s.%d", service->name, (int)engine->settings.partition).at
            : service->name;
    engine->source = arena_format(arena, "/shouli/%s", engine->stream_name);
    if (!engine->settings.database_url.hidden.at ||
        !engine->settings.database_url.hidden.length)
        return say(TEXT("SHOULI_DATABASE_URL is not set: the PostgreSQL of this service"));
    if (service->projection && !engine->settings.redis_url.hidden.length)
        return say(
            TEXT("SHOULI_REDIS_URL is not set: this service keeps its queues or timers there")
        );
    struct text fault = {0};
    if (!keys_read(engine, arena, &fault))
        return say(fault);
    engine->adopts = read_policies(engine, 0);
    return engine->adopts;
}

static void tear_down(struct engine *engine)
{
    gate_close(engine);
    serve_close(engine);
    follows_close(engine);
    projector_destroy(&engine->projector);
    overviews_destroy(&engine->overviews);
    writer_destroy(&engine->writer);
    parked_destroy(&engine->parked);
    counts_destroy(&engine->counts);
    stream_destroy(&engine->stream);
    allow_destroy(&engine->allow);
    socket_destroy(&engine->zap);
    sockets_destroy(&engine->sockets);
    http_close(&engine->http);
    vault_done(&engine->vault);
    arena_done(&engine->policies_arena[0]);
    arena_done(&engine->policies_arena[1]);
    memory_free(engine->chore_due_ms);
    if (engine->signal_fd > 0)
        close(engine->signal_fd);
    log_syslog_close();
    metrics_done();
}

/* Another process has become the writer while this one had lost its connection. It is well otherwise, so it begins anew
 * from its first line and stands by, under the same process id; nobody has to start it. What a stream of others contradicts
 * is not mended so. */
static int begin_anew(char **argv)
{
    static const char itself[] = "/proc/self/exe";

    execv(itself, argv);
    fprintf(stderr, "%s cannot be run again; start this service\n", itself);
    return 1;
}

int engine_code(const struct engine *engine, enum error error)
{
    if (!writer_is_overtaken(engine->writer))
        return error == OK ? 0 : 1;
    return engine->phase < PHASE_draining ? CODE_begin_anew : 0;
}

static int run(struct engine *engine)
{
    if (!open_http(engine))
        return 1;
    engine->signal_fd = open_signals();
    engine->sockets = sockets_new();
    if (socket_bind_zap(engine->sockets, &engine->zap) != OK)
        return 1;
    engine->stream = stream_new(engine->stream_name, (size_t)engine->settings.ring_bytes_max);
    engine->counts = counts_new();
    engine->parked = parked_new();
    engine->chore_due_ms = memory_new(engine->service->chore_count + 1, sizeof(int64_t));
    watch_begin(engine->service->projection != NULL);
    if (engine->service->show)
        engine->service->show();
    engine->writer = writer_new(engine);
    engine->overviews = overviews_new(engine);
    if (engine->service->projection)
        engine->projector = projector_new(engine);
    log_info("service.started", LOG_STRING("version", SHOULI_VERSION));
    enum error error = engine_loop(engine);
    log_info("service.ended", LOG_STRING("why", error_name(error)));
    return engine_code(engine, error);
}

/* A word that is mistyped must not start a second process. */
static bool options_are_known(int argc, char **argv)
{
    static const char *const known[] =
        {"--help", "--version", "--settings", "--health", "--check-config"};

    for (size_t i = 0; argc == 2 && i < LENGTH(known); i++)
        if (strcmp(argv[1], known[i]) == 0)
            return true;
    return argc <= 1;
}

int service_main(const struct service *service, int argc, char **argv)
{
    struct engine *engine = memory_new(1, sizeof(*engine));
    struct settings_part part = part_of(engine);
    struct arena arena = {0};
    struct text faults = {0};
    const char *option = argc > 1 ? argv[1] : "";
    enum log_level level = LOG_info;
    int code = 2;

    engine->service = service;
    if (!options_are_known(argc, argv)) {
        say(TEXT("no such option, or more than one; --help lists them"));
    } else if (strcmp(option, "--help") == 0) {
        code = usage(service, &part);
    } else if (strcmp(option, "--version") == 0) {
        code = printf("shouli-%s %s\n", service->name, SHOULI_VERSION) < 0;
    } else if (strcmp(option, "--settings") == 0) {
        settings_print_reference(stdout, &part, 1);
        code = 0;
    } else if (settings_load(&part, 1, environ, &arena, &faults) != OK) {
        say(faults);
    } else if (strcmp(option, "--health") == 0) {
        code = say_health(engine);
    } else if (!log_level_from_text(engine->settings.log_level, &level)) {
        say(TEXT("SHOULI_LOG_LEVEL: debug, info, warn or error"));
    } else if (!log_syslog_open(
                   engine->settings.log_syslog,
                   arena_format(&arena, "shouli-%s", service->name).at
               )) {
        say(TEXT("SHOULI_LOG_SYSLOG: unix:PATH, udp:ADDRESS:PORT or tcp:ADDRESS:PORT"));
    } else if (set_up(engine, &arena)) {
        log_init(service->name, level);
        code = strcmp(option, "--check-config") == 0 ? 0 : run(engine);
    }
    tear_down(engine);
    arena_done(&arena);
    memory_free(engine);
    return code == CODE_begin_anew ? begin_anew(argv) : code;
}
