/* See scores.h. */
#include "services/router/scores.h"

enum {
    HINT_WEIGHT = 2, /* what the sender says it is */
    DOUBT = 1,       /* what a lone word of weight 1 is doubted by: half */
};

const enum matter_type precedence[PRECEDENCE_TYPES] = {
    MATTER_urgent,
    MATTER_dispute,
    MATTER_complaint,
    MATTER_apply,
    MATTER_consult,
    MATTER_suggest,
};

size_t precedence_of(enum matter_type type)
{
    size_t rank = 0;

    while (rank < PRECEDENCE_TYPES && precedence[rank] != type)
        rank++;
    return rank;
}

bool rule_is_for_code(const struct rule *rule, int code)
{
    for (size_t i = 0; i < rule->code_count; i++) {
        if (rule->codes[i] == code)
            return true;
    }
    return rule->code_count == 0;
}

void scores_add_codes(const struct evidence *evidence, struct scores *scores)
{
    for (size_t i = 0; i < evidence->fired_count; i++) {
        const struct rule *rule = &evidence->rules->rules[evidence->fired[i]];
        if (rule->code >= 0 && rule->code_count == 0)
            scores->codes[rule->code] += rule->weight;
    }
}

void scores_add_types(
    const struct evidence *evidence,
    int code,
    enum matter_type hint,
    struct scores *scores
)
{
    for (size_t i = 0; i < evidence->fired_count; i++) {
        const struct rule *rule = &evidence->rules->rules[evidence->fired[i]];
        if (rule->type != MATTER_none && rule_is_for_code(rule, code))
            scores->types[rule->type] += rule->type_weight;
    }
    if (hint != MATTER_none && hint != MATTER_transfer_out)
        scores->types[hint] += HINT_WEIGHT;
}

/* The best and the second best of scores, the first of equal ones; -1 where there are no
 * points. */
static void rank(const int *scores, size_t count, int *ret_best, int *ret_second)
{
    int best = -1;
    int second = -1;

    for (int i = 0; i < (int)count; i++) {
        if (scores[i] <= 0)
            continue;
        if (best < 0 || scores[i] > scores[best]) {
            second = best;
            best = i;
        } else if (second < 0 || scores[i] > scores[second]) {
            second = i;
        }
    }
    *ret_best = best;
    *ret_second = second;
}

static double square(int score)
{
    return score > 0 ? (double)score * score : 0;
}

struct judgement scores_judge_codes(const struct scores *scores)
{
    struct judgement judged = {-1, -1, 0, 0};
    double sum = DOUBT;

    rank(scores->codes, SUBCATEGORIES_MAX, &judged.best, &judged.second);
    if (judged.best < 0)
        return judged;
    for (size_t i = 0; i < SUBCATEGORIES_MAX; i++)
        sum += square(scores->codes[i]);
    int second = judged.second < 0 ? 0 : scores->codes[judged.second];
    judged.confidence = square(scores->codes[judged.best]) / sum;
    judged.margin = judged.confidence - square(second) / sum;
    return judged;
}

struct judgement scores_judge_types(const struct scores *scores)
{
    struct judgement judged = {-1, -1, 0, 0};
    int ranked[PRECEDENCE_TYPES];
    int best;
    int second;
    double sum = DOUBT;
    double rival = 0;

    for (size_t i = 0; i < PRECEDENCE_TYPES; i++)
        ranked[i] = scores->types[precedence[i]];
    rank(ranked, LENGTH(ranked), &best, &second);
    if (best < 0)
        return judged;
    for (int i = 0; i <= best; i++) {
        sum += square(ranked[i]);
        if (i < best && square(ranked[i]) > rival)
            rival = square(ranked[i]);
    }
    judged.best = (int)precedence[best];
    judged.second = second < 0 ? -1 : (int)precedence[second];
    judged.confidence = square(ranked[best]) / sum;
    judged.margin = judged.confidence - rival / sum;
    return judged;
}
