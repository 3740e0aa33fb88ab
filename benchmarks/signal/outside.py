"""The real recordings in the table: holds as labelled, and no release likely in any of them.

Guarded by tests/benchmarks/test_run.py.
"""

from benchmarks.signal.agreement import Plateau
from benchmarks.signal.bootstrap import Figure
from benchmarks.signal.figures import Figures, of_holds, of_probabilities
from benchmarks.signal.judging import judged
from benchmarks.signal.matching import HoldScore, judge
from benchmarks.signal.real import KINDS, recordings
from benchmarks.signal.tracks import OURS, hold_rows, release_rows
from benchmarks.signal.truth import Recording
from benchmarks.signal.work import plateaus

Rows = dict[str, Figures]


def real_figures() -> tuple[Rows, Rows, Rows] | None:
    """By row: verdicts, holds by kind of recording, all of holds; None without recordings."""
    found = recordings()
    if not found:
        return None
    releases = {
        row.name: of_probabilities(
            [
                judged(hold, row.detectors[0].scores(one, hold))
                for one in found
                for hold in one.holds
            ]
        )
        for row in release_rows()
        if row.name == OURS
    }
    kinds: Rows = {}
    holds: Rows = {}
    for row in hold_rows():
        sessions = [judge(one, row.detectors[0].find(one)) for one in found]
        holds[row.name] = of_holds(HoldScore(sessions))
        by_kind = {f"f1, {kind}": _f1(found, row.name, kind) for kind in KINDS[:2]}
        kinds[row.name] = by_kind
    return releases, kinds, holds


def _f1(found: list[Recording], name: str, kind: str) -> Figure:
    detector = next(row.detectors[0] for row in hold_rows() if row.name == name)
    mine = [one for one in found if kind in one.name]
    return HoldScore([judge(one, detector.find(one)) for one in mine]).f1()


def real_plateaus() -> dict[str, tuple[Plateau, ...]]:
    """How steady real hands are, by kind of recording."""
    found = {
        f"real, {kind}": tuple(p for one in recordings() if kind in one.name for p in plateaus(one))
        for kind in KINDS
    }
    return {name: steady for name, steady in found.items() if steady}
