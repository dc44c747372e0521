"""A container engine for the tests: the one that runs, or one that a program of the machine brings up.

CONTAINER_ENGINE names such a program (`PROGRAM up` prints `export DOCKER_HOST=…`, `PROGRAM down` ends it); without it one
beside the checkout is looked for. What was brought up here is taken down at the end.
"""
import os
import re
import shutil
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BESIDE = os.path.join(ROOT, "../shared/tools/container-engine")
BRING_UP_SECONDS = 300


class NoEngine(Exception):
    """Why there is none."""


def compose_command(environment):
    """v2 when it is there, else 1.29."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]):
            done = subprocess.run([*command, "version"], capture_output=True, env=environment, check=False, timeout=30)
            if done.returncode == 0:
                return command
    return None


def answers(environment):
    if not shutil.which("docker"):
        return False
    done = subprocess.run(["docker", "info"], capture_output=True, env=environment, check=False, timeout=30)
    return done.returncode == 0


class Engine:
    """environment and compose command inside the block; NoEngine when there is none to be had."""

    def __init__(self):
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("COMPOSE_")}
        self.compose = None
        self.brought_up_by = None

    def __enter__(self):
        if not answers(self.environment):
            self.bring_up()
        self.compose = compose_command(self.environment)
        if not self.compose:
            raise NoEngine("there is an engine, but neither docker compose nor docker-compose")
        return self

    def bring_up(self):
        program = os.environ.get("CONTAINER_ENGINE") or BESIDE
        if not os.access(program, os.X_OK):
            raise NoEngine("no engine answers, and CONTAINER_ENGINE names no program that brings one up")
        if os.getuid() != 0:
            raise NoEngine("no engine answers, and only root can bring one up")
        if self.take(program, "env") and answers(self.environment):
            return
        if not self.take(program, "up") or not answers(self.environment):
            raise NoEngine(f"{os.path.basename(program)} could not bring one up")
        self.brought_up_by = program

    def take(self, program, verb):
        try:
            done = subprocess.run([program, verb], capture_output=True, text=True, check=False, timeout=BRING_UP_SECONDS)
        except subprocess.TimeoutExpired:
            return False
        found = re.search(r"^export DOCKER_HOST=(\S+)$", done.stdout, re.MULTILINE)
        if found:
            self.environment["DOCKER_HOST"] = found[1]
        return done.returncode == 0 and found

    def __exit__(self, *_):
        if self.brought_up_by:
            subprocess.run([self.brought_up_by, "down"], capture_output=True, check=False, timeout=60)

    def docker(self, *words, check=True, timeout=120):
        done = subprocess.run(["docker", *words], capture_output=True, text=True, env=self.environment, check=False,
                              timeout=timeout)
        if check and done.returncode:
            raise RuntimeError(f"docker {' '.join(words)}: {done.stdout[-1500:]}{done.stderr[-1500:]}")
        return done.stdout.strip() if check else done
