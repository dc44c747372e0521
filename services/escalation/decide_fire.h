/* Chore: what is due happens (DESIGN 5). Look at Redis, decide on the rows, commit; the projection removes: a crash in
 * between fires again and finds nothing to do. Late timers fire once, in order, with the lag (REQUIREMENTS 2.3 rows 73
 * and 74, 4.3). */
#pragma once

#include "common/engine/service.h"

enum {
    FIRED_A_TURN = 8, /* cases a decision */
    FIRE_PARTS = 75,  /* decisions a batch, when more than one is due */
    FIRED_A_BATCH = FIRED_A_TURN * FIRE_PARTS, /* as propose in timers.c */
    FIRE_EVENTS_MAX = 28,   /* then the rest waits for the next turn, which follows at once */
    FIRE_LATE_MS = 1000,    /* more is said to be late */
    FIRE_PUT_OFF_MS = 60000 /* of a case that cannot be settled now */
};

enum error escalation_fire(struct call *call);
