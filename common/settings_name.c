/* See settings_name.h. */
#include "common/settings_name.h"

#include <assert.h>

void setting_name_of(const struct setting *setting, struct setting_name *ret_name)
{
    size_t length = strlen(setting->name);

    assert(length <= SETTING_NAME_BYTES_MAX);
    char *end = stpncpy(ret_name->plain, SETTING_PREFIX, sizeof(ret_name->plain));
    for (size_t i = 0; i < length; i++) {
        char c = setting->name[i];
        *end++ = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    *end = 0;
    snprintf(ret_name->as_file, sizeof(ret_name->as_file), "%.72s_FILE", ret_name->plain);
}
