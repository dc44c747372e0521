/* Folds a customer's text to one plain form before any word or n-gram is looked for (REQUIREMENTS CL-03).
 *
 * The result is for matching only, the original stays what the customer said. Any bytes may
 * come in: what is not UTF-8 is left out and nothing fails. In the result letters are
 * lower-case and half width, Chinese is Simplified, spaces beside Chinese characters, control,
 * zero-width, combining and private-use code points are gone, `字(zi)` has lost its pinyin, and
 * stretched repeats (啊啊啊, !!!) stand once. Numbers keep their digits: a circled, raised or
 * lowered digit never joins a number beside it, and digits, Latin or Chinese, are never
 * collapsed. About 0.7 us for 100 bytes. */
#pragma once

#include "common/arena.h"

/* What comes after this many bytes is not read; intake accepts at most a quarter of it. */
enum { NORMALISE_BYTES_MAX = 64 * 1024 };

/* A zero-terminated text in the arena; its length does not count the zero. Takes four bytes of the arena for each
 * byte of the original. */
struct text text_normalise(struct arena *arena, struct text original);
