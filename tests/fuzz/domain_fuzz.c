/* Fuzzes the readers of common/domain: none may crash or read past its input, and what they accept must be what
 * they promise: normalised forms read back as themselves, amounts lie within their limits and inside the text. */

#include <stdlib.h>

#include "common/domain/amount.h"
#include "common/domain/amount_find.h"
#include "common/domain/card_number.h"
#include "common/domain/credit_code.h"
#include "common/domain/iso_date.h"
#include "common/domain/mask.h"
#include "common/domain/person_name.h"
#include "common/domain/phone.h"
#include "common/domain/resident_id.h"
#include "common/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds)
        abort();
}

static void try_numbers(struct text text)
{
    static const struct iso_date today = {2026, 7, 1};
    struct resident_id id, id_again;
    struct credit_code code, code_again;
    struct card_number card, card_again;
    struct phone phone, phone_again;

    if (resident_id_read(text, today, &id) == RESIDENT_ID_ok)
        demand(resident_id_read(text_of(id.text), today, &id_again) == RESIDENT_ID_ok);
    if (credit_code_read(text, &code) == CREDIT_CODE_ok)
        demand(credit_code_read(text_of(code.text), &code_again) == CREDIT_CODE_ok);
    if (card_number_read(text, &card) == CARD_NUMBER_ok)
        demand(card_number_read(text_of(card.text), &card_again) == CARD_NUMBER_ok);
    if (phone_read(text, &phone) == PHONE_ok) {
        demand(phone_read(text_of(phone.e164), &phone_again) == PHONE_ok);
        demand(strcmp(phone.e164, phone_again.e164) == 0 && phone.kind == phone_again.kind);
    }
}

static void try_date_and_amounts(struct text text)
{
    struct amount_found found[AMOUNTS_FOUND_MAX];
    struct iso_date date, again;
    char iso[ISO_DATE_LENGTH + 1];
    int64_t fen;

    if (iso_date_from_text(text, &date)) {
        iso_date_to_text(date, iso);
        demand(iso_date_from_text(text_of(iso), &again) && iso_date_compare(date, again) == 0);
    }
    if (amount_from_text(text, &fen))
        demand(fen >= 0 && fen <= AMOUNT_FEN_MAX);
    if (amount_from_capitals(text, &fen))
        demand(fen >= 0 && fen <= AMOUNT_FEN_MAX);

    size_t count = amount_find_in_text(text, found, LENGTH(found)), end = 0;
    demand(count <= LENGTH(found));
    for (size_t i = 0; i < count; i++) {
        demand(found[i].amount_fen > 0 && found[i].amount_fen <= AMOUNT_FEN_MAX);
        demand(found[i].at >= end && found[i].length > 0);
        end = found[i].at + found[i].length;
        demand(end <= text.length);
    }
}

static void try_name_and_masks(struct text text, struct arena *arena)
{
    struct text name;
    bool valid = utf8_valid(text);

    if (person_name_read(text, arena, &name) == PERSON_NAME_ok) {
        size_t characters = utf8_count(name);
        demand(utf8_valid(name) && name.length <= text.length);
        demand(characters >= 1 && characters <= PERSON_NAME_CHARACTERS_MAX);
    }
    demand(!valid || utf8_valid(mask_name(arena, text)));
    demand(!valid || utf8_valid(mask_mail(arena, text)));
    demand(utf8_valid(mask_id(arena, text)));
    demand(utf8_valid(mask_phone(arena, text)));
    demand(utf8_valid(mask_card(arena, text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct text text = {(const char *)data, size};

    try_numbers(text);
    try_date_and_amounts(text);
    try_name_and_masks(text, &arena);
    arena_reset(&arena);
    return 0;
}
