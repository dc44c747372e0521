"""Which backup a restore takes, and what it refuses (deploy/backup/lib.sh), on folders laid out as PostgreSQL leaves them.

The log's timelines here: 1 from the beginning; 2 left it at 0/5000000, 3 left 2 at 0/9000000. Copies: a of timeline 1 before it
was left, b of timeline 1 after that, c of timeline 2, d of timeline 2 after 3 had left it, e of timeline 3.
"""
import datetime
import os
import re
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.environ.get("POSTGRES_BIN", "/usr/lib/postgresql/15/bin")
HISTORIES = {2: "1\t0/5000000\tbefore 2026-11-01 02:00:00+00\n",
             3: "1\t0/5000000\tbefore 2026-11-01 02:00:00+00\n\n2\t0/9000000\tbefore 2026-11-01 05:00:00+00\n"}
COPIES = {"a": ("20261101T010000.000Z", 1, "0/4000000"), "b": ("20261101T030000.000Z", 1, "0/6000000"),
          "c": ("20261101T040000.000Z", 2, "0/7000000"), "d": ("20261101T060000.000Z", 2, "0/A000000"),
          "e": ("20261101T070000.000Z", 3, "0/A000000")}


class Folder(unittest.TestCase):
    """A folder of backups, and the functions called in a shell as the programs call them."""

    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        os.makedirs(f"{self.folder}/base")
        os.makedirs(f"{self.folder}/wal")

    def write(self, path, text):
        with open(f"{self.folder}/{path}", "w", encoding="ascii") as file:
            file.write(text)

    def copy(self, name, timeline, end, start="0/1000028", piece="000000010000000000000001"):
        os.mkdir(f"{self.folder}/base/{name}")
        self.write(f"base/{name}/backup_manifest", '{ "PostgreSQL-Backup-Manifest-Version": 1,\n"Files": [],\n"WAL-Ranges": [\n'
                   f'{{ "Timeline": {timeline}, "Start-LSN": "{start}", "End-LSN": "{end}" }}\n],\n"Manifest-Checksum": "x"}}\n')
        self.write(f"base/{name}/backup_label", f"START WAL LOCATION: {start} (file {piece})\n")

    def lay(self, copies, timelines):
        for name in copies:
            self.copy(*COPIES[name])
        for number in timelines:
            self.write(f"wal/{number:08X}.history", HISTORIES[number])

    def call(self, script, *words):
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", 'die() { printf "%s\\n" "$*" >&2; exit 1; }; postgres_bin=$1; folder=$2; shift 2\n'
             f'. "{ROOT}/deploy/backup/lib.sh"\n{script}', "test", BIN, self.folder, *words],
            capture_output=True, text=True, check=False, timeout=30)
        return done.returncode, done.stdout.strip(), done.stderr.strip()

    def choose(self, *words):
        """The letter of what is chosen, or the one line of the refusal."""
        code, chosen, errors = self.call('read_wishes "$@"; choose_backup "$folder"; printf "%s" "$from"', *words)
        if code == 0:
            self.assertEqual(errors, "")
            return next(letter for letter, (name, *_) in COPIES.items() if name == os.path.basename(chosen))
        self.assertEqual((code, chosen, len(errors.splitlines())), (1, "", 1), errors)
        return errors


class Choice(Folder):
    def test_on_one_timeline_it_is_the_newest_from_before_the_instant(self):
        self.lay("ab", ())
        self.assertEqual(self.choose(), "b")
        self.assertEqual(self.choose("--to", "2026-11-01 02:59:59.999+00"), "a")
        self.assertIn("no backup from before 2026-11-01 00:59:59", self.choose("--to", "2026-11-01 08:59:59+08"))
        self.assertEqual(self.choose("--timeline", "latest"), "b")
        self.assertEqual(self.choose("--timeline", "1"), "b")
        self.assertIn("no timeline 2", self.choose("--timeline", "2"))

    def test_before_at_and_after_the_end_of_a_copy(self):
        self.lay("ab", ())
        for instant, chosen in (("03:00:00.001", "b"), ("03:00:00", "a"), ("02:59:59.999", "a")):
            self.assertEqual(self.choose("--to", f"2026-11-01 {instant}+00"), chosen, instant)

    def test_the_end_of_the_log_is_not_reached_from_a_copy_that_was_made_after_the_timeline_was_left(self):
        """By its date alone it was b, which PostgreSQL refuses in words of its own after the data was moved away."""
        self.lay("ab", (2,))
        self.assertEqual(self.choose(), "a")
        self.assertEqual(self.choose("--timeline", "latest"), "a")
        self.assertEqual(self.choose("--timeline", "2"), "a")
        self.assertEqual(self.choose("--timeline", "current"), "b")
        self.assertEqual(self.choose("--timeline", "1"), "b")

    def test_of_several_timelines_each_has_its_own_newest_copy(self):
        self.lay("abcde", (2, 3))
        self.assertEqual([self.choose("--timeline", name) for name in ("1", "2", "3", "latest", "current")], list("bdeee"))
        self.assertEqual(self.choose("--to", "2026-11-01 06:30:00+00", "--timeline", "3"), "c")
        self.assertEqual(self.choose("--to", "2026-11-01 06:30:00+00", "--timeline", "current"), "d")
        self.assertEqual(self.choose("--to", "2026-11-01 03:30:00+00", "--timeline", "2"), "a")
        self.assertEqual(self.choose("--to", "2026-11-01 08:00:00+00"), "e")  # nothing was left after it

    def test_the_place_where_a_timeline_was_left_belongs_to_it(self):
        """PostgreSQL: a copy must end at or before the switch point."""
        for end, wanted in (("0/4FFFFFF", 0), ("0/5000000", 0), ("0/5000001", 1), ("1/0", 1)):
            with self.subTest(end):
                self.setUp()
                self.lay("", (2,))
                self.copy("20261101T010000.000Z", 1, end)
                self.assertEqual(self.call('leads_to "$folder" "$folder/base/20261101T010000.000Z" 2')[0], wanted)

    def test_when_no_copy_leads_there_it_says_so_and_what_to_do(self):
        self.lay("b", (2,))
        self.assertRegex(self.choose(), r"no backup from before now lies on timeline 2: .*20261101T030000.000Z, is of timeline 1, .*--timeline current")
        self.assertEqual(self.choose("--timeline", "current"), "b")

    def test_a_copy_that_is_named_must_lie_on_the_timeline(self):
        self.lay("ab", (2,))
        place = f"{self.folder}/base/{COPIES['b'][0]}"
        self.assertRegex(self.choose("--from", place), r"lies on timeline 1 and timeline 2 does not come from it: leave --from out")
        self.assertEqual(self.choose("--from", place, "--timeline", "current"), "b")
        self.assertEqual(self.choose("--from", f"{self.folder}/base/{COPIES['a'][0]}"), "a")
        self.assertIn("is no backup", self.choose("--from", f"{self.folder}/base"))

    def test_an_instant_that_may_lie_on_two_timelines_wants_to_be_told(self):
        self.lay("abc", (2,))
        said = self.choose("--to", "2026-11-01 03:30:00+00")
        self.assertRegex(said, r"timeline 1 the log has timeline 2 \(left 1 before 2026-11-01 02.*current \(the backup's, 1\), latest \(2\)")
        self.assertEqual(self.choose("--to", "2026-11-01 04:30:00+00"), "c")

    def test_what_is_no_wish_is_refused(self):
        self.lay("a", ())
        for words in (["--timeline", "0"], ["--timeline", "x"], ["--when"], ["--to", "tomorrowish"], ["now"]):
            self.assertNotEqual(self.call('read_wishes "$@"', *words)[0], 0, words)


class Pruning(Folder):
    def days_ago(self, days, seconds=0):
        then = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days, seconds=seconds)
        return then.strftime("%Y%m%dT%H%M%S.000Z")

    def lay_pieces(self, *numbers):
        for number in numbers:
            self.write(f"wal/0000000100000000{number:08X}", "")

    def left(self, part):
        return sorted(os.listdir(f"{self.folder}/{part}"))

    def test_copies_and_log_go_after_so_many_days_and_not_before(self):
        """Below, at and above the limit; of the log stays what the oldest copy needs, and every history."""
        names = [self.days_ago(7, seconds) for seconds in (60, 5, -60)]
        for number, name in enumerate(names):
            self.copy(name, 1, "0/9000000", piece=f"0000000100000000{number + 3:08X}")
        self.lay_pieces(1, 2, 3, 4, 5, 6)
        self.write("wal/00000002.history", HISTORIES[2])
        self.assertEqual(self.call('prune_backups "$folder" 7')[0], 0)
        self.assertEqual(self.left("base"), names[2:])
        self.assertEqual(self.left("wal"), ["000000010000000000000005", "000000010000000000000006", "00000002.history"])

    def test_the_log_of_a_newer_copy_stays_though_an_older_one_of_a_left_timeline_begins_behind_it(self):
        """After a restore the log goes on before the place that the timeline it left had reached."""
        left, new = self.days_ago(3), self.days_ago(1)
        self.copy(self.days_ago(9), 1, "0/1000100")
        self.copy(left, 1, "0/9000000", piece="000000010000000000000008")
        self.copy(new, 2, "0/4000000", piece="000000020000000000000003")
        pieces = ["000000010000000000000008", "000000020000000000000003", "000000020000000000000004"]
        for piece in ["000000010000000000000002"] + pieces:
            self.write(f"wal/{piece}", "")
        self.assertEqual(self.call('prune_backups "$folder" 7')[0], 0)
        self.assertEqual((self.left("base"), self.left("wal")), ([left, new], pieces))

    def test_the_newest_copy_stays_however_old(self):
        name = self.days_ago(400)
        self.copy(self.days_ago(500), 1, "0/9000000")
        self.copy(name, 1, "0/9000000", piece="000000010000000000000002")
        self.lay_pieces(1, 2)
        self.assertEqual(self.call('prune_backups "$folder" 35')[0], 0)
        self.assertEqual((self.left("base"), self.left("wal")), ([name], ["000000010000000000000002"]))

    def test_days_are_a_number_from_1_to_9999(self):
        for days, good in (("0", False), ("1", True), ("9999", True), ("10000", False), ("", False), ("x", False)):
            _, _, errors = self.call('give_to_postgres() { :; }; as_postgres() { die "reached"; }; take_backup "$folder" "$1"', days)
            self.assertEqual("reached" in errors, good, days)
            self.assertEqual("kept for 1 to 9999 days" in errors, not good, days)


class Archiving(Folder):
    """archive_command of both deployments, run as PostgreSQL runs it."""

    def archive(self, file, of, piece):
        with open(f"{ROOT}/{file}", encoding="utf-8") as settings:
            command = re.search(r"^archive_command = '(.*)'$", settings.read(), re.M)[1]
        for there in ("$wal", "/backups/wal"):
            command = command.replace(there, f"{self.folder}/wal")
        command = command.replace("%p", f"{self.folder}/{of}").replace("%f", piece)
        return subprocess.run(["sh", "-c", command], check=False, timeout=30).returncode

    def held(self, piece):
        with open(f"{self.folder}/wal/{piece}", encoding="ascii") as file:
            return file.read()

    def test_a_piece_that_is_handed_over_again_is_well_with_the_same_bytes_and_refused_with_others(self):
        """A crash between the copy and PostgreSQL's own note of it must not stop the log for ever."""
        for file in ("deploy/compose/postgres/postgresql.conf", "deploy/local/servers.sh"):
            with self.subTest(file):
                self.setUp()
                self.write("one", "first")
                self.write("other", "other")
                self.write("wal/p.new", "torn by a crash")
                self.assertEqual(self.archive(file, "one", "p"), 0)
                self.assertEqual(self.archive(file, "one", "p"), 0)
                self.assertNotEqual(self.archive(file, "other", "p"), 0)
                self.assertEqual((self.held("p"), os.listdir(f"{self.folder}/wal")), ("first", ["p"]))
                self.assertNotEqual(self.archive(file, "nothing", "q"), 0)
                self.assertEqual(os.listdir(f"{self.folder}/wal"), ["p"])


class Empty(Folder):
    """No empty database takes the place of one that a restore had set aside when it was broken off."""

    def test_an_empty_cluster_is_made_only_where_there_was_none(self):
        self.assertEqual(self.call('refuse_empty "$folder/cluster"')[0], 0)
        os.mkdir(f"{self.folder}/cluster.before-20261101T010000.000Z")
        code, _, errors = self.call('refuse_empty "$folder/cluster"')
        self.assertEqual(code, 1)
        self.assertRegex(errors, r"there is no .*/cluster but .*/cluster.before-20261101T010000.000Z: a restore was broken off")

    def start_container(self, **environment):
        environment |= {"PATH": os.environ["PATH"], "PGDATA": self.folder, "BACKUP_LIB": f"{ROOT}/deploy/backup"}
        done = subprocess.run([f"{ROOT}/deploy/compose/postgres/start"], env=environment, capture_output=True, text=True, check=False,
                              timeout=30)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertNotIn("cluster", os.listdir(self.folder))
        return done.stderr

    def test_the_container_of_postgresql_refuses_to_begin_anew(self):
        os.mkdir(f"{self.folder}/cluster.before-20261101T010000.000Z")
        self.assertIn("a restore was broken off", self.start_container())

    def test_the_container_starts_after_a_restore_that_did_not_end_only_for_its_check(self):
        os.mkdir(f"{self.folder}/cluster.before-20261101T010000.000Z")
        self.write("restore.unfinished", "")
        self.assertIn("the last restore did not end well", self.start_container())
        self.assertIn("a restore was broken off", self.start_container(RESTORING="yes"))  # the next thing it looks at

    def test_a_run_folder_refuses_to_begin_anew(self):
        for name in ("postgres.before-20261101T010000.000Z", "secrets"):
            os.mkdir(f"{self.folder}/{name}")
        code, _, errors = self.call('root=$1; shift; . "$root/deploy/local/lib.sh"; . "$root/deploy/local/servers.sh"\n'
                                    'place_of() { printf "%s" "$1"; }; make_place() { :; }\n'
                                    'make_cluster() { die "began anew"; }; make_servers "$folder" 0 0 8MB', ROOT)
        self.assertEqual(code, 1)
        self.assertIn("a restore was broken off", errors)


if __name__ == "__main__":
    unittest.main()
