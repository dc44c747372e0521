"""Grafana's dashboards as files: provisioned, current, and every panel asks for what a service shows."""
import glob
import json
import os
import subprocess
import sys
import tempfile
import unittest

import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, ROOT)
from tests.monitoring import metrics  # noqa: E402

WANTED = {"queues", "clocks", "pipeline", "stores", "archive", "survey"}


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def boards():
    return {os.path.basename(path)[:-5]: json.loads(read(path)) for path in glob.glob(f"{ROOT}/deploy/grafana/dashboards/*.json")}


def provisioned(kind):
    """What Grafana would take: it reads every file of the folder that ends in .yaml or .yml, and ends when two sources are the default."""
    key = {"datasources": "datasources", "dashboards": "providers"}[kind]
    return [one for name in sorted(os.listdir(f"{ROOT}/deploy/grafana/provisioning/{kind}")) if name.endswith((".yaml", ".yml"))
            for one in yaml.safe_load(read(f"deploy/grafana/provisioning/{kind}/{name}"))[key]]


class Dashboards(unittest.TestCase):
    """What Grafana is given."""

    def test_there_is_one_for_each_subject(self):
        self.assertEqual(set(boards()), WANTED)

    def test_every_panel_asks_for_metrics_that_a_service_shows(self):
        for name, board in boards().items():
            for panel in board["panels"]:
                with self.subTest(name, panel=panel["title"]):
                    (target,) = panel["targets"]
                    self.assertEqual(metrics.unknown_in(target["expr"]), [])

    def test_promtool_understands_every_query(self):
        rules = [{"record": f"panel:{name}:{panel['id']}", "expr": panel["targets"][0]["expr"]}
                 for name, board in boards().items() for panel in board["panels"]]
        with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
            yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}, file)
            file.flush()
            done = subprocess.run(["promtool", "check", "rules", file.name], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn(f"{len(rules)} rules found", done.stdout)

    def test_legends_name_labels_that_the_query_keeps(self):
        for name, board in boards().items():
            for panel in board["panels"]:
                target = panel["targets"][0]
                for word in [part.split("}}")[0] for part in target["legendFormat"].split("{{")[1:]]:
                    with self.subTest(name, panel=panel["title"]):
                        self.assertTrue(word in target["expr"] or ":" in target["expr"].split("(")[-1], word)

    def test_panels_do_not_overlap_and_fit(self):
        for name, board in boards().items():
            taken = set()
            for panel in board["panels"]:
                place = panel["gridPos"]
                cells = {(x, y) for x in range(place["x"], place["x"] + place["w"])
                         for y in range(place["y"], place["y"] + place["h"])}
                with self.subTest(name, panel=panel["title"]):
                    self.assertLessEqual(place["x"] + place["w"], 24)
                    self.assertFalse(cells & taken)
                taken |= cells

    def test_everything_the_operators_were_promised_stands_on_a_dashboard(self):
        """OP-04 and the list of what is watched: depth by queue, state and grade, age, arrivals, completions, lag in events
        and seconds, commits, batches, clocks, timers, breaches, dead letters, ledger, chain, survey, stores, process."""
        recorded = {rule["record"]: rule["expr"] for group in yaml.safe_load(
            read("deploy/prometheus/rules/recording.yml"))["groups"] for rule in group["rules"]}
        asked = " ".join(panel["targets"][0]["expr"] for board in boards().values() for panel in board["panels"])
        asked += " ".join(expr for name, expr in recorded.items() if name in asked)
        for name in ("queue_depth", "queue_cases", "queue_oldest_age_seconds", "queue_arrivals_total", "queue_completions_total",
                     "follow_lag_events", "follow_lag_seconds", "commit_seconds_bucket", "batch_messages_sum", "clocks",
                     "timer_lag_seconds_bucket", "sla_breaches_total", "dead_letters", "ledger_imbalance",
                     "chain_verified_timestamp_seconds", "survey_total", "archive_packages_total", "postgres_up", "redis_up"):
            self.assertRegex(asked, rf"\bshouli_{name}\b")
        for name in ("process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds", "process_max_fds"):
            self.assertIn(name, asked)

    def test_provisioning_names_the_source_and_the_folder(self):
        (source,), (provider,) = provisioned("datasources"), provisioned("dashboards")
        for board in boards().values():
            for panel in board["panels"]:
                self.assertEqual(panel["targets"][0]["datasource"]["uid"], source["uid"])
        self.assertEqual(provider["options"]["path"], "/var/lib/grafana/dashboards")
        self.assertEqual(source["url"], "http://prometheus:9090")


if __name__ == "__main__":
    unittest.main()
