"""How a soak judges growth (tests/soak/watch.py): a leak is seen through restarts, and no leak is seen where there is none."""
import os
import random
import subprocess
import sys
import unittest
from unittest import mock

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.soak.load import AGAIN_SECONDS, Waiting  # noqa: E402
from tests.soak.watch import FAILED_MAX, JUDGED_SECONDS, WARM_SECONDS, WHOLE_SECONDS, Series, Watch, children_of, metric  # noqa: E402


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
        self.assertEqual((metric(page, "a"), metric(page, "ab")), (5.0, 7.0))

    def test_a_metric_that_is_not_there_is_no_zero(self):
        with self.assertRaisesRegex(ValueError, "no metric none"):
            metric("a 2\nnone_total 3\n", "none")


class Process:
    pid = os.getpid()


class FakeServers:
    """Both servers are a process that has a child."""

    def pid(self, _):
        return os.getppid()


class FakeFleet:
    """Answers as a fleet that is well."""
    names = ["intake", "desk"]
    page = 'shouli_waiting_messages 1\nshouli_follow_lag_events{stream="x"} 2\n'

    def __init__(self):
        self.processes, self.servers = dict.fromkeys(self.names, Process), FakeServers()
        self.away = set()

    def answer(self, name, value, error):
        if name in self.away:
            raise error
        return value

    def get(self, name, _):
        return self.answer(name, self.page, OSError("refused"))

    def sql(self, statement):
        table = "pg_table_size" in statement
        return self.answer("tables" if table else "held", [(1, 2, 3, 4)] if table else [("5",)],
                           subprocess.CalledProcessError(2, "psql"))

    def redis(self, *_):
        return self.answer("redis", "used_memory:1000", subprocess.CalledProcessError(1, "redis-cli"))


class Measured(unittest.TestCase):
    """A soak that measured nothing must not pass."""

    def setUp(self):
        self.fleet, self.now = FakeFleet(), 0
        self.watch = Watch(self.fleet, lambda: self.now)
        self.enterContext(mock.patch("tests.soak.watch.children_of", lambda pid: [pid] if pid else []))

    def sample(self, count):
        for _ in range(count):
            self.watch.sample()
            self.now += 5

    def test_a_run_in_which_all_is_measured_has_no_fault(self):
        self.sample(WHOLE_SECONDS // 5)
        self.assertEqual(self.watch.faults(WHOLE_SECONDS), [])
        self.assertEqual(set(self.watch.series), self.watch.expected())
        self.assertEqual(len(self.watch.expected()), 4 + 3 + 6)  # intake follows nobody

    def test_a_run_without_samples_has_only_faults(self):
        self.assertEqual(self.watch.faults(1), sorted(f"{name} has no samples" for name in self.watch.expected()))

    def test_each_source_that_never_answers_is_named(self):
        for source, missing in (("desk", "desk: lag"), ("redis", "redis: memory above 200 B a member"),
                                ("held", "redis: waiting cases and timers"), ("tables", "tables: size of the small ones")):
            with self.subTest(source):
                self.setUp()
                self.fleet.away = {source}
                self.sample(20)
                faults = self.watch.faults(100)
                self.assertIn(f"{missing} has no samples", faults)
                self.assertTrue(any(fault.startswith(f"20 of 20 samples of {source.replace('held', 'redis')} failed") for fault in faults),
                                faults)

    def test_the_processes_of_a_server_are_its_children(self):
        self.assertIn(os.getpid(), children_of(os.getppid()))
        self.assertEqual(children_of(None), [])

    def test_a_server_without_pid_is_a_failed_sample(self):
        self.fleet.servers.pid = lambda _: None
        self.sample(20)
        self.assertIn("postgres: own memory of backends has no samples", self.watch.faults(100))

    def test_a_metric_that_was_renamed_is_found(self):
        for name in ("shouli_follow_lag_events", "shouli_waiting_messages"):
            self.setUp()
            self.fleet.page = FakeFleet.page.replace(name, "shouli_other")
            self.sample(20)
            self.assertIn(f"20 of 20 samples of desk failed (ValueError('no metric {name}'))", self.watch.faults(100))

    def test_what_was_never_judged_is_a_fault_of_a_run_of_ten_minutes(self):
        self.sample((WARM_SECONDS + JUDGED_SECONDS) // 5)
        for seconds, faults in ((WHOLE_SECONDS - 1, 0), (WHOLE_SECONDS, 13), (WHOLE_SECONDS + 1, 13)):
            self.assertEqual(sum("was never judged" in fault for fault in self.watch.faults(seconds)), faults, seconds)
        self.sample(1)
        self.assertEqual(self.watch.faults(WHOLE_SECONDS), [])

    def test_failures_are_bounded_by_a_number_and_by_a_share(self):
        for samples, most in ((40, FAILED_MAX), (120, 12)):
            for failed, wrong in ((most - 1, False), (most, False), (most + 1, True)):
                self.setUp()
                self.fleet.away = set()
                self.sample(samples - failed)
                self.fleet.away = {"tables"}
                self.sample(failed)
                self.assertEqual(any("of tables failed" in fault for fault in self.watch.faults(100)), wrong, (samples, failed))

    def test_a_failure_of_one_service_takes_no_sample_of_another(self):
        self.fleet.away = {"intake"}
        self.sample(3)
        self.assertEqual(len(self.watch.series["desk: own memory"].values()), 3)
        self.assertEqual(self.watch.failed, {"intake": 3})


class FakeClient:
    """Keeps what is sent; answers with what was laid down."""

    def __init__(self):
        self.sent, self.replies = [], []

    def send(self, body):
        self.sent.append(body["id"])

    def receive(self, _):
        return self.replies.pop(0) if self.replies else None


class SentAgain(unittest.TestCase):
    """What a soak says of silence: a message that was told to come again was not met with silence."""

    def setUp(self):
        self.now, self.client, self.answers = 100.0, FakeClient(), []
        self.waiting = Waiting(self.client, lambda: self.now)
        self.waiting.send({"id": "a"}, self.answers.append)

    def take(self, after, *statuses):
        self.now += after
        self.client.replies += [{"id": "a", "status": status, "retry_after_ms": 500} for status in statuses]
        self.waiting.take()
        return self.waiting.again, self.waiting.silent

    def test_only_after_the_time_it_goes_out_again(self):
        self.assertEqual(self.take(AGAIN_SECONDS - 0.25), (0, 0))
        self.assertEqual(self.take(0.25), (0, 0))
        self.assertEqual(self.take(0.25), (1, 1))
        self.assertEqual(self.take(AGAIN_SECONDS), (1, 1))
        self.assertEqual(self.take(0.25), (2, 2))
        self.assertEqual(self.client.sent, ["a"] * 3)

    def test_what_was_busy_comes_again_when_it_was_told_and_is_no_silence(self):
        self.assertEqual(self.take(0, "busy"), (0, 0))
        self.assertEqual(self.take(0.5), (0, 0))
        self.assertEqual(self.take(0.25), (1, 0))
        self.assertEqual(self.take(AGAIN_SECONDS + 0.25), (2, 1))

    def test_many_answers_to_one_message_never_make_the_count_negative(self):
        """Sent again after a silence it may be told twice to come again, or told so at the very end."""
        self.assertEqual(self.take(AGAIN_SECONDS + 0.25), (1, 1))
        self.assertEqual(self.take(0.25, "busy", "unavailable", "busy"), (1, 1))
        self.assertEqual(self.take(0.25, "accepted"), (1, 1))
        self.assertEqual(self.waiting.sent, {})
        self.assertEqual([reply["status"] for reply in self.answers], ["accepted"])

    def test_an_answer_to_nothing_is_left_alone(self):
        self.take(0, "accepted", "accepted")
        self.assertEqual(len(self.answers), 1)


if __name__ == "__main__":
    unittest.main()
