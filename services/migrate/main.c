/* shouli-migrate: brings the database to what the services need, then ends. See migrate.h. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/log.h"
#include "common/settings.h"
#include "services/migrate/migrate.h"

struct migrate_settings {
#define SETTING SETTING_MEMBER
#include "services/migrate/settings.def"
#undef SETTING
};

static const struct setting table[] = {
#define SETTING(...) SETTING_ROW(struct migrate_settings, __VA_ARGS__),
#include "services/migrate/settings.def"
#undef SETTING
};

static enum error migrate(const struct migrate_settings *settings, struct arena *arena)
{
    const struct migrate_options options = {
        .root = settings->schema_root.at,
        .passwords_dir = settings->role_passwords_dir.at,
        .with_example = settings->migrate_example,
    };
    AUTO(store_admin) *admin = NULL;
    struct migrate_result result = {0};
    enum error error =
        store_admin_open(settings->database_url.hidden.at, "shouli-migrate", &admin);

    if (error != OK)
        result.fault = text_of(store_admin_failure(admin)->message);
    else
        error = migrate_run(admin, &options, arena, &result);
    if (error != OK)
        log_error("migrate.failed", LOG_TEXT("reason", result.fault));
    else
        log_info("migrate.done", LOG_INT("applied", (int64_t)result.applied));
    return error;
}

int main(int argc, char **argv)
{
    struct migrate_settings settings = {0};
    const struct settings_part part = {"migrate", LIST(table), &settings};
    struct arena arena = {0};
    struct text faults = {0};
    enum error error;

    log_init("migrate", LOG_info);
    if (argc > 1) {
        const bool is_help = strcmp(argv[1], "--help") == 0;
        fprintf(
            is_help ? stdout : stderr,
            "usage: shouli-migrate (settings in the environment)\n"
        );
        settings_print_help(is_help ? stdout : stderr, &part, 1);
        return is_help ? 0 : 2;
    }
    error = settings_load(&part, 1, environ, &arena, &faults);
    if (error != OK)
        log_error("migrate.settings", LOG_TEXT("faults", faults));
    else
        error = migrate(&settings, &arena);
    arena_done(&arena);
    return error == OK ? 0 : 1;
}
