"""Commands run in this process, with a data folder of their own; one recorded session for all."""

import contextlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from devicelink.__main__ import main


@dataclass(frozen=True)
class Done:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Run = Callable[..., Done]


def run_command(*arguments: str | Path) -> Done:
    """One command, with nobody at the keyboard."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    err = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(argument) for argument in arguments])
        out.flush()
    raw = out.buffer
    assert isinstance(raw, io.BytesIO)
    return Done(code, raw.getvalue().decode(), err.getvalue())


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs commands on an empty data folder."""
    monkeypatch.setenv("DEVICELINK_DATA", str(tmp_path / "data"))
    return run_command


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """A short demonstration, kept in a folder of its own; and what it said as JSON."""
    folder = tmp_path_factory.mktemp("kept")
    done = run_command(
        "--data", folder, "demo", "--json", "--speed", "40", "--programme", "short", "--seed", "3"
    )
    return folder, done


@pytest.fixture
def kept(told: tuple[Path, Done]) -> Path:
    """The folder with one session in it."""
    assert told[1].code == 0, told[1].err
    return told[0]
