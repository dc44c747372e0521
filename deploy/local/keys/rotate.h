/* The allow-list while a key is changed: for a time both keys of a client are good, so nobody has to stop (PROTOCOL 5).
 *
 * Pure: text in, text out, everything else in the list, comments too, stays as it is. An entry begins where the first one's
 * dash stands, and knows its key in quotation marks on a line of its own, as shouli-keys writes it. */
#pragma once

#include <stdio.h>

#include "common/basics.h"

/* Writes the list with the entry of `old_key` once more, behind it, for `new_key`. False: no entry has the old key, or
 * the file has taken an error. */
bool list_rotate(FILE *to, const char *list, const char *old_key, const char *new_key)
    MUST_CHECK;

/* Writes the list without those entries named `name` whose key is not `kept_key`, and says how many it left out; -1 when
 * no entry has the kept key or the file has taken an error. */
int list_retire(FILE *to, const char *list, const char *name, const char *kept_key) MUST_CHECK;
