"""The risk file: every hazard of the list is in it, and every test it names exists."""

import ast
import re
from pathlib import Path

import pytest

HAZARDS = (
    "over-force", "wrong unit", "tare while pressed", "zero drift",
    "saturated or stuck sensor read as safe", "stale value shown as live",
    "wrong probe or person in the record", "alarm late, muted or masked",
    "clock jump breaks durations", "lost or mixed recordings", "spoofed probe",
    "contraindicated region", 'false "safe" advice',
    "over-pressure coached", "time counted while not pressing", "doubled samples",
    "wrong profile", "wrong side", "missed contraindication", "journal loss",
)  # fmt: skip
"""The project's list; a coach that shows an old value, saturation and drift stand among them."""
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "risks.md").read_text("utf-8")


def test_every_hazard_has_its_row_with_cause_measure_and_tests(page: str) -> None:
    rows = [line for line in page.splitlines() if line.startswith("| **")]
    for hazard in HAZARDS:
        (row,) = [row for row in rows if f"**{hazard}**" in row]
        _, cause, measure, shown = row.strip("|").split("|")
        assert cause.strip()
        assert measure.strip()
        assert TEST.search(shown), hazard


def test_every_test_that_is_named_exists(page: str, root: Path) -> None:
    named = TEST.findall(page)
    assert len(named) > 40
    for path, name in named:
        assert name in names_in(root / path), f"{path} has no {name}"


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}
