"""The cards as a screen: each is read with up and down, at any size."""

from pathlib import Path

import pytest

from devicelink.cli.explain import cards_screen
from devicelink.store.place import Place
from devicelink.tui.app import DevicelinkApp
from tests.tui.screens import SMALL, WIDE, on_screen


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_the_cards_are_read_one_by_one(tmp_path: Path, size: tuple[int, int]) -> None:
    """S07, S55."""
    app = DevicelinkApp(who="you")
    async with app.run_test(size=size) as pilot:
        await app.push_screen(cards_screen(Place(tmp_path)))
        await pilot.pause()
        assert "disputed" in on_screen(app)
        await pilot.press("down")
        await pilot.pause()
        assert "cannot measure this" in " ".join(on_screen(app).split())
