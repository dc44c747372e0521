/* See credit_code.h. */
#include "common/domain/credit_code.h"

#include "common/domain/half_width.h"

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

enum { ALPHABET_SIZE = sizeof(alphabet) - 1, INNER_AT = 8, INNER_LENGTH = 9 };

/* -1 outside the alphabet. */
static int value_of(char letter)
{
    const char *found = memchr(alphabet, letter, ALPHABET_SIZE);

    return found ? (int)(found - alphabet) : -1;
}

char credit_code_check(const char code[CREDIT_CODE_LENGTH - 1])
{
    int sum = 0, weight = 1; /* 3^i mod 31 */

    for (int i = 0; i < CREDIT_CODE_LENGTH - 1; i++) {
        sum += value_of(code[i]) * weight;
        weight = weight * 3 % ALPHABET_SIZE;
    }
    return alphabet[(ALPHABET_SIZE - sum % ALPHABET_SIZE) % ALPHABET_SIZE];
}

char organisation_code_check(const char code[8])
{
    static const int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;

    for (size_t i = 0; i < LENGTH(weights); i++) {
        bool digit = code_is_digit((uint32_t)code[i]);
        sum += (digit ? code[i] - '0' : code[i] - 'A' + 10) * weights[i];
    }
    return "0X987654321"[sum % 11]; /* 11 - sum % 11, where 10 is X and 11 is 0 */
}

enum credit_code_result credit_code_read(struct text entered, struct credit_code *ret_code)
{
    struct credit_code code;

    if (!half_width_text(entered, code.text, sizeof(code.text)) ||
        strlen(code.text) != CREDIT_CODE_LENGTH)
        return CREDIT_CODE_bad_form;
    for (int i = 0; i < CREDIT_CODE_LENGTH; i++) {
        if (code.text[i] >= 'a' && code.text[i] <= 'z')
            code.text[i] = (char)(code.text[i] - 'a' + 'A');
        if (value_of(code.text[i]) < 0)
            return CREDIT_CODE_bad_form;
    }
    if (code.text[CREDIT_CODE_LENGTH - 1] != credit_code_check(code.text))
        return CREDIT_CODE_bad_check;

    const char *inner = code.text + INNER_AT;
    code.inner_is_wrong = inner[INNER_LENGTH - 1] != organisation_code_check(inner);
    *ret_code = code;
    return CREDIT_CODE_ok;
}
