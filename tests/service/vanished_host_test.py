"""The host of a service vanishes: no process ends and no connection is closed, there is only silence.

The writer runs in a network namespace, its standby here; then the cable is cut. PostgreSQL must notice by itself that the
session that holds the lock has no other end any more (DESIGN section 3, hot standby), and when the host comes back its
writer, which never died, may write nothing (the fence) and becomes the standby.
"""
# Runs alone: it says how long the take-over may take.
import os
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.host import Host, refused  # noqa: E402
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for, wait_for_new_pid  # noqa: E402
from tests.support.client import Client, Follower, command  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402
from tests.support.ready import says  # noqa: E402

WITHOUT = refused()
TAKE_OVER_SECONDS_MAX = 5


def request(_=None):
    return command("request.submitted.v1", {"channel": "web", "text": "查询余额"})


def said_by(address, port):
    """What /readyz of a host answers; soon, because a host that vanished answers never."""
    return says(f"http://{address}:{port}/readyz", timeout=1)


@unittest.skipIf(WITHOUT, WITHOUT)
class VanishedHost(unittest.TestCase):
    """intake on another host, its standby on this one, which has PostgreSQL."""

    def setUp(self):
        self.servers = self.enterContext(Servers())
        self.host = self.enterContext(Host())
        self.fleet = self.enterContext(Fleet(self.servers, []))
        self.let_in(self.host)
        self.port = self.fleet.base + 4000 + OFFSETS["intake"]
        self.fleet.under = self.host.under
        url = f"postgresql://shouli_intake@{self.host.here}:5432/shouli"
        self.fleet.start("intake", "far", listen=self.host.address, database_url=url)
        self.fleet.under = []
        wait_for(lambda: said_by(self.host.address, self.port) == (200, "ready"), "the far one is ready")
        self.fleet.start("intake", "near")
        wait_for(lambda: said_by("127.0.0.1", self.port) == (503, "standby"), "the near one stands by")

    def let_in(self, host):
        """PostgreSQL listens on the cable, too."""
        data = os.path.realpath(f"{self.servers.folder}/postgres")
        with open(f"{data}/pg_hba.conf", "a", encoding="ascii") as file:
            file.write(f"host all all {host.address}/32 trust\n")
        self.fleet.sql(f"alter system set listen_addresses = '{host.here}'")
        pid = self.servers.pid("postgres")
        os.kill(pid, 9)
        wait_for_new_pid(self.servers.folder, "postgres", pid)
        wait_for(self.is_up, "PostgreSQL listens")

    def is_up(self):
        try:
            return self.fleet.sql("show listen_addresses")[0][0] == self.host.here
        except Exception:  # pylint: disable=broad-except
            return False

    def client_of(self, address):
        client = Client(self.fleet.keys, self.fleet.base, OFFSETS["intake"], "publisher", address=address)
        self.addCleanup(client.close)
        return client

    def test_p1_p2_the_standby_takes_over_within_five_seconds_and_the_lost_one_writes_no_more(self):
        far, near = self.client_of(self.host.address), self.client_of("127.0.0.1")
        sent = [request() for _ in range(200)]
        accepted = {}
        for body in sent[:100]:
            accepted[body["id"]] = far.insist(body)["case_no"]
        for body in sent[100:]:
            far.send(body)
        self.host.cut()
        began = time.monotonic()
        first = request()
        accepted[first["id"]] = near.insist(first, timeout=0.2)["case_no"]
        seconds = time.monotonic() - began
        print(f"\n# figure: host vanished: the standby accepts after {seconds:.2f} s", file=sys.stderr)
        self.assertLess(seconds, TAKE_OVER_SECONDS_MAX)
        self.assertEqual(said_by("127.0.0.1", self.port), (200, "ready"))
        for body in sent:  # a client that got no answer sends the same id again, here as well as there
            reply = near.insist(body)
            self.assertEqual(accepted.setdefault(body["id"], reply["case_no"]), reply["case_no"])
        self.assertIsNone(self.fleet.processes["far"].poll(), "it lives, cut off")
        self.host.mend()
        wait_for(lambda: said_by(self.host.address, self.port) == (503, "standby"), "the lost one stands by")
        self.assertIsNone(self.fleet.processes["far"].poll(), "nobody had to start it")
        self.assertIn("writer.superseded", self.fleet.tail("far", 30))
        near.insist(last := request())
        self.count(set(accepted) | {last["id"]})

    def count(self, ids):
        """Each once, in one chain, whichever process wrote it."""
        follower, seen = Follower(self.fleet.keys, self.fleet.base, OFFSETS["intake"] + 1, "intake"), []
        self.addCleanup(follower.client.close)
        end = time.monotonic() + 60
        while len(seen) < len(ids) and time.monotonic() < end:
            seen += [event["data"]["request_id"] for _, event in follower.take() or [] if event["type"] == "case.received.v1"]
        self.assertEqual((len(seen), set(seen)), (len(ids), ids))


if __name__ == "__main__":
    unittest.main()
