"""Chaos on the example service and its mirror: nothing is built on the engine before this is green.

At full speed both services, PostgreSQL and Redis are killed, stopped and wiped at random. Afterwards every accepted
id has had its effect exactly once, the streams verify, Redis equals PostgreSQL, both counts balance, and one message
that asserts has become exactly one dead letter.
"""
import argparse
import os
import sys
import time
import uuid

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, ROOT)
from tests.chaos.acts import Chaos, Publisher, act  # noqa: E402
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, Follower, command  # noqa: E402
from tests.support.fleet import Fleet  # noqa: E402

CASES = 500


def note(rng):
    case = str(uuid.UUID(int=rng.randrange(CASES) + 1))
    return command("case.note.v1", {"case_id": case, "lease_epoch": 1, "text": "x" * 40}, actor="chaos")


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
    with Servers() as servers, Fleet(servers, ["example", "mirror"], options.binaries) as fleet:
        try:
            return run(options, fleet)
        except BaseException:
            for name in fleet.names:
                print(f"--- {name}\n{fleet.tail(name, 30)}", flush=True)
            raise


def run(options, fleet):
    publishers = [Publisher(fleet, 70, n, options.messages // 4, 250, note) for n in range(4)]
    chaos = Chaos(fleet, options.seed)
    began, shown = time.monotonic(), [0.0]

    def progress(left):
        if time.monotonic() - shown[0] > 5:
            shown[0] = time.monotonic()
            done = sum(len(p.accepted) for p in publishers)
            print(f"  {done} accepted, {chaos.kills} kills, {chaos.stops} stops, {chaos.wipes} wipes, {left} to come",
                  flush=True)

    for publisher in publishers:
        publisher.start()
    act(chaos, publishers, options.kills, options.stops, options.wipes, progress)
    for publisher in publishers:
        publisher.join()
        if publisher.error:
            raise publisher.error
    for name in fleet.names:
        chaos.revive()
        fleet.wait_ready(name, 120)
    print(f"  published in {time.monotonic() - began:.1f} s; checking", flush=True)
    return check(fleet, publishers, chaos)


def check(fleet, publishers, chaos):
    accepted = {}
    for publisher in publishers:
        accepted.update(publisher.accepted)
    follower, seen = Follower(fleet.keys, fleet.base, 71, "example"), {}
    versions = {}
    end = time.monotonic() + 120
    while len(seen) < len(accepted) and time.monotonic() < end:
        for _, event in follower.take() or []:
            if event["type"] == "case.noted.v1":
                assert event["causationid"] not in seen, f"doubled: {event['causationid']}"
                seen[event["causationid"]] = event["caseid"]
                versions[event["caseid"]] = versions.get(event["caseid"], 0) + 1
                assert event["data"]["version"] == versions[event["caseid"]], f"lost update: {event}"
    lost = set(accepted) - set(seen)
    assert not lost, f"{len(lost)} accepted and lost, such as {next(iter(lost))}"
    for i, case in accepted.items():
        assert seen[i] == case
    wait_for_mirror(fleet, len(seen))
    rows = dict(fleet.sql("select case_id::text, notes from example.noted_case"))
    mirrored = dict(fleet.sql("select case_id::text, notes from mirror.noted_case"))
    assert rows == mirrored, "the mirror differs"
    assert sum(int(n) for n in rows.values()) == len(seen)
    numbers = [n for _, n in fleet.sql("select case_id::text, number from example.noted_case")]
    assert len(numbers) == len(set(numbers)), "a number was given twice"
    letters = fleet.sql("select 1, count(*) from example.dead_letter union all select 2, count(*) from mirror.dead_letter")
    assert all(count == "0" for _, count in letters), f"dead letters: {letters}"
    compare_redis(fleet, rows)
    poison(fleet)
    print(f"  {len(accepted)} accepted, {sum(p.duplicates for p in publishers)} answered duplicate, "
          f"{sum(p.resent for p in publishers)} sent again, {chaos.kills} kills, {chaos.stops} stops, "
          f"{chaos.wipes} wipes: 0 lost, 0 doubled, 0 dead letters, 1 poison made 1")
    return 0


def wait_for_mirror(fleet, total):
    client = Client(fleet.keys, fleet.base, 80)

    def ledger():
        return client.insist(command("ledger.get.v1", {}, actor="chaos"))["result"]

    def counted():
        return sum(count["count"] for count in ledger()["cursors"][0]["counts"])

    wait_for(lambda: counted() == total, f"the mirror counts {total}", 120, every=0.1)
    assert ledger()["imbalance"] == 0


def compare_redis(fleet, rows):
    """The projection, once it is ready, holds what the rows say."""
    def notes():
        return f"example:{fleet.redis('GET', 'example:active')}:z:notes"

    wait_for(lambda: int(fleet.redis("ZCARD", notes())) == len(rows), f"Redis holds {len(rows)}", 30, every=0.1)
    count = int(fleet.redis("ZCARD", notes()))
    total = int(fleet.redis("EVAL", "local s = 0 local z = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES') "
                            "for i = 2, #z, 2 do s = s + z[i] end return s", "1", notes()))
    assert (count, total) == (len(rows), sum(int(n) for n in rows.values())), \
        f"Redis holds {count} with {total}, PostgreSQL {len(rows)}"


def poison(fleet):
    """A message that asserts is tried three times and becomes one dead letter; the service goes on."""
    client = Client(fleet.keys, fleet.base, 70)
    message = command("case.note.v1", {"case_id": str(uuid.uuid4()), "lease_epoch": 1, "text": "crash"}, actor="chaos")
    end = time.monotonic() + 60
    reply = None
    while time.monotonic() < end:
        fleet.revive()
        reply = client.ask(message, 0.5)
        if reply and reply["id"] == message["id"] and reply["status"] == "rejected":
            break
    assert reply and reply["status"] == "rejected", reply
    client.insist(command("case.note.v1", {"case_id": str(uuid.uuid4()), "lease_epoch": 1, "text": "fine"}, actor="chaos"))
    letters = fleet.sql("select code, count(*) from example.dead_letter group by 1")
    assert letters == [("poison", "1")], letters


if __name__ == "__main__":
    sys.exit(main())
