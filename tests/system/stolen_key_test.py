"""What somebody can do who has stolen one key, and what stops them: each test plays the thief (SECURITY.md, PROTOCOL section 5).

A key of CURVE is used as any client would use it; a database role by psql, with nothing between it and the server.
"""
import os
import subprocess
import sys
import unittest
import uuid

import zmq
from zmq.utils.monitor import recv_monitor_message

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, command, read_key  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402

RUNNING = ["intake", "desk"]
SERVICES = ["intake", "router", "desk", "escalation", "archive", "survey"]
CLIENTS = {
    "small": {"send": "[request.submitted.v1]", "follow": "[]", "actors": "none", "share": "0.001"},
    "front": {"sources": '["/bank/desk"]', "send": '["case.*"]', "follow": "[]", "actors": "[E2001]", "share": "0.1"},
    "ended": {"send": "[request.submitted.v1]", "share": "0.1\n    until: 2026-01-01T00:00:00+08:00"},
}


def request(**more):
    return command("request.submitted.v1", {"channel": "web", "text": "查询余额"}, source="/bank/app", **more)


def claim(actor=None):
    return command("case.claim.v1", {}, source="/bank/desk", actor=actor, role="L2")


def setUpModule():
    servers = unittest.enterModuleContext(Servers())
    Thief.fleet = unittest.enterModuleContext(Fleet(servers, RUNNING, clients=CLIENTS))


class Thief(unittest.TestCase):
    """What the tests share."""

    fleet = None

    def connect(self, who, name="intake", offset=0):
        client = Client(self.fleet.keys, self.fleet.base, OFFSETS[name] + offset, who)
        self.addCleanup(client.close)
        return client

    def refuse(self, reply, code="forbidden", field=None):
        self.assertIsNotNone(reply, "no answer")
        self.assertEqual([(fault["code"], fault.get("field")) for fault in reply["errors"]], [(code, field)], reply)

    def refuse_follow(self, who, name, **more):
        follower = self.connect(who, name, 1)
        self.assertEqual(follower.ask({"op": "follow", "from": 1, "credit": 1, **more}).get("code"), "forbidden")

    def handshake(self, pair):
        """What the first thing is that a client with these keys hears of its connection."""
        socket = zmq.Context.instance().socket(zmq.DEALER)
        self.addCleanup(socket.close, 0)
        socket.curve_serverkey = read_key(f"{self.fleet.keys}/server.key")[0]
        socket.curve_publickey, socket.curve_secretkey = pair
        monitor = socket.get_monitor_socket(zmq.EVENT_HANDSHAKE_FAILED_AUTH | zmq.EVENT_HANDSHAKE_SUCCEEDED)
        self.addCleanup(monitor.close)
        self.addCleanup(socket.disable_monitor)
        socket.connect(f"tcp://127.0.0.1:{self.fleet.base + OFFSETS['intake']}")
        self.assertTrue(monitor.poll(30000))
        return recv_monitor_message(monitor)["event"]


class Publisher(Thief):
    """`publisher.key_secret`: requests come in, and nothing else goes anywhere."""

    def test_it_cannot_follow_not_even_what_it_sent(self):
        for name in RUNNING:
            self.refuse_follow("publisher", name)
            self.refuse_follow("publisher", name, types=["case.received"])

    def test_it_cannot_speak_for_a_person(self):
        self.refuse(self.connect("publisher").ask(request(actorid="E2001", actorrole="L5")), field="actorid")

    def test_it_cannot_look_at_or_touch_a_case(self):
        case_id = self.connect("publisher").insist(request())["case_id"]
        for kind in ("case.get.v1", "case.claim.v1", "case.close.v1", "dead.list.v1"):
            self.refuse(self.connect("publisher", "desk").ask(command(kind, {"case_id": case_id})), field="type")

    def test_over_its_share_it_is_told_busy_and_others_are_served(self):
        """Its share is 0.001 of 16,384 waiting messages: 16."""
        flood, other = self.connect("small"), self.connect("publisher")
        for count, wanted in ((16, "accepted"), (17, "busy")):
            replies = flood.ask([request() for _ in range(count)])
            self.assertLessEqual({reply["status"] for reply in replies}, {wanted, "unavailable"}, count)
        for _ in range(200):
            flood.send([request() for _ in range(1000)])
        self.assertEqual(other.insist(request(), timeout=20)["status"], "accepted")

    def test_after_its_end_it_is_unknown(self):
        public, secret = read_key(f"{self.fleet.keys}/ended.key_secret")
        self.assertEqual(self.handshake((public, secret)), zmq.EVENT_HANDSHAKE_FAILED_AUTH)

    def test_what_it_tries_is_counted_and_logged_with_its_name(self):
        """Alert ShouliForbidden counts it; the log says who."""
        count = "shouli_forbidden_total"

        def counted():
            return sum(float(line.split()[-1]) for line in self.fleet.get("desk", "/metrics").splitlines() if line.startswith(count))

        before = counted()
        self.connect("publisher", "desk").ask(command("case.get.v1", {"case_id": str(uuid.uuid4())}))
        self.assertEqual(counted(), before + 1)

        def named():
            """A few lines a second are written, whoever else is refused."""
            self.connect("publisher", "desk").ask(command("case.get.v1", {"case_id": str(uuid.uuid4())}))
            with open(self.fleet.log["desk"], encoding="utf-8") as log:
                return '"event":"gate.forbidden","client":"publisher"' in log.read()

        wait_for(named, "the log names the publisher")


class Front(Thief):
    """A key of a front end with a list of actors."""

    def test_it_speaks_for_its_own_people_alone(self):
        desk = self.connect("front", "desk")
        self.assertEqual(desk.insist(claim("E2001"))["errors"][0]["code"], "queue_empty")
        self.refuse(desk.ask(claim("E2002")), field="actorid")

    def test_it_cannot_use_the_source_of_another(self):
        body = {**claim("E2001"), "source": "/bank/branch/7"}
        self.refuse(self.connect("front", "desk").ask(body), field="source")

    def test_it_cannot_send_what_operations_may(self):
        for kind in ("dead.drop.v1", "dead.retry.v1", "ledger.get.v1", "request.submitted.v1"):
            body = command(kind, {}, source="/bank/desk", actor="E2001", role="L6")
            self.refuse(self.connect("front", "desk").ask(body), field="type")


class Service(Thief):
    """`services/<name>.key_secret`: follows, and says nothing."""

    def test_it_can_send_no_command_to_anybody(self):
        for name in RUNNING:
            for body in (request(), claim("E2001"), command("dead.drop.v1", {}), command("ledger.get.v1", {})):
                self.refuse(self.connect("services/router", name).ask(body), field="type")

    def test_it_follows_as_the_service_does(self):
        """What remains: it reads all events; what names a person in them is sealed."""
        follower = self.connect("services/router", "intake", 1)
        self.assertEqual(follower.ask({"op": "follow", "from": 1, "credit": 0})["op"], "position")


class Server(Thief):
    """`server.key_secret`: to be taken for shouli, by those who can be led to another address."""

    def test_it_opens_no_service(self):
        self.assertEqual(self.handshake(read_key(f"{self.fleet.keys}/server.key_secret")), zmq.EVENT_HANDSHAKE_FAILED_AUTH)

    def test_an_impostor_learns_no_secret_of_a_client_that_it_leads_astray(self):
        """It hears what the client sends; it cannot answer for a service to a follower whose chain goes on, see
        stops_at_an_event_that_does_not_continue_the_chain (follow_wire_test.c)."""
        context = zmq.Context()
        self.addCleanup(context.destroy, 0)
        false = context.socket(zmq.ROUTER)
        self.addCleanup(false.close, 0)
        false.curve_server = True
        false.curve_publickey, false.curve_secretkey = read_key(f"{self.fleet.keys}/server.key_secret")
        port = false.bind_to_random_port("tcp://127.0.0.1")
        client = Client(self.fleet.keys, port, 0, "publisher")
        self.addCleanup(client.close)
        client.send(request())
        self.assertTrue(false.poll(30000))
        heard = b"".join(false.recv_multipart())
        self.assertIn("查询余额".encode(), heard)
        self.assertNotIn(read_key(f"{self.fleet.keys}/publisher.key_secret")[1], heard)


class Operator(Thief):
    """`operator.key_secret` is a master key; what is done with it is done under a name, and it can be taken away."""

    def test_without_a_role_that_there_is_it_does_nothing_at_the_desk(self):
        desk = self.connect("operator", "desk")
        for role in ("root", "L9", "admin"):
            body = command("case.claim.v1", {}, actor="E2001", role=role)
            self.assertEqual(desk.ask(body)["status"], "rejected", role)
            self.assertNotEqual(desk.ask(body)["errors"][0]["code"], "queue_empty", role)

    def test_it_reads_no_sealed_field_by_any_stream(self):
        name = "欧阳验证"
        body = request()
        body["data"]["customer"] = {"name": name, "phone": "13800138000"}
        case_id = self.connect("operator").insist(body)["case_id"]
        follower = self.connect("operator", "intake", 1)
        follower.send({"op": "follow", "from": 1, "credit": 60000})
        seen = b""

        def arrived():
            nonlocal seen
            parts = follower.receive_parts(1.0)
            seen += parts[-1] if parts else b""
            return case_id.encode() in seen

        wait_for(arrived, "the case in the stream")
        self.assertNotIn(name.encode(), seen)
        self.assertNotIn(b"13800138000", seen)


class Role(Thief):
    """The password of a service's role in PostgreSQL."""

    def ask(self, service, sql):
        """What psql says as that role: (answer, complaint)."""
        done = subprocess.run(["psql", self.fleet.servers.role_url(service), "-XqAt", "-c", sql], capture_output=True, text=True,
                              check=False)
        return done.stdout.strip(), done.stderr

    def denied(self, service, sql):
        _, complaint = self.ask(service, sql)
        self.assertRegex(complaint, "permission denied|must be|only superuser|not permitted|must have", f"{service}: {sql}")

    def test_it_reads_and_writes_no_table_of_another(self):
        tables = [tuple(row) for row in self.fleet.sql(
            "select schemaname, tablename from pg_tables where schemaname = any('{%s}')" % ",".join(SERVICES))]
        self.assertGreater(len(tables), 60)
        for service in SERVICES:
            said, complaint = self.ask(service, "select count(*), count(*) filter (where has_table_privilege(c.oid, "
                                       "'select, insert, update, delete, truncate, references, trigger')) from pg_class c "
                                       "join pg_namespace n on n.oid = relnamespace where relkind in ('r', 'p') and "
                                       "nspname = any('{%s}')" % ",".join(name for name in SERVICES if name != service))
            self.assertRegex(said, r"^\d\d+\|0$", complaint)
            other = "desk" if service == "intake" else "intake"
            for sql in (f"select * from {other}.event", f"delete from {other}.event", f"drop table {other}.event",
                        f"create table {other}.mine (a int)", f"update {other}.stream set epoch = epoch + 1"):
                self.denied(service, sql)

    def test_it_cannot_become_more(self):
        for sql in ("create role thief superuser", "alter role shouli_desk superuser", "set role shouli_intake", "set role shouli",
                    "create database thief", "create schema thief", "create table public.thief (a int)",
                    "create table vault.thief (a int)", "grant all on vault.case_key to shouli_desk",
                    "alter role shouli_intake password 'x'", "create extension plpython3u"):
            with self.subTest(sql):
                _, complaint = self.ask("desk", sql)
                self.assertRegex(complaint, "ERROR|no privileges were granted", sql)
        self.assertEqual(self.fleet.sql("select count(*) from pg_roles where rolname = 'thief'"), [("0",)])
        held = self.fleet.sql("select rolname from pg_roles where rolname like 'shouli\\_%' and "
                              "(rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)")
        self.assertEqual(held, [])
        self.assertEqual(self.fleet.sql("select has_table_privilege('shouli_desk', 'vault.case_key', 'insert')"), [("f",)])

    def test_it_reaches_no_file_and_no_program_of_the_host(self):
        for sql in ("select pg_read_file('/etc/passwd')", "copy (select 1) to '/tmp/thief'", "copy cursor from program 'id'",
                    "select pg_ls_dir('/')", "select lo_import('/etc/passwd')", "alter system set fsync = off",
                    "select pg_reload_conf()"):
            self.denied("survey", sql)

    def test_it_stops_no_session_of_another(self):
        pid = self.fleet.sql("select pid from pg_stat_activity where usename = 'shouli_intake' limit 1")[0][0]
        self.denied("survey", f"select pg_terminate_backend({pid})")

    def test_it_destroys_no_key_of_a_case_unless_it_is_archives(self):
        case_id = self.connect("operator").insist(request())["case_id"]
        self.assertEqual(self.fleet.sql(f"select count(*) from vault.case_key where case_id = '{case_id}'"), [("1",)])
        for service in SERVICES:
            if service != "archive":
                self.denied(service, "delete from vault.case_key")
            self.denied(service, "truncate vault.case_key")
            self.denied(service, "update vault.case_key set wrapped = ''")
        self.assertEqual(self.fleet.sql(f"select count(*) from vault.case_key where case_id = '{case_id}'"), [("1",)])

    def test_what_it_reads_of_persons_is_sealed(self):
        """The vault's rows are wrapped under a key that is in no database (P9, SE-06)."""
        body = request()
        body["data"]["customer"] = {"name": "诸葛保密", "id_no": "11010519491231002X", "id_type": "resident"}
        self.connect("operator").insist(body)
        said, complaint = self.ask("intake", "select string_agg(encode(envelope, 'escape'), '') from event")
        self.assertEqual(complaint, "")
        self.assertIn("case.received.v1", said)
        for word in ("11010519491231002X", "诸葛保密", "".join(f"\\{b:03o}" for b in "诸葛保密".encode())):
            self.assertNotIn(word, said)

    def test_it_cannot_write_beside_the_service_that_writes(self):
        """The fence: what does not continue the writer's row violates its check (DESIGN section 3)."""
        _, complaint = self.ask("intake", "update stream set seq = seq + 1, batch = batch + 1")
        self.assertIn("violates check constraint", complaint)


if __name__ == "__main__":
    unittest.main()
