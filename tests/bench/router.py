"""What router can do (`tests/bench/run`, `tests/bench/run --router`): a model alone, all of router's decisions, and the service.

The first two are programs that read texts, on one core: CPU seconds of many texts less those of one, so that reading the policies
does not count and neighbours on the machine matter little. The service works off what intake accepted while it was away.
"""
import os
import statistics
import subprocess
import tempfile
import time

from tests.rig.servers import ROOT, Servers
from tests.rig.wait import wait_for
from tests.support.fleet import Fleet

TEXTS = 50000


def texts():
    """The sample's, over and over."""
    with open(os.path.join(ROOT, "tests/data/requests.tsv"), encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t")[-1] for line in file][1:]
    return [lines[i % len(lines)] for i in range(TEXTS)]


def cpu_of(words, lines):
    """CPU seconds of a program of ours that reads these lines."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as given:
        given.write("\n".join(lines) + "\n")
        given.seek(0)
        process = subprocess.Popen([f"{ROOT}/build/bin/shouli", *words], stdin=given, stdout=subprocess.DEVNULL, cwd=ROOT)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"shouli {' '.join(words)} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime


def per_second(words, lines, rounds):
    return statistics.median(len(lines) / (cpu_of(words, lines) - cpu_of(words, lines[:1])) for _ in range(rounds))


def programs(bench):
    lines = texts()
    model = ["classify", "--model", f"{ROOT}/build/share/model/zh.model"]
    bench.note("classify: messages/s a core, shipped Chinese model", per_second(model, lines, bench.options.rounds),
               "goal >= 100,000")
    bench.note("whole router: cases/s a core, rules, model, grade, route", per_second(["route"], lines, bench.options.rounds),
               "goal >= 20,000")


def service(bench):
    """Cases that waited in intake's stream, classified, stored and said, by one router over PostgreSQL."""
    fleet = bench.fleet
    fleet.stop("router")
    bench.load("accept")
    waiting = int(fleet.sql("select count(*) from intake.event")[0][0]) - int(fleet.sql(
        "select coalesce(max(seq), 0) from router.cursor where stream = 'intake'")[0][0])
    fleet.start("router")
    fleet.wait_ready("router")
    before, began = bench.cpu(), time.monotonic()
    first = int(fleet.sql("select count(*) from router.classified_case")[0][0])
    wait_for(lambda: fleet.sql("select c.seq = s.seq from router.cursor c, intake.stream s where c.stream = 'intake'")[0][0] == "t",
             "router has applied intake's stream", 120 + waiting // 500, every=0.05)
    took, after = time.monotonic() - began, bench.cpu()
    worked = int(fleet.sql("select count(*) from router.classified_case")[0][0]) - first
    bench.note(f"router as a service: cases/s of {worked:,} that waited", worked / took)
    for name in ("router", "postgres"):
        bench.note(f"  CPU us a case, {name}", (after[name] - before[name]) * 1e6 / worked)


def measure(options, make_bench):
    """Answers what was noted."""
    with Servers() as servers, Fleet(servers, ["intake", "router"]) as fleet:
        bench = make_bench(options, servers, fleet)
        programs(bench)
        service(bench)
    return bench.results
