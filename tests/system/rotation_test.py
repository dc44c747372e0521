"""Keys are changed while work goes on: no process ends, nothing that was accepted is lost (PROTOCOL 5, SECURITY.md).

intake and router run; requests are published through the whole of each rotation.
"""
import os
import shutil
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import ROOT, Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, Follower, command  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402


def request(text):
    return command("request.submitted.v1", {"channel": "phone", "text": text})


class Rotation(unittest.TestCase):
    """Each test leaves a fleet that works for the next."""

    @classmethod
    def setUpClass(cls):
        cls.servers = cls.enterClassContext(Servers())
        cls.fleet = cls.enterClassContext(Fleet(cls.servers, ["intake", "router"]))

    def setUp(self):
        self.pids = {name: process.pid for name, process in self.fleet.processes.items()}

    def tearDown(self):
        for name, process in self.fleet.processes.items():
            self.assertIsNone(process.poll(), f"{name} ended: {self.fleet.tail(name)}")
            self.assertEqual(process.pid, self.pids[name])

    def keys(self, verb, name):
        return subprocess.run([f"{ROOT}/build/bin/shouli-keys", f"--{verb}", name, self.fleet.keys],
                              check=True, capture_output=True, text=True).stdout

    def client(self, who="publisher", keys=None):
        client = Client(keys or self.fleet.keys, self.fleet.base, OFFSETS["intake"], who)
        self.addCleanup(client.close)
        return client

    def old_keys(self):
        """A client's own copy, as it was before a rotation."""
        copy = f"{self.servers.folder}/copy-{self.id().rpartition('.')[2]}"
        shutil.copytree(self.fleet.keys, copy)
        return copy

    def count(self, name, event):
        with open(self.fleet.log[name], encoding="utf-8") as log:
            return log.read().count(f'"event":"{event}"')

    def reload(self, *names):
        for name in names:
            before = self.count(name, "service.reloaded")
            self.fleet.signal(name, signal.SIGHUP)
            wait_for(lambda n=name, b=before: self.count(n, "service.reloaded") > b, f"{name} reads anew")

    def classified(self, reply):
        """router has got the case: what intake accepted travels on."""
        follower = Follower(self.fleet.keys, self.fleet.base, OFFSETS["router"] + 1, "router")
        self.addCleanup(follower.client.close)
        follower.until(lambda event: event.get("caseno") == reply["case_no"], 60)

    def test_a_client_changes_its_key_and_both_are_good_until_the_old_one_is_retired(self):
        old = self.old_keys()
        before = self.client(keys=old)
        self.assertEqual(before.insist(request("一"))["status"], "accepted")
        self.keys("rotate", "publisher")
        self.reload("intake")
        after = self.client()
        self.assertEqual(before.insist(request("二"))["status"], "accepted")
        self.assertEqual(after.insist(request("三"))["status"], "accepted")
        self.assertIn("1 old key", self.keys("retire", "publisher"))
        self.reload("intake")
        self.assertEqual(before.ask(request("四"))["status"], "rejected")
        self.assertEqual(after.insist(request("五"))["status"], "accepted")
        self.assertIsNone(self.client(keys=old).ask(request("六"), timeout=1.0))

    def test_a_service_changes_its_own_key_and_goes_on_following(self):
        self.keys("rotate", "router")
        self.reload("intake", "router")
        self.classified(self.client().insist(request("换钥")))
        self.keys("retire", "router")
        self.reload("intake", "router")
        self.classified(self.client().insist(request("旧钥已撤")))

    def test_the_servers_change_theirs_and_every_request_has_one_effect(self):
        old = self.old_keys()
        first = request("换钥之前")
        accepted = self.client(keys=old).insist(first)
        self.keys("rotate", "server")
        ready = {name: self.count(name, "service.ready") for name in self.fleet.names}
        self.reload(*self.fleet.names)
        for name, before in ready.items():
            wait_for(lambda n=name, b=before: self.count(n, "service.ready") > b, f"{name} bound anew")
        self.assertIsNone(self.client(keys=old).ask(request("旧公钥"), timeout=1.0))
        again = self.client().insist(first)
        self.assertEqual((again["status"], again["case_no"]), ("duplicate", accepted["case_no"]))
        self.classified(self.client().insist(request("换钥之后")))

    def test_a_wrong_key_file_changes_nothing(self):
        path = f"{self.fleet.keys}/server.key_secret"
        with open(path, "rb") as file:
            good = file.read()
        with open(path, "wb") as file:
            file.write(b"half a fi")
        try:
            ready = self.count("intake", "service.ready")
            self.reload("intake")
            self.assertEqual(self.client().insist(request("坏文件"))["status"], "accepted")
            self.assertEqual(self.count("intake", "service.ready"), ready)
        finally:
            with open(path, "wb") as file:
                file.write(good)

    def test_a_service_is_asked_for_its_health_by_its_own_program(self):
        """REQUIREMENTS 1.20: what a container's engine runs."""
        ask = [f"{ROOT}/build/bin/shouli-intake", "--health"]
        done = subprocess.run(ask, env=self.fleet.environment("intake"), capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout), (0, "ready\n"))
        nobody = self.fleet.environment("intake", {"http_port": self.fleet.base + 99})
        done = subprocess.run(ask, env=nobody, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn("does not answer", done.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
