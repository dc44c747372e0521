"""Services that reach a real PostgreSQL and a real Redis by TLS alone, with authorities and certificates of the test's own.

Neither server takes anything else: PostgreSQL has no line for a connection without TLS, Redis no port without it and asks for the
client's certificate. Then each server shows in turn what it must not be believed by.
"""
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.ports import free_base  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, command  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet, die_with_the_test  # noqa: E402

BIN = os.environ.get("POSTGRES_BIN", "/usr/lib/postgresql/15/bin")
AS_POSTGRES = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
SETTINGS = """listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
ssl = on
ssl_cert_file = '{folder}/server.pem'
ssl_key_file = '{folder}/server.key'
fsync = off
jit = off
"""
REDIS = """bind 127.0.0.1
port 0
tls-port {port}
tls-cert-file {folder}/server.pem
tls-key-file {folder}/server.key
tls-ca-cert-file {folder}/ca.pem
tls-auth-clients yes
dir {folder}
save ""
user default off
user desk on >pw?1 ~* &* +@all
"""


class Secured:
    """Both servers, and what Fleet wants of tests.rig.servers.Servers."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="shouli-tls.", dir="/tmp")
        os.chmod(self.folder, 0o711)
        base = free_base()
        self.port, self.redis_port, self.processes = base + 4, base + 5, {}
        self.place = f"postgresql://shouli@127.0.0.1:{self.port}/shouli"
        self.database_url = f"{self.place}?sslmode=verify-full&sslrootcert={self.folder}/ca.pem"
        self.redis_url = self.redis("ca.pem")

    def redis(self, authority, own=True):
        key = f"&cert={self.folder}/client.pem&key={self.folder}/client.key" if own else ""
        return f"rediss://desk:pw?1@127.0.0.1:{self.redis_port}?ca={self.folder}/{authority}{key}"

    def role_url(self, service):
        return self.database_url.replace("//shouli@", f"//shouli_{service}@", 1)

    def openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True, timeout=30)

    def make_authority(self, name):
        self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=bank", "-days", "2",
                     "-keyout", f"{name}.key", "-out", f"{name}.pem")

    def issue(self, name, authority="ca", names="IP:127.0.0.1"):
        """A certificate under `name`, exchanged at once, readable by both servers' user."""
        with open(f"{self.folder}/{name}.ext", "w", encoding="ascii") as file:
            file.write(f"subjectAltName={names}\n")
        self.openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
                     "-keyout", f"{name}.key", "-out", f"{name}.csr")
        self.openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{authority}.pem", "-CAkey", f"{authority}.key", "-CAcreateserial",
                     "-days", "2", "-extfile", f"{name}.ext", "-out", f"{name}.pem")
        if os.getuid() == 0 and name == "server":
            shutil.chown(f"{self.folder}/{name}.key", "postgres")
        os.chmod(f"{self.folder}/{name}.key", 0o600)

    def __enter__(self):
        try:
            self.make_authority("ca")
            self.make_authority("stranger")
            self.issue("server")
            self.issue("client", names="DNS:desk")
            self.make_cluster()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def make_cluster(self):
        data = f"{self.folder}/data"
        os.mkdir(data, 0o700)
        if os.getuid() == 0:
            shutil.chown(data, "postgres", pwd.getpwnam("postgres").pw_gid)
        subprocess.run([f"{BIN}/initdb", "-D", data, "--username=shouli", "--auth=trust", "--no-sync", "--no-instructions", "--locale=C.UTF-8",
                        "--encoding=UTF8", "--lc-collate=C"], check=True, cwd="/", capture_output=True, timeout=60, **AS_POSTGRES)
        with open(f"{data}/postgresql.conf", "a", encoding="ascii") as file:
            file.write(SETTINGS.format(port=self.port, folder=self.folder))
        with open(f"{data}/pg_hba.conf", "w", encoding="ascii") as file:
            file.write("hostssl all all 127.0.0.1/32 trust\n")
        subprocess.run([f"{BIN}/postgres", "--single", "-D", data, "postgres"], input=b"create database shouli\n", check=True, cwd="/",
                       capture_output=True, timeout=60, **AS_POSTGRES)

    def spawn(self, name, words, **options):
        with open(f"{self.folder}/{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen(words, cwd="/", stdout=log, stderr=log, preexec_fn=die_with_the_test, **options)

    def start(self):
        self.spawn("postgres", [f"{BIN}/postgres", "-D", f"{self.folder}/data"], **AS_POSTGRES)
        self.start_redis()
        wait_for(lambda: self.asked(self.database_url)[0] == 0, "PostgreSQL takes TLS", 30)

    def start_redis(self):
        with open(f"{self.folder}/redis.conf", "w", encoding="ascii") as file:
            file.write(REDIS.format(port=self.redis_port, folder=self.folder))
        self.spawn("redis", ["redis-server", f"{self.folder}/redis.conf"])

    def restart_redis(self):
        self.processes["redis"].kill()
        self.processes["redis"].wait()
        self.start_redis()

    def reload_postgres(self):
        self.processes["postgres"].send_signal(signal.SIGHUP)

    def drop_sessions(self):
        """So that everybody has to greet anew."""
        self.ask("select pg_terminate_backend(pid) from pg_stat_activity where usename like 'shouli\\_%'", f"{self.place}?sslmode=require")

    def asked(self, url, statement="select 1"):
        done = subprocess.run(["psql", url, "-qAtXc", statement], capture_output=True, text=True, check=False, timeout=30)
        return done.returncode, done.stdout.strip(), done.stderr

    def ask(self, statement, url=None):
        code, said, wrong = self.asked(url or self.database_url, statement)
        assert code == 0, wrong
        return said

    def __exit__(self, *_):
        for process in self.processes.values():
            process.send_signal(signal.SIGQUIT if process is self.processes.get("postgres") else signal.SIGKILL)
            process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


def request():
    return command("request.submitted.v1", {"channel": "phone", "text": "请问信用卡年费怎么收？"}, source="/bank/test")


class Tls(unittest.TestCase):
    """REQUIREMENTS 1.20: what leaves the host is encrypted, and sent to nobody else."""

    @classmethod
    def setUpClass(cls):
        cls.servers = cls.enterClassContext(Secured())
        cls.fleet = cls.enterClassContext(Fleet(cls.servers, ["intake", "router", "desk"]))

    def client(self):
        client = Client(self.fleet.keys, self.fleet.base, OFFSETS["intake"], "publisher")
        self.addCleanup(client.close)
        return client

    def metric(self, name):
        lines = self.fleet.get("desk", "/metrics").splitlines()
        return next((float(line.split()[-1]) for line in lines if line.split("{")[0].split(" ")[0] == name), None)

    def logged(self, words):
        with open(self.fleet.log["desk"], encoding="utf-8") as file:
            return words in file.read()

    def test_1_a_request_goes_its_way_and_every_session_is_encrypted(self):
        self.assertEqual(self.client().insist(request())["status"], "accepted")
        wait_for(lambda: self.servers.ask("select 1 from desk.queued_case where state = 'queued'"), "desk has it")
        wait_for(lambda: self.metric("shouli_projection_ready") == 1, "Redis holds it")
        sessions = self.servers.ask("select count(*), count(*) filter (where ssl and version >= 'TLSv1.2') from pg_stat_activity "
                                    "join pg_stat_ssl using (pid) where usename like 'shouli\\_%'").split("|")
        self.assertEqual(sessions[0], sessions[1])
        self.assertGreaterEqual(int(sessions[0]), 3)

    def test_2_neither_server_takes_anything_else(self):
        """So what passed in the test before passed by TLS."""
        code, _, wrong = self.servers.asked(f"{self.servers.place}?sslmode=disable")
        self.assertNotEqual(code, 0)
        self.assertIn("no encryption", wrong)
        with socket.create_connection(("127.0.0.1", self.servers.redis_port), timeout=5) as plain:
            plain.sendall(b"PING\r\n")
            try:
                said = plain.recv(100)
            except ConnectionResetError:
                said = b""
            self.assertNotIn(b"PONG", said)
            self.assertNotIn(b"-NOAUTH", said)

    def test_3_a_redis_that_another_authority_vouches_for_is_not_told_the_password(self):
        self.servers.issue("server", "stranger")
        self.servers.restart_redis()
        wait_for(lambda: self.logged("TLS is refused: unable to get local issuer certificate")
                 or self.logged("TLS is refused: self-signed certificate in certificate chain"), "desk says why")
        self.assertEqual(self.metric("shouli_redis_up"), 0)
        self.servers.issue("server", names="IP:127.0.0.2")
        self.servers.restart_redis()
        wait_for(lambda: self.logged("TLS is refused: IP address mismatch"), "desk says that it is another's")
        self.servers.issue("server")
        self.servers.restart_redis()
        wait_for(lambda: self.metric("shouli_redis_up") == 1 and self.metric("shouli_projection_ready") == 1, "desk has Redis again")

    def test_4_a_postgresql_that_another_authority_vouches_for_gets_no_session(self):
        for names, authority, words in (("IP:127.0.0.1", "stranger", "certificate verify failed"),
                                        ("IP:127.0.0.2", "ca", "does not match host name")):
            self.servers.issue("server", authority, names)
            self.servers.reload_postgres()
            wait_for(lambda: self.servers.asked(self.servers.database_url)[0], "it shows the other certificate")
            self.servers.drop_sessions()
            wait_for(lambda words=words: self.logged(words), f"desk says {words}")
            self.assertEqual(self.client().ask(request())["status"], "unavailable")
        self.servers.issue("server")
        self.servers.reload_postgres()
        self.assertEqual(self.client().insist(request())["status"], "accepted")

    def test_5_a_redis_that_greets_nobody_is_given_up_and_the_service_goes_on(self):
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen(8)
            url = self.servers.redis_url.replace(f":{self.servers.redis_port}?", f":{silent.getsockname()[1]}?")
            self.fleet.stop("desk")
            self.fleet.start("desk", redis_url=url)
            wait_for(lambda: self.logged("no greeting"), "desk gives it up", 30)
        self.fleet.stop("desk")
        self.fleet.start("desk", redis_url=self.servers.redis("ca.pem", own=False))
        wait_for(lambda: self.logged("certificate required"), "without a certificate of its own Redis refuses it", 30)
        self.fleet.stop("desk")
        self.fleet.start("desk", redis_url=self.servers.redis("nowhere.pem"))
        wait_for(lambda: self.logged("nowhere.pem: "), "a file that is missing is named", 30)


if __name__ == "__main__":
    unittest.main()
