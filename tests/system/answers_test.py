#!/usr/bin/python3
"""Tests of `tests/bench/answers`: what is to be faster says the same (REQUIREMENTS CL-01: a decision can be made again)."""
import os
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAMS = os.path.join(ROOT, "build/bin")


def compare(old):
    return subprocess.run([f"{ROOT}/tests/bench/answers", old, PROGRAMS], capture_output=True, text=True, timeout=300, check=False)


def beside(folder, filtered):
    """A program that says what ours does, through a filter."""
    path = os.path.join(folder, "shouli")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"#!/bin/sh\n{PROGRAMS}/shouli \"$@\" | {filtered}\n")
    os.chmod(path, 0o755)
    return folder


class Answers(unittest.TestCase):
    def test_a_build_answers_like_itself(self):
        done = compare(PROGRAMS)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout.count("all answers alike"), 2)

    def test_one_other_letter_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            done = compare(beside(folder, "sed '5000s/[0-9]/x/'"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("shouli route: line 5000 differs", done.stdout)
        self.assertIn("shouli classify: line 5000 differs", done.stdout)

    def test_an_answer_less_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            done = compare(beside(folder, "sed '$d'"))
        self.assertEqual(done.returncode, 1)
        self.assertNotIn("alike", done.stdout)


if __name__ == "__main__":
    unittest.main()
