/* How a decision is printed at the command line. See offline.h. */
#include "services/router/offline.h"
#include "services/router/say.h"
#include "services/router/words.h"

struct text offline_line(struct arena *arena, const struct offline_answer *answer)
{
    const struct classified_case *row = &answer->row;

    return arena_format(
        arena,
        "%s\t%c\t%s\t%s\t%.3f\t%s",
        row->code.at,
        matter_type_letter((enum matter_type)row->case_type),
        enum_to_text(&case_grade_enum, (int)row->grade).at,
        verdict_name(answer->found.outcome),
        answer->found.confidence,
        row->queue.at
    );
}

static struct words hits_of(struct arena *arena, const struct classification *found)
{
    size_t count = size_min(found->hit_count, WORDS_MAX);
    struct text *shown = ARENA_ARRAY(arena, struct text, count + 1);

    for (size_t i = 0; i < count; i++)
        shown[i] = rule_hit_shown(arena, &found->hits[i]);
    return (struct words){shown, count};
}

struct text offline_json(struct arena *arena, const struct offline_answer *answer)
{
    const struct classified_case *row = &answer->row;
    const struct words skills = words_split(arena, row->skills);
    const struct words preferred = words_split(arena, row->preferred);
    const struct words forbidden = words_split(arena, row->forbidden);
    const struct words reasons = words_split(arena, row->reasons);
    const struct words tags = words_split(arena, row->tags);
    const struct words linked = words_split(arena, row->linked);
    const struct words hits = hits_of(arena, &answer->found);
    const struct words ngrams = words_split(arena, row->ngrams);
    const struct scores_said scores = scores_said(arena, row->scores);
    const struct routed_text shown = {
        .code = row->code,
        .case_type = row->case_type,
        .category = row->category,
        .grade = row->grade,
        .outcome = text_of(verdict_name(answer->found.outcome)),
        .confidence = per_mille(answer->found.confidence),
        .has_confidence = true,
        .margin = per_mille(answer->found.margin),
        .has_margin = true,
        .second_code = row->second_code,
        .queue = row->queue,
        .route = row->route,
        .skills = skills.at,
        .skills_count = skills.count,
        .preferred = preferred.at,
        .preferred_count = preferred.count,
        .forbidden = forbidden.at,
        .forbidden_count = forbidden.count,
        .reasons = reasons.at,
        .reasons_count = reasons.count,
        .tags = tags.at,
        .tags_count = tags.count,
        .linked = linked.at,
        .linked_count = linked.count,
        .emotion = row->emotion,
        .has_emotion = row->has_emotion,
        .amount_fen = row->amount_fen,
        .has_amount_fen = row->has_amount_fen,
        .rule_hits = hits.at,
        .rule_hits_count = hits.count,
        .scores = scores.at,
        .scores_count = scores.count,
        .ngrams = ngrams.at,
        .ngrams_count = ngrams.count,
    };

    return message_to_json(map_encode(&routed_text_shape, &shown, arena), arena);
}

bool offline_printed(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return true;
    fputs("the answers cannot be written\n", stderr);
    return false;
}
