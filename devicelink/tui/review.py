"""After a session: how it ended, pain before and after, its holds, each as a picture.

Pain numbers stand above their holds; what was not said stays a dash, never a zero. Guarded by
tests/tui/test_card.py, test_review.py and test_app.py.
"""

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import ClassVar, Final

import numpy as np
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.geometry import Size
from textual.screen import Screen

from devicelink.care.phrases import Phrases, clock
from devicelink.core.block import Block
from devicelink.session.hold_picture import hold_picture
from devicelink.session.view import HoldCard
from devicelink.tui.braille import Scale, braille_rows
from devicelink.tui.card import Story, hold_card
from devicelink.tui.hold_picture import drawn
from devicelink.tui.parts import Line, Panel

ROOMY: Final = 30
"""Lines from which on all holds are shown on one axis above the chosen one."""


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


def pain_line(story: Story, phrases: Phrases) -> str:
    """Pain before and after; a dash where it was not said."""
    before, after = (
        "-" if value is None else str(value) for value in (story.pain_before, story.pain_after)
    )
    return phrases.text("review", "pain", before=before, after=after)


def review(holds: Sequence[HoldCard], story: Story, phrases: Phrases, width: int) -> Content:
    """A whole session for the eye: pain, time axis, one card a hold."""
    parts: list[Content | str | tuple[str, str]] = []
    if story.over is not None:
        parts += [(phrases.session_over(story.over), "bold"), "\n"]
    parts += [pain_line(story, phrases), "\n\n"]
    picture = on_one_axis(holds, story, width)
    parts += [(picture, "$text-accent") if picture else phrases.text("review", "no_hold"), "\n"]
    for card in holds:
        name = _named(card, story, phrases)
        parts += ["\n", (name, "bold"), "\n", hold_card(card, story, phrases, width, 2), "\n"]
    return Content.assemble(*parts)


def _named(card: HoldCard, story: Story, phrases: Phrases) -> str:
    """How a hold ended, or only its number where that was not told."""
    ended = story.ends.get(card.rep)
    if ended is None:
        return phrases.text("review", "hold", hold=card.rep)
    return phrases.rep_ended(ended)


class ReviewScreen(Screen[None]):
    """A session that is over: one hold at a time as a picture, chosen with up and down.

    `heading` makes the header for a width. `holds` and `story` may still grow: `redraw` shows it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "the hold before"),
        Binding("down", "choose(1)", "the next hold"),
        Binding("h", "app.history", "history"),
        Binding("q,escape,space", "app.leave", "leave"),
    ]
    KEYS: ClassVar[tuple[str, str]] = ("review", "keys")

    def __init__(
        self,
        heading: Callable[[int], Content],
        holds: Sequence[HoldCard],
        story: Story,
        phrases: Phrases,
    ) -> None:
        super().__init__()
        self._heading, self._holds = heading, holds
        self._story, self._phrases = story, phrases
        self._chosen = 0

    def compose(self) -> ComposeResult:
        """Header, the session, keys."""
        yield Line(id="header")
        with Panel(id="review"), VerticalScroll(can_focus=False):
            yield Line(id="session")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """The keys never change."""
        keys = self._phrases.text(*self.KEYS)
        self.query_one("#keys", Line).show(Content.assemble("  ", (keys, "dim")))

    def on_resize(self, event: Resize) -> None:
        """Draw for the new size."""
        self.redraw(event.size)

    def action_choose(self, step: int) -> None:
        """Show the hold before or after this one."""
        self._chosen = min(max(self._chosen + step, 0), max(len(self._holds) - 1, 0))
        self.redraw()

    def redraw(self, size: Size | None = None) -> None:
        """Draw the session; answers may still come in after its end."""
        if not self.query("#session"):
            return  # not composed yet, or taken down already
        size = size or self.size
        self.query_one("#header", Line).show(self._heading(size.width))
        entry = "title" if self._holds else "title_none"
        holds = len(self._holds)
        title = self._phrases.text("review", entry, hold=self._chosen + 1, holds=holds)
        self.query_one("#review", Panel).title(title)
        width, height = max(size.width - 4, 20), max(size.height - 5, 8)
        text = one_hold(self._holds, self._chosen, self._story, self._phrases, (width, height))
        self.query_one("#session", Line).update(text)


def one_hold(
    holds: Sequence[HoldCard], chosen: int, story: Story, phrases: Phrases, size: tuple[int, int]
) -> Content:
    """How the session ended, pain, the holds on one axis where there is room, one hold drawn."""
    width, height = size
    over = [phrases.session_over(story.over)] if story.over is not None else []
    top = [line for text in over for line in wrap(text, width)] + [pain_line(story, phrases)]
    if not holds:
        ends = [phrases.rep_ended(story.ends[rep]) for rep in sorted(story.ends)]
        return Content("\n".join([*top, "", *(ends or [phrases.text("review", "no_hold")])]))
    card = holds[chosen]
    name = _named(card, story, phrases)
    axis = on_one_axis(holds, story, width - 12) if height >= ROOMY else ""
    above = [*top, "", *axis.splitlines(), ""] if axis else top
    named = wrap(name, width)
    picture = hold_picture(
        card, phrases, gave=story.gave.get(card.rep), pain=story.pain.get(card.rep)
    )
    left = height - len(above) - len(named)
    return Content.assemble(
        "\n".join(above), "\n", ("\n".join(named), "bold"), "\n", drawn(picture, width, left)
    )
