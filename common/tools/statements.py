#!/usr/bin/env python3
"""Turns .sql files into C: one statement a file, prepared when a connection opens (STYLE 7).

    common/tools/statements.py            writes what has changed
    common/tools/statements.py --check    says what is stale and exits 1
    common/tools/statements.py --root D   for another tree (tests)

Each folder services/<name>/ and common/engine/ with .sql files gets a statements.h and statements.c. The first line
of a file is a comment that says why the statement exists. Parameters are named in psql's notation and have a cast
where they first stand, so that the file runs under `psql -v` as it is:

    select case_id from queued_case where case_id = any(:ids::uuid[]) and due_at < :now::timestamptz

becomes $1 and $2. A name may be quoted as psql allows, :'ids'::uuid[]; a later use may leave its cast out.
"""

import argparse
import re
import sys
from pathlib import Path

# What may stand in a statement: text and comments are left alone, `::` is a cast and no parameter.
PIECES = re.compile(r"""
    (?P<escape>\b[eE]') | (?P<string>'(?:[^']|'')*') | (?P<name>"[^"]*") | (?P<comment>--[^\n]*|/\*.*?\*/) | (?P<dollar>\$[A-Za-z_0-9]*\$?)
  | (?P<cast>::) | (?P<quoted>:'[a-z_]+') | (?P<plain>:[a-z_]+)
""", re.VERBOSE | re.DOTALL)
CAST = re.compile(r"::((?:[a-z_][a-z0-9_]*)(?:\[\])?)")


class StatementError(Exception):
    """What is wrong, with the file."""


def parse(text, shown):
    """The reason, the SQL with $n, and the types of the parameters in order."""
    first, _, body = text.partition("\n")
    if not re.match(r"-- \S", first):
        raise StatementError(f"{shown}: the first line must be a comment that says why")
    types, out, at = {}, [], 0
    for piece in PIECES.finditer(body):
        out.append(body[at:piece.start()])
        at = piece.end()
        if piece["dollar"]:
            raise StatementError(f"{shown}: {piece['dollar']}: parameters have names, text has quotes")
        if piece["escape"]:
            raise StatementError(f"{shown}: a text with escapes (E'…') is not read")
        if piece["comment"]:
            out.append(" ")  # it parts words
            continue
        if not (piece["quoted"] or piece["plain"]):
            out.append(piece.group())
            continue
        name = piece.group().strip(":'")
        if piece["plain"] and re.match(r"\w", body[at:]):
            raise StatementError(f"{shown}: :{name}{body[at]}: a name has small letters and underscores")
        out.append(f"${number_of(name, CAST.match(body, at), types, shown)}")
    out.append(body[at:])
    lines = [line.rstrip() for line in "".join(out).splitlines()]
    lines = [line for line in lines if line.strip()]
    if not lines:
        raise StatementError(f"{shown}: there is no statement")
    if ";" in PIECES.sub("", "\n".join(lines)):
        raise StatementError(f"{shown}: one statement a file, without a semicolon")
    return first[3:].strip(), lines, list(types.values())


def number_of(name, cast, types, shown):
    if name not in types:
        if not cast:
            raise StatementError(f"{shown}: :{name} needs a cast where it first stands")
        types[name] = cast.group(1)
    elif cast and cast.group(1) != types[name]:
        raise StatementError(f"{shown}: :{name} is cast to {types[name]} and to {cast.group(1)}")
    return list(types).index(name) + 1


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def header(folder, statements):
    lines = [f"/* Written by common/tools/statements.py from the .sql files in {folder}; change those and run it again.",
             " * The statements of this folder; see common/statement.h. */",
             "#pragma once", "", '#include "common/statement.h"', ""]
    for name, (reason, _, _) in statements.items():
        lines += [f"/* {reason.replace('*/', '* /')} */", f"extern const struct statement {name}_statement;", ""]
    return lines[:-1]


def source(folder, statements):
    lines = [f"/* Written by common/tools/statements.py from the .sql files in {folder}; change those and run it again. */",
             f'#include "{folder}/statements.h"', "", "#include <stddef.h>", "", "/* clang-format off */"]
    for name, (_, sql, types) in statements.items():
        lines.append("")
        if types:
            lines += [f"static const char *const {name}_types[] = {{{', '.join(map(quoted, types))}}};", ""]
        text = [quoted(line)[:-1] + '\\n"' for line in sql[:-1]] + [quoted(sql[-1])]
        lines += [f"const struct statement {name}_statement = {{", f"    .name = {quoted(name)},", "    .sql ="]
        lines += [f"        {line}" for line in text[:-1]] + [f"        {text[-1]},"]
        lines += [f"    .parameters = {len(types)},", f"    .types = {name + '_types' if types else 'NULL'},", "};"]
    return lines


def outputs(root):
    """{path: text} of everything that is generated."""
    files = {}
    for folder in sorted(root.glob("services/*")) + [root / "common/engine", root / "tests/example"]:
        statements = {}
        for path in sorted(folder.glob("*.sql")):
            shown = path.relative_to(root)
            if not re.fullmatch(r"[a-z][a-z0-9_]*", path.stem):
                raise StatementError(f"{shown}: the name cannot be a name in C")
            statements[f"{folder.name}_{path.stem}"] = parse(path.read_text(encoding="utf-8"), shown)
        if statements:
            shown = str(folder.relative_to(root))
            files[folder / "statements.h"] = "\n".join(header(shown, statements)) + "\n"
            files[folder / "statements.c"] = "\n".join(source(shown, statements)) + "\n"
    return files


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    options = parser.parse_args()
    try:
        files = outputs(options.root)
    except StatementError as error:
        sys.exit(str(error))
    stale = [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if options.check:
            print(f"{path.relative_to(options.root)} is stale: run common/tools/statements.py", file=sys.stderr)
        else:
            path.write_text(files[path], encoding="utf-8")
    sys.exit(1 if options.check and stale else 0)


if __name__ == "__main__":
    main()
