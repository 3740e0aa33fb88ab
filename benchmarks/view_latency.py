"""From a notification to the view that shows it: `python benchmarks/view_latency.py`.

A live session at 100 Hz with store, guard, engine and coach, on the simulated probe in the same
process, its views read 20 times a second. Measured from the frame's arrival: until the engine is
done with its samples, until a view made there and then has them, and until the next of the 20 views
a second has them; that last one mostly waits its turn, up to 50 ms. The baseline, in the same run,
is the decoded message alone. Target: p99 of notification to view at most 50 ms.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.machine import load, spread
from devicelink.care.inputs import Pain
from devicelink.care.plan import Side
from devicelink.cli.guided import Guide
from devicelink.cli.under_way import running
from devicelink.cli.wanted import Wanted
from devicelink.clock import Clock
from devicelink.core.block import Block
from devicelink.data import phrases, points, programmes
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from devicelink.link.supervisor import OpenRadio, Wish
from devicelink.session.live import LiveSession, Waiting
from devicelink.session.port import Happening
from devicelink.store.place import Place
from firmware_protocol.messages import Message, Readings
from simulator.serve import Setup, in_process

SECONDS = 60.0
FRAMES_PER_S = 20.0


@dataclass(slots=True)
class Times:
    """Seconds after a frame's arrival, one for each frame."""

    decoded: list[float] = field(default_factory=list)
    done: list[float] = field(default_factory=list)
    made: list[float] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)


class Watched(LiveSession):
    """A live session that notes when each frame got how far."""

    def __init__(self, radio: OpenRadio, guide: Guide, clock: Clock) -> None:
        prepare = guide._prepare  # noqa: SLF001 - the session as the commands make it
        super().__init__(radio, Wish(), clock, phrases(), prepare)
        self.times = Times()
        self._arrived_s: dict[float, float] = {}
        self._unmade: list[tuple[float, float]] = []
        self._unseen: list[tuple[float, float]] = []

    def _heard(self, at_s: float, message: Message) -> None:
        decoded_s = self._clock.now() - at_s
        super()._heard(at_s, message)
        if isinstance(message, Readings) and self.opened.done():
            self.times.decoded.append(decoded_s)
            self._arrived_s[self._intake.newest_s] = at_s

    def _process(self, t_s: float, what: Waiting) -> list[Happening]:
        happenings = super()._process(t_s, what)
        if isinstance(what, Block) and len(what):
            newest_s = float(what.t_s[-1])
            at_s = self._arrived_s.pop(newest_s, None)
            if at_s is not None:
                self.times.done.append(self._clock.now() - at_s)
                self._unmade.append((newest_s, at_s))
                self._unseen.append((newest_s, at_s))
                self._note(self._unmade, self.times.made)
        return happenings

    def look(self) -> None:
        """A view for a face; notes which frames it is the first to show."""
        self._note(self._unseen, self.times.seen)

    def _note(self, waiting: list[tuple[float, float]], times: list[float]) -> None:
        """Make a view; the frames whose newest sample is in its trace wait no more."""
        shown = self.view().trace
        now_s = self._clock.now()
        while waiting and len(shown) and waiting[0][0] <= shown.t_s[-1]:
            times.append(now_s - waiting.pop(0)[1])


async def look_on(session: Watched) -> None:
    """A face's frames, on time, until it is cancelled."""
    loop = asyncio.get_running_loop()
    due_s = loop.time()
    while True:
        session.look()
        due_s += 1 / FRAMES_PER_S
        await asyncio.sleep(max(0.0, due_s - loop.time()))


async def measure(folder: Path) -> Times:
    """One session: pain given, found by silence, then a hold."""
    clock = Clock()
    wanted = Wanted(
        programme=programmes()["home"], point=points()["ut"], side=Side.LEFT, calf_checked=False,
        place=Place.of(folder), simulated=True,
    )  # fmt: skip
    guide = Guide(wanted, clock)
    try:
        async with in_process(Setup(seed=7)) as bench:

            @asynccontextmanager
            async def radio() -> AsyncIterator[Radio]:
                async with bumble_radio(bench.client, bench.client, clock.now) as opened:
                    yield opened

            session = Watched(radio, guide, clock)
            async with running(session):
                session.send(Pain(5))
                looking = asyncio.create_task(look_on(session))
                await asyncio.sleep(SECONDS)
                looking.cancel()
                await asyncio.wait({looking})
            return session.times
    finally:
        guide.close()


def main() -> None:
    """One run, all stages."""
    print(f"notification to view, {SECONDS:.0f} s at 100 Hz, {FRAMES_PER_S:.0f} fps; {load()}")
    with tempfile.TemporaryDirectory() as folder:
        times = asyncio.run(measure(Path(folder)))
    for name, found_s in (
        ("message decoded (baseline)", times.decoded),
        ("engine done", times.done),
        ("view made at once (target p99 50 ms)", times.made),
        ("next view at 20 fps", times.seen),
    ):
        print(f"  notification -> {name:<37} {spread(found_s)}  {len(found_s)} frames")
    print(f"afterwards {load()}")


if __name__ == "__main__":
    main()
