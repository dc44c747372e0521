"""A foreign client, written from PROTOCOL.md alone: publishes, follows every stream, works a case to its end.

All services run; the publisher's key publishes, the operator's key follows and works. What is watched here is what the
contract promises to others: replies, events, their order within a stream, the chain.
"""
import os
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, Follower, command  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402

SERVICES = ["intake", "router", "desk", "escalation", "archive", "survey"]
AGENT = "E2001"
SECRET_WORDS = ("李雷", "13800138000", "信用卡年费")


def setUpModule():
    """All services, once."""
    servers = unittest.enterModuleContext(Servers())
    Life.fleet = unittest.enterModuleContext(Fleet(servers, SERVICES))


class Life(unittest.TestCase):
    """What the tests share."""

    fleet = None

    def connect(self, name, who="operator"):
        client = Client(self.fleet.keys, self.fleet.base, OFFSETS[name], who)
        self.addCleanup(client.close)
        return client

    def follow(self, stream, start=1, types=None):
        follower = Follower(self.fleet.keys, self.fleet.base, OFFSETS[stream] + 1, stream, start, types)
        self.addCleanup(follower.client.close)
        return follower

    def setUp(self):
        self.publisher = self.connect("intake", "publisher")
        self.desk = self.connect("desk")

    def submit(self, text, **data):
        reply = self.publisher.insist(command("request.submitted.v1", {"channel": "phone", "text": text, **data}))
        self.assertEqual(reply["status"], "accepted", reply)
        self.assertRegex(reply["case_no"], r"^GD[0-9]{14}$")
        return reply

    def wait_event(self, stream, kind, case_id, deadline=60):
        """Every event of the case in the stream, up to the first of that type."""
        seen = self.follow(stream).until(
            lambda event: event["type"] == kind and event.get("caseid") == case_id, deadline)
        return [event for _, event in seen if event.get("caseid") == case_id]

    def send(self, kind, data, role="L2", actor=AGENT):
        return self.desk.insist(command(kind, data, actor=actor, role=role))

    def do(self, kind, data, **who):
        """The result of a command that is accepted."""
        reply = self.send(kind, data, **who)
        self.assertEqual(reply["status"], "accepted", reply)
        self.assertLessEqual({"case_id", "case_no", "state", "version"}, set(reply["result"]))
        return reply["result"]

    def claim(self, case_id, role="L2", actor=AGENT):
        """Claims until the case is that one; what was claimed besides stays with the actor."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            reply = self.send("case.claim.v1", {}, role, actor)
            if reply["status"] == "accepted" and reply["result"]["case_id"] == case_id:
                return reply["result"]
            if reply["status"] == "rejected":
                self.assertEqual([fault["code"] for fault in reply["errors"]], ["queue_empty"])
        self.fail("the case was never offered")

    def resolved_case(self, text="你好，请问信用卡年费怎么收，一年要多少钱？"):
        """A case that an agent has resolved."""
        case = self.submit(text)
        lease = self.claim(case["case_id"])
        self.do("case.resolve.v1", {"case_id": case["case_id"], "lease_epoch": lease["lease_epoch"],
                                    "answer": "首年免年费。"})
        return case


class Consultation(Life):
    """A consultation from receipt to archive."""

    def test_a_case_goes_from_its_request_to_the_archive(self):
        """P1, P8; REQUIREMENTS 2.3 rows 12, 16, 18, 68, 76"""
        case = self.submit("你好，请问信用卡年费怎么收，一年要多少钱？",
                           customer={"name": "李雷", "phone": "13800138000"})
        case_id = case["case_id"]
        lease = self.claim(case_id)
        self.assertEqual((lease["case_no"], lease["state"]), (case["case_no"], "in_progress"))
        self.assertGreater(lease["lease_until"].timestamp(), time.time())
        held = {"case_id": case_id, "lease_epoch": lease["lease_epoch"]}
        states = [self.do(kind, data)["state"] for kind, data in (
            ("case.note.v1", {**held, "text": "客户来电咨询年费", "to_customer": False}),
            ("case.ask_customer.v1", {**held, "text": "请问是哪一张卡？"}),
            ("case.customer_answered.v1", {"case_id": case_id, "text": "金卡"}),
            ("case.resolve.v1", {**held, "answer": "首年免年费，刷满六次免次年年费。", "kb_ref": "KB-17"}),
            ("case.close.v1", {"case_id": case_id}),
        )]
        self.assertEqual(states, ["in_progress", "wait_customer", "in_progress", "resolved", "closed"])
        self.check_streams(case)
        view = self.do_query({"case_no": case["case_no"]})
        self.assertEqual((view["case_id"], view["state"]), (case_id, "closed"))

    def do_query(self, data):
        reply = self.desk.insist(command("case.get.v1", data, actor=AGENT, role="L2"))
        self.assertEqual(reply["status"], "accepted", reply)
        return reply["result"]

    def check_streams(self, case):
        """Every stream tells its part, in order, verified from its first event, without a word of the customer."""
        case_id = case["case_id"]
        events = {
            "intake": self.wait_event("intake", "case.received.v1", case_id),
            "router": self.wait_event("router", "case.queued.v1", case_id),
            "desk": self.wait_event("desk", "case.closed.v1", case_id),
            "archive": self.wait_event("archive", "archive.stored.v1", case_id, 60),
        }
        self.assertEqual([event["type"] for event in events["router"]], ["case.classified.v1", "case.queued.v1"])
        self.assertEqual([event["type"] for event in events["desk"]], [
            "case.claimed.v1", "case.noted.v1", "customer.info_requested.v1", "customer.info_received.v1",
            "case.resolved.v1", "case.closed.v1"])
        self.assertEqual(events["desk"][-1]["data"]["cause"], "early")
        self.assertTrue(events["archive"][-1]["data"]["archive_no"])
        for event in sum(events.values(), []):
            self.assertEqual(event.get("caseno", case["case_no"]), case["case_no"])
            for word in SECRET_WORDS:
                self.assertNotIn(word, str(event))

    def test_versions_only_grow_and_a_stale_one_is_a_conflict(self):
        case = self.submit("请问信用卡的积分怎么兑换？")
        lease = self.claim(case["case_id"])
        held = {"case_id": case["case_id"], "lease_epoch": lease["lease_epoch"]}
        noted = self.do("case.note.v1", {**held, "text": "一", "version": lease["version"]})
        self.assertGreater(noted["version"], lease["version"])
        reply = self.send("case.note.v1", {**held, "text": "二", "version": lease["version"]})
        self.assertEqual([fault["code"] for fault in reply["errors"]], ["conflict"])

    def test_an_older_lease_is_lost(self):
        case = self.submit("请问借记卡的转账限额是多少？")
        first = self.claim(case["case_id"])
        self.do("case.release.v1", {"case_id": case["case_id"], "lease_epoch": first["lease_epoch"], "reason": "换班"})
        second = self.claim(case["case_id"])
        self.assertGreater(second["lease_epoch"], first["lease_epoch"])
        reply = self.send("case.note.v1", {"case_id": case["case_id"], "lease_epoch": first["lease_epoch"], "text": "x"})
        self.assertEqual([fault["code"] for fault in reply["errors"]], ["lease_lost"])

    def test_what_is_not_legal_says_what_is(self):
        case = self.resolved_case()
        reply = self.send("case.ask_customer.v1", {"case_id": case["case_id"], "lease_epoch": 1, "text": "?"})
        (fault,) = reply["errors"]
        self.assertEqual(fault["code"], "illegal_transition")
        self.assertIn("case.close.v1", [word if word.endswith(".v1") else word + ".v1" for word in fault["legal"]])

    def test_a_claim_sent_twice_claims_once_and_answers_alike(self):
        """P2"""
        case = self.submit("请问网上银行怎么修改预留手机号？")
        self.wait_event("router", "case.queued.v1", case["case_id"])
        body = command("case.claim.v1", {}, actor="E2002", role="L2")
        first = self.insist_on_a_case(body)
        again = self.desk.insist(body)
        self.assertEqual((again["status"], again["result"]), ("duplicate", first["result"]))

    def insist_on_a_case(self, body):
        return wait_for(lambda: (reply := self.desk.insist(body))["status"] == "accepted" and reply, "a case is offered")

    def test_a_closed_case_comes_back_when_the_customer_says_so(self):
        case = self.resolved_case()
        self.do("case.close.v1", {"case_id": case["case_id"]})
        reply = self.send("case.reopen.v1", {"case_id": case["case_id"]})
        self.assertEqual([fault["code"] for fault in reply["errors"]], ["reason_required"])
        self.do("case.reopen.v1", {"case_id": case["case_id"], "reason": "客户说没有解决"})
        self.assertEqual(self.claim(case["case_id"])["state"], "in_progress")


class Streams(Life):
    """All streams, from their first event."""

    def test_every_stream_verifies_and_every_service_is_balanced(self):
        """P8, P10"""
        case = self.resolved_case()
        self.do("case.close.v1", {"case_id": case["case_id"]})
        self.wait_event("archive", "archive.stored.v1", case["case_id"], 60)
        for name in SERVICES:
            with self.subTest(name):
                ledger = self.connect(name).insist(command("ledger.get.v1", {}))["result"]
                self.assertEqual((ledger["stream"], ledger["imbalance"]), (name, 0))
                follower, end = self.follow(name), time.monotonic() + 60
                while follower.next <= ledger["seq"]:
                    self.assertLess(time.monotonic(), end)
                    follower.take()

    def test_a_filtered_follower_sees_only_its_types(self):
        case = self.resolved_case()
        follower = self.follow("desk", types=["case.resolved."])
        seen = follower.until(lambda event: event["caseid"] == case["case_id"])
        self.assertEqual({event["type"] for _, event in seen}, {"case.resolved.v1"})

    def test_an_urgent_case_is_queued_and_its_clocks_start(self):
        """GR-06"""
        case = self.submit("我的银行卡丢了，请马上帮我挂失")
        events = self.wait_event("router", "case.queued.v1", case["case_id"])
        self.assertEqual(events[0]["data"]["case_type"], "urgent")
        self.wait_event("escalation", "clock.started.v1", case["case_id"])


if __name__ == "__main__":
    unittest.main()
