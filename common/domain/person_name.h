/* Names of persons as they are stored: trimmed, with one kind of middle dot.
 *
 * The dots in the names of minorities and foreigners are typed in four ways (· • ・ ．) and would break every
 * comparison; they become · (U+00B7). Nothing else is changed, rare characters outside the basic plane survive.
 * Source: REQUIREMENTS 3.8, Names. */
#pragma once

#include "common/arena.h"
#include "common/basics.h"

enum { PERSON_NAME_CHARACTERS_MAX = 50 };

enum person_name_result {
    PERSON_NAME_ok,
    PERSON_NAME_empty,    /* nothing but white space */
    PERSON_NAME_too_long, /* above PERSON_NAME_CHARACTERS_MAX code points after trimming */
    PERSON_NAME_bad_form, /* control characters or malformed UTF-8 */
};

/* The name is a part of `entered`, or lies in the arena if a dot was changed; never longer than `entered`. */
enum person_name_result
person_name_read(struct text entered, struct arena *arena, struct text *ret_name) MUST_CHECK;
