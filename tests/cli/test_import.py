"""`devicelink import`: export, import into an empty profile, export: the same file to the byte."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_the_round_trip_is_the_same_to_the_byte(run: Run, kept: Path, tmp_path: Path) -> None:
    """S60: session, samples, answers and all that is kept beside them."""
    first, again, folder = tmp_path / "first.jsonl", tmp_path / "again.jsonl", tmp_path / "one"
    shutil.copytree(kept, folder)
    assert run("--data", folder, "limits", "--answer", "blood=yes", "--clinician", "40").code == 0
    assert run("journal", "add", "--pain", "4", "--text", "=1", "--data", folder).code == 0
    assert run("redflags", "--data", folder).code == 0
    assert run("--data", folder, "export", "--format", "jsonl", "-o", first).code == 0
    done = run("import", first)
    assert (done.code, done.out) == (0, "")
    assert "1 session and" in done.err
    assert run("export", "--format", "jsonl", "-o", again).code == 0
    assert again.read_bytes() == first.read_bytes()
    assert "already" in run("import", first).err
    assert run("history").out == run("--data", kept, "history").out


def test_answers_without_a_session_are_an_export_too(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    assert run("limits", "--point", "ut", "--threshold", "20").code == 0
    assert run("export", "--format", "jsonl", "-o", file).code == 0
    assert '"type":"row"' in file.read_text()
    assert run("import", "--profile", "second", file).code == 0
    assert run("export", "--profile", "second", "--format", "jsonl").out == file.read_text()


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("holds.csv", "session\n1\n", "is a table"),
        ("odd.jsonl", "{}\n", "is no line"),
        ("odd.jsonl", '{"type":"row","table":"x;","values":{"a":1}}\n', "names no table"),
        ("odd.jsonl", '{"type":"row","table":"statement","values":{"item":[1]}}\n', "a value"),
        (
            "odd.jsonl",
            '{"type":"row","table":"statement","values":{"item":9e99}}\n',
            "could not be read",
        ),
        ("none.jsonl", None, "Cannot read"),
    ],
)
def test_what_is_no_export_is_said(
    run: Run, tmp_path: Path, name: str, text: str | None, why: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    done = run("import", tmp_path / name)
    assert done.code in {1, 2}
    first, second = done.err.splitlines()
    assert why in first
    assert second


def test_a_file_with_nothing_in_it_is_refused_and_leaves_no_profile(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "odd.jsonl").write_text("{}\n", "utf-8")
    for name, why in (("empty", "nothing in"), ("odd", "Line 1")):
        done = run("import", tmp_path / f"{name}.jsonl", "--profile", "new")
        assert done.code == 1
        assert why in done.err
        assert not list(tmp_path.rglob("new.sqlite*"))
