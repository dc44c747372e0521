"""Intake beside RabbitMQ, its quorum queue with confirms, round by round (`tests/bench/run --rival`).

Both confirm only what is on the disk. One queue is what compares: intake's requests are one stream in one order. RabbitMQ is
faster with a queue for each publisher, which is measured too. It has one node, bodies of the size of a request, a client
in C; and it only stores, while intake checks, masks, seals, numbers and counts. Needs Debian's
rabbitmq-server and librabbitmq-dev, which nothing else of shouli uses.
"""
import os
import shutil
import signal
import statistics
import subprocess
import sys

from tests.rig.servers import ROOT, Servers
from tests.rig.wait import wait_for
from tests.support.fleet import Fleet

SCRIPT = "/usr/lib/rabbitmq/bin/rabbitmq-server"
HEADER = "/usr/include/amqp.h"
# Publishers, messages that each has unconfirmed, queues of RabbitMQ.
LOADS = {"4 publishers x 500, one queue": (4, 500, 1), "4 publishers x 500, four queues": (4, 500, 4), "64 publishers x 1, one queue": (64, 1, 1)}
GOALS = {"4 publishers x 500, one queue": "goal >= 4", "64 publishers x 1, one queue": "goal >= 2"}
BODY_BYTES = 400


class RabbitMq:
    """One node with its own epmd, on loopback, in a throw-away folder; ended by process id."""

    def __init__(self, folder, port):
        self.folder, self.port = os.path.join(folder, "rabbitmq"), port
        self.log = os.path.join(self.folder, "log", "out")
        self.processes = []

    def __enter__(self):
        os.makedirs(os.path.dirname(self.log))
        environment = {
            "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": self.folder,
            "ERL_EPMD_ADDRESS": "127.0.0.1", "ERL_EPMD_PORT": str(self.port + 2),
            "RABBITMQ_NODENAME": "bench@localhost", "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port), "RABBITMQ_DIST_PORT": str(self.port + 1),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "RABBITMQ_MNESIA_BASE": self.folder, "RABBITMQ_LOG_BASE": os.path.dirname(self.log),
            "RABBITMQ_PID_FILE": os.path.join(self.folder, "pid"), "RABBITMQ_CONFIG_FILE": os.path.join(self.folder, "none"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": os.path.join(self.folder, "plugins"),
        }
        with open(self.log, "wb") as log:
            for command in (["epmd"], [SCRIPT]):
                self.processes.append(subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log,
                                                       stderr=log, start_new_session=True))
        try:
            wait_for(self.is_ready, f"RabbitMQ is ready; see {self.log}", 90, every=0.2)
        except BaseException:
            self.__exit__()
            raise
        return self

    def is_ready(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            text = log.read()
        if self.processes[1].poll() is not None:
            raise RuntimeError(f"RabbitMQ ended: {text[-600:]}")
        return "completed with" in text

    def __exit__(self, *_):
        for process in reversed(self.processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def load(self, program, publishers, window, queues, seconds):
        """Confirmed a second."""
        running = [subprocess.Popen([program, str(self.port), f"bench-{queues}-{number % queues}", str(window), str(seconds), str(BODY_BYTES)],
                                    stdout=subprocess.PIPE, text=True) for number in range(publishers)]
        answers = [process.communicate()[0].split() for process in running]
        if any(process.returncode for process in running):
            raise RuntimeError("a publisher of RabbitMQ ended with an error")
        return sum(int(count) for count, _ in answers) / max(float(took) for _, took in answers)


def compile_publisher(folder):
    program = os.path.join(folder, "rabbitmq-publisher")
    subprocess.run(["gcc", "-O2", "-D_GNU_SOURCE", f"{ROOT}/tests/bench/rabbitmq.c", "-o", program, "-lrabbitmq"], check=True)
    return program


def measure(options, make_bench):
    """Medians of both and of their ratio in each round."""
    if not os.path.exists(SCRIPT) or not os.path.exists(HEADER) or not shutil.which("epmd"):
        sys.exit("bench: RabbitMQ is not here; apt-get install rabbitmq-server librabbitmq-dev")
    with Servers() as servers, Fleet(servers, ["intake"]) as fleet, RabbitMq(servers.folder, fleet.base + 90) as rabbit:
        bench, program = make_bench(options, servers, fleet), compile_publisher(servers.folder)
        for name, (publishers, window, queues) in LOADS.items():
            ours, theirs = [], []
            for _ in range(options.rounds):
                ours.append(bench.load("accept", "--publishers", str(publishers), "--window", str(window))["accepted_per_second"])
                theirs.append(rabbit.load(program, publishers, window, queues, options.seconds))
            bench.note(f"{name}: accepted/s by intake", statistics.median(ours))
            bench.note(f"{name}: confirmed/s by RabbitMQ", statistics.median(theirs))
            bench.note(f"{name}: ours / RabbitMQ's", statistics.median(a / b for a, b in zip(ours, theirs)), GOALS.get(name, ""))
        return bench.results
