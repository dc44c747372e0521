/* A small set of labelled texts in a throw-away file, and sets read from it. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/model/features.h"
#include "services/cli/train_set.h"

static char trained_path[] = "/tmp/shouli-train-XXXXXX";

/* Writes the file anew. */
UNUSED static void trained_write_bytes(const char *lines, size_t length)
{
    FILE *file;

    if (strstr(trained_path, "XXXXXX"))
        assert_int_equal(close(mkstemp(trained_path)), 0);
    file = fopen(trained_path, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(lines, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

UNUSED static void trained_write(const char *lines)
{
    trained_write_bytes(lines, strlen(lines));
}

UNUSED static int trained_remove(void **state UNUSED)
{
    return strstr(trained_path, "XXXXXX") ? 0 : unlink(trained_path);
}

UNUSED static struct train_wish trained_wish(void)
{
    static const char *const paths[] = {trained_path};

    return (struct train_wish){
        .paths = paths,
        .path_count = 1,
        .out_of_scope = "oos",
        .views = FEATURE_units_1,
        .folds = 5,
        .rows_min_samples = 1,
    };
}

UNUSED static struct train_set trained_read(struct arena *arena, const char *lines)
{
    struct train_wish wish = trained_wish();
    struct text faults = {0};
    struct train_set set;

    trained_write(lines);
    if (train_set_read(arena, &wish, &faults, &set) != OK)
        fail_msg("%.*s", (int)faults.length, faults.at);
    return set;
}

/* Three matters, each with words of its own and words that all have: `times` texts of each. */
UNUSED static struct train_set trained_matters(struct arena *arena, size_t times)
{
    static char lines[64 * 1024];
    size_t length = 0;

    for (size_t i = 0; i < times; i++)
        length += (size_t)snprintf(
            lines + length,
            sizeof(lines) - length,
            "card\tmy card is lost n%zu\nloan\tmy loan is late n%zu\noos\tis it rain n%zu\n",
            i,
            i + 1,
            i + 2
        );
    return trained_read(arena, lines);
}
