"""`make monitor` (deploy/prometheus/local.py) as a program: it starts both, stops both, and says what it lacks."""
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, ROOT)
from tests.rig.ports import free_base  # noqa: E402
from tests.rig.wait import is_alive, wait_for  # noqa: E402

PROGRAM = ["/usr/bin/python3", os.path.join(ROOT, "deploy/prometheus/local.py")]
PORTS = {"prometheus": 6, "alertmanager": 7}


class Local(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory(prefix="shouli-monitor."))
        self.base = free_base()

    def begin(self, *arguments, **environment):
        process = subprocess.Popen(
            [*PROGRAM, *(arguments or [self.folder])], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "SHOULI_PORT_BASE": str(self.base), **environment}, start_new_session=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def refused(self, *arguments, **environment):
        process = self.begin(*arguments, **environment)
        out, err = process.communicate(timeout=60)
        self.assertEqual((process.returncode, out), (1, ""), err)
        self.assertNotIn("Traceback", err)
        return err

    def answers(self, name):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.base + PORTS[name]}/-/ready", timeout=3) as answer:
                return answer.status == 200
        except OSError:
            return False

    def begin_ready(self):
        process = self.begin()
        for name in PORTS:
            wait_for(lambda name=name: self.answers(name), f"{name} is ready", 60, every=0.1)
        found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True).stdout.split()
        self.assertEqual(len(found), 2)
        return process, [int(pid) for pid in found]

    def test_sigterm_and_ctrl_c_end_both_with_0(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            process, children = self.begin_ready()
            process.send_signal(number)
            self.assertEqual(process.wait(60), 0)
            self.assertFalse([pid for pid in children if is_alive(pid)])

    def test_one_that_ends_by_itself_is_named_and_takes_the_other_along(self):
        process, children = self.begin_ready()
        os.kill(children[0], signal.SIGKILL)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1)
        self.assertIn("prometheus has ended by itself", err)
        self.assertFalse([pid for pid in children if is_alive(pid)])

    def test_what_it_lacks_is_said_in_one_line(self):
        for base in ("1023", "60001", "99999", "x"):
            self.assertIn("give a number from 1024 to 60000", self.refused(SHOULI_PORT_BASE=base))
        self.assertIn("'make up' makes it", self.refused(f"{self.folder}/nowhere"))
        empty = os.path.join(self.folder, "bin")
        os.mkdir(empty)
        self.assertIn("there is no program prometheus; 'make install' installs it", self.refused(PATH=empty))
        os.symlink(shutil.which("prometheus"), f"{empty}/prometheus")
        self.assertIn("there is no program prometheus-alertmanager", self.refused(PATH=empty))
        for name, offset in PORTS.items():
            with socket.socket() as holder:
                holder.bind(("127.0.0.1", self.base + offset))
                holder.listen()
                self.assertIn(f"port {self.base + offset} ({name}) is taken by another program", self.refused())
        self.assertFalse(os.path.exists(f"{self.folder}/monitoring"))


if __name__ == "__main__":
    unittest.main()
