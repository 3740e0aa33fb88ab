"""The devices screen's other side: looks through a radio, pairs, forgets, remembers.

Guarded by tests/cli/test_devices_screen.py.
"""

from collections.abc import AsyncIterator
from contextlib import aclosing

from devicelink.cli import pairing
from devicelink.cli.mine import via
from devicelink.cli.saying import say
from devicelink.clock import Clock
from devicelink.drivers.base import DriverType
from devicelink.errors import LinkError
from devicelink.link.radio import open_radio
from devicelink.link.scan import InRange, listed, merged
from devicelink.plaintext import clean
from devicelink.store import devices
from devicelink.store.place import Place
from devicelink.tui.devices import Device, DevicesScreen
from devicelink.tui.home import Page
from firmware_protocol.frames import Advertisement
from firmware_protocol.profile import Direction

SEARCH_S = 15.0
_WAYS = {
    Direction.PUSH: "push",
    Direction.PULL: "pull",
    Direction.BOTH: "both",
    Direction.SQUEEZE: "squeeze",
}


def devices_screen(place: Place, moniker: str | None = None) -> Page:
    """What is in range and what is one's own."""
    return DevicesScreen(DevicesOf(place, moniker))


class DevicesOf:
    """One profile's devices through one radio. Looking writes nothing."""

    def __init__(self, place: Place, moniker: str | None) -> None:
        self._place, self._moniker = place, moniker
        self._clock = Clock()
        self._heard: dict[str, Advertisement] = {}

    async def search(self) -> AsyncIterator[tuple[Device, ...]]:
        """See `tui.devices.Devices`."""
        self._heard = {}
        yield self._all()
        async with (
            open_radio(self._moniker, self._clock.now) as radio,
            aclosing(radio.scan(SEARCH_S)) as heard,
        ):
            async for one in heard:
                self._heard[one.address] = merged(self._heard.get(one.address), one)
                yield self._all()

    async def pair(self, device: Device) -> tuple[str, ...]:
        """See `tui.devices.Devices`."""
        keys = devices.key_file(self._place)
        async with open_radio(self._moniker, self._clock.now, keys) as radio:
            found = await pairing.find(radio, device.address, pairing.SCAN_S)
            made = await pairing.pair_with(
                self._place, radio, found.advertisement, self._moniker, self._clock
            )
        return made.remarks

    async def forget(self, device: Device) -> str:
        """See `tui.devices.Devices`."""
        gone = devices.forget(self._place, device.address)
        if not any(one.via == via(self._moniker) for one in gone):
            return say("pairing", "other_radio") if gone else ""
        keys = devices.key_file(self._place)
        try:
            async with open_radio(self._moniker, self._clock.now, keys) as radio:
                await radio.forget(device.address)
        except LinkError as error:
            return say("pairing", "may_be_there", why=error.in_full)
        return ""

    def _all(self) -> tuple[Device, ...]:
        mine = devices.paired(self._place)
        found = listed(self._heard.values(), [one.address for one in mine])
        heard = {one.advertisement.address.casefold() for one in found}
        silent = [one for one in mine if one.address.casefold() not in heard]
        return (*map(_device, found), *map(_silent, silent))


def _device(one: InRange) -> Device:
    heard = one.advertisement
    return Device(
        address=heard.address, name=one.name, rssi_dbm=heard.rssi_dbm, strength=one.strength,
        supported=one.kind is not None, is_mine=one.is_mine, is_heard=True,
        about=(_identity(one), *_about(one)),
    )  # fmt: skip


def _identity(one: InRange) -> str:
    heard = one.advertisement
    what = one.kind.label if one.kind else say("device_line", "not_supported", why=one.why_not)
    dbm = "" if heard.rssi_dbm is None else f", {heard.rssi_dbm} dBm"
    return f"{what}. {clean(heard.address)}{dbm}"


def _about(one: InRange) -> tuple[str, ...]:
    if one.kind is None:
        return (say("device_line", "what_can"),)
    remarks = "; ".join(one.remarks)
    note = say("device_line", "note", remarks=remarks) if remarks else ""
    return _way(one.kind), note, *((say("device_line", "alike"),) if one.alike > 1 else ())


def _way(kind: DriverType) -> str:
    if kind.measures is None:
        return say("device_line", "says_itself")
    known = ", ".join(kind.evidence)
    return say("device_line", _WAYS[kind.measures.direction], known=known)


def _silent(one: devices.Paired) -> Device:
    low = one.battery_pct is not None and one.battery_pct <= pairing.LOW_PCT
    not_heard = say("device_line", "not_heard", address=clean(one.address))
    why = say("device_line", "low" if low else "why_silent")
    return Device(
        address=one.address, name=one.label, rssi_dbm=None, strength="", supported=True,
        is_mine=True, is_heard=False, about=(not_heard, why),
    )  # fmt: skip
