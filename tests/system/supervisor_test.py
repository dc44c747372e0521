"""The supervisor as a process: what dies is started again, what must stop stops, nothing is left behind.

Guards P1 (a kill of anything, any time) and OP-08 (restart safe) for what runs outside containers.
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import ROOT, Servers, cluster_of  # noqa: E402
from tests.rig.wait import is_alive, read_pid, wait_for, wait_for_new_pid  # noqa: E402

SUPERVISOR = os.path.join(ROOT, "build/bin/shouli-supervisor")
FOREVER = "exec tail -f /dev/null"


def entry(name, script, *more, kind="service"):
    """An entry of the table that runs a shell script."""
    return "\n  ".join([f"{kind} {name}", f'run /bin/sh -c "{script}"', *more]) + "\n"


class OfATable(unittest.TestCase):
    """The supervisor with tables of small scripts."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="shouli-supervisor.")
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.process = None

    def tearDown(self):
        if self.process:
            if self.process.poll() is None:
                self.process.kill()
            self.process.communicate()

    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        try:
            with open(self.path(name), encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def begin(self, *entries, options=()):
        with open(self.path("table"), "w", encoding="utf-8") as file:
            file.write("".join(entries))
        self.process = subprocess.Popen(
            [SUPERVISOR, *options, self.folder, self.path("table")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def begin_ready(self, *entries, options=()):
        self.begin(*entries, options=options)
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if line == "ready\n":
                return lines
        self.fail("never ready: " + "".join(lines))

    def pid(self, name):
        return wait_for(lambda: read_pid(self.folder, name), f"the pid file of {name}")

    def end(self, status=0):
        self.process.terminate()
        self.assertEqual(self.process.wait(timeout=60), status)

    def test_starts_a_killed_process_again_with_a_new_pid_file(self):
        self.begin_ready(entry("one", FOREVER), entry("two", FOREVER))
        old, other = self.pid("one"), self.pid("two")
        os.kill(old, signal.SIGKILL)
        new = wait_for_new_pid(self.folder, "one", old)
        self.assertTrue(is_alive(new))
        self.assertFalse(is_alive(old))
        self.assertEqual(self.pid("two"), other)
        self.end()

    def test_the_pid_file_names_the_process_itself(self):
        self.begin_ready(entry("one", "exec sleep 1000"))

        def program():
            with open(f"/proc/{self.pid('one')}/comm", encoding="ascii") as file:
                return file.read()

        wait_for(lambda: program() == "sleep\n", "the program under the pid of the file")
        self.end()

    def test_starts_in_the_order_of_the_table_and_stops_in_reverse(self):
        note = "trap 'echo stop {0} >>order; kill $!; exit 0' TERM; echo start {0} >>order; touch {0}.up; while :; do tail -f /dev/null & wait; done"
        here = f"folder {self.folder}"
        self.begin_ready(
            entry("a", note.format("a"), here, f"ready test -e {self.folder}/a.up"),
            entry("b", note.format("b"), here, f"ready test -e {self.folder}/b.up", "after a"),
            entry("c", note.format("c"), here, f"ready test -e {self.folder}/c.up", "after a b"),
        )
        self.end()
        self.assertEqual(
            self.read("order").split("\n")[:-1],
            ["start a", "start b", "start c", "stop c", "stop b", "stop a"],
        )

    def test_leaves_no_process_and_no_pid_file_after_the_end(self):
        orphan = "env --default-signal=QUIT setsid sh -c 'echo $$ >orphan; exec tail -f /dev/null' & "
        self.begin_ready(entry("one", FOREVER), entry("two", orphan + FOREVER, f"folder {self.folder}"))
        pids = [self.pid("one"), self.pid("two")]
        pids.append(int(wait_for(lambda: self.read("orphan").strip(), "the orphan")))
        self.end()
        self.assertFalse(any(is_alive(pid) for pid in pids))
        self.assertEqual(os.listdir(self.path("pids")), [])
        self.assertFalse(os.path.exists(self.path("supervisor.pid")))

    def test_kills_what_does_not_heed_the_stop_signal(self):
        self.begin_ready(
            entry("deaf", "trap '' TERM; touch up; while :; do tail -f /dev/null; done", "stop TERM 1",
                  f"folder {self.folder}", f"ready test -e {self.folder}/up")
        )
        pid = self.pid("deaf")
        self.end()
        self.assertFalse(is_alive(pid))

    def test_a_second_signal_ends_at_once(self):
        self.begin_ready(
            entry("deaf", "trap '' TERM; touch up; while :; do tail -f /dev/null; done", "stop TERM 600",
                  f"folder {self.folder}", f"ready test -e {self.folder}/up")
        )
        pid = self.pid("deaf")
        self.process.terminate()
        self.assertTrue(is_alive(pid))
        self.process.send_signal(signal.SIGINT)
        self.assertEqual(self.process.wait(timeout=60), 0)
        self.assertFalse(is_alive(pid))

    def test_takes_its_children_along_when_it_is_killed_itself(self):
        self.begin_ready(entry("one", FOREVER), entry("two", FOREVER, "death QUIT"))
        pids = [self.pid("one"), self.pid("two")]
        self.process.kill()
        for pid in pids:
            wait_for(lambda pid=pid: not is_alive(pid), f"the death of {pid}")

    def test_stops_when_its_stdin_is_closed(self):
        self.begin_ready(entry("one", FOREVER), options=["--while-stdin"])
        pid = self.pid("one")
        self.process.stdin.close()
        self.assertEqual(self.process.wait(timeout=60), 0)
        self.assertFalse(is_alive(pid))
        self.process.stdin = None

    def test_the_first_signal_is_no_impatience_when_it_is_stopping_already(self):
        """Ctrl-C in a terminal ends those who listen, and `down` comes behind: what runs must still end in its own time."""
        slow = "trap 'echo begun >begun; kill $!; timeout 1 tail -f /dev/null; echo whole >said; exit 0' TERM; touch up; " \
               "while :; do tail -f /dev/null & wait; done"
        self.begin_ready(entry("slow", slow, f"folder {self.folder}", f"ready test -e {self.folder}/up"),
                         options=["--while-stdin"])
        self.process.stdin.close()
        self.process.stdin = None
        wait_for(lambda: self.read("begun"), "it is being stopped")
        self.end()
        self.assertEqual(self.read("said"), "whole\n")

    def test_repeats_a_task_until_it_ends_well_and_only_then_goes_on(self):
        here = f"folder {self.folder}"
        self.begin_ready(
            entry("twice", "echo try >>tries; test $(wc -l <tries) = 2", here, kind="task"),
            entry("next", f"cp tries seen; {FOREVER}", here, "after twice"),
        )
        wait_for(lambda: self.read("seen") == "try\ntry\n", "the second try to be seen")
        self.end()
        self.assertEqual(self.read("tries"), "try\ntry\n")

    def test_waits_for_the_orphans_of_a_dead_process_before_it_starts_again(self):
        orphan = "setsid sh -c 'trap exit TERM; echo $$ >orphan; while :; do tail -f /dev/null & wait; done' & "
        script = f"test -e orphan && cat /proc/$(cat orphan)/comm >>found; test -e orphan || {orphan} {FOREVER}"
        self.begin_ready(entry("parent", script, f"folder {self.folder}"))
        old = self.pid("parent")
        orphan = int(wait_for(lambda: self.read("orphan").strip(), "the orphan"))
        os.kill(old, signal.SIGKILL)
        wait_for_new_pid(self.folder, "parent", old)
        self.assertFalse(is_alive(orphan))
        self.assertEqual(self.read("found"), "")
        self.end()

    def test_refuses_a_folder_in_which_another_works(self):
        self.begin_ready(entry("one", FOREVER))
        pid = self.pid("one")
        second = subprocess.run(
            [SUPERVISOR, self.folder, self.path("table")], capture_output=True, text=True, timeout=60
        )
        self.assertEqual(second.returncode, 1)
        self.assertIn("another supervisor works here", second.stdout)
        self.assertEqual(self.pid("one"), pid)
        self.end()

    def test_gives_a_hopeless_start_up_and_quotes_the_log(self):
        self.begin(
            entry("good", FOREVER),
            entry("bad", "echo no such setting; exit 3", "ready false", "after good"),
            options=["--deadline", "60"],
        )
        out, _ = self.process.communicate(timeout=60)
        self.assertEqual(self.process.returncode, 1)
        self.assertIn("died (exit status 3), again in 100 ms; its log ends: no such setting", out)
        self.assertIn("bad          is not ready; its log ends: no such setting", out)
        self.assertNotIn("ready\n", [line for line in out.splitlines(True)])

    def test_fails_a_start_that_is_not_ready_by_the_deadline(self):
        self.begin(
            entry("slow", f"echo still warming up; {FOREVER}", "ready false"),
            entry("later", FOREVER, "after slow"),
            options=["--deadline", "2"],
        )
        out, _ = self.process.communicate(timeout=60)
        self.assertEqual(self.process.returncode, 1)
        self.assertIn("slow         is not ready; its log ends: still warming up", out)
        self.assertIn("later        is not ready, it waits for others", out)

    def test_detached_it_returns_when_ready_and_lives_on(self):
        with open(self.path("table"), "w", encoding="utf-8") as file:
            file.write(entry("one", FOREVER))
        done = subprocess.run(
            [SUPERVISOR, "--detach", "--deadline", "60", self.folder, self.path("table")],
            capture_output=True, text=True, timeout=60,
        )
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(done.stdout.splitlines()[-1], "ready")
        child, supervisor = self.pid("one"), int(self.read("supervisor.pid"))
        self.assertTrue(is_alive(supervisor))
        os.kill(supervisor, signal.SIGTERM)
        wait_for(lambda: not is_alive(supervisor) and not is_alive(child), "the end of both")

    def test_names_the_line_of_a_table_that_it_does_not_understand(self):
        self.begin("service one\n  run true\n  sprint true\n")
        out, _ = self.process.communicate(timeout=60)
        self.assertEqual(self.process.returncode, 2)
        self.assertEqual(out, f"{self.path('table')}:3: unknown word at the start of the line\n")

    def test_explains_its_use_when_called_wrongly(self):
        for options in ([], ["--deadline", "0"], ["--deadline", "3601"], ["--deadline", "1x"],
                        ["--detach", "--while-stdin"], ["--what"]):
            paths = [self.folder, "/dev/null"] if options else []
            done = subprocess.run([SUPERVISOR, *options, *paths], capture_output=True, text=True)
            self.assertEqual(done.returncode, 2, options)
            self.assertIn("usage: shouli-supervisor", done.stderr, options)


class OfServers(unittest.TestCase):
    """The supervisor with a real PostgreSQL and Redis."""

    @classmethod
    def setUpClass(cls):
        cls.servers = Servers().__enter__()
        cls.addClassCleanup(cls.servers.__exit__)

    def psql(self, text):
        done = subprocess.run(
            ["psql", "-X", "-A", "-t", "-c", text, self.servers.database_url], capture_output=True, text=True
        )
        return done.stdout.strip() if done.returncode == 0 else None

    def redis(self, *words):
        path, _, password = self.servers.redis_url.removeprefix("unix:").partition("?")
        done = subprocess.run(
            ["redis-cli", "-e", "-s", path, *words], capture_output=True, text=True,
            env={**os.environ, "REDISCLI_AUTH": password},
        )
        return done.stdout.strip() if done.returncode == 0 else None

    def test_postgres_comes_back_after_a_kill_of_the_postmaster_and_keeps_what_it_had(self):
        self.assertIsNotNone(self.psql("create table kept as select 42 as answer"))
        # A backend that is busy when its postmaster dies holds the shared memory for a while.
        with subprocess.Popen(
            ["psql", "-X", "-c", "select count(*) from generate_series(1, 2000000000)", self.servers.database_url],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as busy:
            wait_for(
                lambda: self.psql("select count(*) from pg_stat_activity where query like '%generate%' and pid <> pg_backend_pid()") == "1",
                "the busy backend",
            )
            old = self.servers.pid("postgres")
            os.kill(old, signal.SIGKILL)
            wait_for_new_pid(self.servers.folder, "postgres", old)
            wait_for(lambda: self.psql("select answer from kept") == "42", "the kept row")
            busy.wait(timeout=60)

    def test_redis_comes_back_after_a_kill(self):
        self.assertEqual(self.redis("ping"), "PONG")
        old = self.servers.pid("redis")
        os.kill(old, signal.SIGKILL)
        wait_for_new_pid(self.servers.folder, "redis", old)
        wait_for(lambda: self.redis("set", "x", "1") == "OK", "Redis to accept")

    def test_both_come_back_when_killed_together(self):
        old = [self.servers.pid(name) for name in ("postgres", "redis")]
        for pid in old:
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: self.psql("select 1") == "1", "PostgreSQL to answer")
        wait_for(lambda: self.redis("ping") == "PONG", "Redis to answer")

    def test_postgres_runs_as_an_unprivileged_user(self):
        status = os.stat(f"/proc/{self.servers.pid('postgres')}")
        self.assertNotEqual(status.st_uid, 0)

    def test_nobody_else_can_reach_the_sockets(self):
        mode = os.stat(os.path.join(self.servers.folder, "socket")).st_mode & 0o777
        self.assertEqual(mode, 0o700)

    def test_redis_wants_the_password(self):
        path = self.servers.redis_url.removeprefix("unix:").partition("?")[0]
        done = subprocess.run(["redis-cli", "-s", path, "ping"], capture_output=True, text=True)
        self.assertIn("NOAUTH", done.stdout)

    def test_what_one_test_writes_is_in_nobody_elses_cluster(self):
        """All of them are copies of one."""
        self.assertIsNotNone(self.psql("create table left_here (a int)"))
        with Servers() as other:
            done = subprocess.run(["psql", "-XAtc", "select to_regclass('left_here') is null", other.database_url],
                                  capture_output=True, text=True, check=True)
            self.assertEqual(done.stdout, "t\n")
        self.assertFalse(os.path.exists(f"{cluster_of(True)}/postgres/postmaster.pid"), "nobody works in that one")

    def test_a_cluster_is_empty_when_that_is_asked_for(self):
        count = "select count(*) from pg_namespace where nspname in ('intake', 'desk', 'vault')"
        self.assertEqual(self.psql(count), "3")
        with Servers(migrated=False) as other:
            done = subprocess.run(["psql", "-XAtc", count, other.database_url], capture_output=True, text=True, check=True)
            self.assertEqual(done.stdout, "0\n")

    def test_durability_is_not_traded_for_speed(self):
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            self.assertEqual(self.psql(f"show {name}"), "on")


class OfAnEnd(unittest.TestCase):
    """What is left when the servers of a test have ended."""

    def test_nothing_is_left_of_the_servers_of_a_test(self):
        with Servers() as servers:
            folder, pids = servers.folder, [servers.pid("postgres"), servers.pid("redis")]
            self.assertTrue(all(is_alive(pid) for pid in pids))
        self.assertFalse(os.path.exists(folder))
        self.assertFalse(any(is_alive(pid) for pid in pids))


if __name__ == "__main__":
    unittest.main(verbosity=2)
