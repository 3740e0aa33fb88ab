"""From contacts to holds: declares them, watches them, and measures them when they end.

Works on the core's inner time line (seconds since the first sample); `at` turns such a time into
one for an event. What is declared is never taken back; onset and metrics become final at its end.
Guarded by tests/core/test_holds.py and test_recordings.py.
"""

from collections.abc import Callable
from math import inf

import numpy as np

from devicelink.core.companion import Beside
from devicelink.core.contact import Contact
from devicelink.core.edges import end, gap_time, onset
from devicelink.core.events import (
    EndReason,
    Event,
    HoldEnded,
    HoldSettled,
    HoldStarted,
    Regrip,
    Rubbing,
    Slip,
)
from devicelink.core.falls import SPAN_S, went_on
from devicelink.core.history import IDLE_S, History
from devicelink.core.metrics import measure, steadiness
from devicelink.core.plateau import BLOCK_S, FALLING
from devicelink.core.release import ReleaseEstimator
from devicelink.core.rubbing import RubWatch
from devicelink.core.slips import Fall, Newest, SlipWatch
from devicelink.core.steps import StepWatch
from devicelink.core.tremor import tremor_pct
from devicelink.core.zone import ZoneClock

HOLD_N = 3.0
"""A contact lighter than this is a resting hand or what a sensor keeps, however long it lasts."""
SESSION_SHARE = 0.12
"""... and so is one lighter than this share of the strongest hold so far (docs/signal.md)."""
SLIP_N = 1.0
"""Below this nothing is held that could slip."""
SLIP_BACK_S = 2.0
"""After a slip the force comes back, which is no change of grip."""
RUBBED_S = 2.0
"""Rubbing is sure about this long after it began."""
EDGE_S = 0.5
"""The hand's own movement at both ends of a hold, which is no tremor."""
WILD = 0.20
"""Steadiness (spread over mean) of the first seconds beyond which it is handling, not a hold."""
ONSET_PERCENTILE = 80.0
"""Of the force in the hold, for its plateau: a hold that sags began harder than its median."""
SEARCH_S = 20.0
"""How far back an onset is looked for while no hold is declared."""


class HoldTracker:
    """One contact after another; `zone` may be set or taken away at any time."""

    def __init__(
        self,
        history: History,
        contact: Contact,
        release: ReleaseEstimator,
        min_hold_s: float,
        at: Callable[[float], float],
    ) -> None:
        self.zone: ZoneClock | None = None
        self.letting_go = False
        """The person was told to let go: a fall is what was asked for, not a slip."""
        self._history, self._contact, self._release = history, contact, release
        self._min_hold_s, self._at = min_hold_s, at
        self._slip_watch = SlipWatch(history.between)
        self._strongest_n = 0.0
        self._next = 0
        self._declared_s: float | None = None
        self._onset_s = self._since_s = 0.0
        self._settled = False
        self._slips: list[float] = []
        self._step_watch, self._rub_watch = StepWatch(), RubWatch()
        self._steps_from_s = 0.0
        self._regrips: list[float] = []
        self._rubbing, self._rubbing_s = False, 0.0
        self.gap_s = 0.0

    def begin(self, now_s: float, since_s: float) -> None:
        """A contact began at `since_s`."""
        self._declared_s = None
        self._settled = False
        self._since_s = since_s
        self._slips.clear()
        self._regrips.clear()
        self._step_watch.forget()
        self._rub_watch.restart()
        self._steps_from_s = 0.0
        self._rubbing, self._rubbing_s = False, 0.0
        self.gap_s = 0.0
        self._slip_watch.restart(now_s + 0.6)
        self._release.begin(self._next)
        if self.zone:
            self.zone.restart()

    def step(self, now_s: float, force_n: float, step_s: float, newest: Newest) -> Fall | None:
        """Take one sample of the fast path, in contact; `newest` is time and force as read."""
        if self.zone:
            self.zone.step(now_s, force_n, step_s)
        contact = self._contact
        if self.letting_go or force_n - contact.rest_n < SLIP_N:
            self._slip_watch.restart(now_s + SPAN_S)
            return None
        level_n = contact.plateau.level_n
        fall = self._slip_watch.step(now_s, force_n - contact.rest_n, step_s, level_n, newest)
        if fall is None:
            return None
        pumping = self._declared_s is None and not contact.plateau.calm(now_s)
        return None if pumping else fall

    def skip(self, now_s: float, gap_s: float) -> None:
        """A gap lies before `now_s`, in contact."""
        self.gap_s += gap_s
        self._release.skip()
        self._step_watch.restart()
        self._rub_watch.restart()
        self._slip_watch.restart(now_s + 0.2)
        if self.zone:
            self.zone.skip()

    def slipped(self, fall: Fall, now_s: float) -> Slip:
        """A fall has stalled: date it by the last time the force was still near what it was."""
        base = self._contact.rest_n
        t, force = self._history.between(fall.from_s, now_s)
        lowest = min(fall.after_n, float(force[-1]) - base)
        before = max(fall.before_n, 1e-9)
        near = force >= base + before - 0.1 * (before - lowest)
        began = float(t[near][-1]) if near.any() else fall.from_s
        self._slips.append(began)
        self._steps_from_s = now_s + SLIP_BACK_S
        self._release.disturbed()
        drop_pct = 100.0 * (before - lowest) / before
        return Slip(t_s=self._at(began), drop_pct=round(drop_pct, 3), decided_s=self._at(now_s))

    def block(
        self, end_s: float, mean_n: float, until_s: float, now_s: float, beside: Beside
    ) -> list[Event]:
        """A block of samples ended, in contact: perhaps this is a hold by now, or settled.

        `until_s` is the time of the newest sample before a gap, if `now_s` lies after one.
        """
        above = mean_n - self._contact.rest_n
        tenths_n = self._tenths_n(end_s, above)
        evidence = self._release.block(self._at(end_s), tenths_n, beside)
        events: list[Event] = []
        if self._declared_s is None and above >= FALLING * self._contact.plateau.level_n:
            events += self._declare(until_s, now_s)
        settled_s = self.zone.settled_s if self.zone else None
        if self._declared_s is not None and settled_s is not None and not self._settled:
            self._settled = True
            events.append(HoldSettled(hold=self._next, t_s=self._at(settled_s),
                                      decided_s=self._at(now_s)))  # fmt: skip
        if self._declared_s is not None and evidence is not None:
            events.append(evidence)
        if self._declared_s is not None:
            events += self._course(end_s, above, tenths_n, now_s)
        return events

    def _course(
        self, end_s: float, above_n: float, tenths_n: list[float], now_s: float
    ) -> list[Event]:
        """Steps and rubbing in a hold, once it is one and until it is let go."""
        if self.letting_go or above_n < FALLING * self._contact.plateau.level_n:
            self._step_watch.restart()
            self._rub_watch.restart()
            return []
        events: list[Event] = []
        if end_s < self._steps_from_s or self._rubbing:
            self._step_watch.restart()
        elif (step := self._step_watch.add(end_s, above_n)) is not None:
            self._regrips.append(step.t_s)
            events.append(Regrip(t_s=self._at(step.t_s), decided_s=self._at(now_s),
                                 change_pct=round(100.0 * step.change, 3)))  # fmt: skip
        judged, rub = self._rub_watch.add(tenths_n)
        if not judged:
            return events
        if rub is not None:
            self._rubbing_s += 1.0
            if not self._rubbing:
                events.append(
                    Rubbing(
                        t_s=self._at(end_s - RUBBED_S),
                        hz=rub.hz,
                        swing_pct=round(100.0 * rub.swing, 3),
                        decided_s=self._at(now_s),
                    )
                )
        self._rubbing = rub is not None
        return events

    def _tenths_n(self, end_s: float, above_n: float) -> list[float]:
        """Means of both halves of the block, as far as there are samples in them."""
        t, force = self._history.between(end_s - BLOCK_S, end_s)
        half = int(t.searchsorted(end_s - BLOCK_S / 2))
        parts = [part for part in (force[:half], force[half:]) if len(part)]
        return [float(part.sum()) / len(part) - self._contact.rest_n for part in parts] or [above_n]

    def end_s(self) -> float:
        """When the contact that has just been found over ended."""
        t, force = self._history.between(self._since_s, inf)
        contact = self._contact
        level = contact.plateau.level_n or float(force.max()) - contact.rest_n
        return end(t, force, contact.rest_n, contact.rest_n + level)

    def finish(self, end_s: float, now_s: float, reason: EndReason) -> list[Event]:
        """Close the hold of the contact that is over at `end_s`, if there was one."""
        found: list[Event] = []
        if self._declared_s is None:
            found = self._declare(end_s, now_s)
        if self._declared_s is None:
            return []
        rest = self._contact.rest_n
        _, force = self._history.between(self._onset_s, end_s)
        level = float(np.percentile(force, ONSET_PERCENTILE))
        rise = self._history.between(self._since_s - IDLE_S, min(end_s, self._declared_s))
        ended = self._ended(onset(*rise, rest, level, self._contact.least_n), end_s, now_s, reason)
        self._declared_s = None
        self._next += 1
        self._strongest_n = max(self._strongest_n, ended.median_n - rest)
        self._contact.learn(self._strongest_n)
        return [*found, ended, self._release.verdict(ended)]

    def _ended(self, onset_s: float, end_s: float, now_s: float, reason: EndReason) -> HoldEnded:
        t, force = self._history.between(onset_s, now_s)
        got = measure(t, force, end_s, self._contact.rest_n)
        settled_s = self.zone.settled_s if self.zone else None
        in_zone_s = self.zone.in_zone_s if self.zone else 0.0
        return HoldEnded(
            hold=self._next,
            onset_s=self._at(onset_s),
            end_s=self._at(end_s),
            declared_s=self._at(self._declared_s or now_s),
            decided_s=self._at(now_s),
            mean_n=round(got.mean_n, 6),
            median_n=round(got.median_n, 6),
            peak_n=round(got.peak_n, 6),
            cv=round(got.cv, 6),
            # counted from the first touch to the last: what lay around the hold is none of it
            in_zone_s=round(min(in_zone_s, end_s - onset_s - got.gap_s), 6),
            impulse_ns=round(got.impulse_ns, 6),
            load_rate_n_s=round(got.load_rate_n_s, 6),
            unload_rate_n_s=round(got.unload_rate_n_s, 6) if reason is EndReason.HAND else 0.0,
            slips=sum(
                onset_s <= slip <= end_s and not went_on(t, force, slip, end_s)
                for slip in self._slips
            ),
            gap_s=round(got.gap_s, 6),
            reason=reason,
            settled_s=self._at(settled_s) if settled_s is not None else None,
            regrips=sum(onset_s <= step <= end_s for step in self._regrips),
            rubbing_s=self._rubbing_s,
            tremor_pct=self._tremor_pct(onset_s, end_s),
        )

    def _tremor_pct(self, onset_s: float, end_s: float) -> float | None:
        inside = self._history.read_between(onset_s + EDGE_S, end_s - EDGE_S)
        found = tremor_pct(*inside, self._contact.rest_n)
        return None if found is None else round(found, 6)

    def _declare(self, until_s: float, now_s: float) -> list[Event]:
        """Say that this is a hold, if it has been one up to `until_s`."""
        if until_s - self._since_s < self._min_hold_s - IDLE_S or not self._may_be_hold(now_s):
            return []
        rest, level = self._contact.rest_n, self._contact.plateau.level_n
        t, force = self._history.between(max(self._since_s - IDLE_S, until_s - SEARCH_S), until_s)
        if len(t) < 2:
            return []
        began = onset(t, force, rest, rest + level, self._contact.least_n)
        t, force = t[t >= began], force[t >= began]
        if until_s - began - gap_time(t) < self._min_hold_s:
            return []
        half = int(np.argmax(force >= rest + 0.5 * level))
        if np.median(force) - rest < HOLD_N or steadiness(t[half:], force[half:]) > WILD:
            return []
        self._onset_s, self._declared_s = began, now_s
        at = self._at
        return [HoldStarted(hold=self._next, onset_s=at(began), declared_s=at(now_s))]

    def _may_be_hold(self, now_s: float) -> bool:
        plateau = self._contact.plateau
        least_n = max(HOLD_N, SESSION_SHARE * self._strongest_n)
        return plateau.level_n >= least_n and plateau.calm(now_s)
