/* A text as a string of JSON, for what prints its objects piece by piece. */
#pragma once

#include <stdio.h>

#include "common/basics.h"

/* With its quotes. Bytes that are no UTF-8 are shown as U+FFFD, control characters by number. */
void json_text_print(FILE *out, struct text text);
