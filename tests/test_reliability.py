"""The reliability page is what its tool makes of the runs; all 29 tests are on it."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.test_risks import TEST, names_in


def test_the_page_is_made_from_the_runs(root: Path) -> None:
    page = root / "docs" / "reliability.md"
    before = page.read_text("utf-8")
    subprocess.run([sys.executable, "tools/reliability.py"], cwd=root, check=True)
    after = page.read_text("utf-8")
    page.write_text(before, "utf-8")
    assert after == before, "run: python tools/reliability.py"


def test_all_twenty_nine_are_there_with_target_figure_and_what_shows_them(root: Path) -> None:
    rows = tomllib.loads((root / "tools" / "reliability.toml").read_text("utf-8"))["test"]
    assert [row["no"] for row in rows] == list(range(1, 30))
    for row in rows:
        assert all(row[key].strip() for key in ("what", "target", "figure", "shown"))
        for path, name in TEST.findall(row["shown"]):
            assert name in names_in(root / path), f"{path} has no {name}"
        for path in re.findall(r"`(tests/[\w/]+\.py)`", row["shown"]):
            assert (root / path).exists()
        for kind, name in re.findall(r"`\./run (more|bench) (\w+)`", row["shown"]):
            folder = "checks" if kind == "more" else "benchmarks"
            assert (root / folder / f"{name}.py").exists(), name
