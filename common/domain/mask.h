/* Display masks: what a clerk sees of personal data before unmasking it with a reason (GR-10).
 *
 * A mask never shows more than REQUIREMENTS 3.4 allows, whatever comes in: what does not have the expected form is
 * shown as stars only. Results lie in the arena and are never empty. */
#pragma once

#include "common/arena.h"
#include "common/basics.h"

/* 张三 to 张*, 欧阳修文 to 欧阳*, John Smith to J*; a name of one character to *. */
struct text mask_name(struct arena *arena, struct text name);

/* 11010519491231002X to 110***********2X: first 3, last 2 of 15 or 18 characters. Other documents show the
 * last 2 of 6 characters or more. */
struct text mask_id(struct arena *arena, struct text id);

/* 13800138000 to 138****8000, with or without +86; 010-62345678 to 010****5678; other numbers of 8 to 15 digits
 * show the last 4. */
struct text mask_phone(struct arena *arena, struct text phone);

/* ****1111: the last 4 of 8 to 32 digits. */
struct text mask_card(struct arena *arena, struct text card);

/* zhang@example.com to z***@example.com. */
struct text mask_mail(struct arena *arena, struct text mail);
