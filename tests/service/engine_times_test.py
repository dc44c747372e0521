"""The promises of the engine that name a time: DESIGN.md section 3, hot standby and sockets, on the example service."""
# Runs alone: it says how long a take-over and an answer may take.
import os
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.wait import wait_for  # noqa: E402
from tests.service import engine_test  # noqa: E402
from tests.service.engine_test import a_case, note  # noqa: E402

setUpModule = engine_test.setUpModule


class Times(engine_test.Promise):
    """P1, P6."""

    def test_p1_a_standby_says_so_and_takes_over_within_five_seconds_after_a_kill(self):
        self.start_second()
        wait_for(lambda: self.second_says() == (503, "standby"), "the standby stands by")
        epoch = int(self.one("select epoch from example.stream"))
        publisher = self.load(500)
        self.fleet.kill("example")
        began = time.monotonic()
        wait_for(lambda: self.second_says() and self.second_says()[0] == 200, "the take-over", 5)
        self.accept(self.connect(), note(a_case()))
        self.assertLess(time.monotonic() - began, 5)
        self.assertEqual(int(self.one("select epoch from example.stream")), epoch + 1)
        self.settle(publisher)

    def test_p6_unavailable_is_said_within_a_second_when_postgresql_stands_still(self):
        client, body = self.connect(), note(a_case())
        self.accept(client, note(a_case()))
        go_on = self.stop_postgres()
        took = []
        for _ in range(3):
            began = time.monotonic()
            reply = client.ask(body)
            took.append(time.monotonic() - began)
            self.assertEqual((reply["status"], reply["id"]), ("unavailable", body["id"]))
        self.assertLess(min(took), 1.0, took)  # of three, because others may need the machine as well
        go_on()
        self.assertIn(client.insist(body)["status"], ("accepted", "duplicate"))
        self.assertEqual(self.count("example.event", f"case_id = '{body['data']['case_id']}'"), 1)


if __name__ == "__main__":
    unittest.main()
