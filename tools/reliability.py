"""Renews docs/reliability.md: `python tools/reliability.py`.

The targets and what shows them stand in reliability.toml beside this file; the figures come from
the runs' own files in checks/figures/. Nothing is written down by hand twice. Guarded by
tests/test_reliability.py.
"""

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "reliability.md"
LIST: Final = ROOT / "tools" / "reliability.toml"
FIGURES: Final = ROOT / "checks" / "figures"
FIELD: Final = re.compile(r"\{(\w+)\.(\w+)(?::([^}]+))?\}")

HEAD: Final = """# Reliability

Twenty-nine tests with a target each: what a program should show that people press hard tips into
themselves with. The figures are those of the runs named below, put here by
`python tools/reliability.py`; what was not run, or fell short, says so. `tests` run with
`./run test`, on each change; `./run more NAME` are heavier, `./run bench NAME` are timings.

| no. | what | target | figure | shown by |
|---|---|---|---|---|
"""


def figures() -> dict[str, dict[str, Any]]:
    """Each run's figures, by its name."""
    return {
        path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FIGURES.glob("*.json"))
    }


def filled(text: str, known: dict[str, dict[str, Any]]) -> str:
    """The text with the runs' figures in it; "not run" in the place of one that there is not."""

    def put(found: "re.Match[str]") -> str:
        value = known.get(found[1], {}).get(found[2])
        if value is None:
            return f"(not run: {found[1]})"
        return format(value, found[3] or "")

    return FIELD.sub(put, text)


def short(row: dict[str, Any], known: dict[str, dict[str, Any]]) -> str:
    """That the target was missed, where it was; `most` and `least` say what a run's figure may be,
    `falls_short` is said of what no run measures."""
    missed = [row.get("falls_short", False)]
    for key, most in row.get("most", {}).items():
        run, name = key.split(".")
        value = known.get(run, {}).get(name)
        missed.append(value is not None and value > most)
    for key, least in row.get("least", {}).items():
        run, name = key.split(".")
        value = known.get(run, {}).get(name)
        missed.append(value is not None and value < least)
    return " **Falls short of the target.**" if any(missed) else ""


def page(known: dict[str, dict[str, Any]]) -> str:
    """The whole page."""
    rows = tomllib.loads(LIST.read_text("utf-8"))["test"]
    lines = [
        f"| {row['no']} | {row['what']} | {row['target']} | {filled(row['figure'], known)}"
        f"{short(row, known)} "
        f"| {row['shown']} |"
        for row in rows
    ]
    runs = [
        f"| `{name}` | {told['day']} | {told['machine']} | {told['load']} |"
        for name, told in known.items()
    ]
    head = "\n\n## The runs\n\n| run | day | machine | load at its end |\n|---|---|---|---|\n"
    return HEAD + "\n".join(lines) + head + "\n".join(runs) + "\n"


def main() -> int:
    """Writes the page."""
    PAGE.write_text(page(figures()), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
