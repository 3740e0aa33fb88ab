"""The core as one thing: blocks of force in, events out, in the order of their decision.

Sample by sample and nothing but the past, so the cut into blocks cannot matter. Inside, time counts
in whole microseconds from the first sample, so a shifted recording gives the same events, shifted;
event times are rounded to the microsecond. Samples that are not finite, or not later than the one
before, are counted and left out. Guarded by tests/core/test_invariants.py.
"""

from dataclasses import dataclass, replace

import numpy as np

from devicelink.core.block import GAP_S, Block
from devicelink.core.companion import Companion
from devicelink.core.contact import Change, Contact
from devicelink.core.events import EndReason, Event, Gap, LetGo, Touched
from devicelink.core.filters import Conditioner
from devicelink.core.history import History
from devicelink.core.holds import HoldTracker
from devicelink.core.overforce import Guard
from devicelink.core.plateau import BLOCK_S
from devicelink.core.release import Abstaining, Mode, ReleaseEstimator
from devicelink.core.snapshot import LIVE_S, STEADY_S, Snapshot, shown_n, slope_n_s, steadiness_pct
from devicelink.core.zone import Zone, ZoneClock

LINK_GAP_S = 2.0
"""A gap longer than this ends a contact: nobody knows what the hand did (docs/signal.md)."""
FOREVER_S = 1e12
GAP_US, LINK_GAP_US, BLOCK_US = (round(s * 1e6) for s in (GAP_S, LINK_GAP_S, BLOCK_S))


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineConfig:
    """What is aimed at. Without a zone nothing is settled; without a limit nothing is guarded."""

    zone: Zone | None = None
    limit_n: float | None = None
    mode: Mode = Mode.PROBE
    min_hold_s: float = 3.0


class Pipeline:
    """Feed it a recording or a live signal, block by block."""

    def __init__(self, config: PipelineConfig, release: ReleaseEstimator | None = None) -> None:
        self.bad_samples = 0
        """Samples left out so far: not finite, or not later than the one before."""
        self._zero_s: float | None = None
        self._zero_us = 0
        self._last_us = self._step_us = self._block_end_us = self._block_n = 0
        self._block_sum_n = 0.0
        self._is_new = True
        """Nothing is known yet, or nothing of before counts: begin with the next good sample."""
        self._guard: Guard | None = None
        self._conditioner = Conditioner()
        self._history = History()
        self._beside = Companion()
        self._contact = Contact()
        self._release = release or Abstaining(config.mode)
        self._holds = HoldTracker(self._history, self._contact, self._release,
                                  config.min_hold_s, self._at)  # fmt: skip
        self._out: list[Event] = []
        self.aim(config.zone, config.limit_n)

    def aim(self, zone: Zone | None, limit_n: float | None) -> None:
        """Aim at another zone, guard another limit from the next sample on; an alarm stands on."""
        self._holds.zone = ZoneClock(zone) if zone else None
        if limit_n is None or self._guard is None:
            self._guard = Guard(limit_n) if limit_n is not None else None
        else:
            self._guard.aim(limit_n)

    def follow(self, *, following: bool) -> None:
        """The person follows the gauge from the next sample on, or no longer does."""
        self._release.following = following

    def eased(self) -> None:
        """The person says, after the last sample, that it eases."""
        self._release.eased(self._at(self._last_us * 1e-6))

    def hurts(self, level: int) -> None:
        """The person says, after the last sample, how much it hurts, 0 to 10."""
        self._release.hurts(level)

    def let_go(self, *, expected: bool) -> None:
        """The person was told to let go, or no longer: no fall from here on is a slip."""
        self._holds.letting_go = expected

    def feed(self, block: Block) -> list[Event]:
        """Take the next samples, of any number; answer with what they decided."""
        t_s, forces = block.t_s, block.force_n.tolist()
        if not forces:
            return []
        if self._is_new:
            forces = self._first(block)
            t_s = t_s[len(t_s) - len(forces) :]
        since_s = np.nan_to_num(t_s - (self._zero_s or 0.0), nan=-1.0).clip(-1.0, FOREVER_S)
        times_us = np.rint(since_s * 1e6).astype(np.int64)
        self._beside.add(times_us, block.part(slice(len(block) - len(forces), None)))
        self._run(times_us.tolist(), forces)
        out, self._out = self._out, []
        return out

    def rezero(self) -> list[Event]:
        """The zero moved after the last sample: contact and all that was learnt end with it."""
        if self._is_new:
            return []
        last_s = self._last_us * 1e-6
        if self._contact.touched:
            self._history.add(last_s, self._conditioner.median)
            self._contact.lose()
            self._over(last_s, last_s, EndReason.ZERO)
        self._history.clear()
        self._block_sum_n, self._block_n = 0.0, 0
        self._is_new = True
        out, self._out = self._out, []
        return out

    def finish(self) -> list[Event]:
        """The data ends here: a hold under way ends with them."""
        if not self._contact.touched or self._zero_s is None:
            return []
        last_s = self._last_us * 1e-6
        end_s = self._holds.end_s() if self._contact.leaving else last_s
        self._contact.leave(self._conditioner.fast)
        return self._holds.finish(end_s, last_s, EndReason.END_OF_DATA)

    def snapshot(self, now_s: float) -> Snapshot:
        """The newest known, as of `now_s` on the samples' own time line."""
        last_s = self._last_us * 1e-6
        t, force = self._history.between(last_s - STEADY_S, last_s)
        live = self._zero_s is not None and len(t) > 0 and now_s - self._at(last_s) <= LIVE_S
        touched, holds, zone = self._contact.touched, self._holds, self._holds.zone
        since_s = self._contact.since_s
        return Snapshot(
            force_n=shown_n(t, force) if live else None,
            slope_n_s=slope_n_s(t, force) if live else 0.0,
            in_contact=touched,
            in_zone=touched and zone is not None and zone.in_zone,
            in_zone_s=zone.in_zone_s if touched and zone else 0.0,
            contact_s=last_s - since_s - holds.gap_s if touched else 0.0,
            steadiness_pct=steadiness_pct(t, force, since_s) if touched and live else None,
            at_s=self._at(last_s) if live else None,
        )

    def _at(self, inner_s: float) -> float:
        """Seconds since the first sample, as a time for an event: in whole microseconds."""
        return (self._zero_us + round(inner_s * 1e6)) / 1e6

    def _first(self, block: Block) -> list[float]:
        """Find the first good sample and begin with it; answer with the forces after it."""
        known = np.isfinite(block.force_n) & np.isfinite(block.t_s)
        if self._zero_s is not None:
            known &= block.t_s > self._at(self._last_us * 1e-6)
        good = np.flatnonzero(known)
        first = int(good[0]) if len(good) else len(block)
        self.bad_samples += first
        if first == len(block):
            return []
        rest: list[float] = block.force_n[first:].tolist()
        if self._zero_s is None:
            self._zero_s = float(block.t_s[first])
            self._zero_us = round(self._zero_s * 1e6)
        us = round((float(block.t_s[first]) - self._zero_s) * 1e6)
        if us - self._last_us > GAP_US:
            self._out.append(Gap(t0_s=self._at(self._last_us * 1e-6), t1_s=self._at(us * 1e-6)))
        self._last_us = us
        self._block_end_us = (self._last_us // BLOCK_US + 1) * BLOCK_US
        self._step_us = 0
        self._is_new = False
        self._conditioner.restart(rest[0])
        self._contact.begin(rest[0])
        return rest[1:]

    def _run(self, times_us: list[int], forces: list[float]) -> None:
        """The hot loop, kept in one piece: each call saved here counts 80 to 500 times a second."""
        out, conditioner, contact, holds = self._out, self._conditioner, self._contact, self._holds
        condition, touch, step_hold = conditioner.step, contact.step, holds.step
        keep_time, keep_force, keep_read = self._history.adders
        guard, last_us, step_us = self._guard, self._last_us, self._step_us
        for us, force in zip(times_us, forces, strict=True):
            before_us, step_us = step_us, us - last_us
            if step_us <= 0 or force - force != 0.0:  # the second is true of NaN and infinity alone
                step_us = before_us
                self.bad_samples += 1
                continue
            now_s = us * 1e-6
            if guard is not None and (alarm := guard.step(now_s, force)) is not None:
                out.append(replace(alarm, t_s=self._at(alarm.t_s), decided_s=self._at(now_s)))
            if step_us > GAP_US:
                self._gap(last_us, us, force)
                last_us, step_us = us, 0
                continue
            at_s = last_us * 1e-6
            taken_us = before_us or step_us
            condition(taken_us, force)
            fast = conditioner.fast
            keep_time(at_s)
            keep_force(conditioner.median)
            keep_read(conditioner.read)
            last_us = us
            if us >= self._block_end_us:
                self._close_block(us, now_s)
            self._block_sum_n += conditioner.median
            self._block_n += 1
            change = touch(at_s, fast, taken_us * 1e-6)
            if change is not None:
                self._changed(change, now_s)
            elif contact.touched:
                fall = step_hold(at_s, fast, taken_us * 1e-6, (now_s, force))
                if fall is not None:
                    out.append(holds.slipped(fall, now_s))
        self._last_us, self._step_us = last_us, step_us

    def _changed(self, change: Change, now_s: float) -> None:
        if change is Change.TOUCHED:
            since_s = self._contact.since_s
            self._holds.begin(now_s, since_s)
            self._out.append(Touched(t_s=self._at(since_s), decided_s=self._at(now_s)))
        else:
            self._over(self._holds.end_s(), now_s, EndReason.HAND)

    def _over(self, end_s: float, now_s: float, reason: EndReason) -> None:
        self._out += self._holds.finish(end_s, now_s, reason)
        self._out.append(LetGo(t_s=self._at(end_s), decided_s=self._at(now_s)))

    def _close_block(self, us: int, until_s: float) -> None:
        """The block under way ends before the sample at `us`; its last sample was at `until_s`."""
        if self._block_n:
            mean_n, end_s = self._block_sum_n / self._block_n, self._block_end_us * 1e-6
            self._contact.block(end_s, mean_n)
            if self._contact.touched:
                self._out += self._holds.block(
                    end_s, mean_n, until_s, us * 1e-6, self._beside.until(self._block_end_us)
                )
            self._history.tidy(in_contact=self._contact.touched)
        self._block_sum_n, self._block_n = 0.0, 0
        self._block_end_us = (us // BLOCK_US + 1) * BLOCK_US

    def _gap(self, last_us: int, us: int, force: float) -> None:
        """No samples between these: only the contact is carried across, if the gap is short."""
        last_s, now_s = last_us * 1e-6, us * 1e-6
        self._history.add(last_s, self._conditioner.median)
        self._close_block(us, last_s)
        self._out.append(Gap(t0_s=self._at(last_s), t1_s=self._at(now_s)))
        self._conditioner.restart(force)
        if us - last_us <= LINK_GAP_US:
            if self._contact.touched:
                self._holds.skip(now_s, now_s - last_s)
                if (change := self._contact.across(now_s, force)) is not None:
                    self._changed(change, now_s)
            return
        if self._contact.touched:
            self._contact.lose()
            self._over(last_s, now_s, EndReason.LINK)
        self._history.clear()
