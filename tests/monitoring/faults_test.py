"""Every alert fires by the fault that it is for: real services, a real Prometheus, a real Alertmanager (OP-04).

Faults that take a while to show and hurt nobody else are made at the beginning; the others come one by one and are mended.
"""
import datetime
import os
import resource
import signal
import subprocess
import sys
import time
import unittest
import urllib.request

import msgpack
import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, ROOT)
from tests.monitoring.watched import Watched  # noqa: E402
from tests.rig.ports import free_base  # noqa: E402
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for, wait_for_new_pid  # noqa: E402
from tests.support.client import Client, command  # noqa: E402
from tests.support.fleet import Fleet  # noqa: E402

SERVICES = ["intake", "router", "desk", "escalation", "archive", "survey"]
SLOW = 75.0  # chores look each 15 s, some twice, one each minute
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
SEEN = set()  # alerts that have fired
SHORT = "--short" in sys.argv  # without what takes longest; then not every alert has to fire


def request(text="请问信用卡年费怎么收？", **data):
    return command("request.submitted.v1", {"channel": "phone", "text": text, **data}, source="/bank/test")


def children_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(word) for word in file.read().split()]


def whole(test):
    return unittest.skipIf(SHORT, "only in `make test-monitoring`")(test)


class Faults(unittest.TestCase):
    """One installation for all."""

    @classmethod
    def setUpClass(cls):
        cls.servers = cls.enterClassContext(Servers())
        cls.stepped = os.path.join(cls.servers.folder, "faketime")
        cls.step("+0")
        clients = {"greedy": {"share": "0.001"}, "forward": {"send": '["case.get.v1"]'},
                   "old": {"send": '["case.get.v1"]'}}
        cls.fleet = Fleet(cls.servers, [name for name in SERVICES if name != "escalation"], clients=clients)
        cls.enterClassContext(cls.fleet)
        cls.fleet.names.append("escalation")
        cls.start_stepped()
        cls.standby_port = free_base() + 99
        cls.fleet.start("desk", "standby", http_port=cls.standby_port)
        cls.fleet.wait_ready("escalation")
        cls.watched = cls.enterClassContext(Watched(cls.fleet, {"desk": cls.standby_port}))
        cls.client = Client(cls.fleet.keys, cls.fleet.base, 10)
        cls.addClassCleanup(cls.client.close)
        wait_for(lambda: "ShouliWatchdog" in cls.watched.firing(), "rules are evaluated")
        try:
            # In December the shipped calendar really ends, until the next year's is published.
            wait_for(lambda: cls.watched.firing() <= {"ShouliWatchdog", "ShouliCalendarEnds"}, "nothing is wrong yet")
        except AssertionError as error:
            raise AssertionError(cls.watched.ask('ALERTS{alertstate="firing"}')) from error
        cls.begin_lasting()

    @classmethod
    def step(cls, by):
        """What escalation's wall clock is off by; its monotone clocks are not."""
        with open(cls.stepped + ".new", "w", encoding="ascii") as file:
            file.write(by + "\n")
        os.rename(cls.stepped + ".new", cls.stepped)

    @classmethod
    def start_stepped(cls):
        cls.fleet.under = ["env", f"LD_PRELOAD={FAKETIME}", f"FAKETIME_TIMESTAMP_FILE={cls.stepped}",
                           "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "DONT_FAKE_MONOTONIC=1"]
        cls.fleet.start("escalation")
        cls.fleet.under = []

    @classmethod
    def submit(cls, **data):
        return cls.client.insist(request(**data))["case_id"]

    @classmethod
    def begin_lasting(cls):
        """Faults that stay and are asked about later."""
        cls.waiting = cls.submit()
        wait_for(lambda: cls.fleet.sql("select 1 from escalation.clocked_case where live"), "a clock runs")
        # The limit is the eleventh field of a clock's line, behind its start (services/escalation/clock_lines.h).
        cls.fleet.sql(r"update escalation.clocked_case set clock_lines = "
                      r"regexp_replace(clock_lines, '(\t\d{13}\t\d{9})\d{4}', '\19999', 'g')")
        cls.fleet.sql("select pg_create_physical_replication_slot('away', true)")
        cls.fleet.sql("create table public.much as select repeat('x', 1000) as text from generate_series(1, 30000)")
        wait_for(lambda: cls.fleet.redis("--scan", "--pattern", "*:z:*"), "the case waits in Redis")
        cls.submit()
        waits = "select count(*) from desk.queued_case where state in ('queued', 'triage')"
        wait_for(lambda: int(cls.fleet.sql(waits)[0][0]) == 2, "two wait")
        cls.take_from_redis()
        soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=5)
        with open(os.path.join(cls.fleet.keys, "allow.yaml"), "a", encoding="utf-8") as file:
            file.write(f"    until: {soon.isoformat(timespec='seconds')}\n")
        cls.fleet.signal("archive", signal.SIGHUP)
        cls.fleet.sql("update router.event set envelope = envelope || '\\x00' where seq = 1")

    @classmethod
    def take_from_redis(cls, pattern="*:z:*"):
        """One waiting case is taken out behind desk's back."""
        def taken():
            return [key for key in cls.fleet.redis("--scan", "--pattern", pattern).split()
                    if cls.fleet.redis("zpopmin", key, raw=True).strip()]
        wait_for(taken, "a case to take away")

    def sees(self, alert, seconds=60.0, **labels):
        begun = time.monotonic()
        wait_for(lambda: self.watched.fires(alert, **labels), f"{alert} {labels} fires", seconds)
        print(f"{alert} fired after {time.monotonic() - begun:.1f} s", flush=True)
        SEEN.add(alert)

    def passes(self, alert, seconds=60.0):
        wait_for(lambda: not self.watched.fires(alert), f"{alert} is over", seconds)

    def connect(self, who, offset=10):
        client = Client(self.fleet.keys, self.fleet.base, offset, who)
        self.addCleanup(client.close)
        return client

    def hold(self, statements):
        """A session of PostgreSQL that has done the statements and stays; closed by its return value."""
        session = subprocess.Popen(["psql", self.servers.database_url, "-qAt"], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, text=True)
        session.stdin.write(statements + ";\nselect 'held';\n")
        session.stdin.flush()
        while (line := session.stdout.readline()) != "held\n":
            self.assertTrue(line, "the session ended")

        def let_go():
            session.stdin.close()
            session.stdout.close()
            session.wait()
        self.addCleanup(lambda: session.stdin.closed or let_go())
        return let_go

    def test_01_nothing_fires_before_a_fault_but_the_watchdog(self):
        SEEN.add("ShouliWatchdog")  # setUpClass goes on when it is the only one
        wait_for(lambda: self.watched.relay.was_told("/watchdog", "ShouliWatchdog"), "the watchdog is told")

    def test_02_pages_pass_promtool(self):
        for name in SERVICES:
            with self.subTest(name):
                page = self.fleet.get(name, "/metrics")
                done = subprocess.run(["promtool", "check", "metrics"], input=page, text=True, capture_output=True,
                                      check=False)
                self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_03_pages_are_openmetrics_for_whoever_asks_for_it(self):
        """promtool reads the older text, in which a counter's family has its ending: that is all it may say of the newer."""
        for name in SERVICES:
            with self.subTest(name):
                asked = urllib.request.Request(self.fleet.url(name, "/metrics"),
                                               headers={"Accept": "application/openmetrics-text"})
                with urllib.request.urlopen(asked, timeout=3) as answer:
                    kind, page = answer.headers["Content-Type"], answer.read().decode()
                self.assertTrue(kind.startswith("application/openmetrics-text"), kind)
                self.assertTrue(page.endswith("\n# EOF\n"))
                done = subprocess.run(["promtool", "check", "metrics"], input=page, text=True, capture_output=True,
                                      check=False)
                self.assertEqual([line for line in (done.stdout + done.stderr).splitlines()
                                  if not line.endswith("_total no help text")], [])
        # Prometheus itself prefers it, and reads it whole.
        self.assertGreater(self.watched.value('min(scrape_samples_scraped{job="shouli"} > 0)'), 10)

    def test_10_dead_letter(self):
        self.fleet.sql("alter table router.classified_case add constraint fault check (false) not valid")
        self.submit()
        self.sees("ShouliDeadLetter", service="router")
        self.fleet.sql("alter table router.classified_case drop constraint fault")
        wait_for(lambda: self.watched.relay.was_told("/ticket", "ShouliDeadLetter"), "a ticket is opened")

    def test_11_forbidden(self):
        client = self.connect("forward")
        for _ in range(40):
            self.assertEqual(client.ask(request())["errors"][0]["code"], "forbidden")
        self.sees("ShouliForbidden", service="intake")
        wait_for(lambda: self.watched.relay.was_told("/security", "ShouliForbidden"), "security is told")

    @whole
    def test_12_busy(self):
        client = self.connect("greedy")
        end = time.monotonic() + 20
        while not self.watched.fires("ShouliBusy", service="intake") and time.monotonic() < end:
            self.assertEqual({reply["status"] for reply in client.ask([request() for _ in range(20)])}, {"busy"})
        self.sees("ShouliBusy", 1.0, service="intake")

    def test_13_broken_chain(self):
        self.sees("ShouliChainBroken", service="router")
        self.sees("ShouliChainNotVerified", service="router")
        wait_for(lambda: self.watched.relay.was_told("/security", "ShouliChainBroken"), "security is told")
        self.assertFalse(self.watched.fires("ShouliChainBroken", service="desk"))

    def test_14_ledger_imbalance(self):
        self.fleet.stop("survey")
        self.fleet.sql("""update survey.stream set counts = '{"event/survey.invited.v1":7}'""")
        self.fleet.start("survey")
        self.sees("ShouliLedgerImbalance", service="survey")

    def test_15_key_about_to_expire(self):
        self.sees("ShouliKeyExpires")

    def test_16_files_run_out(self):
        pid = self.fleet.processes["survey"].pid
        before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        used = len(os.listdir(f"/proc/{pid}/fd"))
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (used + 4, before[1]))
        self.addCleanup(lambda: resource.prlimit(pid, resource.RLIMIT_NOFILE, before))
        self.sees("ShouliFilesRunOut", service="survey")

    @whole
    def test_20_standby_away(self):
        self.fleet.kill("standby")
        self.sees("ShouliInstanceDown", service="desk")

    def test_21_service_down(self):
        self.fleet.kill("survey")
        self.sees("ShouliServiceDown", service="survey")
        wait_for(lambda: self.watched.relay.was_told("/page", "ShouliServiceDown"), "somebody is called")
        self.fleet.start("survey")
        self.passes("ShouliServiceDown")

    @whole
    def test_22_no_writer(self):
        self.fleet.kill("survey")
        let_go = self.hold("select pg_advisory_lock(hashtextextended('survey', 7265))")
        self.fleet.start("survey")
        self.sees("ShouliNoWriter", service="survey")
        let_go()
        self.passes("ShouliNoWriter")

    @whole
    def test_23_restarts(self):
        started = 'max(process_start_time_seconds{service="survey"})'
        for _ in range(5):
            before = self.watched.value(started)
            self.fleet.kill("survey")
            end = int(time.time()) + 1
            wait_for(lambda: time.time() > end, "the next second")
            self.fleet.start("survey")
            wait_for(lambda: (self.watched.value(started) or 0) > before, "it is seen anew")
            if self.watched.fires("ShouliRestarts"):
                break
        self.sees("ShouliRestarts", service="survey")

    def test_24_front_down(self):
        self.watched.front.end()
        self.sees("ShouliFrontDown")

    def test_30_follow_lag(self):
        let_go = self.hold("begin; lock table router.stream in access exclusive mode")
        self.submit()
        self.sees("ShouliFollowLag", service="router", stream="intake")
        let_go()
        self.passes("ShouliFollowLag")

    @whole
    def test_31_slow_commits(self):
        end = time.monotonic() + 40
        while not self.watched.fires("ShouliCommitSlow", service="intake") and time.monotonic() < end:
            let_go = self.hold("begin; select 1 from intake.stream for update")
            self.client.send(request())
            wait_for(lambda: self.fleet.sql(
                "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%stream%'"), "it waits")
            until = time.monotonic() + 0.8
            wait_for(lambda: time.monotonic() > until, "a commit takes long")
            let_go()
            self.client.receive()
        self.sees("ShouliCommitSlow", 1.0, service="intake")

    def test_40_redis_out_of_memory(self):
        self.fleet.redis("config", "set", "maxmemory", "1")
        self.submit()
        self.sees("ShouliRedisOutOfMemory", service="desk")
        self.sees("ShouliProjectionNotReady", service="desk")
        self.fleet.redis("config", "set", "maxmemory", "4gb")
        self.passes("ShouliProjectionNotReady")

    @whole
    def test_41_redis_down(self):
        pid = self.servers.pid("redis")
        os.kill(pid, signal.SIGSTOP)
        self.addCleanup(os.kill, pid, signal.SIGCONT)
        self.submit()
        self.sees("ShouliRedisDown", service="desk")
        os.kill(pid, signal.SIGCONT)
        self.passes("ShouliRedisDown")

    def test_42_disk_full(self):
        tiny = os.path.join(self.servers.folder, "tiny")
        os.mkdir(tiny)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m,mode=1777", "none", tiny], check=False,
                          capture_output=True).returncode:
            self.skipTest("no file system can be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", tiny], check=False)
        subprocess.run(["chown", "postgres:", tiny], check=True)
        self.fleet.sql(f"create tablespace tiny location '{tiny}'")
        self.fleet.sql("alter table intake.event_0 set tablespace tiny")
        filler = os.path.join(tiny, "filler")
        with open(filler, "wb") as file:
            subprocess.run(["head", "-c", "8m", "/dev/zero"], stdout=file, stderr=subprocess.DEVNULL, check=False)
        for number in range(12):  # more than the free part of a page
            self.client.send(request(text="请问信用卡年费怎么收？" * 100 + str(number)))
        self.sees("ShouliDiskFull", service="intake")
        os.remove(filler)
        wait_for(lambda: self.client.ask(request())["status"] == "accepted", "intake accepts again")
        self.fleet.sql("alter table intake.event_0 set tablespace pg_default")
        self.passes("ShouliDiskFull")

    def test_43_postgres_hangs(self):
        pid = self.servers.pid("postgres")
        everybody = [pid, *children_of(pid)]
        for one in everybody:
            os.kill(one, signal.SIGSTOP)
        try:
            self.client.send(request())
            self.sees("ShouliPostgresHangs", service="intake")
            self.sees("ShouliPostgresDown", service="intake")
        finally:
            for one in everybody:
                os.kill(one, signal.SIGCONT)
        self.passes("ShouliPostgresDown", 60.0)

    @whole
    def test_44_the_archive_takes_no_log(self):
        """P1, after the loss of a disk: archive_command fails, and then copies what has waited."""
        for setting in ("archive_mode = on", "archive_command = 'false'", "archive_timeout = 0"):
            self.fleet.sql(f"alter system set {setting}")
        pid = self.servers.pid("postgres")
        os.kill(pid, signal.SIGINT)
        wait_for_new_pid(self.servers.folder, "postgres", pid)
        wait_for(lambda: self.client.ask(request())["status"] == "accepted", "intake accepts again", 60)
        for _ in range(6):  # the alert wants more than four pieces of 16 MiB
            self.fleet.sql("create table if not exists public.piece (n int); insert into public.piece values (1); select pg_switch_wal()")
        self.sees("ShouliArchiveBehind", SLOW)
        self.fleet.sql("alter system set archive_command = 'true'")
        self.fleet.sql("select pg_reload_conf()")
        waiting = "1 + max(shouli_postgres_archive_waiting_bytes)"
        wait_for(lambda: (self.watched.value(waiting) or 2 << 24) < 2 << 24, "all but the last piece is copied", 2 * SLOW)
        self.passes("ShouliArchiveBehind")

    def test_50_replica_gone_and_the_log_piles_up(self):
        self.sees("ShouliReplicaGone", SLOW)
        self.sees("ShouliWalPilesUp", SLOW)

    def test_51_queue_old(self):
        self.sees("ShouliQueueOld", SLOW)

    @whole
    def test_52_queue_difference(self):
        """Made at the beginning; where Redis was filled anew since then nothing is missing, and it is made again."""
        if not self.watched.value("max(shouli_queue_difference)"):
            self.take_from_redis("desk:*:z:*")
        self.sees("ShouliQueueDifference", SLOW)

    @whole
    def test_53_clocks_different(self):
        self.sees("ShouliClocksDifferent", SLOW)

    @whole
    def test_54_nobody_on_duty(self):
        client, now = self.connect("operator", 40), datetime.datetime.now(datetime.timezone.utc)
        for person in ("E4101", "E4102"):  # all of core_duty
            away = {"person": person, "from": now, "to": now + datetime.timedelta(hours=8)}
            body = command("duty.set_absence.v1", away, actor="E9001", role="L5")
            client.send_raw(msgpack.packb(body, datetime=True))
            self.assertEqual(client.receive()["status"], "accepted")
        self.sees("ShouliDutyEmpty", SLOW)

    def test_55_clock_stepped_by_an_hour_either_way(self):
        self.step("+1h")
        self.sees("ShouliClockStepped", service="escalation")
        wait_for(lambda: self.watched.value('max(shouli_clock_step_seconds{service="escalation"})') > 3590, "by an hour")
        self.step("-1h")
        wait_for(lambda: self.watched.value('min(shouli_clock_step_seconds{service="escalation"})') < -3590, "and back")
        self.assertTrue(self.watched.fires("ShouliClockStepped", service="escalation"))
        self.assertFalse(self.watched.fires("ShouliLimitMissed"), "a step alone misses no limit (OP-07)")
        self.step("+0")
        self.passes("ShouliClockStepped", SLOW)

    @whole
    def test_56_nobody_who_is_there_may_have_what_waits(self):
        """RO-11; two cases wait since the beginning."""
        self.sees("ShouliPoolsEmpty", SLOW)
        here = command("staff.set_presence.v1", {"presence": "available"}, actor="T1", role="L3")
        self.assertEqual(self.connect("operator", 30).ask(here)["status"], "accepted")
        self.passes("ShouliPoolsEmpty", SLOW)

    def test_57_a_time_that_no_step_fits(self):
        case = self.submit()
        waits = f"select 1 from desk.queued_case where case_id = '{case}' and state = 'queued'"
        wait_for(lambda: self.fleet.sql(waits), "it waits")
        self.fleet.sql(f"update desk.queued_case set state = 'cp_drafted', wake_at = now() where case_id = '{case}'")
        self.sees("ShouliWakeUnanswered", SLOW)
        left = f"select 1 from desk.queued_case where case_id = '{case}' and wake_at is not null"
        self.assertFalse(self.fleet.sql(left))

    def operate(self, kind, data, role="L4"):
        """A command to escalation by somebody with a line."""
        client = self.connect("operator", 40)
        client.send_raw(msgpack.packb(command(kind, data, actor="E4001", role=role), datetime=True))
        self.assertEqual(client.receive()["status"], "accepted")

    def clocked(self):
        """A further case that escalation knows."""
        case = self.submit()
        wait_for(lambda: self.fleet.sql(f"select 1 from escalation.clocked_case where case_id = '{case}' and live"), "its clocks run")
        return case

    def test_58_a_case_whose_clocks_do_not_read(self):
        case, number = self.clocked(), 0
        kept = self.fleet.sql(f"select clock_lines from escalation.clocked_case where case_id = '{case}'")[0][0]
        self.fleet.sql(f"update escalation.clocked_case set clock_lines = 'no line' where case_id = '{case}'")
        end = time.monotonic() + SLOW
        while not self.watched.fires("ShouliClocksUnsettled", why="lines") and time.monotonic() < end:
            number += 1
            said = self.watched.value('sum(shouli_clocks_unsettled_total{why="lines"})') or 0
            self.operate("fact.record.v1", {"case_id": case, "fact": "task_opened", "number": number % 16 + 1,
                                            "at": datetime.datetime.now(datetime.timezone.utc), "proof": "p"})
            wait_for(lambda said=said: (self.watched.value('sum(shouli_clocks_unsettled_total{why="lines"})') or 0) > said
                     or self.watched.fires("ShouliClocksUnsettled", why="lines"), "it is counted", SLOW)
        self.sees("ShouliClocksUnsettled", 1.0, why="lines")
        self.fleet.sql(f"update escalation.clocked_case set clock_lines = $kept${kept}$kept$ where case_id = '{case}'")

    def test_59_a_journal_that_is_full(self):
        """Router is away while the journal is filled; its word is then one too many."""
        self.fleet.stop("router")
        case = self.submit()
        wait_for(lambda: self.fleet.sql(f"select 1 from escalation.clocked_case where case_id = '{case}'"), "intake told of it")
        self.fleet.sql("update escalation.clocked_case set journal = journal || (select string_agg(E'\\n' || "
                       "(1700000000000 + n * 1000) || case n % 2 when 0 then ' asked ' else ' answered ' end || '0 ' || n, '' "
                       f"order by n) from generate_series(1, 200) as n) where case_id = '{case}'")
        self.fleet.start("router")
        wait_for(lambda: self.watched.value("max(shouli_facts_dropped_total)"), "it is counted", SLOW)
        self.sees("ShouliFactsDropped")

    def test_60_a_step_of_an_emergency_that_nobody_does(self):
        case = self.clocked()
        self.operate("playbook.start.v1", {"case_id": case, "kind": "violence", "reason": "test"})
        self.fleet.sql("update escalation.playbook set next_at = now(), steps = regexp_replace(steps, "
                       "'(stay\\t[^\\n]*?\\t)1\\d{12}', '\\11700000000000')"
                       f" where case_id = '{case}'")
        wait_for(lambda: self.watched.value("max(shouli_playbook_steps_overdue_total)"), "it is counted", SLOW)
        self.sees("ShouliPlaybookOverdue")

    def live_later(self, by):
        """Escalation was away for that long."""
        self.fleet.kill("escalation")
        self.step(by)
        self.start_stepped()

    @whole
    def test_62_a_limit_is_missed_and_timers_are_late(self):
        self.live_later("+10d")
        self.sees("ShouliLimitMissed", SLOW)
        self.sees("ShouliTimersLate", SLOW)

    @whole
    def test_63_the_calendar_ends(self):
        self.live_later("+700d")
        wait_for(lambda: self.watched.value("min(shouli_calendar_horizon_seconds)") == 0, "the end has passed", SLOW)
        self.sees("ShouliCalendarEnds", SLOW)

    @whole
    def test_99_every_alert_has_fired(self):
        with open(os.path.join(ROOT, "deploy/prometheus/rules/alerts.yml"), encoding="utf-8") as file:
            alerts = {rule["alert"] for group in yaml.safe_load(file)["groups"] for rule in group["rules"]}
        self.assertEqual(SEEN, alerts)


if __name__ == "__main__":
    unittest.main(argv=[word for word in sys.argv if word != "--short"])
