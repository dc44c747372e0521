/* Playbooks in a trial of escalation. */
#pragma once

#include "services/escalation/playbook.h"
#include "tests/unit/services/escalation/support_ladder.h"

static inline const struct playbook *
playbook_now(struct trial *trial, uint8_t n, const char *kind)
{
    char id[UUID_TEXT_LENGTH + 1], key[96];

    uuid_to_text(case_id(n), id);
    snprintf(key, sizeof(key), "%s/%s", id, kind);
    const struct playbook *row =
        trial_record(trial, &playbook_record, bytes_of_text(text_of(key)));
    return row && row->has_started_at ? row : NULL;
}

static inline const struct item *start_playbook(
    struct trial *trial,
    uint8_t n,
    const char *kind,
    const char *reason,
    const char *role
)
{
    const struct playbook_start wish = {
        .kind = text_of(kind),
        .case_id = case_id(n),
        .has_case_id = true,
        .reason = text_of(reason),
    };

    return say(trial, MESSAGE_playbook_start_v1, &wish, "E3001", role);
}

static inline const struct item *
tick_playbook(struct trial *trial, uint8_t n, const char *kind, const char *step)
{
    const struct playbook_tick wish = {
        .kind = text_of(kind),
        .case_id = case_id(n),
        .has_case_id = true,
        .step = text_of(step),
        .proof = TEXT("call-17"),
    };

    return say(trial, MESSAGE_playbook_tick_v1, &wish, "E4101", "L4");
}

static inline const struct item *
close_playbook(struct trial *trial, uint8_t n, const char *kind, const char *role)
{
    const struct playbook_close wish = {
        .kind = text_of(kind),
        .case_id = case_id(n),
        .has_case_id = true,
        .reason = TEXT("over"),
    };

    return say(trial, MESSAGE_playbook_close_v1, &wish, "E4001", role);
}
