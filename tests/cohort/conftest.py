"""A folder of small recordings, one of them broken."""

from pathlib import Path

import pytest

from tests.cli.recordings import pressed, write_csv


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six recordings in two folders, and one without the columns."""
    folder = tmp_path / "recordings"
    for number, name in enumerate(["b/2.csv", "b/1.csv", "a.csv", "c.CSV", "b-1.csv", "d.csv"]):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_csv(path, pressed([(2.0, 9.0, 15.0 + number)], 10.0, rate_hz=20))
    (folder / "broken.csv").write_text("a,b\n1,2\n")
    (folder / "notes.txt").write_text("none of them")
    (folder / ".hidden.csv").write_text("none either")
    return folder
