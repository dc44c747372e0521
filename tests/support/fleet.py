"""Services as processes over a test's own PostgreSQL and Redis: started, killed, stopped, started again."""
import ctypes
import os
import signal
import subprocess
import urllib.error
import urllib.request

import zmq

from tests.rig.ports import free_base
from tests.rig.servers import migrate
from tests.rig.wait import PATIENCE_SECONDS, wait_for
from tests.support import canary

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OFFSETS = {"intake": 10, "router": 20, "desk": 30, "escalation": 40, "archive": 50, "survey": 60,
           "example": 70, "mirror": 80}
EXAMPLE_PORTS = "example=70,mirror=80"


def die_with_the_test():
    """A test that is killed leaves no service behind (prctl PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class Fleet:
    """`names` are services; the servers are a tests.rig.servers.Servers inside its block. `under` is what each service
    runs under, such as valgrind with its options; `patience` is how long one may take to be ready.

    `clients` are further entries of the allow-list, each with a key of its own in the folder of keys: name and what
    allow_client takes.
    """

    def __init__(self, servers, names, binaries="build/bin", clients=None, under=(), patience=PATIENCE_SECONDS,
                 **settings):
        self.servers, self.names, self.binaries = servers, names, binaries
        self.clients, self.under, self.patience = clients or {}, list(under), patience
        self.base = free_base()
        self.keys = os.path.join(servers.folder, "keys")
        self.settings = settings
        self.processes, self.log = {}, {}

    def __enter__(self):
        subprocess.run([f"{ROOT}/build/bin/shouli-keys", self.keys, *OFFSETS], check=True)
        with open(os.path.join(self.keys, "vault.kek"), "w", encoding="ascii") as file:
            file.write("5a" * 32)
        for name, rights in self.clients.items():
            self.allow_client(name, **rights)
        self.migrate()
        for name in self.names:
            self.start(name)
        for name in self.names:
            self.wait_ready(name, self.patience)
        return self

    def __exit__(self, kind=None, *_):
        for name in self.processes:
            self.kill(name)
        if kind is None:
            self.check_logs()

    def check_logs(self):
        """Every line fits to the schema of the log and holds nobody's data."""
        schema = canary.log_schema()
        faults = [fault for path in sorted({*self.log.values(), os.path.join(self.servers.folder, "migrate.log")})
                  if os.path.exists(path) for fault in canary.faults_of_log(path, schema)]
        if faults:
            raise AssertionError("logs:\n" + "\n".join(faults[:20]))

    def allow_client(self, name, sources='["*"]', send='["*"]', follow='["*"]', actors="any", share="0.9", key=None):
        """A line of the allow-list for a new key, or for the public `key`; a service sees it when it reads anew."""
        if key is None:
            public, secret = zmq.curve_keypair()
            key = public.decode()
            with open(os.path.join(self.keys, f"{name}.key_secret"), "w", encoding="ascii") as file:
                file.write(f'public-key = "{key}"\nsecret-key = "{secret.decode()}"\n')
        with open(os.path.join(self.keys, "allow.yaml"), "a", encoding="utf-8") as file:
            file.write(f'  - name: {name}\n    key: "{key}"\n    sources: {sources}\n    send: {send}\n'
                       f"    follow: {follow}\n    actors: {actors}\n    share: {share}\n")

    def environment(self, name, settings=None):
        return {
            "PATH": os.environ["PATH"],
            "SHOULI_PORT_BASE": str(self.base),
            "SHOULI_KEYS_DIR": self.keys,
            "SHOULI_CONFIG_DIR": os.path.join(ROOT, "deploy/config"),
            "SHOULI_DATABASE_URL": self.servers.role_url(name),
            "SHOULI_REDIS_URL": self.servers.redis_url,
            "SHOULI_PEER_PORTS": EXAMPLE_PORTS,
            **{f"SHOULI_{key.upper()}": str(value) for key, value in {**self.settings, **(settings or {})}.items()},
        }

    def migrate(self, root=ROOT):
        with open(os.path.join(self.servers.folder, "migrate.log"), "ab") as log:
            migrate(self.servers.database_url, root, log)

    def start(self, name, alias=None, **settings):
        """A process of the service `name`; a second one beside it, with settings of its own, needs an alias."""
        alias = alias or name
        self.log[alias] = os.path.join(self.servers.folder, f"{alias}.log")
        with open(self.log[alias], "ab") as log:
            self.processes[alias] = subprocess.Popen(
                [*self.under, os.path.join(ROOT, self.binaries, f"shouli-{name}")], env=self.environment(name, settings),
                stderr=log, stdout=log, preexec_fn=die_with_the_test)

    def url(self, name, path):
        return f"http://127.0.0.1:{self.base + 4000 + OFFSETS[name]}{path}"

    def get(self, name, path):
        with urllib.request.urlopen(self.url(name, path), timeout=10) as answer:
            return answer.read().decode()

    def is_ready(self, name):
        try:
            self.get(name, "/readyz")
            return True
        except OSError:
            return False

    def wait_ready(self, name, deadline=PATIENCE_SECONDS):
        def answers():
            if self.processes[name].poll() is not None and not self.is_ready(name):
                raise RuntimeError(f"{name} ended with {self.processes[name].returncode}: {self.tail(name)}")
            return self.is_ready(name)

        try:
            wait_for(answers, f"{name} is ready", deadline, every=0.02)
        except AssertionError as error:
            raise TimeoutError(f"{error}: {self.tail(name)}") from error

    def tail(self, name, lines=5):
        with open(self.log[name], encoding="utf-8", errors="replace") as log:
            return "".join(log.readlines()[-lines:])

    def signal(self, name, number):
        self.processes[name].send_signal(number)

    def kill(self, name):
        process = self.processes.get(name)
        if process and process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()

    def revive(self):
        """Starts again whatever has ended."""
        for name in self.names:
            if self.processes[name].poll() is not None:
                self.start(name)

    def stop(self, name, deadline=PATIENCE_SECONDS):
        self.signal(name, signal.SIGTERM)
        return self.processes[name].wait(deadline)

    def sql(self, statement):
        """Rows of words, asked as the owner."""
        done = subprocess.run(["psql", self.servers.database_url, "-qAtF", "\t", "-c", statement],
                              capture_output=True, text=True, check=True)
        return [tuple(line.split("\t")) for line in done.stdout.splitlines()]

    def redis_command(self, *words):
        path, _, password = self.servers.redis_url.removeprefix("unix:").partition("?")
        return ["redis-cli", "-s", path, "--no-auth-warning", *(["-a", password] if password else []), *words]

    def redis(self, *words, raw=False):
        done = subprocess.run(self.redis_command(*words), capture_output=True, check=True)
        return done.stdout if raw else done.stdout.decode().strip()
