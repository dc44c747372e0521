#!/usr/bin/python3
"""A bank puts another model into force while messages flow: none is lost, and each event names the model that decided (P1, P7;
CL-01)."""
import glob
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import unittest

import msgpack

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, ROOT)
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, command  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402

TEXTS = ("信用卡年费怎么收", "我要投诉你们柜员态度恶劣", "手机银行转账一直不到账", "贷款提前还款要违约金吗")
ARRAY, EACH_SIDE, DEADLINE_S = 20, 400, 60
PLACED = {"case.queued.v1", "case.triage_needed.v1"}


class Publisher(threading.Thread):
    """Sends arrays one after the other until it is told to end; counts what was accepted."""

    def __init__(self, fleet):
        super().__init__()
        self.client = Client(fleet.keys, fleet.base, OFFSETS["intake"])
        self.accepted, self.ends = [], threading.Event()

    def run(self):
        number = 0
        while not self.ends.is_set():
            bodies = []
            for _ in range(ARRAY):
                number += 1
                bodies.append(command("request.submitted.v1", {"channel": "app", "text": TEXTS[number % len(TEXTS)]},
                                      source="/bank/app", id=f"swap-{number}"))
            self.accepted += [reply["case_id"] for reply in self.client.insist_all(bodies)]


class ModelSwap(unittest.TestCase):
    def setUp(self):
        self.servers = self.enterContext(Servers())
        self.config = os.path.join(self.servers.folder, "config")
        shutil.copytree(os.path.join(ROOT, "deploy/config"), self.config)
        self.model = os.path.join(self.config, "model/zh.model")  # the first place of classifier.yaml
        shutil.copyfile(os.path.join(ROOT, "build/share/model/zh.model"), self.model)
        self.fleet = self.enterContext(Fleet(self.servers, ["intake", "router"], config_dir=self.config))

    def train(self):
        """Smaller than the shipped one, and so of another version."""
        made = self.model + ".new"
        done = subprocess.run(
            [f"{ROOT}/build/bin/shouli", "train", "--quiet", "--hidden", "16", "--networks", "1", "--epochs", "1", "--out", made,
             *sorted(glob.glob(f"{ROOT}/deploy/config/model/training/*.tsv"))],
            capture_output=True, text=True, check=False, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return made

    def events(self):
        """Router's stream, in its order."""
        rows = self.fleet.sql("select encode(envelope, 'hex') from router.event order by seq")
        return [msgpack.unpackb(bytes.fromhex(line), timestamp=3) for line, in rows]

    def reloads(self):
        lines = self.fleet.tail("router", 100000).splitlines()
        return [json.loads(line) for line in lines if '"service.reloaded"' in line]

    def reload(self):
        """What router says of it."""
        before = len(self.reloads())
        self.fleet.signal("router", signal.SIGHUP)
        wait_for(lambda: len(self.reloads()) > before, "read anew", DEADLINE_S)
        return self.reloads()[-1]

    def publish(self):
        publisher = Publisher(self.fleet)
        publisher.start()
        self.addCleanup(publisher.join)
        self.addCleanup(publisher.ends.set)
        return publisher

    def end(self, publisher):
        """All that was accepted is placed."""
        publisher.ends.set()
        publisher.join()
        publisher.client.close()
        wanted = set(publisher.accepted)
        self.assertEqual(len(wanted), len(publisher.accepted))

        def placed():
            return [event["caseid"] for event in self.events() if event["type"] in PLACED]

        wait_for(lambda: len(placed()) >= len(wanted), "all are placed", DEADLINE_S)
        self.assertEqual(sorted(placed()), sorted(wanted), "each once, none lost")

    def test_a_model_is_replaced_while_messages_flow(self):
        made, publisher = self.train(), self.publish()
        wait_for(lambda: len(publisher.accepted) > EACH_SIDE, "messages flow", DEADLINE_S)
        os.replace(made, self.model)
        at_swap = len(publisher.accepted)
        self.assertTrue(self.reload()["policies"])
        wait_for(lambda: len(publisher.accepted) > at_swap + EACH_SIDE, "and go on flowing", DEADLINE_S)
        self.end(publisher)
        adopted, deciding = [], []
        for event in self.events():
            if event["type"] == "policy.adopted.v1" and event["data"]["name"] == "model":
                adopted.append(event["data"]["version"])
            versions = [policy["version"] for policy in event["data"].get("policies", []) if policy["name"] == "model"]
            self.assertLessEqual(set(versions), set(adopted), "adopted before the first decision by it")
            deciding += versions
        self.assertEqual((len(adopted), len(set(adopted))), (2, 2))
        by_old, by_new = (deciding.count(version) for version in adopted)
        self.assertEqual(deciding, [adopted[0]] * by_old + [adopted[1]] * by_new, "one after the other, and no third")
        self.assertGreater(min(by_old, by_new), EACH_SIDE // 2)
        print(f"decided by {adopted[0]}: {by_old} events, by {adopted[1]}: {by_new}")

    def test_a_file_that_is_no_model_changes_nothing(self):
        publisher = self.publish()
        wait_for(lambda: len(publisher.accepted) > EACH_SIDE, "messages flow", DEADLINE_S)
        broken = self.model + ".broken"
        with open(self.model, "rb") as file, open(broken, "wb") as to:
            content = bytearray(file.read())
            content[len(content) // 2] ^= 1
            to.write(content)
        os.replace(broken, self.model)
        self.assertFalse(self.reload()["policies"])
        at_swap = len(publisher.accepted)
        wait_for(lambda: len(publisher.accepted) > at_swap + EACH_SIDE, "messages go on flowing", DEADLINE_S)
        self.end(publisher)
        adopted = [event for event in self.events()
                   if event["type"] == "policy.adopted.v1" and event["data"]["name"] == "model"]
        self.assertEqual(len(adopted), 1)


if __name__ == "__main__":
    unittest.main()
