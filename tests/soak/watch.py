"""What is sampled during a soak, and how its growth is judged.

A process that is started anew begins small again; so growth is taken inside the lives of a process alone, of each life without
its first seconds. The slope is what seven of ten pairs of samples of a life show, after Theil and Sen: a leak goes on and shows in
every pair; what a backlog takes once, and memory keeps for the next one, is a step, which at most half of the pairs see.

What was not measured did not stay small: a series that is missing or was never judged, and a source that failed more often
than restarts explain, are faults like growth.
"""
import os
import statistics
import subprocess
import time

WARM_SECONDS = 45
PAIR_SECONDS = 15
# A shorter life cannot tell a leak from the steps in which a process grows to its size; other lives and longer runs do.
JUDGED_SECONDS = 90
# So long a run has, whatever was restarted, a life of everything that can be judged.
WHOLE_SECONDS = 600
# A source is away while it is restarted: so many samples, and so large a share of all.
FAILED_MAX, FAILED_SHARE_MAX = 5, 0.1
# It grows with what the customers send; shown, and not judged.
DATA = (float("inf"), 0.0)


class Series:
    """Values of one thing over time, in lives."""

    def __init__(self, name, unit, bound_per_minute, noise):
        self.name, self.unit, self.bound, self.noise = name, unit, bound_per_minute, noise
        self.lives = {}

    def add(self, life, seconds, value):
        self.lives.setdefault(life, []).append((seconds, value))

    def warm(self, life):
        """The samples of a life after its beginning."""
        began = self.lives[life][0][0]
        return [(seconds, value) for seconds, value in self.lives[life] if seconds - began >= WARM_SECONDS]

    def minutes(self):
        """How long it was looked at, warm, in the longest life."""
        lengths = [rows[-1][0] - rows[0][0] for rows in map(self.warm, self.lives) if rows]
        return max(lengths, default=0) / 60

    def slope(self):
        """Growth a minute that seven of ten pairs of samples show; None when no life was long enough to tell."""
        pairs = []
        for life in self.lives:
            rows = self.warm(life)
            if not rows or rows[-1][0] - rows[0][0] < JUDGED_SECONDS:
                continue
            for number, (began, was) in enumerate(rows):
                pairs += [60 * (value - was) / (seconds - began) for seconds, value in rows[number + 1:]
                          if seconds - began >= PAIR_SECONDS]
        return statistics.quantiles(pairs, n=10)[2] if len(pairs) > 1 else None

    def values(self):
        return [value for rows in self.lives.values() for _, value in rows]

    def grows(self):
        """Faster than the bound, and by more than what comes and goes in the time that it was looked at."""
        slope = self.slope()
        return slope is not None and slope > self.bound and slope * self.minutes() > self.noise

    def line(self):
        slope, values = self.slope(), self.values()
        told = "no life was long enough" if slope is None else f"{slope:+12,.2f} a minute (bound {self.bound:,.2f})"
        return (f"  {self.name:34} {values[0]:12,.0f} -> {values[-1]:12,.0f}, most {max(values):12,.0f} {self.unit:10} {told}"
                f"{'   GROWS' if self.grows() else ''}")


def anonymous_kib(pid):
    """Memory of its own: what is mapped from files is the kernel's to take back."""
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return int(next(line for line in file if line.startswith("RssAnon")).split()[1])


def children_of(pid):
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    return [int(child) for child in found]


def metric(page, name):
    """The sum over all labels; ValueError when the page does not have it."""
    found = [float(line.split()[-1]) for line in page.splitlines() if line.split("{")[0].split(" ")[0] == name]
    if not found:
        raise ValueError(f"no metric {name}")
    return sum(found)


class Watch:
    """Samples everything of a fleet; what is away at that moment gives no sample, and is counted."""

    # What a minute may add, and what may come and go: KiB, descriptors, events and messages.
    BOUNDS = {"memory": (512.0, 2048.0), "descriptors": (0.2, 4.0), "lag": (60.0, 1000.0), "waiting": (60.0, 1000.0)}
    # Their rows are as many as there are streams and numbers.
    SMALL = "stream,cursor,number_lease,adopted_policy,attempt"
    # It follows nobody and has no lag.
    FIRST = "intake"
    OF_A_SERVICE = ("own memory", "descriptors", "lag", "waiting")
    OF_SERVERS = ("postgres: own memory of backends", "redis: memory above 200 B a member", "redis: waiting cases and timers",
                  "tables: size of the small ones", "tables: dead of 100 rows", "tables: size of those that change")

    def __init__(self, fleet, clock=time.monotonic):
        self.fleet, self.clock, self.begun = fleet, clock, clock()
        self.series = {}
        # Of each source: samples wanted, samples failed, what was wrong last.
        self.wanted, self.failed, self.wrong = {}, {}, {}

    def add(self, name, unit, limits, life, value):
        found = self.series.setdefault(name, Series(name, unit, *limits))
        found.add(life, self.clock() - self.begun, value)

    def sample(self):
        for name in self.fleet.names:
            self.take(name, lambda name=name: self.service(name))
        for source in (self.postgres, self.redis, self.tables):
            self.take(source.__name__, source)

    def take(self, source, read):
        self.wanted[source] = self.wanted.get(source, 0) + 1
        try:
            read()
        except (OSError, StopIteration, TypeError, ValueError, subprocess.CalledProcessError) as error:
            self.failed[source] = self.failed.get(source, 0) + 1
            self.wrong[source] = repr(error)

    def service(self, name):
        """All of it or nothing."""
        pid = self.fleet.processes[name].pid
        page = self.fleet.get(name, "/metrics")
        memory, files = anonymous_kib(pid), len(os.listdir(f"/proc/{pid}/fd"))
        lag = metric(page, "shouli_follow_lag_events") if name != self.FIRST else None
        waiting = metric(page, "shouli_waiting_messages")
        self.add(f"{name}: own memory", "KiB", self.BOUNDS["memory"], pid, memory)
        self.add(f"{name}: descriptors", "", self.BOUNDS["descriptors"], pid, files)
        if lag is not None:
            self.add(f"{name}: lag", "events", self.BOUNDS["lag"], "all", lag)
        self.add(f"{name}: waiting", "messages", self.BOUNDS["waiting"], "all", waiting)

    def postgres(self):
        pid = self.fleet.servers.pid("postgres")
        backends = children_of(pid)
        if not backends:
            raise ValueError("PostgreSQL has no processes")
        self.add("postgres: own memory of backends", "KiB", (4096.0, 32768.0), pid, sum(map(anonymous_kib, backends)))

    def redis(self):
        """What a waiting case and a timer may cost is taken off: 200 bytes each (DESIGN section 10)."""
        told = self.fleet.redis("INFO", "memory")
        used = next(int(line.split(":")[1]) for line in told.splitlines() if line.startswith("used_memory:"))
        held = int(self.fleet.sql("select (select count(*) from desk.queued_case where state = 'queued') + "
                                  "(select count(*) from escalation.clocked_case where next_at is not null)")[0][0])
        self.add("redis: memory above 200 B a member", "KiB", (256.0, 1024.0), self.fleet.servers.pid("redis"),
                 (used - 200 * held) / 1024)
        self.add("redis: waiting cases and timers", "", DATA, "all", held)

    def tables(self):
        """Tables of a fixed number of rows must keep their size; of the others, what is dead must stay a share."""
        rows = self.fleet.sql("select sum(pg_table_size(relid)) filter (where relname = any('{%s}')) / 1024, "
                              "sum(n_dead_tup), sum(n_live_tup), sum(pg_total_relation_size(relid)) / 1024 "
                              "from pg_stat_user_tables where n_tup_upd + n_tup_del > 0" % self.SMALL)
        small, dead, alive, whole = (float(value) for value in rows[0])
        self.add("tables: size of the small ones", "KiB", (512.0, 4096.0), "all", small)
        self.add("tables: dead of 100 rows", "", (2.0, 20.0), "all", 100 * dead / max(alive + dead, 1))
        self.add("tables: size of those that change", "KiB", DATA, "all", whole)

    def expected(self):
        of_services = {f"{name}: {what}" for name in self.fleet.names for what in self.OF_A_SERVICE}
        return (of_services | set(self.OF_SERVERS)) - {f"{self.FIRST}: lag"}

    def faults(self, seconds):
        """What grew, and what of a run of so many seconds cannot be said to have stayed small."""
        found = [f"{name} grows" for name, series in self.series.items() if series.grows()]
        found += [f"{name} has no samples" for name in self.expected() - self.series.keys()]
        if seconds >= WHOLE_SECONDS:
            found += [f"{name} was never judged" for name, series in self.series.items() if series.slope() is None]
        for source, failed in self.failed.items():
            if failed > max(FAILED_MAX, FAILED_SHARE_MAX * self.wanted[source]):
                found.append(f"{failed} of {self.wanted[source]} samples of {source} failed ({self.wrong[source]})")
        return sorted(found)

    def report(self, seconds):
        """Prints all; the faults."""
        for series in sorted(self.series.values(), key=lambda series: series.name):
            print(series.line())
        print(f"  {sum(self.wanted.values()):,} samples wanted; failed: "
              + (", ".join(f"{source} {failed}" for source, failed in sorted(self.failed.items())) or "none"))
        return self.faults(seconds)
