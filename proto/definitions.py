"""Reads the definitions of messages and records: proto/*.def and services/<name>/records.def.

A definition begins in the first column, its fields or values follow indented, one a line; # begins a comment.

    enum party "kind of customer" "客户类型"
      person   "a natural person" "个人"
    map customer "who asks" "客户"
      ref      TEXT(64) PERSONAL        "the publisher's own reference" "客户参考号"
    command case.claim.v1 to desk returns case_result "claim the next case" "领取工单"
    query case.get.v1 to desk returns case_view "one case" "查询工单"
    event case.received.v1 by intake "a case was received" "工单已登记"
    record queued_case table desk.queued_case key case_id "one case as desk sees it" "工单"

Owner `*` means every service. Types:
    ID  TIME  FLAG  MONEY  INT(min,max)  TEXT(max)  TEXT(min,max)  BYTES(max)  BYTES(min,max)  ENUM(name)
    SEALED(max)  MAP(name)  MAPS(name,max)  TEXTS(max,item_max)
Flags: REQUIRED PERSONAL STATE. The shortest TEXT or BYTES is 1 where it is REQUIRED, else 0.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

MONEY_MAX = 10**15
FIELDS_MAX = 64
FLAGS = ("REQUIRED", "PERSONAL", "STATE")
ARGUMENTS = {"ID": (0,), "TIME": (0,), "FLAG": (0,), "MONEY": (0,), "INT": (2,), "TEXT": (1, 2), "BYTES": (1, 2),
             "ENUM": (1,), "SEALED": (1,), "MAP": (1,), "MAPS": (2,), "TEXTS": (2,)}
IN_RECORDS = ("ID", "TIME", "FLAG", "INT", "TEXT", "BYTES", "ENUM")
RESERVED = set("auto break case char const continue default do double else enum extern float for goto if inline int "
               "long register restrict return short signed sizeof static struct switch typedef union unsigned void "
               "volatile while bool true false head".split())
TOKEN = re.compile(r'\s*(?:"([^"\\]*)"|([A-Za-z0-9_.*]+(?:\([^()]*\))?))')


class DefinitionError(Exception):
    """What is wrong, with file and line."""


@dataclass
class Value:
    name: str
    meaning: str
    label: str


@dataclass
class Enum:
    name: str
    meaning: str
    label: str
    where: str
    values: list = field(default_factory=list)


@dataclass
class Field:
    name: str
    type: str
    minimum: int
    maximum: int
    item_max: int
    refers: str
    flags: tuple
    meaning: str
    label: str


@dataclass
class Map:
    name: str
    meaning: str
    label: str
    where: str
    fields: list = field(default_factory=list)


@dataclass
class Message:
    kind: str
    name: str
    owner: str
    returns: str
    body: Map


@dataclass
class Record:
    table: str
    key: str
    body: Map


class Definitions:
    """All that the files say, checked as a whole by `check`."""

    def __init__(self, known=None):
        self.enums, self.maps, self.messages, self.records = {}, {}, [], []
        self.known = known  # the definitions that these may refer to

    def enum(self, name):
        return self.enums.get(name) or (self.known and self.known.enum(name))

    def bodies(self):
        return list(self.maps.values()) + [m.body for m in self.messages] + [r.body for r in self.records]

    def read(self, path, shown):
        current = None
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            line = strip_comment(line)
            if not line.strip():
                continue
            where = f"{shown}:{number}"
            words, texts = tokens(line, where)
            if line[0] != " ":
                current = self.begin(words, texts, where)
            elif current is None:
                raise DefinitionError(f"{where}: nothing to belong to")
            elif isinstance(current, Enum):
                current.values.append(read_value(words, texts, where))
            else:
                add_field(current, read_field(words, texts, where), where)

    def begin(self, words, texts, where):
        meaning, label = (texts + ["", ""])[:2]
        if not meaning or not label:
            raise DefinitionError(f"{where}: the meaning in English and in Chinese are required")
        kind, name = (words + ["", ""])[:2]
        if kind == "enum":
            self.name_once(name, where)
            self.enums[name] = Enum(name, meaning, label, where)
            return self.enums[name]
        if kind == "map" and len(words) == 2:
            self.name_once(name, where)
            self.maps[name] = Map(name, meaning, label, where)
            return self.maps[name]
        if kind in ("command", "query", "event"):
            return self.begin_message(words, meaning, label, where)
        if kind == "record" and len(words) == 6 and words[2] == "table" and words[4] == "key":
            self.name_once(name, where)
            self.records.append(Record(words[3], words[5], Map(name, meaning, label, where)))
            return self.records[-1].body
        raise DefinitionError(f"{where}: not a definition: {' '.join(words)}")

    def begin_message(self, words, meaning, label, where):
        kind, name = words[0], words[1]
        preposition = "by" if kind == "event" else "to"
        if len(words) < 4 or words[2] != preposition or not re.fullmatch(r"[a-z_]+(\.[a-z_]+)+\.v[1-9]\d*", name):
            raise DefinitionError(f"{where}: expected {kind} name.vN {preposition} owner")
        returns = ""
        if len(words) > 4:
            if len(words) != 6 or words[4] != "returns" or kind == "event":
                raise DefinitionError(f"{where}: expected: returns <map>")
            returns = words[5]
        if any(m.name == name for m in self.messages):
            raise DefinitionError(f"{where}: {name} is defined twice")
        struct = c_name(name)
        self.name_once(struct, where)
        self.messages.append(Message(kind, name, words[3], returns, Map(struct, meaning, label, where)))
        return self.messages[-1].body

    def name_once(self, name, where):
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in RESERVED:
            raise DefinitionError(f"{where}: {name!r} cannot be a name in C")
        if name in self.enums or any(b.name == name for b in self.bodies()):
            raise DefinitionError(f"{where}: {name} is defined twice")

    def check(self):
        for enum in self.enums.values():
            words = [v.name for v in enum.values]
            if not words or len(set(words)) != len(words) or "none" in words:
                raise DefinitionError(f"{enum.where}: {enum.name} needs values, each once, and none is reserved")
        for body in self.bodies():
            self.check_body(body)
        for message in self.messages:
            if message.returns and message.returns not in self.maps:
                raise DefinitionError(f"{message.body.where}: no map {message.returns}")
        for record in self.records:
            check_record(record)

    def check_body(self, body):
        if len(body.fields) > FIELDS_MAX:
            raise DefinitionError(f"{body.where}: more than {FIELDS_MAX} fields")
        for f in body.fields:
            if f.type == "ENUM" and not self.enum(f.refers):
                raise DefinitionError(f"{body.where}: {f.name}: no enum {f.refers}")
            if f.type in ("MAP", "MAPS"):
                if f.refers not in self.maps:
                    raise DefinitionError(f"{body.where}: {f.name}: no map {f.refers}")
                self.check_nesting(f.refers, [body.name])

    def check_nesting(self, name, above):
        if name in above:
            raise DefinitionError(f"{self.maps[name].where}: {name} contains itself")
        for f in self.maps[name].fields:
            if f.type in ("MAP", "MAPS") and f.refers in self.maps:
                self.check_nesting(f.refers, above + [name])


def check_record(record):
    where, fields = record.body.where, record.body.fields
    keys = [f for f in fields if f.name == record.key]
    if not keys or keys[0].type not in ("ID", "TEXT", "BYTES") or "REQUIRED" not in keys[0].flags:
        raise DefinitionError(f"{where}: the key must be a REQUIRED field of type ID, TEXT or BYTES")
    if len(fields) < 2 or not re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", record.table):
        raise DefinitionError(f"{where}: a record needs a table and a field besides its key")
    for f in fields:
        if f.type not in IN_RECORDS:
            raise DefinitionError(f"{where}: {f.name}: {f.type} cannot be a column")
    states = [f for f in fields if "STATE" in f.flags]
    if len(states) > 1 or any(f.type != "ENUM" for f in states):
        raise DefinitionError(f"{where}: STATE belongs to one ENUM")


def strip_comment(line):
    """Cuts a # and what follows, unless it stands in quotes."""
    quoted = False
    for at, character in enumerate(line):
        quoted ^= character == '"'
        if character == "#" and not quoted:
            return line[:at]
    return line


def tokens(line, where):
    """The bare words and the quoted texts of a line; the texts come last."""
    words, texts, at = [], [], 0
    line = line.rstrip()
    while at < len(line):
        match = TOKEN.match(line, at)
        if not match or (texts and match.group(1) is None):
            raise DefinitionError(f"{where}: cannot read: {line[at:].strip()}")
        if match.group(1) is not None:
            texts.append(match.group(1))
        else:
            words.append(match.group(2))
        at = match.end()
    if not words:
        raise DefinitionError(f"{where}: a name is required")
    return words, texts


def read_value(words, texts, where):
    if len(words) != 1 or len(texts) != 2 or not re.fullmatch(r"[A-Za-z0-9_]+", words[0]):
        raise DefinitionError(f'{where}: expected: value "meaning" "label"')
    return Value(words[0], *texts)


def read_field(words, texts, where):
    if len(words) < 2 or len(texts) != 2:
        raise DefinitionError(f'{where}: expected: name TYPE [FLAGS] "meaning" "label"')
    name, flags = words[0], tuple(words[2:])
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in RESERVED:
        raise DefinitionError(f"{where}: {name!r} cannot be a name in C")
    for flag in flags:
        if flag not in FLAGS:
            raise DefinitionError(f"{where}: no flag {flag}")
    match = re.fullmatch(r"([A-Z]+)(?:\(([^()]*)\))?", words[1])
    arguments = [a.strip() for a in match.group(2).split(",")] if match and match.group(2) else []
    if not match or len(arguments) not in ARGUMENTS.get(match.group(1), ()):
        raise DefinitionError(f"{where}: no type {words[1]}")
    try:
        return typed_field(name, match.group(1), arguments, flags, texts)
    except ValueError:
        raise DefinitionError(f"{where}: wrong bounds in {words[1]}") from None


def typed_field(name, kind, arguments, flags, texts):
    minimum = maximum = item_max = 0
    refers = ""
    if kind == "MONEY":
        kind, minimum, maximum = "INT", 0, MONEY_MAX
    elif kind == "INT":
        minimum, maximum = int(arguments[0]), int(arguments[1])
    elif kind in ("TEXT", "BYTES"):
        minimum = int(arguments[0]) if len(arguments) == 2 else int("REQUIRED" in flags)
        maximum = int(arguments[-1])
    elif kind in ("ENUM", "MAP"):
        refers = arguments[0]
    elif kind == "SEALED":
        maximum = int(arguments[0])
    elif kind == "MAPS":
        refers, maximum = arguments[0], int(arguments[1])
    elif kind == "TEXTS":
        maximum, item_max = int(arguments[0]), int(arguments[1])
    if minimum > maximum or (kind != "INT" and minimum < 0):
        raise ValueError
    return Field(name, kind, minimum, maximum, item_max, refers, flags, *texts)


def add_field(body, new, where):
    if any(f.name == new.name or "has_" + f.name == new.name for f in body.fields):
        raise DefinitionError(f"{where}: {new.name} is there twice")
    body.fields.append(new)


def c_name(message_name):
    """case.received.v1 → case_received, case.received.v2 → case_received_v2."""
    name, version = message_name.rsplit(".", 1)
    return name.replace(".", "_") + ("" if version == "v1" else "_" + version)


def read_messages(root):
    """proto/*.def as one set of definitions."""
    definitions = Definitions()
    for path in sorted((root / "proto").glob("*.def")):
        definitions.read(path, str(path.relative_to(root)))
    definitions.check()
    return definitions


def read_records(root, messages):
    """The records of each service, and the engine's own: {folder: definitions}."""
    services = {}
    for path in sorted(root.glob("services/*/records.def")) + sorted(root.glob("common/engine/records.def")) + \
            sorted(root.glob("tests/example/records.def")):
        definitions = Definitions(messages)
        definitions.read(path, str(path.relative_to(root)))
        definitions.check()
        if definitions.messages:
            raise DefinitionError(f"{path.relative_to(root)}: only enums, maps and records belong here")
        services[str(path.parent.relative_to(root))] = definitions
    return services
