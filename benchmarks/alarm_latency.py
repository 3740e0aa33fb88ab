"""From the radio's callback to the alarm's bell: `./run bench alarm_latency`.

The whole program in a pseudo-terminal: a simulated probe, the client, guard, engine and store in
the session's thread, the screen with its moving trace at 30 frames a second in the main thread.
Every commit stalls 200 ms, a full garbage collection runs each second, and every 30 s a handler of
the screen sleeps for 5 s: events of that time are listed apart. Every frame is made an event by
watching a limit that it exceeds. Baselines, in the same run: the bell as Textual rings it, from the
screen's loop, and how late the machine wakes a process that does nothing but sleep. Sample to bell
counts from when the simulated sensor read the frame's first sample, which had the longest way.
Targets: callback to bell p99 20 ms and at most 50 ms, the face frozen included; sample to bell at
most 150 ms.
"""

import argparse
import asyncio
import gc
import json
import os
import pty
import sqlite3
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from fcntl import ioctl
from pathlib import Path
from typing import Any

from benchmarks.machine import load, sleeper, spread
from checks.figures import keep
from devicelink.care import coach_turn
from devicelink.care.inputs import Stop
from devicelink.care.plan import Side
from devicelink.cli.guided import Guide
from devicelink.cli.under_way import running
from devicelink.cli.wanted import Wanted
from devicelink.clock import Clock
from devicelink.core.overforce import Guard
from devicelink.data import phrases, points, programmes
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from devicelink.link.supervisor import OpenRadio, Wish
from devicelink.session.apart import Apart
from devicelink.session.live import LiveSession
from devicelink.session.watchman import Watchman, terminal_takes
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from devicelink.tui.app import DevicelinkApp
from firmware_protocol.messages import Message, Readings
from simulator.sampler import Sampler
from simulator.serve import Setup, in_process

ROOT = Path(__file__).resolve().parents[1]
MODULE = "benchmarks.alarm_latency"
EVENTS = 10_000
FRAMES_PER_S = 30.0
STALL_S, FREEZE_S, FREEZE_EVERY_S = 0.2, 5.0, 30.0
TARGETS = {"callback_p99_ms": 20.0, "callback_max_ms": 50.0, "audible_p99_ms": 150.0}


@dataclass(slots=True)
class Times:
    """Seconds, one for each event."""

    calm: list[float] = field(default_factory=list)
    frozen: list[float] = field(default_factory=list)
    audible: list[float] = field(default_factory=list)
    by_face: list[float] = field(default_factory=list)


class Slow(sqlite3.Connection):
    """A disk whose every commit stalls."""

    def execute(self, statement: str, *rest: Any) -> sqlite3.Cursor:
        if statement == "COMMIT":
            time.sleep(STALL_S)
        return super().execute(statement, *rest)


def slowly(path: Path) -> sqlite3.Connection:
    """A writing connection on that disk."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, isolation_level=None, factory=Slow)


class Rig:
    """Every frame an event; what came of it, timed."""

    def __init__(self, clock: Clock, events: int) -> None:
        self.clock, self.events = clock, events
        self.times = Times()
        self.frozen = False
        self.face: asyncio.AbstractEventLoop | None = None
        self.done = threading.Event()
        self._read_s: deque[float] = deque(maxlen=64)
        self._pending: tuple[float, float, bool] | None = None
        self._watch_sensor()

    def _watch_sensor(self) -> None:
        sample, rig = Sampler.sample, self

        def timed(sampler: Sampler, *told: Any) -> Any:
            rig._read_s.append(rig.clock.now())
            return sample(sampler, *told)

        Sampler.sample = timed  # type: ignore[assignment,method-assign]

    def event(self, at_s: float, count: int) -> None:
        """A frame of so many samples has arrived; its first one is the oldest."""
        self._pending = (at_s, self._read_s[-min(count, len(self._read_s))], self.frozen)
        if self.face is not None and not self.frozen:
            self.face.call_soon_threadsafe(self._as_the_face_would, at_s)

    def _as_the_face_would(self, at_s: float) -> None:
        if not self.frozen:
            self.times.by_face.append(self.clock.now() - at_s)

    def ring(self) -> None:
        """The bell: in the watchman's thread."""
        os.write(2, b"\a")
        now_s, pending, self._pending = self.clock.now(), self._pending, None
        if pending is None:
            return
        at_s, read_s, frozen = pending
        times = self.times
        (times.frozen if frozen and self.frozen else times.calm).append(now_s - at_s)
        times.audible.append(now_s - read_s)
        if len(times.calm) + len(times.frozen) >= self.events:
            self.done.set()


class Alarming(LiveSession):
    """A session each of whose frames exceeds the limit."""

    rig: Rig

    def _heard(self, at_s: float, message: Message) -> None:
        if isinstance(message, Readings) and self.opened.done():
            guard = Guard(1.0)
            guard.step(self._intake.newest_s, 0.0)
            self._intake._guard = guard  # noqa: SLF001
            self.rig.event(at_s, len(message.raw))
        super()._heard(at_s, message)


def world_of(guide: Guide, rig: Rig) -> Any:
    """Probe, air and session, for the session's thread."""
    clock = rig.clock

    @asynccontextmanager
    async def world() -> AsyncIterator[LiveSession]:
        async with in_process(Setup(seed=7, routine=False)) as bench:

            @asynccontextmanager
            async def radio() -> AsyncIterator[Radio]:
                async with bumble_radio(bench.client, bench.client, clock.now) as opened:
                    yield opened

            bench.hand.press(25.0, 0.1)
            opening: OpenRadio = radio
            prepare = guide._prepare  # noqa: SLF001 - the session as the commands make it
            watchman = Watchman(clock, ring=rig.ring, takes=terminal_takes)
            session = Alarming(opening, Wish(), clock, phrases(), prepare, watchman)
            session.rig = rig
            yield session

    return world


async def in_the_face(rig: Rig, session: Apart) -> None:
    """The screen, with all that is done to it."""
    app = DevicelinkApp(session, frames_per_s=FRAMES_PER_S)
    rig.face = asyncio.get_running_loop()

    def freeze() -> None:
        rig.frozen = True
        time.sleep(FREEZE_S)
        rig.frozen = False

    def look() -> None:
        gc.collect()
        if rig.done.is_set():
            session.send(Stop())
            app.exit()

    app.call_later(lambda: (app.set_interval(FREEZE_EVERY_S, freeze), app.set_interval(1.0, look)))
    await app.show()


async def child(folder: Path, events: int) -> Times:
    """The run itself."""
    setattr(coach_turn, "PAIN_ANSWER_S", float("inf"))  # noqa: B010 - the session just waits
    clock = Clock()
    wanted = Wanted(
        programme=programmes()["home"], point=points()["ut"], side=Side.LEFT, calf_checked=False,
        place=Place.of(folder), simulated=True,
    )  # fmt: skip
    guide = Guide(wanted, clock)
    guide._recorder.close()  # noqa: SLF001
    guide._recorder = Recorder(wanted.place, connect=slowly)  # noqa: SLF001
    rig = Rig(clock, events)
    try:
        session = Apart(world_of(guide, rig), clock, phrases())
        async with running(session):
            await in_the_face(rig, session)
        return rig.times
    finally:
        guide.close()


def figures(times: Times) -> dict[str, float]:
    """The figures that are compared with targets, in milliseconds."""
    both = sorted(times.calm + times.frozen)
    audible = sorted(times.audible)
    return {
        "events": len(both),
        "frozen_events": len(times.frozen),
        "callback_p99_ms": 1e3 * both[int(0.99 * len(both))],
        "callback_max_ms": 1e3 * both[-1],
        "frozen_max_ms": 1e3 * max(times.frozen, default=0.0),
        "audible_p99_ms": 1e3 * audible[int(0.99 * len(audible))],
        "audible_max_ms": 1e3 * audible[-1],
        "face_p99_ms": 1e3 * sorted(times.by_face)[int(0.99 * len(times.by_face))],
        "face_max_ms": 1e3 * max(times.by_face),
    }


def run(events: int) -> tuple[Times, dict[str, float]]:
    """One run in a terminal of its own, whose output is read and thrown away."""
    master, slave = pty.openpty()
    ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "times.json"
        process = subprocess.Popen(
            [sys.executable, "-m", MODULE, "--child", folder, "--events", str(events)],
            stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            env=os.environ | {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        os.close(slave)
        said = b""
        with suppress(OSError):  # the child has closed its side
            while data := os.read(master, 65536):
                said = (said + data)[-4000:]
        process.wait()
        os.close(master)
        if not result.exists():
            raise RuntimeError(said.decode("utf-8", "replace"))
        times = Times(**json.loads(result.read_text("utf-8")))
    return times, figures(times)


def main() -> int:
    """Prints the table; 1 where a target is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--child", type=Path)
    asked = parser.parse_args()
    if asked.child is not None:
        times = asyncio.run(child(asked.child, asked.events))
        told = {name: getattr(times, name) for name in Times.__slots__}
        (asked.child / "times.json").write_text(json.dumps(told), "utf-8")
        return 0
    print(f"callback to bell, {asked.events} events, trace at {FRAMES_PER_S:.0f} fps; {load()}")
    with sleeper() as late_s:
        times, found = run(asked.events)
    found |= {"machine_p99_ms": 1e3 * sorted(late_s)[int(0.99 * len(late_s))]}
    found |= {"machine_max_ms": 1e3 * max(late_s)}
    print(f"  the machine wakes a sleeper (baseline)          {spread(late_s)}")
    print(f"  callback -> bell by the face's loop (baseline)  {spread(times.by_face)}")
    print(f"  callback -> bell, own thread                    {spread(times.calm)}")
    print(f"  callback -> bell, face frozen for 5 s           {spread(times.frozen)}")
    print(f"  sample   -> bell                                {spread(times.audible)}")
    print(f"  {json.dumps({name: round(value, 2) for name, value in found.items()})}; {load()}")
    if asked.events >= EVENTS:
        keep("alarm_latency", found)
    return 1 if any(found[name] > most for name, most in TARGETS.items()) else 0


if __name__ == "__main__":
    sys.exit(main())
