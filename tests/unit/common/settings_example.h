/* What a service writes to have settings, here for the tests of settings and of their pages. */
#pragma once

#include "common/settings.h"

struct example_settings {
#define SETTING SETTING_MEMBER
#include "tests/unit/common/settings_example.def"
#undef SETTING
};

static const struct setting example_table[] = {
#define SETTING(...) SETTING_ROW(struct example_settings, __VA_ARGS__),
#include "tests/unit/common/settings_example.def"
#undef SETTING
};
