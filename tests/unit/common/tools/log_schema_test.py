#!/usr/bin/env python3
"""Tests of common/tools/log_schema.py, in throw-away trees."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
TOOL = ROOT / "common/tools/log_schema.py"
SCHEMA = """LOG_FIELD_DEF(ts, text, "when")
LOG_FIELD_DEF(level, text, "how grave")
LOG_FIELD_DEF(service, text, "who")
LOG_FIELD_DEF(event, text, "what")
LOG_FIELD_DEF(suppressed, int, "held back")
LOG_FIELD_DEF(cut, flag, "cut")
LOG_FIELD_DEF(id, uuid, "a thing")
LOG_FIELD_DEF(n, int, "a number")
LOG_FIELD_DEF(why, text, "why")
LOG_EVENT_DEF("a.done", info, "n why", "it is done")
LOG_EVENT_DEF("b.lost", warn, "id", "it is lost")
"""
CALLS = """void f(void)
{
    log_info("a.done", LOG_INT("n", g(1)), LOG_STRING("why", "so (it) is"));
    log_limited(LOG_warn, 5, "b.lost", LOG_UUID("id", id));
}
"""
GOOD = '{"ts":"2026-01-01T00:00:00.007Z","level":"info","service":"x","event":"a.done","n":1,"why":"so"}'


class LogSchema(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        (self.root / "common").mkdir()
        self.write("common/log.def", SCHEMA)
        self.write("common/work.c", CALLS)

    def write(self, name, text):
        (self.root / name).write_text(text, encoding="utf-8")

    def run_it(self, *options):
        return subprocess.run([sys.executable, TOOL, "--root", self.root, *options], capture_output=True, text=True,
                              check=False)

    def refused(self, *parts, schema=SCHEMA, calls=CALLS):
        self.write("common/log.def", schema)
        self.write("common/work.c", calls)
        self.run_it()
        done = self.run_it("--check")
        self.assertEqual(done.returncode, 1, done.stdout)
        for part in parts:
            self.assertIn(part, done.stdout)

    def line(self, text):
        self.write("log", text + "\n")
        return self.run_it("--lines", self.root / "log").stdout

    def test_what_fits_passes_and_the_page_is_compared(self):
        self.assertEqual(self.run_it().returncode, 0)
        self.assertEqual(self.run_it("--check").stdout, "")
        page = (self.root / "common/log_schema.md").read_text(encoding="utf-8")
        self.assertIn("| `a.done` | info | `n` `why` | it is done |", page)
        self.write("common/log_schema.md", page + "more")
        self.assertIn("is stale", self.run_it("--check").stdout)

    def test_a_call_must_fit_to_the_schema(self):
        self.refused("common/work.c:3: event a.gone is not in common/log.def", calls=CALLS.replace("a.done", "a.gone"))
        self.refused("a.done is info, not warn", calls=CALLS.replace("log_info", "log_warn"))
        self.refused("b.lost is warn, not error", calls=CALLS.replace("LOG_warn", "LOG_error"))
        self.refused("a.done has the fields n why", calls=CALLS.replace(', LOG_STRING("why", "so (it) is")', ""))
        self.refused("n is int, not text", calls=CALLS.replace('LOG_INT("n", g(1))', 'LOG_STRING("n", "1")'))
        self.refused("the event's name stands in the call", calls=CALLS.replace('"a.done"', "name"))

    def test_the_schema_must_hold_together(self):
        self.refused("nobody writes c.x", schema=SCHEMA + 'LOG_EVENT_DEF("c.x", info, "", "x")\n')
        self.refused("there is no field gone", schema=SCHEMA.replace('"n why"', '"n gone"'))
        self.refused("n is there twice", schema=SCHEMA + 'LOG_FIELD_DEF(n, int, "again")\n')
        self.refused("there is no kind float", schema=SCHEMA.replace("n, int", "n, float"))
        self.refused("there is no level loud", schema=SCHEMA.replace("info", "loud"))
        self.refused("in the order of their names", schema=SCHEMA.replace("a.done", "z.done"),
                     calls=CALLS.replace("a.done", "z.done"))

    def test_a_name_has_at_most_32_characters(self):
        """Below, at and above the length of a MSGID."""
        for length in (31, 32, 33):
            name = "a." + "x" * (length - 2)
            self.write("common/log.def", SCHEMA.replace("a.done", name))
            self.write("common/work.c", CALLS.replace("a.done", name))
            self.run_it()
            self.assertEqual(self.run_it("--check").returncode, int(length > 32), length)

    def test_a_line_must_fit_to_the_schema(self):
        self.assertEqual(self.line(GOOD), "")
        self.assertEqual(self.line(GOOD.replace('"so"', "null")), "")
        self.assertEqual(self.line(GOOD.replace(',"why":"so"', ',"cut":true')), "")
        self.assertEqual(self.line(GOOD.replace('"n":1', '"suppressed":3,"n":1')), "")
        for bad, reason in ((GOOD[:-1], "is no JSON object"), ("[]", "begins with"),
                            (GOOD.replace("a.done", "a.gone"), "is not in the schema"),
                            (GOOD.replace('"n":1', '"n":"1"'), "n is no int"), (GOOD.replace('"n":1', '"n":true'), "n is no int"),
                            (GOOD.replace(',"why":"so"', ""), "lacks why"), (GOOD.replace('"n":1', '"n":1,"n":2'), "twice"),
                            (GOOD.replace('"why"', '"id"'), "has no field id"), (GOOD.replace("info", "warn"), "is warn, not info"),
                            (GOOD.replace("007Z", "7Z"), "ts is"), (GOOD.replace('"service":"x",', ""), "begins with")):
            self.assertIn(reason, self.line(bad), bad)


if __name__ == "__main__":
    unittest.main()
