/* A case in a trial of escalation, as intake, router and desk tell of it. */
#pragma once

#include "tests/unit/services/escalation/support_base.h"
#include "tests/unit/services/escalation/support_complaint.h"
#include "tests/unit/services/escalation/support_desk.h"
#include "tests/unit/services/escalation/support_ladder.h"
