/* What a person means who wishes another subject for a case (CL-09).
 *
 * A wish is a business code, the key of a subcategory, or a category by either of its keys. Of a category it is the
 * subcategory that the rules found, or found second, where that lies in it; else its first. */
#pragma once

#include "services/router/taxonomy.h"

/* Index of a subcategory; -1 when the wish names nothing. `found` and `second` are codes, or absent. */
int wish_find(
    const struct taxonomy *taxonomy,
    struct text wish,
    struct text found,
    struct text second
);

/* Whether the wish is this code, or the key of its subcategory: by its category alone nobody has judged the code. */
bool wish_names(const struct taxonomy *taxonomy, struct text wish, struct text code);
