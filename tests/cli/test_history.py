"""`devicelink history` and `show`: what was kept, in words and as JSON."""

import json
import re
from pathlib import Path

from tests.cli.conftest import Run


def test_one_line_a_session(run: Run, kept: Path) -> None:
    """S56, S58: the point and the pain before and after stand in the list."""
    done = run("--data", kept, "history")
    (line,) = done.lines
    assert re.fullmatch(
        r"1  \d{4}-\d\d-\d\d \d\d:\d\d  Upper trapezius, left, \d+:\d\d, \d holds,"
        r" pain 6 to \d, complete \(simulated\)",
        line,
    )


def test_json_tells_the_same(run: Run, kept: Path) -> None:
    (line,) = run("--data", kept, "history", "--json").lines
    told = json.loads(line)
    assert (told["type"], told["id"], told["ending"]) == ("session", 1, "complete")
    assert (told["point"], told["side"], told["programme"]) == ("ut", "left", "short")
    assert told["pain_before"] == "6"
    assert told["holds"] >= 2


def test_show_tells_each_hold_with_what_the_person_said(run: Run, kept: Path) -> None:
    """S25, S40, S57: time in the band, force, steadiness, verdict and own report."""
    done = run("--data", kept, "show", "1")
    assert done.code == 0
    text = done.out
    assert re.search(r"hold 1: \d:\d\d to \d:\d\d, \d+ s, \d+ s of it in the band, mean", text)
    assert "kPa" in text
    assert re.search(
        r"from force: (cannot tell|no release seen|release (possible|likely)) \(", text
    )
    assert "you said: pain" in text


def test_show_all_says_every_line_again(run: Run, kept: Path) -> None:
    short, whole = (run("--data", kept, "show", "1", *more).lines for more in ([], ["--all"]))
    assert whole[: len(short)] == short
    assert len(whole) > len(short) + 20
    assert all(re.match(r"  \d+:\d\d ", line) for line in whole[len(short) :])


def test_show_as_json(run: Run, kept: Path) -> None:
    lines = [json.loads(line) for line in run("--data", kept, "show", "1", "--json").lines]
    kinds = [line["type"] for line in lines]
    assert kinds[0] == "session"
    assert kinds.count("hold") == lines[0]["holds"]
    assert {line["question"] for line in lines if line["type"] == "rating"} >= {
        "pain_before", "gave", "pain_now", "pain_after",
    }  # fmt: skip


def test_show_draws_each_hold(run: Run, kept: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "pictures"
    done = run("--data", kept, "show", "1", "--pictures", folder)
    assert done.code == 0
    holds = len(re.findall(r"^  hold \d", done.out, re.MULTILINE))
    names = sorted(file.name for file in folder.iterdir())
    assert names == [f"session-1-hold-{number + 1}.svg" for number in range(holds)]
    assert f"{holds} pictures in {folder}" in done.err
    text = (folder / names[0]).read_text("utf-8")
    assert re.search(r"Upper trapezius, left, \d{4}-\d\d-\d\d \d\d:\d\d: hold 1", text)
    assert 'class="force"' in text
    assert 'class="band"' in text


def test_a_session_that_is_not_there(run: Run, kept: Path) -> None:
    done = run("--data", kept, "show", "999")
    assert done.code == 1
    assert done.err.splitlines() == [
        "There is no session 999.",
        "See devicelink history for those there are.",
    ]


def test_nothing_yet(run: Run, tmp_path: Path) -> None:
    from devicelink.store.place import Place  # noqa: PLC0415 - beside its only use
    from devicelink.store.recorder import Recorder  # noqa: PLC0415

    Recorder(Place(tmp_path / "data")).close()
    done = run("history")
    assert (done.code, done.out) == (0, "")
    assert "devicelink demo" in done.err
