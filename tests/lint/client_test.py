"""How the tests' own client repeats itself (tests/support/client.py), against services that are slow: it hears of each message once."""
import os
import sys
import unittest
from unittest import mock

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.support import client as client_module  # noqa: E402
from tests.support.client import Client, command  # noqa: E402


class Slow(Client):
    """Answers with the words of a list, one after the other; None is silence. A list of words answers an array."""

    def __init__(self, *words):  # pylint: disable=super-init-not-called
        self.words, self.sent, self.socket = list(words), [], mock.Mock()

    def send(self, body, *route):
        self.sent.append(body)

    def receive(self, timeout=20.0):
        word, body = self.words.pop(0), self.sent[-1]
        if word is None:
            return None
        if isinstance(body, list):
            return [self.reply(one, of) for one, of in zip(word, body, strict=True)]
        return self.reply(word, body)

    @staticmethod
    def reply(word, body):
        more = {"retry_after_ms": 1} if word in ("busy", "unavailable", "young") else {}
        return {"id": body["id"], "source": body["source"], "status": "rejected" if word == "young" else word, **more}


def message():
    return command("case.note.v1", {})


class Insist(unittest.TestCase):
    def setUp(self):
        self.enterContext(mock.patch.object(client_module, "ANSWERED", set()))

    def test_it_asks_again_until_there_is_an_answer(self):
        for words in (["accepted"], ["busy", "accepted"], [None, "unavailable", "accepted"], ["young", "accepted"]):
            client = Slow(*words)
            self.assertEqual(client.insist(message())["status"], "accepted")
            self.assertEqual(len(client.sent), len(words))
        self.assertEqual(Slow("rejected").insist(message())["status"], "rejected")

    def test_a_duplicate_of_its_own_first_try_was_accepted(self):
        for first in ("unavailable", None):
            self.assertEqual(Slow(first, "duplicate").insist(message())["status"], "accepted")

    def test_a_duplicate_at_once_or_of_what_was_answered_before_is_one(self):
        self.assertEqual(Slow("duplicate").insist(message())["status"], "duplicate")
        for first in ("accepted", "duplicate"):
            body = message()
            Slow(first).ask(body)
            self.assertEqual(Slow("unavailable", "duplicate").insist(body)["status"], "duplicate")
            self.assertEqual(Slow("unavailable", "duplicate").insist({**body, "source": "/other"})["status"], "accepted")

    def test_without_an_answer_it_gives_up(self):
        with self.assertRaises(TimeoutError):
            Slow(*["busy"] * 100000).insist(message(), deadline=0.01)
        with self.assertRaises(TimeoutError):
            Slow(*[["busy"]] * 100000).insist_all([message()], deadline=0.01)

    def test_of_an_array_only_what_took_too_long_is_sent_again(self):
        bodies = [message() for _ in range(3)]
        client = Slow(None, ["accepted", "unavailable", "rejected"], ["duplicate"])
        self.assertEqual([reply["status"] for reply in client.insist_all(bodies)], ["accepted", "accepted", "rejected"])
        self.assertEqual(client.sent, [bodies, bodies, bodies[1:2]])

    def test_of_an_array_a_duplicate_of_what_was_answered_before_is_one(self):
        old, new = message(), message()
        Slow("accepted").ask(old)
        said = Slow(["unavailable"] * 2, ["duplicate"] * 2).insist_all([old, new])
        self.assertEqual([reply["status"] for reply in said], ["duplicate", "accepted"])
        self.assertEqual(Slow(["duplicate"]).insist_all([message()])[0]["status"], "duplicate")


if __name__ == "__main__":
    unittest.main()
