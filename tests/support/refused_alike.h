/* That two commands were refused in the same words: whoever compares the replies learns nothing (CL-08, REQUIREMENTS 1.21). */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "common/engine/batch.h"
#include "common/uuid.h"

static inline void assert_refused_alike(const struct item *one, const struct item *other)
{
    const struct reply *a = &one->reply, *b = &other->reply;

    assert_int_equal(one->outcome, OUTCOME_rejected);
    assert_int_equal(other->outcome, OUTCOME_rejected);
    assert_int_equal(a->faults.count, b->faults.count);
    assert_true(a->faults.count > 0);
    for (size_t i = 0; i < a->faults.count; i++) {
        assert_string_equal(a->faults.list[i].code, b->faults.list[i].code);
        if (!text_equal(a->faults.list[i].field, b->faults.list[i].field) ||
            !text_equal(a->faults.list[i].message, b->faults.list[i].message))
            fail_msg(
                "'%.*s' is not '%.*s'",
                (int)a->faults.list[i].message.length,
                a->faults.list[i].message.at,
                (int)b->faults.list[i].message.length,
                b->faults.list[i].message.at
            );
    }
    assert_true(uuid_equal(a->of.id, b->of.id)); /* neither, when the case is what is hidden */
    assert_true(text_equal(a->of.no, b->of.no));
    assert_true(!a->result.at && !b->result.at);
    assert_int_equal(a->legal_count, b->legal_count);
    assert_int_equal(a->retry_after_ms, b->retry_after_ms);
}
