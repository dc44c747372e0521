"""Prometheus and Alertmanager as files: every rule has cases that promtool plays, every alert has a page of its own and a
route, every query asks for a metric that a service shows."""
import glob
import os
import re
import subprocess
import sys
import tempfile
import unittest

import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, ROOT)
from tests.monitoring import metrics  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
RULES = os.path.join(ROOT, "deploy/prometheus/rules")
TEMPLATE = re.compile(r"{{.*?}}")


def load(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return yaml.safe_load(file)


def rules_of(kind):
    """All rules that have the key `kind` (alert or record), with their group's name."""
    found = []
    for path in sorted(glob.glob(f"{RULES}/*.yml")):
        for group in load(path)["groups"]:
            found += [rule for rule in group["rules"] if kind in rule]
    return found


def promtool(*arguments):
    return subprocess.run(["promtool", *arguments], capture_output=True, text=True, check=False)


def typed_passwords(text):
    """Commands of PostgreSQL's and Redis's clients with a URL or a password among their words."""
    clients = r"\b(?:psql|pg_\w+|redis-cli)\b[^`\n]*?"
    return re.findall(clients + r"(?:\$\{?SHOULI_(?:DATABASE|REDIS)_URL|\w+://|password=| -a | -u )", text)


ALERTS = {rule["alert"]: rule for rule in rules_of("alert")}
CASES = load("tests/monitoring/rules.yaml")


def alert_tests(case, rule):
    """A case of rules.yaml in promtool's words."""
    silent = [{"eval_time": time, "alertname": case["alert"], "exp_alerts": []} for time in case["quiet"]]
    if "fires" not in case:
        return silent
    expected = {"exp_labels": {**rule["labels"], **case["labels"]}, "exp_annotations": {"summary": case["summary"]}}
    return [*silent, {"eval_time": case["fires"], "alertname": case["alert"], "exp_alerts": [expected]}]


def play(tests, rules):
    """promtool's word on the tests; of the annotations the English sentence alone is compared."""
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/rules.yml", "w", encoding="utf-8") as file:
            yaml.safe_dump({"groups": [{"name": "played", "rules": rules}]}, file, allow_unicode=True)
        with open(f"{folder}/tests.yml", "w", encoding="utf-8") as file:
            yaml.safe_dump({"rule_files": ["rules.yml"], "evaluation_interval": CASES["interval"], "tests": tests}, file)
        return promtool("test", "rules", f"{folder}/tests.yml")


def in_english(rule):
    return {**rule, "annotations": {"summary": rule["annotations"]["summary"]}}


class Rules(unittest.TestCase):
    """OP-04: what is watched is right before it is needed."""

    def test_prometheus_takes_its_configuration_and_rules(self):
        done = promtool("check", "config", os.path.join(ROOT, "deploy/prometheus/prometheus.yml"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("rule files found", done.stdout)

    def test_every_alert_fires_when_it_must_and_not_before(self):
        tests = [{"interval": CASES["interval"],
                  "input_series": [{"series": name, "values": str(values)} for name, values in case["series"].items()],
                  "alert_rule_test": alert_tests(case, ALERTS[case["alert"]])} for case in CASES["alerts"]]
        done = play(tests, [in_english(rule) for rule in ALERTS.values()])
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_recording_rule_gives_what_it_says(self):
        tests = [{"interval": CASES["interval"],
                  "input_series": [{"series": name, "values": str(values)} for name, values in case["series"].items()],
                  "promql_expr_test": [{
                      "expr": case["record"], "eval_time": case["at"],
                      "exp_samples": [{"labels": case["record"] + labels, "value": value}
                                      for labels, value in case["gives"].items()]}]} for case in CASES["records"]]
        done = play(tests, rules_of("record"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_calendars_end_is_measured_in_base_units_because_days_are_refused(self):
        """REQUIREMENTS 4.4 calls it calendar_horizon_days; promtool wants seconds, so the page has that name alone."""
        for unit, wanted in (("days", 3), ("seconds", 0)):
            name = f"shouli_calendar_horizon_{unit}"
            page = f"# HELP {name} Until the business calendar ends.\n# TYPE {name} gauge\n{name} 40\n"
            done = subprocess.run(["promtool", "check", "metrics"], input=page, text=True, capture_output=True, check=False)
            self.assertEqual(done.returncode, wanted, done.stdout + done.stderr)
        with open(os.path.join(ROOT, "common/metrics.def"), encoding="utf-8") as file:
            declared = file.read()
        self.assertIn("shouli_calendar_horizon_seconds", declared)
        self.assertNotIn("shouli_calendar_horizon_days", declared)

    def test_a_wrong_expectation_is_noticed(self):
        """The checks above can fail: the same case, half a minute early."""
        case = next(case for case in CASES["alerts"] if case["alert"] == "ShouliPostgresDown")
        early = {**case, "quiet": [], "fires": "15s"}
        series = [{"series": name, "values": str(values)} for name, values in case["series"].items()]
        done = play([{"interval": CASES["interval"], "input_series": series,
                      "alert_rule_test": alert_tests(early, ALERTS[case["alert"]])}],
                    [in_english(rule) for rule in ALERTS.values()])
        self.assertNotEqual(done.returncode, 0)

    def test_every_rule_has_its_cases(self):
        firing = {case["alert"] for case in CASES["alerts"] if "fires" in case}
        silent = {case["alert"] for case in CASES["alerts"] if case["quiet"]} | {"ShouliWatchdog"}
        self.assertEqual(firing, set(ALERTS))
        self.assertEqual(silent, set(ALERTS))
        self.assertEqual({case["record"] for case in CASES["records"]}, {rule["record"] for rule in rules_of("record")})

    def test_every_alert_says_the_same_in_both_languages(self):
        for name, rule in ALERTS.items():
            with self.subTest(name):
                said = rule["annotations"]
                self.assertEqual(sorted(TEMPLATE.findall(said["summary"])),
                                 sorted(TEMPLATE.findall(said["summary_zh"])))
                self.assertRegex(said["summary_zh"], r"[\u4e00-\u9fff].*。$")
                self.assertRegex(said["summary"], r"\.$")
                self.assertIn(rule["labels"]["severity"], ("page", "ticket", "none"))

    def test_a_counter_whose_first_count_is_an_alarm_is_shown_as_0_before(self):
        """What appears with its first count has not risen: the engine's and each service's function that shows counters at the
        start names every one that an alert or a sum asks the increase of."""
        shown = set()
        for path in ["common/engine/watch.c", *sorted(glob.glob("services/*/*.c", root_dir=ROOT))]:
            with open(os.path.join(ROOT, path), encoding="utf-8") as file:
                for body in re.findall(r"^void (?:watch_begin|\w+_show)\([^)]*\)\n{\n(.*?)^}", file.read(), re.M | re.S):
                    shown |= set(re.findall(r"METRIC_(\w+),\s*0\b", body))
        asked = {name for rule in [*rules_of("alert"), *rules_of("record")]
                 for name in re.findall(r"(?:increase|changes)\((shouli_\w+)", rule["expr"])}
        self.assertIn("shouli_sla_breaches_total", asked)
        self.assertEqual(asked - shown, set())

    def test_every_query_asks_for_metrics_that_a_service_shows(self):
        for rule in [*ALERTS.values(), *rules_of("record")]:
            with self.subTest(rule.get("alert") or rule["record"]):
                self.assertEqual(metrics.unknown_in(rule["expr"]), [])

    def test_an_unknown_metric_or_label_is_noticed(self):
        self.assertEqual(metrics.unknown_in('sum(shouli_queue_depths{queue="q"})'), ["shouli_queue_depths"])
        self.assertEqual(metrics.unknown_in('shouli_queue_depth{line="q"}'), ["shouli_queue_depth{line}"])
        self.assertEqual(metrics.unknown_in("rate(shouli_commit_seconds_bucket[5m])"), [])
        self.assertEqual(metrics.unknown_in("rate(shouli_commit_seconds_total[5m])"), ["shouli_commit_seconds_total"])
        self.assertEqual(metrics.unknown_in("queue:shouli_queue_depth:median"), ["queue:shouli_queue_depth:median"])


class Runbooks(unittest.TestCase):
    """A page for whoever is woken."""

    SECTIONS = ["## Means", "## Harm", "## Look", "## Do", "## Afterwards"]

    def page(self, name):
        with open(os.path.join(ROOT, f"deploy/runbooks/{name}.md"), encoding="utf-8") as file:
            return file.read()

    def test_every_alert_has_a_page_that_its_url_leads_to(self):
        for name, rule in ALERTS.items():
            with self.subTest(name):
                url = rule["annotations"]["runbook_url"]
                self.assertEqual(url, f"deploy/runbooks/{name}.md")
                self.assertTrue(os.path.isfile(os.path.join(ROOT, url)), url)

    def test_every_page_belongs_to_an_alert(self):
        pages = {os.path.basename(path)[:-3] for path in glob.glob(f"{ROOT}/deploy/runbooks/*.md")} - {"README"}
        self.assertEqual(pages, set(ALERTS))

    def test_every_page_says_what_it_means_whom_it_hurts_where_to_look_and_what_to_do(self):
        for name, rule in ALERTS.items():
            with self.subTest(name):
                text = self.page(name)
                self.assertTrue(text.startswith(f"# {name}\n"))
                self.assertEqual(re.findall(r"(?m)^## .*$", text), self.SECTIONS)
                self.assertTrue(all(part.strip() for part in re.split(r"(?m)^## .*$", text)[1:]))
                self.assertIn(f"Severity: {rule['labels']['severity']}.", text)

    def test_commands_metrics_and_paths_that_are_named_exist(self):
        with open(os.path.join(ROOT, "services/cli/main.c"), encoding="utf-8") as file:
            commands = set(re.findall(r'^    \{"([a-z-]+)",', file.read(), re.MULTILINE))
        for name in ALERTS:
            text = self.page(name)
            with self.subTest(name):
                for command in re.findall(r"build/bin/shouli ([a-z]+)", text):
                    self.assertIn(command, commands)
                for path in re.findall(r"`((?:deploy|services|common|tests)/[\w./-]+)`", text):
                    self.assertTrue(os.path.exists(os.path.join(ROOT, path)), path)
                for metric in re.findall(r"`(shouli_[a-z_]+)`", text):
                    self.assertIn([], (metrics.unknown_in(metric), metrics.unknown_in(metric + "_count")), metric)
                for other in re.findall(r"\]\((\w+\.md)\)", text):
                    self.assertTrue(os.path.exists(os.path.join(ROOT, "deploy/runbooks", other)), other)


    def test_commands_that_are_to_be_typed_are_taken_as_they_stand(self):
        """Without keys and servers a command that is understood ends with 3, one that is not with 2."""
        meant = {"CASE": "GD20260101000001", "ID": "01a20216-c312-7eba-8426-77b167103630", "SERVICE": "desk", "…": "x"}
        environment = {"PATH": os.environ["PATH"], "SHOULI_KEYS_DIR": "/nowhere", "SHOULI_PORT_BASE": "1024"}
        tried = 0
        for name in ALERTS:
            text = re.sub(r"\s+", " ", self.page(name))
            for command in re.findall(r"`build/bin/shouli ([^`]+)`", text):
                if command == "due":  # the command as such
                    continue
                with self.subTest(name, command=command):
                    words = [meant.get(word, word) for word in command.split()]
                    done = subprocess.run([os.path.join(ROOT, "build/bin/shouli"), *words], env=environment, capture_output=True,
                                          text=True, check=False, timeout=60)
                    self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
                    tried += 1
            for command in re.findall(r"`redis-cli ([^`]+)`", text):
                self.assertTrue(command.startswith('-p "$((SHOULI_PORT_BASE + 5))" '), f"{name}: redis-cli {command}")
        self.assertGreater(tried, 20)

    def test_no_document_has_a_password_typed_into_a_command(self):
        """`ps` shows the words of a command to everybody on the machine, its environment only to its owner."""
        pages = [name for name in subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True,
                                                 check=True).stdout.split() if not name.startswith("tests/data/")]
        self.assertGreater(len(pages), 40)
        for page in pages:
            with open(os.path.join(ROOT, page), encoding="utf-8") as file:
                self.assertEqual(typed_passwords(file.read()), [], page)

    def test_a_typed_password_is_found(self):
        for words in ('psql "$SHOULI_DATABASE_URL"', "psql -c 'select 1' postgresql://shouli:secret@db/shouli", "redis-cli -u redis://x",
                      'pg_dump -d "$SHOULI_DATABASE_URL"', "redis-cli -a secret ping", "psql 'host=db password=x'"):
            self.assertEqual(len(typed_passwords(f"text\n`{words}`\n")), 1, words)
        for words in ("psql service=shouli", 'redis-cli -p "$((SHOULI_PORT_BASE + 5))" ping', "psql -h 127.0.0.1 -U shouli shouli",
                      "SHOULI_DATABASE_URL=postgresql://shouli@db/shouli build/bin/shouli restore-check"):
            self.assertEqual(typed_passwords(f"text\n`{words}`\n"), [], words)


class Routes(unittest.TestCase):
    """Who is told."""

    CONFIG = os.path.join(ROOT, "deploy/alertmanager/alertmanager.yml")

    def amtool(self, *arguments):
        done = subprocess.run(["amtool", *arguments], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_alertmanager_takes_its_configuration(self):
        self.assertIn("SUCCESS", self.amtool("check-config", self.CONFIG))

    def test_every_alert_reaches_whom_its_severity_and_area_name(self):
        for name, rule in ALERTS.items():
            labels = rule["labels"]
            wanted = {"page": "page", "ticket": "ticket", "none": "watchdog"}[labels["severity"]]
            if labels["area"] in ("security", "proof"):
                wanted += ",security"
            with self.subTest(name):
                words = [f"{key}={value}" for key, value in labels.items()]
                self.amtool("config", "routes", "test", f"--config.file={self.CONFIG}",
                            f"--verify.receivers={wanted}", f"alertname={name}", *words)

    def test_an_alert_of_an_unknown_kind_reaches_somebody(self):
        self.amtool("config", "routes", "test", f"--config.file={self.CONFIG}", "--verify.receivers=ticket",
                    "alertname=Unknown")

    def test_what_silences_and_what_is_silenced_exists(self):
        for rule in load("deploy/alertmanager/alertmanager.yml")["inhibit_rules"]:
            for matcher in rule["source_matchers"] + rule["target_matchers"]:
                if matcher.startswith("alertname"):
                    for name in re.findall(r"Shouli\w+", matcher):
                        self.assertIn(name, ALERTS)


if __name__ == "__main__":
    unittest.main()
