/* Fuzzes redact(): it must not crash, valid UTF-8 must stay valid, the output must stay below its limit and must
 * hold no run of 13 to 19 digits that passes Luhn, but for case numbers (REQUIREMENTS SE-11), also when it is
 * redacted again; the text is untouched where nothing was found. */
#include <stdlib.h>

#include "common/domain/card_number.h"
#include "common/domain/folded.h"
#include "common/domain/redact.h"
#include "common/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds)
        abort();
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool holds_card_number(struct text text)
{
    for (size_t at = 0; at < text.length; at++) {
        size_t digits = 0;
        while (at + digits < text.length && is_digit(text.at[at + digits]))
            digits++;
        if (digits >= 16 && digits <= CARD_NUMBER_LENGTH_MAX &&
            luhn_holds(text.at + at, digits))
            return true;
        at += digits;
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct text text = {(const char *)data, size};
    struct redaction found, again;
    struct text redacted = redact(text, &arena, &found);
    size_t count = found.secrets + found.cards + found.ids + found.phones + found.mails;

    demand((redacted.at == text.at) == (count == 0));
    demand(redacted.length <= REDACTED_BYTES_MAX(size));
    demand(!utf8_valid(text) || utf8_valid(redacted));
    demand(!holds_card_number(redacted));
    demand(!holds_card_number(redact(redacted, &arena, &again)));
    arena_reset(&arena);
    return 0;
}
