"""What CURVE costs: the same binaries with it and without, beside each other, round by round (`tests/bench/run --curve-cost`).

No program of ours speaks plain text; tests/bench/plain.c takes CURVE away from under it, so the programs are the same bytes.
Before anything is measured a client without keys must be answered by the one and not by the other.
"""
import os
import statistics
import subprocess

import msgpack
import zmq

from tests.rig.servers import ROOT, Servers
from tests.support.client import Client, command
from tests.support.fleet import OFFSETS, Fleet

LOADS = {"4 publishers x 500": [], "64 publishers x 1": ["--publishers", "64", "--window", "1"]}


def compile_plain(folder):
    """plain.c as a library to be loaded ahead."""
    library = os.path.join(folder, "plain.so")
    subprocess.run(["gcc", "-O2", "-D_GNU_SOURCE", "-shared", "-fPIC", f"{ROOT}/tests/bench/plain.c", "-o", library, "-ldl"],
                   check=True)
    return library


def request():
    return command("request.submitted.v1", {"channel": "app", "text": "请问信用卡年费怎么收？"}, source="/bank/app")


def plain_client_is_answered(fleet):
    """Whether intake takes a request from a client that speaks no CURVE."""
    with zmq.Context.instance().socket(zmq.DEALER) as socket:
        socket.linger = 0
        socket.connect(f"tcp://127.0.0.1:{fleet.base + OFFSETS['intake']}")
        socket.send(msgpack.packb(request()))
        return bool(socket.poll(1500)) and msgpack.unpackb(socket.recv())["status"] == "accepted"


def curve_client_is_answered(fleet):
    client = Client(fleet.keys, fleet.base, OFFSETS["intake"], "publisher")
    reply = client.ask(request(), timeout=1.5)
    client.close()
    return bool(reply) and reply["status"] == "accepted"


def measure(options, make_bench):
    """Medians and ratios, noted on the bench with CURVE; `make_bench` makes one of a fleet."""
    with Servers() as servers, Servers() as plain_servers:
        library = compile_plain(plain_servers.folder)
        user = os.path.join(plain_servers.folder, "keys", "publisher.key_secret")
        words = ["LD_PRELOAD=" + library, "PLAIN_USER_FILE=" + user]
        with Fleet(servers, ["intake"]) as fleet, Fleet(plain_servers, ["intake"], under=["env", *words]) as plain_fleet:
            benches = {"curve": make_bench(options, servers, fleet), "plain": make_bench(options, plain_servers, plain_fleet)}
            benches["plain"].environment.update(word.split("=", 1) for word in words)
            if plain_client_is_answered(fleet) or not curve_client_is_answered(fleet):
                raise RuntimeError("intake with CURVE takes what is not encrypted")
            if not plain_client_is_answered(plain_fleet) or curve_client_is_answered(plain_fleet):
                raise RuntimeError("intake without CURVE is not plain")
            for name, more in LOADS.items():
                compare(benches["curve"], benches, name, more, options.rounds)


def compare(notes, benches, name, more, rounds):
    """One load: rounds in which each has its turn, the order changing."""
    seen = {kind: [] for kind in benches}
    for turn in range(rounds):
        for kind in list(benches)[::1 if turn % 2 else -1]:
            bench = benches[kind]
            before = bench.cpu()
            done = bench.load("accept", *more)
            after = bench.cpu()
            seen[kind].append((done["accepted_per_second"],
                               (after["intake"] - before["intake"]) * 1e6 / done["accepted"], done["p50_ms"]))
    for kind, rows in seen.items():
        rate, cpu, latency = (statistics.median(column) for column in zip(*rows))
        notes.note(f"{name}, {kind}: accepted/s", rate)
        notes.note("  intake's CPU us a request", cpu)
        notes.note("  ack p50 ms", latency)
    ratio = statistics.median(curve[0] / plain[0] for curve, plain in zip(seen["curve"], seen["plain"]))
    notes.note(f"{name}: CURVE / plain", ratio, "goal >= 0.8")
