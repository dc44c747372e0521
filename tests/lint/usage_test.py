"""Whoever asks a program of the tests what it does gets an answer and not a run of hours: --help tells the usage, and an
option that it does not know is refused, by each tests/*/run and every bench."""
import glob
import os
import subprocess
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SECONDS = 60


def programs():
    """All that can be run by name and is no Python file; what is built lies elsewhere."""
    found = glob.glob(f"{ROOT}/tests/*") + glob.glob(f"{ROOT}/tests/*/*")
    return sorted(os.path.relpath(path, ROOT) for path in found
                  if os.path.isfile(path) and os.access(path, os.X_OK) and "." not in os.path.basename(path))


def call(program, *options):
    return subprocess.run([os.path.join(ROOT, program), *options], cwd="/", stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=SECONDS, check=False)


class Usage(unittest.TestCase):
    def test_all_programs_of_the_tests_are_looked_at(self):
        self.assertTrue({os.path.relpath(path, ROOT) for path in glob.glob(f"{ROOT}/tests/*/run")} <= set(programs()))
        self.assertGreaterEqual(len(programs()), 13)

    def test_help_tells_the_usage_and_does_nothing_else(self):
        for program in programs():
            for option in ("--help", "-h"):
                with self.subTest(program=program, option=option):
                    done = call(program, option)
                    self.assertEqual((done.returncode, done.stderr), (0, ""))
                    self.assertRegex(done.stdout, r"(?m)^usage: ")

    def test_an_unknown_option_is_refused_with_the_usage(self):
        for program in programs():
            for options in (["--no-such-option"], ["--help-me"], ["--no-such-option", "1"]):
                with self.subTest(program=program, options=options):
                    done = call(program, *options)
                    self.assertEqual((done.returncode, done.stdout), (2, ""))
                    self.assertRegex(done.stderr, r"(?m)^usage: ")


if __name__ == "__main__":
    unittest.main()
