"""shouli-keys: key pairs that any CURVE client can use, made once and never replaced (PROTOCOL 5)."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml
import zmq
import zmq.auth

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import ROOT  # noqa: E402

SERVICES = ["intake", "router"]


class Keys(unittest.TestCase):
    """build/bin/shouli-keys."""

    def setUp(self):
        parent = tempfile.mkdtemp(prefix="shouli-keys.")
        self.addCleanup(shutil.rmtree, parent)
        self.folder = os.path.join(parent, "keys")

    def make(self, *services):
        return subprocess.run(
            [os.path.join(ROOT, "build/bin/shouli-keys"), self.folder, *services],
            capture_output=True,
            text=True,
        )

    def read(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()

    def pair(self, name):
        return zmq.auth.load_certificate(os.path.join(self.folder, name))

    def files(self):
        found = []
        for folder, _, names in os.walk(self.folder):
            found += [os.path.relpath(os.path.join(folder, name), self.folder) for name in names]
        return sorted(found)

    def test_makes_all_pairs_for_their_owner_alone(self):
        self.assertEqual(self.make(*SERVICES).returncode, 0)
        self.assertEqual(
            self.files(),
            [
                "allow.yaml",
                "operator.key_secret",
                "publisher.key_secret",
                "server.key",
                "server.key_secret",
                "services/intake.key_secret",
                "services/router.key_secret",
            ],
        )
        for name in self.files():
            self.assertEqual(os.stat(os.path.join(self.folder, name)).st_mode & 0o777, 0o600, name)
        self.assertEqual(os.stat(self.folder).st_mode & 0o777, 0o700)

    def test_the_public_file_of_the_servers_holds_no_secret(self):
        self.make(*SERVICES)
        public, secret = self.pair("server.key")
        self.assertIsNone(secret)
        self.assertEqual(public, self.pair("server.key_secret")[0])
        self.assertNotIn(self.pair("server.key_secret")[1], self.read("server.key"))

    def test_the_list_names_every_client_with_its_key_and_no_key_twice(self):
        self.make(*SERVICES)
        clients = yaml.safe_load(self.read("allow.yaml"))["clients"]
        self.assertEqual([client["name"] for client in clients], ["publisher", "operator", *SERVICES])
        for client in clients:
            folder = "services/" if client["name"] in SERVICES else ""
            public, _ = self.pair(f"{folder}{client['name']}.key_secret")
            self.assertEqual(client["key"].encode(), public)
        self.assertEqual(len({client["key"] for client in clients}), 4)

    def test_a_second_run_replaces_nothing(self):
        self.make(*SERVICES)
        before = {name: self.read(name) for name in self.files()}
        done = self.make(*SERVICES)
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        self.assertEqual({name: self.read(name) for name in self.files()}, before)

    def test_an_edited_list_stays_and_what_it_does_not_know_is_named(self):
        self.make("intake")
        with open(os.path.join(self.folder, "allow.yaml"), "a", encoding="utf-8") as file:
            file.write("# edited\n")
        done = self.make("intake", "router")
        self.assertEqual(done.returncode, 0)
        key = self.pair("services/router.key_secret")[0].decode()
        self.assertEqual(done.stdout, f"allow.yaml does not know the key of router: {key}\n")
        self.assertTrue(self.read("allow.yaml").endswith(b"# edited\n"))

    def test_half_a_file_of_a_broken_run_is_no_obstacle(self):
        os.makedirs(os.path.join(self.folder, "services"))
        with open(os.path.join(self.folder, "server.key_secret.new"), "w", encoding="utf-8") as file:
            file.write("curve\n")
        self.assertEqual(self.make(*SERVICES).returncode, 0)
        self.assertNotIn("server.key_secret.new", self.files())
        self.assertIsNotNone(self.pair("server.key_secret")[1])

    def test_a_key_file_that_cannot_be_read_stops_it(self):
        os.makedirs(self.folder)
        with open(os.path.join(self.folder, "publisher.key_secret"), "w", encoding="utf-8") as file:
            file.write("nonsense\n")
        done = self.make(*SERVICES)
        self.assertEqual(done.returncode, 1)
        self.assertIn("publisher.key_secret", done.stderr)
        self.assertEqual(self.read("publisher.key_secret"), b"nonsense\n")

    def change(self, verb, name):
        return subprocess.run([os.path.join(ROOT, "build/bin/shouli-keys"), f"--{verb}", name, self.folder],
                              capture_output=True, text=True)

    def listed(self, name):
        return [c for c in yaml.safe_load(self.read("allow.yaml"))["clients"] if c["name"] == name]

    def test_rotating_a_client_keeps_the_old_key_good_until_it_is_retired(self):
        self.make(*SERVICES)
        for name, path in (("publisher", "publisher.key_secret"), ("router", "services/router.key_secret")):
            old = self.pair(path)[0].decode()
            self.assertEqual(self.change("rotate", name).returncode, 0)
            new = self.pair(path)[0].decode()
            self.assertNotEqual(new, old)
            both = self.listed(name)
            self.assertEqual([client.pop("key") for client in both], [old, new])
            self.assertEqual(both[0], both[1])
            self.assertEqual(self.change("retire", name).stdout, f"{name}: 1 old key off the list\n")
            self.assertEqual([client["key"] for client in self.listed(name)], [new])
            self.assertEqual(self.change("retire", name).stdout, f"{name}: 0 old keys off the list\n")
        self.assertEqual(len(yaml.safe_load(self.read("allow.yaml"))["clients"]), 4)
        self.assertEqual({os.stat(os.path.join(self.folder, name)).st_mode & 0o777 for name in self.files()}, {0o600})

    def test_rotating_the_servers_replaces_both_halves_and_leaves_the_list(self):
        self.make(*SERVICES)
        before, old = self.read("allow.yaml"), self.pair("server.key")[0]
        self.assertEqual(self.change("rotate", "server").returncode, 0)
        self.assertNotEqual(self.pair("server.key")[0], old)
        self.assertEqual(self.pair("server.key")[0], self.pair("server.key_secret")[0])
        self.assertIsNone(self.pair("server.key")[1])
        self.assertEqual(self.read("allow.yaml"), before)

    def test_a_public_half_that_an_interrupted_rotation_left_is_made_anew(self):
        self.make(*SERVICES)
        old = self.read("server.key")
        self.change("rotate", "server")
        with open(os.path.join(self.folder, "server.key"), "wb") as file:
            file.write(old)
        self.make(*SERVICES)
        self.assertEqual(self.pair("server.key")[0], self.pair("server.key_secret")[0])

    def test_a_key_that_the_list_does_not_know_is_neither_rotated_nor_kept_alone(self):
        self.make(*SERVICES)
        with open(os.path.join(self.folder, "allow.yaml"), "w", encoding="utf-8") as file:
            file.write("clients: []\n")
        before = {name: self.read(name) for name in self.files()}
        for verb in ("rotate", "retire"):
            self.assertEqual(self.change(verb, "publisher").returncode, 1)
        self.assertEqual(self.change("rotate", "nobody").returncode, 1)
        self.assertEqual(self.change("rotate", "../x").returncode, 2)
        self.assertEqual(self.change("turn", "publisher").returncode, 2)
        self.assertEqual({name: self.read(name) for name in self.files()}, before)

    def test_what_is_to_be_changed_and_is_not_there_is_named_and_nothing_is_made(self):
        for verb in ("rotate", "retire"):
            done = self.change(verb, "publisher")
            self.assertEqual((done.returncode, done.stderr), (1, f"shouli-keys: cannot work in {self.folder}: No such file or directory\n"))
            self.assertFalse(os.path.exists(self.folder))
        self.make(*SERVICES)
        self.assertEqual(self.change("rotate", "nobody").stderr,
                         f"shouli-keys: there is no services/nobody.key_secret in {self.folder}\n")
        os.remove(os.path.join(self.folder, "allow.yaml"))
        self.assertEqual(self.change("rotate", "publisher").stderr, f"shouli-keys: there is no allow.yaml in {self.folder}\n")

    def test_names_and_their_number_are_bounded(self):
        self.assertEqual(self.make(*[f"s{i}" for i in range(32)]).returncode, 0)
        shutil.rmtree(self.folder)
        for names in (["../intake"], ["a" * 33], [""], [f"s{i}" for i in range(33)]):
            self.assertEqual(self.make(*names).returncode, 2, names)
            self.assertFalse(os.path.exists(self.folder))

    def test_the_pairs_work_between_foreign_clients(self):
        self.make(*SERVICES)
        context = zmq.Context()
        server, client = context.socket(zmq.REP), context.socket(zmq.REQ)
        try:
            server.curve_server = True
            server.curve_publickey, server.curve_secretkey = self.pair("server.key_secret")
            port = server.bind_to_random_port("tcp://127.0.0.1")
            client.curve_publickey, client.curve_secretkey = self.pair("publisher.key_secret")
            client.curve_serverkey, _ = self.pair("server.key")
            client.connect(f"tcp://127.0.0.1:{port}")
            client.send(b"hello")
            self.assertTrue(server.poll(5000))
            self.assertEqual(server.recv(), b"hello")
        finally:
            context.destroy(linger=0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
