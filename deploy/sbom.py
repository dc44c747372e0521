#!/usr/bin/env python3
"""The bill of materials: sbom.py PROGRAM... prints CycloneDX 1.5 as JSON.

What a program is linked with is asked of the dynamic linker, which package a library came with, its version and its
licence of dpkg. Nothing is written down by hand, so nothing can be forgotten. With --runtime-packages it prints the names of
those packages alone, one a line: what an image needs beside the programs. SOURCE_DATE_EPOCH fixes the time in it.
"""
import argparse
import datetime
import functools
import hashlib
import json
import os
import re
import subprocess
import sys
import urllib.parse
import uuid

FIELDS = ["Package", "Version", "Architecture", "source:Package", "source:Version", "Maintainer", "Homepage"]


def ask(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}).stdout


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@functools.lru_cache(maxsize=None)
def needed(path):
    """Names that the file itself asks the linker for."""
    return re.findall(r"\(NEEDED\)\s+Shared library: \[(.+?)\]", ask("readelf", "-d", path))


@functools.lru_cache(maxsize=None)
def linked(path):
    """name: file, of everything that is loaded with a program."""
    output = ask("ldd", path)
    missing = re.findall(r"(\S+) => not found", output)
    if missing:
        sys.exit(f"{path}: not found: {', '.join(missing)}")
    found = dict(re.findall(r"^\s*(\S+) => (/\S+) \(0x", output, re.MULTILINE))
    # The linker itself has no arrow; a library may ask for it by name.
    return found | {os.path.basename(file): file for file in re.findall(r"^\s*(/\S+) \(0x", output, re.MULTILINE)}


def names_of(path):
    """dpkg knows a file by the name it was installed under, from before or after /usr was merged."""
    names = [path, os.path.realpath(path)]
    return names + [name.removeprefix("/usr") if name.startswith("/usr/") else "/usr" + name for name in names]


@functools.lru_cache(maxsize=None)
def owners(program):
    """file: package, of everything that is loaded with a program; asked at once, because dpkg is slow to start."""
    files = set(linked(program).values())
    done = subprocess.run(["dpkg-query", "--search", *sorted({name for file in files for name in names_of(file)})],
                          capture_output=True, text=True, check=False)
    known = {path: owner.split(":")[0] for owner, path in re.findall(r"^(\S+): (/\S+)$", done.stdout, re.MULTILINE)}
    found = {file: next((known[name] for name in names_of(file) if name in known), None) for file in files}
    strangers = sorted(file for file, package in found.items() if not package)
    if strangers:
        sys.exit(f"{strangers[0]} belongs to no package; a bill of materials must know where everything is from")
    return found


@functools.lru_cache(maxsize=None)
def facts(package):
    form = "\\n".join(f"${{{name}}}" for name in FIELDS)
    return dict(zip(FIELDS, ask("dpkg-query", "--show", f"--showformat={form}\\n\\n", package).split("\n\n")[0].split("\n")))


def licences(package):
    """As its maintainers name them (Debian's machine-readable copyright file); none when it is not of that form."""
    try:
        with open(f"/usr/share/doc/{package}/copyright", encoding="utf-8", errors="replace") as file:
            text = file.read()
    except OSError:
        return []
    if not re.match(r"\s*Format:.*copyright-format", text):
        return []
    return sorted({name.strip() for name in re.findall(r"(?m)^License:[ \t]*(\S.*)$", text)})


def reference(package):
    fact = facts(package)
    version = urllib.parse.quote(fact["Version"], safe="")
    return f"pkg:deb/debian/{package}@{version}?arch={fact['Architecture']}&distro=debian-12"


def component_of_package(package, files):
    fact = facts(package)
    component = {
        "type": "library", "bom-ref": reference(package), "name": package, "version": fact["Version"],
        "purl": reference(package), "supplier": {"name": fact["Maintainer"].split(" <")[0]},
        "properties": [{"name": "debian:source", "value": f"{fact['source:Package']} {fact['source:Version']}"}],
        "components": [{"type": "file", "bom-ref": f"file:{path}", "name": path,
                        "hashes": [{"alg": "SHA-256", "content": digest(path)}]} for path in sorted(files)],
    }
    names = licences(package)
    if names:
        component["licenses"] = [{"license": {"name": name}} for name in names]
    if fact.get("Homepage"):
        component["externalReferences"] = [{"type": "website", "url": fact["Homepage"]}]
    return component


def component_of_program(path, version):
    name = os.path.basename(path)
    return {"type": "application", "bom-ref": f"shouli/{name}", "name": name, "version": version,
            "hashes": [{"alg": "SHA-256", "content": digest(path)}]}


def dependencies(programs):
    """reference: what it asks for itself, as packages."""
    edges = {}
    for program in programs:
        files, owner = linked(program), owners(program)
        edges[f"shouli/{os.path.basename(program)}"] = {reference(owner[files[name]]) for name in needed(program)}
        for file in files.values():
            own = reference(owner[file])
            more = {reference(owner[files[name]]) for name in needed(file) if name in files}
            edges[own] = edges.get(own, set()) | more - {own}
    return edges


def bill(programs, version):
    files = {}
    for program in programs:
        for file, package in owners(program).items():
            files.setdefault(package, set()).add(os.path.realpath(file))
    edges = dependencies(programs)
    edges["shouli"] = {f"shouli/{os.path.basename(program)}" for program in programs}
    content = {
        "components": [component_of_program(path, version) for path in programs]
        + [component_of_package(package, files[package]) for package in sorted(files)],
        "dependencies": [{"ref": ref, "dependsOn": sorted(edges[ref])} for ref in sorted(edges)],
    }
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    when = datetime.datetime.fromtimestamp(int(seconds), datetime.UTC) if seconds else datetime.datetime.now(datetime.UTC)
    serial = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(content, sort_keys=True))
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": f"urn:uuid:{serial}", "version": 1,
        "metadata": {
            "timestamp": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "tools": {"components": [{"type": "application", "name": "deploy/sbom.py", "version": version}]},
            "component": {"type": "application", "bom-ref": "shouli", "name": "shouli", "version": version},
        },
        **content,
    }


def version_of(program):
    """As the first program that says one; tools have none."""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=10)
    found = re.fullmatch(r"shouli-\w+ (\S+)\n", done.stdout)
    return found[1] if found else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runtime-packages", action="store_true")
    parser.add_argument("programs", nargs="+", metavar="PROGRAM")
    options = parser.parse_args()
    programs = sorted(options.programs)
    if options.runtime_packages:
        print("\n".join(sorted({package for program in programs for package in owners(program).values()})))
        return
    services = [path for path in programs if os.path.exists(f"services/{os.path.basename(path)[7:]}/main.c")]
    version = next((found for found in map(version_of, services) if found), "unknown")
    json.dump(bill(programs, version), sys.stdout, indent=1, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
