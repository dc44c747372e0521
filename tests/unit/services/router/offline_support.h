/* The shipped policies, and what router decides by them of a text. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "common/clock.h"
#include "services/router/offline.h"

static struct arena loaded;
static struct arena arena;
static const struct router_policy *policy;

UNUSED static int load_policies(void **state UNUSED)
{
    assert_true(offline_load(&loaded, "deploy/config", NULL, &policy));
    return 0;
}

UNUSED static int drop_policies(void **state UNUSED)
{
    arena_done(&loaded);
    arena_done(&arena);
    return 0;
}

/* By app, nothing else known. */
UNUSED static struct offline_answer decided(const char *text)
{
    const struct traffic_request request = {
        .column = {[TRAFFIC_text] = text_of(text), [TRAFFIC_channel] = TEXT("app")},
    };

    return offline_decide(policy, &arena, &request, clock_now_ms());
}
