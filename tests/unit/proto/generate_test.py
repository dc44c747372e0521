#!/usr/bin/env python3
"""Tests of proto/generate.py and definitions.py, in throw-away trees."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
GENERATE = ROOT / "proto/generate.py"
OUTPUTS = ("messages.h", "messages.c", "emit.h", "asyncapi.yaml", "reference.md")

GOOD = """
# a comment
enum colour "colour" "颜色"
  red "like blood" "红"
  P1 "first" "一"
map part "a part" "部分"
  name TEXT(4) REQUIRED PERSONAL "its # name" "名称"   # the # inside quotes stays
map answer "an answer" "答案"
  count INT(-1,10) "how many" "数量"
command thing.do.v1 to maker returns answer "does it" "做"
  id ID REQUIRED "which" "标识"
  parts MAPS(part,3) "parts" "部分"
  words TEXTS(4,8) "words" "词"
  one MAP(part) "one" "一个"
  hash BYTES(16,16) "hash" "摘要"
  fen MONEY "amount" "金额"
  colour ENUM(colour) "colour" "颜色"
  at TIME "when" "时间"
  flag FLAG "flag" "标志"
query thing.get.v1 to * "gets it" "查"
event thing.done.v1 by maker "it is done" "已做"
  secret SEALED(9) PERSONAL REQUIRED "secret" "秘密"
event thing.done.v2 by maker "it is done better" "已做好"
"""
RECORDS = """
enum stage "stage" "阶段"
  first "first" "一"
record thing_row table maker.thing key thing_id "one thing" "事物"
  thing_id ID REQUIRED "which" "标识"
  stage ENUM(stage) REQUIRED STATE "stage" "阶段"
  colour ENUM(colour) "colour" "颜色"
  name TEXT(9) "name" "名称"
  at TIME "when" "时间"
  count INT(0,5) "count" "数量"
  flag FLAG "flag" "标志"
  hash BYTES(4) "hash" "摘要"
"""


class Tree(unittest.TestCase):
    """A tree with one file of definitions, and the generator run on it."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = Path(self.folder.name)
        (self.root / "proto").mkdir()
        (self.root / "services/maker").mkdir(parents=True)

    def write(self, text, records=None):
        (self.root / "proto/all.def").write_text(text, encoding="utf-8")
        if records:
            (self.root / "services/maker/records.def").write_text(records, encoding="utf-8")

    def run_it(self, *options):
        return subprocess.run([sys.executable, GENERATE, "--root", self.root, *options], capture_output=True, text=True)

    def generated(self, name):
        result = self.run_it()
        self.assertEqual(result.returncode, 0, result.stderr)
        return (self.root / name).read_text(encoding="utf-8")

    def refused(self, text, reason, records=None):
        self.write(text, records)
        result = self.run_it()
        self.assertEqual(result.returncode, 1)
        self.assertIn(reason, result.stderr)
        self.assertRegex(result.stderr, r"^(proto/all|services/maker/records)\.def(:\d+)?: ")


class Generating(Tree):
    def test_writes_a_struct_for_each_message_and_map(self):
        self.write(GOOD)
        header = self.generated("proto/messages.h")
        for part in ("struct thing_do {", "struct uuid id; /* which */\n    bool has_id;",
                     "const struct part *parts; /* parts */\n    size_t parts_count;",
                     "const struct text *words; /* words */\n    size_t words_count;",
                     "const struct part *one;", "struct sealed_value secret;", "enum colour colour;",
                     "struct thing_done_v2 {", "struct text name; /* its # name */"):
            self.assertIn(part, header)

    def test_numbers_types_in_the_order_of_names(self):
        self.write(GOOD)
        header = self.generated("proto/messages.h")
        places = [header.index(f"MESSAGE_{n}, ") for n in ("thing_do_v1", "thing_done_v1", "thing_done_v2", "thing_get_v1")]
        self.assertEqual(places, sorted(places))

    def test_gives_enums_a_none_before_their_values(self):
        self.write(GOOD)
        self.assertIn("enum colour {\n    COLOUR_none,\n    COLOUR_red,", self.generated("proto/messages.h"))
        self.assertIn('"none",\n    "red",\n    "P1",', self.generated("proto/messages.c"))

    def test_bounds_text_from_one_byte_where_it_is_required(self):
        self.write(GOOD)
        source = self.generated("proto/messages.c")
        self.assertIn("TEXT_FIELD(part, name, FIELD_REQUIRED | FIELD_PERSONAL, 1, 4,", source)
        self.assertIn("BYTES_FIELD(thing_do, hash, 0, 16, 16,", source)
        self.assertIn("INT_FIELD(thing_do, fen, 0, INT64_C(0), INT64_C(1000000000000000),", source)
        self.assertIn('MESSAGE_query, "*", &thing_get_shape, NULL', source)
        self.assertIn('MESSAGE_command, "maker", &thing_do_shape, &answer_shape', source)

    def test_emits_events_only(self):
        self.write(GOOD)
        header = self.generated("proto/emit.h")
        self.assertIn("emit_thing_done(struct call *call, struct case_ref of, const struct thing_done *data)", header)
        self.assertIn("call_emit(call, MESSAGE_thing_done_v2, of, data)", header)
        self.assertNotIn("thing_do(", header)

    def test_writes_c_that_compiles(self):
        self.write(GOOD)
        self.generated("proto/messages.c")
        result = subprocess.run(["gcc", "-std=gnu17", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", f"-I{self.root}",
                                 f"-I{ROOT}", self.root / "proto/messages.c"], capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_documents_every_message_and_field(self):
        self.write(GOOD)
        page, api = self.generated("proto/reference.md"), self.generated("proto/asyncapi.yaml")
        for name in ("thing.do.v1", "thing.get.v1", "thing.done.v2"):
            self.assertIn(f"### {name}", page)
            self.assertIn(f'name: "{name}"', api)
        self.assertIn("| `parts` | array of at most 3 [part](#part) |  | parts | 部分 |", page)
        self.assertIn('"$ref": "#/components/schemas/part"', api)


class Records(Tree):
    def test_writes_the_four_statements(self):
        self.write(GOOD, RECORDS)
        source = self.generated("services/maker/records.c")
        for part in ('"select thing_id, stage, colour, name, at, count, flag, hash "',
                     '"from maker.thing where thing_id = any($1::uuid[])"',
                     '"insert into maker.thing (thing_id, stage, colour, name, at, count, flag, hash) "',
                     '"select unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), '
                     'unnest($5::timestamptz[]), unnest($6::bigint[]), unnest($7::boolean[]), unnest($8::bytea[])"',
                     '"update maker.thing as t set stage = u.stage, colour = u.colour,',
                     '"where t.thing_id = u.thing_id"',
                     '"delete from maker.thing where thing_id = any($1::uuid[])"',
                     ".parameters = 8,", ".key = 0, /* thing_id */"):
            self.assertIn(part, source)

    def test_puts_the_engines_head_first(self):
        self.write(GOOD, RECORDS)
        header = self.generated("services/maker/records.h")
        self.assertIn("struct thing_row {\n    struct record_head head;", header)
        self.assertIn("enum stage stage;", header)

    @unittest.skipUnless((ROOT / "common/engine/record.h").exists(), "the engine is not there")
    def test_writes_c_that_compiles(self):
        self.write(GOOD, RECORDS)
        self.generated("services/maker/records.c")
        result = subprocess.run(["gcc", "-std=gnu17", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", f"-I{self.root}",
                                 f"-I{ROOT}", self.root / "services/maker/records.c"], capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_refuses_columns_that_are_no_columns(self):
        for column in ("MAP(part)", "MAPS(part,2)", "TEXTS(2,2)", "SEALED(9)"):
            self.refused(GOOD, "", f'record r table t key k "r" "r"\n  k ID REQUIRED "k" "k"\n  c {column} "c" "c"\n')

    def test_refuses_a_key_that_is_none(self):
        for key in ('k ID', 'k TIME REQUIRED', 'other ID REQUIRED'):
            self.refused(GOOD, "key", f'record r table t key k "r" "r"\n  {key} "k" "k"\n  c FLAG "c" "c"\n')

    def test_refuses_two_states(self):
        fields = "".join(f'  {n} ENUM(colour) STATE "c" "c"\n' for n in "ab")
        self.refused(GOOD, "STATE", 'record r table t key k "r" "r"\n  k ID REQUIRED "k" "k"\n' + fields)

    def test_refuses_messages_among_records(self):
        self.refused(GOOD, "only enums, maps and records", 'event a.b.v1 by x "e" "e"\n')


class Checking(Tree):
    def test_is_content_when_nothing_is_stale(self):
        self.write(GOOD, RECORDS)
        self.assertEqual(self.run_it().returncode, 0)
        self.assertEqual(self.run_it("--check").returncode, 0)

    def test_names_what_is_stale_and_writes_nothing(self):
        self.write(GOOD, RECORDS)
        self.run_it()
        for name in [f"proto/{n}" for n in OUTPUTS] + ["services/maker/records.h", "services/maker/records.c"]:
            path = self.root / name
            kept = path.read_text(encoding="utf-8")
            path.write_text(kept + "changed\n", encoding="utf-8")
            result = self.run_it("--check")
            self.assertEqual(result.returncode, 1)
            self.assertIn(name, result.stderr)
            self.assertTrue(path.read_text(encoding="utf-8").endswith("changed\n"))
            path.write_text(kept, encoding="utf-8")

    def test_notices_a_missing_file(self):
        self.write(GOOD)
        self.run_it()
        (self.root / "proto/emit.h").unlink()
        self.assertEqual(self.run_it("--check").returncode, 1)

    def test_finds_the_checked_in_files_current(self):
        result = subprocess.run([sys.executable, GENERATE, "--check"], capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stderr)


class Refusing(Tree):
    def test_refuses_what_is_defined_twice(self):
        self.refused('map a "a" "a"\nmap a "a" "a"\n', "twice")
        self.refused('map a_b "a" "a"\nevent a.b.v1 by x "a" "a"\n', "twice")
        self.refused('event a.b.v1 by x "a" "a"\nevent a.b.v1 by x "a" "a"\n', "twice")
        self.refused('map a "a" "a"\n  b FLAG "b" "b"\n  b FLAG "b" "b"\n', "twice")

    def test_refuses_names_that_c_reserves(self):
        self.refused('map case "a" "a"\n', "cannot be a name")
        self.refused('map a "a" "a"\n  default FLAG "b" "b"\n', "cannot be a name")

    def test_refuses_references_to_nothing(self):
        self.refused('map a "a" "a"\n  b MAP(c) "b" "b"\n', "no map c")
        self.refused('map a "a" "a"\n  b ENUM(c) "b" "b"\n', "no enum c")
        self.refused('query a.b.v1 to x returns c "a" "a"\n', "no map c")

    def test_refuses_a_map_inside_itself(self):
        self.refused('map a "a" "a"\n  b MAP(b) "b" "b"\nmap b "b" "b"\n  a MAPS(a,2) "a" "a"\n', "contains itself")

    def test_refuses_bounds_the_wrong_way_round(self):
        for kind in ("TEXT(5,4)", "INT(2,1)", "BYTES(-1,4)", "TEXT(x)"):
            self.refused(f'map a "a" "a"\n  b {kind} "b" "b"\n', "wrong bounds")

    def test_refuses_unknown_types_and_flags(self):
        for kind in ("STRING(5)", "TEXT", "TEXT(1,2,3)", "FLAG(1)"):
            self.refused(f'map a "a" "a"\n  b {kind} "b" "b"\n', "no type")
        self.refused('map a "a" "a"\n  b FLAG SECRET "b" "b"\n', "no flag SECRET")

    def test_wants_both_languages(self):
        self.refused('map a "a"\n', "Chinese")
        self.refused('map a "a" "a"\n  b FLAG "b"\n', "expected")
        self.refused('enum a "a" "a"\n  b "b"\n', "expected")

    def test_refuses_messages_without_version_or_owner(self):
        self.refused('event a.b by x "a" "a"\n', "expected")
        self.refused('event a.b.v1 to x "a" "a"\n', "expected")
        self.refused('event a.b.v1 by x returns c "a" "a"\n', "expected")

    def test_refuses_enums_without_values_or_with_none(self):
        self.refused('enum a "a" "a"\n', "needs values")
        self.refused('enum a "a" "a"\n  none "b" "b"\n', "needs values")

    def test_takes_64_fields_and_no_more(self):
        for count in (63, 64):
            self.write('map a "a" "a"\n' + "".join(f'  f{i} FLAG "b" "b"\n' for i in range(count)))
            self.assertEqual(self.run_it().returncode, 0)
        self.refused('map a "a" "a"\n' + "".join(f'  f{i} FLAG "b" "b"\n' for i in range(65)), "more than 64")

    def test_refuses_lines_that_belong_to_nothing(self):
        self.refused('  b FLAG "b" "b"\n', "nothing to belong to")
        self.refused('thing a "a" "a"\n', "not a definition")
        self.refused('map a "unclosed\n', "cannot read")


if __name__ == "__main__":
    unittest.main()
