"""A service as a process: health and metrics, standby, drain, reload, a PostgreSQL that does not answer."""
import collections
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import unittest
import urllib.error
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, Follower, command  # noqa: E402
from tests.support.fleet import OFFSETS, ROOT, Fleet  # noqa: E402

NAMES = ["intake", "desk"]


def request(**data):
    return command("request.submitted.v1", {"channel": "web", "text": "查询余额", **data})


def fetch(url):
    """(status, body) of an address, whatever the status."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def children(pid):
    """Processes that were started by it and have not ended."""
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(word) for word in file.read().split()]


class Processes(unittest.TestCase):
    """Servers for a class, a fleet for each test: every one of them ends a process or stops one. Keys, allow-list and logs
    are the fleet's own; the streams go on."""

    names = ["intake"]
    clients = {}

    @classmethod
    def setUpClass(cls):
        cls.servers = cls.enterClassContext(Servers())

    def setUp(self):
        self.addCleanup(self.forget)
        self.fleet = self.enterContext(Fleet(self.servers, self.names, clients=self.clients))

    def forget(self):
        shutil.rmtree(self.fleet.keys)
        for path in self.fleet.log.values():
            os.remove(path)

    def connect(self, name="intake", who="operator"):
        client = Client(self.fleet.keys, self.fleet.base, OFFSETS[name], who)
        self.addCleanup(client.close)
        return client

    def accept(self, client, body=None):
        reply = client.insist(body or request())
        self.assertEqual(reply["status"], "accepted", reply)
        return reply

    def count_cases(self, replies):
        ids = ", ".join(f"'{reply['case_id']}'" for reply in replies)
        return int(self.fleet.sql(f"select count(distinct case_id) from intake.event where case_id in ({ids})")[0][0])

    def wait_log(self, name, event):
        def said():
            with open(self.fleet.log[name], encoding="utf-8") as log:
                return f'"event":"{event}"' in log.read()
        wait_for(said, f"{name} says {event}")

    def start_second(self):
        port = self.fleet.base + 4090
        self.fleet.start("intake", "second", http_port=port)
        url = f"http://127.0.0.1:{port}/readyz"
        self.wait_log("second", "service.started")
        return url

    def postgres(self, number):
        """To the server and every one of its processes."""
        main = self.servers.pid("postgres")
        for pid in [*children(main), main]:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass


class Http(Processes):
    """Section 4: what every HTTP port answers."""

    names = NAMES

    def test_every_service_answers_the_four_paths(self):
        for name in NAMES:
            with self.subTest(name):
                self.assertEqual(fetch(self.fleet.url(name, "/livez"))[0], 200)
                self.assertEqual(fetch(self.fleet.url(name, "/readyz"))[0], 200)
                said = "ready\npostgres: ok\n" + ("redis: ok\n" if name in ("desk", "escalation") else "")
                wait_for(lambda wanted=said, of=name: fetch(self.fleet.url(of, "/readyz?verbose")) == (200, wanted), said)
                status, body = fetch(self.fleet.url(name, "/version"))
                self.assertEqual(status, 200)
                self.assertIn("0.1.0", body)
                self.assertEqual(fetch(self.fleet.url(name, "/metrics"))[0], 200)
                for line in ("# TYPE shouli_events_emitted_total counter", "# TYPE shouli_commit_seconds histogram",
                             "shouli_postgres_up 1"):  # the first event, of the policies adopted, comes after the start
                    wait_for(lambda wanted=line, of=name: wanted in fetch(self.fleet.url(of, "/metrics"))[1].splitlines(), line)
        self.assertEqual(fetch(self.fleet.url("intake", "/nonsense"))[0], 404)

    def test_metrics_count_messages_by_type_and_outcome_and_the_ledger_balances(self):
        """P10"""
        client, words = self.connect(), ("accepted", "duplicate", "rejected")

        def four():
            """What was counted before; None when PostgreSQL took longer than a message waits for it."""
            before, body = (self.ledger(client), self.shown()), request()
            said = [client.ask(message)["status"] for message in (body, body, request(channel="smoke"), request())]
            if "unavailable" in said:
                return None
            self.assertEqual(said, ["accepted", "duplicate", "rejected", "accepted"])
            return before

        ledger, shown = wait_for(four, "four messages without a pause of PostgreSQL")
        wait_for(lambda: [self.shown()[word] - shown[word] for word in words] == [2, 1, 1], "the page shows them")
        grown = self.ledger(client)
        self.assertEqual([grown[name] - ledger[name] for name in [f"in/request.submitted.v1/{word}" for word in words]], [2, 1, 1])
        self.assertEqual(grown["event/case.received.v1"] - ledger["event/case.received.v1"], 2)

    def shown(self):
        """Requests by outcome, as the page says."""
        found = re.findall(r'(?m)^shouli_messages_total\{type="request.submitted.v1",outcome="(\w+)"\} (\d+)$',
                           fetch(self.fleet.url("intake", "/metrics"))[1])
        return collections.Counter({word: int(count) for word, count in found})

    def ledger(self, client):
        """What intake has counted since its first start."""
        result = client.insist(command("ledger.get.v1", {}))["result"]
        self.assertEqual(result["imbalance"], 0)
        return collections.Counter({entry["name"]: entry["count"] for entry in result["counts"]})

    def test_the_log_is_one_json_object_a_line_without_personal_words(self):
        client = self.connect()
        self.accept(client, request(text="我的卡号6222021234567890128", customer={"name": "金丝雀", "phone": "13800138000"}))
        client.ask_raw(b"\xc1")
        for name in NAMES:
            with open(self.fleet.log[name], encoding="utf-8") as log:
                text = log.read()
            for line in text.splitlines():
                self.assertLessEqual({"ts", "level", "service", "event"}, set(json.loads(line)))
            for word in ("金丝雀", "13800138000", "6222021234567890128"):
                self.assertNotIn(word, text)


class Standby(Processes):
    """DESIGN section 3: one writer, the others stand by."""

    def test_an_option_that_does_not_exist_starts_no_second_process(self):
        """A mistyped --check-config on a host where the service runs must not become its standby."""
        environment = {**self.fleet.environment("intake"), "SHOULI_HTTP_PORT": str(self.fleet.base + 4090)}
        for words in (["--chek-config"], ["--check-config", "--health"], ["check-config"], [""]):
            done = subprocess.run([os.path.join(ROOT, self.fleet.binaries, "shouli-intake"), *words], env=environment,
                                  capture_output=True, text=True, timeout=20)
            self.assertEqual((done.returncode, done.stderr), (2, "no such option, or more than one; --help lists them\n"), words)

    def test_a_follower_goes_on_where_it_was_with_an_unbroken_chain(self):
        """P8: the chain is the stream's, whichever process writes it."""
        self.start_second()
        follower = Follower(self.fleet.keys, self.fleet.base, OFFSETS["intake"] + 1, "intake")
        self.addCleanup(follower.client.close)
        client = self.connect()
        before = self.accept(client)
        follower.until(lambda event: event.get("caseid") == before["case_id"])
        self.fleet.kill("intake")
        after = client.insist(request(), timeout=0.5)
        seen = follower.until(lambda event: event.get("caseid") == after["case_id"])
        self.assertGreater(seen[-1][0], 2)

    def test_the_first_one_stands_by_when_it_comes_back(self):
        url = self.start_second()
        self.fleet.kill("intake")
        wait_for(lambda: fetch(url)[0] == 200, "the second takes over")
        self.fleet.start("intake")
        status = wait_for(lambda: not self.fleet.is_ready("intake") and self.try_fetch(), "the first answers")
        self.assertEqual(status[0], 503)
        self.accept(self.connect())

    def try_fetch(self):
        try:
            return fetch(self.fleet.url("intake", "/readyz"))
        except OSError:
            return None

    def test_a_standby_ends_at_once_when_told_to(self):
        self.start_second()
        self.assertEqual(self.fleet.stop("second"), 0)
        self.accept(self.connect())


class Drain(Processes):
    """SIGTERM: no more is taken, what was taken is answered, exit 0."""

    def test_sigterm_answers_everything_under_load_and_ends_with_0(self):
        """P1, P5"""
        client = self.connect()
        bodies = {body["id"]: body for body in (request() for _ in range(2000))}
        for body in bodies.values():
            client.send(body)
        first = client.receive()
        self.fleet.signal("intake", signal.SIGTERM)
        replies = [first]
        while (reply := client.receive(1.0)) is not None:
            replies.append(reply)
        self.assertEqual(self.fleet.processes["intake"].wait(15), 0)
        accepted = [reply for reply in replies if reply["status"] == "accepted"]
        self.assertTrue(accepted)
        self.assertLessEqual({reply["status"] for reply in replies}, {"accepted", "unavailable"})
        self.assertEqual(self.count_cases(accepted), len(accepted))
        self.fleet.start("intake")
        self.fleet.wait_ready("intake")
        replies = [client.insist(body) for body in list(bodies.values())[-3:]]
        self.assertLessEqual({reply["status"] for reply in replies}, {"accepted", "duplicate"})


class Reload(Processes):
    """SIGHUP: policies and the allow-list are read anew; a wrong file changes nothing."""

    clients = {"leaving": {}}

    def allow(self, change):
        path = os.path.join(self.fleet.keys, "allow.yaml")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(change(text))
        self.fleet.signal("intake", signal.SIGHUP)

    def without_leaving(self, text):
        entry = text[text.index("  - name: leaving\n"):]
        return text.replace(entry, "")

    def test_a_revoked_key_is_forbidden_at_its_next_message_without_a_new_connection(self):
        leaving = self.connect(who="leaving")
        self.accept(leaving)
        self.allow(self.without_leaving)
        self.wait_log("intake", "service.reloaded")
        reply = leaving.ask(request())
        self.assertEqual([fault["code"] for fault in reply["errors"]], ["forbidden"])
        self.accept(self.connect())

    def test_a_key_is_revoked_also_under_load(self):
        """The list may not wait for a quiet moment that never comes."""
        done, busy = threading.Event(), self.connect(who="publisher")

        def load():
            outstanding = 0
            while not done.is_set():
                while outstanding < 20:
                    busy.send([request() for _ in range(50)])
                    outstanding += 1
                outstanding -= busy.receive(0.2) is not None

        thread = threading.Thread(target=load)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(done.set)
        leaving = self.connect(who="leaving")
        leaving.insist(request())
        self.allow(self.without_leaving)
        self.wait_log("intake", "service.reloaded")
        self.assertEqual(leaving.insist(request())["errors"][0]["code"], "forbidden")

    def test_rights_that_were_taken_away_are_gone(self):
        leaving = self.connect(who="leaving")
        self.accept(leaving)
        self.allow(lambda text: text[:text.index("  - name: leaving")]
                   + text[text.index("  - name: leaving"):].replace('send: ["*"]', 'send: ["case.*"]'))
        self.wait_log("intake", "service.reloaded")
        self.assertEqual(leaving.ask(request())["errors"][0]["code"], "forbidden")

    def test_a_new_key_can_connect(self):
        self.fleet.allow_client("newcomer")
        self.fleet.signal("intake", signal.SIGHUP)
        self.wait_log("intake", "service.reloaded")
        self.accept(self.connect(who="newcomer"))

    def test_a_wrong_list_changes_nothing(self):
        self.allow(lambda text: text + "  - name: [\n")
        self.wait_log("intake", "service.reloaded")
        self.accept(self.connect(who="leaving"))
        self.assertIsNone(self.fleet.processes["intake"].poll())


class Away(Processes):
    """PostgreSQL that stands still, or dies."""

    def test_a_long_stop_is_survived_by_the_same_process(self):
        client = self.connect()
        self.accept(client)
        self.postgres(signal.SIGSTOP)
        self.addCleanup(self.postgres, signal.SIGCONT)
        end = time.monotonic() + 6
        while time.monotonic() < end:
            self.assertEqual(client.ask(request())["status"], "unavailable")
        self.wait_said("ready\npostgres: failed\n")
        self.postgres(signal.SIGCONT)
        self.assertEqual(client.insist(request())["status"], "accepted")
        self.wait_said("ready\npostgres: ok\n")
        self.assertIsNone(self.fleet.processes["intake"].poll())

    def wait_said(self, words):
        wait_for(lambda: fetch(self.fleet.url("intake", "/readyz?verbose")) == (200, words), f"it is {words}")

    def test_a_killed_postgres_is_survived(self):
        client = self.connect()
        replies = [self.accept(client) for _ in range(10)]
        os.kill(self.servers.pid("postgres"), signal.SIGKILL)
        replies += [client.insist(request()) for _ in range(10)]
        self.assertEqual(self.count_cases(replies), 20)

    def test_many_waiting_messages_are_all_answered_while_postgres_stands_still(self):
        """P5, P6"""
        client = self.connect()
        self.accept(client)
        self.postgres(signal.SIGSTOP)
        self.addCleanup(self.postgres, signal.SIGCONT)
        for _ in range(20):
            client.send([request() for _ in range(1000)])
        statuses = {}
        for _ in range(20):
            for reply in client.receive(60):
                statuses[reply["status"]] = statuses.get(reply["status"], 0) + 1
        self.assertLessEqual(set(statuses), {"unavailable", "busy"})
        self.assertEqual(sum(statuses.values()), 20_000)


if __name__ == "__main__":
    unittest.main()
