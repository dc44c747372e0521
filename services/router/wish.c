/* See wish.h. */
#include "services/router/wish.h"

static int find_category(const struct taxonomy *taxonomy, struct text wish)
{
    for (size_t i = 0; i < taxonomy->category_count; i++) {
        const struct category *category = &taxonomy->categories[i];
        if (text_equal(category->key, wish) || text_equal(category->short_key, wish))
            return (int)i;
    }
    return -1;
}

/* The subcategory of a code where it lies in the category, else -1. */
static int find_in(const struct taxonomy *taxonomy, struct text code, int category)
{
    int found = code.at ? taxonomy_find(taxonomy, code) : -1;

    return found >= 0 && taxonomy->subcategories[found].category == category ? found : -1;
}

static int first_of(const struct taxonomy *taxonomy, int category)
{
    for (size_t i = 0; i < taxonomy->subcategory_count; i++) {
        if (taxonomy->subcategories[i].category == category)
            return (int)i;
    }
    return -1;
}

static int find_named(const struct taxonomy *taxonomy, struct text wish)
{
    for (size_t i = 0; i < taxonomy->subcategory_count; i++) {
        const struct subcategory *subcategory = &taxonomy->subcategories[i];
        if (text_equal(subcategory->code, wish) || text_equal(subcategory->key, wish))
            return (int)i;
    }
    return -1;
}

bool wish_names(const struct taxonomy *taxonomy, struct text wish, struct text code)
{
    int named = wish.length ? find_named(taxonomy, wish) : -1;

    return named >= 0 && text_equal(taxonomy->subcategories[named].code, code);
}

int wish_find(
    const struct taxonomy *taxonomy,
    struct text wish,
    struct text found,
    struct text second
)
{
    int named = find_named(taxonomy, wish);

    if (named >= 0)
        return named;
    int category = find_category(taxonomy, wish);
    if (category < 0)
        return -1;
    int code = find_in(taxonomy, found, category);
    if (code < 0)
        code = find_in(taxonomy, second, category);
    return code < 0 ? first_of(taxonomy, category) : code;
}
