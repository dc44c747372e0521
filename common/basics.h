/* Words that every file uses: views, attributes, a few macros. No functions with state live here.
 *
 * A view (struct text, struct bytes) borrows: it is valid as long as the bytes it points into, for a
 * decoded message until the decision returns. A view with `at == NULL` means "absent". */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MUST_CHECK             __attribute__((warn_unused_result))
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))
#define UNUSED                 __attribute__((unused))

/* AUTO(thing) *x = NULL;  calls thing_destroy (&x) when the scope ends. */
#define AUTO(type) __attribute__((cleanup(type##_destroy))) struct type

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define LIST(array)   (array), LENGTH(array)

/* UTF-8 text, not terminated; length in bytes. */
struct text {
    const char *at;
    size_t length;
};

/* Raw bytes. */
struct bytes {
    const uint8_t *at;
    size_t length;
};

#define TEXT(literal) ((struct text){(literal), sizeof(literal) - 1})

static inline struct text text_of(const char *string)
{
    return (struct text){string, string ? strlen(string) : 0};
}

static inline bool text_is(struct text text, const char *string)
{
    /* Most that are asked differ in the first byte. */
    return text.at && (text.length == 0 || text.at[0] == string[0]) &&
           text.length == strlen(string) && memcmp(text.at, string, text.length) == 0;
}

static inline bool text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

/* By bytes, as qsort wants it; a text stands before those that it begins. */
static inline int text_compare(struct text a, struct text b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.at, b.at, shorter) : 0;

    return order ? order : (a.length > b.length) - (a.length < b.length);
}

static inline bool text_starts(struct text text, struct text prefix)
{
    return text.length >= prefix.length &&
           (prefix.length == 0 || memcmp(text.at, prefix.at, prefix.length) == 0);
}

/* Whether `item` is one of the parts of `list`, such as "K2 K6", whole. */
static inline bool text_lists(struct text list, char separator, struct text item)
{
    for (size_t i = 0; i + item.length <= list.length; i++) {
        bool begins = i == 0 || list.at[i - 1] == separator;
        bool ends = i + item.length == list.length || list.at[i + item.length] == separator;
        if (begins && ends && text_starts((struct text){list.at + i, list.length - i}, item))
            return true;
    }
    return false;
}

/* With a zero behind it, for what reads such text; false, and nothing is written, when it does not fit. */
static inline bool text_to_c(struct text text, char *to, size_t size)
{
    if (text.length >= size)
        return false;
    if (text.length)
        memcpy(to, text.at, text.length);
    to[text.length] = '\0';
    return true;
}

static inline struct bytes bytes_of_text(struct text text)
{
    return (struct bytes){(const uint8_t *)text.at, text.length};
}

static inline struct text text_of_bytes(struct bytes bytes)
{
    return (struct text){(const char *)bytes.at, bytes.length};
}

static inline bool bytes_equal(struct bytes a, struct bytes b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static inline int64_t int64_min(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static inline int64_t int64_max(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static inline size_t size_min(size_t a, size_t b)
{
    return a < b ? a : b;
}

static inline size_t size_max(size_t a, size_t b)
{
    return a > b ? a : b;
}
