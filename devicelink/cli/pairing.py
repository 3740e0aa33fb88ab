"""Pairing with one device, for the command and for the screen: found, bonded, tried, remembered.

Guarded by tests/cli/test_pair.py and test_devices_screen.py.
"""

from dataclasses import dataclass, replace
from typing import Final

from devicelink.cli.mine import paired_of
from devicelink.cli.saying import say
from devicelink.clock import Clock
from devicelink.drivers.base import DriverType
from devicelink.link import mistaken
from devicelink.link.bluez_objects import held
from devicelink.link.conversation import Conversation
from devicelink.link.port import Bond, Radio
from devicelink.link.registry import supported
from devicelink.link.scan import InRange, scan_devices
from devicelink.link.trouble import not_found, unknown_kind
from devicelink.plaintext import clean
from devicelink.store import devices
from devicelink.store.place import Place
from firmware_protocol.frames import Advertisement
from firmware_protocol.messages import Battery, LowPower, Message

SCAN_S: Final = 8.0
CONNECT_S: Final = 15.0
LOW_PCT: Final = 15
_BONDS: Final = {
    Bond.SECURE: "secure",
    Bond.LEGACY: "legacy",
    Bond.SYSTEM: "system",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A device that was paired, and what a person should know of it."""

    device: devices.Paired
    bond: Bond
    remarks: tuple[str, ...]


async def find(radio: Radio, wanted: str, for_s: float) -> InRange:
    """The one device of that name or address. Raises LinkError where there is none, or several."""
    heard = await scan_devices(radio, for_s)
    meant = [one for one in heard if _is_meant(one.advertisement, wanted.casefold())]
    if not meant:
        raise not_found(wanted)
    usable = [one for one in meant if one.kind is not None]
    if not usable:
        raise unknown_kind(wanted)
    if len(usable) > 1:
        heard_of = [one.advertisement for one in usable]
        rivals = [(clean(one.name or ""), one.address) for one in heard_of]
        raise mistaken.several(wanted, rivals)
    return usable[0]


async def is_held(wanted: str) -> bool:
    """Whether a program of this computer holds the device of that name or address."""
    names = [{one.name.casefold(), one.address.casefold()} for one in await held()]
    return any(wanted.casefold() in known for known in names)


def _is_meant(heard: Advertisement, wanted: str) -> bool:
    return wanted in {heard.address.casefold(), (heard.name or "").casefold()}


async def pair_with(
    place: Place, radio: Radio, found: Advertisement, moniker: str | None, clock: Clock
) -> Made:
    """Bond, try it out, and remember it. Raises LinkError or StoreError."""
    kind = supported(found)
    if kind is None:
        raise unknown_kind(found.name or found.address)
    told: list[Message] = []
    talk = Conversation(kind, clock.now, lambda _at_s, message: told.append(message))
    try:
        await talk.connect(radio, found.address, lambda: None, CONNECT_S)
        await talk.open(None)
    finally:
        await talk.close(politely=True)
    label = clean(found.name or kind.label)
    device = paired_of(found.address, label, moniker, talk.proof.identity, talk.bond)
    device = replace(device, battery_pct=_charge(told))
    devices.remember(place, device)
    return Made(device, talk.bond, tuple(_remarks(kind, talk, device)))


def _charge(told: list[Message]) -> int | None:
    charge: int | None = None
    for message in told:
        match message:
            case Battery(percent=float() | int() as percent):
                charge = round(percent)
            case LowPower():
                charge = min(charge or 5, 5)
            case _:
                pass
    return charge


def _remarks(kind: DriverType, talk: Conversation, device: devices.Paired) -> list[str]:
    capabilities = talk.driver.capabilities
    told = []
    if talk.driver.needs_bond and talk.bond in _BONDS:
        told.append(say("pairing", _BONDS[talk.bond]))
    elif not talk.driver.needs_bond:
        told.append(say("pairing", "open", open=say("pairing", "what_open")))
    if kind.transport == "broadcast":
        told.append(say("pairing", "broadcast"))
    if capabilities is not None and capabilities.why_not_guided:
        told.append(say("pairing", "not_guided", why_not=capabilities.why_not_guided))
    if device.battery_pct is not None and device.battery_pct <= LOW_PCT:
        told.append(say("pairing", "low", pct=device.battery_pct))
    return told
