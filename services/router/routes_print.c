/* See routes_print.h. */
#include "services/router/routes_print.h"

static void print_words(FILE *out, const char *name, const struct text *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s%.*s", i ? "," : name, (int)words[i].length, words[i].at);
}

/* ` type=complaint,dispute` of the bits that are set; `name_of` knows the word of a bit. */
static void print_bits(
    FILE *out,
    const char *name,
    uint64_t bits,
    struct text (*name_of)(const struct routes *routes, int bit),
    const struct routes *routes
)
{
    const char *before = name;

    for (int bit = 0; bit < 64; bit++) {
        if (!(bits >> bit & 1))
            continue;
        struct text word = name_of(routes, bit);
        fprintf(out, "%s%.*s", before, (int)word.length, word.at);
        before = ",";
    }
}

static struct text outcome_word(const struct routes *routes UNUSED, int bit)
{
    return text_of(verdict_name((enum verdict)bit));
}

static struct text type_word(const struct routes *routes UNUSED, int bit)
{
    return text_of(matter_type_name((enum matter_type)bit));
}

static struct text category_word(const struct routes *routes, int bit)
{
    return routes->taxonomy->categories[bit].key;
}

static struct text grade_word(const struct routes *routes UNUSED, int bit)
{
    static const char *const words[] = {"", "P1", "P2", "P3", "P4"};

    return text_of(words[bit]);
}

static struct text tag_word(const struct routes *routes UNUSED, int bit)
{
    return text_of(tag_name((enum tag)bit));
}

static void print_conditions(const struct routes *routes, const struct route *route, FILE *out)
{
    print_bits(out, " outcome=", route->outcomes, outcome_word, routes);
    print_bits(out, " type=", route->types, type_word, routes);
    print_bits(out, " category=", route->categories, category_word, routes);
    print_words(out, " code=", route->codes.at, route->codes.count);
    print_bits(out, " grade=", route->grades, grade_word, routes);
    print_words(out, " party=", route->parties.at, route->parties.count);
    print_words(out, " channel=", route->channels.at, route->channels.count);
    print_words(out, " language=", route->languages.at, route->languages.count);
    print_words(out, " unit=", route->units.at, route->units.count);
    print_bits(out, " tags=", route->tags, tag_word, routes);
}

static void print_place(const struct route *route, FILE *out)
{
    if (route->becomes != MATTER_none)
        fprintf(out, " as %s", matter_type_name(route->becomes));
    fprintf(out, " -> %s", route->queue.at ? route->queue.at : "queue of the category");
    print_words(out, "; needs ", route->skills.at, route->skills.count);
    if (route->prefers_category)
        fputs("; prefers skills of the category", out);
    print_words(out, "; prefers ", route->preferred.at, route->preferred.count);
    print_words(out, "; never ", route->forbidden.at, route->forbidden.count);
    if (route->excludes_about_unit)
        fputs("; not the unit complained about", out);
    print_words(out, "; not the units ", route->excluded.at, route->excluded.count);
    fputc('\n', out);
}

static void print_route(const struct routes *routes, size_t at, FILE *out)
{
    const struct route *route = &routes->routes[at];

    fprintf(out, "%2zu %-18s", at + 1, route->id.at);
    print_conditions(routes, route, out);
    print_place(route, out);
}

void routes_print(const struct routes *routes, FILE *out)
{
    for (size_t i = 0; i < routes->count; i++)
        print_route(routes, i, out);
}

void routes_tally_add(
    struct routes_tally *tally,
    struct arena *arena,
    const struct routes *routes,
    struct text route,
    struct text queue
)
{
    size_t at = 0;

    tally->requests++;
    for (size_t i = 0; i < routes->count; i++)
        tally->routes[i] += text_equal(routes->routes[i].id, route);
    while (at < tally->queue_count && !text_equal(tally->queues[at], queue))
        at++;
    if (at == TALLY_QUEUES_MAX)
        return;
    if (at == tally->queue_count)
        tally->queues[tally->queue_count++] = arena_text(arena, queue);
    tally->by_queue[at]++;
}

void routes_tally_print(
    const struct routes_tally *tally,
    const struct routes *routes,
    FILE *out
)
{
    fprintf(out, "%zu requests\n", tally->requests);
    for (size_t i = 0; i < routes->count; i++) {
        fprintf(out, "%8zu  ", tally->routes[i]);
        print_route(routes, i, out);
    }
    for (size_t i = 0; i < tally->queue_count; i++)
        fprintf(
            out,
            "%8zu  %.*s\n",
            tally->by_queue[i],
            (int)tally->queues[i].length,
            tally->queues[i].at
        );
}
