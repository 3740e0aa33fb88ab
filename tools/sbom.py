"""A bill of materials of the locked packages, as CycloneDX: `python tools/sbom.py -o FILE`.

Made from requirements.lock alone, so the same lock gives the same file. Guarded by
tests/test_sbom.py.
"""

import argparse
import hashlib
import json
import re
import sys
import tomllib
import uuid
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
PINNED: Final = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)\s*(?:;(?P<when>[^\\]*))?"
)
HASH: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def packages(lock: str) -> list[dict[str, Any]]:
    """Name, version, condition and hashes of each locked package, in the lock's order."""
    found: list[dict[str, Any]] = []
    for line in lock.splitlines():
        pinned = PINNED.match(line)
        if pinned:
            found.append({**pinned.groupdict(), "hashes": []})
        if found:
            found[-1]["hashes"] += HASH.findall(line)
    return found


def direct(project: dict[str, Any]) -> set[str]:
    """What the program itself asks for, by normal name."""
    return {
        normal(re.split(r"[\s<>=!~;\[]", one, maxsplit=1)[0]) for one in project["dependencies"]
    }


def normal(name: str) -> str:
    """One spelling a package."""
    return re.sub(r"[-_.]+", "-", name).lower()


def component(package: dict[str, Any], asked: set[str]) -> dict[str, Any]:
    """One package. Each of its files has a hash of its own, so they stand as properties."""
    name, version = normal(package["name"]), package["version"]
    properties = [{"name": "lock:sha256", "value": one} for one in package["hashes"]]
    if package["when"]:
        properties.append({"name": "lock:when", "value": package["when"].strip()})
    if name in asked:
        properties.append({"name": "lock:direct", "value": "true"})
    purl = f"pkg:pypi/{name}@{version}"
    made: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": version}
    return {**made, "purl": purl, "properties": properties}


def bill(lock: str, project: dict[str, Any]) -> dict[str, Any]:
    """The whole bill."""
    digest = hashlib.sha256(lock.encode()).hexdigest()
    asked = direct(project)
    itself = f"pkg:pypi/{project['name']}@{project['version']}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": itself,
                "name": project["name"],
                "version": project["version"],
                "purl": itself,
            },
            "properties": [{"name": "lock:digest", "value": digest}],
        },
        "components": [component(package, asked) for package in packages(lock)],
    }


def main() -> int:
    """Writes the bill, or prints it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path)
    output = parser.parse_args().output
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    text = json.dumps(bill((ROOT / "requirements.lock").read_text("utf-8"), project), indent=1)
    if output is None:
        print(text)
    else:
        output.write_text(text + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
