"""A year of clocks in seconds, with the injected clock: the unit test's own program, built without sanitizers so that it can
play 14,600 of 73 million cases, one in 5,000 (REQUIREMENTS 0.4; DESIGN P11)."""
import os
import re
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.support.fleet import ROOT  # noqa: E402

PROGRAM = "build/release/tests/unit/services/escalation/year_test"


class Year(unittest.TestCase):
    """What each case must hold is asserted by the program itself."""

    def test_one_case_in_5000_of_a_year_fires_every_timer_in_its_millisecond(self):
        subprocess.run(["make", PROGRAM], cwd=ROOT, check=True, capture_output=True)
        done = subprocess.run([PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
                              env={"PATH": os.environ["PATH"], "YEAR_SAMPLE": "5000"})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        cases, timers, missed = map(int, re.search(r"(\d+) cases, (\d+) timers, (\d+) limits missed", done.stdout + done.stderr)
                                    .groups())
        self.assertEqual(cases, 365 * 200000 // 5000)
        self.assertGreater(timers, 5 * cases)
        self.assertGreater(missed, cases)


if __name__ == "__main__":
    unittest.main()
