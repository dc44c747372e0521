"""Tests of common/tools/dashboards.py: what it writes, what it finds stale, what it refuses."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))))
TOOL = os.path.join(ROOT, "common/tools/dashboards.py")
BOARD = """a:
  title: A
  panels:
    - {title: one, kind: now, unit: s, query: up, must_be_zero: true}
    - {title: two, kind: time, unit: s, legend: "{{x}}", query: up}
    - {title: three, kind: table, unit: s, query: up}
"""


class Dashboards(unittest.TestCase):
    """On a tree of its own."""

    def setUp(self):
        self.root = self.enterContext(tempfile.TemporaryDirectory())
        os.makedirs(f"{self.root}/deploy/grafana/dashboards")

    def say(self, text):
        with open(f"{self.root}/deploy/grafana/dashboards.yaml", "w", encoding="utf-8") as file:
            file.write(text)

    def run_tool(self, *options):
        return subprocess.run([sys.executable, TOOL, "--root", self.root, *options], capture_output=True, text=True, check=False)

    def page(self):
        with open(f"{self.root}/deploy/grafana/dashboards/a.json", encoding="utf-8") as file:
            return json.load(file)

    def test_panels_stand_side_by_side_and_then_below(self):
        self.say(BOARD)
        self.assertEqual(self.run_tool().returncode, 0)
        places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in self.page()["panels"]]
        self.assertEqual(places, [(0, 0), (6, 0), (0, 8)])
        self.assertEqual([panel["type"] for panel in self.page()["panels"]], ["stat", "timeseries", "table"])
        self.assertEqual(self.page()["panels"][1]["targets"][0]["legendFormat"], "{{x}}")
        self.assertEqual(self.page()["panels"][0]["fieldConfig"]["defaults"]["thresholds"]["steps"][1]["value"], 1)

    def test_what_is_stale_is_named_and_mended(self):
        self.say(BOARD)
        done = self.run_tool("--check")
        self.assertEqual((done.returncode, done.stdout), (1, "deploy/grafana/dashboards/a.json: not as dashboards.py writes it\n"))
        self.run_tool()
        self.assertEqual(self.run_tool("--check").returncode, 0)
        self.say(BOARD.replace("title: A", "title: B"))
        self.assertEqual(self.run_tool("--check").returncode, 1)

    def test_a_page_that_nobody_asked_for_goes(self):
        self.say(BOARD)
        self.run_tool()
        with open(f"{self.root}/deploy/grafana/dashboards/b.json", "w", encoding="utf-8") as file:
            file.write("{}\n")
        self.assertIn("b.json", self.run_tool("--check").stdout)
        self.run_tool()
        self.assertEqual(os.listdir(f"{self.root}/deploy/grafana/dashboards"), ["a.json"])

    def test_a_word_that_is_not_known_is_refused(self):
        self.say(BOARD.replace("legend:", "legends:"))
        done = self.run_tool()
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("two: legends is not known", done.stderr)


if __name__ == "__main__":
    unittest.main()
