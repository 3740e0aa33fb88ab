"""`devicelink demo`: a whole guided session with nothing but this program.

The device is simulated; the link, the client and all above them are those of a real session.
Guarded by tests/cli/test_demo.py.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import click

from devicelink.answering import Answers
from devicelink.care.plan import Plan
from devicelink.cli.guided import Guide
from devicelink.cli.options import SEED, Face, Real, aimed_at_several, chosen_face, stored
from devicelink.cli.record import record_freely
from devicelink.cli.saying import tell
from devicelink.cli.showing import show
from devicelink.cli.terminal import put
from devicelink.cli.under_way import running
from devicelink.cli.visit import one_by_one, opening, parts_of, places_named
from devicelink.cli.wanted import Wanted
from devicelink.clock import Clock
from devicelink.demo.person import PAIN_AT_FIRST, Person
from devicelink.drivers import DRIVERS
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from devicelink.link.supervisor import OpenRadio, Wish
from devicelink.session.apart import Apart, World
from devicelink.session.live import LiveSession
from simulator.serve import KINDS, Setup, Simulated, Stage, make, on_air
from simulator.twins import TWINS

FELT = 0.03
"""A share of its stiffness that a hand can feel the tissue lose."""
RECORD_S = 20.0
"""A free recording: long enough for the simulated person to press."""
FAST = 4.0
"""Sped up more than this, nobody could answer before the simulated person."""


@click.command(short_help="A guided session with a simulated device, through the real client.")
@click.option("--plain", is_flag=True, help="One line an event, also in a terminal.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option(
    "--device", "kind", type=click.Choice(KINDS), default="probe", show_default=True,
    help="Which device is simulated.",
)  # fmt: skip
@click.option("--seed", type=SEED, default=7, show_default=True, help="Another tissue and hand.")
@click.option(
    "--speed", type=Real(0.1, 100.0), default=1.0, show_default=True,
    help="How fast the simulated world runs.",
)  # fmt: skip
@click.option(
    "--pain", type=click.IntRange(0, 10), default=PAIN_AT_FIRST, show_default=True,
    help="How strong the simulated person's pain is before.",
)  # fmt: skip
@aimed_at_several
@stored
def demo(
    *, plain: bool, as_json: bool, kind: str, seed: int, speed: float, pain: int, **aim: Any
) -> None:
    """A guided session against a simulated device, hand and tissue, through the real client.

    With a device that cannot guide a hold it says why, and makes a free recording instead.
    """
    fastest = TWINS[kind].fastest if kind in TWINS else speed
    if speed > fastest:
        tell("demo", "fastest", speed=fastest)
        speed = fastest
    if why_not := _why_not(kind):
        tell("demo", "not_guided", why_not=why_not)
        asyncio.run(_record(Setup(kind=kind, seed=seed), Clock(speed)))
        return
    places = [(*place, None) for place in places_named(aim["point"], aim["side"])]
    parts = parts_of(aim, places, simulated=True, seed=seed)
    face = chosen_face(plain=plain, as_json=as_json)
    clock = Clock(speed)

    def coach(guide: Guide, wanted: Wanted, last: Plan | None) -> None:
        for line in opening(guide, wanted, last):
            put(line, err=True)
        asyncio.run(_demo(guide, Setup(kind=kind, seed=seed, routine=False), clock, face, pain))

    one_by_one(parts, clock, face, coach)


async def _demo(guide: Guide, setup: Setup, clock: Clock, face: Face, pain: int) -> None:
    session = guide.apart_in(_world(guide, setup, clock, face, pain))
    async with running(session) as is_open:
        if is_open and face is Face.SCREEN:
            await _on_screen(session, guide)
        elif is_open:
            await show(session, face, Answers.SIMULATED, guide)


def _world(guide: Guide, setup: Setup, clock: Clock, face: Face, pain: int) -> World:
    """Device, air, session and the simulated person: all in the session's own thread.

    At the keyboard a real person may be quicker.
    """
    patience_s = 6.0 if face is Face.SCREEN and clock.speed <= FAST else 2.0

    @asynccontextmanager
    async def world() -> AsyncIterator[LiveSession]:
        async with on_air(make(setup), speed=clock.speed) as bench:
            session = guide.session(radio_on(bench, clock), Wish(silence_s=max(1.0, clock.speed)))
            hand = bench.hand
            person = Person(
                session, hand, lambda: hand.tissue.softened > FELT, clock.sleep, patience_s, pain
            )
            acting = asyncio.create_task(_take_part(session, person))
            try:
                yield session
            finally:
                acting.cancel()
                await asyncio.wait({acting})

    return world


async def _take_part(session: LiveSession, person: Person) -> None:
    await asyncio.shield(session.opened)
    await asyncio.gather(person.live(), person.feel())


def _why_not(kind: str) -> str:
    """Which device it is, and why it can guide no session; empty if it can."""
    known = next((one for one in DRIVERS if one.id == kind), None)
    why = "" if known is None or known.measures is None else known.measures.why_not_guided
    return f"{known.label} {why}" if known is not None and why else ""


async def _record(setup: Setup, clock: Clock) -> None:
    async with on_air(make(setup), speed=clock.speed) as bench:
        wish = Wish(silence_s=max(1.0, clock.speed))
        count = await record_freely(radio_on(bench, clock), wish, clock, RECORD_S, sys.stdout)
    tell("recording", "samples", n=count)


def radio_on(bench: Stage[Simulated], clock: Clock) -> OpenRadio:
    """The client's radio on the simulated device's air."""

    @asynccontextmanager
    async def radio() -> AsyncIterator[Radio]:
        async with bumble_radio(bench.client, bench.client, clock.now) as opened:
            yield opened

    return radio


async def _on_screen(session: Apart, guide: Guide) -> None:
    from devicelink.cli.past import Past  # noqa: PLC0415
    from devicelink.tui.app import DevicelinkApp  # noqa: PLC0415

    app = DevicelinkApp(
        session, history=Past(guide.place), saving=guide.saving, who=guide.place.who
    )
    app.flags_shown = guide.flags_shown
    await app.show()
