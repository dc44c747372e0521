/* What escalation says of the host's wall clock (REQUIREMENTS OP-07): host.clock_stepped when it was set, host.clock_settled
 * when it and the time that counts agree again. The engine holds the time meanwhile (common/clock_watch.h), so that no
 * timer fires or waits because of it; log and metric are the engine's. */
#pragma once

#include "common/engine/service.h"

/* Chore. A restart believes the wall clock: that settles a step, too. */
enum error host_clock_watch(struct call *call);
