#!/usr/bin/python3
"""Tests of `shouli route` and `shouli rehearse` as people and scripts run them: no servers are there (REQUIREMENTS CL-01,
CL-04, 5.14, 5.15)."""
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.environ.get("TEST_BINARIES", os.path.join(ROOT, "build/bin"))
LETTERS = "ZBTJDU"


def shouli(*words, given="", env=None, cwd=ROOT):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SHOULI_")}
    given = given if isinstance(given, bytes) else given.encode()
    return subprocess.run(
        [os.path.join(BIN, "shouli"), *words], input=given, capture_output=True, cwd=cwd, env={**clean, **(env or {})},
        timeout=60, check=False
    )


def read_bytes(path):
    with open(path, "rb") as file:
        return file.read()


def hard_cases():
    with open(os.path.join(ROOT, "tests/data/hard_cases.tsv"), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    return [dict(zip(rows[0], row)) for row in rows[1:]]


class Route(unittest.TestCase):
    def test_a_line_is_code_type_grade_outcome_confidence_and_queue(self):
        done = shouli("route", given="我要掛失\n\n讲个笑话\n")
        lines = done.stdout.decode().splitlines()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(lines), 3)
        self.assertEqual(lines[0].split("\t")[:4] + lines[0].split("\t")[5:], ["LS01", "U", "P2", "routed", "q.urgent"])
        self.assertEqual(lines[1], "QT06\tZ\tP4\ttriage\t0.000\tq.triage")
        self.assertIn("\tout_of_scope\t", lines[2])

    def test_every_hard_case_is_held_by_the_program_too(self):
        rows = hard_cases()
        texts = [re.sub(rb"\\x(..)", lambda found: bytes.fromhex(found[1].decode()), row["text"].encode()) for row in rows]
        lines = shouli("route", given=b"\n".join(texts) + b"\n").stdout.decode().splitlines()
        self.assertEqual(len(lines), len(rows))
        for row, line in zip(rows, lines):
            for name, got in zip(("code", "type", "grade", "outcome"), line.split("\t")):
                with self.subTest(text=row["text"], what=name):
                    self.assertIn(row[name], ("-", got))

    def test_json_is_one_object_a_line(self):
        done = shouli("route", "--json", given="卡丢了，顺便问下定期利率\n😀\n")
        first, second = (json.loads(line) for line in done.stdout.decode().splitlines())
        self.assertEqual((first["code"], first["case_type"], first["linked"]), ("LS01", "urgent", ["AC05"]))
        self.assertEqual(second["outcome"], "triage")

    def test_any_bytes_get_an_answer_of_the_form(self):
        given = bytes(range(1, 256)).replace(b"\n", b"") * 300 + b"\n" + "卡".encode() * 400000 + b"\n\x00\xff\n"
        lines = shouli("route", given=given).stdout.decode().splitlines()
        self.assertEqual(len(lines), 3)
        for line in lines:
            code, letter, grade, outcome, confidence, queue = line.split("\t")
            self.assertRegex(code, "^[A-Z]{2}[0-9]{2}$")
            self.assertIn(letter, LETTERS)
            self.assertRegex(grade, "^P[1-4]$")
            self.assertIn(outcome, ("triage", "out_of_scope"))
            self.assertTrue(0 <= float(confidence) <= 1)
            self.assertTrue(queue.startswith("q."))

    def test_it_works_from_any_folder(self):
        done = shouli("route", given="我要挂失\n", cwd="/")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(done.stdout.startswith(b"LS01\tU\t"))

    def test_the_table_ends_with_a_route_for_everything(self):
        lines = shouli("route", "--table").stdout.decode().splitlines()
        self.assertRegex(lines[0], "^ 1 ")
        self.assertRegex(lines[-1], r"^\d+ default +-> q\.triage; needs triage$")

    def test_a_dry_run_counts_every_request_once(self):
        done = shouli("route", "--dry-run", "tests/data/requests.tsv")
        lines = done.stdout.decode().splitlines()
        self.assertEqual(lines[0], "1000 requests")
        counts = [(int(line.split()[0]), " -> " in line) for line in lines[1:]]
        self.assertEqual(sum(count for count, is_route in counts if is_route), 1000)
        self.assertEqual(sum(count for count, is_route in counts if not is_route), 1000)

    def test_what_it_does_not_know_is_refused(self):
        self.assertEqual(shouli("route", "--jsonl").returncode, 2)
        self.assertEqual(shouli("route", env={"SHOULI_CONFIG_DIR": "/nowhere"}).returncode, 3)


class Accuracy(unittest.TestCase):
    """CL-01: at least 90 % of types and 85 % of categories, on texts that the model was not trained on, though weights and
    some rules were chosen by them: this guards against getting worse. The floor of urgent is a little below what was measured."""

    def test_texts_that_the_model_was_not_trained_on_are_understood(self):
        rows = []
        for name in ("typed", "spoken", "clerk"):
            with open(os.path.join(ROOT, f"tests/data/phrasings/heldout_{name}.tsv"), encoding="utf-8") as file:
                rows += [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]
        lines = shouli("route", given="\n".join(row[3] for row in rows) + "\n").stdout.decode().splitlines()
        said = [line.split("\t") for line in lines]
        self.assertEqual(len(said), len(rows))
        known = [(row, got) for row, got in zip(rows, said) if row[0] != "out_of_scope"]
        urgent = [got for row, got in known if row[1] == "U"]
        strange = [got for row, got in zip(rows, said) if row[0] == "out_of_scope"]
        self.assertGreater(len(known), 800)
        self.assertGreater(len(urgent), 120)
        self.assertGreaterEqual(sum(got[1] == row[1] for row, got in known) / len(known), 0.90)
        self.assertGreaterEqual(sum(got[0][:2] == row[0][:2] for row, got in known) / len(known), 0.85)
        self.assertGreaterEqual(sum(got[1] == "U" for got in urgent) / len(urgent), 0.97)
        self.assertGreaterEqual(sum(got[3] != "routed" or got[0] == "QT06" for got in strange) / len(strange), 0.95)


class Rehearse(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="shouli-rehearse-")
        self.addCleanup(shutil.rmtree, self.folder)

    def test_unchanged_policies_log_the_same_bytes(self):
        logs = [os.path.join(self.folder, name) for name in ("one", "two")]
        for log in logs:
            done = shouli("rehearse", "tests/data/requests.tsv", "--log", log)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(done.stdout.startswith(b"1000 requests, 0 changed;"))
        first, second = (read_bytes(log) for log in logs)
        self.assertEqual(first, second)
        self.assertEqual(first.count(b"\n"), 1000)

    def test_a_rule_less_is_seen_before_it_is_adopted(self):
        new = os.path.join(self.folder, "new")
        shutil.copytree(os.path.join(ROOT, "deploy/config"), new)
        with open(os.path.join(new, "rules.yaml"), "r+", encoding="utf-8") as file:
            rules = re.sub(r", urgent: true", "", file.read())
            file.seek(0)
            file.write(rules)
            file.truncate()
        with open(os.path.join(new, "classifier.yaml"), "r+", encoding="utf-8") as file:
            text = re.sub(r"(?m)^model:.*", "model: none", file.read())
            file.seek(0)
            file.write(text)
            file.truncate()
        done = shouli("rehearse", "tests/data/requests.tsv", "--new", new, "--show", "0")
        self.assertEqual(done.returncode, 1, done.stderr)
        lost = int(re.search(r"lost (\d+)", done.stdout.decode())[1])
        self.assertGreater(lost, 10)


if __name__ == "__main__":
    unittest.main()
