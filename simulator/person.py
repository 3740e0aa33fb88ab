"""Who presses: a world of hand and tissue, led by commands or a routine; or a recording played.

Both are a `ForceSource`: the true force for a time of the device's own clock, asked for in order
of time. Pure and seeded. Guarded by tests/simulator/test_person.py.
"""

from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from simulator.hand import STEP_S, Hand
from simulator.handling import HandMode, HandParameters, draw_hand
from simulator.ranges import generator
from simulator.tissue import Tissue, TissueParameters, draw_tissue

AFTERWARDS_S: Final = 3.0
"""How long a device waits after a recording is over before it goes to sleep."""


class ForceSource(Protocol):
    """What presses on a device. Times are seconds since the device was switched on."""

    def begin(self, t_s: float) -> None:
        """Samples are being taken from now on: the person starts (anew)."""

    def force_n(self, t_s: float) -> float:
        """The true force; times are never before those asked for already."""

    def is_over(self, t_s: float) -> bool:
        """Whether nothing more will ever come."""


@dataclass(frozen=True, slots=True)
class Press:
    """Bring the force to `target_n` over `ramp_s`."""

    target_n: float
    ramp_s: float


@dataclass(frozen=True, slots=True)
class EaseOff:
    """Go down to nothing by `rate_n_s`."""

    rate_n_s: float


@dataclass(frozen=True, slots=True)
class LetGo:
    """Take the hand away at once."""


Command: TypeAlias = Press | EaseOff | LetGo


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """What a person without a coach does: find the place slowly, hold, ease off, rest, repeat."""

    target_n: float
    wait_s: float = 4.0
    ramp_s: float = 3.5
    hold_s: float = 60.0
    ease_n_s: float = 8.0
    rest_s: float = 12.0
    repeats: int = 3

    def commands(self, begin_s: float) -> tuple[tuple[float, Command], ...]:
        """Every command with its time, for a routine begun at `begin_s`."""
        press_s = self.ramp_s + self.hold_s
        cycle_s = press_s + self.target_n / self.ease_n_s + self.rest_s
        starts = [begin_s + self.wait_s + cycle_s * turn for turn in range(self.repeats)]
        presses: list[tuple[float, Command]] = [(begin_s, LetGo())]
        for start_s in starts:
            presses.append((start_s, Press(self.target_n, self.ramp_s)))
            presses.append((start_s + press_s, EaseOff(self.ease_n_s)))
        return tuple(presses)


class World:
    """Tissue and a hand on it, stepped on demand; a person gives it commands at any time."""

    def __init__(
        self, tissue: TissueParameters, hand: HandParameters, seed: int, routine: Routine | None
    ) -> None:
        self.hand = Hand(hand, Tissue(tissue), seed)
        self._routine = routine
        self._due: list[tuple[float, Command]] = []
        self._steps = 0
        self._before_n = 0.0

    def begin(self, t_s: float) -> None:
        """Starts the routine, if there is one."""
        if self._routine is not None:
            self._due = list(self._routine.commands(t_s))

    def force_n(self, t_s: float) -> float:
        """The force at `t_s`, linear between steps of the hand."""
        while self._steps * STEP_S < t_s:
            self._step(t_s)
        behind = min(1.0, max(0.0, self._steps - t_s / STEP_S))
        return self.hand.force_n + (self._before_n - self.hand.force_n) * behind

    def is_over(self, t_s: float) -> bool:
        """A person may always press again."""
        del t_s
        return False

    def _step(self, until_s: float) -> None:
        now_s = self._steps * STEP_S
        while self._due and self._due[0][0] <= now_s:
            self._obey(self._due.pop(0)[1])
        self._before_n = self.hand.force_n
        if self.hand.at_rest:
            next_s = min(until_s, self._due[0][0]) if self._due else until_s
            self._steps = max(self._steps, int(next_s / STEP_S) - 1)
        self.hand.step()
        self._steps += 1

    def _obey(self, command: Command) -> None:
        match command:
            case Press(target_n, ramp_s):
                self.hand.press(target_n, ramp_s)
            case EaseOff(rate_n_s):
                self.hand.ease_off(rate_n_s)
            case LetGo():
                self.hand.let_go()


def draw_world(
    seed: int,
    mode: HandMode,
    *,
    routine: Routine | None = None,
    roughness: float = 1.0,
    release_chance: float = 0.5,
) -> World:
    """A world of that seed. Its twin that never releases has `release_chance` 0."""
    rng = generator(seed, 0)
    tissue = draw_tissue(rng)
    hold_s = 60.0 if routine is None else routine.hold_s
    hand = draw_hand(rng, mode, roughness=roughness, release_chance=release_chance, hold_s=hold_s)
    return World(tissue, hand, seed, routine)


class Playback:
    """A recording as the force: linear between its samples, nothing before and after it.

    Columns of equal length, seconds rising from any start. Raises ValueError for others.
    """

    def __init__(self, t_s: npt.NDArray[np.float64], force_n: npt.NDArray[np.float64]) -> None:
        if t_s.ndim != 1 or t_s.shape != force_n.shape or not t_s.size:
            raise ValueError("a recording is two columns of the same length, not empty")
        if not (np.isfinite(t_s).all() and np.isfinite(force_n).all() and (np.diff(t_s) > 0).all()):
            raise ValueError("a recording's times must rise, and every value be a finite number")
        self._t_s = t_s - t_s[0]
        self._force_n = force_n
        self._begin_s: float | None = None

    def begin(self, t_s: float) -> None:
        """Plays it from its start."""
        self._begin_s = t_s

    def force_n(self, t_s: float) -> float:
        """The recorded force at that time; 0 outside the recording."""
        if self._begin_s is None:
            return 0.0
        at_s = t_s - self._begin_s
        return float(np.interp(at_s, self._t_s, self._force_n, left=0.0, right=0.0))

    def is_over(self, t_s: float) -> bool:
        """Whether it ended more than `AFTERWARDS_S` ago."""
        if self._begin_s is None:
            return False
        return t_s - self._begin_s > float(self._t_s[-1]) + AFTERWARDS_S
