"""How PostgreSQL answers the statements of the writers: by key, also when the planner knows nothing of a table yet.

A plan that is made while a table is empty stays for the life of the connection. A statement that reads a table whole, or the rest of
a stream for a slice of it, is right in every test and stops a writer in a bank.
"""
import json
import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "common/tools"))
import statements  # noqa: E402
from tests.rig.servers import Servers  # noqa: E402
from tests.support.fleet import Fleet  # noqa: E402

SERVICES = ["intake", "router", "desk", "escalation", "archive", "survey"]
# Tables of one row, or of one an upstream, a sequence, a person, a message that is set aside; nothing that grows with the cases.
SMALL = {"stream", "writer", "cursor", "attempt", "number_lease", "worker", "parked"}
EVENTS, SLICE = 5000, 500
PLANNED = re.compile(r"(?i)(select|insert|update|delete|with)\b")


def planner_options():
    """What common/store_open.c tells every connection of a writer."""
    source = (ROOT / "common/store_open.c").read_text(encoding="utf-8")
    return "".join(re.findall(r'"([^"]*)"', re.search(r"session\[\] =(.*?);", source, re.DOTALL)[1]))


def statements_of(folder):
    """name: (SQL, types)."""
    return {path.stem: statements.parse(path.read_text(encoding="utf-8"), path.name)[1:]
            for path in sorted((ROOT / folder).glob("*.sql"))}


def scans(plan, limited=False):
    """(node, whether it ends early by itself) of everything that reads a table."""
    limited = (limited or plan["Node Type"] == "Limit") and "Filter" not in plan
    if plan["Node Type"].endswith("Scan") and "Relation Name" in plan:
        yield plan, limited
    for inner in plan.get("Plans", []):
        yield from scans(inner, limited)


class Plans(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers().__enter__()
        cls.addClassCleanup(cls.servers.__exit__, None, None, None)
        cls.fleet = Fleet(cls.servers, [])
        cls.fleet.migrate()
        cls.partial = {name for name, in cls.fleet.sql(
            "select c.relname from pg_index as i join pg_class as c on c.oid = i.indexrelid where i.indpred is not null")}

    def explain(self, service, asked, options=""):
        """The plans that a writer of the service gets, for (SQL, types, values) each."""
        lines = []
        for number, (sql, types, values) in enumerate(asked):
            parameters = f"({', '.join(types)})" if types else ""
            lines += [f"prepare it_{number} {parameters} as {chr(10).join(sql)};",
                      f"explain ({options}format json) execute it_{number} {'(' + ', '.join(values) + ')' if types else ''};",
                      "\\echo ;"]
        done = subprocess.run(
            ["psql", self.servers.role_url(service), "-qAtX", "-v", "ON_ERROR_STOP=1"],
            input="\n".join(lines), text=True, capture_output=True, check=False,
            env={**os.environ, "PGOPTIONS": f"{planner_options()} -c search_path={service}"})
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(plan)[0]["Plan"] for plan in done.stdout.split("\n;\n") if plan.strip()]

    def reads_all(self, node, limited):
        """Whether a node reads a table, or an index over all of it, from one end to the other."""
        return not (node["Relation Name"] in SMALL or "Index Cond" in node or limited or node.get("Index Name") in self.partial)

    def test_no_statement_of_a_writer_reads_a_table_whole(self):
        seen = 0
        for service in SERVICES:
            found = {**statements_of("common/engine"), **statements_of(f"services/{service}")}
            names = [name for name, (sql, _) in found.items() if PLANNED.match(sql[0].strip())]
            plans = self.explain(service, [(*found[name], ["null"] * len(found[name][1])) for name in names])
            for name, plan in zip(names, plans, strict=True):
                for node, limited in scans(plan):
                    seen += 1
                    with self.subTest(service=service, statement=name):
                        self.assertNotIn("Bitmap", node["Node Type"])
                        self.assertFalse(self.reads_all(node, limited), node)
        self.assertGreater(seen, 100)

    def test_a_slice_of_the_chain_reads_no_more_than_the_slice(self):
        """P8: the walk over the chain runs beside the writer, twice a second."""
        self.fleet.sql(
            "set search_path = intake; select parts_ensure(1, 202611);"
            " insert into stream (name, epoch, batch, seq, hash, by_epoch, by_batch, clean, counts)"
            f" values ('intake', 1, 1, {EVENTS}, '', 1, 1, true, '') on conflict do nothing;"
            " insert into event (seq, hash, envelope) select n, sha256(n::text::bytea), 'x'"
            f" from generate_series(1, {EVENTS}) as n")
        sql, types = statements_of("common/engine")["chain_slice"]
        for after in (0, EVENTS // 2, EVENTS - 3):
            plan, = self.explain("intake", [(sql, types, [f"array['{after}|{'00' * 32}']"])], "analyze, ")
            read = sum(node["Actual Rows"] * node["Actual Loops"] for node, _ in scans(plan)
                       if node["Relation Name"].startswith("event"))
            self.assertEqual(read, min(SLICE, EVENTS - after))

    def test_open_cases_of_a_version_of_a_profile_are_found_without_the_others(self):
        """REQUIREMENTS 3: of a year of open cases under the newest version a few follow the one before."""
        self.fleet.sql(
            "insert into escalation.clocked_case (case_id, level, breaches, profile, profile_version, next_at)"
            " select lpad(to_hex(n), 32, '0')::uuid, 0, 0, 'CN-NFRA-2020', case when n % 2000 = 0 then 1 else 2 end, now()"
            f" from generate_series(1, {EVENTS}) as n;"
            # Of one of them all clocks stand still: it has no timer.
            " update escalation.clocked_case set next_at = null, standing = true where profile_version = 1"
            f" and case_id = '{4000:032x}';"
            " analyze escalation.clocked_case")
        sql, types = statements_of("services/escalation")["case_of_profile"]
        for key, rows in (("CN-NFRA-2020/1/", 2), (f"CN-NFRA-2020/1/{2000:032x}", 1), (f"CN-NFRA-2020/1/{4000:032x}", 0),
                          ("CN-NFRA-2020/2/", 3), ("CN-NFRA-2020/3/", 0), ("CN-PBOC-2020/1/", 0)):
            plan, = self.explain("escalation", [(sql, types, [f"array['{key}']"])], "analyze, ")
            node, = [node for node, _ in scans(plan) if node["Relation Name"] == "clocked_case"]
            self.assertEqual((key, node["Actual Rows"], node.get("Rows Removed by Filter", 0)), (key, rows, 0))


if __name__ == "__main__":
    unittest.main()
