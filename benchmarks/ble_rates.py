"""The link at 100, 500 and 1000 Hz over Bluetooth in process: `python benchmarks/ble_rates.py`.

Samples lost, latency and CPU through the whole link (bleak, driver, supervisor) on the simulated
probe; the baseline is a bare Bumble client on the same probe in the same run. Holes are counted by
number, and what is lost altogether, tail included, against all that the device took. CPU is the
whole process: simulated probe, both controllers and client. The emulated air has no air time and
loses nothing, so this says what the program costs, not what a radio does.
"""

import asyncio
import struct
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from benchmarks.machine import load, spread
from devicelink.care.inputs import LinkChanged, LinkState
from devicelink.clock import Clock
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from devicelink.link.supervisor import Sinks, Supervisor, Wish
from firmware_protocol.messages import Message, Readings
from firmware_protocol.profile import CONTROL, DATA, EVENT
from firmware_protocol.profile_control import Start, Stop
from simulator.gatt import Notify, Outgoing
from simulator.serve import Bench, Setup, in_process
from tests.simulator.gatt_client import client_on

RATES_HZ = (100, 500, 1000)
SECONDS = 10.0
WARM_S = 1.0
HEADER = struct.Struct("<II")
"""Of a batch: the number of its first sample, and the device's clock then."""
HEADER_BYTES, SAMPLE_BYTES = 12, 4


@dataclass(slots=True)
class Got:
    """What one client was given: (arrival, first number, count, device clock at the newest)."""

    batches: list[tuple[float, int, int, int]] = field(default_factory=list)
    cpu: float = 0.0

    async def measure(self) -> None:
        """CPU over the measured seconds, as a share of one core."""
        await asyncio.sleep(WARM_S)
        began_s, used_s = time.monotonic(), time.process_time()
        await asyncio.sleep(SECONDS)
        self.cpu = (time.process_time() - used_s) / (time.monotonic() - began_s)


async def bare(bench: Bench, rate_hz: int) -> Got:
    """A Bumble central that only takes in the bytes."""
    got, interval_us = Got(), 1_000_000 // rate_hz

    def on_data(data: bytes) -> None:
        now_s = time.monotonic()
        seq, device_us = HEADER.unpack_from(data)
        count = (len(data) - HEADER_BYTES) // SAMPLE_BYTES
        got.batches.append((now_s, seq, count, device_us + (count - 1) * interval_us))

    controller = bench.new_client()
    async with client_on(controller, controller) as client:
        await client.discover()
        await client.connection.pair()
        await client.subscribe(CONTROL, indications=True)
        await client.subscribe(EVENT)
        await client.values[DATA].subscribe(on_data)
        await client.ask(Start(1))
        await got.measure()
        await client.ask(Stop(2))
    bench.air.remove(controller)
    return got


async def linked(bench: Bench, rate_hz: int) -> Got:
    """The program's own link, up to decoded messages."""
    got, clock, live = Got(), Clock(), asyncio.Event()

    @asynccontextmanager
    async def radio() -> AsyncIterator[Radio]:
        async with bumble_radio(bench.client, bench.client, clock.now) as opened:
            yield opened

    def on_message(_: float, message: Message) -> None:
        if isinstance(message, Readings) and message.seq is not None and message.device_us:
            batch = (time.monotonic(), message.seq, len(message.raw), message.device_us[-1])
            got.batches.append(batch)

    def on_link(change: LinkChanged) -> None:
        if change.state is LinkState.LIVE:
            live.set()

    link = Supervisor(radio, Wish(rate_hz=rate_hz), clock, Sinks(message=on_message, link=on_link))
    running = asyncio.create_task(link.run())
    await live.wait()
    await got.measure()
    await link.close()
    await running
    return got


def stamp_sends(bench: Bench) -> dict[int, float]:
    """When the device hands each batch to its radio, by the number of the batch's first sample."""
    handed: dict[int, float] = {}
    advance = bench.device.advance

    def stamped(to_us: int) -> list[Outgoing]:
        outgoing = advance(to_us)
        now_s = time.monotonic()
        for one in outgoing:
            if isinstance(one, Notify) and one.uuid == DATA:
                handed[HEADER.unpack_from(one.data)[0]] = now_s
        return outgoing

    bench.device.advance = stamped  # type: ignore[method-assign]
    return handed


def report(name: str, got: Got, taken: range, handed_s: dict[int, float], on_s: float) -> None:
    """The lines of one client; `on_s` is when the device's clock was zero."""
    numbers = [seq + i for _, seq, count, _ in got.batches for i in range(count)]
    seen = set(numbers)
    holes = max(seen) + 1 - min(seen) - len(seen) if seen else 0
    late_s = [at_s - handed_s[seq] for at_s, seq, _, _ in got.batches]
    age_s = [at_s - on_s - device_us / 1e6 for at_s, _, _, device_us in got.batches]
    print(
        f"  {name:<12}{len(taken):6} taken  {len(set(taken) - seen):4} lost ({holes} in holes)  "
        f"{len(numbers) - len(seen)} twice   CPU {got.cpu:6.1%}\n"
        f"    batch handed to the radio -> client   {spread(late_s)}\n"
        f"    newest sample's age at the client     {spread(age_s)}"
    )


async def measure(rate_hz: int) -> None:
    """Both clients, one after the other, on one probe."""
    print(f"{rate_hz} Hz")
    async with in_process(Setup(rate_hz=rate_hz, seed=1)) as bench:
        handed_s = stamp_sends(bench)
        for name, client in (("bare Bumble", bare), ("devicelink", linked)):
            first = bench.device.seq
            got = await client(bench, rate_hz)
            taken = range(first, bench.device.seq)
            on_s = time.monotonic() - bench.peripheral.time_us / 1e6
            report(name, got, taken, handed_s, on_s)


def main() -> None:
    """All rates in one run."""
    print(f"link in process, {SECONDS:.0f} s each; CPU % of a core, probe and client; {load()}")
    for rate_hz in RATES_HZ:
        asyncio.run(measure(rate_hz))
    print(f"afterwards {load()}")


if __name__ == "__main__":
    main()
