"""An error of our own: two lines for the person, a report without anything of theirs."""

import asyncio
from pathlib import Path

import pytest

from devicelink.tui.app import DevicelinkApp
from tests.cli.conftest import Run

PRIVATE = "Ana's probe AA:BB:CC:DD:EE:FF"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command that lists sessions meets a bug."""

    def read(*_: object) -> None:
        error = ExceptionGroup(PRIVATE, [ValueError(PRIVATE)])
        raise error from KeyError(PRIVATE)

    monkeypatch.delenv("DEVICELINK_DEBUG", raising=False)
    monkeypatch.setattr("devicelink.cli.history.place_of", read)


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("where", ["", "--data {}", "--data={}"])
def test_two_lines_and_a_report_without_names(run: Run, tmp_path: Path, where: str) -> None:
    folder = tmp_path / ("other" if where else "data")
    done = run("history", *where.format(folder).split())
    assert done.code == 1
    what, to_do = done.err.splitlines()
    assert "ExceptionGroup" in what
    (report,) = (folder / "log").glob("crash-*.txt")
    assert str(report) in to_do
    text = report.read_text("utf-8")
    for part in (
        "ExceptionGroup",
        "ValueError",
        "KeyError",
        "devicelink/cli/history.py",
        "in read",
    ):
        assert part in text
    for secret in ("Ana", "AA:BB", str(tmp_path), str(Path.home())):
        assert secret not in text
    assert report.parent.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("broken")
def test_where_no_report_can_be_written_the_advice_still_helps(run: Run, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file, no folder")
    done = run("history", "--data", taken)
    assert done.code == 1
    assert "DEVICELINK_DEBUG=1" in done.err.splitlines()[1]


@pytest.mark.usefixtures("broken")
def test_all_of_it_is_shown_where_it_is_asked_for(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEVICELINK_DEBUG", "1")
    with pytest.raises(ExceptionGroup, match="Ana"):
        run("history")


def test_words_that_cannot_be_had_are_an_error_like_any_other(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two lines and a report, and no traceback, also where the catalogue is broken."""
    monkeypatch.delenv("DEVICELINK_DEBUG", raising=False)
    monkeypatch.setattr("devicelink.errors.shipped", lambda _: {"error": {}})
    done = run("history")
    assert done.code == 1
    what, to_do = done.err.splitlines()
    assert "KeyError" in what
    assert "crash-" in to_do


def test_a_broken_screen_raises_and_prints_no_values(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: DevicelinkApp) -> None:
        raise KeyError(PRIVATE)

    monkeypatch.setattr(DevicelinkApp, "draw", broken)

    async def use() -> None:
        app = DevicelinkApp()
        async with asyncio.timeout(10):
            await app.run_async(headless=True)
        assert app._exception is not None
        raise app._exception

    with pytest.raises(KeyError):
        asyncio.run(use())
    shown = capsys.readouterr()
    assert "Ana" not in shown.out + shown.err


def test_a_text_that_is_no_utf_8_is_told_in_two_lines(run: Run, tmp_path: Path) -> None:
    """As Python hands over an argument whose bytes are no text."""
    asked = ("--point", "ut", "--side", "left", "--pain", "3", "--text", "caf\udcff")
    done = run("journal", "add", *asked, "--data", tmp_path)
    assert done.code == 2
    assert done.err.startswith("A name or a text given here is no UTF-8")
    assert len(done.err.splitlines()) == 2


def test_an_encoding_error_of_our_own_is_no_fault_of_a_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ours(*_: object, **__: object) -> None:
        "√".encode("ascii")

    monkeypatch.setattr("devicelink.cli.trend.diary_in", ours)
    done = run("trend", "--data", tmp_path)
    assert done.code == 1
    assert "UnicodeEncodeError" in done.err
