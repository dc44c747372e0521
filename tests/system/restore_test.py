"""Backup and point-in-time restore of an installation, each by its command, and `shouli restore-check` in between.

Requests go in before the backup, after it, and after the instant that is restored. Then the instant holds: what was accepted
before it is there with its numbers, what came later is not, nobody is ahead of anybody, and a publisher that sends
everything again under the same ids gets the old answers and the lost requests in with numbers that nobody was ever told.
"""
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import ROOT  # noqa: E402
from tests.rig.wait import read_pid, wait_for_new_pid  # noqa: E402
from tests.support.client import Client, command  # noqa: E402
from tests.system.up_test import Installation  # noqa: E402

SERVICES = ("intake", "router", "desk", "escalation", "archive", "survey")
PG_DUMP = os.path.join(os.environ.get("POSTGRES_BIN", "/usr/lib/postgresql/15/bin"), "pg_dump")


def request():
    return command("request.submitted.v1", {"channel": "app", "text": "三年定期现在利率多少"}, source="/bank/app")


class Restored(unittest.TestCase):
    """One installation with a folder of backups, for all tests: each begins with `up`."""

    def setUp(self):
        self.installation = Installation(self)
        self.backups = os.path.join(self.installation.parent, "backups")
        os.mkdir(self.backups, 0o755)
        os.environ["SHOULI_BACKUP_DIR"] = self.backups
        self.addCleanup(os.environ.pop, "SHOULI_BACKUP_DIR")

    def call(self, name, *arguments, code=0):
        done = self.installation.call(name, *arguments)
        self.assertEqual(done.returncode, code, f"{name}: {done.stdout}{done.stderr}")
        return done.stdout

    def shouli(self, *arguments):
        environment = {"PATH": os.environ["PATH"], **self.installation.env()}
        return subprocess.run([f"{ROOT}/build/bin/shouli", *arguments], env=environment, capture_output=True, text=True,
                              check=False, timeout=90)

    def send(self, bodies):
        """{id: (status, number)}"""
        client = Client(f"{self.installation.run}/keys", self.installation.base, 10, "publisher")
        replies = {body["id"]: client.insist(body) for body in bodies}
        client.close()
        return {name: (reply["status"], reply.get("case_no")) for name, reply in replies.items()}

    def settle(self):
        done = self.shouli("ledger", "--wait", "60")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def now(self):
        return self.installation.query("select now()")

    def known(self):
        """Requests that intake remembers to have accepted, by their events."""
        return int(self.installation.query("select count(*) from intake.accepted"))

    def test_p1_p2_p8_an_instant_is_restored_and_nothing_in_it_contradicts_anything(self):
        self.call("up")
        early, middle, late = ([request() for _ in range(n)] for n in (40, 60, 30))
        told = self.send(early)
        begun = time.monotonic()
        self.call("backup")
        backed_up = time.monotonic() - begun
        told |= self.send(middle)
        self.settle()
        kept, instant = self.known(), self.now()
        lost = self.send(late[:15])
        pid = read_pid(self.installation.run, "intake")
        os.kill(pid, signal.SIGKILL)  # so the lost time takes another block of numbers
        wait_for_new_pid(self.installation.run, "intake", pid)
        lost |= self.send(late[15:])
        self.settle()
        self.assertEqual(self.known(), kept + len(late))
        self.call("down")
        begun = time.monotonic()
        said = self.call("restore", "--to", instant)
        restored = time.monotonic() - begun
        self.assertIn("CONSISTENT: 6 streams", said)
        self.assertIn("一致：6 个事件流", said)
        self.call("up")
        print(f"\n# figure: backup {backed_up:.1f} s, restore with its check {restored:.1f} s, ready again "
              f"{time.monotonic() - begun:.1f} s after it was begun", file=sys.stderr)
        self.assertEqual(self.known(), kept)
        again = self.send([*early, *middle])
        self.assertEqual(again, {name: ("duplicate", number) for name, (_, number) in told.items()})
        anew = self.send(late)
        self.assertEqual({status for status, _ in anew.values()}, {"accepted"})
        numbers = {number for _, number in anew.values()}
        self.assertFalse(numbers & {number for _, number in [*told.values(), *lost.values()]}, "a number was given twice")
        self.settle()
        done = self.shouli("verify")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.end_of_the_log(kept + len(late))

    def end_of_the_log(self, kept):
        """The disk is lost after an orderly end: all of the archive is restored, across the timeline of the first restore."""
        self.call("down")
        shutil.rmtree(os.path.realpath(f"{self.installation.run}/postgres"))
        self.call("restore", "--to", "2099-01-01", "--timeline", "latest", code=1)
        said = self.installation.call("up")
        self.assertEqual((said.returncode, "the last restore did not end well: restore again" in said.stderr), (1, True), said.stderr)
        self.assertIn("CONSISTENT: 6 streams", self.call("restore"))
        self.call("up")
        self.assertEqual(self.known(), kept)
        self.settle()

    def test_p1_p2_a_second_restore_to_a_later_time_is_told_which_timeline_or_refused(self):
        """The first restore left a timeline in the archive, and PostgreSQL follows the latest one by itself: it would stop again
        at the first instant, without a word."""
        self.call("up")
        self.call("backup")
        told = {}
        for _ in range(3):
            told[self.now()] = self.known()
            self.send([request() for _ in range(10)])
        _, first, second = told
        self.call("down")
        self.call("restore", "--to", first)
        self.call("up")
        self.assertEqual(self.known(), told[first])
        self.send([request()])
        self.call("down")
        data = os.path.realpath(f"{self.installation.run}/postgres")
        before = sorted(os.listdir(data))
        done = self.installation.call("restore", "--to", second)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertRegex(done.stderr, r"timeline 2 \(left 1 before 20.*\).* --timeline current .*1.*latest.*2")
        self.assertEqual(sorted(os.listdir(data)), before)
        for wrong in ("0", "one", "1;", "-1", "0x2", "01", ""):
            self.assertIn("--timeline", self.installation.call("restore", "--to", second, "--timeline", wrong).stderr)
        self.assertIn("no timeline 3", self.installation.call("restore", "--to", second, "--timeline", "3").stderr)
        self.assertEqual(sorted(os.listdir(data)), before)
        for timeline, kept in (("current", told[second]), ("1", told[second]), ("2", told[first] + 1)):
            self.call("restore", *(("--to", second) if timeline != "2" else ()), "--timeline", timeline)
            self.call("up")
            self.assertEqual(self.known(), kept, timeline)
            self.call("down")

    def test_p1_a_backup_of_a_time_that_was_abandoned_is_not_taken_by_its_date_alone(self):
        """It is the newest there is, and the log of what came after the restore does not begin in it."""
        self.call("up")
        early = self.call("backup").strip()
        self.send([request() for _ in range(10)])
        kept, instant = self.known(), self.now()
        self.send([request() for _ in range(10)])
        abandoned = self.call("backup").strip()
        self.send([request() for _ in range(5)])
        self.call("down")
        self.call("restore", "--to", instant)
        self.call("up")
        self.send([request() for _ in range(3)])
        self.call("down")
        data = os.path.realpath(f"{self.installation.run}/postgres")
        before = sorted(os.listdir(data))
        done = self.installation.call("restore", "--from", abandoned)
        self.assertEqual((done.returncode, len(done.stderr.splitlines())), (1, 1), done.stderr)
        self.assertIn("lies on timeline 1 and timeline 2 does not come from it", done.stderr)
        self.assertEqual(sorted(os.listdir(data)), before)
        self.assertIn(f"restoring {early} to the end of the log", self.call("restore"))
        self.call("up")
        self.assertEqual(self.known(), kept + 3)
        self.settle()

    def test_a_schema_that_was_restored_alone_is_found_before_anything_starts(self):
        self.call("up")
        self.send([request() for _ in range(20)])
        self.settle()
        url = self.installation.env()["SHOULI_DATABASE_URL"]
        old = subprocess.run([PG_DUMP, url, "-n", "intake"], capture_output=True, text=True, check=True).stdout
        self.send([request() for _ in range(20)])
        self.settle()
        done = self.shouli("restore-check")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        subprocess.run(["psql", url, "-qX", "-v", "ON_ERROR_STOP=1", "-c", "drop schema intake cascade", "-f", "-"], input=old,
                       capture_output=True, text=True, check=True)
        done = self.shouli("restore-check")
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        self.assertIn("INCONSISTENT: start nothing", done.stdout)
        self.assertIn("不一致：请勿启动任何服务", done.stdout)
        said = json.loads(self.shouli("restore-check", "--json").stdout)
        self.assertFalse(said["consistent"])
        blamed = {fault.split(" has applied intake")[0] for fault in said["faults"]}
        self.assertLessEqual({"router", "escalation", "archive"}, blamed, said)

    def test_without_a_backup_or_while_it_runs_nothing_is_touched(self):
        self.call("up")
        self.assertIn("is running", self.installation.call("restore").stderr)
        self.call("down")
        data = os.path.realpath(f"{self.installation.run}/postgres")
        before = sorted(os.listdir(data))
        done = self.installation.call("restore")
        self.assertEqual((done.returncode, "no backup" in done.stderr), (1, True), done.stderr)
        self.assertEqual(sorted(os.listdir(data)), before)
        self.assertIn("nothing runs", self.installation.call("backup").stderr)
        del os.environ["SHOULI_BACKUP_DIR"]
        self.addCleanup(os.environ.setdefault, "SHOULI_BACKUP_DIR", self.backups)
        self.assertIn("SHOULI_BACKUP_DIR is not set", self.installation.call("backup").stderr)


if __name__ == "__main__":
    unittest.main()
