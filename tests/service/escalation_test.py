"""Tests of services/escalation as a process: rows, timers in Redis, what is said of a clock."""
import os
import subprocess
import sys
import time
import unittest
import uuid

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, command  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402

DEADLINE_S = 60


def clock(case_id, name, field):
    """SQL of one field, from 1, of a clock in its case's row (services/escalation/clock_lines.h)."""
    return f"select split_part(line, chr(9), {field}) from escalation.clocked_case, string_to_table(clock_lines, chr(10))" \
           f" as line where case_id = '{case_id}' and line like '{name}' || chr(9) || '%'"


class Escalation(unittest.TestCase):
    """intake tells of cases; what router would say is put into the journal before escalation starts."""

    def setUp(self):
        self.servers = self.enterContext(Servers())
        self.fleet = self.enterContext(Fleet(self.servers, ["intake", "escalation"]))

    def psql(self, sql):
        done = subprocess.run(
            ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", self.servers.database_url, "-c", sql],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=30, check=False,
        )
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout.strip()

    def wait_for(self, sql, wanted):
        wait_for(lambda: self.psql(sql) == wanted, f"{sql} gives {wanted}", DEADLINE_S)

    def client(self, service):
        client = Client(self.fleet.keys, self.fleet.base, OFFSETS[service], who="publisher")
        self.addCleanup(client.close)
        return client

    def test_follows_intake_and_explains_the_clock(self):
        reply = self.client("intake").insist(command("request.submitted.v1", {"channel": "web", "text": "查询余额"}))
        case_id = reply["case_id"]
        self.wait_for(clock(case_id, "K2", 2), "met")
        self.assertEqual(
            self.psql("select split_part(clock_lines, chr(9), 1), profile from escalation.clocked_case"
                      f" where case_id = '{case_id}'"),
            "K2|CN-NFRA-2020",
        )

    def test_timers_are_rebuilt_from_rows_and_fire_once_in_order(self):
        """P3: nothing but the row says that a complaint has waited 25 minutes."""
        self.fleet.stop("escalation")
        case_id = str(uuid.uuid4())
        received = int(time.time() * 1000) - 25 * 60 * 1000
        journal = f"{received} received 0 0\n{received} acknowledged 0 0\n{received} typed 3 0\n{received} graded 3 0\n"
        self.psql(
            "insert into escalation.clocked_case (case_id, case_no, journal, channel, level, breaches, next_at) values "
            f"('{case_id}', 'GD20260302000001', '{journal}', 'web', 0, 0, now() - interval '10 minutes')"
        )
        self.fleet.start("escalation")
        self.fleet.wait_ready("escalation")
        self.wait_for(f"select level from escalation.clocked_case where case_id = '{case_id}'", "4")
        self.assertEqual(
            (self.psql(clock(case_id, "K3", 2)), self.psql(clock(case_id, "K3", 18))),
            ("breached", "K3.1|K3.2"),
        )
        self.assertEqual(
            self.psql(f"select (extract(epoch from next_at) * 1000)::bigint = ({clock(case_id, 'K3', 24)})::bigint"
                      f" and ({clock(case_id, 'K3', 24)})::bigint = ({clock(case_id, 'K3', 19)})::bigint + 60000"
                      f" from escalation.clocked_case where case_id = '{case_id}'"),
            "t",  # L4 was called; when it does not answer, a deputy is
        )
        told = f"select count(*) from escalation.event where case_id = '{case_id}' and " \
               "(position('case.escalated.v1'::bytea in envelope) > 0 or position('sla.breached.v1'::bytea in envelope) > 0)"
        events = self.psql(told)
        self.fleet.stop("escalation")
        self.fleet.start("escalation")
        self.fleet.wait_ready("escalation")
        # What comes behind it is done; so the timers have been looked at, too.
        reply = self.client("intake").insist(command("request.submitted.v1", {"channel": "web", "text": "查询"}))
        self.wait_for(clock(reply["case_id"], "K2", 2), "met")
        self.assertEqual(self.psql(told), events)


if __name__ == "__main__":
    unittest.main()
