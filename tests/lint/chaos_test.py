"""What the chaos run holds against its events (tests/chaos/system.py): a doubled effect is seen, and staff that died is."""
import os
import sys
import unittest
from unittest import mock

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.chaos import acts, system  # noqa: E402


class OneEffect(unittest.TestCase):
    def test_a_cause_that_had_its_effect_twice_is_seen_also_when_the_case_differs(self):
        """P2."""
        events = [{"causationid": "a", "caseid": "1"}, {"causationid": "b", "caseid": "1"}, {"causationid": "c", "caseid": "2"}]
        self.assertEqual(system.by_cause(events), {"a": "1", "b": "1", "c": "2"})
        for case in ("1", "3"):
            with self.assertRaisesRegex(AssertionError, "doubled"):
                system.by_cause([*events, {"causationid": "a", "caseid": case}])


class Staff(unittest.TestCase):
    def test_staff_that_ended_by_an_error_fails_the_run(self):
        fleet = mock.Mock(keys="/nowhere", base=1)
        person = system.Staff(fleet, "x")
        person.start()
        with self.assertRaises(FileNotFoundError):
            system.end_staff([person])

    def test_staff_is_told_to_end_by_its_event_and_ends(self):
        with mock.patch.object(system, "Client"), mock.patch.object(system.Staff, "try_", return_value=None):
            person = system.Staff(mock.Mock(), "x")
            person.start()
            system.end_staff([person])
        self.assertFalse(person.is_alive())


class Pace(unittest.TestCase):
    """Acts befall the whole of what is published, not its beginning alone."""

    def setUp(self):
        self.publisher = mock.Mock(total=100, accepted={})
        self.pace = acts.Pace(mock.Mock(random=lambda: 0.25), [self.publisher], acts=10, seconds=60)

    def accept(self, count):
        self.publisher.accepted = dict.fromkeys(range(count))

    def test_an_act_waits_until_its_share_is_accepted(self):
        self.assertTrue(self.pace.is_due(), "the first comes at once")
        for done in (1, 2, 3):
            self.pace.acted()
            self.accept(done * 10 - 1)
            self.assertFalse(self.pace.is_due())
            self.accept(done * 10)
            self.assertTrue(self.pace.is_due())

    def test_one_in_four_follows_at_once(self):
        self.pace.random.random = lambda: 0.249
        self.pace.acted()
        self.assertTrue(self.pace.is_due())

    def test_a_load_that_recovers_slowly_keeps_no_act_for_ever(self):
        self.pace.acted()
        self.assertFalse(self.pace.is_due())
        self.pace.last -= 60
        self.assertTrue(self.pace.is_due())


if __name__ == "__main__":
    unittest.main()
