/* The list of errors of common/error.def. The second column is the point: the caller returns the name,
 * only the engine acts on it. Expected business outcomes (a duplicate, a refusal) are replies, not errors. */
#pragma once

enum error {
#define ERROR(name, action, sentence) ERROR_##name,
#include "common/error.def"
#undef ERROR
};

/* OK reads better where it is written out: if (error != OK) return error; */
#define OK ERROR_ok

enum error_action { ACTION_DONE, ACTION_NEED, ACTION_REJECT, ACTION_RETRY, ACTION_STOP };

enum error_action error_action(enum error error);
const char *error_name(enum error error);
const char *error_sentence(enum error error);
