/* See mask.h. */
#include "common/domain/mask.h"

#include "common/domain/folded.h"
#include "common/domain/half_width.h"
#include "common/domain/phone.h"
#include "common/utf8.h"

#define STARS    "****"
#define STARS_ID "***********"

enum { SURNAME_BYTES = 6, DIGITS_MAX = 32, DIGITS_SHOWN_FROM = 8, ID_SHOWN_FROM = 6 };

/* Two characters each: those of 百家姓 and a few later ones. */
static const char double_surnames[] =
    "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐宇文长孙司徒司空夏侯端木南宫轩辕呼延东郭西门独孤"
    "申屠公冶宗政濮阳淳于单于钟离闻人赫连澹台公羊拓跋万俟左丘司寇仲孙鲜于闾丘太史太叔公西漆雕"
    "壤驷乐正第五百里梁丘段干羊舌即墨達奚歐陽東方長孫獨孤鍾離聞人軒轅諸葛司馬尉遲";

static bool has_double_surname(struct text name)
{
    if (name.length <= SURNAME_BYTES) /* 欧阳 alone may be a surname and a name */
        return false;
    for (size_t i = 0; i + SURNAME_BYTES < sizeof(double_surnames); i += SURNAME_BYTES)
        if (memcmp(name.at, double_surnames + i, SURNAME_BYTES) == 0)
            return true;
    return false;
}

struct text mask_name(struct arena *arena, struct text name)
{
    uint32_t code;
    size_t shown = utf8_next(name, 0, &code);

    if (has_double_surname(name))
        shown = SURNAME_BYTES;
    if (shown >= name.length)
        shown = 0;
    return arena_format(arena, "%.*s*", (int)shown, shown ? name.at : "");
}

struct text mask_id(struct arena *arena, struct text id)
{
    char text[DIGITS_MAX + 1];

    if (!half_width_text(id, text, sizeof(text)))
        return arena_text(arena, TEXT(STARS_ID));

    size_t length = strlen(text);
    if (length < ID_SHOWN_FROM)
        return arena_text(arena, TEXT(STARS_ID));
    int first = length == 15 || length == 18 ? 3 : 0;
    return arena_format(arena, "%.*s" STARS_ID "%s", first, text, text + length - 2);
}

/* The digits of the text, other characters left out; their count, which may be above DIGITS_MAX. */
static size_t collect_digits(struct text text, char ret_digits[DIGITS_MAX + 1])
{
    size_t count = 0, bytes;
    uint32_t code;

    for (size_t at = 0; (bytes = folded_step(text, at, &code)) > 0; at += bytes) {
        if (!code_is_digit(code))
            continue;
        if (count < DIGITS_MAX)
            ret_digits[count] = (char)code;
        count++;
    }
    ret_digits[size_min(count, DIGITS_MAX)] = 0;
    return count;
}

static struct text
mask_digits(struct arena *arena, const char *digits, size_t count, size_t max)
{
    if (count < DIGITS_SHOWN_FROM || count > max)
        return arena_text(arena, TEXT(STARS));
    return arena_format(arena, STARS "%s", digits + count - 4);
}

struct text mask_phone(struct arena *arena, struct text phone)
{
    char digits[DIGITS_MAX + 1];
    size_t count = collect_digits(phone, digits);
    struct phone read;

    /* what is stored has +86, what is entered may have an area code, an extension or neither */
    if (phone_read(phone, &read) != PHONE_ok || count > DIGITS_MAX)
        return mask_digits(arena, digits, count, 15);

    size_t length = strlen(read.e164);
    const char *last = read.e164 + length - 4;
    if (read.kind == PHONE_mobile)
        return arena_format(arena, "%.3s" STARS "%s", read.e164 + 3, last);
    if (read.kind != PHONE_fixed)
        return mask_digits(arena, read.e164 + 1, length - 1, 15);
    int area = read.e164[3] <= '2' ? 2 : 3;
    return arena_format(arena, "0%.*s" STARS "%s", area, read.e164 + 3, last);
}

struct text mask_card(struct arena *arena, struct text card)
{
    char digits[DIGITS_MAX + 1];
    size_t count = collect_digits(card, digits);

    return mask_digits(arena, digits, count, DIGITS_MAX);
}

struct text mask_mail(struct arena *arena, struct text mail)
{
    const char *at = mail.length ? memchr(mail.at, '@', mail.length) : NULL;
    uint32_t code;
    size_t first = utf8_next(mail, 0, &code);

    if (!at || at == mail.at || first == 0)
        return arena_text(arena, TEXT(STARS));

    size_t domain = mail.length - (size_t)(at - mail.at);
    return arena_format(arena, "%.*s***%.*s", (int)first, mail.at, (int)domain, at);
}
