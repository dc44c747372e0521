"""Tests of a host whose clock is set by an hour while escalation runs (REQUIREMENTS OP-07; P5).

The clock is set for one process: a small library, compiled here and preloaded, adds the milliseconds that a file says to
CLOCK_REALTIME. CLOCK_BOOTTIME stays, as on a host.
"""
import json
import os
import subprocess
import sys
import time
import unittest
import uuid

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.fleet import Fleet  # noqa: E402

DEADLINE_S = 60
HOUR_MS = 3600 * 1000
LIBRARY = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int clock_gettime(clockid_t which, struct timespec *now)
{
    static int (*real)(clockid_t, struct timespec *);
    if (!real)
        real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int done = real(which, now);
    FILE *file = which == CLOCK_REALTIME ? fopen(getenv("STEP_CLOCK_FILE"), "r") : NULL;
    long long ms = 0;
    if (file) {
        if (fscanf(file, "%lld", &ms) == 1)
            now->tv_sec += ms / 1000;
        fclose(file);
    }
    return done;
}
"""


class ClockStep(unittest.TestCase):
    """One complaint that nobody accepts: L3 is called ten minutes after its receipt."""

    def setUp(self):
        self.servers = self.enterContext(Servers())
        self.file = os.path.join(self.servers.folder, "step")
        self.set_clock(0)
        library = os.path.join(self.servers.folder, "step.so")
        subprocess.run(["gcc", "-shared", "-fPIC", "-x", "c", "-", "-o", library], input=LIBRARY.encode(), check=True)
        under = ["env", f"LD_PRELOAD={library}", f"STEP_CLOCK_FILE={self.file}"]
        self.fleet = self.enterContext(Fleet(self.servers, ["escalation"], under=under))

    def set_clock(self, ms):
        with open(self.file + ".new", "w", encoding="ascii") as file:
            file.write(str(ms))
        os.rename(self.file + ".new", self.file)

    def events(self, kind, case_id=None):
        of_case = f"case_id = '{case_id}' and " if case_id else ""
        found = self.fleet.sql(f"select count(*) from escalation.event where {of_case}position('{kind}'::bytea in envelope) > 0")
        return int(found[0][0])

    def complaint(self, received_ms):
        """What streams have told so far; the service learns of it when its timers are rebuilt."""
        facts = "".join(f"{received_ms} {fact}\n" for fact in
                        ("received 0 0", "acknowledged 0 0", "typed 3 0", "graded 3 0"))
        case_id = str(uuid.uuid4())
        self.fleet.sql(
            "insert into escalation.clocked_case (case_id, case_no, journal, channel, level, breaches, next_at) values "
            f"('{case_id}', 'GD1', '{facts}', 'web', 0, 0, now() - interval '1 minute')")
        self.fleet.redis("FLUSHALL")
        wait_for(lambda: self.fleet.sql(f"select clock_lines from escalation.clocked_case where case_id = '{case_id}'")[0][0],
                 "the case is settled", DEADLINE_S)
        return case_id

    def wait_stepped(self, ms):
        wait_for(lambda: self.events("host.clock_stepped.v1") == 1, "the step is an event", DEADLINE_S)
        counted = f'shouli_clock_steps_total{{direction="{"forward" if ms > 0 else "back"}"}} 1'
        wait_for(lambda: counted in self.fleet.get("escalation", "/metrics"), "the step is counted", DEADLINE_S)
        wait_for(lambda: abs(self.shown() - ms / 1000) < 2.5, "the step is shown", DEADLINE_S)
        with open(self.fleet.log["escalation"], encoding="utf-8") as log:
            said = [json.loads(line) for line in log if '"clock.stepped"' in line]
        self.assertEqual([line["level"] for line in said], ["error"])

    def settle(self):
        self.set_clock(0)
        wait_for(lambda: self.events("host.clock_settled.v1") == 1, "the step is over", DEADLINE_S)
        wait_for(lambda: self.shown() == 0, "nothing is shown any more", DEADLINE_S)

    def shown(self):
        lines = self.fleet.get("escalation", "/metrics").splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith("shouli_clock_step_seconds "))

    def test_an_hour_forward_fires_nothing_without_an_alarm(self):
        case_id = self.complaint(int(time.time() * 1000) - 5 * 60 * 1000)
        self.set_clock(HOUR_MS)
        self.wait_stepped(HOUR_MS)
        # K3.1 is five minutes away, the wall clock says it is 55 minutes late. That of another complaint is really due: when
        # it has fired, the timers have been looked at.
        other_id = self.complaint(int(time.time() * 1000) - 11 * 60 * 1000)
        wait_for(lambda: self.events("case.escalated.v1", other_id) > 0, "a timer fires", DEADLINE_S)
        self.assertEqual(self.events("case.escalated.v1", case_id), 0)
        self.assertEqual(self.events("sla.breached.v1", case_id), 0)
        self.settle()
        self.assertEqual(self.events("case.escalated.v1", case_id), 0)

    def test_an_hour_back_loses_no_timer(self):
        self.complaint(int(time.time() * 1000) - (10 * 60 - 6) * 1000)
        self.set_clock(-HOUR_MS)
        self.wait_stepped(-HOUR_MS)
        # K3.1 is due within seconds, by the time that counts; the wall clock would let it wait for an hour.
        wait_for(lambda: self.events("case.escalated.v1") == 1, "L3 is called", DEADLINE_S)
        self.settle()
        self.assertEqual(self.events("case.escalated.v1"), 1)


if __name__ == "__main__":
    unittest.main()
