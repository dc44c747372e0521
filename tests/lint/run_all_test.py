"""The runner of all tests: what it counts, and that nothing can fail unseen."""
import contextlib
import importlib.machinery
import importlib.util
import io
import os
import sys
import tempfile
import unittest
from unittest import mock

PATH = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "run-all")
sys.dont_write_bytecode = True
loader = importlib.machinery.SourceFileLoader("run_all", PATH)
run_all = importlib.util.module_from_spec(importlib.util.spec_from_loader("run_all", loader))
loader.exec_module(run_all)


def counted(output, status=0):
    count = run_all.count_of(output, status)
    return count.passed, count.failed, count.skipped


def shell(text):
    return ["/bin/sh", "-c", text]


class Counting(unittest.TestCase):
    """count_of."""

    def test_counts_each_test_of_tap(self):
        self.assertEqual(counted("1..3\nok 1 - a\nnot ok 2 - b\nok 3 - c\n", 1), (2, 1, 0))

    def test_tests_that_were_planned_but_never_ran_have_failed(self):
        self.assertEqual(counted("1..3\nok 1 - a\n", 139), (1, 2, 0))
        self.assertEqual(counted("1..3\nok 1 - a\n", 0), (1, 2, 0))

    def test_a_skipped_test_is_not_a_passed_one(self):
        self.assertEqual(counted("1..2\nok 1 - a # SKIP no root\nok 2 - b\n"), (1, 0, 1))
        self.assertEqual(counted("Ran 5 tests in 0.1s\n\nOK (skipped=2)\n"), (3, 0, 2))

    def test_counts_the_tests_of_unittest(self):
        self.assertEqual(counted("Ran 1 test in 0.1s\n\nOK\n"), (1, 0, 0))
        self.assertEqual(counted("Ran 5 tests in 0.1s\n\nFAILED (failures=1, errors=2)\n", 1), (2, 3, 0))

    def test_a_file_whose_tests_are_gone_has_failed(self):
        self.assertEqual(counted("Ran 0 tests in 0.0s\n\nOK\n"), (0, 1, 0))
        self.assertEqual(counted("Ran 0 tests in 0.0s\n\nFAILED (errors=1)\n", 1), (0, 1, 0))
        self.assertEqual(counted("Ran 0 tests in 0.0s\n\nOK (skipped=1)\n"), (0, 0, 1))

    def test_a_command_that_counts_nothing_is_one_test(self):
        self.assertEqual(counted("done\n"), (1, 0, 0))
        self.assertEqual(counted("", 1), (0, 1, 0))

    def test_a_bad_end_after_good_tests_is_a_failure(self):
        self.assertEqual(counted("1..1\nok 1 - a\nERROR: AddressSanitizer\n", 1), (1, 1, 0))
        self.assertEqual(counted("Ran 2 tests in 0.1s\n\nOK\n", 1), (2, 1, 0))


class Suites(unittest.TestCase):
    """Runner.suites."""

    def test_every_test_there_is_belongs_to_a_suite_and_no_suite_may_be_empty(self):
        runner = run_all.Runner(1)
        suites = runner.suites()
        words = {word for _, commands, _ in suites.values() for command in commands for word in command}
        for pattern in ("tests/**/*_test.py", "tests/**/*_test.c", "tests/**/*_fuzz.py", "tests/**/*_fuzz.c"):
            paths = [os.path.relpath(path, run_all.ROOT) for path in runner.found(pattern)]
            self.assertTrue(paths, pattern)
            for path in paths:
                built = {path.replace("tests/", f"build/{mode}/tests/", 1).removesuffix(".c") for mode in ("sanitize", "fuzz")}
                self.assertTrue(path in words or built & words, f"{path} is in no suite")
        for name, (_, commands, required) in suites.items():
            self.assertTrue(commands and required, name)


class Playing(unittest.TestCase):
    """Runner.play."""

    def play(self, commands, required=False, prepare=(), name="suite"):
        runner = run_all.Runner(1)
        with contextlib.redirect_stdout(io.StringIO()) as output:
            runner.play(name, list(prepare), commands, required)
        return (runner.total.passed, runner.total.failed), output.getvalue()

    def test_a_suite_that_must_not_be_empty_fails_when_it_is(self):
        self.assertEqual(self.play([], required=True)[0], (0, 1))
        self.assertEqual(self.play([], required=False)[0], (0, 0))

    def test_what_cannot_be_built_has_failed_and_is_shown(self):
        total, output = self.play([shell("true"), ["build/not/there"]], prepare=shell("echo no rule; exit 2"))
        self.assertEqual(total, (1, 2))
        self.assertIn("no rule", output)
        self.assertIn("build/not/there has not been built", output)

    def test_the_output_of_a_failure_is_shown_that_of_a_success_is_not(self):
        _, output = self.play([shell("echo good words"), shell("echo bad words; exit 1")])
        self.assertNotIn("good words", output)
        self.assertIn("bad words", output)

    def test_an_error_in_the_midst_of_a_long_output_is_shown(self):
        _, output = self.play([shell("seq 1000; echo 'a.c:27:22: error: no such thing'; echo 'make: *** [x] Error 1'; seq 2000 2999; exit 2")])
        self.assertIn("a.c:27:22: error: no such thing\nmake: *** [x] Error 1\n", output)
        self.assertNotIn("\n500\n", output)

    def test_figures_and_the_reason_of_a_skipped_test_are_shown_also_when_all_is_well(self):
        total, output = self.play([shell("echo '# figure: 3 s'; echo '# other'; echo 'ok 1 - a # SKIP no engine'; echo 'ok 2 - b'; "
                                          "echo \"test_x (y.z) ... skipped 'shallow clone'\"; echo 'test_w (y.z) ... ok'")])
        self.assertEqual(total, (1, 0))
        self.assertIn("test_x (y.z) ... skipped 'shallow clone'", output)
        self.assertNotIn("test_w", output)
        self.assertIn("# figure: 3 s", output)
        self.assertIn("a # SKIP no engine", output)
        self.assertNotIn("# other", output)
        self.assertNotIn("ok 2", output)

    def test_what_takes_long_is_shown_with_its_time_unless_it_is_all_of_its_suite(self):
        slow, quick = shell("echo slow"), shell("echo quick")
        with mock.patch.object(run_all, "timed", lambda function, command, *more: (function(command, *more), 12.6 if command == slow else 9.9)):
            self.assertEqual(self.play([slow, quick])[1].splitlines()[:-1], [f"     13 s {' '.join(slow)}"])
            self.assertEqual(len(self.play([slow])[1].splitlines()), 1)
        self.assertEqual(run_all.timed(str, 7)[0], "7")
        self.assertGreaterEqual(run_all.timed(str, 7)[1], 0)

    def test_a_command_that_does_not_end_is_killed_with_its_children(self):
        output, status = run_all.call(shell("echo begun; tail -f /dev/null & wait"), 1, {})
        self.assertEqual(status, 124)
        self.assertIn("begun", output)
        self.assertIn("still running after 1 s", output)

    @unittest.skipIf(os.cpu_count() < 2, "one processor")
    def test_unit_programs_run_side_by_side_others_one_by_one(self):
        with tempfile.TemporaryDirectory() as folder:
            meet = [shell(f"touch {folder}/{own}; for i in $(seq 400); do [ -e {folder}/{other} ] && exit 0; sleep 0.05; done;"
                          " exit 1") for own, other in (("a", "b"), ("b", "a"))]
            self.assertEqual(self.play(meet, name="unit")[0], (2, 0))
        with tempfile.TemporaryDirectory() as folder:
            alone = shell(f"mkdir {folder}/lock && sleep 0.1 && rmdir {folder}/lock")
            self.assertEqual(self.play([alone, alone])[0], (2, 0))

    @unittest.skipIf(os.cpu_count() < 2, "one processor")
    def test_of_system_a_test_without_servers_runs_beside_one_with_them_and_two_of_a_kind_do_not(self):
        with tempfile.TemporaryDirectory() as folder:
            def a_test(name, words, body):
                path = os.path.join(folder, f"{name}_test.py")
                with open(path, "w", encoding="ascii") as file:
                    file.write(f"import os, time\n# {words}\n{body}\n")
                return [run_all.PYTHON, path]

            meets = "open('{0}/{1}', 'w').close()\nfor _ in range(400):\n    if os.path.exists('{0}/{2}'): break\n    time.sleep(0.05)\n" \
                    "else: raise SystemExit(1)"
            two = [a_test("a", "with Servers() as servers:", meets.format(folder, "a", "b")),
                   a_test("b", "none", meets.format(folder, "b", "a"))]
            self.assertEqual([run_all.Runner(1).is_quiet(command) for command in [*two, shell("true")]], [False, True, False])
            self.assertEqual(self.play(two, name="system")[0], (2, 0))
            alone = f"os.mkdir('{folder}/lock')\ntime.sleep(0.1)\nos.rmdir('{folder}/lock')"
            for words in ("Installation(self)", "none"):
                self.assertEqual(self.play([a_test("c", words, alone), a_test("d", words, alone)], name="system")[0], (2, 0))

    def test_nothing_at_all_is_a_failure(self):
        runner = run_all.Runner(1)
        runner.suites = lambda: {"empty": ([], [], False)}
        run_all.TOTAL_FILE = os.devnull
        with contextlib.redirect_stdout(io.StringIO()) as output:
            self.assertEqual(runner.play_all([]), 1)
        self.assertEqual(output.getvalue().splitlines()[-1], "0 passed, 0 failed")


if __name__ == "__main__":
    unittest.main(verbosity=2)
