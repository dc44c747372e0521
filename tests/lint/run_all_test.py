"""The runner of all tests: what it counts, and that nothing can fail unseen."""
import contextlib
import importlib.machinery
import importlib.util
import io
import os
import subprocess
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
        with mock.patch.object(run_all, "timed", lambda function, suite, command: (function(suite, command), 12.6 if command == slow else 9.9)):
            self.assertEqual(self.play([slow, quick])[1].splitlines()[:-1], [f"     13 s {' '.join(slow)}"])
            self.assertEqual(len(self.play([slow])[1].splitlines()), 1)
        self.assertEqual(run_all.timed(str, 7)[0], "7")
        self.assertGreaterEqual(run_all.timed(str, 7)[1], 0)

    def test_a_command_that_does_not_end_is_killed_with_its_children(self):
        output, status = run_all.call(shell("echo begun; tail -f /dev/null & wait"), 1, {})
        self.assertEqual(status, 124)
        self.assertIn("begun", output)
        self.assertIn("still running after 1 s", output)

    def test_what_does_not_end_by_itself_is_told_to_end_before_it_is_killed(self):
        """So that it can put away what a signal to its group does not reach."""
        output, status = run_all.call(shell("trap 'echo put away; exit 3' TERM; tail -f /dev/null & wait"), 1, {})
        self.assertEqual((status, output.splitlines()[-3:]), (124, ["put away", "", "still running after 1 s"]))
        deaf = "trap 'echo heard' TERM; while :; do tail -f /dev/null & wait; done"
        with mock.patch.object(run_all, "GRACE_SECONDS", 4):
            output, status = run_all.call(shell(deaf), 1, {})
        self.assertEqual((status, output.splitlines()[-1]), (124, "still running after 1 s"))
        self.assertGreaterEqual(output.count("heard"), 2)

    def test_programs_heed_the_signals_that_whoever_started_the_run_ignores(self):
        """A script that starts it with & does."""
        program = ["/bin/sh", "-c", "trap '' INT QUIT HUP; exec \"$@\"", "sh", run_all.PYTHON, "-c",
                   f"import importlib.machinery as m; run = m.SourceFileLoader('run_all', {PATH!r}).load_module()\n"
                   "said = lambda: [run.call(['/bin/sh', '-c', f'kill -{n} $$; echo ignored'], 9, {})[1] for n in (1, 2, 3)]\n"
                   "print(said()); run.heed_signals(); print(said())"]
        done = subprocess.run(program, capture_output=True, text=True, check=True, timeout=60)
        self.assertEqual(done.stdout, "[0, 0, 0]\n[-1, -2, -3]\n")

    def write_tests(self, folder, *bodies, words=""):
        """A test in Python for each body."""
        commands = []
        for body in bodies:
            path = os.path.join(folder, f"t{len(os.listdir(folder))}_test.py")
            with open(path, "w", encoding="ascii") as file:
                file.write(f"import os, sys\nsys.path.insert(0, {run_all.ROOT!r})\nfrom tests.rig.wait import wait_for\n{words}\n{body}\n")
            commands.append([run_all.PYTHON, path])
        return commands

    def meeting(self, folder, count):
        """Tests that succeed when all of them run at the same time."""
        place = os.path.join(folder, "met")
        os.mkdir(place)
        text = f"wait_for(lambda: len(os.listdir({place!r})) == {count}, 'all are there', 20)"
        return [f"open('{place}/{number}', 'w').close()\n{text}" for number in range(count)]

    def test_as_many_programs_run_at_once_as_the_suite_allows(self):
        for name, at_once in (("unit", run_all.PROCESSORS), ("service", run_all.PROCESSORS + 1), ("system", run_all.PROCESSORS + 1)):
            with self.subTest(name), tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
                self.assertEqual(self.play(self.write_tests(folder, *self.meeting(other, at_once)), name=name)[0], (at_once, 0))

    def test_no_more_run_at_once_and_of_other_suites_only_one(self):
        pool = run_all.concurrent.futures.ThreadPoolExecutor
        for name, sizes in (("unit", [run_all.PROCESSORS, 1]), ("system", [run_all.PROCESSORS + 1, 1]), ("chaos", [1])):
            with self.subTest(name), tempfile.TemporaryDirectory() as folder, \
                    mock.patch.object(run_all.concurrent.futures, "ThreadPoolExecutor", side_effect=pool) as pools:
                self.assertEqual(self.play(self.write_tests(folder, *["1"] * 5), name=name)[0], (5, 0))
                self.assertEqual([call.args for call in pools.call_args_list], [(size,) for size in sizes])

    def test_what_says_that_it_runs_alone_does_so_when_the_others_have_ended(self):
        """Those alone have the longer text and would begin first; that they run one by one is the size of their pool."""
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
            log = os.path.join(other, "log")
            alone = self.write_tests(folder, *[f"open({log!r}, 'a').write('alone ')"] * 2,
                                     words="# Runs alone: it says how long something may take.")
            shared = self.write_tests(folder, *[f"open({log!r}, 'a').write('shared ')"] * 2, words="# What runs alone: nothing here.")
            self.assertEqual(self.play([alone[0], shared[0], alone[1], shared[1]], name="system")[0], (4, 0))
            with open(log, encoding="ascii") as file:
                self.assertEqual(file.read().split(), ["shared", "shared", "alone", "alone"])

    def test_some_tests_run_alone_and_each_says_why(self):
        runner = run_all.Runner(1)
        alone = {os.path.basename(command[1]) for name in ("service", "system") for command in runner.waves(name, runner.suites()[name][1])[1][1]}
        self.assertEqual(alone, {"engine_times_test.py", "vanished_host_test.py", "valgrind_test.py", "process_times_test.py"})

    def test_the_longest_text_begins(self):
        with tempfile.TemporaryDirectory() as folder:
            tests = self.write_tests(folder, "1", "1\n1", "1\n1\n1")
            (_, shared), (_, alone) = run_all.Runner(1).waves("system", [*tests, ["build/none"]])
            self.assertEqual((shared, alone), ([*tests[::-1], ["build/none"]], []))
            self.assertEqual(run_all.Runner(1).waves("chaos", tests), [(1, tests)])
        program = next(path for path in run_all.Runner(1).c_programs("sanitize", "service", "_test"))
        self.assertIn("#include", run_all.Runner(1).source_of(program))

    def test_the_outputs_of_what_runs_at_once_are_not_mixed(self):
        """Each says a line when the other has said the one before."""
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
            talks = [f"for i in range(20):\n    print('{me}' * 9, flush=True)\n    open(f'{other}/{me}{{i}}', 'w').close()\n"
                     f"    wait_for(lambda: os.path.exists(f'{other}/{you}{{i}}'), 'the other says it', 20)\nraise SystemExit(1)"
                     for me, you in ("ab", "ba")]
            (_, failed), output = self.play(self.write_tests(folder, *talks), name="system")
        self.assertEqual(failed, 2)
        for letter in "ab":
            self.assertIn(f"{letter * 9}\n" * 20, output)

    def test_nothing_at_all_is_a_failure(self):
        runner = run_all.Runner(1)
        runner.suites = lambda: {"empty": ([], [], False)}
        run_all.TOTAL_FILE = os.devnull
        with contextlib.redirect_stdout(io.StringIO()) as output:
            self.assertEqual(runner.play_all([]), 1)
        self.assertEqual(output.getvalue().splitlines()[-1], "0 passed, 0 failed")


class Limited(unittest.TestCase):
    """The whole has a limit of time, which the deployment in containers may not fit into."""

    def play_all(self, seconds, names=()):
        with mock.patch.object(run_all, "TOTAL_FILE", os.devnull), mock.patch.object(run_all.time, "monotonic", lambda: 0), \
                contextlib.redirect_stdout(io.StringIO()) as output:
            runner = run_all.Runner(1, seconds)
            runner.suites = lambda: {"other": ([], [shell("true")], True), "compose": ([], [shell("echo '# figure: up'")], True)}
            runner.play_all(list(names))
        return output.getvalue().splitlines()

    def test_containers_are_played_when_they_fit_and_skipped_with_one_line_when_not(self):
        need = run_all.COMPOSE_SECONDS
        for seconds in (None, need + 1, need):
            self.assertEqual(self.play_all(seconds)[-3:], ["    # figure: up", "compose  1 passed, 0 failed (0 s)", "2 passed, 0 failed"])
        for seconds in (need - 1, 0, -5):
            said = self.play_all(seconds)
            self.assertEqual(len(said), 3, said)
            self.assertEqual(said[1], f"compose  0 passed, 0 failed, 1 skipped: it may take {need} s and {seconds} are left; "
                                      "run `make test-compose` alone")
        self.assertIn("compose  1 passed, 0 failed (0 s)", self.play_all(None, ["compose"]))

    def test_nothing_may_run_longer_than_what_is_left_for_all(self):
        grace = run_all.GRACE_SECONDS
        with mock.patch.object(run_all.time, "monotonic", lambda: 0):
            self.assertEqual(run_all.Runner(1).limit_of("compose"), run_all.TIME_LIMIT["compose"])
            for seconds, limit in ((5000, run_all.TIME_LIMIT["compose"]), (600, 600 - grace), (grace + 2, 2), (grace, 1), (-9, 1)):
                self.assertEqual(run_all.Runner(1, seconds).limit_of("compose"), limit)

    def test_continuous_integration_gives_its_limit_to_the_runner(self):
        """And keeps the installation of packages within it: 25 minutes are for all."""
        def said(path):
            with open(os.path.join(run_all.ROOT, path), encoding="utf-8") as file:
                return file.read()
        self.assertIn('timeout --kill-after=30s "$left" make test TEST_SECONDS="$left"', said(".ci/run"))
        self.assertIn("left=$((1440 - SECONDS))", said(".ci/run"))
        self.assertIn("tests/run-all $(if $(TEST_SECONDS),--seconds $(TEST_SECONDS))", said("Makefile"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
