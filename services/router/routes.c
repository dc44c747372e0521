/* See routes.h. */
#include "services/router/routes.h"

#include "proto/messages.h"

static void
read_words(struct yaml *yaml, struct yaml_node *map, const char *key, struct route_words *words)
{
    for (struct yaml_node *node = yaml_list(yaml, map, key); node; node = node->next) {
        if (node->kind != YAML_scalar || node->text.length == 0)
            yaml_fault(yaml, node, "'%s' must be a list of words", key);
        else if (words->count == ROUTE_LIST_MAX)
            yaml_fault(yaml, node, "'%s' has more than %d words", key, ROUTE_LIST_MAX);
        else
            words->at[words->count++] = node->text;
    }
}

static int outcome_of(struct text text)
{
    for (int outcome = VERDICT_triage; outcome <= VERDICT_out_of_scope; outcome++) {
        if (text_is(text, verdict_name((enum verdict)outcome)))
            return outcome;
    }
    return -1;
}

static int type_of(struct text text)
{
    enum matter_type type = matter_type_of(text);

    return type == MATTER_none ? -1 : (int)type;
}

static int grade_of(struct text text)
{
    bool fits = text.length == 2 && text.at[0] == 'P' && text.at[1] >= '1' && text.at[1] <= '4';

    return fits ? text.at[1] - '0' : -1;
}

static int tag_of(struct text text)
{
    enum tag tag;

    return tag_find(text, &tag) ? (int)tag : -1;
}

/* The bits of a list whose words `number_of` knows. */
static uint32_t read_bits(
    struct yaml *yaml,
    struct yaml_node *map,
    const char *key,
    int (*number_of)(struct text text)
)
{
    uint32_t bits = 0;

    for (struct yaml_node *node = yaml_list(yaml, map, key); node; node = node->next) {
        int number = number_of(node->text);
        if (number < 0)
            yaml_fault(yaml, node, "no %s '%s'", key, node->text.at ? node->text.at : "");
        else
            bits |= UINT32_C(1) << number;
    }
    return bits;
}

static uint64_t
read_categories(struct yaml *yaml, struct yaml_node *map, const struct taxonomy *taxonomy)
{
    uint64_t bits = 0;

    for (struct yaml_node *node = yaml_list(yaml, map, "category"); node; node = node->next) {
        int category = taxonomy_find_category(taxonomy, node->text);
        if (category < 0)
            yaml_fault(yaml, node, "no category '%s'", node->text.at ? node->text.at : "");
        else
            bits |= UINT64_C(1) << category;
    }
    return bits;
}

/* A list of a place: `word`, when it stands among them, is not kept but told by `ret_word`. */
static void read_list(
    struct yaml *yaml,
    struct yaml_node *map,
    const char *key,
    const char *word,
    struct text_list *list,
    bool *ret_word
)
{
    struct route_words words = {0};

    read_words(yaml, map, key, &words);
    for (size_t i = 0; i < words.count; i++) {
        if (word && text_is(words.at[i], word))
            *ret_word = true;
        else if (list->count == TAXONOMY_LIST_MAX)
            yaml_fault(yaml, map, "'%s' has more than %d words", key, TAXONOMY_LIST_MAX);
        else
            list->at[list->count++] = words.at[i];
    }
}

static bool has(const struct text_list *list, struct text text)
{
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->at[i], text))
            return true;
    }
    return false;
}

/* "card" of "card:3"; absent when the level is none from 1 to 5. */
static struct text skill_of(struct text word)
{
    const char *colon = memchr(word.at, ':', word.length);
    struct text name = {word.at, colon ? (size_t)(colon - word.at) : word.length};

    if (colon && (name.length + 2 != word.length || colon[1] < '1' || colon[1] > '5'))
        return (struct text){0};
    return name.length ? name : (struct text){0};
}

static void check_skills(struct yaml *yaml, struct yaml_node *map, const struct text_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (!skill_of(list->at[i]).at)
            yaml_fault(yaml, map, "'%s' is no skill with a level from 1 to 5", list->at[i].at);
    }
}

/* At whatever levels. */
static bool has_skill(const struct text_list *list, struct text word)
{
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(skill_of(list->at[i]), skill_of(word)))
            return true;
    }
    return false;
}

static void read_place(struct yaml *yaml, struct yaml_node *map, struct route *route)
{
    struct text queue = yaml_text(yaml, map, "queue", (struct text){0});
    struct text becomes = yaml_text(yaml, map, "becomes", TEXT(""));

    if (!text_is(queue, "category"))
        route->queue = queue;
    if (!text_is(queue, "category") && !text_starts(queue, TEXT("q.")))
        yaml_fault(yaml, map, "a queue is 'category' or begins with 'q.'");
    route->becomes = matter_type_of(becomes);
    if (becomes.length && route->becomes == MATTER_none)
        yaml_fault(yaml, map, "no type '%s'", becomes.at);
    read_list(yaml, map, "skills", NULL, &route->skills, NULL);
    read_list(yaml, map, "preferred", "category", &route->preferred, &route->prefers_category);
    read_list(yaml, map, "forbidden", NULL, &route->forbidden, NULL);
    read_list(
        yaml,
        map,
        "exclude",
        "about_unit",
        &route->excluded,
        &route->excludes_about_unit
    );
    check_skills(yaml, map, &route->skills);
    check_skills(yaml, map, &route->preferred);
    check_skills(yaml, map, &route->forbidden);
    for (size_t i = 0; i < route->skills.count; i++) {
        if (has_skill(&route->forbidden, route->skills.at[i]))
            yaml_fault(yaml, map, "'%s' is needed and forbidden", route->skills.at[i].at);
    }
}

static void read_route(struct yaml *yaml, struct yaml_node *map, struct routes *routes)
{
    static const char *const keys[] = {
        "id",
        "outcome",
        "type",
        "category",
        "code",
        "grade",
        "party",
        "channel",
        "language",
        "unit",
        "tags",
        "becomes",
        "queue",
        "skills",
        "preferred",
        "forbidden",
        "exclude",
        NULL};

    yaml_allow(yaml, map, keys);
    if (routes->count == ROUTES_MAX) {
        yaml_fault(yaml, map, "more than %d routes", ROUTES_MAX);
        return;
    }
    struct route *route = &routes->routes[routes->count];
    route->id = yaml_text(yaml, map, "id", (struct text){0});
    for (size_t i = 0; i < routes->count; i++) {
        if (text_equal(routes->routes[i].id, route->id))
            yaml_fault(yaml, map, "route '%s' stands twice", route->id.at);
    }
    routes->count++;
    route->outcomes = read_bits(yaml, map, "outcome", outcome_of);
    route->types = read_bits(yaml, map, "type", type_of);
    route->grades = read_bits(yaml, map, "grade", grade_of);
    route->tags = read_bits(yaml, map, "tags", tag_of);
    route->categories = read_categories(yaml, map, routes->taxonomy);
    read_words(yaml, map, "code", &route->codes);
    read_words(yaml, map, "party", &route->parties);
    read_words(yaml, map, "channel", &route->channels);
    read_words(yaml, map, "language", &route->languages);
    read_words(yaml, map, "unit", &route->units);
    for (size_t i = 0; i < route->parties.count; i++) {
        if (!enum_from_text(&party_enum, route->parties.at[i]))
            yaml_fault(yaml, map, "no party '%s'", route->parties.at[i].at);
    }
    for (size_t i = 0; i < route->codes.count; i++) {
        if (taxonomy_find(routes->taxonomy, route->codes.at[i]) < 0)
            yaml_fault(yaml, map, "no code '%s'", route->codes.at[i].at);
    }
    read_place(yaml, map, route);
}

/* Conditions of any kind; the last route has none. */
static bool is_default(const struct route *route)
{
    return route->queue.at && !route->outcomes && !route->types && !route->categories &&
           !route->grades && !route->tags && !route->codes.count && !route->parties.count &&
           !route->channels.count && !route->languages.count && !route->units.count;
}

enum error
routes_from_yaml(struct yaml *yaml, const struct taxonomy *taxonomy, struct routes *ret_routes)
{
    static const char *const keys[] = {"version", "routes", NULL};

    memset(ret_routes, 0, sizeof(*ret_routes));
    ret_routes->taxonomy = taxonomy;
    yaml_allow(yaml, yaml->root, keys);
    ret_routes->version = yaml_int(yaml, yaml->root, "version", 1, INT32_MAX, 1);
    for (struct yaml_node *n = yaml_list(yaml, yaml->root, "routes"); n; n = n->next)
        read_route(yaml, n, ret_routes);
    if (!ret_routes->count || !is_default(&ret_routes->routes[ret_routes->count - 1]))
        yaml_fault(yaml, yaml->root, "the last route must name a queue and have no conditions");
    return yaml_ok(yaml) ? OK : ERROR_config;
}

static bool has_word(const struct route_words *words, struct text text)
{
    for (size_t i = 0; i < words->count; i++) {
        if (text_equal(words->at[i], text))
            return true;
    }
    return words->count == 0;
}

/* By the first part of the tag: en fits en and en-GB, not enm. */
static bool has_language(const struct route_words *words, struct text language)
{
    size_t length = 0;

    while (length < language.length && language.at[length] != '-')
        length++;
    return has_word(words, (struct text){language.at, length});
}

/* A unit that ends in `*` stands for all that begin so. */
static bool has_unit(const struct route_words *words, struct text unit)
{
    for (size_t i = 0; i < words->count; i++) {
        struct text word = words->at[i];
        bool open = word.at[word.length - 1] == '*';
        if (open ? text_starts(unit, (struct text){word.at, word.length - 1})
                 : text_equal(unit, word))
            return true;
    }
    return words->count == 0;
}

static bool has_bit(uint64_t bits, int bit)
{
    return bits == 0 || (bit >= 0 && bits >> bit & 1);
}

static bool
fits(const struct routes *routes, const struct route *route, const struct routed_matter *matter)
{
    const struct subcategory *subject =
        matter->code < 0 ? NULL : &routes->taxonomy->subcategories[matter->code];

    return (route->queue.at || subject) && has_bit(route->outcomes, (int)matter->outcome) &&
           has_bit(route->types, (int)matter->type) &&
           has_bit(route->categories, subject ? subject->category : -1) &&
           has_bit(route->grades, matter->grade) &&
           (route->tags == 0 || route->tags & matter->tags) &&
           has_word(&route->codes, subject ? subject->code : (struct text){0}) &&
           has_word(&route->parties, matter->party) &&
           has_word(&route->channels, matter->channel) &&
           has_language(&route->languages, matter->language) &&
           has_unit(&route->units, matter->unit);
}

static void add(struct text_list *list, struct text text)
{
    if (text.length && list->count < TAXONOMY_LIST_MAX && !has(list, text))
        list->at[list->count++] = text;
}

struct place routes_find(const struct routes *routes, const struct routed_matter *matter)
{
    const struct route *route = routes->routes;

    while (!fits(routes, route, matter))
        route++; /* the last one fits always */

    struct place place = {
        .type = route->becomes == MATTER_none ? matter->type : route->becomes,
        .queue = route->queue,
        .skills = route->skills,
        .forbidden = route->forbidden,
        .excluded_units = route->excluded,
        .route = route->id,
        .number = (size_t)(route - routes->routes) + 1,
    };
    if (route->excludes_about_unit)
        add(&place.excluded_units, matter->about_unit);
    if (matter->code >= 0) {
        const struct taxonomy *taxonomy = routes->taxonomy;
        const struct category *category =
            &taxonomy->categories[taxonomy->subcategories[matter->code].category];
        if (!place.queue.at) {
            place.queue = category->queue;
            if (place.skills.count == 0)
                place.skills = category->skills;
        }
        for (size_t i = 0; route->prefers_category && i < category->skills.count; i++)
            add(&place.preferred, category->skills.at[i]);
    }
    for (size_t i = 0; i < route->preferred.count; i++)
        add(&place.preferred, route->preferred.at[i]);
    return place;
}
