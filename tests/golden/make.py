#!/usr/bin/python3
"""Writes golden messages for types that have none: every field once, and only the required ones.

Each file is one envelope as it was sent when its type was defined; tests/unit/proto/golden_test.c decodes it and
encodes it again to the same bytes. A file is never edited or written anew: when fields are added to a type, run
`make.py --round 2` (3, 4 …), which adds files beside the old ones. The encoder here is python3-msgpack, so that the
files also show that others read and write what our codec does.
"""

import argparse
import sys
from pathlib import Path

import msgpack

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "proto"))
from definitions import read_messages  # noqa: E402

BASE_MS = 1795268651123
CASE_ID = "0193e6a1-7c3b-7abc-8def-0123456789ab"


class Maker:
    """Makes values that differ from field to field and lie within their bounds."""

    def __init__(self, definitions, full):
        self.definitions, self.full, self.count = definitions, full, 0

    def text(self, minimum, maximum):
        words = f"{self.count} 受理" if self.count % 2 else f"text {self.count}"
        data = words.encode()[:maximum].decode(errors="ignore") or "x"
        return data + "x" * (minimum - len(data.encode()))

    def sealed(self, maximum):
        return {"k": bytes(range(8)), "n": bytes([self.count % 256] * 12),
                "c": bytes([self.count % 251] * (16 + min(maximum, 40)))}

    def value(self, f):
        self.count += 1
        if f.type == "ID":
            return f"0193e6a1-7c3b-7abc-8def-{self.count:012x}"
        if f.type == "TEXT":
            return self.text(f.minimum, f.maximum)
        if f.type == "TIME":
            return timestamp(BASE_MS + self.count * (1000 if self.count % 3 else 877))
        if f.type == "INT":
            return max(f.minimum, min(f.maximum, 10 ** (self.count % 12) + self.count))
        if f.type == "ENUM":
            values = self.definitions.enum(f.refers).values
            return values[self.count % len(values)].name
        if f.type == "FLAG":
            return self.count % 2 == 0
        if f.type == "BYTES":
            return bytes([self.count % 256] * f.maximum)
        if f.type == "SEALED":
            return self.sealed(f.maximum)
        if f.type == "MAP":
            return self.body(self.definitions.maps[f.refers])
        if f.type == "TEXTS":
            return [self.text(1, f.item_max) for _ in range(min(f.maximum, 2))]
        return [self.body(self.definitions.maps[f.refers]) for _ in range(min(f.maximum, 2))]

    def body(self, body):
        return {f.name: self.value(f) for f in body.fields if self.full or "REQUIRED" in f.flags}


def timestamp(ms):
    return msgpack.Timestamp(ms // 1000, ms % 1000 * 1000000)


def envelope(message, definitions, full):
    head = {"specversion": "1.0", "id": f"golden-{message.name}", "source": "/bank/golden", "type": message.name}
    if full:
        head["time"] = timestamp(BASE_MS)
        head["subject"] = "GD20261121000001"
        head["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        head.update(actorid="u1001", actorrole="agent", actorunit="0755")
        if message.kind == "event":
            head.update(caseid=CASE_ID, caseno="GD20261121000001", causationid="m-1", correlationid="c-1")
        head["tenant"] = "bank-1"
        head["attempt"] = 3
    data = Maker(definitions, full).body(message.body)
    if data or full:
        head["data"] = data
    return msgpack.packb(head, use_bin_type=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--round", type=int, default=1, help="number of the set of files")
    options = parser.parse_args()
    definitions = read_messages(ROOT)
    suffix = "" if options.round == 1 else f".{options.round}"
    for message in definitions.messages:
        for kind, full in (("full", True), ("least", False)):
            path = ROOT / "tests/golden" / f"{message.name}.{kind}{suffix}.msgpack"
            if not path.exists():
                path.write_bytes(envelope(message, definitions, full))
                print(path.name)


if __name__ == "__main__":
    main()
