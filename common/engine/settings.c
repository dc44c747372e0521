/* See settings.h. */
#include "common/engine/settings.h"

const struct setting engine_settings_table[] = {
#define SETTING(name, type, fallback, min, max, sentence)                                      \
    SETTING_ROW(struct engine_settings, name, type, fallback, min, max, sentence),
#include "common/engine/settings.def"
#undef SETTING
};
const size_t engine_settings_count = LENGTH(engine_settings_table);
