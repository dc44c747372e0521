"""A service's log goes to syslog as RFC 5424 says, to receivers of our own, and stands on stderr all the same."""
import json
import os
import re
import socket
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.support.client import Client, command  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402

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


class Syslog(unittest.TestCase):
    def setUp(self):
        self.servers = self.enterContext(Servers())

    def check(self, receive, target):
        """Two lines of a service that starts, and one with a field that a client chose."""
        with Fleet(self.servers, ["intake"], clients={"narrow": {"send": '["case.get.v1"]'}}, log_syslog=target) as fleet:
            client = Client(fleet.keys, fleet.base, OFFSETS["intake"], "narrow")
            self.addCleanup(client.close)
            client.insist(command('x"y\\z]', {}))
            messages, end = {}, time.monotonic() + 20
            while not {"service.started", "service.ready", "gate.forbidden"} <= set(messages):
                self.assertLess(time.monotonic(), end, messages)
                for message in receive():
                    self.assertLessEqual(len(message), 2048)
                    priority, app, event, values, words = read(message)
                    messages[event] = (priority, app, values, words)
            self.assertEqual(messages["service.ready"], (30, "shouli-intake", {}, "commands are taken"))
            self.assertEqual(messages["gate.forbidden"][0], 28)
            self.assertEqual(messages["gate.forbidden"][2], {"client": "narrow", "type": 'x"y\\z]', "field": "type"})
            with open(fleet.log["intake"], encoding="utf-8") as log:
                events = [json.loads(line)["event"] for line in log]
            self.assertLessEqual({"service.started", "gate.forbidden"}, set(events))
            self.assertNotRegex(fleet.get("intake", "/metrics"), r"(?m)^shouli_log_syslog_dropped_total [1-9]")

    def test_by_unix_datagrams(self):
        path = os.path.join(self.servers.folder, "log.sock")
        receiver = self.enterContext(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
        receiver.bind(path)
        os.chmod(path, 0o666)
        receiver.settimeout(5)
        self.check(lambda: [receiver.recv(65536)], f"unix:{path}")

    def test_by_udp(self):
        receiver = self.enterContext(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(5)
        self.check(lambda: [receiver.recv(65536)], f"udp:127.0.0.1:{receiver.getsockname()[1]}")

    def test_by_tcp(self):
        listener = self.enterContext(socket.create_server(("127.0.0.1", 0)))
        listener.settimeout(20)
        state = {}

        def receive():
            if "connection" not in state:
                state["connection"] = self.enterContext(listener.accept()[0])
                state["connection"].settimeout(5)
                state["data"] = b""
            state["data"] += state["connection"].recv(65536)
            return list(octets(state["data"]))

        self.check(receive, f"tcp:127.0.0.1:{listener.getsockname()[1]}")

    def test_a_receiver_that_is_not_there_costs_lines_and_nothing_else(self):
        with Fleet(self.servers, ["intake"], log_syslog="unix:/nowhere/log") as fleet:
            client = Client(fleet.keys, fleet.base, OFFSETS["intake"], "publisher")
            self.addCleanup(client.close)
            reply = client.insist(command("request.submitted.v1", {"channel": "web", "text": "查询余额"}))
            self.assertEqual(reply["status"], "accepted")
            dropped = re.search(r"^shouli_log_syslog_dropped_total (\d+)", fleet.get("intake", "/metrics"), re.MULTILINE)
            self.assertGreaterEqual(int(dropped[1]), 2)


if __name__ == "__main__":
    unittest.main()
