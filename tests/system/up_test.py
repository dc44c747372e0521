"""make up, down and clean-run: two installations side by side, what they write, what they say when they cannot.

The services that are built are started too; what they do is the business of other tests.
"""
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.ports import free_base, is_free  # noqa: E402
from tests.rig.servers import ROOT  # noqa: E402
from tests.rig.wait import is_alive, read_pid, wait_for, wait_for_new_pid  # noqa: E402


class Installation:
    """A run folder and a port base of a test's own; `bare` is one whose root has neither services nor migration: `up` is a
    matter of PostgreSQL and Redis there, and takes a third of the time."""

    def __init__(self, test, folder=None, bare=False):
        parent = tempfile.mkdtemp(prefix="shouli-up.")
        os.chmod(parent, 0o711)
        test.addCleanup(shutil.rmtree, parent, True)
        self.parent = parent
        self.run = os.path.join(parent, folder or "run")
        self.base = free_base()
        self.root = self.make_bare_root() if bare else ROOT
        test.addCleanup(self.call, "down", "--clean")

    def make_bare_root(self):
        root = os.path.join(self.parent, "root")
        for folder in ("deploy/local", "deploy/backup"):
            shutil.copytree(os.path.join(ROOT, folder), os.path.join(root, folder))
        os.makedirs(os.path.join(root, "build/bin"))
        for name in ("shouli-supervisor", "shouli-keys"):
            os.symlink(os.path.join(ROOT, "build/bin", name), os.path.join(root, "build/bin", name))
        return root

    def begin(self, name, *arguments, **environment):
        """A script of deploy/local as a process group of its own, as a terminal starts it."""
        return subprocess.Popen(
            [os.path.join(self.root, "deploy/local", name), *arguments],
            env={**os.environ, "SHOULI_RUN_DIR": self.run, "SHOULI_PORT_BASE": str(self.base), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def call(self, name, *arguments, **environment):
        with self.begin(name, *arguments, **environment) as process:
            try:
                out, err = process.communicate(timeout=200)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                raise
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def env(self):
        with open(os.path.join(self.run, "env"), encoding="utf-8") as file:
            pairs = (line.strip().partition("=") for line in file)
            return {name: value.strip("'") for name, _, value in pairs}

    def query(self, text):
        """As runbooks have it: no password among the words."""
        return self.tool("psql", "-X", "-A", "-t", "-c", text, "service=shouli")

    def tool(self, *words):
        """With what `. run/env` gives."""
        done = subprocess.run(words, capture_output=True, text=True, check=False, env={**os.environ, **self.env()})
        return done.stdout.strip()

    def redis(self, *words):
        return self.tool("redis-cli", "-p", str(self.base + 5), *words)

    def pids(self):
        names = [name.removesuffix(".pid") for name in os.listdir(os.path.join(self.run, "pids"))]
        return {name: read_pid(self.run, name) for name in names}


class Up(unittest.TestCase):
    """deploy/local/up and down."""

    def up(self, installation):
        done = installation.call("up")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done

    def test_two_installations_run_side_by_side(self):
        one, two = Installation(self), Installation(self)
        self.up(one)
        self.up(two)
        one.query("create table mine as select 1 as x")
        one.redis("set", "mine", "1")
        self.assertEqual(two.query("select count(*) from pg_tables where tablename = 'mine'"), "0")
        self.assertEqual(two.redis("exists", "mine"), "0")
        self.assertEqual(one.query("select x from mine"), "1")
        self.assertEqual(one.redis("exists", "mine"), "1")
        # The URLs are for client libraries.
        self.assertEqual(one.tool("psql", "-XAtc", "select x from mine", one.env()["SHOULI_DATABASE_URL"]), "1")
        self.assertEqual(one.tool("redis-cli", "--no-auth-warning", "-u", one.env()["SHOULI_REDIS_URL"], "exists", "mine"), "1")
        self.assertEqual(one.call("down").returncode, 0)
        self.assertEqual(two.query("select 1"), "1")

    def test_down_stops_every_process_and_a_later_up_finds_keys_and_data_again(self):
        here = Installation(self)
        self.up(here)
        keys = os.path.join(here.run, "keys")
        names = ["server.key", "publisher.key_secret", "operator.key_secret", "allow.yaml", "vault.kek"]

        def contents():
            for name in names:
                with open(os.path.join(keys, name), "rb") as file:
                    yield file.read()

        before = list(contents())
        here.query("create table kept as select 42 as answer")
        pids = here.pids()
        self.assertLessEqual({"postgres", "redis"}, set(pids))
        self.assertEqual(here.call("down").returncode, 0)
        self.assertFalse([name for name, pid in pids.items() if is_alive(pid)])
        self.up(here)
        self.assertEqual(list(contents()), before)
        self.assertEqual(here.query("select answer from kept"), "42")

    def test_a_second_up_changes_nothing(self):
        here = Installation(self, bare=True)
        self.up(here)
        pids = here.pids()
        self.assertIn("already up", self.up(here).stdout)
        self.assertEqual(here.pids(), pids)

    def test_what_is_killed_comes_back_under_its_name(self):
        here = Installation(self, bare=True)
        self.up(here)
        for name in ("redis", "postgres"):
            old = read_pid(here.run, name)
            os.kill(old, 9)
            wait_for_new_pid(here.run, name, old)

    def test_up_works_again_after_the_supervisor_was_killed(self):
        here = Installation(self, bare=True)
        self.up(here)
        here.query("create table kept as select 42 as answer")
        pids = here.pids()
        with open(os.path.join(here.run, "supervisor.pid"), encoding="ascii") as file:
            os.kill(int(file.read()), 9)
        for name, pid in pids.items():
            wait_for(lambda pid=pid: not is_alive(pid), f"{name} to die with its supervisor")
        self.up(here)
        self.assertEqual(here.query("select answer from kept"), "42")

    def test_a_taken_port_is_named_and_nothing_is_started(self):
        here = Installation(self)
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", here.base + 5))
            holder.listen()
            done = here.call("up")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(
            done.stderr,
            f"port {here.base + 5} (redis) is taken by another program; "
            "stop it or give another SHOULI_PORT_BASE\n",
        )
        self.assertFalse(os.path.exists(here.run))

    def test_clean_deletes_the_folder_and_what_lies_elsewhere_for_it(self):
        here = Installation(self, "x" * 90, bare=True)
        self.up(here)
        place = os.path.dirname(os.path.realpath(os.path.join(here.run, "postgres")))
        self.assertTrue(place.startswith("/tmp/shouli-"), place)
        self.assertEqual(here.query("select 1"), "1")
        self.assertEqual(here.call("down", "--clean").returncode, 0)
        self.assertFalse(os.path.exists(here.run))
        self.assertFalse(os.path.exists(place))

    def test_clean_leaves_a_folder_alone_that_up_did_not_make(self):
        here = Installation(self)
        os.mkdir(here.run)
        precious = os.path.join(here.run, "precious")
        with open(precious, "w", encoding="utf-8"):
            pass
        done = here.call("down", "--clean")
        self.assertEqual(done.returncode, 1)
        self.assertIn("left alone", done.stderr)
        self.assertTrue(os.path.exists(precious))

    def test_up_takes_no_folder_in_which_something_else_lies(self):
        """clean-run deletes all of it: whatever was there would be gone."""
        here = Installation(self)
        os.mkdir(here.run)
        for name in ("thesis.txt", ".hidden", "..odd"):
            path = os.path.join(here.run, name)
            with open(path, "w", encoding="utf-8"):
                pass
            for script in ("up", "restore"):
                done = here.call(script, SHOULI_BACKUP_DIR=here.parent)
                self.assertEqual(done.returncode, 1)
                self.assertEqual(done.stderr, f"{here.run} is left alone: {name} in it was not made by 'make up'; "
                                              "give a SHOULI_RUN_DIR of its own\n")
            self.assertEqual(os.listdir(here.run), [name])
            os.remove(path)

    def test_clean_deletes_what_a_start_that_failed_has_left(self):
        here = Installation(self)
        broken = os.path.join(here.parent, "bin")
        os.mkdir(broken)
        with open(os.path.join(broken, "initdb"), "w", encoding="ascii", opener=lambda path, flags: os.open(path, flags, 0o755)) as file:
            file.write("#!/bin/sh\necho 'initdb: error: no space left' >&2\nexit 1\n")
        done = here.call("up", POSTGRES_BIN=broken)
        self.assertEqual((done.returncode, done.stderr), (1, "PostgreSQL could not be set up: initdb: error: no space left\n"))
        self.assertTrue(os.listdir(here.run))
        done = here.call("down", "--clean")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertFalse(os.path.exists(here.run))

    def test_two_ups_at_once_make_one_installation_and_both_return_when_it_is_ready(self):
        here = Installation(self, bare=True)
        both = [here.begin("up") for _ in range(2)]
        said = []
        for process in both:
            with process:
                out, err = process.communicate(timeout=200)
            self.assertEqual(process.returncode, 0, out + err)
            said.append(out)
        self.assertEqual(sum(text.startswith("already up: ") for text in said), 1, said)
        self.assertEqual(here.query("select 1"), "1")

    def test_a_password_that_could_not_be_written_starts_nothing(self):
        """An empty one would be taken by everybody who asks."""
        here = Installation(self)
        os.mkdir(os.path.join(here.parent, "bin"))
        path = os.path.join(here.parent, "bin/base64")
        with open(path, "w", encoding="ascii", opener=lambda path, flags: os.open(path, flags, 0o755)) as file:
            file.write("#!/bin/sh\necho 'base64: write error: no space left' >&2\nexit 1\n")
        os.makedirs(os.path.join(here.run, "secrets"))
        with open(os.path.join(here.run, "secrets/postgres"), "w", encoding="ascii") as file:
            file.write("there-was-room-for-this-one")
        done = here.call("up", PATH=f"{os.path.dirname(path)}:{os.environ['PATH']}")
        self.assertNotEqual(done.returncode, 0, done.stdout)
        self.assertIn("no space left", done.stderr)
        for name in ("redis/redis.conf", "table", "env"):
            self.assertFalse(os.path.exists(os.path.join(here.run, name)), name)

    def test_down_says_when_there_is_nothing_to_stop(self):
        here = Installation(self)
        done = here.call("down")
        self.assertEqual((done.returncode, done.stdout), (0, f"nothing runs in {here.run}\n"))

    def test_every_script_refuses_options_that_it_does_not_have_and_tells_its_use(self):
        here = Installation(self)
        for script in ("up", "down", "run", "backup", "restore", "servers"):
            done = here.call(script, "--cleen", SHOULI_BACKUP_DIR=here.parent)
            self.assertIn(done.returncode, (1, 2), script)
            self.assertRegex(done.stderr, "there is no option --cleen; see --help|^restore ", script)
            done = here.call(script, "--help", SHOULI_BACKUP_DIR=here.parent)
            self.assertEqual((done.returncode, done.stderr), (0, ""), script)
            self.assertGreater(len(done.stdout), 100, script)
            self.assertNotIn("set -euo", done.stdout, script)
        self.assertFalse(os.path.exists(here.run))

    def test_works_in_a_folder_with_blanks_and_chinese_in_its_name(self):
        here = Installation(self, "受理 run")
        self.up(here)
        self.assertEqual(here.query("select 1"), "1")
        self.assertEqual(here.redis("ping"), "PONG")

    @unittest.skipUnless(os.geteuid() == 0, "only root runs PostgreSQL as somebody else")
    def test_works_in_a_folder_that_the_user_of_postgres_cannot_enter(self):
        here = Installation(self, bare=True)
        os.chmod(here.parent, 0o700)
        self.up(here)
        self.assertEqual(here.query("select 1"), "1")

    def test_a_lock_left_by_a_power_cut_is_cleared_when_its_number_belongs_to_another(self):
        here = Installation(self, bare=True)
        self.up(here)
        lock = os.path.join(here.run, "postgres/postmaster.pid")
        with open(lock, encoding="ascii") as file:
            content = file.read()
        self.assertEqual(here.call("down").returncode, 0)
        user = pwd.getpwnam("postgres").pw_uid if os.geteuid() == 0 else None
        with subprocess.Popen(["tail", "-f", "/dev/null"], user=user, cwd="/") as stranger:
            with open(lock, "w", encoding="ascii") as file:
                file.write(content.replace(content.split("\n", 1)[0], str(stranger.pid), 1))
            if user is not None:
                os.chown(lock, user, -1)
            os.chmod(lock, 0o600)
            done = here.call("up")
            stranger.kill()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(here.query("select 1"), "1")

    def test_secrets_are_for_their_owner_alone(self):
        here = Installation(self, bare=True)
        self.up(here)
        secret = ["env", "table", "secrets/redis", "secrets/postgres", "secrets/pg_service.conf", "redis/redis.conf"]
        secret += ["keys/" + name for name in ("vault.kek", "server.key_secret", "operator.key_secret")]
        for name in secret:
            mode = os.stat(os.path.join(here.run, name)).st_mode & 0o777
            self.assertEqual(mode, 0o600, name)

    def test_tcp_asks_for_the_password(self):
        here = Installation(self, bare=True)
        self.up(here)
        url = f"postgresql://shouli@127.0.0.1:{here.base + 4}/shouli"
        done = subprocess.run(["psql", "-X", "-w", "-c", "select 1", url], capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("password", done.stderr)

    def test_a_port_base_outside_its_limits_is_refused(self):
        here = Installation(self)
        for base in ("1023", "60001", "abc", "-5500"):
            here.base = base
            done = here.call("up")
            self.assertEqual(done.returncode, 1, base)
            self.assertIn("give a number from 1024 to 60000", done.stderr, base)

    def test_the_scripts_take_the_port_bases_that_the_services_take(self):
        """Or everything is started for a service that ends at once."""
        with open(os.path.join(ROOT, "common/engine/settings.def"), encoding="utf-8") as file:
            low, high = re.search(r"SETTING\(port_base, INT, 5500, (\d+), (\d+),", file.read()).groups()
        for base, code in ((int(low) - 1, 1), (int(low), 0), (int(high), 0), (int(high) + 1, 1)):
            done = subprocess.run(["bash", "-c", f". {ROOT}/deploy/local/lib.sh; port_base_of"], capture_output=True, text=True, check=False,
                                  env={**os.environ, "SHOULI_PORT_BASE": str(base)})
            self.assertEqual(done.returncode, code, base)

    def test_a_folder_of_the_system_is_refused(self):
        for run in ("/", "/tmp", "/etc/../usr"):
            done = subprocess.run(
                [os.path.join(ROOT, "deploy/local/down"), "--clean"],
                env={**os.environ, "SHOULI_RUN_DIR": run},
                capture_output=True,
                text=True,
            )
            self.assertEqual(done.returncode, 1)
            self.assertIn("give a folder of its own", done.stderr)


SERVICE = """#!/usr/bin/python3
import http.server, json, os
settings = {name: value for name, value in os.environ.items() if name.startswith("SHOULI_")}
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/readyz" else 503)
        self.end_headers()
        self.wfile.write(json.dumps(settings).encode())
    def log_message(self, *_):
        pass
http.server.HTTPServer(("127.0.0.1", int(os.environ["SHOULI_PORT_BASE"]) + {port}), Ready).serve_forever()
"""
MIGRATE = """#!/bin/sh
psql -X -q -v ON_ERROR_STOP=1 "$SHOULI_DATABASE_URL" -c "create role shouli_intake login" &&
    echo "migrated $SHOULI_PORT_BASE"
"""


class UpWithServices(unittest.TestCase):
    """A root of its own, in which scripts stand for the migration and two services."""

    def setUp(self):
        self.here = Installation(self, bare=True)
        self.bin = os.path.join(self.here.root, "build/bin")
        self.write("shouli-migrate", MIGRATE)
        for name, port in (("intake", 4010), ("survey", 4060)):
            self.write(f"shouli-{name}", SERVICE.replace("{port}", str(port)))

    def write(self, name, text):
        path = os.path.join(self.bin, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, 0o755)

    def settings(self, offset):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.here.base + offset}/readyz") as reply:
            return json.load(reply)

    def log(self, name):
        with open(os.path.join(self.here.run, "log", name + ".log"), encoding="utf-8") as file:
            return file.read()

    def test_migrates_then_starts_what_is_built_and_says_where_to_look(self):
        done = self.here.call("up")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(set(self.here.pids()), {"postgres", "redis", "intake", "survey"})
        self.assertEqual(self.log("migrate"), f"migrated {self.here.base}\n")
        self.assertIn(f"commands {self.here.base + 10}, events {self.here.base + 11}", done.stdout)
        (way,) = re.findall("for tools: (.*)", done.stdout)  # as it is typed: what a program is told by it
        said = subprocess.run(["bash", "-c", f"{way}; printenv SHOULI_PORT_BASE"], capture_output=True, text=True, check=False)
        self.assertEqual(said.stdout, f"{self.here.base}\n")
        self.assertIn(f"http://127.0.0.1:{self.here.base + 4060}/metrics", done.stdout)
        steps = [line.split()[0] for line in done.stdout.splitlines() if " after " in line]
        self.assertEqual(steps[:3], ["postgres", "redis", "migrate"])
        self.assertEqual(sorted(steps[3:]), ["intake", "survey"])

    def test_gives_each_service_its_own_role_and_the_agreed_settings(self):
        self.here.call("up")
        settings = self.settings(4010)
        self.assertEqual(settings["SHOULI_PORT_BASE"], str(self.here.base))
        self.assertEqual(settings["SHOULI_RUN_DIR"], self.here.run)
        self.assertEqual(settings["SHOULI_KEYS_DIR"], self.here.run + "/keys")
        self.assertEqual(settings["SHOULI_CONFIG_DIR"], self.here.root + "/deploy/config")
        with open(settings["SHOULI_VAULT_KEK_FILE"], encoding="ascii") as file:
            self.assertRegex(file.read(), "^[0-9a-f]{64}$")
        done = subprocess.run(
            ["psql", "-X", "-A", "-t", "-c", "select current_user", settings["SHOULI_DATABASE_URL"]],
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.stdout, "shouli_intake\n", done.stderr)
        self.assertTrue(settings["SHOULI_REDIS_URL"].startswith("unix:/"))
        self.assertTrue(self.settings(4060)["SHOULI_DATABASE_URL"].startswith("postgresql://shouli_survey@"))

    def test_a_killed_service_comes_back(self):
        self.here.call("up")
        old = read_pid(self.here.run, "survey")
        os.kill(old, 9)
        wait_for_new_pid(self.here.run, "survey", old)
        wait_for(lambda: not is_free(self.here.base + 4060), "the port of the new life")

    def test_a_service_that_keeps_dying_is_named_with_its_last_words(self):
        self.write("shouli-survey", "#!/bin/sh\necho unknown setting SHOULI_COLOUR\nexit 1\n")
        done = self.here.call("up")
        self.assertEqual(done.returncode, 1)
        self.assertIn("survey       is not ready; its log ends: unknown setting SHOULI_COLOUR", done.stdout)
        self.assertIn("make clean-run", done.stderr)
        self.assertEqual(self.here.pids(), {})

    def read_until(self, process, words):
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith(words):
                return lines
        self.fail("".join(lines))

    def test_run_plays_the_demonstration_and_stops_at_ctrl_c(self):
        self.write("shouli", '#!/bin/sh\necho "$1 with $SHOULI_PORT_BASE"\n')
        with self.here.begin("run") as process:
            lines = self.read_until(process, "Ctrl-C")
            pids = self.here.pids()
            self.assertEqual(len(pids), 4)
            os.killpg(process.pid, signal.SIGINT)
            lines += process.stdout.readlines()
            self.assertEqual(process.wait(timeout=120), 0)
        self.assertIn(f"demo with {self.here.base}\n", lines)
        self.assertFalse([name for name, pid in pids.items() if is_alive(pid)])

    def test_ctrl_c_while_it_starts_leaves_nothing_when_run_has_ended(self):
        self.write("shouli-survey", "#!/bin/sh\nexec tail -f /dev/null\n")  # never ready
        with self.here.begin("run") as process:
            self.read_until(process, "  postgres")
            pids = self.here.pids()
            os.killpg(process.pid, signal.SIGINT)
            out, err = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 0, out + err)
        self.assertIn("postgres", pids)
        self.assertFalse([name for name, pid in pids.items() if is_alive(pid)])
        self.assertEqual(self.here.pids(), {})

    def test_run_leaves_alone_what_somebody_else_has_started(self):
        self.assertEqual(self.here.call("up").returncode, 0)
        pids = self.here.pids()
        done = self.here.call("run")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn(f"already up: {self.here.run}; 'make down' first", done.stderr)
        self.assertEqual(self.here.pids(), pids)
        self.assertTrue(all(is_alive(pid) for pid in pids.values()))

    def test_run_that_was_ended_from_elsewhere_says_so_and_fails(self):
        with self.here.begin("run") as process:
            self.read_until(process, "Ctrl-C")
            self.assertEqual(self.here.call("down").returncode, 0)
            _, err = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 1)
        self.assertIn(f"ended, and not from here; the last lines of {self.here.run}/log/supervisor.log", err)


if __name__ == "__main__":
    unittest.main(verbosity=2)
