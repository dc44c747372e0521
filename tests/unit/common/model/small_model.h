/* A model small enough to know by heart, as a draft and as bytes.
 *
 * Words card, loan, rain, angry, of which each has idf 1; a head `label` (card, loan, oos) with a linear part and a network
 * of 16 hidden units, of which unit 0 sees loan and rain; a head `tags` (money, mood) of many; a head `anger`, a number. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "common/memory.h"
#include "common/model/features.h"
#include "common/model/model_write.h"
#include "common/sha256.h"

enum { SMALL_ROWS = 4, SMALL_HIDDEN = 16, SMALL_CARD = 0, SMALL_LOAN, SMALL_OOS };

struct small_model {
    struct model_head heads[3];
    struct model_draft_member members[4];
    uint64_t hashes[SMALL_ROWS];
    struct model_draft draft;
};

static const struct text small_labels[] =
    {{"card", 4}, {"loan", 4}, {"oos", 3}, {"money", 5}, {"mood", 4}};
static const char *const small_words[SMALL_ROWS] = {"card", "loan", "rain", "angry"};
static const float small_idfs[SMALL_ROWS] = {1, 1, 1, 1};
/* A row for each word. */
static const float small_linear[SMALL_ROWS * 3] = {
    2,
    0,
    -1, /* card */
    0,
    2,
    -1, /* loan */
    0,
    0,
    3, /* rain */
    0,
    0,
    0, /* angry */
};
static const float small_linear_bias[3] = {0.5F, 0, 0};
static const float small_seen[SMALL_ROWS * SMALL_HIDDEN] = {
    [1 * SMALL_HIDDEN] = 1.5F,
    [2 * SMALL_HIDDEN] = -1.5F};
static const float small_hidden_bias[SMALL_HIDDEN] = {0.25F};
static const float small_dense[SMALL_HIDDEN * 3] = {[1] = 1};
static const float small_none[3] = {0};
static const float small_tags[SMALL_ROWS * 2] = {4, 0, 4, 0, -4, 0, 0, 4};
static const float small_tags_bias[2] = {-1, -1};
static const float small_anger[SMALL_ROWS] = {0, 0, 0, 2.5F};
static const float small_anger_bias[1] = {0.25F};

/* The hash of one word as the one unit of a text. */
UNUSED static uint64_t small_hash(const char *word)
{
    static struct feature_unit units[FEATURE_UNITS_MAX];
    static struct feature features[FEATURES_MAX];

    assert_int_equal(features_of(text_of(word), FEATURE_units_1, units, features), 1);
    return features[0].hash;
}

UNUSED static void small_model_draft(struct small_model *small)
{
    *small = (struct small_model){
        .heads =
            {
                {TEXT("label"), MODEL_one, 3, small_labels, SMALL_OOS, 0.5F, 0, 0},
                {TEXT("tags"), MODEL_many, 2, small_labels + 3, -1, 0.4F, 0, 0},
                {TEXT("anger"), MODEL_value, 0, NULL, -1, 0, 0, 2},
            },
        .members =
            {
                {.head = 0, .weights = small_linear, .bias = small_linear_bias, .factor = 1},
                {.head = 0,
                 .hidden = SMALL_HIDDEN,
                 .weights = small_seen,
                 .hidden_bias = small_hidden_bias,
                 .dense = small_dense,
                 .bias = small_none,
                 .hidden_most = 2,
                 .factor = 0.5F},
                {.head = 1, .weights = small_tags, .bias = small_tags_bias, .factor = 1},
                {.head = 2, .weights = small_anger, .bias = small_anger_bias, .factor = 1},
            },
    };
    for (size_t i = 0; i < SMALL_ROWS; i++)
        small->hashes[i] = small_hash(small_words[i]);
    small->draft = (struct model_draft){
        .views = FEATURE_units_1,
        .heads = small->heads,
        .head_count = 3,
        .members = small->members,
        .member_count = 4,
        .hashes = small->hashes,
        .idfs = small_idfs,
        .row_count = SMALL_ROWS,
    };
}

/* In the arena, which aligns it. */
UNUSED static struct bytes small_model_bytes(struct arena *arena)
{
    struct small_model small;
    size_t length;

    small_model_draft(&small);
    uint8_t *written = model_write(&small.draft, &length);
    uint8_t *bytes = arena_take(arena, length);
    memcpy(bytes, written, length);
    memory_free(written);
    return (struct bytes){bytes, length};
}

UNUSED static struct model *small_model_open(struct arena *arena)
{
    struct model *model = NULL;
    struct text faults;

    assert_int_equal(
        model_from_bytes(arena, small_model_bytes(arena), "small", &faults, &model),
        OK
    );
    return model;
}

/* Its SHA-256 anew, after a change. */
UNUSED static void small_model_seal(struct bytes bytes)
{
    uint8_t *at = (uint8_t *)(uintptr_t)bytes.at + offsetof(struct model_file_header, sha256);
    uint8_t digest[SHA256_BYTES];

    memset(at, 0, SHA256_BYTES);
    sha256(bytes, digest);
    memcpy(at, digest, SHA256_BYTES);
}
