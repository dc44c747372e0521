"""How the release programs are linked and compiled: position independent, relocations read-only, stack and string functions
guarded (STYLE section 10). The linker's own data says so; each rule is also tried on a program that breaks it.
"""
import glob
import os
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAMS = sorted(path for path in glob.glob(os.path.join(ROOT, "build/bin/shouli*")) if os.access(path, os.X_OK))
GOOD = ["-O2", "-fstack-protector-strong", "-D_FORTIFY_SOURCE=2", "-fPIE", "-pie", "-Wl,-z,relro,-z,now"]
SOURCE = """
#include <stdio.h>
#include <string.h>
int main(int argc, char **argv)
{
    char line[32];
    snprintf(line, sizeof(line), "%s", argv[0]);
    strncat(line, argv[argc - 1], strlen(argv[argc - 1]));
    return puts(line);
}
"""


def ask(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}).stdout


def faults(path):
    """What is wrong with a program, in words."""
    header, segments = ask("readelf", "-hW", path), ask("readelf", "-lW", path)
    dynamic, symbols = ask("readelf", "-dW", path), ask("readelf", "-sW", "--dyn-syms", path)
    stack = re.search(r"GNU_STACK.*?\s([RWE ]{3})\s+0x\w+$", segments, re.MULTILINE)
    rules = {
        "not position independent": re.search(r"Type:\s+DYN", header) and re.search(r"FLAGS_1.*\bPIE\b", dynamic),
        "relocations are not read-only": "GNU_RELRO" in segments,
        "symbols are bound late": re.search(r"FLAGS.*\bBIND_NOW\b|FLAGS_1.*\bNOW\b", dynamic),
        "an executable stack": stack and "E" not in stack[1],
        "a segment that can be written and run": not re.search(r"LOAD\s.*\sRWE\s", segments),
        "no stack protector": "__stack_chk_fail" in symbols,
        "no fortified functions": re.search(r"\b__\w+_chk\b(?<!__stack_chk_fail)", symbols),
        "looks for libraries in a path of its own": not re.search(r"\((RPATH|RUNPATH)\)", dynamic),
        "relocations in the text": "TEXTREL" not in dynamic,
    }
    return [name for name, fine in rules.items() if not fine]


class Hardening(unittest.TestCase):
    """All programs in build/bin, and a small one of the test's own."""

    def test_every_program_is_hardened(self):
        names = {os.path.basename(path) for path in PROGRAMS}
        for main in glob.glob(os.path.join(ROOT, "services/*/main.c")):
            folder = os.path.basename(os.path.dirname(main))
            self.assertIn("shouli" if folder == "cli" else f"shouli-{folder}", names)
        for path in PROGRAMS:
            with self.subTest(os.path.basename(path)):
                self.assertEqual(faults(path), [])

    def compiled(self, *flags):
        folder = tempfile.mkdtemp(prefix="shouli-hardening-")
        self.addCleanup(shutil.rmtree, folder)
        with open(os.path.join(folder, "a.c"), "w", encoding="ascii") as file:
            file.write(SOURCE)
        subprocess.run(["gcc", "-w", "-o", f"{folder}/a", f"{folder}/a.c", *flags], check=True)
        return faults(f"{folder}/a")

    def test_a_program_with_all_flags_has_no_fault(self):
        self.assertEqual(self.compiled(*GOOD), [])

    def test_a_stripped_program_is_judged_like_the_one_it_was(self):
        """What the image ships has no symbols but those of the linker."""
        folder = tempfile.mkdtemp(prefix="shouli-hardening-")
        self.addCleanup(shutil.rmtree, folder)
        for flags, fault in ((GOOD, None), ([*GOOD, "-fno-stack-protector"], "no stack protector"),
                             ([*GOOD, "-U_FORTIFY_SOURCE"], "no fortified functions")):
            with open(f"{folder}/a.c", "w", encoding="ascii") as file:
                file.write(SOURCE)
            subprocess.run(["gcc", "-w", "-s", "-o", f"{folder}/a", f"{folder}/a.c", *flags], check=True)
            self.assertEqual(faults(f"{folder}/a"), [fault] if fault else [])

    def test_each_flag_that_is_missing_is_noticed(self):
        for flags, fault in {
            ("-fno-pie", "-no-pie"): "not position independent",
            ("-Wl,-z,norelro",): "relocations are not read-only",
            ("-Wl,-z,lazy",): "symbols are bound late",
            ("-Wl,-z,execstack",): "an executable stack",
            ("-fno-stack-protector",): "no stack protector",
            ("-U_FORTIFY_SOURCE",): "no fortified functions",
            ("-Wl,-rpath,/tmp",): "looks for libraries in a path of its own",
        }.items():
            with self.subTest(fault):
                self.assertIn(fault, self.compiled(*GOOD, *flags))


if __name__ == "__main__":
    unittest.main(verbosity=2)
