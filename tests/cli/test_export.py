"""`devicelink export`: the tables, the whole session, and what is asked for."""

import csv
import io
import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Done, Run


def rows(done: Done) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(done.out)))


def test_the_hold_log_has_units_in_its_header(run: Run, kept: Path) -> None:
    """S57: mean, median, peak, time in the zone and impulse, with the tip's area."""
    done = run("--data", kept, "export")
    found = rows(done)
    assert done.code == 0
    assert len(found) >= 2
    names = set(found[0])
    assert {"mean_n", "median_n", "peak_n", "in_zone_s", "impulse_ns", "tip_area_mm2"} <= names
    assert float(found[0]["peak_n"]) > float(found[0]["mean_n"]) > 5.0


def test_samples_and_the_dictionary(run: Run, kept: Path) -> None:
    samples = rows(run("--data", kept, "export", "--what", "samples"))
    assert len(samples) > 5_000
    assert {"t_s", "force_n"} <= set(samples[0])
    dictionary = run("--data", kept, "export", "--what", "dictionary").out
    for name in samples[0]:
        assert name in dictionary


def test_a_folder_gets_every_table(run: Run, kept: Path, tmp_path: Path) -> None:
    folder = f"{tmp_path}/tables/"
    assert run("--data", kept, "export", "-o", folder).out == ""
    made = {path.name for path in Path(folder).iterdir()}
    names = {"sessions", "holds", "ratings", "journal", "statements", "samples", "dictionary"}
    assert made == {f"{name}.csv" for name in names}
    assert (Path(folder) / "holds.csv").read_text() == run("--data", kept, "export").out


def test_json_lines_hold_everything(run: Run, kept: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    assert run("--data", kept, "export", "--format", "jsonl", "-o", file).code == 0
    kinds = [json.loads(line)["type"] for line in file.read_text().splitlines()]
    assert kinds[0] == "session"
    assert {"samples", "record", "end", "hold", "rating"} <= set(kinds)


@pytest.mark.parametrize(
    "which",
    [["--since", "2020-01-01"], ["--until", "2999-12-31"], ["--point", "ut"], ["--session", "1"]],
)
def test_what_fits_is_exported(run: Run, kept: Path, which: list[str]) -> None:
    assert run("--data", kept, "export", *which) == run("--data", kept, "export")


@pytest.mark.parametrize(
    ("which", "why"),
    [
        (["--since", "2999-01-01"], "No session fits"),
        (["--point", "ls"], "No session fits"),
        (["--session", "999"], "No session fits"),
        (["--since", "yesterday"], "is no date"),
        (["--since", "2026-02-30"], "is no date"),
        (["--since", "2026-03-02", "--until", "2026-03-01"], "--until is before --since"),
    ],
)
def test_what_does_not_fit_is_said(run: Run, kept: Path, which: list[str], why: str) -> None:
    done = run("--data", kept, "export", *which)
    assert (done.code, done.out) == (2, "")
    first, second = done.err.splitlines()
    assert why in first
    assert second


def test_a_path_that_cannot_be_written(run: Run, kept: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "none" / "file.csv", tmp_path / "taken" / "x.csv"):
        (tmp_path / "taken").write_text("")
        done = run("--data", kept, "export", "-o", path)
        assert (done.code, done.out) == (1, "")
        assert done.err.startswith("Cannot write ")
        assert len(done.err.splitlines()) == 2


def test_a_folder_below_a_file(run: Run, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    done = run("--data", kept, "export", "-o", f"{tmp_path}/taken/tables/")
    assert done.code == 1
    assert len(done.err.splitlines()) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full there")
def test_a_full_disk(run: Run, kept: Path) -> None:
    done = run("--data", kept, "export", "-o", "/dev/full")
    assert done.code == 1
    assert "No space left" in done.err


def test_the_file_is_the_persons_alone(run: Run, kept: Path, tmp_path: Path) -> None:
    run("--data", kept, "export", "-o", tmp_path / "holds.csv")
    if os.name == "posix":
        assert (tmp_path / "holds.csv").stat().st_mode & 0o077 == 0


def test_every_form_is_written(run: Run, kept: Path, tmp_path: Path) -> None:
    """S60: for spreadsheets, data people and health software."""
    folder = tmp_path / "out"
    folder.mkdir()
    assert run("--data", kept, "export", "--format", "fhir", "-o", folder / "b.json").code == 0
    kinds = [one["resource"]["resourceType"] for one in
             json.loads((folder / "b.json").read_text())["entry"]]  # fmt: skip
    assert {"Patient", "Procedure", "Observation", "Device"} == set(kinds)
    assert run("--data", kept, "export", "--format", "xlsx", "-o", folder / "b.xlsx").code == 0
    assert (folder / "b.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_binary_forms_need_a_file(run: Run, kept: Path, form: str) -> None:
    done = run("--data", kept, "export", "--format", form)
    assert (done.code, done.out) == (2, "")
    assert f"-o FILE.{form}" in done.err


def test_the_journal_is_exported(run: Run, kept: Path) -> None:
    header = run("--data", kept, "export", "--what", "journal").lines[0]
    assert header.startswith("uid,recorded_at,about_at,late,counts,kind,place")
