"""Waiting for a fact, with a deadline: no test takes a nap and hopes."""
import os
import select
import time


# What is done in a blink may take this long on a slow machine with others at work; only a failure costs the time.
PATIENCE_SECONDS = 60


def wait_for(fact, what, seconds=PATIENCE_SECONDS, every=0.01):
    """The first true value that fact() gives, asked every so many seconds; AssertionError, naming `what`, after the deadline."""
    end = time.monotonic() + seconds
    while True:
        value = fact()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain: {what}")
        select.select([], [], [], every)


def is_alive(pid):
    """Whether the process runs; a zombie does not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def read_pid(folder, name):
    """The pid in folder/pids/name.pid, or None while there is none."""
    try:
        with open(os.path.join(folder, "pids", name + ".pid"), encoding="ascii") as file:
            return int(file.read())
    except FileNotFoundError:
        return None


def wait_for_new_pid(folder, name, old):
    """The pid of the next life of a process that was killed."""
    return wait_for(
        lambda: (pid := read_pid(folder, name)) and pid != old and pid, f"a new life of {name}"
    )
