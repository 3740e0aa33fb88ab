"""`devicelink profiles`: whose records are here, and every command says whose it uses."""

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_a_record_is_begun_and_listed(run: Run) -> None:
    assert run("profiles").err.startswith("No record")
    done = run("profiles", "new", "Ana")
    assert (done.code, done.out) == (0, "")
    assert "--profile 'Ana'" in done.err
    (line,) = run("profiles", "list").lines
    assert line.split() == ["Ana", "0", "sessions", "nothing", "yet"]
    (told,) = map(json.loads, run("profiles", "--json").lines)
    assert told == {"type": "profile", "name": "Ana", "sessions": 0, "last": None, "trouble": None}


def test_the_existing_file_is_the_default_record(run: Run, kept: Path) -> None:
    (line,) = run("--data", kept, "profiles").lines
    assert line.startswith("default")
    assert "1 session " in line


def test_the_folder_is_named_before_or_behind(run: Run, tmp_path: Path) -> None:
    assert run("profiles", "new", "Bo", "--data", tmp_path / "x").code == 0
    for words in (["--data", tmp_path / "x", "profiles"], ["profiles", "--data", tmp_path / "x"],
                  ["profiles", "list", "--data", tmp_path / "x"]):  # fmt: skip
        assert run(*words).out.startswith("Bo")
    assert run("profiles").out == ""


def test_a_name_that_is_taken_is_said(run: Run) -> None:
    run("profiles", "new", "Ana")
    done = run("profiles", "new", "ana")
    assert done.code == 2
    assert len(done.err.splitlines()) == 2


def test_a_record_that_an_entry_begins_is_told_of_and_is_not_empty(run: Run) -> None:
    """A mistyped name would else take the entry away unseen."""
    told = "has a record of its own now"
    assert told in run("journal", "add", "--pain", "4", "--profile", "Anna").err
    assert told not in run("journal", "add", "--pain", "5", "--profile", "Anna").err
    assert told not in run("journal", "list", "--profile", "Bo").err, "reading begins none"
    (line,) = run("profiles").lines
    assert "nothing yet" not in line
    assert "last on 20" in line
