"""What limits each container and each server of a running installation: read from the engine, and tried from inside."""
import glob
import os
import re
import subprocess
import tempfile

from tests.compose.engine import ROOT
from tests.compose.installation import SERVICES
from tests.rig.wait import wait_for
from tests.system.hardening_test import faults

RUNNING = [*SERVICES, "postgres", "redis", "front"]
ONCE = ["secrets", "migrate"]
DRAIN_SECONDS = 8


def guards(installation):
    """(sentence, test) of each."""
    each = Guards(installation)
    return [
        ("every container is closed in: user, root folder, capabilities, limits, restart, health", each.closed_in),
        ("no secret stands in an environment, a command line or an image", each.no_secret_shows),
        ("what holds data is reached by services alone, and reaches nobody outside", each.networks),
        ("PostgreSQL has checksums, takes SCRAM alone, and shows a role its own schema", each.postgres),
        ("Redis knows a user for each service with its own keys, and no dangerous command", each.redis),
        ("the image holds a bill of materials, and no compiler", each.image),
    ]


class Guards:
    """One method a sentence."""

    def __init__(self, installation):
        self.installation, self.engine = installation, installation.engine

    def container(self, service):
        (found,) = self.installation.containers(service, everything=True)
        return found

    def within(self, service, *words, **more):
        """A finished process inside a container."""
        return self.engine.docker("exec", *[f"--env={name}={value}" for name, value in more.items()],
                                  self.container(service), *words, check=False)

    def closed_in(self):
        for service in [*RUNNING, *ONCE]:
            self.limited(service)
        found = self.installation.inspect(self.container("secrets"))["HostConfig"]
        assert found["NetworkMode"] == "none" and sorted(found["CapAdd"]) == ["CHOWN", "DAC_OVERRIDE", "FOWNER"]
        for service in ONCE:
            found = self.installation.inspect(self.container(service))
            assert found["State"]["ExitCode"] == 0 and found["HostConfig"]["RestartPolicy"]["Name"] in ("", "no"), service
        for service in RUNNING:
            self.closed_in_running(service)
        for service in SERVICES:
            config = self.installation.inspect(self.container(service))["Config"]
            assert config["StopTimeout"] > DRAIN_SECONDS, service
            assert config["Healthcheck"]["Test"] == ["CMD", f"shouli-{service}", "--health"]

    def limited(self, service):
        host = self.installation.inspect(self.container(service))["HostConfig"]
        assert host["ReadonlyRootfs"] and host["CapDrop"] == ["ALL"] and not host["Privileged"], service
        assert "no-new-privileges:true" in host["SecurityOpt"] and host["Init"] and "/tmp" in host["Tmpfs"], service
        assert 0 < host["PidsLimit"] <= 256 and 0 < host["Memory"] <= 2 << 30, service

    def closed_in_running(self, service):
        self.limited(service)
        found = self.installation.inspect(self.container(service))
        host, config = found["HostConfig"], found["Config"]
        assert not host["CapAdd"] and config["User"] not in ("", "0", "root", "0:0"), (service, config["User"])
        assert host["RestartPolicy"]["Name"] == "unless-stopped" and config["Healthcheck"]["Test"], service
        self.closed_from_inside(service)

    def closed_from_inside(self, service):
        said = self.within(service, "bash", "-c", "id -u; grep -E '^(CapEff|CapBnd|NoNewPrivs)' /proc/self/status; "
                                                  "touch /usr/x /etc/x 2>&1; mount | grep -c ' / .*[(]ro,'").stdout
        assert not said.startswith("0\n"), f"{service}: {said}"
        assert re.findall(r"Cap\w+:\s+0{16}$", said, re.MULTILINE).__len__() == 2, f"{service}: {said}"
        assert "NoNewPrivs:\t1" in said and said.count("Read-only file system") == 2 and said.endswith("\n1\n"), said

    def no_secret_shows(self):
        """Everything that the maker of secrets wrote, looked for in all that an engine shows."""
        files = self.engine.docker("run", "--rm", "--network=none", "--user=0", "-v", f"{self.installation.secrets}:/s:ro",
                                   "shouli:local", "bash", "-c", "cat /s/master/passwords/* <(echo) /s/master/keys/vault.kek; "
                                   "grep -rhoE 'secret-key = .*' /s/master/keys").strip()
        secrets = set(re.findall(r"[0-9a-f]{48,64}", files)) | set(re.findall(r'secret-key = "(.{40})"', files))
        assert len(secrets) >= 20, len(secrets)
        shown = "".join(self.engine.docker("inspect", self.container(service)) for service in [*RUNNING, *ONCE])
        shown += "".join(self.engine.docker("history", "--no-trunc", image) for image in ("shouli:local", "shouli-front:local"))
        shown += "".join(self.within(service, "bash", "-c", "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' ' '").stdout
                         for service in RUNNING)
        shown += self.installation.logs(200)
        for secret in secrets:
            assert secret not in shown, "a secret shows"
        # A service sees its own and no other's.
        own = self.within("desk", "bash", "-c", "cd /run/shouli && find . -type f | sort").stdout.split()
        assert own == ["./allow.yaml", "./database_url", "./redis_url", "./server.key_secret", "./services/desk.key_secret",
                       "./vault.kek"], own
        modes = self.within("desk", "bash", "-c", "find /run/shouli -type f -perm /077").stdout
        assert not modes, modes

    def networks(self):
        project = self.installation.project
        for network in ("data", "inside"):
            found = self.engine.docker("network", "inspect", "-f", "{{.Internal}}", f"{project}_{network}")
            assert found == "true", network
        attached = {service: set(self.installation.inspect(self.container(service))["NetworkSettings"]["Networks"])
                    for service in RUNNING}
        assert attached["postgres"] == {f"{project}_data"} and attached["redis"] == {"none"}, attached
        assert attached["front"] == {f"{project}_inside", f"{project}_outside"}, attached
        for service in RUNNING:
            ports = self.installation.inspect(self.container(service))["HostConfig"]["PortBindings"]
            assert bool(ports) == (service == "front"), f"{service}: {ports}"
        data, doors = self.address("postgres", "data"), [self.address("front", name) for name in ("inside", "outside")]
        assert self.reaches("intake", data, 5432) and not self.reaches("front", data, 5432)
        # The way out: a listener that a service reaches on the inner network, at its address on the outer one.
        assert self.reaches("intake", doors[0], 9500) and not self.reaches("intake", doors[1], 9500)

    def address(self, service, network):
        networks = self.installation.inspect(self.container(service))["NetworkSettings"]["Networks"]
        return networks[f"{self.installation.project}_{network}"]["IPAddress"]

    def reaches(self, service, address, port):
        return self.within(service, "timeout", "2", "bash", "-c", f"</dev/tcp/{address}/{port}").returncode == 0

    def psql(self, role, password, sql):
        return self.within("postgres", "psql", "-XAtq", "-h", "127.0.0.1", "-U", role, "-d", "shouli", "-c", sql,
                           PGPASSWORD=password)

    def postgres(self):
        owner = self.installation.secret("master/passwords/postgres")
        ask = "select setting from pg_settings where name = any('{%s}') order by name"
        said = self.psql("shouli", owner, ask % "data_checksums,fsync,full_page_writes,password_encryption,synchronous_commit").stdout
        assert said.split() == ["on", "on", "on", "scram-sha-256", "on"], said
        hashes = self.psql("shouli", owner, "select count(*), count(*) filter (where rolpassword like 'SCRAM-SHA-256$%') "
                                            "from pg_authid where rolcanlogin").stdout.strip()
        assert hashes == f"{len(SERVICES) + 1}|{len(SERVICES) + 1}", hashes
        rules = self.psql("shouli", owner, "select distinct auth_method from pg_hba_file_rules order by 1").stdout.split()
        assert rules == ["reject", "scram-sha-256"], rules
        for service in SERVICES:
            role, password = f"shouli_{service}", self.installation.secret(f"master/passwords/shouli_{service}")
            other = "desk" if service == "intake" else "intake"
            assert self.psql(role, password, "show statement_timeout; select count(*) >= 0 from cursor").stdout.split() == ["30s", "t"]
            assert "permission denied" in self.psql(role, password, f"select * from {other}.event").stderr
            assert "password authentication failed" in self.psql(role, "x" + password, "select 1").stderr
        assert "reject" in self.within("postgres", "psql", "-h", "127.0.0.1", "-U", "shouli", "-d", "postgres", "-c", "select 1",
                                       PGPASSWORD=owner).stderr

    def redis_cli(self, *words, user=None):
        login = ["--user", user, "--no-auth-warning"] if user else []
        environment = {"REDISCLI_AUTH": self.installation.secret(f"master/passwords/redis_{user}")} if user else {}
        done = self.within("redis", "redis-cli", "-s", "/run/redis/redis.sock", *login, *words, **environment)
        return done.stdout.strip()

    def redis(self):
        wait_for(lambda: self.redis_cli("GET", "desk:active", user="desk"), "desk has built its queues")
        assert "NOAUTH" in self.redis_cli("GET", "desk:active")
        assert "NOPERM" in self.redis_cli("GET", "desk:active", user="escalation")
        assert "NOPERM" in self.redis_cli("SET", "escalation:active", "1", user="desk")
        assert "NOPERM" in self.redis_cli("ACL", "LIST", user="desk")
        for words in (["FLUSHALL"], ["FLUSHDB"], ["KEYS", "*"], ["CONFIG", "GET", "*"], ["DEBUG", "SLEEP", "0"], ["MONITOR"],
                      ["REPLICAOF", "no", "one"], ["MODULE", "LIST"]):
            assert "unknown command" in self.redis_cli(*words, user="desk"), words
        assert "NOPERM" in self.redis_cli("SHUTDOWN", user="desk") and "NOPERM" in self.redis_cli("SCAN", "0", user="desk")
        settings = open(f"{ROOT}/deploy/compose/redis/redis.conf", encoding="utf-8").read()
        for line in ("appendonly yes", "maxmemory-policy noeviction", "port 0"):
            assert re.search(f"(?m)^{line}$", settings), line
        assert self.within("redis", "bash", "-c", "ls /data/appendonlydir").stdout.strip()
        assert self.within("intake", "ls", "/run/redis").returncode != 0

    def image(self):
        said = self.within("intake", "bash", "-c", "head -c 40 /usr/share/shouli/sbom.json; command -v gcc make git curl python3").stdout
        assert '"bomFormat": "CycloneDX"' in said and "/bin/" not in said, said
        layers = subprocess.run(["docker", "run", "--rm", "--network=none", "shouli:local", "bash", "-c",
                                 "for f in /usr/local/bin/shouli*; do ldd $f 2>/dev/null; done | grep 'not found'"],
                                env=self.engine.environment, capture_output=True, text=True, check=False, timeout=60)
        assert layers.returncode == 1 and not layers.stdout, layers.stdout
        self.hardened()

    def hardened(self):
        """The programs as they are shipped, stripped: what tests/system/hardening_test.py asks of those that were built here."""
        with tempfile.TemporaryDirectory(prefix="shouli-image.") as folder:
            self.engine.docker("cp", f"{self.container('intake')}:/usr/local/bin/.", folder)
            programs = [path for path in glob.glob(f"{folder}/shouli*") if not path.endswith("shouli-secrets")]  # a script
            assert len(programs) >= len(SERVICES) + 2, programs
            for path in programs:
                found = faults(path)
                assert not found, f"{os.path.basename(path)}: {', '.join(found)}"
