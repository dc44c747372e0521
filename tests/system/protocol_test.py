"""PROTOCOL.md sections 1, 2, 5 and 6 against a running intake and desk: what is refused, how, and what is not.

The client knows the contract alone. Each test uses ids of its own; the limits are tried below, at and above.
"""
import os
import re
import sys
import unittest
import uuid

import msgpack
import zmq
from zmq.utils.monitor import recv_monitor_message

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, command, read_key  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402

REQUEST = "request.submitted.v1"
MIB = 1024 * 1024
CLIENTS = {
    "branch": {"sources": '["/bank/branch/"]', "send": '["request.*"]', "follow": "[]", "actors": "[E1001, E1002]"},
    "narrow": {"share": "0.001"},
    "other": {},
}


def request(**data):
    return command(REQUEST, {"channel": "web", "text": "查询余额", **data})


def get_case(**data):
    return command("case.get.v1", data or {"case_id": str(uuid.uuid4())}, actor="E1001")


def raw_map(pairs):
    """A map whose keys may repeat and whose values are MessagePack already."""
    out = bytes([0x80 | len(pairs)])
    for key, value in pairs:
        out += msgpack.packb(key) + value
    return out


def deep(levels, inside=b"\x01"):
    """Arrays of one in arrays of one."""
    return b"\x91" * levels + inside


def setUpModule():
    """One intake and one desk for all tests."""
    servers = unittest.enterModuleContext(Servers())
    Contract.fleet = unittest.enterModuleContext(Fleet(servers, ["intake", "desk"], clients=CLIENTS))


class Contract(unittest.TestCase):
    """What the tests share."""

    fleet = None

    def connect(self, name="intake", who="operator"):
        client = Client(self.fleet.keys, self.fleet.base, OFFSETS[name], who)
        self.addCleanup(client.close)
        return client

    def setUp(self):
        self.intake = self.connect()
        self.desk = self.connect("desk")

    def accept(self, body, client=None):
        reply = (client or self.intake).insist(body, timeout=10)
        self.assertEqual(reply["status"], "accepted", reply)
        return reply

    def refuse(self, reply, code, field=None):
        """The reply says `rejected` and names the code, at that field."""
        self.assertIsNotNone(reply, "no answer")
        self.assertEqual(reply["status"], "rejected", reply)
        found = [(fault["code"], fault.get("field")) for fault in reply["errors"]]
        self.assertIn((code, field), found, reply)
        for fault in reply["errors"]:
            self.assertTrue(fault["message"], reply)
        return reply

    def refuse_frame(self, reply, code="malformed"):
        """One map that belongs to no message."""
        self.assertIsInstance(reply, dict)
        self.refuse(reply, code)
        self.assertEqual((reply["id"], reply["source"], len(reply["errors"])), (None, None, 1))

    def answered(self, make):
        """The replies to an array that is made anew until none is `unavailable`: PostgreSQL may take its time."""
        def replies():
            body = make()
            got = self.intake.ask_raw(body) if isinstance(body, bytes) else self.intake.ask(body)
            return got if got and all(reply["status"] != "unavailable" for reply in got) else None
        return wait_for(replies, "every element is answered")

    def stays_well(self):
        self.accept(request())


class Frames(Contract):
    """Section 2: what a frame may be."""

    def test_bytes_that_are_no_messagepack_get_one_reply_map(self):
        for name, body in {
            "nothing": b"",
            "a reserved byte": b"\xc1",
            "a map that is cut off": b"\x82\xa2id",
            "a string longer than the frame": b"\xdb\xff\xff\xff\xffabc",
            "an array that promises 4 billion": b"\xdd\xff\xff\xff\xff",
            "a map that promises 4 billion": b"\xdf\xff\xff\xff\xff",
            "an integer": b"\x07",
            "a string": msgpack.packb("hello"),
            "nil": b"\xc0",
        }.items():
            with self.subTest(name):
                self.refuse_frame(self.intake.ask_raw(body))
        self.stays_well()

    def test_bytes_after_the_value_are_malformed(self):
        for body in (request(), [request()]):
            self.refuse_frame(self.intake.ask_raw(msgpack.packb(body) + b"\x00"))

    def test_an_array_has_1_to_1000_messages(self):
        self.refuse_frame(self.intake.ask([]))
        for count in (1, 999, 1000):
            replies = self.intake.ask([get_case() for _ in range(count)], timeout=20)
            self.assertIsInstance(replies, list)
            self.assertEqual(len(replies), count)
        self.refuse_frame(self.intake.ask([get_case() for _ in range(1001)]))

    def test_a_frame_of_1_mib_is_read_and_one_byte_more_is_too_large(self):
        for size in (MIB - 1, MIB):
            replies = self.intake.ask_raw(self.frame_of(size))
            self.assertIsInstance(replies, list, size)
            self.assertEqual([reply["status"] for reply in replies], ["rejected"] * 5)
        self.refuse_frame(self.intake.ask_raw(self.frame_of(MIB + 1)), "too_large")

    def frame_of(self, size):
        """An array of five messages with far too long texts, `size` bytes in all."""
        bodies = [request(text="x" * (MIB // 5 - 300)) for _ in range(5)]
        bodies[4]["data"]["text"] += "x" * (size - len(msgpack.packb(bodies)))
        frame = msgpack.packb(bodies)
        self.assertEqual(len(frame), size)
        return frame

    def test_a_frame_of_4_mib_is_answered_too_large(self):
        for size in (4 * MIB - 1, 4 * MIB):
            self.refuse_frame(self.intake.ask_raw(b"\xc0" * size), "too_large")

    def test_beyond_4_mib_the_connection_is_closed_and_others_go_on(self):
        giant = self.connect()
        self.assertEqual(giant.ask(get_case())["status"], "rejected")
        before = self.closed()
        monitor = giant.socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        self.addCleanup(monitor.close)
        self.addCleanup(giant.socket.disable_monitor)
        giant.send_raw(b"\xc0" * (4 * MIB + 1))
        self.assertTrue(monitor.poll(30000), "the connection stays open")
        self.assertEqual(recv_monitor_message(monitor)["event"], zmq.EVENT_DISCONNECTED)
        self.stays_well()
        wait_for(lambda: self.closed() > before, "the closed connection is counted")

    def closed(self):
        lines = self.fleet.get("intake", "/metrics").splitlines()
        return sum(float(line.split()[-1]) for line in lines if re.match(r"shouli_connections_closed_total[ {]", line))

    def test_an_envelope_of_256_kib_is_read_and_one_byte_more_is_too_large(self):
        for size, code, field in (
            (256 * 1024 - 1, "invalid_field", "data.text"),
            (256 * 1024, "invalid_field", "data.text"),
            (256 * 1024 + 1, "too_large", None),
        ):
            body = request(text="")
            body["data"]["text"] = "x" * (size - len(msgpack.packb(body)) - 4)
            self.assertEqual(len(msgpack.packb(body)), size)
            self.refuse(self.intake.ask(body), code, field)

    def test_up_to_four_frames_before_the_body_come_back_as_they_were(self):
        for count in range(5):
            route = [bytes([i]) * 64 for i in range(count)]
            self.intake.send(get_case(), *route)
            parts = self.intake.receive_parts()
            self.assertEqual(parts[:-1], route)

    def test_empty_frames_and_numbers_come_back_too(self):
        self.intake.send(get_case(), b"", b"17")
        self.assertEqual(self.intake.receive_parts()[:-1], [b"", b"17"])

    def test_five_frames_before_the_body_or_a_long_one_are_malformed(self):
        for route in ([b"x"] * 5, [b"x" * 65]):
            reply = self.intake.ask_raw(msgpack.packb(request()), *route)
            self.refuse_frame(reply)
            self.assertIn("before the body", reply["errors"][0]["message"])
        self.stays_well()

    def test_a_hundred_frames_before_the_body_do_no_harm(self):
        self.intake.send(request(), *[b"x"] * 100)
        self.accept(request(), self.connect())

    def test_a_req_socket_works(self):
        socket = zmq.Context.instance().socket(zmq.REQ)
        self.addCleanup(socket.close, 0)
        socket.curve_serverkey = read_key(f"{self.fleet.keys}/server.key")[0]
        socket.curve_publickey, socket.curve_secretkey = read_key(f"{self.fleet.keys}/publisher.key_secret")
        socket.connect(f"tcp://127.0.0.1:{self.fleet.base + OFFSETS['intake']}")
        said = set()
        for _ in range(3):
            socket.send(msgpack.packb(request()))
            self.assertTrue(socket.poll(30000))
            said.add(msgpack.unpackb(socket.recv())["status"])
        self.assertIn("accepted", said)
        self.assertLessEqual(said, {"accepted", "unavailable"})

    def test_many_frames_may_be_outstanding(self):
        bodies = {str(number).encode(): request() for number in range(300)}
        for number, body in bodies.items():
            self.intake.send(body, number)
        said = set()
        for _ in range(len(bodies)):
            number, reply = self.intake.receive_parts(20)
            reply = msgpack.unpackb(reply)
            self.assertEqual(reply["id"], bodies.pop(number)["id"])
            said.add(reply["status"])
        self.assertIn("accepted", said)
        self.assertLessEqual(said, {"accepted", "unavailable"})  # the commit of so many may take its time


class Arrays(Contract):
    """Section 2: an array is not a transaction."""

    def test_a_bad_element_is_answered_in_its_place(self):
        good, bad, last = request(), request(channel="smoke signals"), request()
        replies = self.intake.insist_all([good, bad, last])
        self.assertEqual([reply["id"] for reply in replies], [good["id"], bad["id"], last["id"]])
        self.assertEqual([reply["status"] for reply in replies], ["accepted", "rejected", "accepted"])
        self.refuse(replies[1], "invalid_field", "data.channel")

    def test_elements_that_are_no_maps_have_no_id(self):
        replies = self.answered(lambda: [7, request(), "x", [], None])
        self.assertEqual([reply["status"] for reply in replies],
                         ["rejected", "accepted", "rejected", "rejected", "rejected"])
        for place in (0, 2, 3, 4):
            self.assertEqual((replies[place]["id"], replies[place]["source"]), (None, None))
            self.refuse(replies[place], "malformed")

    def test_the_same_message_twice_in_one_array_is_accepted_once(self):
        first, second = self.answered(lambda: [request()] * 2)
        self.assertEqual((first["status"], second["status"]), ("accepted", "duplicate"))
        self.assertEqual((first["case_id"], first["case_no"]), (second["case_id"], second["case_no"]))

    def test_an_element_of_any_depth_is_answered_in_its_place(self):
        """Section 2: an element that is bad costs its neighbours nothing, however bad it is."""
        for levels in (16, 17, 512, 513, 5000, 200_000):
            with self.subTest(levels):
                bad = raw_map([("x", deep(levels))])
                replies = self.answered(lambda bad=bad: b"\x93" + msgpack.packb(request()) + bad + msgpack.packb(request()))
                self.assertEqual([reply["status"] for reply in replies], ["accepted", "rejected", "accepted"])
                self.assertEqual([reply["id"] is None for reply in replies], [False, True, False])

    def test_one_id_with_two_contents_in_one_array_is_refused_once(self):
        def twice():
            body = request()
            return [body, {**body, "data": {**body["data"], "text": "别的"}}]

        first, second = self.answered(twice)
        self.assertEqual(first["status"], "accepted")
        self.refuse(second, "id_reused")


class Envelope(Contract):
    """Section 1: the attributes."""

    def test_text_attributes_have_lengths(self):
        for name, longest in {"id": 128, "source": 256, "subject": 128, "actorid": 64, "actorrole": 64,
                              "actorunit": 64}.items():
            for length in (longest - 1, longest):
                with self.subTest(name, length=length):
                    body = {**request(), name: (uuid.uuid4().hex * 8)[:length]}
                    self.accept(body)
            with self.subTest(name, length=longest + 1):
                self.refuse(self.intake.ask({**request(), name: "x" * (longest + 1)}), "invalid_field", name)

    def test_limits_count_bytes_not_characters(self):
        self.accept({**request(), "subject": "单" * 42})
        self.refuse(self.intake.ask({**request(), "subject": "单" * 43}), "invalid_field", "subject")

    def test_a_type_has_96_bytes_at_most(self):
        self.refuse(self.intake.ask({**request(), "type": "x" * 96}), "unknown_type", "type")
        self.refuse(self.intake.ask({**request(), "type": "x" * 97}), "invalid_field", "type")

    def test_id_source_and_type_may_not_be_missing_nil_or_empty(self):
        for name in ("id", "source", "type"):
            body = request()
            for value, code in ((None, "missing_field"), ("", "invalid_field")):
                self.refuse(self.intake.ask({**body, name: value}), code, name)
            del body[name]
            reply = self.intake.ask(body)
            self.refuse(reply, "missing_field", name)
            if name != "type":
                self.assertIsNone(reply[name])

    def test_specversion_is_1_0(self):
        body = request()
        self.refuse(self.intake.ask({**body, "specversion": "1.1"}), "unsupported_version", "specversion")
        self.refuse(self.intake.ask({**body, "specversion": 1}), "invalid_field", "specversion")
        del body["specversion"]
        self.refuse(self.intake.ask(body), "missing_field", "specversion")

    def test_time_is_a_timestamp_or_text_with_an_offset(self):
        for good in (msgpack.Timestamp(1795000000, 5000000), "2026-11-21T13:44:11+08:00", "2026-11-21T05:44:11.123Z",
                     "1970-01-01T00:00:00Z", "2199-12-31T23:59:59.999Z", None):
            with self.subTest(good):
                self.accept({**request(), "time": good})
        for bad in ("2026-11-21T13:44:11", "2026-02-30T10:00:00Z", "2026-11-21", "yesterday", 1795000000, 1.5,
                    "1969-12-31T23:59:59Z", "2200-01-01T00:00:00Z", msgpack.Timestamp(-1), "2026-13-01T00:00:00Z",
                    "2026-11-21T24:30:00Z"):
            with self.subTest(bad):
                self.refuse(self.intake.ask({**request(), "time": bad}), "invalid_field", "time")

    def test_extensions_have_limits(self):
        for good in ({"x" * 20: "v" * 256}, {f"x{n}": n for n in range(16)}, {"x": True, "y": 1.5, "z": None},
                     {"bin": b"\x00\xff"}):
            self.accept({**request(), **good})
        for bad, field in (({"x" * 21: "v"}, "x" * 21), ({"X": 1}, "X"), ({"a_b": 1}, "a_b"), ({"": 1}, "?"),
                           ({"x": "v" * 257}, "x"), ({"x": []}, "x"), ({"x": {}}, "x"),
                           ({f"x{n:02}": n for n in range(17)}, "x16")):
            with self.subTest(bad):
                self.refuse(self.intake.ask({**request(), **bad}), "unknown_field", field)

    def test_a_nil_is_none_of_the_16_extensions(self):
        sixteen = {f"e{number}": number for number in range(16)}
        self.accept({**request(), **sixteen, "absent": None})
        self.refuse(self.intake.ask({**request(), **sixteen, "more": 1}), "unknown_field", "more")

    def test_names_that_events_use_are_extensions_too(self):
        """Section 3: events add them; a foreign system may use them for whatever it likes."""
        for name in ("caseid", "caseno", "causationid", "correlationid"):
            for value in ("abc", 7, True, 1.5, b"ab", "x" * 256, str(uuid.uuid4())):
                with self.subTest(name, value=value):
                    reply = self.accept({**request(), name: value})
                    self.assertNotEqual(reply["case_id"], value)
            self.refuse(self.intake.ask({**request(), name: "x" * 257}), "unknown_field", name)

    def test_a_traceparent_that_does_not_parse_is_no_fault(self):
        for trace in ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "nonsense", "x" * 1000):
            self.accept({**request(), "traceparent": trace})

    def test_text_that_is_not_utf_8_is_an_invalid_field(self):
        for wrong in (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"ab\xe5\x8d"):
            body = request()
            body["subject"] = wrong.decode("utf-8", "surrogateescape")
            packed = msgpack.packb(body, unicode_errors="surrogateescape")
            self.refuse(self.intake.ask_raw(packed), "invalid_field", "subject")

    def test_bin_where_str_is_expected_is_an_invalid_field(self):
        self.refuse(self.intake.ask({**request(), "id": b"abc"}), "invalid_field", "id")
        self.refuse(self.intake.ask(request(text=b"abc")), "invalid_field", "data.text")

    def test_a_key_that_occurs_twice_is_malformed(self):
        body = request()
        pairs = [(key, msgpack.packb(value)) for key, value in body.items()]
        self.refuse(self.intake.ask_raw(raw_map(pairs + [("id", msgpack.packb("again"))])), "malformed")
        twice = raw_map([("channel", b"\xa3web"), ("text", b"\xa1x"), ("text", b"\xa1y")])
        pairs = [(key, twice if key == "data" else value) for key, value in pairs]
        self.refuse(self.intake.ask_raw(raw_map(pairs)), "malformed")

    def test_keys_that_are_no_strings_are_malformed(self):
        body = msgpack.packb({**request(), 7: 1})
        self.refuse(self.intake.ask_raw(body), "malformed")

    def test_an_envelope_is_16_deep_at_most(self):
        pairs = [(key, msgpack.packb(value)) for key, value in request().items() if key != "data"]

        def ask(levels):
            return self.intake.ask_raw(raw_map(pairs + [("data", raw_map([("x", deep(levels - 2))]))]))

        self.refuse(ask(15), "unknown_field", "data.x")
        self.refuse(ask(16), "unknown_field", "data.x")
        self.refuse(ask(17), "malformed")

    def test_depth_bombs_are_malformed_and_do_no_harm(self):
        pairs = [(key, msgpack.packb(value)) for key, value in request().items()]
        for levels, code in ((511, "malformed"), (512, "malformed"), (513, "malformed"), (1000, "malformed"),
                             (100_000, "malformed"), (MIB - 1000, "too_large")):
            with self.subTest(levels):
                self.refuse(self.intake.ask_raw(raw_map(pairs + [("x", deep(levels))])), code)
                self.refuse(self.intake.ask_raw(raw_map([("x", b"\x81\xa1x" * (levels // 3) + b"\xc0")])), code)
        self.assertIsNotNone(self.intake.ask_raw(deep(MIB - 1)))
        self.stays_well()

    def test_values_of_the_wrong_type_are_named(self):
        for field, value in {"text": 7, "channel": [], "amount_fen": 1.0, "complainants": "1",
                             "materials": {}, "customer": [], "contact": "x", "kind": 1}.items():
            self.refuse(self.intake.ask(request(**{field: value})), "invalid_field", f"data.{field}")
        self.refuse(self.intake.ask({**request(), "data": []}), "invalid_field", "data")
        self.refuse(self.intake.ask({**request(), "data": "x"}), "invalid_field", "data")

    def test_data_may_not_be_absent_where_a_field_is_required(self):
        body = request()
        del body["data"]
        self.refuse(self.intake.ask(body), "missing_field", "data")
        self.refuse(self.intake.ask({**body, "data": None}), "missing_field", "data")

    def test_all_faults_are_told_at_once(self):
        body = request(colour="red", amount_fen=-1, complainants=0, customer={"shoe": 42})
        del body["data"]["text"]
        body.update(specversion="2.0", Unknown=1)
        reply = self.intake.ask(body)
        found = {(fault["code"], fault.get("field")) for fault in reply["errors"]}
        self.assertEqual(found, {
            ("unsupported_version", "specversion"), ("unknown_field", "Unknown"), ("unknown_field", "data.colour"),
            ("invalid_field", "data.amount_fen"), ("invalid_field", "data.complainants"),
            ("unknown_field", "data.customer.shoe"), ("missing_field", "data.text"),
        })
        self.assertEqual((reply["id"], reply["source"]), (body["id"], body["source"]))

    def test_at_most_32_faults_are_told(self):
        for count, told in ((31, 31), (32, 32), (33, 32)):
            reply = self.intake.ask(request(**{f"f{n}": n for n in range(count)}))
            self.assertEqual(len(reply["errors"]), told)


class Requests(Contract):
    """Section 6: what a request may hold."""

    def test_a_text_has_1_to_16384_bytes(self):
        for text in ("x", "x" * 16383, "x" * 16384, "单" * 5461):
            self.accept(request(text=text))
        for text in ("", "x" * 16385, "单" * 5462):
            self.refuse(self.intake.ask(request(text=text)), "invalid_field", "data.text")

    def test_text_fields_have_lengths(self):
        for field, longest in {"business": 64, "unit": 64, "about_unit": 64, "about_employee": 64}.items():
            for length in (longest - 1, longest):
                self.accept(request(**{field: "x" * length}))
            self.refuse(self.intake.ask(request(**{field: "x" * (longest + 1)})), "invalid_field", f"data.{field}")

    def test_money_is_an_integer_of_0_to_10_to_the_15(self):
        for amount in (0, 1, 10**15 - 1, 10**15):
            self.accept(request(amount_fen=amount))
        for amount in (-1, 10**15 + 1, 2**64 - 1, -(2**63), 1e3, "100"):
            self.refuse(self.intake.ask(request(amount_fen=amount)), "invalid_field", "data.amount_fen")

    def test_complainants_are_1_to_1000000(self):
        for number in (1, 2, 999_999, 1_000_000):
            self.accept(request(complainants=number))
        for number in (0, 1_000_001):
            self.refuse(self.intake.ask(request(complainants=number)), "invalid_field", "data.complainants")

    def test_there_are_at_most_64_materials(self):
        for count in (0, 63, 64):
            self.accept(request(materials=[{"code": "c"}] * count))
        self.refuse(self.intake.ask(request(materials=[{"code": "c"}] * 65)), "invalid_field", "data.materials")

    def test_an_unknown_channel_is_refused(self):
        """CH-09"""
        self.refuse(self.intake.ask(request(channel="video")), "invalid_field", "data.channel")

    def test_a_word_that_the_contract_does_not_have_is_refused(self):
        self.refuse(self.intake.ask(request(kind="gossip")), "invalid_field", "data.kind")
        self.refuse(self.intake.ask(request(customer={"type": "robot"})), "invalid_field", "data.customer.type")

    def test_a_regulators_channel_needs_its_number(self):
        """CH-11"""
        for channel in ("regulator_nfra", "pboc", "gov_12345", "petition"):
            self.refuse(self.intake.ask(request(channel=channel)), "missing_field", "data.outside_no")
            self.accept(request(channel=channel, outside_no="NFRA-2026-1"))

    def test_wrong_check_digits_are_refused(self):
        """REQUIREMENTS 3.6, 3.7; ID-01"""
        for id_type, good, bad in (("resident", "11010519491231002X", "110105194912310021"),
                                   ("credit_code", "91350100M000100Y43", "91350100M000100Y44")):
            self.accept(request(customer={"id_type": id_type, "id_no": good}))
            self.refuse(self.intake.ask(request(customer={"id_type": id_type, "id_no": bad})),
                        "invalid_field", "data.customer.id_no")

    def test_a_birth_date_that_does_not_exist_is_refused(self):
        """REQUIREMENTS 3.6"""
        digits = "11010519490230002"
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        check = "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights)) % 11]
        self.refuse(self.intake.ask(request(customer={"id_type": "resident", "id_no": digits + check})),
                    "invalid_field", "data.customer.id_no")

    def test_impossible_dates_are_refused(self):
        for when in ("2026-02-30T10:00:00+08:00", "2025-02-29T00:00:00Z", "2026-01-01T00:00:00", "1969-12-31T23:59:59Z"):
            self.refuse(self.intake.ask(request(occurred_at=when)), "invalid_field", "data.occurred_at")
        self.accept(request(occurred_at="2024-02-29T23:59:59+08:00"))

    def test_a_case_number_is_gd_a_date_and_six_digits(self):
        self.assertRegex(self.accept(request())["case_no"], r"^GD20[0-9]{6}[0-9]{6}$")

    def test_nil_is_absent(self):
        self.accept(request(customer=None, amount_fen=None, kind=None))
        self.refuse(self.intake.ask(request(text=None)), "missing_field", "data.text")


class Idempotency(Contract):
    """Section 2: (source, id), for ever."""

    def test_the_same_again_is_a_duplicate_with_the_first_reply(self):
        body = request()
        first = self.accept(body)
        again = self.intake.insist({**body, "subject": "another attribute", "traceparent": "x"})
        self.assertEqual(again["status"], "duplicate")
        self.assertEqual((again["case_id"], again["case_no"]), (first["case_id"], first["case_no"]))

    def test_another_key_gets_the_duplicate_too(self):
        body = request()
        first = self.accept(body, self.connect(who="publisher"))
        self.assertEqual(self.intake.insist(body)["case_id"], first["case_id"])

    def test_the_same_id_of_another_source_is_another_message(self):
        body = request()
        first = self.accept(body)
        second = self.accept({**body, "source": "/test/elsewhere"})
        self.assertNotEqual(first["case_id"], second["case_id"])

    def test_another_content_under_a_known_id_is_refused(self):
        body = request()
        self.accept(body)
        for other in ({**body, "data": {**body["data"], "text": "别的"}},
                      {**body, "data": dict(reversed(body["data"].items()))}):
            self.refuse(self.intake.ask(other), "id_reused")

    def test_after_a_rejection_the_id_may_come_again(self):
        body = request(channel="smoke signals")
        self.refuse(self.intake.ask(body), "invalid_field", "data.channel")
        body["data"]["channel"] = "web"
        self.accept(body)

    def test_busy_counts_apart_and_the_id_may_come_again(self):
        """A share of a thousandth of 16384 is 16 messages."""
        narrow = self.connect(who="narrow")
        bodies = [request() for _ in range(17)]
        replies = narrow.ask(bodies)
        self.assertEqual({reply["status"] for reply in replies}, {"busy"})
        for body, reply in zip(bodies, replies):
            self.assertEqual(reply["id"], body["id"])
            self.assertGreater(reply["retry_after_ms"], 0)
        self.assertLessEqual({reply["status"] for reply in narrow.ask(bodies[:16])}, {"accepted", "unavailable"})
        self.assertEqual({reply["status"] for reply in narrow.insist_all(bodies[:16])} - {"accepted"}, {"duplicate"})
        self.accept(bodies[16], narrow)

    def test_a_query_is_never_recorded(self):
        body = get_case()
        for _ in range(2):
            self.refuse(self.desk.ask(body), "not_found", "data.case_id")


class Rights(Contract):
    """Section 5: who may do what."""

    def test_an_unknown_key_cannot_connect(self):
        socket = zmq.Context.instance().socket(zmq.DEALER)
        self.addCleanup(socket.close, 0)
        socket.curve_serverkey = read_key(f"{self.fleet.keys}/server.key")[0]
        socket.curve_publickey, socket.curve_secretkey = zmq.curve_keypair()
        monitor = socket.get_monitor_socket(zmq.EVENT_HANDSHAKE_FAILED_AUTH | zmq.EVENT_HANDSHAKE_SUCCEEDED)
        self.addCleanup(monitor.close)
        self.addCleanup(socket.disable_monitor)
        socket.connect(f"tcp://127.0.0.1:{self.fleet.base + OFFSETS['intake']}")
        self.assertTrue(monitor.poll(30000))
        self.assertEqual(recv_monitor_message(monitor)["event"], zmq.EVENT_HANDSHAKE_FAILED_AUTH)

    def test_a_client_without_curve_cannot_connect(self):
        socket = zmq.Context.instance().socket(zmq.DEALER)
        self.addCleanup(socket.close, 0)
        monitor = socket.get_monitor_socket(zmq.EVENT_HANDSHAKE_SUCCEEDED | zmq.EVENT_DISCONNECTED
                                            | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
                                            | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL)
        self.addCleanup(monitor.close)
        self.addCleanup(socket.disable_monitor)
        socket.connect(f"tcp://127.0.0.1:{self.fleet.base + OFFSETS['intake']}")
        socket.send(msgpack.packb(request()))
        self.assertTrue(monitor.poll(30000))
        self.assertNotEqual(recv_monitor_message(monitor)["event"], zmq.EVENT_HANDSHAKE_SUCCEEDED)
        self.assertFalse(socket.poll(100))

    def test_the_publisher_may_send_requests_and_nothing_else(self):
        self.accept(request(), self.connect(who="publisher"))
        for name in ("intake", "desk"):
            publisher = self.connect(name, "publisher")
            for body in (get_case(), command("ledger.get.v1", {}), command("nonsense.v1", {})):
                self.refuse(publisher.ask(body), "forbidden", "type")

    def test_the_publisher_speaks_for_nobody(self):
        publisher = self.connect(who="publisher")
        self.refuse(publisher.ask({**request(), "actorid": "E1001"}), "forbidden", "actorid")

    def test_sources_are_prefixes(self):
        branch = self.connect(who="branch")
        for source in ("/bank/branch/7", "/bank/branch/"):
            self.accept({**request(), "source": source, "id": str(uuid.uuid4())}, branch)
        for source in ("/bank/branch", "/bank/mobile-app", "/"):
            self.refuse(branch.ask({**request(), "source": source}), "forbidden", "source")

    def test_actors_are_a_list(self):
        branch = self.connect(who="branch")
        body = {**request(), "source": "/bank/branch/7"}
        for actor in ("E1001", "E1002"):
            self.accept({**body, "id": str(uuid.uuid4()), "actorid": actor}, branch)
        for actor in ("E1003", "E100", "E10011"):
            self.refuse(branch.ask({**body, "id": str(uuid.uuid4()), "actorid": actor}), "forbidden", "actorid")

    def test_what_is_forbidden_is_not_told_more(self):
        """A forbidden message is refused for that alone, however wrong it is."""
        reply = self.connect(who="branch").ask({**request(colour="red"), "source": "/other"})
        self.assertEqual([fault["code"] for fault in reply["errors"]], ["forbidden"])

    def test_what_is_forbidden_is_counted(self):
        before = self.count("shouli_forbidden_total")
        self.refuse(self.connect(who="publisher").ask(get_case()), "forbidden", "type")
        self.assertEqual(self.count("shouli_forbidden_total"), before + 1)

    def count(self, name):
        lines = self.fleet.get("intake", "/metrics").splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.split("{")[0].split()[0] == name)

    def test_what_is_malformed_is_counted(self):
        before = self.count("shouli_malformed_total")
        self.refuse_frame(self.intake.ask_raw(b"\xc1"))
        self.assertEqual(self.count("shouli_malformed_total"), before + 1)


class Types(Contract):
    """Which service answers what."""

    def test_an_unknown_type_is_told(self):
        for kind in ("nonsense.v1", "request.submitted.v2", "request.submitted", "case.received.v1"):
            self.refuse(self.intake.ask(command(kind, {})), "unknown_type", "type")

    def test_a_type_of_another_service_is_told(self):
        self.refuse(self.intake.ask(command("case.claim.v1", {}, actor="E1001")), "unknown_type", "type")
        self.refuse(self.desk.ask(request()), "unknown_type", "type")

    def test_desk_names_every_missing_field(self):
        reply = self.desk.ask(command("case.note.v1", {}, actor="E1001"))
        for field in ("case_id", "lease_epoch", "text"):
            self.refuse(reply, "missing_field", f"data.{field}")

    def test_an_id_is_36_lower_case_characters(self):
        good = str(uuid.uuid4())
        self.refuse(self.desk.ask(get_case(case_id=good)), "not_found", "data.case_id")
        for bad in (good.upper().replace("0", "A"), good[:-1], good + "0", good.replace("-", ""), "", "x" * 36, 7):
            self.refuse(self.desk.ask(get_case(case_id=bad)), "invalid_field", "data.case_id")

    def test_a_young_case_id_may_become_known(self):
        """PROTOCOL section 2: a case id younger than 60 s is `not_found` with retry_after_ms."""
        case_id = self.accept(request())["case_id"]
        reply = self.refuse(self.desk.ask(get_case(case_id=case_id)), "not_found", "data.case_id")
        self.assertGreater(reply["retry_after_ms"], 0)
        old = self.desk.ask(get_case(case_id="01890a5d-ac96-774b-bcce-b302099a8057"))
        self.refuse(old, "not_found", "data.case_id")
        self.assertNotIn("retry_after_ms", old)

    def test_staff_commands_need_an_actor_and_a_role(self):
        for attributes in ({}, {"actorid": "E1001"}, {"actorrole": "L1"}):
            body = {**command("case.claim.v1", {}), **attributes}
            reply = self.desk.ask(body)
            self.assertEqual(reply["status"], "rejected", reply)
            self.assertIn(reply["errors"][0]["code"], ("missing_field", "forbidden"), reply)

    def test_who_acts_is_missed_together_with_the_fields(self):
        """Section 2: all faults at once; section 7: actorid and actorrole are required."""
        reply = self.desk.ask(command("case.note.v1", {}))
        for field in ("data.case_id", "data.lease_epoch", "data.text", "actorid", "actorrole"):
            self.refuse(reply, "missing_field", field)

    def test_a_claim_without_cases_finds_the_queue_empty(self):
        reply = self.desk.insist(command("case.claim.v1", {}, actor="E1001"))
        self.refuse(reply, "queue_empty")


if __name__ == "__main__":
    unittest.main()
