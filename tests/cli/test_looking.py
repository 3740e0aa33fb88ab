"""A second program on the same record becomes a reader, at once, and never a second writer."""

import time
from collections.abc import Iterator

import pytest

from devicelink.__main__ import main
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from devicelink.tui.app import DevicelinkApp
from tests.store.made import meta, record_session


@pytest.fixture
def writing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A profile with one session and another under way."""
    place = Place(tmp_path_factory.mktemp("data"))
    recorder = Recorder(place)
    record_session(recorder)
    recorder.begin(meta())
    yield place
    recorder.close()


def test_on_a_screen_it_shows_what_is_kept_within_a_second(
    writing: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[tuple[float, object]] = []

    async def show(app: DevicelinkApp) -> None:
        shown.append((time.monotonic(), app._history))

    monkeypatch.setattr(DevicelinkApp, "show", show)
    monkeypatch.setattr("devicelink.cli.demo.chosen_face", lambda **_: _screen())
    before = writing.file.read_bytes()
    began_s = time.monotonic()
    assert main(["demo", "--data", str(writing.folder)]) == 0
    ((at_s, history),) = shown
    assert at_s - began_s < 1.0
    assert history is not None
    assert "to be read only" in capsys.readouterr().err
    assert writing.file.read_bytes() == before


def _screen() -> object:
    from devicelink.cli.options import Face  # noqa: PLC0415

    return Face.SCREEN


def test_in_lines_it_says_so_and_what_to_do(
    writing: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--plain", "--data", str(writing.folder)]) == 1
    assert "recording into the same data" in capsys.readouterr().err
    assert main(["history", "--data", str(writing.folder)]) == 0
    assert "under way" in capsys.readouterr().out
