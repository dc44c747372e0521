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


# Of the schema of CycloneDX 1.5 (bom-1.5.schema.json) what a bill like this can get wrong: it allows no key that it does not
# name. key: what its value must be, a name of this table, a pattern, or a list of one of them; `!` marks what is required.
SCHEMA = {
    "bom": {"bomFormat!": "^CycloneDX$", "specVersion!": r"^1\.5$", "version": int, "metadata": "metadata", "components": ["component"],
            "serialNumber": r"^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", "dependencies": ["dependency"]},
    "metadata": {"timestamp": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$", "tools": "tools", "component": "component"},
    "tools": {"components": ["component"]},
    "component": {
        "type!": "^(application|framework|library|container|platform|operating-system|device|device-driver|firmware|file|"
                 "machine-learning-model|data)$",
        "name!": "", "version": "", "bom-ref": "^.", "purl": "^pkg:deb/debian/[a-z0-9][a-z0-9+.-]+@[^@?/ ]+[?]arch=[a-z0-9]+&distro=debian-12$",
        "supplier": "organisation", "hashes": ["hash"], "licenses": ["licence choice"], "properties": ["property"],
        "components": ["component"], "externalReferences": ["reference"]},
    "organisation": {"name": "^."},
    "hash": {"alg!": "^(MD5|SHA-1|SHA-256|SHA-384|SHA-512|SHA3-256|SHA3-384|SHA3-512|BLAKE2b-256|BLAKE2b-384|BLAKE2b-512|BLAKE3)$",
             "content!": "^([a-fA-F0-9]{32}|[a-fA-F0-9]{40}|[a-fA-F0-9]{64}|[a-fA-F0-9]{96}|[a-fA-F0-9]{128})$"},
    "licence choice": {"license!": "licence"},
    "licence": {"name!": "^."},
    "property": {"name": "", "value": ""},
    "reference": {"type!": "^(vcs|issue-tracker|website|advisories|bom|documentation|support|distribution|license|build-meta|other)$",
                  "url!": r"^[a-z][a-z0-9+.-]*:\S+$"},
    "dependency": {"ref!": "^.", "dependsOn": ["^."]},
}


def breaches(value, rule, where="bom"):
    """Where a value is not as the rule says."""
    if isinstance(rule, list):
        if not isinstance(value, list):
            return [f"{where}: a list is expected"]
        twice = [f"{where}: an item stands twice" for n, item in enumerate(value) if item in value[:n]]
        return twice + [found for n, item in enumerate(value) for found in breaches(item, rule[0], f"{where}[{n}]")]
    if rule is int:
        return [] if isinstance(value, int) and value >= 1 else [f"{where}: a number from 1 on is expected"]
    if rule not in SCHEMA:
        return [] if isinstance(value, str) and re.search(rule, value) else [f"{where}: {value!r} is not {rule}"]
    keys = {key.rstrip("!"): inside for key, inside in SCHEMA[rule].items()}
    if not isinstance(value, dict):
        return [f"{where}: an object is expected"]
    found = [f"{where}: {key} is not known" for key in value if key not in keys]
    found += [f"{where}: {key[:-1]} is missing" for key in SCHEMA[rule] if key.endswith("!") and key[:-1] not in value]
    return found + [more for key, inside in value.items() if key in keys for more in breaches(inside, keys[key], f"{where}.{key}")]


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

    def test_it_is_valid_by_the_schema(self):
        self.assertEqual(breaches(self.bill, "bom"), [])

    def test_what_the_schema_forbids_is_found(self):
        """The check itself: one thing wrong at a time."""
        for path, value, said in (
            ("specVersion", "1.4", "bom.specVersion"),
            ("extra", 1, "extra is not known"),
            ("version", 0, "a number from 1 on"),
            ("serialNumber", "urn:uuid:1", "bom.serialNumber"),
            ("components.0.type", "program", "bom.components[0].type"),
            ("components.0.hashes.0.content", "12", "hashes[0].content"),
            ("components.0.hashes.0.alg", "sha256", "hashes[0].alg"),
            ("components.0.name", None, "components[0]: name is missing"),
            ("components.0.maker", "x", "maker is not known"),
            ("dependencies.0.dependsOn", ["a", "a"], "an item stands twice"),
            ("metadata.timestamp", "yesterday", "bom.metadata.timestamp"),
        ):
            with self.subTest(path):
                bill = json.loads(json.dumps(self.bill))
                *way, last = path.split(".")
                inside = bill
                for step in way:
                    inside = inside[int(step) if step.isdigit() else step]
                if value is None:
                    del inside[last]
                else:
                    inside[last] = value
                found = breaches(bill, "bom")
                self.assertEqual(len(found), 1, found)
                self.assertIn(said, found[0])

    def test_references_are_unique_down_to_the_files(self):
        def refs(components):
            return [ref for c in components for ref in [c["bom-ref"], *refs(c.get("components", []))]]

        found = refs(self.bill["components"])
        self.assertEqual(len(found), len(set(found)))

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
