"""deploy/compose/restore as a program, with a stand-in for docker-compose: what it asks for, in which order, and what it leaves
behind when a step fails. The restore itself is played in tests/compose.
"""
import os
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.join(ROOT, "deploy/compose/restore")
# Notes what it is called with and what it is told by the environment; fails where its words contain $FAILS, with $CODE.
STANDIN = """#!/bin/bash
printf '%s|%s|%s\\n' "$ARCHIVE" "$RESTORING" "$*" >>"$CALLS"
case "$*" in
*"ps --services"*) printf '%s' "$RUNNING" ;;
esac
[ -z "$FAILS" ] || [[ "$*" != *"$FAILS"* ]] || exit "$CODE"
"""
NO_ENGINE = "#!/bin/sh\nexit 1\n"  # docker without Compose v2
REMOVED = ["stop postgres", "rm -f postgres"]


class Restore(unittest.TestCase):
    """Each in a folder of its own."""

    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        for name, text in (("docker", NO_ENGINE), ("docker-compose", STANDIN)):
            with open(f"{self.folder}/{name}", "w", encoding="ascii", opener=lambda path, flags: os.open(path, flags, 0o755)) as file:
                file.write(text)

    def restore(self, *words, running="", fails="", code="1"):
        """Its end, and the calls without their environment."""
        calls = f"{self.folder}/calls"
        environment = {"PATH": f"{self.folder}:{os.environ['PATH']}", "CALLS": calls, "RUNNING": running, "FAILS": fails, "CODE": code}
        done = subprocess.run([PROGRAM, *words], env=environment, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False, timeout=60)
        with open(calls, encoding="utf-8") as file:
            said = [line.rstrip("\n").split("|", 2) for line in file]
        self.assertEqual({tuple(line[:2]) for line in said}, {("on", "yes")})
        return done, [line[2] for line in said]

    def test_an_instant_is_replayed_checked_and_finished_and_the_server_of_the_restore_goes(self):
        done, calls = self.restore("--to", "2026-11-21 14:05:00+08")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        tools = "--profile tools run --rm -T --no-deps"
        self.assertEqual(calls, [
            "ps --services --filter status=running",
            f"{tools} restore replay --to 2026-11-21 14:05:00+08",
            "up -d --no-deps postgres",
            "exec -T postgres pg_isready -q -h 127.0.0.1 -U shouli -d shouli",
            f"{tools} migrate shouli restore-check",
            f"{tools} restore finish intake router desk escalation archive survey",
            *REMOVED])
        self.assertIn("restored. Next: ARCHIVE=on docker-compose up -d", done.stdout)

    def test_what_the_check_finds_is_the_exit_code_and_nothing_is_left_that_could_be_started(self):
        """A container that was made with RESTORING=yes starts PostgreSQL on data that contradict themselves."""
        done, calls = self.restore(fails="restore-check", code="4")
        self.assertEqual(done.returncode, 4)
        self.assertNotIn("restored", done.stdout)
        self.assertEqual(calls[-2:], REMOVED)
        self.assertFalse([call for call in calls if "finish" in call])

    def test_a_step_that_fails_ends_it_with_the_server_removed(self):
        for fails in ("finish", "up -d"):
            done, calls = self.restore(fails=fails)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(calls[-2:], REMOVED)

    def test_a_server_that_cannot_be_stopped_is_said_and_how(self):
        done, _ = self.restore(fails="stop postgres")
        self.assertEqual(done.stderr, "PostgreSQL could not be stopped: docker-compose rm --stop --force postgres\n")

    def test_nothing_is_touched_while_something_runs_or_when_the_copy_is_refused(self):
        done, calls = self.restore(running="postgres\nintake")
        self.assertEqual((done.returncode, len(calls)), (1, 1))
        self.assertEqual(done.stderr, "these run: postgres intake; 'docker-compose stop' first\n")
        os.remove(f"{self.folder}/calls")
        done, calls = self.restore("--to", "2099-01-01", fails="replay")
        self.assertEqual((done.returncode, len(calls)), (1, 2))


if __name__ == "__main__":
    unittest.main()
