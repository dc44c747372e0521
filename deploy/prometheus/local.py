#!/usr/bin/env python3
"""Prometheus and Alertmanager beside an installation without containers: local.py [FOLDER], FOLDER default run/.

Writes the shipped configuration with the services' places on loopback (SHOULI_PORT_BASE, default 5500) into
FOLDER/monitoring, starts both, Prometheus at base + 6 and Alertmanager at base + 7, and stays until Ctrl-C. Ends with 0 then,
with 1 and a line when one of them cannot be started or ends by itself.
"""
import argparse
import copy
import os
import re
import shutil
import signal
import socket
import subprocess
import sys

import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROMETHEUS, ALERTMANAGER = 6, 7


def load(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return yaml.safe_load(file)


def on_loopback(shipped, base):
    """The configuration of Prometheus with its targets on loopback: what it says by name it says by port."""
    config = copy.deepcopy(shipped)
    prometheus, alertmanager = f"127.0.0.1:{base + PROMETHEUS}", f"127.0.0.1:{base + ALERTMANAGER}"
    config["alerting"]["alertmanagers"] = [{"static_configs": [{"targets": [alertmanager]}]}]
    config["scrape_configs"] = [job for job in config["scrape_configs"] if job["job_name"] != "front"]  # containers' own
    for job in config["scrape_configs"]:
        if job["job_name"] == "shouli":
            del job["relabel_configs"]
            job["static_configs"] = [
                {"targets": [f"127.0.0.1:{base + entry['port'] - 5500}"], "labels": {"service": entry["names"][0]}}
                for entry in job.pop("dns_sd_configs")]
        else:
            job["static_configs"] = [{"targets": [prometheus if job["job_name"] == "prometheus" else alertmanager]}]
    return config


def write(folder, base):
    """The files of both programs; what was there of them is replaced."""
    shutil.rmtree(f"{folder}/rules", ignore_errors=True)
    shutil.copytree(f"{ROOT}/deploy/prometheus/rules", f"{folder}/rules")
    with open(f"{folder}/prometheus.yml", "w", encoding="utf-8") as file:
        yaml.safe_dump(on_loopback(load("deploy/prometheus/prometheus.yml"), base), file, sort_keys=False)
    shutil.copy(f"{ROOT}/deploy/alertmanager/alertmanager.yml", folder)


def commands(folder, base):
    """How the two are started, by name."""
    return {
        "prometheus": ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
                       f"--web.listen-address=127.0.0.1:{base + PROMETHEUS}", "--log.level=warn"],
        "alertmanager": ["prometheus-alertmanager", f"--config.file={folder}/alertmanager.yml",
                         f"--storage.path={folder}/alerts", "--cluster.listen-address=", "--log.level=warn",
                         f"--web.listen-address=127.0.0.1:{base + ALERTMANAGER}"],
    }


def port_base():
    """As deploy/local/lib.sh reads it."""
    base = os.environ.get("SHOULI_PORT_BASE", "5500")
    if not re.fullmatch(r"[0-9]{4,5}", base) or not 1024 <= int(base) <= 60000:
        sys.exit(f"SHOULI_PORT_BASE is {base}; give a number from 1024 to 60000")
    return int(base)


def check(folder, words_by_name, base):
    """Ends the program in one line when something is missing that it needs."""
    if not os.path.isdir(os.path.dirname(folder)):
        sys.exit(f"there is no folder {os.path.dirname(folder)}; 'make up' makes it")
    for name, words in words_by_name.items():
        if not shutil.which(words[0]):
            sys.exit(f"there is no program {words[0]}; 'make install' installs it")
        port = base + {"prometheus": PROMETHEUS, "alertmanager": ALERTMANAGER}[name]
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                sys.exit(f"port {port} ({name}) is taken by another program; stop it or give another SHOULI_PORT_BASE")


def stay(running):
    """Until Ctrl-C or SIGTERM; the name of one that ends before."""
    try:
        ended, _ = os.wait()
        return next(name for name, process in running.items() if process.pid == ended)
    except KeyboardInterrupt:
        return None


def main():
    """Starts both and waits for the first to end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default=f"{ROOT}/run", metavar="FOLDER")
    folder, base = os.path.join(os.path.abspath(parser.parse_args().folder), "monitoring"), port_base()
    check(folder, commands(folder, base), base)
    os.makedirs(folder, exist_ok=True)
    write(folder, base)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    running = {name: subprocess.Popen(words) for name, words in commands(folder, base).items()}
    print(f"Prometheus http://127.0.0.1:{base + PROMETHEUS}  Alertmanager http://127.0.0.1:{base + ALERTMANAGER}", flush=True)
    ended = stay(running)
    for process in running.values():
        process.terminate()
    for process in running.values():
        process.wait()
    if ended:
        sys.exit(f"{ended} has ended by itself; what it said last stands above")


if __name__ == "__main__":
    main()
