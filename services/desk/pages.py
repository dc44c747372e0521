#!/usr/bin/env python3
"""Writes propose.def (propose.lua as a C string) and states.md (transitions.def as a page).

    services/desk/pages.py            writes what has changed
    services/desk/pages.py --check    says what is stale and exits 1
"""
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMANDS = {"case": "case.", "complaint": "complaint.", "customer": "customer.", "followup": "followup.", "survey": "survey."}


def lua_as_c():
    lines = (HERE / "propose.lua").read_text(encoding="utf-8").splitlines()
    quoted = ['"' + line.replace("\\", "\\\\").replace('"', '\\"') + '\\n"' for line in lines]
    return "/* Written by services/desk/pages.py from propose.lua; change that and run it again. */\n" + \
        "\n".join(quoted) + "\n"


def message(name):
    """case_claim to case.claim."""
    group, _, rest = name.partition("_")
    return COMMANDS[group] + rest


def labels():
    """Chinese labels of the states, from proto/shared.def."""
    text = (HERE / "../../proto/shared.def").read_text(encoding="utf-8")
    part = text[text.index("enum case_state"):]
    part = part[:part.index("\n\n")]
    return dict(re.findall(r'^  (\w+) "[^"]*" "([^"]*)"', part, re.MULTILINE))


def states_page():
    text = (HERE / "transitions.def").read_text(encoding="utf-8")
    chinese = labels()
    rows = ["# States of a case at the desk (工单状态)", "",
            "Written by services/desk/pages.py from transitions.def; rows are those of REQUIREMENTS 2.3.",
            "`stage`: where its work stood, or begins. Whatever is not listed is refused with `illegal_transition`.", "",
            "| from | command or trigger | to | cases | who | event | row |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for name, arguments in re.findall(r"^(TRANSITION|BY_ITSELF)\(([^)]*)\)", text, re.MULTILINE):
        words = [word.strip() for word in arguments.split(",")]
        if name == "BY_ITSELF":
            words.insert(4, "by itself")
        source, command, target, kind, who, event, row = words
        command = message(command) if name == "TRANSITION" else command.replace("_", " ")
        shown = f"{target} {chinese[target]}" if target in chinese else target
        rows.append(f"| {source} {chinese[source]} | {command} | {shown} | {kind} | {who} | {message(event)} | "
                    f"{row if row != '0' else 'CL-11'} |")
    return "\n".join(rows) + "\n"


def main():
    stale = False
    for name, text in {"propose.def": lua_as_c(), "states.md": states_page()}.items():
        path = HERE / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if "--check" in sys.argv:
            print(f"services/desk/{name} is stale: run services/desk/pages.py", file=sys.stderr)
            stale = True
        else:
            path.write_text(text, encoding="utf-8")
    sys.exit(1 if stale else 0)


if __name__ == "__main__":
    main()
