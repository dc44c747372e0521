/* See error.h. */
#include "common/error.h"

static const struct {
    enum error_action action;
    const char *name;
    const char *sentence;
} errors[] = {
#define ERROR(name, action, sentence) {ACTION_##action, #name, sentence},
#include "common/error.def"
#undef ERROR
};

enum error_action error_action(enum error error)
{
    return errors[error].action;
}

const char *error_name(enum error error)
{
    return errors[error].name;
}

const char *error_sentence(enum error error)
{
    return errors[error].sentence;
}
