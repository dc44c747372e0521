"""One case is found across all services by its trace: W3C traceparent through every hop (PROTOCOL section 1)."""
import json
import os
import re
import secrets
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, command  # noqa: E402
from tests.support.fleet import OFFSETS, ROOT, Fleet  # noqa: E402

SERVICES = ["intake", "router", "desk", "escalation", "archive", "survey"]
TRACEPARENT = re.compile(r"^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$")
STAFF = {"actorid": "E2001", "actorrole": "L2"}


def setUpModule():
    servers = unittest.enterModuleContext(Servers())
    Traces.fleet = unittest.enterModuleContext(Fleet(servers, SERVICES))


class Traces(unittest.TestCase):
    fleet = None

    def ask(self, service, body):
        client = Client(self.fleet.keys, self.fleet.base, OFFSETS[service], "operator")
        self.addCleanup(client.close)
        return client.insist(body)

    def publish(self, **attributes):
        reply = self.ask("intake", {**command("request.submitted.v1", {
            "channel": "web", "text": "我不投诉，就想问下手续费怎么收的"}), **attributes})
        self.assertEqual(reply["status"], "accepted", reply)
        return reply

    def call(self, word):
        """How it ended, the events, what it complained of."""
        done = subprocess.run(
            [f"{ROOT}/build/bin/shouli", "trace", word, "--json"], capture_output=True, text=True, timeout=60, check=False,
            cwd=ROOT, env={"PATH": os.environ["PATH"], "SHOULI_PORT_BASE": str(self.fleet.base),
                           "SHOULI_KEYS_DIR": self.fleet.keys})
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    def trace(self, word, code=0):
        status, events, errors = self.call(word)
        self.assertEqual(status, code, errors)
        return events

    def until(self, word, types):
        """The events of a trace, once these types are among them."""
        def complete():
            seen.append(self.call(word))
            return set(types) <= {event["type"] for event in seen[-1][1]} and seen[-1][1]

        seen = []
        try:
            return wait_for(complete, f"{types} are all of {word}", every=0.05)
        except AssertionError as error:
            raise AssertionError(f"{error}: {seen[-1]}") from error

    def check_order(self, events):
        """Each event behind its cause; spans of their own."""
        place = {event["id"]: index for index, event in enumerate(events)}
        for index, event in enumerate(events):
            self.assertRegex(event["traceparent"], TRACEPARENT)
            cause = event.get("causationid")
            if cause in place:
                self.assertLess(place[cause], index)
                self.assertGreaterEqual(event["hop_ms"], 0)
        spans = [event["traceparent"].split("-")[2] for event in events]
        self.assertEqual(len(set(spans)), len(spans))

    def test_a_trace_from_outside_goes_through_every_hop(self):
        trace, span = secrets.token_hex(16), secrets.token_hex(8)
        reply = self.publish(traceparent=f"00-{trace}-{span}-01")
        events = self.until(trace, ["case.received.v1", "case.classified.v1", "case.queued.v1", "clock.started.v1"])
        self.check_order(events)
        self.assertEqual(events[0]["type"], "case.received.v1")
        self.assertEqual({event["case_id"] for event in events}, {reply["case_id"]})
        caused = [event for event in events if event.get("causationid") in {other["id"] for other in events}]
        self.assertTrue({"router", "escalation"} <= {event["service"] for event in caused}, caused)
        for event in caused:
            self.assertEqual(event["traceparent"].split("-")[1], trace)
            self.assertNotEqual(event["traceparent"].split("-")[2], span)
            self.assertTrue(event["in_trace"])

    def test_a_case_without_a_trace_has_its_own(self):
        reply = self.publish()
        own = reply["case_id"].replace("-", "")
        events = self.until(own, ["case.received.v1", "case.queued.v1", "clock.started.v1"])
        self.check_order(events)
        self.assertEqual({event["traceparent"].split("-")[1] for event in events}, {own})
        known = [event["id"] for event in events]
        again = [event["id"] for event in self.trace(reply["case_id"])]
        self.assertEqual([one for one in again if one in known], known, "in the same order, whatever came to it since")

    def test_a_malformed_one_begins_the_cases_own(self):
        for bad in ("nonsense", "00-" + "0" * 32 + "-00f067aa0ba902b7-01", "ff-" + "a" * 32 + "-00f067aa0ba902b7-01"):
            reply = self.publish(traceparent=bad)
            events = self.until(reply["case_id"], ["case.received.v1"])
            self.assertEqual(events[0]["traceparent"].split("-")[1], reply["case_id"].replace("-", ""))

    def test_a_later_command_in_another_trace_is_shown_with_its_case(self):
        first, later = secrets.token_hex(16), secrets.token_hex(16)
        reply = self.publish(traceparent=f"00-{first}-00f067aa0ba902b7-01")
        self.until(first, ["case.queued.v1"])
        body = {"case_id": reply["case_id"], "reason": "客户来电"}
        done = self.ask("desk", {**command("case.withdraw.v1", body), **STAFF,
                                 "traceparent": f"00-{later}-00f067aa0ba902b7-00"})
        self.assertEqual(done["status"], "accepted", done)
        events = self.until(later, ["case.withdrawn.v1", "case.received.v1"])
        self.check_order(events)
        in_trace = {event["type"]: event["in_trace"] for event in events}
        self.assertTrue(in_trace["case.withdrawn.v1"])
        self.assertFalse(in_trace["case.received.v1"])
        withdrawn = next(event for event in events if event["type"] == "case.withdrawn.v1")
        self.assertEqual(withdrawn["actor"], "E2001")

    def test_one_look_reads_no_more_than_its_own_events(self):
        """An index answers it: the plan of the statement scans no partition."""
        with open(f"{ROOT}/common/engine/event_of_trace.sql", encoding="utf-8") as file:
            statement = file.read()
        key = "4bf92f35-77b3-4da6-a3ce-929d0e0e4736 0"
        plan = self.fleet.sql("set search_path to intake; set enable_seqscan to off; explain " + re.sub(
            r":keys::text\[\]", f"array['{key}']", statement))
        text = "\n".join(row[0] for row in plan)
        self.assertNotIn("Seq Scan", text)
        self.assertIn("trace_id", text)

    def test_a_trace_that_nobody_knows_ends_with_1(self):
        self.assertEqual(self.trace(secrets.token_hex(16), code=1), [])


if __name__ == "__main__":
    unittest.main()
