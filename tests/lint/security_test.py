"""SECURITY.md names a test for each limit: every test and file that it names is there, and every alert and key too."""
import glob
import os
import re
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
THIEF = "tests/system/stolen_key_test.py"


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


class Page(unittest.TestCase):
    def setUp(self):
        self.page = read("SECURITY.md")
        self.pairs = re.findall(r"\(([^()]*`[a-z]\w+`[^()]*)\)", self.page)

    def named(self):
        """(name, file) from each parenthesis: `a`, `b` in `file`, or of the thieves where no file stands."""
        for inside in self.pairs:
            for part in re.findall(r"((?:`\w+`,?\s*(?:and\s+)?)+)(?:in\s+`(tests/[\w/.]+)`)?", inside):
                names = re.findall(r"`(\w+)`", part[0])
                for name in names:
                    if name.startswith("test_") or part[1]:
                        yield name, part[1]

    def test_every_test_that_it_names_is_there(self):
        seen = 0
        for name, file in self.named():
            with self.subTest(f"{name} in {file or THIEF}"):
                # In a list one may be of the thieves and the next of another file.
                sources = read(THIEF) + (read(file) if file else "")
                self.assertRegex(sources, rf"\b(?:def|void) {name}\b")
                seen += 1
        self.assertGreater(seen, 40)

    def test_every_thief_is_told_of(self):
        for name in re.findall(r"def (test_\w+)", read(THIEF)):
            self.assertIn(f"`{name}`", self.page)

    def test_every_file_and_alert_that_it_names_is_there(self):
        for path in set(re.findall(r"`((?:tests|deploy|common)/[\w/.]+)`", self.page)):
            self.assertTrue(os.path.exists(os.path.join(ROOT, path)), path)
        alerts = set(re.findall(r"alert: (\w+)", read("deploy/prometheus/rules/alerts.yml")))
        self.assertLessEqual(set(re.findall(r"`(Shouli\w+)`", self.page)), alerts)

    def test_every_parser_that_is_fuzzed_keeps_a_corpus(self):
        for path in glob.glob(os.path.join(ROOT, "tests/fuzz/*_fuzz.c")):
            name = os.path.basename(path)[:-2]
            seeds = glob.glob(os.path.join(ROOT, "tests/fuzz/corpus", name, "*"))
            self.assertGreater(len(seeds), 1, name)


if __name__ == "__main__":
    unittest.main()
