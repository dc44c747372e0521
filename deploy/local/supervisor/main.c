/* shouli-supervisor: starts the processes of a table and keeps them alive until it is told to stop.
 *
 *     shouli-supervisor [--detach] [--deadline SECONDS] [--while-stdin] FOLDER TABLE
 *
 * Prints one line a step until all are ready, then the line "ready" and nothing more; FOLDER/log has the
 * rest. SIGTERM or SIGINT stops everything in order, a second one at once. Ends with 0 when it was told
 * to stop, 1 when the start failed, 2 when it was called wrongly. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "deploy/local/supervisor/child.h"
#include "deploy/local/supervisor/supervisor.h"

enum { DEADLINE_SECONDS_MAX = 3600, EXIT_FAILED = 1, EXIT_CALL = 2 };

static const char ready_line[] = "ready\n";

struct options {
    const char *folder;
    const char *table;
    int64_t deadline_ms; /* until all must be ready; 0: no limit */
    bool detach;         /* return when ready, go on in the background */
    bool while_stdin;    /* stop when stdin is closed, so when the caller dies */
};

/* What the loop looks at. */
struct loop {
    struct supervisor *supervisor;
    int signals;
    int input;         /* -1: not watched */
    int progress;      /* -1: nobody waits any longer */
    int64_t failed_ms; /* when the start counts as failed; 0: never */
    bool failed;
    bool stopped;
    bool told; /* by a signal */
};

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void stop(struct loop *loop)
{
    supervisor_stop(loop->supervisor);
    loop->stopped = true;
}

/* Only a second signal is somebody's impatience: what failed or was left may be stopping already. */
static void take_order(struct loop *loop)
{
    if (loop->told)
        supervisor_kill(loop->supervisor);
    stop(loop);
    loop->told = true;
}

static void take_signals(struct loop *loop)
{
    struct signalfd_siginfo signal;

    while (read(loop->signals, &signal, sizeof(signal)) == (ssize_t)sizeof(signal))
        if (signal.ssi_signo != SIGCHLD)
            take_order(loop);
    supervisor_reap(loop->supervisor, now_ms());
}

static void take_input(struct loop *loop)
{
    char bytes[64];

    if (read(loop->input, bytes, sizeof(bytes)) > 0)
        return;
    loop->input = -1;
    stop(loop);
}

static void end_progress(struct loop *loop)
{
    /* Not closed: a log opened next would get the number of stdout, and a child close it. */
    int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);

    supervisor_forget_progress(loop->supervisor);
    if (nothing >= 0) {
        dup2(nothing, loop->progress);
        close(nothing);
    }
    loop->progress = -1;
}

/* The start succeeds, fails, or nobody waits for it any longer. True when there is something to do now. */
static bool judge_start(struct loop *loop)
{
    if (loop->progress < 0 || loop->stopped)
        return false;
    if (supervisor_is_ready(loop->supervisor)) {
        dprintf(loop->progress, "%s", ready_line);
        end_progress(loop);
        return false;
    }
    if (!loop->failed_ms ||
        (now_ms() < loop->failed_ms && !supervisor_is_hopeless(loop->supervisor)))
        return false;
    supervisor_explain(loop->supervisor);
    loop->failed = true;
    stop(loop);
    return true;
}

static int64_t wait_at_most(const struct loop *loop, int64_t wake_ms)
{
    if (loop->progress < 0 || !loop->failed_ms)
        return wake_ms;
    return int64_max(0, int64_min(wake_ms, loop->failed_ms - now_ms()));
}

static int run(struct loop *loop)
{
    while (!supervisor_is_over(loop->supervisor)) {
        int64_t wake_ms = supervisor_turn(loop->supervisor, now_ms());
        if (judge_start(loop) || supervisor_is_over(loop->supervisor))
            continue;
        struct pollfd watched[] = {
            {.fd = loop->signals, .events = POLLIN},
            {.fd = loop->input, .events = POLLIN},
            {.fd = loop->progress, .events = 0},
        };
        if (loop->stopped || loop->failed)
            watched[2].fd = -1;
        if (poll(watched, LENGTH(watched), (int)wait_at_most(loop, wake_ms)) < 0 &&
            errno != EINTR)
            return EXIT_FAILED;
        if (watched[0].revents)
            take_signals(loop);
        if (watched[1].revents)
            take_input(loop);
        if (watched[2].revents & POLLERR)
            stop(loop);
    }
    return loop->failed ? EXIT_FAILED : EXIT_SUCCESS;
}

static int signals_open(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

static int supervise(const struct options *options, const struct table *table, int progress)
{
    struct run_folder folder = {.fd = -1};
    enum error error = run_folder_open(options->folder, &folder);

    if (error == OK)
        error = child_reaper_begin();
    if (error != OK) {
        dprintf(
            progress,
            "%s: %s\n",
            options->folder,
            error == ERROR_refused ? "another supervisor works here" : error_sentence(error)
        );
        run_folder_close(&folder);
        return EXIT_FAILED;
    }

    int log = run_folder_open_log(&folder, "supervisor");
    AUTO(supervisor) *supervisor = supervisor_new(
        table,
        (struct report){.folder = &folder, .log = log, .progress = progress}
    );
    struct loop loop = {
        .supervisor = supervisor,
        .signals = signals_open(),
        .input = options->while_stdin ? STDIN_FILENO : -1,
        .progress = progress,
        .failed_ms = options->deadline_ms ? now_ms() + options->deadline_ms : 0,
    };
    int status = run(&loop);
    run_folder_close(&folder);
    return status;
}

/* Passes on what the supervisor in the background reports; 0 when it says that all are ready. */
static int listen_to(int progress)
{
    char line[4096];
    int status = EXIT_FAILED;
    FILE *file = fdopen(progress, "r");

    while (file && fgets(line, sizeof(line), file)) {
        if (strcmp(line, ready_line) == 0)
            status = EXIT_SUCCESS;
        fputs(line, stdout);
        fflush(stdout);
    }
    if (file)
        fclose(file);
    return status;
}

static int supervise_detached(const struct options *options, const struct table *table)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return EXIT_FAILED;

    pid_t pid = fork();
    if (pid < 0)
        return EXIT_FAILED;
    if (pid > 0) {
        close(ends[1]);
        return listen_to(ends[0]);
    }
    close(ends[0]);
    setsid();
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = STDIN_FILENO; nothing >= 0 && fd <= STDERR_FILENO; fd++)
        dup2(nothing, fd);
    return supervise(options, table, ends[1]);
}

static bool options_take(int argc, char **argv, struct options *ret_options)
{
    static const struct option known[] = {
        {"detach", no_argument, NULL, 'd'},
        {"deadline", required_argument, NULL, 't'},
        {"while-stdin", no_argument, NULL, 'w'},
        {NULL, 0, NULL, 0},
    };
    struct options options = {0};

    for (int key = 0; (key = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        char *end = NULL;
        if (key == 'd')
            options.detach = true;
        else if (key == 'w')
            options.while_stdin = true;
        else if (key == 't')
            options.deadline_ms = strtol(optarg, &end, 10) * 1000;
        else
            return false;
        if (end && (*end || options.deadline_ms < 1000 ||
                    options.deadline_ms > DEADLINE_SECONDS_MAX * 1000))
            return false;
    }
    if (argc - optind != 2 || (options.detach && options.while_stdin))
        return false;
    options.folder = argv[optind];
    options.table = argv[optind + 1];
    *ret_options = options;
    return true;
}

int main(int argc, char **argv)
{
    struct options options;
    struct table table = {0};
    char reason[TABLE_REASON_BYTES];

    if (!options_take(argc, argv, &options)) {
        fputs(
            "usage: shouli-supervisor [--detach] [--deadline 1-3600] [--while-stdin] FOLDER "
            "TABLE\n",
            stderr
        );
        return EXIT_CALL;
    }
    if (table_read(options.table, &table, reason) != OK) {
        fprintf(stderr, "%s\n", reason);
        table_done(&table);
        return EXIT_CALL;
    }

    int status = options.detach ? supervise_detached(&options, &table)
                                : supervise(&options, &table, STDOUT_FILENO);
    table_done(&table);
    return status;
}
