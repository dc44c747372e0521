/* The settings of common/engine/settings.def as a struct and a table. */
#pragma once

#include "common/settings.h"

struct engine_settings {
#define SETTING(name, type, fallback, min, max, sentence)                                      \
    SETTING_MEMBER(name, type, fallback, min, max, sentence)
#include "common/engine/settings.def"
#undef SETTING
};

extern const struct setting engine_settings_table[];
extern const size_t engine_settings_count;
