/* See child.h. Whatever may allocate or read files is done before the fork. */
#include "deploy/local/supervisor/child.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { EXIT_NOT_STARTED = 127 };

enum error child_reaper_begin(void)
{
    return prctl(PR_SET_CHILD_SUBREAPER, 1) == 0 ? OK : ERROR_io;
}

static bool same_name(const char *a, const char *b)
{
    size_t length = strcspn(a, "=");
    return strncmp(a, b, length) == 0 && b[length] == '=';
}

static bool is_replaced(const char *old, char *const *env)
{
    for (; env && *env; env++)
        if (same_name(*env, old))
            return true;
    return false;
}

static enum error merge_env(char *const *env, char *ret_all[CHILD_ENV_MAX + 1])
{
    size_t count = 0;

    for (char **old = environ; *old; old++) {
        if (is_replaced(*old, env))
            continue;
        if (count == CHILD_ENV_MAX)
            return ERROR_too_large;
        ret_all[count++] = *old;
    }
    for (; env && *env; env++) {
        if (count == CHILD_ENV_MAX)
            return ERROR_too_large;
        ret_all[count++] = *env;
    }
    ret_all[count] = NULL;
    return OK;
}

static _Noreturn void give_up(const char *what, const char *name)
{
    dprintf(STDERR_FILENO, "supervisor: %s %s: %s\n", what, name, strerror(errno));
    _exit(EXIT_NOT_STARTED);
}

static void use_files(int output)
{
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    if (nothing >= 0)
        dup2(nothing, STDIN_FILENO);
    close_range(STDERR_FILENO + 1, ~0U, 0);
}

static void forget_signals(void)
{
    sigset_t none;

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    /* A script that starts the supervisor with & has it ignore SIGINT and SIGQUIT, and its children with it. */
    for (int number = 1; number < SIGRTMIN; number++)
        signal(number, SIG_DFL);
}

static void become(const struct passwd *user)
{
    if (initgroups(user->pw_name, user->pw_gid) != 0 || setgid(user->pw_gid) != 0 ||
        setuid(user->pw_uid) != 0)
        give_up("cannot become the user", user->pw_name);
}

static _Noreturn void
live(const struct child_order *order, const struct passwd *user, char **env, pid_t parent)
{
    setpgid(0, 0);
    use_files(order->output);
    forget_signals();
    if (user)
        become(user);
    if (order->folder && chdir(order->folder) != 0)
        give_up("cannot work in", order->folder);
    /* After the change of user, which would clear it; and the parent may be dead already. */
    prctl(PR_SET_PDEATHSIG, order->death_signal);
    if (getppid() != parent)
        _exit(EXIT_NOT_STARTED);
    execvpe(order->run[0], order->run, env);
    give_up("cannot run", order->run[0]);
}

enum error child_start(const struct child_order *order, pid_t *ret_pid)
{
    const struct passwd *user = NULL;
    char *env[CHILD_ENV_MAX + 1];
    enum error error = merge_env(order->env, env);
    if (error != OK)
        return error;
    if (order->user && geteuid() == 0) {
        user = getpwnam(order->user);
        if (!user)
            return ERROR_not_found;
    }

    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid < 0)
        return ERROR_io;
    if (pid == 0)
        live(order, user, env, parent);
    *ret_pid = pid;
    return OK;
}

/* The fourth field of /proc/<pid>/stat; the second one, the program's name, may hold anything. */
static pid_t parent_of(int proc, const char *pid)
{
    char path[280], stat[512];

    snprintf(path, sizeof(path), "%s/stat", pid);
    int fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    ssize_t length = read(fd, stat, sizeof(stat) - 1);
    close(fd);
    if (length <= 0)
        return 0;
    stat[length] = 0;

    const char *name_end = strrchr(stat, ')');
    if (!name_end || strlen(name_end) < 4 || name_end[2] == 'Z')
        return 0;
    return (pid_t)strtol(name_end + 4, NULL, 10);
}

size_t children_find(pid_t *ret_pids, size_t max)
{
    DIR *list = opendir("/proc");
    size_t count = 0;
    if (!list)
        return 0;

    pid_t self = getpid();
    for (struct dirent *item = readdir(list); item && count < max; item = readdir(list)) {
        char *end = NULL;
        long pid = strtol(item->d_name, &end, 10);
        if (pid > 0 && !*end && parent_of(dirfd(list), item->d_name) == self)
            ret_pids[count++] = (pid_t)pid;
    }
    closedir(list);
    return count;
}
