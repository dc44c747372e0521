"""docker-compose.yml as it is written: every service that there is, each closed in, nothing secret, in a form that
docker-compose 1.29 and Compose v2 both load. What needs an engine is in tests/compose.
"""
import glob
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SERVICES = ["intake", "router", "desk", "escalation", "archive", "survey", "notify", "gateway"]  # PROTOCOL 4, in order
# The one that docker-compose 1.29 brings; COMPOSE_SPEC names a newer one, where somebody has it.
SCHEMAS = glob.glob("/usr/lib/python3/dist-packages/compose/config/compose_spec.json") + os.environ.get("COMPOSE_SPEC", "").split()
DRAIN_SECONDS = 8


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return file.read()


def seconds(text):
    return int(re.fullmatch(r"(\d+)s", text)[1])


class ComposeFile(unittest.TestCase):
    """After anchors and merges are resolved, before variables are."""

    @classmethod
    def setUpClass(cls):
        cls.file = yaml.safe_load(read("docker-compose.yml"))
        cls.services = cls.file["services"]
        cls.ours = [name for name in SERVICES if os.path.exists(os.path.join(ROOT, f"services/{name}/main.c"))]

    def test_every_service_that_there_is_runs_and_is_known_to_the_front_and_to_the_maker_of_secrets(self):
        mains = {os.path.basename(os.path.dirname(path)) for path in glob.glob(os.path.join(ROOT, "services/*/main.c"))}
        self.assertEqual(mains - {"cli", "migrate"}, set(self.ours))
        for name in self.ours:
            self.assertEqual(self.services[name]["command"], [f"shouli-{name}"])
        for name in ("front", "secrets"):
            self.assertEqual(self.services[name]["environment"]["SHOULI_SERVICES"].split(), self.ours)

    def test_the_front_publishes_the_ports_of_the_protocol_and_nobody_else_publishes_any(self):
        wanted = [f"${{PUBLISH:-127.0.0.1:55}}{10 * i + k}:55{10 * i + k}" for i, _ in enumerate(self.ours, 1) for k in (0, 1)]
        self.assertEqual(self.services["front"]["ports"], wanted)
        publishing = {name for name, service in self.services.items() if "ports" in service}
        self.assertEqual(publishing, {"front", "prometheus", "alertmanager", "grafana"})
        for name in publishing - {"front"}:
            self.assertEqual(self.services[name]["profiles"], ["monitoring"])
            self.assertTrue(all(port.startswith("${PUBLISH_MONITORING:-127.0.0.1:90}") for port in self.services[name]["ports"]))

    def test_every_container_is_closed_in(self):
        """REQUIREMENTS 1.16, 1.20: no rights, nothing to write on, limits."""
        for name, service in self.services.items():
            with self.subTest(name):
                self.assertIs(service["read_only"], True)
                self.assertIs(service["init"], True)
                self.assertEqual(service["cap_drop"], ["ALL"])
                self.assertEqual(service["security_opt"], ["no-new-privileges:true"])
                self.assertTrue(any(place.startswith("/tmp:size=") for place in service["tmpfs"]))
                self.assertLessEqual(service["pids_limit"], 256)
                self.assertRegex(service["mem_limit"], r"^\d+[mg]$")
                self.assertIn(service["restart"], ("unless-stopped", "no"))
                self.assertNotIn("privileged", service)
                self.assertEqual("cap_add" in service, name == "secrets")
                self.assertTrue("networks" in service or service["network_mode"] == "none")
                if service["restart"] != "no":
                    self.assertIn("stop_grace_period", service)

    def test_a_service_has_time_to_finish_and_is_asked_for_its_health_by_itself(self):
        default = int(re.search(r"SETTING\(drain_ms, INT, (\d+)", read("common/engine/settings.def"))[1]) / 1000
        self.assertEqual(default, DRAIN_SECONDS)
        for name in self.ours:
            service = self.services[name]
            self.assertGreater(seconds(service["stop_grace_period"]), 2 * default)
            self.assertEqual(service["healthcheck"]["test"], ["CMD", f"shouli-{name}", "--health"])
            self.assertEqual(service["depends_on"]["migrate"], {"condition": "service_completed_successfully"})
            self.assertEqual(service["networks"], ["inside", "data"])
            self.assertNotIn("container_name", service)  # or there could be no second replica

    def test_what_holds_data_leads_nowhere(self):
        self.assertEqual({name for name, network in self.file["networks"].items() if network.get("internal")}, {"data", "inside"})
        self.assertEqual(self.services["postgres"]["networks"], ["data"])
        self.assertEqual(self.services["redis"]["network_mode"], "none")
        for name, service in self.services.items():
            networks = set(service.get("networks", []))
            self.assertFalse({"data", "outside"} <= networks, name)

    def test_nothing_secret_is_written_in_it(self):
        for name, service in self.services.items():
            for key, value in service.get("environment", {}).items():
                secret = re.search(r"PASSWORD|SECRET|TOKEN|_KEY|_URL", key) and not re.search(r"_(FILE|DIR)$", key)
                self.assertFalse(secret, f"{name}: {key}")
                self.assertNotRegex(str(value), r"://\S*:\S*@")
            mounts = [volume for volume in service.get("volumes", []) if "SECRETS" in volume]
            for mount in mounts:
                source, _, target = mount.removeprefix("${SECRETS:-./secrets}").partition(":")
                if name == "secrets":
                    self.assertEqual((source, target), ("", "/secrets"))
                else:
                    self.assertRegex(source, r"^/(services/)?\w+$", f"{name} sees more than its own")
                    self.assertEqual(target, "/run/shouli:ro")
        self.assertIn("/secrets/", read(".gitignore").split())
        self.assertEqual(read(".dockerignore").split("\n")[1], "*")

    def test_each_image_of_ours_is_built_by_one_entry_and_from_one_file(self):
        builders = {}
        for name, service in self.services.items():
            if "build" in service:
                self.assertNotIn(service["image"], builders)
                builders[service["image"]] = name
                self.assertEqual(service["build"]["dockerfile"], "deploy/Dockerfile")
                self.assertEqual(service["build"]["args"]["BASE"], "${BASE:-debian:bookworm-slim}")
        used = {service["image"] for service in self.services.values() if service["image"].startswith("shouli")}
        self.assertEqual(used, set(builders))
        stages = re.findall(r"(?m)^FROM (\S+) AS (\w+)$", read("deploy/Dockerfile"))
        self.assertEqual({base for base, _ in stages}, {"${BASE}"})
        for service in self.services.values():
            if "build" in service:
                self.assertIn(service["build"]["target"], [stage for _, stage in stages])

    def test_every_file_that_is_mounted_is_there(self):
        for name, service in self.services.items():
            for volume in service.get("volumes", []):
                if volume.startswith("./"):
                    self.assertTrue(os.path.exists(os.path.join(ROOT, volume.partition(":")[0])), f"{name}: {volume}")
                elif not volume.startswith("$"):
                    self.assertIn(volume.partition(":")[0], self.file["volumes"], name)

    def test_no_service_waits_for_one_of_another_profile(self):
        """Compose v2 refuses what 1.29 lets pass."""
        for name, service in self.services.items():
            for other in service.get("depends_on", []):
                profiles = set(self.services[other].get("profiles", []))
                self.assertTrue(not profiles or set(service.get("profiles", [])) <= profiles, f"{name} waits for {other}")

    def test_it_says_no_version(self):
        """v2 warns of one; 1.29 takes a file without one as the Compose Specification."""
        self.assertNotIn("version", self.file)

    @unittest.skipUnless(SCHEMAS, "no Compose Specification here: docker-compose is not installed")
    def test_it_has_the_form_that_the_compose_specification_asks_for(self):
        import jsonschema  # comes with docker-compose
        broken = {**self.file, "services": {**self.services, "desk": {**self.services["desk"], "pids_limits": 3}}}
        for path in SCHEMAS:
            with open(path, encoding="utf-8") as file:
                validator = jsonschema.Draft7Validator(json.load(file))
            self.assertEqual([error.message for error in validator.iter_errors(self.file)], [], path)
            self.assertTrue(any("pids_limits" in error.message for error in validator.iter_errors(broken)), path)

    @unittest.skipUnless(shutil.which("docker-compose"), "docker-compose is not installed")
    def test_docker_compose_loads_it_with_every_profile(self):
        environment = {**os.environ, "SECRETS": "/nowhere", "BASE": "registry.example/base:1", "PUBLISH": "10.0.0.1:55"}
        done = subprocess.run(["docker-compose", "--profile", "monitoring", "--profile", "demo", "--profile", "tools", "config"],
                              cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        loaded = yaml.safe_load(done.stdout)["services"]
        self.assertEqual(set(loaded), set(self.services))
        self.assertEqual(loaded["secrets"]["build"]["args"]["BASE"], "registry.example/base:1")
        self.assertIn("10.0.0.1:5510:5510/tcp", loaded["front"]["ports"])

    def test_what_the_page_says_to_type_names_what_there_is(self):
        page = read("deploy/README.md")
        typed = "".join(re.findall(r"(?ms)^```sh\n(.*?)^```$", page))
        for line in re.findall(r"(?m)^(?:\w+=\S+ )?docker-compose (.*)$", typed):
            words = [word for word in line.split() if not word.startswith("-")]
            for word in words:
                known = word in self.services or word in ("up", "ps", "run", "build", "kill", "restart", "HUP", "demo", "tools", "monitoring", "shouli",
                                                          "top", "desk=2", "shouli-secrets", "rotate", "retire", "publisher", "stop")
                self.assertTrue(known, f"{line}: {word}")
        for variable in re.findall(r"\$\{(\w+):-", read("docker-compose.yml")):
            self.assertIn(f"`{variable}`", page)

    def test_what_is_typed_behind_run_is_a_program_or_goes_to_one(self):
        """`run SERVICE WORD` takes WORD for the program where the service has no entry point."""
        typed = [line for name in ("deploy/README.md", "deploy/runbooks/README.md", "docker-compose.yml")
                 for line in re.findall(r"\bdocker-compose [^`\n]*\brun .*", read(name))]
        self.assertGreater(len(typed), 5)
        for line in typed:
            service, *words = [word for word in re.sub(r"[`).].*", "", line.partition(" run ")[2]).split() if word[0] != "-"]
            if words and "entrypoint" not in self.services[service]:
                self.assertTrue(words[0].startswith("shouli-"), line)

    def test_every_path_that_the_page_names_exists(self):
        page = read("deploy/README.md")
        for path in re.findall(r"`((?:tests|deploy|compose)/[\w./-]+)`", page):
            self.assertTrue(os.path.exists(os.path.join(ROOT, path)) or os.path.exists(os.path.join(ROOT, "deploy", path)), path)


@unittest.skipUnless(os.geteuid() == 0, "it gives files to other users")
class Secrets(unittest.TestCase):
    """deploy/compose/secrets, which works as root in its container."""

    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory(prefix="shouli-secrets."))
        self.programs = os.path.join(self.folder, "bin")
        os.mkdir(self.programs)
        os.symlink(os.path.join(ROOT, "build/bin/shouli-keys"), os.path.join(self.programs, "shouli-keys"))

    def make(self):
        environment = {"PATH": f"{self.programs}:/usr/bin:/bin", "SHOULI_SERVICES": "intake desk",
                       "SHOULI_SECRETS_FOLDER": self.folder, "SHOULI_BACKUP_FOLDER": "/nowhere"}
        return subprocess.run([os.path.join(ROOT, "deploy/compose/secrets")], env=environment, capture_output=True, text=True,
                              check=False, timeout=60)

    def contents(self, *names):
        found = []
        for name in names:
            with open(os.path.join(self.folder, name), encoding="utf-8") as file:
                found.append(file.read())
        return found

    def test_each_container_gets_its_own_and_a_second_time_changes_nothing(self):
        names = ("services/desk/database_url", "services/desk/redis_url", "redis/users.acl", "migrate/passwords/shouli_desk",
                 "services/desk/vault.kek")
        self.assertEqual(self.make().returncode, 0)
        first = self.contents(*names)
        self.assertRegex(first[0], r"^postgresql://shouli_desk:[0-9a-f]{48}@postgres:5432/shouli\n$")
        self.assertRegex(first[1], r"^unix:/run/redis/redis.sock\?desk:[0-9a-f]{48}\n$")
        self.assertEqual(self.make().returncode, 0)
        self.assertEqual(self.contents(*names), first)

    def test_a_password_of_the_banks_own_is_taken_unless_it_would_need_quoting(self):
        """It stands in URLs: with an @ the service would ask another host, with what stands behind it as its name."""
        folder = os.path.join(self.folder, "master/passwords")
        os.makedirs(folder)
        for password, taken in (("Own-1_2.3~x", True), ("Own\n", True), ("x" * 250, True), ("x" * 251, False), ("p@ss", False), ("a b", False),
                                ("a'b", False), ("a/b", False), ("a\nb", False), ("密码", False)):
            with open(os.path.join(folder, "shouli_desk"), "w", encoding="utf-8") as file:
                file.write(password)
            done = self.make()
            with self.subTest(password):
                if taken:
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertIn(f"shouli_desk:{password.strip()}@postgres", self.contents("services/desk/database_url")[0])
                    self.assertEqual(self.contents("migrate/passwords/shouli_desk"), [password.strip()])
                else:
                    self.assertEqual(done.returncode, 1, done.stdout)
                    self.assertEqual(done.stderr, "shouli-secrets: master/passwords/shouli_desk: a password has 1 to 250 letters, digits, dots, "
                                                  "hyphens, _ and ~\n")

    def test_a_password_that_cannot_be_written_is_given_to_nobody(self):
        """An empty one would let everybody in who knows the names."""
        self.assertEqual(self.make().returncode, 0)
        shutil.rmtree(os.path.join(self.folder, "master/passwords"))
        for name in ("services", "redis", "migrate"):
            shutil.rmtree(os.path.join(self.folder, name))
        with open(os.path.join(self.programs, "od"), "w", encoding="ascii",
                  opener=lambda path, flags: os.open(path, flags, 0o755)) as file:
            file.write("#!/bin/sh\necho 'od: write error: no space left' >&2\nexit 1\n")
        done = self.make()
        self.assertNotEqual(done.returncode, 0, done.stdout)
        self.assertIn("no space left", done.stderr)
        for name in ("services", "redis", "migrate"):
            self.assertFalse(os.path.exists(os.path.join(self.folder, name)), name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
