/* The smallest services that use every part of the engine; the chaos test runs on them first.
 *
 * example: answers case.note.v1 (counts notes of a case), case.claim.v1 (Redis proposes a case); a chore counts its
 * turns in rows that a list names; its queue is projected into Redis. mirror: follows it and counts the same. */
#pragma once

#include "common/engine/service.h"

extern const struct service example_service;
extern const struct service mirror_service;
