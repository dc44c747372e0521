"""A fleet that a real Prometheus and a real Alertmanager watch, in which a minute is a second.

The shipped rules, routes and intervals are used as they are but for time: every duration (`for`, ranges, offsets, waits) is
divided by 60, and limits in seconds, bytes or days that a test cannot wait for are replaced one by one (LIMITS).
"""
import http.server
import importlib.util
import json
import os
import re
import subprocess
import threading
import urllib.parse
import urllib.request

import yaml

from tests.rig.wait import wait_for
from tests.support.fleet import ROOT, die_with_the_test

FASTER = 60
UNITS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
# alert: (what its expression says, what a test says in its place)
LIMITS = {
    "ShouliFollowLag": ("> 60", "> 2"),
    "ShouliWalPilesUp": ("> 4294967296", "> 16777216"),
    "ShouliChainNotVerified": ("> 86400", "> 4"),
    "ShouliQueueOld": ("> 28800", "> 5"),
}


def local():
    """deploy/prometheus/local.py, which is a program and no module of a package."""
    spec = importlib.util.spec_from_file_location("local", os.path.join(ROOT, "deploy/prometheus/local.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def faster(duration):
    """'5m' is 5000ms."""
    total = sum(int(number) * UNITS[unit] for number, unit in re.findall(r"(\d+)(ms|[smhd])", duration))
    return f"{max(total // FASTER, 1 if total else 0)}ms"


def faster_rule(rule):
    expr = re.sub(r"\[(\w+)\]|\boffset (\w+)",
                  lambda m: f"[{faster(m[1])}]" if m[1] else f"offset {faster(m[2])}", rule["expr"])
    if rule.get("alert") in LIMITS:
        said, instead = LIMITS[rule["alert"]]
        assert said in expr, f"{rule['alert']} says {said} no more"
        expr = expr.replace(said, instead)
    return {**rule, "expr": expr, **({"for": faster(rule["for"])} if "for" in rule else {})}


def faster_routes(part):
    if isinstance(part, dict):
        return {key: faster(value) if key.endswith(("_wait", "_interval")) else faster_routes(value)
                for key, value in part.items()}
    return [faster_routes(entry) for entry in part] if isinstance(part, list) else part


class Relay(http.server.ThreadingHTTPServer):
    """What Alertmanager calls: path: names of the alerts that came by it."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Called)
        self.told = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def was_told(self, path, alert):
        return alert in self.told.get(path, set())


class Called(http.server.BaseHTTPRequestHandler):
    """One call."""

    def do_POST(self):  # noqa: N802, the library's name
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        names = {alert["labels"]["alertname"] for alert in body["alerts"] if alert["status"] == "firing"}
        self.server.told.setdefault(self.path, set()).update(names)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


class Front(http.server.ThreadingHTTPServer):
    """What stands for HAProxy: a page of metrics at its port, until it is closed."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Page)
        self.address = f"127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def end(self):
        self.shutdown()
        self.server_close()


class Page(http.server.BaseHTTPRequestHandler):
    """A metric of HAProxy's."""

    def do_GET(self):  # noqa: N802, the library's name
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.end_headers()
        self.wfile.write(b"haproxy_process_current_connections 1\n")

    def log_message(self, *_):
        pass


class Watched:
    """Starts both programs beside a fleet; `also` are further processes of a service: name: HTTP port."""

    def __init__(self, fleet, also=None):
        self.fleet, self.also, self.relay, self.front = fleet, also or {}, Relay(), Front()
        self.folder = os.path.join(fleet.servers.folder, "monitoring")
        self.local, self.processes = local(), []

    def write(self):
        os.makedirs(self.folder)
        self.local.write(self.folder, self.fleet.base)
        with open(f"{self.folder}/prometheus.yml", encoding="utf-8") as file:
            config = yaml.safe_load(file)
        config["global"].update(scrape_interval="250ms", scrape_timeout="250ms", evaluation_interval="250ms")
        (job,) = [job for job in config["scrape_configs"] if job["job_name"] == "shouli"]
        for name, port in self.also.items():
            job["static_configs"].append({"targets": [f"127.0.0.1:{port}"], "labels": {"service": name}})
        config["scrape_configs"].append({"job_name": "front", "static_configs": [{"targets": [self.front.address]}]})
        self.dump("prometheus.yml", config)
        for name in os.listdir(f"{self.folder}/rules"):
            with open(f"{self.folder}/rules/{name}", encoding="utf-8") as file:
                rules = yaml.safe_load(file)
            for group in rules["groups"]:
                group["rules"] = [faster_rule(rule) for rule in group["rules"]]
            self.dump(f"rules/{name}", rules)
        routes = faster_routes(self.local.load("deploy/alertmanager/alertmanager.yml"))
        for receiver in routes["receivers"]:
            for hook in receiver["webhook_configs"]:
                hook["url"] = hook["url"].replace("relay:9099", f"127.0.0.1:{self.relay.server_port}")
        self.dump("alertmanager.yml", routes)

    def dump(self, name, content):
        with open(f"{self.folder}/{name}", "w", encoding="utf-8") as file:
            yaml.safe_dump(content, file, sort_keys=False, allow_unicode=True)

    def __enter__(self):
        self.write()
        for name, words in self.local.commands(self.folder, self.fleet.base).items():
            words += ["--rules.alert.resend-delay=1s"] if name == "prometheus" else []
            with open(f"{self.folder}/{name}.log", "wb") as log:
                self.processes.append(subprocess.Popen(words, stdout=log, stderr=log, preexec_fn=die_with_the_test))
        try:
            wait_for(lambda: self.value("count(up == 1)") == 9 + len(self.also), "Prometheus sees everybody")
        except AssertionError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.kill()
            process.wait()
        self.front.end()
        self.relay.shutdown()
        self.relay.server_close()

    def ask(self, query):
        """[(labels, value)], none while Prometheus does not answer."""
        url = f"http://127.0.0.1:{self.fleet.base + self.local.PROMETHEUS}/api/v1/query?" + urllib.parse.urlencode(
            {"query": query})
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                found = json.load(answer)["data"]["result"]
        except OSError as error:
            if getattr(error, "code", 0) == 400:
                raise AssertionError(f"{query}: {error.read().decode()}") from error
            return []
        return [(entry["metric"], float(entry["value"][1])) for entry in found]

    def value(self, query):
        found = self.ask(query)
        return found[0][1] if found else None

    def firing(self):
        """Names of the alerts that fire now."""
        return {labels["alertname"] for labels, _ in self.ask('ALERTS{alertstate="firing"}')}

    def fires(self, alert, **labels):
        words = "".join(f', {key}="{value}"' for key, value in labels.items())
        return bool(self.ask(f'ALERTS{{alertstate="firing", alertname="{alert}"{words}}}'))
