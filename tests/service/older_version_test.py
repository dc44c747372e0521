"""A rolling upgrade from programs that are really older: built from a commit of the past, on the schema of that past.

The older programs run under load on their own migrations and with their own policies; then today's migrations are applied
beside them, and writer and standby of both take over from each other, forth, back and forth again. The commit is the one
whose programs may still meet today's: when a migration says that it cannot be taken back (deploy/README.md), it moves up to
the commit after that one. It is built once, in build/older.
"""
import os
import shutil
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import ROOT, Servers  # noqa: E402
from tests.support.fleet import Fleet  # noqa: E402
from tests.support.hand_over import NAMES, HandOver, version_of  # noqa: E402

OLDER = "dd0507ea0ee1e4f8ca2483f3c7dd708da866c720"
PLACE = f"build/older/{OLDER[:12]}"
PROGRAMS = [f"build/bin/shouli-{name}" for name in (*NAMES, "migrate")]
BUILD_SECONDS_MAX = 450


def is_known():
    """A clone without its past, or a source without a clone, cannot build it."""
    done = subprocess.run(["git", "cat-file", "-e", f"{OLDER}^{{commit}}"], cwd=ROOT, capture_output=True, check=False)
    return done.returncode == 0


def build():
    """The commit's own Makefile builds its programs, into a folder that is whole or not there."""
    place, draft = os.path.join(ROOT, PLACE), os.path.join(ROOT, f"{PLACE}.new")
    if os.path.isdir(place):
        return
    shutil.rmtree(draft, ignore_errors=True)
    os.makedirs(draft)
    with subprocess.Popen(["git", "archive", OLDER, "Makefile", "common", "proto", "services", "deploy"], cwd=ROOT,
                          stdout=subprocess.PIPE) as archive:
        subprocess.run(["tar", "-x", "-C", draft], stdin=archive.stdout, check=True)
    if archive.returncode:
        raise RuntimeError("git archive failed")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    # So that /version tells who answers; nothing else of the commit is changed.
    environment["CPPFLAGS"] = f"-DSHOULI_VERSION='\"{OLDER[:12]}\"'"
    done = subprocess.run(["make", "-s", f"-j{os.cpu_count()}", *PROGRAMS], cwd=draft, env=environment, check=False,
                          capture_output=True, text=True, timeout=BUILD_SECONDS_MAX)
    if done.returncode:
        raise RuntimeError(f"the older programs were not built:\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
    # Learning a model takes longer than all of this; today's is a file of the same form.
    os.makedirs(f"{draft}/build/share/model")
    shutil.copy(f"{ROOT}/build/share/model/zh.model", f"{draft}/build/share/model/zh.model")
    os.rename(draft, place)


class OlderFleet(Fleet):
    """Begins with the older programs, policies and migrations."""

    def __init__(self, servers):
        super().__init__(servers, NAMES, binaries=f"{PLACE}/build/bin", config_dir=os.path.join(ROOT, PLACE, "deploy/config"))

    def migrate(self, root=os.path.join(ROOT, PLACE)):
        super().migrate(root)

    def check_logs(self):
        """An older line follows the older schema of the log."""
        self.log = {alias: path for alias, path in self.log.items() if alias.endswith("-next")}
        super().check_logs()


@unittest.skipUnless(is_known(), f"this clone does not hold commit {OLDER[:12]}: it is shallow, or there is no git")
class OlderVersion(HandOver, unittest.TestCase):
    """Three services, each of which is handed over to today's program and back."""

    def setUp(self):
        build()
        self.fleet = self.enterContext(OlderFleet(self.enterContext(Servers(migrated=False))))
        today = {"config_dir": os.path.join(ROOT, "deploy/config")}
        self.versions = {version: (folder, settings, version_of(f"{ROOT}/{folder}/shouli-intake")) for version, folder, settings
                         in (("old", self.fleet.binaries, {}), ("next", "build/bin", today))}
        self.assertEqual(self.versions["old"][2], OLDER[:12])

    def migrations(self):
        return int(self.fleet.sql("select count(*) from intake.migration")[0][0])

    def test_p1_p2_older_programs_and_those_of_today_hand_over_to_each_other_under_load(self):
        before = self.migrations()
        self.publish()
        self.fleet.migrate(ROOT)
        self.assertGreater(self.migrations(), before, "the commit is not older than the schema")
        # Each alone meets the other two of the other version, as emitter and as follower.
        for name, way in (("desk", signal.SIGTERM), ("intake", signal.SIGKILL), ("router", signal.SIGTERM)):
            self.hand_over(name, "next", way)
        for name, way in (("desk", signal.SIGKILL), ("router", signal.SIGTERM), ("intake", signal.SIGTERM)):
            self.hand_over(name, "old", way)
        for name, way in (("router", signal.SIGKILL), ("intake", signal.SIGTERM), ("desk", signal.SIGTERM)):
            self.hand_over(name, "next", way)
        self.end_and_count()

    def taken(self, programs, folder, name):
        """What the program says of a folder of policies; nothing when it takes it."""
        environment = {**self.fleet.environment(name), "SHOULI_CONFIG_DIR": folder}
        done = subprocess.run([f"{ROOT}/{programs}/shouli-{name}", "--check-config"], env=environment, capture_output=True, text=True,
                              check=False, timeout=60)
        self.assertEqual(done.returncode != 0, bool(done.stderr), done.stdout + done.stderr)
        return done.stderr

    def test_files_of_before_are_taken_by_todays_programs_and_new_keys_refused_by_older_ones(self):
        """The order that deploy/README.md gives for a folder of policies of one's own."""
        older, today = (os.path.join(ROOT, place, "deploy/config") for place in (PLACE, "."))
        own = os.path.join(self.fleet.servers.folder, "own")
        shutil.copytree(older, own)
        self.assertIn("playbooks.yaml", self.taken("build/bin", own, "escalation"))
        shutil.copy(f"{today}/playbooks.yaml", own)
        for programs in (f"{PLACE}/build/bin", "build/bin"):
            for name in (*NAMES, "escalation") if programs == "build/bin" else NAMES:
                self.assertEqual(self.taken(programs, own, name), "", f"{programs} {name}")
        for name, key in (("roles", "exports"), ("skills", "stays_here"), ("desk", "repeat_days")):
            with self.subTest(name):
                mixed = os.path.join(self.fleet.servers.folder, name)
                shutil.copytree(own, mixed)
                shutil.copy(f"{today}/{name}.yaml", mixed)
                self.assertIn(key, self.taken(f"{PLACE}/build/bin", mixed, "desk"))
                self.assertEqual(self.taken("build/bin", mixed, "desk"), "")


if __name__ == "__main__":
    unittest.main(verbosity=2)  # a skipped one says why
