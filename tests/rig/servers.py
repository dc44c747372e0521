"""A PostgreSQL and a Redis of a test's own, on unix sockets in a throw-away folder.

    with Servers() as servers:
        connect(servers.database_url, servers.redis_url)
        os.kill(servers.pid("postgres"), signal.SIGKILL)   # it comes back

The servers end with the block, and also when the test is killed: they live as long as its pipe.
"""
import os
import subprocess

from tests.rig.wait import read_pid

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Servers:
    """Started and ready inside the block."""

    def __init__(self):
        self.process = None
        self.folder = self.database_url = self.redis_url = None

    def __enter__(self):
        self.process = subprocess.Popen(
            [os.path.join(ROOT, "deploy/local/servers")],
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
        return self

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
