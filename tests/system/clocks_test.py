"""Clocks over running services, real PostgreSQL and Redis, by `shouli` alone: facts and extensions, calendars of regions and
years, and rule profiles that are previewed, adopted, moved to and taken back (REQUIREMENTS 3, 4.2, 4.4, 4.7)."""
import json
import os
import shutil
import signal
import subprocess
import sys
import unittest
from datetime import datetime, timedelta, timezone

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.fleet import ROOT, Fleet  # noqa: E402

COMPLAINT = "我要投诉，你们乱扣手续费，必须给我一个说法"
CHINA = timezone(timedelta(hours=8))
DEADLINE_S = 60
L3, L4, L6 = (["--actor", f"E{line}001", "--role", f"L{line}"] for line in (3, 4, 6))


def now_text(minutes=0):
    """RFC 3339 in China, so many minutes from now."""
    return (datetime.now(CHINA) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S+08:00")


def setUpModule():
    servers = unittest.enterModuleContext(Servers())
    config = os.path.join(servers.folder, "config")
    shutil.copytree(os.path.join(ROOT, "deploy/config"), config)
    write(config, "calendars/CN.yaml", CALENDAR.format(version=1, years=2025, off="2025-10-01"))
    write(config, "calendars/CN-XZ.yaml", REGION.format(version=1, years=2025))
    Clocks.config = config
    Clocks.fleet = unittest.enterModuleContext(
        Fleet(servers, ["intake", "router", "escalation"], config_dir=config))


def write(config, name, text):
    with open(os.path.join(config, name), "w", encoding="utf-8") as file:
        file.write(text)


def of_clock(case_id, clock, what):
    """SQL of something of a clock, split out of its case's row (services/escalation/clock_lines.h)."""
    fields = {"clock": 1, "state": 2, "provisional": 9, "started_at": 10, "due_at": 11}
    words = {name: f"nullif(split_part(line, chr(9), {number}), '')" for name, number in fields.items()}
    for name in ("started_at", "due_at"):
        words[name] = f"timestamptz 'epoch' + {words[name]}::bigint * interval '1 ms'"
    columns = ", ".join(f"{word} as {name}" for name, word in words.items())
    return f"select {what} from (select {columns} from escalation.clocked_case, string_to_table(clock_lines, chr(10)) as line" \
           f" where case_id = '{case_id}') as clocks where clock = '{clock}'"


def days_from_now(days):
    return (datetime.now(CHINA) + timedelta(days=days)).strftime("%Y-%m-%d")


# The country's calendar, as far as its version knows it; regions' festivals stand upon it.
CALENDAR = """name: CN
zone: Asia/Shanghai
version: {version}
source: a test
years: [{years}]
off: [{off}]
fixed: [01-01, 05-01, 05-02, 10-01, 10-02, 10-03]
hours: [["09:00", "17:00"]]
"""
REGION = "name: CN-XZ\nbase: CN\nversion: {version}\nyears: [{years}]\n"


class Clocks(unittest.TestCase):
    """One fleet for all; each test submits what it needs."""

    fleet = None
    config = ""

    def run_cli(self, *arguments, code=0):
        done = subprocess.run(
            [f"{ROOT}/build/bin/shouli", *arguments], capture_output=True, text=True, timeout=120, check=False, cwd=ROOT,
            env={"PATH": os.environ["PATH"], "SHOULI_PORT_BASE": str(self.fleet.base), "SHOULI_KEYS_DIR": self.fleet.keys})
        self.assertEqual(done.returncode, code, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done.stdout + done.stderr

    def one(self, sql):
        rows = self.fleet.sql(sql)
        return rows[0][0] if rows else None

    def complain(self, *more):
        """A complaint that has its clocks: number and id."""
        made = json.loads(self.run_cli("submit", "--text", COMPLAINT, "--kind", "complaint", "--json", *more))
        self.wait_one(of_clock(made["case_id"], "K9", "state"), "running")
        return made["case_no"], made["case_id"]

    def wait_one(self, sql, wanted):
        wait_for(lambda: self.one(sql) == wanted, f"{sql} gives {wanted}, not {self.one(sql)}", DEADLINE_S)

    def clock(self, case_id, clock, what="due_at"):
        return self.one(of_clock(case_id, clock, what))

    def events(self, kind, case_id=None):
        of_case = f"case_id = '{case_id}' and " if case_id else ""
        return int(self.one(f"select count(*) from escalation.event where {of_case}"
                            f"position('{kind}'::bytea in envelope) > 0"))

    def page(self, metric):
        """What the metrics page of escalation says, or None."""
        for line in self.fleet.get("escalation", "/metrics").splitlines():
            if line.startswith(metric + " ") or line.startswith(metric + "{"):
                return float(line.split()[-1])
        return None

    # facts and extensions

    def test_facts_start_and_end_the_clocks_that_no_stream_tells_of(self):
        """K4, K14, K20: 4.2, 4.7 rule 1"""
        number, case_id = self.complain()
        at = now_text(-1)
        out = self.run_cli("fact", "record", number, "leak_known", "--at", at, "--proof", "R-1", *L3)
        self.assertIn("clocks", out)
        self.assertEqual(self.clock(case_id, "K14.report", "due_at - started_at"), "3 days")
        self.run_cli("fact", "record", case_id, "leak_reported", "--at", now_text(), "--proof", "R-2", *L3)
        self.assertEqual(self.clock(case_id, "K14.report", "state"), "met")
        for task in ("1", "2"):
            self.run_cli("fact", "record", case_id, "task_opened", "--at", at, "--number", task, "--proof", "T", *L3)
        self.run_cli("fact", "record", case_id, "task_answered", "--at", now_text(), "--number", "2", "--proof", "T", *L3)
        self.assertEqual((self.clock(case_id, "K20", "state"), self.clock(case_id, "K20.2", "state")), ("running", "met"))
        self.assertEqual(self.events("fact.recorded.v1", case_id), 5)

    def test_an_emergency_is_played_step_by_step_by_those_who_have_the_duty(self):
        """SL-06, SL-07: kinds can be chosen; a leak starts its playbook by itself; each step is ticked with its time."""
        kinds = json.loads(self.run_cli("playbook", "kinds", "--json"))["kinds"]
        self.assertEqual([kind["kind"] for kind in kinds], [
            "system_failure", "mass_complaint", "media", "data_leak", "disaster", "violence", "protection"])
        number, case_id = self.complain()
        self.run_cli("fact", "record", number, "leak_known", "--at", now_text(-1), "--proof", "report-1", *L4)
        seen = json.loads(self.run_cli("playbook", "get", number, "data_leak", "--json", *L4))
        self.assertEqual((seen["state"], seen["cause"], seen["left"]), ("open", "fact:leak_known", len(seen["steps"])))
        self.assertEqual(self.one(f"select count(*) from escalation.playbook where case_id = '{case_id}'"), "1")
        for left, step in reversed(list(enumerate(step["step"] for step in reversed(seen["steps"])))):
            seen = json.loads(self.run_cli("playbook", "tick", number, "data_leak", step, "--proof", "call-1", "--json", *L4))
            self.assertEqual(seen["left"], left)
        self.assertTrue(all(step["done_at"] and step["done_by"] == "E4001" for step in seen["steps"]))
        self.assertIn("done", self.run_cli("playbook", "tick", number, "data_leak", "scope", "--proof", "call-2", *L4, code=1))
        self.assertIn("data_leak", self.run_cli("playbook", "list", *L4))
        self.assertIn("reads no cases", self.run_cli("playbook", "list", "--actor", "O1", "--role", "ops", code=1))
        self.assertIn("L3", self.run_cli("playbook", "close", number, "data_leak", "--reason", "over",
                                         "--actor", "E2001", "--role", "L2", code=1))
        closed = json.loads(self.run_cli("playbook", "close", number, "data_leak", "--reason", "over", "--json", *L3))
        self.assertEqual(closed["state"], "closed")
        self.assertEqual(self.events("playbook.step_done.v1", case_id), len(seen["steps"]))

    def test_a_step_that_nobody_does_in_time_is_said_and_counted(self):
        number, case_id = self.complain()
        self.run_cli("playbook", "start", number, "violence", "--reason", "caller_in_danger", *L3)
        self.fleet.sql(f"update escalation.playbook set next_at = now(), steps = regexp_replace(steps, "
                       r"'(stay\t[^\n]*?\t)1\d{12}', '\11700000000000')"
                       f" where case_id = '{case_id}'")
        wait_for(lambda: self.events("playbook.step_overdue.v1", case_id) == 1, "it is said", DEADLINE_S)
        wait_for(lambda: self.page("shouli_playbook_steps_overdue_total") == 1, "it is counted", DEADLINE_S)

    def test_a_fact_without_a_right_or_a_proof_is_refused(self):
        number, case_id = self.complain()
        self.assertIn("forbidden", self.run_cli("fact", "record", number, "new_facts", "--at", now_text(-1), "--proof", "L-9",
                                                "--actor", "E2001", "--role", "L2", code=1))
        self.assertIn("data.proof", self.run_cli("fact", "record", number, "leak_known", "--at", now_text(-1), *L3, code=1))
        self.assertIn("data.told_at", self.run_cli("fact", "record", number, "appraisal_begun", "--at", now_text(-1),
                                                   "--proof", "A-1", *L3, code=1))
        self.run_cli("fact", "record", number, "no_such_fact", "--at", now_text(-1), "--proof", "A-1", *L3, code=1)
        self.assertIn("not_found", self.run_cli("fact", "record", "GD20000101000001", "leak_known", "--at", now_text(-1),
                                                "--proof", "A-1", *L3, code=1))
        self.assertEqual(self.events("fact.recorded.v1", case_id), 0)

    def test_an_extension_needs_its_line_its_stage_and_the_proof(self):
        """3.1, 4.7 rule 8: 15, then at most 30, then at most 60, each by the one who may."""
        number, case_id = self.complain()
        first = self.clock(case_id, "K9")
        ask = ["clock", "extend", number, "--reason", "complex", "--told-at", now_text(-1), "--proof", "SMS-1"]
        self.assertIn("L4", self.run_cli(*ask, "--days", "30", *L3, code=1))
        self.assertIn("conflict", self.run_cli(*ask, "--days", "31", *L4, code=1))
        self.assertIn("conflict", self.run_cli(*ask, "--days", "15", *L4, code=1))
        self.assertEqual(self.clock(case_id, "K9"), first)
        self.assertIn("K9", self.run_cli(*ask, "--days", "30", *L4))
        self.assertEqual(self.clock(case_id, "K9", f"due_at - '{first}'"), "15 days")
        self.assertIn("L6", self.run_cli(*ask, "--days", "60", *L4, code=1))
        self.run_cli(*ask, "--days", "60", *L6)
        self.assertEqual(self.clock(case_id, "K9", f"due_at - '{first}'"), "45 days")
        self.assertIn("conflict", self.run_cli(*ask, "--days", "61", *L6, code=1))
        self.assertEqual(self.events("clock.extended.v1", case_id), 2)

    # calendars

    def test_a_year_that_is_published_moves_business_time_alone_and_ends_what_was_provisional(self):
        """4.4, 4.7 rule 10: the calendar of this fleet ends with 2025."""
        _, case_id = self.complain()
        _, region_id = self.complain("--unit", "xz-lhasa")
        wait_for(lambda: (self.page("shouli_clocks_provisional") or 0) > 0, "provisional limits are counted", DEADLINE_S)
        wait_for(lambda: self.page("shouli_calendar_horizon_seconds") == 0, "the calendar has ended", DEADLINE_S)
        self.assertEqual(self.clock(case_id, "K6", "provisional"), "t")
        self.assertEqual(self.one(f"select calendar_name from escalation.clocked_case where case_id = '{region_id}'"), "CN-XZ")
        self.assertIn("instead of 代替 CN: tibet (units xz-*)", self.run_cli("why", region_id, "K6", *L3))
        before = {clock: self.clock(case_id, clock) for clock in ("K6", "K8", "K9")}
        year = datetime.now(CHINA).year
        file = os.path.join(self.config, "next.yaml")
        week = f"{days_from_now(0)}..{days_from_now(5)}"
        write(self.config, "next.yaml", CALENDAR.format(version=2, years=f"{year}, {year + 1}", off=week))
        self.assertIn("accepted", self.run_cli("calendar", "publish", file, *L6))
        self.wait_one(of_clock(case_id, "K6", "provisional"), "f")
        self.assertGreater(self.clock(case_id, "K6"), before["K6"])
        self.assertEqual({clock: self.clock(case_id, clock) for clock in ("K8", "K9")}, {k: before[k] for k in ("K8", "K9")})
        # The region's own days of that year are not there: its limits stay provisional, but move with the country's.
        self.wait_one(f"select calendar_version from escalation.clocked_case where case_id = '{region_id}'", "2001")
        self.assertEqual(self.clock(region_id, "K6"), self.clock(case_id, "K6"))
        self.assertEqual(self.clock(region_id, "K6", "provisional"), "t")
        self.assertEqual(self.page("shouli_calendar_horizon_seconds"), 0)
        self.assertGreater(self.events("clock.moved.v1", case_id), 0)
        self.assertIn("conflict", self.run_cli("calendar", "publish", file, *L6, code=1))
        write(self.config, "next.yaml", REGION.format(version=2, years=f"{year}, {year + 1}"))
        self.assertIn("accepted", self.run_cli("calendar", "publish", file, *L6))
        self.wait_one(of_clock(region_id, "K6", "provisional"), "f")
        self.assertEqual(self.clock(region_id, "K6"), self.clock(case_id, "K6"))
        self.assertEqual(self.events("calendar.published.v1"), 2)
        wait_for(lambda: self.page("shouli_clocks_provisional") == 0, "nothing is provisional any more", DEADLINE_S)

    # profiles

    def adopt(self, version, head, *changes):
        """A further version of CN-NFRA-2020 beside the first; escalation reads it by SIGHUP."""
        with open(os.path.join(ROOT, "deploy/config/policies/CN-NFRA-2020.yaml"), encoding="utf-8") as file:
            text = file.read().partition("\nexamples:")[0]
        for old, new in (("version: 1\n", f"version: {version}\n{head}"), *changes):
            self.assertIn(old, text)
            text = text.replace(old, new, 1)
        write(self.config, f"policies/CN-NFRA-2020.{version}.yaml", text + "\n")
        self.read_anew()

    def take_away(self, version):
        os.unlink(os.path.join(self.config, f"policies/CN-NFRA-2020.{version}.yaml"))
        self.read_anew()

    def read_anew(self):
        before = self.fleet.tail("escalation", 10000).count("service.reloaded")
        self.fleet.signal("escalation", signal.SIGHUP)
        wait_for(lambda: self.fleet.tail("escalation", 10000).count("service.reloaded") > before, "read anew", DEADLINE_S)

    def test_a_version_is_adopted_previewed_moved_to_and_taken_back(self):
        """A case keeps its version until it is moved, and says so in an event, before and after."""
        self.addCleanup(self.take_away, 2)
        number, old = self.complain()
        k6 = ("clocks:\n", "clocks:\n  - {id: K6, zh: 首次联系, en: first contact, starts: case.received,\n"
              "     ends: [contact.two_way], limit: {P1: 1 h, P2: 2 h, P3: 3 bd, P4: 3 bd}}\n")
        adopted = self.events("policy.adopted.v1")
        self.adopt(2, f"effective: {now_text(60)}\n", k6)
        wait_for(lambda: self.events("policy.adopted.v1") > adopted, "the adoption is an event", DEADLINE_S)
        _, early = self.complain()
        self.assertEqual(self.version(early), "1")  # not effective yet
        self.adopt(2, f"effective: {now_text(-1)}\n", k6)
        _, new = self.complain()
        self.assertEqual((self.version(new), self.version(old)), ("2", "1"))
        was = self.clock(old, "K6")

        listed = self.run_cli("policy", "preview", "CN-NFRA-2020", "1", "2")
        self.assertRegex(listed, rf"{number} K6 .* -> ")
        self.assertEqual((self.version(old), self.clock(old, "K6")), ("1", was))
        self.assertEqual(self.events("case.policy_migrated.v1"), 0)
        self.run_cli("policy", "migrate", "CN-NFRA-2020", "1", "2", "--reason", "new-law", *L3, code=1)
        moved = self.run_cli("policy", "migrate", "CN-NFRA-2020", "1", "2", "--reason", "new-law", *L6)
        self.assertEqual(moved, listed)
        self.assertEqual(self.version(old), "2")
        self.assertEqual(self.events("case.policy_migrated.v1", old), 1)
        self.assertGreater(self.clock(old, "K6"), was)
        self.run_cli("policy", "migrate", "CN-NFRA-2020", "2", "1", "--reason", "taken-back", *L6)
        self.assertEqual((self.version(old), self.clock(old, "K6")), ("1", was))
        self.assertEqual(self.events("case.policy_migrated.v1", old), 2)

        self.adopt(2, f"effective: {now_text(-5)}\nrolled_back: {now_text(-1)}\n", k6)
        _, after = self.complain()
        self.assertEqual(self.version(after), "1")

    def test_a_move_that_would_make_a_limit_of_the_law_later_leaves_the_case(self):
        self.addCleanup(self.take_away, 3)
        self.adopt(3, f"effective: {now_text(-1)}\n", ("    limit: 15 cd\n    statutory", "    limit: 12 cd\n    statutory"))
        number, case_id = self.complain()
        self.assertEqual(self.version(case_id), "3")
        due = self.clock(case_id, "K9")
        out = self.run_cli("policy", "migrate", "CN-NFRA-2020", "3", "1", "--reason", "taken-back", *L6)
        self.assertRegex(out, rf"{number} K9 .*kept")
        self.assertEqual((self.version(case_id), self.clock(case_id, "K9")), ("3", due))

    def version(self, case_id):
        return self.one(f"select profile_version from escalation.clocked_case where case_id = '{case_id}'")


if __name__ == "__main__":
    unittest.main()
