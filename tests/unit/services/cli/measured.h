/* A measure of a head `label` with a, b, oos (out of scope), to which answers are added. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "services/cli/classify_measure.h"

enum { MEASURED_A, MEASURED_B, MEASURED_OOS };

static struct arena measured_arena;
static struct classify_groups measured_groups;
static struct classify_measure measured;
static const struct text measured_labels[] = {{"a", 1}, {"b", 1}, {"oos", 3}};
static struct model_head measured_head;

UNUSED static void measured_begin(enum model_kind kind, const char *grave)
{
    measured_head = (struct model_head){
        .name = TEXT("label"),
        .kind = kind,
        .label_count = kind == MODEL_value ? 0 : 3,
        .labels = measured_labels,
        .out_of_scope = kind == MODEL_one ? MEASURED_OOS : -1,
        .threshold = 0.5F,
    };
    classify_groups_by_prefix(&measured_head, 0, &measured_groups);
    classify_measure_init(
        &measured,
        &measured_arena,
        &measured_head,
        &measured_groups,
        grave,
        NULL
    );
}

UNUSED static void measured_add(const char *label, float a, float b, float oos)
{
    const float probabilities[] = {a, b, oos};

    classify_measure_add(&measured, text_of(label), probabilities, 2);
}

UNUSED static int measured_end(void **state UNUSED)
{
    arena_done(&measured_arena);
    return 0;
}
