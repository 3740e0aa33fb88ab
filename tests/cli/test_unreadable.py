"""A record with damage in one session: every face tells the rest, and which one it is."""

import shutil
from pathlib import Path

import pytest

from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from tests.cli.conftest import Run
from tests.store.made import record_session
from tests.store.spoil import spoil


@pytest.fixture
def spoilt(kept: Path, tmp_path: Path) -> Path:
    """Two sessions, the second of which is damaged."""
    folder = tmp_path / "spoilt"
    shutil.copytree(kept, folder)
    recorder = Recorder(Place(folder))
    record_session(recorder)
    assert recorder.close().saved
    spoil(Place(folder), "UPDATE session SET plan = '[' WHERE id = 2")
    return folder


def test_every_face_tells_the_rest_and_which_one_cannot_be_read(
    run: Run, spoilt: Path, tmp_path: Path
) -> None:
    listed = run("history", "--data", spoilt)
    assert listed.out.startswith("1  ")
    assert len(listed.lines) == 1
    for done in (
        listed,
        run("show", "2", "--data", spoilt),
        run("export", "--data", spoilt),
        run("export", "--data", spoilt, "--format", "jsonl", "-o", tmp_path / "all.jsonl"),
        run("doctor", "--data", spoilt),
    ):
        assert done.code != 0
        said = done.out + done.err
        assert "1 session cannot be read" in said, said
        assert "number 2" in said
        assert "Traceback" not in said
    assert run("show", "1", "--data", spoilt).code == 0
    assert run("export", "--session", "1", "--data", spoilt).code == 0
    assert run("import", tmp_path / "all.jsonl", "--data", tmp_path / "new").code == 0
    assert run("history", "--data", tmp_path / "new").code == 0


def test_a_report_says_what_is_not_in_it(run: Run, spoilt: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = run("report", "--simulated", "-o", page, "--data", spoilt)
    assert done.code == 0, done.err
    assert "1 session that cannot be read" in done.err
    assert "1 session that cannot be read" in page.read_text("utf-8")
