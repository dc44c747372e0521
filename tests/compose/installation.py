"""An installation of docker-compose.yml for a test: a project, ports and secrets of its own; gone at the end."""
import concurrent.futures
import json
import os
import socket
import subprocess
import tempfile
import time

from tests.compose.engine import ROOT
from tests.rig.wait import wait_for

SERVICES = ["intake", "router", "desk", "escalation", "archive", "survey"]
OFFSETS = {name: 10 * (i + 1) for i, name in enumerate(SERVICES)}
SERVERS = {"postgres": "postgres:15-bookworm", "redis": "redis:7.0-bookworm"}


def free_prefix():
    """The first three digits of ports of which all that the front publishes are free."""
    for prefix in range(200 + os.getpid() % 100, 320):
        held = []
        try:
            for offset in OFFSETS.values():
                for port in (prefix * 100 + offset, prefix * 100 + offset + 1):
                    probe = socket.socket()
                    held.append(probe)
                    probe.bind(("127.0.0.1", port))
            return prefix
        except OSError:
            continue
        finally:
            for probe in held:
                probe.close()
    raise RuntimeError("no free ports")


class Installation:
    """docker-compose with a project of its own."""

    def __init__(self, engine):
        self.engine = engine
        self.prefix = free_prefix()
        self.base = self.prefix * 100
        self.project = f"shoulitest{os.getpid()}"
        self.folder = tempfile.TemporaryDirectory(prefix="shouli-compose-")
        self.secrets = os.path.join(self.folder.name, "secrets")
        self.keys = os.path.join(self.secrets, "clients")
        self.backups = os.path.join(self.folder.name, "backups")
        os.mkdir(self.secrets)
        self.versions = set()
        self.environment = {
            **engine.environment, "COMPOSE_PROJECT_NAME": self.project, "SECRETS": self.secrets, "BACKUPS": self.backups, "ARCHIVE": "on",
            "PUBLISH": f"127.0.0.1:{self.prefix}", "PUBLISH_MONITORING": f"127.0.0.1:{self.prefix}", "JOBS": str(os.cpu_count()), "VERSION": "local",
        }

    def compose(self, *words, timeout=600, check=True, **environment):
        done = subprocess.run(
            [*self.engine.compose, *words], cwd=ROOT, env={**self.environment, **environment}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=timeout)
        if check and done.returncode:
            raise RuntimeError(f"compose {' '.join(words)} ended with {done.returncode}:\n{done.stdout[-4000:]}")
        return done.stdout

    def build_servers(self):
        """Stand-ins under the official names, where those are not there."""
        for target, image in SERVERS.items():
            if self.engine.docker("image", "inspect", image, check=False).returncode:
                self.engine.docker("build", "--target", target, "-t", image, "-f", f"{ROOT}/tests/compose/servers.Dockerfile",
                                   f"{ROOT}/tests/compose", timeout=600)

    def build(self):
        """Ours, and beside them what they stand on: fetching packages and compiling do not hinder each other."""
        with concurrent.futures.ThreadPoolExecutor() as pool:
            servers = pool.submit(self.build_servers)
            self.compose("build", "secrets", "front", timeout=1500)
            servers.result()

    def next_version(self):
        """The same programs as an image of another name and content, as an upgrade would bring."""
        tag = f"{self.project}-next"
        subprocess.run(["docker", "build", "-q", "-t", f"shouli:{tag}", "-"], input="FROM shouli:local\nLABEL upgrade=yes\n",
                       env=self.engine.environment, text=True, check=True, capture_output=True, timeout=120)
        self.versions.add(f"shouli:{tag}")
        return tag

    def containers(self, service, everything=False):
        """ids, the oldest first."""
        words = ["ps", "-q", "--no-trunc", "--filter", f"label=com.docker.compose.project={self.project}",
                 "--filter", f"label=com.docker.compose.service={service}",
                 "--filter", "label=com.docker.compose.oneoff=False"]
        return self.engine.docker(*words, *(["-a"] if everything else [])).split()[::-1]

    def inspect(self, container):
        return json.loads(self.engine.docker("inspect", container))[0]

    def health(self, container):
        """(status, what the last check said)."""
        health = self.inspect(container)["State"].get("Health", {})
        log = health.get("Log") or [{}]
        return health.get("Status"), (log[-1].get("Output") or "").strip()

    def said_by(self, container):
        """What the program says of its own health now; "" when it cannot be asked."""
        service = self.inspect(container)["Config"]["Labels"]["com.docker.compose.service"]
        return self.engine.docker("exec", container, f"shouli-{service}", "--health", check=False).stdout.strip()

    def wait_healthy(self, services, seconds=60):
        for service in services:
            wait_for(lambda s=service: (ids := self.containers(s)) and all(self.health(i)[0] == "healthy" for i in ids),
                     f"{service} is healthy", seconds)

    def wait_ready(self, services, seconds=60):
        """The front lets clients through: asks from outside, without waiting for the next round of health checks."""
        def is_open(service):
            with socket.socket() as probe:
                probe.settimeout(2)
                try:
                    probe.connect(("127.0.0.1", self.base + OFFSETS[service]))
                    # A ZeroMQ peer speaks first; behind a closed door HAProxy hangs up instead.
                    return probe.recv(1) == b"\xff"
                except OSError:
                    return False
        for service in services:
            wait_for(lambda s=service: is_open(s), f"{service} can be reached from outside", seconds)

    def kill(self, container):
        """kill -9 of all that runs inside, as the container's own user; the restart policy brings it back."""
        self.engine.docker("exec", container, "bash", "-c", "kill -9 -1", check=False)

    def logs(self, lines=15):
        return self.compose("logs", "--no-color", "--tail", str(lines), check=False, timeout=60)

    def secret(self, path):
        with open(os.path.join(self.secrets, path), encoding="utf-8") as file:
            return file.read().strip()

    def down(self):
        """Seconds it took."""
        begun = time.monotonic()
        self.compose("--profile", "demo", "--profile", "tools", "--profile", "monitoring", "down", "--volumes",
                     "--remove-orphans", "--timeout", "30", timeout=180)
        return time.monotonic() - begun

    def clean(self):
        self.compose("down", "--volumes", "--remove-orphans", "--timeout", "2", check=False, timeout=180)
        for image in self.versions:
            self.engine.docker("rmi", "-f", image, check=False)
        self.folder.cleanup()
