/* `shouli restore-check`: after a database was restored and before anything starts, whether all services are at one
 * instant, and what to do. It asks PostgreSQL alone, as the owner, and changes nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/store_admin.h"
#include "services/cli/commands.h"
#include "services/cli/exits.h"
#include "services/cli/restore_judge.h"
#include "services/cli/statements.h"

enum { URL_BYTES_MAX = 2048 };

static int64_t number_of(struct text cell)
{
    return cell.at ? strtoll(cell.at, NULL, 10) : 0;
}

static enum error
enter(struct store_admin *admin, const struct text *schema, struct arena *arena)
{
    return store_admin_query(admin, &cli_restore_enter_statement, schema, arena, NULL);
}

static enum error
read_heads(struct store_admin *admin, struct arena *arena, struct restored *restored)
{
    struct admin_rows rows;
    enum error error =
        store_admin_query(admin, &cli_restore_head_statement, NULL, arena, &rows);

    if (error != OK)
        return error;
    for (size_t i = 0; i < rows.count && restored->head_count < RESTORE_HEADS_MAX; i++) {
        const struct text *cells = &rows.cells[i * rows.columns];
        restored->heads[restored->head_count++] = (struct restored_head){
            .stream = cells[0],
            .seq = number_of(cells[1]),
            .hash = cells[2],
            .event_seq = number_of(cells[3]),
            .event_hash = cells[4],
            .accepted_seq = number_of(cells[5]),
        };
    }
    return OK;
}

static enum error read_cursors(
    struct store_admin *admin,
    struct text follower,
    struct arena *arena,
    struct restored *restored
)
{
    struct admin_rows rows;
    enum error error =
        store_admin_query(admin, &cli_restore_cursors_statement, NULL, arena, &rows);

    if (error != OK)
        return error;
    for (size_t i = 0; i < rows.count && restored->cursor_count < RESTORE_CURSORS_MAX; i++) {
        const struct text *cells = &rows.cells[i * rows.columns];
        restored->cursors[restored->cursor_count++] = (struct restored_cursor){
            .follower = follower,
            .stream = cells[0],
            .seq = number_of(cells[1]),
            .hash = cells[2],
        };
    }
    return OK;
}

/* The event that a cursor stands at, from the schema of its stream: `router.2` lies in router's. */
static enum error
read_event(struct store_admin *admin, struct restored_cursor *cursor, struct arena *arena)
{
    const size_t length = strcspn(cursor->stream.at, ".");
    const struct text schema = {cursor->stream.at, length};
    const struct text seq = arena_format(arena, "%lld", (long long)cursor->seq);
    struct admin_rows rows;
    enum error error = enter(admin, &schema, arena);

    if (error == OK)
        error = store_admin_query(admin, &cli_restore_event_statement, &seq, arena, &rows);
    if (error == OK && rows.count)
        cursor->event_hash = rows.cells[0];
    return error;
}

static bool has_stream(const struct restored *restored, struct text stream)
{
    for (size_t i = 0; i < restored->head_count; i++) {
        if (text_equal(restored->heads[i].stream, stream))
            return true;
    }
    return false;
}

static enum error
read_all(struct store_admin *admin, struct arena *arena, struct restored *restored)
{
    struct admin_rows schemas;
    enum error error =
        store_admin_query(admin, &cli_restore_schemas_statement, NULL, arena, &schemas);

    for (size_t i = 0; error == OK && i < schemas.count; i++) {
        error = enter(admin, &schemas.cells[i], arena);
        if (error == OK)
            error = read_heads(admin, arena, restored);
        if (error == OK)
            error = read_cursors(admin, schemas.cells[i], arena, restored);
    }
    for (size_t i = 0; error == OK && i < restored->cursor_count; i++) {
        if (has_stream(restored, restored->cursors[i].stream))
            error = read_event(admin, &restored->cursors[i], arena);
    }
    return error;
}

static void print_advice(const struct restored *restored, const struct restore_result *result)
{
    if (result->fault_count) {
        puts("不一致：请勿启动任何服务。各服务的数据不属于同一时刻。请把整个数据库集群恢复到同"
             "一时刻，\n"
             "切勿单独恢复某一服务的模式；然后再次核对。");
        puts("INCONSISTENT: start nothing. The services' data are not of one instant. Restore "
             "the whole\n"
             "cluster to one instant (`restore --to TIME`, deploy/README.md), never one "
             "service's "
             "schema\n"
             "alone, and check again.");
        return;
    }
    printf(
        "一致：%zu 个事件流，%zu 个游标；启动后将补处理 %lld 条事件。清空 "
        "Redis，启动服务，再核对事件链与台账。\n",
        restored->head_count,
        restored->cursor_count,
        (long long)result->behind
    );
    printf(
        "CONSISTENT: %zu streams, %zu cursors; %lld events will be applied after the start.\n"
        "Empty Redis, start the services, then: shouli verify; shouli ledger --wait 60.\n"
        "Publishers send again, under the same ids, what they sent since that instant.\n",
        restored->head_count,
        restored->cursor_count,
        (long long)result->behind
    );
}

static void print(const struct restored *restored, const struct restore_result *result)
{
    for (size_t i = 0; i < restored->head_count; i++)
        printf(
            "%-11.*s ends at %lld\n",
            (int)restored->heads[i].stream.length,
            restored->heads[i].stream.at,
            (long long)restored->heads[i].seq
        );
    for (size_t i = 0; i < result->fault_count; i++)
        printf("  ✗ %s\n    %s\n", result->faults[i].zh, result->faults[i].en);
    print_advice(restored, result);
}

static void print_json(const struct restored *restored, const struct restore_result *result)
{
    printf("{\"consistent\":%s,\"streams\":{", result->fault_count ? "false" : "true");
    for (size_t i = 0; i < restored->head_count; i++)
        printf(
            "%s\"%.*s\":%lld",
            i ? "," : "",
            (int)restored->heads[i].stream.length,
            restored->heads[i].stream.at,
            (long long)restored->heads[i].seq
        );
    printf(
        "},\"cursors\":%zu,\"behind\":%lld,\"faults\":[",
        restored->cursor_count,
        (long long)result->behind
    );
    for (size_t i = 0; i < result->fault_count; i++)
        printf("%s\"%s\"", i ? "," : "", result->faults[i].en);
    puts("]}");
}

/* From the environment or, as in containers, from the file that it names; NULL when neither tells it. */
static const char *owner_url(char to[URL_BYTES_MAX + 1])
{
    const char *url = getenv("SHOULI_DATABASE_URL"), *path = getenv("SHOULI_DATABASE_URL_FILE");
    FILE *file = !url && path ? fopen(path, "re") : NULL;

    if (!file)
        return url;
    size_t length = fread(to, 1, URL_BYTES_MAX + 1, file);
    bool read = !ferror(file) && length <= URL_BYTES_MAX;
    fclose(file);
    if (!read)
        return NULL;
    to[length] = '\0';
    to[strcspn(to, "\r\n")] = '\0';
    return *to ? to : NULL;
}

int cli_restore_check(int argc, char **argv)
{
    static struct restored restored;
    static struct restore_result result;
    char from_file[URL_BYTES_MAX + 1];
    const char *url = owner_url(from_file);
    struct arguments arguments;
    struct arena arena = {0};
    AUTO(store_admin) *admin = NULL;

    if (!arguments_read(argc, argv, "", &arguments) || !arguments_end(&arguments, 0))
        return EXIT_USAGE;
    if (!url)
        return arguments_refuse(
            &arguments,
            "SHOULI_DATABASE_URL, or the file SHOULI_DATABASE_URL_FILE, must name the owner of "
            "the restored database"
        );
    restored.head_count = restored.cursor_count = 0;
    enum error error = store_admin_open(url, "shouli-restore-check", &admin);
    if (error == OK)
        error = read_all(admin, &arena, &restored);
    if (error != OK) {
        fprintf(stderr, "shouli restore-check: %s\n", store_admin_failure(admin)->message);
    } else if (restored.head_count == 0) {
        fputs(
            "shouli restore-check: 没有任何服务的数据 this database holds no service\n",
            stderr
        );
    } else {
        restore_judge(&restored, &result);
        (arguments.json ? print_json : print)(&restored, &result);
    }
    arena_done(&arena);
    if (error != OK)
        return EXIT_UNAVAILABLE;
    if (restored.head_count == 0)
        return EXIT_NOT_DONE;
    return result.fault_count ? EXIT_BROKEN : EXIT_FINE;
}
