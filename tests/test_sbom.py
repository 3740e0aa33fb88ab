"""The bill of materials names every locked package, with its hashes, and is the same each time."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def bill(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("bill") / "bill.json"
    command = [sys.executable, "tools/sbom.py"]
    subprocess.run([*command, "-o", str(path)], cwd=root, check=True)
    printed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    assert printed.strip() == path.read_text("utf-8").strip()
    told: dict[str, Any] = json.loads(printed)
    return told


def test_every_locked_package_is_in_it_with_all_its_hashes(
    bill: dict[str, Any], root: Path
) -> None:
    lock = (root / "requirements.lock").read_text("utf-8")
    pins = re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock, re.MULTILINE)
    assert len(pins) > 30
    wanted = sorted((re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in pins)
    components = bill["components"]
    assert sorted((one["name"], one["version"]) for one in components) == wanted
    hashes = [p["value"] for one in components for p in one["properties"] if "sha256" in p["name"]]
    assert len(hashes) == lock.count("--hash=sha256:")


def test_it_has_the_form_that_tools_read(bill: dict[str, Any]) -> None:
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", bill["serialNumber"])
    assert bill["metadata"]["component"]["name"] == "devicelink"
    references = [one["bom-ref"] for one in bill["components"]]
    assert len(set(references)) == len(references)
    assert all(
        one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}" for one in bill["components"]
    )
    direct = {
        one["name"] for one in bill["components"]
        if {"name": "lock:direct", "value": "true"} in one["properties"]
    }  # fmt: skip
    assert {"bleak", "bumble", "numpy", "sqlite-utils", "textual"} <= direct
