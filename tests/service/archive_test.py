"""What PostgreSQL itself holds archive's rows to: a package is not built by a program that does not know where its events are."""
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.support.fleet import Fleet  # noqa: E402

# The cases before and after it: theirs are the nearest keys.
BUNDLED, FULL, *OTHERS = (f"01020304-0506-7008-800a-0b0c0d0e0f{end}" for end in ("10", "77", "0f", "11"))
OLDER = "insert into archive.manifest (item, case_id, manifest, sha256) values ('{0}/1', '{0}', 'm', 's')"
NEWER = "insert into archive.manifest (item, case_id, manifest, sha256, events) values ('{0}/2', '{0}', 'm', 's', 3)"


class Bundles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.fleet = Fleet(cls.enterClassContext(Servers()), [])
        os.makedirs(cls.fleet.keys, exist_ok=True)
        cls.fleet.migrate()
        cls.ask("insert into archive.kept_bundle (item, lines, envelopes)"
                f" values ('{BUNDLED}/desk/0000000000000000012', 'l', 'e')")

    @classmethod
    def ask(cls, sql):
        """As the service's own role."""
        done = subprocess.run(["psql", cls.fleet.servers.role_url("archive"), "-qAt", "-c", sql], capture_output=True, text=True,
                              check=False)
        return done.stderr if done.returncode else ""

    def test_ar_15_an_older_program_builds_no_package_that_lacks_the_events_of_a_bundle(self):
        self.assertIn("are in bundles", self.ask(OLDER.format(BUNDLED)))
        self.assertEqual(self.ask(NEWER.format(BUNDLED)), "")

    def test_an_older_program_builds_the_packages_of_other_cases(self):
        for case_id in OTHERS:
            self.assertEqual(self.ask(OLDER.format(case_id)), "")

    def test_p2_a_bundle_is_kept_once(self):
        again = self.ask(f"insert into archive.kept_bundle select * from archive.kept_bundle where item like '{BUNDLED}%'")
        self.assertIn("duplicate key", again)

    def test_a_full_bundle_stands_in_its_page_as_it_is(self):
        """7,600 bytes (bundle.h): nothing of it is compressed or kept elsewhere."""
        self.ask("insert into archive.kept_bundle values"
                 f" ('{FULL}/escalation/0000000000000000099', repeat('l', 3800)::bytea, repeat('e', 3800)::bytea)")
        size, elsewhere = self.fleet.sql(
            "select max(pg_column_size(lines) + pg_column_size(envelopes)),"
            " (select pg_relation_size(reltoastrelid) from pg_class where oid = 'archive.kept_bundle'::regclass)"
            " from archive.kept_bundle")[0]
        self.assertGreaterEqual(int(size), 7600)
        self.assertEqual(int(elsewhere), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
