/* See supervisor.h. Each turn walks the table once; every state has one function. */
#include "deploy/local/supervisor/supervisor.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/memory.h"
#include "deploy/local/supervisor/child.h"

enum { WAKE_MS_MAX = 60000, ORPHANS_LOOK_MS = 50 };

enum process_state { WAITING, STARTING, READY, DONE, FALLEN, STOPPING, STOPPED };

struct process {
    const struct entry *entry;
    enum process_state state;
    pid_t pid;          /* 0: does not run */
    pid_t check;        /* the command that asks whether it is ready; 0: none */
    int64_t check_ms;   /* when to ask next, or until when an answer may take */
    int64_t started_ms; /* of this life */
    int64_t due_ms;     /* FALLEN: start again; STOPPING: SIGKILL */
    int64_t back_off_ms;
    int deaths; /* since it was last ready */
    bool was_ready;
};

struct supervisor {
    const struct table *table;
    struct report report;
    bool stopping;
    bool killing;
    bool over;
    int64_t orphans_ms; /* since when there are some; -1: none */
    struct process processes[TABLE_ENTRIES_MAX];
};

static bool runs(const struct process *process)
{
    return process->pid != 0;
}

static bool is_up(const struct process *process)
{
    return process->state == READY || process->state == DONE;
}

static void become_ready(struct supervisor *self, struct process *process, int64_t now_ms)
{
    process->state = process->entry->kind == ENTRY_task ? DONE : READY;
    process->was_ready = true;
    report_say(
        &self->report,
        process->entry->name,
        "%s after %lld ms",
        process->state == DONE ? "done" : "ready",
        (long long)(now_ms - process->started_ms)
    );
}

static void fall(struct process *process, int64_t now_ms)
{
    if (process->state == READY && now_ms - process->started_ms >= STEADY_MS)
        process->back_off_ms = 0;
    process->deaths = process->state == READY ? 1 : process->deaths + 1;
    process->back_off_ms =
        int64_min(int64_max(process->back_off_ms * 2, BACK_OFF_MIN_MS), BACK_OFF_MAX_MS);
    process->due_ms = now_ms + process->back_off_ms;
    process->state = FALLEN;
}

static void start(struct supervisor *self, struct process *process, int64_t now_ms)
{
    const struct entry *entry = process->entry;
    struct child_order order = {
        .run = entry->run,
        .env = entry->env,
        .folder = entry->folder,
        .user = entry->user,
        .output = run_folder_open_log(self->report.folder, entry->name),
        .death_signal = entry->death_signal,
    };
    enum error error = order.output < 0 ? ERROR_io : child_start(&order, &process->pid);

    if (order.output >= 0)
        close(order.output);
    process->started_ms = now_ms;
    if (error != OK) {
        report_say(&self->report, entry->name, "cannot be started: %s", error_sentence(error));
        fall(process, now_ms);
        return;
    }
    process->state = STARTING;
    process->check_ms = now_ms;
    if (run_folder_write_pid(self->report.folder, entry->name, process->pid) != OK)
        report_say(&self->report, entry->name, "its pid file cannot be written");
    if (entry->kind == ENTRY_service && !entry->ready)
        become_ready(self, process, now_ms);
}

/* Asks again and again whether the process serves; an answer that takes too long is none. */
static void check(struct process *process, int64_t now_ms)
{
    if (!process->entry->ready || now_ms < process->check_ms)
        return;
    if (process->check) {
        kill(process->check, SIGKILL);
        return;
    }

    int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    struct child_order order = {
        .run = process->entry->ready,
        .env = process->entry->env,
        .output = nothing,
        .death_signal = SIGKILL,
    };
    bool begun = nothing >= 0 && child_start(&order, &process->check) == OK;
    process->check_ms = now_ms + (begun ? CHECK_LIMIT_MS : CHECK_EVERY_MS);
    if (nothing >= 0)
        close(nothing);
}

/* The order counts when it starts first; a service that died later has to cope without the others. */
static bool may_begin(const struct supervisor *self, const struct process *process)
{
    for (size_t i = 0; i < process->entry->after_count; i++)
        if (!self->processes[process->entry->after[i]].was_ready)
            return false;
    return true;
}

static bool is_known(const struct supervisor *self, pid_t pid)
{
    for (size_t i = 0; i < self->table->count; i++)
        if (self->processes[i].pid == pid || self->processes[i].check == pid)
            return true;
    return false;
}

/* Whether descendants of dead processes still live. They are given time, then a signal, then the last. */
static bool has_orphans(struct supervisor *self, int64_t now_ms)
{
    pid_t pids[CHILDREN_MAX];
    size_t count = children_find(pids, CHILDREN_MAX), orphans = 0;

    for (size_t i = 0; i < count; i++) {
        if (is_known(self, pids[i]))
            continue;
        orphans++;
        if (self->orphans_ms < 0)
            self->orphans_ms = now_ms;
        if (self->killing || now_ms - self->orphans_ms >= ORPHANS_KILL_MS)
            kill(pids[i], SIGKILL);
        else if (now_ms - self->orphans_ms >= ORPHANS_QUIT_MS)
            kill(pids[i], SIGQUIT);
    }
    if (!orphans)
        self->orphans_ms = -1;
    return orphans > 0;
}

static bool is_needed(const struct supervisor *self, const struct process *process)
{
    size_t index = (size_t)(process - self->processes);

    for (size_t i = index + 1; i < self->table->count; i++) {
        const struct process *other = &self->processes[i];
        for (size_t j = 0; j < other->entry->after_count; j++)
            if (other->entry->after[j] == index && runs(other))
                return true;
    }
    return false;
}

static void stop(struct supervisor *self, struct process *process, int64_t now_ms)
{
    if (process->check) {
        kill(process->check, SIGKILL);
        process->check = 0;
    }
    if (!runs(process)) {
        process->state = STOPPED;
    } else if (self->killing || (process->state == STOPPING && now_ms >= process->due_ms)) {
        kill(process->pid, SIGKILL);
        process->state = STOPPING;
        process->due_ms = now_ms + WAKE_MS_MAX;
    } else if (process->state != STOPPING && !is_needed(self, process)) {
        kill(process->pid, process->entry->stop_signal);
        process->state = STOPPING;
        process->due_ms = now_ms + process->entry->stop_ms;
    }
}

static void stop_turn(struct supervisor *self, int64_t now_ms)
{
    bool left = false;

    for (size_t i = self->table->count; i-- > 0;) {
        stop(self, &self->processes[i], now_ms);
        left = left || runs(&self->processes[i]);
    }
    self->over = !left && !has_orphans(self, now_ms);
}

static void process_turn(struct supervisor *self, struct process *process, int64_t now_ms)
{
    switch (process->state) {
    case WAITING:
        if (may_begin(self, process))
            start(self, process, now_ms);
        break;
    case FALLEN:
        if (now_ms >= process->due_ms && !has_orphans(self, now_ms))
            start(self, process, now_ms);
        break;
    case STARTING:
        check(process, now_ms);
        break;
    case READY:
    case DONE:
    case STOPPING:
    case STOPPED:
        break;
    }
}

static int64_t due_in(const struct process *process, int64_t now_ms)
{
    int64_t due_ms = now_ms + WAKE_MS_MAX;

    if (process->state == FALLEN || process->state == STOPPING)
        due_ms = process->due_ms;
    else if (process->state == STARTING && process->entry->ready)
        due_ms = process->check_ms;
    return int64_min(int64_max(due_ms - now_ms, 0), WAKE_MS_MAX);
}

int64_t supervisor_turn(struct supervisor *self, int64_t now_ms)
{
    int64_t wake_ms = WAKE_MS_MAX;

    if (self->stopping)
        stop_turn(self, now_ms);
    else
        for (size_t i = 0; i < self->table->count; i++)
            process_turn(self, &self->processes[i], now_ms);
    for (size_t i = 0; i < self->table->count; i++)
        wake_ms = int64_min(wake_ms, due_in(&self->processes[i], now_ms));
    return self->orphans_ms >= 0 ? ORPHANS_LOOK_MS : wake_ms;
}

static void
take_check(struct supervisor *self, struct process *process, int status, int64_t now_ms)
{
    process->check = 0;
    process->check_ms = now_ms + CHECK_EVERY_MS;
    if (status == 0 && process->state == STARTING)
        become_ready(self, process, now_ms);
}

static void
take_death(struct supervisor *self, struct process *process, int status, int64_t now_ms)
{
    const char *name = process->entry->name;
    char words[REPORT_LINE_BYTES];

    process->pid = 0;
    run_folder_remove_pid(self->report.folder, name);
    if (process->check) {
        kill(process->check, SIGKILL); /* reaped as a stranger */
        process->check = 0;
    }
    if (self->stopping) {
        process->state = STOPPED;
        report_say(&self->report, name, "stopped");
        return;
    }
    if (process->entry->kind == ENTRY_task && status == 0) {
        become_ready(self, process, now_ms);
        return;
    }
    fall(process, now_ms);
    report_last_words(&self->report, name, words);
    report_say(
        &self->report,
        name,
        "died (%s %d), again in %lld ms%s",
        WIFSIGNALED(status) ? "signal" : "exit status",
        WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status),
        (long long)process->back_off_ms,
        words
    );
}

void supervisor_reap(struct supervisor *self, int64_t now_ms)
{
    int status = 0;

    for (pid_t pid = waitpid(-1, &status, WNOHANG); pid > 0;
         pid = waitpid(-1, &status, WNOHANG))
        for (size_t i = 0; i < self->table->count; i++) {
            struct process *process = &self->processes[i];
            if (process->pid == pid)
                take_death(self, process, status, now_ms);
            else if (process->check == pid)
                take_check(self, process, status, now_ms);
        }
}

struct supervisor *supervisor_new(const struct table *table, struct report report)
{
    struct supervisor *self = memory_new(1, sizeof(*self));

    *self = (struct supervisor){
        .table = table,
        .report = report,
        .orphans_ms = -1,
    };
    for (size_t i = 0; i < table->count; i++)
        self->processes[i] = (struct process){.entry = &table->entries[i], .state = WAITING};
    return self;
}

void supervisor_destroy(struct supervisor **self)
{
    if (*self)
        memory_free(*self);
    *self = NULL;
}

bool supervisor_is_ready(const struct supervisor *self)
{
    for (size_t i = 0; i < self->table->count; i++)
        if (!is_up(&self->processes[i]))
            return false;
    return true;
}

bool supervisor_is_hopeless(const struct supervisor *self)
{
    for (size_t i = 0; i < self->table->count; i++)
        if (!self->processes[i].was_ready && self->processes[i].deaths >= HOPELESS_DEATHS)
            return true;
    return false;
}

void supervisor_explain(struct supervisor *self)
{
    char words[REPORT_LINE_BYTES];

    for (size_t i = 0; i < self->table->count; i++) {
        const struct process *process = &self->processes[i];
        if (is_up(process))
            continue;
        report_last_words(&self->report, process->entry->name, words);
        report_say(
            &self->report,
            process->entry->name,
            "is not ready%s%s",
            process->state == WAITING ? ", it waits for others" : "",
            process->state == WAITING ? "" : words
        );
    }
}

void supervisor_forget_progress(struct supervisor *self)
{
    self->report.progress = -1;
}

void supervisor_stop(struct supervisor *self)
{
    self->stopping = true;
}

void supervisor_kill(struct supervisor *self)
{
    self->stopping = true;
    self->killing = true;
}

bool supervisor_is_over(const struct supervisor *self)
{
    return self->over;
}
