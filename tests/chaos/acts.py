"""What the chaos tests share: publishers that insist, and the acts that befall processes."""
import os
import random
import signal
import subprocess
import threading
import time

import zmq

from tests.support.client import Client


class Publisher(threading.Thread):
    """Sends what `make(random)` gives with `window` outstanding until every one is accepted; the same id again after
    silence, as PROTOCOL.md section 2 asks for; one in `every` seconds at most."""

    def __init__(self, fleet, offset, number, total, window, make, who="operator", every=0.0):
        super().__init__(daemon=True)
        self.every = every
        self.fleet, self.offset, self.total, self.window, self.make, self.who = fleet, offset, total, window, make, who
        self.random = random.Random(number)
        self.accepted, self.duplicates, self.resent, self.sent = {}, 0, 0, 0
        self.error = None
        self.may_end = False  # set when the chaos is over: until then the load goes on

    def run(self):
        try:
            self.publish()
        except Exception as error:  # pylint: disable=broad-except
            self.error = error

    def publish(self):
        client = Client(self.fleet.keys, self.fleet.base, self.offset, self.who, zmq.Context.instance())
        waiting, again, due = {}, [], time.monotonic()
        while waiting or again or len(self.accepted) < self.total or not self.may_end:
            while len(waiting) < self.window and time.monotonic() >= due and (again or self.sent < self.total or not self.may_end):
                if again:
                    message = again.pop()
                else:
                    message = self.make(self.random)
                    self.sent += 1
                waiting[message["id"]] = (message, time.monotonic())
                client.send(message)
                due = time.monotonic() + self.every if self.every else due
            reply = client.receive(min(0.2, max(0.0, due - time.monotonic())) if self.every else 0.2)
            while reply:
                self.take(reply, waiting, again)
                reply = client.receive(0)
            late = [i for i, (_, at) in waiting.items() if time.monotonic() - at > 3]
            for i in late:
                again.append(waiting.pop(i)[0])
                self.resent += 1
        client.close()

    def take(self, reply, waiting, again):
        known = waiting.pop(reply["id"], None)
        status = reply["status"]
        if status in ("accepted", "duplicate"):
            self.duplicates += status == "duplicate"
            self.accepted[reply["id"]] = reply["case_id"]
        elif known and status in ("busy", "unavailable"):
            again.append(known[0])
        elif known and reply["errors"][0]["code"] == "case_parked":
            again.append(known[0])
        elif known:
            raise AssertionError(reply)


class Chaos:
    """What happens to whom, counted; an act that found nobody says False and is tried again."""

    def __init__(self, fleet, seed):
        self.fleet, self.random = fleet, random.Random(seed)
        self.kills = self.stops = self.wipes = 0

    def pid(self, name):
        return self.fleet.servers.pid(name) if name in ("postgres", "redis") else self.fleet.processes[name].pid

    def kill(self):
        name = self.random.choice([*self.fleet.names, *self.fleet.names, "postgres", "redis"])
        pid = self.pid(name)
        if not pid:
            return False
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        self.kills += 1
        return True

    def stop(self):
        name = self.random.choice([*self.fleet.names, "postgres", "redis"])
        pid = self.pid(name)
        if not pid:
            return False
        victims = [pid]
        if name == "postgres":
            found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
            victims += [int(p) for p in found.stdout.split()]
        for victim in victims:
            self.signal(victim, signal.SIGSTOP)
        time.sleep(self.random.uniform(0.3, 1.5))  # the act itself: so long nothing of it runs
        for victim in victims:
            self.signal(victim, signal.SIGCONT)
        self.stops += 1
        return True

    @staticmethod
    def signal(pid, number):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass

    def wipe(self):
        done = subprocess.run(self.fleet.redis_command("FLUSHALL"), capture_output=True, text=True, check=False)
        wiped = done.stdout.strip() == "OK"
        self.wipes += wiped
        return wiped

    def revive(self):
        for name in self.fleet.names:
            process = self.fleet.processes[name]
            if process.poll() is not None:
                self.fleet.start(name)


def wait_for_more(publishers, count, seconds):
    """Until so many more were accepted; what befell may keep them from it, so no longer than so many seconds."""
    wanted, end = sum(len(p.accepted) for p in publishers) + count, time.monotonic() + seconds
    while sum(len(p.accepted) for p in publishers) < wanted and time.monotonic() < end:
        next((p for p in publishers if p.is_alive()), publishers[0]).join(0.01)


class Pace:
    """When the next act is due: acts are spread over all that is to be accepted. One in four follows the one before at
    once, while its victims recover; none waits longer than so many seconds for a load that recovers slowly."""

    def __init__(self, rng, publishers, acts, seconds=6.0):
        self.random, self.publishers, self.acts, self.seconds = rng, publishers, acts, seconds
        self.total = sum(p.total for p in publishers)
        self.done, self.at_once, self.last = 0, True, time.monotonic()

    def is_due(self):
        accepted = sum(len(p.accepted) for p in self.publishers)
        return (self.at_once or accepted >= self.total * self.done / self.acts
                or time.monotonic() - self.last >= self.seconds)

    def acted(self):
        self.done, self.at_once, self.last = self.done + 1, self.random.random() < 0.25, time.monotonic()


def act(chaos, publishers, kills, stops, wipes, progress):
    """Spreads the acts over the time that the publishers take; finishes them all."""
    due = ["kill"] * kills + ["stop"] * stops + ["wipe"] * wipes
    chaos.random.shuffle(due)
    pace = Pace(chaos.random, publishers, len(due))
    while due or any(p.is_alive() for p in publishers):
        if due and pace.is_due() and getattr(chaos, due[-1])():
            due.pop()
            pace.acted()
        for publisher in publishers:
            publisher.may_end = not due
        chaos.revive()
        wait_for_more(publishers, chaos.random.randrange(1, 500), chaos.random.uniform(0.05, 0.35))
        progress(len(due))
