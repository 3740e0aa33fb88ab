"""Which found hold is which true one, and what follows: the event metrics of sed_eval.

Definitions (Mesaros et al. 2016, sed_eval's event-based metrics): a found event is right if its
onset is within the collar and its end within the larger of a collar and a share of the event's
length; true and found events are paired so that most are right. Pure. Guarded by
tests/benchmarks/test_metrics.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from benchmarks.signal.bootstrap import Figure, percentile, ratio
from benchmarks.signal.detector import Found, FoundHold, FoundSlip
from benchmarks.signal.truth import HoldTruth, Recording

Span: TypeAlias = tuple[float, float]
ONSET_COLLAR_S, END_COLLAR_S, END_COLLAR_SHARE = 0.2, 0.3, 0.2
ROUNDING_S = 1e-9
LEAST_IOU = 0.5
SLIP_COLLAR_S, LEAST_SLIP = 0.3, 0.10
"""A slip is found within this time; smaller ones need not be, and may be."""


def within_collars(true: Span, found: Span) -> bool:
    """Onset and end both near enough."""
    collar_s = max(END_COLLAR_S, END_COLLAR_SHARE * (true[1] - true[0]))
    onset_s, end_s = abs(true[0] - found[0]), abs(true[1] - found[1])
    return onset_s <= ONSET_COLLAR_S + ROUNDING_S and end_s <= collar_s + ROUNDING_S


def overlaps(true: Span, found: Span) -> bool:
    """Intersection over union of at least a half."""
    shared = min(true[1], found[1]) - max(true[0], found[0])
    union = max(true[1], found[1]) - min(true[0], found[0])
    return shared >= LEAST_IOU * union > 0.0


def pairs(
    true: list[Span], found: list[Span], fits: Callable[[Span, Span], bool]
) -> list[tuple[int, int]]:
    """The largest set of fitting pairs (indices), each event in one at most."""
    partner: dict[int, int] = {}

    def seat(one: int, tried: set[int]) -> bool:
        for other in range(len(found)):
            if other in tried or not fits(true[one], found[other]):
                continue
            tried.add(other)
            if other not in partner or seat(partner[other], tried):
                partner[other] = one
                return True
        return False

    for one in range(len(true)):
        seat(one, set())
    return sorted((one, other) for other, one in partner.items())


@dataclass(frozen=True, slots=True)
class Session:
    """What came of one recording; seconds, and counts."""

    hours: float
    true: int
    found: int
    right: int
    overlapping: int
    onset_errors_s: tuple[float, ...]
    end_errors_s: tuple[float, ...]
    lags_s: tuple[float, ...]
    zone_errors_pct: tuple[float, ...]
    slip_hours: float
    """Of hold, in which slips were looked for."""
    slips: int
    slips_found: int
    slips_false: int
    slips_kept_false: int
    """In the records of the holds found: more than there were, whatever their size."""
    slip_lags_s: tuple[float, ...]


def judge(recording: Recording, found: Found) -> Session:
    """Hold what was found against the truth of one recording."""
    true = [(hold.onset_s, hold.end_s) for hold in recording.holds]
    spans = [(hold.onset_s, hold.end_s) for hold in found.holds]
    near = pairs(true, spans, overlaps)
    matched = [(recording.holds[i], found.holds[j]) for i, j in near]
    large = [step.t_s for hold in recording.holds for step in hold.slips
             if -step.change >= LEAST_SLIP]  # fmt: skip
    small = [step.t_s for hold in recording.holds for step in hold.slips
             if -step.change < LEAST_SLIP]  # fmt: skip
    tells = found.slips is not None
    caught, false = _slips(large, small, found.slips or ())
    return Session(
        hours=float(recording.t_s[-1] - recording.t_s[0]) / 3600.0,
        true=len(true),
        found=len(spans),
        right=len(pairs(true, spans, within_collars)),
        overlapping=len(near),
        onset_errors_s=tuple(abs(b.onset_s - a.onset_s) for a, b in matched),
        end_errors_s=tuple(abs(b.end_s - a.end_s) for a, b in matched),
        lags_s=tuple(b.decided_s - a.end_s for a, b in matched),
        zone_errors_pct=tuple(_zone_errors(matched)),
        slip_hours=sum(end - onset for onset, end in true) / 3600.0 if tells else 0.0,
        slips=len(large) if tells else 0,
        slips_found=len(caught),
        slips_false=false,
        slips_kept_false=sum(max(0, (b.slips or 0) - len(a.slips)) for a, b in matched),
        slip_lags_s=tuple(caught),
    )


def _zone_errors(matched: list[tuple[HoldTruth, FoundHold]]) -> list[float]:
    return [
        100.0 * abs(found.in_zone_s - true.in_zone_s) / (true.end_s - true.onset_s)
        for true, found in matched
        if found.in_zone_s is not None
    ]


def _slips(
    large: list[float], small: list[float], found: tuple[FoundSlip, ...]
) -> tuple[list[float], int]:
    """Lags of the large ones that were found, and how many were found that are none at all."""

    def near(true: Span, said: Span) -> bool:
        return abs(true[0] - said[0]) <= SLIP_COLLAR_S

    at = [(slip.t_s, slip.t_s) for slip in found]
    matched = pairs([(t, t) for t in large], at, near)
    taken = {j for _, j in matched}
    rest = [span for j, span in enumerate(at) if j not in taken]
    excused = pairs([(t, t) for t in small], rest, near)
    return [found[j].decided_s - large[i] for i, j in matched], len(rest) - len(excused)


@dataclass(slots=True)
class HoldScore:
    """All sessions of one detector at one rate."""

    sessions: list[Session] = field(default_factory=list)

    def f1(self, *, by_overlap: bool = False) -> Figure:
        """2 right / (true + found), inside the collars or by overlap."""
        right = [2.0 * (s.overlapping if by_overlap else s.right) for s in self.sessions]
        return ratio(right, [float(s.true + s.found) for s in self.sessions])

    def plain_f1(self) -> float:
        """F1 inside the collars, without its interval."""
        both = sum(s.true + s.found for s in self.sessions)
        return 2.0 * sum(s.right for s in self.sessions) / max(1, both)

    def errors_ms(self, name: str, share: float) -> Figure:
        """A percentile of one of the lists of errors or lags in seconds, in milliseconds."""
        pool = [1e3 * value for s in self.sessions for value in getattr(s, name)]
        return percentile(pool, share)

    def zone_error_pct(self) -> Figure:
        """Median error of the time in the zone, in % of the hold."""
        return percentile([v for s in self.sessions for v in s.zone_errors_pct], 50.0)

    def false_per_hour(self) -> Figure:
        """Found holds that overlap no true one, an hour of recording."""
        false = [float(s.found - s.overlapping) for s in self.sessions]
        return ratio(false, [s.hours for s in self.sessions])

    def slip_recall(self) -> Figure:
        """Of slips of 10 % and more."""
        found = [float(s.slips_found) for s in self.sessions]
        return ratio(found, [float(s.slips) for s in self.sessions])

    def slips_false_per_hour(self) -> Figure:
        """Slips said that were none, an hour of hold."""
        false = [float(s.slips_false) for s in self.sessions]
        return ratio(false, [s.slip_hours for s in self.sessions])

    def slips_kept_false_per_hour(self) -> Figure:
        """Slips in the record that were none, an hour of hold."""
        false = [float(s.slips_kept_false) for s in self.sessions]
        return ratio(false, [s.slip_hours for s in self.sessions])
