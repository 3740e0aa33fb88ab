"""A test with the device on the screen: one sentence, one number, the ramp and where it should lie.

No number is shown as live that is not; the alarm is sounded elsewhere, and turns the frame. Guarded
by tests/tui/test_algometry.py.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from math import ceil
from typing import ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Key as KeyPress
from textual.screen import Screen
from textual.widgets import Digits

from devicelink.care.algometry_terms import Heard, Setup, Step
from devicelink.care.algometry_text import said, step_words
from devicelink.care.inputs import LinkChanged, Stop
from devicelink.care.phrases import Phrases, clock
from devicelink.data import red_flags
from devicelink.errors import DevicelinkError
from devicelink.keys import BY_KEY
from devicelink.plaintext import clean
from devicelink.session.algometer import AlgometerView, Said
from devicelink.tui.only_shown import ShownApp
from devicelink.tui.parts import Line, Panel
from devicelink.tui.ramp_picture import ramp_picture
from devicelink.tui.red_flags import RedFlagsScreen
from devicelink.tui.screening import Screening, ScreeningScreen
from devicelink.tui.theme import CALM

FRAMES_PER_S = 10.0


class Port(Protocol):
    """A test under way: `session.algometer.Algometer`."""

    opened: asyncio.Future[None]
    """Done once there is something to view."""

    @property
    def link(self) -> LinkChanged:
        """The newest of the link."""

    async def run(self) -> None:
        """All of it."""

    def view(self) -> AlgometerView:
        """The present moment."""

    def send(self, intent: Heard) -> None:
        """Hand over what the person did."""

    def told(self) -> AsyncIterator[tuple[float, Said]]:
        """What there is to tell."""


class Source(Protocol):
    """What the screen needs to know beside: the setup once there is one, and the result's words."""

    @property
    def setup(self) -> Setup | None:
        """None until the device is known."""

    @property
    def where(self) -> str:
        """The place in words."""

    @property
    def saving(self) -> str:
        """Whether the record is being saved, in words: "saved" where it is."""

    def result(self) -> Iterable[str]:
        """The result, once the test is over."""


class AlgometryScreen(Screen[None]):
    """The test; any big key marks, digits rate, escape stops and then leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "stop", "stop")]

    def __init__(self, port: Port, source: Source, phrases: Phrases) -> None:
        super().__init__()
        self._port, self._source, self._phrases = port, source, phrases
        self._trials: list[str] = []
        self._hint = ""
        self._failed: DevicelinkError | None = None
        self.done = False

    def compose(self) -> ComposeResult:
        """Ramp left, number right, sentence and keys below."""
        yield Line(id="header")
        with Horizontal(id="main"):
            with Panel(id="picture") as panel:
                panel.title("force")
                yield Line(id="ramp")
            with Panel(id="figures"):
                yield Digits("", id="number")
                yield Line(id="facts")
        yield Line(id="say")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """Draw ten times a second."""
        self.set_interval(1 / FRAMES_PER_S, self.draw)
        self.run_worker(self._listen(), group="told")
        self.run_worker(self._live(), group="test")

    async def _live(self) -> None:
        try:
            await self._port.run()
        except DevicelinkError as error:
            self._failed = error
        self.done = True
        self.draw()

    async def _listen(self) -> None:
        async for _, what in self._port.told():
            setup = self._source.setup
            if setup is None or isinstance(what, LinkChanged):
                continue
            text = said(what, setup, self._phrases)
            name = type(what).__name__
            if name == "TrialEnded":
                self._trials.append(text)
            if name in {"Told", "TrialEnded"}:
                self._hint = text
            elif getattr(what, "step", None) in {Step.READY, Step.RAMP}:
                self._hint = ""

    def draw(self) -> None:
        """One frame."""
        if not self.is_mounted:
            return
        saving = self._source.saving
        unsaved = "" if saving == "saved" else f"   {clean(saving, 60)}"
        header = Content.assemble(" ", (self._source.where, "bold"), (unsaved, "$warning"))
        self.query_one("#header", Line).show(header)
        if self._failed is not None:
            self._end([f"✕ {self._failed.why}", self._failed.what_to_do])
        elif self.done:
            self._end(list(self._source.result()) or [self._phrases.text("algometry", "nothing")])
        elif self._source.setup is None or not self._port.opened.done():
            words = f"{self._port.link.state.value} {self._port.link.detail}".strip()
            self._say(words.capitalize(), "esc leave")
        else:
            self._draw(self._port.view(), self._source.setup)

    def _draw(self, view: AlgometerView, setup: Setup) -> None:
        ramp = self.query_one("#ramp", Line)
        size = (ramp.size.width, ramp.size.height)
        ramp.show(ramp_picture(view.trace, view.t_s, view.began_s, setup, size))
        number = "" if view.force_n is None else f"{view.force_n:.0f}"
        if self.query_one("#number", Digits).value != number:
            self.query_one("#number", Digits).update(number)
        self.query_one("#facts", Line).show(Content("\n".join(self._facts(view, setup))))
        self.query_one("#picture", Panel).title(f"trial {view.trial} of {view.trials}")
        sentence = self._phrases.text("algometry", "zero")
        if view.step is not Step.ZERO:
            sentence = step_words(view.step, view.trial, None, setup, self._phrases)
        if view.step is Step.REST and view.left_s is not None:
            sentence = self._phrases.text("algometry", "rest", until=clock(view.t_s + view.left_s))
        alarm = self._alarm(view)
        self.set_class(bool(alarm), "-alarm")
        entry = "keys_rate" if view.step is Step.RATE else "keys_mark"
        keys = self._phrases.text("algometry_keys", entry)
        self._say(alarm or sentence, keys, self._hint, "bold reverse" if alarm else "bold")

    def _alarm(self, view: AlgometerView) -> str:
        """What the alarm line says, word first; "" without one."""
        if view.alarm:
            force = "" if view.force_n is None else f" {view.force_n:.0f} N"
            left_s = ceil(view.muted_s)
            off = self._phrases.text("live", "sound_off", left_s=left_s) if left_s else ""
            loud = self._phrases.text(
                "algometry", "too_hard", force=force, limit=view.limit_n, name=view.limit_name
            )
            return loud + off
        if view.force_n is None and view.step in {Step.RAMP, Step.RATE, Step.EASE_OFF}:
            return self._phrases.text("algometry", "no_signal", detail=view.link.detail)
        return ""

    def _facts(self, view: AlgometerView, setup: Setup) -> list[str]:
        unit = "N" if view.force_n is not None else "no signal"
        tip = setup.tip_area_mm2
        kpa = f"{view.force_n / tip * 1000:.0f} kPa" if tip and view.force_n is not None else ""
        left = "" if view.left_s is None or view.step is not Step.REST else f"{view.left_s:.0f} s"
        found = ["above" if one is None else f"{one:.1f} N" for one in view.results_n]
        return [unit, kpa, left, "", *found]

    def _end(self, lines: list[str]) -> None:
        self.remove_class("-alarm")
        self.query_one("#number", Digits).update("")
        self.query_one("#facts", Line).show("")
        self.query_one("#ramp", Line).show(Content("\n\n".join([*self._trials, *lines])))
        self._say("", "esc leave")

    def _say(self, sentence: str, keys: str, hint: str = "", style: str = "bold") -> None:
        text = Content.assemble(" ", (clean(sentence, 200), style), "\n ", clean(hint, 200))
        self.query_one("#say", Line).show(text)
        self.query_one("#keys", Line).show(Content.assemble("  ", (keys, "dim")))

    def on_key(self, event: KeyPress) -> None:
        """The table of keys."""
        key = BY_KEY.get(event.key)
        if key is not None and not self.done:
            event.stop()
            self._port.send(key.intent)

    def action_stop(self) -> None:
        """Stop the test; once it is over, leave."""
        if self.done:
            self.app.exit()
        else:
            self._port.send(Stop())


class AlgometryApp(ShownApp):
    """The questions that are due, then the test."""

    CSS_PATH = "style.tcss"
    TITLE = "devicelink"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("exclamation_mark,f1", "red_flags", "when to get help", show=False)
    ]

    def __init__(
        self, port: Port, screening: Screening, source: Source, phrases: Phrases, who: str = ""
    ) -> None:
        super().__init__()
        self.register_theme(CALM)
        self.theme = CALM.name
        self.who = who
        self._screening = screening
        self._test = AlgometryScreen(port, source, phrases)
        self.flags_shown: Callable[[], None] = lambda: None
        """Called each time the red flags are shown, on a thread of its own."""
        self.stayed = False
        """Whether the questions were passed: without that nothing was begun."""

    async def show(self) -> None:
        """Run until the person leaves. Raises what broke the screen."""
        await self.run_async()
        if self._exception is not None:
            raise self._exception

    def _fatal_error(self) -> None:
        """Textual prints a traceback with every value in it here; `show` raises instead."""
        self._close_messages_no_wait()

    def on_mount(self) -> None:
        """Ask first what is due."""
        if self._screening.due():
            self.push_screen(ScreeningScreen(self._screening))
        else:
            self._begin()

    @on(ScreeningScreen.Done)
    def _asked(self) -> None:
        self.pop_screen()
        self._begin()

    def _begin(self) -> None:
        self.stayed = True
        self.push_screen(self._test)

    def action_red_flags(self) -> None:
        """When to stop and get help; that it was shown is kept."""
        if not isinstance(self.screen, RedFlagsScreen):
            self.push_screen(RedFlagsScreen(red_flags()))
            self.run_worker(self.flags_shown, thread=True, exit_on_error=False)

    def action_leave(self) -> None:
        """Leave."""
        self.exit()

    def action_history(self) -> None:
        """No history from here."""
