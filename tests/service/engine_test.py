"""The promises of DESIGN.md section 1 on the example service and its mirror, each broken on purpose (section 3)."""
import collections
import hashlib
import os
import re
import signal
import statistics
import subprocess
import sys
import time
import unittest
import uuid
from pathlib import Path

import msgpack
import zmq

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.chaos.acts import Publisher  # noqa: E402
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, Follower, command, read_key  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402
from tests.support.ready import says  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
NAMES = ["example", "mirror"]
EVENTS = OFFSETS["example"] + 1
HEX = ("local out = {} local z = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES') for i = 1, #z, 2 do "
       "out[#out + 1] = z[i]:gsub('.', function(c) return string.format('%02x', c:byte()) end) .. ' ' .. z[i + 1] end "
       "return out")


def setUpModule():
    """One fleet for all tests: setUp brings back what the test before has ended."""
    servers = unittest.enterModuleContext(Servers())
    Promise.fleet = unittest.enterModuleContext(Fleet(servers, NAMES, clients={"second": {}, "leaving": {}}))


def note(case, text="x", **attributes):
    return command("case.note.v1", {"case_id": case, "lease_epoch": 1, "text": text}, actor="E1001", **attributes)


def a_case():
    return str(uuid.uuid4())


class Promise(unittest.TestCase):
    """What the tests share. Cases are a test's own, so that what others left behind does not matter."""

    fleet = None
    publishers = 0

    def setUp(self):
        self.fleet.revive()
        for name in NAMES:
            self.fleet.wait_ready(name)

    def connect(self, name="example", who="operator"):
        client = Client(self.fleet.keys, self.fleet.base, OFFSETS[name], who)
        self.addCleanup(client.close)
        return client

    def accept(self, client, body):
        reply = client.insist(body, timeout=10)
        self.assertEqual(reply["status"], "accepted", reply)
        return reply

    def restart(self, name="example", **settings):
        """With other settings; the test behind gets the usual ones."""
        self.fleet.kill(name)
        self.fleet.start(name, **settings)
        self.fleet.wait_ready(name)
        if settings:
            self.addCleanup(self.fleet.kill, name)

    def start_clean(self, name):
        """After it the service need not be careful: no message is tried alone until it has crashed once."""
        self.assertEqual(self.fleet.stop(name), 0)
        self.fleet.start(name)
        self.fleet.wait_ready(name)

    def one(self, statement):
        """The first word of the first row, or None."""
        rows = self.fleet.sql(statement)
        return rows[0][0] if rows else None

    def count(self, table, where="true"):
        return int(self.one(f"select count(*) from {table} where {where}"))

    def metric(self, name, line):
        found = re.search(rf"^{re.escape(line)} (\S+)$", self.fleet.get(name, "/metrics"), re.MULTILINE)
        return float(found.group(1)) if found else 0.0

    def log_size(self, name):
        return os.path.getsize(self.fleet.log[name]) if name in self.fleet.log else 0

    def logged(self, name, since=0):
        with open(self.fleet.log[name], encoding="utf-8", errors="replace") as log:
            log.seek(since)
            return log.read()

    def wait_log(self, name, words, since=0, seconds=60):
        """The lines that have all of the words."""
        def lines():
            return [line for line in self.logged(name, since).splitlines() if all(word in line for word in words)]
        return wait_for(lines, f"{name} says {words}", seconds)

    def wait_mirror(self, case, notes, seconds=60):
        wait_for(lambda: self.one(f"select notes from mirror.noted_case where case_id = '{case}'") == str(notes),
                 f"the mirror has {notes} notes of {case}", seconds)

    def load(self, total, window=100):
        """A publisher of notes on cases of its own; it goes on until `settle`."""
        Promise.publishers += 1
        cases = [a_case() for _ in range(200)]
        publisher = Publisher(self.fleet, OFFSETS["example"], Promise.publishers, total, window,
                              lambda rng: note(rng.choice(cases)))
        publisher.after = int(self.one("select seq from example.stream"))
        publisher.start()
        self.addCleanup(setattr, publisher, "may_end", True)
        wait_for(lambda: publisher.accepted, "the load has begun")
        return publisher

    def settle(self, publisher, lost_may_return=True):
        """Ends the load, lets everything come back, and finds each accepted id exactly once, each case in order."""
        publisher.may_end = True
        wait_for(lambda: self.fleet.revive() or not publisher.is_alive(), "the load ends")
        if publisher.error:
            raise publisher.error
        self.assertTrue(lost_may_return or publisher.resent == 0)
        seen, versions = collections.Counter(), collections.Counter()
        for event in self.stream(publisher.after + 1):
            if event["type"] == "case.noted.v1" and event["causationid"] in publisher.accepted:
                seen[event["causationid"]] += 1
                versions[event["caseid"]] += 1
                self.assertEqual(event["data"]["version"], versions[event["caseid"]], "a lost update")
        self.assertEqual(set(publisher.accepted) - set(seen), set(), "accepted and lost")
        self.assertEqual([i for i, times in seen.items() if times != 1], [], "doubled")
        return seen

    def stream(self, start=1):
        """Events of the example from there on, the chain verified on the way."""
        last = int(self.one("select seq from example.stream"))
        follower = Follower(self.fleet.keys, self.fleet.base, EVENTS, "example", start)
        self.addCleanup(follower.client.close)
        events, end = [], time.monotonic() + 60
        while follower.next <= last:
            events += [event for _, event in follower.take() or []]
            self.assertLess(time.monotonic(), end, f"at {follower.next} of {last}")
        return events

    def end_backends(self, name="example", where="true"):
        return self.count("(select pg_terminate_backend(pid) done from pg_stat_activity where "
                          f"application_name = 'shouli-{name}' and {where}) t", "done")

    def backends(self, name):
        return [int(pid) for (pid,) in self.fleet.sql(
            f"select pid from pg_stat_activity where application_name = 'shouli-{name}'")]

    def stop_postgres(self):
        """Server and all of its processes stand still; the returned function lets them go on."""
        main = self.fleet.servers.pid("postgres")
        found = subprocess.run(["pgrep", "-P", str(main)], capture_output=True, text=True, check=True)
        pids = [main, *map(int, found.stdout.split())]
        self.signal_all(pids, signal.SIGSTOP)

        def go_on():
            self.signal_all(pids, signal.SIGCONT)
        self.addCleanup(go_on)
        return go_on

    @staticmethod
    def signal_all(pids, number):
        for pid in pids:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass

    def die_until(self, name, fact, what):
        """Brings the process back as a supervisor does, until the fact; how often it died."""
        deaths = [0]

        def look():
            if self.fleet.processes[name].poll() is not None:
                deaths[0] += 1
                self.fleet.start(name)
            return fact()
        wait_for(look, what)
        return deaths[0]

    def second_port(self):
        return self.fleet.base + 4090

    def start_second(self):
        self.fleet.start("example", "second", http_port=self.second_port())
        self.addCleanup(self.fleet.kill, "second")

    def second_says(self):
        return says(f"http://127.0.0.1:{self.second_port()}/readyz")


class Accepted(Promise):
    """P1: accepted means durable. P2: each effect exactly once."""

    def test_p1_an_accepted_message_is_there_after_a_kill_right_behind_the_reply(self):
        client = self.connect()
        for _ in range(3):
            body = note(a_case())
            reply = self.accept(client, body)
            self.fleet.kill("example")
            case = body["data"]["case_id"]
            self.assertEqual(self.count("example.noted_case", f"case_id = '{case}' and notes = 1"), 1)
            self.assertEqual(self.count("example.event", f"case_id = '{case}'"), 1)
            self.fleet.start("example")
            again = client.insist(body)
            self.assertEqual((again["status"], again["case_id"]), ("duplicate", reply["case_id"]))

    def slow_commits(self):
        """Each COMMIT takes 30 ms, so that most cuts come in the middle of one."""
        self.start_clean("example")

        def set_delay(*statements):
            for statement in (*statements, "select pg_reload_conf()"):
                self.fleet.sql(statement)
        self.addCleanup(set_delay, "alter system reset commit_delay", "alter system reset commit_siblings")
        set_delay("alter system set commit_delay = 30000", "alter system set commit_siblings = 0")

    def test_p1_p2_a_commit_whose_answer_is_lost_takes_effect_once(self):
        """Section 3, unknown outcome: backends are killed until two commits were in doubt and were found out."""
        self.slow_commits()
        since = self.log_size("example")
        publisher = self.load(500, 250)

        def in_doubt():
            wanted = len(publisher.accepted) + 1
            wait_for(lambda: len(publisher.accepted) > wanted, "the load goes on")
            self.signal_all(self.backends("example")[:1], signal.SIGKILL)
            self.wait_log("example", ["writer.connections_given_up"], since)
            return self.logged("example", since).count("writer.doubt_resolved") > 1
        wait_for(in_doubt, "commits in doubt")
        self.settle(publisher)
        self.assertNotIn("writer.fenced", self.logged("example", since))
        self.assertIsNone(self.fleet.processes["example"].poll(), "the service survives it")

    def test_p1_p2_a_commit_that_ends_after_it_was_given_up_is_waited_for_and_counts(self):
        """Section 3, unknown outcome: the update of the head waits for a COMMIT still running."""
        self.slow_commits()
        since = self.log_size("example")
        publisher = self.load(500, 250)

        def found_committed():
            pids = self.backends("example")
            self.signal_all(pids, signal.SIGSTOP)
            try:
                begun = self.log_size("example")
                self.wait_log("example", ["writer.connections_given_up"], begun)
            finally:
                self.signal_all(pids, signal.SIGCONT)
            wanted = len(publisher.accepted) + 1
            wait_for(lambda: len(publisher.accepted) > wanted, "the load goes on")
            return '"committed":true' in self.logged("example", since)
        wait_for(found_committed, "a commit that went on")
        self.settle(publisher)
        self.assertIsNone(self.fleet.processes["example"].poll(), "the service survives it")

    def test_p2_the_same_id_is_the_same_message_for_ever(self):
        """Section 3, idempotency: other content is refused, a restart forgets nothing, the rejected may come again."""
        client, case = self.connect(), a_case()
        body = note(case)
        first = self.accept(client, body)
        changed = {**body, "data": {**body["data"], "text": "y"}}
        self.assertEqual(client.insist(body)["status"], "duplicate")
        self.assertEqual(client.insist(changed)["errors"][0]["code"], "id_reused")
        refused = note(case, "no")
        self.assertEqual(client.insist(refused)["errors"][0]["code"], "conflict")
        self.restart()
        again = client.insist(body)
        self.assertEqual((again["status"], again["case_id"]), ("duplicate", first["case_id"]))
        self.assertEqual(client.insist(changed)["errors"][0]["code"], "id_reused")
        self.accept(client, {**refused, "data": {**refused["data"], "text": "yes"}})
        self.assertEqual(self.count("example.noted_case", f"case_id = '{case}' and notes = 2"), 1)

    def test_p2_many_copies_at_once_are_accepted_once(self):
        """Section 3, idempotency: also those in one batch, and in two that overlap."""
        self.start_clean("example")
        client, case = self.connect(), a_case()
        body, other = note(case), note(case)
        client.send([body] * 300 + [other])
        for _ in range(200):
            client.send(body)
        client.send([other, *[body] * 300])
        words = collections.Counter()
        for _ in range(202):
            replies = client.receive()
            for reply in replies if isinstance(replies, list) else [replies]:
                words[reply["status"]] += 1
        self.assertEqual(words, {"accepted": 2, "duplicate": 800})
        self.assertEqual(self.count("example.event", f"case_id = '{case}'"), 2)


class OneWriter(Promise):
    """P2: the advisory lock is election only, the row of the stream is the fence (section 3)."""

    def supersede(self, where):
        """A stopped writer loses backends, a standby becomes writer, and the zombie wakes up in the middle of it."""
        publisher = self.load(500, 250)
        epoch = int(self.one("select epoch from example.stream"))
        first = self.fleet.processes["example"]
        since = self.log_size("example")
        self.fleet.signal("example", signal.SIGSTOP)
        self.addCleanup(self.fleet.signal, "example", signal.SIGCONT)
        self.assertGreater(self.end_backends(where=where), 0)
        begin = self.log_size("second")
        self.start_second()
        self.wait_log("second", ["writer.taken"], begin)
        self.fleet.signal("example", signal.SIGCONT)
        wait_for(lambda: self.logged("example", since).count("service.started"), "the zombie begins anew")
        said = self.logged("example", since)
        self.assertTrue("writer.superseded" in said or "writer.fenced" in said, said[-500:])
        wait_for(lambda: (self.second_says() or (0,))[0] == 200, "the standby has the ports")
        wait_for(lambda: says(self.fleet.url("example", "/readyz")) == (503, "standby"), "the zombie stands by")
        self.assertIsNone(first.poll(), "nobody had to start it")
        self.assertGreater(int(self.one("select epoch from example.stream")), epoch)
        self.settle(publisher)

    def test_p2_a_lock_holder_that_is_cut_while_it_commits_is_fenced(self):
        """All of its connections are gone: what it had sent may have been committed or not."""
        self.supersede("true")

    def test_p2_a_zombie_that_kept_a_connection_without_the_lock_is_fenced(self):
        """Tried: without the fence its commit succeeds, because a lock on one session does not bind another."""
        self.supersede("pid in (select pid from pg_locks where locktype = 'advisory' and granted)")

    def test_p5_a_standby_waits_for_the_ports_of_a_stopped_writer_and_says_so(self):
        """Section 3, hot standby: the lock is free, the ports are not, for longer than anybody is patient."""
        self.fleet.signal("example", signal.SIGSTOP)
        self.addCleanup(self.fleet.signal, "example", signal.SIGCONT)
        self.end_backends()
        begin = self.log_size("second")
        self.start_second()
        # One line a second, on a busy machine not for each of them.
        wait_for(lambda: re.search(r'service.waits_for_ports.*"taken":true,"seconds":(9|\d\d)', self.logged("second", begin)),
                 "it has waited nine seconds")
        self.assertEqual(self.second_says(), (503, "ports are taken"))
        self.assertIsNone(self.fleet.processes["second"].poll(), "it does not give up")
        self.fleet.kill("example")
        wait_for(lambda: (self.second_says() or (0,))[0] == 200, "the standby has the ports")
        self.accept(self.connect(), note(a_case()))

    def test_p2_a_transaction_of_an_older_epoch_or_out_of_turn_is_rolled_back(self):
        """The fence itself: the statement that every transaction of the writer ends with."""
        self.fleet.kill("example")
        wait_for(lambda: not self.backends("example"), "what it had sent is done")
        head = self.fleet.sql("select epoch, batch from example.stream")[0]
        epoch, batch = map(int, head)
        for wrong_epoch, wrong_batch in ((epoch - 1, batch + 1), (epoch + 1, batch + 1), (epoch, batch),
                                         (epoch, batch + 2)):
            done = subprocess.run(
                ["psql", self.fleet.servers.database_url, "-qAt", "-v", "ON_ERROR_STOP=1", "-c",
                 f"update example.stream set batch = batch + 1, by_epoch = {wrong_epoch}, by_batch = {wrong_batch}"],
                capture_output=True, text=True, check=False)
            self.assertIn("stream_fence", done.stderr)
        self.assertEqual(self.fleet.sql("select epoch, batch from example.stream")[0], head)


class DeadLetters(Promise):
    """P5: what cannot be processed is set aside, visibly, and parks its case alone (section 3, poison)."""

    def test_p5_p9_a_message_that_asserts_becomes_one_sealed_letter_and_the_service_goes_on(self):
        self.start_clean("example")
        before = self.count("example.dead_letter")
        client, other = self.connect(), self.connect()
        body = note(a_case(), "crash")
        answers = []

        lives = []

        def set_aside():
            """Sent once in each life, and again when it took too long: a rejected id may come again, and would be tried."""
            if self.fleet.processes["example"] not in lives and self.fleet.is_ready("example"):
                lives.append(self.fleet.processes["example"])
                client.send(body)
            reply = client.receive(0.02)
            answers.extend([reply] if reply else [])
            if reply and reply["status"] in ("busy", "unavailable"):
                client.send(body)
            return reply and reply["status"] == "rejected"
        deaths = self.die_until("example", set_aside, "the message is set aside")
        self.assertEqual(deaths, 3)
        self.assertEqual(answers[-1]["errors"][0]["code"], "case_parked")
        self.assert_stable_answer(self.connect(), body, answers[-1]["errors"])
        other.insist(note(a_case()))
        letters = self.fleet.sql("select code, state, message_id, origin from example.dead_letter order by at desc")
        self.assertEqual(len(letters), before + 1)
        self.assertEqual(letters[0], ("poison", "open", body["id"], "commands"))
        readable = self.count("example.dead_letter", f"position('{body['id']}'::bytea in body) > 0")
        self.assertEqual(readable, 0, "P9: the body is sealed")
        listed = client.insist(command("dead.list.v1", {}, actor="E1001"))["result"]["letters"]
        self.assertIn(body["id"], [letter["id"] for letter in listed])
        self.assertEqual(self.count("example.attempt"), 0)

    def assert_stable_answer(self, client, body, errors):
        """PROTOCOL 2: a rejected id may come again; what waits as a letter is answered so, and tried no more."""
        epoch = self.one("select epoch from example.stream")
        for copies in (1, 3):
            replies = wait_for(lambda many=[body] * copies: self.told(client, many), "all are answered")
            self.assertEqual([reply["errors"] for reply in replies], [errors] * copies)
        self.restart("example")  # also by a process that was not there when it was set aside, and is careful
        self.assertEqual(client.insist(body)["errors"], errors)
        self.assertIsNone(self.fleet.processes["example"].poll(), "it was not tried")
        self.assertEqual(int(self.one("select epoch from example.stream")), int(epoch) + 1, "nor by a process that died of it")
        fine = {**body, "data": {**body["data"], "text": "other content"}}
        self.assertEqual(client.insist(fine)["status"], "accepted")

    @staticmethod
    def told(client, bodies):
        """The replies; None when one is that it took too long."""
        replies = client.ask(bodies)
        return replies if all("errors" in reply for reply in replies or [{}]) else None

    def test_p2_p5_a_message_that_asserts_among_many_is_found_and_costs_nobody_else_anything(self):
        """Section 3, poison: groups are tried together after an unclean end; only who is tried alone is counted."""
        self.start_clean("example")
        letters = self.count("example.dead_letter")
        client = self.connect()
        bodies = [note(a_case()) for _ in range(120)]
        poison = bodies[70] = note(bodies[70]["data"]["case_id"], "crash")
        lives, words = [], {}

        def settled():
            """All are sent in each life; who is told that it took too long, because each was tried alone, comes again."""
            if self.fleet.processes["example"] not in lives and self.fleet.is_ready("example"):
                lives.append(self.fleet.processes["example"])
                client.send(bodies)
            replies = client.receive(0.05) or []
            words.update({reply["id"]: reply["status"] for reply in replies})
            late = {reply["id"] for reply in replies if reply["status"] in ("busy", "unavailable")}
            if late:
                client.send([body for body in bodies if body["id"] in late])
            return words.get(poison["id"]) == "rejected" and not set(words.values()) & {"busy", "unavailable"}
        deaths = self.die_until("example", settled, "the message is set aside, and the others are answered")
        self.assertLessEqual(deaths, 4)
        self.assertEqual({words[body["id"]] for body in bodies if body is not poison} - {"accepted", "duplicate"}, set())
        self.assertEqual(self.count("example.dead_letter"), letters + 1)
        cases = ",".join(body["data"]["case_id"] for body in bodies)
        self.assertEqual(self.count("example.event", f"case_id = any ('{{{cases}}}')"), 119)
        self.assertEqual(self.count("example.attempt"), 0)

    def park(self):
        """A case whose second event the mirror cannot apply, with two more behind it; the dead letter's id."""
        self.start_clean("mirror")
        client, case, other = self.connect(), a_case(), a_case()
        self.accept(client, note(case))
        self.wait_mirror(case, 1)
        self.fleet.sql(f"update mirror.noted_case set notes = 100 where case_id = '{case}'")
        self.accept(client, note(case))

        def letter():
            return self.one(f"select id from mirror.dead_letter where case_id = '{case}' and state = 'open'")
        self.assertEqual(self.die_until("mirror", letter, "the event is set aside"), 3)
        self.accept(client, note(case))
        self.accept(client, note(case))
        self.accept(client, note(other))
        self.wait_mirror(other, 1)
        wait_for(lambda: self.count("mirror.parked", f"case_id = '{case}'") == 2, "later events of the case wait")
        self.assertEqual(self.count("mirror.noted_case", f"case_id = '{case}' and notes = 100"), 1)
        self.assertEqual(self.fleet.sql(
            f"select code, origin from mirror.dead_letter where case_id = '{case}'"), [("poison", "example")])
        return case, letter()

    def decide(self, kind, letter):
        client = self.connect("mirror")
        body = command(kind, {"dead_id": letter, "reason": "repaired"})
        self.assertEqual(client.insist(body)["errors"][0]["field"], "actorid")
        body = command(kind, {"dead_id": letter, "reason": "repaired"}, actor="E1001")
        self.assertEqual(client.insist(body)["status"], "accepted")
        word = "dead.retried" if kind == "dead.retry.v1" else "dead.dropped"
        self.assertGreaterEqual(self.count(
            "mirror.event", f"position('{word}'::bytea in envelope) > 0 and position('E1001'::bytea in envelope) > 0 and "
            f"case_id = (select case_id from mirror.dead_letter where id = '{letter}')"), 1)

    def test_p5_p4_a_repaired_case_is_replayed_in_order_when_its_letter_is_retried(self):
        case, letter = self.park()
        self.fleet.sql(f"update mirror.noted_case set notes = 1 where case_id = '{case}'")
        self.decide("dead.retry.v1", letter)
        self.wait_mirror(case, 4)
        self.assertEqual(self.count("mirror.parked", f"case_id = '{case}'"), 0)
        self.assertEqual(self.fleet.sql(
            f"select state, actor, why from mirror.dead_letter where id = '{letter}'"), [("retried", "E1001", "repaired")])
        self.accept(self.connect(), note(case))
        self.wait_mirror(case, 5)

    def test_p5_p4_the_events_behind_a_dropped_letter_go_on_without_it_also_after_a_restart(self):
        case, letter = self.park()
        self.restart("mirror")
        self.accept(self.connect(), note(case))
        wait_for(lambda: self.count("mirror.parked", f"case_id = '{case}'") == 3, "the case is still parked")
        self.fleet.sql(f"update mirror.noted_case set notes = 2 where case_id = '{case}'")
        self.decide("dead.drop.v1", letter)
        self.wait_mirror(case, 5)
        self.assertEqual(self.count("mirror.parked", f"case_id = '{case}'"), 0)
        self.assertEqual(self.one(f"select state from mirror.dead_letter where id = '{letter}'"), "dropped")
        body = command("dead.retry.v1", {"dead_id": letter, "reason": "again"}, actor="E1001")
        self.assertEqual(self.connect("mirror").insist(body)["errors"][0]["code"], "conflict")

    def test_p5_a_letter_that_is_retried_too_early_becomes_a_letter_again(self):
        case, letter = self.park()
        self.decide("dead.retry.v1", letter)

        def again():
            return self.one(f"select id from mirror.dead_letter where case_id = '{case}' and state = 'open'")
        self.die_until("mirror", again, "a new letter")
        self.assertNotEqual(again(), letter)
        wait_for(lambda: self.count("mirror.parked", f"case_id = '{case}'") == 2, "the others still wait")
        self.fleet.sql(f"update mirror.noted_case set notes = 1 where case_id = '{case}'")
        self.decide("dead.retry.v1", again())
        self.wait_mirror(case, 4)


class Projection(Promise):
    """P3: Redis is disposable; queues come back from PostgreSQL, none lost, none doubled."""

    def in_redis(self):
        generation = self.fleet.redis("GET", "example:active")
        return sorted(self.fleet.redis("EVAL", HEX, "1", f"example:{generation}:z:notes").splitlines())

    def in_postgres(self):
        return sorted(f"{case.replace('-', '')} {notes}" for case, notes in
                      self.fleet.sql("select case_id, notes from example.noted_case"))

    def wait_equal(self):
        wait_for(lambda: self.in_redis() == self.in_postgres(), "Redis holds what PostgreSQL says")

    def test_p3_a_wipe_at_rest_is_answered_busy_until_the_rows_are_back(self):
        client = self.connect()
        for _ in range(5):
            self.accept(client, note(a_case()))
        self.wait_equal()
        generation = self.metric("example", "shouli_projection_generation")
        self.fleet.redis("FLUSHALL")
        words = []

        def proposed():
            reply = client.ask(command("case.claim.v1", {}, actor="E1001"))
            words.append(reply["status"])
            return reply["status"] == "accepted"
        wait_for(proposed, "claims go on")
        self.assertEqual(words[0], "busy")
        self.assertEqual(set(words), {"busy", "accepted"})
        self.wait_equal()
        self.assertGreater(self.metric("example", "shouli_projection_generation"), generation)

    def test_p3_wipes_between_any_two_scripts_lose_and_double_nothing(self):
        publisher = self.load(500, 200)
        for wipe in range(1, 6):
            wanted = len(publisher.accepted) + 100 * wipe
            wait_for(lambda: len(publisher.accepted) > wanted, "the load goes on")  # pylint: disable=cell-var-from-loop
            self.fleet.redis("FLUSHALL")
        self.settle(publisher, lost_may_return=False)
        self.connect().ask(command("case.claim.v1", {}, actor="E1001"))
        self.wait_equal()

    def test_p3_a_redis_that_stands_still_fails_no_commit(self):
        client, redis = self.connect(), self.fleet.servers.pid("redis")
        self.addCleanup(os.kill, redis, signal.SIGCONT)
        os.kill(redis, signal.SIGSTOP)
        end, took = time.monotonic() + 3, []
        while time.monotonic() < end or len(took) <= 30:
            began = time.monotonic()
            self.accept(client, note(a_case()))
            took.append(time.monotonic() - began)
        self.assertLess(statistics.median(took), 1.0)
        os.kill(redis, signal.SIGCONT)
        self.wait_equal()

    def test_p3_a_redis_that_dies_comes_back_with_what_the_rows_say(self):
        client, redis = self.connect(), self.fleet.servers.pid("redis")
        os.kill(redis, signal.SIGKILL)
        for _ in range(20):
            self.accept(client, note(a_case()))
        wait_for(lambda: self.fleet.servers.pid("redis") not in (None, redis), "Redis is back")
        self.accept(client, note(a_case()))
        wait_for(self.redis_answers, "Redis answers")
        self.wait_equal()

    def redis_answers(self):
        done = subprocess.run(self.fleet.redis_command("PING"), capture_output=True, text=True, check=False)
        return done.stdout.strip() == "PONG"


class Followers(Promise):
    """P2, P4, P8: followers store the upstream's position with their effects; every stream is hash-chained."""

    def test_p5_no_credit_no_event(self):
        client = self.connect()
        for _ in range(5):
            self.accept(client, note(a_case()))
        follower = Client(self.fleet.keys, self.fleet.base, EVENTS)
        self.addCleanup(follower.close)
        follower.send({"op": "follow", "from": 1, "stream": "example", "credit": 0})
        for credit in (0, 1, 3):
            follower.send({"op": "credit", "n": credit, "cursor": 0})
            came, positions = 0, 0
            while positions < 2:
                message = follower.receive()
                came += len(message["events"]) if message["op"] == "events" else 0
                positions += message["op"] == "position"
            self.assertEqual(came, credit)

    def test_p8_p11_everything_is_replayed_from_postgresql_when_memory_is_empty(self):
        """The chain holds over all starts, and no event is older than the one before it."""
        publisher = self.load(300)
        self.settle(publisher)
        self.restart()
        events = self.stream()
        self.assertEqual(len(events), int(self.one("select seq from example.stream")))
        times = [event["time"] for event in events]
        self.assertEqual(times, sorted(times))

    def test_p8_a_follower_whose_past_is_another_ends_as_forked(self):
        case = a_case()
        self.accept(self.connect(), note(case))
        self.wait_mirror(case, 1)
        self.assertEqual(self.fleet.stop("mirror"), 0)
        since = self.log_size("mirror")
        self.flip_cursor()
        self.fleet.start("mirror")
        self.assertNotEqual(self.fleet.processes["mirror"].wait(60), 0)
        self.wait_log("mirror", ["follow.forked", '"stream":"example"'], since)
        self.flip_cursor()
        self.fleet.start("mirror")
        self.accept(self.connect(), note(case))
        self.wait_mirror(case, 2)

    def flip_cursor(self):
        self.fleet.sql("update mirror.cursor set hash = set_byte(hash, 7, get_byte(hash, 7) # 1)")

    def fake_upstream(self):
        """In the place of the example's stream: a ROUTER of the same name that says what the test wants."""
        self.fleet.kill("example")
        router = zmq.Context.instance().socket(zmq.ROUTER)
        self.addCleanup(router.close, 0)
        router.curve_server = True
        router.curve_publickey, router.curve_secretkey = read_key(f"{self.fleet.keys}/server.key_secret")
        router.bind(f"tcp://127.0.0.1:{self.fleet.base + EVENTS}")
        return router

    def next_follow(self, router):
        def follow():
            while router.poll(50):
                peer, body = router.recv_multipart()
                request = msgpack.unpackb(body)
                if request["op"] == "follow":
                    return peer, request
            return None
        return wait_for(follow, "the mirror follows")

    def test_p5_a_gap_is_noticed_and_asked_for_again(self):
        cursor = int(self.one("select seq from mirror.cursor where stream = 'example'"))
        router = self.fake_upstream()
        peer, request = self.next_follow(router)
        self.assertGreaterEqual(request["from"], cursor + 1)
        dropped = self.metric("mirror", "shouli_follow_dropped_total")
        event = [request["from"] + 1, msgpack.packb({"type": "case.noted.v1"}), b"\0" * 32]
        router.send_multipart([peer, msgpack.packb({"op": "events", "stream": "example", "events": [event]})])
        again = self.next_follow(router)[1]
        self.assertEqual((again["from"], again["after"]), (request["from"], request["after"]))
        self.assertEqual(self.metric("mirror", "shouli_follow_dropped_total"), dropped + 1)

    def test_p5_what_is_no_message_is_counted_and_the_stream_followed_anew(self):
        router = self.fake_upstream()
        counted = 'shouli_follow_malformed_total{stream="example"}'
        since = self.log_size("mirror")
        peer, request = self.next_follow(router)
        before = self.metric("mirror", counted)
        router.send_multipart([peer, msgpack.packb({"op": "events", "stream": "example", "events": [[1]]})])
        self.wait_log("mirror", ["follow.malformed", '"stream":"example"'], since)
        again_peer, again = self.next_follow(router)
        self.assertNotEqual(again_peer, peer, "over a new connection")
        self.assertEqual((again["from"], again["after"]), (request["from"], request["after"]))
        self.assertEqual(self.metric("mirror", counted), before + 1)

    def test_p5_p6_an_event_over_the_limit_is_set_aside_and_what_comes_after_it_is_followed(self):
        """PROTOCOL section 1: an envelope has at most 256 KiB. The mirror's cursor is put back for the tests behind."""
        self.accept(self.connect(), note(a_case()))
        sample = msgpack.unpackb(bytes.fromhex(self.one(
            "select encode(envelope, 'hex') from example.event order by seq desc limit 1")))
        last = self.one("select max(seq) from example.event")
        wait_for(lambda: self.one("select seq from mirror.cursor where stream = 'example'") == last, "all is applied")
        seq, chain, counts = self.fleet.sql(
            "select seq, encode(hash, 'hex'), counts from mirror.cursor where stream = 'example'")[0]
        self.addCleanup(self.fleet.sql, f"update mirror.cursor set seq = {seq}, hash = '\\x{chain}', counts = '{counts}' "
                        "where stream = 'example'; "
                        f"update mirror.dead_letter set state = 'dropped' where origin = 'example' and seq > {seq}")
        self.addCleanup(self.fleet.kill, "mirror")
        router = self.fake_upstream()
        peer, request = self.next_follow(router)
        cases, events, digest = [a_case() for _ in range(3)], [], bytes.fromhex(chain)
        for i, length in enumerate((262144, 262145, 262144)):
            envelope = {**sample, "id": f"example-{request['from'] + i}", "caseid": cases[i], "traceparent": ""}
            pad = length - len(msgpack.packb(envelope)) - 4
            envelope = msgpack.packb({**envelope, "traceparent": "0" * pad})
            self.assertEqual(len(envelope), length)
            digest = hashlib.sha256(digest + (request["from"] + i).to_bytes(8, "big") + envelope).digest()
            events.append([request["from"] + i, envelope, digest])
        for event in events:
            router.send_multipart([peer, msgpack.packb({"op": "events", "stream": "example", "events": [event]})])
        wait_for(lambda: int(self.one("select seq from mirror.cursor where stream = 'example'")) == request["from"] + 2,
                 "the cursor is behind all three")
        self.assertEqual(self.fleet.sql(f"select code, state, seq from mirror.dead_letter where seq > {seq} and origin = 'example'"),
                         [("too_large", "open", str(request["from"] + 1))])

    def test_p8_an_event_that_does_not_continue_the_chain_is_not_applied(self):
        router = self.fake_upstream()
        since = self.log_size("mirror")
        peer, request = self.next_follow(router)
        event = [request["from"], msgpack.packb({"type": "case.noted.v1"}), b"\0" * 32]
        router.send_multipart([peer, msgpack.packb({"op": "events", "stream": "example", "events": [event]})])
        self.assertNotEqual(self.fleet.processes["mirror"].wait(60), 0)
        self.wait_log("mirror", ["follow.forked", f'"seq":{request["from"]}'], since)
        self.assertLess(int(self.one("select seq from mirror.cursor where stream = 'example'")), request["from"])

    def test_p8_a_walk_over_the_chain_names_the_event_that_is_missing_or_was_changed(self):
        for _ in range(8):
            self.accept(self.connect(), note(a_case()))
        first = hashlib.sha256(b"example").hexdigest()
        walk = (ROOT / "common/engine/chain_slice.sql").read_text().replace(":keys::text[]", f"array['0|{first}']")
        for harm, broken in (
                ("select 1 where false", "0"), ("delete from event where seq = 3", "3"),
                ("delete from event where seq in (1, 2, 5)", "1"), ("delete from event where seq = 6", "6"),
                ("update event set envelope = envelope || 'x' where seq = 4", "4")):
            answer, = self.fleet.sql(f"set search_path = example; begin; {harm}; {walk}; rollback")
            self.assertEqual(answer[1].split("|")[4], broken, harm)

    def test_p2_a_follower_that_is_killed_applies_each_event_once(self):
        """The mirror asserts that each event comes once and in order: a doubled one would make a dead letter."""
        letters = self.count("mirror.dead_letter")
        publisher = self.load(500, 250)
        for _ in range(4):
            wanted = len(publisher.accepted) + 100
            wait_for(lambda: len(publisher.accepted) > wanted, "the load goes on")  # pylint: disable=cell-var-from-loop
            self.fleet.kill("mirror")
            self.fleet.start("mirror")
        self.settle(publisher)
        cases = ",".join(set(publisher.accepted.values()))
        wait_for(lambda: not self.fleet.sql(
            "select 1 from example.noted_case e left join mirror.noted_case m using (case_id) "
            f"where e.case_id = any ('{{{cases}}}') and e.notes is distinct from m.notes"), "the mirror is equal")
        self.assertEqual(self.count("mirror.dead_letter"), letters)


class Operation(Promise):
    """P1, P5, P6: ends, reloads and overload."""

    def test_p1_sigterm_under_load_loses_nothing_and_the_next_start_need_not_be_careful(self):
        publisher = self.load(500, 250)
        self.assertEqual(self.fleet.stop("example"), 0)
        since = self.log_size("example")
        self.fleet.start("example")
        self.wait_log("example", ["writer.taken", '"careful":false'], since)
        self.settle(publisher)
        self.fleet.kill("example")
        since = self.log_size("example")
        self.fleet.start("example")
        self.wait_log("example", ["writer.taken", '"careful":true'], since)

    def test_p5_a_change_of_the_allow_list_counts_from_the_next_message_on(self):
        """Section 3, sockets: revocation needs no reconnect."""
        leaving, path = self.connect(who="leaving"), os.path.join(self.fleet.keys, "allow.yaml")
        self.accept(leaving, note(a_case()))
        with open(path, encoding="utf-8") as file:
            text = file.read()
        self.addCleanup(self.write_allow, path, text)
        since, before = self.log_size("example"), self.metric("example", "shouli_reloads_total")
        self.write_allow(path, text[:text.index("  - name: leaving\n")])
        self.wait_log("example", ["service.reloaded"], since)
        self.assertEqual(self.metric("example", "shouli_reloads_total"), before + 1)
        self.assertEqual(leaving.ask(note(a_case()))["errors"][0]["code"], "forbidden")
        since = self.log_size("example")
        self.write_allow(path, text)
        self.wait_log("example", ["service.reloaded"], since)
        self.accept(leaving, note(a_case()))

    def write_allow(self, path, text):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        self.fleet.signal("example", signal.SIGHUP)

    def test_p6_busy_is_said_at_once_above_the_limit_and_above_a_senders_share(self):
        """Section 3, sockets: at the share and at the limit messages wait, one more is told busy."""
        self.restart(waiting_max=100)
        first, second = self.connect(), self.connect(who="second")
        for client in (first, second):
            self.accept(client, note(a_case()))
        self.stop_postgres()
        self.assertEqual(first.ask(note(a_case()))["status"], "unavailable")  # from now on nothing is taken

        def one_too_many():
            """The replies; None when what waits was answered before them, because this machine was too slow."""
            replies = []
            for client, waiting in ((first, 90), (second, 10)):
                client.send([note(a_case()) for _ in range(waiting)])
                replies.append(client.ask(note(a_case())))
            if all(isinstance(reply, dict) for reply in replies):
                return replies
            while first.receive(1.5) or second.receive(1.5):
                pass
            return None
        for reply in wait_for(one_too_many, "busy is said at once"):
            self.assertEqual(reply["status"], "busy")
            self.assertGreater(reply["retry_after_ms"], 0)
        for client, waiting in ((first, 90), (second, 10)):
            replies = client.receive()
            self.assertEqual({reply["status"] for reply in replies}, {"unavailable"})
            self.assertEqual(len(replies), waiting)


class Ledger(Promise):
    """P10: two independent counts, which agree."""

    def ledger(self, name):
        result = self.connect(name).insist(command("ledger.get.v1", {}))["result"]
        self.assertEqual(result["imbalance"], 0)
        return result

    @staticmethod
    def counts(entries):
        return {entry["name"]: entry["count"] for entry in entries}

    def test_p10_what_was_sent_and_what_was_applied_agree_also_after_a_kill(self):
        client = self.connect()
        for _ in range(10):
            body = note(a_case())
            self.accept(client, body)
            client.ask(body)
            client.ask(note(a_case(), "no"))
        before = self.counts(self.ledger("example")["counts"])
        for name in NAMES:
            self.fleet.kill(name)
            self.fleet.start(name)
        for name in NAMES:
            self.fleet.wait_ready(name)
        counts = self.counts(self.ledger("example")["counts"])
        self.assertEqual(counts["event/case.noted.v1"], before["event/case.noted.v1"])
        self.assertEqual(counts["in/case.note.v1/accepted"], before["in/case.note.v1/accepted"])
        self.assertEqual(counts["event/case.noted.v1"], counts["in/case.note.v1/accepted"])
        self.assertEqual(counts["event/case.noted.v1"],
                         int(self.one("select sum(notes) from example.noted_case")))

        def applied():
            cursor = self.ledger("mirror")["cursors"][0]
            return (cursor["seq"] == int(self.one("select seq from example.stream")) and
                    self.counts(cursor["counts"]))
        self.assertEqual(wait_for(applied, "the mirror has applied all")["case.noted.v1"],
                         counts["event/case.noted.v1"])
        self.assertEqual(self.count("example.accepted"),
                         sum(count for name, count in counts.items() if re.fullmatch(r"in/.*/accepted", name)))


if __name__ == "__main__":
    unittest.main()
