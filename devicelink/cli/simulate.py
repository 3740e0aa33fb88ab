"""`devicelink simulate`: a simulated device on the air, for another terminal or another machine.

stdout gets the one line that others wait for, the moniker to join by; all else goes to stderr.
Guarded by tests/cli/test_simulate.py.
"""

import asyncio
import contextlib
import signal

import click

from devicelink.errors import DevicelinkError, LinkError, UsageError
from devicelink.recordings import read_recording
from simulator.air import AirError
from simulator.faults import FaultError, fault_names, parse_fault
from simulator.handling import HandMode
from simulator.models import MODELS
from simulator.serve import DEFAULT_MONIKER, Setup, serve

FAULTS = "\n".join(f"  {name}: {what}" for name, what in fault_names())


@click.command(
    short_help="Put a simulated device on the air for another terminal.",
    epilog="\b\nFaults, each NAME or NAME=VALUE:\n" + FAULTS,
)
@click.option(
    "--device", "kind", type=click.Choice(list(MODELS)), default="probe", show_default=True,
    help="Which device is simulated.",
)  # fmt: skip
@click.option(
    "--radio", metavar="MONIKER", default=DEFAULT_MONIKER, show_default=True,
    help="tcp:HOST:PORT or unix:PATH serve an air; usb:0 or serial:... use a real controller.",
)  # fmt: skip
@click.option(
    "--hand", type=click.Choice([mode.value for mode in HandMode]),
    default=HandMode.GUIDED.value, show_default=True, help="How the simulated person presses.",
)  # fmt: skip
@click.option("--play", metavar="FILE.csv", help="Press with this recorded force instead.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another tissue and hand.")
@click.option("--rate", type=click.IntRange(10, 1000), help="Samples a second.  [default: 100]")
@click.option("--fault", "faults", multiple=True, metavar="NAME[=VALUE]", help="See below.")
def simulate(
    kind: str, radio: str, hand: str, play: str | None, seed: int, rate: int | None,
    faults: tuple[str, ...],
) -> None:  # fmt: skip
    """Serve a simulated device until Ctrl-C. Join it from another terminal:

    devicelink session --radio tcp-client:127.0.0.1:9601
    """
    setup = _setup(kind, hand, play, seed, rate, faults)
    moniker = radio.replace("tcp-server:", "tcp:", 1)
    try:
        asyncio.run(_serve(setup, moniker))
    except AirError as error:
        raise LinkError(
            f"The air cannot be served: {error}.",
            "Stop the program that uses it, or choose another with --radio.",
        ) from error


def _setup(
    kind: str, hand: str, play: str | None, seed: int, rate: int | None, faults: tuple[str, ...]
) -> Setup:
    try:
        parsed = tuple(parse_fault(text) for text in faults)
    except FaultError as error:
        raise UsageError(str(error), "See: devicelink simulate --help") from error
    recording = None
    if play is not None:
        block = read_recording(play).block
        recording = (block.t_s, block.force_n)
        if rate is None and len(block) > 1:
            rate = round((len(block) - 1) / float(block.t_s[-1] - block.t_s[0]))
    return Setup(
        kind=kind, mode=HandMode(hand), seed=seed, recording=recording, faults=parsed,
        rate_hz=rate or 100,
    )  # fmt: skip


async def _serve(setup: Setup, moniker: str) -> None:
    def ready(theirs: str) -> None:
        click.echo(theirs or moniker)
        name = MODELS[setup.kind].name
        how = f" Join with: devicelink session --radio {theirs}" if theirs else ""
        click.echo(f"{name} is on the air.{how}", err=True)

    task = asyncio.ensure_future(
        serve(setup, moniker, on_ready=ready, report=lambda line: click.echo(line, err=True))
    )
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):  # Windows has no such handlers
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        click.echo("Off the air.", err=True)
    except ValueError as error:
        raise DevicelinkError(
            f"This cannot be simulated: {error}.", "Choose other options."
        ) from error
