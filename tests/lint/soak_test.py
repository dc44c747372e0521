"""How a soak judges growth (tests/soak/watch.py): a leak is seen through restarts, and no leak is seen where there is none."""
import os
import random
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.soak.watch import JUDGED_SECONDS, WARM_SECONDS, Series, metric  # noqa: E402


def series(value, lives=1, seconds=300, bound=10.0, noise=5.0):
    """`value(second of the life, life)` each 5 s."""
    made = Series("x", "KiB", bound, noise)
    for life in range(lives):
        for second in range(0, seconds + 1, 5):
            made.add(life, life * (seconds + 5) + second, value(second, life))
    return made


class Growth(unittest.TestCase):
    def test_the_slope_is_a_minutes_growth(self):
        self.assertAlmostEqual(series(lambda second, _: 100 + second / 6).slope(), 10.0)

    def test_the_bound_itself_is_no_growth_and_a_little_more_is(self):
        for slope, grows in ((9.9, False), (10.0, False), (10.1, True)):
            self.assertEqual(series(lambda second, _, s=slope: s * second / 60, bound=10.0 + 1e-9).grows(), grows, slope)

    def test_a_leak_is_seen_through_restarts(self):
        leak = series(lambda second, life: 1000 + 20 * second / 60, lives=4, seconds=180)
        self.assertAlmostEqual(leak.slope(), 20.0)
        self.assertTrue(leak.grows())

    def test_another_level_after_a_restart_is_no_growth(self):
        self.assertAlmostEqual(series(lambda _, life: 1000 + 500 * life, lives=4, seconds=180).slope(), 0.0)

    def test_what_is_taken_in_the_beginning_is_no_growth(self):
        self.assertAlmostEqual(series(lambda second, _: min(second, WARM_SECONDS) * 100).slope(), 0.0)

    def test_a_step_is_no_growth_and_two_are_none(self):
        """What a backlog takes once is kept for the next one."""
        for middle in (90, 150, 170, 220, 280):
            self.assertFalse(series(lambda second, _, at=middle: 1000 if second > at else 0).grows(), middle)
        self.assertFalse(series(lambda second, _: 1000 * (second > 90) + 1000 * (second > 220)).grows())

    def test_a_leak_with_noise_and_a_step_is_seen(self):
        rng = random.Random(3)
        self.assertTrue(series(lambda second, _: second / 60 * 20 + rng.uniform(-5, 5) + 300 * (second > 200)).grows())

    def test_what_comes_and_goes_is_no_growth(self):
        rng = random.Random(7)
        self.assertFalse(series(lambda *_: 1000 + rng.uniform(-2, 2)).grows())
        self.assertFalse(series(lambda second, _: second / 60 * 11, seconds=150, noise=20).grows())

    def test_lives_that_are_too_short_say_nothing(self):
        for seconds, judged in ((-5, False), (0, True), (5, True)):
            leak = series(lambda second, _: second * 1000, lives=5, seconds=WARM_SECONDS + JUDGED_SECONDS + seconds)
            self.assertEqual(leak.grows(), judged)
        short = series(lambda second, _: second * 1000, lives=5, seconds=WARM_SECONDS)
        self.assertIsNone(short.slope())
        self.assertFalse(short.grows())
        self.assertIn("no life was long enough", short.line())

    def test_what_grows_is_marked(self):
        self.assertIn("GROWS", series(lambda second, _: second).line())
        self.assertNotIn("GROWS", series(lambda *_: 5).line())


class Pages(unittest.TestCase):
    def test_a_metric_is_summed_over_its_labels(self):
        page = '# TYPE a gauge\na{x="1"} 2\na{x="2"} 3\nab 7\na_total 9\n'
        self.assertEqual((metric(page, "a"), metric(page, "ab"), metric(page, "none")), (5.0, 7.0, 0))


if __name__ == "__main__":
    unittest.main()
