/* Brings a database to what the services need: roles, schemas, tables (STYLE 7, DESIGN section 2).
 *
 * For each service a role shouli_<service> that owns a schema of the same short name; in it the engine's files
 * (common/engine/schema), then the service's own (services/<service>/schema), each in one transaction and recorded in
 * <schema>.migration with its checksum. A second run does nothing; two at once wait for each other; a file that was
 * changed, renamed or put before one that was applied is refused before anything of its service is touched. */
#pragma once

#include "common/store_admin.h"

enum { MIGRATE_PASSWORD_BYTES_MAX = 256 };

struct migrate_options {
    const char *root;          /* of the tree that holds common/engine/schema and services/ */
    const char *passwords_dir; /* a file for each role, named as the role; "" for none */
    bool with_example;         /* also `example`, from tests/example/schema */
};

struct migrate_result {
    size_t applied; /* files applied by this run */
    struct text fault;
};

/* ERROR_config for files, ERROR_db_… for what PostgreSQL refused; the fault is one sentence with the file's name. */
enum error migrate_run(
    struct store_admin *admin,
    const struct migrate_options *options,
    struct arena *arena,
    struct migrate_result *ret_result
) MUST_CHECK;

/* The services in the order they are migrated; "example" is the last one. */
extern const char *const migrate_services[];
extern const size_t migrate_services_count;
