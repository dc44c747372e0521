#!/usr/bin/python3
"""`make eval` measures what it says: altered texts are altered in the same way every time, the part that is held back is
not learnt from, and a set that is not there is said, not passed over."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, ROOT)
from tests.eval import alter  # noqa: E402

SHOULI = os.path.join(ROOT, os.environ.get("TEST_BINARIES", "build/bin"), "shouli")


def run_eval(data, *arguments):
    return subprocess.run(
        [os.path.join(ROOT, "tests/eval/run"), "--json", *arguments],
        env=dict(os.environ, SHOULI_EVAL_DATA=data, SHOULI_EVAL_BINARY=SHOULI),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", check=False,
    )


class EvalTest(unittest.TestCase):
    def test_texts_become_full_width_without_losing_a_character(self):
        self.assertEqual(alter.full_width(["card 7!", "卡丢了"]), ["ｃａｒｄ ７！", "卡丢了"])

    def test_typing_errors_are_the_same_every_time_and_grow_in_number(self):
        texts = ["my card was stolen yesterday", "我的银行卡昨天被偷了"] * 20
        once = alter.typing_errors(texts, 1, True)
        self.assertEqual(once, alter.typing_errors(texts, 1, True))
        self.assertNotEqual(once, alter.typing_errors(texts, 2, True))
        self.assertTrue(all(abs(len(a) - len(b)) <= 1 for a, b in zip(once, texts)))
        self.assertTrue(any(a != b for a, b in zip(once, texts)))
        self.assertEqual(alter.typing_errors(["a", ""], 3, False), ["a", ""])

    @unittest.skipUnless(shutil.which("opencc"), "the program opencc is not there")
    def test_simplified_becomes_traditional(self):
        self.assertEqual(alter.traditional(["银行卡丢了", "card"]), ["銀行卡丟了", "card"])
        self.assertEqual(alter.traditional(["a\u2028b", "c\x0bd", ""]), ["a\u2028b", "c\x0bd", ""])

    def test_a_set_that_was_asked_for_and_is_not_there_is_said_and_a_failure(self):
        done = run_eval("/nowhere", "--only", "banking77")
        self.assertEqual(done.returncode, 1)
        self.assertIn("banking77: not measured, there is no folder /nowhere", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_the_hard_cases_are_a_set_and_those_not_held_are_named(self):
        done = run_eval("/nowhere", "--only", "hard-cases", "strangers")
        self.assertEqual(done.returncode, 0, done.stderr)
        said = {(line["set"], line["what"]): line for line in map(json.loads, done.stdout.splitlines())}
        self.assertEqual([said["hard-cases", what]["figure"] for what in ("5.14", "all")], [1, 1], done.stderr)
        self.assertEqual(said["hard-cases", "5.14"]["goal"], 1)
        self.assertNotIn("eval: hard-cases:", done.stderr)
        missed = done.stderr.count("eval: strangers:")
        self.assertGreater(missed, 0)
        self.assertAlmostEqual(said["strangers", "all"]["figure"], 1 - missed / 289, places=3)
        self.assertGreaterEqual(said["strangers", "all"]["figure"], 0.89)

    def test_fresh_phrasings_go_through_rules_and_model_and_need_no_public_set(self):
        sets = ("zh-fresh", 3, 576), ("zh-fresh2", 6, 417), ("zh-fresh3", 6, 286), ("zh-fresh4", 6, 780)
        for name, voice_count, text_count in sets:
            with self.subTest(name):
                self.assert_fresh_phrasings_are_measured(name, voice_count, text_count)

    def assert_fresh_phrasings_are_measured(self, name, voice_count, text_count):
        done = run_eval("/nowhere", "--only", name)
        self.assertEqual(done.returncode, 0, done.stderr)
        said = {(line["set"], line["what"]): line for line in map(json.loads, done.stdout.splitlines())}
        texts = said[name, "texts"]["figure"]
        self.assertEqual(texts, text_count)
        voices = [figures["figure"] for (voice, what), figures in said.items() if what == "texts" and "/" in voice]
        self.assertEqual((len(voices), sum(voices)), (voice_count, texts))
        self.assertEqual([said[name, what]["goal"] for what in ("type", "category", "urgent_recall")], [0.9, 0.85, 0.99])
        for what, least in (("type", 0.84), ("category", 0.85), ("urgent_recall", 0.90), ("urgent_precision", 0.80)):
            self.assertGreaterEqual(said[name, what]["figure"], least)
            self.assertLessEqual(said[name, what]["figure"], 1)

    def test_what_is_held_back_is_measured_and_compared_with_the_goal(self):
        with tempfile.TemporaryDirectory() as data:
            os.mkdir(os.path.join(data, "banking77"))
            with open(os.path.join(data, "banking77", "train.tsv"), "w", encoding="utf-8") as file:
                for i in range(200):
                    file.write(f"lost\tmy card is lost {i}\nloan\twhen is my loan paid {i}\n")
            done = run_eval(data, "--only", "banking77")
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        said = {line["what"]: line for line in lines}
        self.assertEqual(said["accuracy"]["figure"], 1.0)
        self.assertEqual(said["accuracy"]["goal"], 0.925)
        self.assertTrue(said["accuracy"]["met"])
        self.assertGreater(said["bytes"]["figure"], 1000)
        self.assertGreater(said["p50_us"]["figure"], 0)
        for kind in ("full_width", "typing_errors_1", "typing_errors_3"):
            self.assertGreater(said[kind]["figure"], 0.7)


if __name__ == "__main__":
    unittest.main()
