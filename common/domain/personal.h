/* The paths under which personal fields are sealed, for intake, which seals them, and for every service that opens
 * them (common/seal.h binds a value to its path and its case).
 *
 * A path is the field's place in case.received.v1 and never changes: a value sealed in 2026 is opened under it in
 * 2056. Source: DESIGN section 6. */
#pragma once

#include "common/arena.h"

#define PERSONAL_TEXT          TEXT("text")
#define PERSONAL_CUSTOMER_REF  TEXT("customer.ref")
#define PERSONAL_CUSTOMER_NAME TEXT("customer.name")
#define PERSONAL_ID_NO         TEXT("customer.id_no")
#define PERSONAL_PHONE         TEXT("customer.phone")
#define PERSONAL_EMAIL         TEXT("customer.email")
#define PERSONAL_ACCOUNT       TEXT("customer.account")
#define PERSONAL_RECORDING_URI TEXT("contact.recording_uri")

/* Of the material at `index`, from 0: values of two materials are not to be exchanged either. */
static inline struct text personal_material_name(struct arena *arena, size_t index)
{
    return arena_format(arena, "materials[%zu].name", index);
}

static inline struct text personal_material_uri(struct arena *arena, size_t index)
{
    return arena_format(arena, "materials[%zu].uri", index);
}

/* The kinds of customer_key (vault_search_hash): the number of the document, else the phone, else the publisher's
 * reference, which is only unique beside its source: "<source>\n<ref>". */
#define PERSONAL_KEY_ID_NO "id_no"
#define PERSONAL_KEY_PHONE "phone"
#define PERSONAL_KEY_REF   "ref"
