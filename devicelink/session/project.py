"""Makes the view of a session's present moment: what a face may show, and no more.

A force is there only while it is live; while listening it is there but the gauge is dimmed, so that
a face keeps it to itself. Pure. Guarded by tests/session/test_view.py.
"""

from collections import deque
from dataclasses import dataclass, field, replace
from math import inf
from typing import Final

from devicelink.care.inputs import LinkChanged, LinkState
from devicelink.care.outputs import Cue, RepEnded, Urgency
from devicelink.care.phrases import Phrases
from devicelink.care.plan import Band
from devicelink.core.events import (
    Gap,
    HoldEnded,
    LetGo,
    Level,
    Regrip,
    Release,
    ReleaseEvidence,
    Rubbing,
    Slip,
)
from devicelink.session.engine import Engine
from devicelink.session.intake import Intake
from devicelink.session.port import Happening
from devicelink.session.trace import WINDOW_S, Trace, thin
from devicelink.session.view import (
    AFTER_S,
    BEFORE_S,
    NOTHING_KEPT,
    Alarm,
    During,
    Gauge,
    HoldCard,
    LimitInForce,
    LinkView,
    View,
    Where,
)

RECENT: Final = 6
PICTURE_POINTS: Final = 600
PICTURES_KEPT: Final = 8
"""Holds of which more than measurements is kept: more than a plan may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a view says that is not the session's own doing."""

    who: str
    device: str
    today: int
    simulated: bool
    device_note: str = ""
    """What to know of the device while it is used: calibrated, open."""


@dataclass(slots=True)
class Told:
    """What has been told so far, as far as a view shows it."""

    link: LinkChanged
    recent: deque[str] = field(default_factory=lambda: deque(maxlen=RECENT))
    cards: list[HoldCard] = field(default_factory=list)
    trace: Trace = field(default_factory=Trace)
    tip_area_mm2: float | None = None
    band: Band | None = None
    easing_s: dict[int, float | None] = field(default_factory=dict)
    """When the person felt it ease, by hold."""
    during: list[Slip | Regrip | Rubbing | Gap | ReleaseEvidence] = field(default_factory=list)
    """What was told since the last contact ended."""

    def add(self, happening: Happening, rep: int, phrases: Phrases) -> None:
        """Take note of one happening during hold number `rep`."""
        match happening:
            case LinkChanged():
                self.link = happening
            case Cue():
                self.recent.append(f"{phrases.say(happening)} ({phrases.why(happening)})")
            case HoldEnded(onset_s=onset_s, end_s=end_s):
                force = thin(self.trace.cut(onset_s, end_s))
                until_s = min(end_s + AFTER_S, happening.decided_s)
                around = thin(self.trace.cut(onset_s - BEFORE_S, until_s), PICTURE_POINTS)
                during = During.of(happening, around, self.during)
                card = HoldCard(
                    rep, happening, None, force, None, self.tip_area_mm2, self.band, during
                )
                self.cards.append(self._with_easing(card))
                for old in self.cards[-1 - PICTURES_KEPT : -PICTURES_KEPT]:
                    bare = replace(old, trace=NOTHING_KEPT.force, during=NOTHING_KEPT)
                    self.cards[-1 - PICTURES_KEPT] = bare
            case Slip() | Regrip() | Rubbing() | Gap() | ReleaseEvidence():
                self.during.append(happening)
            case LetGo():
                self.during.clear()
            case Release() if self.cards and self.cards[-1].hold.hold == happening.hold:
                self.cards[-1] = replace(self.cards[-1], release=happening)
            case RepEnded():
                self.easing_s[happening.rep] = happening.user_easing_s
                self.cards = [self._with_easing(card) for card in self.cards]
            case _:
                pass

    def _with_easing(self, card: HoldCard) -> HoldCard:
        """A coached hold ends when its goal is reached, before or after the hand lets go."""
        return replace(card, user_easing_s=self.easing_s.get(card.rep))


def project(
    t_s: float, engine: Engine, intake: Intake, told: Told, context: Context, phrases: Phrases
) -> View:
    """The view at session time `t_s`. Live is what the last tick found so, and still is."""
    coach, plan, now = engine.coach, engine.plan, engine.now
    live = engine.live and intake.is_live(t_s)
    force_n, force_s = _number(t_s, engine, intake) if live else (None, None)
    area_mm2 = plan.device.tip_area_mm2
    return View(
        t_s=t_s,
        who=context.who,
        point=plan.point.name,
        side=plan.side.value,
        phase=coach.phase,
        rep=coach.rep,
        reps=coach.reps,
        sentence=phrases.say(coach.cue) if coach.cue else "",
        reason=phrases.why(coach.cue) if coach.cue else "",
        question=coach.question,
        phase_left_s=None if coach.until_s is None else max(0.0, coach.until_s - t_s),
        gauge=_gauge(engine, live=live),
        force_n=force_n,
        force_s=force_s,
        pressure_kpa=force_n / area_mm2 * 1000 if force_n is not None and area_mm2 else None,
        where=_where(engine, force_n),
        steadiness_pct=now.steadiness_pct if live else None,
        target=coach.band,
        limit=LimitInForce(plan.limit.limit_n, plan.limit.name),
        held_s=coach.held_s,
        goal_s=coach.goal_s,
        max_s=coach.max_s,
        link=_link(told.link, intake, context),
        alarm=_alarm(engine, phrases),
        trace=told.trace.cut(t_s - WINDOW_S, inf),
        holds=tuple(told.cards),
        recent=tuple(told.recent),
        today=context.today,
        per_day=plan.programme.per_day[1],
        simulated=context.simulated,
        over=coach.over,
    )


def _number(t_s: float, engine: Engine, intake: Intake) -> tuple[float | None, float | None]:
    """The core's newest force; while the core waits for missing samples, the newest reading. And
    when it came: what the core knew at its last tick may by now be too old."""
    force_n, at_s = engine.now.force_n, engine.now.at_s
    if force_n is None or at_s is None:
        return None, None
    came_s = intake.came_s(at_s)
    is_young = intake.is_young(came_s, t_s)
    waits = intake.newest_s > engine.newest_s and not is_young
    if waits or intake.is_ahead_of(engine.newest_s):
        return intake.believed_n, None if intake.believed_n is None else intake.heard_s
    return (force_n, came_s) if is_young else (None, None)


def _gauge(engine: Engine, *, live: bool) -> Gauge:
    if not live:
        return Gauge.NO_SIGNAL
    dimmed = engine.coach.gauge_dimmed and engine.coach.alarm is None
    return Gauge.DIMMED if dimmed else Gauge.SHOWN


def _where(engine: Engine, force_n: float | None) -> Where:
    if force_n is None:
        return Where.UNKNOWN
    if not engine.now.in_contact:
        return Where.NO_CONTACT
    band, whole = engine.coach.band, engine.plan.band
    if (engine.now.in_zone and band == whole) or band.low_n <= force_n <= band.high_n:
        return Where.IN
    return Where.BELOW if force_n < band.low_n else Where.ABOVE


def _alarm(engine: Engine, phrases: Phrases) -> Alarm | None:
    cue = engine.coach.alarm
    if cue is None:
        return None
    level = Level.ALARM if cue.urgency is Urgency.ALARM else Level.WARN
    return Alarm(level, phrases.say(cue))


def _link(link: LinkChanged, intake: Intake, context: Context) -> LinkView:
    return LinkView(
        state=link.state,
        device=context.device,
        battery_pct=intake.battery_pct,
        rate_hz=intake.rate_hz if link.state is LinkState.LIVE else None,
        attempt=link.attempt,
        detail=link.detail,
        rejected=intake.tally.counts.rejected,
        faults=intake.tally.counts.faults,
        note=context.device_note,
    )
