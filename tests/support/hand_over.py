"""Old and new programs side by side: each service has a process of one version and a standby of the other, which take over
from each other under load; at the end everything accepted is counted once, everywhere.
"""
import signal
import subprocess
import time
import urllib.error
import urllib.request

from tests.chaos.acts import Publisher
from tests.rig.wait import wait_for
from tests.support.client import Client, Follower, command
from tests.support.fleet import OFFSETS

NAMES = ("intake", "router", "desk")
NEXT_PORTS = 100  # above those of the old programs


def request(rng):
    return command("request.submitted.v1", {"channel": "app", "text": "三年定期现在利率多少",
                                            "customer": {"ref": f"C{rng.randrange(10 ** 6)}"}}, source="/bank/app")


def version_of(program):
    """What a program calls itself."""
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True, timeout=10).stdout.split()[-1]


class HandOver:
    """Beside a unittest.TestCase. `fleet` runs the old programs; `versions` gives for old and next the folder of programs,
    the settings, and a word that /version says of this one alone."""
    fleet, versions, publisher = None, {}, None

    def publish(self):
        self.publisher = Publisher(self.fleet, OFFSETS["intake"], 1, 100, 20, request, "publisher", every=0.005)
        self.publisher.start()

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
        self.fleet.binaries, settings, _ = self.versions[version]
        port = self.fleet.base + 4000 + OFFSETS[name] + (NEXT_PORTS if version == "next" else 0)
        self.fleet.start(name, self.alias(name, version), http_port=port, **settings)
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
        code = process.wait(60)
        self.assertEqual(code, 0 if way == signal.SIGTERM else -way)
        wait_for(lambda: self.ask(name, version, "/readyz")[0] == 200, f"{name} of {version} takes over")
        said = self.ask(name, version, "/version")[1]
        for each, (_, _, word) in self.versions.items():
            self.assertEqual(word in said, each == version, said)

    def end_and_count(self):
        """P1, P2, P10: nothing lost, nothing doubled, no dead letter, no imbalance."""
        self.publisher.may_end = True
        self.publisher.join(90)
        self.assertIsNone(self.publisher.error)
        self.assertFalse(self.publisher.is_alive())
        accepted = self.publisher.accepted
        self.assertGreater(len(accepted), 100)
        seen, end = {}, time.monotonic() + 60
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
                 "all cases have reached desk")
        for name in NAMES:
            self.assertEqual(self.fleet.sql(f"select count(*) from {name}.dead_letter")[0][0], "0")
            client = Client(self.fleet.keys, self.fleet.base, OFFSETS[name])
            self.addCleanup(client.close)
            self.assertEqual(client.insist(command("ledger.get.v1", {}, actor="upgrade"))["result"]["imbalance"], 0)
