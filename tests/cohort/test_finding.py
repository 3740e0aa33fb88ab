"""Folders, patterns and files become one list in a stated order."""

import os
import sys
from pathlib import Path

import pytest

from devicelink.cohort.finding import found, sources
from devicelink.errors import RecordingError

ORDER = ["a.csv", "b/1.csv", "b/2.csv", "b-1.csv", "broken.csv", "c.CSV", "d.csv"]


def names(paths: list[str], folder: Path) -> list[str]:
    return [Path(path).relative_to(folder).as_posix() for path in paths]


def test_a_folder_stands_for_its_recordings_in_order_of_their_names(folder: Path) -> None:
    assert names(found([str(folder)]), folder) == ORDER


def test_the_order_is_that_of_the_arguments(folder: Path) -> None:
    given = [folder / "d.csv", folder / "b", folder / "a.csv"]
    assert names(found(map(str, given)), folder) == ["d.csv", "b/1.csv", "b/2.csv", "a.csv"]


def test_patterns_are_for_us_where_no_shell_has_done_them(folder: Path) -> None:
    assert names(found([f"{folder}/[ab].csv", f"{folder}/**/1.csv"]), folder) == [
        "a.csv", "b/1.csv",
    ]  # fmt: skip


def test_a_file_with_a_pattern_for_a_name_is_that_file(tmp_path: Path) -> None:
    file = tmp_path / "[a].csv"
    file.touch()
    assert found([str(file)]) == [str(file)]


def test_a_file_that_is_not_there_stays_to_be_told_of() -> None:
    assert found(["none.csv"]) == ["none.csv"]
    assert sources(["none.csv"])[0].size == 0


@pytest.mark.parametrize("given", [".", "*.csv"])
def test_nothing_to_do_is_said(given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RecordingError):
        found([given])


def test_a_file_named_twice_counts_once(folder: Path) -> None:
    paths = found([str(folder), str(folder / "a.csv"), str(folder / "b")])
    assert names([source.label for source in sources(paths)], folder) == ORDER


@pytest.mark.skipif(sys.platform != "linux", reason="names are Unicode there")
def test_a_name_that_is_no_text_can_be_told_and_opened(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"f\xfc\xdf.csv")).write_text("t_s,force_n\n0,1\n")
    (source,) = sources(found([str(tmp_path)]))
    assert source.label.encode().endswith(rb"f\xfc\xdf.csv")
    assert Path(source.path).read_text().startswith("t_s")
