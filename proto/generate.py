#!/usr/bin/env python3
"""Writes the C of messages and records from their definitions (see definitions.py), and their documents.

    proto/generate.py            writes what has changed
    proto/generate.py --check    says what is stale and exits 1
    proto/generate.py --root D   for another tree (tests)

Output: proto/messages.h, proto/messages.c, proto/emit.h, proto/asyncapi.yaml, proto/reference.md, and for each
service with a records.def its records.h and records.c.
"""

import argparse
import sys
from pathlib import Path

import documents
from definitions import DefinitionError, read_messages, read_records

SQL_TYPES = {"ID": "uuid", "TEXT": "text", "TIME": "timestamptz", "INT": "bigint", "ENUM": "text", "FLAG": "boolean",
             "BYTES": "bytea"}
C_TYPES = {"ID": "struct uuid", "TEXT": "struct text", "TIME": "int64_t", "INT": "int64_t", "FLAG": "bool",
           "BYTES": "struct bytes", "SEALED": "struct sealed_value"}
HAS = ("ID", "TIME", "INT", "FLAG")
WRITTEN = "Written by proto/generate.py from {}; change that and run it again."


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def enum_h(enum):
    prefix = enum.name.upper()
    lines = [f"/* {enum.meaning} ({enum.label}) */", f"enum {enum.name} {{", f"    {prefix}_none,"]
    for value in enum.values:
        lines.append(f"    {prefix}_{value.name}, /* {value.meaning} ({value.label}) */")
    return lines + ["};", f"extern const struct enum_shape {enum.name}_enum;", ""]


def enum_c(enum):
    words = ["none"] + [v.name for v in enum.values]
    labels = [""] + [v.label for v in enum.values]
    return [f"static const char *const {enum.name}_values[] = {{"] + \
        [f"    {quoted(w)}," for w in words] + ["};", ""] + \
        [f"static const char *const {enum.name}_labels[] = {{"] + \
        [f"    {quoted(label)}," for label in labels] + ["};", ""] + \
        [f"const struct enum_shape {enum.name}_enum = {{",
         f"    {quoted(enum.name)}, {enum.name}_values, {enum.name}_labels, {len(words)},", "};", ""]


def members(f):
    """The members of the struct that hold a field."""
    comment = f" /* {f.meaning} */"
    if f.type == "ENUM":
        return [f"    enum {f.refers} {f.name};{comment}"]
    if f.type == "MAP":
        return [f"    const struct {f.refers} *{f.name};{comment}"]
    if f.type == "MAPS":
        return [f"    const struct {f.refers} *{f.name};{comment}", f"    size_t {f.name}_count;"]
    if f.type == "TEXTS":
        return [f"    const struct text *{f.name};{comment}", f"    size_t {f.name}_count;"]
    lines = [f"    {C_TYPES[f.type]} {f.name};{comment}"]
    if f.type in HAS:
        lines.append(f"    bool has_{f.name};")
    return lines


def struct_h(body, title, first=()):
    """C has no empty struct: a body without fields gets a member that nobody uses."""
    lines = [f"/* {title}{body.meaning} ({body.label}) */", f"struct {body.name} {{"] + list(first)
    for f in body.fields:
        lines += members(f)
    if not body.fields:
        lines.append("    char nothing; /* there are no fields */")
    return lines + ["};"]


def field_c(body, f):
    """One line of a table of fields, by the macros of common/shape_fields.h."""
    flags = " | ".join("FIELD_" + flag for flag in f.flags) or "0"
    arguments = [body.name, f.name, flags]
    if f.type in ("INT", "TEXT", "BYTES"):
        arguments += [f"INT64_C({f.minimum})", f"INT64_C({f.maximum})"] if f.type == "INT" \
            else [str(f.minimum), str(f.maximum)]
    elif f.type == "ENUM":
        arguments.append(f"{f.refers}_enum")
    elif f.type == "SEALED":
        arguments.append(str(f.maximum))
    elif f.type == "MAP":
        arguments.append(f"{f.refers}_shape")
    elif f.type == "MAPS":
        arguments += [f"{f.refers}_shape", str(f.maximum)]
    elif f.type == "TEXTS":
        arguments += [str(f.maximum), str(f.item_max)]
    return f"    {f.type}_FIELD({', '.join(arguments)}, {quoted(f.meaning)}, {quoted(f.label)}),"


def shape_c(body, storage=""):
    table = [f"static const struct field_shape {body.name}_fields[] = {{"] + \
        [field_c(body, f) for f in body.fields] + ["};", ""] if body.fields else []
    fields = f"LIST({body.name}_fields)" if body.fields else "NULL, 0"
    return table + [f"{storage}const struct map_shape {body.name}_shape = {{",
                    f"    {quoted(body.name)}, sizeof(struct {body.name}), {fields},",
                    f"    {quoted(body.meaning)}, {quoted(body.label)},", "};", ""]


def type_name(message):
    return "MESSAGE_" + message.name.replace(".", "_")


def messages_h(definitions, messages):
    lines = ["/* " + WRITTEN.format("the definitions in proto/"),
             " * Every message that travels: its type, its struct and its shape; see common/shape.h for the rules. */",
             "#pragma once", "", '#include "common/message.h"', "", "/* clang-format off */", "",
             "/* In the order of their names; the numbers change when a message is added and are never stored. */",
             "enum message_type {", "    MESSAGE_unknown,"]
    lines += [f"    {type_name(m)}, /* {m.body.meaning} */" for m in messages]
    lines += ["    MESSAGE_count, /* one more than the last */", "};", ""]
    for enum in definitions.enums.values():
        lines += enum_h(enum)
    for body in definitions.maps.values():
        lines += struct_h(body, "") + [f"extern const struct map_shape {body.name}_shape;", ""]
    for m in messages:
        owner = "every service" if m.owner == "*" else m.owner
        title = f"{m.name}, {m.kind} {'by' if m.kind == 'event' else 'to'} {owner}: "
        lines += struct_h(m.body, title) + [f"extern const struct map_shape {m.body.name}_shape;", ""]
    return lines + ["extern const struct catalogue shouli_catalogue;", "",
                    "/* `type` is neither MESSAGE_unknown nor MESSAGE_count. */",
                    "const struct message_shape *message_shape_of(enum message_type type);"]


def messages_c(definitions, messages):
    lines = ["/* " + WRITTEN.format("the definitions in proto/") + " */", '#include "proto/messages.h"', "",
             '#include "common/shape_fields.h"', "", "/* clang-format off */", ""]
    for enum in definitions.enums.values():
        lines += enum_c(enum)
    for body in definitions.bodies():
        lines += shape_c(body)
    lines.append("static const struct message_shape messages[] = {")
    for m in messages:
        result = f"&{m.returns}_shape" if m.returns else "NULL"
        lines.append(f"    {{{quoted(m.name)}, {type_name(m)}, MESSAGE_{m.kind}, {quoted(m.owner)}, "
                     f"&{m.body.name}_shape, {result}}},")
    return lines + ["};", "", "const struct catalogue shouli_catalogue = {LIST(messages)};", "",
                    "const struct message_shape *message_shape_of(enum message_type type)", "{",
                    "    return &messages[(int)type - 1];", "}"]


def emit_h(messages):
    lines = ["/* " + WRITTEN.format("the definitions in proto/"),
             " * How a decision emits each event: an event of another type does not compile. */", "#pragma once", "",
             '#include "common/engine/call.h"', '#include "proto/messages.h"', "", "/* clang-format off */", ""]
    for m in messages:
        if m.kind != "event":
            continue
        name = m.body.name
        lines += ["static inline void",
                  f"emit_{name}(struct call *call, struct case_ref of, const struct {name} *data)", "{",
                  f"    call_emit(call, {type_name(m)}, of, data);", "}", ""]
    return lines[:-1]


def records_h(folder, definitions):
    """The engine's records know no message: common does not include proto."""
    messages = ['#include "proto/messages.h"'] if not folder.startswith("common/") else ['#include "common/uuid.h"']
    lines = [f"/* {WRITTEN.format(f'{folder}/records.def')}",
             f" * The rows that {Path(folder).name} owns, as its decisions see them. */", "#pragma once", "",
             '#include "common/engine/record.h"', *messages, "", "/* clang-format off */", ""]
    for enum in definitions.enums.values():
        lines += enum_h(enum)
    for body in definitions.maps.values():
        lines += struct_h(body, "") + [f"extern const struct map_shape {body.name}_shape;", ""]
    for record in definitions.records:
        lines += struct_h(record.body, f"{record.table}: ", ["    struct record_head head; /* kept by the engine */"])
        lines += [f"extern const struct record_shape {record.body.name}_record;", ""]
    return lines[:-1]


def statements_of(record):
    """The four statements of a record: {verb: (sql, types)}.

    Columns are unnested side by side in a select list: in FROM each would be stored in a tuplestore of its own first, a
    tuple a value (1,000 rows of 62 columns: a quarter of the time).
    """
    names = [f.name for f in record.body.fields]
    arrays = [SQL_TYPES[f.type] + "[]" for f in record.body.fields]
    columns = ", ".join(names)
    unnest = [f"unnest(${i}::{array})" for i, array in enumerate(arrays, 1)]
    named = ", ".join(f"{value} as {name}" for value, name in zip(unnest, names))
    key_array = arrays[names.index(record.key)]
    by_key = f"where {record.key} = any($1::{key_array})"
    changed = ", ".join(f"{n} = u.{n}" for n in names if n != record.key)
    return {
        "load": ([f"select {columns}", f"from {record.table} {by_key}"], [key_array]),
        "insert": ([f"insert into {record.table} ({columns})", f"select {', '.join(unnest)}"], arrays),
        "update": ([f"update {record.table} as t set {changed}", f"from (select {named}) as u",
                    f"where t.{record.key} = u.{record.key}"], arrays),
        "remove": ([f"delete from {record.table} {by_key}"], [key_array]),
    }


def record_c(folder, record):
    service = Path(folder).name
    name = record.body.name
    lines = shape_c(record.body, "static ")
    shape = [f"const struct record_shape {name}_record = {{", f"    .name = {quoted(name)},",
             f"    .map = &{name}_shape,",
             f"    .key = {[f.name for f in record.body.fields].index(record.key)}, /* {record.key} */",
             f"    .table = {quoted(record.table)},"]
    for verb, (sql, types) in statements_of(record).items():
        lines += [f"static const char *const {name}_{verb}_types[] = {{{', '.join(map(quoted, types))}}};", ""]
        text = "\n".join("            " + quoted(line + (" " if line is not sql[-1] else "")) for line in sql)
        shape += [f"    .{verb} = {{", f"        .name = {quoted(f'{service}_{name}_{verb}')},",
                  f"        .sql =\n{text},", f"        .parameters = {len(types)},",
                  f"        .types = {name}_{verb}_types,", "    },"]
    return lines + shape + ["};", ""]


def records_c(folder, definitions):
    lines = [f"/* {WRITTEN.format(f'{folder}/records.def')} */",
             f'#include "{folder}/records.h"', "", '#include "common/shape_fields.h"', "",
             "/* clang-format off */", ""]
    for enum in definitions.enums.values():
        lines += enum_c(enum)
    for body in definitions.maps.values():
        lines += shape_c(body)
    for record in definitions.records:
        lines += record_c(folder, record)
    return lines[:-1]


def outputs(root):
    """{path: text} of everything that is generated."""
    definitions = read_messages(root)
    messages = sorted(definitions.messages, key=lambda m: m.name)
    files = {
        "proto/messages.h": messages_h(definitions, messages),
        "proto/messages.c": messages_c(definitions, messages),
        "proto/emit.h": emit_h(messages),
        "proto/asyncapi.yaml": documents.asyncapi(definitions, messages),
        "proto/reference.md": documents.reference(definitions, messages),
    }
    for folder, records in read_records(root, definitions).items():
        files[f"{folder}/records.h"] = records_h(folder, records)
        files[f"{folder}/records.c"] = records_c(folder, records)
    return {root / path: "\n".join(lines) + "\n" for path, lines in files.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    options = parser.parse_args()
    try:
        files = outputs(options.root)
    except DefinitionError as error:
        sys.exit(str(error))
    stale = [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if options.check:
            print(f"{path.relative_to(options.root)} is stale: run proto/generate.py", file=sys.stderr)
        else:
            path.write_text(files[path], encoding="utf-8")
    sys.exit(1 if options.check and stale else 0)


if __name__ == "__main__":
    main()
