/* See uuid.h. */
#include "common/uuid.h"

static const char digits[] = "0123456789abcdef";

struct uuid uuid_make(int64_t now_ms, const uint8_t random[10])
{
    struct uuid uuid;

    for (int i = 0; i < 6; i++)
        uuid.b[i] = (uint8_t)((uint64_t)now_ms >> (40 - 8 * i));
    memcpy(uuid.b + 6, random, 10);
    uuid.b[6] = (uint8_t)((uuid.b[6] & 0x0f) | 0x70);
    uuid.b[8] = (uint8_t)((uuid.b[8] & 0x3f) | 0x80);
    return uuid;
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

static bool is_hyphen_place(size_t i)
{
    return i == 8 || i == 13 || i == 18 || i == 23;
}

bool uuid_from_text(struct text text, struct uuid *ret_uuid)
{
    struct uuid uuid = {{0}};
    size_t nibble = 0;

    if (text.length != UUID_TEXT_LENGTH)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        if (is_hyphen_place(i)) {
            if (text.at[i] != '-')
                return false;
            continue;
        }
        int value = digit_value(text.at[i]);
        if (value < 0)
            return false;
        uuid.b[nibble / 2] |= (uint8_t)(nibble % 2 ? value : value << 4);
        nibble++;
    }
    *ret_uuid = uuid;
    return true;
}

void uuid_to_text(struct uuid uuid, char ret_text[UUID_TEXT_LENGTH + 1])
{
    size_t at = 0;

    for (size_t i = 0; i < 16; i++) {
        if (is_hyphen_place(at))
            ret_text[at++] = '-';
        ret_text[at++] = digits[uuid.b[i] >> 4];
        ret_text[at++] = digits[uuid.b[i] & 15];
    }
    ret_text[at] = 0;
}

bool uuid_is_of_time(struct uuid uuid)
{
    return uuid.b[6] >> 4 == 7 && uuid.b[8] >> 6 == 2;
}

int64_t uuid_time_ms(struct uuid uuid)
{
    int64_t time_ms = 0;

    for (int i = 0; i < 6; i++)
        time_ms = time_ms << 8 | uuid.b[i];
    return time_ms;
}

uint32_t uuid_partition(struct uuid uuid, uint32_t partitions)
{
    uint64_t tail = 0;

    for (int i = 8; i < 16; i++)
        tail = tail << 8 | uuid.b[i];
    return (uint32_t)(tail % partitions);
}

bool uuid_is_zero(struct uuid uuid)
{
    static const struct uuid zero;

    return memcmp(uuid.b, zero.b, sizeof(zero.b)) == 0;
}

bool uuid_equal(struct uuid a, struct uuid b)
{
    return memcmp(a.b, b.b, sizeof(a.b)) == 0;
}
