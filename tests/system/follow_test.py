"""PROTOCOL.md section 3 against a running intake: following a stream from any position, with credit and a chain."""
import hashlib
import os
import sys
import time
import unittest
import uuid

import msgpack

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, Follower, command  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402

EVENTS = OFFSETS["intake"] + 1
MIB = 1024 * 1024
# A ring this small holds the newest few events alone: the others are read back from PostgreSQL.
SMALL_RING = 65536
CLIENTS = {"half": {"follow": '["case.received.*"]'}, "leaving": {}}
FIRST_HASH = hashlib.sha256(b"intake").digest()


def setUpModule():
    """One intake for all tests, with 600 events or more in its stream."""
    servers = unittest.enterModuleContext(Servers())
    fleet = unittest.enterModuleContext(
        Fleet(servers, ["intake"], clients=CLIENTS, ring_bytes_max=SMALL_RING))
    Following.fleet = fleet
    publisher = Client(fleet.keys, fleet.base, OFFSETS["intake"], "publisher")
    for _ in range(3):
        replies = publisher.insist_all([request() for _ in range(100)])
        assert {reply["status"] for reply in replies} == {"accepted"}, replies[0]
    publisher.close()


def request(**data):
    return command("request.submitted.v1", {"channel": "web", "text": "查询余额", **data})


class Following(unittest.TestCase):
    """What the tests share."""

    fleet = None

    def connect(self, who="operator", offset=EVENTS):
        client = Client(self.fleet.keys, self.fleet.base, offset, who)
        self.addCleanup(client.close)
        return client

    def follow(self, client=None, **request_):
        """A connection on which a follow was sent."""
        client = client or self.connect()
        client.send({"op": "follow", **request_})
        return client

    def publish(self, count=1):
        publisher = self.connect("publisher", OFFSETS["intake"])
        replies = publisher.insist_all([request() for _ in range(count)])
        self.assertEqual({reply["status"] for reply in replies}, {"accepted"})
        return replies

    def take(self, client, op, timeout=30.0):
        """The next message of that kind; an error of the service ends the test."""
        end = time.monotonic() + timeout
        while (left := end - time.monotonic()) > 0:
            message = client.receive(left)
            if message is None:
                break
            if message["op"] == op:
                return message
            if message["op"] == "error":
                self.fail(message)
        self.fail(f"no {op} within {timeout} s")

    def take_events(self, client, count, credit=True, timeout=60.0):
        """[seq, envelope, hash] of the next `count` events; gives credit for what came when asked to."""
        events, end = [], time.monotonic() + timeout
        while len(events) < count:
            message = self.take(client, "events", end - time.monotonic())
            events += message["events"]
            if credit:
                client.send({"op": "credit", "n": len(message["events"]), "cursor": events[-1][0]})
        return events

    def refuse(self, code, client=None, **request_):
        message = self.follow(client, **request_).receive()
        self.assertEqual((message["op"], message["code"]), ("error", code), message)
        self.assertTrue(message["message"])

    def head(self):
        """seq of the newest event."""
        client = self.follow(**{"from": "new", "credit": 0})
        return self.take(client, "position")["seq"]

    def check_chain(self, events, digest):
        for seq, envelope, told in events:
            digest = hashlib.sha256(digest + seq.to_bytes(8, "big") + envelope).digest()
            self.assertEqual(told, digest, f"the chain breaks at {seq}")
        return digest

    def check_gapless(self, events, first):
        self.assertEqual([event[0] for event in events], list(range(first, first + len(events))))


class Positions(Following):
    """Where a follower begins."""

    def test_from_1_gives_everything_in_order_with_a_chain(self):
        """P8"""
        head = self.head()
        events = self.take_events(self.follow(**{"from": 1, "credit": 100, "stream": "intake"}), head)
        self.check_gapless(events, 1)
        self.check_chain(events, FIRST_HASH)

    def test_from_the_middle_goes_on_with_the_chain(self):
        head = self.head()
        events = self.take_events(self.follow(**{"from": 1, "credit": 1000}), head)
        for cut in (1, 50, head - 2, head - 1, head):
            client = self.follow(**{"from": cut + 1, "after": events[cut - 1][2], "credit": 1000})
            rest = self.take_events(client, head - cut)
            self.assertEqual([event[2] for event in rest], [event[2] for event in events[cut:]])
            self.take(client, "position")

    def test_from_new_gives_only_what_comes(self):
        head = self.head()
        client = self.follow(**{"from": "new", "credit": 10})
        self.assertEqual(self.take(client, "position")["seq"], head)
        case_id = self.publish()[0]["case_id"]
        (seq, envelope, _), *_ = self.take_events(client, 1)
        self.assertEqual(seq, head + 1)
        self.assertEqual(msgpack.unpackb(envelope, timestamp=3)["caseid"], case_id)

    def test_from_the_next_event_waits_and_from_beyond_is_ahead(self):
        head = self.head()
        client = self.follow(**{"from": head + 1, "credit": 1})
        self.assertEqual(self.take(client, "position")["seq"], head)
        self.refuse("ahead", **{"from": head + 2, "credit": 1})
        for beyond in (2**62, 2**63 - 1, 2**63, 2**64 - 1):  # a u64
            self.refuse("ahead", **{"from": beyond, "credit": 1})

    def test_positions_say_at_once_where_one_stands(self):
        """`seq` is `from` - 1, before any event, whether the events lie in memory or in PostgreSQL."""
        head = self.head()
        for start in (1, 50, head - 3, head + 1):
            with self.subTest(start):
                message = self.follow(**{"from": start, "credit": 5}).receive()
                self.assertEqual((message["op"], message["stream"], message["seq"]),
                                 ("position", "intake", start - 1))
                self.assertIsInstance(message["applied"], dict)
                self.assertLess(abs(message["time"].timestamp() - time.time()), 5)

    def test_positions_come_each_second_with_and_without_credit(self):
        for credit in (0, 10):
            client = self.follow(**{"from": "new", "credit": credit})
            self.take(client, "position")
            self.take_positions_of_each_second(client)

    def take_positions_of_each_second(self, client):
        """Two in a row within a second each; a machine that is busy may take longer now and then, but not always."""
        def in_time():
            begun, message = time.monotonic(), self.take(client, "position")
            seen.append(message["seq"] if time.monotonic() - begun <= 1.0 else None)
            client.send({"op": "credit", "n": 0, "cursor": message["seq"]})  # who is silent for long is forgotten
            return None not in seen[-2:] and len(seen) > 1

        seen = []
        wait_for(in_time, "a position each second", 20)
        return seen[-1]

    def test_positions_come_each_second_while_events_wait_for_credit(self):
        client = self.follow(**{"from": 1, "credit": 2})
        self.take_events(client, 2, credit=False)
        self.assertEqual(self.take_positions_of_each_second(client), 2)

    def test_a_position_moves_over_events_that_do_not_match(self):
        client = self.follow(**{"from": 1, "credit": 10, "types": ["nothing."]})
        head, end = self.head(), time.monotonic() + 30
        while self.take(client, "position")["seq"] < head:
            self.assertLess(time.monotonic(), end)

    def test_another_stream_is_forked(self):
        for stream in ("desk", "intake.1", "", "Intake"):
            self.refuse("forked", **{"from": 1, "stream": stream, "credit": 1})

    def test_a_wrong_hash_is_forked_wherever_it_is(self):
        head = self.head()
        for start in (1, 2, 50, head, head + 1):
            with self.subTest(start):
                self.refuse("forked", **{"from": start, "after": b"\x00" * 32, "credit": 1})

    def test_the_hash_before_the_first_event_is_that_of_the_name(self):
        client = self.follow(**{"from": 1, "after": FIRST_HASH, "credit": 1})
        self.check_chain(self.take_events(client, 1), FIRST_HASH)


class Requests(Following):
    """What a follower may ask."""

    def test_bad_requests_are_told(self):
        for bad in (
            {"credit": 1}, {"from": 0, "credit": 1}, {"from": -1, "credit": 1}, {"from": "old", "credit": 1},
            {"from": 1.0, "credit": 1}, {"from": None, "credit": 1}, {"from": 1, "credit": -1},
            {"from": 1, "credit": 65537}, {"from": 1, "credit": "many"}, {"from": 1, "credit": 1, "after": b"x" * 31},
            {"from": 1, "credit": 1, "after": b"x" * 33}, {"from": 1, "credit": 1, "after": "x" * 32},
            {"from": 1, "credit": 1, "after": 7},
            {"from": 1, "credit": 1, "types": "case."}, {"from": 1, "credit": 1, "types": [1]},
            {"from": 1, "credit": 1, "types": ["x"] * 33}, {"from": 1, "credit": 1, "types": ["x" * 97]},
            {"from": 1, "credit": 1, "partition": 2, "partitions": 2},
            {"from": 1, "credit": 1, "partition": 0, "partitions": 0}, {"from": 1, "credit": 1, "stream": 7},
            {"from": 1, "credit": 1, "partition": 1}, {"from": 1, "credit": 2**64 - 1},
        ):
            with self.subTest(bad):
                self.refuse("bad_request", **bad)

    def test_the_limits_themselves_are_fine(self):
        for good in ({"from": 1, "credit": 65536}, {"from": 1, "credit": 1, "types": ["x"] * 31 + ["case."]},
                     {"from": 1, "credit": 1, "types": ["x" * 96, "case."]}, {"from": 1, "credit": 1, "types": []},
                     {"from": 1, "credit": 1, "types": None, "after": None, "stream": None},
                     {"from": 1, "credit": 1, "partition": 1, "partitions": 2}, {"from": 1, "credit": 1, "colour": 7},
                     {"from": 1, "credit": 1, "partition": 0}):
            with self.subTest(good):
                self.take_events(self.follow(**good), 1, credit=False)

    def test_what_is_no_request_is_told(self):
        for body in (b"", b"\xc1", msgpack.packb([]), msgpack.packb({"op": "dance"}), msgpack.packb({}),
                     msgpack.packb({"op": 7}), msgpack.packb({"op": "credit", "n": 1, "cursor": 0}),
                     msgpack.packb({"op": "follow", "from": 1, "credit": 1}) + b"\x00",
                     b"\x81\xa1x" + b"\x91" * 100_000 + b"\xc0"):
            with self.subTest(body[:20]):
                client = self.connect()
                message = client.ask_raw(body)
                self.assertEqual((message["op"], message["code"]), ("error", "bad_request"))

    def test_types_are_prefixes(self):
        client = self.follow(**{"from": 1, "credit": 500, "types": ["case.ack"]})
        names = {msgpack.unpackb(event[1], timestamp=3)["type"] for event in self.take_events(client, 100)}
        self.assertEqual(names, {"case.acknowledged.v1"})

    def test_partitions_share_the_cases_among_them(self):
        head, seen = self.head(), {}
        everything = self.take_events(self.follow(**{"from": 1, "credit": 1000}), head)
        for part in range(3):
            wanted = [event[0] for event in everything if self.partition_of(event[1], 3) == part]
            client = self.follow(**{"from": 1, "credit": 1000, "partition": part, "partitions": 3})
            events = [event for event in self.take_events(client, len(wanted)) if event[0] <= head]
            self.assertEqual([event[0] for event in events], wanted)
            for seq, envelope, _ in events:
                seen.setdefault(msgpack.unpackb(envelope, timestamp=3).get("caseid"), set()).add(part)
        self.assertTrue(all(len(parts) == 1 for parts in seen.values()))
        self.assertEqual(set().union(*seen.values()), {0, 1, 2})

    def partition_of(self, envelope, count):
        """The last 8 bytes of the case's UUID, big-endian, modulo the number; without a case 0."""
        case_id = msgpack.unpackb(envelope, timestamp=3).get("caseid")
        return int.from_bytes(uuid.UUID(case_id).bytes[8:], "big") % count if case_id else 0

    def test_a_second_follow_replaces_the_first(self):
        client = self.follow(**{"from": 1, "credit": 1})
        self.take_events(client, 1, credit=False)
        self.follow(client, **{"from": 7, "credit": 2})
        self.check_gapless(self.take_events(client, 2, credit=False), 7)

    def test_after_end_nothing_comes(self):
        client = self.follow(**{"from": "new", "credit": 10})
        self.take(client, "position")
        client.send({"op": "end"})
        self.publish()
        left = []
        while (message := client.receive(1.2)) is not None:
            left.append(message["op"])
        self.assertLessEqual(len(left), 1, left)
        self.assertNotIn("events", left)

    def test_after_ten_seconds_of_silence_the_service_forgets(self):
        client = self.follow(**{"from": "new", "credit": 10})
        begun = last = time.monotonic()
        while (message := client.receive(1.5)) is not None or time.monotonic() - begun < 10.5:
            last = time.monotonic() if message else last
            self.assertLess(last, begun + 14, "still served after 14 s of silence")
        self.assertGreater(last, begun + 8, "forgotten too early")
        client.send({"op": "credit", "n": 1, "cursor": 0})
        self.assertEqual(client.receive()["code"], "bad_request")


class Credit(Following):
    """No credit, no event."""

    def test_no_more_events_come_than_were_asked_for(self):
        """P6"""
        client = self.follow(**{"from": 1, "credit": 0})
        for more in (1, 3, 100):
            client.send({"op": "credit", "n": more, "cursor": 0})
            self.take_events(client, more, credit=False)
            message = client.receive(0.3)
            while message:
                self.assertEqual(message["op"], "position", "an event without credit")
                message = client.receive(0.3)

    def test_credit_adds_up(self):
        client = self.follow(**{"from": 1, "credit": 2})
        for _ in range(3):
            client.send({"op": "credit", "n": 5, "cursor": 0})
        self.check_gapless(self.take_events(client, 17, credit=False), 1)

    def test_events_that_do_not_match_cost_nothing(self):
        client = self.follow(**{"from": 1, "credit": 3, "types": ["case.acknowledged"]})
        self.assertEqual(len(self.take_events(client, 3, credit=False)), 3)

    def test_a_message_of_events_has_1_mib_at_most(self):
        client = self.connect()
        self.follow(client, **{"from": 1, "credit": 65536})
        left = self.head()
        while left > 0:
            body = client.receive_parts()[-1]
            self.assertLessEqual(len(body), MIB)
            message = msgpack.unpackb(body, timestamp=3)
            left -= len(message["events"]) if message["op"] == "events" else 0


class Rights(Following):
    """Who may follow what."""

    def test_the_publisher_may_not_follow(self):
        self.refuse("forbidden", self.connect("publisher"), **{"from": 1, "credit": 1})
        self.refuse("forbidden", self.connect("publisher"), **{"from": 1, "credit": 1, "types": ["case."]})

    def test_a_key_may_follow_what_its_types_cover(self):
        self.take_events(self.follow(self.connect("half"), **{"from": 1, "credit": 5, "types": ["case.received."]}), 1)
        for types in ([], ["case."], ["case.received.v1", "case.acknowledged.v1"], [""]):
            with self.subTest(types):
                self.refuse("forbidden", self.connect("half"), **{"from": 1, "credit": 1, "types": types})

    def test_who_is_taken_off_the_list_gets_no_more_events(self):
        """Section 5: a reload of the list takes effect at the next message."""
        client = self.follow(self.connect("leaving"), **{"from": "new", "credit": 1})
        self.take(client, "position")
        path = os.path.join(self.fleet.keys, "allow.yaml")
        with open(path, encoding="utf-8") as file:
            before = file.read()
        head, _, tail = before.partition("  - name: leaving\n")
        with open(path, "w", encoding="utf-8") as file:
            file.write(head + tail.partition("  - name: ")[1] + tail.partition("  - name: ")[2])
        self.fleet.signal("intake", 1)
        wait_for(lambda: "service.reloaded" in self.fleet.tail("intake", 50), "the list is read anew")
        client.send({"op": "credit", "n": 10, "cursor": 0})
        seen = [{}]
        wait_for(lambda: seen.append(client.receive(1.2) or {}) or seen[-1].get("code") == "forbidden", "it is told")
        self.publish()
        self.assertIsNone(client.receive(1.2))
        self.refuse("forbidden", client, **{"from": "new", "credit": 1})


class Envelopes(Following):
    """What an event looks like."""

    def test_events_carry_the_attributes_of_section_1_and_3(self):
        trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        body = {**request(), "traceparent": trace, "actorid": "E7", "actorrole": "L1", "branch": "0755"}
        reply = self.connect("operator", OFFSETS["intake"]).insist(body)
        follower = Follower(self.fleet.keys, self.fleet.base, EVENTS, "intake")
        self.addCleanup(follower.client.close)
        event = follower.until(lambda event: event.get("caseid") == reply["case_id"])[-1][1]
        self.assertEqual(event["specversion"], "1.0")
        self.assertEqual(event["type"], "case.received.v1")
        self.assertEqual((event["caseno"], event["causationid"]), (reply["case_no"], body["id"]))
        self.assertEqual((event["actorid"], event["actorrole"]), ("E7", "L1"))
        self.assertEqual(event["traceparent"].split("-")[1], trace.split("-")[1])
        self.assertNotEqual(event["traceparent"].split("-")[2], trace.split("-")[2])
        self.assertIn("correlationid", event)
        self.assertLess(abs(event["time"].timestamp() - time.time()), 60)
        self.assertEqual(event["time"].microsecond % 1000, 0)
        self.assertTrue(event["id"] and event["source"])


if __name__ == "__main__":
    unittest.main()
