"""Tests of services/migrate against a PostgreSQL of their own: what is made, what is refused, what a second run does."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import uuid

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import ROOT, Servers  # noqa: E402

PROGRAM = os.path.join(ROOT, "build/bin/shouli-migrate")
SERVICES = ["intake", "router", "desk", "escalation", "archive", "survey"]


class Migrate(unittest.TestCase):
    """Each test has a database of its own; roles belong to the cluster and stay."""

    @classmethod
    def setUpClass(cls):
        cls.servers = Servers(migrated=False)
        cls.servers.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.servers.__exit__()

    def setUp(self):
        self.name = "t" + uuid.uuid4().hex[:12]
        self.psql(f"create database {self.name}", self.servers.database_url)
        self.url = self.servers.database_url.replace("/shouli?", f"/{self.name}?")
        self.assertNotEqual(self.url, self.servers.database_url)
        self.folder = tempfile.mkdtemp(prefix="shouli-migrate-")
        self.addCleanup(shutil.rmtree, self.folder)

    def psql(self, sql, url=None, role=None, fine=True):
        url = url or self.url
        if role:
            url = url.replace("//shouli@", f"//{role}@")
        done = subprocess.run(
            ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", url, "-c", sql],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=30, check=False,
        )
        self.assertEqual(done.returncode == 0, fine, done.stdout)
        return done.stdout.strip()

    def environment(self, **more):
        plain = {k: v for k, v in os.environ.items() if not k.startswith("SHOULI_")}
        return {**plain, "SHOULI_DATABASE_URL": self.url, "SHOULI_SCHEMA_ROOT": ROOT, **more}

    def migrate(self, fine=True, **more):
        done = subprocess.run(
            [PROGRAM], env=self.environment(**more), stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
        self.assertEqual(done.returncode, 0 if fine else 1, done.stderr)
        return done.stderr

    def small_tree(self):
        """A tree with one engine file and one of desk, so that a test may change them."""
        for folder in ("common/engine/schema", "services/desk/schema"):
            os.makedirs(os.path.join(self.folder, folder))
        self.write("common/engine/schema/0001_engine.sql", "create table one (a integer);")
        self.write("services/desk/schema/0001_desk.sql", "create table mine (a integer);")
        return {"SHOULI_SCHEMA_ROOT": self.folder}

    def write(self, path, text):
        with open(os.path.join(self.folder, path), "w", encoding="utf-8") as file:
            file.write(text)

    def test_every_service_gets_its_schema_with_the_tables_of_the_engine(self):
        self.migrate()
        for service in SERVICES:
            owner = self.psql(f"select tableowner from pg_tables where schemaname='{service}' and tablename='event'")
            self.assertEqual(owner, f"shouli_{service}")
            names = self.psql(f"select name from {service}.migration order by name").split("\n")
            self.assertIn("engine/0001_engine.sql", names)
        self.assertEqual(self.psql("select count(*) from pg_tables where schemaname = 'public'"), "0")

    def test_a_service_finds_its_tables_without_their_schema_and_may_make_parts(self):
        self.migrate()
        self.psql("select parts_ensure(1, 202611); insert into cursor values ('x', 1, null, '')", role="shouli_desk")
        self.assertEqual(self.psql("select stream from desk.cursor"), "x")

    def test_a_service_touches_no_schema_of_another(self):
        self.migrate()
        said = self.psql("select * from router.event", role="shouli_desk", fine=False)
        self.assertIn("permission denied", said)

    def test_the_vault_is_added_to_by_intake_read_by_all_and_deleted_from_by_archive(self):
        self.migrate()
        row = "insert into vault.case_key values (gen_random_uuid(), 'k', '\\x01', '\\x02', now())"
        self.psql(row, role="shouli_intake")
        for service in SERVICES:
            role = f"shouli_{service}"
            self.assertEqual(self.psql("select count(*) from vault.case_key", role=role), "1")
            self.psql("update vault.case_key set wrapped = '\\x03'", role=role, fine=False)
            if service != "intake":
                self.psql(row, role=role, fine=False)
            if service != "archive":
                self.psql("delete from vault.case_key", role=role, fine=False)
        self.psql("drop table vault.case_key", role="shouli_intake", fine=False)
        self.psql("delete from vault.case_key", role="shouli_archive")
        self.assertEqual(self.psql("select count(*) from vault.case_key"), "0")

    def test_a_session_of_a_service_cannot_hang_for_ever(self):
        """REQUIREMENTS 1.20: statements, waits for locks and open transactions have a limit; the owner's have none."""
        self.migrate()
        for service in SERVICES:
            for name, value in (("statement_timeout", "30s"), ("lock_timeout", "10s"),
                                ("idle_in_transaction_session_timeout", "30s")):
                self.assertEqual(self.psql(f"show {name}", role=f"shouli_{service}"), value)
        self.assertEqual(self.psql("show statement_timeout"), "0")

    def test_a_limit_that_somebody_changed_is_put_back(self):
        self.migrate()
        self.psql("alter role shouli_desk set statement_timeout = 0")
        self.migrate()
        self.assertEqual(self.psql("show statement_timeout", role="shouli_desk"), "30s")

    def test_a_second_run_does_nothing(self):
        self.migrate()
        before = self.psql("select name, applied_at from intake.migration order by name")
        said = self.migrate()
        self.assertIn('"applied":0', said)
        self.assertEqual(self.psql("select name, applied_at from intake.migration order by name"), before)

    def test_four_at_once_apply_every_file_once(self):
        processes = [
            subprocess.Popen([PROGRAM], env=self.environment(), stderr=subprocess.PIPE, text=True) for _ in range(4)
        ]
        applied = 0
        for process in processes:
            said = process.communicate(timeout=60)[1]
            self.assertEqual(process.returncode, 0, said)
            applied += said.count("migrate.applied")
        parts = " union all ".join(f"select name from {service}.migration" for service in SERVICES)
        self.assertEqual(self.psql(f"select count(*) from ({parts}) all_names"), str(applied))

    def test_a_file_that_was_changed_is_refused_by_name(self):
        tree = self.small_tree()
        self.migrate(**tree)
        self.write("services/desk/schema/0001_desk.sql", "create table mine (a bigint);")
        said = self.migrate(fine=False, **tree)
        self.assertIn("schema desk: desk/0001_desk.sql was changed after it was applied", said)

    def test_a_file_that_is_gone_is_refused_by_name(self):
        tree = self.small_tree()
        self.migrate(**tree)
        os.remove(os.path.join(self.folder, "services/desk/schema/0001_desk.sql"))
        self.assertIn("desk/0001_desk.sql was applied before but its file is gone", self.migrate(fine=False, **tree))

    def test_a_new_file_before_an_applied_one_is_refused(self):
        tree = self.small_tree()
        self.migrate(**tree)
        self.write("services/desk/schema/0000_early.sql", "create table early (a integer);")
        self.assertIn("desk/0000_early.sql is new but stands before", self.migrate(fine=False, **tree))
        self.assertEqual(self.psql("select to_regclass('desk.early') is null"), "t")

    def test_a_new_file_after_the_applied_ones_is_applied_alone(self):
        tree = self.small_tree()
        self.migrate(**tree)
        self.write("services/desk/schema/0002_more.sql", "alter table mine add b integer;")
        self.assertIn('"applied":1', self.migrate(**tree))
        self.assertEqual(self.psql("select count(b) from desk.mine"), "0")

    def test_the_clocks_of_before_move_into_the_rows_of_their_cases(self):
        for folder in ("common/engine/schema", "services/escalation/schema"):
            shutil.copytree(os.path.join(ROOT, folder), os.path.join(self.folder, folder))
        tree = {"SHOULI_SCHEMA_ROOT": self.folder}
        moving = os.path.join(self.folder, "services/escalation/schema/0005_clocks_in_the_case.sql")
        after = [os.path.join(self.folder, "services/escalation/schema", name)
                 for name in os.listdir(os.path.dirname(moving)) if name >= "0005"]
        for path in after:
            os.rename(path, path + ".later")
        self.migrate(**tree)
        runs, waits, none = (str(uuid.uuid4()) for _ in range(3))
        self.psql("insert into escalation.clocked_case (case_id, level, breaches, next_at) values "
                  f"('{runs}', 0, 0, now()), ('{waits}', 0, 0, null), ('{none}', 0, 0, null)")
        self.psql(
            "insert into escalation.clock (clock_key, case_id, clock, state, profile, profile_version, calendar_version, kind,"
            " grade, statutory, provisional, started_at, due_at, fired, acknowledged_by) values "
            f"('{runs}/K9', '{runs}', 'K9', 'running', 'CN-NFRA-2020', 1, 2, 'calendar_days', 'P3', true, false,"
            " '2026-03-02T02:00:00.005Z', '2026-03-17T16:00:00Z', 'day 8|day 11', E'a\\\\b\\tc\\nd')")
        self.psql(
            "insert into escalation.clock (clock_key, case_id, clock, state, started_at, stopped_at) values "
            f"('{runs}/K2', '{runs}', 'K2', 'met', '2026-03-02T02:00:00Z', '2026-03-02T02:00:01Z')")
        self.psql(
            "insert into escalation.clock (clock_key, case_id, clock, state, started_at, remaining_ms) values "
            f"('{waits}/K8', '{waits}', 'K8', 'paused', '2026-03-02T02:00:00Z', 7200000)")
        for path in after:
            os.rename(path + ".later", path)
        self.assertIn(f'"applied":{len(after)}', self.migrate(**tree))
        lines = self.psql(f"select clock_lines from escalation.clocked_case where case_id = '{runs}'").split("\n")
        self.assertEqual(lines, [
            "K2\tmet" + 8 * "\t" + "1772416800000" + 5 * "\t" + "1772416801000",
            "K9\trunning\tCN-NFRA-2020\t1\t2\tcalendar_days\tP3\tt\tf\t1772416800005\t1773763200000" + 7 * "\t" +
            "day 8|day 11" + 8 * "\t" + "a\\5cb\\09c\\0ad",
        ])
        self.assertEqual(
            self.psql("select clock_lines is null, standing, live from escalation.clocked_case order by "
                      f"array_position(array['{runs}', '{waits}', '{none}']::uuid[], case_id)"),
            "f|f|t\nf|t|t\nt||f")

    def hold_writer(self, stream):
        """A session that is the writer of a stream, until its input ends."""
        session = subprocess.Popen(["psql", "-XAtq", self.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(session.communicate)
        with open(os.path.join(ROOT, "common/engine/lock_try.sql"), encoding="utf-8") as file:
            session.stdin.write(file.read().replace(":stream::text", f"'{stream}'") + ";\n")
        session.stdin.flush()
        self.assertEqual(session.stdout.readline(), "t\n")
        return session

    def test_clocks_do_not_move_under_an_escalation_that_runs(self):
        """P2: it would go on writing where nobody reads any more; writers of other streams do not matter."""
        self.hold_writer("desk")
        writer = self.hold_writer("escalation")
        said = self.migrate(fine=False)
        failed = [line for line in said.splitlines() if "migrate.failed" in line]
        self.assertEqual(len(failed), 1, said)
        self.assertIn("escalation/0005_clocks_in_the_case.sql: 55006 an escalation is running: stop all of them", failed[0])
        self.assertNotIn("\\n", failed[0])
        self.assertEqual(self.psql("select count(*) from escalation.migration where name like '%/0005%'"), "0")
        writer.communicate()
        self.migrate()
        self.assertEqual(self.psql("select count(*) from escalation.migration where name like '%/0005%'"), "1")
        self.hold_writer("escalation")
        self.assertIn('"applied":0', self.migrate())

    def test_a_file_that_fails_leaves_nothing_of_itself_and_can_be_mended(self):
        tree = self.small_tree()
        self.write("services/desk/schema/0001_desk.sql", "create table mine (a integer); create table mine (b integer);")
        self.assertIn("desk/0001_desk.sql: 42P07", self.migrate(fine=False, **tree))
        self.assertEqual(self.psql("select to_regclass('desk.mine') is null"), "t")
        self.write("services/desk/schema/0001_desk.sql", "create table mine (a integer);")
        self.migrate(**tree)
        self.assertEqual(self.psql("select to_regclass('desk.mine') is null"), "f")

    def test_a_file_that_commits_by_itself_is_refused(self):
        tree = self.small_tree()
        self.write("services/desk/schema/0001_desk.sql", "create table mine (a integer); commit;")
        self.assertIn("it ends the transaction it runs in", self.migrate(fine=False, **tree))

    def test_the_example_is_made_only_when_asked_for(self):
        tree = self.small_tree()
        os.makedirs(os.path.join(self.folder, "tests/example/schema"))
        self.write("tests/example/schema/0001_example.sql", "create table thing (a integer);")
        self.migrate(**tree)
        self.assertEqual(self.psql("select to_regnamespace('example') is null"), "t")
        self.migrate(SHOULI_MIGRATE_EXAMPLE="1", **tree)
        self.psql("insert into thing values (1)", role="shouli_example")

    def test_passwords_come_from_files_and_are_stored_hashed(self):
        secrets = os.path.join(self.folder, "secrets")
        os.makedirs(secrets)
        for service in SERVICES:
            self.write(f"secrets/shouli_{service}", f"word-of-{service}\n")
        self.migrate(SHOULI_ROLE_PASSWORDS_DIR=secrets)
        hidden = self.psql("select rolpassword from pg_authid where rolname = 'shouli_desk'")
        self.assertTrue(hidden.startswith("SCRAM-SHA-256$"), hidden)
        os.remove(os.path.join(secrets, "shouli_survey"))
        self.assertIn("secrets/shouli_survey", self.migrate(fine=False, SHOULI_ROLE_PASSWORDS_DIR=secrets))

    def test_an_owner_that_is_no_superuser_is_enough(self):
        owner = "owner_" + self.name
        self.psql(f"create role {owner} login createrole; alter database {self.name} owner to {owner}")
        # Roles of the cluster made by others are lent to it, as a fresh server would not need.
        self.migrate()
        self.psql("; ".join(f"grant shouli_{s} to {owner} with admin option" for s in SERVICES))
        self.psql(f"drop schema {', '.join(SERVICES)}, vault cascade")
        self.url = self.url.replace("//shouli@", f"//{owner}@")
        self.migrate()
        self.psql("select * from vault.case_key", role=None)

    def test_the_url_may_stand_in_a_file(self):
        self.write("url", self.url + "\n")
        environment = self.environment(SHOULI_DATABASE_URL_FILE=os.path.join(self.folder, "url"))
        del environment["SHOULI_DATABASE_URL"]
        done = subprocess.run([PROGRAM], env=environment, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_root_without_migrations_is_refused_with_the_name_of_the_setting(self):
        self.assertIn("SHOULI_SCHEMA_ROOT", self.migrate(fine=False, SHOULI_SCHEMA_ROOT=self.folder))

    def test_a_server_that_is_not_there_is_said_in_one_line(self):
        said = self.migrate(fine=False, SHOULI_DATABASE_URL="postgresql://x@/x?host=/nowhere")
        self.assertEqual(said.count("\n"), 1)
        self.assertIn("/nowhere", said)


if __name__ == "__main__":
    unittest.main()
