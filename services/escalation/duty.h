/* The duty roster as people ask and change it, and the watch that says when a duty is empty (REQUIREMENTS RO-10, RO-11). */
#pragma once

#include "common/engine/service.h"
#include "proto/messages.h"

/* From L3 on; the person must stand in the roster. */
enum error duty_decide_absence(struct call *call, const struct duty_set_absence *wish);
/* What it refuses by the body alone: an absence that is over, or too long. */
enum error duty_check_absence(struct call *call, const struct duty_set_absence *wish);

enum error duty_decide_roster(struct call *call, const struct duty_roster *query);

/* Chore: a duty that nobody has is said once, and again when it is filled; metrics of now and of the next seven days. */
enum error duty_watch(struct call *call);
