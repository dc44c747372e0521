#!/usr/bin/env python3
"""Tests of common/tools/statements.py, in throw-away trees."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
TOOL = ROOT / "common/tools/statements.py"
OPEN_CASES = """-- What a worker may be offered.
select case_id, ':no' as "a:b", note::text -- :not_this::one
from queued_case /* nor :this::one */
where case_id = any(:'ids'::uuid[]) and due_at < :now::timestamptz
  and (:now is not null)
"""


class Statements(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = Path(self.folder.name)
        (self.root / "services/desk").mkdir(parents=True)
        (self.root / "common/engine").mkdir(parents=True)

    def write(self, text, name="services/desk/open_cases.sql"):
        (self.root / name).write_text(text, encoding="utf-8")

    def run_it(self, *options):
        return subprocess.run([sys.executable, TOOL, "--root", self.root, *options], capture_output=True, text=True)

    def generated(self, name):
        result = self.run_it()
        self.assertEqual(result.returncode, 0, result.stderr)
        return (self.root / name).read_text(encoding="utf-8")

    def refused(self, text, reason):
        self.write(text)
        result = self.run_it()
        self.assertEqual(result.returncode, 1)
        self.assertIn("services/desk/open_cases.sql: ", result.stderr)
        self.assertIn(reason, result.stderr)

    def test_numbers_parameters_by_first_use(self):
        self.write(OPEN_CASES)
        source = self.generated("services/desk/statements.c")
        self.assertIn('"where case_id = any($1::uuid[]) and due_at < $2::timestamptz\\n"', source)
        self.assertIn('"  and ($2 is not null)"', source)
        self.assertIn('desk_open_cases_types[] = {"uuid[]", "timestamptz"};', source)
        self.assertIn(".parameters = 2,", source)

    def test_leaves_text_names_and_casts_alone_and_drops_comments(self):
        self.write(OPEN_CASES)
        source = self.generated("services/desk/statements.c")
        self.assertIn('"select case_id, \':no\' as \\"a:b\\", note::text\\n"', source)
        self.assertNotIn("not_this", source)
        self.assertNotIn("nor", source)

    def test_declares_each_statement_with_its_reason(self):
        self.write(OPEN_CASES)
        self.write("-- Opens a transaction.\nbegin\n", "common/engine/begin.sql")
        header = self.generated("services/desk/statements.h")
        self.assertIn("/* What a worker may be offered. */\nextern const struct statement desk_open_cases_statement;", header)
        self.assertIn("engine_begin_statement", self.generated("common/engine/statements.h"))
        self.assertIn(".types = NULL,", self.generated("common/engine/statements.c"))

    def test_writes_c_that_compiles(self):
        self.write(OPEN_CASES)
        self.generated("services/desk/statements.c")
        result = subprocess.run(["gcc", "-std=gnu17", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", f"-I{self.root}",
                                 f"-I{ROOT}", self.root / "services/desk/statements.c"], capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_writes_nothing_where_there_is_no_sql(self):
        self.assertEqual(self.run_it().returncode, 0)
        self.assertFalse((self.root / "services/desk/statements.h").exists())

    def test_wants_a_reason_in_the_first_line(self):
        self.refused("select 1\n", "first line")
        self.refused("--\nselect 1\n", "first line")

    def test_wants_a_cast_where_a_parameter_first_stands(self):
        self.refused("-- Why.\nselect :a\n", ":a needs a cast")

    def test_refuses_two_casts_of_one_parameter(self):
        self.refused("-- Why.\nselect :a::int, :a::text\n", "cast to int and to text")

    def test_refuses_numbered_parameters_and_dollar_quotes(self):
        self.refused("-- Why.\nselect $1\n", "$1")
        self.refused("-- Why.\nselect $$text$$\n", "$$")

    def test_refuses_a_name_that_runs_into_a_digit(self):
        """:role30 became $130."""
        self.refused("-- Why.\nselect :role::text, ':a', :role30\n", ":role3: a name has")
        self.refused("-- Why.\nselect :roleA\n", ":roleA: a name has")

    def test_refuses_texts_with_escapes(self):
        """E'\\'' ends elsewhere than other texts."""
        self.refused("-- Why.\nselect E'\\'', ':a'\n", "escapes")

    def test_a_comment_parts_words(self):
        self.write("-- Why.\nselect/* two */1 -- three\n")
        self.assertIn('"select 1"', self.generated("services/desk/statements.c"))

    def test_refuses_a_second_statement(self):
        self.refused("-- Why.\nselect 1; select 2\n", "one statement")
        self.refused("-- Why.\nselect 1;\n", "one statement")
        self.write("-- Why.\nselect ';'\n")
        self.assertEqual(self.run_it().returncode, 0)

    def test_refuses_a_file_without_a_statement(self):
        self.refused("-- Why.\n-- more\n", "no statement")

    def test_checks_without_writing(self):
        self.write(OPEN_CASES)
        self.assertEqual(self.run_it("--check").returncode, 1)
        self.assertFalse((self.root / "services/desk/statements.h").exists())
        self.run_it()
        self.assertEqual(self.run_it("--check").returncode, 0)
        self.write(OPEN_CASES + "limit 5\n")
        result = self.run_it("--check")
        self.assertEqual(result.returncode, 1)
        self.assertIn("services/desk/statements.c is stale", result.stderr)


if __name__ == "__main__":
    unittest.main()
