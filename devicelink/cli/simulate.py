"""`devicelink simulate`: a simulated device on the air, for another terminal or another machine.

stdout gets the one line that others wait for, the moniker to join by; all else goes to stderr.
Guarded by tests/cli/test_simulate.py.
"""

import asyncio
from pathlib import Path
from typing import Any, Final

import click

from devicelink.cli.options import SEED, place_of
from devicelink.cli.saying import tell
from devicelink.cli.signals import when_told_to_end
from devicelink.cli.terminal import put
from devicelink.errors import DevicelinkError, LinkError, UsageError
from devicelink.recordings import read_recording
from devicelink.store.devices import simulated_key_file
from simulator.air import AirError
from simulator.faults import Fault, FaultError, fault_names, parse_fault
from simulator.handling import HandMode
from simulator.models import MODELS
from simulator.serve import DEFAULT_MONIKER, KINDS, Recording, Setup, serve
from simulator.twins import TWINS

USUAL_HZ: Final = 100
FAULTS: Final = "\n".join(f"  {name}: {what}" for name, what in fault_names())


@click.command(
    short_help="Put a simulated device on the air for another terminal.",
    epilog="\b\nFaults, each NAME or NAME=VALUE:\n" + FAULTS,
)
@click.option(
    "--device", "kind", type=click.Choice(KINDS), default="probe", show_default=True,
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
@click.option("--seed", type=SEED, default=0, show_default=True, help="Another tissue and hand.")
@click.option("--rate", type=click.IntRange(10, 1000), help="Samples a second.  [default: 100]")
@click.option("--data", metavar="DIR", help="Folder for what is kept: here, who was paired.")
@click.option("--fault", "faults", multiple=True, metavar="NAME[=VALUE]", help="See below.")
def simulate(
    *, kind: str, radio: str, data: str | None, play: str | None, rate: int | None, **how: Any
) -> None:
    """Serve a simulated device until Ctrl-C. Join it from another terminal:

    devicelink session --radio tcp-client:127.0.0.1:9601
    """
    recording, played_hz = _recording(play)
    setup = Setup(
        kind=kind,
        mode=HandMode(how["hand"]),
        seed=how["seed"],
        recording=recording,
        faults=_faults(how["faults"]),
        rate_hz=rate or played_hz,
    )
    moniker = radio.replace("tcp-server:", "tcp:", 1)
    keys = simulated_key_file(place_of(data, "default"), kind)
    try:
        asyncio.run(_serve(setup, moniker, keys))
    except AirError as error:
        raise LinkError("air_not_served", error=error) from error


def _faults(texts: tuple[str, ...]) -> tuple[Fault, ...]:
    try:
        return tuple(parse_fault(text) for text in texts)
    except FaultError as error:
        why = str(error)
        raise UsageError("simulate_refused", why=f"{why[0].upper()}{why[1:]}") from error


def _recording(path: str | None) -> tuple[Recording | None, int]:
    """The force to press with, and its mean rate; none, and the usual rate, without a file."""
    if path is None:
        return None, USUAL_HZ
    block = read_recording(path).block
    span_s = float(block.t_s[-1] - block.t_s[0])
    rate_hz = round((len(block) - 1) / span_s) if span_s else USUAL_HZ
    return (block.t_s, block.force_n), rate_hz


async def _serve(setup: Setup, moniker: str, keys: Path) -> None:
    def ready(theirs: str) -> None:
        put(theirs or moniker)
        name = MODELS[setup.kind].name if setup.kind in MODELS else TWINS[setup.kind].name
        tell("on_air", "join" if theirs else "there", name=name, moniker=theirs)

    task = asyncio.ensure_future(
        serve(
            setup,
            moniker,
            key_file=keys,
            on_ready=ready,
            report=lambda line: put(line, err=True),
        )
    )
    when_told_to_end(task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        tell("on_air", "off")
    except ValueError as error:
        raise DevicelinkError("simulate_impossible", error=error) from error
