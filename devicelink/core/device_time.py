"""From a device's clock, or from arrivals where it has none, to seconds of session time.

Session time is anchored once, at the first arrival; from then on the device's own clock counts, so
jitter on the air is no jitter in the signal. Only its drift is followed (drift.py). Guarded by
tests/core/test_device_time.py.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import inf

from devicelink.core.drift import Drift
from firmware_protocol.messages import CLOCK_WRAP_US

LATE_S = 2.0
"""Older than the newest by more than this, yet just come: another life of the device's clock."""
BACK_S = 0.3
"""The same for a frame without a number: on one link no frame overtakes another, so its clock was
set back, and what is newest must not be taken for old."""
AHEAD_S, DRIFT = 2.0, 300e-6
"""A device's clock may run ahead of ours by this, plus this share of the time since the anchor."""
LONGEST_S = 10.0
"""No device holds samples back for longer in a frame."""
KNOWN_S, KNOWN_FRAMES, JUMP_AHEAD_S = 5.0, 20, 0.5
"""After so long and so many frames of a life, its quickest is known: one quicker by more tells a
wrong time."""
JUMP_S = 0.5
"""Arrivals this far from where a steady rate puts them are a gap, not jitter."""
RESENT_SLACK_US = 1_000_000
"""A resent sample may be newer than the newest by a little, never older by a turn of the clock."""
FOLLOW, LEARN = 0.2, 0.1


def unwrapped_us(value_us: int, near_us: int) -> int:
    """The time nearest to `near_us` that a 32-bit clock shows as `value_us`."""
    half = CLOCK_WRAP_US // 2
    return near_us + (value_us - near_us + half) % CLOCK_WRAP_US - half


def spanned_s(device_us: Sequence[int]) -> float:
    """From a frame's first sample to its last; a step back within it is nearly a turn."""
    return sum((after - before) % CLOCK_WRAP_US for before, after in pairwise(device_us)) * 1e-6


class DeviceLine:
    """One life of a device's 32-bit microsecond clock, on the session's time line."""

    def __init__(self, not_before_s: float, pace: float = 1.0) -> None:
        self._not_before_s = not_before_s
        self._ahead_most_s = JUMP_AHEAD_S * pace
        self._lead_s, self._known_from_s = -inf, inf
        """How far the quickest frame was ahead; from when on that is known."""
        self._frames, self._displaced_s = 0, 0.0
        """How many live ones there were; how far the line began ahead, after the life before."""
        self._drift: Drift | None = None
        self._newest_us = 0
        self._newest_at_s = 0.0

    def place(
        self, device_us: tuple[int, ...], at_s: float, *, resent: bool, is_next: bool | None = None
    ) -> list[tuple[float, int]] | None:
        """Session time and unwrapped clock of each sample of a frame that arrived at `at_s`.

        None if the clock began anew, or was set. `resent` samples come out of the device's memory:
        they are older than the newest, by less than a turn of the clock. `is_next`: whether by its
        number the frame comes after all before; None where it has none.
        """
        first = self._drift is None
        drift = self._drift or self._anchor(device_us, at_s)
        ticks = self._unwrap(device_us, at_s, resent=resent)
        if not resent and not first:
            ahead_s = drift.at(ticks[-1]) - at_s
            if self._is_early(ahead_s, ticks[-1], at_s):
                return None
            if is_next and ticks[-1] < self._newest_us:
                return None
            if self._is_stale(ticks[-1], at_s, LATE_S if is_next is False else BACK_S):
                return None
        if not resent:
            self._frames += 1
            self._lead_s = max(self._lead_s, drift.at(ticks[-1]) - at_s)
        places = [(drift.at(us), us) for us in ticks]
        if not resent and (first or ticks[-1] > self._newest_us):
            self._newest_us, self._newest_at_s = ticks[-1], at_s
            drift.heard(ticks[-1], at_s)
        return places

    def ahead_s(self, last_us: int, at_s: float) -> float:
        """How far ahead of now a frame reaches that ends with that tick; infinite before any."""
        if self._drift is None:
            return inf
        (last,) = self._unwrap((last_us,), at_s, resent=False)
        return self._drift.at(last) - at_s

    def _anchor(self, device_us: tuple[int, ...], at_s: float) -> Drift:
        """The last sample of the first frame was taken as it arrived, none before those we have."""
        last_us = unwrapped_us(device_us[-1], device_us[0])
        first_s = at_s - (last_us - device_us[0]) * 1e-6
        self._drift = Drift(device_us[0], max(first_s, self._not_before_s))
        self._newest_us, self._newest_at_s = last_us, at_s
        self._known_from_s = at_s + KNOWN_S
        self._displaced_s = max(0.0, self._drift.at(last_us) - at_s)
        return self._drift

    def _unwrap(self, device_us: tuple[int, ...], at_s: float, *, resent: bool) -> list[int]:
        if resent:
            near_us = self._newest_us - CLOCK_WRAP_US // 2 + RESENT_SLACK_US
        else:
            near_us = self._newest_us + round((at_s - self._newest_at_s) * 1e6)
        ticks = []
        for value_us in device_us:
            near_us = unwrapped_us(value_us, near_us)
            ticks.append(near_us)
        return ticks

    def _is_early(self, ahead_s: float, last_us: int, at_s: float) -> bool:
        """Ahead of now by more than any clock drifts, or than any frame before was."""
        if ahead_s - self._displaced_s > AHEAD_S + DRIFT * last_us * 1e-6:
            return True
        slack_s = self._ahead_most_s + DRIFT * (at_s - self._newest_at_s)
        is_known = at_s > self._known_from_s and self._frames >= KNOWN_FRAMES
        return is_known and ahead_s > self._lead_s + slack_s

    def _is_stale(self, last_us: int, at_s: float, most_s: float) -> bool:
        """Behind the newest by more than its age explains: not a late copy but a new life."""
        behind_s = (self._newest_us - last_us) * 1e-6
        return behind_s > 0.0 and behind_s + (at_s - self._newest_at_s) > most_s


class ArrivalLine:
    """Times for devices without a clock: spread at a learned rate that follows the arrivals."""

    def __init__(self, not_before_s: float) -> None:
        self._last_s = not_before_s
        self._at_s: float | None = None
        self._interval_s: float | None = None

    def place(self, count: int, at_s: float) -> list[float]:
        """Session times of `count` samples that arrived at `at_s`, later than all before."""
        since_s = at_s - self._at_s if self._at_s is not None else JUMP_S
        if since_s < JUMP_S:
            interval_s = since_s / count
            known_s = self._interval_s if self._interval_s is not None else interval_s
            self._interval_s = known_s + LEARN * (interval_s - known_s)
        step_s = self._interval_s if self._interval_s is not None else 0.1 / count
        expected_s = self._last_s + count * step_s
        off_s = at_s - expected_s
        last_s = at_s if self._at_s is None or off_s > JUMP_S else expected_s + FOLLOW * off_s
        last_s = max(last_s, self._last_s + 0.5 * max(count * step_s, 1e-3))
        first_s = max(self._last_s, last_s - count * step_s)
        self._at_s, self._last_s = at_s, last_s
        return [first_s + (last_s - first_s) * (index + 1) / count for index in range(count)]
