"""`devicelink record`: force as it comes, from any device that can be read, without a coach.

The way out for a device that can only be pulled. Guarded by tests/cli/test_record.py.
"""

import asyncio
import contextlib
import csv
import signal
import sys
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TextIO

import click

from devicelink.care.inputs import LinkChanged, LinkState
from devicelink.cli.mine import mine
from devicelink.cli.options import Real, place_of, stored
from devicelink.clock import Clock
from devicelink.errors import LinkError, UsageError
from devicelink.link.port import Radio
from devicelink.link.radio import open_radio
from devicelink.link.supervisor import OpenRadio, Sinks, Supervisor, Wish
from devicelink.plaintext import clean
from devicelink.session.free import FreeRecording, Row
from devicelink.store.devices import key_file
from firmware_protocol.messages import DeviceFault, Message

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
@click.option("-o", "--output", metavar="FILE.csv", help="Where to; else it is printed.")
@stored
def record(
    *,
    device: str | None,
    radio: str | None,
    rate: int | None,
    seconds: float,
    output: str | None,
    data: str | None,
    profile: str,
) -> None:
    """Record what a device sends as CSV, also from one that can only be pulled."""
    place = place_of(data, profile)
    wish = Wish(device=device, mine=mine(place, radio), rate_hz=rate)
    clock = Clock()

    def its_radio() -> AbstractAsyncContextManager[Radio]:
        return open_radio(radio, clock.now, key_file(place))

    with written_to(output) as file:
        count = asyncio.run(record_freely(its_radio, wish, clock, seconds, file))
    click.echo(f"{count} samples recorded.", err=True)


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
        why = f"Cannot write {path}: {error.strerror or type(error).__name__}."
        raise UsageError(why, "Give another file with -o.") from error


async def record_freely(
    radio: OpenRadio, wish: Wish, clock: Clock, seconds: float, file: TextIO
) -> int:
    """Write rows for so many seconds of signal, or until Ctrl-C; says how many.

    What a lost link cost is fetched where the device kept it. Raises LinkError where no device
    sends anything.
    """
    recording, writer = FreeRecording(), csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    done = asyncio.Event()
    count, details = 0, ["No device has sent anything."]

    def heard(at_s: float, message: Message) -> None:
        nonlocal count
        if isinstance(message, DeviceFault):
            said = clean(f"{message.code}. {message.detail}", 120)
            click.echo(f"The device says: {said}", err=True)
        boot_id = link.driver.boot_id if link.driver else None
        rows = recording.take(at_s, message, boot_id)
        if missing := recording.missing():
            link.request_missing(missing)
        for row in rows:
            if row.t_s >= seconds or done.is_set():
                done.set()
                return
            count += 1
            writer.writerow(_cells(row))

    def changed(change: LinkChanged) -> None:
        details.append(change.detail)
        _tell_of_link(change)

    link = Supervisor(radio, wish, clock, Sinks(message=heard, link=changed))
    asyncio.get_running_loop().call_later(OPEN_S, lambda: None if count else done.set())
    await _kept(link, done)
    if not count:
        detail = [one for one in details if one][-1]
        raise LinkError(detail, "Switch it on, keep it near, and see: devicelink scan")
    return count


async def _kept(link: Supervisor, done: asyncio.Event) -> None:
    """Keep the link until that is set, by Ctrl-C too, or the link ends by itself."""
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C cancels
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, done.set)
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
        click.echo(f"The link is lost. {clean(change.detail, 200)}", err=True)
    elif change.state is LinkState.LIVE and change.attempt:
        click.echo("The link is back.", err=True)


def _cells(row: Row) -> tuple[str, ...]:
    numbers = ("" if one is None else f"{one:.9g}" for one in (row.force_n, row.raw))
    return (f"{row.t_s:.6f}", *numbers, row.unit)
