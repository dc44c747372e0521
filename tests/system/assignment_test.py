"""CL-08, CL-11, RW-02: 64 people claim at once while desk is killed and Redis is wiped. Whatever happens, a case has at most one
owner, nobody gets what they must not have or more than they may have, and rows and stream say the same."""
import collections
import random
import sys
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, Follower, command  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402

CARDS, COMPLAINTS, CLERKS = 1400, 60, 60
CAPACITY = {"L1": 20, "complaint_specialist": 20, "L3": 30}
# Claims until the end; role of each actor. The complaints are about E1001, whom E3001 leads (deploy/config/staff.yaml).
ACTORS = {**{f"A{n}": "L1" for n in range(CLERKS)}, "E1001": "complaint_specialist", "E3001": "L3",
          "S1": "complaint_specialist", "S2": "complaint_specialist"}
ID = "(lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || '8'" \
     " || substr(md5(random()::text), 1, 15))::uuid"


def insert(fleet, count, kind, skill, about):
    """Rows as desk would have made them of router's events: due in the far future, so that only claims move them."""
    fleet.sql(
        "insert into desk.queued_case (case_id, case_no, state, stage, version, case_type, code, category, grade, queue, skills,"
        " needs, lease_epoch, queued_at, due_at, received_at, channel, about_employee)"
        f" select {ID}, '{skill}' || n, 'queued', 'in_progress', 1, '{kind}', 'CR01', 'credit_card', 'P3', 'q.{skill}',"
        f" '{skill}', '{skill}:1', 0, now(), now() + interval '9 days' + n * interval '1 s', now(), 'app',"
        f" nullif('{about}', '') from generate_series(1, {count}) as n")


class Clerk(threading.Thread):
    """Claims until told to end; a claim without an answer is sent again under its id."""

    def __init__(self, fleet, actor, role):
        super().__init__(daemon=True)
        self.fleet, self.actor, self.role, self.ending = fleet, actor, role, threading.Event()
        self.got, self.refused = [], 0  # refused: times in a row

    def run(self):
        client = Client(self.fleet.keys, self.fleet.base, OFFSETS["desk"])
        while not self.ending.is_set():
            body = command("case.claim.v1", {}, actor=self.actor, role=self.role)
            try:
                reply = client.insist(body, timeout=1)
            except TimeoutError:
                continue
            if reply["status"] in ("accepted", "duplicate"):
                self.got.append(reply["case_id"])
                self.refused = 0
            else:
                self.refused += reply["errors"][0]["code"] == "queue_empty"
                self.ending.wait(0.2)
        client.close()


class Assignment(unittest.TestCase):
    def disturb(self, fleet, clerks, rng):
        """Four kills and a wipe, each after some claims were made; counted by those who made them, because by the time that
        PostgreSQL was asked on a busy machine there may be nothing left to claim."""
        for act in ("kill", "wipe", "kill", "kill", "kill"):
            wanted = sum(len(clerk.got) for clerk in clerks) + rng.randrange(20, 80)
            wait_for(lambda: sum(len(clerk.got) for clerk in clerks) >= wanted, "the next claims", every=0.005)
            if act == "wipe":
                fleet.redis("FLUSHALL")
                continue
            fleet.kill("desk")
            fleet.start("desk")
            fleet.wait_ready("desk", 60)

    @staticmethod
    def claimed(fleet):
        return int(fleet.sql("select count(*) from desk.queued_case where owner is not null")[0][0])

    def wait_until_all_are_full(self, clerks):
        """Everybody has asked five times more in vain: whoever could exceed something has had time to."""
        wait_for(lambda: all(clerk.refused >= 5 for clerk in clerks), "everybody asked in vain", 120, every=0.1)

    def test_every_case_has_at_most_one_owner_who_may_have_it(self):
        rng = random.Random(64)
        with Servers() as servers, Fleet(servers, ["desk"]) as fleet:
            fleet.stop("desk")
            insert(fleet, CARDS, "consult", "card", "")
            insert(fleet, COMPLAINTS, "complaint", "complaint", "E1001")
            fleet.start("desk")
            fleet.wait_ready("desk")
            clerks = [Clerk(fleet, actor, role) for actor, role in ACTORS.items()]
            for clerk in clerks:
                clerk.start()
            self.disturb(fleet, clerks, rng)
            self.wait_until_all_are_full(clerks)
            for clerk in clerks:
                clerk.ending.set()
            for clerk in clerks:
                clerk.join(70)
                self.assertFalse(clerk.is_alive())
            self.check_rows(fleet)
            self.check_stream(fleet, clerks)

    def check_rows(self, fleet):
        """Loads are the sum of what the rows weigh, and no more than the capacity; nobody has what they must not have."""
        rows = fleet.sql("select w.actor, w.held, w.load, count(c.case_id), coalesce(sum(c.weight), 0) from desk.worker w"
                         " left join desk.queued_case c on c.owner = w.actor group by w.actor")
        self.assertEqual(len(rows), len(ACTORS))
        for actor, held, load, count, weight in rows:
            self.assertEqual((held, load), (count, weight), actor)
            self.assertLessEqual(int(load), CAPACITY[ACTORS[actor]], actor)
        full = sum(int(load) == CAPACITY[ACTORS[actor]] for actor, _, load, _, _ in rows)
        self.assertGreaterEqual(full, CLERKS, rows)
        recused = fleet.sql("select owner from desk.queued_case where about_employee = 'E1001' and owner in ('E1001', 'E3001')")
        self.assertEqual(recused, [])
        unskilled = fleet.sql("select owner from desk.queued_case where skills = 'complaint' and owner like 'A%'")
        self.assertEqual(unskilled, [])
        handled = fleet.sql("select count(*) from desk.queued_case where about_employee = 'E1001' and owner is not null")
        self.assertGreater(int(handled[0][0]), 0)

    def check_stream(self, fleet, clerks):
        """Every claim is one event, and whoever was told `accepted` is the owner."""
        total = self.claimed(fleet)
        follower = Follower(fleet.keys, fleet.base, OFFSETS["desk"] + 1, "desk")
        owners, until = collections.defaultdict(list), time.monotonic() + 60
        while sum(map(len, owners.values())) < total and time.monotonic() < until:
            for _, event in follower.take() or []:
                if event["type"] == "case.claimed.v1":
                    owners[event["caseid"]].append(event["data"]["owner"])
        follower.client.close()
        self.assertEqual(sum(map(len, owners.values())), total)
        self.assertEqual([case for case, names in owners.items() if len(names) > 1], [])
        for clerk in clerks:
            for case in clerk.got:
                self.assertEqual(owners[case], [clerk.actor])


if __name__ == "__main__":
    unittest.main()
