"""Where grip-connect is: fetched once from npm's registry, by its digest, into the user's cache.

It is a judge and no part of us: never committed, never imported by the program. Used by
checks/judges.py and benchmarks/decode_speed.py.
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

VERSION: Final = "0.13.0"
NAME: Final = "@hangtime/grip-connect"
DIGEST: Final = (
    "sha512-F9NqdlH66lIFraN9cKWqXdm5hrrMT01pSH5eyjbt6V2f"
    "BlF4L/NVzQfNAvXKhRKhIrSIBu/e2H16ubpYXXSIMg=="
)
"""It is read by members it keeps to itself: another version may have others."""
JUDGE: Final = Path(__file__).with_name("judge.mjs")


class MissingError(Exception):
    """Node or the library cannot be had here: `str()` says why."""


def library() -> Path:
    """The library's file for Node. Raises MissingError."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise MissingError("Node.js with npm is not installed")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = base / "devicelink-judges" / f"grip-connect-{VERSION}"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent) as folder:
            fetched = Path(folder) / "fetched"
            fetched.mkdir()
            _fetch(fetched)
            fetched.rename(place)
    return place / "node_modules" / NAME / "dist" / "index.js"


def _fetch(folder: Path) -> None:
    (folder / "package.json").write_text('{"private": true}')
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", f"{NAME}@{VERSION}"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=120)
    except (subprocess.SubprocessError, OSError) as error:
        told = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
        raise MissingError(f"{NAME} cannot be fetched: {told[-1] if told else error}") from error
    lock = json.loads((folder / "node_modules/.package-lock.json").read_text())
    (one,) = lock["packages"].values()
    if one["integrity"] != DIGEST:
        raise MissingError(
            f"{NAME} {VERSION} is not the one that was looked at: its digest differs"
        )
