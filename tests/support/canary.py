"""Canaries: personal data that tests plant, and the search for it where it must never stand (P9, SE-05).

`faults_of_log` is held against every log of every fleet that a test starts (fleet.py), those of chaos too: a line must fit
to the log's schema and hold nothing that looks like a phone, identity or card number, nor a canary."""
import importlib.util
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# Valid by their check digits where they have any, so that a request with them is accepted; nobody's.
NAME, PHONE, EMAIL = "金丝雀测试", "13987650321", "canary.bird@example.com"
ID_NO, ACCOUNT, REF = "11010519491231002X", "6222020200112230012", "CANARY-REF-7731"
TEXT, NOTE, ANSWER = "你好，请问信用卡年费怎么收，一年要多少钱？", "金丝雀的备注只给办案人看", "金丝雀的答复只给客户看"
CANARIES = (NAME, PHONE, EMAIL, ID_NO, ACCOUNT, REF, TEXT, NOTE, ANSWER, "金丝雀")
WORD = r"(?<![0-9A-Za-z_.-])(?:%s)(?![0-9A-Za-z_-])"
PHONE_LIKE = re.compile(WORD % r"(?:\+?86)?1[3-9]\d{9}")
ID_LIKE = re.compile(WORD % r"[1-8]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx]")
CARD_LIKE = re.compile(WORD % r"[3-6]\d{15,18}")


def customer():
    """A customer whose every field is a canary."""
    return {"ref": REF, "type": "person", "name": NAME, "id_type": "resident", "id_no": ID_NO, "phone": PHONE,
            "email": EMAIL, "account": ACCOUNT}


def found_in(content):
    """The canaries in bytes, as they are or as the hexadecimal digits in which PostgreSQL shows bytes."""
    found = []
    for word in CANARIES:
        plain = word.encode()
        if plain in content or plain.hex().encode() in content or word.upper().encode() in content:
            found.append(word)
    return found


def log_schema():
    """common/log.def, read by the tool that keeps callers to it."""
    spec = importlib.util.spec_from_file_location("log_schema", f"{ROOT}/common/tools/log_schema.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.load(ROOT)


def luhn(digits):
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def faults_of_text(text):
    """What of it looks like personal data."""
    faults = found_in(text.encode())
    faults += [*PHONE_LIKE.findall(text), *ID_LIKE.findall(text)]
    return faults + [number for number in CARD_LIKE.findall(text) if luhn(number)]


def faults_of_log(path, schema):
    """One sentence for each line that breaks a rule; a last line that a kill cut short is left out."""
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = file.read().split("\n")[:-1]
    for number, line in enumerate(lines, 1):
        faults = [f"holds {fault}" for fault in faults_of_text(line)]
        if line.startswith("{"):
            faults += schema.line_faults(line)
        yield from (f"{os.path.basename(path)}:{number}: {fault}: {line[:300]}" for fault in faults)
