/* desk: who has a case and how it goes on (DESIGN sections 2 and 4, PROTOCOL section 7). */
#pragma once

#include "common/engine/service.h"

extern const struct service desk_service;
