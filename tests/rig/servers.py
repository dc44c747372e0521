"""A PostgreSQL and a Redis of a test's own, on unix sockets in a throw-away folder.

    with Servers() as servers:
        connect(servers.database_url, servers.redis_url)
        os.kill(servers.pid("postgres"), signal.SIGKILL)   # it comes back

The servers end with the block, and also when the test is killed: they live as long as its pipe.
"""
import fcntl
import glob
import hashlib
import os
import shutil
import subprocess
import tempfile

from tests.rig.wait import read_pid

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCRIPTS = os.path.join(ROOT, "deploy/local")
# As deploy/local/servers, but what it made stays when it has ended.
MAKE = """set -euo pipefail; . "$1/lib.sh"; . "$1/servers.sh"
make_servers "$2" 0 0 64MB
(umask 077 && write_servers_table "$2" >"$2/table")
printf 'SHOULI_RUN_DIR=%s\\nSHOULI_DATABASE_URL=%s\\nSHOULI_REDIS_URL=%s\\n' "$2" "$(database_url_of shouli)" "$(redis_url_of "$2")"
exec "$root/build/bin/shouli-supervisor" --while-stdin --deadline 60 "$2" "$2/table"
"""


def make_folder():
    """As deploy/local/servers makes one for itself."""
    folder = tempfile.mkdtemp(prefix="shouli-rig.", dir="/tmp")
    os.chmod(folder, 0o711)
    return folder


def migrate(database_url, root=ROOT, log=None):
    """All migrations of a source, with those of the example."""
    environment = {**os.environ, "SHOULI_DATABASE_URL": database_url, "SHOULI_SCHEMA_ROOT": root, "SHOULI_MIGRATE_EXAMPLE": "1"}
    subprocess.run([f"{root}/build/bin/shouli-migrate"], check=True, env=environment, stdout=log, stderr=log)


def key_of(migrated):
    """Another when anything is that a cluster is made of."""
    files = [f"{SCRIPTS}/servers.sh"]
    if migrated:
        folders = ("common/engine/schema", "services/*/schema", "tests/example/schema")
        files += [f"{ROOT}/build/bin/shouli-migrate", *(path for folder in folders for path in sorted(glob.glob(f"{ROOT}/{folder}/*")))]
    digest = hashlib.sha256(os.environ.get("POSTGRES_BIN", "").encode())
    for path in files:
        with open(path, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()[:12]


def cluster_of(migrated):
    """A folder in build with a cluster that has ended in order, which tests take copies of. The first test that needs one
    makes it, others wait for it meanwhile: initdb and the migrations take many times longer than a copy."""
    place = os.path.join(ROOT, "build/rig", key_of(migrated))
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with open(f"{place}.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.isdir(place):
            make_cluster(place, migrated)
    return place


def make_cluster(place, migrated):
    """The folder is there when it is whole."""
    folder, draft = make_folder(), f"{place}.new"
    shutil.rmtree(draft, ignore_errors=True)  # of a test that was killed
    try:
        servers = Servers(migrated)
        servers.begin(["bash", "-c", MAKE, "bash", SCRIPTS, folder])
        try:
            if migrated:
                migrate(servers.database_url, log=subprocess.DEVNULL)
        finally:
            servers.__exit__()
        os.makedirs(draft)
        subprocess.run(["cp", "-a", f"{folder}/postgres", f"{folder}/secrets", draft], check=True)
        os.rename(draft, place)
    finally:
        shutil.rmtree(folder)


class Servers:
    """Started and ready inside the block, the database with all tables unless it is to be empty."""

    def __init__(self, migrated=True):
        self.migrated, self.process = migrated, None
        self.folder = self.database_url = self.redis_url = None

    def __enter__(self):
        folder = make_folder()
        subprocess.run(["cp", "-a", f"{cluster_of(self.migrated)}/.", folder], check=True)
        self.begin([os.path.join(SCRIPTS, "servers"), folder])
        return self

    def begin(self, command):
        """Of deploy/local, until it says that both are ready."""
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        settings = {}
        seen = []
        for line in self.process.stdout:
            seen.append(line)
            if line == "ready\n":
                break
            name, equals, value = line.strip().partition("=")
            if equals:
                settings[name] = value
        else:
            self.__exit__()
            raise RuntimeError("the servers did not start:\n" + "".join(seen))
        self.folder = settings["SHOULI_RUN_DIR"]
        self.database_url = settings["SHOULI_DATABASE_URL"]
        self.redis_url = settings["SHOULI_REDIS_URL"]

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=90)

    def role_url(self, service):
        """The database as the service's own role; the migration makes the roles."""
        return self.database_url.replace("//shouli@", f"//shouli_{service}@", 1)

    def pid(self, name):
        """Of `postgres` or `redis`; None while it is down."""
        return read_pid(self.folder, name)
