/* See migrate.h. */
#include "services/migrate/migrate.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/log.h"
#include "services/migrate/files.h"
#include "services/migrate/statements.h"

/* The last ones are the example of the tests and its mirror, which share one schema folder. */
enum { EXAMPLES = 2 };

const char *const migrate_services[] =
    {"intake", "router", "desk", "escalation", "archive", "survey", "example", "mirror"};
const size_t migrate_services_count = LENGTH(migrate_services);

struct run {
    struct store_admin *admin;
    const struct migrate_options *options;
    struct arena *arena;
    struct migrate_result *result;
};

/* The service that is being migrated. */
struct target {
    struct text schema;
    struct text role;
    bool is_example;
};

static enum error say_failure(struct run *run, enum error error, const char *doing)
{
    const struct store_failure *failure = store_admin_failure(run->admin);

    run->result->fault =
        arena_format(run->arena, "%s: %s %s", doing, failure->sqlstate, failure->message);
    return error;
}

static enum error query(
    struct run *run,
    const struct statement *statement,
    const struct text *parameters,
    struct admin_rows *ret_rows
)
{
    enum error error =
        store_admin_query(run->admin, statement, parameters, run->arena, ret_rows);

    return error == OK ? OK : say_failure(run, error, statement->name);
}

/* Names cannot be parameters: the statement answers the commands that are still to be done. */
static enum error
follow(struct run *run, const struct statement *statement, const struct text *parameters)
{
    struct admin_rows rows;
    enum error error = query(run, statement, parameters, &rows);

    for (size_t i = 0; error == OK && i < rows.count; i++) {
        error = store_admin_execute(run->admin, rows.cells[i].at);
        if (error != OK)
            return say_failure(run, error, statement->name);
    }
    return error;
}

static enum error set_password(struct run *run, const struct target *target)
{
    const char *path =
        arena_format(run->arena, "%s/%s", run->options->passwords_dir, target->role.at).at;
    char *password = arena_zero(run->arena, MIGRATE_PASSWORD_BYTES_MAX + 2);
    FILE *file = fopen(path, "re");
    struct text hidden;
    size_t length;
    enum error error;

    if (!file) {
        run->result->fault = arena_format(run->arena, "%s: %s", path, strerror(errno));
        return ERROR_config;
    }
    length = fread(password, 1, MIGRATE_PASSWORD_BYTES_MAX + 1, file);
    fclose(file);
    if (length > 0 && password[length - 1] == '\n')
        password[--length] = 0;
    if (length == 0 || length > MIGRATE_PASSWORD_BYTES_MAX || strlen(password) != length) {
        run->result->fault = arena_format(
            run->arena,
            "%s: a password has 1 to %d bytes",
            path,
            MIGRATE_PASSWORD_BYTES_MAX
        );
        return ERROR_config;
    }
    error =
        store_admin_hide_password(run->admin, target->role.at, password, run->arena, &hidden);
    explicit_bzero(password, MIGRATE_PASSWORD_BYTES_MAX + 2);
    if (error != OK)
        return say_failure(run, error, path);
    return follow(run, &migrate_role_password_statement, (struct text[]){target->role, hidden});
}

static enum error make_role(struct run *run, const struct target *target)
{
    const struct text role_and_schema[] = {target->role, target->schema};
    enum error error = follow(run, &migrate_role_create_statement, role_and_schema);

    if (error == OK)
        error = follow(run, &migrate_role_join_statement, role_and_schema);
    if (error == OK)
        error = follow(run, &migrate_role_path_statement, role_and_schema);
    if (error == OK)
        error = follow(run, &migrate_role_limits_statement, role_and_schema);
    if (error == OK && run->options->passwords_dir[0])
        error = set_password(run, target);
    return error;
}

static enum error enter(struct run *run, const struct target *target)
{
    return query(
        run,
        &migrate_enter_statement,
        (struct text[]){target->schema, target->role},
        NULL
    );
}

static enum error work_in_transaction(
    struct run *run,
    const struct target *target,
    const struct migration *migration
)
{
    enum error error = enter(run, target);

    if (error == OK) {
        error = store_admin_execute(run->admin, migration->script);
        if (error != OK)
            return say_failure(run, error, migration->name);
    }
    if (error == OK && !store_admin_in_transaction(run->admin)) {
        run->result->fault = arena_format(
            run->arena,
            "%s: it ends the transaction it runs in; take its own commit out",
            migration->name
        );
        return ERROR_config;
    }
    /* The script may have changed role and path. */
    if (error == OK)
        error = enter(run, target);
    if (error != OK)
        return error;
    return query(
        run,
        &migrate_ledger_note_statement,
        (struct text[]){text_of(migration->name), text_of(migration->sha256)},
        NULL
    );
}

static enum error roll_back(struct run *run, enum error error)
{
    struct text fault = run->result->fault;

    /* Without a connection there is nothing left to roll back. */
    if (query(run, &migrate_rollback_statement, NULL, NULL) != OK)
        log_warn("migrate.rollback_failed");
    run->result->fault = fault;
    return error;
}

static enum error
apply(struct run *run, const struct target *target, const struct migration *migration)
{
    enum error error = query(run, &migrate_begin_statement, NULL, NULL);

    if (error != OK)
        return error;
    error = work_in_transaction(run, target, migration);
    if (error != OK)
        return roll_back(run, error);
    error = query(run, &migrate_commit_statement, NULL, NULL);
    if (error == OK) {
        run->result->applied++;
        log_info(
            "migrate.applied",
            LOG_TEXT("schema", target->schema),
            LOG_STRING("file", migration->name)
        );
    }
    return error;
}

/* What was applied must stand there unchanged, and nothing new before it. */
static enum error compare(
    struct run *run,
    const struct target *target,
    const struct migration_list *list,
    const struct admin_rows *applied,
    bool *ret_done
)
{
    for (size_t row = 0; row < applied->count; row++) {
        const struct text name = applied->cells[2 * row], sum = applied->cells[2 * row + 1];
        const char *what = "was applied before but its file is gone";
        for (size_t i = 0; i < list->count; i++) {
            if (!text_is(name, list->at[i].name))
                continue;
            what = text_is(sum, list->at[i].sha256)
                       ? NULL
                       : "was changed after it was applied; write a new file instead";
            ret_done[i] = true;
        }
        if (what) {
            run->result->fault =
                arena_format(run->arena, "schema %s: %s %s", target->schema.at, name.at, what);
            return ERROR_config;
        }
    }
    for (size_t i = 1; i < list->count; i++) {
        const char *before = list->at[i - 1].name, *name = list->at[i].name;
        const bool same_folder = strchr(before, '/') - before == strchr(name, '/') - name &&
                                 strncmp(before, name, (size_t)(strchr(name, '/') - name)) == 0;
        if (ret_done[i] && !ret_done[i - 1] && same_folder) {
            run->result->fault = arena_format(
                run->arena,
                "schema %s: %s is new but stands before %s, which was applied",
                target->schema.at,
                before,
                name
            );
            return ERROR_config;
        }
    }
    return OK;
}

static enum error
read_files(struct run *run, const struct target *target, struct migration_list *list)
{
    const char *root = run->options->root;
    const char *engine = arena_format(run->arena, "%s/common/engine/schema", root).at;
    const char *own =
        target->is_example
            ? arena_format(run->arena, "%s/tests/example/schema", root).at
            : arena_format(run->arena, "%s/services/%s/schema", root, target->schema.at).at;
    enum error error = migrations_read(run->arena, "engine", engine, list, &run->result->fault);

    if (error == OK && list->count == 0) {
        run->result->fault = arena_format(
            run->arena,
            "%s holds no migration; SHOULI_SCHEMA_ROOT must be the root of the tree",
            engine
        );
        return ERROR_config;
    }
    if (error != OK)
        return error;
    return migrations_read(run->arena, target->schema.at, own, list, &run->result->fault);
}

static enum error make_ledger(struct run *run, const struct target *target)
{
    enum error error = query(run, &migrate_begin_statement, NULL, NULL);

    if (error != OK)
        return error;
    error = enter(run, target);
    if (error == OK)
        error = query(run, &migrate_ledger_create_statement, NULL, NULL);
    return error == OK ? query(run, &migrate_commit_statement, NULL, NULL)
                       : roll_back(run, error);
}

static enum error
list_applied(struct run *run, const struct target *target, struct admin_rows *ret_rows)
{
    enum error error = query(run, &migrate_begin_statement, NULL, NULL);

    if (error != OK)
        return error;
    error = enter(run, target);
    if (error == OK)
        error = query(run, &migrate_ledger_list_statement, NULL, ret_rows);
    return error == OK ? query(run, &migrate_commit_statement, NULL, NULL)
                       : roll_back(run, error);
}

static enum error migrate_service(struct run *run, const struct target *target)
{
    struct migration_list *list = ARENA_NEW(run->arena, struct migration_list);
    bool *done = ARENA_ARRAY(run->arena, bool, MIGRATION_FILES_MAX);
    struct admin_rows applied = {0};
    enum error error = read_files(run, target, list);

    if (error == OK)
        error = follow(
            run,
            &migrate_schema_create_statement,
            (struct text[]){target->schema, target->role}
        );
    if (error == OK)
        error = make_ledger(run, target);
    if (error == OK)
        error = list_applied(run, target, &applied);
    if (error == OK)
        error = compare(run, target, list, &applied, done);
    for (size_t i = 0; error == OK && i < list->count; i++) {
        if (!done[i])
            error = apply(run, target, &list->at[i]);
    }
    return error;
}

enum error migrate_run(
    struct store_admin *admin,
    const struct migrate_options *options,
    struct arena *arena,
    struct migrate_result *ret_result
)
{
    const size_t count = migrate_services_count - (options->with_example ? 0 : EXAMPLES);
    struct run run = {admin, options, arena, ret_result};
    struct target targets[LENGTH(migrate_services)] = {0};
    enum error error = OK;

    *ret_result = (struct migrate_result){0};
    error = query(&run, &migrate_lock_statement, NULL, NULL);
    if (error == OK)
        error = follow(&run, &migrate_vault_create_statement, NULL);
    /* All roles first: a file may grant something to another service. */
    for (size_t i = 0; error == OK && i < count; i++) {
        targets[i].schema = text_of(migrate_services[i]);
        targets[i].role = arena_format(arena, "shouli_%s", migrate_services[i]);
        targets[i].is_example = i >= migrate_services_count - EXAMPLES;
        error = make_role(&run, &targets[i]);
    }
    for (size_t i = 0; error == OK && i < count; i++)
        error = migrate_service(&run, &targets[i]);
    return error;
}
