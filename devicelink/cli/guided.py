"""What every guided session is made of: the store, the plan for the device found, the faces.

`demo` and `session` differ only in the radio and in who answers. Guarded by
tests/cli/test_guided.py, test_demo.py and test_session.py.
"""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import TypeAlias

import msgspec

from devicelink import __version__
from devicelink.care.before import too_soon
from devicelink.care.daily import day_count
from devicelink.care.outputs import SessionOver
from devicelink.care.plan import Checks, Plan
from devicelink.care.safety import DeviceKind
from devicelink.care.screening import Reply
from devicelink.cli.mine import keep_charge
from devicelink.cli.own import NOTHING_BEFORE, Healthy, Own, before, item_of
from devicelink.cli.places import RED_FLAGS, said
from devicelink.cli.saying import say
from devicelink.cli.vouched import note_of
from devicelink.cli.wanted import Wanted, device_of
from devicelink.clock import Clock
from devicelink.core.release import Mode
from devicelink.data import phrases, release_model
from devicelink.drivers.base import Driver
from devicelink.link.identity import Met, Trust
from devicelink.link.supervisor import OpenRadio, Wish
from devicelink.plaintext import clean
from devicelink.session.apart import Apart, World
from devicelink.session.by_hand import HandSession
from devicelink.session.intake import Intake
from devicelink.session.live import LiveSession
from devicelink.session.prepared import Prepared
from devicelink.session.project import Context
from devicelink.store.calibrations import Calibration, device_key, in_force
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.record import SESSION_FACTS, Record, SessionMeta
from devicelink.store.recorder import Recorder
from devicelink.store.statements import Topic

Shown: TypeAlias = LiveSession | Apart | HandSession


class Guide:
    """Holds the store open for one session and prepares it once the device is known."""

    def __init__(self, wanted: Wanted, clock: Clock) -> None:
        """Raises PlanError or StoreError before any radio is touched.

        Reads and checks the whole data file: to be made before an event loop runs.
        """
        wanted.check(
            Checks(clot_signs=False if wanted.calf_checked or not wanted.simulated else None)
        )
        self._wanted, self._clock = wanted, clock
        self._recorder = Recorder(wanted.place)
        try:
            self._calibrations: list[Calibration] = []
            self._today, self._earlier, self.own = self._read()
            self.own.refuse_stopped()
        except BaseException:
            self._recorder.close()
            raise
        self.calibration: Calibration | None = None
        """The one that counts for the device found."""
        self.is_open = False
        """Whether that device takes no bond."""
        self._live: LiveSession | None = None
        self.number: int | None = None
        """The session's number in the store, once it has begun."""
        self.plan: Plan | None = None
        """Once the device is known."""
        self.over: SessionOver | None = None
        """How it ended."""

    def check(self) -> None:
        """Refuse what the answers forbid, before any radio is touched. Raises PlanError."""
        self._wanted.check(self.own.checks())

    @property
    def place(self) -> Place:
        """Where its record is kept."""
        return self._wanted.place

    def session(self, open_radio: OpenRadio, wish: Wish) -> LiveSession:
        """A session on that radio, not yet running."""
        self._live = LiveSession(open_radio, wish, self._clock, phrases(), self._prepare)
        return self._live

    def _calibration_of(self, driver: Driver, met: Met | None) -> Calibration | None:
        """None in a demonstration: a simulated device is nobody's."""
        if self._wanted.simulated or met is None:
            return None
        serial = met.identity.serial if met.identity else None
        key = device_key(driver.id, serial, met.address)
        return in_force(one for one in self._calibrations if one.device == key)

    @property
    def is_by_hand(self) -> bool:
        """Whether no device is to be searched for."""
        return self._wanted.tool is not None

    def by_hand(self) -> HandSession:
        """A session without a device; made in the face's loop. Raises PlanError."""
        wanted = self._wanted
        plan = wanted.hand_plan(self.own.checks(), self.own.before.ends)
        tool = plan.tool.value if plan.tool else ""
        day = day_count(["today"] * self._earlier_sessions(), "today", plan.programme.per_day)
        context = Context(who=wanted.place.who, device=tool, today=day.n, simulated=False)
        began_s = self._clock.now()
        self.number = self._recorder.begin(
            SessionMeta(
                started_at=Clock.wall().astimezone(), app_version=__version__,
                profile=wanted.place.profile, point=plan.point.id, side=plan.side.value,
                tool=tool, programme=plan.programme.id,
                programme_version=plan.programme.version,
                speed=self._clock.speed, plan=self._replayable(plan, day.n, began_s),
            )
        )  # fmt: skip
        ready = Prepared(
            plan=plan, mode=Mode.BALL, day=day, began_s=began_s, context=context,
            keep=self._recorder.append, samples=self._recorder.samples,
            end=self._ended,
        )  # fmt: skip
        return HandSession(ready, self._clock, phrases())

    def apart(self, open_radio: OpenRadio, wish: Wish) -> Apart:
        """The same in a thread of its own, where no face holds it up. Made in the face's loop."""

        @contextlib.asynccontextmanager
        async def world() -> AsyncIterator[LiveSession]:
            yield self.session(open_radio, wish)

        return self.apart_in(world)

    def apart_in(self, world: World) -> Apart:
        """A session in the world that is made in that thread."""
        return Apart(world, self._clock, phrases())

    def _prepare(self, driver: Driver, intake: Intake) -> Prepared:
        wanted, capabilities = self._wanted, driver.capabilities
        self.calibration = self._calibration_of(driver, self._live.met if self._live else None)
        slope = self.calibration.slope if self.calibration else 1.0
        device = device_of(capabilities, driver.label, slope)
        intake.calibrate(slope)
        plan = wanted.plan(
            device, self.own.checks(), self.own.personal(device), self.own.stage,
            self.own.before.ends,
        )  # fmt: skip
        mode = Mode.BALL if plan.device.kind is DeviceKind.BALL else Mode.PROBE
        day = day_count(["today"] * self._earlier_sessions(), "today", plan.programme.per_day)
        model = clean(intake.info.get("model", ""))
        context = Context(
            who=wanted.place.who,
            device=f"{plan.device.kind.value.capitalize()} {model}" if model else driver.label,
            today=day.n,
            simulated=wanted.simulated,
            device_note=note_of(self.calibration, driver),
        )
        self.is_open = not driver.needs_bond
        began_s = self._clock.now()
        replayable = self._replayable(plan, day.n, began_s)
        meta = self._meta(plan, driver, intake, context)
        self.number = self._recorder.begin(replace(meta, mode=mode.value, plan=replayable))
        return Prepared(
            plan=plan, mode=mode, day=day, began_s=began_s, context=context,
            keep=self._recorder.append, samples=self._recorder.samples,
            end=lambda over: self._end(over, intake),
        )  # fmt: skip

    def _replayable(self, plan: Plan, day: int, began_s: float) -> dict[str, object]:
        """What a replay needs, and which model judged releases; of which session over several
        points it is a part (S26); and, where nobody was there, that nobody was asked: an answer
        kept as declined is no refusal then."""
        self.plan = plan
        part = self._wanted.part
        of = {} if part is None else {"visit": msgspec.to_builtins(part)}
        known = {
            "plan": msgspec.to_builtins(plan), "day": day, "began_s": began_s,
            "model": release_model().name,
        }  # fmt: skip
        return known | of | ({} if self.own.asked else {"asked": False})

    def _earlier_sessions(self) -> int:
        """Those that were counted, unless midnight has passed since: nobody else records here."""
        return self._earlier if Clock.wall().astimezone().date() == self._today else 0

    def _read(self) -> tuple[date, int, Own]:
        """The day, its earlier sessions, and the person: in a demonstration a simulated one."""
        now, wanted = Clock.wall().astimezone(), self._wanted
        with History(wanted.place) as history:
            but = wanted.part.id if wanted.part else None
            earlier = history.done_on(now, simulated=wanted.simulated, but=but)
            told = [] if wanted.simulated else history.statements()
            self._calibrations = history.calibrations()
            known = before(history, wanted.point.id, wanted.side)
            unread = history.left_out.sessions or history.left_out.entries
        person = Healthy if wanted.simulated else Own
        own = person(
            told, wanted.point, wanted.side, self._recorder.state,
            before=NOTHING_BEFORE if wanted.simulated else known,
        )  # fmt: skip
        own.measured = wanted.tool is None
        own.notes += filter(None, [too_soon(wanted.programme, own.before, phrases())])
        own.notes += [say("past", "unread_before")] if unread else []
        if wanted.calf_checked:
            own.answer(item_of("clot"), Reply.NO)
        return now.date(), earlier, own

    def _meta(self, plan: Plan, driver: Driver, intake: Intake, context: Context) -> SessionMeta:
        capabilities = driver.capabilities
        return SessionMeta(
            started_at=Clock.wall().astimezone(),
            app_version=__version__,
            profile=self._wanted.place.profile,
            point=plan.point.id,
            side=plan.side.value,
            tool=plan.device.kind.value,
            programme=plan.programme.id,
            programme_version=plan.programme.version,
            device_label=context.device,
            device_id=clean(intake.info.get("serial", "")) or None,
            device_driver=driver.id,
            device_kind=plan.device.kind.value,
            device_firmware=clean(intake.info.get("version", "")) or None,
            boot_id=driver.boot_id,
            tip_area_mm2=plan.device.tip_area_mm2,
            full_scale_n=plan.device.full_scale_n,
            resolution_n=capabilities.resolution_n if capabilities else None,
            limit_n=plan.limit.limit_n,
            limit_name=plan.limit.name,
            zone_low_n=plan.band.low_n,
            zone_high_n=plan.band.high_n,
            calibration=self.calibration.id if self.calibration else None,
            calibration_slope=self.calibration.slope if self.calibration else None,
            device_trust=self._live.met.trust.value if self._live else None,
            simulated=self._wanted.simulated,
            speed=self._clock.speed,
            seed=self._wanted.seed,
        )

    def _end(self, over: SessionOver, intake: Intake) -> None:
        learnt: dict[str, object] = {"raw_unit": intake.unit.value, "rate_hz": intake.rate_hz}
        if self._live is not None and self._live.met.trust is Trust.REFUSED:
            learnt["device_trust"] = (
                Trust.REFUSED.value
            )  # another device was about: a flag for good
        self._recorder.append(Record(over.t_s, 0, SESSION_FACTS, learnt))
        if self._live is not None and not self._wanted.simulated:
            keep_charge(self.place, self._live.met, intake.battery_pct)
        self._ended(over)

    def _ended(self, over: SessionOver) -> None:
        self.over = over
        self._recorder.end(over.t_s, over.end.value, Clock.wall().astimezone())

    def saving(self) -> str:
        """Whether what came so far is saved, in words."""
        return self._recorder.status().text

    def flags_shown(self) -> None:
        """Keep that the red flags were shown."""
        self._recorder.state(said(Topic.SHOWN, RED_FLAGS))

    def close(self) -> str:
        """Let go of the store; says whether all is saved."""
        return self._recorder.close().text
