/* The lines that desk's statements answer: fields, separated by the control character 31, which no name has in it.
 *
 * Both functions are total: what is no such line, or no such number, is said and never guessed. Pure. */
#pragma once

#include "common/basics.h"

/* Into at most `max` fields, which may be empty; how many there are, max + 1 when there are more. Borrows the line. */
size_t line_split(struct text line, struct text *fields, size_t max);

/* Digits only, at most INT64_MAX / 10; -1 when it is no such number. */
int64_t line_number(struct text text);
