"""A guided session without a face: python examples/guided_session.py

The device, the hand and the person are simulated, seventy times as fast as life; link, core and
coach are those of a real session. Nothing is stored: what would go to the store is counted.
"""

import asyncio
from collections import Counter
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

from devicelink.care.daily import day_count
from devicelink.care.outputs import Cue
from devicelink.care.plan import Side, make_plan
from devicelink.care.safety import Device, DeviceKind
from devicelink.clock import Clock
from devicelink.core.release import Mode
from devicelink.data import phrases, points, programmes
from devicelink.demo.person import Person
from devicelink.drivers.base import Driver
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from devicelink.link.supervisor import Wish
from devicelink.session.intake import Intake
from devicelink.session.live import LiveSession
from devicelink.session.prepared import Prepared
from devicelink.session.project import Context
from simulator.serve import Setup, in_process

SPEED = 70.0


async def main() -> None:
    """Two holds of 30 s on one point, every cue printed with its reason."""
    clock, kept = Clock(SPEED), Counter[str]()
    short = replace(next(iter(programmes().values())), reps=2, goal_s=30.0)

    def prepare(_driver: Driver, _intake: Intake) -> Prepared:
        device = Device(kind=DeviceKind.PROBE, full_scale_n=150.0, tip_area_mm2=100.0)
        return Prepared(
            plan=make_plan(short, points()["ut"], Side.LEFT, device),
            mode=Mode.PROBE,
            day=day_count([], "today"),
            began_s=clock.now(),
            context=Context(who="you", device="simulated", today=1, simulated=True),
            keep=lambda record: kept.update([record.kind]),
            samples=lambda batch: kept.update(samples=len(batch)),
        )

    async with in_process(Setup(routine=False, rate_hz=40), speed=SPEED) as bench:

        def radio() -> AbstractAsyncContextManager[Radio]:
            return bumble_radio(bench.client, bench.client, clock.now)

        session = LiveSession(radio, Wish(silence_s=SPEED), clock, phrases(), prepare)
        running = asyncio.create_task(session.run())
        await session.opened
        gave = bench.hand.tissue
        person = Person(session, bench.hand, lambda: gave.softened > 0.03, clock.sleep)
        living = asyncio.create_task(person.live())
        async for t_s, happening in session.happenings():
            if isinstance(happening, Cue):
                print(f"{t_s:6.1f} s  {session.phrases.say(happening)}")
                print(f"{'':8s}  because {session.phrases.why(happening)}")
        await asyncio.gather(running, living)
    print(f"ended: {session.ending}\nwould be kept: {dict(kept)}")


if __name__ == "__main__":
    asyncio.run(main())
