"""Figures of a run, kept for docs/reliability.md: one file a run's name in checks/figures/.

The page is renewed with them, so that the two never differ. No check itself: it has no `main`.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeAlias

FOLDER: Final = Path(__file__).parent / "figures"

Figure: TypeAlias = float | int | str


def keep(name: str, figures: Mapping[str, Figure]) -> None:
    """Write the run's figures, with the day and the machine, and renew the page."""
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    told: dict[str, Figure] = {
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": machine,
        "load": load,
    }
    rounded = {
        name: round(value, 3) if isinstance(value, float) else value
        for name, value in figures.items()
    }
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(told | rounded, indent=1) + "\n"
    (FOLDER / f"{name}.json").write_text(text, "utf-8")
    subprocess.run([sys.executable, "tools/reliability.py"], cwd=FOLDER.parents[1], check=True)
