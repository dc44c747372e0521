"""A customer who comes again with the same matter (REQUIREMENTS WO-08), over real servers."""
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, Follower, command  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402

COMPLAINT = "我要投诉！你们乱扣信用卡年费，必须给我退回来！"


def setUpModule():
    servers = unittest.enterModuleContext(Servers())
    Repeats.fleet = unittest.enterModuleContext(Fleet(servers, ["intake", "router", "desk"]))


class Repeats(unittest.TestCase):
    fleet = None

    def setUp(self):
        self.clients = {}
        for name in ("intake", "desk"):
            self.clients[name] = Client(self.fleet.keys, self.fleet.base, OFFSETS[name], "operator")
            self.addCleanup(self.clients[name].close)

    def submit(self, text, phone, kind):
        """A case as desk shows it once router has placed it."""
        reply = self.clients["intake"].insist(command(
            "request.submitted.v1", {"channel": "phone", "text": text, "kind": kind, "customer": {"phone": phone}}))

        def view():
            reply_of_desk = self.clients["desk"].insist(
                command("case.get.v1", {"case_id": reply["case_id"]}, actor="E5001", role="L5"))
            return reply_of_desk.get("result")

        return wait_for(view, "router has placed the case")

    def test_a_second_contact_inside_7_days_is_flagged_and_linked(self):
        first = self.submit("请问信用卡年费怎么收？", "13800138000", "consult")
        other = self.submit("请问信用卡年费怎么收？", "13900139000", "consult")
        again = self.submit("请问信用卡年费怎么收？", "+86 138-0013-8000", "consult")  # the same customer, written otherwise
        self.assertNotIn("repeat_of", first)
        self.assertNotIn("repeat_of", other)
        self.assertEqual((again["repeat_of"], again["repeat_no"], again["merge_offered"]),
                         (first["case_id"], first["case_no"], False))
        follower = Follower(self.fleet.keys, self.fleet.base, OFFSETS["desk"] + 1, "desk", types=["case.repeat_found."])
        self.addCleanup(follower.client.close)
        event = follower.until(lambda event: event["caseid"] == again["case_id"])[-1][1]
        self.assertEqual((event["data"]["repeat_of"], event["data"]["merge_offered"]), (first["case_id"], False))
        wait_for(lambda: sum(float(line.split()[-1]) for line in self.fleet.get("desk", "/metrics").splitlines()
                             if line.startswith("shouli_repeat_contacts_total{")) >= 1, "it is counted")

    def test_inside_an_open_complaint_a_merge_is_offered_and_taken(self):
        first = self.submit(COMPLAINT, "13700137000", "complaint")
        again = self.submit(COMPLAINT, "13700137000", "complaint")
        self.assertEqual((first["case_type"], again["case_type"]), ("complaint", "complaint"))
        self.assertEqual((again["repeat_of"], again["merge_offered"]), (first["case_id"], True))

        def claim():
            reply = self.clients["desk"].insist(command("case.claim.v1", {}, actor="E2001", role="L2"))
            return reply["status"] == "accepted" and reply["case_id"] == again["case_id"]

        wait_for(claim, "the second case is claimed")
        merged = self.clients["desk"].insist(command(
            "case.merge.v1", {"case_id": again["case_id"], "master_id": again["repeat_of"], "reason": "同一客户同一事项"},
            actor="E2001", role="L2"))
        self.assertEqual((merged["status"], merged["result"]["state"]), ("accepted", "merged"), merged)


if __name__ == "__main__":
    unittest.main()
