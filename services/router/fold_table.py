#!/usr/bin/env python3
"""Writes fold_table.def: one line a code point that normalise.c replaces, and by what.

Sources: OpenCC's TSCharacters (Debian package libopencc-data, Apache-2.0, (c) 2010-2022 BYVoid and
contributors), unpacked by opencc_dict of the package opencc; NFKC and case folding from Python's
unicodedata. Run by hand when OpenCC's data changes; the output is checked in, so that neither building nor
running needs OpenCC.
"""
import subprocess
import sys
import tempfile
import unicodedata

TS_CHARACTERS = "/usr/share/opencc/TSCharacters.ocd2"
BYTES_MAX = 7  # normalise.c keeps a replacement in 8 bytes

# What matters to a bank and what the two sources do not say.
OWN = {
    "帳": "账", "帐": "账", "祂": "他", "牠": "它", "哋": "们", "喺": "在", "冇": "没",
    "。": ".", "、": ",", "「": '"', "」": '"', "『": '"', "』": '"', "“": '"', "”": '"',
    "‘": "'", "’": "'", "—": "-", "–": "-", "―": "-", "−": "-", "・": "·", "•": "·", "…": ".",
    "【": "[", "】": "]", "《": "<", "》": ">", "￥": "¥", "\u00a0": " ", "\u3000": " ",
    "½": " 1/2", "¼": " 1/4", "¾": " 3/4",
}


def simplified():
    with tempfile.NamedTemporaryFile(suffix=".txt") as out:
        command = ["opencc_dict", "-i", TS_CHARACTERS, "-o", out.name, "-f", "ocd2", "-t", "text"]
        subprocess.run(command, check=True, capture_output=True)
        lines = open(out.name, encoding="utf-8").read().splitlines()
    return {key: value.split(" ")[0] for key, value in (line.split("\t") for line in lines if line)}


def plain_latin(text):
    """é -> e, ü -> u: only for letters that are Latin with marks; kana and Hangul stay whole."""
    parts = unicodedata.normalize("NFKD", text)
    if parts and parts[0] < "\u0250":
        return "".join(c for c in parts if not unicodedata.combining(c))
    return text


def fold(char, ts):
    """Digits with care (CL-03): what is raised, lowered or circled never joins a number beside it."""
    if char in OWN:
        return OWN[char]
    compatible = unicodedata.normalize("NFKC", char)
    if compatible != char and unicodedata.numeric(char, None) is not None and compatible.isdigit():
        kind = unicodedata.decomposition(char).split(">")[0].strip("<")
        if kind in ("super", "sub"):
            compatible = "^" + compatible
        elif kind == "circle":
            compatible = "(" + compatible + ")"
    result = "".join(OWN.get(ts.get(c, c), ts.get(c, c)) for c in compatible)
    return plain_latin(result).lower()


def main():
    ts = simplified()
    entries = []
    for code in range(0x80, 0x30000):
        char = chr(code)
        if 0xD800 <= code < 0xE000 or unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co"):
            continue
        folded = fold(char, ts)
        if folded != char and 0 < len(folded.encode()) <= BYTES_MAX:
            entries.append((code, folded))
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write(
            "/* Made by fold_table.py; do not edit. FOLD is below U+10000, FOLD_HIGH above.\n"
            " * Traditional to Simplified: OpenCC, TSCharacters, Apache-2.0, (c) 2010-2022 BYVoid and\n"
            " * contributors. Compatibility forms: Unicode Character Database. */\n"
        )
        line = ""
        for code, folded in entries:
            quoted = folded.replace("\\", "\\\\").replace('"', '\\"')
            item = f'{"FOLD" if code < 0x10000 else "FOLD_HIGH"}(0x{code:04X}, "{quoted}")'
            if line and len(line) + len(item) > 94:
                out.write(line + "\n")
                line = ""
            line = line + " " + item if line else item
        out.write(line + "\n")
    print(len(entries), "entries")


main()
