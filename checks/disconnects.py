"""1,000 disconnects at every stage of a link, on the emulated air, over the real client.

The link is dropped while samples are notified, in the middle of a write, and once more while the
client is still connecting, discovering, pairing or subscribing. Every sample that the device kept
must be there in the end, no task may be left, and no live link may be shown where there is none.
Targets: back within 1 s for half of the losses and within 3 s for 95 of 100.
"""

import asyncio
import random
import statistics
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from bumble.link import LocalLink

from checks.figures import keep
from devicelink.care.inputs import LinkState
from devicelink.session.intake import Intake
from firmware_protocol.messages import Message, ReadingFlag, Readings
from tests.link.peripheral import BATCH, PERIOD_S, Peripheral, controller
from tests.link.session import Session, radios_on, supervised

LOSSES: Final = 1000
KEPT_FROM: Final = 200
WORLDS: Final = 8
STEADY_S: Final = 1.05
"""A link that lived so long counts as good: each loss is a first one, as in life."""
STAGES: Final = ("notify", "write", "connecting", "opening")


class Punctual(Peripheral):
    """Measures by the clock, however late a busy machine wakes it: a device's clock goes on."""

    async def _stream(self) -> None:
        began_s = time.monotonic()
        while True:
            await asyncio.sleep(PERIOD_S)
            due = round((time.monotonic() - began_s) / PERIOD_S) * BATCH
            while self.seq < due:
                first, self.seq = self.seq, self.seq + BATCH
                if self.streaming and not self.muted:
                    await self.send_batch(first, BATCH, ReadingFlag.NONE)


class Counting(Session):
    """A session that keeps count of long runs without looking through all of it each time."""

    def __init__(self) -> None:
        super().__init__()
        self.nudged = 0
        self.complete_to: int | None = None
        """All samples below this number are there."""
        self.intake = Intake()
        """The program's own data path, which loses patience in time."""

    def missing(self) -> list[tuple[int, int]]:
        """Holes, as the time base would tell them."""
        if not self.samples:
            return []
        expected = min(self.samples) if self.complete_to is None else self.complete_to
        while expected in self.samples:
            expected += 1
        self.complete_to = expected
        holes = []
        for seq in sorted(one for one in self.samples if one > expected):
            if seq > expected:
                holes.append((expected, seq - expected))
            expected = seq + 1
        return holes

    def tick(self) -> None:
        """Ten times a second, as in a session on the air."""
        if self.states[-1:] != [LinkState.LIVE]:
            self.intake.timebase.hold(self.clock.now())
        self.intake.timebase.wait(self.clock.now())

    def on_message(self, at_s: float, message: Message) -> None:
        """Messages themselves are not kept: there are too many."""
        super().on_message(at_s, message)
        self.intake.take(at_s, message, None)
        self.messages.clear()
        if isinstance(message, Readings) and message.flags & ReadingFlag.BACKFILL:
            self.missing()


@dataclass
class Told:
    """What a world came to."""

    back_s: list[float] = field(default_factory=list)
    stages: Counter[str] = field(default_factory=Counter)
    samples: int = 0
    lost: int = 0
    given_up: int = 0
    """Samples that the program's own time base had no more patience for."""
    repeated: int = 0
    unavailable: int = 0
    worlds_ended: int = 0
    """Emulated airs that no device could be heard on any more, whatever was done."""


async def lose(session: Counting, device: Peripheral, stage: str, rng: random.Random) -> float:
    """One loss at this stage; when it was."""
    if stage == "write" and session.supervisor is not None:
        session.supervisor.request_tare()
        await asyncio.sleep(rng.uniform(0.0, 0.004))
    device.drop()
    if stage in {"connecting", "opening"}:
        await session.until_state(LinkState.CONNECTING, 20.0)
        await asyncio.sleep(rng.uniform(0.0, 0.01 if stage == "connecting" else 0.08))
        device.drop()
    return session.clock.now()


async def is_back(session: Counting, seen: int) -> bool:
    """Wait for the link to be live anew, after so many changes of it; False if it never is."""
    try:
        await session.until(lambda: session.states[seen:][-1:] == [LinkState.LIVE], 40.0)
    except TimeoutError:
        return False
    return True


async def be_heard(device: Peripheral, session: Counting) -> None:
    """Bumble's emulated controller may keep half a link, or forget to advertise, where a link was
    cut while it was being made, which no device does: after twelve seconds it begins anew. Such
    times are counted apart.
    """
    unheard = 0
    while True:
        await asyncio.sleep(0.1)
        session.tick()
        unheard = 0 if session.states[-1:] == [LinkState.LIVE] else unheard + 1
        if unheard >= 120:
            unheard = 0
            session.nudged += 1
            device.drop()
            with suppress(Exception):
                await device.hide()
                await device.show()


async def world(number: int, losses: int, told: Told) -> None:
    """One device and one client, for so many losses."""
    rng = random.Random(number)
    air = LocalLink()  # type: ignore[no-untyped-call]
    device = Punctual(controller("device", air))
    await device.start()
    session = Counting()
    heard = asyncio.create_task(be_heard(device, session))
    async with supervised(radios_on(air, session), session):
        for _ in range(losses):
            await session.until_state(LinkState.LIVE, 30.0)
            await asyncio.sleep(STEADY_S + rng.uniform(0.0, 0.2))
            if session.states[-1:] != [LinkState.LIVE]:
                continue
            stage = rng.choice(STAGES)
            nudged = session.nudged
            lost_s = await lose(session, device, stage, rng)
            back = await is_back(session, len(session.changes))
            told.stages[stage] += 1
            if not back:
                told.worlds_ended += 1
                break
            if session.nudged == nudged:
                told.back_s.append(session.clock.now() - lost_s)
        else:
            newest = device.seq
            await session.until(lambda n=newest: max(session.samples) > n, 30.0)  # type: ignore[misc]
            await session.until(lambda: not session.missing(), 30.0)
        told.samples += len(session.samples)
        told.lost += sum(count for _, count in session.missing())
        told.given_up += session.intake.timebase.lost
        told.repeated += session.repeated
        told.unavailable += len(session.unavailable)
    heard.cancel()
    await asyncio.gather(heard, return_exceptions=True)
    await device.stop()


async def run(losses: int) -> tuple[Told, int]:
    """All worlds side by side; what they came to, and how many tasks they left."""
    before = asyncio.all_tasks()
    told = Told()
    share = losses // WORLDS + 1
    await asyncio.gather(*(world(number, share, told) for number in range(WORLDS)))
    await asyncio.sleep(0.3)
    return told, len(asyncio.all_tasks() - before - {asyncio.current_task()})


def main() -> int:
    """0 passed, 1 failed."""
    losses = int(sys.argv[1]) if len(sys.argv) > 1 else LOSSES
    began_s = time.monotonic()
    told, tasks = asyncio.run(run(losses))
    back_s = sorted(told.back_s)
    found = {
        "disconnects": told.stages.total(),
        "emulator_stuck": told.stages.total() - len(back_s),
        "worlds_ended": told.worlds_ended,
        **{f"while_{stage}": told.stages[stage] for stage in STAGES},
        "samples": told.samples,
        "samples_lost": told.lost,
        "samples_given_up": told.given_up,
        "samples_repeated": told.repeated,
        "ranges_unavailable": told.unavailable,
        "tasks_left": tasks,
        "reconnect_p50_s": statistics.median(back_s),
        "reconnect_p95_s": back_s[int(0.95 * len(back_s))],
        "reconnect_max_s": back_s[-1],
        "seconds": time.monotonic() - began_s,
    }
    for name, value in found.items():
        print(f"  {name:<20} {value:.3f}")
    if int(found["disconnects"]) >= KEPT_FROM:
        keep("disconnects", found)
    whole = not (told.lost or told.given_up or told.repeated or told.unavailable or tasks)
    quick = found["reconnect_p50_s"] <= 1.0 and found["reconnect_p95_s"] <= 3.0
    return 0 if whole and quick else 1


if __name__ == "__main__":
    sys.exit(main())
