"""`devicelink algometry`: how hard until it hurts, and how much the same force hurts.

Limits, alarm and questions are those of a session; a point that may not be pressed is refused here
too. Guarded by tests/cli/test_algometry.py.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final

import click
from click.core import ParameterSource

from devicelink.care.algometry_terms import RAMP_N_S, Which
from devicelink.cli.algometry_result import Shown, tell_result
from devicelink.cli.asking import ask_first, tell_if_halved
from devicelink.cli.demo import radio_on
from devicelink.cli.mine import mine
from devicelink.cli.options import SEED, Face, Real, aimed, chosen_face, place_of, stored
from devicelink.cli.probing import Asked, Probing
from devicelink.cli.session import choose
from devicelink.cli.showing import tell_saving, told_where_kept
from devicelink.cli.under_way import running, stop_on_signals
from devicelink.cli.vouched import tell_of_device
from devicelink.cli.wanted import wanted_of
from devicelink.clock import Clock
from devicelink.data import phrases
from devicelink.demo.person import Hand
from devicelink.demo.presser import Presser
from devicelink.errors import UsageError
from devicelink.link.port import Radio
from devicelink.link.radio import open_radio
from devicelink.link.supervisor import Wish
from devicelink.session.algometer import Algometer
from devicelink.session.algometer_apart import AlgometerApart
from devicelink.store.devices import key_file
from simulator.serve import Setup, make, on_air

NEVER_N: Final = 300.0


@click.command(short_help="How hard until it hurts, and how much the same force hurts.")
@click.option("--same-force", is_flag=True, help="Rate the pain at a set force instead.")
@click.option("--force", type=Real(1, NEVER_N), help="That force in newtons; else 245 kPa.")
@click.option(
    "--trials", type=click.IntRange(1, 5), default=3, show_default=True, help="How many ramps."
)
@click.option(
    "--ramp", type=Real(1, 20), default=RAMP_N_S, show_default=True, help="Newtons a second."
)
@click.option("--set-threshold", is_flag=True, help="Keep the result as your threshold there.")
@click.option("--demo", is_flag=True, help="A simulated device and person: nobody's numbers.")
@click.option("--seed", type=SEED, default=7, show_default=True, help="Another simulated person.")
@click.option(
    "--speed", type=Real(0.1, 20.0), default=1.0, show_default=True, help="Of the simulated world."
)
@click.option("--device", metavar="NAME_OR_ADDRESS", help="Which device: else one that was paired.")
@click.option("--radio", metavar="MONIKER", help="A Bumble transport instead of the system's own.")
@click.option("--rate", type=click.IntRange(10, 1000), help="Samples a second, if it can.")
@click.option("--plain", is_flag=True, help="One line an event, also in a terminal.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@aimed
@stored
@click.pass_context
def algometry(ctx: click.Context, /, **given: Any) -> None:
    """Test where pressing begins to hurt: an even ramp, marked by any big key or the device's
    button, three times, 30 s apart. Or, with --same-force, rate the pain at a force that stays
    the same over the weeks.
    """
    face = chosen_face(plain=given["plain"], as_json=given["as_json"])
    asked = _asked(given)
    demo = given["demo"]
    chosen = ctx.get_parameter_source("point") is not ParameterSource.DEFAULT
    if face is Face.SCREEN and not demo and not chosen:
        places = asyncio.run(choose(place_of(given["data"], given["profile"])))
        if not places:
            return
        given |= {"point": places[0].point.id, "side": places[0].side.value}
    clock = Clock(given["speed"] if demo else 1.0)
    probing = Probing(wanted_of(given, simulated=demo, seed=given["seed"]), clock, asked)
    try:
        if not demo and face is not Face.SCREEN:
            ask_first(probing.own, somebody=sys.stdin.isatty())
            probing.check()
        run = _in_demo if demo else _for_real
        asyncio.run(run(probing, clock, face, given))
    finally:
        saved = probing.close()
    told_where_kept(probing, saved)
    tell_result(probing, set_it=given["set_threshold"] and not demo, face=face)


def _asked(given: dict[str, Any]) -> Asked:
    """What the options ask for. Raises UsageError for what does not go together."""
    if given["force"] is not None and not given["same_force"]:
        raise UsageError("force_without_same_force")
    if given["set_threshold"] and given["same_force"]:
        raise UsageError("same_force_no_threshold")
    if given["speed"] != 1.0 and not given["demo"]:
        raise UsageError("speed_without_demo")
    which = Which.SAME_FORCE if given["same_force"] else Which.THRESHOLD
    return Asked(
        which=which, trials=given["trials"], force_n=given["force"], ramp_n_s=given["ramp"]
    )


async def _for_real(probing: Probing, clock: Clock, face: Face, given: dict[str, Any]) -> None:
    own = mine(probing.place, given["radio"])
    wish = Wish(device=given["device"], mine=own, rate_hz=given["rate"])

    def its_radio() -> AbstractAsyncContextManager[Radio]:
        return open_radio(given["radio"], clock.now, key_file(probing.place))

    @asynccontextmanager
    async def world() -> AsyncIterator[Algometer]:
        yield probing.algometer(its_radio, wish)

    await _run(probing, probing.test_apart(world), face, somebody=sys.stdin.isatty())


async def _in_demo(probing: Probing, clock: Clock, face: Face, given: dict[str, Any]) -> None:
    seed = given["seed"]
    wish = Wish(silence_s=max(1.0, 3.0 * clock.speed))

    @asynccontextmanager
    async def world() -> AsyncIterator[Algometer]:
        device = make(Setup(kind="probe", seed=seed, routine=False))
        async with on_air(device, speed=clock.speed) as air:
            algometer = probing.algometer(radio_on(air, clock), wish)
            acting = asyncio.create_task(_take_part(algometer, air.hand, clock, seed))
            try:
                yield algometer
            finally:
                acting.cancel()
                await asyncio.wait({acting})

    await _run(probing, probing.test_apart(world), face, somebody=True)


async def _take_part(algometer: Algometer, hand: Hand, clock: Clock, seed: int) -> None:
    """The simulated person, from the moment there is a device."""
    await asyncio.shield(algometer.opened)
    await Presser(algometer, hand, clock.sleep, seed).live()


async def _run(probing: Probing, algometer: AlgometerApart, face: Face, *, somebody: bool) -> None:
    if face is Face.SCREEN:
        await _on_screen(algometer, probing)
        return
    async with running(algometer) as is_open:
        if is_open:
            if not probing.simulated:
                tell_if_halved(probing.own)
            tell_of_device(probing)
            await _in_lines(algometer, probing, face, somebody=somebody)


async def _in_lines(
    algometer: AlgometerApart, probing: Probing, face: Face, *, somebody: bool
) -> None:
    from devicelink.cli.algometry_lines import show_lines  # noqa: PLC0415

    stop_on_signals(algometer)
    simulated = probing.simulated
    saving = asyncio.create_task(tell_saving(probing.saving))
    try:
        await show_lines(
            algometer, probing, as_json=face is Face.JSON, keyboard=somebody and not simulated,
            declines=not somebody,
        )  # fmt: skip
    finally:
        saving.cancel()


async def _on_screen(algometer: AlgometerApart, probing: Probing) -> None:
    from devicelink.tui.algometry import AlgometryApp  # noqa: PLC0415

    app = AlgometryApp(algometer, probing.own, Shown(probing), phrases(), probing.place.who)
    app.flags_shown = probing.flags_shown
    await app.show()
