"""The README's picture is made by the program, the same each time; the one kept is the newest."""

from pathlib import Path

import pytest

from tools.picture import picture


async def test_the_picture_is_made_the_same_each_time() -> None:
    first = await picture()
    assert first == await picture()
    assert first.count("<circle") > 100
    assert "limit:" in first
    assert "SIMULATED" in first
    assert not [char for char in first if "\u2800" < char <= "\u28ff"]


async def test_the_kept_picture_is_what_the_program_draws(root: Path) -> None:
    if await picture() != (root / "docs" / "picture.svg").read_text(encoding="utf-8"):
        pytest.fail("the screen has changed: run `python tools/picture.py`")
