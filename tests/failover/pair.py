"""Two PostgreSQL clusters on one machine, each in turn the other's synchronous standby, and a Redis.

    with Pair() as pair, Fleet(pair, ["intake"]) as fleet:
        pair.kill(pair.primary)
        pair.promote()         # the standby, which from then on is pair.primary
        pair.rejoin()          # the other one, by pg_rewind or, where that fails, by pg_basebackup
        pair.be_synchronous()  # only then may the next primary die

It has what Fleet wants of tests.rig.servers.Servers. The URL names both clusters; libpq finds the one that takes writes.
A standby's own list of synchronous standbys is empty, so that it can commit alone once it is promoted; the primary's
names the standby, so whoever is cut off from it commits nothing. With the default of wal_retrieve_retry_interval a
standby that has just lost its primary heeds the order to take over only after 5 s (tried).
"""
import os
import pwd
import shutil
import signal
import subprocess
import tempfile

from tests.rig.wait import wait_for
from tests.support.fleet import die_with_the_test

BIN = os.environ.get("POSTGRES_BIN", "/usr/lib/postgresql/15/bin")
NAMES = ("a", "b")

SETTINGS = """listen_addresses = ''
unix_socket_directories = '{folder}/{name}.socket'
max_connections = 60
shared_buffers = 64MB
fsync = on
synchronous_commit = on
full_page_writes = on
wal_log_hints = on
wal_keep_size = 384MB
max_wal_size = 256MB
min_wal_size = 80MB
hot_standby = on
jit = off
max_standby_streaming_delay = 1s
wal_retrieve_retry_interval = 200ms
log_line_prefix = '%m [%p] %u '
primary_conninfo = '{upstream}'
recovery_target_timeline = 'latest'
synchronous_standby_names = '{synchronous}'
"""


def other_of(name):
    return NAMES[1 - NAMES.index(name)]


def as_postgres():
    """Arguments of Popen: PostgreSQL refuses to run as root."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}


class Pair:
    """Started, in step and synchronous inside the block."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="shouli-pair.", dir="/tmp")
        os.chmod(self.folder, 0o711)
        self.primary, self.processes = "a", {}
        self.rewound = self.copied = 0
        hosts = ",".join(f"{self.folder}/{name}.socket" for name in NAMES)
        self.database_url = f"postgresql://shouli@/shouli?host={hosts}&target_session_attrs=read-write"
        self.redis_url = f"unix:{self.folder}/redis.sock"

    def __enter__(self):
        try:
            self.begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def begin(self):
        redis = ["redis-server", "--port", "0", "--unixsocket", f"{self.folder}/redis.sock", "--dir", self.folder,
                 "--appendonly", "yes", "--save", ""]
        self.processes["redis"] = subprocess.Popen(redis, stdout=subprocess.DEVNULL, preexec_fn=die_with_the_test)
        for name in NAMES:
            for folder in (self.data(name), f"{self.folder}/{name}.socket"):
                os.mkdir(folder, 0o700)
                if os.getuid() == 0:
                    shutil.chown(folder, "postgres", pwd.getpwnam("postgres").pw_gid)
        self.tool("initdb", "--pgdata", self.data("a"), "--username=shouli", "--encoding=UTF8", "--locale=C.UTF-8",
                  "--lc-collate=C", "--auth=trust", "--no-instructions", "--no-sync")
        self.write_settings("a")
        self.start("a")
        self.ask("a", "create database shouli", "postgres")
        self.copy("b")
        self.be_synchronous()

    def __exit__(self, *_):
        for name in NAMES:
            self.kill(name)
        redis = self.processes.get("redis")
        if redis:
            redis.kill()
            redis.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def data(self, name):
        return f"{self.folder}/{name}"

    def address(self, name):
        return f"host={self.folder}/{name}.socket user=shouli"

    def role_url(self, service):
        """The database as the service's own role; the migration makes the roles."""
        return self.database_url.replace("//shouli@", f"//shouli_{service}@", 1)

    def pid(self, name):
        """Of `postgres`, the primary, or `redis`; None while it is down."""
        process = self.processes.get(self.primary if name == "postgres" else name)
        return process.pid if process and process.poll() is None else None

    def tool(self, name, *arguments, check=True, seconds=60):
        """A program of PostgreSQL's, as its user; what it says goes to the log."""
        with open(f"{self.folder}/tools.log", "ab") as log:
            return subprocess.run([f"{BIN}/{name}", *arguments], cwd="/", stdout=log, stderr=log, check=check,
                                  timeout=seconds, **as_postgres()).returncode

    def ask(self, name, statement, database="shouli", seconds=30):
        """One statement on one cluster, as the owner. On a standby it may have to give way to what is replayed."""
        return subprocess.run([f"{BIN}/psql", f"{self.address(name)} dbname={database}", "-qAtXc", statement],
                              capture_output=True, text=True, check=True, timeout=seconds).stdout.strip()

    def said(self, lines=15):
        """The end of what both clusters and their tools have logged."""
        parts = []
        for name in (*NAMES, "tools"):
            with open(f"{self.folder}/{name}.log", encoding="utf-8", errors="replace") as log:
                parts.append(f"--- {name}\n{''.join(log.readlines()[-lines:])}")
        return "".join(parts)

    def write_settings(self, name, synchronous="", follows=True):
        upstream = f"host={self.folder}/{other_of(name)}.socket user=shouli application_name={name}" if follows else ""
        path = f"{self.data(name)}/postgresql.conf"
        with open(path, "w", encoding="ascii") as file:
            file.write(SETTINGS.format(folder=self.folder, name=name, upstream=upstream, synchronous=synchronous))
        if os.getuid() == 0:
            shutil.chown(path, "postgres", "postgres")

    def start(self, name, seconds=60):
        with open(f"{self.folder}/{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen([f"{BIN}/postgres", "-D", self.data(name)], cwd="/", stdout=log,
                                                    stderr=log, preexec_fn=die_with_the_test, **as_postgres())
        wait_for(lambda: self.tool("pg_isready", "-q", "-h", f"{self.folder}/{name}.socket", check=False) == 0,
                 f"cluster {name} answers", seconds)

    def everybody(self, name):
        """The postmaster of a cluster, then its processes."""
        process = self.processes.get(name)
        if not process or process.poll() is not None:
            return []
        found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False)
        return [process.pid, *map(int, found.stdout.split())]

    def signal(self, name, number):
        for pid in self.everybody(name):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass

    def kill(self, name):
        """All processes at once, as when the power fails."""
        self.signal(name, signal.SIGKILL)
        if name in self.processes:
            self.processes[name].wait(30)

    def cut(self, name):
        """A standby loses sight of its primary, which goes on living."""
        self.write_settings(name, follows=False)
        self.tool("pg_ctl", "reload", "-s", "-D", self.data(name))
        pid = str(self.processes[name].pid)
        wait_for(lambda: subprocess.run(["pgrep", "-P", pid, "-f", "walreceiver"], capture_output=True, check=False).returncode,
                 f"{name} is cut off")

    def promote(self):
        """The standby becomes the primary; until it has a standby of its own it commits alone. Not by pg_promote(): the
        log that is still to be replayed may wait for the snapshot of that very query."""
        self.primary = other_of(self.primary)
        self.tool("pg_ctl", "promote", "-w", "-s", "-D", self.data(self.primary))

    def copy(self, name):
        """A new standby from a copy of the primary."""
        for entry in os.scandir(self.data(name)):
            shutil.rmtree(entry.path) if entry.is_dir(follow_symlinks=False) else os.remove(entry.path)
        self.tool("pg_basebackup", "-d", self.address(self.primary), "-D", self.data(name), "--wal-method=stream",
                  "--checkpoint=fast", "--no-sync")
        self.follow(name)
        self.copied += 1

    def follow(self, name, seconds=60):
        path = f"{self.data(name)}/standby.signal"
        with open(path, "w", encoding="ascii"):
            pass
        if os.getuid() == 0:
            shutil.chown(path, "postgres", "postgres")
        self.write_settings(name)
        self.start(name, seconds)

    def rejoin(self):
        """The former primary, which must be dead, forgets what it alone had and follows the new one."""
        name = other_of(self.primary)
        # A checkpoint on the new timeline first: pg_rewind reads the timeline in the control file.
        self.ask(self.primary, "checkpoint")
        status = self.tool("pg_rewind", "--no-sync", "--target-pgdata", self.data(name), "--source-server",
                           f"{self.address(self.primary)} dbname=postgres", check=False)
        try:
            assert status == 0, "not rewound"
            self.follow(name, 20)
            self.rewound += 1
        except AssertionError:  # such as log that it needs and the primary has recycled
            self.kill(name)
            self.copy(name)

    def be_synchronous(self):
        """From the return on, every COMMIT of the primary is on both disks before it is answered."""
        standby = other_of(self.primary)
        self.write_settings(self.primary, standby)
        self.ask(self.primary, "select pg_reload_conf()")
        said = f"select sync_state from pg_stat_replication where application_name = '{standby}' and state = 'streaming'"
        wait_for(lambda: self.ask(self.primary, said) == "sync", f"{standby} follows {self.primary} in step", 60)
