#!/usr/bin/python3
"""Every service under valgrind: a request travels through all of them, and no memory error or definite leak is found."""
# Runs alone: what valgrind makes twenty times slower tells its followers that it is silent when others take the processors too.
import os
import signal
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, ROOT)
from tests.rig.servers import Servers  # noqa: E402
from tests.support.client import Client, Follower, command  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402

SERVICES = ["intake", "router", "desk", "escalation", "archive", "survey"]
FOUND = 99
# What libraries keep until the process ends is reachable and no leak.
VALGRIND = ["valgrind", "--quiet", "--leak-check=full", "--errors-for-leak-kinds=definite", "--show-leak-kinds=definite",
            f"--error-exitcode={FOUND}"]


class Valgrind(unittest.TestCase):
    def test_a_request_travels_through_all_services_without_a_memory_error(self):
        with Servers() as servers, Fleet(servers, SERVICES, under=VALGRIND, patience=150.0, unavailable_after_ms=1000,
                                         store_timeout_ms=20000, drain_ms=30000) as fleet:
            publisher = Client(fleet.keys, fleet.base, OFFSETS["intake"], "publisher")
            submitted = command("request.submitted.v1", {"channel": "app", "text": "三年定期现在利率多少，提前取怎么算"},
                                source="/bank/app")
            case = publisher.insist(submitted, timeout=30)["case_id"]
            publisher.insist(command("request.submitted.v1", {"channel": "nowhere", "text": ""}, source="/bank/app"), timeout=30)
            publisher.send({"not": "an envelope"})
            Follower(fleet.keys, fleet.base, OFFSETS["desk"] - 9, "router").until(
                lambda event: event["type"] == "case.queued.v1" and event["caseid"] == case, deadline=120)
            desk = Client(fleet.keys, fleet.base, OFFSETS["desk"])
            claimed = {"status": ""}
            while claimed["status"] != "accepted":
                claimed = desk.insist(command("case.claim.v1", {}, actor="v1", role="L2"), timeout=30)
            answer = {"case_id": case, "lease_epoch": claimed["result"]["lease_epoch"], "answer": "已答复"}
            resolved = desk.insist(command("case.resolve.v1", answer, actor="v1", role="L2"), timeout=30)
            self.assertEqual(resolved["status"], "accepted", resolved)
            for name in SERVICES:
                fleet.signal(name, signal.SIGTERM)
            for name in SERVICES:
                ended = fleet.processes[name].wait(120)
                self.assertEqual(ended, 0, f"{name}: {fleet.tail(name, 40)}")


if __name__ == "__main__":
    unittest.main()
