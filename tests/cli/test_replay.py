"""`devicelink replay`: the documented lines, whatever the cut; files by name; sessions again."""

import json
from pathlib import Path

import pytest

from devicelink.core.release import Mode
from devicelink.data import release_model
from tests.cli.conftest import Done, Run
from tests.cli.recordings import pressed, write_csv

HOLD = ["type", "onset_s", "end_s", "declared_s", "decided_s", "mean_n", "peak_n", "cv", "reason"]
SLIP = ["type", "t_s", "drop_pct", "decided_s"]
RELEASE = [
    "type", "hold", "verdict", "p", "t_s", "declared_s", "drop_pct", "min_detectable_drop_pct",
]  # fmt: skip
KEYS = {"hold": HOLD, "slip": SLIP, "release": RELEASE}


@pytest.fixture
def two_holds(tmp_path: Path) -> Path:
    """A hold with a slip in it, then another that the file's end cuts off."""
    block = pressed([(2.0, 14.0, 20.0), (18.0, 40.0, 25.0)], 28.0, slip_s=8.0)
    return write_csv(tmp_path / "two.csv", block)


def objects(done: Done) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.lines]


def test_the_lines_have_the_documented_keys_in_their_order(run: Run, two_holds: Path) -> None:
    done = run("replay", two_holds, "--json")
    assert (done.code, done.err) == (0, "")
    lines = objects(done)
    assert [line["type"] for line in lines] == ["slip", "hold", "release", "hold", "release"]
    for line in lines:
        assert list(line) == KEYS[str(line["type"])]
    first, last = lines[1], lines[3]
    assert first["onset_s"] == pytest.approx(2.0, abs=0.3)
    assert first["end_s"] == pytest.approx(14.0, abs=0.3)
    assert (first["reason"], last["reason"]) == ("hand", "end_of_data")
    assert lines[0]["t_s"] == pytest.approx(8.0, abs=0.2)
    assert [line["hold"] for line in lines if line["type"] == "release"] == [0, 1]
    for line in lines:
        if line["type"] == "release" and line["verdict"] in {"no_release_seen", "cannot_tell"}:
            assert line["declared_s"] is None
        if line["type"] == "hold":
            onset_s, declared_s = float(str(line["onset_s"])), float(str(line["declared_s"]))
            assert onset_s < declared_s <= float(str(line["decided_s"]))


@pytest.mark.parametrize("chunk", [1, 7, 100, 10**6])
def test_the_cut_does_not_change_a_byte(run: Run, two_holds: Path, chunk: int) -> None:
    whole = run("replay", two_holds, "--json")
    assert run("replay", two_holds, "--json", "--chunk", str(chunk)) == whole


def test_words_for_people(run: Run, two_holds: Path) -> None:
    done = run("replay", two_holds)
    assert done.code == 0
    assert done.lines[0].startswith("slip at 8.")
    assert any(line.startswith("hold 1 from 2.") for line in done.lines)


def test_what_was_pressed_with_is_said_beforehand(run: Run, two_holds: Path) -> None:
    for mode in Mode:
        assert run("replay", two_holds, "--json", "--mode", mode.value).code == 0
    assert "body weight" in run("replay", two_holds, "--mode", "ball").out


def test_several_files_are_named_and_counted_apart(run: Run, two_holds: Path) -> None:
    done = run("replay", "--json", two_holds, two_holds)
    lines = objects(done)
    assert done.code == 0
    assert all(list(line) == [*KEYS[str(line["type"])], "file"] for line in lines)
    assert {line["file"] for line in lines} == {str(two_holds)}
    half = len(lines) // 2
    assert lines[:half] == lines[half:]
    assert "file" not in objects(run("replay", "--json", two_holds))[0]


def test_a_broken_file_is_told_and_the_others_still_run(
    run: Run, two_holds: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text("a,b\n1,2\n")
    done = run("replay", "--json", broken, two_holds, tmp_path / "none.csv")
    assert done.code == 1
    assert {line["file"] for line in objects(done)} == {str(two_holds)}
    first, second, why, what = done.err.splitlines()
    assert "no column" in first
    assert "No such file" in second
    assert why == "2 of 3 files could not be read."
    assert what


def test_rows_left_out_are_said(run: Run, two_holds: Path) -> None:
    text = two_holds.read_text().splitlines(keepends=True)
    two_holds.write_text("".join([*text[:50], text[10], *text[50:]]))
    done = run("replay", two_holds, "--json")
    assert done.code == 0
    assert "1 rows without a rising time left out" in done.err


def test_a_session_runs_again_the_same(run: Run, kept: Path, tmp_path: Path) -> None:
    file = tmp_path / "session.jsonl"
    assert run("--data", kept, "export", "--format", "jsonl", "-o", file).code == 0
    done = run("replay", file, "--json")
    assert done.code == 0, done.err
    assert "records the same" in done.err
    assert [line["type"] for line in objects(done)].count("hold") >= 2


def test_a_changed_session_is_found_out(run: Run, kept: Path, tmp_path: Path) -> None:
    file = tmp_path / "session.jsonl"
    run("--data", kept, "export", "--format", "jsonl", "-o", file)
    lines = file.read_text().splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if '"kind":"hold_ended"' in line)
    record = json.loads(lines[at])
    record["body"]["mean_n"] = 1.0
    lines[at] = json.dumps(record, separators=(",", ":")) + "\n"
    file.write_text("".join(lines))
    done = run("replay", file, "--json")
    assert done.code == 1
    assert "differs from its record at" in done.err.splitlines()[-2]
    assert "another version" in done.err.splitlines()[-1]
    name = release_model().name
    file.write_text("".join(lines).replace(name, "an older one"))
    why = run("replay", file, "--json").err.splitlines()[-1]
    assert why == f"Releases in it were judged by the model an older one; this program has {name}."


def test_the_labelled_holds_of_the_recordings_are_found(run: Run, shared: Path) -> None:
    """Within 200 ms, but for two slow rises of ball-v2 that begin in the noise of its sensor."""
    labels = json.loads((shared / "recordings" / "holds.json").read_text())
    done = run("replay", "--json", *(shared / "recordings" / name for name in sorted(labels)))
    assert done.code == 0, done.err
    onsets: dict[str, list[float]] = {name: [] for name in labels}
    for line in objects(done):
        if line["type"] == "hold":
            onsets[Path(str(line["file"])).name].append(float(str(line["onset_s"])))
    early: list[str] = []
    for name, holds in labels.items():
        wanted = [onset_s for onset_s, _ in holds or []]
        pairs = zip(onsets[name], wanted, strict=True)  # as many found as labelled
        early += [name for found_s, onset_s in pairs if abs(found_s - onset_s) > 0.2]
    assert early in ([], ["ball-v2.csv"], ["ball-v2.csv"] * 2)
