"""Tests of services/desk as a process: a case that lies in PostgreSQL is found by Redis, claimed, handled and resolved."""
import os
import re
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, command  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402


class OwnServers(Servers):
    """With the address under which a service logs in as its role."""

    def role_url(self, name):
        return self.database_url.replace("//shouli@", f"//shouli_{name}@")


class Desk(unittest.TestCase):
    """Intake makes the case and its key; the row stands in for router, whose event would have made it."""

    def psql(self, sql):
        done = subprocess.run(
            ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", self.servers.database_url, "-c", sql],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=30, check=False,
        )
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout.strip()

    def send(self, client, kind, **data):
        return client.insist({**command(kind, data), "actorid": "A", "actorrole": "L1"})

    def claim(self, client):
        """Until Redis is filled the answer is busy."""
        return self.send(client, "case.claim.v1")

    def test_a_case_is_claimed_handled_and_resolved(self):
        with OwnServers() as self.servers:
            with Fleet(self.servers, ["intake"]) as fleet:
                intake = Client(fleet.keys, fleet.base, OFFSETS["intake"], who="publisher")
                made = intake.insist(command("request.submitted.v1", {
                    "channel": "app", "text": "卡丢了", "customer": {"name": "张三", "phone": "13800138000"}}))
                intake.close()
            self.assertEqual(made["status"], "accepted", made)
            case, number = made["case_id"], made["case_no"]
            self.psql(
                "insert into desk.queued_case (case_id, case_no, state, stage, version, case_type, code, category, grade,"
                " queue, skills, lease_epoch, due_at, received_at, channel) values"
                f" ('{case}', '{number}', 'queued', 'in_progress', 1, 'consult', 'CR01', 'credit_card', 'P4', 'q.card',"
                " 'card', 0, now(), now(), 'app')"
            )
            with Fleet(self.servers, ["intake", "desk"]) as fleet:
                client = Client(fleet.keys, fleet.base, OFFSETS["desk"], who="operator")
                self.handle(client, case, number)
                client.close()
                self.count(fleet)

    def count(self, fleet):
        """The case lay in the row before this process: it did not arrive in its time, but it was done in it."""
        def metric(line):
            found = re.search(rf"^{re.escape(line)} (\S+)$", fleet.get("desk", "/metrics"), re.MULTILINE)
            return float(found.group(1)) if found else None
        wait_for(lambda: metric('shouli_queue_completions_total{queue="q.card"}') == 1, "it is counted")
        self.assertIsNone(metric('shouli_queue_arrivals_total{queue="q.card"}'))
        fleet.redis("ZADD", fleet.redis("GET", "desk:active").join(["desk:", ":z:q.card|card"]), "1", "0123456789abcdef")
        fleet.redis("SADD", fleet.redis("GET", "desk:active").join(["desk:", ":sets"]), "q.card|card")
        wait_for(lambda: metric("shouli_queue_difference") == 1, "a member that no row knows is seen")

    def handle(self, client, case, number):
        claimed = self.claim(client)
        self.assertEqual(claimed["status"], "accepted", claimed)
        self.assertEqual(claimed["result"]["case_id"], case)
        self.assertEqual(claimed["result"]["state"], "in_progress")
        lease = claimed["result"]["lease_epoch"]
        again = self.claim(client)
        self.assertEqual((again["status"], again["errors"][0]["code"]), ("rejected", "queue_empty"), again)
        refused = self.send(client, "case.release.v1", case_id=case, lease_epoch=lease)
        self.assertEqual(refused["errors"][0]["code"], "reason_required", refused)
        noted = self.send(client, "case.note.v1", case_id=case, lease_epoch=lease, text="已联系客户")
        self.assertEqual(noted["status"], "accepted", noted)
        done = self.send(client, "case.resolve.v1", case_id=case, lease_epoch=lease, answer="办好了")
        self.assertEqual(done["result"]["state"], "resolved", done)
        late = self.send(client, "case.note.v1", case_id=case, lease_epoch=lease, text="x")
        self.assertEqual(late["errors"][0]["code"], "illegal_transition", late)
        self.assertIn("case.reopen.v1", late["errors"][0]["legal"])
        seen = self.send(client, "case.get.v1", case_no=number)
        self.assertEqual(seen["result"]["state"], "resolved", seen)
        self.assertEqual(seen["result"]["version"], done["result"]["version"])
        words = wait_for(lambda: self.words(client, case), "intake's event is heard")
        self.assertEqual(words, ("卡丢了", "张*", "138****8000"), "P9: masked")

    def words(self, client, case):
        result = self.send(client, "case.get.v1", case_id=case)["result"]
        return (result["text"], result["customer_name"], result["phone"]) if "text" in result else None


if __name__ == "__main__":
    unittest.main()
