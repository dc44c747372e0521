"""`shouli` against running services: what it prints, how it ends (services/cli/README.md), router as a process."""
import json
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.fleet import ROOT, Fleet  # noqa: E402

SERVICES = ["intake", "router", "desk", "escalation", "archive", "survey"]
QUESTION = "我不投诉，就想问下手续费怎么收的"
STAFF = ["--actor", "A1", "--role", "complaint_specialist"]


def setUpModule():
    servers = unittest.enterModuleContext(Servers())
    Cli.fleet = unittest.enterModuleContext(Fleet(servers, SERVICES))


class Cli(unittest.TestCase):
    """One fleet for all; each test submits what it needs."""

    fleet = None

    def call(self, *arguments, stdin="", **environment):
        return subprocess.run(
            [f"{ROOT}/build/bin/shouli", *arguments], input=stdin, capture_output=True, text=True, timeout=120, check=False,
            cwd=ROOT, env={"PATH": os.environ["PATH"], "SHOULI_PORT_BASE": str(self.fleet.base),
                           "SHOULI_KEYS_DIR": self.fleet.keys, **environment})

    def run_cli(self, *arguments, code=0, **more):
        done = self.call(*arguments, **more)
        self.assertEqual(done.returncode, code, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done

    def json(self, *arguments, **more):
        return [json.loads(line) for line in self.run_cli(*arguments, "--json", **more).stdout.splitlines()]

    def submit(self, text, *more):
        return self.json("submit", "--text", text, *more)[0]

    def once(self, what, *arguments):
        """What a command says that is refused until something has happened."""
        def said():
            done = self.call(*arguments, "--json")
            self.assertIn(done.returncode, (0, 1), done.stderr)
            return json.loads(done.stdout) if done.returncode == 0 else None

        return wait_for(said, what)

    def case(self, number):
        return self.once(f"{number} is placed", "case", "get", number, *STAFF)["result"]

    def claim(self, number, staff):
        """Until it is that one: other tests' cases are offered too, and a queue may be empty before it is placed."""
        return wait_for(lambda: (got := self.once("a case to claim", "case", "claim", *staff))["case_no"] == number and got,
                        f"{number} is claimed")

    def test_a_request_is_classified_and_says_why(self):
        """CL-01, P7"""
        made = self.submit(QUESTION, "--customer-phone", "13800138000")
        self.assertEqual(made["status"], "accepted")
        seen = self.case(made["case_no"])
        self.assertEqual((seen["code"], seen["queue"], seen["grade"]), ("TR06", "q.payment", "P4"))
        why = self.run_cli("why", made["case_no"], *STAFF).stdout
        self.assertIn("the rules say routed: consult TR06", why)
        self.assertIn("by route subject into q.payment", why)
        self.assertNotIn("13800138000", why)
        by_id = self.json("why", made["case_id"], *STAFF)
        self.assertTrue(any("router case.queued.v1" == fact["what"] for fact in by_id), by_id)
        self.assertTrue(any("desk queue" == fact["what"] for fact in by_id), by_id)
        unnamed = self.run_cli("why", made["case_id"], code=1)
        for service in ("router", "desk", "escalation"):
            self.assertIn(f"{service} does not say it to this actor", unnamed.stderr)
        self.assertEqual(unnamed.stdout, "")

    def test_whoever_is_complained_about_hears_that_there_is_no_such_case(self):
        """CL-08, REQUIREMENTS 1.21: by no word of the command line; E3001 leads E1001 (deploy/config/staff.yaml)."""
        number = self.submit("我要投诉柜员态度差", "--about-employee", "E1001")["case_no"]
        self.case(number)
        wait_for(lambda: "escalation" in self.run_cli("why", number, *STAFF).stdout, "escalation has heard of it")
        nobody = "GD20000101000001"
        for who, role in (("E1001", "L1"), ("E3001", "L3")):
            staff = ["--actor", who, "--role", role]
            for words in (["case", "get"], ["why"], ["case", "reopen"]):
                more = ["--reason", "r"] if "reopen" in words else []
                told = [self.call(*words, case, *more, *staff) for case in (number, nobody)]
                self.assertEqual([done.returncode for done in told], [1, 1], words)
                self.assertEqual(*([done.stdout, done.stderr.replace(nobody, number)] for done in told))
                self.assertNotIn("complaint", told[0].stdout + told[0].stderr)
                self.assertNotIn("回避", told[0].stdout + told[0].stderr)

    def test_the_same_id_makes_one_case(self):
        first = self.submit(QUESTION, "--id", "cli-once")
        again = self.submit(QUESTION, "--id", "cli-once")
        self.assertEqual((again["status"], again["case_no"]), ("duplicate", first["case_no"]))

    def test_text_and_json_come_by_stdin(self):
        self.assertIn("accepted", self.run_cli("submit", "--channel", "sms", stdin="怎么投诉商家\n").stdout)
        body = {"channel": "web", "text": "怎么开户", "customer": {"ref": "C-1", "type": "person"}, "amount_fen": 5}
        self.assertIn("accepted", self.run_cli("submit", stdin=json.dumps(body)).stdout)

    def test_refusals_end_with_1_and_say_why(self):
        done = self.run_cli("submit", stdin='{"channel": "app", "text": "x", "nothing": 1}', code=1)
        self.assertIn("unknown_field data.nothing", done.stderr)
        self.assertIn("not_found", self.run_cli("case", "get", "GD20000101000001", *STAFF, code=1).stderr)
        self.run_cli("why", "GD20000101000001", code=1)
        done = self.run_cli("dead", "drop", "01a2006b-9800-7c8e-acb3-d4e53840c9cb", "--service", "desk", "--actor", "O",
                            "--reason", "r", code=1)
        self.assertIn("not_found", done.stderr)

    def test_wrong_options_end_with_2(self):
        for arguments in (["nothing"], ["case"], ["case", "get"], ["case", "get", "GD1"], ["tail", "nowhere"],
                          ["submit", "--text", "x", "--nothing", "1"], ["top", "--seconds", "0"], ["ledger", "--wait", "x"],
                          ["verify", "nowhere"], ["dead", "retry"], ["demo", "--requests", "0"], ["why"], []):
            self.run_cli(*arguments, code=2)

    def test_help_ends_with_0(self):
        self.assertIn("ledger", self.run_cli("--help").stdout)
        for command in ("submit", "case", "queues", "top", "tail", "why", "dead", "ledger", "verify", "due", "demo", "bench"):
            self.assertIn(f"shouli {command}", self.run_cli(command, "--help").stdout)

    def test_without_keys_it_ends_with_3(self):
        self.run_cli("submit", "--text", "x", code=3, SHOULI_KEYS_DIR="/nowhere")
        self.run_cli("queues", code=3, SHOULI_PORT_BASE="61000")

    def test_a_person_corrects_a_class(self):
        """CL-09: from a question to a complaint, by desk, router and desk again."""
        made = self.submit("银行卡")
        self.assertEqual(self.case(made["case_no"])["state"], "triage")
        self.run_cli("case", "reclassify", made["case_no"], *STAFF, "--type", "complaint", "--category", "TR06",
                     "--reason", "说的是手续费")
        seen = wait_for(lambda: (case := self.case(made["case_no"]))["state"] != "triage" and case, "router has heard of it")
        self.assertEqual((seen["case_type"], seen["code"], seen["queue"]), ("complaint", "TR06", "q.complaint"))
        self.assertIn("A1 wished: type complaint", self.run_cli("why", made["case_no"], *STAFF).stdout)

    def test_streams_are_followed_and_verified(self):
        """P8"""
        self.case(self.submit(QUESTION)["case_no"])
        events = self.json("tail", "router", "--from", "1", "--once")
        self.assertIn("case.queued.v1", {event["type"] for event in events})
        only = self.json("tail", "router", "--from", "1", "--once", "--types", "case.classified")
        self.assertEqual({event["type"] for event in only}, {"case.classified.v1"})
        self.assertEqual(len(self.json("tail", "intake", "--from", "2", "--count", "1")), 1)
        self.assertIn("chain valid", self.run_cli("verify", *SERVICES).stdout)
        self.assertTrue(all(line["valid"] for line in self.json("verify", *SERVICES)))

    def close_a_case(self):
        """One of its own, whatever else waits; answers its id."""
        case_no = self.submit("请问信用卡年费怎么收，一年要多少钱？")["case_no"]
        self.case(case_no)
        staff = ["--actor", "E1001", "--role", "L2"]
        held = self.claim(case_no, staff)
        lease = str(held["result"]["lease_epoch"])
        self.json("case", "resolve", held["case_id"], *staff, "--lease", lease, "--answer", "首年免年费")
        self.json("case", "close", held["case_id"], *staff)
        return held["case_id"]

    def wait_package(self, case_id):
        wait_for(lambda: case_id in json.dumps(self.json("tail", "archive", "--from", "1", "--once", "--types", "archive.stored")),
                 f"{case_id} is archived")

    def test_packages_are_proved_and_a_changed_byte_is_found(self):
        """AR-15: what archive keeps is what it stored; one byte of one event in PostgreSQL is enough."""
        case_id = self.close_a_case()
        self.wait_package(case_id)
        begins = "position('\\xa474797065ae'::bytea || 'case.closed.v1' in envelopes)"  # type: case.closed.v1
        flip = (f"update archive.kept_bundle set envelopes = set_byte(envelopes, {begins} + 40, "
                f"get_byte(envelopes, {begins} + 40) # 1) where item like '{case_id}/%' and {begins} > 0")
        # What follows the closing makes a new version.
        whole = wait_for(lambda: not (said := self.json("verify", "archive")[-1])["changing"] and said, "no package changes")
        self.assertEqual((whole["bad"], whole["unanswered"], whole["changing"], whole["valid"]), (0, 0, 0, True))
        self.assertGreaterEqual(whole["packages"], 1)
        self.assertIn("archive packages", self.run_cli("verify", "archive").stdout)
        self.assertNotIn("archive packages", self.run_cli("verify", "archive", "--packages", "0").stdout)
        self.fleet.sql(flip)
        try:
            wait_for(lambda: "an event was changed: desk/" in self.call("verify", "archive").stdout, "the change is found")
            self.run_cli("verify", "archive", code=4)
        finally:
            self.fleet.sql(flip)
        self.assertIn("校验通过", self.run_cli("verify", "archive").stdout)

    def test_the_demonstration_leaves_everything_balanced(self):
        """P10"""
        done = self.run_cli("demo", "--requests", "40")
        self.assertIn("accepted 受理 40", done.stdout)
        self.assertIn("What to try next", done.stdout)
        self.assertIn("requests played in 已受理 40 / 40", done.stdout)
        self.assertNotIn("not placed yet", done.stdout)
        self.assertIn("imbalance 0", self.run_cli("ledger", "--wait", "60").stdout)
        totals = self.json("ledger", "--wait", "60")[-1]
        self.assertEqual((totals["imbalance"], totals["behind"]), (0, 0))
        self.assertGreater(totals["compared"], 30)

    def test_queues_and_services_are_shown(self):
        self.case(self.submit(QUESTION)["case_no"])
        rows = self.json("top", "--once")
        self.assertTrue(rows[1]["ready"], rows)
        self.assertGreater(rows[1]["events"], 0)
        self.assertIsInstance(self.json("queues")[0], list)
        self.assertIn("queue ", self.run_cli("queues").stdout)
        self.assertIn("no dead letters", self.run_cli("dead", "list", "--service", "router").stdout)

    def test_a_case_is_claimed_noted_and_resolved_by_its_number(self):
        number = self.submit("转账限额怎么调整")["case_no"]
        self.case(number)
        got = self.claim(number, STAFF)["result"]
        lease = ["--lease", str(got["lease_epoch"])]
        self.run_cli("case", "note", number, *STAFF, *lease, "--text", "已联系客户", "--to-customer", "true")
        done = self.run_cli("case", "resolve", number, *STAFF, *lease, "--answer", "办好了")
        self.assertIn("resolved 已办结", done.stdout)


if __name__ == "__main__":
    unittest.main()
