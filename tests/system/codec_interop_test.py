#!/usr/bin/python3
"""The codec against an independent one: messages made and read by python3-msgpack.

Random messages of every type, in any order of keys, with nil for absent, in every form of time that the contract
allows, go through our decoder and encoder and come back equal. The seed is printed when one does not.
"""

import datetime
import glob
import os
import random
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import msgpack

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "proto"))
from definitions import read_messages  # noqa: E402

MESSAGES_EACH = 20
TIME_MS_MAX = 7258118399999
SOURCES = ["tests/support/codec_echo.c", "proto/messages.c", "common/message*.c", "common/msgpack*.c", "common/shape.c",
           "common/timestamp.c", "common/utf8.c", "common/uuid.c", "common/arena.c", "common/memory.c"]
CHARACTERS = ["a", "Z", "0", " ", "\n", "é", "受", "理", "𠮷", "😀", "·", "\x7f"]


def timestamp(ms):
    return msgpack.Timestamp(ms // 1000, ms % 1000 * 1000000)


def rfc_3339(ms, chance):
    zone = datetime.timezone(datetime.timedelta(minutes=chance.choice([0, 480, -300, 330])))
    at = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(milliseconds=ms)
    if at.year in (1970, 2199):
        zone = datetime.timezone.utc
    return at.astimezone(zone).isoformat(timespec="milliseconds")


class Random:
    """Makes a value as it is sent, and as it must come back."""

    def __init__(self, definitions, chance):
        self.definitions, self.chance = definitions, chance

    def text(self, minimum, maximum):
        """Of any length that is allowed, shortest and longest ones above all, in bytes."""
        left = self.chance.choice([minimum, min(maximum, 31), min(maximum, 300), maximum])
        left = max(left, minimum)
        words = "".join(self.chance.choices(CHARACTERS, k=min(left // 4, 50)))
        return words + "x" * (left - len(words.encode()))

    def binary(self, minimum, maximum):
        return self.chance.randbytes(self.chance.choice([minimum, min(maximum, 40), min(maximum, 300)]))

    def value(self, f):
        """(sent, received)"""
        chance = self.chance
        if f.type == "TIME":
            ms = chance.choice([0, 1, 4294967295000, 4294967296000, TIME_MS_MAX, chance.randrange(TIME_MS_MAX)])
            return (timestamp(ms) if chance.random() < 0.5 else rfc_3339(ms, chance)), timestamp(ms)
        if f.type in ("MAP", "MAPS"):
            pairs = [self.body(self.definitions.maps[f.refers]) for _ in range(chance.randrange(4))]
            if f.type == "MAP":
                return self.body(self.definitions.maps[f.refers])
            pairs = pairs[:f.maximum]
            return [sent for sent, _ in pairs], [received for _, received in pairs]
        value = self.plain(f)
        return value, value

    def plain(self, f):
        chance = self.chance
        if f.type == "ID":
            hexadecimal = chance.randbytes(16).hex()
            return "-".join((hexadecimal[:8], hexadecimal[8:12], hexadecimal[12:16], hexadecimal[16:20], hexadecimal[20:]))
        if f.type == "TEXT":
            return self.text(f.minimum, f.maximum)
        if f.type == "INT":
            near = [n for p in (7, 8, 16, 31, 32, 63) for n in (2 ** p - 1, 2 ** p, -2 ** p)]
            near += [f.minimum, f.maximum, chance.randint(f.minimum, f.maximum)]
            return chance.choice([n for n in near if f.minimum <= n <= f.maximum])
        if f.type == "ENUM":
            return chance.choice(self.definitions.enum(f.refers).values).name
        if f.type == "FLAG":
            return chance.random() < 0.5
        if f.type == "BYTES":
            return self.binary(f.minimum, f.maximum)
        if f.type == "SEALED":
            return {"k": self.binary(1, 64), "n": chance.randbytes(12), "c": self.binary(16, f.maximum + 16)}
        return [self.text(1, f.item_max) for _ in range(chance.randrange(min(f.maximum, 20) + 1))]

    def body(self, body):
        sent, received = {}, {}
        for f in body.fields:
            if "REQUIRED" in f.flags or self.chance.random() < 0.5:
                sent[f.name], received[f.name] = self.value(f)
            elif self.chance.random() < 0.2:
                sent[f.name] = None
        keys = list(sent)
        self.chance.shuffle(keys)
        return {key: sent[key] for key in keys}, received


class Interop(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.definitions = read_messages(ROOT)
        cls.folder = tempfile.TemporaryDirectory()
        program = os.path.join(cls.folder.name, "codec_echo")
        sources = [path for pattern in SOURCES for path in sorted(glob.glob(str(ROOT / pattern)))]
        subprocess.run(["gcc", "-std=gnu17", "-O1", "-D_GNU_SOURCE", f"-I{ROOT}", *sources, "-o", program], check=True)
        cls.echo = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    @classmethod
    def tearDownClass(cls):
        cls.echo.stdin.close()
        cls.echo.stdout.close()
        cls.echo.wait(timeout=10)
        cls.folder.cleanup()

    def through(self, packed):
        self.echo.stdin.write(struct.pack(">I", len(packed)) + packed)
        self.echo.stdin.flush()
        length, = struct.unpack(">I", self.echo.stdout.read(4))
        return msgpack.unpackb(self.echo.stdout.read(length), strict_map_key=True)

    def check(self, message, seed):
        chance = random.Random(seed)
        data, wanted = Random(self.definitions, chance).body(message.body)
        head = {"specversion": "1.0", "id": "i1", "source": "/interop", "type": message.name}
        envelope = {**head, "time": "2026-11-21T21:44:11.123+08:00", "tenant": 7, "data": data, "subject": None}
        packed = msgpack.packb(envelope)
        if len(packed) > 256 * 1024:
            return
        back = self.through(packed)
        self.assertEqual(back, {**head, "time": timestamp(1795268651123), "tenant": 7, "data": wanted}, seed)

    def test_gives_random_messages_of_every_type_back_unchanged(self):
        for message in self.definitions.messages:
            for number in range(MESSAGES_EACH):
                self.check(message, f"{message.name}/{number}")

    def test_answers_faults_with_code_and_place(self):
        head = {"specversion": "1.0", "id": "i1", "source": "/interop", "type": "request.submitted.v1"}
        for data, wanted in (
            ({"channel": "app", "text": b"bin"}, ["invalid_field", "data.text"]),
            ({"channel": "app", "text": "a", "amount_fen": 1.0}, ["invalid_field", "data.amount_fen"]),
            ({"channel": "app", "text": "a", "amount_fen": 10 ** 15 + 1}, ["invalid_field", "data.amount_fen"]),
            ({"channel": "app", "text": "a", "complainants": 0}, ["invalid_field", "data.complainants"]),
            ({"channel": "app"}, ["missing_field", "data.text"]),
            ({"channel": "app", "text": "a", "customer": {"vip": True}}, ["unknown_field", "data.customer.vip"]),
            ({"channel": "app", "text": "x" * 16385}, ["invalid_field", "data.text"]),
            ({"channel": "app", "text": "a", "materials": [{}] * 65}, ["invalid_field", "data.materials"]),
        ):
            self.assertEqual(self.through(msgpack.packb({**head, "data": data})), wanted)

    def test_takes_the_limits_of_a_request(self):
        head = {"specversion": "1.0", "id": "i1", "source": "/interop", "type": "request.submitted.v1"}
        for data in ({"channel": "app", "text": "x" * 16384}, {"channel": "app", "text": "a", "amount_fen": 10 ** 15},
                     {"channel": "app", "text": "a", "complainants": 1000000},
                     {"channel": "app", "text": "a", "materials": [{"code": "m"}] * 64}):
            self.assertEqual(self.through(msgpack.packb({**head, "data": data})), {**head, "data": data})


if __name__ == "__main__":
    unittest.main()
