"""What a house is made of, as CycloneDX: every package of the lock and every file of others, with its licence.

The same lock gives the same bytes: no moment, no number drawn by lot, no address of a registry. The hashes of what is
installed stand in the lock itself.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, NamedTuple

from guildhouse import __version__

ROOT = Path(__file__).parents[3]
LOCK = ROOT / "requirements" / "run.txt"
TARGET = ROOT / "requirements" / "run.cdx.json"
VENDOR = ROOT / "src" / "guildhouse" / "static" / "vendor" / "VENDOR.md"
VENDORED = re.compile(r"^\| (\S+) \| (.+?) \| (.+?) \| (.+?) \| ([0-9a-f]{64}) \|$", re.MULTILINE)
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)(?: ; ([^\\\n]+?))?(?: \\)?$")

# Read by hand in the package, where its own words are missing or fit several licences.
READ = {
    "colorama": "BSD-3-Clause",
    "defusedxml": "PSF-2.0",
    "django-csp": "BSD-3-Clause",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "jinja2": "BSD-3-Clause",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "qrcode": "BSD-3-Clause AND MIT",
    "sqlparse": "BSD-3-Clause",
}
KNOWN = {
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "LGPL-3.0-only",
    "PSF-2.0",
}


class Package(NamedTuple):
    """One package of the lock, where it is needed, and by whom."""

    name: str
    version: str
    where: str
    wanted_by: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def packages(lock: str) -> Iterator[Package]:
    """Every package of a lock, in its order."""
    name, version, where, wanted = "", "", "", list[str]()
    for line in [*lock.splitlines(), "end==0"]:
        if pin := PIN.match(line):
            if name:
                yield Package(name, version, where, tuple(wanted))
            name, version, where, wanted = pin[1], pin[2], pin[3] or "", []
        elif via := re.match(r"^ +#(?: via)? +([a-z0-9][a-z0-9._-]*)", line):
            wanted.append(via[1])


def licence(name: str) -> str:
    """The licence of a package as an SPDX expression; KeyError where nobody has read it yet."""
    if name in READ:
        return READ[name]
    try:
        said = metadata(name)
    except PackageNotFoundError:
        raise KeyError(f"Read the licence of {name} and write it down in {__name__}.READ.") from None
    words = str(said.get("License-Expression") or said.get("License") or "")
    if not words or set(re.split(r" (?:AND|OR) ", words)) - KNOWN:
        raise KeyError(f"Read the licence of {name}, which says {words[:40]!r}, and write it down in READ.")
    return words


def bill() -> dict[str, Any]:
    """The whole document."""
    locked = list(packages(LOCK.read_text(encoding="utf-8")))
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    root = f"pkg:pypi/guildhouse@{__version__}"
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": "guildhouse",
                "version": __version__,
                "licenses": [{"expression": ours["license"]}],
                "purl": root,
            }
        },
        "components": [*map(_component, locked), *_files_of_others()],
        "dependencies": [
            {"ref": root, "dependsOn": _wanted("guildhouse", locked)},
            *({"ref": one.purl, "dependsOn": _wanted(one.name, locked)} for one in locked),
        ],
    }


def write() -> str:
    """The document as it is kept."""
    return json.dumps(bill(), indent=1, ensure_ascii=False) + "\n"


def _component(package: Package) -> dict[str, Any]:
    found = {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "licenses": [{"expression": licence(package.name)}],
        "purl": package.purl,
    }
    if package.where:
        found["properties"] = [{"name": "guildhouse:needed-where", "value": package.where}]
    return found


def _wanted(name: str, locked: list[Package]) -> list[str]:
    return sorted(one.purl for one in locked if name in one.wanted_by)


def _files_of_others() -> Iterator[dict[str, Any]]:
    """What browsers fetch that others made, as its own table tells."""
    for file, version, words, _project, sha256 in VENDORED.findall(VENDOR.read_text(encoding="utf-8")):
        yield {
            "type": "file",
            "bom-ref": f"static/{file}",
            "name": file.rpartition("/")[2],
            "version": version.split()[0],
            "hashes": [{"alg": "SHA-256", "content": sha256}],
            "licenses": [{"expression": words.partition(" (")[0].replace(", some ", " AND ")}],
        }


if __name__ == "__main__":
    TARGET.write_text(write(), encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(bill()['components'])} components")
