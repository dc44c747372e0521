#!/usr/bin/python3
"""What staff classified anew becomes training data, and the stream that came in a file to rehearse with (CL-01, CL-09, SE-07, SE-12,
SE-13), over running services."""
import json
import os
import stat
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, command  # noqa: E402
from tests.support.fleet import OFFSETS, ROOT, Fleet  # noqa: E402

CHIEF = ["--actor", "M1", "--role", "L5", "--reason", "每月重训"]
CLERK = ["--actor", "A1", "--role", "complaint_specialist"]
TEXTS = ["请问信用卡年费怎么收？", "我不投诉，就想问下手续费怎么收的", "卡丢了，快帮我挂失", "银行卡",
         "转账十万到账了没有，卡号 6222021234567890128，打我电话 13800138000", "第一行\n第二行\t转账限额多少",
         "我要投诉柜员态度差", "有人冒充我把五十万转走了", "Why was I charged an annual fee?", "今天天气怎么样"]


def setUpModule():
    servers = unittest.enterModuleContext(Servers())
    Collected.fleet = unittest.enterModuleContext(Fleet(servers, ["intake", "router", "desk"]))
    Collected.folder = unittest.enterModuleContext(tempfile.TemporaryDirectory())
    Collected.cases = Collected.submit_all()


class Collected(unittest.TestCase):
    fleet = folder = cases = None

    @classmethod
    def submit_all(cls):
        """Cases by their number, once desk has them, in the order of TEXTS; one from a regulator, with facts of its own."""
        client, numbers = Client(cls.fleet.keys, cls.fleet.base, OFFSETS["intake"], "publisher"), []
        for number, text in enumerate(TEXTS):
            more = {"amount_fen": 7000000, "unit": "U1", "customer": {"ref": "C-1", "type": "org"}, "complainants": 25,
                    "kind": "complaint", "lang": "zh-CN", "outside_no": "12345-1"} if number == 6 else {}
            channel = "gov_12345" if number == 6 else "app"
            reply = client.insist(command("request.submitted.v1", {"channel": channel, "text": text, **more}, "/bank/app"))
            cls().assertEqual(reply["status"], "accepted", reply)
            numbers.append((reply["case_no"], reply["case_id"]))
        client.close()
        wait_for(lambda: cls.fleet.sql("select count(*) from desk.queued_case where state <> ''")[0][0] == str(len(TEXTS)),
                 "desk has every case")
        wait_for(lambda: cls.fleet.sql("select count(*) from desk.case_words")[0][0] == str(len(TEXTS)), "and its words")
        return numbers

    def run_cli(self, *arguments, code=0):
        done = subprocess.run([f"{ROOT}/build/bin/shouli", *arguments], capture_output=True, text=True, timeout=120, check=False,
                              cwd=ROOT, env={"PATH": os.environ["PATH"], "SHOULI_PORT_BASE": str(self.fleet.base),
                                             "SHOULI_KEYS_DIR": self.fleet.keys})
        self.assertEqual(done.returncode, code, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done

    def path(self, name):
        return os.path.join(self.folder, name)

    def lines(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read().splitlines()

    def reclassify(self, number, **wish):
        before = len(self.events("case.reclassified"))
        self.run_cli("case", "reclassify", self.cases[number][0], *CLERK, "--reason", "r",
                     *[word for name, value in wish.items() for word in (f"--{name}", value)])
        wait_for(lambda: len(self.events("case.reclassified")) > before, "desk has applied router's answer", every=0.1)

    def record(self, name, *more):
        return self.run_cli("record", "--out", self.path(name), *CHIEF, *more)

    def test_1_a_recorded_stream_is_decided_as_it_was(self):
        """P7: code, type, grade and queue of every case are what router said when it came, and again the same bytes."""
        self.assertIn(f"{len(TEXTS)} requests recorded", self.record("stream.tsv").stdout)
        rows = [line.split("\t") for line in self.lines("stream.tsv")]
        self.assertEqual(rows[0][-1], "text")
        self.assertEqual(len(rows), len(TEXTS) + 1)
        for name in ("one", "two"):
            self.run_cli("rehearse", self.path("stream.tsv"), "--log", self.path(name))
        with open(self.path("one"), "rb") as one, open(self.path("two"), "rb") as two:
            self.assertEqual(one.read(), two.read())
        said = {no: rest for no, *rest in self.fleet.sql(
            "select case_no, coalesce(code, 'QT06'), grade, queue, route, case_type, confidence from router.classified_case")}
        logged = [line.split("\t") for line in self.lines("one")]
        self.assertEqual(len(logged), len(TEXTS))
        letters = {"consult": "Z", "apply": "B", "complaint": "T", "suggest": "J", "dispute": "D", "urgent": "U"}
        for _, case_no, code, letter, grade, _, confidence, queue, route, *_ in logged:
            code_was, grade_was, queue_was, route_was, type_was, confidence_was = said[case_no]
            self.assertEqual((code, letter, grade, queue, route),
                             (code_was, letters[type_was], grade_was, queue_was, route_was), case_no)
            self.assertAlmostEqual(float(confidence) * 1000, int(confidence_was), delta=1, msg=case_no)
        self.assertEqual(said[self.cases[6][0]][1], "P1")  # 25 complainants, which only a column says

    def test_2_a_recording_is_masked_and_its_owner_s_alone(self):
        """SE-05, SE-06"""
        self.record("masked.tsv")
        text = "\n".join(self.lines("masked.tsv"))
        self.assertNotIn("6222021234567890128", text)
        self.assertNotIn("13800138000", text)
        self.assertEqual(stat.S_IMODE(os.stat(self.path("masked.tsv")).st_mode), 0o600)
        self.assertIn("第一行 第二行 转账限额多少", text)

    def test_3_a_stretch_of_the_stream_is_recorded(self):
        self.record("few.tsv", "--count", "3")
        self.assertEqual(len(self.lines("few.tsv")), 4)
        first = int(self.fleet.sql(f"select min(seq) from intake.event where case_id = '{self.cases[7][1]}'")[0][0])
        self.record("late.tsv", "--from", str(first))
        self.assertEqual([line.split("\t")[0] for line in self.lines("late.tsv")[1:]], [no for no, _ in self.cases[7:]])

    def test_4_another_routing_table_shows_what_would_move(self):
        self.record("moved.tsv")
        new = self.path("new")
        subprocess.run(["cp", "-r", f"{ROOT}/deploy/config", new], check=True)
        with open(f"{new}/routes.yaml", encoding="utf-8") as file:
            routes = file.read()
        with open(f"{new}/routes.yaml", "w", encoding="utf-8") as file:
            file.write(routes.replace("{id: urgent, type: [urgent], queue: q.urgent", "{id: night, type: [urgent], queue: q.night"))
        told = self.run_cli("rehearse", self.path("moved.tsv"), "--new", new, code=1).stdout
        self.assertRegex(told, r"queue +\d+  q\.urgent -> q\.night")
        self.assertRegex(told, r"route +\d+  urgent -> night")
        self.assertNotIn("grade", told)

    def test_5_what_staff_said_anew_is_learnt_from(self):
        """CL-09, REQUIREMENTS 1.9: a type that was wished for, a subject, both; the last word counts. Of a category router
        chooses a code, which nobody judged."""
        self.reclassify(3, type="complaint", category="TR06")
        self.reclassify(9, type="suggest")
        self.reclassify(0, category="CR02")
        self.reclassify(0, category="CR03")
        self.reclassify(1, type="suggest", category="credit_card")
        self.assertIn("4 reclassified cases exported",
                      self.run_cli("training", "export", "--out", self.path("more.tsv"), *CHIEF).stdout)
        self.assertEqual(sorted(self.lines("more.tsv")), sorted([
            f"-\tJ\t-\t{TEXTS[1]}", "TR06\tT\t-\t银行卡", "-\tJ\t-\t今天天气怎么样", "CR03\t-\t-\t请问信用卡年费怎么收？"]))
        trained = self.run_cli("train", "--quiet", "--networks", "0", "--out", self.path("new.model"),
                               f"{ROOT}/deploy/config/model/training/customer_app.tsv", self.path("more.tsv"))
        self.assertIn("code", trained.stdout)
        self.record("taught.tsv")
        told = self.run_cli("rehearse", self.path("taught.tsv"), "--model", self.path("new.model"), code=1).stdout
        self.assertIn(f"{len(TEXTS)} requests", told)
        orders = [event["data"] for event in self.events("words.ordered") if event["data"]["purpose"] == "training"]
        self.assertEqual([len(order["cases"]) for order in orders], [4])

    def events(self, kind):
        done = self.run_cli("tail", "desk", "--from", "1", "--once", "--types", kind, "--json")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_6_who_takes_words_out_stands_in_the_stream(self):
        """SE-12, SE-13: who, as what, what for, why, whose."""
        self.record("audited.tsv")
        event = self.events("words.ordered")[-1]
        self.assertEqual((event["actorid"], event["data"]["ordered_by"], event["data"]["role"], event["data"]["purpose"]),
                         ("M1", "M1", "L5", "rehearsal"))
        self.assertEqual(event["data"]["reason"], "每月重训")
        self.assertEqual([case["case_id"] for case in event["data"]["cases"]], [case_id for _, case_id in self.cases])

    def test_7_others_get_nothing_and_no_file_is_left(self):
        """SE-02"""
        for words in (["record"], ["training", "export"]):
            out = self.path("refused.tsv")
            if words[0] == "training" and not self.events("case.reclassified"):
                self.reclassify(3, type="complaint", category="TR06")
            done = self.run_cli(*words, "--out", out, "--actor", "A1", "--role", "L4", "--reason", "r", code=1)
            self.assertIn("forbidden", done.stderr)
            self.assertEqual([name for name in os.listdir(self.folder) if name.startswith("refused")], [])
            self.run_cli(*words, "--out", out, "--actor", "A1", "--role", "L5", code=2)  # no reason
            self.run_cli(*words, "--actor", "A1", "--role", "L5", "--reason", "r", code=2)  # nowhere to

    def test_8_a_case_whose_key_is_destroyed_is_left_out(self):
        """P9"""
        self.fleet.sql(f"delete from vault.case_key where case_id = '{self.cases[8][1]}'")
        self.assertIn(f"{len(TEXTS) - 1} requests recorded 已录制, 1 left out", self.record("left.tsv").stdout)
        self.assertNotIn(self.cases[8][0], "\n".join(self.lines("left.tsv")))


if __name__ == "__main__":
    unittest.main()
