"""A steady load of whole lives: requests at a rate, and members of staff who claim, resolve and close what they are given.

One thread, one socket to intake and one to desk; everything is sent again under its id until it is answered, as PROTOCOL.md
section 2 asks for.
"""
import threading
import time

import zmq

from tests.support.client import Client, command
from tests.support.fleet import OFFSETS

AGAIN_SECONDS = 3.0
SLICE_SECONDS = 0.05
PATIENCE_SECONDS = 0.1


class Entry:
    """A message that has no answer yet."""

    def __init__(self, body, then, now):
        self.body, self.then, self.again_at = body, then, now + AGAIN_SECONDS
        self.put_off = False  # it was answered, with busy or unavailable, since it was sent


class Waiting:
    """Messages of one socket that have no answer yet; `again` of them went out again, `silent` of these unanswered."""

    def __init__(self, client, clock=time.monotonic):
        self.client, self.clock, self.sent, self.again, self.silent = client, clock, {}, 0, 0

    def send(self, body, then):
        self.sent[body["id"]] = Entry(body, then, self.clock())
        self.client.send(body)

    def take(self):
        """Answers that are there; what was busy or unavailable, or had no answer for long, goes out again."""
        reply = self.client.receive(0)
        while reply:
            for one in reply if isinstance(reply, list) else [reply]:
                entry = self.sent.get(one.get("id"))
                if entry and one["status"] in ("busy", "unavailable"):
                    entry.put_off = True
                    entry.again_at = self.clock() + one.get("retry_after_ms", 200) / 1000
                elif entry:
                    del self.sent[one["id"]]
                    entry.then(one)
            reply = self.client.receive(0)
        now = self.clock()
        for entry in self.sent.values():
            if now > entry.again_at:
                self.again += 1
                self.silent += not entry.put_off
                entry.put_off, entry.again_at = False, now + AGAIN_SECONDS
                self.client.send(entry.body)


class Person:
    """Does one thing at a time: claims, resolves, closes, and claims again."""

    def __init__(self, load, name):
        self.load, self.name, self.next_at, self.busy = load, name, 0.0, False

    def ask(self, kind, data, then):
        self.busy = True
        self.load.desk.send(command(kind, data, source="/bank/desk", actor=self.name, role="L2"), then)

    def claim(self):
        self.ask("case.claim.v1", {}, self.claimed)

    def rest(self, seconds):
        self.busy, self.next_at = False, time.monotonic() + seconds

    def claimed(self, reply):
        if reply["status"] == "rejected" or not reply.get("result"):
            self.rest(PATIENCE_SECONDS)
            return
        found = reply["result"]
        answer = {"case_id": found["case_id"], "lease_epoch": found["lease_epoch"], "answer": "已经为您查明并处理"}
        self.ask("case.resolve.v1", answer, self.resolved)

    def resolved(self, reply):
        if reply["status"] == "rejected":  # the lease lapsed meanwhile: another one has it
            self.load.refused += 1
            self.rest(0)
            return
        self.load.resolved += 1
        self.ask("case.close.v1", {"case_id": reply["result"]["case_id"]}, self.closed)

    def closed(self, reply):
        self.load.closed += reply["status"] != "rejected"
        self.rest(0)


class Load(threading.Thread):
    """Runs until told to end; `rate` is requests a second."""

    def __init__(self, fleet, rate, people, make):
        super().__init__(daemon=True)
        self.fleet, self.rate, self.make = fleet, rate, make
        self.people = [Person(self, f"soak-{number}") for number in range(people)]
        self.sent = self.resolved = self.closed = self.refused = 0
        self.accepted, self.worst = {}, 0.0
        self.ending = self.publishing = False
        self.error = None
        self.intake = self.desk = None

    def run(self):
        try:
            self.play()
        except Exception as error:  # pylint: disable=broad-except
            self.error = error

    def play(self):
        context = zmq.Context()
        self.intake = Waiting(Client(self.fleet.keys, self.fleet.base, OFFSETS["intake"], "publisher", context))
        self.desk = Waiting(Client(self.fleet.keys, self.fleet.base, OFFSETS["desk"], "operator", context))
        begun, self.publishing = time.monotonic(), True
        while not self.ending or self.intake.sent:
            now = time.monotonic()
            due = int((now - begun) * self.rate) - self.sent if not self.ending else 0
            for _ in range(min(max(due, 0), 1000)):
                self.sent += 1
                body = self.make()
                self.intake.send(body, lambda reply, at=now: self.accept(reply, at))
            self.intake.take()
            self.desk.take()
            for person in self.people:
                if not person.busy and now >= person.next_at:
                    person.claim()
            # until an answer comes, or the next requests are due
            zmq.select([self.intake.client.socket, self.desk.client.socket], [], [], SLICE_SECONDS)
        context.destroy(0)

    def accept(self, reply, at):
        if reply["status"] not in ("accepted", "duplicate"):
            raise AssertionError(f"intake refused: {reply}")
        self.accepted[reply["id"]] = reply["case_id"]
        self.worst = max(self.worst, time.monotonic() - at)
