#!/usr/bin/env python3
"""The schema of the log (common/log.def): holds callers to it, and writes common/log_schema.md.

    common/tools/log_schema.py            writes the page
    common/tools/log_schema.py --check    says what is stale, and which call does not fit; exits 1
    common/tools/log_schema.py --lines F  holds the lines of a log against it; exits 1
    common/tools/log_schema.py --root D   for another tree (tests)
"""
import argparse
import json
import re
import sys
import uuid
from pathlib import Path

CALL = re.compile(r"\blog_(debug|info|warn|error|limited)\s*\(")
FIELD = re.compile(r'\bLOG_(TEXT|STRING|INT|UUID|FLAG)\s*\(\s*"([^"]+)"')
KINDS = {"TEXT": "text", "STRING": "text", "INT": "int", "UUID": "uuid", "FLAG": "flag"}
LITERAL = r'"((?:[^"\\]|\\.)*)"'
NAME_MAX = 32
ALWAYS = ("ts", "level", "service", "event")
SOMETIMES = ("suppressed", "cut")
LEVELS = ("debug", "info", "warn", "error")
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")


class Schema:
    """Fields by name: (kind, sentence). Events by name: (level, fields, sentence)."""

    def __init__(self, text):
        self.fields, self.events, self.faults = {}, {}, []
        for name, kind, sentence in re.findall(rf"LOG_FIELD_DEF\((\w+), (\w+), {LITERAL}\)", text):
            self.enter(self.fields, name, (kind, sentence))
            if kind not in ("text", "int", "uuid", "flag"):
                self.faults.append(f"{name}: there is no kind {kind}")
        for name, level, fields, sentence in re.findall(rf'LOG_EVENT_DEF\("([^"]+)", (\w+), "([^"]*)", {LITERAL}\)', text):
            self.enter(self.events, name, (level, fields.split(), sentence))
            if level not in LEVELS:
                self.faults.append(f"{name}: there is no level {level}")
            self.faults += [f"{name}: there is no field {field}" for field in fields.split() if field not in self.fields]
        if list(self.events) != sorted(self.events):
            self.faults.append("events stand in the order of their names")

    def enter(self, into, name, value):
        if name in into:
            self.faults.append(f"{name} is there twice")
        if len(name) > NAME_MAX or not re.fullmatch(r"[a-z0-9_.]+", name):
            self.faults.append(f"{name}: a name has at most {NAME_MAX} of a-z, 0-9, _ and .")
        into[name] = value

    def line_faults(self, line):
        """What is wrong with a line of a log, or nothing."""
        try:
            pairs = json.loads(line, object_pairs_hook=list)
            seen = dict(pairs)
        except (ValueError, TypeError):
            return ["is no JSON object"]
        faults = [f"{name} is there twice" for name in {n for n, _ in pairs} if [n for n, _ in pairs].count(name) > 1]
        if tuple(name for name, _ in pairs[:4]) != ALWAYS:
            faults.append(f"begins with {[name for name, _ in pairs[:4]]}")
        event = self.events.get(seen.get("event"))
        if not event:
            return [*faults, f"event {seen.get('event')} is not in the schema"]
        level, fields, _ = event
        if seen.get("level") != level:
            faults.append(f"{seen['event']} is {seen.get('level')}, not {level}")
        if not TIME.match(str(seen.get("ts"))):
            faults.append(f"ts is {seen.get('ts')}")
        for name, value in seen.items():
            if name not in ALWAYS and name not in SOMETIMES and name not in fields:
                faults.append(f"{seen['event']} has no field {name}")
            elif not is_kind(self.fields[name][0], value):
                faults.append(f"{name} is no {self.fields[name][0]}: {value!r}")
        if not seen.get("cut"):
            faults += [f"{seen['event']} lacks {name}" for name in fields if name not in seen]
        return faults


def is_kind(kind, value):
    """Whether a value of JSON is of this kind."""
    if kind == "text":
        return value is None or isinstance(value, str)
    if kind == "int":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "flag":
        return isinstance(value, bool)
    try:
        return str(uuid.UUID(value)) == value
    except (ValueError, AttributeError, TypeError):
        return False


def calls(text):
    """(position, level, event, [(kind, name)]) of each call; the event is None where it is no literal."""
    for found in CALL.finditer(text):
        end, depth = found.end(), 1
        while depth and end < len(text):
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        inside = text[found.end():end - 1]
        level = found[1]
        if level == "limited":
            level = (re.match(r"\s*LOG_(\w+)", inside) or [None, None])[1]
        first = re.match(r'(?:\s*LOG_\w+\s*,[^,"]*,)?\s*"([^"]*)"', inside)
        yield found.start(), level, first and first[1], [(KINDS[kind], name) for kind, name in FIELD.findall(inside)]


def call_faults(root, schema):
    """Calls that do not fit, and events that nobody writes."""
    written = set()
    for folder in ("common", "proto", "services", "deploy"):
        for path in sorted((root / folder).glob("**/*.c")):
            if path.name == "log.c":
                continue
            text = path.read_text(encoding="utf-8")
            written |= set(re.findall(r'"([a-z_]+\.[a-z_.]+)"', text))
            for position, level, name, fields in calls(text):
                where = f"{path.relative_to(root)}:{text.count(chr(10), 0, position) + 1}"
                if name is None:
                    yield f"{where}: the event's name stands in the call"
                    continue
                if name not in schema.events:
                    yield f"{where}: event {name} is not in common/log.def"
                    continue
                wanted = schema.events[name]
                if level != wanted[0]:
                    yield f"{where}: {name} is {wanted[0]}, not {level}"
                if [field for _, field in fields] != wanted[1]:
                    yield f"{where}: {name} has the fields {' '.join(wanted[1])}"
                for kind, field in fields:
                    if field in schema.fields and schema.fields[field][0] != kind:
                        yield f"{where}: {field} is {schema.fields[field][0]}, not {kind}"
    yield from (f"common/log.def:1: nobody writes {name}" for name in schema.events if name not in written)


def page(schema):
    """The document."""
    lines = ["# The log", "",
             "Written by common/tools/log_schema.py from [log.def](log.def); change that and run it again.", "",
             "One JSON object a line on stderr, at most 4,096 bytes. `ts`, `level`, `service` and `event` come first, on every",
             "line; then, where they apply, `suppressed`, the event's fields, and `cut`. Personal data and what people wrote never",
             "stand here. With `SHOULI_LOG_SYSLOG` the same goes to syslog as RFC 5424 says (`common/log_syslog.h`): the event is",
             "the MSGID, fields are parameters of `[shouli@32473 …]`, the sentence is the message.", "",
             "| field | kind | means |", "| --- | --- | --- |"]
    lines += [f"| `{name}` | {kind} | {sentence} |" for name, (kind, sentence) in schema.fields.items()]
    lines += ["", "| event | level | fields | means |", "| --- | --- | --- | --- |"]
    for name, (level, fields, sentence) in schema.events.items():
        lines.append(f"| `{name}` | {level} | {' '.join(f'`{field}`' for field in fields)} | {sentence} |")
    return "\n".join(lines) + "\n"


def load(root):
    return Schema((Path(root) / "common/log.def").read_text(encoding="utf-8"))


def main():
    """0, or 1 when something does not fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--lines", type=Path)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    options = parser.parse_args()
    schema, target = load(options.root), options.root / "common/log_schema.md"
    faults = [f"common/log.def:1: {fault}" for fault in schema.faults]
    if options.lines:
        for number, line in enumerate(options.lines.read_text(encoding="utf-8").splitlines(), 1):
            faults += [f"{options.lines}:{number}: {fault}" for fault in schema.line_faults(line)]
    elif options.check:
        faults += call_faults(options.root, schema)
        if not target.exists() or target.read_text(encoding="utf-8") != page(schema):
            faults.append("common/log_schema.md:1: is stale; run common/tools/log_schema.py")
    else:
        target.write_text(page(schema), encoding="utf-8")
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
