"""What metrics there are, read from where they are declared, and what a query asks for."""
import os
import re

import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DECLARED = re.compile(r'^METRIC\((\w+), (\w+), "[^"]*", "([^"]*)"\)', re.MULTILINE)
# Labels that scraping, recording and alerting add.
ADDED = {"job", "instance", "service", "le", "alertname", "alertstate", "severity", "area"}
# What the process itself and Prometheus show (common/metrics_write.c, prometheus.io).
ELSEWHERE = {"up", "ALERTS", "process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds",
             "process_max_fds", "process_start_time_seconds"}
SERIES = re.compile(r"(?<![\w:\"$])([a-zA-Z_:][\w:]*)(?:\{([^}]*)\})?")
WORDS = {"and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset", "inf",
         "Inf"}


def shown():
    """name: labels of each series that a service shows; a metric that no source sets is none."""
    with open(os.path.join(ROOT, "common/metrics.def"), encoding="utf-8") as file:
        declared = DECLARED.findall(file.read())
    used = set()
    for top in ("common", "proto", "services"):
        for folder, _, names in os.walk(os.path.join(ROOT, top)):
            for name in names:
                if name.endswith(".c"):
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        used |= set(re.findall(r"METRIC_(shouli_\w+)", file.read()))
    found = {}
    for kind, name, labels in declared:
        if name not in used:
            continue
        endings = ("_bucket", "_sum", "_count") if kind.startswith("histogram") else ("",)
        found.update({name + ending: set(labels.split(",")) - {""} for ending in endings})
    return found


def recorded():
    with open(os.path.join(ROOT, "deploy/prometheus/rules/recording.yml"), encoding="utf-8") as file:
        return {rule["record"] for group in yaml.safe_load(file)["groups"] for rule in group["rules"]}


def unknown_in(query):
    """Metrics and labels that the query names and nobody shows, in order."""
    known, rules, wrong = shown(), recorded(), []
    text = re.sub(r"\b(by|without|on|ignoring)\s*\([^)]*\)", " ", query)
    text = re.sub(r'"[^"]*"', '""', text)
    text = re.sub(r"\[[^\]]*\]", " ", text)
    for name, labels in SERIES.findall(text):
        if name in WORDS or re.search(rf"\b{re.escape(name)}\s*\(", text) or name in ELSEWHERE or name in rules:
            continue
        if name not in known:
            wrong.append(name)
            continue
        for label in re.findall(r"(\w+)\s*(?:=|!)", labels):
            if label not in known[name] | ADDED:
                wrong.append(f"{name}{{{label}}}")
    return wrong
