/* What a text tells of people in numbers: how old somebody is, how many complain together (REQUIREMENTS 4.1).
 *
 * A list of words cannot hold every age and every count; these are read as amounts are (common/domain/numeral.h), in
 * figures and in Chinese numerals, vague ones by their lower bound. 七十二岁, 我爸八十三了 and "aged 80" are ages, 六十岁以上
 * is not; people count only where it is said that they act together, not where they stand in a queue. */
#pragma once

#include "common/basics.h"

enum { TOLD_NOTHING = -1, TOLD_AGE_MAX = 120, TOLD_PEOPLE_MAX = 1000000 };

struct told {
    int32_t oldest, youngest; /* years; TOLD_NOTHING */
    int32_t together;         /* people who complain jointly; TOLD_NOTHING */
};

/* `normalised` is what text_normalise made of a text. */
struct told told_in_text(struct text normalised);
