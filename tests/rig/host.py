"""A host of its own, as far as the network can tell: a namespace with one cable to this machine, which can be cut.

    with Host() as host:
        Popen([*host.under, "shouli-intake"])   # sees host.address as its own, host.here as the other end
        host.cut()                              # from now on nothing arrives, in either direction, and nobody is told
        host.mend()

Making one needs root and the kernel's leave; `refused()` says why not, for a test to be skipped with.
"""
import os
import shutil
import subprocess


def ip(*words, check=True):
    return subprocess.run(["ip", *words], capture_output=True, text=True, check=check)


def refused():
    """None when hosts can be made here, else the reason."""
    if not shutil.which("ip"):
        return "no `ip` (package iproute2)"
    if os.getuid() != 0:
        return "network namespaces need root"
    name = f"shouli-try-{os.getpid()}"
    made = ip("netns", "add", name, check=False)
    if made.returncode:
        return f"no network namespaces here: {made.stderr.strip()}"
    linked = ip("-n", name, "link", "add", "name", "in", "type", "veth", "peer", "name", "out", check=False)
    ip("netns", "del", name, check=False)
    return f"no virtual cables here: {linked.stderr.strip()}" if linked.returncode else None


class Host:
    """Exists inside the block. Addresses are those for benchmarks (RFC 2544), a pair for each process that asks."""

    def __init__(self):
        number = os.getpid() % 16384
        subnet = f"198.{18 + number // 8192}.{number % 8192 // 64 + 64}"
        self.name, self.link = f"shouli-{os.getpid()}", f"sh{os.getpid()}"
        self.here, self.address = (f"{subnet}.{number % 64 * 4 + end}" for end in (1, 2))
        self.under = ["ip", "netns", "exec", self.name]

    def __enter__(self):
        ip("netns", "add", self.name)
        try:
            ip("link", "add", "name", self.link, "type", "veth", "peer", "name", "out", "netns", self.name)
            ip("addr", "add", f"{self.here}/30", "dev", self.link)
            ip("link", "set", self.link, "up")
            ip("-n", self.name, "addr", "add", f"{self.address}/30", "dev", "out")
            ip("-n", self.name, "link", "set", "lo", "up")
            self.mend()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        ip("netns", "del", self.name, check=False)
        ip("link", "del", self.link, check=False)

    def cut(self):
        ip("-n", self.name, "link", "set", "out", "down")

    def mend(self):
        ip("-n", self.name, "link", "set", "out", "up")
