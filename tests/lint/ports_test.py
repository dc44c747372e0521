"""How tests get their ports (tests/rig/ports.py)."""
import os
import socket
import subprocess
import sys
import threading
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, ROOT)
from tests.rig import ports  # noqa: E402
from tests.rig.ports import BASES, HELD_MAX, OFFSETS, claim, free_base  # noqa: E402


class Ports(unittest.TestCase):
    def setUp(self):
        self.addCleanup(self.release)

    def release(self):
        while ports.held:
            for name in ports.held.popleft():
                name.close()

    def bind(self, port):
        holder = socket.socket()
        self.addCleanup(holder.close)
        holder.bind(("127.0.0.1", port))
        holder.listen()
        return holder

    def test_all_ports_of_an_instance_are_looked_at_and_none_belongs_to_connections(self):
        for offset in (4, 5, *range(10, 90, 10), *range(11, 90, 10), *range(4010, 4100, 10), 99):
            self.assertIn(offset, OFFSETS)
        self.assertLess(BASES[-1] + OFFSETS[-1], 32768)

    def test_a_base_with_one_port_taken_is_not_given_whichever_it_is(self):
        base = free_base()
        self.release()
        for offset in (4, 61, 99, 4010, 4060, 4099):
            holder = self.bind(base + offset)
            self.assertIsNone(claim(base), offset)
            holder.close()
        self.assertEqual(free_base([base]), base)

    def test_a_base_is_given_once_also_across_processes_and_again_after_its_end(self):
        base = free_base()
        self.assertIsNone(claim(base))
        self.release()
        code = f"from tests.rig.ports import free_base; print(free_base([{base}]), flush=True); input()"
        with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True) as other:
            self.assertEqual(other.stdout.readline(), f"{base}\n")
            self.assertIsNone(claim(base))
            other.communicate("\n")
        self.assertEqual(free_base([base]), base)

    def test_http_of_one_base_is_not_given_as_the_commands_of_another(self):
        base = free_base(range(BASES[0], 20000, 100))
        for other in (base + 4000, base - 4000):
            self.assertIsNone(claim(other))

    def test_scarce_ports_are_waited_for_and_then_named(self):
        base = free_base()
        self.release()
        holder = self.bind(base + 4020)
        with self.assertRaisesRegex(AssertionError, f"free ports for an instance .1 bases from {base}."):
            free_base([base], patience=0.1)
        timer = threading.Timer(0.3, holder.close)
        timer.start()
        self.addCleanup(timer.join)
        self.assertEqual(free_base([base], patience=20), base)

    def test_a_process_holds_so_many_and_then_lets_the_oldest_go(self):
        given = [free_base() for _ in range(HELD_MAX)]
        self.assertEqual(len(set(given)), HELD_MAX)
        self.assertIsNone(claim(given[0]))
        free_base(sorted(set(BASES) - set(given)))
        self.assertEqual(free_base([given[0]], patience=0), given[0])
        self.assertIsNone(claim(given[2]))


if __name__ == "__main__":
    unittest.main()
