"""Sixteen probes at 100 Hz at once, in one process: `./run bench many_devices`.

One emulated air, one radio, a link of ours to each probe up to samples in order of time. Lost is
what a probe took between its first and its last number here and what never came; CPU is the whole
process, simulated probes and all controllers included. The baseline in the same run is a bare
Bumble central on the same probes, which only takes in the bytes. The emulated air loses nothing and
has no air time: what a radio carries is another question. Target: nothing lost.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace

from benchmarks.machine import load, spread
from devicelink.care.inputs import LinkChanged, LinkState
from devicelink.clock import Clock
from devicelink.core.timebase import Timebase
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from devicelink.link.supervisor import Sinks, Supervisor, Wish
from firmware_protocol.messages import Message, Readings
from firmware_protocol.profile import CONTROL, DATA, EVENT
from firmware_protocol.profile_control import SetRate, Start
from firmware_protocol.profile_data import DataBatch
from simulator.air import Air
from simulator.device import ProfileDevice
from simulator.radio import Peripheral
from simulator.serve import Setup, make_device
from tests.simulator.gatt_client import Client, connect, host_on

DEVICES = 16
RATE_HZ = 100
WARM_S, SECONDS = 2.0, 15.0


@dataclass(slots=True)
class Heard:
    """What came from one probe, by number; `late_s` is how old a batch's newest sample was."""

    device: ProfileDevice
    peripheral: Peripheral
    seqs: set[int] = field(default_factory=set)
    late_s: list[float] = field(default_factory=list)
    line: Timebase = field(default_factory=Timebase)

    def note(self, seq: int, count: int, newest_us: int) -> None:
        """A batch."""
        self.seqs.update(range(seq, seq + count))
        self.late_s.append((self.peripheral.time_us - newest_us) / 1e6)


async def measured(all_heard: list[Heard]) -> str:
    """Lost samples, ages and CPU over the measured seconds."""
    await asyncio.sleep(WARM_S)
    firsts = [one.device.seq for one in all_heard]
    for one in all_heard:
        one.late_s.clear()
    began_s, used_s = time.monotonic(), time.process_time()
    await asyncio.sleep(SECONDS)
    cpu = (time.process_time() - used_s) / (time.monotonic() - began_s)
    ranges = [range(first, one.device.seq) for first, one in zip(firsts, all_heard, strict=True)]
    await asyncio.sleep(0.5)  # what is on its way now counts
    both = list(zip(ranges, all_heard, strict=True))
    lost = sum(seq not in one.seqs for wanted, one in both for seq in wanted)
    taken = sum(map(len, ranges))
    late_s = [age_s for one in all_heard for age_s in one.late_s]
    return f"{taken:6} taken  {lost:3} lost   CPU {cpu:6.1%}   age {spread(late_s)}"


async def linked(air: Air, all_heard: list[Heard]) -> str:
    """Our link to each, one radio for all of them."""
    controller, clock = air.controller("radio"), Clock()
    async with AsyncExitStack() as leaving:
        radio = await leaving.enter_async_context(bumble_radio(controller, controller, clock.now))
        for heard in all_heard:
            await leaving.enter_async_context(link_to(radio, clock, heard))
        return await measured(all_heard)


@asynccontextmanager
async def link_to(radio: Radio, clock: Clock, heard: Heard) -> AsyncIterator[None]:
    """A live link to one probe, for the block."""
    live = asyncio.Event()

    @asynccontextmanager
    async def shared() -> AsyncIterator[Radio]:
        yield radio

    def on_message(at_s: float, message: Message) -> None:
        if isinstance(message, Readings) and message.seq is not None and message.device_us:
            heard.line.add(message, at_s)
            heard.note(message.seq, len(message.raw), message.device_us[-1])

    def on_link(change: LinkChanged) -> None:
        if change.state is LinkState.LIVE:
            live.set()

    wish = Wish(device=heard.device.identity.address, rate_hz=RATE_HZ)
    link = Supervisor(shared, wish, clock, Sinks(message=on_message, link=on_link))
    running = asyncio.create_task(link.run())
    await live.wait()
    yield
    await link.close()
    await running


async def bare(air: Air, all_heard: list[Heard]) -> str:
    """A Bumble central that only takes in the bytes."""
    controller = air.controller("bare")
    host = await host_on(controller, controller)
    clients = [await bare_link(host, heard) for heard in all_heard]
    told = await measured(all_heard)
    for client in clients:
        await client.connection.disconnect()
    return told


async def bare_link(host: object, heard: Heard) -> Client:
    """One of its links; the number and the time stand in front of each batch."""
    client = await connect(host, heard.device.identity.address)  # type: ignore[arg-type]

    def on_data(data: bytes) -> None:
        batch = DataBatch.parse(data)
        assert isinstance(batch, DataBatch)
        count = len(batch.force_mn)
        heard.note(batch.seq, count, batch.t_us + (count - 1) * batch.interval_us)

    await client.discover()
    await client.connection.pair()
    await client.subscribe(CONTROL, indications=True)
    await client.subscribe(EVENT)
    await client.values[DATA].subscribe(on_data)
    await client.ask(SetRate(1, RATE_HZ))
    await client.ask(Start(2))
    return client


async def run(devices: int) -> None:
    """Both clients, one after the other, each on probes of its own."""
    for name, client in (("bare Bumble", bare), ("devicelink", linked)):
        async with AsyncExitStack() as leaving:
            air, all_heard = Air(), []
            for number in range(devices):
                device = make_device(Setup(seed=number, rate_hz=RATE_HZ))
                address = f"F0:0D:CA:FE:01:{number:02X}"
                device.identity = replace(device.identity, address=address)
                controller = air.controller(f"probe {number}")
                peripheral = Peripheral(device, controller, controller)
                await leaving.enter_async_context(peripheral)
                all_heard.append(Heard(device, peripheral))
            print(f"  {devices:3} devices  {name:<12} {await client(air, all_heard)}", flush=True)


def main() -> None:
    """One device, and sixteen."""
    print(f"{RATE_HZ} Hz each, {SECONDS:.0f} s, one process; CPU % of a core, probes too; {load()}")
    for devices in (1, DEVICES):
        asyncio.run(run(devices))
    print(f"afterwards {load()}")


if __name__ == "__main__":
    main()
