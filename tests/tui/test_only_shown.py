"""Whatever a list, a notice or a picture is told, nothing of it is obeyed by the terminal."""

from dataclasses import replace

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from textual.app import ComposeResult
from textual.color import Color
from textual.screen import Screen
from textual.widgets import DataTable, Input, OptionList, Static

from devicelink.tui.app import DevicelinkApp
from devicelink.tui.only_shown import OnlyShown
from tests.tui.screens import SMALL, on_screen
from tests.tui.test_history import ONE, FakeHistory

NASTY = "a\x1b[2J\x07\x9b31m\u202e\u200bz"
OBEYED = set("\x1b\x07\x9b\u202e\u200b")


class Everything(Screen[None]):
    """One of each widget that the screens are made of."""

    def compose(self) -> ComposeResult:
        yield Static(NASTY, markup=False)
        yield Static(Text(NASTY))
        yield OptionList(NASTY)
        yield Input(NASTY)
        yield DataTable[str]()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_column(NASTY)
        table.add_row(NASTY)


async def test_no_widget_lets_it_through() -> None:
    app = DevicelinkApp(start=Everything())
    async with app.run_test(size=SMALL) as pilot:
        app.notify(NASTY, markup=False)
        await pilot.pause()
        text = on_screen(app)
        assert text.count("[2J") >= 6
        assert not OBEYED & {*text}


async def test_the_history_of_somebody_elses_record() -> None:
    app = DevicelinkApp(history=FakeHistory(replace(ONE, state=NASTY, side=NASTY, point=NASTY)))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "[2J" in on_screen(app)
        assert not OBEYED & {*on_screen(app)}


def test_a_line_stays_as_wide_as_it_is() -> None:
    line = [Segment(f"{NASTY}\ue000\u0378é漢"), Segment("plain")]
    (first, second) = OnlyShown().apply(line, Color(0, 0, 0))
    assert cell_len(first.text) == cell_len(line[0].text)
    assert second is line[1]


def test_a_family_of_joined_signs_makes_no_line_wider() -> None:
    """The joiner goes, and each sign alone is wider than all of them joined."""
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467 of three"
    (seen,) = OnlyShown().apply([Segment(family)], Color(0, 0, 0))
    assert cell_len(seen.text) == cell_len(family)
    assert "\u200d" not in seen.text
