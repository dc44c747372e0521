"""A rolling upgrade: the migration of a newer version first, then service by service, old and new programs side by side.

The two programs differ in the version that they say; the differences of a real upgrade are in what they share, so they are
made here: a newer version's migration gives every table of the services a column, and adds a table and an index, while the
old programs work. Then writer and standby of both versions take over from each other, gently and by kill, forth and back
again, because an upgrade may have to be taken back. What a message of a newer version looks like to an older one is held by
tests/golden; that migrations only add, by tests/lint.
"""
import os
import signal
import subprocess
import sys
import time
import unittest
import urllib.error
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.chaos.acts import Publisher  # noqa: E402
from tests.rig.servers import ROOT, Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, Follower, command  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402

NAMES = ("intake", "router", "desk")
NEXT_PORTS = 100  # above those of the old programs
TABLES = """select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('intake', 'router', 'desk') and c.relkind in ('r', 'p') and not c.relispartition
and c.relname <> 'migration'"""


def request(rng):
    time.sleep(0.005)
    return command("request.submitted.v1", {"channel": "app", "text": "三年定期现在利率多少",
                                            "customer": {"ref": f"C{rng.randrange(10 ** 6)}"}}, source="/bank/app")


class Upgrade(unittest.TestCase):
    """Three services in a row, each with a standby of the other version."""

    def setUp(self):
        subprocess.run(["make", "-s", *(f"build/next/shouli-{name}" for name in NAMES)], cwd=ROOT, check=True)
        self.servers = self.enterContext(Servers())
        self.fleet = self.enterContext(Fleet(self.servers, NAMES))
        self.publisher = Publisher(self.fleet, OFFSETS["intake"], 1, 100, 20, request, "publisher")

    def ask(self, name, version, path):
        """The process of one version: the old one has the usual HTTP port, the next one another."""
        port = self.fleet.base + 4000 + OFFSETS[name] + (NEXT_PORTS if version == "next" else 0)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=3) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return None, ""

    def start(self, name, version):
        self.fleet.binaries = "build/next" if version == "next" else "build/bin"
        port = self.fleet.base + 4000 + OFFSETS[name] + (NEXT_PORTS if version == "next" else 0)
        self.fleet.start(name, self.alias(name, version), http_port=port)
        wait_for(lambda: self.ask(name, version, "/readyz")[0] == 503, f"{name} of {version} stands by")

    @staticmethod
    def alias(name, version):
        return f"{name}-next" if version == "next" else name

    def hand_over(self, name, version, way):
        """From the other version to this one."""
        other = "old" if version == "next" else "next"
        self.start(name, version)
        self.assertEqual(self.ask(name, other, "/readyz")[0], 200)
        process = self.fleet.processes[self.alias(name, other)]
        process.send_signal(way)
        code = process.wait(20)
        self.assertEqual(code, 0 if way == signal.SIGTERM else -way)
        wait_for(lambda: self.ask(name, version, "/readyz")[0] == 200, f"{name} of {version} takes over", 10)
        said = self.ask(name, version, "/version")[1]
        self.assertEqual("next" in said, version == "next", said)

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
        self.publisher.start()
        self.migrate_further()
        for name, way in (("intake", signal.SIGTERM), ("desk", signal.SIGKILL), ("router", signal.SIGTERM)):
            self.hand_over(name, "next", way)
        for name, way in (("router", signal.SIGKILL), ("intake", signal.SIGTERM)):  # back again
            self.hand_over(name, "old", way)
        self.hand_over("intake", "next", signal.SIGKILL)
        self.publisher.may_end = True
        self.publisher.join(60)
        self.assertIsNone(self.publisher.error)
        self.assertFalse(self.publisher.is_alive())
        self.count()

    def count(self):
        accepted = self.publisher.accepted
        self.assertGreater(len(accepted), 100)
        seen, end = {}, time.monotonic() + 30
        follower = Follower(self.fleet.keys, self.fleet.base, OFFSETS["intake"] + 1, "intake")
        self.addCleanup(follower.client.close)
        while len(seen) < len(accepted) and time.monotonic() < end:
            for _, event in follower.take() or []:
                if event["type"] == "case.received.v1":
                    self.assertNotIn(event["data"]["request_id"], seen, "doubled")
                    seen[event["data"]["request_id"]] = event["caseid"]
        self.assertEqual(seen, accepted)
        total = str(len(accepted))
        wait_for(lambda: self.fleet.sql("select count(*) from desk.queued_case where case_no is not null")[0][0] == total,
                 "all cases have reached desk", 30)
        for name in NAMES:
            self.assertEqual(self.fleet.sql(f"select count(*) from {name}.dead_letter")[0][0], "0")
            client = Client(self.fleet.keys, self.fleet.base, OFFSETS[name])
            self.addCleanup(client.close)
            self.assertEqual(client.insist(command("ledger.get.v1", {}, actor="upgrade"))["result"]["imbalance"], 0)


if __name__ == "__main__":
    unittest.main()
