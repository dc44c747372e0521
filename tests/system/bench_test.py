"""`shouli bench life`: whole lives of requests, from the publisher to the archive; and the bench of router, in short."""
import json
import os
import re
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.support.fleet import ROOT, Fleet  # noqa: E402

SERVICES = ["intake", "router", "desk", "escalation", "archive", "survey"]


class Life(unittest.TestCase):
    def test_every_request_ends_in_the_archive_once(self):
        cycles = 150
        with Servers() as servers, Fleet(servers, SERVICES) as fleet:
            environment = {**os.environ, "SHOULI_KEYS_DIR": fleet.keys, "SHOULI_PORT_BASE": str(fleet.base)}
            done = subprocess.run(
                [f"{ROOT}/build/bin/shouli", "bench", "life", "--cycles", str(cycles), "--clerks", "20", "--window", "40"],
                env=environment, capture_output=True, text=True, timeout=240, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            told = json.loads(done.stdout)
            self.assertEqual((told["accepted"], told["closed"], told["archived"]), (cycles,) * 3)
            self.assertGreater(told["life_cycles_per_second"], 0)
            for table, state in (("desk.queued_case", "closed"), ("archive.package", "stored")):
                self.assertEqual(fleet.sql(f"select state, count(*) from {table} group by state"), [(state, str(cycles))])


class Router(unittest.TestCase):
    def test_the_bench_of_router_prints_figures_beside_the_goals(self):
        done = subprocess.run([f"{ROOT}/tests/bench/run", "--router", "--rounds", "1", "--seconds", "1"], capture_output=True,
                              text=True, timeout=240, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        for what, goal in (("classify: messages/s a core", "goal >= 100,000"), ("whole router: cases/s a core", "goal >= 20,000"),
                           ("router as a service: cases/s", "")):
            line = next(line for line in done.stdout.splitlines() if what in line)
            self.assertIn(goal, line)
            self.assertGreater(float(re.search(r"([0-9,]+\.[0-9]+)", line)[1].replace(",", "")), 100, line)


if __name__ == "__main__":
    unittest.main()
