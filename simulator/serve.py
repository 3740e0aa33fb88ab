"""A simulated device, ready to be connected to: in this process, over loopback, or really.

The way in for `devicelink simulate`, `demo` and tests. Prints nothing: lines for people go to a
callback. Guarded by tests/simulator/test_serve.py.
"""

import asyncio
import contextlib
import dataclasses
import secrets
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
from bumble import core
from bumble.controller import Controller
from bumble.transport import open_transport
from bumble.transport.common import Transport, TransportSink, TransportSource

from firmware_protocol.messages import Press
from simulator.air import Air, AirError
from simulator.device import ProfileDevice
from simulator.faults import Fault
from simulator.hand import Hand
from simulator.handling import HandMode
from simulator.models import MODELS
from simulator.person import ForceSource, Playback, Routine, World, draw_world
from simulator.radio import LinkNews, Peripheral
from simulator.ranges import generator
from simulator.sampler import nearest_rate
from simulator.sensor import PERFECT, SensorParameters, draw_sensor
from simulator.twins import TWINS
from simulator.twins.base import Twin

DEFAULT_MONIKER: Final = "tcp:127.0.0.1:9601"
_WATCH_S: Final = 0.1
_POWER_ON_S: Final = 10.0
_SAID: Final = {
    LinkNews.CONNECTED: "a client connected",
    LinkNews.PAIRED: "the client paired",
    LinkNews.DISCONNECTED: "the client is gone",
}

KINDS: Final = (*MODELS, *TWINS)
"""By the names that `simulate --device` takes."""
Simulated: TypeAlias = ProfileDevice | Twin
D = TypeVar("D", bound=ProfileDevice | Twin)

Recording = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
"""Seconds and newtons, of the same length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """Which device, and who presses it.

    `kind` is one of `KINDS`. A `recording` is pressed exactly as it is; else `routine` says
    whether the person presses by themselves or only when told to. `boot_id` None: by the seed.
    """

    kind: str = "probe"
    mode: HandMode = HandMode.GUIDED
    seed: int = 0
    recording: Recording | None = None
    routine: bool = True
    release_chance: float = 0.5
    faults: tuple[Fault, ...] = ()
    rate_hz: int = 100
    boot_id: int | None = None


def make_device(setup: Setup) -> ProfileDevice:
    """A device of the open profile, switched on at time 0.

    Raises ValueError for a recording that is none.
    """
    model = MODELS[setup.kind]
    source, sensor = _pressed(setup, model.routine_n)
    device = ProfileDevice(
        model, source, sensor, seed=setup.seed, faults=setup.faults, boot_id=setup.boot_id
    )
    device.sampler.set_rate(nearest_rate(setup.rate_hz))
    return device


def make_twin(setup: Setup) -> Twin:
    """A twin of somebody else's device. Raises ValueError for a recording that is none."""
    kind = TWINS[setup.kind]
    source, sensor = _pressed(setup, kind.routine_n)
    return kind(source, sensor, seed=setup.seed, faults=setup.faults)


def make(setup: Setup) -> Simulated:
    """The device of that kind, whichever it is."""
    return make_device(setup) if setup.kind in MODELS else make_twin(setup)


def _pressed(setup: Setup, routine_n: float) -> tuple[ForceSource, SensorParameters]:
    """Who presses on which sensor."""
    if setup.recording is not None:
        return Playback(*setup.recording), PERFECT
    world = draw_world(
        setup.seed,
        setup.mode,
        routine=Routine(target_n=routine_n) if setup.routine else None,
        release_chance=setup.release_chance,
    )
    return world, draw_sensor(generator(setup.seed, 3))


class Stage(Generic[D]):
    """A device on an air of its own, in this process, with all its strings in hand."""

    def __init__(self, air: Air, peripheral: Peripheral, device: D) -> None:
        self.air = air
        self.peripheral = peripheral
        self.device = device
        self.client = self.new_client()
        """The client's controller: HCI source and HCI sink both."""

    def new_client(self) -> Controller:
        """One more controller on this air."""
        return self.air.controller("client")

    @property
    def hand(self) -> Hand:
        """The hand, to be commanded at any time. Raises ValueError where a recording presses."""
        if not isinstance(self.device.source, World):
            raise ValueError("a recording presses, no hand")  # noqa: TRY004 - a state, not a type
        return self.device.source.hand

    def true_force_n(self) -> float:
        """What is really on the tip now."""
        source: ForceSource = self.device.source
        return source.force_n(self.device.now_us / 1e6)

    def press_button(self, press: Press = Press.SHORT) -> None:
        """The person presses the device's button."""
        self.device.press_button(press)


Bench: TypeAlias = Stage[ProfileDevice]


def in_process(
    setup: Setup,
    *,
    now: Callable[[], float] = time.monotonic,
    speed: float = 1.0,
    report: Callable[[LinkNews], None] = lambda _news: None,
) -> contextlib.AbstractAsyncContextManager[Bench]:
    """A device of the open profile: see `on_air`."""
    return on_air(make_device(setup), now=now, speed=speed, report=report)


@contextlib.asynccontextmanager
async def on_air(
    device: D,
    *,
    now: Callable[[], float] = time.monotonic,
    speed: float = 1.0,
    report: Callable[[LinkNews], None] = lambda _news: None,
) -> AsyncIterator[Stage[D]]:
    """The device on the air inside the block, its world `speed` times as fast as `now`."""
    air = Air()
    if isinstance(device, Twin):
        device.hurry(speed)
    controller = air.controller("device")
    peripheral = Peripheral(device, controller, controller, now=now, speed=speed, report=report)
    bench = Stage(air, peripheral, device)
    try:
        async with peripheral:
            yield bench
    finally:
        air.remove(bench.client)
        air.remove(controller)


async def serve(
    setup: Setup,
    moniker: str | None = None,
    *,
    speed: float = 1.0,
    key_file: Path | None = None,
    on_ready: Callable[[str], None] = lambda _moniker: None,
    report: Callable[[str], None] = lambda _line: None,
) -> None:
    """The device on the air until cancelled.

    `tcp:HOST:PORT` and `unix:PATH` serve an emulated air that clients join; `on_ready` is given the
    moniker they use. Any other moniker is a real controller, opened by Bumble. Pairings outlive the
    device in `key_file`, where one is given. Raises AirError.
    """
    if setup.boot_id is None:  # a device served again is another boot, whatever its seed
        setup = dataclasses.replace(setup, boot_id=secrets.randbelow(2**32))
    device = make(setup)
    place = DEFAULT_MONIKER if moniker is None else moniker

    def tell(news: LinkNews) -> None:
        report(_SAID[news])

    async with contextlib.AsyncExitStack() as leaving:
        found = await _take(place, leaving)
        peripheral = Peripheral(
            device, found.source, found.sink, speed=speed, report=tell, key_file=key_file
        )
        await _go_on_air(leaving, peripheral, place)
        on_ready(found.theirs)
        await _watch(device, report, found.lost)
        raise AirError(f"the Bluetooth controller at {place} is gone")


@dataclass(frozen=True, slots=True)
class _Place:
    """A controller to be on, the moniker for its clients ("" in real air), and its end."""

    source: TransportSource | Controller
    sink: TransportSink
    theirs: str
    lost: asyncio.Future[None]


async def _take(moniker: str, leaving: contextlib.AsyncExitStack) -> _Place:
    if moniker.partition(":")[0] in {"tcp", "unix"}:
        air = Air()
        theirs = await leaving.enter_async_context(air.serve(moniker))
        controller = air.controller("device")
        return _Place(controller, controller, theirs, controller.terminated)
    transport = await _open(moniker)
    leaving.push_async_callback(transport.close)
    return _Place(transport.source, transport.sink, "", transport.source.terminated)


async def _open(moniker: str) -> Transport:
    try:
        return await open_transport(moniker)
    except Exception as error:
        why = (str(error) or type(error).__name__).splitlines()[0]
        raise AirError(f"{moniker} cannot be opened: {why}") from error


async def _go_on_air(
    leaving: contextlib.AsyncExitStack, peripheral: Peripheral, moniker: str
) -> None:
    try:
        async with asyncio.timeout(_POWER_ON_S):
            await leaving.enter_async_context(peripheral)
    except (core.BaseBumbleError, TimeoutError) as error:
        raise AirError(f"the Bluetooth controller at {moniker} does not answer") from error


async def _watch(
    device: Simulated, report: Callable[[str], None], lost: asyncio.Future[None]
) -> None:
    """Says when samples start and stop to be sent, until the controller is lost."""
    sending = False
    while not lost.done():
        if device.sending is not sending:
            sending = device.sending
            rate_hz = device.rate_hz if isinstance(device, Twin) else device.sampler.rate_hz
            report(f"streaming at {rate_hz} samples a second" if sending else "streaming ended")
        await asyncio.sleep(_WATCH_S)
