"""Writes docs/requirements.md: each row, where it lives, which tests name it.

Nothing is kept by hand but the rows: a module lives up to a row that its text names, a test shows
one that its name or docstring names. tests/test_requirements.py fails when the page is out of date.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tools.requirements_rows import ROWS

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "requirements.md"
ROOMS: Final = ("devicelink", "simulator", "firmware_protocol")
NAMED: Final = re.compile(r"\bS(\d\d)(?:\s*(?:-|–|to)\s*S(\d\d))?\b")
IN_NAME: Final = re.compile(r"(?<![a-z0-9])s(\d\d)(?![a-z0-9])")
MOST: Final = 4
HEADER: Final = """\
# Requirements

The 64 rows that this project was created from: what each asks, where it lives, and the tests that
show it. Made by `python -m tools.requirements` from the files that name a row; a row without a test
says **missing**. Kinds: D do or coach, R record, F flag, T trend, E educate, N must not claim.
"""


def rows() -> list[tuple[str, str, str]]:
    """Id, kind and text of every row."""
    told = [line.partition("|") for line in ROWS.strip().splitlines()]
    return [(*head.split(), text.strip()) for head, _, text in told]  # type: ignore[misc]


def named(text: str) -> set[str]:
    """The rows that a text names, ranges too."""
    found: set[str] = set()
    for first, last in NAMED.findall(text):
        found |= {f"S{number:02}" for number in range(int(first), int(last or first) + 1)}
    return found


def places() -> Iterator[tuple[str, set[str]]]:
    """Each file of the rooms, with the rows that it names."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in {".py", ".toml"}:
                yield path.relative_to(ROOT).as_posix(), named(path.read_text("utf-8"))


def tests() -> Iterator[tuple[str, str, set[str]]]:
    """Each test: its file, its name, the rows that its name or its docstring names."""
    for folder in ("tests", "checks"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            where = path.relative_to(ROOT).as_posix()
            tree = ast.parse(path.read_text("utf-8"))
            if folder == "checks" and (shown := named(ast.get_docstring(tree) or "")):
                yield where, "", shown
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    shown = named(ast.get_docstring(node) or "")
                    shown |= {f"S{number}" for number in IN_NAME.findall(node.name)}
                    if node.name.startswith("test_") and shown:
                        yield where, node.name, shown


def render() -> str:
    """The whole page."""
    homes, shown = list(places()), list(tests())
    lines, missing = [], []
    for row, kind, text in rows():
        where = [f"`{path}`" for path, told in homes if row in told]
        proofs = [(path, name) for path, name, told in shown if row in told]
        if not proofs:
            missing.append(row)
        lines.append(f"| {row} | {kind} | {text} | {_few(where)} | {_proofs(proofs)} |")
    told = f"{len(lines) - len(missing)} of {len(lines)} rows have a test."
    if missing:
        told += f" Missing: {', '.join(missing)}."
    head = "| row | kind | what it asks | where | tests |\n|---|---|---|---|---|"
    return f"{HEADER}\n{told}\n\n{head}\n" + "\n".join(lines) + "\n"


def _few(names: list[str]) -> str:
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return "<br>".join(names[:MOST]) + more or "-"


def _proofs(proofs: list[tuple[str, str]]) -> str:
    if not proofs:
        return "**missing**"
    files = list(dict.fromkeys(path for path, _ in proofs))
    return _few([f"`{path.removeprefix('tests/')}`" for path in files]) + f" ({len(proofs)})"


def main() -> None:
    """Write the page."""
    PAGE.write_text(render(), "utf-8")


if __name__ == "__main__":
    main()
