"""The devices screen: what is in range, what it is good for, and which of it is one's own.

Names come from the air: they are drawn as text, cleaned. Looking and pairing are done by whoever
the composition root hands in. Guarded by tests/tui/test_devices.py.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import ClassVar, Protocol

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from devicelink.data import phrases
from devicelink.errors import DevicelinkError
from devicelink.plaintext import clean
from devicelink.tui.connect import bars
from devicelink.tui.parts import Line, Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device in range, or one's own that is not. `about` is what to know of it, a line each."""

    address: str
    name: str
    rssi_dbm: int | None
    strength: str
    supported: bool
    is_mine: bool
    is_heard: bool
    about: tuple[str, ...]


class Devices(Protocol):
    """Looks, pairs and forgets, for the devices screen."""

    def search(self) -> AsyncIterator[tuple[Device, ...]]:
        """All that was heard so far and all that is remembered, each time it changes.

        Ends when the search ends. Raises DevicelinkError.
        """

    async def pair(self, device: Device) -> tuple[str, ...]:
        """Bond, try, remember; what to know of it. Raises DevicelinkError."""

    async def forget(self, device: Device) -> str:
        """No longer one's own; what could not be undone, or nothing. Raises DevicelinkError."""


class DevicesScreen(Screen[None]):
    """A list of devices, and below it what is known of the one that is highlighted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "search", show=False),
        Binding("p", "pair", show=False),
        Binding("f", "forget", show=False),
        Binding("escape", "app.one_back", show=False),
    ]

    def __init__(self, devices: Devices) -> None:
        super().__init__()
        self._devices = devices
        self._found: tuple[Device, ...] = ()
        self._busy = False

    def compose(self) -> ComposeResult:
        """Title, list, what is known of one, what is going on, keys."""
        yield Line(id="header")
        with Panel(id="found") as panel:
            panel.title(_say("title"))
            yield OptionList(id="devices", markup=False)
        yield Line(id="about")
        yield Line(id="doing")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """Search at once."""
        self.query_one("#header", Line).show(Content.assemble(" ", (_say("title"), "bold")))
        self.query_one("#keys", Line).show(Content.assemble("  ", (_say("keys"), "dim")))
        self.action_search()

    def action_search(self) -> None:
        """Search from the start, unless something is under way with a device."""
        if not self._busy:
            self._search()

    @work(exclusive=True, group="devices")
    async def _search(self) -> None:
        self._tell(_say("searching"), _say("switch_on"))
        try:
            async for found in self._devices.search():
                self._list(found)
        except DevicelinkError as error:
            self._fail(error)
            return
        if any(one.supported and one.is_heard for one in self._found):
            self._tell(_say("to_pair"), "")
        else:
            self._tell(_say("none"), _say("none_why"))

    def action_pair(self) -> None:
        """Pair with the highlighted device."""
        chosen = self._chosen()
        if chosen is None or self._busy:
            return
        if not chosen.supported or not chosen.is_heard:
            self._tell(_say("not_now"), " ".join(chosen.about[:1]))
        else:
            self._pair(chosen)

    @work(exclusive=True, group="devices")
    async def _pair(self, device: Device) -> None:
        self._busy = True
        self._tell(_say("pairing", name=device.name), _say("agree"))
        try:
            remarks = await self._devices.pair(device)
        except DevicelinkError as error:
            self._fail(error)
            return
        finally:
            self._busy = False
        self._list(_marked(self._found, device.address, is_mine=True))
        self._tell(_say("paired", name=device.name), " ".join(remarks))

    def action_forget(self) -> None:
        """Forget the highlighted device."""
        chosen = self._chosen()
        if chosen is not None and chosen.is_mine and not self._busy:
            self._forget(chosen)

    @work(exclusive=True, group="devices")
    async def _forget(self, device: Device) -> None:
        self._busy = True
        try:
            left = await self._devices.forget(device)
        except DevicelinkError as error:
            self._fail(error)
            return
        finally:
            self._busy = False
        self._list(_marked(self._found, device.address, is_mine=False))
        self._tell(_say("forgot", name=device.name), left)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what is known of the device."""
        if event.option_index < len(self._found):
            lines = self._found[event.option_index].about
            text = "\n".join(f"  {clean(line, 160)}" for line in lines)
            self.query_one("#about", Line).update(Content(text))

    def _chosen(self) -> Device | None:
        at = self.query_one("#devices", OptionList).highlighted
        return self._found[at] if at is not None and at < len(self._found) else None

    def _list(self, found: tuple[Device, ...]) -> None:
        devices = self.query_one("#devices", OptionList)
        before = self._chosen()
        self._found = found
        devices.clear_options()
        devices.add_options([Option(device_line(one)) for one in found])
        same = [n for n, one in enumerate(found) if before and one.address == before.address]
        devices.highlighted = next(iter(same), 0 if found else None)

    def _fail(self, error: DevicelinkError) -> None:
        self._tell(f"✕ {error.why}", error.what_to_do)

    def _tell(self, first: str, second: str) -> None:
        text = Content.assemble(
            "\n  ", (clean(first, 200), "bold"), "\n  ", (clean(second, 300), "dim")
        )
        self.query_one("#doing", Line).update(text)


def _say(entry: str, **places: object) -> str:
    return phrases().text("devices", entry, **places)


def device_line(device: Device) -> Content:
    """Whether it can be used, its name, how well it is heard, whose it is."""
    mark = "●" if device.supported else "✕"
    heard = (
        f"{bars(device.rssi_dbm):<4} {device.strength}" if device.is_heard else _say("not_heard")
    )
    whose = _say("yours") if device.is_mine else ""
    name = clean(device.name, 28)
    return Content.assemble(f"{mark} ", (f"{name:<28}", "bold"), f"  {heard:<14}  {whose}")


def _marked(found: tuple[Device, ...], address: str, *, is_mine: bool) -> tuple[Device, ...]:
    marked = [replace(one, is_mine=is_mine) if one.address == address else one for one in found]
    return tuple(one for one in marked if one.is_heard or one.is_mine)
