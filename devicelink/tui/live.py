"""The live screen: one sentence, one number, one key; everything else is smaller and dimmer.

Draws views and hands on keys; figures change at most four times a second unless the state itself
changed. An alarm or a lost signal is drawn at once. Guarded by tests/tui/test_live.py.
"""

from functools import partial
from math import ceil
from typing import ClassVar, Final

from rich.cells import cached_cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import ContentSwitcher, Digits

from devicelink.care.inputs import Intent, Stop
from devicelink.care.outputs import PAIN_QUESTIONS, Phase, Question
from devicelink.care.phrases import Phrases
from devicelink.core.events import Level
from devicelink.keys import BY_KEY, PAIN_KEYS
from devicelink.plaintext import clean
from devicelink.session.view import Gauge, View, Where
from devicelink.tui.braille import whole
from devicelink.tui.card import Story, hold_card
from devicelink.tui.parts import HelpScreen, Line, Panel
from devicelink.tui.trace import Picture, Trace
from devicelink.tui.words import figures, header, strip

FIGURES_S: Final = 0.25
FORGET_S: Final = 60.0
"""Rich keeps the widths of thousands of texts, and each clock and figure is a new one: it is let
forget them, or memory grows for an hour."""
STOP_WITHIN_S: Final = 5.0
_CARD_PHASES: Final = frozenset(
    {Phase.ASK, Phase.REST, Phase.STRETCH, Phase.PAIN_AFTER, Phase.DONE}
)


def main_part(view: View) -> str:
    """Which picture fills the large panel: trace, dots, lost or card."""
    if view.gauge is Gauge.NO_SIGNAL:
        return "lost"
    if view.gauge in {Gauge.DIMMED, Gauge.BY_HAND}:
        return "dots"
    at_rest = view.where is Where.NO_CONTACT and view.phase in _CARD_PHASES
    return "card" if at_rest and view.holds and view.alarm is None else "trace"


class LiveScreen(Screen[None]):
    """Shows views of a session and posts what the person did."""

    class Did(Message):
        """The person did something that the session must know of."""

        def __init__(self, intent: Intent) -> None:
            super().__init__()
            self.intent = intent

    class Leave(Message):
        """The person leaves a session that is over."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(name, f"press('{name}')", key.help, show=False) for name, key in BY_KEY.items()),
        Binding("escape", "stop", "stop", show=False),
        Binding("question_mark", "help", "help", show=False),
        Binding("q", "leave", "leave", show=False),
    ]

    def __init__(self, phrases: Phrases, story: Story) -> None:
        super().__init__()
        self._phrases = phrases
        self._story = story
        self._view: View | None = None
        self._figures_at_s = float("-inf")
        self._state: tuple[object, ...] = ()
        self._notice = ""
        self._parts = 0
        self._lines: dict[str, Line] = {}
        self._panels: dict[str, Panel] = {}
        self._trace, self._number = Trace(id="trace"), Digits(id="number")
        self._switcher = ContentSwitcher(initial="trace")

    def on_mount(self) -> None:
        """All parts stand from now on; remembered, as Textual keeps each answer to a query."""
        self._parts = len(self.query("*"))
        self._lines = {line.id or "": line for line in self.query(Line)}
        self._panels = {panel.id or "": panel for panel in self.query(Panel)}
        self.set_interval(FORGET_S, self._forget)

    def compose(self) -> ComposeResult:
        """The parts, in the places they keep in every phase."""
        yield Line(id="header")
        with Horizontal(id="main"):
            with Panel(id="picture"), self._switcher:
                yield self._trace
                yield Line(id="dots", classes="middle")
                yield Line(id="lost", classes="middle")
                yield Line(id="card")
            with Panel(id="figures"):
                yield self._number
                yield Line(id="facts")
            with Panel(id="beside"):
                yield Line(id="last")
                yield Line(id="recent")
        yield Line(id="say")
        yield Line(id="answers")
        yield Line(id="strip")
        yield Line(id="keys")

    def show(self, view: View) -> None:
        """Draw a view: the trace now, the figures when they are due.

        Nothing is drawn while the screen is being made or taken down.
        """
        if self._parts == 0 or len(self.query("*")) < self._parts:
            return
        self._view = view
        state = (view.phase, view.gauge, view.question, view.alarm, view.where, view.link.state,
                 view.sentence, view.force_n is None, view.rep, len(view.holds))  # fmt: skip
        due = abs(view.t_s - self._figures_at_s) >= FIGURES_S
        if state != self._state or due:
            self._state, self._figures_at_s = state, view.t_s
            self._draw_figures(view)
        if main_part(view) == "trace":
            self._trace.show(Picture.of(view))

    def on_resize(self) -> None:
        """Everything that depends on the width is drawn anew."""
        if self._view is not None:
            self._state = ()
            self.call_after_refresh(self.show, self._view)

    def _draw_figures(self, view: View) -> None:
        self.set_class(view.alarm is not None and view.alarm.level is Level.ALARM, "-alarm")
        self._line("header", header(view, self.size.width))
        self._draw_picture(view)
        side = figures(view, self._phrases)
        self._panels["figures"].title(side.title)
        if self._number.value != side.number:
            self._number.update(side.number)
        self._line("facts", "\n".join(side.lines))
        self._line("say", say(view, self._phrases, self.size.width))
        self._line("answers", answers(view.question, self._phrases))
        self._line("strip", strip(view, self._phrases, self.size.width))
        self._line("keys", keys(view, self._phrases, self._notice, self.size.width))
        self._draw_beside(view)

    def _draw_picture(self, view: View) -> None:
        part = main_part(view)
        if self._switcher.current != part:
            self._switcher.current = part
        panel = self._panels["picture"]
        width = max(panel.size.width - 2, 10)
        dots = view.phase if view.gauge is Gauge.BY_HAND else Phase.LISTEN
        titles = {"trace": "force", "dots": self._phrases.phase(dots), "lost": "force"}
        panel.title(titles.get(part) or f"hold {view.holds[-1].rep}")
        if part == "dots":
            self._line("dots", alive(view, width))
        elif part == "lost":
            self._line("lost", lost(view))
        elif part == "card":
            text = hold_card(view.holds[-1], self._story, self._phrases, width)
            self._line("card", text)

    def _draw_beside(self, view: View) -> None:
        panel = self._panels["beside"]
        if not panel.display:
            return
        panel.title("why")
        self._line("recent", "\n\n".join(clean(text, 200) for text in view.recent[-4:]))
        if view.holds and view.gauge is Gauge.SHOWN:
            rows = "\n".join(whole(view.holds[-1].trace, max(panel.size.width - 2, 8), 3))
            self._line("last", Content.assemble((f"last hold\n{rows}", "dim")))
        else:
            self._line("last", "")

    def _line(self, name: str, content: Content | str) -> None:
        self._lines[name].show(content)

    def action_press(self, name: str) -> None:
        """A key of the table: hand its intent on."""
        self._calm()
        self.post_message(self.Did(BY_KEY[name].intent))

    def action_stop(self) -> None:
        """Ask once, then stop; leave when the session is over."""
        if self._view is not None and self._view.over:
            self.post_message(self.Leave())
        elif self._notice == self._phrases.text("live", "stop"):
            self._calm()
            self.post_message(self.Did(Stop()))
        else:
            self._tell(self._phrases.text("live", "stop"))

    def action_leave(self) -> None:
        """Leave a session that is over."""
        if self._view is not None and self._view.over:
            self.post_message(self.Leave())
        else:
            self._tell(self._phrases.text("live", "goes_on"))

    def action_help(self) -> None:
        """Every key and what it does."""
        self._calm()
        self.app.push_screen(HelpScreen())

    def _forget(self) -> None:
        cached_cell_len.cache_clear()

    def _tell(self, notice: str) -> None:
        self._notice, self._state = notice, ()
        self.set_timer(STOP_WITHIN_S, self._calm)
        if self._view is not None:
            self.show(self._view)

    def _calm(self) -> None:
        self._notice, self._state = "", ()


def say(view: View, phrases: Phrases, width: int) -> Content:
    """The sentence with its reason below, or the alarm in reverse video, three lines high."""
    if view.alarm is not None:
        text = "  ".join(clean(part, 80) for part in view.alarm.text.split("  "))
        left_s = ceil(view.alarm.muted_s)
        muted = phrases.text("live", "sound_off", left_s=left_s) if left_s else ""
        line = f"  {text}{muted}"[:width].ljust(width)
        if view.alarm.level is Level.ALARM:
            blank = " " * width
            return Content.assemble((f"{blank}\n{line}\n{blank}", "bold reverse"))
        return Content.assemble("\n", (line, "bold reverse"))
    if view.question is None:
        first, second = view.sentence, view.reason
    else:
        first, second = phrases.ask(view.question), view.sentence
    room = max(width - 4, 8)
    return Content.assemble(
        "\n  ", (clean(first, room), "bold"), "\n  ", (clean(second, room), "dim")
    )


def answers(question: Question | None, phrases: Phrases) -> Content:
    """The scale for a pain question, with its ends in words."""
    if question not in PAIN_QUESTIONS:
        return Content("")
    scale: list[tuple[str, str] | str] = [f"  {phrases.text('live', 'none')} "]
    for key in PAIN_KEYS:
        scale += [(f" {key.shown} ", "reverse"), " "]
    return Content.assemble(*scale, phrases.text("live", "worst"))


def keys(view: View, phrases: Phrases, notice: str, width: int) -> Content:
    """The keys that count now, or what the last key asks back."""
    if notice:
        return Content.assemble("  ", (notice, "bold"))
    line, say = phrases.keys(view.phase, view.question), partial(phrases.text, "live_keys")
    if view.over:
        line = say("leave")
    elif view.alarm is not None and not view.alarm.muted_s:
        line = f"{say('mute')}   {line}"
    if "esc" not in line and not view.over:
        line += f"   {say('stop')}"
    if len(line) + 12 < width:
        line += f"   {say('help')}"
    return Content.assemble("  ", (line, "dim"))


def alive(view: View, width: int) -> Content:
    """A row of dots with one that steps on each second for as long as samples arrive."""
    count = max(width // 4, 3)
    by_hand = view.gauge is Gauge.BY_HAND
    newest = int(view.t_s if by_hand else view.trace.t_s[-1] if len(view.trace) else 0)
    dots = ["·"] * count
    dots[newest % count] = "•"
    return Content("   ".join(dots))


def lost(view: View) -> Content:
    """No signal, and what is being done about it."""
    tries = f"try {view.link.attempt}" if view.link.attempt else ""
    detail = "   ".join(text for text in (view.link.state.value, tries) if text)
    return Content.assemble(("NO SIGNAL", "bold"), f"\n\n{detail}\n", clean(view.link.detail, 120))
