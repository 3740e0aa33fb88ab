"""The harm that faults do: to samples on their way in, to notifications on their way out.

Pure and seeded; times are arguments. Guarded by tests/simulator/test_faults.py.
"""

import math
from collections import deque
from typing import Final

import numpy as np

from simulator.faults import Faults
from simulator.gatt import Notify

_SPIKE_EVERY_S: Final = 5.0
_UNKNOWN_S: Final = 1.0
_LONGEST_JUNK: Final = 40


class SampleSpoiler:
    """Changes what the sensor measured, sample by sample."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._stuck_n: float | None = None
        self._spikes = 0

    def begin(self) -> None:
        """The stream starts (again)."""
        self._stuck_n, self._spikes = None, 0

    def spoil(self, force_n: float, since_s: float) -> float:
        """The reading as the device takes it, `since_s` after the start; NaN if not known."""
        get = self._faults.get
        gain = get("gain")
        force_n *= 1.0 if gain is None else gain
        force_n += (get("offset") or 0.0) + (get("drift") or 0.0) * since_s / 60.0
        clip_n, stuck_s, unknown_s = get("clip"), get("stuck"), get("nan")
        if clip_n is not None:
            force_n = min(force_n, clip_n)
        if since_s >= (self._spikes + 1) * _SPIKE_EVERY_S:
            self._spikes += 1
            force_n += get("spike") or 0.0
        if stuck_s is not None and since_s >= stuck_s:
            self._stuck_n = force_n if self._stuck_n is None else self._stuck_n
            force_n = self._stuck_n
        if unknown_s is not None and unknown_s <= since_s < unknown_s + _UNKNOWN_S:
            return math.nan
        return force_n


class StreamSpoiler:
    """Loses, repeats, swaps, delays notifications, and puts junk between them."""

    def __init__(self, faults: Faults, data_uuid: str, rng: np.random.Generator) -> None:
        self._faults = faults
        self._data_uuid = data_uuid
        self._rng = rng
        self._kept_back: Notify | None = None
        self._queue: deque[tuple[int, Notify]] = deque()

    def push(self, notify: Notify, now_us: int, since_s: float) -> None:
        """Takes one notification, to be given back by `pop` in whatever state."""
        silent_s = self._faults.get("silent")
        if silent_s is not None and since_s >= silent_s:
            return
        spoilt = self._spoil(notify) if notify.uuid == self._data_uuid else [notify]
        for one in spoilt:
            earliest_us = now_us + round(self._rng.random() * 1e3 * self._late_ms())
            if self._queue:
                earliest_us = max(earliest_us, self._queue[-1][0])
            self._queue.append((earliest_us, one))

    def pop(self, now_us: int) -> list[Notify]:
        """All that is due, in order."""
        due = []
        while self._queue and self._queue[0][0] <= now_us:
            due.append(self._queue.popleft()[1])
        return due

    def clear(self) -> None:
        """The link is gone, and with it what was under way."""
        self._queue.clear()
        self._kept_back = None

    def _late_ms(self) -> float:
        return self._faults.get("late") or 0.0

    def _strikes(self, name: str) -> bool:
        share = self._faults.get(name)
        return share is not None and self._rng.random() < share

    def _spoil(self, notify: Notify) -> list[Notify]:
        if self._strikes("loss"):
            return []
        if self._kept_back is None and self._strikes("reorder"):
            self._kept_back = notify
            return []
        spoilt = [notify] * (2 if self._strikes("duplicate") else 1)
        if self._kept_back is not None:
            spoilt.append(self._kept_back)
            self._kept_back = None
        if self._strikes("garbage"):
            junk = self._rng.bytes(int(self._rng.integers(1, _LONGEST_JUNK)))
            spoilt.append(Notify(notify.uuid, junk))
        return spoilt
