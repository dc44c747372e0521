"""The documents at the top level: every snippet is run as it stands, every link leads somewhere, every path exists.

Snippets run in a folder like a checkout after `make up`: its run/ belongs to a fleet of this test's own.
"""
import os
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, ROOT)
from tests.rig.servers import Servers  # noqa: E402
from tests.support.client import Follower  # noqa: E402
from tests.support.fleet import OFFSETS, Fleet  # noqa: E402

PYTHON = "/usr/bin/python3"
DOCUMENTS = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "SECURITY.md"]
SERVICES = ["intake", "router", "desk", "escalation", "archive", "survey"]
FENCE = re.compile(r"^```(\S+) ?(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return file.read()


def snippets(name):
    """(language, name, text) of each fenced block."""
    return FENCE.findall(read(name))


def prose(name):
    return FENCE.sub("", read(name))


class Documents(unittest.TestCase):
    """What needs no service."""

    def test_every_link_leads_somewhere(self):
        for name in DOCUMENTS:
            for target in re.findall(r"\]\(([^)#]+)\)", prose(name)):
                self.assertTrue(os.path.exists(os.path.join(ROOT, target)), f"{name}: {target}")

    def test_every_path_that_is_named_exists(self):
        for name in DOCUMENTS:
            for path in re.findall(r"`((?:common|proto|services|deploy|tests)/[\w./-]*)`", prose(name)):
                self.assertTrue(os.path.exists(os.path.join(ROOT, path)), f"{name}: {path}")

    def test_both_readmes_have_the_same_snippets_tables_and_sections(self):
        for count in (lambda text: len(re.findall(r"(?m)^## ", text)), lambda text: len(re.findall(r"(?m)^\|", text)),
                      lambda text: len(re.findall(r"(?m)^\* ", text)), lambda text: len(re.findall(r"(?m)^\d\. ", text))):
            self.assertEqual(count(read("README.md")), count(read("README.zh-CN.md")))
        english, chinese = snippets("README.md"), snippets("README.zh-CN.md")
        self.assertEqual([kind for kind, _, _ in english], [kind for kind, _, _ in chinese])
        self.assertEqual([block for block in english if block[0] != "mermaid"],
                         [block for block in chinese if block[0] != "mermaid"])

    def test_both_readmes_name_the_same_things(self):
        english, chinese = ({word for word in re.findall(r"`([^`\n]+)`", prose(name))} for name in ("README.md", "README.zh-CN.md"))
        self.assertEqual(english, chinese)

    def test_what_operations_have_is_named(self):
        """Every target of make in some document, the tools for a bad day in both READMEs; and each tool is there."""
        documents = DOCUMENTS + ["deploy/README.md", "deploy/local/README.md", "tests/README.md"]
        targets = re.findall(r"(?m)^([a-z-]+):.*## ", read("Makefile"))
        self.assertGreater(len(targets), 20)
        named = set(re.findall(r"\bmake ([a-z-]+)", "\n".join(read(name) for name in documents)))
        self.assertLessEqual(set(targets) - {"install", "build"}, named)
        commands = read("services/cli/commands.h")
        for name in ("README.md", "README.zh-CN.md"):
            text = read(name)
            for tool in ("deploy/local/backup", "deploy/local/restore", "deploy/GROWTH.md"):
                self.assertIn(tool, text, name)
                self.assertTrue(os.path.exists(os.path.join(ROOT, tool)), tool)
            for word in ("restore-check", "reload", "trace", "ledger --source", "verify", "top", "why", "dead"):
                self.assertRegex(text, rf"shouli {word}\b", name)
                self.assertIn(word.split()[0].replace("-", "_"), commands)
            for target in ("soak", "failover", "chaos", "bench", "eval", "monitor"):
                self.assertIn(f"`make {target}`", text, name)

    def test_publishing_takes_ten_lines(self):
        (text,) = [text for _, name, text in snippets("README.md") if name == "publish"]
        self.assertEqual(len(text.splitlines()), 10)

    def test_the_make_targets_that_are_named_exist(self):
        for name in DOCUMENTS:
            commands = re.findall(r"`(make [a-z-]+)`", prose(name))
            commands += [line for kind, _, text in snippets(name) if kind == "sh"
                         for line in text.splitlines() if line.startswith("make ")]
            for line in commands:
                with self.subTest(name, command=line):
                    subprocess.run(f"{line} --dry-run", shell=True, cwd=ROOT, check=True, capture_output=True)

    def test_what_is_said_not_to_be_built_is_not_there(self):
        """Whoever builds one of these takes it off the lists."""
        for word, path in {"**gateway**": "services/gateway", "**notify**": "services/notify",
                           "`shouli`": "services/cli/main.c", "**docker compose**": "docker-compose.yml"}.items():
            for name, title in (("README.md", "## Not built yet"), ("README.zh-CN.md", "## 尚未完成")):
                listed = word in read(name).partition(title)[2]
                self.assertEqual(listed, not os.path.exists(os.path.join(ROOT, path)), f"{name}: {word}, {path}")

    def test_recipes_take_at_most_four_files(self):
        for recipe in read("CONTRIBUTING.md").split("\n### ")[1:]:
            steps = re.findall(r"(?m)^\d\. ", recipe)
            self.assertTrue(1 <= len(steps) <= 4, recipe.splitlines()[0])

    def test_the_ports_are_those_of_the_set_up(self):
        for name in ("README.md", "README.zh-CN.md"):
            rows = re.findall(r"(?m)^\| (\w+) \| (\d+) \| (\d+) \| (\d+) \|$", read(name))
            self.assertEqual(rows, [(service, str(5500 + OFFSETS[service]), str(5501 + OFFSETS[service]),
                                     str(9500 + OFFSETS[service])) for service in SERVICES])

    def test_metrics_and_types_that_are_named_exist(self):
        """A metric that is only declared does not count: some source must set it."""
        found = subprocess.run(["grep", "-rhoE", "--include=*.c", "METRIC_shouli_[a-z_]+", "common", "services", "proto"],
                               cwd=ROOT, check=True, capture_output=True, text=True)
        metrics, types = found.stdout.split(), read("proto/reference.md")
        for name in DOCUMENTS:
            for word in re.findall(r"`(shouli_[a-z_]+)`", prose(name)):
                self.assertIn(f"METRIC_{word}", metrics, name)
            for word in re.findall(r"`([a-z]+\.[a-z_]+\.v\d)`", prose(name)):
                self.assertIn(f"### {word}\n", types, name)


class Snippets(unittest.TestCase):
    """In the order in which a reader tries them."""

    @classmethod
    def setUpClass(cls):
        cls.servers = cls.enterClassContext(Servers())
        cls.fleet = cls.enterClassContext(Fleet(cls.servers, SERVICES))
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        for name in ("build", "common", "deploy", "proto", "services", "tests", "Makefile"):
            os.symlink(os.path.join(ROOT, name), os.path.join(cls.folder, name))
        os.makedirs(os.path.join(cls.folder, "run/pids"))
        os.symlink(cls.fleet.keys, os.path.join(cls.folder, "run/keys"))
        with open(os.path.join(cls.folder, "run/env"), "w", encoding="utf-8") as file:
            file.write(f"SHOULI_PORT_BASE={cls.fleet.base}\nSHOULI_KEYS_DIR='{cls.fleet.keys}'\n"
                       f"SHOULI_CONFIG_DIR='{ROOT}/deploy/config'\nSHOULI_DATABASE_URL='{cls.servers.database_url}'\n"
                       f"SHOULI_REDIS_URL='{cls.servers.redis_url}'\n")
        for name in SERVICES:
            with open(os.path.join(cls.folder, f"run/pids/{name}.pid"), "w", encoding="ascii") as file:
                file.write(f"{cls.fleet.processes[name].pid}\n")

    def start(self, *command):
        """In the folder, with what `. run/env` gives."""
        process = subprocess.Popen(
            ["bash", "-c", 'set -a; . run/env; set +a; exec "$@"', "bash", *command], cwd=self.folder,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def run_python(self, name):
        (text,) = [text for kind, found, text in snippets("README.md") if (kind, found) == ("python", name)]
        return self.start(PYTHON, "-W", "ignore", "-u", "-c", text)

    def finish(self, process):
        output = process.communicate(timeout=150)[0]
        self.assertEqual(process.returncode, 0, output)
        return output

    def test_a_request_is_published_followed_and_worked(self):
        published = self.finish(self.run_python("publish"))
        self.assertRegex(published, r"'status': 'accepted'.*'case_no': 'GD\d{14}'")
        number = re.search(r"GD\d{14}", published)[0]
        follower = self.run_python("follow")
        self.assertEqual(self.finish(self.run_python("work")), f"{number} in_progress\nclosed\n")
        seen = []
        for line in follower.stdout:
            seen.append(line.split()[1:])
            if line.split()[1] == "case.closed.v1":
                break
        for kind in ("case.claimed.v1", "case.noted.v1", "case.resolved.v1", "case.closed.v1"):
            self.assertIn([kind, number], seen)
        archive = Follower(self.fleet.keys, self.fleet.base, OFFSETS["archive"] + 1, "archive")
        self.addCleanup(archive.client.close)
        archive.until(lambda event: event.get("caseno") == number, 60)

    def test_every_line_of_shell_runs(self):
        for name in DOCUMENTS:
            for kind, _, text in snippets(name):
                lines = [line for line in text.splitlines() if not line.startswith("make ")] if kind == "sh" else []
                for line in lines:
                    with self.subTest(name, line=line):
                        said = self.finish(self.start("bash", "-eo", "pipefail", "-c", line))
                        self.assertTrue(said.strip() or not line.startswith(("build/bin/", "curl ")), "says nothing")

    def test_every_block_has_a_language_that_is_tried(self):
        for name in DOCUMENTS:
            for kind, title, _ in snippets(name):
                self.assertIn((kind, title), [("sh", ""), ("mermaid", ""), ("python", "publish"),
                                              ("python", "follow"), ("python", "work")], name)


if __name__ == "__main__":
    unittest.main()
