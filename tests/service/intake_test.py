"""Tests of services/intake as a process: what a client that knows only the contract sees, and what lies in PostgreSQL."""
import os
import re
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.support.client import Client, Follower, command  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402

SECRET = "Zx81pq!canary"


class Intake(unittest.TestCase):
    """One process for all tests; each submits requests of its own."""

    @classmethod
    def setUpClass(cls):
        cls.servers = Servers()
        cls.servers.__enter__()
        cls.addClassCleanup(cls.servers.__exit__)
        cls.fleet = Fleet(cls.servers, ["intake"])
        cls.fleet.__enter__()
        cls.addClassCleanup(cls.fleet.__exit__)

    def setUp(self):
        self.client = Client(self.fleet.keys, self.fleet.base, OFFSETS["intake"], who="publisher")
        self.addCleanup(self.client.close)

    def psql(self, sql):
        done = subprocess.run(
            ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", self.servers.database_url, "-c", sql],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=30, check=False,
        )
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout.strip()

    def submit(self, **data):
        return self.client.insist(command("request.submitted.v1", {"channel": "app", "text": "x", **data}))

    def test_a_request_is_a_case_with_an_event_and_a_key(self):
        reply = self.submit(customer={"phone": "13800138000"})
        self.assertEqual(reply["status"], "accepted", reply)
        self.assertRegex(reply["case_no"], r"^GD[0-9]{14}$")
        case_id = reply["case_id"]
        self.assertEqual(self.psql(f"select count(*) from intake.event where case_id = '{case_id}'"), "2")
        self.assertEqual(
            self.psql(f"select length(key_id), length(wrapped) from vault.case_key where case_id = '{case_id}'"), "8|60"
        )

    def test_a_repeated_request_is_found_in_its_transaction_and_costs_its_neighbours_nothing(self):
        """P2, WO-06: nothing of the batch is stored until it is looked up, and the numbers that it took are given out then."""
        batch = [command("request.submitted.v1", {"channel": "phone", "text": f"又{i}"}) for i in range(4)]
        first = self.client.insist(batch[1])
        replies = self.client.insist_all(batch)
        self.assertEqual([reply["status"] for reply in replies], ["accepted", "duplicate", "accepted", "accepted"])
        self.assertEqual(replies[1]["case_no"], first["case_no"])
        numbers = [int(reply["case_no"][2:]) for reply in (first, replies[0], *replies[2:])]
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 4)))
        self.assertRegex(self.fleet.get("intake", "/metrics"), r'shouli_postgres_failures_total\{[^}]*code="22P02"[^}]*\} 1\n')
        ids = ", ".join(f"'{reply['case_id']}'" for reply in replies)
        self.assertEqual(self.psql(f"select count(*), count(distinct case_id) from vault.case_key where case_id in ({ids})"), "4|4")

    def test_five_deliveries_make_one_case(self):
        """WO-07"""
        message = command("request.submitted.v1", {"channel": "phone", "text": "五次"})
        replies = [self.client.insist(message) for _ in range(5)]
        self.assertEqual([reply["status"] for reply in replies], ["accepted"] + ["duplicate"] * 4)
        self.assertEqual(len({reply["case_no"] for reply in replies}), 1)
        case_id = replies[0]["case_id"]
        self.assertEqual(self.psql(f"select count(*) from vault.case_key where case_id = '{case_id}'"), "1")

    def test_a_thousand_in_one_frame_get_a_thousand_numbers(self):
        """WO-06"""
        batch = [command("request.submitted.v1", {"channel": "phone", "text": f"第{i}个"}) for i in range(1000)]
        replies = self.client.insist_all(batch)
        self.assertEqual({reply["status"] for reply in replies}, {"accepted"})
        self.assertEqual(len({reply["case_no"] for reply in replies}), 1000)
        self.assertEqual(len({reply["case_id"] for reply in replies}), 1000)

    def test_all_faults_come_at_once_in_both_languages(self):
        reply = self.submit(text="  ", channel="petition", customer={"id_type": "resident", "id_no": "110105194912310021"})
        self.assertEqual(reply["status"], "rejected")
        self.assertEqual(
            [(fault["code"], fault["field"]) for fault in reply["errors"]],
            [("missing_field", "data.outside_no"), ("invalid_field", "data.text"),
             ("invalid_field", "data.customer.id_no")],
        )
        for fault in reply["errors"]:
            self.assertRegex(fault["message"], re.compile("[\u4e00-\u9fff].* / .*[a-z]"))

    def test_what_is_sealed_or_secret_is_in_no_file_of_the_database_in_the_clear(self):
        reply = self.submit(text=f"密码是{SECRET}，请帮忙", customer={"name": "金丝雀先生", "ref": "REF-CANARY"})
        self.assertEqual(reply["status"], "accepted", reply)
        for word in (SECRET, "金丝雀先生", "REF-CANARY", "请帮忙"):
            code = word.encode().hex()
            found = self.psql(
                f"select count(*) from intake.event where position(decode('{code}', 'hex') in envelope) > 0"
            )
            self.assertEqual(found, "0", word)

    def test_followers_get_the_event_as_the_contract_says(self):
        message = command("request.submitted.v1", {"channel": "web", "text": "跟踪", "about_unit": "unit-7"})
        reply = self.client.insist(message)
        follower = Follower(self.fleet.keys, self.fleet.base, OFFSETS["intake"] + 1, "intake")
        self.addCleanup(follower.client.close)
        seen = follower.until(
            lambda event: event["type"] == "case.acknowledged.v1" and event["caseid"] == reply["case_id"]
        )
        received = next(
            event for _, event in seen
            if event["type"] == "case.received.v1" and event["caseid"] == reply["case_id"]
        )
        self.assertEqual(received["caseno"], reply["case_no"])
        self.assertEqual(received["causationid"], message["id"])
        self.assertEqual(received["data"]["request_id"], message["id"])
        self.assertEqual(received["data"]["about_unit"], "unit-7")
        self.assertEqual(set(received["data"]["text"]), {"k", "n", "c"})

    def test_accepted_requests_survive_a_kill(self):
        """P1"""
        replies = [self.submit(text=f"杀{i}") for i in range(20)]
        self.fleet.kill("intake")
        self.fleet.start("intake")
        self.fleet.wait_ready("intake")
        ids = ", ".join(f"'{reply['case_id']}'" for reply in replies)
        self.assertEqual(self.psql(f"select count(distinct case_id) from intake.event where case_id in ({ids})"), "20")
        numbers = {reply["case_no"] for reply in replies}
        self.assertNotIn(self.submit()["case_no"], numbers)


if __name__ == "__main__":
    unittest.main()
