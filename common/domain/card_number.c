/* See card_number.h. */
#include "common/domain/card_number.h"

#include "common/domain/half_width.h"

enum { ENTERED_MAX = 63 };

bool luhn_holds(const char *digits, size_t count)
{
    static const int doubled[] = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};
    int sum = 0;

    for (size_t i = 0; i < count; i++) {
        int digit = digits[count - 1 - i] - '0';
        sum += i % 2 ? doubled[digit] : digit;
    }
    return sum > 0 && sum % 10 == 0;
}

enum card_number_result card_number_read(struct text entered, struct card_number *ret_card)
{
    char text[ENTERED_MAX + 1];
    struct card_number card = {0};
    size_t length = 0;

    if (!half_width_text(entered, text, sizeof(text)))
        return CARD_NUMBER_bad_form;
    for (const char *at = text; *at; at++) {
        if ((*at == ' ' || *at == '-') && length > 0 && at[1])
            continue;
        if (!code_is_digit((uint32_t)*at) || length == CARD_NUMBER_LENGTH_MAX)
            return CARD_NUMBER_bad_form;
        card.text[length++] = *at;
    }
    card.unionpay = card.text[0] == '6' && card.text[1] == '2';
    if (length < (card.unionpay ? CARD_NUMBER_UNIONPAY_LENGTH_MIN : CARD_NUMBER_LENGTH_MIN) ||
        strspn(card.text, "0") == length)
        return CARD_NUMBER_bad_form;
    if (!luhn_holds(card.text, length))
        return CARD_NUMBER_bad_check;
    *ret_card = card;
    return CARD_NUMBER_ok;
}
