"""After a session: how it ended, its holds as pictures on one time axis, pain before and after.

Pain numbers stand above their holds; what was not said stays a dash, never a zero. Guarded by
tests/tui/test_card.py and test_app.py.
"""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen

from devicelink.care.phrases import Phrases, clock
from devicelink.core.block import Block
from devicelink.session.view import HoldCard, View
from devicelink.tui.braille import Scale, braille_rows
from devicelink.tui.card import Story, hold_card
from devicelink.tui.parts import Line, Panel
from devicelink.tui.words import header


def on_one_axis(holds: Sequence[HoldCard], story: Story, width: int, rows: int = 3) -> str:
    """The holds drawn over the time from the first to the last, numbers above, times below."""
    traces = [card.trace for card in holds if len(card.trace)]
    if not traces:
        return ""
    start, end = float(traces[0].t_s[0]), float(traces[-1].t_s[-1])
    span_s = max(end - start, 1.0)
    joined = Block.of(
        np.concatenate([trace.t_s for trace in traces]) - start,
        np.concatenate([trace.force_n for trace in traces]),
    )
    top_n = max(float(np.nanmax(joined.force_n, initial=1.0)), 1.0)
    picture = braille_rows(joined, span_s, width, Scale(0.0, top_n * 1.02 / rows, rows), span_s)
    above, below = [" "] * (width + 12), [" "] * (width + 12)
    for card in holds:
        at = int((card.hold.onset_s - start) / span_s * width)
        pain = story.pain.get(card.rep)
        _write(above, at, f"pain {'-' if pain is None else pain}")
        _write(below, at, clock(card.hold.onset_s))
    return "\n".join(["".join(above).rstrip(), *picture, "".join(below).rstrip()])


def _write(line: list[str], at: int, text: str) -> None:
    at = min(max(at, 0), len(line) - len(text))
    line[at : at + len(text)] = text


def pain_line(story: Story) -> str:
    """Pain before and after; a dash where it was not said."""
    before, after = (
        "-" if value is None else str(value) for value in (story.pain_before, story.pain_after)
    )
    return f"pain before {before}   after {after}"


def review(holds: Sequence[HoldCard], story: Story, phrases: Phrases, width: int) -> Content:
    """A whole session for the eye: pain, time axis, one card a hold."""
    parts: list[Content | str | tuple[str, str]] = []
    if story.over is not None:
        parts += [(phrases.session_over(story.over), "bold"), "\n"]
    parts += [pain_line(story), "\n\n"]
    picture = on_one_axis(holds, story, width)
    parts += [(picture, "$text-accent"), "\n"] if picture else ["No hold was made.\n"]
    for card in holds:
        ended = story.ends.get(card.rep)
        name = phrases.rep_ended(ended) if ended is not None else f"Hold {card.rep}"
        parts += ["\n", (name, "bold"), "\n", hold_card(card, story, phrases, width, 2), "\n"]
    return Content.assemble(*parts)


class ReviewScreen(Screen[None]):
    """The session that has just ended."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "app.history", "history"),
        Binding("q,escape,space", "app.leave", "leave"),
    ]

    def __init__(self, view: View, story: Story, phrases: Phrases) -> None:
        super().__init__()
        self._view, self._story, self._phrases = view, story, phrases

    def compose(self) -> ComposeResult:
        """Header, the session, keys."""
        yield Line(id="header")
        with Panel(id="review") as panel:
            panel.title("this session")
            with VerticalScroll(can_focus=True):
                yield Line(id="session")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """The keys never change."""
        keys = "up, down scroll   h history   q leave   devicelink export writes it to a file"
        self.query_one("#keys", Line).show(Content.assemble("  ", (keys, "dim")))

    def on_resize(self, event: Resize) -> None:
        """Draw for the new width."""
        self.redraw(event.size.width)

    def redraw(self, width: int | None = None) -> None:
        """Draw the session; answers may still come in after the last view."""
        width = width or self.size.width
        self.query_one("#header", Line).show(header(self._view, width))
        text = review(self._view.holds, self._story, self._phrases, max(width - 8, 20))
        session = self.query_one("#session", Line)
        session.update(text)
