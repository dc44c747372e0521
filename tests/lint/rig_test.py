"""The cluster that all tests take copies of: made once, also when many of them begin at the same time."""
import concurrent.futures
import os
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig import servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402


class Cluster(unittest.TestCase):
    """cluster_of, without a server."""

    def setUp(self):
        self.root = self.enterContext(tempfile.TemporaryDirectory())
        self.enterContext(mock.patch.object(servers, "ROOT", self.root))
        self.made, self.asked, self.count = [], [], 0

    def make(self, place, migrated):
        self.made.append((place, migrated))
        wait_for(lambda: len(self.asked) == self.count, "the others ask meanwhile", 20)
        if len(self.made) == 1 and self.fails:
            raise RuntimeError("no space left")
        os.mkdir(place)

    def ask(self, count, fails=False):
        """What each of so many at once is told."""
        self.fails, self.count = fails, count

        def cluster():
            self.asked.append(1)
            return servers.cluster_of(False)

        with mock.patch.object(servers, "make_cluster", self.make), concurrent.futures.ThreadPoolExecutor(count) as pool:
            return [asked.exception() or asked.result() for asked in [pool.submit(cluster) for _ in range(count)]]

    def test_one_makes_it_and_the_others_wait_until_it_is_whole(self):
        places = self.ask(4)
        self.assertEqual(self.made, [(places[0], False)])
        self.assertEqual(len(set(places)), 1)
        self.assertTrue(os.path.isdir(places[0]))

    def test_after_one_that_failed_the_next_one_tries(self):
        told = self.ask(3, fails=True)
        self.assertEqual(len(self.made), 2)
        self.assertEqual(sorted(isinstance(each, RuntimeError) for each in told), [False, False, True])


if __name__ == "__main__":
    unittest.main(verbosity=2)
