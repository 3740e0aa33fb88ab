"""A device that sends 2,000 frames a second for ten seconds: `./run more flood`.

A whole session on the emulated air, whose device then goes mad: each frame brings a new sample, and
for one second of every two and a half they are far above the limit. Targets: less than 10 MB more
memory, every queue within its bounds, the bell within 50 ms of the frame that is too much.
"""

import asyncio
import sys
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from checks.figures import keep
from devicelink.session import on_air
from devicelink.session.live import LiveSession
from firmware_protocol.messages import Message, Readings, Unit
from tests.session import live_bench

FRAMES_HZ, SECONDS = 2_000, 10.0
SLICE_S: Final = 0.01
EACH_S, CALM_S = 2.5, 1.5
CALM_N, MAD_N = 5.0, 400.0
MORE_MB, BELL_MS = 10.0, 50.0


class Mad(LiveSession):
    """Its own device is not heard any more once the flood begins."""

    last: Readings | None = None
    mad = False

    def _heard(self, at_s: float, message: Message) -> None:
        if self.mad:
            return
        if isinstance(message, Readings):
            self.last = message
        super()._heard(at_s, message)

    def flood(self, at_s: float, force_n: float) -> None:
        """One frame more, half a millisecond on in the device's time."""
        before = self.last
        if before is None or before.seq is None or not before.device_us:
            raise RuntimeError("its own device was never heard")
        self.last = Readings(
            raw=(force_n,), unit=Unit.NEWTON, seq=before.seq + len(before.raw),
            device_us=(before.device_us[-1] + 1_000_000 // FRAMES_HZ,),
        )  # fmt: skip
        super()._heard(at_s, self.last)


@dataclass
class Thrifty(live_bench.Live):
    """Keeps the newest only, as what is kept goes to the disk in a session."""

    def __post_init__(self) -> None:
        self.records, self.batches = deque(maxlen=1), deque(maxlen=1)  # type: ignore[assignment]


def rss_mb() -> float:
    """Of this process."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


async def flooded() -> dict[str, float | int]:
    """Ten seconds of it."""
    async with live_bench.living(speed=1.0, person=False, made=Thrifty, session=Mad) as live:
        session, clock = cast("Mad", live.session), live.clock
        rung: list[float] = []
        session.watchman._ring = lambda: rung.append(clock.now())  # noqa: SLF001
        await live.until(lambda: live.engine_newest_s() > live.began_s + 1.0)
        session.mad = True
        before_mb, most_mb, deepest, frames = rss_mb(), 0.0, 0, 0
        bells_ms: list[float] = []
        began_s, mad_before = clock.now(), False
        while (now_s := clock.now()) - began_s < SECONDS:
            is_mad = (now_s - began_s) % EACH_S > CALM_S
            if is_mad and not mad_before:
                rung.clear()
                mad_s = now_s
            if rung and is_mad and len(bells_ms) < 1 + int((now_s - began_s) / EACH_S):
                bells_ms.append(1e3 * (rung[0] - mad_s))
            mad_before = is_mad
            for _ in range(round((now_s - began_s) * FRAMES_HZ) - frames):
                session.flood(clock.now(), MAD_N if is_mad else CALM_N)
                frames += 1
            deepest = max(deepest, session._waiting.qsize())  # noqa: SLF001
            most_mb = max(most_mb, rss_mb())
            await asyncio.sleep(SLICE_S)
        took_s = clock.now() - began_s
    print("  bells after", *(f"{ms:.1f}" for ms in bells_ms), "ms")
    return {
        "frames": frames, "frames_hz": frames / took_s, "more_mb": most_mb - before_mb,
        "deepest": deepest, "bound": on_air.WAITING_MAX, "bells": len(bells_ms),
        "bell_max_ms": max(bells_ms, default=float("inf")),
    }  # fmt: skip


def main() -> int:
    """0 passed, 1 failed, 77 where there is no /proc to look at."""
    if not Path("/proc/self/statm").exists():
        print("memory is read from /proc, which this system has not")
        return 77
    began_s = time.monotonic()
    found = asyncio.run(flooded())
    for name, value in found.items():
        print(f"  {name:<12} {value:,.1f}")
    print(f"  {time.monotonic() - began_s:.0f} s")
    keep("flood", found)
    good = found["more_mb"] < MORE_MB and found["bell_max_ms"] <= BELL_MS and found["bells"] >= 4
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
