"""What the pages of lists have in common: keys, typing, and a word on what went wrong."""

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.events import Key as KeyPress

from devicelink.errors import UsageError
from devicelink.tui.page import ListPage
from devicelink.tui.parts import Line


class Page(ListPage):
    """a begins to write; what is kept is kept, but for x."""

    WORDS: ClassVar[str] = "exercises"
    LONGEST: ClassVar[int] = 3
    kept = ""

    def compose(self) -> ComposeResult:
        for name in ("header", "doing", "keys"):
            yield Line(id=name)

    def press(self, event: KeyPress) -> bool:
        self.typed = "" if event.key == "a" else None
        return event.key == "a"

    def keep(self, typed: str) -> None:
        if typed == "x":
            raise UsageError("not_yes_or_no", text="x")
        self.kept = typed

    def draw(self) -> None:
        self.show_doing(f"{self.typed}_" if self.typed is not None else "")


class Host(App[None]):
    def on_mount(self) -> None:
        self.page = Page()
        self.push_screen(self.page)


@pytest.mark.parametrize(
    ("pressed", "typed", "kept"),
    [
        ("a 1 2", "12", ""),
        ("a 1 2 3 4", "123", ""),
        ("a 1 2 backspace", "1", ""),
        ("a 1 enter", None, "1"),
        ("a 1 escape", None, ""),
        ("a x enter", "x", ""),
        ("1", None, ""),
    ],
)
async def test_what_is_typed(pressed: str, typed: str | None, kept: str) -> None:
    app = Host()
    async with app.run_test() as pilot:
        await pilot.press(*pressed.split())
        assert (app.page.typed, app.page.kept) == (typed, kept)
        doing = str(app.page.query_one("#doing", Line).render())
        assert ("'x' is neither yes nor no. Write yes or no." in doing) is (typed == "x")
