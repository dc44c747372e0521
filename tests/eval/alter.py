"""Texts as people really type them: the same words in another script, another width, or with typing errors.

Everything is decided by the text itself and a fixed seed, so that two runs alter alike.
"""
import random
import shutil
import subprocess

KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def full_width(texts):
    """ASCII letters, digits and signs as the full-width forms of Chinese input methods."""
    return ["".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text) for text in texts]


def traditional(texts):
    """Simplified to Traditional by OpenCC; None without the program."""
    if not shutil.which("opencc"):
        return None
    done = subprocess.run(
        ["opencc", "-c", "s2t.json"], input="\n".join(texts) + "\n", stdout=subprocess.PIPE, check=True, encoding="utf-8"
    )
    return done.stdout.removesuffix("\n").split("\n")  # splitlines would also part at the line ends of Unicode


def neighbour(letter, dice):
    """A key beside this one."""
    for row in KEYBOARD:
        at = row.find(letter)
        if at >= 0:
            return dice.choice(row[max(0, at - 1): at] + row[at + 1: at + 2])
    return letter


def typing_error(text, dice, others):
    """One error: a character left out, doubled, swapped with the next, or another one in its place."""
    if len(text) < 2:
        return text
    at = dice.randrange(len(text) - 1)
    kind = dice.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1:]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2:
        return text[:at] + text[at + 1] + text[at] + text[at + 2:]
    other = neighbour(text[at], dice) if text[at].isascii() else dice.choice(others)
    return text[:at] + other + text[at + 1:]


def typing_errors(texts, count, chinese):
    """`count` errors in each text; a wrong Chinese character is any that occurs in the texts."""
    others = sorted({c for text in texts for c in text if ord(c) > 0x2E80}) if chinese else []
    altered = []
    for text in texts:
        dice = random.Random(f"{count} {text}")
        for _ in range(count):
            text = typing_error(text, dice, others or ["x"])
        altered.append(text)
    return altered
