"""An hour of one session at its real pace: `./run more soak --minutes 60`.

The whole program in a pseudo-terminal: radio, client, guard, engine and store in the session's
thread, the screen at 20 frames a second. The simulated probe is a process of its own, as it is for
a user; the person goes from hold to hold, far beyond what a programme allows. Each second it notes
memory, descriptors, tasks, threads, CPU, samples lost and whether the record is saved. Targets:
memory grows by less than 1 % after the first ten minutes; descriptors, tasks and threads at rest as
at the beginning; no sample lost.
"""

import argparse
import asyncio
import json
import os
import pty
import resource
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from fcntl import ioctl
from pathlib import Path
from typing import Any, Final, TextIO

import numpy as np

from checks.far_hand import far_hand
from checks.figures import Figure, keep
from devicelink.care.inputs import Stop
from devicelink.care.plan import Side
from devicelink.cli.guided import Guide
from devicelink.cli.under_way import running
from devicelink.cli.wanted import Wanted
from devicelink.clock import Clock
from devicelink.data import phrases, points, programmes
from devicelink.demo.person import Person
from devicelink.drivers.base import Driver
from devicelink.link.port import Radio
from devicelink.link.radio import open_radio
from devicelink.link.supervisor import Wish
from devicelink.session.apart import Apart
from devicelink.session.intake import Intake
from devicelink.session.live import LiveSession
from devicelink.session.prepared import Prepared
from devicelink.store.place import Place
from devicelink.tui.app import DevicelinkApp

ROOT: Final = Path(__file__).resolve().parents[1]
SETTLE_MIN: Final = 10.0
HOLDS: Final = 100_000
NOTES: Final = "notes.jsonl"
PAGE: Final = resource.getpagesize()


@dataclass(slots=True)
class Notes:
    """One column a thing, one row a second. What watches keeps none of it in memory."""

    t_s: list[float] = field(default_factory=list)
    rss_bytes: list[int] = field(default_factory=list)
    descriptors: list[int] = field(default_factory=list)
    tasks: list[int] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)
    holds: list[int] = field(default_factory=list)
    samples: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    unsaved: list[bool] = field(default_factory=list)


class Watched:
    """The session and what is noted of it."""

    def __init__(self, guide: Guide, clock: Clock, file: TextIO) -> None:
        self.guide, self.clock, self._file = guide, clock, file
        self.live: LiveSession | None = None
        self.loops: list[asyncio.AbstractEventLoop] = [asyncio.get_running_loop()]

    @asynccontextmanager
    async def world(self) -> AsyncIterator[LiveSession]:
        """The person and the session, in the session's own thread; the probe is far."""
        clock = self.clock
        self.loops.append(asyncio.get_running_loop())
        async with far_hand(7, clock.speed) as hand:
            wish = Wish(silence_s=max(1.0, clock.speed))

            def radio() -> AbstractAsyncContextManager[Radio]:
                return open_radio(hand.moniker, clock.now)

            live = self.live = LiveSession(radio, wish, clock, phrases(), self._prepare)
            person = Person(live, hand, lambda: hand.gave, clock.sleep)

            async def take_part() -> None:
                await asyncio.shield(live.opened)
                await asyncio.gather(person.live(), person.feel())

            acting = asyncio.create_task(take_part())
            try:
                yield live
            finally:
                acting.cancel()
                await asyncio.wait({acting})

    def _prepare(self, driver: Driver, intake: Intake) -> Prepared:
        """As the command does, but for the number of holds: no programme may have so many."""
        prepared = self.guide._prepare(driver, intake)  # noqa: SLF001
        object.__setattr__(prepared.plan.programme, "reps", HOLDS)
        return prepared

    def note(self) -> None:
        """One row, into the file."""
        live = self.live
        intake = live._intake if live is not None else None  # noqa: SLF001
        row = {
            "t_s": time.monotonic(),
            "rss_bytes": int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE,
            "descriptors": len(os.listdir("/proc/self/fd")),  # noqa: PTH208
            "tasks": sum(len(asyncio.all_tasks(loop)) for loop in self.loops),
            "threads": threading.active_count(),
            "cpu_s": time.process_time(),
            "holds": live.view().rep if live is not None else 0,
            "samples": intake._count if intake is not None else 0,  # noqa: SLF001
            "lost": intake.timebase.lost if intake is not None else 0,
            "unsaved": self.guide.saving() != "saved",
        }
        self._file.write(json.dumps(row) + "\n")


async def child(folder: Path, minutes: float, speed: float, file: TextIO) -> None:
    """The run itself."""
    clock = Clock(speed)
    wanted = Wanted(
        programme=programmes()["home"], point=points()["ut"], side=Side.LEFT, calf_checked=False,
        place=Place.of(folder), simulated=True,
    )  # fmt: skip
    guide = Guide(wanted, clock)
    watched = Watched(guide, clock, file)
    try:
        session = Apart(watched.world, clock, phrases())
        async with running(session):
            app = DevicelinkApp(session, saving=guide.saving)
            end_s = time.monotonic() + 60.0 * minutes

            def look() -> None:
                watched.note()
                if time.monotonic() >= end_s or session.ending is not None:
                    session.send(Stop())
                    app.exit()

            app.call_later(lambda: app.set_interval(1.0, look))
            await app.show()
    finally:
        guide.close()


def figures(notes: Notes, minutes: float) -> dict[str, Figure]:
    """What it came to. Memory is the mean of a minute; at rest is the median of a minute."""
    t_s = np.asarray(notes.t_s) - notes.t_s[0]
    settled_s = 60.0 * min(SETTLE_MIN, minutes / 3)
    first = (t_s >= settled_s) & (t_s < settled_s + 60.0)
    last = t_s >= t_s[-1] - 60.0

    def ends(column: list[Any], how: Any = np.median) -> tuple[float, float]:
        values = np.asarray(column, dtype=float)
        return float(how(values[first])), float(how(values[last]))

    memory = ends(notes.rss_bytes, np.mean)
    descriptors, tasks, threads = map(ends, (notes.descriptors, notes.tasks, notes.threads))
    return {
        "minutes": float(t_s[-1] / 60.0),
        "rss_first_mb": memory[0] / 1e6,
        "rss_last_mb": memory[1] / 1e6,
        "rss_growth_pct": 100.0 * (memory[1] / memory[0] - 1.0),
        "descriptors_change": descriptors[1] - descriptors[0],
        "tasks_change": tasks[1] - tasks[0],
        "threads_change": threads[1] - threads[0],
        "cpu_pct": float(100.0 * (notes.cpu_s[-1] - notes.cpu_s[0]) / t_s[-1]),
        "holds": notes.holds[-1],
        "samples": notes.samples[-1],
        "samples_lost": notes.lost[-1],
        "seconds_unsaved": sum(notes.unsaved),
    }


def run(minutes: float, speed: float) -> Notes:
    """One run in a terminal of its own, whose output is read and thrown away."""
    master, slave = pty.openpty()
    ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / NOTES
        command = [sys.executable, "-m", "checks.soak", "--child", folder]
        process = subprocess.Popen(
            [*command, "--minutes", str(minutes), "--speed", str(speed)],
            stdin=slave, stdout=slave, stderr=slave, start_new_session=True, cwd=ROOT,
            env=os.environ | {"TERM": "xterm-256color"},
        )  # fmt: skip
        os.close(slave)
        said = b""
        with suppress(OSError):  # the child has closed its side
            while data := os.read(master, 65536):
                said = (said + data)[-4000:]
        process.wait()
        os.close(master)
        if process.returncode != 0:
            raise RuntimeError(said.decode("utf-8", "replace"))
        rows = [json.loads(line) for line in result.read_text("utf-8").splitlines()]
        return Notes(**{name: [row[name] for row in rows] for name in Notes.__slots__})


def passed(found: dict[str, Figure]) -> bool:
    """Whether the targets are met."""
    still = all(found[f"{what}_change"] == 0 for what in ("descriptors", "tasks", "threads"))
    return still and float(found["rss_growth_pct"]) < 1.0 and found["samples_lost"] == 0


def main() -> int:
    """0 passed, 1 failed, 77 where there is no /proc to look at."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--child", type=Path)
    asked = parser.parse_args()
    if not Path("/proc/self/statm").exists():
        print("memory and descriptors are read from /proc, which this system has not")
        return 77
    if asked.child is not None:
        with (asked.child / NOTES).open("w", encoding="utf-8") as file:
            asyncio.run(child(asked.child, asked.minutes, asked.speed, file))
        return 0
    found = figures(run(asked.minutes, asked.speed), asked.minutes)
    for name, value in found.items():
        print(f"  {name:<20} {value:.2f}" if isinstance(value, float) else f"  {name:<20} {value}")
    if asked.minutes >= 60 and asked.speed == 1.0:
        keep("soak", found)
    return 0 if passed(found) else 1


if __name__ == "__main__":
    sys.exit(main())
