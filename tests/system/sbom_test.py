"""The bill of materials: CycloneDX 1.5 of what the programs are really linked with (deploy/sbom.py, `make sbom`)."""
import hashlib
import json
import os
import re
import subprocess
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PYTHON = "/usr/bin/python3"
PROGRAM = os.path.join(ROOT, "deploy/sbom.py")


def run(*arguments, check=True, **environment):
    return subprocess.run([PYTHON, PROGRAM, *arguments], cwd=ROOT, check=check, capture_output=True, text=True,
                          env={**os.environ, **environment})


class Sbom(unittest.TestCase):
    """build/sbom.json as `make sbom` writes it."""

    @classmethod
    def setUpClass(cls):
        subprocess.run(["make", "--no-print-directory", "sbom"], cwd=ROOT, check=True, capture_output=True)
        with open(os.path.join(ROOT, "build/sbom.json"), encoding="utf-8") as file:
            cls.bill = json.load(file)
        cls.packages = {c["name"]: c for c in cls.bill["components"] if c["type"] == "library"}
        cls.programs = {c["name"]: c for c in cls.bill["components"] if c["type"] == "application"}

    def test_it_has_the_form_that_cyclonedx_asks_for(self):
        self.assertEqual((self.bill["bomFormat"], self.bill["specVersion"], self.bill["version"]), ("CycloneDX", "1.5", 1))
        self.assertRegex(self.bill["serialNumber"],
                         r"^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
        self.assertRegex(self.bill["metadata"]["timestamp"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(self.bill["metadata"]["component"]["name"], "shouli")
        for component in self.bill["components"]:
            self.assertIn(component["type"], ("application", "library"))
            self.assertTrue(component["name"] and component["version"] and component["bom-ref"])

    def test_every_shipped_program_is_in_it_with_its_digest_and_no_test_program(self):
        folders = [name for name in os.listdir(os.path.join(ROOT, "services"))
                   if os.path.exists(os.path.join(ROOT, "services", name, "main.c"))]
        wanted = {"shouli" if name == "cli" else f"shouli-{name}" for name in folders} | {"shouli-keys", "shouli-supervisor"}
        self.assertEqual(set(self.programs), wanted)
        for name, component in self.programs.items():
            with open(os.path.join(ROOT, "build/bin", name), "rb") as file:
                self.assertEqual(component["hashes"], [{"alg": "SHA-256", "content": hashlib.sha256(file.read()).hexdigest()}])

    def test_what_a_program_loads_is_in_it_with_version_origin_and_digest(self):
        for package in ("libzmq5", "libpq5", "libhiredis0.14", "libssl3", "libmicrohttpd12", "libc6"):
            with self.subTest(package):
                found = self.packages[package]
                version = subprocess.run(["dpkg-query", "--show", "--showformat=${Version}", package], check=True,
                                         capture_output=True, text=True).stdout
                self.assertEqual(found["version"], version)
                self.assertRegex(found["purl"], rf"^pkg:deb/debian/{re.escape(package)}@[^?:+]+\?arch=\w+&distro=debian-12$")
                self.assertTrue(found["components"] and found["supplier"]["name"] and found["properties"][0]["value"])
                for file in found["components"]:
                    with open(file["name"], "rb") as library:
                        self.assertEqual(file["hashes"][0]["content"], hashlib.sha256(library.read()).hexdigest())

    def test_licences_stand_with_most_packages(self):
        named = [name for name, found in self.packages.items() if found.get("licenses")]
        self.assertGreater(len(named), len(self.packages) // 2)

    def test_it_agrees_with_the_linker(self):
        """Asked in another way: every library that ldd shows is a file of some component."""
        known = {file["name"] for found in self.packages.values() for file in found["components"]}
        for name in ("shouli-intake", "shouli-desk", "shouli"):
            said = subprocess.run(["ldd", os.path.join(ROOT, "build/bin", name)], check=True, capture_output=True, text=True)
            for path in re.findall(r"(/\S+) \(0x", said.stdout):
                self.assertIn(os.path.realpath(path), known)

    def test_references_are_unique_and_every_dependency_leads_to_one(self):
        refs = [self.bill["metadata"]["component"]["bom-ref"], *(c["bom-ref"] for c in self.bill["components"])]
        self.assertEqual(len(refs), len(set(refs)))
        edges = {edge["ref"]: edge["dependsOn"] for edge in self.bill["dependencies"]}
        for ref, needs in edges.items():
            self.assertIn(ref, refs)
            for need in needs:
                self.assertIn(need, refs)
        self.assertEqual(sorted(edges["shouli"]), sorted(f"shouli/{name}" for name in self.programs))
        self.assertTrue(any(need.startswith("pkg:deb/debian/libzmq5@") for need in edges["shouli/shouli-intake"]))

    def test_the_same_programs_give_the_same_bill(self):
        program = os.path.join(ROOT, "build/bin/shouli-keys")
        first, second = (run(program, SOURCE_DATE_EPOCH="1790000000").stdout for _ in range(2))
        self.assertEqual(first, second)
        self.assertEqual(json.loads(first)["metadata"]["timestamp"], "2026-09-21T14:13:20Z")

    def test_the_packages_of_an_image_are_the_same_ones(self):
        programs = [os.path.join(ROOT, "build/bin", name) for name in self.programs]
        self.assertEqual(set(run("--runtime-packages", *programs).stdout.split()), set(self.packages))

    def test_a_file_that_is_no_program_is_refused(self):
        self.assertNotEqual(run(os.path.join(ROOT, "Makefile"), check=False).returncode, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
