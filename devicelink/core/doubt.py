"""Which samples a sensor cannot have measured: they are marked, kept, and never part of a finding.

Sample by sample and nothing but the past. A doubtful sample becomes NaN for all that concludes
something from force; what the device sent is kept as it came, and guards see it as it came too.
`docs/risks.md` says what each lie would do. Guarded by tests/core/test_doubt.py,
test_doubt_line.py and test_doubt_coarse.py.
"""

from math import inf, isfinite, log, nan
from typing import Final

from devicelink.core.block import GAP_S, Block
from devicelink.core.events import Doubt, Doubted, TrustedAgain

STEP_N_S: Final = 2000.0
"""No hand presses faster; letting go may be."""
LET_GO_N: Final = 2.0
AGREE: Final = 3
"""After so many samples that agree among themselves a step is believed."""
LOADED_N: Final = 1.0
"""Below this a constant reading is a device at rest."""
CHANCE: Final = 1e-9
"""A run of equal readings less likely than this, as this device repeats itself, is no chance."""
RUN_LEAST: Final = 3
COARSE_N, COARSE_S, CRUDE_N = 0.005, 10.0, 0.2
"""A sensor of coarser steps may well repeat itself for a while when nothing moves, a crude one for
ever: nothing is concluded from that."""
LIVELY_N, LIVELY_S, LIVELY_MOVES, LIVELY_RUN = 0.05, 1.0, 200, 100
"""A sensor of steps up to this that moved so often under load is known: it stands still no longer,
be it by time or by readings. Noise of 0.4 steps, the least that is drawn, leaves a reading as it is
with 0.79: a run of 100 is one in 10^10."""
SMOOTH_S, SMOOTH_N, SMOOTH_LEAST = 1.0, 0.010, 20
"""Under load a sensor of fine steps shows noise or a hand within this time, whoever holds it: its
readings do not lie on one line, by no more than `LINE_N` or one step."""
LINE_N: Final = 0.005
"""Ten real holds smoothed as a filter of 5 Hz would and rounded to steps of 1 to 10 mN stayed so
near a line for a second in none of their samples; with a step of 10 mN for it, in 1 of 100."""
OVER, RAIL, BELOW, BELOW_N = 1.05, 0.98, 0.02, 2.0
"""Shares of full scale: beyond it, at its end, below zero (by no less than `BELOW_N`)."""


class Doubts:
    """One device. `full_scale_n` None: nobody knows where its range ends."""

    def __init__(self, full_scale_n: float | None = None) -> None:
        self._over_n = inf if full_scale_n is None else OVER * full_scale_n
        self._rail_n = inf if full_scale_n is None else RAIL * full_scale_n
        self._below_n = -max(BELOW_N, BELOW * (full_scale_n or 0.0))
        self.trusted_s = -inf
        """The newest sample that was believed."""
        self.now: Doubt | None = None
        """What is doubted at present."""
        self._trusted_n = 0.0
        self._since_s, self._count = 0.0, 0
        self._last_s, self._last_n = -inf, 0.0
        self._agreeing = 0
        self._repeats, self._moves = 1.0, 1.0
        self._run, self._run_s = 0, -inf
        self._line, self._line_s, self._line_n = 0, -inf, 0.0
        self._slopes = -inf, inf
        """Between these a line from the first of it meets every reading since."""
        self._least_n = inf
        self._top_n = 0.0

    def look(self, block: Block) -> tuple[Block, list[Doubted | TrustedAgain]]:
        """The block with NaN where a sample is not believed, and where that begins and ends."""
        told: list[Doubted | TrustedAgain] = []
        forces, spoilt = block.force_n.tolist(), False
        for at, (t_s, force_n) in enumerate(zip(block.t_s.tolist(), forces, strict=True)):
            doubt = self._judge(t_s, force_n)
            if doubt is not self.now:
                told += self._changed(t_s, doubt)
            if doubt is None:
                self.trusted_s, self._trusted_n = t_s, force_n
            else:
                self._count += 1
                forces[at], spoilt = nan, True
        if not spoilt:
            return block, told
        return Block.of(block.t_s, forces, block.beside), told

    def _changed(self, t_s: float, doubt: Doubt | None) -> list[Doubted | TrustedAgain]:
        told: list[Doubted | TrustedAgain] = []
        if self.now is not None:
            told.append(
                TrustedAgain(why=self.now, since_s=self._since_s, samples=self._count,
                             t_s=t_s, decided_s=t_s)
            )  # fmt: skip
        if doubt is not None:
            told.append(Doubted(why=doubt, t_s=t_s, decided_s=t_s))
        self.now, self._since_s, self._count = doubt, t_s, 0
        return told

    def _judge(self, t_s: float, force_n: float) -> Doubt | None:
        if not isfinite(force_n):
            return Doubt.NOT_A_NUMBER
        since_s, before_n = t_s - self._last_s, self._last_n
        constant = self._constant(t_s, force_n)
        if abs(force_n) > self._over_n:
            return Doubt.OVER_RANGE
        if force_n < self._below_n:
            return Doubt.BELOW_ZERO
        if abs(force_n) >= self._rail_n:
            return Doubt.AT_ITS_END
        if self._is_step(since_s, before_n, force_n):
            return Doubt.IMPOSSIBLE_STEP
        return constant

    def _is_step(self, since_s: float, before_n: float, force_n: float) -> bool:
        """From the last one believed; a level that three samples have kept is believed then."""
        if since_s > GAP_S or (force_n < LET_GO_N and force_n < self._trusted_n):
            self._agreeing = 0
            return False
        if abs(force_n - self._trusted_n) <= STEP_N_S * since_s:
            self._agreeing = 0
            return False
        agrees = abs(force_n - before_n) <= STEP_N_S * since_s
        self._agreeing = self._agreeing + 1 if agrees else 1
        return self._agreeing <= AGREE

    def _constant(self, t_s: float, force_n: float) -> Doubt | None:
        """Whether readings repeat, or lie on a line, for longer than this device's ever do."""
        since_s, change_n = t_s - self._last_s, force_n - self._last_n
        starts_anew = since_s > GAP_S or abs(force_n) < LOADED_N
        if starts_anew:
            self._run, self._run_s = 0, t_s
        elif change_n == 0.0:
            self._run += 1
        else:
            self._learn(abs(change_n))
            self._run_s = t_s
        is_straight = not starts_anew and self._goes_on_straight(force_n)
        if not is_straight or self._least_n > SMOOTH_N:
            self._line, self._line_s, self._line_n, self._slopes = 0, t_s, force_n, (-inf, inf)
        self._last_s, self._last_n = t_s, force_n
        if self._is_too_long(t_s - self._run_s):
            return Doubt.CLIPPED if force_n >= self._top_n else Doubt.STUCK
        self._top_n = max(self._top_n, force_n)
        if self._line >= SMOOTH_LEAST and t_s - self._line_s >= SMOOTH_S:
            return Doubt.WITHOUT_NOISE
        return None

    def _goes_on_straight(self, force_n: float) -> bool:
        """Whether some line from the first of these readings still meets them all."""
        self._line += 1
        off_n = min(self._least_n, LINE_N) + 1e-9
        low = max(self._slopes[0], (force_n - self._line_n - off_n) / self._line)
        high = min(self._slopes[1], (force_n - self._line_n + off_n) / self._line)
        self._slopes = low, high
        return low <= high

    def _learn(self, change_n: float) -> None:
        """A run has ended by itself: so often does this device repeat a reading."""
        if not self._is_too_long(0.0 if self._least_n <= COARSE_N else COARSE_S):
            self._repeats += self._run
            self._moves += 1.0
        self._run = 0
        self._least_n = min(self._least_n, change_n)

    def _is_too_long(self, run_s: float) -> bool:
        share = self._repeats / (self._repeats + self._moves)
        longest = max(RUN_LEAST, log(CHANCE) / log(share))
        crude = CRUDE_N < self._least_n < inf  # infinite: nothing has ever changed
        if self._least_n > COARSE_N and (run_s < COARSE_S or crude):
            lively = self._least_n <= LIVELY_N + 1e-9 and self._moves > LIVELY_MOVES
            return lively and run_s >= LIVELY_S and self._run >= max(longest, LIVELY_RUN)
        return self._run >= longest
