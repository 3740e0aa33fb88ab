"""Another device under the same name and address: refused, every time, before a sample is used.

On the emulated air, through the whole client. 100 tries in all: other serial number, other
services, a count that went back, a clock that cannot be, and one without the key of the bond.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Final

import pytest

from devicelink.care.inputs import LinkChanged, LinkState
from devicelink.clock import Clock
from devicelink.drivers import open_profile
from devicelink.link.conversation import Conversation
from devicelink.link.identity import Identity, Known, Proof, Trust
from devicelink.link.port import BondLostError, Radio, StrangerError
from devicelink.link.radio import bumble_radio
from devicelink.link.supervisor import Supervisor, Wish
from firmware_protocol.messages import Message, Readings
from simulator.air import Air
from simulator.device import ProfileDevice
from simulator.faults import Fault
from simulator.gatt import Can, Characteristic, Service
from simulator.radio import Peripheral
from simulator.serve import Setup, make_device
from tests.link.session import Session, supervised

pytestmark = pytest.mark.usefixtures("no_leaks")
ADDRESS: Final = "F0:0D:CA:FE:00:01"
REAL: Final = Setup(seed=1, boot_id=7, routine=False)
TRIES: Final = 20


def same() -> ProfileDevice:
    return make_device(REAL)


def long_on() -> ProfileDevice:
    """The device itself, switched on a quarter of an hour ago."""
    device = same()
    device.seq = 90_000
    device._clock_from_us = -900_000_000
    return device


def other_serial() -> ProfileDevice:
    return make_device(replace(REAL, seed=2))


def other_services() -> ProfileDevice:
    device = same()
    extra = Characteristic("7a5e0002-4c6f-4d2e-9b7a-746875626d00", Can.READ)
    device.services = (*device.services, Service("7a5e0001-4c6f-4d2e-9b7a-746875626d00", (extra,)))
    return device


def other_clock() -> ProfileDevice:
    """It says that it was started anew, and its clock has run for more than an hour."""
    return make_device(replace(REAL, boot_id=8, faults=(Fault("clock_wrap", 1.0),)))


@dataclass
class Room:
    """An air, one radio on it, and the keys that the real device has."""

    air: Air = field(default_factory=Air)
    clock: Clock = field(default_factory=Clock)
    keys: object = None
    heard: list[Message] = field(default_factory=list)

    @asynccontextmanager
    async def on_air(self, device: ProfileDevice, *, has_key: bool = True) -> AsyncIterator[None]:
        controller = self.air.controller("device")
        peripheral = Peripheral(device, controller, controller)
        if has_key and self.keys is not None:
            peripheral._host.keystore = self.keys  # type: ignore[assignment]
        try:
            async with peripheral:
                yield
                self.keys = self.keys or peripheral._host.keystore
        finally:
            self.air.remove(controller)
            await asyncio.sleep(0.1)

    def radio(self) -> AbstractAsyncContextManager[Radio]:
        controller = self.air.controller("client")
        return bumble_radio(controller, controller, self.clock.now)

    async def talk(self, radio: Radio, proof: Proof, seconds: float = 0.0) -> None:
        """Connect, open, listen so long. Raises what opening raises."""
        talk = Conversation(
            open_profile.DRIVER, self.clock.now, lambda _at, one: self.heard.append(one), proof
        )
        try:
            await talk.connect(radio, ADDRESS, lambda: None, 5.0)
            await talk.open(None)
            await asyncio.sleep(seconds)
        finally:
            await talk.close(politely=False)

    def samples(self) -> int:
        return sum(len(one.raw) for one in self.heard if isinstance(one, Readings))


@pytest.mark.parametrize(
    ("made", "has_key", "why"),
    [
        (other_serial, True, "another serial number"),
        (other_services, True, "another services"),
        (same, True, "its count of samples went back"),
        (other_clock, True, "has run for longer"),
        (same, False, "does not know its pairing"),
    ],
    ids=["serial", "services", "count", "clock", "key"],
)
async def test_a_spoof_is_refused_every_time(
    made: Callable[[], ProfileDevice], has_key: bool, why: str
) -> None:
    room = Room()
    async with room.radio() as radio:
        proof = Proof()
        async with room.on_air(long_on()):
            await room.talk(radio, proof, seconds=0.5)
        assert proof.identity is not None
        assert (proof.identity.serial, proof.identity.model) == ("SIM00001", "P-100")
        taken, refused = room.samples(), 0
        assert taken > 20
        async with room.on_air(made(), has_key=has_key):
            for _ in range(TRIES):
                with pytest.raises((StrangerError, BondLostError), match=why):
                    await room.talk(radio, proof)
                refused += 1
    assert refused == TRIES
    assert room.samples() == taken, "not one sample of the other device passed"


async def test_the_device_itself_is_taken_again_also_after_a_restart() -> None:
    """What must not be refused: a lost link, and a device that was switched off and on."""
    room, device = Room(), same()
    async with room.radio() as radio:
        proof = Proof()
        async with room.on_air(device):
            for _ in range(3):
                await room.talk(radio, proof, seconds=0.2)
        async with room.on_air(make_device(replace(REAL, boot_id=8))):
            await room.talk(radio, proof, seconds=0.2)
    assert room.samples() > 40
    assert proof.encrypted


async def test_a_remembered_device_is_proved_and_a_changed_one_refused_at_once() -> None:
    room = Room()
    async with room.radio() as radio:
        first = Proof()
        async with room.on_air(same()):
            await room.talk(radio, first, seconds=0.2)
            known = Known(address=ADDRESS, name="mine", identity=first.identity, bonded=True)
            again = Proof(known)
            await room.talk(radio, again)
            assert (first.trust, again.trust) == (Trust.NEW, Trust.PROVED)
            await radio.forget(ADDRESS)
            with pytest.raises(BondLostError, match="has lost its key"):
                await room.talk(radio, Proof(known))
            changed = replace(first.identity or Identity(driver="x"), serial="SIM00009")
            with pytest.raises(StrangerError, match="another serial number"):
                await room.talk(radio, Proof(replace(known, identity=changed, bonded=False)))


@dataclass
class Coached:
    """A session on the air, and what it was told of strangers."""

    session: Session
    link: Supervisor
    told: list[str]

    def readings(self) -> int:
        return sum(isinstance(one, Readings) for _, one in self.session.messages)

    def refusals(self) -> list[LinkChanged]:
        """What the link said each time that another device had answered."""
        changes = (change for _, change in self.session.changes)
        return [change for change in changes if "Another device answers" in change.detail]


@asynccontextmanager
async def coached(room: Room) -> AsyncIterator[Coached]:
    """The device was there and has gone: from here on whoever has its address may answer."""
    session, told = Session(numbered=False), list[str]()
    async with room.radio() as radio:

        @asynccontextmanager
        async def the_radio() -> AsyncIterator[Radio]:
            yield radio

        async with supervised(the_radio, session, Wish(device=ADDRESS)) as link:
            link._sinks = replace(link._sinks, stranger=told.append)
            async with room.on_air(same()):
                await session.until_state(LinkState.LIVE)
                await session.until(lambda: len(session.samples) > 30)
            await session.until(lambda: LinkState.LOST in session.states)
            now = Coached(session, link, told)
            assert (now.told, now.refusals(), link.met.trust) == ([], [], Trust.NEW)
            yield now


async def test_a_spoof_in_a_session_is_told_each_time_and_flagged_and_not_used() -> None:
    """Told to the session, as a fact of its record, and by the link, as why there is none."""
    room = Room()
    async with coached(room) as now:
        taken, before = now.readings(), len(now.session.changes)
        async with room.on_air(other_serial()):
            await now.session.until(lambda: len(now.refusals()) >= 2, within_s=10.0)
            assert len(now.told) == len(now.refusals())
        for why, change in zip(now.told, now.refusals(), strict=True):
            assert "another serial number" in why
            assert why in change.detail
            assert change.state is LinkState.LOST
        later = {change.state for _, change in now.session.changes[before:]}
        assert later == {LinkState.LOST, LinkState.CONNECTING}
        assert now.readings() == taken
        assert now.link.met.trust is Trust.REFUSED


async def test_after_a_spoof_in_a_session_the_device_itself_is_taken_and_the_flag_stays() -> None:
    room = Room()
    async with coached(room) as now:
        async with room.on_air(other_serial()):
            await now.session.until(lambda: bool(now.refusals()), within_s=10.0)
        async with room.on_air(make_device(replace(REAL, boot_id=8))):
            live = await now.session.until_state(LinkState.LIVE, within_s=15.0)
            told, taken = len(now.told), now.readings()
            await now.session.until(lambda: now.readings() > taken)
            assert live.detail == ""
            assert len(now.told) == told
        assert now.link.met.trust is Trust.REFUSED
