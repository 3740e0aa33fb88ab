"""`devicelink record`: force as it comes, from any device that can be read, without a coach.

The way out for a device that can only be pulled. Guarded by tests/cli/test_record.py.
"""

import asyncio
import contextlib
import csv
import math
import sys
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, TextIO

import click

from devicelink.care.inputs import LinkChanged, LinkState
from devicelink.care.safety import (
    CEILING_BODY_WEIGHT_N,
    CEILING_TIP_N,
    Device,
    DeviceKind,
    ceiling,
)
from devicelink.cli.mine import mine
from devicelink.cli.options import Real, place_of, stored
from devicelink.cli.saying import tell
from devicelink.cli.signals import when_told_to_end
from devicelink.cli.wanted import UNKNOWN_FULL_SCALE_N
from devicelink.clock import Clock
from devicelink.core.events import Level, OverForce, OverForceCleared
from devicelink.drivers.declared import DeviceCapabilities
from devicelink.errors import LinkError, UsageError
from devicelink.link.port import Radio
from devicelink.link.radio import open_radio
from devicelink.link.registry import only_broadcasts
from devicelink.link.supervisor import OpenRadio, Sinks, Supervisor, Wish
from devicelink.link.trouble import nothing_came
from devicelink.plaintext import clean
from devicelink.session.free import FreeRecording, Row
from devicelink.session.loops import from_afar
from devicelink.session.watchman import Watchman
from devicelink.store.devices import key_file
from firmware_protocol.messages import DeviceFault, Message
from firmware_protocol.profile import Kind

OPEN_S = 30.0
"""Wall seconds to wait for the first sample."""
COLUMNS = ("t_s", "force_n", "raw", "unit")


@click.command(short_help="Record force freely, without a plan or a coach.")
@click.option("--device", metavar="NAME_OR_ADDRESS", help="Which device: else one that was paired.")
@click.option("--radio", metavar="MONIKER", help="A Bumble transport instead of the system's own.")
@click.option("--rate", type=click.IntRange(10, 1000), help="Samples a second, if it can.")
@click.option(
    "--seconds", type=Real(0.1, 86_400.0), default=30.0, show_default=True,
    help="How long.",
)  # fmt: skip
@click.option(
    "--limit", "limit_n", type=Real(0.5, 1000.0), metavar="N",
    help="Sound an alarm above this force; what is made for pressing has one in any case.",
)  # fmt: skip
@click.option("-o", "--output", metavar="FILE.csv", help="Where to; else it is printed.")
@stored
def record(*, data: str | None, profile: str, output: str | None, **asked: Any) -> None:
    """Record what a device sends as CSV, also from one that can only be pulled."""
    place = place_of(data, profile)
    radio = asked["radio"]
    wish = Wish(device=asked["device"], mine=mine(place, radio), rate_hz=asked["rate"])
    clock = Clock()

    def its_radio() -> AbstractAsyncContextManager[Radio]:
        return open_radio(radio, clock.now, key_file(place))

    with written_to(output) as file:
        recording = record_freely(its_radio, wish, clock, asked["seconds"], file, asked["limit_n"])
        count = asyncio.run(recording)
    tell("recording", "samples", n=count)


@contextlib.contextmanager
def written_to(path: str | None) -> Iterator[TextIO]:
    """The file, or stdout. Raises UsageError where it cannot be written."""
    if path is None:
        yield sys.stdout
        return
    try:
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            yield file
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError("cannot_write_recording", path=path, reason=reason) from error


async def record_freely(
    radio: OpenRadio,
    wish: Wish,
    clock: Clock,
    seconds: float,
    file: TextIO,
    limit_n: float | None = None,
) -> int:
    """Write rows for so many seconds of signal, or until Ctrl-C; says how many.

    What a lost link cost is fetched where the device kept it. An alarm sounds above the limit, and
    when the signal stops under load. Raises LinkError where no device sends anything.
    """
    return await _Recording(radio, wish, clock, seconds, file, limit_n).run()


class _Recording:
    """One device's rows, and the watch kept over the hand that presses it."""

    def __init__(
        self,
        radio: OpenRadio,
        wish: Wish,
        clock: Clock,
        seconds: float,
        file: TextIO,
        limit_n: float | None,
    ) -> None:
        self._seconds, self._asked_n = seconds, limit_n
        self._free, self._writer = FreeRecording(), csv.writer(file, lineterminator="\n")
        self._writer.writerow(COLUMNS)
        self._done = asyncio.Event()
        self._count, self._detail = 0, ""
        self._watchman = Watchman(clock)
        self._is_pressed: bool | None = None
        self._link = Supervisor(
            radio, wish, clock, Sinks(message=self._heard, link=self._link_changed)
        )

    async def run(self) -> int:
        loop = asyncio.get_running_loop()
        loop.call_later(OPEN_S, lambda: None if self._count else self._done.set())
        self._watchman.buzz = lambda on: from_afar(loop, self._link.request_buzz, on)
        self._watchman.start()
        try:
            await _kept(self._link, self._done)
        finally:
            self._watchman.stop()
        if not self._count:
            raise nothing_came(self._detail) if self._detail else LinkError("nothing_recorded")
        return self._count

    def _heard(self, at_s: float, message: Message) -> None:
        """The radio's callback: guard and alarm first, as in a session."""
        driver = self._link.driver
        rows = self._free.take(at_s, message, driver.boot_id if driver else None)
        for alarm in self._free.alarms:
            self._watchman.heard(alarm)
            _tell_of_force(alarm)
        if self._is_pressed and self._free.is_new:
            self._watchman.note(at_s, self._free.newest_n)
        if isinstance(message, DeviceFault):
            tell("recording", "device_says", said=clean(f"{message.code}. {message.detail}", 120))
        if missing := self._free.missing():
            self._link.request_missing(missing)
        self._write(rows)

    def _write(self, rows: list[Row]) -> None:
        for row in rows:
            if row.t_s >= self._seconds or self._done.is_set():
                self._done.set()
                return
            self._count += 1
            self._writer.writerow(_cells(row))

    def _link_changed(self, change: LinkChanged) -> None:
        self._detail = change.detail or self._detail
        _tell_of_link(change)
        driver = self._link.driver
        if self._is_pressed is None and driver is not None and change.state is LinkState.LIVE:
            if only_broadcasts(driver.id):
                self._watchman.broadcasts()
            limit_n = guarded_n(driver.capabilities, self._asked_n)
            self._is_pressed = limit_n is not None
            if limit_n is not None:
                self._free.guard(limit_n)
                tell("recording", "alarm_above", limit_n=limit_n)


def guarded_n(measures: DeviceCapabilities | None, asked_n: float | None) -> float | None:
    """Above what force an alarm sounds: what is made for pressing never goes above the highest that
    this program allows, with a tip of unknown size that in newtons; a gauge for hands or for
    pulling only where it is asked for."""
    if measures is not None and measures.kind is None:
        return asked_n
    if measures is not None and measures.kind is Kind.BALL:
        highest_n = CEILING_BODY_WEIGHT_N
    elif measures is None or measures.tip_area_mm2 is None:
        highest_n = CEILING_TIP_N
    else:
        tip = Device(
            kind=DeviceKind.PROBE,
            full_scale_n=measures.full_scale_n or UNKNOWN_FULL_SCALE_N,
            tip_area_mm2=measures.tip_area_mm2,
        )
        highest_n = ceiling(tip).limit_n
    return min(asked_n or math.inf, highest_n)


def _tell_of_force(alarm: OverForce | OverForceCleared) -> None:
    if isinstance(alarm, OverForce) and alarm.level is Level.ALARM:
        tell("recording", "too_hard", force_n=alarm.force_n, limit_n=alarm.limit_n)


async def _kept(link: Supervisor, done: asyncio.Event) -> None:
    """Keep the link until that is set, by Ctrl-C too, or the link ends by itself."""
    when_told_to_end(done.set)
    running = asyncio.create_task(link.run())
    running.add_done_callback(lambda _task: done.set())
    try:
        await done.wait()
    finally:
        if not running.done():
            await link.close()
        await running


def _tell_of_link(change: LinkChanged) -> None:
    """Once there was a link: that it is lost, and that it is back."""
    if change.state is LinkState.LOST and change.attempt == 1:
        tell("recording", "lost", why=clean(change.detail, 200))
    elif change.state is LinkState.LIVE and change.attempt:
        tell("recording", "back")


def _cells(row: Row) -> tuple[str, ...]:
    numbers = ("" if one is None else f"{one:.9g}" for one in (row.force_n, row.raw))
    return (f"{row.t_s:.6f}", *numbers, row.unit)
