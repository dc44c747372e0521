"""A service's log goes to syslog as RFC 5424 says, to receivers of our own, and stands on stderr all the same."""
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.ports import free_base  # noqa: E402
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, command  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet, die_with_the_test  # noqa: E402

# RFC 5424, section 6: HEADER SP STRUCTURED-DATA SP BOM MSG
LINE = re.compile(r'^<(\d{1,3})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) '
                  r'([!-~]{1,32}) (-|\[[!-~]+?(?: [^= \]"]{1,32}="(?:[^"\\\]]|\\["\\\]])*")*\]) \ufeff(.*)$', re.DOTALL)
PARAM = re.compile(r' ([^= ]+)="((?:[^"\\\]]|\\["\\\]])*)"')


def read(message):
    """What a receiver reads: priority, application, event, parameters, sentence."""
    found = LINE.match(message.decode())
    assert found, message
    values = {name: re.sub(r'\\(["\\\]])', r"\1", value) for name, value in PARAM.findall(found[7])}
    return int(found[1]), found[4], found[6], values, found[8]


def octets(data):
    """The messages of a stream with octet counting (RFC 6587, 3.4.1)."""
    while b" " in data:
        count, _, rest = data.partition(b" ")
        if len(rest) < int(count):
            return
        yield rest[:int(count)]
        data = rest[int(count):]


RSYSLOGD = shutil.which("rsyslogd", path=f"{os.environ['PATH']}:/usr/sbin")
RSYSLOG = """global(workDirectory="{folder}")
module(load="imuxsock" SysSock.Use="off")
module(load="imudp")
module(load="imtcp")
module(load="mmpstrucdata")
input(type="imuxsock" Socket="{path}" UseSpecialParser="off" ParseHostname="on" IgnoreTimestamp="off" RateLimit.Interval="0")
input(type="imudp" address="127.0.0.1" port="{port}")
input(type="imtcp" address="127.0.0.1" port="{port}")
template(name="read" type="list" option.jsonf="on") {{
  property(outname="priority" name="pri" format="jsonf")
  property(outname="version" name="protocol-version" format="jsonf")
  property(outname="at" name="timereported" dateFormat="rfc3339" format="jsonf")
  property(outname="host" name="hostname" format="jsonf")
  property(outname="app" name="app-name" format="jsonf")
  property(outname="pid" name="procid" format="jsonf")
  property(outname="event" name="msgid" format="jsonf")
  property(outname="data" name="$!rfc5424-sd" format="jsonf")
  property(outname="words" name="msg" format="jsonf")
}}
action(type="mmpstrucdata")
action(type="omfile" file="{folder}/received" template="read" asyncWriting="off")
"""


class Syslog(unittest.TestCase):
    """The servers are shared; keys and the service's log are a test's own."""

    @classmethod
    def setUpClass(cls):
        cls.servers = cls.enterClassContext(Servers())

    def setUp(self):
        self.addCleanup(self.forget)

    def forget(self):
        shutil.rmtree(f"{self.servers.folder}/keys")
        os.remove(f"{self.servers.folder}/intake.log")

    def check(self, receive, target):
        """Two lines of a service that starts, and one with a field that a client chose."""
        with Fleet(self.servers, ["intake"], clients={"narrow": {"send": '["case.get.v1"]'}}, log_syslog=target) as fleet:
            client = Client(fleet.keys, fleet.base, OFFSETS["intake"], "narrow")
            self.addCleanup(client.close)
            client.insist(command('x"y\\z]', {}))
            messages, end = {}, time.monotonic() + 60
            while not {"service.started", "service.ready", "gate.forbidden"} <= set(messages):
                self.assertLess(time.monotonic(), end, messages)
                for message in receive():
                    self.assertLessEqual(len(message), 2048)
                    priority, app, event, values, words = read(message)
                    messages[event] = (priority, app, values, words)
            self.assertEqual(messages["service.ready"], (30, "shouli-intake", {}, "commands are taken"))
            self.assertEqual(messages["gate.forbidden"][0], 28)
            self.assertEqual(messages["gate.forbidden"][2], {"client": "narrow", "type": 'x"y\\z]', "field": "type"})
            wait_for(lambda: {"service.started", "gate.forbidden"} <= {event for event, _ in self.written(fleet)},
                     "stderr has them as well")
            self.assertNotRegex(fleet.get("intake", "/metrics"), r"(?m)^shouli_log_syslog_dropped_total [1-9]")

    @staticmethod
    def written(fleet):
        """Event and time of each whole line on stderr."""
        with open(fleet.log["intake"], encoding="utf-8") as log:
            return [(line["event"], line["ts"]) for line in map(json.loads, log.read().split("\n")[:-1])]

    def test_by_unix_datagrams(self):
        path = os.path.join(self.servers.folder, "log.sock")
        receiver = self.enterContext(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
        receiver.bind(path)
        os.chmod(path, 0o666)
        receiver.settimeout(60)
        self.check(lambda: [receiver.recv(65536)], f"unix:{path}")

    def test_by_udp(self):
        receiver = self.enterContext(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(60)
        self.check(lambda: [receiver.recv(65536)], f"udp:127.0.0.1:{receiver.getsockname()[1]}")

    def test_by_tcp(self):
        listener = self.enterContext(socket.create_server(("127.0.0.1", 0)))
        listener.settimeout(60)
        state = {}

        def receive():
            if "connection" not in state:
                state["connection"] = self.enterContext(listener.accept()[0])
                state["connection"].settimeout(60)
                state["data"] = b""
            state["data"] += state["connection"].recv(65536)
            return list(octets(state["data"]))

        self.check(receive, f"tcp:127.0.0.1:{listener.getsockname()[1]}")

    @unittest.skipUnless(RSYSLOGD, "rsyslog is not installed")
    def test_a_real_rsyslogd_reads_every_part_by_each_way(self):
        """A parser that is not ours: RFC 5424 with structured data, by datagrams of both kinds and by a counted stream."""
        port, path = free_base(), os.path.join(self.servers.folder, "rsyslog.sock")
        self.rsyslogd(path, port)
        for target in (f"unix:{path}", f"udp:127.0.0.1:{port}", f"tcp:127.0.0.1:{port}"):
            with self.subTest(target):
                before = len(self.received())
                with Fleet(self.servers, ["intake"], clients={"narrow": {"send": '["case.get.v1"]'}}, log_syslog=target) as fleet:
                    client = Client(fleet.keys, fleet.base, OFFSETS["intake"], "narrow")
                    client.insist(command('x"y\\z]', {}))
                    client.close()
                    found = wait_for(lambda: self.found_since(before), "rsyslogd has written them")
                    stamps = {(event, line["at"].replace("+00:00", "Z")) for event, line in found.items()}
                    wait_for(lambda wanted=stamps, of=fleet: wanted <= set(self.written(of)), "stderr has them with these times")
                    pid = fleet.processes["intake"].pid
                for line in found.values():
                    self.assertEqual((line["version"], line["host"], line["app"], line["pid"]),
                                     ("1", socket.gethostname(), "shouli-intake", str(pid)))
                self.assertEqual((found["service.ready"]["priority"], found["service.ready"]["words"].lstrip("\ufeff")),
                                 ("30", "commands are taken"))
                forbidden = found["gate.forbidden"]
                self.assertEqual(forbidden["priority"], "28")
                self.assertEqual(json.loads(forbidden["data"])["shouli@32473"], {"client": "narrow", "type": 'x"y\\z]', "field": "type"})

    WANTED = ("service.ready", "gate.forbidden")

    def received(self):
        """What rsyslogd has understood, a JSON object a line."""
        try:
            with open(os.path.join(self.servers.folder, "received"), encoding="utf-8") as file:
                return [json.loads(line) for line in file.read().split("\n")[:-1]]
        except FileNotFoundError:
            return []

    def found_since(self, before):
        found = {line["event"]: line for line in self.received()[before:] if line["event"] in self.WANTED}
        return found if len(found) == len(self.WANTED) else None

    def rsyslogd(self, path, port):
        """In the foreground, with nothing of the machine's own settings."""
        folder = self.servers.folder
        with open(f"{folder}/rsyslog.conf", "w", encoding="ascii") as file:
            file.write(RSYSLOG.format(folder=folder, path=path, port=port))
        process = subprocess.Popen([RSYSLOGD, "-n", "-f", f"{folder}/rsyslog.conf", "-i", f"{folder}/rsyslog.pid"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=die_with_the_test)
        self.addCleanup(process.wait, 20)
        self.addCleanup(process.kill)
        wait_for(lambda: os.path.exists(path), "rsyslogd listens")

    def test_a_receiver_that_is_not_there_costs_lines_and_nothing_else(self):
        with Fleet(self.servers, ["intake"], log_syslog="unix:/nowhere/log") as fleet:
            client = Client(fleet.keys, fleet.base, OFFSETS["intake"], "publisher")
            self.addCleanup(client.close)
            reply = client.insist(command("request.submitted.v1", {"channel": "web", "text": "查询余额"}))
            self.assertEqual(reply["status"], "accepted")
            dropped = re.search(r"^shouli_log_syslog_dropped_total (\d+)", fleet.get("intake", "/metrics"), re.MULTILINE)
            self.assertGreaterEqual(int(dropped[1]), 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)  # a skipped one says why
