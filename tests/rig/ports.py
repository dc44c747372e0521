"""A port base for an instance of a test's own: all its ports are free, and no other test is given them meanwhile."""
import collections
import random
import socket

from tests.rig.wait import wait_for

# Of an instance: servers, commands, events and what tests put beside them; HTTP, also of second processes (PROTOCOL 4).
OFFSETS = [*range(4, 100), *range(4004, 4100)]
# Below the ports that the kernel gives to connections (32768 and up), above those of an installation.
BASES = range(10000, 28600, 100)
# So many instances a process may hold that have not bound their ports; what an older one has bound is seen as taken.
HELD_MAX = 16
held = collections.deque(maxlen=HELD_MAX)


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            return True
        except OSError:
            return False


def reserve(hundred):
    """A name that one process of this machine can have, until it ends or closes it; None when another has it."""
    name = socket.socket(socket.AF_UNIX)
    try:
        name.bind(f"\0shouli-test-ports-{hundred}")
        return name
    except OSError:
        name.close()
        return None


def claim(base):
    """The two hundreds of a base, reserved, or None. HTTP of one base may be the commands of another."""
    names = []
    for hundred in (base, base + 4000):
        name = reserve(hundred)
        if not name:
            break
        names.append(name)
    if len(names) == 2 and all(is_free(base + offset) for offset in OFFSETS):
        return names
    for name in names:
        name.close()
    return None


def free_base(bases=BASES, patience=60):
    """Any of the bases; when none is free, waits so many seconds for one."""
    def found():
        for base in random.sample(bases, len(bases)):
            names = claim(base)
            if names:
                if len(held) == held.maxlen:
                    for name in held.popleft():
                        name.close()
                held.append(names)
                return base
        return None

    return wait_for(found, f"free ports for an instance ({len(bases)} bases from {bases[0]})", patience, every=0.2)
