"""The report's screen: what it would hold is seen first; a key writes it and says where."""

from pathlib import Path

import pytest

from devicelink.cli.report_page import Writing
from devicelink.data import phrases
from devicelink.store.place import Place
from devicelink.tui.app import DevicelinkApp
from devicelink.tui.report import ReportScreen
from tests.export.report_made import filled
from tests.tui.screens import SMALL, WIDE, on_screen


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())


def app_of(tmp_path: Path) -> tuple[DevicelinkApp, ReportScreen]:
    writing = Writing(filled(Place.of(tmp_path / "data", "Ana")), tmp_path)
    return DevicelinkApp(who="Ana"), ReportScreen(writing, phrases())


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_what_it_would_hold_is_seen_and_the_days_can_be_chosen(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """S60: nothing is written by looking."""
    app, screen = app_of(tmp_path)
    async with app.run_test(size=size) as pilot:
        await app.push_screen(screen)
        await pilot.pause()
        assert "the last 14 days" in on_screen(app)
        assert "Pain, place by place" in on_screen(app)
        await pilot.press("d", "d", "d")
        await pilot.pause()
        shown = on_screen(app)
        assert "all days" in shown
        assert "12 sessions at 2 places" in " ".join(shown.split())
    assert files(tmp_path) == []


async def test_a_key_writes_it_under_a_name_that_is_free(tmp_path: Path) -> None:
    app, screen = app_of(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await app.push_screen(screen)
        await pilot.press("d", "d", "d", "h", "h", "x")
        await pilot.pause()
        assert "devicelink import" in " ".join(on_screen(app).split())
    assert sorted(path.suffix for path in files(tmp_path)) == [".html", ".html", ".jsonl"]
    assert all(path.name.startswith("Ana-") for path in files(tmp_path))


async def test_a_part_that_is_left_out_is_not_in_the_file(tmp_path: Path) -> None:
    app, screen = app_of(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await app.push_screen(screen)
        await pilot.press("d", "d", "d", "space", "h")
        await pilot.pause()
    (text,) = [file.read_text() for file in files(tmp_path)]
    assert "In short" not in text
    assert "Pain, place by place" in text


async def test_an_empty_record_is_said(tmp_path: Path) -> None:
    app = DevicelinkApp(who="you")
    screen = ReportScreen(Writing(Place.of(tmp_path), tmp_path), phrases())
    async with app.run_test(size=SMALL) as pilot:
        await app.push_screen(screen)
        await pilot.pause()
        assert "There is no data" in " ".join(on_screen(app).split())
