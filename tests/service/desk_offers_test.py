"""Work that desk offers, as a process: presence, an offer that is missed and one that is taken, `why`, an empty pool."""
import json
import os
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.support.client import Client, Follower, command  # noqa: E402
from tests.support.fleet import OFFSETS, ROOT, Fleet  # noqa: E402

CASE = "0193e6a1-7c3b-7abc-8def-00000000000%d"
ROW = ("insert into desk.queued_case (case_id, case_no, state, stage, version, case_type, code, category, grade, queue, skills, needs,"
       " lease_epoch, queued_at, due_at, received_at, channel, wake_at, about_employee) values ('%s', 'GD%d', 'queued', 'in_progress',"
       " 1, 'consult', 'CR01', 'credit_card', '%s', 'q.card', '%s', '%s:1', 0, now() - interval '5 min', now() + interval '1 day',"
       " now(), 'app', %s, 'E1001')")


class Offers(unittest.TestCase):
    def send(self, kind, actor, role="L1", **data):
        return self.client.insist(command(kind, data, actor=actor, role=role))

    def until(self, wanted):
        return self.follower.until(lambda event: event["type"] == wanted, deadline=90)[-1][1]["data"]

    def why(self, fleet):
        done = subprocess.run([f"{ROOT}/build/bin/shouli", "why", CASE % 1, "--actor", "Z", "--role", "auditor"], capture_output=True, text=True, check=True, timeout=60,
                              env={**os.environ, "SHOULI_KEYS_DIR": fleet.keys, "SHOULI_PORT_BASE": str(fleet.base)})
        return done.stdout

    def test_work_is_offered_taken_back_and_taken(self):
        with Servers() as servers, Fleet(servers, ["desk"]) as fleet:
            self.client = Client(fleet.keys, fleet.base, OFFSETS["desk"])
            self.follower = Follower(fleet.keys, fleet.base, OFFSETS["desk"] + 1, "desk")
            for actor in ("A", "B", "E1001"):
                said = self.send("staff.set_presence.v1", actor, presence="available")
                self.assertEqual((said["status"], said["result"]["presence"]), ("accepted", "available"), said)
            fleet.sql(ROW % (CASE % 1, 1, "P1", "card", "card", "now()"))
            offered = self.until("case.offered.v1")
            self.assertEqual(offered["refused"], [{"actor": "E1001", "reason": "recused"}])
            first, second = (offered["to"], "B" if offered["to"] == "A" else "A")
            declined = self.send("staff.set_presence.v1", first, presence="pause")
            self.assertEqual(declined["status"], "accepted", declined)
            self.assertEqual(self.until("case.offer_ended.v1")["cause"], "withdrawn")
            offered = self.until("case.offered.v1")
            self.assertEqual((offered["to"], offered["offer_no"]), (second, 2))
            shown = self.why(fleet)
            self.assertIn("refused: recused", shown)
            self.assertIn(f"offer 2 to {second}", shown)
            self.assertIn("refused: away", shown)
            other = self.send("case.take_offer.v1", first, case_id=CASE % 1, offer_no=2)
            self.assertEqual(other["errors"][0]["code"], "lease_lost", other)
            taken = self.send("case.take_offer.v1", second, case_id=CASE % 1, offer_no=2)
            self.assertEqual((taken["status"], taken["result"]["lease_epoch"]), ("accepted", 1), taken)
            seen = self.send("staff.get.v1", second)
            self.assertEqual((seen["result"]["held"], seen["result"]["load"]), (1, 3), seen)
            self.empty_pool(fleet)
            self.client.close()
            self.follower.client.close()

    def empty_pool(self, fleet):
        """Loans wait, and nobody who is there knows them; the pools are looked at every half a minute."""
        fleet.sql("update desk.worker set presence = 'away'")
        fleet.sql(ROW % (CASE % 2, 2, "P4", "loan", "loan", "null"))
        self.follower.client.close()  # it was not read for a while
        self.follower = Follower(fleet.keys, fleet.base, OFFSETS["desk"] + 1, "desk")
        begun = time.monotonic()
        emptied = self.until("pool.emptied.v1")
        self.assertLess(time.monotonic() - begun, 60, json.dumps(emptied, default=str))
        self.assertEqual((emptied["queue"], emptied["needs"], emptied["owner"]), ("q.card", ["loan:1"], "L3"))


if __name__ == "__main__":
    unittest.main()
