/* Escalation: the clocks of every case, their warnings and breaches, the ladder (REQUIREMENTS 2.3 rows 73 and 74, 4.2 to
 * 4.5, 4.7). */
#pragma once

#include "common/engine/service.h"

extern const struct service escalation_service;
