"""The Textual app: one timer reads the session's view and the screen on top draws it.

It sends intents and never changes the session itself; the alarm's sound is made elsewhere, in the
data path. Guarded by tests/tui/test_app.py.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType

from devicelink.care.inputs import Stop
from devicelink.care.outputs import SessionOver
from devicelink.data import phrases, red_flags
from devicelink.session.port import SessionPort
from devicelink.session.view import View
from devicelink.tui.card import Story
from devicelink.tui.connect import Connector, ConnectScreen
from devicelink.tui.history import History, HistoryScreen
from devicelink.tui.home import Home, HomeScreen, Page
from devicelink.tui.live import LiveScreen
from devicelink.tui.next_point import NextPointScreen
from devicelink.tui.only_shown import ShownApp
from devicelink.tui.parts import HelpScreen
from devicelink.tui.points import Chosen, PointsScreen
from devicelink.tui.red_flags import RedFlagsScreen
from devicelink.tui.review import ReviewScreen
from devicelink.tui.screening import Screening, ScreeningScreen
from devicelink.tui.theme import CALM
from devicelink.tui.words import header

FRAMES_PER_S: Final = 20.0


class DevicelinkApp(ShownApp):
    """Home, or a session under way, or a connector to begin one (asking first), or the history."""

    CSS_PATH = "style.tcss"
    TITLE = "devicelink"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("exclamation_mark,f1", "red_flags", "when to get help", show=False)
    ]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - declared so by Textual
        (0, "-narrow"), (72, "-normal"), (110, "-wide"),
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-tiny"), (16, "-short"), (24, "-tall"),
    ]  # fmt: skip

    def __init__(  # noqa: PLR0913  each part is optional
        self,
        port: SessionPort | None = None,
        *,
        connector: Connector | None = None,
        screening: Screening | None = None,
        history: History | None = None,
        home: Home | None = None,
        start: Page | None = None,
        before: Sequence[str] = (),
        saving: Callable[[], str] | None = None,
        who: str = "",
        frames_per_s: float = FRAMES_PER_S,
    ) -> None:
        super().__init__()
        self.who = who
        """Whose record it is: every screen's header begins with it."""
        self.register_theme(CALM)
        self.theme = CALM.name
        self._port = port
        self._connector = connector
        self._screening = screening
        self._history = history
        self._home, self._start = home, start
        self._before = before
        """What is to be known of the point that comes now, of several in one session."""
        self.places: tuple[Chosen, ...] = ()
        """The places that were chosen on the body map, where the app began with it."""
        self.chosen: tuple[str, ...] = ()
        """The command that home was left for; empty where the person left the program."""
        self.flags_shown: Callable[[], None] = lambda: None
        """Called each time the red flags are shown, on a thread of its own."""
        self._saving, self._saved = saving, "saved"
        self._frames_per_s = frames_per_s
        self._live: LiveScreen | None = None
        self._story = Story()

    async def show(self) -> None:
        """Run until the person leaves. Raises what broke the screen, once the terminal is back."""
        await self.run_async()
        if self._exception is not None:
            raise self._exception

    def _fatal_error(self) -> None:
        """Textual prints a traceback with every value in it here; `show` raises instead."""
        self._close_messages_no_wait()

    def on_mount(self) -> None:
        """Begin with home, the session, the search for a device, or the history."""
        if self._home is not None:
            self.push_screen(HomeScreen(self._home))
        elif self._start is not None:
            self.push_screen(self._start)
        elif self._port is not None:
            self._begin(self._port)
        elif self._before:
            self.push_screen(NextPointScreen(self._before))
        elif not self._ask_or_connect():
            self.action_history()
        self.set_interval(1 / self._frames_per_s, self.draw)
        self.set_interval(1.0, self.tell_saving)

    def _ask_or_connect(self) -> bool:
        """The questions that are due, or the search; False where there is neither."""
        if self._screening is not None and self._screening.due():
            self.push_screen(ScreeningScreen(self._screening))
        elif self._connector is not None:
            self.push_screen(ConnectScreen(self._connector))
        else:
            return False
        return True

    def tell_saving(self) -> None:
        """Say it once where the record is not being saved any more, or is again."""
        now = self._saving() if self._saving is not None else self._saved
        if now != self._saved:
            self._saved = now
            self.notify(phrases().text("saving", "changed", saved=now), timeout=10)

    @on(HomeScreen.Leave)
    def _leave_for(self, message: HomeScreen.Leave) -> None:
        self.chosen = message.command
        self.exit()

    @on(PointsScreen.Choose)
    def _place_chosen(self, message: PointsScreen.Choose) -> None:
        self.places = message.chosen
        self.exit()

    @on(NextPointScreen.Ready)
    def _person_ready(self) -> None:
        self.pop_screen()
        self._ask_or_connect()

    @on(ScreeningScreen.Done)
    def _asked(self) -> None:
        self.pop_screen()
        if self._connector is not None:
            self.push_screen(ConnectScreen(self._connector))

    @on(ConnectScreen.Opened)
    def _opened(self, message: ConnectScreen.Opened) -> None:
        self.pop_screen()
        self._begin(message.port)

    def _begin(self, port: SessionPort) -> None:
        self._port = port
        self._live = LiveScreen(port.phrases, self._story)
        self.push_screen(self._live)
        self.run_worker(self._gather(port), group="happenings")

    async def _gather(self, port: SessionPort) -> None:
        ended = False
        async for _, happening in port.happenings():
            self._story.add(happening)
            ended = ended or isinstance(happening, SessionOver)
        if not ended:
            self.exit()  # the session broke: a screen left standing would show old numbers as live
        if isinstance(self.screen, ReviewScreen):
            self.screen.redraw()

    def draw(self) -> None:
        """One frame: read the session once, draw it where it is on top."""
        if self._port is None or self._live is None or not self._live.is_mounted:
            return
        view = self._port.view()
        if view.alarm is not None and isinstance(self.screen, HelpScreen | RedFlagsScreen):
            self.pop_screen()
        self._live.show(view)
        if view.over:
            self._finish(view, self._port)

    def _finish(self, view: View, port: SessionPort) -> None:
        self._live = None
        while len(self.screen_stack) > 1:
            self.pop_screen()
        heading = partial(header, view)
        self.push_screen(ReviewScreen(heading, view.holds, self._story, port.phrases))

    @on(LiveScreen.Did)
    def _did(self, message: LiveScreen.Did) -> None:
        if self._port is not None:
            self._port.send(message.intent)

    def action_history(self) -> None:
        """Past sessions, where there is a history to read."""
        if self._history is not None:
            self.push_screen(HistoryScreen(self._history, phrases()))

    def action_red_flags(self) -> None:
        """When to stop and get help, over whatever is shown; that it was shown is kept."""
        if isinstance(self.screen, RedFlagsScreen):
            return
        self.push_screen(RedFlagsScreen(red_flags()))
        self.run_worker(self.flags_shown, thread=True, exit_on_error=False)

    def action_one_back(self) -> None:
        """One screen back, or leave where there is none."""
        if len(self.screen_stack) > 2:
            self.pop_screen()
        else:
            self.exit()

    @on(LiveScreen.Leave)
    def action_leave(self) -> None:
        """Leave the program."""
        self.exit()

    def action_help_quit(self) -> None:
        """Ctrl+C: leave; a session under way is asked for once, as with escape."""
        if self._live is None:
            self.exit()
        else:
            self._live.action_stop()

    async def action_quit(self) -> None:
        """Ctrl+Q: a session under way is stopped, keeping what there is."""
        if self._live is not None and self._port is not None:
            self._port.send(Stop())
        self.exit()
