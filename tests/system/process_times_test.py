"""What a service as a process promises with a time: take-over, an idle end, `unavailable`."""
# Runs alone: it says how long each of them may take.
import os
import signal
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.wait import wait_for  # noqa: E402
from tests.system import process_test  # noqa: E402
from tests.system.process_test import fetch, request  # noqa: E402


class Times(process_test.Processes):
    """P1, P2."""

    def test_a_second_process_stands_by_and_takes_over_within_five_seconds_after_a_kill(self):
        """P1"""
        url = self.start_second()
        status, body = wait_for(lambda: fetch(url), "the port of the second")
        self.assertEqual((status, body.strip()), (503, "standby"))
        client = self.connect()
        replies = [self.accept(client) for _ in range(20)]
        self.assertEqual(fetch(url)[0], 503)
        self.fleet.kill("intake")
        begun = time.monotonic()
        replies.append(client.insist(request(), deadline=10, timeout=0.5))
        self.assertLess(time.monotonic() - begun, 5)
        self.assertEqual(fetch(url)[0], 200)
        self.assertEqual(self.count_cases(replies), 21)
        self.assertEqual(len({reply["case_no"] for reply in replies}), 21)

    def test_an_idle_service_ends_within_two_seconds(self):
        begun = time.monotonic()
        self.assertEqual(self.fleet.stop("intake"), 0)
        self.assertLess(time.monotonic() - begun, 2)

    def test_unavailable_comes_within_a_second_and_the_same_id_is_accepted_once_later(self):
        """P1, P2"""
        client = self.connect()
        self.accept(client)
        body = request()
        self.postgres(signal.SIGSTOP)
        self.addCleanup(self.postgres, signal.SIGCONT)
        took = []
        for _ in range(3):
            begun = time.monotonic()
            reply = client.ask(body)
            took.append(time.monotonic() - begun)
            self.assertIsNotNone(reply, "no answer")
            self.assertEqual((reply["status"], reply["id"]), ("unavailable", body["id"]))
            self.assertGreater(reply["retry_after_ms"], 0)
        self.assertLess(min(took), 1.05, took)  # of three, because others may need the machine as well
        self.postgres(signal.SIGCONT)
        first = client.insist(body)
        self.assertIn(first["status"], ("accepted", "duplicate"))
        again = client.insist(body)
        self.assertEqual((again["status"], again["case_id"]), ("duplicate", first["case_id"]))
        rows = self.fleet.sql("select count(*) from intake.event where envelope::text like "
                              f"'%' || encode('{body['id']}', 'hex') || '%' and case_id is not null")
        self.assertEqual(rows, [("2",)], "case.received and case.acknowledged, once")


if __name__ == "__main__":
    unittest.main()
