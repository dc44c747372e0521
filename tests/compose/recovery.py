"""Backup and restore of a running installation, by the two commands that deploy/README.md names.

Requests go in before the backup, after it and after the instant that is restored; then the instant holds, what came later
is gone, and a publisher that sends all of it again gets old answers for what is known and new numbers for what was lost.
"""
import os
import subprocess
import time

from tests.compose.engine import ROOT
from tests.compose.installation import OFFSETS, SERVICES
from tests.rig.wait import wait_for
from tests.support.client import Client, command

RESTORE_SECONDS_MAX = 400


class Recovery:
    """One step of the scenario, with an installation that is up."""

    def __init__(self, installation, guards):
        self.installation, self.psql = installation, guards.psql

    def send(self, bodies):
        """{id: (status, number)}"""
        client = Client(self.installation.keys, self.installation.base, OFFSETS["intake"], "publisher")
        replies = {body["id"]: client.insist(body) for body in bodies}
        client.close()
        return {name: (reply["status"], reply.get("case_no")) for name, reply in replies.items()}

    def ask(self, sql):
        done = self.psql("shouli", self.installation.secret("master/passwords/postgres"), sql)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def known(self):
        return int(self.ask("select count(*) from intake.accepted"))

    def restore(self, *words, code=0):
        """The command as it is typed on the host."""
        done = subprocess.run([f"{ROOT}/deploy/compose/restore", *words], env=self.installation.environment, cwd="/",
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=RESTORE_SECONDS_MAX)
        assert done.returncode == code, f"restore {' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def back_up(self):
        said = self.installation.compose("--profile", "tools", "run", "--rm", "backup", timeout=180)
        (place,) = [line.strip() for line in said.splitlines() if line.startswith("/backups/base/")]
        return place

    def play(self):
        """What was measured, as one sentence."""
        early, middle, late = ([command("request.submitted.v1", {"channel": "phone", "text": "三年定期现在利率多少"},
                                        source="/test/compose") for _ in range(20)] for _ in range(3))
        told = self.send(early)
        begun = time.monotonic()
        place = self.back_up()
        backed_up = time.monotonic() - begun
        told |= self.send(middle)
        kept, instant = self.known(), self.ask("select now()")
        lost = self.send(late)
        assert self.known() == kept + len(late)
        assert "these run" in self.restore("--to", instant, code=1)
        self.held_volume()
        self.installation.compose("stop", timeout=180)
        begun = time.monotonic()
        said = self.restore("--to", instant)
        restored = time.monotonic() - begun
        for words in (f"restoring {place} to ", "CONSISTENT: 6 streams", "一致：6 个事件流", "restored. Next: "):
            assert words in said, said
        self.installation.compose("up", "-d", "--no-build", timeout=180)
        self.installation.wait_ready(SERVICES)
        ready = time.monotonic() - begun
        assert self.known() == kept, (self.known(), kept)
        again, anew = self.send([*early, *middle]), self.send(late)
        assert again == {name: ("duplicate", number) for name, (_, number) in told.items()}
        assert {status for status, _ in anew.values()} == {"accepted"}
        assert not {number for _, number in anew.values()} & {number for _, number in [*told.values(), *lost.values()]}
        wait_for(lambda: int(self.ask("select count(*) from desk.queued_case where case_no is not null")) >= kept + len(late),
                 "all cases have reached desk", 60)
        return (f"backup {backed_up:.1f} s, restore to an instant with its check {restored:.1f} s, ready again {ready:.1f} s after it "
                f"was begun; {kept} requests kept, {len(late)} lost and sent again, 0 numbers given twice")

    def held_volume(self):
        """A restore beside a running server, by whatever way: the lock in the volume keeps it off."""
        words = ["--profile", "tools", "run", "--rm", "-T", "--no-deps", "restore", "replay"]
        said = self.installation.compose(*words, check=False, timeout=120)
        assert "PostgreSQL runs on this volume" in said, said
        assert os.listdir(self.installation.backups)
