"""The trace's rows: band and limit without colour, zones by name, only changed rows painted."""

from dataclasses import replace

import numpy as np
import pytest
from rich.cells import cell_len

from devicelink.core.block import Block
from devicelink.session.view import LimitInForce
from devicelink.tui.trace import Picture, Row, Trace, draw
from tests.tui.fake_port import press, view
from tests.tui.screens import frame, running


def text(row: Row) -> str:
    return "".join(run for _, run in row)


@pytest.mark.parametrize("size", [(56, 12), (62, 27), (170, 50), (20, 4), (12, 3)])
def test_every_row_fills_the_width(size: tuple[int, int]) -> None:
    rows = draw(Picture.of(view()), *size)
    assert len(rows) == size[1]
    assert {len(text(row)) for row in rows} == {size[0]}


@pytest.mark.parametrize("size", [(3, 1), (11, 5), (0, 0), (40, 2)])
def test_no_room_is_no_error(size: tuple[int, int]) -> None:
    assert len(draw(Picture.of(view()), *size)) == size[1]


def test_band_limit_and_times_show_without_colour() -> None:
    rows = [text(row) for row in draw(Picture.of(view(trace=Block.of([], []))), 56, 12)]
    assert any("45 ┄" in row and "limit: your threshold" in row for row in rows)
    assert any(row.startswith(" 30 ░") for row in rows)
    assert any(row.startswith(" 20 ░") for row in rows)
    assert rows[-1].split() == ["-20", "s", "-10", "s", "now"]


@pytest.mark.parametrize(
    ("level_n", "zone"), [(10, "under"), (25, "in-band"), (38, "over"), (48, "beyond")]
)
def test_zones(level_n: float, zone: str) -> None:
    times = np.arange(70.0, 100.0, 0.01)
    flat = Block.of(times, np.full(len(times), float(level_n)))
    rows = draw(replace(Picture.of(view()), block=flat), 56, 12)
    names = {name for row in rows[:-1] for name, _ in row} - {"axis", "empty", "band", "limit"}
    assert names == {zone}


def test_samples_timed_ahead_of_the_session_are_drawn_at_once() -> None:
    ahead = view(trace=press(100.7))
    on_time = replace(ahead, t_s=float(ahead.trace.t_s[-1]))
    assert draw(Picture.of(ahead), 56, 12) == draw(Picture.of(on_time), 56, 12)


def test_a_hostile_limit_name_is_cleaned() -> None:
    picture = replace(Picture.of(view()), limit=LimitInForce(45.0, "a\x1b[31m\u202e" + "b" * 999))
    joined = "".join(text(row) for row in draw(picture, 56, 12))
    assert "\x1b" not in joined
    assert "\u202e" not in joined


@pytest.mark.parametrize("name", ["颈椎不稳", "cou raide e\u0301"])
def test_every_letter_takes_one_cell(name: str) -> None:
    """A limit named in wide letters is drawn without its name: the row may not grow."""
    picture = replace(Picture.of(view()), limit=LimitInForce(45.0, name))
    rows = [text(row) for row in draw(picture, 56, 12)]
    assert {cell_len(row) for row in rows} == {56}
    assert any(" limit" in row for row in rows)


async def test_only_changed_rows_are_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    flat = Block.of(np.arange(70, 100, 0.01), np.full(3000, 25.0))
    async with running(view(trace=flat)) as (app, pilot, port):
        painted: list[int] = []
        trace = app.screen.query_one(Trace)
        monkeypatch.setattr(trace, "refresh", lambda *rows: painted.append(len(rows)))
        await frame(app, pilot)
        assert painted == []
        port.views = [view(trace=press(100.0))]
        await frame(app, pilot)
        assert len(painted) == 1
        assert 0 < painted[0] < trace.size.height
