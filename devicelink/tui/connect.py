"""The connect screen: what is in range, what of it can be used, and errors with a way on.

Names come from the air: they are drawn as text, cleaned. Searching and opening are done by the
Connector that the composition root hands in. Guarded by tests/tui/test_connect.py.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import ClassVar, Protocol

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from devicelink.data import phrases
from devicelink.errors import DevicelinkError
from devicelink.plaintext import clean
from devicelink.session.port import SessionPort
from devicelink.tui.parts import Line, Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A device heard on the air. `detail` names its kind, or says why it cannot be used."""

    address: str
    name: str | None
    rssi_dbm: int | None
    supported: bool
    detail: str


class Connector(Protocol):
    """Searches and opens, for the connect screen."""

    @property
    def wanted(self) -> tuple[str, ...]:
        """Names or addresses to open as soon as one is seen; none to let the person choose."""

    def search(self) -> AsyncIterator[tuple[Found, ...]]:
        """All that was found so far, each time it changes; ends when the search ends."""

    async def open(self, found: Found) -> SessionPort:
        """Connect, and begin a session. Raises DevicelinkError."""


class ConnectScreen(Screen[None]):
    """Lists what is found; posts the port of the session that was opened."""

    class Opened(Message):
        """A session is under way."""

        def __init__(self, port: SessionPort) -> None:
            super().__init__()
            self.port = port

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "search", "search again"),
        Binding("h", "app.history", "history"),
        Binding("q,escape", "app.leave", "leave"),
    ]

    def __init__(self, connector: Connector) -> None:
        super().__init__()
        self._connector = connector
        self._found: tuple[Found, ...] = ()
        self._opening = False

    def compose(self) -> ComposeResult:
        """Title, list, what is going on, keys."""
        yield Line(id="header")
        with Panel(id="found") as panel:
            panel.title(_say("title"))
            yield OptionList(id="devices", markup=False)
        yield Line(id="doing")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """Search at once."""
        self.query_one("#header", Line).show(Content.assemble(" ", ("devicelink", "bold")))
        self.query_one("#keys", Line).show(Content.assemble("  ", (_say("keys"), "dim")))
        self.action_search()

    def action_search(self) -> None:
        """Search from the start, unless a device is being opened."""
        if not self._opening:
            self._search()

    @work(exclusive=True, group="search")
    async def _search(self) -> None:
        self._tell(_say("searching"), _say("switch_on"))
        try:
            async for found in self._connector.search():
                self._list(found)
                match = next((item for item in found if self._is_wanted(item)), None)
                if match is not None:
                    self._open(match)
                    return
        except DevicelinkError as error:
            self._fail(error)
            return
        if any(found.supported for found in self._found):
            self._tell(_say("choose"), "")
        else:
            self._tell(_say("none"), _say("again"))

    def _is_wanted(self, found: Found) -> bool:
        wanted = {one.casefold() for one in self._connector.wanted}
        names = {(found.name or "").casefold(), found.address.casefold()}
        return found.supported and bool(wanted & names)

    def _list(self, found: tuple[Found, ...]) -> None:
        devices = self.query_one("#devices", OptionList)
        at = devices.highlighted
        chosen = self._found[at].address if at is not None else None
        self._found = found
        devices.clear_options()
        devices.add_options(
            [Option(device_line(item), disabled=not item.supported) for item in found]
        )
        usable = [index for index, item in enumerate(found) if item.supported]
        same = [index for index in usable if found[index].address == chosen]
        devices.highlighted = next(iter(same or usable), None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a device: open it."""
        if not self._opening:
            self._open(self._found[event.option_index])

    @work(exclusive=True, group="search")
    async def _open(self, found: Found) -> None:
        self._opening = True
        name = clean(found.name or "") or _say("unnamed")
        self._tell(_say("connecting", name=name), _say("wait"))
        try:
            self.post_message(self.Opened(await self._connector.open(found)))
        except DevicelinkError as error:
            self._fail(error)
        finally:
            self._opening = False

    def _fail(self, error: DevicelinkError) -> None:
        self._tell(f"✕ {error.why}", error.what_to_do)

    def _tell(self, first: str, second: str) -> None:
        text = Content.assemble(
            "\n  ", (clean(first, 200), "bold"), "\n  ", (clean(second, 200), "dim")
        )
        self.query_one("#doing", Line).show(text)


def bars(rssi_dbm: int | None) -> str:
    """A signal as up to four bars."""
    count = 0 if rssi_dbm is None else min(max((rssi_dbm + 95) // 12, 0), 4)
    return "▂▄▆█"[:count]


def device_line(found: Found) -> Content:
    """Name, signal in bars and decibels, and whether it can be used."""
    name = clean(found.name or "", 24) or phrases().text("scanned", "no_name_of")
    strength = "     ?    "
    if found.rssi_dbm is not None:
        strength = f"{bars(found.rssi_dbm):<4} {found.rssi_dbm:>4} dBm"
    mark = "● " if found.supported else "✕ "
    detail = clean(found.detail, 60)
    return Content.assemble(mark, (f"{name:<24}", "bold"), f"  {strength:<14}", f"  {detail}")


def _say(entry: str, **args: object) -> str:
    return phrases().text("connect", entry, **args)
