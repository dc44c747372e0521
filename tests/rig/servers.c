/* See servers.h. deploy/local/servers does the work, for tests in C and in Python alike. */
#include "tests/rig/servers.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void run_script(int input, int output)
{
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    execl("deploy/local/servers", "deploy/local/servers", NULL);
    perror("deploy/local/servers");
    _exit(127);
}

static void take_line(struct servers *servers, const char *line)
{
    const struct {
        const char *name;
        char *place;
    } settings[] = {
        {"SHOULI_RUN_DIR=", servers->folder},
        {"SHOULI_DATABASE_URL=", servers->database_url},
        {"SHOULI_REDIS_URL=", servers->redis_url},
    };

    for (size_t i = 0; i < LENGTH(settings); i++) {
        size_t length = strlen(settings[i].name);
        if (strncmp(line, settings[i].name, length) == 0)
            snprintf(
                settings[i].place,
                SERVERS_TEXT_BYTES,
                "%.*s",
                (int)strcspn(line + length, "\n"),
                line + length
            );
    }
}

static bool read_until_ready(struct servers *servers, int output)
{
    char line[SERVERS_TEXT_BYTES * 2];
    bool ready = false;
    FILE *file = fdopen(output, "r");

    while (file && !ready && fgets(line, sizeof(line), file)) {
        ready = strcmp(line, "ready\n") == 0;
        take_line(servers, line);
    }
    if (file)
        fclose(file);
    return ready;
}

enum error servers_start(struct servers *ret_servers)
{
    int input[2], output[2];
    struct servers servers = {0};

    if (pipe2(input, O_CLOEXEC) != 0 || pipe2(output, O_CLOEXEC) != 0)
        return ERROR_io;
    servers.pid = fork();
    if (servers.pid < 0)
        return ERROR_io;
    if (servers.pid == 0)
        run_script(input[0], output[1]);
    close(input[0]);
    close(output[1]);
    servers.input = input[1];
    if (!read_until_ready(&servers, output[0])) {
        servers_stop(&servers);
        return ERROR_io;
    }
    *ret_servers = servers;
    return OK;
}

void servers_stop(struct servers *servers)
{
    if (!servers->pid)
        return;
    close(servers->input);
    waitpid(servers->pid, NULL, 0);
    servers->pid = 0;
}

pid_t servers_pid(const struct servers *servers, const char *name)
{
    char path[SERVERS_TEXT_BYTES + 64], digits[16] = "";

    snprintf(path, sizeof(path), "%s/pids/%s.pid", servers->folder, name);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    if (!fgets(digits, sizeof(digits), file))
        *digits = 0;
    fclose(file);
    return (pid_t)strtol(digits, NULL, 10);
}
