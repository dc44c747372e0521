/* See skills.h. */
#include "services/desk/skills.h"

#include "proto/messages.h"

static const char *const grade_keys[] = {"P1", "P2", "P3", "P4", NULL};

static void read_levels(
    struct yaml *yaml,
    const struct yaml_node *map,
    const int64_t *fallback,
    int64_t least[CASE_GRADES + 1]
)
{
    if (map)
        yaml_allow(yaml, map, grade_keys);
    least[CASE_GRADE_none] = 1;
    for (int grade = CASE_GRADE_P1; grade <= CASE_GRADE_P4; grade++)
        least[grade] = !map ? fallback[grade]
                            : yaml_int(
                                  yaml,
                                  map,
                                  grade_keys[grade - 1],
                                  1,
                                  SKILL_LEVEL_MAX,
                                  fallback[grade]
                              );
}

static void
read_rule(struct yaml *yaml, const struct yaml_node *node, struct skill_rules *rules)
{
    static const char *const keys[] = {"zh", "en", "levels", "stays_here", NULL};

    if (rules->count == SKILL_RULES_MAX) {
        yaml_fault(yaml, node, "more than %d skills", SKILL_RULES_MAX);
        return;
    }
    struct skill_rule *rule = &rules->at[rules->count++];
    yaml_allow(yaml, node, keys);
    rule->name = node->key;
    rule->zh = yaml_text(yaml, node, "zh", (struct text){0});
    rule->en = yaml_text(yaml, node, "en", (struct text){0});
    rule->stays_here = yaml_flag(yaml, node, "stays_here", false);
    read_levels(yaml, yaml_find(node, "levels"), rules->least, rule->least);
}

void skill_rules_read(struct yaml *yaml, struct skill_rules *rules)
{
    static const char *const keys[] = {"name", "version", "levels", "skills", NULL};
    static const int64_t ones[CASE_GRADES + 1] = {1, 1, 1, 1, 1};

    yaml_allow(yaml, yaml->root, keys);
    read_levels(yaml, yaml_find(yaml->root, "levels"), ones, rules->least);
    const struct yaml_node *skills = yaml_get(yaml, yaml->root, "skills");
    for (const struct yaml_node *node = skills ? skills->first : NULL; node; node = node->next)
        read_rule(yaml, node, rules);
}

static const struct skill_rule *find_rule(const struct skill_rules *rules, struct text name)
{
    for (size_t i = 0; i < rules->count; i++) {
        if (text_equal(rules->at[i].name, name))
            return &rules->at[i];
    }
    return NULL;
}

bool skill_is_known(const struct skill_rules *rules, struct text name)
{
    return find_rule(rules, name) != NULL;
}

int64_t skill_least(const struct skill_rules *rules, struct text name, enum case_grade grade)
{
    const struct skill_rule *rule = find_rule(rules, name);

    return int64_max(1, rule ? rule->least[grade] : rules->least[grade]);
}

struct text skill_split(struct text word, int64_t *ret_level)
{
    *ret_level = 1;
    if (word.length > 2 && word.at[word.length - 2] == ':') {
        *ret_level = word.at[word.length - 1] - '0';
        word.length -= 2;
    }
    return word;
}

bool skills_stay_here(const struct skill_rules *rules, struct text joined)
{
    struct text name;

    while (word_take(&joined, ',', &name)) {
        int64_t level;
        const struct skill_rule *rule = find_rule(rules, skill_split(name, &level));
        if (rule && rule->stays_here)
            return true;
    }
    return false;
}

static const struct skill *find_skill(const struct skill_set *skills, struct text name)
{
    for (size_t i = 0; i < skills->count; i++) {
        if (text_equal(skills->at[i].name, name))
            return &skills->at[i];
    }
    return NULL;
}

int64_t skill_level(const struct skill_set *skills, struct text name, int64_t now_ms)
{
    const struct skill *skill = find_skill(skills, name);

    if (!skill)
        return skills->all;
    return now_ms < skill->until_ms ? skill->level : 0;
}

bool word_take(struct text *rest, char separator, struct text *ret_word)
{
    while (rest->length) {
        size_t end = 0;
        while (end < rest->length && rest->at[end] != separator)
            end++;
        *ret_word = (struct text){rest->at, end};
        size_t step = size_min(end + 1, rest->length);
        *rest = (struct text){rest->at + step, rest->length - step};
        if (end)
            return true;
    }
    return false;
}

bool word_is_among(struct text joined, char separator, struct text word)
{
    struct text one;

    while (word_take(&joined, separator, &one)) {
        if (text_equal(one, word))
            return true;
    }
    return false;
}

static enum refusal check_word(const struct skill_set *skills, struct text word, int64_t now_ms)
{
    int64_t least;

    if (word.at[0] == '^')
        return REFUSAL_none;
    if (word.at[0] == '!') {
        word = skill_split((struct text){word.at + 1, word.length - 1}, &least);
        const struct skill *skill = find_skill(skills, word);
        bool excludes = skill && now_ms < skill->until_ms && skill->level >= least;
        return excludes ? REFUSAL_forbidden : REFUSAL_none;
    }
    word = skill_split(word, &least);
    int64_t level = skill_level(skills, word, now_ms);
    if (level >= least)
        return REFUSAL_none;
    if (level)
        return REFUSAL_level;
    return find_skill(skills, word) ? REFUSAL_expired : REFUSAL_skill;
}

enum refusal skills_check(const struct skill_set *skills, struct text needs, int64_t now_ms)
{
    enum refusal refusal = REFUSAL_none;
    struct text word;

    while (refusal == REFUSAL_none && word_take(&needs, ',', &word))
        refusal = check_word(skills, word, now_ms);
    return refusal;
}

struct text skill_needs(struct arena *arena, const struct needed *needed)
{
    struct text rest = needed->required, word;
    size_t size = needed->required.length * 2 + needed->wishes.length + 16;

    for (size_t i = 0; i < needed->overflow_count; i++)
        size += needed->overflow[i].length + 2;
    char *at = arena_take(arena, size), *end = at;
    while (word_take(&rest, ',', &word)) {
        int64_t asked;
        word = skill_split(word, &asked);
        int64_t least = int64_max(asked, skill_least(needed->rules, word, needed->grade));
        if (needed->any_level)
            least = 1;
        memcpy(end, word.at, word.length);
        end += word.length;
        *end++ = ':';
        *end++ = (char)('0' + least);
        *end++ = ',';
    }
    rest = needed->wishes;
    while (word_take(&rest, ',', &word)) {
        if (word.at[0] != '!')
            continue;
        memcpy(end, word.at, word.length);
        end += word.length;
        *end++ = ',';
    }
    for (size_t i = 0; i < needed->overflow_count; i++) {
        *end++ = '^';
        memcpy(end, needed->overflow[i].at, needed->overflow[i].length);
        end += needed->overflow[i].length;
        *end++ = ',';
    }
    return (struct text){at, end > at ? (size_t)(end - at) - 1 : 0};
}
