/* The names that a setting has in the environment, made from the one in its table. For
 * settings.c and settings_print.c. */
#pragma once

#include "common/settings.h"

#define SETTING_PREFIX "SHOULI_"

enum { SETTING_NAME_BYTES_MAX = 64 };

struct setting_name {
    char plain[SETTING_NAME_BYTES_MAX + 16];   /* SHOULI_BATCH_MAX */
    char as_file[SETTING_NAME_BYTES_MAX + 16]; /* SHOULI_BATCH_MAX_FILE */
};

/* A name in the table is at most SETTING_NAME_BYTES_MAX bytes (assert). */
void setting_name_of(const struct setting *setting, struct setting_name *ret_name);
