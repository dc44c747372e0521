"""Personal data planted in a request, and searched for where it must never stand: logs, columns, Redis, metrics (P9)."""
import os
import sys
import tempfile
import unittest

import msgpack

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support import canary  # noqa: E402
from tests.support.client import Client, command  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402

SERVICES = ["intake", "router", "desk", "escalation", "archive", "survey"]
AGENT = {"actorid": "E2001", "actorrole": "L2"}
CLIENTS = {"narrow": {"sources": '["/bank/narrow"]', "actors": "none"}}


def setUpModule():
    servers = unittest.enterModuleContext(Servers())
    Canaries.fleet = unittest.enterModuleContext(Fleet(servers, SERVICES, clients=CLIENTS, log_level="debug"))


class Canaries(unittest.TestCase):
    """One test after the other on one fleet; each looks everywhere."""

    fleet = None

    def client(self, service, who="operator"):
        client = Client(self.fleet.keys, self.fleet.base, OFFSETS[service], who)
        self.addCleanup(client.close)
        return client

    def request(self, **more):
        text = f"{canary.TEXT}电话{canary.PHONE}，卡号{canary.ACCOUNT}，证件{canary.ID_NO}"
        return command("request.submitted.v1", {"channel": "web", "text": text, "customer": canary.customer(), **more})

    def work(self, reply):
        """Noted, answered and closed, with canaries in what the agent writes."""
        desk = self.client("desk")

        def claimed():
            got = desk.insist({**command("case.claim.v1", {}), **AGENT})
            return got if got["status"] == "accepted" and got["result"]["case_id"] == reply["case_id"] else None

        got = wait_for(claimed, "the case is claimed")
        held = {"case_id": reply["case_id"], "lease_epoch": got["result"]["lease_epoch"]}
        for kind, data in (("case.note.v1", {**held, "text": canary.NOTE}),
                           ("case.resolve.v1", {**held, "answer": canary.ANSWER}),
                           ("case.close.v1", {"case_id": reply["case_id"]})):
            done = desk.insist({**command(kind, data), **AGENT})
            self.assertEqual(done["status"], "accepted", done)

    def until_archived(self, case_id):
        wait_for(lambda: self.fleet.sql(f"select 1 from archive.event where case_id = '{case_id}'"), "archive has a package",
                 every=0.1)

    def columns(self):
        """(table, its rows as bytes) of every table of every service, in PostgreSQL's own form of text."""
        tables = self.fleet.sql("select format('%I.%I', schemaname, tablename) from pg_tables "
                                "where schemaname not in ('pg_catalog', 'information_schema')")
        everything = " union all ".join(f"select '{table}', t::text from {table} as t" for (table,) in tables)
        rows = {}
        for table, *row in self.fleet.sql(everything):
            rows.setdefault(table, []).append("\t".join(row))
        for (table,) in tables:
            yield table, "\n".join(rows.get(table, [])).encode()

    def all_of_redis(self):
        """Every key with its value, one a line."""
        script = ("local out = {} for _, k in ipairs(redis.call('KEYS', '*')) do local t = redis.call('TYPE', k).ok "
                  "local v = t == 'string' and {redis.call('GET', k)} or t == 'hash' and redis.call('HGETALL', k) "
                  "or t == 'set' and redis.call('SMEMBERS', k) or t == 'zset' and redis.call('ZRANGE', k, 0, -1) "
                  "or redis.call('LRANGE', k, 0, -1) out[#out + 1] = k .. ' ' .. table.concat(v, ' ') end return out")
        return self.fleet.redis("EVAL", script, "0", raw=True)

    def look_everywhere(self):
        places = {name: content for name, content in self.columns()}
        self.assertIn("intake.event", places)
        places["Redis"] = self.all_of_redis()
        self.assertTrue(places["Redis"].strip(), "Redis holds something")
        for service in SERVICES:
            places[f"metrics of {service}"] = self.fleet.get(service, "/metrics").encode()
            with open(self.fleet.log[service], "rb") as file:
                places[f"log of {service}"] = file.read()
        return {place: canary.found_in(content) for place, content in places.items() if canary.found_in(content)}

    def test_a_whole_life_leaves_no_canary_behind(self):
        reply = self.client("intake").insist(self.request())
        self.assertEqual(reply["status"], "accepted", reply)
        self.work(reply)
        self.until_archived(reply["case_id"])
        self.assertEqual(self.look_everywhere(), {})

    def test_what_is_refused_leaves_none_either(self):
        intake = self.client("intake")
        for bad in ({"channel": canary.NAME}, {"amount_fen": canary.PHONE}, {"kind": canary.TEXT},
                    {canary.REF: 1}, {"customer": {**canary.customer(), "id_no": canary.ID_NO[:-1] + "1"}}):
            reply = intake.insist(self.request(**bad))
            self.assertEqual(reply["status"], "rejected", reply)
        narrow = self.client("intake", "narrow").insist({**self.request(), "source": f"/bank/{canary.PHONE}"})
        self.assertEqual(narrow["errors"][0]["code"], "forbidden")
        broken = intake.ask_raw(msgpack.packb(self.request())[:-3])
        self.assertEqual(broken["errors"][0]["code"], "malformed")
        self.assertEqual(self.look_everywhere(), {})

    def test_the_search_finds_what_is_there(self):
        """A canary in a column, in Redis, in a log: each is found, or the others would prove nothing."""
        self.fleet.sql("create schema if not exists cage; create table cage.plain as "
                       f"select '{canary.NAME}'::text as name, '{canary.PHONE}'::bytea as bytes")
        self.fleet.redis("set", "cage", canary.EMAIL)
        try:
            found = self.look_everywhere()
            self.assertEqual(set(found["cage.plain"]), {canary.NAME, canary.PHONE, "金丝雀"})
            self.assertEqual(found["Redis"], [canary.EMAIL])
        finally:
            self.fleet.sql("drop schema cage cascade")
            self.fleet.redis("del", "cage")

    def test_a_log_with_somebodys_number_is_a_fault(self):
        schema = canary.log_schema()
        good = '{"ts":"2026-01-01T00:00:00.007Z","level":"info","service":"desk","event":"service.ready"}'
        bad = good.replace("service.ready", "writer.connect_failed").replace("info", "warn")
        for line, expected in ((good, 0), (good + " 13800138000", 2), (bad[:-1] + ',"why":"call 13800138000"}', 1),
                               (bad[:-1] + ',"why":"11010519491231002X"}', 2), (bad[:-1] + ',"why":"6222020200112230012"}', 2),
                               (bad[:-1] + ',"why":"seq 1390000000012"}', 0), (good[:-1] + ',"why":"x"}', 1)):
            with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
                file.write(line + "\n" + line[:20])
                file.flush()
                self.assertEqual(len(list(canary.faults_of_log(file.name, schema))), expected, line)


if __name__ == "__main__":
    unittest.main()
