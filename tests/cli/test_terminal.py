"""What files, records and names hold for a terminal to obey reaches none: not one command's line.

Only a terminal shows it, for click takes such things out of a pipe by itself.
"""

import ast
import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from devicelink import cli
from devicelink.__main__ import main
from devicelink.store.entries import Entry
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from devicelink.store.statements import Statement, Topic
from tests.store.made import STARTED, answered, batch, hold_ended, meta, release

NASTY: Final = "a\x1b[2J\x07\x9b31m\u202e\u200bz"
OBEYED: Final = frozenset("\x1b\x07\x9b\u202e\u200b")
FOLDER: Final = Path(cli.__file__).parent
DOOR: Final = "terminal.py"
PAST_IT: Final = frozenset({"echo", "secho", "echo_via_pager", "prompt", "confirm", "print"})


def calls(path: Path) -> Iterator[str]:
    """The last name of whatever is called in a module, with its line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            owner = ast.unparse(node.func)
            if name in PAST_IT or owner in {"sys.stdout.write", "sys.stderr.write"}:
                yield f"{path.name}:{node.lineno} {owner}"


def test_there_is_one_door() -> None:
    modules = [*FOLDER.glob("*.py"), FOLDER.parent / "__main__.py"]
    assert list(calls(FOLDER / DOOR)), "this finds what it looks for"
    assert [call for path in modules if path.name != DOOR for call in calls(path)] == []


class Terminal(io.TextIOWrapper):
    """What is written is kept, and it says that it is a terminal."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="\n")

    def isatty(self) -> bool:
        return True

    @property
    def shown(self) -> str:
        """All that was written."""
        self.flush()
        kept = self.buffer
        assert isinstance(kept, io.BytesIO)
        return kept.getvalue().decode()


def on_terminal(*arguments: str | Path) -> tuple[str, str]:
    """What one command writes to a terminal on stdout, and on stderr."""
    out, err = Terminal(), Terminal()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        main([str(argument) for argument in arguments])
    return out.shown, err.shown


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record in which everything that can be a text is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    recorder = Recorder(Place.of(folder))
    number = recorder.begin(
        meta(side=NASTY, tool=NASTY, programme=NASTY, device_label=NASTY, simulated=False)
    )
    recorder.samples(batch(0))
    recorder.append(answered(0.5, "pain_before", NASTY, None))
    recorder.append(hold_ended(0, 1.0, 9.0, reason=NASTY))
    judged = release(0)
    told = {**judged.body, "verdict": NASTY, "why": NASTY}
    recorder.append(type(judged)(judged.t_s, judged.samples, judged.kind, told))
    recorder.end(20.0, NASTY, STARTED)
    for place in (f"ut {NASTY}", NASTY, "ut left", ""):
        recorder.note(Entry(uid=f"uid {place}", recorded_at=STARTED, about_at=STARTED, kind="note",
                            place=place, session=number,
                            fields={"pain": 4, "text": NASTY, "tags": [NASTY]}))  # fmt: skip
    record = {"note": NASTY, "areas": [{"area": NASTY, "pain": 3}]}
    for topic, item, place, body in (
        (Topic.EXERCISE, f"exercise {NASTY}", "", {"planned": True}),
        (Topic.POINT, "record", "ut left", record),
        (Topic.LIMIT, "clinician probe", NASTY, {"limit_n": 20.0}),
    ):
        recorder.state(Statement(told_at=STARTED, topic=topic, item=item, place=place, body=body))
    assert recorder.close().saved
    return folder


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    """Somebody else's programme file."""
    shown, _ = on_terminal("programme", "show", "home", "--toml")
    name = json.dumps(NASTY)
    lines = ["[programme.theirs]"] + [
        f"{line.partition(' =')[0]} = {name}"
        if line.startswith(("name =", "source =", "version =", "grade ="))
        else line
        for line in shown.splitlines()[1:]
    ]
    file = tmp_path / "theirs.toml"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


RECORD: Final = (
    "history", "show 1", "show 1 --all", "trend", "journal list", "journal list --all",
    "journal status", "journal show 1", "exercise list", "point ut", "points", "programme list",
    "about", "limits", "profiles", "export", "export --format jsonl", "backup --list",
    "calibrate --show", "doctor",
)  # fmt: skip
AS_JSON: Final = (
    "history", "show 1", "trend", "journal list", "exercise list", "point ut", "programme list",
    "about", "limits", "profiles",
)  # fmt: skip
NAMED: Final = (
    ("programme", "check", NASTY), ("programme", "show", NASTY), ("restore", NASTY, "--yes"),
    ("--data", NASTY, "history"), ("point", NASTY), ("explain", NASTY), ("show", NASTY),
    ("import", NASTY), ("replay", NASTY), ("replay", "--json", NASTY, NASTY), ("session", NASTY),
    ("limits", "--point", NASTY), ("decode", NASTY, NASTY), (NASTY,), (f"--{NASTY}",),
    ("history", "--profile", NASTY), ("programme", "set", "home", NASTY),
    ("forget", NASTY), ("watch", NASTY), ("export", "--session", NASTY), ("scan", "--radio", NASTY),
    ("report", "-o", f"{NASTY}/{NASTY}.html"), ("session", "--watch", NASTY),
)  # fmt: skip


@pytest.mark.parametrize("command", RECORD)
def test_what_a_record_holds_is_shown_and_not_obeyed(command: str, folder: Path) -> None:
    out, err = on_terminal(*command.split(), "--data", folder)
    assert "devicelink itself" not in err, err
    assert "--help" not in err, "no such command"
    assert not OBEYED & {*out, *err}, ascii(out + err)


def test_it_is_there_to_be_obeyed(folder: Path) -> None:
    """Else the test above would show nothing."""
    told = [on_terminal(*command.split(), "--data", folder)[0] for command in RECORD]
    assert sum("\ufffd" in out or "[2J" in out for out in told) > 10


@pytest.mark.parametrize("command", AS_JSON)
def test_json_is_escaped_and_means_the_same(command: str, folder: Path) -> None:
    out, _ = on_terminal(*command.split(), "--json", "--data", folder)
    assert not OBEYED & {*out}, ascii(out)
    rows = [json.loads(line) for line in out.splitlines()]
    assert rows or command == "profiles"
    if command == "exercise list":
        assert [row["name"] for row in rows] == [f"exercise {NASTY}"]


@pytest.mark.parametrize("command", NAMED, ids=ascii)
def test_a_name_that_is_typed_or_globbed_is_told_and_not_obeyed(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEVICELINK_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    out, err = on_terminal(*command)
    assert err
    assert not OBEYED & {*out, *err}, ascii(out + err)


def test_somebody_elses_programme(programme: Path, tmp_path: Path) -> None:
    data = ("--data", tmp_path / "data")
    for command in (
        ("programme", "show", programme, *data),
        ("programme", "show", programme, "--json", *data),
        ("programme", "show", programme, "--toml", *data),
        ("programme", "check", programme),
        ("programme", "copy", programme, "mine", *data),
        ("programme", "list", *data),
        ("programme", "list", "--json", *data),
        ("programme", "set", "mine", "goal_s=31", *data),
    ):
        out, err = on_terminal(*command)
        assert "[2J" in out or "mine" in err or "theirs" in out, (command, out, err)
        assert not OBEYED & {*out, *err}, ascii(out + err)


def test_a_real_terminal(folder: Path, programme: Path, tmp_path: Path) -> None:
    """The bytes at the other end of a pty."""
    if sys.platform == "win32":
        pytest.skip("Windows has no pty")
    for command in (
        ("history", "--data", folder),
        ("exercise", "list", "--json", "--data", folder),
        ("programme", "show", programme, "--data", tmp_path / "data"),
        ("programme", "check", NASTY),
    ):
        shown = at_the_other_end([*map(str, command)])
        assert "[2J" in shown
        assert not OBEYED & {*shown}, ascii(shown)


def at_the_other_end(arguments: list[str]) -> str:
    """What a command writes to the terminal it runs in, stdout and stderr."""
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "devicelink", *arguments],
        stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
    ):  # fmt: skip
        os.close(theirs)
        told = b""
        with contextlib.suppress(OSError):  # Linux says so at the end
            while part := os.read(ours, 4096):
                told += part
    os.close(ours)
    return told.decode()
