"""Draws the floors of the house into docs/architecture.md: python tools/floors.py

The picture is made from the import contracts in pyproject.toml, which the tests enforce, so it
cannot tell anything else than the code. tests/test_docs.py fails when it is out of date.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- floors: made by tools/floors.py -->\n", "<!-- floors: end -->"


def contracts() -> list[dict[str, Any]]:
    """The import contracts, as they stand in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    found: list[dict[str, Any]] = project["tool"]["importlinter"]["contracts"]
    return found


def floors() -> list[list[str]]:
    """The modules of each floor, top floor first."""
    layers = next(contract["layers"] for contract in contracts() if contract["type"] == "layers")
    return [re.findall(r"\w+", layer) for layer in layers]


def render() -> str:
    """The picture, as Mermaid."""
    rows = [f'    floor{n}["{" · ".join(floor)}"]' for n, floor in enumerate(floors())]
    rows.append('    ground["firmware_protocol"]\n    device["simulator"]')
    names = [f"floor{n}" for n in range(len(floors()))]
    rows.append("    " + " --> ".join([*names, "ground"]))
    joins = next(c for c in contracts() if c.get("protected_modules") == ["simulator"])
    for importer in joins["allowed_importers"]:
        room = importer.removeprefix("devicelink.")
        above = next(n for n, floor in enumerate(floors()) if room in floor)
        rows.append(f"    floor{above} -.-> device")
    rows.append("    device --> ground")
    return "```mermaid\nflowchart TD\n" + "\n".join(rows) + "\n```\n"


def renewed(page: str) -> str:
    """The page with its picture as it should be."""
    before, _, rest = page.partition(BEGIN)
    return before + BEGIN + render() + END + rest.partition(END)[2]


def main() -> None:
    """Renew the picture."""
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
