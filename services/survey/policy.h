/* Whom to ask, when and how: deploy/config/survey.yaml, checked on load with line numbers (REQUIREMENTS 4.6). */
#pragma once

#include "common/domain/calendar.h"
#include "common/domain/readers.h"
#include "common/yaml.h"
#include "proto/messages.h"

enum { SURVEY_TYPES = CASE_TYPE_transfer_out + 1, SURVEY_WORDS_MAX = 32 };

struct survey_words {
    size_t count;
    struct text words[SURVEY_WORDS_MAX];
};

struct survey_policy {
    struct text version;
    struct text questions;
    int32_t percent[SURVEY_TYPES]; /* by case type; 0: none is asked */
    bool call_back[SURVEY_TYPES];
    bool excluded[SURVEY_TYPES];
    struct text call_back_channel;
    int64_t cap_ms, answer_ms, recovery_ms;
    struct text calendar_name;
    const struct calendar *calendar;                    /* set by whoever loads it */
    struct readers readers;                             /* likewise: who is recused with whom */
    int32_t quiet_from_ms, quiet_to_ms, rest_day_to_ms; /* of the day by the wall clock */
    int32_t call_back_from_ms, call_back_to_ms;
    struct survey_words from_channels, ask_by; /* of the same index */
    struct survey_words excluded_codes, excluded_channels, excluded_parties;
    struct survey_words complaint_words;
};

/* ERROR_config with the faults in the document. Texts borrow from its arena. */
enum error survey_policy_read(struct yaml *yaml, struct survey_policy *ret_policy) MUST_CHECK;

bool survey_words_have(const struct survey_words *words, struct text word);

/* The channel to ask on, absent when there is none. */
struct text survey_ask_by(const struct survey_policy *policy, struct text channel);
