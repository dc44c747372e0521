/* See metrics_process.h; the fields of /proc are those of proc(5). */
#include "common/metrics_process.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { STAT_BYTES = 4096, START_TIME_FIELD = 22, FIRST_FIELD_AFTER_NAME = 3 };

static int64_t read_cpu_us(void)
{
    struct timespec used;

    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) != 0)
        return -1;
    return (int64_t)used.tv_sec * 1000000 + used.tv_nsec / 1000;
}

static int64_t read_resident_bytes(void)
{
    long long pages = -1;
    FILE *file = fopen("/proc/self/statm", "re");

    if (!file)
        return -1;
    int found = fscanf(file, "%*d %lld", &pages);
    fclose(file);
    return found == 1 ? (int64_t)pages * sysconf(_SC_PAGESIZE) : -1;
}

static int64_t count_open_fds(void)
{
    int64_t count = -1; /* the folder itself is open while it is read */
    DIR *folder = opendir("/proc/self/fd");

    if (!folder)
        return -1;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

static int64_t read_max_fds(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return -1;
    return (int64_t)limit.rlim_cur;
}

/* When the machine started, Unix time. */
static int64_t read_boot_seconds(void)
{
    char line[256];
    long long seconds = -1;
    FILE *file = fopen("/proc/stat", "re");

    if (!file)
        return -1;
    while (fgets(line, sizeof(line), file))
        if (sscanf(line, "btime %lld", &seconds) == 1)
            break;
    fclose(file);
    return seconds;
}

/* Clock ticks from the start of the machine to that of this process. */
static int64_t read_start_ticks(void)
{
    char stat[STAT_BYTES];
    long long ticks = -1;
    FILE *file = fopen("/proc/self/stat", "re");

    if (!file)
        return -1;
    size_t length = fread(stat, 1, sizeof(stat) - 1, file);
    fclose(file);
    stat[length] = 0;

    /* the name, in parentheses, may hold anything */
    const char *at = strrchr(stat, ')');
    at = at && at[1] ? at + 2 : NULL;
    for (int field = FIRST_FIELD_AFTER_NAME; at && field < START_TIME_FIELD; field++) {
        at = strchr(at, ' ');
        at = at ? at + 1 : NULL;
    }
    return at && sscanf(at, "%lld", &ticks) == 1 ? ticks : -1;
}

static int64_t read_start_seconds(void)
{
    int64_t boot_seconds = read_boot_seconds();
    int64_t ticks = read_start_ticks();

    return boot_seconds < 0 || ticks < 0 ? -1 : boot_seconds + ticks / sysconf(_SC_CLK_TCK);
}

struct metrics_process metrics_process_read(void)
{
    return (struct metrics_process){
        .cpu_us = read_cpu_us(),
        .resident_bytes = read_resident_bytes(),
        .open_fds = count_open_fds(),
        .max_fds = read_max_fds(),
        .start_seconds = read_start_seconds(),
    };
}
