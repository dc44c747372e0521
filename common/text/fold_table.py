#!/usr/bin/env python3
"""Writes fold_table.h, by which normalise.c replaces code points: fold_table.py OUT. The Makefile runs it.

Sources: OpenCC's TSCharacters (Debian package libopencc-data, Apache-2.0, (c) 2010-2022 BYVoid and
contributors), unpacked by opencc_dict of the package opencc; NFKC and case folding from Python's
unicodedata. A program that is built needs neither.
"""
import subprocess
import sys
import tempfile
import unicodedata

TS_CHARACTERS = "/usr/share/opencc/TSCharacters.ocd2"
BYTES_MAX = 7  # of a replacement; with its zero it takes 8
PAGE = 64
CODES = 0x110000
KEEP, DROP, SPACE = "", "\0", "\1"  # no text becomes these

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


SPACES = {0x20, 0x85, 0xA0, 0x3000, 0x2028, 0x2029, *range(0x09, 0x0E), *range(0x2000, 0x200B)}
# What says nothing: controls, format characters, combining marks, skin tones, tags, private use.
NOISE = (
    (0x0000, 0x001F), (0x007F, 0x009F), (0x00AD, 0x00AD), (0x0300, 0x036F), (0x061C, 0x061C), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x20D0, 0x20F0), (0xE000, 0xF8FF), (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF), (0xFFF0, 0xFFFF), (0x1F3FB, 0x1F3FF), (0xE0000, 0x10FFFF),
)


def becomes(code, ts):
    """The text a code point becomes; KEEP, DROP or SPACE."""
    if code in SPACES:
        return SPACE
    if any(low <= code <= high for low, high in NOISE):
        return DROP
    if 0xD800 <= code < 0xE000 or unicodedata.category(chr(code)) in ("Cc", "Cf", "Cn", "Co"):
        return KEEP
    folded = fold(chr(code), ts)
    return folded if folded != chr(code) and 0 < len(folded.encode()) <= BYTES_MAX else KEEP


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def lay_out(items, width=94):
    line = "   "
    for item in items:
        if len(line) + len(item) + 2 > width:
            yield line
            line = "   "
        line += f" {item},"
    yield line


def main():
    ts = simplified()
    texts = [KEEP, DROP, SPACE]
    numbers = {text: number for number, text in enumerate(texts)}
    pages, entries, known = [], [], {}
    for first in range(0, CODES, PAGE):
        page = []
        for code in range(first, first + PAGE):
            text = becomes(code, ts)
            if text not in numbers:
                numbers[text] = len(texts)
                texts.append(text)
            page.append(numbers[text])
        if tuple(page) not in known:
            known[tuple(page)] = len(entries)
            entries.append(page)
        pages.append(known[tuple(page)])
    lines = [
        "/* Written by common/text/fold_table.py when this is built: what each code point becomes.",
        " * Traditional to Simplified: OpenCC, TSCharacters, Apache-2.0, (c) 2010-2022 BYVoid and contributors.",
        " * Compatibility forms: Unicode Character Database. */",
        "#pragma once",
        "",
        "#include <stdint.h>",
        "",
        f"enum {{ FOLD_PAGE = {PAGE}, FOLD_CODES = 0x{CODES:X} }};",
        "",
        "/* The first numbers of fold_texts say what to do instead. */",
        "enum { FOLD_keep, FOLD_drop, FOLD_space };",
        "",
        f"static const uint16_t fold_pages[FOLD_CODES / FOLD_PAGE] = {{", *lay_out(map(str, pages)), "};",
        "",
        f"static const uint16_t fold_entries[{len(entries)}][FOLD_PAGE] = {{",
        *(line for page in entries for line in ("    {", *lay_out(map(str, page)), "    },")), "};",
        "",
        f"static const char fold_texts[{len(texts)}][{BYTES_MAX + 1}] = {{", *lay_out(quoted(text) for text in ["", "", "", *texts[3:]]), "};",
    ]
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


main()
