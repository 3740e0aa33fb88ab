"""A view as short texts for the parts of the live screen; pure, and no state by colour alone.

Sentences come from the phrase catalogue; here are only names, numbers and the shapes beside them.
Guarded by tests/tui/test_words.py.
"""

import math
from dataclasses import dataclass
from typing import Final

from textual.content import Content

from devicelink.care.inputs import LinkState
from devicelink.care.outputs import Phase
from devicelink.care.phrases import Phrases, clock
from devicelink.plaintext import clean
from devicelink.session.view import Gauge, View, Where

_LINK_SHAPES: Final = {
    LinkState.SEARCHING: "◌",
    LinkState.CONNECTING: "◌",
    LinkState.LIVE: "●",
    LinkState.LOST: "✕",
    LinkState.CLOSED: "○",
}
_WHERE: Final = {
    Where.NO_CONTACT: "no_contact",
    Where.BELOW: "below",
    Where.IN: "in",
    Where.ABOVE: "above",
    Where.UNKNOWN: "unknown",
}
"""Where the force is, as the catalogue has its words and the shape beside them."""
_PRESSING: Final = frozenset({Phase.LOCATE, Phase.SETTLE, Phase.LISTEN, Phase.ASK})
_COUNTING: Final = frozenset({Phase.REST, Phase.STRETCH})
_CLOCKED: Final = frozenset({Phase.SETTLE, Phase.LISTEN, Phase.ASK, Phase.PAUSED})
NEWTONS: Final = "\u00a0N"
"""A space that Digits draws one cell wide."""
STEADY_PCT: Final = 5.0
"""Up to here a press counts as steady (docs/signal.md); twice that is the next word."""
_TRACK: Final = (Phase.LOCATE, Phase.SETTLE, Phase.LISTEN, Phase.EASE_OFF, Phase.REST)


def header(view: View, width: int) -> Content:
    """Who, where, device, battery, rate and today's count, on one line of `width` cells.

    Where there is no room for all, the device's facts give way first, the side last.
    """
    side = f", {clean(view.side, 8)}" if view.side else ""
    who, point = clean(view.who, 16), clean(view.point)
    mark = " SIMULATED " if view.simulated else ""
    today = f"    today {view.today}/{view.per_day} "
    facts = _device(view)
    while len(facts) > 1 and width < len(
        f" {who} · {point}{side}  {mark} {'  '.join(facts)}{today}"
    ):
        facts.pop()
    right = "  ".join(facts) + today
    room = max(width - len(right) - len(mark) - len(side) - 3, 8)
    left = clean(f"{who} · {point}", room) + side
    gap = " " * max(width - len(left) - len(mark) - len(right) - 2, 1)
    return Content.assemble(" ", (left, "bold"), gap, (mark, "reverse"), " ", right)


def _device(view: View) -> list[str]:
    """The device's facts, the one that matters most first."""
    link = view.link
    facts = [f"{_LINK_SHAPES[link.state]} {clean(link.device, 16) or 'no device'}"]
    if link.state is not LinkState.LIVE:
        facts.append(link.state.value)
    if link.battery_pct is not None:
        facts.append(f"{link.battery_pct} %")
    if link.rate_hz is not None and link.state is LinkState.LIVE:
        facts.append(f"{link.rate_hz:.0f} Hz")
    if link.note:
        facts.append(link.note)
    return facts


@dataclass(frozen=True, slots=True)
class Figures:
    """The side panel: one big number and the smaller things below it."""

    title: str
    number: str
    lines: tuple[str, ...]


def figures(view: View, phrases: Phrases, width: int = 18) -> Figures:
    """What the side panel shows; no force while it is dimmed, none that is not live."""
    title = phrases.phase(view.phase)
    if view.phase in _PRESSING | {Phase.EASE_OFF, Phase.REST} and view.rep:
        title = f"hold {view.rep} of {view.reps}"
    return Figures(title, _number(view), tuple(_lines(view, phrases, width)))


def _number(view: View) -> str:
    if view.gauge is Gauge.NO_SIGNAL:
        return "--"
    if view.phase in _COUNTING and view.phase_left_s is not None:
        return clock(math.ceil(view.phase_left_s))
    if view.gauge is Gauge.DIMMED or (view.gauge is Gauge.BY_HAND and view.phase in _CLOCKED):
        return clock(view.held_s)
    if view.phase is Phase.DONE:
        return ""
    if view.gauge is Gauge.BY_HAND:
        return ""
    return "--" if view.force_n is None else f"{max(view.force_n, 0.0):.0f}{NEWTONS}"


def _lines(view: View, phrases: Phrases, width: int) -> list[str]:
    def say(entry: str) -> str:
        band = view.target
        return phrases.text("live", entry, low_n=band.low_n, high_n=band.high_n)

    if view.gauge is Gauge.NO_SIGNAL:
        lines = [say("unknown"), ""]
    elif view.gauge is Gauge.BY_HAND:
        lines = [say("by_feel"), say("press" if view.where is Where.IN else "let_go")]
    elif view.phase in _PRESSING:
        target = say("light" if view.phase is Phase.LOCATE else "target")
        lines = [say(_WHERE[view.where]), target, _pressure_and_steadiness(view)]
    else:
        lines = [say("no_contact" if view.where is Where.NO_CONTACT else "pressing")]
    if view.phase in _CLOCKED:
        lines += ["", *_hold_clock(view, phrases, width)]
    return lines


def _pressure_and_steadiness(view: View) -> str:
    parts = []
    pressing = view.gauge is Gauge.SHOWN and view.where is not Where.NO_CONTACT
    if pressing and view.pressure_kpa is not None and view.force_n is not None:
        parts.append(f"{view.pressure_kpa:.0f} kPa")
    if view.steadiness_pct is not None:
        parts.append(steady_word(view.steadiness_pct))
    return "  ".join(parts)


def _hold_clock(view: View, phrases: Phrases, width: int) -> list[str]:
    """The clock in figures (unless it is the big number), its line, the goal and the end below."""
    kept = phrases.text("live", "clock_kept" if view.gauge is Gauge.NO_SIGNAL else "held")
    big = view.gauge in {Gauge.DIMMED, Gauge.BY_HAND}
    time = [] if big else [f"{kept} {clock(view.held_s)}"]
    goal_at = min(round(view.goal_s / view.max_s * width), width - 1) if view.max_s else 0
    goal = f"{view.goal_s:.0f}".rjust(goal_at + 1)
    ends = goal + f"{view.max_s:.0f} s".rjust(width - len(goal))
    return [*time, bar(view.held_s, view.goal_s, view.max_s, width), ends]


def bar(held_s: float, goal_s: float, max_s: float, width: int) -> str:
    """Time held as a line of `width` cells from 0 to `max_s`, with a mark at the goal."""
    if max_s <= 0:
        return "─" * width
    filled = min(int(held_s / max_s * width), width)
    goal = min(round(goal_s / max_s * width), width - 1)
    line = list("━" * filled + ("╸" if 0 < filled < width else "") + "─" * width)[:width]
    line[goal] = "┿" if held_s >= goal_s else "┼"
    return "".join(line)


def steady_word(steadiness_pct: float) -> str:
    """The spread about the mean in a word."""
    if steadiness_pct <= STEADY_PCT:
        return "steady"
    return "wavering" if steadiness_pct <= 2 * STEADY_PCT else "unsteady"


def strip(view: View, phrases: Phrases, width: int) -> Content:
    """The steps of the session and a line that fills: heavy done, half heavy now, light to come."""
    names = [phrases.phase(phase) for phase in _TRACK]
    if view.rep < view.reps:
        names.append(f"hold {max(view.rep, 1) + 1}")
    names.append(phrases.phase(Phase.STRETCH))
    now, full = _place(view, len(names))
    tail = 3 if sum(len(name) for name in names) + 5 * len(names) <= width else 1
    parts: list[tuple[str, str] | str] = ["  "]
    for index, name in enumerate(names):
        current = index == now and not full
        parts.append((name, "bold" if current else "dim" if index > now else ""))
        if index < len(names) - 1:
            done = index < now or full
            parts.append(
                " " + ("━" * tail if done else _tip(tail) if current else "─" * tail) + " "
            )
    return Content.assemble(*parts)


def _tip(tail: int) -> str:
    return "━━╸"[-tail:]


def _place(view: View, count: int) -> tuple[int, bool]:
    """The step under way, and whether all steps are done."""
    if view.phase in {Phase.PAIN_AFTER, Phase.DONE}:
        return count - 1, True
    if view.phase is Phase.STRETCH:
        return count - 1, False
    if view.phase is Phase.ASK:
        return _TRACK.index(Phase.LISTEN), False
    return (_TRACK.index(view.phase) if view.phase in _TRACK else -1), False
