"""What a test with the device is made of: the store, the limit for the device found, the entry.

The person's own threshold is no layer of its limit: it is what is measured. Guarded by
tests/cli/test_algometry.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from devicelink.care.algometry_terms import RAMP_N_S, SAME_FORCE_KPA, TRIALS, Finished, Setup, Which
from devicelink.care.journal import Pressed, to_fields
from devicelink.care.plan import Plan
from devicelink.care.safety import DeviceKind
from devicelink.cli.guided import Guide
from devicelink.cli.noting import entry_of
from devicelink.cli.vouched import note_of
from devicelink.cli.wanted import Wanted, device_of
from devicelink.clock import Clock
from devicelink.drivers.base import Driver
from devicelink.errors import PlanError
from devicelink.link.supervisor import OpenRadio, Wish
from devicelink.plaintext import clean
from devicelink.session.algometer import Algometer, Ready
from devicelink.session.algometer_apart import AlgometerApart, TestWorld
from devicelink.session.algometry_replay import PROGRAMMES
from devicelink.session.intake import Intake
from devicelink.session.project import Context
from devicelink.store.diary import diary, pressed
from devicelink.store.entries import Entry
from devicelink.store.history import History
from devicelink.store.record import SESSION_FACTS, Record

STALE_S: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the options ask for. `force_n` None: 245 kPa over the device's tip."""

    which: Which = Which.THRESHOLD
    trials: int = TRIALS
    force_n: float | None = None
    ramp_n_s: float = RAMP_N_S


class Probing(Guide):
    """Holds the store open for one test and sets it up once the device is known."""

    def __init__(self, wanted: Wanted, clock: Clock, asked: Asked) -> None:
        super().__init__(wanted, clock)
        self._asked = asked
        self.own.staged = asked.which is not Which.THRESHOLD
        self._algometer: Algometer | None = None
        self.setup: Setup | None = None
        self.entry: Entry | None = None
        """What was kept in the journal, once the test is over and gave something."""
        self.finished: Finished | None = None
        self.kind = DeviceKind.PROBE

    @property
    def simulated(self) -> bool:
        """Whether nobody is pressed."""
        return self._wanted.simulated

    def algometer(self, radio: OpenRadio, wish: Wish) -> Algometer:
        """The test on that radio, not yet running."""
        self._algometer = Algometer(radio, wish, self._clock, self._ready)
        return self._algometer

    def test_apart(self, world: TestWorld) -> AlgometerApart:
        """The test in the world that is made in a thread of its own. Made in the face's loop."""
        return AlgometerApart(world, self._clock)

    def _ready(self, driver: Driver, intake: Intake) -> Ready:
        wanted = self._wanted
        met = self._algometer.met if self._algometer else None
        self.calibration = self._calibration_of(driver, met)
        slope = self.calibration.slope if self.calibration else 1.0
        device = device_of(driver.capabilities, driver.label, slope)
        intake.calibrate(slope)
        self.is_open = not driver.needs_bond
        personal = replace(self.own.personal(device), threshold_n=None)
        plan = wanted.plan(device, self.own.checks(), personal)
        self.kind = device.kind
        setup = self._set_up(plan)
        self.setup = setup
        model = clean(intake.info.get("model", ""))
        context = Context(
            who=wanted.place.who, today=0, simulated=wanted.simulated,
            device_note=note_of(self.calibration, driver),
            device=f"{device.kind.value.capitalize()} {model}" if model else driver.label,
        )  # fmt: skip
        meta = replace(
            self._meta(plan, driver, intake, context), programme=PROGRAMMES[setup.which],
            programme_version="1", zone_low_n=None, zone_high_n=None,
            plan={"algometry": msgspec.to_builtins(setup)},
        )  # fmt: skip
        self.number = self._recorder.begin(meta)
        return Ready(
            setup=setup, keep=self._recorder.append, samples=self._recorder.samples,
            end=lambda over: self._finish(over, intake),
        )  # fmt: skip

    def _set_up(self, plan: Plan) -> Setup:
        device, limit = plan.device, plan.limit
        tip = device.tip_area_mm2 if device.kind is DeviceKind.PROBE else None
        asked, target_n = self._asked, self._asked.force_n
        if asked.which is Which.SAME_FORCE and target_n is None:
            if tip is None:
                raise PlanError("tip_size_unknown")
            target_n = SAME_FORCE_KPA * tip / 1000
        return Setup(
            which=asked.which, limit_n=limit.limit_n, limit_name=limit.name, tip_area_mm2=tip,
            full_scale_n=device.full_scale_n,
            ramp_n_s=asked.ramp_n_s, trials=asked.trials, target_n=target_n,
            stale_s=STALE_S * max(1.0, self._clock.speed),
        )  # fmt: skip

    def _finish(self, over: Finished, intake: Intake) -> None:
        learnt = {"raw_unit": intake.unit.value, "rate_hz": intake.rate_hz}
        self._recorder.append(Record(over.t_s, 0, SESSION_FACTS, learnt))
        self._recorder.end(over.t_s, over.end.value, Clock.wall().astimezone())
        self.finished = over
        gave = replace(over.gave, simulated=self._wanted.simulated)
        if gave.trials or gave.force_n is not None:
            self.entry = entry_of(
                "pressed", to_fields(gave), about_at=Clock.wall().astimezone(),
                place=self.own.place, session=self.number,
            )  # fmt: skip
            self._recorder.note(self.entry)

    def earlier(self) -> Iterator[tuple[str, Entry, Pressed]]:
        """Tests of before at this place ("before") and the newest at the other side ("sides")."""
        point, _, side = self.own.place.partition(" ")
        other = f"{point} {'right' if side == 'left' else 'left'}"
        with History(self.place) as history:
            told = diary(history, simulated=self._wanted.simulated)
        for entry_name, place in (("before", self.own.place), ("sides", other)):
            found = [
                (entry, body)
                for entry, body in pressed(told, "threshold", place)
                if self.entry is None or entry.uid != self.entry.uid
            ]
            if found:
                yield (entry_name, *found[-1])
