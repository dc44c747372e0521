"""Chaos on everything: requests at full speed while every service, PostgreSQL and Redis are killed, stopped and wiped.

Staff work the queues meanwhile. Afterwards every accepted id has exactly one case, each case was queued exactly once for
what caused it, each answer that was accepted has had its effect on its case exactly once, the streams of all services verify, queue
depths equal PostgreSQL, both counts of the ledger balance, every case has exactly one timer, and there are no dead letters.
"""
import argparse
import os
import sys
import threading
import time
import uuid

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, ROOT)
from tests.chaos.acts import Chaos, Publisher, act  # noqa: E402
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, Follower, command  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402

SERVICES = ["intake", "router", "desk", "escalation", "archive", "survey"]
# Router is sure of each: one in triage would never be resolved by an answer.
TEXTS = ["三年定期现在利率多少，提前取怎么算利息", "销个户还要回开户行，我人都在外地，太不合理了，我要投诉", "建议手机银行增加夜间模式",
         "卡取不出钱，提示账户状态异常，为什么", "手机号换了，帮我把银行预留的号码改一下"]


def request(rng):
    return command("request.submitted.v1", {"channel": "app", "text": rng.choice(TEXTS),
                                            "customer": {"ref": f"C{rng.randrange(10**6)}", "phone": "13800138000"}},
                   source="/bank/app")


# What carries a complaint from its claim to the answer that the customer is told: command, role, data.
SPECIALIST = "complaint_specialist"
COMPLAINT = (
    ("complaint.accept.v1", SPECIALIST, {}),
    ("complaint.grade.v1", "L3", {"grade": "P2", "reasons": ["reviewed_by_leader"], "facet_channel": "A.phone",
                                  "facet_business": "B.other", "facet_cause": "C.service"}),
    ("complaint.investigate.v1", "L3", {}),
    ("complaint.draft.v1", SPECIALIST,
     {"answer": "经核实，您反映的情况属实，我们向您致歉。", "finding": "established", "basis": "业务流水",
      "remedies": "如有异议，可申请核查、调解或诉讼。", "root_cause": "流程未更新", "responsible_unit": "chaos"}),
    ("complaint.approve.v1", "L5", {}),
    ("complaint.reply.v1", SPECIALIST, {"proof": "chaos-recording", "proof_kind": "recorded_call"}),
)


class Staff(threading.Thread):
    """Claims until told to end; answers questions and, as a specialist, carries complaints through to their answer. A
    command is asked again until it is answered, however long the outage: what a person holds counts against what he may hold."""

    def __init__(self, fleet, name, role="L1"):
        super().__init__(daemon=True)
        self.fleet, self.name_of_actor, self.role, self.ending = fleet, name, role, threading.Event()
        self.resolved, self.told = {}, {}  # case by the id of the command
        self.error = None

    def run(self):
        try:
            self.work()
        except Exception as error:  # pylint: disable=broad-except
            self.error = error

    def work(self):
        client = Client(self.fleet.keys, self.fleet.base, OFFSETS["desk"])
        while not self.ending.is_set():
            claimed = self.try_(client, command("case.claim.v1", {}, actor=self.name_of_actor, role=self.role))
            if not claimed:
                self.ending.wait(0.05)
            elif claimed["result"]["state"] == "cp_registered":
                self.work_complaint(client, claimed["result"]["case_id"])
            else:
                self.work_question(client, claimed["result"])
        client.close()

    def work_question(self, client, claimed):
        answer = {"case_id": claimed["case_id"], "lease_epoch": claimed["lease_epoch"], "answer": "已经为您查明并处理"}
        body = command("case.resolve.v1", answer, actor=self.name_of_actor, role=self.role)
        if self.try_(client, body):
            self.resolved[body["id"]] = claimed["case_id"]

    def work_complaint(self, client, case):
        for kind, role, data in COMPLAINT:
            actor = self.name_of_actor if role == SPECIALIST else f"{self.name_of_actor}-{role}"
            who = {"investigator": self.name_of_actor} if kind == "complaint.investigate.v1" else {}
            body = command(kind, {"case_id": case, **data, **who}, actor=actor, role=role)
            if not self.try_(client, body):
                return
            if kind == "complaint.reply.v1":
                self.told[body["id"]] = case

    @staticmethod
    def try_(client, body):
        try:
            reply = client.insist(body, deadline=120, timeout=1.5)
        except TimeoutError:
            return None
        return reply if reply["status"] in ("accepted", "duplicate") and reply.get("result") else None


def end_staff(staff):
    for person in staff:
        person.ending.set()
    for person in staff:
        person.join()
        if person.error:
            raise person.error


def follow_all(fleet, name, kind, at_least=0, deadline=400):
    """The events of a kind, of which there must be so many; the whole stream is read to its end, its chain verified."""
    follower, found, end = Follower(fleet.keys, fleet.base, OFFSETS[name] + 1, name), [], time.monotonic() + deadline
    while time.monotonic() < end:
        taken = follower.take()
        found += [event for _, event in taken or [] if event["type"] == kind]
        if taken == [] and follower.position < follower.next and len(found) >= at_least:
            follower.client.close()
            return found
    raise AssertionError(f"{name}: {len(found)} of {at_least} events {kind} after {deadline} s, {follower.next - 1} read of "
                         f"{follower.position}")


def by_cause(events):
    """The case of each cause; no cause may have had the same effect twice."""
    found = {}
    for event in events:
        assert event["causationid"] not in found, f"doubled: {event}"
        found[event["causationid"]] = event["caseid"]
    return found


def wait_until(fact, what):
    """Waits for a fact that says what is wrong as long as it is not True."""
    seen = []
    try:
        wait_for(lambda: seen.append(fact()) or seen[-1] is True, what, 180, every=0.2)
    except AssertionError as error:
        raise AssertionError(f"{error}: {seen[-1]}") from error


def effects(fleet, kind, answered):
    """What desk did once for each command that it had answered to somebody."""
    wanted = {command_id: case for one in answered for command_id, case in one.items()}
    done = by_cause(follow_all(fleet, "desk", kind, len(wanted)))
    assert wanted.items() <= done.items(), f"{len(wanted)} answers, {len(done)} times {kind}"
    return done


def check(fleet, publishers, chaos, staff):
    accepted = {}
    for publisher in publishers:
        accepted.update(publisher.accepted)
    received = {}
    for event in follow_all(fleet, "intake", "case.received.v1", len(accepted)):
        assert event["data"]["request_id"] not in received, f"doubled: {event['data']['request_id']}"
        received[event["data"]["request_id"]] = event["caseid"]
    assert not set(accepted) - set(received), "accepted and lost"
    assert all(received[i] == case for i, case in accepted.items())
    total = len(received)
    wait_until(lambda: fleet.sql("select count(*) from desk.queued_case where case_no is not null")[0][0] == str(total)
             or fleet.sql("select count(*) from desk.queued_case")[0][0], "cases that reached desk")
    unsure = follow_all(fleet, "router", "case.triage_needed.v1")
    assert not unsure, f"router is not sure of a text of TEXTS any more: {unsure[0]['data']}"
    queued = set(by_cause(follow_all(fleet, "router", "case.queued.v1", total)).values())
    assert queued == set(received.values()), f"{len(queued)} of {total} cases were queued"
    resolved = effects(fleet, "case.resolved.v1", [person.resolved for person in staff])
    assert resolved, "nobody answered a question"
    told = effects(fleet, "complaint.replied.v1", [person.told for person in staff])
    for name in ("escalation", "archive", "survey"):
        follow_all(fleet, name, None)
    dead = [(name, fleet.sql(f"select count(*) from {name}.dead_letter")[0][0]) for name in SERVICES]
    assert all(n == "0" for _, n in dead), f"dead letters: {dead}"
    wait_until(lambda: ledgers(fleet), "the ledger")
    wait_until(lambda: depths(fleet), "queue depths")
    wait_until(lambda: timers(fleet), "timers")
    print(f"  {len(accepted)} accepted, {total} cases, {sum(p.duplicates for p in publishers)} answered duplicate, "
          f"{sum(p.resent for p in publishers)} sent again, {len(resolved)} resolved, {len(told)} complaints answered, "
          f"{chaos.kills} kills, {chaos.stops} stops, {chaos.wipes} wipes: 0 lost, 0 doubled, 0 dead letters; ledger, queues and timers balance", flush=True)
    return 0


def ledgers(fleet):
    """Each emitter's count of events by type equals what each follower has counted of them."""
    views = {}
    for name in SERVICES:
        client = Client(fleet.keys, fleet.base, OFFSETS[name])
        views[name] = client.insist(command("ledger.get.v1", {}, actor="chaos"))["result"]
        client.close()
    for name, view in views.items():
        if view["imbalance"]:
            return f"{name} is off by {view['imbalance']}"
        for cursor in view["cursors"]:
            if cursor["stream"] not in views:
                continue
            if cursor["seq"] < views[cursor["stream"]]["seq"]:
                return f"{name} is behind {cursor['stream']}: {cursor['seq']} of {views[cursor['stream']]['seq']}"
            emitted = {c["name"][6:]: c["count"] for c in views[cursor["stream"]]["counts"] if c["name"].startswith("event/")}
            for counted in cursor["counts"]:
                if emitted.get(counted["name"]) != counted["count"]:
                    return f"{name} has counted {counted}, {cursor['stream']} {emitted.get(counted['name'])}"
    return True


def depths(fleet):
    """Members of desk's sorted sets against its queued rows."""
    generation = fleet.redis("GET", "desk:active")
    held = fleet.redis("EVAL", "local n = 0 for _, s in ipairs(redis.call('SMEMBERS', KEYS[1] .. ':sets')) do "
                       "n = n + redis.call('ZCARD', KEYS[1] .. ':z:' .. s) end return n", "1", f"desk:{generation}")
    rows = fleet.sql("select count(*) from desk.queued_case where state = 'queued'")[0][0]
    return True if held == rows else f"Redis holds {held}, PostgreSQL {rows}"


# Buckets of a minute each; the index beside them names the minutes.
MEMBERS = ("local all = {} for _, bucket in ipairs(redis.call('KEYS', KEYS[1] .. ':z:t*')) do "
           "for _, m in ipairs(redis.call('ZRANGE', bucket, 0, -1)) do all[m] = (all[m] or 0) + 1 end end "
           "local n, twice = 0, 0 for _, c in pairs(all) do n = n + 1 if c > 1 then twice = twice + 1 end end "
           "return n .. ' ' .. twice")


def timers(fleet):
    """Every case that waits for an instant has exactly one timer."""
    held = fleet.redis("EVAL", MEMBERS, "1", f"escalation:{fleet.redis('GET', 'escalation:active')}")
    rows = fleet.sql("select count(*) from escalation.clocked_case where next_at is not null")[0][0]
    return True if held == f"{rows} 0" else f"Redis holds {held} (timers, of them twice), PostgreSQL {rows}"


def run(options, fleet):
    publishers = [Publisher(fleet, OFFSETS["intake"], n, options.messages // 4, 250, request, "publisher") for n in range(4)]
    staff = [Staff(fleet, f"chaos-{n}-{uuid.uuid4().hex[:6]}", role) for n, role in enumerate(("L1", "L1", SPECIALIST))]
    chaos, shown = Chaos(fleet, options.seed), [0.0]

    def progress(left):
        if time.monotonic() - shown[0] > 5:
            shown[0] = time.monotonic()
            print(f"  {sum(len(p.accepted) for p in publishers)} accepted, {sum(len(s.resolved) + len(s.told) for s in staff)} answered, "
                  f"{chaos.kills} kills, {chaos.stops} stops, {chaos.wipes} wipes, {left} to come", flush=True)

    for thread in [*publishers, *staff]:
        thread.start()
    act(chaos, publishers, options.kills, options.stops, options.wipes, progress)
    for publisher in publishers:
        publisher.join()
        if publisher.error:
            raise publisher.error
    end_staff(staff)
    for name in fleet.names:
        chaos.revive()
        fleet.wait_ready(name, 120)
    print("  published; checking", flush=True)
    return check(fleet, publishers, chaos, staff)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=100000)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--stops", type=int, default=10)
    parser.add_argument("--wipes", type=int, default=10)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--binaries", default="build/bin")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with Servers() as servers, Fleet(servers, SERVICES, options.binaries) as fleet:
        try:
            return run(options, fleet)
        except BaseException:
            for name in fleet.names:
                print(f"--- {name}\n{fleet.tail(name, 12)}", flush=True)
            raise


if __name__ == "__main__":
    sys.exit(main())
