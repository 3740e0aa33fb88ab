"""`devicelink backup` and `restore`, by hand."""

from pathlib import Path

import pytest

from devicelink.__main__ import main
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from tests.store.made import record_session


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path / "data")
    recorder = Recorder(place)
    record_session(recorder)
    recorder.close()
    return place


def test_a_copy_is_made_listed_and_put_back(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(place.folder)]
    elsewhere = tmp_path / "copy.sqlite"
    assert main(["backup", "-o", str(elsewhere), *data]) == 0
    assert capsys.readouterr().out.strip() == str(elsewhere)
    assert main(["backup", "--list", *data]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert len(listed) == 1
    for path in place.folder.glob("default.sqlite*"):
        path.unlink()
    assert main(["restore", *data]) == 0
    assert "add --yes" in capsys.readouterr().err
    assert not place.file.exists()
    assert main(["restore", "--yes", *data]) == 0
    with History(place) as history:
        assert len(history.sessions()) == 1
    assert main(["restore", str(elsewhere), "--yes", *data]) == 0
    assert "What was there is kept as" in capsys.readouterr().err


def test_without_anything_kept_there_is_nothing_to_copy_or_put_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(tmp_path)]
    assert main(["backup", *data]) == 1
    assert "nothing to copy" in capsys.readouterr().err
    assert main(["restore", *data]) == 2
    assert main(["restore", str(tmp_path / "none"), "--yes", *data]) == 1
    assert "no file" in capsys.readouterr().err
