"""Signal, keys and clock in; events, cues and records out: the whole session without any I/O.

All that enters comes with its time and is kept as a record before what it led to, so that the same
records give the same session again. It never reads a clock. Guarded by tests/session/test_engine.py
and tests/session/test_replay.py.
"""

from collections.abc import Callable
from typing import Final

from devicelink.care.believed import UNBELIEVED_S
from devicelink.care.coach import CoachState, begin, step
from devicelink.care.daily import DayCount
from devicelink.care.inputs import (
    DeviceNews,
    Easing,
    Input,
    Intent,
    LinkChanged,
    Pain,
    Sensed,
    Tick,
    ZeroMoved,
)
from devicelink.care.outputs import Output, Phase
from devicelink.care.plan import Plan
from devicelink.core.block import Block
from devicelink.core.doubt import Doubts
from devicelink.core.events import (
    Event,
    Gap,
    HoldStarted,
    OverForce,
    OverForceCleared,
    ReleaseEvidence,
)
from devicelink.core.pipeline import Pipeline, PipelineConfig
from devicelink.core.release import Mode
from devicelink.core.release_listener import Listener
from devicelink.core.snapshot import Snapshot
from devicelink.core.zone import Zone
from devicelink.data import release_model
from devicelink.session.codec import encode
from devicelink.session.port import Happening
from devicelink.store.record import Record

LETTING_GO: Final = frozenset({Phase.EASE_OFF, Phase.REST})
"""In these the person is told to let go, or has."""
TICKS: Final = "ticks"
TICK_COLUMNS: Final = ("t_s", "samples", "live", "ahead_n")
TICKS_KEPT_TOGETHER: Final = 10

Heard = Intent | LinkChanged | DeviceNews | OverForce | OverForceCleared
"""What enters beside samples and ticks. Over-force is decided in the data path, ahead of the core,
which may have to wait for samples to be sent again."""


def decided_s(event: Event) -> float:
    """When an event was decided, on the core's time line."""
    match event:
        case HoldStarted():
            return event.declared_s
        case Gap():
            return event.t1_s
        case ReleaseEvidence():
            return event.t_s
        case _:
            return event.decided_s


class Engine:
    """One session: the pipeline, the coach, and a record of everything in and out."""

    def __init__(
        self, plan: Plan, mode: Mode, keep: Callable[[Record], None], pace: float = 1.0
    ) -> None:
        self.plan = plan
        self.pace = max(1.0, pace)
        """How many times as fast as the wall the session's time runs."""
        zone = Zone(plan.band.low_n, plan.band.high_n)
        config = PipelineConfig(zone=zone, mode=mode)
        self.pipeline = Pipeline(config, Listener(mode, release_model(), asks=True))
        self.now: Snapshot = self._snapshot()
        """What the core knew at the last tick."""
        self.live = False
        """Whether the signal was fresh at the last tick."""
        self.newest_s = float("-inf")
        """The newest sample the core was fed, on its own time line."""
        self._doubts = Doubts(plan.device.full_scale_n)
        self._keep = keep
        self._samples = 0
        self._ticks: list[tuple[float, int, bool, float | None]] = []
        self._now_s = 0.0
        self._coach: CoachState | None = None

    @property
    def coach(self) -> CoachState:
        """The coach's state; the session must have begun."""
        if self._coach is None:
            raise RuntimeError("begin() comes first")
        return self._coach

    def begin(self, t_s: float, day: DayCount) -> list[Happening]:
        """Start the coached flow; the day's count is said first, and so is kept (S27)."""
        self._coach, outputs = begin(self.plan, t_s, self.pace)
        return self._concluded(t_s, (day.cue(t_s), *outputs))

    def block(self, block: Block) -> list[Happening]:
        """Samples for the core."""
        self._samples += len(block)
        if len(block):
            self.newest_s = float(block.t_s[-1])
        believed, doubts = self._doubts.look(block)
        events = [*doubts, *self.pipeline.feed(believed)]
        return self._core(sorted(events, key=decided_s) if doubts else events)

    def hear(self, t_s: float, what: Heard) -> list[Happening]:
        """A key, a change of the link, what the device tells, or over-force from the data path.

        A moved zero counts from the next sample on.
        """
        self._flush_ticks()
        self._now_s = max(self._now_s, t_s)
        self._record(t_s, what)
        told: list[Happening] = [] if isinstance(what, Intent) else [what]
        match what:
            case ZeroMoved():
                told += self._core(self.pipeline.rezero())
            case Easing():
                self.pipeline.eased()
            case Pain(value=level):
                self.pipeline.hurts(level)
            case _:
                pass
        outputs = self._step(t_s, what)
        self._follow()
        return told + self._concluded(t_s, outputs)

    def tick(self, t_s: float, *, live: bool, ahead_n: float | None = None) -> list[Happening]:
        """Time passed; `live` says whether the newest sample is fresh enough to be shown.

        `ahead_n` is the newest force where the core still waits for samples before it: the coach
        must not take an old force for the present one.
        """
        self._now_s = max(self._now_s, t_s)
        self._ticks.append((t_s, self._samples, live, ahead_n))
        if len(self._ticks) >= TICKS_KEPT_TOGETHER:
            self._flush_ticks()
        self.now = self._snapshot()
        unbelieved_s = self.newest_s - self._doubts.trusted_s if self._samples else 0.0
        self.live = live and unbelieved_s <= UNBELIEVED_S
        outputs = self._step(t_s, Tick(self._sensed(ahead_n)))
        self._follow()
        if outputs:
            self._flush_ticks()
        return self._concluded(t_s, outputs)

    def finish(self) -> list[Happening]:
        """No more samples come: close what is open."""
        self._flush_ticks()
        return self._core(self.pipeline.finish())

    def _follow(self) -> None:
        """Whoever sees the gauge follows it; whoever is told to let go does not slip. Told at keys
        and ticks alone, whose place among the samples is kept."""
        self.pipeline.follow(following=not self.coach.gauge_dimmed)
        self.pipeline.let_go(expected=self.coach.phase in LETTING_GO)

    def _snapshot(self) -> Snapshot:
        """The newest the core knows, however old: `live` says whether it may be shown."""
        return self.pipeline.snapshot(float("-inf"))

    def _sensed(self, ahead_n: float | None) -> Sensed:
        now = self.now
        force_n = now.force_n if ahead_n is None else ahead_n
        return Sensed(
            force_n=force_n if self.live else None,
            slope_n_s=now.slope_n_s if ahead_n is None else 0.0,
            in_contact=now.in_contact,
            in_zone=now.in_zone,
            in_zone_s=now.in_zone_s,
            contact_s=now.contact_s,
        )

    def _core(self, events: list[Event]) -> list[Happening]:
        """Events count as heard when they were decided: how samples were cut must not matter."""
        happenings: list[Happening] = []
        if events:
            self._flush_ticks()
        for event in events:
            t_s = max(self._now_s, decided_s(event))
            self._record(t_s, event)
            happenings.append(event)
            happenings.extend(self._concluded(t_s, self._step(t_s, event)))
        return happenings

    def _step(self, t_s: float, what: Input) -> tuple[Output, ...]:
        self._coach, outputs = step(self.coach, t_s, what)
        return outputs

    def _concluded(self, t_s: float, outputs: tuple[Output, ...]) -> list[Happening]:
        for output in outputs:
            self._record(t_s, output)
        return list(outputs)

    def _record(self, t_s: float, what: Happening | Intent) -> None:
        kind, body = encode(what)
        self._keep(Record(t_s, self._samples, kind, body))

    def _flush_ticks(self) -> None:
        """Ticks come ten a second and say little: they are kept several to a record."""
        if not self._ticks:
            return
        t_s, columns = self._ticks[-1][0], zip(*self._ticks, strict=True)
        body = {name: list(column) for name, column in zip(TICK_COLUMNS, columns, strict=True)}
        self._ticks.clear()
        self._keep(Record(t_s, self._samples, TICKS, body))
