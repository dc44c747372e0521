#!/usr/bin/env python3
"""Fuzzes common/tools/statements.py, which turns .sql files into C: statements_fuzz.py [--seconds N] [--seed N].

Every statement of the repository is changed in ways that a person may err (bytes away, doubled, quotes and colons put in,
pieces of another statement), and read. What is refused is refused as a StatementError. Of what is taken the C must say
the same statement again: the strings of the C, read as a compiler does, are the lines that were parsed; no comment leaves
its place; parameters are numbered from 1 without a gap, and as many as there are types.
"""
import argparse
import random
import re
import sys
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from common.tools import statements  # noqa: E402

PIECES = ["'", '"', ":", "::", "::text", ":a", ":a::int8", ":'b'::uuid[]", "$1", "$$", ";", "--", "/*", "*/", "\n", "\\", "\\n", "??/",
          "%", "\t", "\r", "\x0b", "\x0c", "\x00", "\x85", "\u2028", "中", "\ud800".encode("utf-8", "replace").decode(), "E'\\''", "::a[][]"]
ESCAPES = {"n": "\n", "\\": "\\", '"': '"'}


def change(rng, text, others):
    """One step away from a statement."""
    at, end = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
    end = min(end, at + rng.choice((0, 1, 1, 2, 8, 200)))
    how = rng.randrange(5)
    if how == 0:
        return text[:at] + text[end:]
    if how == 1:
        return text[:at] + text[at:end] * 2 + text[end:]
    if how == 2:
        other = rng.choice(others)
        start = rng.randrange(len(other) + 1)
        return text[:at] + other[start:start + rng.randrange(60)] + text[end:]
    return text[:at] + rng.choice(PIECES) + text[end:]


def compiled(literal):
    """What a compiler makes of the inside of a C string; refuses what it would not take, or take for something else."""
    if re.search(r'(?<!\\)(?:\\\\)*"', literal) or "\n" in literal:
        raise AssertionError(f"the string ends early: {literal!r}")
    return re.sub(r"\\(.)", lambda found: ESCAPES[found[1]], literal)


def check(text):
    """True when the statement was taken."""
    try:
        reason, lines, types = statements.parse(text, "a.sql")
    except statements.StatementError:
        return False
    made = {"desk_a": (reason, lines, types)}
    source = "\n".join(statements.source("services/desk", made))
    header = "\n".join(statements.header("services/desk", made))
    literals = re.findall(r'^        "(.*)",?$', source, re.MULTILINE)
    said = "".join(compiled(literal) for literal in literals)
    assert said == "\n".join(lines), (said, lines)
    assert header.count("*/") == 2 and header.count("/*") >= 2, header
    body = statements.PIECES.sub(lambda piece: "" if piece["string"] or piece["name"] else piece.group(), said)
    numbers = {int(number) for number in re.findall(r"\$(\d+)", body)}
    assert numbers == set(range(1, len(types) + 1)), (numbers, types)
    assert f".parameters = {len(types)}," in source
    return True


class Statements(unittest.TestCase):
    """`seconds` of it, and what it once found."""

    seconds, seed = 5.0, None

    def test_every_statement_of_the_repository_is_taken(self):
        for path in self.files():
            self.assertTrue(check(path.read_text(encoding="utf-8")), path)

    def test_whatever_a_file_says_is_refused_or_said_again(self):
        seed = self.seed if self.seed is not None else random.randrange(10**9)
        rng, end = random.Random(seed), time.monotonic() + self.seconds
        texts = [path.read_text(encoding="utf-8") for path in self.files()]
        tried = taken = 0
        while time.monotonic() < end:
            text = rng.choice(texts)
            for _ in range(rng.randrange(1, 6)):
                text = change(rng, text, texts)
            try:
                taken += check(text)
            except Exception as error:
                raise AssertionError(f"seed {seed}, after {tried}: {error!r} of {text!r}") from error
            tried += 1
        self.assertGreater(taken, 0)
        self.assertGreater(tried - taken, 0)
        print(f"# figure: statements fuzzed: {tried:,} tried, {taken:,} taken, seed {seed}")

    @staticmethod
    def files():
        return sorted([*ROOT.glob("services/*/*.sql"), *ROOT.glob("common/engine/*.sql")])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--seed", type=int)
    options = parser.parse_args()
    Statements.seconds, Statements.seed = options.seconds, options.seed
    unittest.main(argv=[sys.argv[0]], verbosity=2)
