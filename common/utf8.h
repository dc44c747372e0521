/* UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#pragma once

#include "common/basics.h"

/* Whether all of `text` is well-formed; the empty text is. */
bool utf8_valid(struct text text) MUST_CHECK;
