"""Operators' acts are commands with an actor and leave events that auditors can follow (P5, SE-05)."""
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, Follower, command  # noqa: E402
from tests.support.fleet import OFFSETS, ROOT, Fleet  # noqa: E402

SERVICES = ["intake", "escalation"]


def setUpModule():
    servers = unittest.enterModuleContext(Servers())
    folder = unittest.enterModuleContext(tempfile.TemporaryDirectory(dir="/tmp"))
    Acts.config = os.path.join(folder, "config")
    shutil.copytree(f"{ROOT}/deploy/config", Acts.config)
    Acts.fleet = unittest.enterModuleContext(Fleet(servers, SERVICES, config_dir=Acts.config))


class Acts(unittest.TestCase):
    fleet = None
    config = None

    def ask(self, service, type_, data, **attributes):
        client = Client(self.fleet.keys, self.fleet.base, OFFSETS[service], "operator")
        self.addCleanup(client.close)
        return client.insist({**command(type_, data), **attributes})

    def until(self, service, wanted):
        """What an auditor sees who follows from the beginning, up to an event that is wanted."""
        follower = Follower(self.fleet.keys, self.fleet.base, OFFSETS[service] + 1, service)
        self.addCleanup(follower.client.close)
        return [event for _, event in follower.until(wanted)]

    def run_cli(self, *words, code=0):
        done = subprocess.run([f"{ROOT}/build/bin/shouli", *words], capture_output=True, text=True, timeout=60, check=False,
                              env={"PATH": os.environ["PATH"], "SHOULI_PORT_BASE": str(self.fleet.base),
                                   "SHOULI_KEYS_DIR": self.fleet.keys})
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def test_a_changed_policy_is_read_by_order_of_somebody(self):
        path = os.path.join(self.config, "channels.yaml")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        version = next(line for line in text.splitlines() if line.startswith("version:"))
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace(version, "version: 'audit-1'", 1))
        self.run_cli("reload", "--service", "intake", "--actor", "E9001", "--reason", "渠道名单更新")
        seen = self.until("intake", lambda event: event["type"] == "policy.adopted.v1"
                          and event["data"]["version"] == "audit-1")
        order = [event for event in seen if event["type"] == "service.reload_ordered.v1"][-1]
        self.assertEqual((order["actorid"], order["data"]["reason"]), ("E9001", "渠道名单更新"))
        self.assertLess(seen.index(order), len(seen) - 1)

    def test_a_new_key_counts_once_somebody_orders_it(self):
        self.fleet.allow_client("newcomer")
        early = Client(self.fleet.keys, self.fleet.base, OFFSETS["intake"], "newcomer")
        self.addCleanup(early.close)
        self.assertIsNone(early.ask(command("ledger.get.v1", {}), timeout=0.5), "nobody has ordered it yet")
        self.run_cli("reload", "--service", "intake", "--actor", "E9002", "--reason", "key of the newcomer")

        def answered():
            client = Client(self.fleet.keys, self.fleet.base, OFFSETS["intake"], "newcomer")
            self.addCleanup(client.close)
            return client.ask(command("ledger.get.v1", {}), timeout=1)

        reply = wait_for(answered, "the new key is known")
        self.assertEqual(reply["status"], "accepted")
        seen = self.until("intake", lambda event: event.get("actorid") == "E9002")
        self.assertEqual(seen[-1]["type"], "service.reload_ordered.v1")

    def test_nobody_acts_without_a_name(self):
        letter = "01890a5d-ac96-774b-bcce-b302099a8057"
        for type_, data in (("service.reload.v1", {"reason": "x"}), ("dead.retry.v1", {"dead_id": letter, "reason": "x"}),
                            ("dead.drop.v1", {"dead_id": letter, "reason": "x"})):
            reply = self.ask("intake", type_, data)
            self.assertEqual(reply["status"], "rejected", reply)
            self.assertEqual((reply["errors"][0]["code"], reply["errors"][0]["field"]), ("missing_field", "actorid"))

    def test_nobody_acts_without_a_reason(self):
        reply = self.ask("intake", "service.reload.v1", {}, actorid="E9001")
        self.assertEqual((reply["errors"][0]["code"], reply["errors"][0]["field"]), ("missing_field", "data.reason"))

    def test_a_change_of_the_roster_names_who_made_it(self):
        now = int(time.time() * 1000)
        data = {"person": "E4001", "from": iso(now), "to": iso(now + 3600000)}
        nameless = self.ask("escalation", "duty.set_absence.v1", data)
        self.assertEqual(nameless["status"], "rejected", nameless)
        reply = self.ask("escalation", "duty.set_absence.v1", data, actorid="E4001", actorrole="L3")
        self.assertEqual(reply["status"], "accepted", reply)
        seen = self.until("escalation", lambda event: event["type"] == "duty.absence_set.v1")
        self.assertEqual(seen[-1]["actorid"], "E4001")


def iso(ms):
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(ms / 1000))


if __name__ == "__main__":
    unittest.main()
