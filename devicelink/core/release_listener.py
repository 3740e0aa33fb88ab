"""Listens to a hold for the tissue giving, as it goes on: evidence now, one verdict in the end.

Looks from 8 s after the hold has settled, 4 s after it was disturbed, never across a gap, never at
a dead load, and not while the person follows the gauge: a corrected force shows nothing. Memory is
bounded. The evidence comes from the signal alone. Guarded by tests/core/test_release_listener.py.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Final

from devicelink.core.companion import NOTHING, Beside
from devicelink.core.events import HoldEnded, Release, ReleaseEvidence
from devicelink.core.plateau import BLOCK_S
from devicelink.core.release import Mode
from devicelink.core.release_hearing import Heard, Hearing
from devicelink.core.release_model import ReleaseModel
from devicelink.core.release_verdict import Moment, conclude, percent

SETTLED_BLOCKS: Final = 3
SETTLED: Final = 0.06
"""A hold has settled once it changes by no more than this share within three blocks (0.6 s)."""
PRESSED_ANEW: Final = 0.14
"""A rise by more than this share within three blocks is the hand's, and begins it anew."""
FROM_REST: Final = 0.4
"""... and by more than this, it was only fingers at rest before."""
FIRST_BLOCKS, AGAIN_BLOCKS = 40, 20
"""Blocks since settling after which it looks, at first (8 s) and after a disturbance (4 s)."""
EVERY_BLOCKS: Final = 2
"""It looks 2.5 times a second."""
LEAST_N: Final = 0.05
MOMENTS: Final = 1500
"""Kept for the verdict: the last ten minutes."""
AFTER_SLIP_BLOCKS: Final = 10
"""It does not look within 2 s after the force fell at once: a slip takes 1.5 s to come back."""
TELL_P, TELL_S = 0.02, 1.9
"""Evidence is told when p has moved by so much, or so long after the last time."""
BALL: Final = "body weight on a ball hides it from force"
SETTLING: Final = "the hold is settling"
SLIPPED: Final = "the force fell at once: a slip, or more"
PRESSED: Final = "it listens anew after a new press"
AWAY: Final = "it listens anew after a gap in the signal"
FOLLOWING: Final = "you are following the gauge"
HINDERED: Final = {
    BALL: BALL,
    SETTLING: "the hold was too short",
    SLIPPED: "slips came between",
    PRESSED: "it was pressed anew too often",
    AWAY: "gaps in the signal came between",
    FOLLOWING: "you were following the gauge",
}
"""What stood most in the way, told when the hold is over."""


@dataclass(slots=True)
class _Told:
    """What was last said of the evidence."""

    t_s: float
    p: float | None
    p_with_report: float | None
    why: str


class Listener:
    """Fed the mean force five times a second while in contact; gives one verdict for each hold."""

    def __init__(self, mode: Mode, model: ReleaseModel, *, asks: bool = False) -> None:
        self.following = False
        """Whether the person is known to follow the gauge now."""
        self._mode, self._asks = mode, asks
        self._hearing = Hearing(model)
        self._model = model
        self.moments: deque[Moment] = deque(maxlen=MOMENTS)
        """The looks of the hold under way, or of the last one."""
        self.begin(0)

    def begin(self, hold: int) -> None:
        """A contact began that may become this hold; forget the one before."""
        self._hold = hold
        self.moments.clear()
        self._before: float | None = None
        self._last_s: float | None = None
        self._hearing.begin()
        self._told = _Told(-TELL_S, None, None, "")
        self._blinds: dict[str, int] = {}
        self._first = True
        self._anew(SETTLING)

    def _anew(self, why: str) -> None:
        """Begin to listen as if the hold were new: what was says nothing of what follows."""
        self._why, self._mute = why, 0
        self._hearing.anew()
        self._settled = False
        self._recent: deque[float] = deque(maxlen=SETTLED_BLOCKS + 1)

    def disturbed(self) -> None:
        """The force fell at once: a slip, which comes back, or a quick give, which stays."""
        self._mute = AFTER_SLIP_BLOCKS
        self._hearing.slipped()

    def skip(self) -> None:
        """A gap of more than half a second lies before what comes next."""
        self._before = self._last_s = None
        self._hearing.skip()
        self._anew(AWAY)

    def eased(self, t_s: float) -> None:
        """The person says that it eases."""
        self._hearing.report.eased(t_s)

    def hurts(self, level: int) -> None:
        """The person says how much it hurts, 0 to 10."""
        self._hearing.report.hurts(level)

    def block(
        self, end_s: float, tenths_n: Sequence[float], beside: Beside = NOTHING
    ) -> ReleaseEvidence | None:
        """Take the mean forces (N above the baseline) of the 0.1 s parts of the 0.2 s to `end_s`.

        Parts without samples are left out. Answers with the evidence where it has news.
        """
        logs = [log(max(force_n, LEAST_N)) for force_n in tenths_n]
        if self._mode is Mode.BALL:
            return self._tell(end_s, None, BALL)
        missing = 0 if self._last_s is None else round((end_s - self._last_s) / BLOCK_S) - 1
        self._last_s = end_s
        known = [*([] if self._before is None else [self._before]), *logs]
        changes = [after - before for before, after in pairwise(known)]
        self._before = logs[-1]
        heard = Heard(
            force=sum(logs) / len(logs),
            fall=min(changes, default=0.0),
            rise=max(changes, default=0.0),
            beside=beside,
            missing=missing,
        )
        return self._heard(end_s, heard)

    def _heard(self, end_s: float, heard: Heard) -> ReleaseEvidence | None:
        self._hearing.learn(heard)
        if not self._steady(heard.force):
            return self._blind(end_s, self._why)
        force = self._hearing.keep(heard)
        if self._mute:
            self._mute -= 1
            return self._blind(end_s, SLIPPED)
        if force.count < (FIRST_BLOCKS if self._first else AGAIN_BLOCKS):
            return self._blind(end_s, self._why)
        self._first = False
        if self.following:
            return self._blind(end_s, FOLLOWING)
        if force.age % EVERY_BLOCKS:
            return None
        moment = self._hearing.look(end_s, asks=self._asks)
        self.moments.append(moment)
        return self._tell(end_s, moment, "")

    def _steady(self, force: float) -> bool:
        """Whether the hold has settled, and has not been pressed anew since."""
        self._recent.append(force)
        change = force - self._recent[0]
        if not self._settled:
            self._settled = len(self._recent) > SETTLED_BLOCKS and abs(change) <= SETTLED
        elif change > PRESSED_ANEW:
            if change > FROM_REST:
                self._hearing.begin_again()
                self._first = True
            self._anew(PRESSED)
        return self._settled

    def _blind(self, end_s: float, why: str) -> ReleaseEvidence | None:
        self._blinds[why] = self._blinds.get(why, 0) + 1
        return self._tell(end_s, None, why)

    def _tell(self, end_s: float, moment: Moment | None, why: str) -> ReleaseEvidence | None:
        p = _rounded(moment.p if moment else None)
        p_with_report = _rounded(moment.p_with_report if moment else None)
        told = self._told
        moved = _moved(p, told.p) or _moved(p_with_report, told.p_with_report)
        if why == told.why and not moved and (p is None or end_s - told.t_s < TELL_S):
            return None
        self._told = _Told(end_s, p, p_with_report, why)
        if moment is None:
            return ReleaseEvidence(hold=self._hold, t_s=end_s, p=None, since_s=None, drop_pct=None,
                                   min_detectable_drop_pct=None, why=why)  # fmt: skip
        return ReleaseEvidence(
            hold=self._hold,
            t_s=end_s,
            p=p,
            p_with_report=p_with_report,
            since_s=round(moment.since_s, 6),
            drop_pct=percent(moment.drop),
            min_detectable_drop_pct=percent(moment.smallest_drop),
            terms=moment.terms,
            why=why,
        )

    def verdict(self, hold: HoldEnded) -> Release:
        """The one verdict on the hold that has just ended; its last fall is the letting go."""
        until_s = self._letting_go_s(hold.end_s)
        moments = [moment for moment in self.moments if moment.t_s <= until_s + 1e-3]
        blinds = {BALL: 1} if self._mode is Mode.BALL else self._blinds or {SETTLING: 1}
        most = max(blinds, key=lambda reason: blinds[reason])
        return conclude(hold, moments, self._model, HINDERED[most], self._hearing.pain)

    def _letting_go_s(self, end_s: float) -> float:
        """When the fall that ended the hold began, by the blocks still at hand."""
        if self._last_s is None or not self._hearing.force.count:
            return end_s
        values = self._hearing.force.recent[0]
        last = len(values) - 1 - max(0, round((self._last_s - end_s) / BLOCK_S))
        while last >= 3 and values[last] < values[last - 3] - 0.03:
            last -= 1
        return self._last_s - (len(values) - 1 - last) * BLOCK_S - 2 * BLOCK_S


def _moved(now: float | None, before: float | None) -> bool:
    return (now is None) != (before is None) or abs((now or 0.0) - (before or 0.0)) >= TELL_P


def _rounded(p: float | None) -> float | None:
    return None if p is None else round(p, 3)
