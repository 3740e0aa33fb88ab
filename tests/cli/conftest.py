"""Commands run in this process, with a data folder of their own; one recorded session for all."""

import contextlib
import io
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from devicelink.__main__ import main
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from simulator.faults import parse_fault
from simulator.serve import Setup, in_process


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
        "--data", folder, "demo", "--json", "--speed", "20", "--programme", "short", "--seed", "3"
    )
    return folder, done


@pytest.fixture
def kept(told: tuple[Path, Done]) -> Path:
    """The folder with one session in it."""
    assert told[1].code == 0, told[1].err
    return told[0]


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`near(module, *faults)`: the module's radio has a simulated probe in range, in process."""

    def put(module: str, *faults: str) -> None:
        setup = Setup(routine=False, faults=tuple(map(parse_fault, faults)))

        @contextlib.asynccontextmanager
        async def open_radio(
            _moniker: str | None, now: Callable[[], float], key_file: Path | None = None
        ) -> AsyncIterator[Radio]:
            async with in_process(setup) as bench:
                client = bench.client
                async with bumble_radio(client, client, now, key_file) as radio:
                    yield radio

        monkeypatch.setattr(f"devicelink.cli.{module}.open_radio", open_radio)

    return put
