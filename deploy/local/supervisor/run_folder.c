/* See run_folder.h. All names are opened relative to the folder, so a path has no length to overflow. */
#include "deploy/local/supervisor/run_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "deploy/local/supervisor/table.h"

/* "pids/", ".pid" and the like around a name. */
enum { FILE_NAME_BYTES = TABLE_NAME_BYTES_MAX + 24 };

static void remove_old_pids(int folder)
{
    int fd = openat(folder, "pids", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    if (!list)
        return;
    for (struct dirent *item = readdir(list); item; item = readdir(list))
        if (strcmp(item->d_name, ".") != 0 && strcmp(item->d_name, "..") != 0)
            unlinkat(fd, item->d_name, 0);
    closedir(list);
}

static enum error write_number(int folder, const char *path, const char *draft, pid_t pid)
{
    char digits[16];
    int length = snprintf(digits, sizeof(digits), "%d\n", (int)pid);
    int fd = openat(folder, draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return ERROR_io;
    bool written = write(fd, digits, (size_t)length) == length;
    close(fd);
    return written && renameat(folder, draft, folder, path) == 0 ? OK : ERROR_io;
}

static enum error make_folder(int folder, const char *name)
{
    return mkdirat(folder, name, 0755) == 0 || errno == EEXIST ? OK : ERROR_io;
}

enum error run_folder_open(const char *path, struct run_folder *ret_folder)
{
    struct run_folder folder = {
        .fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
        .lock = -1};
    if (folder.fd < 0)
        return ERROR_io;

    enum error error = ERROR_io;
    folder.lock = openat(folder.fd, "supervisor.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (folder.lock >= 0) {
        error = flock(folder.lock, LOCK_EX | LOCK_NB) == 0 ? OK : ERROR_refused;
        if (error == OK)
            error = make_folder(folder.fd, "pids");
        if (error == OK)
            error = make_folder(folder.fd, "log");
        if (error == OK) {
            remove_old_pids(folder.fd);
            error = write_number(folder.fd, "supervisor.pid", ".supervisor.pid", getpid());
        }
    }
    if (error != OK) {
        if (folder.lock >= 0)
            close(folder.lock);
        close(folder.fd);
        return error;
    }
    *ret_folder = folder;
    return OK;
}

void run_folder_close(struct run_folder *folder)
{
    if (folder->fd < 0)
        return;
    unlinkat(folder->fd, "supervisor.pid", 0);
    close(folder->lock);
    close(folder->fd);
    *folder = (struct run_folder){.fd = -1, .lock = -1};
}

enum error run_folder_write_pid(const struct run_folder *folder, const char *name, pid_t pid)
{
    char path[FILE_NAME_BYTES], draft[FILE_NAME_BYTES];

    snprintf(path, sizeof(path), "pids/%s.pid", name);
    snprintf(draft, sizeof(draft), "pids/.%s.pid", name);
    return write_number(folder->fd, path, draft, pid);
}

void run_folder_remove_pid(const struct run_folder *folder, const char *name)
{
    char path[FILE_NAME_BYTES];

    snprintf(path, sizeof(path), "pids/%s.pid", name);
    unlinkat(folder->fd, path, 0);
}

int run_folder_open_log(const struct run_folder *folder, const char *name)
{
    char path[FILE_NAME_BYTES], aside[FILE_NAME_BYTES];
    struct stat found;

    snprintf(path, sizeof(path), "log/%s.log", name);
    snprintf(aside, sizeof(aside), "log/%s.log.1", name);
    if (fstatat(folder->fd, path, &found, 0) == 0 && found.st_size > RUN_LOG_BYTES_MAX)
        renameat(folder->fd, path, folder->fd, aside);
    return openat(folder->fd, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
}

void run_folder_last_line(
    const struct run_folder *folder,
    const char *name,
    char ret_line[RUN_LINE_BYTES]
)
{
    char path[FILE_NAME_BYTES], end[4096];

    *ret_line = 0;
    snprintf(path, sizeof(path), "log/%s.log", name);
    int fd = openat(folder->fd, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    off_t size = lseek(fd, 0, SEEK_END);
    off_t room = (off_t)sizeof(end) - 1;
    ssize_t length = pread(fd, end, sizeof(end) - 1, size > room ? size - room : 0);
    close(fd);

    while (length > 0 && strchr(" \t\r\n", end[length - 1]))
        length--;
    if (length <= 0)
        return;
    end[length] = 0;
    const char *newline = memrchr(end, '\n', (size_t)length);
    const char *start = newline ? newline + 1 : end;
    size_t shown = size_min((size_t)(end + length - start), RUN_LINE_BYTES - 1);
    memcpy(ret_line, start, shown);
    ret_line[shown] = 0;
}
