"""tests/compose/run when it is told to end, with a stand-in for docker: its containers must not go on without it."""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, ROOT)
from tests.rig.wait import wait_for  # noqa: E402

# An engine that answers, and an image that is never built; it notes what it is asked for.
STANDIN = """#!/bin/sh
echo "$*" >>"$CALLS"
case "$*" in
*"image inspect"*) echo 1 ;;
*build*) exec tail -f /dev/null ;;
esac
"""


class End(unittest.TestCase):
    """A program that has a limit of time."""

    def test_what_is_told_to_end_takes_its_containers_down_and_has_failed(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        for name in ("docker", "docker-compose"):
            with open(f"{folder}/{name}", "w", encoding="ascii", opener=lambda path, flags: os.open(path, flags, 0o755)) as file:
                file.write(STANDIN)
        calls = f"{folder}/calls"
        environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "CALLS": calls}

        def said():
            with open(calls, encoding="utf-8") as file:
                return file.read()

        with subprocess.Popen([f"{ROOT}/tests/compose/run", "--short"], env=environment, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True) as process:
            wait_for(lambda: os.path.exists(calls) and "build secrets" in said(), "the image is being built")
            self.assertNotIn(" down", said())
            # As run-all does it; the first one may come when it is just about to wait.
            wait_for(lambda: process.terminate() or process.poll() is not None, "it ends", every=0.2)
            told = process.stderr.read()
        self.assertEqual((process.returncode, told), (1, "told to end\n"))
        self.assertEqual(said().splitlines()[-1], "compose down --volumes --remove-orphans --timeout 2")


if __name__ == "__main__":
    unittest.main()
