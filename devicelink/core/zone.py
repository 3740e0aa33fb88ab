"""The target zone and the clock that counts time inside it, with hysteresis.

Only time between samples that are there is counted: a gap adds nothing. Guarded by
tests/core/test_zone.py.
"""

from dataclasses import dataclass

HYSTERESIS = 0.20
"""Once inside, the force may leave the zone by this share of its width and still be inside."""
SETTLED_S = 1.0


@dataclass(frozen=True, slots=True)
class Zone:
    """The forces aimed at, in newtons. Raises ValueError unless 0 <= low < high."""

    low_n: float
    high_n: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.low_n < self.high_n:
            raise ValueError(f"a zone from {self.low_n} to {self.high_n} N is none")


class ZoneClock:
    """Time in the zone in the contact under way; `settled_s` is where its first second began."""

    __slots__ = (
        "_entered_s",
        "_high_n",
        "_low_n",
        "_margin_n",
        "in_zone",
        "in_zone_s",
        "settled_s",
    )

    def __init__(self, zone: Zone) -> None:
        self._low_n, self._high_n = zone.low_n, zone.high_n
        self._margin_n = HYSTERESIS * (zone.high_n - zone.low_n)
        self.restart()

    def restart(self) -> None:
        """A new contact: nothing counted yet."""
        self.in_zone = False
        self.in_zone_s = self._entered_s = 0.0
        self.settled_s: float | None = None

    def skip(self) -> None:
        """A gap: what lay in it is not known, so the force has to come in again."""
        self.in_zone = False

    def step(self, now_s: float, force_n: float, step_s: float) -> None:
        """Take one sample, `step_s` after the one before."""
        if not self.in_zone:
            if self._low_n <= force_n <= self._high_n:
                self.in_zone = True
                self._entered_s = now_s
            return
        margin = self._margin_n
        if not self._low_n - margin <= force_n <= self._high_n + margin:
            self.in_zone = False
            return
        self.in_zone_s += step_s
        if self.settled_s is None and now_s - self._entered_s >= SETTLED_S:
            self.settled_s = self._entered_s
