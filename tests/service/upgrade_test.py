"""A rolling upgrade: the migration of a newer version first, then service by service, old and new programs side by side.

The two programs differ in the version that they say; the differences of a real upgrade are in what they share, so they are
made here: a newer version's migration gives every table of the services a column, and adds a table and an index, while the
old programs work. Then writer and standby of both versions take over from each other, gently and by kill, forth and back
again, because an upgrade may have to be taken back. What a message of a newer version looks like to an older one is held by
tests/golden; that migrations only add, by tests/lint. Programs of an older source: tests/service/older_version_test.py.
"""
import os
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import ROOT, Servers  # noqa: E402
from tests.support.fleet import Fleet  # noqa: E402
from tests.support.hand_over import NAMES, HandOver, version_of  # noqa: E402

TABLES = """select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('intake', 'router', 'desk') and c.relkind in ('r', 'p') and not c.relispartition
and c.relname <> 'migration'"""


class Upgrade(HandOver, unittest.TestCase):
    """Three services in a row, each with a standby of the other version."""

    def setUp(self):
        subprocess.run(["make", "-s", *(f"build/next/shouli-{name}" for name in NAMES)], cwd=ROOT, check=True)
        self.fleet = self.enterContext(Fleet(self.enterContext(Servers()), NAMES))
        self.versions = {version: (folder, {}, version_of(f"{ROOT}/{folder}/shouli-intake"))
                         for version, folder in (("old", "build/bin"), ("next", "build/next"))}

    def migrate_further(self):
        """What a newer version's migration may do, while the old programs work."""
        tables = [row[0] for row in self.fleet.sql(TABLES)]
        self.assertGreater(len(tables), 20)
        for table in tables:
            self.fleet.sql(f"alter table {table} add column of_the_next_version text default 'x'")
        for name in NAMES:
            self.fleet.sql(f"create table {name}.of_the_next_version (key text primary key)")
        self.fleet.sql("create index queued_case_next on desk.queued_case (of_the_next_version)")

    def test_p1_p2_old_and_new_programs_hand_over_to_each_other_under_load_on_the_newer_schema(self):
        self.publish()
        self.migrate_further()
        for name, way in (("intake", signal.SIGTERM), ("desk", signal.SIGKILL), ("router", signal.SIGTERM)):
            self.hand_over(name, "next", way)
        for name, way in (("router", signal.SIGKILL), ("intake", signal.SIGTERM)):  # back again
            self.hand_over(name, "old", way)
        self.hand_over("intake", "next", signal.SIGKILL)
        self.end_and_count()


if __name__ == "__main__":
    unittest.main()
