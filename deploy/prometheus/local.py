#!/usr/bin/env python3
"""Prometheus and Alertmanager beside an installation without containers: local.py [FOLDER], FOLDER default run/.

Writes the shipped configuration with the services' places on loopback (SHOULI_PORT_BASE, default 5500) into
FOLDER/monitoring, starts both, Prometheus at base + 6 and Alertmanager at base + 7, and stays until Ctrl-C.
"""
import copy
import os
import re
import shutil
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


def main():
    """Starts both and waits for the first to end."""
    folder = os.path.join(os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else f"{ROOT}/run"), "monitoring")
    base = os.environ.get("SHOULI_PORT_BASE", "5500")
    if not re.fullmatch(r"\d{4,5}", base):
        sys.exit(f"SHOULI_PORT_BASE is {base}; give a number")
    base = int(base)
    os.makedirs(folder, exist_ok=True)
    write(folder, base)
    running = [subprocess.Popen(words) for words in commands(folder, base).values()]
    print(f"Prometheus http://127.0.0.1:{base + PROMETHEUS}  Alertmanager http://127.0.0.1:{base + ALERTMANAGER}", flush=True)
    try:
        os.wait()
    except KeyboardInterrupt:
        pass
    for process in running:
        process.terminate()
    for process in running:
        process.wait()


if __name__ == "__main__":
    main()
