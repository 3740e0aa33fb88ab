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
    missing = "1 session and 0 journal entries that cannot be read"
    assert missing in done.err
    assert missing in page.read_text("utf-8")


def test_a_journal_entry_that_cannot_be_read_is_missed_by_every_face(
    run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "journal"
    for pain in ("4", "5"):
        assert (
            run(
                "journal",
                "add",
                "--point",
                "ut",
                "--side",
                "left",
                "--pain",
                pain,
                "--data",
                folder,
            ).code
            == 0
        )
    spoil(Place(folder), "UPDATE entry SET body = '{\"pain\": 44}' WHERE id = 1")
    full = ("export", "--format", "jsonl", "-o", tmp_path / "all.jsonl")
    for command in (("journal", "list"), ("journal", "status"), ("trend",), ("doctor",), full):
        done = run(*command, "--data", folder)
        assert done.code != 0, command
        assert "1 journal entry cannot be read" in done.out + done.err
    assert run("import", tmp_path / "all.jsonl", "--data", tmp_path / "new").code == 0
    done = run("report", "-o", tmp_path / "page.html", "--data", folder)
    assert "0 sessions and 1 journal entry that cannot be read" in done.err


def test_doctor_finds_samples_that_are_gone(run: Run, kept: Path, tmp_path: Path) -> None:
    folder = tmp_path / "holes"
    shutil.copytree(kept, folder)
    assert "all that is kept can be read" in run("doctor", "--data", folder).out
    spoil(Place(folder), "UPDATE sample_blob SET frames = zeroblob(length(frames))")
    said = run("doctor", "--data", folder)
    assert "Samples of 1 session cannot be read" in said.out + said.err
